"""Other spellings of East Slavic names in Latin letters: "Starognativka" is Starohnativka, "Novogrigoryevka" is Novohryhorivka.

News writes the villages of Ukraine and Belarus by their Ukrainian or Belarusian names or by the Russian ones, in any scheme of
transliteration, and no source has all of these spellings. What they share is the consonants: g, h and kh are one, all vowels are one,
what ends the word does not count. That is too little to find a place anywhere, and enough where the text says in which region,
in which district or near which town it lies.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache

import numpy as np

from gazetteer.codes import KINDS, STATUSES
from gazetteer.index import Index
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import key
from geomap.resolve.arrays import Ints
from geomap.resolve.features import NameEntries
from geomap.similarity import dice_similarity

LEAST_ALIKE = 0.35  # Dice's coefficient; with less the consonants are alike by chance
_COUNTRIES = ("UA", "BY", "RU", "KZ", "KG")
_OF_TWO_LANGUAGES = ("UA", "BY")  # countries whose villages are spelled as in one of two languages, wherever the text says that they lie
_LIKE_A_VILLAGE = re.compile(r"(?:[eiouy]vk[aiuy]|sk(?:oye|oe|aya|iy|yi|y|e)?|[oi]ye|[oe]v[oe]|[iy]no|aya|nyi?)$")
_LEAST_LETTERS_ANYWHERE = 7
_LEAST_LETTERS = 4  # of a skeleton
_WORDS_CACHED, _NAMES_CACHED = 1 << 12, 1 << 14
_SETTLEMENT, _REGION = KINDS.index(PlaceKind.SETTLEMENT), KINDS.index(PlaceKind.REGION)
_NO_SPELLING = (NameStatus.DEMONYM, NameStatus.ABBREVIATION)
_LAST_LATIN = "\u024f"
_NAME = re.compile(r"[a-z]+(?: [a-z]+)*")
_SOUNDS = re.compile(r"shch|sch|kh|zh|sh|tch|ch|ts|tz|cz")
_WRITTEN = {"shch": "q", "sch": "q", "kh": "h", "zh": "1", "sh": "2", "tch": "3", "ch": "3", "ts": "4", "tz": "4", "cz": "4"}
_ALIKE = str.maketrans("gxweiouyj", "hhvaaaaaa")
_FIRST = re.compile(r"^(?:vi(?=[bcdfhklmnprstvz])|o[dt](?=[a-z]))")  # Vilkhuvatka and Olkhovatka, Vidradne and Otradnoye


@lru_cache(_WORDS_CACHED)
def skeleton(name_key: str) -> str | None:
    """Return what all spellings of a name share, given one of them as a key; None for a name that tells too little or is not Latin."""
    if not _NAME.fullmatch(name_key):
        return None
    folded = " ".join(map(_folded, name_key.split()))
    return folded if len(folded) >= _LEAST_LETTERS else None


def _folded(word: str) -> str:
    if word[0] in "vo":
        word = _FIRST.sub(lambda found: "o" if found[0] == "vi" else "ot", word)
        word = _FIRST.sub("ot", word) if word[0] == "o" else word
    alike = _SOUNDS.sub(lambda found: _WRITTEN[found[0]], word).translate(_ALIKE)
    return "".join([letter for letter, _ in itertools.groupby(alike)]).rstrip("a")


@lru_cache(_NAMES_CACHED)
def _skeleton_of(name: str) -> str | None:
    return None if name[0] > _LAST_LATIN else skeleton(key(name))


class OtherSpellings:
    """Finds the settlements of regions by any spelling of their names; a region's are read when it is first asked for."""

    def __init__(self, index: Index) -> None:
        self._index = index
        countries = [index.strings.index(country) for country in _COUNTRIES if country in index.strings]
        self._is_written_so = np.isin(np.arange(len(index.strings)), countries)
        self._known: dict[int, dict[str, list[tuple[int, int, int, int]]]] = {}

    def find(self, name: str, regions: Iterable[int], allowed: Collection[int] | None = None) -> NameEntries | None:
        """Return the settlements in ``regions``, rows of the index, that ``name`` may spell.

        Args:
            name: The name as the text has it.
            regions: Rows of first-level units.
            allowed: Rows of districts one of which must hold the settlement; None for any.

        Returns:
            Those whose spelling is most alike; None where there is none.
        """
        own = key(name)
        sought = skeleton(own)
        if sought is None:
            return None
        found = [entry for region in sorted(regions) for entry in self._of_region(region).get(sought, ())]
        if allowed is not None:
            admin2 = self._index.columns.admin2
            found = [entry for entry in found if int(admin2[entry[0]]) in allowed]
        return _most_alike(self._index, own, found)

    def find_anywhere(self, name: str) -> NameEntries | None:
        """Return the settlements of Ukraine and Belarus that ``name``, which has the ending of a village, may spell; None without any."""
        own = key(name)
        sought = skeleton(own) if len(own) >= _LEAST_LETTERS_ANYWHERE and _LIKE_A_VILLAGE.search(own) else None
        if sought is None:
            return None
        return _most_alike(self._index, own, [entry for region in self._regions for entry in self._of_region(region).get(sought, ())])

    @cached_property
    def _regions(self) -> list[int]:
        columns, strings = self._index.columns, self._index.strings
        countries = [strings.index(country) for country in _OF_TWO_LANGUAGES if country in strings]
        return np.flatnonzero((columns.kind == _REGION) & np.isin(columns.country, countries)).tolist()

    def _of_region(self, region: int) -> dict[str, list[tuple[int, int, int, int]]]:
        known = self._known.get(region)
        if known is None:
            known = self._known[region] = self._read(region)
        return known

    def _read(self, region: int) -> dict[str, list[tuple[int, int, int, int]]]:
        index, columns = self._index, self._index.columns
        by_skeleton: dict[str, list[tuple[int, int, int, int]]] = {}
        if not self._is_written_so[columns.country[region]]:
            return by_skeleton
        for row in np.flatnonzero((columns.admin1 == region) & (columns.kind == _SETTLEMENT)).tolist():
            for name in index.names_of(row):
                spelled = _skeleton_of(index.name_text(name))
                status = index.name_status(name)
                if spelled is not None and status not in _NO_SPELLING:
                    by_skeleton.setdefault(spelled, []).append((row, name, 0, STATUSES.index(status)))
        return by_skeleton


def _most_alike(index: Index, own: str, found: Collection[tuple[int, int, int, int]]) -> NameEntries | None:
    alike = [(dice_similarity(own, key(index.name_text(entry[1]))), entry) for entry in found]
    best = max((similarity for similarity, _ in alike), default=0.0)
    if best < LEAST_ALIKE:
        return None
    postings: Ints = np.array([entry for similarity, entry in alike if similarity == best], dtype=np.int64).T
    return NameEntries(tuple(postings), own, stripped=False, similarity=min(best, 0.99))
