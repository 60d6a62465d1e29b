"""The places that a name may mean, as arrays, with all that the ranker asks of each.

A name's candidates are looked up once and remembered: its keys in the index, firmest first, until one gives places.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from gazetteer.fuzzy import similar_keys
from gazetteer.model import Candidate, NameStatus, PlaceKind
from gazetteer.normalize import core, key
from gazetteer.spellings import Form
from gazetteer.spool import KINDS, NOTHING, STATUSES
from geomap.likeness import likeness
from geomap.resolve.districts import DistrictNames

NUMBERS = ("row", "kind", "country", "admin1", "admin2")  # the units as rows of the index, -1 for none; a unit is in itself
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

MOST_CANDIDATES = 120  # of one name; "San Antonio" has thousands, and those beyond are the least known
LEAST_PEOPLE_OF_TOWN = 10_000  # surnames are those of hamlets or a letter away: only a town is worth a guess
LEAST_LETTERS_OF_SLIP = 7  # shorter names are too often one letter from another
_MOST_NAMES = 1 << 14
_WORDS_OF_TOWN = 3
_CAPITAL = "PPLC"
_SEAT = "PPLA"
_LANDMARKS = "landmarks"  # the source that lists buildings and sites in the news
_GENERIC = re.compile(
    r"\b(?:city|town|township|twp\.?|village|area|metro|metropolitan|downtown|greater|municipality|borough|suburb|county|river|lake|airport|co\.?|"
    r"north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|central|upper|lower|mid|mainland|north-?east(?:ern)?|north-?west(?:ern)?|"
    r"south-?east(?:ern)?|south-?west(?:ern)?|beach|international|street|st\.|road|avenue)\b",
    re.IGNORECASE,
)

_SITE = re.compile(
    r"\s+(?:(?:train|railway|bus|metro|power|nuclear|thermal|hydroelectric|international|central|regional|state|city|national|general|high|tv|military|medical|technical|maternity)\s+)*"
    r"(?:stations?|academy|institute|barracks|monastery|palace|embassy|bridge|dam|airport|airbase|airfield|air\s+base|port|harbou?r|hospital|clinic|school|university|college|plant|park|square|tower|"
    r"mall|museum|theat(?:re|er)|stadium|arena|cemetery|prison|jail|church|cathedral|mosque|zoo|market|factory|refinery|depot|library|int)\b.*$",
    re.IGNORECASE,
)  # "Lyman Train Station" is in Lyman

STATIC = (
    "is_country", "is_region", "is_district", "is_neighborhood", "is_facility", "is_water", "is_terrain", "is_area",
    "people", "settlement_uncounted", "people_share", "most_people", "names", "names_share", "is_capital", "is_seat", "names_region",
    "name_alternate", "name_short", "name_historic", "name_colloquial", "name_abbreviation", "name_transliterated", "name_demonym",
    "form_unit_added", "form_unit_dropped", "form_transliterated", "form_inflected", "form_adjective",
    "stripped", "approximate", "like_main_name", "is_landmark",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(STATIC)}
_STATUS_COLUMNS = {
    NameStatus.ALTERNATE: "name_alternate",
    NameStatus.SHORT: "name_short",
    NameStatus.HISTORIC: "name_historic",
    NameStatus.COLLOQUIAL: "name_colloquial",
    NameStatus.ABBREVIATION: "name_abbreviation",
    NameStatus.TRANSLITERATION: "name_transliterated",
    NameStatus.DEMONYM: "name_demonym",
}
_FORM_COLUMNS = {
    Form.UNIT_ADDED: "form_unit_added",
    Form.UNIT_DROPPED: "form_unit_dropped",
    Form.TRANSLITERATED: "form_transliterated",
    Form.INFLECTED: "form_inflected",
    Form.ADJECTIVE: "form_adjective",
}


def _marks(names: Mapping[int, str], count: int) -> Floats:
    """Give for each of ``count`` numbers the row of features that marks it."""
    table = np.zeros((count, len(STATIC)), np.float32)
    for number, name in names.items():
        table[number, _AT[name]] = 1
    return table


_KIND_MARKS = _marks({i: f"is_{kind.value}" for i, kind in enumerate(KINDS) if f"is_{kind.value}" in _AT}, len(KINDS))
_STATUS_MARKS = _marks({STATUSES.index(status): name for status, name in _STATUS_COLUMNS.items()}, len(STATUSES))
_FORM_MARKS = _marks({int(form): name for form, name in _FORM_COLUMNS.items()}, len(Form))
_SETTLEMENT, _REGION, _COUNTRY = (KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.COUNTRY))
_DISTRICT = KINDS.index(PlaceKind.DISTRICT)
_EARTH_RADIUS_KM = 6371.0
_COSINE_OF_SEAT = math.cos(120.0 / _EARTH_RADIUS_KM)  # a seat of a region lies within some 120 km of its centre
_COSINE_OF_NAMESAKE = math.cos(40.0 / _EARTH_RADIUS_KM)  # a station, a lake or a district is named after a town within some 40 km
_OFFICIAL = STATUSES.index(NameStatus.OFFICIAL)


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """The candidates of one name: parallel arrays, a row each."""

    names: Ints
    forms: Ints
    numbers: Ints  # columns NUMBERS
    xyz: Floats
    static: Floats
    has_units: bool  # a region or district is among them
    bare: npt.NDArray[np.bool_]  # columns: regions, and other things, that share their name with a town inside or close by
    similarity: float = 1.0  # below 1 for a name that only looks like theirs
    made: dict[int, Candidate] = field(default_factory=dict)  # those that were shown, by position

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def rows(self) -> Ints:
        """Their rows in the index."""
        return self.numbers[:, 0]

    @property
    def kinds(self) -> Ints:
        """Their kinds, as numbers."""
        return self.numbers[:, 1]

    @property
    def country(self) -> Ints:
        """Their countries, as numbers of the index; 0 for none."""
        return self.numbers[:, 2]


class CandidateFinder:
    """Finds and remembers candidates of names."""

    def __init__(self, gazetteer: Gazetteer, *, home: int | None = None) -> None:
        self._index = gazetteer.index
        self._home = home
        self._known: dict[tuple[str, bool], CandidateSet | None] = {}
        self._districts = DistrictNames(gazetteer.index)
        strings = gazetteer.index.strings
        self._capital = strings.index(_CAPITAL) if _CAPITAL in strings else NOTHING
        self._landmarks = strings.index(_LANDMARKS) if _LANDMARKS in strings else NOTHING
        self._seat = strings.index(_SEAT) if _SEAT in strings else NOTHING

    def find(self, name: str, kind: PlaceKind | None = None) -> CandidateSet | None:
        """Give the candidates of ``name``, of which the text says that it is a ``kind``; None where there are none."""
        asked = (name, kind is PlaceKind.DISTRICT)
        try:
            return self._known[asked]
        except KeyError:
            pass
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        found = self._look_up(name, is_district=kind is PlaceKind.DISTRICT)
        self._known[asked] = found
        return found

    def _look_up(self, name: str, *, is_district: bool) -> CandidateSet | None:
        for name_key, stripped in keys_to_try(name):
            key_id = self._index.key_id(name_key)
            if key_id >= 0:
                return self._describe(self._postings(key_id), name_key, stripped=stripped)
        if is_district:
            districts = self._districts.find(name)
            if districts is not None:
                return self._describe(districts, key(name), stripped=True)
        if self._home is None:
            return None
        return self._site_of_town(name, self._home) or self._misspelt(key(name), self._home)

    def _site_of_town(self, name: str, home: int) -> CandidateSet | None:
        """Give the towns of the home country after which a building begins its name: "Kyiv TV Centre Tower"."""
        if not _SITE.search(name):
            return None
        words = name.split()
        for count in range(min(len(words) - 1, _WORDS_OF_TOWN), 0, -1):
            own = key(" ".join(words[:count]))
            key_id = self._index.key_id(own)
            found = None if key_id < 0 else self._towns_at(self._postings(key_id), home)
            if found is not None:
                return self._describe(found, own, stripped=True)
        return None

    def _towns_at(self, postings: Ints, home: int) -> Ints | None:
        columns, rows = self._index.columns, postings[0]
        at_home = (columns.country[rows] == home) & (columns.kind[rows] == _SETTLEMENT) & (postings[2] <= int(Form.TRANSLITERATED))
        at_home &= columns.population[rows] >= LEAST_PEOPLE_OF_TOWN
        return postings[:, at_home] if at_home.any() else None

    def _misspelt(self, own: str, home: int) -> CandidateSet | None:
        """Give the towns of the home country whose name is one slip away from a name that nothing bears: "Druzhivka"."""
        if len(own) < LEAST_LETTERS_OF_SLIP:
            return None
        found = [self._postings(key_id) for key_id, _ in similar_keys(self._index, own, 1)]
        if not found:
            return None
        towns = self._towns_at(np.concatenate(found, axis=1), home)
        return None if towns is None else replace(self._describe(towns, own, stripped=True), similarity=1 - 1 / len(own))

    def _postings(self, key_id: int) -> Ints:
        """Give row, name, form and status of each entry of a key, a column each."""
        return np.stack([np.asarray(part, dtype=np.int64) for part in self._index.postings(key_id)])

    def _describe(self, postings: Ints, name_key: str, *, stripped: bool) -> CandidateSet:
        rows, names, forms, statuses = postings
        columns = self._index.columns
        # One posting a row: the firmest form, then the firmest status.
        order = np.lexsort((statuses, forms, rows))
        first = np.ones(len(order), dtype=bool)
        first[1:] = rows[order][1:] != rows[order][:-1]
        kept = order[first]
        people = columns.population[rows[kept]]
        if len(kept) > MOST_CANDIDATES:
            best = np.lexsort((-columns.name_count[rows[kept]].astype(np.int64), -people.astype(np.int64)))[:MOST_CANDIDATES]
            kept = kept[np.sort(best)]
        rows, names, forms, statuses = rows[kept], names[kept], forms[kept], statuses[kept]
        kinds = columns.kind[rows].astype(np.int64)
        static = self._static(rows, kinds, forms, statuses)
        static[:, _AT["stripped"]] = stripped
        static[:, _AT["like_main_name"]] = self._likeness(name_key, rows, forms, statuses)
        admin1 = np.where(kinds == _REGION, rows, columns.admin1[rows])
        admin2 = np.where(kinds == _DISTRICT, rows, columns.admin2[rows])
        static[:, _AT["names_region"]] = (kinds == _SETTLEMENT) & np.isin(admin1, rows[kinds == _REGION])
        xyz = _unit_vectors(columns.lat[rows], columns.lon[rows])
        return CandidateSet(
            names=names,
            forms=forms,
            numbers=np.stack([rows, kinds, columns.country[rows].astype(np.int64), admin1, admin2], axis=1),
            xyz=xyz,
            static=static,
            has_units=bool(((kinds == _REGION) | (kinds == _DISTRICT)).any()),
            bare=_share_name_with_town(rows, kinds, np.stack([admin1, admin2], axis=1), xyz),
        )

    def _static(self, rows: Ints, kinds: Ints, forms: Ints, statuses: Ints) -> Floats:
        columns = self._index.columns
        table = _KIND_MARKS[kinds] + _STATUS_MARKS[statuses] + _FORM_MARKS[forms]
        # Sources count the people of some regions and districts and not of others: only those of towns and countries say something.
        population, settlement = columns.population[rows], kinds == _SETTLEMENT
        people = np.log10(np.where(settlement | (kinds == _COUNTRY), np.maximum(population, 0), 0) + 1.0)
        names = np.log10(columns.name_count[rows] + 1.0)
        feature = columns.feature[rows]
        most = people.max()
        table[:, _AT["people"]] = people / 7
        table[:, _AT["settlement_uncounted"]] = (population <= 0) & settlement
        table[:, _AT["people_share"]] = (people - most) / 7
        table[:, _AT["most_people"]] = (people == most) & (len(rows) > 1)
        table[:, _AT["names"]] = names / 2
        table[:, _AT["names_share"]] = (names - names.max()) / 2
        table[:, _AT["is_capital"]] = feature == self._capital
        table[:, _AT["is_seat"]] = (feature == self._capital) | (feature == self._seat)
        table[:, _AT["is_landmark"]] = columns.source[rows] == self._landmarks
        table[:, _AT["approximate"]] = columns.approximate[rows] | np.isnan(columns.lat[rows])
        return table

    def _likeness(self, name_key: str, rows: Ints, forms: Ints, statuses: Ints) -> list[float]:
        """Say how much the name looks like each place's main one: "Slovyansk" is Sloviansk before it is any other of that name."""
        plain = (statuses == _OFFICIAL) & (forms == 0)
        return [1.0 if same else likeness(name_key, key(self._index.name_of(int(row)))) for row, same in zip(rows, plain, strict=True)]


