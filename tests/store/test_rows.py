"""Rows that are written column by column, and by a thread: as those written one by one, whatever they hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from geomap.export.written import EDITABLE, written_columns, written_row
from geomap.model import Event, Evidence, GeoMethod, Modality, Reason, TimeBasis, Toll, When, Where
from geomap.span import Fact, Span
from geomap.store.ahead import Ahead, write_rows
from geomap.store.codec import Encoder, event_of
from geomap.store.rows import incident_cells

DAY = datetime(2024, 3, 4, tzinfo=UTC)
ODD = 'A "quoted" \\ text \x00 of\nlines\u2028, Київ 😀'


def plain_event(number: int) -> Event:
    """Return an event of which little is known."""
    told = Evidence(post_id=f"p{number}", start=0, end=1, quote="x", source="desk")
    where = Where(resolution=None, lat=None, lon=None, radius_m=None, geo_precision=None, where_prec=None, method=GeoMethod.TABLE, name="")
    return Event(
        id=f"e{number}", type="Battles", sub_type="Armed clash", code=None, when=None, where=where, evidence=(told,),
        modality=Modality.REPORTED, confidence=1,
    )  # fmt: skip


def full_event(number: int) -> Event:
    """Return an event with a value in most fields."""
    event = plain_event(number)
    told = replace(
        event.evidence[0], quote=ODD, published_at=DAY + timedelta(seconds=number, microseconds=5), url=f"https://a.example/{ODD}",
        title=ODD, trigger="hit", toll=Toll(fatalities=number, losses_claimed=True), toll_quote=ODD, document_sha256="ab",
        spans=(Span(Fact.PLACE, 2, 5),), retrieved_at=DAY,
    )  # fmt: skip
    day = DAY.date()
    when = When(start=DAY, end=DAY + timedelta(1), first_day=day, last_day=day, precision=1, basis=TimeBasis.STATED)
    where = replace(event.where, lat=-0.00000004, lon=24.1234567, radius_m=0.5, name=ODD, stated=("UA", None, ODD), geo_precision=1)
    return replace(
        event, code="C-1", when=when, where=where, evidence=(told, event.evidence[0]), confidence=0.123456, actors=("A", ODD),
        toll=Toll(fatalities=0, injured=number, losses_claimed=True), attribution=ODD, language="uk", source_id=ODD,
        reasons=(Reason(text=ODD, weight=0.25),), modality=Modality.CLAIMED,
    )  # fmt: skip


def events() -> list[Event]:
    return [plain_event(1), full_event(2), full_event(3), replace(full_event(4), toll=Toll(displaced=3)), plain_event(5)]


def no_outline(_: str) -> None:
    raise AssertionError


@pytest.mark.parametrize("event", events(), ids=lambda event: event.id)
def test_the_json_of_an_event_is_that_of_python_and_tells_all_of_it(event: Event) -> None:
    text = Encoder().event(event)
    assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text
    assert Encoder().event(event_of(text, no_outline)) == text  # type: ignore[arg-type]
    assert event_of(text, no_outline) == event  # type: ignore[arg-type]


@pytest.mark.parametrize("times", [1, 30])
def test_what_is_written_for_columns_is_what_is_written_for_rows(times: int) -> None:
    cells = incident_cells(events() * times)
    names = [*cells]
    made = [dict(zip(names, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    rows = [written_row(row["event_id"], [row[name] for name in (*EDITABLE, "longitude", "latitude")]) for row in made]
    assert list(zip(*written_columns(cells), strict=True)) == rows


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("CREATE TABLE told (number INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        yield connection


@pytest.mark.parametrize("rows", [1, 7, 20_011])
def test_rows_are_written_by_a_thread_in_their_order(database: sqlite3.Connection, rows: int) -> None:
    ahead, again = Ahead(), "ON CONFLICT (number) DO UPDATE SET name = name || excluded.name"
    with ahead.begun():
        for _ in range(3):
            ahead.do(partial(write_rows, database, "INSERT INTO told (name, number) VALUES", again, [[ODD] * rows, range(rows)]))
    assert database.execute("SELECT count(*), min(name), max(name) FROM told").fetchone() == (rows, ODD * 3, ODD * 3)


def _write(ahead: Ahead, database: sqlite3.Connection, names: list[str | None], *, is_stopped: bool = False) -> None:
    ahead.do(partial(write_rows, database, "INSERT INTO told (name) VALUES", "", [names]))
    if is_stopped:
        raise KeyboardInterrupt


def test_an_error_of_the_thread_is_raised_and_ends_it(database: sqlite3.Connection) -> None:
    ahead = Ahead()
    database.execute("BEGIN")
    with pytest.raises(sqlite3.IntegrityError), ahead.begun():
        _write(ahead, database, ["a", None])
    with pytest.raises(KeyboardInterrupt), ahead.begun():
        _write(ahead, database, ["b"] * 50_000, is_stopped=True)
    database.execute("ROLLBACK")  # nothing is being written any more
    assert database.execute("SELECT count(*) FROM told").fetchone() == (0,)
