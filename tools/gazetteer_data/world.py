"""Rows for the whole world: continents, countries, units, settlements, airports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import outlines as drawing
from shapely.geometry.base import BaseGeometry
from ukraine import OfficialList, circle
from upstream import City, Unit

from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.normalize import in_other_script
from gazetteer.sources.alternate_names import plain, usable_names, without_unit_word
from gazetteer.sources.base import SourcePlace

GEONAMES = "geonames"
_LANGUAGES = ("en", "uk", "ru")
_OF_CONTINENTS = frozenset(_LANGUAGES)
_EARTH_LAND_KM2 = {"AF": 30.4e6, "AN": 14.2e6, "AS": 44.6e6, "EU": 10.2e6, "NA": 24.7e6, "OC": 8.5e6, "SA": 17.8e6}
_SMALLEST_UNIT_M = 5_000.0
_FIRST_LEVEL, _SECOND_LEVEL = 1, 2


def continents(records: Mapping[str, dict[str, Any]]) -> Iterator[SourcePlace]:
    """The seven continents, each a circle of its area."""
    for code, record in records.items():
        names = {(name["lang"], name["name"]) for name in record["alternateNames"] if name.get("lang") in _OF_CONTINENTS}
        yield SourcePlace(
            id=f"geonames:{record['geonameId']}",
            name=record["name"],
            kind=PlaceKind.AREA,
            lat=float(record["lat"]),
            lon=float(record["lng"]),
            country=None,
            source=GEONAMES,
            feature_code="CONT",
            radius_m=float(np.sqrt(_EARTH_LAND_KM2[code] / np.pi)) * 1000,
            names=tuple(PlaceName(text=text, language=language) for language, text in sorted(names) if text != record["name"]),
        )


def countries(
    records: Mapping[str, dict[str, Any]],
    *,
    shapes: Mapping[str, BaseGeometry],
    continent_ids: Mapping[str, str],
    cities: Sequence[City],
    names: Mapping[str, Mapping[str, str]],
) -> Iterator[SourcePlace]:
    """Every country at its label point; one without an outline stands at its largest settlement."""
    largest = {city.country: city for city in sorted(cities, key=lambda city: (city.population, city.geonameid))}
    capitals = {(city.country, city.name): city for city in sorted(cities, key=lambda city: city.population)}
    for iso, record in records.items():
        capital = capitals.get((iso, record["capital"]), largest.get(iso))
        spot = drawing.label_point(shapes[iso]) if iso in shapes else ((capital.lat, capital.lon) if capital else (None, None))
        texts = [(language, names[language][iso]) for language in _LANGUAGES if iso in names[language]]
        yield SourcePlace(
            id=f"geonames:{record['geonameid']}",
            name=record["name"],
            kind=PlaceKind.COUNTRY,
            lat=spot[0],
            lon=spot[1],
            country=iso,
            source=GEONAMES,
            feature_code="PCLI",
            population=record["population"] or None,
            timezone=capital.timezone if capital else None,
            radius_m=float(np.sqrt(max(record["areakm2"] or 0.0, 1.0) / np.pi)) * 1000,
            names=tuple(PlaceName(text=text, language=language, status=NameStatus.OFFICIAL) for language, text in texts),
            parents=tuple(continent_ids[code] for code in [record["continentcode"]] if code in continent_ids),
        )


class Units:
    """First and second level units, placed by their outline or else by their settlements."""

    def __init__(self, units: Mapping[str, Unit], cities: Sequence[City], drawn: drawing.Outlines, official: OfficialList) -> None:
        self._units, self._drawn = units, drawn
        self._official_names = official.official_names()
        self._inside: dict[str, list[City]] = defaultdict(list)
        for city in cities:
            self._inside[f"{city.country}.{city.admin1}"].append(city)
            if city.admin2:
                self._inside[f"{city.country}.{city.admin1}.{city.admin2}"].append(city)

    def rows(self) -> Iterator[SourcePlace]:
        """One row a unit, by code."""
        for code in sorted(self._units):
            yield self._row(self._units[code])

    def _row(self, unit: Unit) -> SourcePlace:
        lat, lon, radius_m = self._spot(unit)
        level = unit.code.count(".")
        zones = Counter(city.timezone for city in self._inside.get(unit.code, ()))
        name, names = self._names(unit)
        return SourcePlace(
            id=f"geonames:{unit.geonameid}",
            name=name,
            kind=PlaceKind.REGION if level == _FIRST_LEVEL else PlaceKind.DISTRICT,
            lat=lat,
            lon=lon,
            country=unit.country,
            source=GEONAMES,
            admin1_code=unit.code.split(".")[1],
            admin2_code=unit.code.split(".", 2)[2] if level == _SECOND_LEVEL else None,
            feature_code=f"ADM{level}",
            timezone=min(zones, key=lambda zone: (-zones[zone], zone)) if zones else None,
            radius_m=radius_m,
            names=names,
        )

    def _spot(self, unit: Unit) -> tuple[float | None, float | None, float | None]:
        shape = self._drawn.units.get(unit.geonameid)
        if shape is not None:
            lat, lon = drawing.label_point(shape)
            return lat, lon, drawing.radius_m(shape, lat)
        inside = self._inside.get(unit.code)
        if inside:
            lat, lon, farthest_m = circle(np.array([(city.lat, city.lon) for city in inside]))
            return lat, lon, max(farthest_m, _SMALLEST_UNIT_M)
        return None, None, None

    def _names(self, unit: Unit) -> tuple[str, tuple[PlaceName, ...]]:
        properties = self._drawn.names.get(unit.geonameid, {})
        spelled = [str(properties.get(key) or "") for key in ("name", "name_en")]
        oblast = next((alias for alias in unit.aliases if unit.country == "UA" and alias.endswith(" Oblast")), None)
        name = oblast or unit.name
        marked = [PlaceName(text=str(properties[f"name_{key}"]), language=key) for key in ("uk", "ru") if properties.get(f"name_{key}")]
        official = self._official_names.get(unit.geonameid, ())
        short = without_unit_word(name)
        given = [*official, *marked, *([PlaceName(text=short, status=NameStatus.SHORT)] if short else [])]
        said = {plain(text.text) for text in given}
        rest = [text for text in _readable(name, (unit.name, *unit.aliases, *spelled)) if plain(text.text) not in said]
        return name, tuple(_once([*given, *rest]))


def capitals(cities: Iterable[City], records: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The ids of the countries' capitals: of the cities that bear the name, the largest."""
    wanted = {iso: plain(str(record.get("capital") or "")) for iso, record in records.items()}
    found: dict[str, City] = {}
    for city in cities:
        name = wanted.get(city.country)
        if name and name in {plain(city.name), *map(plain, city.alternates)}:
            best = found.get(city.country)
            if best is None or (plain(city.name) == name, city.population) > (plain(best.name) == name, best.population):
                found[city.country] = city
    return {city.geonameid for city in found.values()}


