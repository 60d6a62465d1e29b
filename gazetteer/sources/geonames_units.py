"""GeoNames' lists of units and countries: admin1CodesASCII.txt, admin2Codes.txt, countryInfo.txt.

They hold no coordinates: a dump of the country has the same ids with them, and takes precedence if it is read later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import PlaceKind
from gazetteer.sources.base import SourcePlace, SourceReport
from gazetteer.sources.files import read_lines
from gazetteer.sources.geonames import SOURCE, geonames_info, reject
from gazetteer.sources.names import further

_UNIT_COLUMNS = 4
_COUNTRY_COLUMNS = 19
_UNIT_CODE = re.compile(r"[A-Z]{2}(\.[^.\s]+){1,2}")
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_FIRST_LEVEL = 2


class GeoNamesUnitsSource:
    """First or second level units: code, name, ASCII name, id."""

    name = "geonames units"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = SourceReport()
        self.infos = (geonames_info(path),)

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the units; SourceError where the file is none of these lists."""
        for number, line in enumerate(read_lines(self.path), start=1):
            cells = line.split("\t")
            if number == 1 and not (len(cells) == _UNIT_COLUMNS and _UNIT_CODE.fullmatch(cells[0])):
                raise SourceError(f"{self.path} is not GeoNames' list of units: its first row does not read 'UA.05, name, name, id'")
            try:
                place = _unit(cells)
            except ValueError as error:
                reject(self.report, number, str(error))
                continue
            self.report.accepted += 1
            yield place


class GeoNamesCountriesSource:
    """Countries: countryInfo.txt, whose head is comments."""

    name = "geonames countries"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = SourceReport()
        self.infos = (geonames_info(path),)

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the countries; SourceError where the file is another."""
        for number, line in enumerate(read_lines(self.path), start=1):
            if line.startswith("#") or not line.strip():
                continue
            try:
                place = _country(line.split("\t"))
            except ValueError as error:
                reject(self.report, number, str(error))
                continue
            self.report.accepted += 1
            yield place
        if not self.report.accepted:
            raise SourceError(f"{self.path} is not GeoNames' countryInfo.txt: no row of it tells a country")


def _unit(cells: list[str]) -> SourcePlace:
    if len(cells) != _UNIT_COLUMNS or not _UNIT_CODE.fullmatch(cells[0]):
        raise ValueError("it does not read 'code, name, ASCII name, id'")
    if not cells[3].isdecimal():
        raise ValueError(f"id {cells[3]!r} is not a number")
    codes = cells[0].split(".")
    first_level = len(codes) == _FIRST_LEVEL
    return SourcePlace(
        id=f"{SOURCE}:{cells[3]}",
        name=cells[1],
        kind=PlaceKind.REGION if first_level else PlaceKind.DISTRICT,
        lat=None,
        lon=None,
        country=codes[0],
        source=SOURCE,
        admin1_code=codes[1],
        admin2_code=None if first_level else codes[2],
        feature_code="ADM1" if first_level else "ADM2",
        names=further(cells[1], (cells[2],)),
    )


def _country(cells: list[str]) -> SourcePlace:
    if len(cells) < _COUNTRY_COLUMNS - 2 or not _COUNTRY_CODE.fullmatch(cells[0]):
        raise ValueError("it does not begin with a country code")
    if not cells[16].isdecimal():
        raise ValueError(f"id {cells[16]!r} is not a number")
    area_km2 = float(cells[6]) if re.fullmatch(r"\d+(\.\d+)?", cells[6]) else 0.0
    return SourcePlace(
        id=f"{SOURCE}:{cells[16]}",
        name=cells[4],
        kind=PlaceKind.COUNTRY,
        lat=None,
        lon=None,
        country=cells[0],
        source=SOURCE,
        feature_code="PCLI",
        population=int(cells[7]) or None if cells[7].isdecimal() else None,
        radius_m=1000 * (area_km2 / 3.14159265) ** 0.5 if area_km2 else None,
    )
