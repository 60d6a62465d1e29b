"""Ukraine's official list joined with GeoNames: one row a settlement, placed where it is known and honest where it is not.

GeoNames' second-level code is the four digits of oblast and raion that a KATOTTG code begins with ("UA1402..." is UA.05.1402), so
both join by raion. A settlement of the list that is in cities500 keeps GeoNames' id and coordinates and gains the official names.
The others stand at the centre of the located settlements of their hromada, else raion, else region, with those's spread as radius.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
from upstream import City, Official, Unit

from gazetteer.languages.uk import romanize_kmu55
from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.sources.alternate_names import plain
from gazetteer.sources.base import SourcePlace

SOURCE = "katottg"
_SETTLEMENTS = frozenset("KMTCX")
_RANK = "KMTXC"  # a name that two settlements of a raion bear means the larger class
_TOWNS = 3  # K, M and T: where two places of GeoNames could be one, the more populous is
_CITY_DISTRICT, _HROMADA, _RAION, _OBLAST = "B", "H", "P", "O"
_SPECIAL = {"80": "12", "85": "20"}  # Kyiv and Sevastopol have no raions that GeoNames codes by KATOTTG
_CRIMEAN_TIME = {"11", "20"}
_M_PER_DEGREE = 111_195.0
_SAME_NAME = 0.6  # Avdiyivka and Avdiivka are one name, Novomoskovsk and Samar two
_CLEARLY_NEARER = 0.5
# Measured against a table that has coordinates for most of the list: a village lies within these distances of the centre of its
# hromada's (or raion's) located settlements nine times in ten. Measure again before changing them.
HROMADA_RADIUS_M = 5_500.0
HROMADA_RADIUS_PER_ROOT_M = 2_500.0  # times the square root of the number of its settlements
RAION_FACTOR = 1.2  # times the distance from the centre to the farthest located settlement
CITY_RADIUS_M = 8_000.0
VILLAGE_RADIUS_M = 2_500.0
_NEAR_M = 24_000.0

# GeoNames' older romanization of Ukrainian, next to KMU 55, for cities that it knows under no other spelling.
_BGN = str.maketrans({"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"})


class OfficialList:
    """The official list, its join with GeoNames' units, and which of cities500's places each settlement is."""

    def __init__(
        self, objects: Sequence[Official], units: dict[str, Unit], cities: Iterable[City], *, villages: Mapping[str, tuple[float, float]]
    ) -> None:
        self.objects = objects
        self.villages = dict(villages)
        self.units = {code: unit for code, unit in units.items() if unit.country == "UA"}
        self.cities = {city.geonameid: city for city in cities if city.country == "UA"}
        self._admin1 = _SPECIAL | {
            code.split(".")[2][:2]: code.split(".")[1]
            for code in self.units
            if code.count(".") == 2 and len(code.split(".")[2]) == 4  # noqa: PLR2004
        }
        self.city_of = self._match()

    def codes(self, entry: Official) -> tuple[str, str | None]:
        """GeoNames' first and second level codes of an object of the list."""
        digits = entry.code[2:6]
        admin1 = self._admin1[digits[:2]]
        return admin1, digits if f"UA.{admin1}.{digits}" in self.units else None

    def settlements(self) -> Iterator[Official]:
        """What people live in: cities, towns, villages."""
        return (entry for entry in self.objects if entry.category in _SETTLEMENTS)

    def official_names(self) -> dict[str, tuple[PlaceName, ...]]:
        """The names that the list adds to GeoNames' units and cities, by GeoNames id."""
        found = {self.city_of[entry.code]: _names(entry) for entry in self.settlements() if entry.code in self.city_of}
        for entry in self.objects:
            unit = self._unit(entry)
            if unit is not None:
                found[unit.geonameid] = _unit_names(entry)
        return found

    def display_names(self) -> dict[str, str]:
        """The press spelling of cities that GeoNames leads with an older spelling of the same name, by GeoNames id."""
        found = {}
        for entry in self.settlements():
            city = self.cities.get(self.city_of.get(entry.code, ""))
            latin = romanize_kmu55(entry.name)
            if city is not None and SequenceMatcher(None, plain(city.name), plain(latin)).ratio() >= _SAME_NAME:
                found[city.geonameid] = latin
        return found

    def hromada_of_city(self) -> dict[str, str]:
        """The id of the hromada that a city of cities500 is in, by GeoNames id."""
        held = {entry.code: entry.ancestors[2] for entry in self.settlements() if len(entry.ancestors) > 2}  # noqa: PLR2004
        return {city: f"{SOURCE}:{held[code]}" for code, city in self.city_of.items() if code in held}

    def city_quarters(self) -> frozenset[str]:
        """GeoNames ids of cities500's places that the list knows no settlement for by any of their names: quarters of cities."""
        listed = {(*self.codes(entry)[:1], key) for entry in self.settlements() for key in _entry_keys(entry)}
        return frozenset(
            city.geonameid for city in self.cities.values() if not any((city.admin1, key) in listed for key in _city_keys(city))
        )

    def rows(self) -> Iterator[SourcePlace]:
        """Hromadas, districts of cities, and every settlement that cities500 lacks."""
        circles = self._circles()
        for entry in self.objects:
            if self._unit(entry) is None and entry.code not in self.city_of:
                yield self._row(entry, circles)

    def _row(self, entry: Official, circles: dict[str, tuple[float, float, float]]) -> SourcePlace:
        admin1, admin2 = self.codes(entry)
        holder = next(code for code in (entry.code, *reversed(entry.ancestors)) if code in circles)
        lat, lon, radius_m = circles[holder]
        blank = SourcePlace(id=f"{SOURCE}:{entry.code}", name="", kind=PlaceKind.SETTLEMENT, lat=lat, lon=lon, country="UA", source=SOURCE)
        row = replace(
            blank,
            admin1_code=admin1,
            admin2_code=admin2,
            timezone="Europe/Simferopol" if admin1 in _CRIMEAN_TIME else "Europe/Kyiv",
            radius_m=radius_m,
            parents=self._parents(entry),
        )
        if entry.category == _HROMADA:
            names = _unit_names(entry)
            return replace(row, kind=PlaceKind.DISTRICT, name=names[0].text, names=names[1:])
        if entry.category == _CITY_DISTRICT:
            names = _unit_names(entry)
            return replace(row, kind=PlaceKind.NEIGHBORHOOD, name=names[0].text, names=names[1:])
        return replace(row, name=romanize_kmu55(entry.name), names=(PlaceName(text=entry.name, language="uk", status=NameStatus.OFFICIAL),))

    def _parents(self, entry: Official) -> tuple[str, ...]:
        if entry.category == _CITY_DISTRICT:
            return tuple(f"geonames:{self.city_of[code]}" for code in entry.ancestors[-1:] if code in self.city_of)
        if entry.category in _SETTLEMENTS and len(entry.ancestors) > 2:  # noqa: PLR2004 -- oblast, raion, hromada
            return (f"{SOURCE}:{entry.ancestors[2]}",)
        return ()

    def _unit(self, entry: Official) -> Unit | None:
        """GeoNames' unit for an oblast, a raion or a district of Kyiv."""
        admin1, admin2 = self.codes(entry)
        if entry.category == _OBLAST:
            return self.units.get(f"UA.{admin1}")
        if entry.category == _RAION:
            return self.units.get(f"UA.{admin1}.{admin2}")
        if entry.category == _CITY_DISTRICT and entry.code.startswith("UA80"):
            stem = plain(romanize_kmu55(entry.name))[:6]
            same = [unit for code, unit in self.units.items() if code.startswith("UA.12.") and plain(unit.name).startswith(stem)]
            return same[0] if len(same) == 1 else None
        return None

    def _circles(self) -> dict[str, tuple[float, float, float]]:
        """Centre and radius of every unit of the list that holds a located settlement, and of these settlements themselves."""
        spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
        held: Counter[str] = Counter()
        for entry in self.settlements():
            held.update(entry.ancestors)
            spot = self.spot(entry)
            for code in (entry.code, *entry.ancestors) if spot else ():
                spots[code].append(spot)
        return {code: self._circle(code, np.array(points), held[code]) for code, points in spots.items()}

    def spot(self, entry: Official) -> tuple[float, float] | None:
        """Lat and lon of a settlement where they are known."""
        city = self.cities.get(self.city_of.get(entry.code, ""))
        return (city.lat, city.lon) if city else self.villages.get(entry.code)

    def _circle(self, code: str, points: np.ndarray, held: int) -> tuple[float, float, float]:
        lat, lon, farthest_m = circle(points)
        if held == 0:
            return lat, lon, CITY_RADIUS_M if code in self.city_of else VILLAGE_RADIUS_M
        if code[6:9].strip("0"):
            return lat, lon, HROMADA_RADIUS_M + HROMADA_RADIUS_PER_ROOT_M * float(np.sqrt(held))
        return lat, lon, max(RAION_FACTOR * farthest_m, 2 * CITY_RADIUS_M)

    def _match(self) -> dict[str, str]:
        """GeoNames ids of cities500 by KATOTTG code, firmest evidence first."""
        matched: dict[str, str] = {}
        by_raion: Callable[[Official], str | None] = lambda entry: self.codes(entry)[1]  # noqa: E731
        by_region: Callable[[Official], str | None] = lambda entry: self.codes(entry)[0]  # noqa: E731
        self._pair(matched, by_raion, lambda city: city.admin2)
        self._pair(matched, by_region, lambda city: city.admin1)
        self._pair_by_hromada(matched)
        return matched

    def _pair(self, matched: dict[str, str], of_entry: Callable[[Official], str | None], of_city: Callable[[City], str]) -> None:
        """Join what bears the same name in the same unit, if that is one and one."""
        entries = self._open_entries(matched, of_entry)
        for wanted in range(len(_RANK)):
            claims: dict[str, set[str]] = defaultdict(set)
            for city in self._open_cities(matched):
                keys = {(of_city(city), key) for key in _city_keys(city)}
                same = {entry.code: entry for key in keys for entry in entries.get(key, ()) if entry.code not in matched}
                if same and min(_RANK.index(entry.category) for entry in same.values()) == wanted:
                    best = [code for code, entry in same.items() if _RANK.index(entry.category) == wanted]
                    if len(best) == 1:
                        claims[best[0]].add(city.geonameid)
            matched |= {code: self._largest(ids) for code, ids in sorted(claims.items()) if len(ids) == 1 or wanted < _TOWNS}

    def _largest(self, ids: Iterable[str]) -> str:
        return max(ids, key=lambda geonameid: (self.cities[geonameid].population, -int(geonameid)))

    def _pair_by_hromada(self, matched: dict[str, str]) -> None:
        """Where a raion has the name more than once, the hromada whose known settlements lie clearly nearest decides."""
        centres = self._hromada_centres(matched)
        entries = self._open_entries(matched, lambda entry: self.codes(entry)[0])
        for city in self._open_cities(matched):
            same = {entry.code: entry for key in _city_keys(city) for entry in entries.get((city.admin1, key), ())}
            away = sorted(
                (distance_m(city.lat, city.lon, *centres[entry.ancestors[2]]), code)
                for code, entry in same.items()
                if len(entry.ancestors) > 2 and entry.ancestors[2] in centres and code not in matched  # noqa: PLR2004
            )
            if away and away[0][0] < _NEAR_M and (len(away) == 1 or away[0][0] < _CLEARLY_NEARER * away[1][0]):
                matched[away[0][1]] = city.geonameid

    def _hromada_centres(self, matched: dict[str, str]) -> dict[str, tuple[float, float]]:
        spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for entry in self.settlements():
            if entry.code in matched and len(entry.ancestors) > 2:  # noqa: PLR2004
                city = self.cities[matched[entry.code]]
                spots[entry.ancestors[2]].append((city.lat, city.lon))
        return {code: circle(np.array(points))[:2] for code, points in spots.items()}

    def _open_cities(self, matched: dict[str, str]) -> list[City]:
        taken = set(matched.values())
        return [city for geonameid, city in self.cities.items() if geonameid not in taken]

    def _open_entries(self, matched: dict[str, str], of_entry: Callable[[Official], str | None]) -> dict[tuple[str, str], list[Official]]:
        found: dict[tuple[str, str], list[Official]] = defaultdict(list)
        for entry in self.settlements():
            unit = of_entry(entry)
            if unit and entry.code not in matched:
                for key in _entry_keys(entry):
                    found[unit, key].append(entry)
        return found


