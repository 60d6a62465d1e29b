"""Names in Cyrillic of places abroad whose Cyrillic spelling the gazetteer lacks: "Дерна" in Libya is Derna.

Agencies write such names by few rules, which are read backwards: the name in Latin letters by the schemes of both languages, in its own
form or, where a text declines it, with another end. Many places of the world are spelled so by chance: this is asked within a country only.
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
from geomap.resolve.features import NameEntries

_SIMILARITY = 0.9  # set by hand: a name found by its letters alone is less sure than one that sources have
_LEAST_LETTERS = 4
_KINDS = tuple(KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.DISTRICT))
_CASES = re.compile(r"(?:akh|yakh|iakh|ami|am|oiu|oyu|eiu|eyu|oy|ei|ey|om|em|iem|yu|iu|ya|ia|ii|[aeiouy])$")
_ENDS = ("", "a", "i", "e", "o", "ia", "iya", "ah")
_PLAIN_H = re.compile("(?<![ksczt])h")


def spellings(name: str) -> Iterator[str]:
    """Yield how a Cyrillic name may be written in Latin letters, as keys, the likeliest first."""
    own = [latin for language in languages_of(name) for latin in romanizations(name, language)]
    own += [_PLAIN_H.sub("g", latin) for latin in own]  # Ukrainian г
    yield from dict.fromkeys(map(key, own))
    for latin in dict.fromkeys(own):
        stem = _CASES.sub("", latin)
        if len(stem) >= _LEAST_LETTERS - 1:
            yield from (key(stem + end) for end in _ENDS)


def find_transliterated(index: Index, name: str, countries: frozenset[int]) -> NameEntries | None:
    """Return the places in ``countries``, numbers of the index, that a Cyrillic name may spell; None where there is none."""
    if len(name) < _LEAST_LETTERS or not countries:
        return None
    columns = index.columns
    for spelled in dict.fromkeys(spellings(name)):
        key_id = index.key_id(spelled)
        if key_id < 0:
            continue
        postings = index.postings(key_id)
        rows = postings[0]
        kept = np.isin(columns.country[rows], list(countries)) & np.isin(columns.kind[rows], _KINDS)
        kept &= postings[2] <= int(Form.TRANSLITERATED)
        if kept.any():
            return NameEntries(tuple(part[kept] for part in postings), spelled, stripped=False, similarity=_SIMILARITY)
    return None
