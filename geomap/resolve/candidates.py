"""The places that a name may mean, as arrays, with all that the ranker asks of each.

A name's candidates are looked up once and remembered: its keys in the index, firmest first, until one gives places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import core, key
from gazetteer.spellings import Form
from gazetteer.spool import KINDS, NOTHING, STATUSES
from geomap.likeness import likeness

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

MOST_CANDIDATES = 120  # of one name; "San Antonio" has thousands, and those beyond are the least known
_MOST_NAMES = 1 << 14
_CAPITAL = "PPLC"
_SEATS = ("PPLA", "PPLC")
_GENERIC = re.compile(
    r"\b(?:city|town|township|twp\.?|village|area|metro|metropolitan|downtown|greater|municipality|borough|suburb|county|river|lake|airport|co\.?|"
    r"north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|central|upper|lower|mid|mainland|north-?east(?:ern)?|north-?west(?:ern)?|"
    r"south-?east(?:ern)?|south-?west(?:ern)?|beach|international|street|st\.|road|avenue)\b",
    re.IGNORECASE,
)

STATIC = (
    "is_country", "is_region", "is_district", "is_neighborhood", "is_facility", "is_water", "is_terrain", "is_area",
    "people", "settlement_uncounted", "people_share", "most_people", "names", "names_share", "is_capital", "is_seat",
    "name_alternate", "name_short", "name_historic", "name_colloquial", "name_abbreviation", "name_transliterated", "name_demonym",
    "form_unit_added", "form_unit_dropped", "form_transliterated", "form_inflected", "form_adjective",
    "stripped", "approximate", "like_main_name",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(STATIC)}
_KIND_COLUMNS = {kind: _AT[f"is_{kind.value}"] for kind in PlaceKind if f"is_{kind.value}" in _AT}
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
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_OFFICIAL = STATUSES.index(NameStatus.OFFICIAL)


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """The candidates of one name: parallel arrays, a row each. Unit columns hold rows of the index, -1 for none."""

    rows: Ints
    names: Ints
    forms: Ints
    kinds: Ints
    country: Ints
    admin1: Ints
    admin2: Ints
    xyz: Floats
    static: Floats
    has_units: bool  # a region or district is among them

    def __len__(self) -> int:
        return len(self.rows)


class CandidateFinder:
    """Finds and remembers candidates of names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.index
        self._known: dict[str, CandidateSet | None] = {}
        strings = gazetteer.index.strings
        self._capital = strings.index(_CAPITAL) if _CAPITAL in strings else NOTHING
        self._seats = [strings.index(code) for code in _SEATS if code in strings]

    def find(self, name: str) -> CandidateSet | None:
        """Give the candidates of ``name``, None where there are none."""
        try:
            return self._known[name]
        except KeyError:
            pass
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        found = self._known[name] = self._look_up(name)
        return found

    def _look_up(self, name: str) -> CandidateSet | None:
        for name_key, stripped in keys_to_try(name):
            key_id = self._index.key_id(name_key)
            if key_id >= 0:
                return self._describe(key_id, name_key, stripped=stripped)
        return None

    def _describe(self, key_id: int, name_key: str, *, stripped: bool) -> CandidateSet:
        rows, names, forms, statuses = (np.asarray(part, dtype=np.int64) for part in self._index.postings(key_id))
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
        own_region = kinds == KINDS.index(PlaceKind.REGION)
        static = self._static(rows, kinds, forms, statuses)
        static[:, _AT["stripped"]] = stripped
        static[:, _AT["like_main_name"]] = self._likeness(name_key, rows, forms, statuses)
        return CandidateSet(
            rows=rows,
            names=names,
            forms=forms,
            kinds=kinds,
            country=columns.country[rows].astype(np.int64),
            admin1=np.where(own_region, rows, columns.admin1[rows]),
            admin2=np.where(kinds == KINDS.index(PlaceKind.DISTRICT), rows, columns.admin2[rows]),
            xyz=_unit_vectors(columns.lat[rows], columns.lon[rows]),
            static=static,
            has_units=bool(static[:, _AT["is_region"]].any() or static[:, _AT["is_district"]].any()),
        )

    def _static(self, rows: Ints, kinds: Ints, forms: Ints, statuses: Ints) -> Floats:
        columns = self._index.columns
        table = np.zeros((len(rows), len(STATIC)), np.float32)
        for kind, column in _KIND_COLUMNS.items():
            table[:, column] = kinds == KINDS.index(kind)
        for status, name in _STATUS_COLUMNS.items():
            table[:, _AT[name]] = statuses == STATUSES.index(status)
        for form, name in _FORM_COLUMNS.items():
            table[:, _AT[name]] = forms == int(form)
        people = np.log10(np.maximum(columns.population[rows], 0) + 1.0)
        names = np.log10(columns.name_count[rows].astype(np.float64) + 1.0)
        table[:, _AT["people"]] = people / 7
        table[:, _AT["settlement_uncounted"]] = (columns.population[rows] <= 0) & (kinds == _SETTLEMENT)
        table[:, _AT["people_share"]] = (people - people.max()) / 7
        table[:, _AT["most_people"]] = (people == people.max()) & (len(rows) > 1)
        table[:, _AT["names"]] = names / 2
        table[:, _AT["names_share"]] = (names - names.max()) / 2
        table[:, _AT["is_capital"]] = columns.feature[rows] == self._capital
        table[:, _AT["is_seat"]] = np.logical_or.reduce([columns.feature[rows] == seat for seat in self._seats])
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
    if own.endswith("s") and len(own) > 4:  # noqa: PLR2004 - "Texans"
        yield own[:-1], True
    if name.isupper() and len(name) > 3:  # noqa: PLR2004 - "U.S.A."
        yield key(name.title()), True


def _unit_vectors(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Floats:
    """Give points on the unit sphere; the centre of the Earth, far from all, where the position is not known."""
    phi, lam = np.radians(np.nan_to_num(lat)), np.radians(np.nan_to_num(lon))
    vectors = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)
    vectors[np.isnan(lat)] = 0.0
    return vectors.astype(np.float32)
