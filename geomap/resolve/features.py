"""What the ranker asks of each candidate by itself, as arrays: of many names at once, split by name afterwards."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from gazetteer.codes import KINDS, NOTHING, STATUSES, Form
from gazetteer.index import Index
from gazetteer.model import Candidate, NameStatus, PlaceKind
from gazetteer.normalize import key
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.resolve.arrays import Bools, Floats, Ints, ends_of, is_among, positions
from geomap.similarity import dice_similarity

NUMBERS = ("row", "kind", "country", "admin1", "admin2")  # the units as rows of the index, -1 for none; a unit is in itself
Postings = Sequence[npt.NDArray[np.integer]]  # row, name, form and status of each entry

MOST_CANDIDATES = 120  # of one name; "San Antonio" has thousands, and those beyond are the least known
_CAPITAL = "PPLC"
_SEAT = "PPLA"
_LANDMARKS = "landmarks"  # the source that lists buildings and sites in the news

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
    """Return for each of ``count`` numbers the row of features that marks it."""
    table = np.zeros((count, len(STATIC)), np.float32)
    for number, name in names.items():
        table[number, _AT[name]] = 1
    return table


_KIND_MARKS = _marks({i: f"is_{kind.value}" for i, kind in enumerate(KINDS) if f"is_{kind.value}" in _AT}, len(KINDS))
_STATUS_MARKS = _marks({STATUSES.index(status): name for status, name in _STATUS_COLUMNS.items()}, len(STATUSES))
_FORM_MARKS = _marks({int(form): name for form, name in _FORM_COLUMNS.items()}, len(Form))
_SETTLEMENT, _REGION, _COUNTRY = (KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.COUNTRY))
_DISTRICT = KINDS.index(PlaceKind.DISTRICT)
_ROW, _KIND, _ADMIN1, _ADMIN2 = (NUMBERS.index(name) for name in ("row", "kind", "admin1", "admin2"))
# A seat of a region lies within some 120 km of its centre; a station, a lake or a district is named after a town within some 40 km.
_COSINE_OF_SEAT = np.float32(math.cos(120.0 / EARTH_RADIUS_KM))
_COSINE_OF_NAMESAKE = np.float32(math.cos(40.0 / EARTH_RADIUS_KM))
_OFFICIAL = STATUSES.index(NameStatus.OFFICIAL)


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """The candidates of one name: parallel arrays, a row each."""

    names: Ints
    forms: Ints
    numbers: Ints  # columns NUMBERS
    xyz: Floats
    radius_km: Floats
    static: Floats
    has_units: bool  # a region or district is among them
    bare: Bools  # columns: regions, and other things, that share their name with a town inside or close by
    similarity: float = 1.0  # below 1 for a name that only looks like theirs
    cache: dict[int, Candidate] = field(default_factory=dict)  # as they are shown, by position
    memo: dict[str, object] = field(default_factory=dict)  # what other modules make of them, by its name

    def __len__(self) -> int:
        return len(self.numbers)

    def only(self, rows: Collection[int]) -> CandidateSet:
        """Return those candidates that are among ``rows`` of the index, of which one at least is here."""
        kept = np.isin(self.rows, list(rows))
        return replace(
            self,
            names=self.names[kept],
            forms=self.forms[kept],
            numbers=self.numbers[kept],
            xyz=self.xyz[kept],
            radius_km=self.radius_km[kept],
            static=self.static[kept],
            bare=self.bare[kept],
            cache={},
            memo={},
        )

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


@dataclass(frozen=True, slots=True)
class NameEntries:
    """The entries of the index that a name may mean."""

    postings: Postings
    name_key: str
    stripped: bool  # words of the name were left out to find them
    similarity: float = 1.0


class CandidateFeatures:
    """Computes the candidates of names from their entries in the index, with what tells one from another."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._capital, self._seat, self._landmarks = (
            index.strings.index(text) if text in index.strings else NOTHING for text in (_CAPITAL, _SEAT, _LANDMARKS)
        )

    def compute(self, found: Sequence[NameEntries]) -> list[CandidateSet]:
        """Return the candidates of each name; what one gets does not depend on the others."""
        columns = self._index.columns
        rows, names, forms, statuses, group_index = self._kept(found)
        sizes = np.bincount(group_index, minlength=len(found))
        starts = ends_of(sizes)
        kinds = columns.kind[rows].astype(np.int64)
        admin1 = np.where(kinds == _REGION, rows, columns.admin1[rows])
        admin2 = np.where(kinds == _DISTRICT, rows, columns.admin2[rows])
        numbers = np.stack([rows, kinds, columns.country[rows].astype(np.int64), admin1, admin2], axis=1)
        static = self._static(rows, kinds, starts)
        static += _STATUS_MARKS[statuses] + _FORM_MARKS[forms]
        static[:, _AT["stripped"]] = np.repeat([each.stripped for each in found], sizes)
        plain = (statuses == _OFFICIAL) & (forms == 0)
        static[:, _AT["like_main_name"]] = self._similarity([each.name_key for each in found], rows, group_index, plain)
        static[:, _AT["names_region"]] = (kinds == _SETTLEMENT) & self._in_own_region(numbers, group_index)
        xyz = _unit_vectors(columns.lat[rows], columns.lon[rows])
        radius_km = (columns.radius_m[rows] / 1000).astype(np.float32)
        bare = _share_name_with_town(numbers, xyz, starts, group_index)
        has_units = np.logical_or.reduceat((kinds == _REGION) | (kinds == _DISTRICT), starts[:-1]).tolist()
        cuts = starts.tolist()
        return [
            CandidateSet(
                names=names[own],
                forms=forms[own],
                numbers=numbers[own],
                xyz=xyz[own],
                radius_km=radius_km[own],
                static=static[own],
                has_units=has_units[at],
                bare=bare[own],
                similarity=each.similarity,
            )
            for at, each in enumerate(found)
            for own in (slice(cuts[at], cuts[at + 1]),)
        ]

    def _kept(self, found: Sequence[NameEntries]) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return row, name, form, status and name of one posting for each place: the firmest form's, then the firmest status's."""
        rows, names, forms, statuses = (np.concatenate([each.postings[part] for each in found]).astype(np.int64) for part in range(4))
        group_index = np.repeat(np.arange(len(found)), [len(each.postings[0]) for each in found])
        order = np.lexsort((statuses, forms, rows, group_index))
        rows, group_index = rows[order], group_index[order]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (rows[1:] != rows[:-1]) | (group_index[1:] != group_index[:-1])
        order, rows, group_index = order[first], rows[first], group_index[first]
        best = self._best_known(rows, ends_of(np.bincount(group_index, minlength=len(found))))
        kept = order[best]
        return rows[best], names[kept], forms[kept], statuses[kept], group_index[best]

    def _best_known(self, rows: Ints, starts: Ints) -> Ints | slice:
        """Choose of names with very many places those that are known best."""
        sizes = np.diff(starts)
        many = np.flatnonzero(sizes > MOST_CANDIDATES).tolist()
        if not many:
            return slice(None)
        columns, kept = self._index.columns, np.ones(len(rows), bool)
        for at in many:
            own = rows[starts[at] : starts[at + 1]]
            order = np.lexsort((-columns.name_count[own].astype(np.int64), -columns.population[own].astype(np.int64)))
            kept[starts[at] + order[MOST_CANDIDATES:]] = False
        return np.flatnonzero(kept)

    def _static(self, rows: Ints, kinds: Ints, starts: Ints) -> Floats:
        columns = self._index.columns
        sizes = np.diff(starts)
        table = _KIND_MARKS[kinds]
        # Sources count the people of some regions and districts and not of others: only those of towns and countries say something.
        population, settlement = columns.population[rows], kinds == _SETTLEMENT
        people = np.log10(np.where(settlement | (kinds == _COUNTRY), np.maximum(population, 0), 0) + 1.0)
        names = np.log10(columns.name_count[rows] + 1.0)
        feature = columns.feature[rows]
        most = np.repeat(np.maximum.reduceat(people, starts[:-1]), sizes)
        table[:, _AT["people"]] = people / 7
        table[:, _AT["settlement_uncounted"]] = (population <= 0) & settlement
        table[:, _AT["people_share"]] = (people - most) / 7
        table[:, _AT["most_people"]] = (people == most) & np.repeat(sizes > 1, sizes)
        table[:, _AT["names"]] = names / 2
        table[:, _AT["names_share"]] = (names - np.repeat(np.maximum.reduceat(names, starts[:-1]), sizes)) / 2
        table[:, _AT["is_capital"]] = feature == self._capital
        table[:, _AT["is_seat"]] = (feature == self._capital) | (feature == self._seat)
        table[:, _AT["is_landmark"]] = columns.source[rows] == self._landmarks
        table[:, _AT["approximate"]] = columns.approximate[rows] | np.isnan(columns.lat[rows])
        return table

    def _in_own_region(self, numbers: Ints, group_index: Ints) -> Bools:
        """Return which candidates lie in a region of the same name."""
        unit = group_index * (len(self._index) + 1) + 1  # the names apart, and no unit (-1) apart from the last of the name before
        regions = numbers[:, _KIND] == _REGION
        return is_among(unit + numbers[:, _ADMIN1], (unit + numbers[:, _ROW])[regions])

    def _similarity(self, name_keys: Sequence[str], rows: Ints, group_index: Ints, plain: Bools) -> Floats:
        """Return how similar the name is to each place's main name: "Slovyansk" is Sloviansk before it is any other of that name."""
        alike = np.ones(len(rows), np.float32)
        others = np.flatnonzero(~plain)
        pairs = list(zip(group_index[others].tolist(), map(self._index.name_of, rows[others].tolist()), strict=True))
        known = {
            (name, main): dice_similarity(name_keys[name], key(main)) for name, main in set(pairs)
        }  # namesakes often share a main name
        alike[others] = [known[pair] for pair in pairs]
        return alike


