"""On how many days events began and ended, as JSON in a column: by it QGIS counts the events of any range of time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from geomap.model import Event

BEGUN, ENDED = "begun_by_day", "ended_by_day"
SPAN_COLUMNS = (BEGUN, ENDED)


def span_cells(events: Sequence[Event]) -> dict[str, str]:
    """Return the columns: for each local day the number of events that began on it, and that ended on it."""
    whens = [event.when for event in events if event.when is not None]
    return {
        BEGUN: _by_day(Counter(when.first_day.isoformat() for when in whens)),
        ENDED: _by_day(Counter(when.last_day.isoformat() for when in whens)),
    }


def _by_day(counts: Counter[str]) -> str:
    return json.dumps(dict(sorted(counts.items())), separators=(",", ":"))


def count_expression(total: str) -> str:
    """Return the expression by which QGIS counts the events of the days that the map shows.

    Those that began before the end of the range, less those that ended before its beginning. The parts of the range are compared as
    texts: ISO days sort by time.

    Args:
        total: The expression of the number where the map shows all time.
    """
    begun = _sum(BEGUN, "format_date(@map_end_time - to_interval('1 second'), 'yyyy-MM-dd') >= @element")
    ended = _sum(ENDED, "@element < format_date(@map_start_time, 'yyyy-MM-dd')")
    return f"CASE WHEN @map_start_time IS NULL OR @map_end_time IS NULL THEN {total} ELSE {begun} - {ended} END"


def _sum(column: str, condition: str) -> str:
    days = f'json_to_map("{column}")'
    return f"coalesce(array_sum(array_foreach(map_akeys({days}), if({condition}, map_get({days}, @element), 0))), 0)"
