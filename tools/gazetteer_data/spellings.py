"""The names of places in scripts other than Latin and Cyrillic, which stand in a table of their own: few runs need them.

Sources are GeoNames (continents, units, settlements), Natural Earth (first-level units) and Unicode CLDR (countries).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from upstream import City, Unit

from gazetteer.model import NameStatus, PlaceName
from gazetteer.normalize import in_other_script
from gazetteer.sources.alternate_names import is_usable, usable_names
from gazetteer.sources.rows import encode_names

LANGUAGES = ("am", "ar", "bn", "el", "fa", "he", "hi", "hy", "ja", "ka", "ko", "my", "ta", "te", "th", "ur", "zh")
_NATURAL_EARTH = {f"name_{language}": language for language in LANGUAGES} | {"name_zht": "zh"}

Named = tuple[str, Iterable[PlaceName]]


def lines(units: Mapping[str, Unit], cities: Iterable[City], features: Iterable[Mapping[str, Any]], wide: Iterable[Named]) -> Iterator[str]:
    """Yield one line a place, its id and its names: ``wide`` places, which have theirs already, units, settlements."""
    drawn = _of_polygons(features)
    for id_, names in (
        *wide,
        *((unit.geonameid, (*drawn.get(unit.geonameid, ()), *_usable(unit.name, unit.aliases))) for _, unit in sorted(units.items())),
        *((city.geonameid, _usable(city.name, city.alternates)) for city in cities),
    ):
        kept: dict[str, PlaceName] = {}
        for name in names:
            kept.setdefault(name.text, name)
        if kept:
            yield f"geonames:{id_}\t{encode_names(kept.values())}"


def _usable(name: str, others: Iterable[str]) -> tuple[PlaceName, ...]:
    return usable_names(name, filter(in_other_script, others))


def _is_kept(text: str) -> bool:
    return in_other_script(text) and is_usable(text)


def of_continents(records: Mapping[str, Mapping[str, Any]]) -> Iterator[Named]:
    """Yield the names of continents, by id."""
    for record in records.values():
        names = sorted({(one["name"], one["lang"]) for one in record["alternateNames"] if one.get("lang") in LANGUAGES})
        yield str(record["geonameId"]), [PlaceName(text=text, language=language) for text, language in names if _is_kept(text)]


def of_countries(records: Mapping[str, Mapping[str, Any]], territories: Callable[[str], Mapping[str, str]]) -> Iterator[Named]:
    """Yield the names of countries, by id."""
    tables = {language: territories(language) for language in LANGUAGES}
    for iso, record in records.items():
        names = [(language, table[iso]) for language, table in tables.items() if iso in table]
        yield (
            str(record["geonameid"]),
            [PlaceName(text=text, language=language, status=NameStatus.OFFICIAL) for language, text in names if _is_kept(text)],
        )


def _of_polygons(features: Iterable[Mapping[str, Any]]) -> dict[str, list[PlaceName]]:
    """Return the names by GeoNames id of the polygons that are a unit by themselves; several may be parts of one unit."""
    properties = [feature["properties"] for feature in features]
    counts = Counter(str(one.get("gn_id")) for one in properties)
    found: dict[str, list[PlaceName]] = {}
    for one in properties:
        id_ = str(one.get("gn_id"))
        if counts[id_] == 1:
            texts = [(str(one.get(column) or "").strip(), language) for column, language in _NATURAL_EARTH.items()]
            found[id_] = [PlaceName(text=text, language=language) for text, language in texts if _is_kept(text)]
    return found
