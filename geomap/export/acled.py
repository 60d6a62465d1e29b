"""The columns of ACLED's exports (ACLED Codebook, 2024; API, endpoint acled), so that its clients in R and Python read the file.

Events of a kind that ACLED does not have are written as "Strategic developments", "Other"; what they are, and all that ACLED has no
column for, is in ``tags``.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from gazetteer.iso3166 import alpha_3, numeric, of_numeric
from geomap.export.layouts import Layout, Row, country_names
from geomap.files import write_atomically
from geomap.model import Analysis

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
VIOLENCE, DEMONSTRATIONS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
# The disorder type of each event type, and of the sub-event types that have another one.
_DISORDER = {
    "Battles": VIOLENCE,
    "Explosions/Remote violence": VIOLENCE,
    "Violence against civilians": VIOLENCE,
    "Riots": DEMONSTRATIONS,
    "Mob violence": VIOLENCE,
    "Protests": DEMONSTRATIONS,
    "Excessive force against protesters": f"{VIOLENCE}; {DEMONSTRATIONS}",
    STRATEGIC: STRATEGIC,
}
_OTHER = (STRATEGIC, "Other")
_TARGETED = {"Violence against civilians", "Excessive force against protesters"}
# ACLED's codes of actors, by how the names of actors begin; the order is that of its codes.
_INTER = {
    "Military Forces": "State forces",
    "Police Forces": "State forces",
    "Government": "State forces",
    "Rioters": "Rioters",
    "Protesters": "Protesters",
    "Civilians": "Civilians",
}
_ORDER = tuple(dict.fromkeys(_INTER.values()))
# Columns of geomap whose text ACLED's own columns hold as it is.
_SAME = {
    "event_id": "event_id_cnty",
    "time_precision": "time_precision",
    "event_type": "event_type",
    "sub_event_type": "sub_event_type",
    "actor1": "actor1",
    "actor2": "actor2",
    "admin1": "admin1",
    "admin2": "admin2",
    "place_name": "location",
    "latitude": "latitude",
    "longitude": "longitude",
    "geo_precision": "geo_precision",
    "source": "source",
    "quote": "notes",
    "fatalities": "fatalities",
}


def acled_cells(row: Row) -> Row:
    """Return the cells of an event in ACLED's columns, without the tags."""
    coded = {theirs: row[ours] for ours, theirs in _SAME.items()}
    coded |= dict(zip(("event_type", "sub_event_type"), acled_kind(row["event_type"], row["sub_event_type"]), strict=True))
    kinds = (coded["sub_event_type"], coded["event_type"])
    inter1, inter2 = (_inter(row[name]) for name in ("actor1", "actor2"))
    day = _middle(row["event_date"], row["event_date_end"])
    return {
        **coded,
        "event_date": day,
        "year": day[:4],
        "disorder_type": next(_DISORDER[kind] for kind in kinds if kind in _DISORDER),
        "inter1": inter1,
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2, is_alone=not row["actor2"]),
        "civilian_targeting": "Civilian targeting" if _TARGETED & set(kinds) else "",
        "iso": "" if (number := numeric(row["country"])) is None else str(number),
        "country": row["country"],
        "timestamp": str(int(datetime.fromisoformat(row["published_time"]).timestamp())) if row["published_time"] else "",
    }


def acled_kind(event_type: str, sub_event_type: str) -> tuple[str, str]:
    """Return the event type and the sub-event type of ACLED that an event of a kind has there."""
    return (event_type, sub_event_type) if event_type in _DISORDER else _OTHER


def acled_row(cells: Row) -> Row:
    """Return the columns of geomap that ACLED's columns hold."""
    row = {ours: cells.get(theirs, "") for ours, theirs in _SAME.items()}
    row["event_date"] = row["event_date_end"] = cells.get("event_date", "")
    number = cells.get("iso", "")
    country = of_numeric(int(number)) if number.isdecimal() else None
    return {**row, "country": country or "", "iso3": alpha_3(country) or ""}


LAYOUT = Layout(columns=COLUMNS, rest="tags", sign="event_id_cnty", encode=acled_cells, decode=acled_row)


class AcledExporter:
    """Writes the events in ACLED's columns."""

    suffix = ".acled.csv"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, LAYOUT.table(analysis.events, country_names(analysis)))


def _middle(first: str, last: str) -> str:
    """Return the day in the middle of a range, which ACLED gives for a week or month."""
    if not first or first == last:
        return first
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return (begin + (end - begin) // 2).isoformat()


def _inter(actor: str) -> str:
    return next((code for start, code in _INTER.items() if actor.startswith(start)), "")


def _interaction(one: str, two: str, *, is_alone: bool) -> str:
    if is_alone:
        return f"{one} only" if one else ""
    return "-".join(sorted((one, two), key=_ORDER.index)) if one and two else ""
