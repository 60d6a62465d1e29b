"""The columns of UCDP GED (Codebook 24.1), for events of organized violence; other events have no place in that dataset.

Identifiers of conflicts, dyads and actors are UCDP's own and stay empty. What GED has no column for is in a last one, ``geomap``.
"""

from __future__ import annotations

from datetime import date
from math import floor
from pathlib import Path

from geomap.export.layouts import Layout, Row, country_names
from geomap.files import write_atomically
from geomap.model import Analysis

REST = "geomap"
COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name"),
    *("dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id"),
    *("side_b", "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original"),
    *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid"),
    *("country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
    REST,
)
ONE_SIDED = "Violence against civilians"
VIOLENCE = frozenset({"Battles", "Explosions/Remote violence", ONE_SIDED})
_STATE = ("Military Forces", "Police Forces", "Government")
_GRID_DEGREES, _GRID_COLUMNS = 0.5, 720  # PRIO-GRID 2.0
_DAY, _WEEK, _MONTH, _YEAR = 1, 7, 31, 366
# Columns of geomap whose text GED's own columns hold as it is.
_SAME = {
    "event_id": "id",
    "actor1": "side_a",
    "actor2": "side_b",
    "source": "source_office",
    "quote": "source_article",
    "where_prec": "where_prec",
    "place_name": "where_coordinates",
    "admin1": "adm_1",
    "admin2": "adm_2",
    "latitude": "latitude",
    "longitude": "longitude",
    "event_date": "date_start",
    "event_date_end": "date_end",
    "fatalities_civilian": "deaths_civilians",
    "fatalities": "best",
    "fatalities_high": "high",
    "fatalities_low": "low",
}


def ucdp_cells(row: Row) -> Row:
    """Return the cells of an event in GED's columns, without those of the rest."""
    coded = {theirs: row[ours] for ours, theirs in _SAME.items()}
    best, civilians = row["fatalities"], row["fatalities_civilian"]
    lon, lat = row["longitude"], row["latitude"]
    return {
        **coded,
        "year": row["event_date"][:4],
        "type_of_violence": _kind(row),
        "dyad_name": " - ".join(filter(None, (row["actor1"], row["actor2"]))),
        "number_of_sources": "1",
        "source_date": row["published_time"][:10],
        "geom_wkt": f"POINT ({lon} {lat})" if lat else "",
        "priogrid_gid": str(_grid_cell(float(lat), float(lon))) if lat else "",
        "country": row["country"],
        "date_prec": _date_precision(row["event_date"], row["event_date_end"]),
        "deaths_unknown": str(max(0, int(best) - int(civilians or 0))) if best else "",
        "high": row["fatalities_high"] or best,
        "low": row["fatalities_low"] or best,
    }


def ucdp_row(cells: Row) -> Row:
    """Return the columns of geomap that GED's columns hold."""
    return {ours: cells.get(theirs, "") for ours, theirs in _SAME.items()}


LAYOUT = Layout(columns=COLUMNS, rest=REST, sign="type_of_violence", encode=ucdp_cells, decode=ucdp_row)


class UcdpExporter:
    """Writes the events of organized violence in GED's columns; ``notes`` tell after writing how many others there are."""

    suffix = ".ucdp.csv"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write events to ``path``; raise OutputError where that cannot be done."""
        events = [event for event in analysis.events if event.type in VIOLENCE]
        write_atomically(path, LAYOUT.table(events, country_names(analysis)))
        others = len(analysis.events) - len(events)
        self.notes = [f"{path}: {others:,} events that are not organized violence are left out"] if others else []


def _kind(row: Row) -> str:
    """Return UCDP's type of violence: 3 one-sided; 2 non-state, where both sides are known and no state is one; else 1 state-based."""
    sides = (row["actor1"], row["actor2"])
    if row["event_type"] == ONE_SIDED:
        return "3"
    return "2" if all(sides) and not any(side.startswith(_STATE) for side in sides) else "1"


def _date_precision(first: str, last: str) -> str:
    """Return UCDP's precision of a date: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year."""
    if not first:
        return ""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((str(code) for code, most in enumerate((_DAY, _WEEK - 1, _WEEK, _MONTH, _YEAR), 1) if days <= most), "5")


def _grid_cell(lat: float, lon: float) -> int:
    """Return the id of the cell of PRIO-GRID that holds a point: rows from the south, columns from the west, both from 1."""
    row = min(floor((lat + 90) / _GRID_DEGREES), 359)
    column = min(floor((lon + 180) / _GRID_DEGREES), _GRID_COLUMNS - 1)
    return row * _GRID_COLUMNS + column + 1
