"""Data frames: what a frame holds is what the analysis holds, and its types do not depend on its rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings

from geomap.export.features import COLUMNS, event_row
from geomap.export.frames import events_frame, to_frames, to_geodataframe
from geomap.export.geometry import event_geometry
from geomap.model import Event
from tests.conftest import tries
from tests.export.factory import analysis, event_lists

LAWS = settings(deadline=None, max_examples=tries(25))
DAYS = ("event_date", "event_date_end")
TIMES = ("start_time", "end_time", "published_time")


def plain(name: str, value: Any) -> Any:
    """A cell as `event_row` writes it."""
    if pd.isna(value):
        return None
    if name in DAYS:
        return value.date().isoformat()
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if name in TIMES else value


@LAWS
@given(event_lists)
def test_every_cell_is_that_of_the_files(events: tuple[Event, ...]) -> None:
    frame = events_frame(events)
    assert list(frame.columns) == list(COLUMNS)
    rows = [{name: plain(name, frame[name].iloc[number]) for name in COLUMNS} for number in range(len(frame))]
    assert rows == [event_row(event) for event in events]


@LAWS
@given(event_lists)
def test_types_are_those_of_an_empty_frame(events: tuple[Event, ...]) -> None:
    for full, empty in zip(to_frames(analysis(events)), to_frames(analysis()), strict=True):
        assert list(map(str, full.dtypes)) == list(map(str, empty.dtypes))
    assert list(map(str, to_geodataframe(events).dtypes)) == list(map(str, to_geodataframe(()).dtypes))


@LAWS
@given(event_lists)
def test_a_geodataframe_adds_the_geometry_of_each_event(events: tuple[Event, ...]) -> None:
    frame = to_geodataframe(events)
    assert frame.crs == "EPSG:4326"
    for drawn, event in zip(frame.geometry, events, strict=True):
        expected = event_geometry(event.where)
        assert (drawn is None) if expected is None else drawn.equals(expected)


def test_mentions_and_posts_are_joined_by_the_post_id() -> None:
    frames = to_frames(analysis())
    assert frames.posts[["post_id", "n_mentions", "n_events"]].to_numpy().tolist() == [["p", 2, 0]]
    assert list(frames.mentions["post_id"]) == ["p", "p"]
    assert list(frames.mentions["place_id"].fillna("")) == ["geonames:689304", ""]
    assert list(frames.mentions["place_confidence"].isna()) == [False, True]
