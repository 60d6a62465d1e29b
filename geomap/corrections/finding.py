"""Which lines of corrections apply to a post, found in a time that hardly depends on how many lines there are."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.corrections.lines import Correction

_LONGEST = 32  # characters of the beginnings that are looked up


class LineFinder:
    """Lines by the ids and addresses that they name, and by the beginnings of the words that they quote.

    A beginning has 1, 2, 4 ... or 32 characters, so that the pieces of a text that may be one are few: six times its length at most.
    """

    def __init__(self, lines: Sequence[Correction]) -> None:
        """Hold lines; those that name no post apply to none."""
        self._lines = tuple(lines)
        self._named: dict[str, list[int]] = {}
        self._begun: dict[int, dict[str, list[tuple[int, str]]]] = {}
        for number, one in enumerate(self._lines):
            if one.post:
                self._named.setdefault(one.post, []).append(number)
                if one.event_id is None:
                    words = one.post.casefold()
                    size = min(_LONGEST, 1 << len(words).bit_length() - 1)
                    self._begun.setdefault(size, {}).setdefault(words[:size], []).append((number, words))

    def of(self, post_id: str, url: str | None, text: str) -> list[Correction]:
        """Return the lines that apply to a post, in their order: those with its id or address, and those whose words it contains."""
        found = {*self._named.get(post_id, ()), *(self._named.get(url, ()) if url else ())}
        folded = text.casefold() if self._begun else ""
        for size, begun in self._begun.items():
            for piece in begun.keys() & {folded[at : at + size] for at in range(len(folded) - size + 1)}:
                found.update(number for number, words in begun[piece] if words in folded)
        return [self._lines[number] for number in sorted(found)]