def keys_to_try(name: str) -> Iterator[tuple[str, bool]]:
    """Yield the keys under which ``name`` is looked for, firmest first, and whether words were left out of it."""
    own = key(name)
    yield own, False
    head, unit = core(own)
    if unit is not None:
        yield head, True
    bare = key(_GENERIC.sub(" ", name))
    if bare and bare != own:
        yield bare, True
    town = key(_SITE.sub("", name))
    if town and town not in (own, bare):
        yield town, True
    if own.endswith("s") and len(own) > 4:  # noqa: PLR2004 - "Texans"
        yield own[:-1], True
    if name.isupper() and len(name) > 3:  # noqa: PLR2004 - "U.S.A."
        yield key(name.title()), True


def _share_name_with_town(rows: Ints, kinds: Ints, units: Ints, xyz: Floats) -> npt.NDArray[np.bool_]:
    """Tell which of the candidates of one name are regions, and which other things, with a town among them inside or close by.

    "Zaporizhzhia" by itself means the city: not its region, its district, its airport or its station.
    """
    told = np.zeros((len(rows), 2), bool)
    towns = kinds == _SETTLEMENT
    if towns.all() or not towns.any():
        return told
    cosine = (xyz @ xyz[towns].T).max(axis=1)
    regions = kinds == _REGION
    holds = (rows[:, None, None] == units[None, towns]).any(axis=1)
    told[:, 0] = regions & ((cosine >= _COSINE_OF_SEAT) | holds[:, 0])
    told[:, 1] = ~(towns | regions | (kinds == _COUNTRY)) & ((cosine >= _COSINE_OF_NAMESAKE) | holds[:, 1])
    return told


def _unit_vectors(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Floats:
    """Give points on the unit sphere; the centre of the Earth, far from all, where the position is not known."""
    known = ~np.isnan(lat)
    phi, lam = np.radians(np.where(known, lat, 0.0)), np.radians(np.where(known, lon, 0.0))
    flat = np.cos(phi)
    return np.stack([flat * np.cos(lam), flat * np.sin(lam), np.sin(phi)], axis=1, dtype=np.float32, casting="same_kind") * known[:, None]
