"""Names in Cyrillic of places abroad whose Cyrillic spelling, or its cases, the gazetteer lacks: "Дерна" in Libya is Derna.

Agencies write such names by few rules, which are read backwards: the name in Latin letters by the schemes of both languages, in its own
form or, where a text declines it, with another end; its nominative in Cyrillic, also as the other language spells it. Many places of the
world are spelled so by chance: this is asked within a country only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from gazetteer.codes import KINDS, Form
from gazetteer.index import Index
from gazetteer.languages import languages_of, romanizations
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from geomap.resolve.features import NameEntries, Postings

_SIMILARITY = 0.9  # set by hand: a name found by its letters alone is less sure than one that sources have
_LEAST_LETTERS = 4
_KINDS = tuple(KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.DISTRICT))
_CASES = re.compile(r"(?:akh|yakh|iakh|ami|am|oiu|oyu|eiu|eyu|oy|ei|ey|om|em|iem|yu|iu|ya|ia|ii|[aeiouy])$")
_ENDS = ("", "a", "i", "e", "o", "ia", "iya", "ah")
_PLAIN_H = re.compile("(?<![ksczt])h")
_OTHER_LETTERS = (("dzh", "j"), ("zh", "j"), ("kh", "h"), ("ch", "c"), ("k", "c"), ("ts", "c"))
_CYRILLIC_CASES = re.compile(r"(?:ями|ами|ях|ах|ою|ею|єю|ом|ем|єм|ой|ей|ої|ам|ям|[аяуюіеєиоїыйь])$")
_CYRILLIC_ENDS = ("", "а", "я", "ія", "ия", "е", "и", "ь", "й")
_RUSSIAN_LETTERS = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "'": "ъ"})
_UKRAINIAN_LETTERS = str.maketrans({"и": "і", "ы": "и", "э": "е", "ъ": "'"})


def spellings(name: str) -> Iterator[str]:
    """Yield how a Cyrillic name may be written in Latin letters, as keys, the likeliest first."""
    own = [latin for language in languages_of(name) for latin in romanizations(name, language)]
    own += [_PLAIN_H.sub("g", latin) for latin in own]  # Ukrainian г
    own += [as_written for latin in own if (as_written := _abroad(latin)) != latin]
    yield from dict.fromkeys(map(key, own))
    for latin in dict.fromkeys(own):
        stem = _CASES.sub("", latin)
        if len(stem) >= _LEAST_LETTERS - 1:
            yield from (key(stem + end) for end in _ENDS)


def _abroad(latin: str) -> str:
    """Return a name as languages write it that have other letters for its sounds: "akkumoli" as "accumoli", "dzhibla" as "jibla"."""
    for letters, others in _OTHER_LETTERS:
        latin = latin.replace(letters, others)
    return latin


def cyrillic_spellings(name: str) -> Iterator[str]:
    """Yield the nominatives that a Cyrillic name may have, as keys, in both languages: "Гріндавіка" is of "Гриндавик"."""
    small = name.lower()
    stem = _CYRILLIC_CASES.sub("", small)
    own = [small, *(stem + end for end in _CYRILLIC_ENDS if len(stem) >= _LEAST_LETTERS - 1)]
    own += [spelled.translate(_RUSSIAN_LETTERS) for spelled in own] + [spelled.translate(_UKRAINIAN_LETTERS) for spelled in own]
    yield from dict.fromkeys(key(spelled.title()) for spelled in own)


def find_transliterated(index: Index, name: str, countries: frozenset[int]) -> NameEntries | None:
    """Return the places in ``countries``, numbers of the index, that a Cyrillic name may spell; None where there is none."""
    if len(name) < _LEAST_LETTERS or not countries:
        return None
    for spelled in dict.fromkeys((*spellings(name), *cyrillic_spellings(name))):
        key_id = index.key_id(spelled)
        found = None if key_id < 0 else _within(index, key_id, countries)
        if found is not None:
            return NameEntries(found, spelled, stripped=False, similarity=_SIMILARITY)
    return None


def _within(index: Index, key_id: int, countries: frozenset[int]) -> Postings | None:
    postings, columns = index.postings(key_id), index.columns
    rows = postings[0]
    kept = np.isin(columns.country[rows], list(countries)) & np.isin(columns.kind[rows], _KINDS)
    kept &= postings[2] <= int(Form.TRANSLITERATED)
    return tuple(part[kept] for part in postings) if kept.any() else None
