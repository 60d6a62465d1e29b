"""Times that people and apps write in further ways: noon, spans, contents of a page, its foot, chats, forwarded mails."""

from __future__ import annotations

import pytest

from geomap.model import Post
from tests.read.conftest import Reading

MILL, BUS, BRIDGE = "A shell hit a mill in Izium.", "A drone hit a bus in Sumy.", "A bridge fell near Lviv."


def times(posts: tuple[Post, ...]) -> list[tuple[str, str]]:
    return [(f"{post.published_at:%d %H:%M}" if post.published_at else "", post.text.split("\n")[-1]) for post in posts]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (f"Live updates\n13 May 2023\n\nNoon\n{MILL}\n\n11:40 a.m.\n{BUS}\n", [("13 12:00", MILL), ("13 11:40", BUS)]),
        (f"Live updates\n13 May 2023\n\n14:05 - 14:20\n{MILL}\n\n13:40 - 13:55\n{BUS}\n", [("13 14:05", MILL), ("13 13:40", BUS)]),
        (
            f"Live updates\n13 May 2023\n\nKey events\n14:05 Mill hit\n13:40 Bus hit\n\n14:05\nMill hit\n{MILL}\n\n13:40\nBus hit\n{BUS}\n",
            [("13 14:05", MILL), ("13 13:40", BUS)],
        ),
        (
            f"Live\n\n13 May, 2:05pm\n{MILL}\n\n12 May, 11:20pm\n{BUS}\n\nThis page was last updated on 13 May 2023\n",
            [("13 14:05", MILL), ("12 23:20", BUS)],
        ),
    ],
    ids=["noon", "spans", "contents", "foot"],
)
def test_pages(reading: Reading, page: str, told: list[tuple[str, str]]) -> None:
    assert times(reading(page).posts) == told


@pytest.mark.parametrize(
    "chat",
    [
        f"[13/05/2023, 13:41:02] Odesa Desk: {MILL}\n[13/05/2023, 14:05:22] +380 67 000 00 00: {BUS}\n",
        f"5/13/23, 1:41 PM - Odesa Desk: {MILL}\n5/13/23, 2:05 PM - Oleh: {BUS}\n",
    ],
    ids=["brackets", "dashes"],
)
def test_who_speaks_in_a_chat_is_no_part_of_the_words(reading: Reading, chat: str) -> None:
    posts = reading(chat).posts
    assert times(posts) == [("13 13:41", MILL), ("13 14:05", BUS)]
    assert "Odesa Desk" in (posts[0].author or "")


def test_places_before_a_colon_are_no_speakers(reading: Reading) -> None:
    posts = reading(f"Live\n13 May 2023\n\n14:05 – Kharkiv: {MILL}\n\n13:40 – Sumy: {BUS}\n").posts
    assert [post.text for post in posts] == [f"Kharkiv: {MILL}", f"Sumy: {BUS}"]


def test_clocks_of_a_marked_page_take_the_day_of_its_metadata(reading: Reading) -> None:
    items = "".join(f"<article><time>{at}</time><p>{told}</p></article>" for at, told in (("14:05", MILL), ("13:40", BUS)))
    meta = '<meta property="article:published_time" content="2023-05-13T10:00:00Z">'
    page = f"<!doctype html><html><head><title>Live</title>{meta}</head><body><h1>Live</h1>{items}</body></html>"
    assert times(reading(page).posts) == [("13 14:05", MILL), ("13 13:40", BUS)]


def test_a_forwarded_mail_has_its_own_time_and_files_are_told(reading: Reading) -> None:
    head = "From: a@e.org\nTo: b@e.org\nSubject: Fwd\nDate: Sat, 13 May 2023 14:05:00 +0000\nMIME-Version: 1.0\n"
    inner = f"From: c@e.org\nSubject: Mill\nDate: Fri, 12 May 2023 09:00:00 +0000\nContent-Type: text/plain\n\n{MILL}\n"
    parts = [
        f"Content-Type: text/plain\n\n{BRIDGE}\n",
        f"Content-Type: message/rfc822\n\n{inner}",
        "Content-Type: text/csv; name=a.csv\nContent-Disposition: attachment; filename=a.csv\n\ndate,text\n",
    ]
    body = "".join(f"--b\n{part}" for part in parts)
    found = reading(f"{head}Content-Type: multipart/mixed; boundary=b\n\n{body}--b--\n")
    assert times(found.posts) == [("13 14:05", BRIDGE), ("12 09:00", MILL)]
    assert [problem.skipped for problem in found.problems] == [("a.csv",)]
