"""`geomap explain --event`: why an event is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.events.gate.decide import IN_CONTEXT
from tests.cli.conftest import Done

Geomap = Callable[..., Done]

PAGE = """1:49 p.m. ET, January 31, 2023

Toll rises in Vovchansk

The death toll from shelling in Vovchansk on Tuesday has risen to three, officials said.

11:49 a.m. ET, January 31, 2023

Shelling kills two in Vovchansk

Shelling killed two people in Vovchansk on Tuesday, officials said. Russia denied shelling Kupiansk.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def explained(geomap: Geomap, page: Path, *words: str) -> list[dict[str, object]]:
    done = geomap("explain", page, "--event", "", "--json", *words)
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_every_telling_is_told_with_its_words_and_reasons(geomap: Geomap, page: Path) -> None:
    event = next(event for event in explained(geomap, page) if event["place_name"] == "Vovchansk")
    name = str(event["event_id"])
    done = geomap("explain", page, "--event", name[:8])
    assert done.status == 0
    assert done.out.startswith(
        f"event {name}: Explosions/Remote violence, Shelling/artillery/missile attack (ASSAULT-heavy-weapons), claimed"
    )
    for words in (
        "by gazetteer, geo_precision 1, where_prec 1",
        "2023-01-31 (relative, time precision 1)",
        "said by officials",
        "posts  2 posts tell it, oldest first",
        "“Shelling killed two people in Vovchansk on Tuesday, officials said.”",
        "“The death toll from shelling in Vovchansk on Tuesday has risen to three, officials said.”",
        "fatalities 2",
        "fatalities 3",
        "“Shelling killed” expresses the type Shelling/artillery/missile attack",
    ):
        assert words in done.out, words
    assert done.out.index("Shelling killed two") < done.out.index("has risen to three")


def test_spans_cut_the_quotation(geomap: Geomap, page: Path) -> None:
    posts = {post["id"]: post for post in map(json.loads, geomap("geoparse", page).out.splitlines())}
    for event in explained(geomap, page):
        for telling in event["tellings"]:  # type: ignore[attr-defined]
            assert telling["post_id"] in posts
            assert telling["end"] - telling["start"] == len(telling["quote"])
            assert telling["reasons"]


def test_what_is_kept_off_the_map_can_be_asked_for(geomap: Geomap, page: Path) -> None:
    assert {event["modality"] for event in explained(geomap, page)} == {"claimed", "denied"}


def test_an_id_that_is_not_there_is_named_with_those_that_are(geomap: Geomap, page: Path) -> None:
    done = geomap("explain", page, "--event", "zz")
    assert done.status == 2
    assert "--event: no event has an id that begins with 'zz'; the events are" in done.err


def test_an_event_is_explained_alone(geomap: Geomap, page: Path) -> None:
    assert geomap("explain", page, "--event", "", "--mention", "Vovchansk").status == 2


def test_a_correction_says_so(geomap: Geomap, page: Path, tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("post,mention,killed\nrisen to three,Vovchansk,5\n", encoding="utf-8")
    event = next(e for e in explained(geomap, page, "--corrections", str(corrections)) if e["place_name"] == "Vovchansk")
    assert event["fatalities"] == 5
    assert any("corrected by hand" in reason["text"] for reason in event["reasons"])  # type: ignore[attr-defined]


def test_words_do_not_steer_the_terminal(geomap: Geomap, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    text = "Shelling killed two people in Kharkiv on Tuesday, \x1b[2J police said."
    path.write_text(json.dumps({"id": "\x1b]0;x", "text": text, "published_at": "2023-01-31T10:00:00Z"}) + "\n", encoding="utf-8")
    done = geomap("explain", path, "--event", "")
    assert done.status == 0
    assert "\x1b" not in done.out


@pytest.mark.parametrize(("options", "again"), [((), True), (("--fast",), False)])
def test_a_fast_run_reads_no_unsure_sentence_again(geomap: Geomap, tmp_path: Path, options: tuple[str, ...], *, again: bool) -> None:
    page = tmp_path / "unsure.jsonl"
    page.write_text('{"text": "Residents fear more shooting near Kherson.", "published_at": "2024-03-05T10:00:00Z"}\n', encoding="utf-8")
    done = geomap("explain", page, "--event", "", "--min-confidence", "0", *options)
    assert done.status == 0, done.err
    assert (IN_CONTEXT in done.out) is again
