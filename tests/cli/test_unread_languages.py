"""Posts in languages that geomap does not read: what the commands say of them, and that no place comes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import geomap as library
from tests.cli.conftest import Done

Geomap = Callable[..., Done]
POSTS = {
    "id": [
        "Gempa bumi mengguncang Palu pada hari Senin, sedikitnya tiga orang tewas dan puluhan rumah rusak.",
        "Polisi menangkap dua orang di Surabaya setelah perampokan pada malam hari.",
    ],
    "sw": ["Watu watano walifariki katika ajali ya basi karibu na Iringa siku ya Jumamosi."],
    "bg": ["Трима души са ранени при взрив в завод край Габрово, съобщиха от полицията."],
    "en": ["Three people were hurt on Monday in a blast at a plant near Gabrovo, police said."],
}


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    rows = [
        {"id": f"{code}{number}", "text": text, "published_at": "2024-05-14T09:00:00Z"}
        for code, texts in POSTS.items()
        for number, text in enumerate(texts)
    ]
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_map_says_how_many_posts_are_in_which_language(geomap: Geomap, feed: Path, tmp_path: Path) -> None:
    done = geomap("map", feed, "-o", tmp_path / "out")
    assert done.status == 0, done.err
    assert "4 posts in languages that geomap does not read: 2 Indonesian, 1 Bulgarian, 1 Swahili" in done.out
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["posts_not_read"] == 4
    assert report["not_read"] == [
        {"lang": "id", "name": "Indonesian", "posts": 2},
        {"lang": "bg", "name": "Bulgarian", "posts": 1},
        {"lang": "sw", "name": "Swahili", "posts": 1},
    ]
    assert {name["post_id"] for name in report["unresolved"]} <= {"en0"}


def test_geoparse_says_it_too_and_prints_no_places_of_them(geomap: Geomap, feed: Path) -> None:
    done = geomap("geoparse", feed)
    assert "4 posts in languages that geomap does not read: 2 Indonesian, 1 Bulgarian, 1 Swahili" in done.err
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [bool(line["mentions"]) for line in lines] == [False, False, False, False, True]


def test_where_all_is_read_nothing_is_said(geomap: Geomap, tmp_path: Path) -> None:
    path = tmp_path / "post.txt"
    path.write_text("14 May 2024\n\n" + POSTS["en"][0], encoding="utf-8")
    done = geomap("map", path, "-o", tmp_path / "out")
    assert "does not read" not in done.out + done.err
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["not_read"] == []


@pytest.mark.parametrize("code", ["id", "sw", "bg"])
def test_python_detects_the_same_languages(code: str) -> None:
    found = library.geoparse(POSTS[code][0])
    assert (found.post.language, found.resolutions) == (code, None)
