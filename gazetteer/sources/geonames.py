"""GeoNames' files: dumps of places, lists of units and countries, and which loader a file needs by its name.

Dumps (UA.zip, cities500.zip, allCountries.zip) are one table of 19 tab-separated columns, see
https://download.geonames.org/export/dump/readme.txt. Further names are in the row without language; alternateNames.txt or
alternateNamesV2.zip, if given, add them with language and flags, hierarchy.zip adds parents. The lists of units and countries have no
coordinates: a dump of the country has the same ids with them, and takes precedence if it is read later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceKind, PlaceName, SourceInfo
from gazetteer.sources.alternate_names import AlternateNames, usable_names
from gazetteer.sources.base import Source, SourcePlace, SourceReport, coordinate
from gazetteer.sources.files import read_lines

SOURCE = "geonames"
COLUMNS = 19
_COUNTRY_OR_NONE = re.compile(r"[A-Z]{2}|")
_NO_UNIT = {"", "0", "00"}
_UNIT_COLUMNS = 4
_COUNTRY_COLUMNS = 19
_UNIT_CODE = re.compile(r"[A-Z]{2}(\.[^.\s]+){1,2}")
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_FIRST_LEVEL = 2
_UNIT_FILES = ("admin1codes", "admin2codes")
_COUNTRY_FILE, _ALTERNATE_FILE, _HIERARCHY_FILE = "countryinfo", "alternatenames", "hierarchy"

# By the code where the class alone would mislead, else by the class. https://www.geonames.org/export/codes.html
_BY_CODE = {
    "PCL": PlaceKind.COUNTRY,
    "PCLD": PlaceKind.COUNTRY,
    "PCLF": PlaceKind.COUNTRY,
    "PCLI": PlaceKind.COUNTRY,
    "PCLS": PlaceKind.COUNTRY,
    "PCLIX": PlaceKind.REGION,
    "ADM1": PlaceKind.REGION,
    "ADM1H": PlaceKind.REGION,
    "TERR": PlaceKind.AREA,
    "LTER": PlaceKind.AREA,
    "PCLH": PlaceKind.AREA,
    "ZN": PlaceKind.AREA,
    "ZNB": PlaceKind.AREA,
    "PPLX": PlaceKind.NEIGHBORHOOD,
    "MILB": PlaceKind.FACILITY,
    "NVB": PlaceKind.FACILITY,
    "PRT": PlaceKind.FACILITY,
    "INDS": PlaceKind.FACILITY,
    "COLF": PlaceKind.FACILITY,
    "OILF": PlaceKind.FACILITY,
    "GASF": PlaceKind.FACILITY,
    "ISL": PlaceKind.TERRAIN,
}
_BY_CLASS = {
    "A": PlaceKind.DISTRICT,
    "P": PlaceKind.SETTLEMENT,
    "S": PlaceKind.FACILITY,
    "R": PlaceKind.FACILITY,
    "H": PlaceKind.WATER,
    "U": PlaceKind.WATER,
    "T": PlaceKind.TERRAIN,
    "V": PlaceKind.TERRAIN,
    "L": PlaceKind.AREA,
}
_HISTORIC = frozenset({"ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADMDH", "PCLH", "PPLH", "PPLCH", "PPLQ", "PPLW"})


def geonames_sources(paths: Sequence[Path]) -> list[Source]:
    """Return loaders for GeoNames' files, those without coordinates first, so that later rows with them take precedence.

    Tables of alternate names and the hierarchy are read along with the dumps.

    Raises:
        SourceError: There are such tables but no dump that they could belong to, or two of one kind.
    """
    alternates, hierarchy = _only(paths, _ALTERNATE_FILE), _only(paths, _HIERARCHY_FILE)
    units: list[Source] = [GeoNamesUnitsSource(path) for path in paths if _is(path, *_UNIT_FILES)]
    countries: list[Source] = [GeoNamesCountriesSource(path) for path in paths if _is(path, _COUNTRY_FILE)]
    dumps: list[Source] = [
        GeoNamesSource(path, alternates=alternates, hierarchy=hierarchy)
        for path in paths
        if not _is(path, *_UNIT_FILES, _COUNTRY_FILE, _ALTERNATE_FILE, _HIERARCHY_FILE)
    ]
    lone = alternates or hierarchy
    if lone is not None and not dumps:
        raise SourceError(f"{lone} only adds to the places of a dump; give the dump (such as UA.zip) too")
    return [*countries, *units, *dumps]


def _is(path: Path, *beginnings: str) -> bool:
    return path.name.lower().startswith(beginnings)


def _only(paths: Sequence[Path], beginning: str) -> Path | None:
    found = [path for path in paths if _is(path, beginning)]
    if len(found) > 1:
        raise SourceError(f"{found[0]} and {found[1]} are two tables of one kind; give one")
    return found[0] if found else None


class GeoNamesSource:
    """A dump of places, streamed row by row."""

    name = SOURCE

    def __init__(self, path: Path, *, alternates: Path | None = None, hierarchy: Path | None = None) -> None:
        """Make a loader of the dump at ``path``; ``alternates`` and ``hierarchy`` are GeoNames' tables of those names, if available."""
        self.path = path
        self.report = SourceReport()
        self.infos = (geonames_info(path),)
        self._alternates, self._hierarchy = alternates, hierarchy

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the places of the dump; SourceError where it is not one."""
        parents = _read_hierarchy(self._hierarchy) if self._hierarchy else {}
        if self._alternates is None:
            yield from self._places(parents)
            return
        with AlternateNames(self._alternates) as alternates:
            for place in self._places(parents):
                yield alternates.added_to(place)

    def _places(self, parents: Mapping[str, tuple[str, ...]]) -> Iterator[SourcePlace]:
        for number, line in enumerate(read_lines(self.path), start=1):
            cells = line.split("\t")
            if number == 1 and len(cells) != COLUMNS:
                raise SourceError(f"{self.path} is not a GeoNames table: its first row has {len(cells)} columns, not {COLUMNS}")
            try:
                place = _place(cells, parents)
            except ValueError as error:
                self.report.reject(number, str(error))
                continue
            self.report.accepted += 1
            yield place
        if not self.report.accepted:
            raise SourceError(f"{self.path} is not a GeoNames table: no row of it can be read")


def geonames_info(path: Path) -> SourceInfo:
    """Return the credits of a file of GeoNames."""
    return SourceInfo(
        name="GeoNames", edition=path.name, licence="CC BY 4.0", attribution="GeoNames, CC BY 4.0", url="https://www.geonames.org/"
    )


def _place(cells: list[str], parents: Mapping[str, tuple[str, ...]]) -> SourcePlace:
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns, not {COLUMNS}")
    geonameid, name, ascii_name, alternates, lat, lon, letter, code, country, _, admin1, admin2 = cells[:12]
    if not geonameid.isdecimal():
        raise ValueError(f"id {geonameid!r} is not a number")
    if not name.strip():
        raise ValueError("it has no name")
    if not _COUNTRY_OR_NONE.fullmatch(country):
        raise ValueError(f"country {country!r} is not two capitals")
    names = usable_names(name, (ascii_name, *alternates.split(",")))
    historic = (PlaceName(text=name, status=NameStatus.HISTORIC),) if is_historic(code) else ()
    return SourcePlace(
        id=f"{SOURCE}:{geonameid}",
        name=name.strip(),
        kind=kind_of(letter, code),
        lat=coordinate(lat, 90.0, "latitude"),
        lon=coordinate(lon, 180.0, "longitude"),
        country=country or None,
        source=SOURCE,
        admin1_code=None if admin1 in _NO_UNIT else admin1,
        admin2_code=None if admin2 in _NO_UNIT else admin2,
        feature_code=code or None,
        population=int(cells[14]) or None if cells[14].isdecimal() else None,
        timezone=cells[17] or None,
        names=historic + names,
        parents=parents.get(geonameid, ()),
    )


def _read_hierarchy(path: Path) -> dict[str, tuple[str, ...]]:
    """Return parents by child from rows of parent id, child id, and "ADM" where the parent is the unit that administers the child."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(read_lines(path), start=1):
        cells = line.split("\t")
        if len(cells) not in (2, 3) or not (cells[0].isdecimal() and cells[1].isdecimal()):
            raise SourceError(f"{path} is not GeoNames' hierarchy: row {number} does not read 'parent, child, type'")
        parent, known = f"{SOURCE}:{cells[0]}", found.get(cells[1], ())
        found[cells[1]] = (parent, *known) if cells[-1] == "ADM" else (*known, parent)
    return found


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
                self.report.reject(number, str(error))
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
                self.report.reject(number, str(error))
                continue
            self.report.accepted += 1
            yield place
        if not self.report.accepted:
            raise SourceError(f"{self.path} is not GeoNames' countryInfo.txt: no row of it describes a country")


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
        names=usable_names(cells[1], (cells[2],)),
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


def kind_of(feature_class: str, feature_code: str) -> PlaceKind:
    """Return the kind of a place by GeoNames' class (one letter) and code; an area where neither is known."""
    return _BY_CODE.get(feature_code) or _BY_CLASS.get(feature_class, PlaceKind.AREA)


def is_historic(feature_code: str) -> bool:
    """Return whether the place no longer exists: a former unit, an abandoned or destroyed settlement."""
    return feature_code in _HISTORIC