def settlements(cities: Sequence[City], official: OfficialList, seats: Collection[str]) -> Iterator[SourcePlace]:
    """Every place of cities500, those of Ukraine with their official names; ``seats`` are the ids of capitals."""
    official_names, display, hromadas = official.official_names(), official.display_names(), official.hromada_of_city()
    quarters = official.city_quarters()
    for city in cities:
        name = display.get(city.geonameid, city.name)
        given = [text for text in official_names.get(city.geonameid, ()) if text.text != name]
        said = {plain(text.text) for text in given}
        rest = [text for text in _readable(name, (city.name, *city.alternates)) if plain(text.text) not in said]
        hromada = hromadas.get(city.geonameid)
        yield SourcePlace(
            id=f"geonames:{city.geonameid}",
            name=name,
            kind=PlaceKind.NEIGHBORHOOD if city.geonameid in quarters else PlaceKind.SETTLEMENT,
            lat=city.lat,
            lon=city.lon,
            country=city.country,
            source=GEONAMES,
            admin1_code=city.admin1 or None,
            admin2_code=city.admin2 or None,
            feature_code="PPLC" if city.geonameid in seats else None,
            population=city.population or None,
            timezone=city.timezone,
            names=tuple(_once([*given, *rest])),
            parents=(hromada,) if hromada else (),
        )


def _readable(name: str, others: Iterable[str]) -> Iterator[PlaceName]:
    """Yield the usable names in Latin and Cyrillic letters; those in other scripts stand in a table of their own."""
    return (other for other in usable_names(name, others) if not in_other_script(other.text))


def _once(names: Sequence[PlaceName]) -> Iterator[PlaceName]:
    seen: set[tuple[str, str | None]] = set()
    for name in names:
        if (name.text, name.language) not in seen:
            seen.add((name.text, name.language))
            yield name
