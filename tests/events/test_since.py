"""What has gone on since a day began before the post that says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geomap.events.ontology import TimeKind
from geomap.events.temporal import days_of
from geomap.events.time_model import TimeRef


@pytest.mark.parametrize(
    ("day", "month", "first"),
    [(8, 10, "2023-10-08"), (8, 6, "2024-06-08"), (12, 6, "2023-06-12"), (11, 6, "2024-06-11"), (29, 2, "2024-02-29")],
)
def test_since_a_day_without_a_year(day: int, month: int, first: str) -> None:
    days = days_of(TimeRef(TimeKind.DATE, 0, 2, day=day, month=month, since=True), datetime(2024, 6, 11, 12, tzinfo=UTC))
    assert days is not None
    assert (days.first.isoformat(), days.last.isoformat(), days.coming) == (first, "2024-06-11", False)
