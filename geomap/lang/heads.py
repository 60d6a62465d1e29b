"""Nouns that stand before a name and say what kind of place it is: "río Cauca", "lac Kivu", "departamento del Huila".

The nouns are those of ``[[heads]]`` in ``cues.toml`` of a language's folder: ``words``, the ``kind`` of place that they say, ``known``,
how the gazetteer writes such names, and ``only`` where the name means no place of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gazetteer.model import PlaceKind
from geomap.lang.registry import cached, has_language, language

_OF = r"(?:\s+(?:de\s+los|de\s+las|de\s+la|de\s+l['’]|del|des|du|de|d['’])|\s+)\s*"
_WINDOW = 40  # characters before a name


@dataclass(frozen=True, slots=True)
class Head:
    """What one noun says."""

    kind: PlaceKind
    known: tuple[str, ...]
    is_only: bool  # the name means a place of this kind or none


@dataclass(frozen=True, slots=True)
class Heads:
    """The nouns of one language."""

    by_noun: Mapping[str, Head]
    before: re.Pattern[str]
    first: re.Pattern[str]

    def of(self, text: str, start: int, end: int) -> tuple[Head, str] | None:
        """Return what the noun before or at the beginning of the name at ``text[start:end]`` says, and the name without it.

        None where there is no such noun.
        """
        own = self.first.match(text, start, end) if text[start].islower() else None  # "Valle del Cauca" is a name of its own
        found = own or self.before.search(text, max(0, start - _WINDOW), start)
        if found is None:
            return None
        return self.by_noun[found["noun"].lower()], text[own.end() if own is not None else start : end]

    def names(self, noun: str, name: str) -> Iterator[str]:
        """Yield how the gazetteer may write ``name`` after ``noun``, which is in small letters."""
        head = self.by_noun.get(noun)
        if head is not None:
            yield from (form.format(name) for form in head.known)


@cached
def heads_of(code: str | None) -> Heads | None:
    """Return the nouns of a language; None where its folder lists none."""
    listed = language(code).table("cues").get("heads", ()) if code is not None and has_language(code) else ()
    by_noun = {
        noun: Head(PlaceKind(entry["kind"]), tuple(entry.get("known", ())), bool(entry.get("only", False)))
        for entry in listed
        for noun in entry["words"].split()
    }
    if not by_noun:
        return None
    nouns = "|".join(sorted(map(re.escape, by_noun), key=len, reverse=True))
    return Heads(
        MappingProxyType(by_noun),
        re.compile(rf"(?i:(?<!\w)(?P<noun>{nouns}){_OF})$"),
        re.compile(rf"(?i:(?P<noun>{nouns}){_OF})(?=\w)"),
    )
