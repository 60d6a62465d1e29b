"""Where the villages of Ukraine's official list lie, from GeoNames' postal codes, which name them in Ukrainian with the region.

The postal table has the raions of before 2020, so villages are told apart by position instead: a name that is left once in the list
and once in the table of a region is one village if it lies near its hromada; where there are several, each goes to the hromada
whose known settlements are clearly nearest. What is learnt moves the hromadas' centres, so this is done in rounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from ukraine import OfficialList, circle, distance_m
from upstream import Official, Post

from gazetteer.sources.alternate_names import plain

_ROUNDS = 4
_SAME_M = 5_000.0
_NEAR_HROMADA_M, _NEAR_RAION_M = 40_000.0, 60_000.0  # for a name that is the only one left
_SURE_M, _CLEARLY_NEARER = 20_000.0, 0.6  # where names compete
_RAION, _HROMADA = 1, 2

Spot = tuple[float, float]
Key = tuple[str, str]


def locate(official: OfficialList, posts: Iterable[Post]) -> dict[str, Spot]:
    """Coordinates by KATOTTG code for settlements of the list that have none yet."""
    table = _table(posts)
    entries: dict[Key, list[Official]] = defaultdict(list)
    for entry in official.settlements():
        entries[official.codes(entry)[0], plain(entry.name)].append(entry)
    known = {entry.code: spot for entry in official.settlements() if (spot := official.spot(entry))}
    found: dict[str, Spot] = {}
    for number in range(_ROUNDS):
        pair = _only if number == 0 else _nearest
        located = known | found
        centres = _centres(official, located)
        for key in sorted(table.keys() & entries.keys()):
            here = [located[entry.code] for entry in entries[key] if entry.code in located]
            lost = [entry for entry in entries[key] if entry.code not in located]
            left = [spot for spot in table[key] if all(distance_m(*spot, *other) > _SAME_M for other in here)]
            found |= pair(lost, left, centres) if lost else {}
    return found


def _table(posts: Iterable[Post]) -> dict[Key, list[Spot]]:
    spots: dict[Key, list[Spot]] = defaultdict(list)
    for post in posts:
        if post.country == "UA" and post.exact:
            known = spots[post.admin1, plain(post.name)]
            if all(distance_m(post.lat, post.lon, *other) > _SAME_M / 2 for other in known):
                known.append((post.lat, post.lon))
    return spots


def _centres(official: OfficialList, spots: Mapping[str, Spot]) -> dict[str, Spot]:
    points: dict[str, list[Spot]] = defaultdict(list)
    for entry in official.settlements():
        if entry.code in spots:
            for holder in entry.ancestors[_RAION:]:
                points[holder].append(spots[entry.code])
    return {code: circle(np.array(inside))[:2] for code, inside in points.items()}


def _only(lost: list[Official], left: list[Spot], centres: Mapping[str, Spot]) -> dict[str, Spot]:
    if len(lost) != 1 or len(left) != 1:
        return {}
    for holder, limit_m in ((_HROMADA, _NEAR_HROMADA_M), (_RAION, _NEAR_RAION_M)):
        if len(lost[0].ancestors) > holder and lost[0].ancestors[holder] in centres:
            near = distance_m(*left[0], *centres[lost[0].ancestors[holder]]) < limit_m
            return {lost[0].code: left[0]} if near else {}
    return {}


def _nearest(lost: list[Official], left: list[Spot], centres: Mapping[str, Spot]) -> dict[str, Spot]:
    away = {
        (entry.code, spot): distance_m(*spot, *centres[entry.ancestors[_HROMADA]])
        for entry in lost
        for spot in left
        if len(entry.ancestors) > _HROMADA and entry.ancestors[_HROMADA] in centres
    }
    found = {}
    for (code, spot), metres in sorted(away.items(), key=lambda item: item[1]):
        rivals = [other for pair, other in away.items() if pair != (code, spot) and (pair[0] == code or pair[1] == spot)]
        if metres < _SURE_M and all(metres < _CLEARLY_NEARER * rival for rival in rivals):
            found[code] = spot
    return found
