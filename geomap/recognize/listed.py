"""Names of a list that a plural noun calls places: "the villages of A, B and C", "A and B districts".

Models pass over the names that no gazetteer has. Where one name of such a list is a place, all of them are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geomap.model import Mention, Post, Role

_CONFIDENCE = 0.8  # set by hand
_PLURAL = r"(?:villages|hamlets|towns|townships|settlements|suburbs|neighbou?rhoods|districts|counties|provinces|municipalities|camps)"
_INSIDE = r"(?:al|el|de|la|le|du|do|da|of|the|ou|bin)"
_NAME = rf"[A-Z][\w'’]+(?:[- ](?:{_INSIDE}[- ])?[A-Z][\w'’]+){{0,3}}"
_MOST = 12  # names
_LIST = rf"{_NAME}(?:(?:,\s+{_NAME}){{1,{_MOST}}},?)?\s+(?:and|&)\s+{_NAME}"
_ADJECTIVES = r"(?!\s+(?!(?:was|is|has|as|this|across)\b)[a-z]+s\b)"  # "villages of X and Y families"
_LISTS = (re.compile(rf"\b{_PLURAL} of (?P<list>{_LIST})\b{_ADJECTIVES}"), re.compile(rf"(?<![\w'’-])(?P<list>{_LIST}) {_PLURAL}\b"))
_PARTS = re.compile(r",?\s+(?:and|&)\s+|,\s+")


def with_listed(post: Post, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Return the mentions of a post with those names of such lists that are not among them, if another of the list is."""
    added = [
        Mention(post_id=post.id, start=start, end=end, text=post.text[start:end], confidence=_CONFIDENCE, role=Role.LITERAL)
        for names in _lists(post.text)
        if any(one.role is Role.LITERAL and _overlaps(one, name) for one in mentions for name in names)
        for start, end in names
        if not any(_overlaps(one, (start, end)) for one in mentions)
    ]
    return sorted([*mentions, *added], key=lambda mention: mention.start) if added else mentions


def _lists(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the names of each list, as stretches of the text."""
    for pattern in _LISTS:
        for found in pattern.finditer(text):
            first, last = found.span("list")
            names: list[tuple[int, int]] = []
            for part in _PARTS.finditer(text, first, last):
                names.append((first, part.start()))
                first = part.end()
            yield [*names, (first, last)]


def _overlaps(one: Mention, name: tuple[int, int]) -> bool:
    return one.start < name[1] and name[0] < one.end
