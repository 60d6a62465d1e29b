"""Shapefile, for software that reads nothing newer. It loses much; what it loses is written beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from geomap.export.gdal import write_layer
from geomap.export.layers import events_layer
from geomap.export.table import FLAG, INTEGER, TEXT, TIME, Column, Columns, each_once
from geomap.files import staged_files, write_atomically
from geomap.model import Analysis

LONGEST_TEXT = 254  # bytes in a dBASE field
TABLE = ".fields.csv"

# dBASE allows ten characters. Every column has a name of its own, so that the same column is called the same in every file.
SHORT_NAMES = {
    "event_type": "event_type",
    "sub_event_type": "sub_type",
    "hazard_code": "hazard",
    "start_time": "start_time",
    "event_date": "event_date",
    "event_date_end": "date_end",
    "time_precision": "time_prec",
    "published_time": "published",
    "published_precision": "pub_prec",
    "geo_precision": "geo_prec",
    "coordinate_uncertainty_m": "uncert_m",
    "gazetteer_id": "gazet_id",
    "source_event_id": "source_id",
    "fatalities_low": "fatal_low",
    "fatalities_high": "fatal_high",
    "fatalities_civilian": "fatal_civ",
    "injured_civilian": "injur_civ",
    "change_before": "chg_before",
    "losses_claimed": "claimed",
    "quote_start": "quote_from",
    "document_sha256": "doc_sha256",
    "retrieved_time": "retrieved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    column: Column  # as the file holds it
    origin: str
    change: str = ""
    cut: int = 0  # texts that were too long


class ShapefileExporter:
    """Writes the events as points; ``notes`` tell after writing what was lost, a sentence each."""

    suffix = ".shp"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the events to ``path``, its companions (.shx, .dbf, .prj, .cpg) and the table of fields beside it.

        Raises:
            OutputError: that cannot be done.
        """
        layer = events_layer(analysis)
        fields = list(_fields(layer.columns))
        columns = Columns(rows=len(layer.columns), held=tuple(field.column for field in fields))
        day = f"{analysis.newest_time or datetime(1970, 1, 1, tzinfo=UTC):%Y-%m-%d}"  # the file bears no clock's
        options = {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": day}
        table = path.with_suffix(TABLE)
        with staged_files([path, table]) as (shapes, told):
            write_layer(shapes, replace(layer, name=path.stem, columns=columns, options=options), driver="ESRI Shapefile")
            write_atomically(told, _table(fields))
        cut = sum(field.cut for field in fields)
        self.notes = [f"{path}: a Shapefile has short names, no times and no areas; {table.name} says what became of each column"]
        if cut:
            self.notes.append(f"{path}: {cut:,} texts were cut at {LONGEST_TEXT} bytes")


def _fields(columns: Columns) -> Iterator[_Field]:
    for column in columns.held:
        made = replace(column, name=SHORT_NAMES.get(column.name, column.name))
        if column.kind == TIME:
            yield _Field(column=replace(made, kind=TEXT, values=_as_text(column), missing=None), origin=column.name, change="time as text")
        elif column.kind == FLAG:
            numbers = np.asarray(column.values).astype("int32")
            yield _Field(column=replace(made, kind=INTEGER, values=numbers), origin=column.name, change="1 for true, 0 for false")
        elif column.kind == TEXT:
            cut = each_once(_within, column.texts)
            lost = sum(one is not other and one != other for one, other in zip(cut, column.texts, strict=True))
            yield _Field(column=replace(made, values=cut), origin=column.name, cut=lost)
        else:
            yield _Field(column=made, origin=column.name)


def _as_text(column: Column) -> list[str | None]:
    texts = np.datetime_as_string(np.asarray(column.values), timezone="UTC").tolist()
    gone = [False] * len(texts) if column.missing is None else column.missing.tolist()
    return [None if missing else text for text, missing in zip(texts, gone, strict=True)]


def _within(text: str) -> str:
    """Cut a text at the longest that fits, between two characters."""
    held = text.encode()
    return text if len(held) <= LONGEST_TEXT else held[:LONGEST_TEXT].decode(errors="ignore")


def _table(fields: list[_Field]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("field", "column", "change", "texts_cut"))
    writer.writerows((field.column.name, field.origin, field.change, field.cut) for field in fields)
    return text.getvalue().encode("utf-8-sig")