def _share_name_with_town(numbers: Ints, xyz: Floats, starts: Ints, group_index: Ints) -> Bools:
    """Return which of the candidates of each name are regions, and which other things, with a town among them inside or close by.

    "Zaporizhzhia" by itself means the city: not its region, its district, its airport or its station.
    """
    rows, kinds = numbers[:, _ROW], numbers[:, _KIND]
    told = np.zeros((len(rows), 2), bool)
    towns = np.flatnonzero(kinds == _SETTLEMENT)
    first = np.searchsorted(towns, starts)  # of each name's towns
    count = np.diff(first)[group_index]
    asked = np.flatnonzero((kinds != _SETTLEMENT) & (kinds != _COUNTRY) & (count > 0))
    if not len(asked):
        return told
    thing = np.repeat(asked, count[asked])
    town = towns[positions(first[group_index[asked]], count[asked])]
    cosine = np.einsum("ij,ij->i", xyz[thing], xyz[town])
    is_region = kinds[thing] == _REGION
    holds = numbers[town, np.where(is_region, _ADMIN1, _ADMIN2)] == rows[thing]
    close = holds | (cosine >= np.where(is_region, _COSINE_OF_SEAT, _COSINE_OF_NAMESAKE))
    near = asked[np.logical_or.reduceat(close, ends_of(count[asked])[:-1])]
    told[near, (kinds[near] != _REGION).astype(np.int64)] = True
    return told


def _unit_vectors(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Floats:
    """Return points on the unit sphere; the centre of the Earth, far from all, where the position is not known."""
    known = ~np.isnan(lat)
    phi, lam = np.radians(np.where(known, lat, 0.0)), np.radians(np.where(known, lon, 0.0))
    flat = np.cos(phi)
    return np.stack([flat * np.cos(lam), flat * np.sin(lam), np.sin(phi)], axis=1, dtype=np.float32, casting="same_kind") * known[:, None]
