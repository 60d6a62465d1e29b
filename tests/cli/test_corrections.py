"""`--corrections` and unresolved.csv from outside."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geomap import Settings, run
from tests.cli.conftest import Done

Geomap = Callable[..., Done]
PAGE = """11:49 a.m. ET, January 31, 2023

Shelling kills two in Vovchansk

Shelling killed two people in Vovchansk on Tuesday, officials said.

10:20 a.m. ET, January 31, 2023

=HYPERLINK("https://example.org") says the mayor

Three drones hit the oil depot in Grombulak overnight, the regional governor said.
"""


def page(folder: Path) -> Path:
    path = folder / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def events(folder: Path) -> dict[str, dict[str, Any]]:
    made = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))
    return {feature["properties"]["place_name"]: feature["properties"] for feature in made["features"]}


def unresolved(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "unresolved.csv").read_text(encoding="utf-8-sig").splitlines()))


def test_unresolved_names_become_lines_to_fill_in(geomap: Geomap, tmp_path: Path) -> None:
    geomap("map", page(tmp_path), "-o", tmp_path / "one")
    rows = unresolved(tmp_path / "one")
    (row,) = [row for row in rows if row["mention"] == "Grombulak"]
    assert "hit the oil depot" in row["quotation"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, row.keys())
        writer.writeheader()
        writer.writerows({**row, "place": "49.9 36.9"} if row["mention"] == "Grombulak" else row for row in rows)
    done = geomap("map", page(tmp_path), "-o", tmp_path / "two", "--corrections", filled)
    assert (done.status, done.err) == (0, "")
    placed = events(tmp_path / "two")["Grombulak"]
    assert (placed["latitude"], placed["longitude"], placed["geo_method"], placed["country"]) == (49.9, 36.9, "correction", "UA")
    assert "Grombulak" not in (tmp_path / "two" / "unresolved.csv").read_text(encoding="utf-8")


def test_types_dates_counts_and_no_events(geomap: Geomap, tmp_path: Path) -> None:
    lines = "post,mention,type,date,killed\nVovchansk,Vovchansk,Air/drone strike,2023-01-30,4\nGrombulak,,not an event,,\n"
    corrections = tmp_path / "corrections.csv"
    corrections.write_text(lines, encoding="utf-8")
    geomap("map", page(tmp_path), "-o", tmp_path / "out", "--corrections", corrections)
    ((name, event),) = events(tmp_path / "out").items()
    assert (name, event["sub_event_type"], event["event_date"], event["fatalities"]) == ("Vovchansk", "Air/drone strike", "2023-01-30", 4)
    assert "corrected by hand" in (tmp_path / "out" / "map.html").read_text(encoding="utf-8")


def test_a_line_that_meets_nothing_is_named(geomap: Geomap, tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("post,mention,place\nnowhere,Vovchansk,not a place\nVovchansk,Vovchansk,nosuch:1\n", encoding="utf-8")
    for command in (["map", page(tmp_path), "-o", tmp_path / "out"], ["geoparse", page(tmp_path)]):
        done = geomap(*command, "--corrections", corrections)
        assert done.status == 0
        told = done.err.splitlines()
        assert [("line 2" in one, "line 3" in one) for one in told] == [(True, False), (False, True)]
        assert "no such place" in told[1]


def test_a_broken_file_stops_the_run(geomap: Geomap, tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("post,type\nVovchansk,Battle\n", encoding="utf-8")
    done = geomap("map", page(tmp_path), "-o", tmp_path / "out", "--corrections", corrections)
    assert done.status == 2
    assert "line 2" in done.err
    assert not (tmp_path / "out").exists()
    assert geomap("map", page(tmp_path), "-o", tmp_path / "out", "--corrections", tmp_path / "none.csv").status == 2


def test_spans_that_were_asked_for_are_answered_whatever_is_no_place(geomap: Geomap, tmp_path: Path) -> None:
    text = "Shelling hit Sumy and Kharkiv."
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps({"id": 1, "text": text, "spans": [[22, 29], [13, 17]]}) + "\n", encoding="utf-8")
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("post,mention,place\nShelling,Kharkiv,not a place\n", encoding="utf-8")
    line = json.loads(geomap("geoparse", lines, "--corrections", corrections).out)
    assert [(m["text"], m["place"] and m["place"]["name"]) for m in line["mentions"]] == [("Kharkiv", None), ("Sumy", "Sumy")]
    assert [event["properties"]["place_name"] for event in line["events"]] == ["Sumy"]


def test_python_takes_the_same_file(tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("post,mention,place\nVovchansk,Vovchansk,not a place\nnowhere,,not a place\n", encoding="utf-8")
    result = run(page(tmp_path), settings=Settings(corrections=corrections))
    assert "Vovchansk" not in {event.where.name for event in result.events}
    assert [problem.text for problem in result.problems if "line 3" in problem.text]


def test_what_is_not_sure_enough_is_counted_and_listed(geomap: Geomap, tmp_path: Path) -> None:
    done = geomap("map", page(tmp_path), "-o", tmp_path / "out", "--min-confidence", "0.99")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert not events(tmp_path / "out")
    assert report["counts"]["events_left_out"] == len(report["left_out"]) == 2
    assert report["not_mapped"] == {}
    assert all(left["confidence"] < 0.99 and left["quote"] for left in report["left_out"])
    assert "2 events left out" in done.out
    assert "left out" not in geomap("map", page(tmp_path), "-o", tmp_path / "out", "--min-confidence", "0").out
