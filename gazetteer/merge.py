"""Merges rows of the same place, finds the rows of units, and estimates positions that no source gives."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt

from gazetteer.arrays import AnyArray
from gazetteer.codes import KINDS, NOTHING
from gazetteer.model import PlaceKind
from gazetteer.sphere import haversine_km, point_haversine_km, unit_vectors
from gazetteer.spool import Spool

Ints = npt.NDArray[np.int64]

REPLACEABLE = "katottg:"
"""Rows of the official list of settlements are replaced by any row that has a position and the same name in the same district."""

YIELDING = ("osm:", "geonames-post:")
"""Settlements of OpenStreetMap and of postal codes are replaced by a row of another source that has the same name nearby."""

_SAME_PLACE_KM = 10.0
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_BORDER_KM = 40.0
"""Within this distance, a settlement of the same name in the same region is taken for the listed one although the district differs."""
_LIKE_NAME = 0.6
"""Avdiyivka and Avdiivka are one name (their ratio is 0.94), Novomoskovsk and Samar two."""
_SPREAD_SHARE = 0.9
_LEAST_SPREAD_KM = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Per unit number of the spool: the rows of its country, first- and second-level unit, NOTHING where there is none."""

    country: Ints
    admin1: Ints
    admin2: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How settlements of the spool may be merged with others of their name, one flag per row.

    Rows of the official list are ``replaceable``, those of OpenStreetMap and of postal codes ``yielding``; rows that their
    source has joined with the official list already are ``joined``, so no other row of the list means them.
    """

    replaceable: npt.NDArray[np.bool_]
    yielding: npt.NDArray[np.bool_]
    joined: npt.NDArray[np.bool_]


def survivors_by_id(hashes: AnyArray) -> Ints:
    """Return for each row the last row with the same id: later sources replace earlier ones."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    last = np.ones(len(ordered), bool)
    last[:-1] = ordered[1:] != ordered[:-1]
    group_last = order[np.flatnonzero(last)]
    group = np.cumsum(last) - last
    survivors = np.empty(len(hashes), np.int64)
    survivors[order] = group_last[group]
    return survivors


def merge_listed(spool: Spool, trie: marisa_trie.Trie, key_ids: AnyArray, survivors: Ints, standing: Standing) -> None:
    """Replace listed settlements, in ``survivors``, by located rows of the same name, region and (if known) district.

    ``key_ids`` holds the number that each posting's key has in ``trie``. A row that has the name beside another main name
    (a city that has absorbed a village) is chosen after one whose main name it is.
    """
    rows = spool.column(spool.postings, "row")
    countries = spool.column(spool.rows, "country")
    as_is = _names_of_settlements(spool, survivors)
    listed = as_is & standing.replaceable[rows]
    if not listed.any():
        return
    free = ~standing.replaceable & ~np.isnan(spool.column(spool.rows, "lat"))
    free[survivors[standing.joined]] = False
    found = as_is & free[rows] & np.isin(countries[rows], np.unique(countries[rows[listed]]))
    found &= np.isin(key_ids, np.unique(key_ids[listed]))
    main_key = _main_keys(rows, key_ids, trie)
    _replace(survivors, _pair_up(_named(spool, key_ids, listed), _named(spool, key_ids, found), _distances(spool), main_key))


def merge_doubles(spool: Spool, key_ids: AnyArray, survivors: Ints, standing: Standing) -> None:
    """Replace yielding settlements, in ``survivors``, by other located ones of the same name nearby."""
    yielding = standing.yielding
    if not yielding.any():
        return
    rows = spool.column(spool.postings, "row")
    as_is = _names_of_settlements(spool, survivors) & ~np.isnan(spool.column(spool.rows, "lat"))[rows]
    doubles = as_is & yielding[rows]
    found = as_is & ~yielding[rows] & np.isin(key_ids, np.unique(key_ids[doubles]))
    by_key: dict[int, list[int]] = defaultdict(list)
    for key_id, row in zip(key_ids[found].tolist(), rows[found].tolist(), strict=True):
        by_key[key_id].append(row)
    distance_km = _distances(spool)
    offers: list[tuple[float, int, int]] = []
    for key_id, row in zip(key_ids[doubles].tolist(), rows[doubles].tolist(), strict=True):
        near = ((distance_km(row, other), row, other) for other in by_key.get(key_id, ()))
        offers += [offer for offer in near if offer[0] <= _SAME_PLACE_KM]
    _replace(survivors, _one_to_one((row, other) for _, row, other in sorted(offers)))