def circle(points: np.ndarray) -> tuple[float, float, float]:
    """Centre of ``points`` (lat, lon in degrees) and the distance from it to the farthest, metres."""
    lat, lon = (float(value) for value in points.mean(axis=0))
    return lat, lon, max(distance_m(lat, lon, float(a), float(b)) for a, b in points)


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two points, as on a plane: right to a percent over the size of a region."""
    return float(np.hypot(lat - other_lat, (lon - other_lon) * np.cos(np.radians(lat)))) * _M_PER_DEGREE


def _entry_keys(entry: Official) -> set[str]:
    older = romanize_kmu55(entry.name.lower().translate(_BGN))
    return {plain(entry.name), plain(romanize_kmu55(entry.name)), plain(older)}


def _city_keys(city: City) -> set[str]:
    return {plain(name) for name in (city.name, *city.alternates)}


def _names(entry: Official) -> tuple[PlaceName, ...]:
    return (
        PlaceName(text=entry.name, language="uk", status=NameStatus.OFFICIAL),
        PlaceName(text=romanize_kmu55(entry.name), status=NameStatus.OFFICIAL),
    )


def _unit_names(entry: Official) -> tuple[PlaceName, ...]:
    """Names of a unit; its own is an adjective ("Донецька"), which needs the word it goes with."""
    latin_word, word, long_word = {
        _OBLAST: ("Oblast", "область", "область"),
        _RAION: ("raion", "район", "район"),
        _HROMADA: ("hromada", "громада", "територіальна громада"),
        _CITY_DISTRICT: ("district", "район", "район"),
    }[entry.category]
    if " " in entry.name and entry.category == _OBLAST:  # the Autonomous Republic of Crimea
        return _names(entry)[::-1]
    latin = PlaceName(text=f"{romanize_kmu55(entry.name)} {latin_word}", status=NameStatus.OFFICIAL)
    texts = sorted({f"{entry.name} {word}", f"{entry.name} {long_word}"})
    return (latin, *(PlaceName(text=text, language="uk", status=NameStatus.OFFICIAL) for text in texts))
