"""Answers and exports of services as JSON: posts with their times, events with their positions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.read.conftest import Reading

SECONDS, STAMP = 1683972000, "2023-05-13T10:00:00"
TOLD = ["A shell hit a mill in Izium.", "A drone hit a bus in Sumy."]


def posts(*, at: Any, key: str, text: str = "text", **more: Any) -> list[dict[str, Any]]:
    return [{text: told, key: at, **more} for told in TOLD]


POSTS = {
    "Slack": posts(at=f"{SECONDS}.000200", key="ts", type="message", user="U1"),
    "Matrix": {"messages": [{"origin_server_ts": SECONDS * 1000, "content": {"msgtype": "m.text", "body": told}} for told in TOLD]},
    "a date of several": {"data": [{"fields": {"title": "Report", "body": told, "date": {"created": STAMP}}} for told in TOLD]},
    "hits": {"hits": {"hits": [{"_id": at, "_source": one} for at, one in enumerate(posts(at=STAMP, key="published", text="body"))]}},
    "headlines": {"articles": [{"title": told, "seendate": "20230513T100000Z", "url": f"https://e.org/{told[-5]}"} for told in TOLD]},
}
POINT = {"type": "Point", "coordinates": [37.3, 49.2]}
EVENTS = {
    "attributes": {"features": [{"attributes": {"Date": SECONDS * 1000, "Event": "Shelling"}, "geometry": {"x": 37.3, "y": 49.2}}]},
    "a list of geometries": {"events": [{"title": "Mill fire", "geometry": [{"date": STAMP, **POINT}]}]},
    "a location": {"incidents": [{"occurred": "2023-05-13", "location": {"lat": 49.2, "lng": 37.3, "name": "Izium"}, "summary": TOLD[0]}]},
    "milliseconds": {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"time": SECONDS * 1000}, "geometry": POINT}],
    },
    "an area": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"date": "2023-05-13"},
                "geometry": {"type": "Polygon", "coordinates": [[[37.2, 49.1], [37.4, 49.1], [37.4, 49.3], [37.2, 49.1]]]},
            }
        ],
    },
}


@pytest.mark.parametrize("name", POSTS)
def test_posts(reading: Reading, name: str) -> None:
    found = reading(json.dumps(POSTS[name]))
    assert [post.text.split("\n")[-1] for post in found.posts] == TOLD
    assert {f"{post.published_at:%Y-%m-%dT%H:%M:%S}" for post in found.posts if post.published_at} == {STAMP}


@pytest.mark.parametrize("name", EVENTS)
def test_events(reading: Reading, name: str) -> None:
    (event,) = reading(json.dumps(EVENTS[name])).events
    assert (event.where.lat, event.where.lon) == (pytest.approx(49.2), pytest.approx(37.3))
    assert event.when is not None
    assert str(event.when.first_day) == "2023-05-13"
    assert (event.where.radius_m is not None) == (name == "an area")


def test_coordinates_that_are_not_used_are_told(reading: Reading) -> None:
    found = reading(json.dumps([{"content": told, "post_date": STAMP, "geo": {"lat": 49.2, "lon": 37.3}} for told in TOLD]))
    assert len(found.posts) == len(TOLD)
    assert any("the coordinates of 2 records are not used" in problem.text for problem in found.problems)


def test_places_of_users_make_no_events_of_posts(reading: Reading) -> None:
    users = [{"text": told, "created_at": STAMP, "user": {"lat": 1.0, "lon": 2.0}} for told in TOLD]
    found = reading(json.dumps(users))
    assert (len(found.posts), len(found.events)) == (2, 0)


@pytest.mark.parametrize(
    "value",
    [
        {"date": [STAMP, STAMP], "text": TOLD},
        {"date": {"0": STAMP, "1": STAMP}, "text": dict(zip("01", TOLD, strict=True))},
        {"columns": ["date", "text"], "index": [0, 1], "data": [[STAMP, told] for told in TOLD]},
        [["date", "text"], *([STAMP, told] for told in TOLD)],
        {f"id {told[:3]}": {"date": STAMP, "text": told} for told in TOLD},
        {"hits": {"hits": [{"_id": told[:3], "_source": {"message": told, "@timestamp": STAMP}} for told in TOLD]}},
        {"ok": True, "result": [{"update_id": 1, "channel_post": {"date": STAMP, "text": told}} for told in TOLD]},
    ],
)
def test_tables_as_json(reading: Reading, value: object) -> None:
    found = reading(json.dumps(value))
    assert [post.text for post in found.posts] == TOLD
    assert {f"{post.published_at:%Y-%m-%dT%H:%M:%S}" for post in found.posts if post.published_at} == {STAMP}


def test_a_table_of_events_as_json(reading: Reading) -> None:
    (event,) = reading(json.dumps({"date": [STAMP], "latitude": [49.2], "longitude": [37.3], "notes": TOLD[:1]})).events
    assert (event.where.lat, event.where.lon) == (pytest.approx(49.2), pytest.approx(37.3))


def test_a_single_object_is_a_post_where_it_has_a_text_and_a_time(reading: Reading) -> None:
    (post,) = reading(json.dumps({"title": "Mill", "text": TOLD[0], "published_at": STAMP}, indent=1), name="a.json").posts
    assert TOLD[0] in post.text
    found = reading(json.dumps({"error": 401, "message": "The key of this service is not valid."}, indent=1), name="a.json")
    assert not found.posts