def _names_of_settlements(spool: Spool, survivors: Ints) -> npt.NDArray[np.bool_]:
    """Return which postings are settlements' names as their source gives them."""
    rows, forms = spool.column(spool.postings, "row"), spool.column(spool.postings, "form")
    alive = survivors == np.arange(len(survivors))
    return np.asarray((forms == 0) & alive[rows] & (spool.column(spool.rows, "kind")[rows] == _SETTLEMENT))


def _distances(spool: Spool) -> Callable[[int, int], float]:
    lats, lons = spool.rows.columns["lat"], spool.rows.columns["lon"]

    def distance_km(one: int, other: int) -> float:
        away = point_haversine_km(lats[one], lons[one], lats[other], lons[other])
        return math.inf if math.isnan(away) else away

    return distance_km


def _main_keys(rows: AnyArray, key_ids: AnyArray, trie: marisa_trie.Trie) -> Callable[[int], str]:
    """Return a function that finds the key of a row's main name, which is that of its first posting."""
    first = np.searchsorted(rows, np.arange(rows[-1] + 1, dtype=rows.dtype))

    @cache
    def main_key(row: int) -> str:
        return str(trie.restore_key(int(key_ids[first[row]])))

    return main_key


def _replace(survivors: Ints, pairs: list[tuple[int, int]]) -> None:
    replacement = np.arange(len(survivors))
    for row, other in pairs:
        replacement[row] = other
    survivors[:] = replacement[survivors]


