"""Adjectives of towns that stand before a noun for a sector, a community, a unit or a body: "на Лиманському напрямку", "Ізюмський суд".

Such an adjective is no name, though it may equal a form of a village's name: "Лиманському" of Лиманське. Several may share one noun:
"Сумський і Конотопський райони". The words are those of ``cues.toml`` in the folders of the inflected languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from geomap.lang.facilities import agrees
from geomap.lang.nouns import Nouns
from geomap.lang.registry import cached, languages
from geomap.lang.wordset import word_set

_ENDINGS = "ий|ая|а|ое|е|ого|ому|ым|им|ім|ом|ої|ій|ой|ую|у|ою"
_STEM = r"[А-ЯЁІЇЄҐа-яёіїєґ][А-ЯЁІЇЄҐа-яёіїєґ'’ʼ-]+(?:[сцз]ьк|[сц]к)"
_ADJECTIVE = rf"(?<![\w-]){_STEM}(?:{_ENDINGS})(?![\w-])"
_LIST = re.compile(rf"{_ADJECTIVE}(?:(?:\s*,\s*|\s+(?:та|і|й|и|або|или)\s+){_ADJECTIVE})*")
_ONE = re.compile(rf"(?P<stem>{_STEM})(?:{_ENDINGS})(?![\w-])")
_NEXT_WORD = re.compile(r"[ \u00a0]+([^\W\d_][\w'’ʼ-]*)")
_SMALL_ADJECTIVE = re.compile(r"[а-яіїєґ'’ʼ-]{3,}(?:ого|ому|[иі]й|ый|ої|ой|ою|ую|им|ым|ім|ом|ая|на|ну|ня|ка|ку)")
_OF_UNITS = re.compile("районн|обласн|областн|громадськ|общинн")  # adjectives that have the stems of the nouns for units
_MOST_BETWEEN = 3  # adjectives between that of the town and the noun
_WORDS_CACHED = 1 << 13


class Called(Enum):
    """What is called by the adjective; the value is a noun of the masculine for it, or of the feminine, as it stands in names."""

    SECTOR = "напрямок"
    COMMUNITY = "громада"
    DISTRICT = "район"
    PROVINCE = "область"
    INSTITUTION = "рада"


_FEMININE = (Called.COMMUNITY, Called.PROVINCE, Called.INSTITUTION)
_LISTS = {
    "sectors": Called.SECTOR,
    "communities": Called.COMMUNITY,
    "districts": Called.DISTRICT,
    "provinces": Called.PROVINCE,
    "institutions": Called.INSTITUTION,
}


@dataclass(frozen=True, slots=True)
class CalledBy:
    """Adjectives before one noun: their places in the text, what the noun is, and where it ends."""

    adjectives: tuple[tuple[int, int], ...]
    called: Called
    end: int


@cached
def _nouns() -> tuple[tuple[Called, Nouns], ...]:
    tables = [one.table("cues") for one in languages() if one.recognizer == "inflected"]
    return tuple((called, Nouns([word_set(table.get(listed, "")) for table in tables])) for listed, called in _LISTS.items())


@lru_cache(_WORDS_CACHED)
def _called(word: str) -> Called | None:
    if _OF_UNITS.match(word):
        return None
    return next((called for called, nouns in _nouns() if word in nouns), None)


def find_called(text: str) -> Iterator[CalledBy]:
    """Yield the adjectives of a text that stand before such a noun."""
    if text.isascii():
        return
    for found in _LIST.finditer(text):
        adjectives = tuple(one.span() for one in _ONE.finditer(text, *found.span()))
        last = text[slice(*adjectives[-1])]
        at = found.end()
        for between in range(_MOST_BETWEEN + 1):
            following = _NEXT_WORD.match(text, at)
            if following is None:
                break
            word = following[1]
            called = _called(word.lower())
            if called is not None and (between == 0 or called is Called.INSTITUTION):
                if len(adjectives) > 1 or agrees(last.lower(), word):
                    yield CalledBy(adjectives, called, following.end())
                break
            if not _SMALL_ADJECTIVE.fullmatch(word):
                break
            at = following.end()


def name_of(adjective: str, called: Called) -> str:
    """Return the adjective, in any case, as the name of what is called by it: "Сумського" gives "Сумський район"."""
    found = _ONE.fullmatch(adjective)
    stem = adjective if found is None else found["stem"]
    ukrainian = stem.endswith("ьк")
    ending = ("а" if ukrainian else "ая") if called in _FEMININE else "ий"
    return f"{stem}{ending} {called.value}"


def town_adjective(name: str) -> tuple[str, Called] | None:
    """Return the adjective of a name that ``name_of`` makes, and what is called by it; None for any other name."""
    adjective, _, noun = name.rpartition(" ")
    if not adjective or noun not in _VALUES or not _ONE.fullmatch(adjective):
        return None
    return adjective, Called(noun)


_VALUES = frozenset(one.value for one in Called)


def called_names(text: str) -> dict[int, str]:
    """Return by where each such adjective begins the name of what is called by it."""
    return {first: name_of(text[first:last], one.called) for one in find_called(text) for first, last in one.adjectives}
