"""Exports of social networks: posts within objects, in a script, as bytes taken for letters, in one line."""

from __future__ import annotations

import json

import pytest

from tests.read.conftest import Reading, times

TEXTS = ("Двоє людей загинули в Херсоні.", "Shells hit a mill in Izium on Sunday.")
SECONDS = (1715499000, 1715503500)
TIMES = ["2024-05-12 07:30", "2024-05-12 08:45"]
ISO = [f"{time.replace(' ', 'T')}:00Z" for time in TIMES]


def activity(at: int) -> dict[str, object]:
    note = {"id": f"https://m.e/s/{at}", "type": "Note", "published": ISO[at], "content": f"<p>{TEXTS[at]}</p>", "summary": None}
    return {"id": f"https://m.e/s/{at}/activity", "type": "Create", "published": ISO[at], "object": note}


def as_letters(text: str) -> str:
    return text.encode().decode("latin-1")


def wall(at: int) -> dict[str, object]:
    parts = [{"post": as_letters(TEXTS[at])}, {"update_timestamp": SECONDS[at] + 60}]
    return {"timestamp": SECONDS[at], "attachments": [], "data": parts, "title": as_letters("Пост")}


def tweet(at: int) -> dict[str, object]:
    stamp = f"Sun May 12 {TIMES[at][-5:]}:00 +0000 2024"
    return {"tweet": {"id_str": str(at), "created_at": stamp, "full_text": TEXTS[at], "entities": {"hashtags": []}}}


def sky(at: int) -> dict[str, object]:
    return {"post": {"uri": f"at://x/{at}", "record": {"createdAt": ISO[at], "text": TEXTS[at]}, "indexedAt": "2024-05-20T00:00:00Z"}}


def listing(at: int) -> dict[str, object]:
    return {"kind": "t3", "data": {"title": f"Post {at}", "selftext": TEXTS[at], "created_utc": float(SECONDS[at])}}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"id": "outbox.json", "type": "OrderedCollection", "orderedItems": [activity(0), activity(1)]}),
        json.dumps([wall(0), wall(1)], indent=2),
        "window.YTD.tweets.part0 = " + json.dumps([tweet(0), tweet(1)], indent=1),
        json.dumps({"feed": [sky(0), sky(1)], "cursor": "x"}),
        json.dumps({"kind": "Listing", "data": {"after": None, "children": [listing(0), listing(1)]}}),
    ],
    ids=["outbox", "wall", "archive", "feed", "listing"],
)
def test_exports_of_networks(reading: Reading, content: str) -> None:
    found = reading(content, name="export.json")
    assert times(found) == TIMES
    assert [text in post.text for text, post in zip(TEXTS, found.posts, strict=True)] == [True, True]
    assert found.problems == ()


LIVE_BLOGS = {  # the answers of systems that serve live blogs
    "message": lambda at: {"_id": str(at), "createdAt": SECONDS[at] * 1000, "message": {"text": f"<p>{TEXTS[at]}</p>", "title": ""}},
    "contents": lambda at: {"nid": at, "created": SECONDS[at], "newstitle": "News", "contents": f"<p>{TEXTS[at]}</p>"},
    "moments of .NET": lambda at: {"Id": at, "Content": f"<p>{TEXTS[at]}</p>", "Created": f"/Date({SECONDS[at]}000+0000)/"},
    "entries": lambda at: {"id": at, "type": "new", "content": f"<p>{TEXTS[at]}</p>", "entry_time": SECONDS[at]},
    "groups": lambda at: {"_id": at, "published_date": ISO[at], "groups": [{"id": "main", "refs": [{"item": {"text": TEXTS[at]}}]}]},
    "rendered": lambda at: {"id": at, "date_gmt": ISO[at][:-1], "title": {"rendered": "News"}, "content": {"rendered": TEXTS[at]}},
}


@pytest.mark.parametrize("form", LIVE_BLOGS)
def test_answers_of_live_blogs(reading: Reading, form: str) -> None:
    found = reading(
        json.dumps({"status": "ok", "data": {"title": "Live", "posts": [LIVE_BLOGS[form](0), LIVE_BLOGS[form](1)]}}), name="a.json"
    )
    assert times(found) == TIMES
    assert [text in post.text for text, post in zip(TEXTS, found.posts, strict=True)] == [True, True]


def test_letters_that_are_meant_stay(reading: Reading) -> None:
    texts = ["Une mère a été sauvée à Nîmes par des voisins.", "Ã© is how é looks when it goes wrong — twice."]
    found = reading(json.dumps([{"date": stamp, "text": text} for stamp, text in zip(ISO, texts, strict=True)], indent=1))
    assert [post.text for post in found.posts] == texts
