"""The history of corrections: before and after, who, when and why, and which lines stand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done, geomap
from tests.edits.pages import cells, opened, write_posts
from tests.export.checks import json_faults

__all__ = ["geomap"]

Geomap = Callable[..., Done]
HEAD = "event_id,post,mention,place,type,date,killed,status,author,reason,corrected_on,previous\n"
MANY = HEAD + (
    "e1,,,49.9 36.9,,,3,proposed,A. Analyst,local press,2024-03-01,place: 50 36; killed: 2\n"
    "e1,,,,,,4,checked,B. Board,hospital,2024-03-02,\n"
    "e2,,,,not an event,,,proposed,A. Analyst,,2024-03-01,type: Armed clash; name: Mill; north\n"
    "e2,,,,not an event,,,rejected,B. Board,it was one,2024-03-03,\n"
    ",p1,Sumy,not a place,,,,,,,,\n"
    ",p1,Sumy,50.9 34.8,,,,,,,,\n"
)


def steps(done: Done) -> list[dict[str, Any]]:
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "corrections.csv"
    path.write_text(MANY, encoding="utf-8")
    return path


def test_each_column_says_what_it_was_and_what_became_of_it(geomap: Geomap, file: Path) -> None:
    told = [(one["line"], one["column"], one["previous"], one["value"], one["outcome"], one["by_line"])
            for one in steps(geomap("history", file, "--json"))]  # fmt: skip
    assert told == [
        (2, "place", "50 36", "49.9 36.9", "stands", None),
        (2, "killed", "2", "3", "replaced", 3),
        (3, "killed", "3", "4", "stands", None),
        (4, "type", "Armed clash", "not an event", "rejected", 5),
        (5, "type", None, "not an event", "rejected", None),
        (6, "place", None, "not a place", "replaced", 7),
        (7, "place", "not a place", "50.9 34.8", "stands", None),
    ]


def test_people_read_who_when_and_why(geomap: Geomap, file: Path) -> None:
    lines = geomap("history", file).out.splitlines()
    assert lines[0] == "event e1"
    assert "  line 2: killed 2 -> 3 (proposed, A. Analyst, 2024-03-01, local press): replaced by line 3" in lines
    assert "post p1, mention Sumy" in lines
    of_one = geomap("history", file, "--event", "e2").out.splitlines()
    assert of_one[0] == "event e2"
    assert len(of_one) == 3


def test_what_makes_no_sense_is_one_sentence(geomap: Geomap, file: Path, tmp_path: Path) -> None:
    assert geomap("history", tmp_path / "none.csv").status == 2
    file.write_text(HEAD + "e1,,,,Loud noise,,,,,,,\n", encoding="utf-8")
    done = geomap("history", file)
    assert (done.status, len(done.err.splitlines())) == (2, 1)


def test_the_last_line_counts_and_a_rejection_takes_back(geomap: Geomap, tmp_path: Path) -> None:
    posts, fixes = write_posts(tmp_path / "posts.jsonl", days=1), tmp_path / "fixes.csv"
    assert geomap("map", posts, "-o", tmp_path / "map", "--formats", "gpkg", "-q").status == 0
    before = cells(tmp_path / "map" / "events.gpkg")
    first, second, third, *_ = sorted(before)
    mention = before[third]["place_name"]
    post = f"{mention}-0"
    fixes.write_text(
        "event_id,post,mention,place,type,killed,status\n"
        f"{first},,,,not an event,,proposed\n"
        f"{first},,,,Armed clash,,checked\n"
        f"{second},,,,,77,proposed\n"
        f"{second},,,,,77,rejected\n"
        f",{post},{mention},not a place,,,\n"
        f",{post},{mention},50.5 30.5,,,\n",
        encoding="utf-8",
    )
    done = geomap("map", posts, "-o", tmp_path / "again", "--formats", "gpkg", "-q", "--corrections", fixes)
    assert (done.status, done.err) == (0, "")
    after = cells(tmp_path / "again" / "events.gpkg")
    assert after[first]["sub_event_type"] == "Armed clash"
    assert after[second]["fatalities"] == before[second]["fatalities"]
    moved = [one for one in after.values() if (one["latitude"], one["longitude"]) == (50.5, 30.5)]
    assert len(moved) == 1
    report = json.loads((tmp_path / "again" / "report.json").read_bytes())
    assert [(one["line"], one["outcome"], one["fits"]) for one in report["corrections"]] == [
        (2, "replaced", True),
        (3, "stands", True),
        (4, "rejected", False),
        (5, "rejected", False),
        (6, "replaced", True),
        (7, "stands", True),
    ]


def test_a_report_with_corrections_fits_its_schema_and_one_that_hides_places_has_none(geomap: Geomap, file: Path, tmp_path: Path) -> None:
    from geomap.export.schemas import SCHEMAS  # noqa: PLC0415

    posts = write_posts(tmp_path / "posts.jsonl", days=1)
    for name, words in (("a", ()), ("b", ("--coarsen", "5km"))):
        geomap("map", posts, "-o", tmp_path / name, "-q", "--corrections", file, *words)
    told, hidden = (json.loads((tmp_path / name / "report.json").read_bytes()) for name in "ab")
    assert list(json_faults(told, SCHEMAS["report"].make())) == []
    assert {one["author"] for one in told["corrections"] if "author" in one} == {"A. Analyst", "B. Board"}
    assert "corrections" not in hidden


def test_a_store_keeps_the_history(geomap: Geomap, tmp_path: Path) -> None:
    posts, store, fixes = write_posts(tmp_path / "posts.jsonl", days=1), tmp_path / "war.gpkg", tmp_path / "fixes.csv"
    assert geomap("store", "add", store, posts, "-q").status == 0
    before = cells(store)
    first = min(before)
    for number, author in ((5, "A. Analyst"), (7, "B. Board")):
        with opened(store) as database:
            database.execute("UPDATE events SET injured = ? WHERE event_id = ?", (number, first))
        assert geomap("corrections", store, "-o", fixes, "--author", author).status == 0
        assert geomap("store", "add", store, "--corrections", fixes, "-q").status == 0
        assert cells(store)[first]["injured"] == number
    told = steps(geomap("history", store, "--event", first, "--json"))
    assert [(one["value"], one["author"], one["outcome"]) for one in told] == [("5", "A. Analyst", "replaced"), ("7", "B. Board", "stands")]
    assert told[1]["previous"] == "5"
    rows = list(csv.DictReader(fixes.read_text(encoding="utf-8-sig").splitlines()))
    with fixes.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, rows[0].keys()).writerow({**rows[1], "status": "rejected", "author": "C. Chair"})
    assert geomap("store", "add", store, "--corrections", fixes, "-q").status == 0
    assert cells(store)[first]["injured"] == 5
