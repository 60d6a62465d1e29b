"""The candidates of a name as plain numbers, and where they lie: in the units of another name, around them, or how far from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.resolve.arrays import Bools, Floats
from geomap.resolve.features import STATIC, CandidateSet

COUNTRY, REGION, DISTRICT, AREA, SETTLEMENT = (
    KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA, PlaceKind.SETTLEMENT)
)
WIDE = frozenset((COUNTRY, REGION, AREA))
LOG_PROMINENT = 5.0  # 100,000 people: known by its bare name far away
AROUND_DISTRICT_KM = 40.0  # from the centre of a district as it was before its country merged districts
AROUND_TOWN_KM = 25.0  # a quarter, a suburb or a village that a text puts into a town
_PEOPLE, _IS_CAPITAL = STATIC.index("people"), STATIC.index("is_capital")
_PEOPLE_SCALE = 7.0  # of the feature: log10 of the people over this
_LOG_TOWN = 4.3  # 20,000 people: a town that shares the name of a unit is as likely meant
_AROUND_REGION_KM = 15.0  # outlines and centres of wide places are rough


@dataclass(frozen=True, slots=True)
class Facts:
    """The candidates of a name as plain numbers, kept with them; a name is met in many texts."""

    cells: tuple[tuple[int, int, int, int, int], ...]  # row, kind, country, region, district
    rows: frozenset[int]
    log_people: tuple[float, ...]
    regions: frozenset[int]
    districts: frozenset[int]
    countries: frozenset[int]
    is_plain_unit: bool  # a country or region that shares its name with no town
    is_prominent: bool
    all_countries: frozenset[int]  # in which the places lie
    has_area: bool  # a territory without a government bears the name: "Donbas", "the Sahel"
    is_unit_only: bool  # no town bears the name: of regions and countries, some are claimed by two


def inside_units(facts: Facts, units: Facts) -> frozenset[int]:
    """Return the positions of the places that lie in one of the units."""
    regions, districts, countries, rows = units.regions, units.districts, units.countries, units.rows
    return frozenset(
        at
        for at, (row, kind, country, region, district) in enumerate(facts.cells)
        if (region in regions or district in districts or (country in countries and kind != COUNTRY)) and row not in rows
    )


def same_rows(facts: Facts, others: Facts) -> frozenset[int]:
    """Return the positions of the places that both names bear."""
    return frozenset(at for at, cell in enumerate(facts.cells) if cell[0] in others.rows)


def around_units(places: CandidateSet, holder: CandidateSet, *, is_unit: bool) -> frozenset[int]:
    """Return which places lie around a holder none of whose units holds them: units are redrawn, and sources miss some of them."""
    reach = np.where(
        holder.kinds == DISTRICT,
        np.maximum(holder.radius_km, AROUND_DISTRICT_KM),
        np.where((holder.kinds == REGION) | is_unit, 0.0, AROUND_TOWN_KM),
    )
    reach = np.where(holder.kinds == AREA, holder.radius_km + _AROUND_REGION_KM, reach)
    near = at_positions(np.asarray((_kilometres(places.xyz, holder.xyz) <= reach[None, :]).any(axis=1), bool))
    facts, others = facts_of(places), facts_of(holder)
    return frozenset(at for at in near if facts.cells[at][1] not in (COUNTRY, REGION)) - same_rows(facts, others)


def at_positions(chosen: Bools) -> frozenset[int]:
    """Return the positions that are marked."""
    return frozenset(np.flatnonzero(chosen).tolist())


def facts_of(candidates: CandidateSet) -> Facts:
    """Return the plain numbers of ``candidates``, made once."""
    known = candidates.memo.get("facts")
    if not isinstance(known, Facts):
        known = candidates.memo["facts"] = _facts(candidates)
    return known


def _facts(candidates: CandidateSet) -> Facts:
    cells = tuple(map(tuple, candidates.numbers.tolist()))
    people = (candidates.static[:, _PEOPLE] * _PEOPLE_SCALE).tolist()
    kinds = [cell[1] for cell in cells]
    shared = candidates.bare[:, 0].tolist()
    is_unit = any(kind == COUNTRY or (kind == REGION and not shared[at]) for at, kind in enumerate(kinds))
    has_town = any(kind == SETTLEMENT and people[at] >= _LOG_TOWN for at, kind in enumerate(kinds))
    wide = [kind in WIDE for kind in kinds]
    return Facts(
        cells=cells,
        rows=frozenset(cell[0] for cell in cells),
        log_people=tuple(people),
        regions=frozenset(row for row, kind, *_ in cells if kind == REGION),
        districts=frozenset(row for row, kind, *_ in cells if kind == DISTRICT),
        countries=frozenset(country for _, kind, country, *_ in cells if kind == COUNTRY) - {0},
        all_countries=frozenset(cell[2] for cell in cells) - {0},
        is_plain_unit=is_unit and not has_town,
        is_prominent=any(wide) or max(people) >= LOG_PROMINENT or bool(candidates.static[:, _IS_CAPITAL].any()),
        has_area=bool((candidates.kinds == AREA).any()),
        is_unit_only=all(wide),
    )


def _kilometres(places: Floats, others: Floats) -> Floats:
    return np.asarray(EARTH_RADIUS_KM * np.sqrt(np.maximum(0.0, 2 - 2 * (places @ others.T))), np.float32)


def distances_km(places: CandidateSet, others: CandidateSet) -> Floats:
    """Return how far each of ``places`` is from the nearest of ``others``, regions and countries left out."""
    towns = ~np.isin(others.kinds, tuple(WIDE))
    if not towns.any():
        return np.full(len(places), np.inf, np.float32)
    return np.asarray(_kilometres(places.xyz, others.xyz[towns]).min(axis=1), np.float32)
