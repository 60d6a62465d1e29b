"""The places that a name may mean, looked up: its keys in the index, firmest first, until one gives places.

A name's candidates are described once, with those of the other names of a batch of documents, and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, Form
from gazetteer.fuzzy import similar_keys
from gazetteer.model import PlaceKind
from gazetteer.normalize import core, key
from geomap.resolve.describe import CandidateSet, Describer, Found, Postings
from geomap.resolve.districts import DistrictNames

Asked = tuple[str, bool]
"""A name, and whether the text says that it is a district."""

LEAST_PEOPLE_OF_TOWN = 10_000  # surnames are those of hamlets or a letter away: only a town is worth a guess
LEAST_LETTERS_OF_SLIP = 7  # shorter names are too often one letter from another
_MOST_NAMES = 1 << 14
_DESCRIBED_AT_ONCE = 128  # enough that numpy's cost by the call is gone, and few enough for little memory
_WORDS_OF_TOWN = 3
# Strings: most names are found without them, and compiling them takes as long as a short text; re remembers them compiled.
_GENERIC = (
    r"(?i)\b(?:city|town|township|twp\.?|village|area|metro|metropolitan|downtown|greater|municipality|borough|suburb|county|river|lake|airport|co\.?|"
    r"north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|central|upper|lower|mid|mainland|north-?east(?:ern)?|north-?west(?:ern)?|"
    r"south-?east(?:ern)?|south-?west(?:ern)?|beach|international|street|st\.|road|avenue)\b"
)

_SITE = (
    r"(?i)\s+(?:(?:train|railway|bus|metro|power|nuclear|thermal|hydroelectric|international|central|regional|state|city|national|general|high|tv|military|medical|technical|maternity)\s+)*"
    r"(?:stations?|academy|institute|barracks|monastery|palace|embassy|bridge|dam|airport|airbase|airfield|air\s+base|port|harbou?r|hospital|clinic|school|university|college|plant|park|square|tower|"
    r"mall|museum|theat(?:re|er)|stadium|arena|cemetery|prison|jail|church|cathedral|mosque|zoo|market|factory|refinery|depot|library|int)\b.*$"
)  # "Lyman Train Station" is in Lyman

_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)


class CandidateFinder:
    """Finds and remembers candidates of names."""

    def __init__(self, gazetteer: Gazetteer, *, home: int | None = None) -> None:
        self._index = gazetteer.index
        self._home = home
        self._known: dict[Asked, CandidateSet | None] = {}
        self._districts = DistrictNames(gazetteer.index)
        self._describer = Describer(gazetteer.index)

    def find(self, names: Collection[Asked]) -> Mapping[Asked, CandidateSet | None]:
        """Give the candidates of ``names``, and of others that were asked for before; None for a name that has none."""
        if len(self._known) >= _MOST_NAMES:
            self._known = {asked: self._known[asked] for asked in names if asked in self._known}
        new = [asked for asked in dict.fromkeys(names) if asked not in self._known]
        led = {(name, is_district): self._look_up(name, is_district=is_district) for name, is_district in new}
        there = [(asked, found) for asked, found in led.items() if found is not None]
        described: dict[Asked, CandidateSet | None] = dict.fromkeys(new)
        for at in range(0, len(there), _DESCRIBED_AT_ONCE):
            some = there[at : at + _DESCRIBED_AT_ONCE]
            sets = self._describer.describe([found for _, found in some])
            described.update((asked, candidates) for (asked, _), candidates in zip(some, sets, strict=True))
        self._known.update(described)
        return self._known

    def _look_up(self, name: str, *, is_district: bool) -> Found | None:
        for name_key, stripped in keys_to_try(name):
            key_id = self._index.key_id(name_key)
            if key_id >= 0:
                return Found(self._index.postings(key_id), name_key, stripped)
        if is_district:
            districts = self._districts.find(name)
            if districts is not None:
                return Found(tuple(districts), key(name), stripped=True)
        if self._home is None:
            return None
        return self._site_of_town(name, self._home) or self._misspelt(key(name), self._home)

    def _site_of_town(self, name: str, home: int) -> Found | None:
        """Give the towns of the home country after which a building begins its name: "Kyiv TV Centre Tower"."""
        if not re.search(_SITE, name):
            return None
        words = name.split()
        for count in range(min(len(words) - 1, _WORDS_OF_TOWN), 0, -1):
            own = key(" ".join(words[:count]))
            key_id = self._index.key_id(own)
            towns = None if key_id < 0 else self._towns_at(self._index.postings(key_id), home)
            if towns is not None:
                return Found(towns, own, stripped=True)
        return None

    def _towns_at(self, postings: Postings, home: int) -> Postings | None:
        columns, rows = self._index.columns, postings[0]
        at_home = (columns.country[rows] == home) & (columns.kind[rows] == _SETTLEMENT) & (postings[2] <= int(Form.TRANSLITERATED))
        at_home &= columns.population[rows] >= LEAST_PEOPLE_OF_TOWN
        return tuple(part[at_home] for part in postings) if at_home.any() else None

    def _misspelt(self, own: str, home: int) -> Found | None:
        """Give the towns of the home country whose name is one slip away from a name that nothing bears: "Druzhivka"."""
        if len(own) < LEAST_LETTERS_OF_SLIP:
            return None
        found = [self._index.postings(key_id) for key_id, _ in similar_keys(self._index, own, 1)]
        if not found:
            return None
        towns = self._towns_at([np.concatenate(parts) for parts in zip(*found, strict=True)], home)
        return None if towns is None else Found(towns, own, stripped=True, similarity=1 - 1 / len(own))


def keys_to_try(name: str) -> Iterator[tuple[str, bool]]:
    """Yield the keys under which ``name`` is looked for, firmest first, and whether words were left out of it."""
    own = key(name)
    yield own, False
    head, unit = core(own)
    if unit is not None:
        yield head, True
    bare = key(re.sub(_GENERIC, " ", name))
    if bare and bare != own:
        yield bare, True
    town = key(re.sub(_SITE, "", name))
    if town and town not in (own, bare):
        yield town, True
    if own.endswith("s") and len(own) > 4:  # noqa: PLR2004 - "Texans"
        yield own[:-1], True
    if name.isupper() and len(name) > 3:  # noqa: PLR2004 - "U.S.A."
        yield key(name.title()), True