def _one_to_one(offers: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the offers in their order without those of which a row has been taken."""
    taken: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for row, other in offers:
        if row not in taken and other not in taken:
            taken.update((row, other))
            pairs.append((row, other))
    return pairs


class _NamedSettlement(NamedTuple):
    """What identifies a settlement by its name: row, key, country, region and district."""

    row: int
    key_id: int
    country: str
    admin1: str
    admin2: str


def _named(spool: Spool, key_ids: AnyArray, chosen: npt.NDArray[np.bool_]) -> list[_NamedSettlement]:
    texts = list(spool.units)
    units, rows = spool.column(spool.rows, "unit"), spool.column(spool.postings, "row")
    pairs = zip(key_ids[chosen].tolist(), rows[chosen].tolist(), strict=True)
    return [_NamedSettlement(row, key_id, *texts[units[row]]) for key_id, row in pairs]


def _pair_up(
    listed: list[_NamedSettlement], found: list[_NamedSettlement], distance_km: Callable[[int, int], float], main_key: Callable[[int], str]
) -> list[tuple[int, int]]:
    """Pair each listed row with one found row at most: one of like main name before others, within the district before near by."""
    by_region: dict[tuple[int, str, str], list[_NamedSettlement]] = defaultdict(list)
    for place in found:
        by_region[place[1:4]].append(place)
    homonyms = Counter(key for key, _ in {(place[1:4], place.row) for place in listed})
    offers: list[tuple[bool, bool, float, int, int]] = []
    for place in listed:
        others = by_region.get(place[1:4], ())
        alone = homonyms[place[1:4]] == 1 and len({other.row for other in others}) == 1
        for other in others:
            away_km = distance_km(place.row, other.row)
            if place.admin2 == other.admin2 or away_km <= _BORDER_KM or (alone and "" in (place.admin2, other.admin2)):
                is_renamed = not _are_like(main_key(place.row), main_key(other.row))
                offers.append((is_renamed, place.admin2 != other.admin2, away_km, place.row, other.row))
    return _one_to_one((row, other) for *_, row, other in sorted(offers))


def _are_like(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE_NAME


def find_units(spool: Spool, alive: npt.NDArray[np.bool_]) -> Units:
    """Find the rows that are the countries and units that other rows name by code."""
    country: dict[str, int] = {}
    admin1: dict[tuple[str, str], int] = {}
    admin2: dict[tuple[str, str, str], int] = {}
    uncoded: dict[tuple[str, str, str], int] = {}
    texts, features = list(spool.units), spool.strings.texts
    kinds, units = spool.column(spool.rows, "kind"), spool.column(spool.rows, "unit")
    feature = spool.column(spool.rows, "feature")
    numbers = [KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT)]
    for row in np.flatnonzero(alive & np.isin(kinds, numbers)).tolist():
        unit, code = texts[units[row]], features[feature[row]]
        kind = KINDS[kinds[row]]
        if kind is PlaceKind.COUNTRY and not code.endswith("H"):
            country.setdefault(unit[0], row)
        elif kind is PlaceKind.REGION and unit[1] and code in ("", "ADM1"):
            admin1.setdefault((unit[0], unit[1]), row)
        elif kind is PlaceKind.DISTRICT and unit[2] and code == "ADM2":
            admin2.setdefault(unit, row)
        elif kind is PlaceKind.DISTRICT and unit[2] and not code:
            uncoded.setdefault(unit, row)
    admin2 = uncoded | admin2  # parts of a district bear its code too; they stand for it only where nothing else does
    return Units(
        country=np.array([country.get(unit[0], NOTHING) if unit[0] else NOTHING for unit in texts], np.int64),
        admin1=np.array([admin1.get((unit[0], unit[1]), NOTHING) if unit[1] else NOTHING for unit in texts], np.int64),
        admin2=np.array([admin2.get(unit, NOTHING) if unit[2] else NOTHING for unit in texts], np.int64),
    )


def place_unlocated(lats: AnyArray, lons: AnyArray, groups: list[Ints], siblings: npt.NDArray[np.bool_]) -> AnyArray:
    """Set the position of rows without one (NaN) to the centre of their located siblings, by the first of ``groups`` that has any.

    ``groups`` hold a number per row, NOTHING for none, the smallest units first. Writes into ``lats`` and ``lons``; returns
    the distance in metres within which nine of ten siblings lie, NaN for rows that were not moved.
    """
    spread_m = np.full(len(lats), np.nan, np.float32)
    located = siblings & ~np.isnan(lats)
    for group in groups:
        lost = np.flatnonzero(np.isnan(lats) & (group != NOTHING))
        known = np.flatnonzero(located & (group != NOTHING))
        if not len(lost) or not len(known):
            continue
        numbers, inverse = np.unique(group[known], return_inverse=True)
        centre_lats, centre_lons, spread_km = _centres(lats[known], lons[known], inverse, len(numbers))
        at = np.minimum(np.searchsorted(numbers, group[lost]), len(numbers) - 1)
        fits = numbers[at] == group[lost]
        lost, at = lost[fits], at[fits]
        lats[lost], lons[lost] = centre_lats[at], centre_lons[at]
        spread_m[lost] = np.maximum(spread_km[at], _LEAST_SPREAD_KM) * 1000
    return spread_m


def _centres(lats: AnyArray, lons: AnyArray, group: AnyArray, count: int) -> tuple[AnyArray, AnyArray, AnyArray]:
    vectors = unit_vectors(lats, lons)
    x, y, z = (np.bincount(group, weights=vectors[:, axis], minlength=count) for axis in range(3))
    centre_lats, centre_lons = np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))
    away = haversine_km(lats, lons, centre_lats[group], centre_lons[group])
    order = np.lexsort((away, group))
    sizes = np.bincount(group, minlength=count)
    last = np.concatenate(([0], np.cumsum(sizes)[:-1])) + np.ceil(_SPREAD_SHARE * (sizes - 1)).astype(np.int64)
    return centre_lats, centre_lons, away[order][last]
