"""Places within the names of treaties, processes and things that are called after them: "the Minsk agreements", "Guinea pigs".

Such a name says where a paper was signed once, or nothing. In that of a treaty the place is embedded, as in that of an organisation; that
of a thing is no mention. The words stand in ``cues.toml`` of each language, in the table ``named_after``:

- ``papers``: nouns that make one of the name before them, in any case of letters ("Minsk agreements", "Мінські домовленості");
- ``titles``: nouns that do so with a capital only: "the Istanbul Convention" is a treaty, "the Chicago convention" may be a meeting;
- ``of``: what stands between such a noun and the name that follows it ("accords de Minsk", "Treaty of Lisbon");
- ``things``: names and what follows them, parted by commas ("guinea pig*").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from geomap.lang import language
from geomap.lang.wordset import NONE, WordSet, word_set
from geomap.model import Mention, Post, Role

_NEXT = re.compile(r"[ \u00a0](?:[«\"“])?([^\W\d_][\w'’]*)")
_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[ \u00a0]+([^\W\d_]+['\u2019]?)[ \u00a0]*$")
_LONGEST_BEFORE = 40  # characters that are looked at


class NamedAfter:
    """What is called after places in one language."""

    def __init__(self, code: str) -> None:
        table = language(code).table("cues").get("named_after", {})
        self._papers = word_set(table.get("papers", ""))
        self._titles = word_set(table.get("titles", ""))
        self._of = frozenset(table.get("of", "").split())
        self._nouns = _by_name(table.get("things", ""))

    def put_right(self, post: Post, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the mentions of a post without those of things, the ones in names of treaties embedded."""
        return tuple(
            replace(mention, role=Role.EMBEDDED) if self._is_paper(post.text, mention) else mention
            for mention in mentions
            if not self._is_thing(post.text, mention)
        )

    def _is_thing(self, text: str, mention: Mention) -> bool:
        nouns = self._nouns.get(mention.text.lower(), NONE)
        follows = _NEXT.match(text, mention.end) if nouns else None
        return follows is not None and follows[1].lower() in nouns

    def _is_paper(self, text: str, mention: Mention) -> bool:
        if not self._papers or mention.role is Role.EMBEDDED:
            return False
        follows = _NEXT.match(text, mention.end)
        if follows is not None and self._is_noun(follows[1]):
            return True
        before = _BEFORE.search(text[max(0, mention.start - _LONGEST_BEFORE) : mention.start]) if self._of else None
        return before is not None and before[2].lower().replace("\u2019", "'") in self._of and self._is_noun(before[1])

    def _is_noun(self, word: str) -> bool:
        return word.lower() in self._papers or (word[:1].isupper() and word.lower() in self._titles)


def _by_name(things: str) -> dict[str, WordSet]:
    """Return by name the nouns that make a thing of it."""
    nouns: dict[str, list[str]] = {}
    for thing in filter(None, map(str.strip, things.split(","))):
        name, _, noun = thing.rpartition(" ")
        nouns.setdefault(name, []).append(noun)
    return {name: word_set(" ".join(of_name)) for name, of_name in nouns.items()}


@cache
def named_after(code: str) -> NamedAfter:
    """Return what is called after places in a language."""
    return NamedAfter(code)
