"""Stories read from files: those of geomap, StoryMapJS and TimeMapper; what is none is refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from geomap.errors import InputError
from geomap.render import Step, read_story
from tests.cli.conftest import Done, geomap  # noqa: F401 - a fixture
from tests.render import hostile

Geomap = Callable[..., Done]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_story_of_its_own(tmp_path: Path) -> None:
    steps = [
        {"headline": None, "text": " One ", "event": "a", "at": [6, 50, 30], "link": "https://a.example/"},
        {"text": "Two", "at": [99, 50, 30], "unknown": 1, "time": ["2024-05-03T00:00", "2024-05-04T00:00"]},
        {"text": 3, "at": ["x", None, 1], "time": ["2024-05-04T00:00", "2024-05-03T00:00"]},
        {"text": "4", "time": [1, 2]},
    ]
    story = read_story(written(tmp_path, "story.json", json.dumps({"format": "geomap-story", "title": "T", "steps": steps})))
    assert story.title == "T"
    assert story.steps == (
        Step(text="One", event="a", at=(6.0, 50.0, 30.0), link="https://a.example/"),
        Step(text="Two", at=(18.0, 50.0, 30.0), time=(datetime(2024, 5, 3), datetime(2024, 5, 4))),  # noqa: DTZ001 - local
        Step(text=""),
        Step(text="4"),
    )


def test_a_story_of_storymapjs(tmp_path: Path) -> None:
    slides = [
        {
            "type": "overview",
            "text": {"headline": "<b>A trip</b>", "text": "<p>One &amp; two</p><script>alert(1)</script><p>Three</p>"},
            "location": {"line": True},
            "media": {"url": "https://x.example/a.jpg", "caption": "<i>A caption</i>", "credit": "Somebody"},
        },
        {
            "date": "Jan 2006",
            "text": {"headline": "Kyiv", "text": "Text"},
            "location": {"lat": 50.45, "lon": "30.52", "zoom": 12},
            "media": None,
        },
        {"text": {"headline": "Nowhere"}, "location": {"lat": "", "lon": None}},
    ]
    story = read_story(written(tmp_path, "published.json", json.dumps({"storymap": {"slides": slides}, "font_css": "stock:default"})))
    assert story.title == "A trip"
    assert story.steps == (
        Step(text="One & two\nThree\n\nA caption\n\nSomebody", headline="A trip", link="https://x.example/a.jpg"),
        Step(text="Text", headline="Kyiv", date="Jan 2006", at=(12.0, 50.45, 30.52)),
        Step(text="", headline="Nowhere"),
    )


def test_a_table_for_timemapper(tmp_path: Path) -> None:
    text = (
        "Title,Start,End,Description,Web Page,Media,Media Caption,Media Credit,Tags,Place,Location,Source,Source URL\n"
        'One,2023-01-31,,"A, B",https://a.example/,,Caption,,x,Kyiv,"50.45, 30.52",Paper,\n'
        ",,,,,,,,,,,,\n"
        'Two,2023-02-01,2023-02-03,C,,https://b.example/c.jpg,,,,,"{""type"":""Point"",""coordinates"":[30.5,50.4]}",,\n'
        'Three,1899,,,,not a link,,,,,"north of here",,\n'
    )
    story = read_story(written(tmp_path, "sheet.csv", text))
    assert story.steps == (
        Step(text="A, B\n\nCaption\n\nPaper", headline="One", date="2023-01-31", at=(9.0, 50.45, 30.52), link="https://a.example/"),
        Step(text="C", headline="Two", date="2023-02-01 – 2023-02-03", at=(9.0, 50.4, 30.5), link="https://b.example/c.jpg"),
        Step(text="", headline="Three", date="1899"),
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("story.json", "{"),
        ("story.json", "[]"),
        ("story.json", '{"format": "geomap-story", "steps": []}'),
        ("story.json", '{"format": "geomap-story", "steps": [1]}'),
        ("story.json", '{"storymap": {"slides": {}}}'),
        ("story.json", '{"storymap": {"slides": [null]}}'),
        ("story.json", json.dumps({"format": "geomap-story", "steps": [{"text": "x"}] * 501})),
        ("story.csv", "a,b\n1,2\n"),
        ("story.csv", "title,start\n"),
        ("story.json", "[" * 100_000),
    ],
)
def test_what_is_no_story_is_refused_in_a_sentence(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_story(written(tmp_path, name, text))
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_line_tells_a_story(geomap: Geomap, tmp_path: Path) -> None:  # noqa: F811
    page = written(tmp_path, "page.txt", "2 May 2023\n\nShelling killed three people in Kramatorsk on Monday.\n")
    steps = [{"text": text, "event": "gone"} for text in hostile.TEXTS[:3]]
    story = written(tmp_path, "story.json", json.dumps({"format": "geomap-story", "steps": steps}))
    done = geomap("map", page, "-o", tmp_path / "o", "--story", story, "--fast")
    assert done.status == 0, done.err
    assert "steps 1 (gone), 2 (gone), 3 (gone) of the story" in done.err
    assert 'id="geomap-story"' in (tmp_path / "o" / "map.html").read_text(encoding="utf-8")
    done = geomap("map", page, "-o", tmp_path / "x", "--story", tmp_path / "missing.json")
    assert (done.status, done.err.count("\n")) == (2, 1)
