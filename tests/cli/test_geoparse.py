"""`geomap geoparse` from outside: the contract line for line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Done

ROOT = Path(__file__).parents[2]
Geomap = Callable[..., Done]


def geoparse(geomap: Geomap, tmp_path: Path, records: list[Any], *options: str) -> list[dict[str, Any]]:
    page = tmp_path / "posts.jsonl"
    page.write_text("".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in records), encoding="utf-8")
    done = geomap("geoparse", page, *options)
    assert "Traceback" not in done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_line_for_each_line_in_order_with_its_id(geomap: Geomap, tmp_path: Path) -> None:
    records = [
        {"id": 7, "text": "Shelling in Vovchansk"},
        "not json",
        {"id": "7", "text": "Nothing here"},
        {"id": 7, "text": "Twice the same id"},
        {"id": "x"},
    ]
    lines = geoparse(geomap, tmp_path, records)
    assert [line["id"] for line in lines] == [7, None, "7", 7, "x"]
    assert "error" in lines[1]
    assert "error" in lines[4]
    assert [m["text"] for m in lines[0]["mentions"]] == ["Vovchansk"]
    assert lines[2]["mentions"] == []


def test_offsets_count_code_points_of_the_text_as_given(geomap: Geomap, tmp_path: Path) -> None:
    text = "🚀 Cafe\u0301 talk:\r\n shelling in Vovchansk and Łódz\u0301 today"
    (line,) = geoparse(geomap, tmp_path, [{"id": 1, "text": text}])
    for mention in line["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
    assert "Vovchansk" in {mention["text"] for mention in line["mentions"]}


def test_spans_answer_exactly_what_was_asked(geomap: Geomap, tmp_path: Path) -> None:
    text = "Paris, Texas, is not Paris"
    spans = [[21, 26], [0, 5], [7, 12]]
    (line,) = geoparse(geomap, tmp_path, [{"id": 1, "text": text, "spans": spans}])
    assert [[m["start"], m["end"]] for m in line["mentions"]] == spans
    assert line["mentions"][2]["place"]["admin1"] is not None or line["mentions"][2]["place"]["kind"] == "region"


def test_a_mention_tells_place_role_and_how_sure(geomap: Geomap, tmp_path: Path) -> None:
    (line,) = geoparse(geomap, tmp_path, [{"id": 1, "text": "Russian troops shelled Bakhmut in the Donetsk region on Monday."}])
    by_text = {m["text"]: m for m in line["mentions"]}
    assert by_text["Russian"]["role"] == "demonym"
    place = by_text["Bakhmut"]["place"]
    assert (place["id"], place["kind"], place["country"]) == ("geonames:713174", "settlement", "UA")
    assert 0 < place["confidence"] <= 1


def test_events_are_features_of_the_shown_modalities(geomap: Geomap, tmp_path: Path) -> None:
    text = "Russian shelling killed two people in Vovchansk on Tuesday, officials said."
    record = {"id": 1, "text": text, "published_at": "2023-01-31T12:00:00Z"}
    (line,) = geoparse(geomap, tmp_path, [record])
    assert [event["properties"]["place_name"] for event in line["events"]] == ["Vovchansk"]
    assert line["events"][0]["properties"]["fatalities"] == 2
    (line,) = geoparse(geomap, tmp_path, [record], "--modality", "planned")
    assert line["events"] == []


def test_a_page_gives_its_posts(geomap: Geomap) -> None:
    done = geomap("geoparse", ROOT / "data" / "ukraine-2023-01-31.txt")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert len(lines) == 9
    assert {"id", "title", "published_at", "url", "mentions", "events"} <= set(lines[0])


def test_rows_of_event_tables_have_no_line_and_it_is_said(geomap: Geomap, tmp_path: Path) -> None:
    table, text = tmp_path / "events.csv", tmp_path / "page.txt"
    table.write_text("event_id,date,latitude,longitude,event_type\n1,2023-01-31,46.6,32.6,Battles\n2,2023-02-01,46.6,32.6,Battles\n")
    text.write_text("Shelling in Vovchansk\n7 June 2023\n\nShells fell on Vovchansk, the mayor said.\n")
    alone, beside = geomap("geoparse", table), geomap("geoparse", table, text)
    assert (alone.out, alone.status) == ("", 0)
    assert len(beside.out.splitlines()) == 1
    for done in (alone, beside):
        assert "2 events came from tables" in done.err


def test_texts_are_geoparsed_without_the_packages_that_only_files_need(tmp_path: Path) -> None:
    page = tmp_path / "posts.jsonl"
    page.write_text('{"id": 1, "text": "Shelling in Vovchansk"}\n', encoding="utf-8")
    heavy = ("pandas", "geopandas", "pyogrio", "pyarrow", "folium")
    check = (
        f"import sys; from geomap.cli import main; sys.argv = ['geomap', 'geoparse', '--fast', {str(page)!r}]\n"
        "try: main()\n"
        f"finally: print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_name_that_the_gazetteer_lacks_gets_the_area_around_the_town_beside_it_and_no_event(geomap: Geomap, tmp_path: Path) -> None:
    text = "A bomb exploded at Zzyzx Corner in Leeds on Monday and killed two people, the police in Bradford said."
    span = [text.index("Zzyzx"), text.index(" in Leeds")]
    leeds, bradford = ([text.index(name), text.index(name) + len(name)] for name in ("Leeds", "Bradford"))
    (line,) = geoparse(
        geomap, tmp_path, [{"id": 1, "text": text, "published_at": "2023-05-09T12:00:00Z", "spans": [span, leeds, bradford]}]
    )
    unknown, town, _ = line["mentions"]
    assert (unknown["place"]["id"], unknown["place"]["kind"], unknown["place"]["radius_m"]) == (town["place"]["id"], "area", 50_000)
    assert unknown["place"]["confidence"] < town["place"]["confidence"]
    assert "the area around Leeds" in unknown["reasons"][1]["text"]
    assert {event["properties"]["place_name"] for event in line["events"]} <= {"Leeds", "Bradford"}
    assert all(event["properties"]["geo_precision"] == 1 for event in line["events"])
