"""Districts named by the adjective of their seat, however it is spelled: "Yasinuvatska district", "Popasnyansky raion".

Press and monitors write such adjectives in Latin letters by many schemes and from either language. What they share is the
consonants: both the name asked for and the names of districts are cut to the stem before "-sk" and their vowels thrown together.
"""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.index import Index
from gazetteer.model import PlaceKind
from gazetteer.normalize import key

_DISTRICT = KINDS.index(PlaceKind.DISTRICT)
_COUNTRIES = ("UA", "RU", "BY", "KZ", "KG")  # where districts are named so
_ADJECTIVE = re.compile(r"(?P<stem>[a-z]{4,}?)[sz]k(?:[yi]{1,2}[ij]?|[yi]i|iy|ij|a|aya|aia|oho|ogo|oi|oy|omu|om)?")
_STEM_ENDING = re.compile(r"(?:[iye]?[aeiouy]n|[iye]?[aeiouy]v)$")  # "popasn-yan-sky" of Popasna, "maryin-sky" and "marin-ska" of Maryinka
_FOLDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (("kh", "x"), ("zh", "j"), ("sh", "w"), ("tch|ch", "c"), ("ts|tz", "z"), ("g", "h"), ("[aeiouyj]+", "a"))
)
_LEAST_LETTERS = 3


class DistrictNames:
    """The districts of an index by the stem of their adjective."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, name: str) -> npt.NDArray[np.int64] | None:
        """Give row, name, form and status of each district whose adjective ``name`` may be, a column each; None where there is none."""
        stem = _stem(name)
        found = None if stem is None else self._by_stem.get(stem)
        return None if found is None else np.array(sorted(found), dtype=np.int64).T

    @cached_property
    def _by_stem(self) -> dict[str, set[tuple[int, int, int, int]]]:
        index, columns = self._index, self._index.columns
        known = [index.strings.index(country) for country in _COUNTRIES if country in index.strings]
        stems: dict[str, set[tuple[int, int, int, int]]] = {}
        for row in np.flatnonzero((columns.kind == _DISTRICT) & np.isin(columns.country, known)).tolist():
            for name in index.names_of(row):
                stem = _stem(index.name_text(name))
                if stem is not None:
                    status = STATUSES.index(index.name_status(name))
                    stems.setdefault(stem, set()).add((row, name, int(Form.ADJECTIVE), status))
        return stems


def _stem(name: str) -> str | None:
    """Give the consonants of the stem of an adjective in Latin letters; None for what is none."""
    found = _ADJECTIVE.fullmatch(key(name).partition(" ")[0])
    if found is None:
        return None
    stem = found["stem"]
    shorter = _STEM_ENDING.sub("", stem)
    if len(shorter) > _LEAST_LETTERS:
        stem = shorter
    for pattern, to in _FOLDS:
        stem = pattern.sub(to, stem)
    return stem.rstrip("a")
