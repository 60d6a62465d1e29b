"""The towns that adjectives of Ukrainian and Russian are of: "Кременчугский" in "Кременчугский НПЗ" is of Кременчук.

An adjective has no entry of its own in an index. Rules of word formation give the names that its town may have, and those that towns
have are looked up. An adjective of a region is of the town that the region is named after: "Одесский" of Одесса, "Крымский" of no town.
"""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer import languages, normalize
from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.index import Index
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.sphere import point_haversine_km

_SETTLEMENT, _REGION, _COUNTRY = (KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.COUNTRY))
_DEMONYM = STATUSES.index(NameStatus.DEMONYM)
_COUNTRIES = frozenset(("UA", "RU", "BY"))  # whose towns news calls by such adjectives without a word more
_OWN = frozenset((int(Form.AS_IS), int(Form.UNIT_DROPPED), int(Form.TRANSLITERATED)))
_PEOPLE_OF_TOWN = 10_000
_PEOPLE_OF_ONLY = 1_000  # of the only place of a name
_SEAT_KM = 120.0  # a region's seat lies so far from its centre at most
_TIMES_LARGER = 1.5  # set by hand
_MOST_KNOWN = 1 << 14

Entry = tuple[int, int, int, int]
"""Row, name, form and status of an entry of the index."""


@dataclass(frozen=True, slots=True)
class TownsOfAdjective:
    """The towns that an adjective may be of."""

    entries: tuple[Entry, ...]
    people: int  #: of the largest
    names_region: bool  #: it is the adjective of a region too


class TownAdjectives:
    """Finds the towns of adjectives in an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, TownsOfAdjective | None] = {}

    def find(self, adjective: str) -> TownsOfAdjective | None:
        """Return the towns that ``adjective``, in any case of the singular, may be of; None where there is none, or no telling which.

        They lie in Ukraine, Russia or Belarus and have 10,000 people or more, or their name is no other place's.
        """
        key = normalize.key(adjective)
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._find(key)
        return self._known[key]

    def find_any(self, adjective: str, *, foremost: bool = False) -> TownsOfAdjective | None:
        """Return what ``find`` does, and where that is nothing all settlements, however small, that ``adjective`` may be of.

        With ``foremost`` those that are much smaller than the largest are left out: a sector of a front is called by a known town.
        """
        if self.is_of_country(adjective):
            return None
        known = self.find(adjective)
        entries = known.entries if known is not None else self._named(normalize.key(adjective))
        towns = {entry[0]: entry for entry in reversed(entries) if self._is_town(entry[0])}
        population = self._index.cells.population
        people = max((population[row] for row in towns), default=0)
        rows = [row for row in sorted(towns) if not foremost or population[row] * _TIMES_LARGER >= people]
        if not rows:
            return None
        return TownsOfAdjective(tuple(towns[row] for row in rows), people, names_region=known is not None and known.names_region)

    def is_of_country(self, adjective: str) -> bool:
        """Return whether ``adjective`` is that of a country: "швейцарська"."""
        return any(self._index.cells.kind[row] == _COUNTRY for row, *_ in self._index.entries(normalize.key(adjective)))

    def _named(self, key: str) -> list[Entry]:
        return [entry for name in languages.towns_of(key) for entry in self._index.entries(_in_own_case(name)) if _is_own(entry)]

    def _find(self, key: str) -> TownsOfAdjective | None:
        cells = self._index.cells
        named = self._named(key)
        if any(cells.kind[row] == _COUNTRY for row, *_ in named):
            return None
        regions = {row for row, *_ in (*named, *self._index.entries(key)) if cells.kind[row] == _REGION}
        towns = {entry[0]: entry for entry in reversed(named) if self._is_town(entry[0])}
        kept = self._seats(towns, regions) if regions else self._known_ones(towns)
        if not kept:
            return None
        people = max(cells.population[row] for row in kept)
        return TownsOfAdjective(tuple(towns[row] for row in sorted(kept)), people, names_region=bool(regions))

    def _is_town(self, row: int) -> bool:
        return self._index.cells.kind[row] == _SETTLEMENT and self._index.country_of(row) in _COUNTRIES

    def _known_ones(self, towns: dict[int, Entry]) -> list[int]:
        population = self._index.cells.population
        least = _PEOPLE_OF_ONLY if len(towns) == 1 else _PEOPLE_OF_TOWN
        return [row for row in towns if population[row] >= least]

    def _seats(self, towns: dict[int, Entry], regions: set[int]) -> list[int]:
        """Return the towns that lie in one of ``regions``, or as near to its centre as its seat does."""
        cells = self._index.cells
        return [
            row
            for row in towns
            if cells.population[row] >= _PEOPLE_OF_TOWN
            and (cells.admin1[row] in regions or any(self._distance_km(row, region) <= _SEAT_KM for region in regions))
        ]

    def _distance_km(self, row: int, other: int) -> float:
        lat, lon = self._index.cells.lat, self._index.cells.lon
        return point_haversine_km(lat[row], lon[row], lat[other], lon[other])


def _is_own(entry: Entry) -> bool:
    _, _, form, status = entry
    return form in _OWN and status != _DEMONYM


def _in_own_case(name: str) -> str:
    """Return the key of a name that begins with a capital: one of three letters keeps it."""
    return name.capitalize() if len(name) <= normalize.SHORT_NAME_LETTERS else name
