"""Airports, air bases and airfields as the package airportsdata has them: airports.csv.

Codes are no names here: most of the four letters read like words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import PlaceKind, SourceInfo
from gazetteer.sources.base import SourcePlace, SourceReport
from gazetteer.sources.files import read_lines
from gazetteer.sources.geonames import coordinate, reject

SOURCE = "airportsdata"
RADIUS_M = 2_000.0
_NEEDED = {"icao", "name", "country", "lat", "lon", "tz"}
_COUNTRY = re.compile(r"[A-Z]{2}")


class AirportsSource:
    """The table of airportsdata."""

    name = SOURCE

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = SourceReport()
        self.infos = (SourceInfo(name="airportsdata", edition=path.name, licence="MIT", attribution="airportsdata, (c) Mike Borsetti"),)

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the airports of the table; SourceError where it is another."""
        reader = csv.DictReader(read_lines(self.path))
        missing = sorted(_NEEDED - set(reader.fieldnames or ()))
        if missing:
            raise SourceError(f"{self.path} is not airportsdata's table: it has no column {' or '.join(missing)}")
        for row in reader:
            try:
                place = _place({key: value or "" for key, value in row.items() if isinstance(key, str)})
            except ValueError as error:
                reject(self.report, reader.line_num, str(error))
                continue
            self.report.accepted += 1
            yield place


def _place(row: Mapping[str, str]) -> SourcePlace:
    if not row["icao"] or not row["name"]:
        raise ValueError("it has no code or no name")
    if not _COUNTRY.fullmatch(row["country"]):
        raise ValueError(f"country {row['country']!r} is not two capitals")
    return SourcePlace(
        id=f"{SOURCE}:{row['icao']}",
        name=row["name"],
        kind=PlaceKind.FACILITY,
        lat=coordinate(row["lat"], 90.0, "latitude"),
        lon=coordinate(row["lon"], 180.0, "longitude"),
        country=row["country"],
        source=SOURCE,
        feature_code="AIRP",
        timezone=row["tz"] or None,
        radius_m=RADIUS_M,
    )
