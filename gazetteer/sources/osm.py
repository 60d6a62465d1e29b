"""OpenStreetMap settlements as a table: osm_type, osm_id, place, name, name:LANGUAGE..., lat, lon; plain or gzipped CSV.

OpenStreetMap's licence (ODbL) requires attribution, and the same licence for what is derived from it; an index with
these rows is for its user, not for distribution.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.languages.uk import romanize_kmu55
from gazetteer.model import NameStatus, PlaceKind, PlaceName, SourceInfo
from gazetteer.sources.base import SourcePlace, SourceReport, coordinate
from gazetteer.sources.files import read_lines
from gazetteer.sources.shipped import shipped_units

SOURCE = "osm"
_NEEDED = ("osm_type", "osm_id", "place", "name", "lat", "lon")
_KINDS = {
    "city": PlaceKind.SETTLEMENT,
    "town": PlaceKind.SETTLEMENT,
    "village": PlaceKind.SETTLEMENT,
    "hamlet": PlaceKind.SETTLEMENT,
    "isolated_dwelling": PlaceKind.SETTLEMENT,
    "farm": PlaceKind.SETTLEMENT,
    "allotments": PlaceKind.SETTLEMENT,
    "borough": PlaceKind.NEIGHBORHOOD,
    "suburb": PlaceKind.NEIGHBORHOOD,
    "quarter": PlaceKind.NEIGHBORHOOD,
    "neighbourhood": PlaceKind.NEIGHBORHOOD,
    "island": PlaceKind.TERRAIN,
    "locality": PlaceKind.AREA,
}
_RADIUS_M = {"city": 8_000.0, "town": 3_000.0, "village": 2_000.0}
_LANGUAGE = re.compile(r"name:([a-z]{2,3})")


class OsmSource:
    """A table of OpenStreetMap places, of one country if it is given."""

    name = SOURCE

    def __init__(self, path: Path, *, country: str | None = None) -> None:
        """Make a loader of the table at ``path``; ``country`` (ISO 3166-1 alpha-2) is that of all its rows, if they share one.

        Country and first-level unit are found by position where the table does not have them.
        """
        self.path = path
        self.country = country
        self.report = SourceReport()
        self.infos = (
            SourceInfo(
                name="OpenStreetMap",
                edition=path.name,
                licence="ODbL 1.0",
                attribution="© OpenStreetMap contributors",
                url="https://www.openstreetmap.org/copyright",
            ),
        )

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the places of the table; SourceError where it is not one."""
        yield from shipped_units().completed(self._told())

    def _told(self) -> Iterator[SourcePlace]:
        reader = csv.DictReader(read_lines(self.path))
        try:
            self._check(reader.fieldnames or ())
            for row in reader:
                yield from self._read(row, reader.line_num)
        except csv.Error as error:
            raise SourceError(f"{self.path}, line {reader.line_num}: {error}") from error
        if not self.report.accepted:
            raise SourceError(f"{self.path} holds no place that can be read")

    def _check(self, columns: Sequence[str]) -> None:
        missing = [column for column in _NEEDED if column not in columns]
        if missing:
            raise SourceError(f"{self.path} is not a table of OpenStreetMap places: it has no column {' or '.join(missing)}")

    def _read(self, row: Mapping[str, str | None], number: int) -> Iterator[SourcePlace]:
        try:
            place = self._place({key: value or "" for key, value in row.items() if isinstance(key, str)})
        except ValueError as error:
            self.report.reject(number, str(error))
            return
        self.report.accepted += 1
        yield place

    def _place(self, row: Mapping[str, str]) -> SourcePlace:
        name = row["name"].strip() or romanize_kmu55(row.get("name:uk", "").strip())
        if not name:
            raise ValueError("it has no name")
        if row["place"] not in _KINDS:
            raise ValueError(f"place class {row['place']!r} is not one of {', '.join(_KINDS)}")
        return SourcePlace(
            id=f"{SOURCE}:{row['osm_type']}/{row['osm_id']}",
            name=name,
            kind=_KINDS[row["place"]],
            lat=coordinate(row["lat"], 90.0, "latitude"),
            lon=coordinate(row["lon"], 180.0, "longitude"),
            country=self.country or row.get("country") or None,
            source=SOURCE,
            radius_m=_RADIUS_M.get(row["place"]),
            names=tuple(_names(row, name)),
        )


def _names(row: Mapping[str, str], name: str) -> Iterator[PlaceName]:
    said = {name}
    for column, text in row.items():
        match = _LANGUAGE.fullmatch(column)
        if match and text.strip():
            said.add(text.strip())
            yield PlaceName(text=text.strip(), language=match[1], status=NameStatus.OFFICIAL)
    latin = romanize_kmu55(row.get("name:uk", "").strip())
    if latin and latin not in said:
        yield PlaceName(text=latin, status=NameStatus.TRANSLITERATION)
