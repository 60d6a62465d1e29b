"""CSV: UTF-8, one event a row, text that a spreadsheet does not run as a formula; HXL tags on request."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from geomap.export.features import columns_of_events, event_cells, plain_cells
from geomap.export.table import each_once
from geomap.files import write_atomically
from geomap.model import Analysis, Event

HXL_TAGS = {
    "event_id": "#event+id",
    "event_type": "#event+type",
    "sub_event_type": "#event+type+sub",
    "event_code": "#event+code",
    "emdat_code": "#event+code+v_emdat",
    "hazard_code": "#event+code+v_undrr",
    "glide_type": "#event+code+v_glide",
    "iptc_code": "#event+code+v_iptc",
    "start_time": "#date+start",
    "end_time": "#date+end",
    "event_date": "#date+occurred",
    "event_date_end": "#date+occurred+end",
    "published_time": "#date+reported",
    "place_name": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "geo_precision": "#geo+precision",
    "coordinate_uncertainty_m": "#geo+radius+m",
    "gazetteer_id": "#loc+code",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "country": "#country+code+v_iso2",
    "iso3": "#country+code+v_iso3",
    "iso3166_2": "#adm1+code+v_iso3166_2",
    "pcode": "#loc+code+v_pcode",
    "actor1": "#org+name+first",
    "actor2": "#org+name+second",
    "fatalities": "#affected+killed",
    "fatalities_low": "#affected+killed+min",
    "fatalities_high": "#affected+killed+max",
    "fatalities_civilian": "#affected+killed+civilian",
    "injured": "#affected+injured",
    "injured_civilian": "#affected+injured+civilian",
    "missing": "#affected+missing",
    "displaced": "#affected+displaced",
    "rescued": "#affected+rescued",
    "arrested": "#affected+arrested",
    "ill": "#affected+ill",
    "quote": "#description",
    "source": "#meta+source",
    "source_url": "#meta+url",
    "document_sha256": "#meta+document+sha256",
    "retrieved_time": "#date+retrieved",
    "source_event_id": "#event+id+source",
    "lang": "#meta+lang",
    "confidence": "#indicator+confidence",
    "shown": "#status+shown",
}


class CsvExporter:
    """Writes the events of an analysis as CSV; ``hxl`` adds the row of HXL tags below the header."""

    suffix = ".csv"

    def __init__(self, *, hxl: bool = False) -> None:
        self._hxl = hxl

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.filed`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, csv_bytes(analysis.filed, hxl=self._hxl))


def csv_bytes(events: Sequence[Event], *, hxl: bool = False) -> bytes:
    """Return events as CSV that a spreadsheet opens as it is meant."""
    names = columns_of_events(events)
    tags = [[HXL_TAGS.get(column, "") for column in names]] if hxl else []
    return columns_bytes([names, *tags], plain_cells(event_cells(events)).values())


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for a formula (OWASP, CSV Injection)


_NUMBER = re.compile(r"-\d+(?:\.\d+)?(?:e[-+]?\d+)?")  # begins as formulas do and is none: a longitude in a layout, whose cells are texts


def table_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows, the header among them, as CSV (RFC 4180) with a byte order mark, by which spreadsheets know UTF-8."""
    return _written([safe_cell(value) for value in row] for row in rows)


def columns_bytes(heads: Iterable[Sequence[str]], columns: Iterable[Sequence[Any]]) -> bytes:
    """Return the rows ``heads`` and below them ``columns``, as `table_bytes` does."""
    return _written(chain(heads, zip(*(each_once(safe_cell, column) for column in columns), strict=True)))


def safe_cell(value: Any) -> Any:  # noqa: ANN401 - a cell holds whatever the row does
    """Return what to write for ``value``: text that would run as a formula gets an apostrophe in front."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return "'" + value  # also before apostrophes of its own, so that `held_text` gives back just what was there
    return value


def held_text(cell: str) -> str:
    """Return the text that `safe_cell` wrote as ``cell``."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def _written(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
