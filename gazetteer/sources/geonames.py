"""GeoNames' dumps: countries (UA.zip), cities500.zip, allCountries.zip: one table of 19 tab-separated columns.

https://download.geonames.org/export/dump/readme.txt tells the columns. ``further names`` stand in the row without language;
alternateNames.txt or alternateNamesV2.zip, if given, add them with language and flags, hierarchy.zip adds parents.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceName, SourceInfo
from gazetteer.sources.alternates import Alternates
from gazetteer.sources.base import Rejected, SourcePlace, SourceReport
from gazetteer.sources.features import is_historic, kind_of
from gazetteer.sources.files import read_lines
from gazetteer.sources.names import further

SOURCE = "geonames"
COLUMNS = 19
KEPT_REJECTIONS = 1_000
_COUNTRY = re.compile(r"[A-Z]{2}|")
_NO_UNIT = {"", "0", "00"}


class GeoNamesSource:
    """A dump of places, streamed row by row."""

    name = SOURCE

    def __init__(self, path: Path, *, alternates: Path | None = None, hierarchy: Path | None = None) -> None:
        """Take the dump at ``path``; ``alternates`` and ``hierarchy`` are GeoNames' tables of those names, if at hand."""
        self.path = path
        self.report = SourceReport()
        self.infos = (geonames_info(path),)
        self._alternates, self._hierarchy = alternates, hierarchy

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the places of the dump; SourceError where it is none."""
        parents = _read_hierarchy(self._hierarchy) if self._hierarchy else {}
        if self._alternates is None:
            yield from self._places(parents)
            return
        with Alternates(self._alternates) as alternates:
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
                reject(self.report, number, str(error))
                continue
            self.report.accepted += 1
            yield place
        if not self.report.accepted:
            raise SourceError(f"{self.path} is not a GeoNames table: no row of it can be read")


def geonames_info(path: Path) -> SourceInfo:
    """Whose data a GeoNames file is, as it must be told."""
    return SourceInfo(
        name="GeoNames", edition=path.name, licence="CC BY 4.0", attribution="GeoNames, CC BY 4.0", url="https://www.geonames.org/"
    )


def reject(report: SourceReport, number: int, reason: str) -> None:
    """Note a row that was left out; past KEPT_REJECTIONS they are no longer kept one by one."""
    if len(report.rejected) < KEPT_REJECTIONS:
        report.rejected.append(Rejected(row=number, reason=reason))


def coordinate(text: str, limit: float, what: str) -> float:
    """Read degrees within plus or minus ``limit``; ValueError tells what was wrong with ``what``."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{what} {text!r} is not a number") from None
    if not (math.isfinite(value) and abs(value) <= limit):
        raise ValueError(f"{what} {text} is not within -{limit:g}..{limit:g}")
    return value


def _place(cells: list[str], parents: Mapping[str, tuple[str, ...]]) -> SourcePlace:
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns, not {COLUMNS}")
    geonameid, name, ascii_name, alternates, lat, lon, letter, code, country, _, admin1, admin2 = cells[:12]
    if not geonameid.isdecimal():
        raise ValueError(f"id {geonameid!r} is not a number")
    if not name.strip():
        raise ValueError("it has no name")
    if not _COUNTRY.fullmatch(country):
        raise ValueError(f"country {country!r} is not two capitals")
    names = further(name, (ascii_name, *alternates.split(",")))
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
    """Parents by child: parent id, child id, and "ADM" where the parent is the unit that administers the child."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(read_lines(path), start=1):
        cells = line.split("\t")
        if len(cells) not in (2, 3) or not (cells[0].isdecimal() and cells[1].isdecimal()):
            raise SourceError(f"{path} is not GeoNames' hierarchy: row {number} does not read 'parent, child, type'")
        parent, known = f"{SOURCE}:{cells[0]}", found.get(cells[1], ())
        found[cells[1]] = (parent, *known) if cells[-1] == "ADM" else (*known, parent)
    return found
