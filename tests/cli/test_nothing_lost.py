"""Posts and events that look alike are kept; what is the same is left out by name, and the run says so."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli.program import cli
from geomap.read import read_inputs
from geomap.settings import ReadSettings

LABEL = "Checked by the desk: Mykolaiv region."


def rows(path: Path, *lines: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path


def texts(path: Path) -> list[str]:
    return [post.text.split("\n")[-1] for post in read_inputs([str(path)], ReadSettings()).posts]


def test_rows_of_one_title_and_day_are_posts_of_their_own(tmp_path: Path) -> None:
    told = ["A shell fell on a farm in Snihurivka.", "A drone hit a shop in Bashtanka.", "Rockets hit a pier in Ochakiv."]
    table = rows(
        tmp_path / "a.csv",
        ("id", "date", "title", "text"),
        *((str(at), "2023-05-02", "Night attack", text) for at, text in enumerate(told)),
    )
    assert texts(table) == told


def test_rows_that_begin_with_one_label_are_posts_of_their_own(tmp_path: Path) -> None:
    told = [
        f"{LABEL} {text}" for text in ("A bridge fell near Snihurivka.", "A mill burned in Bashtanka.", "A school was hit in Voznesensk.")
    ]
    table = rows(
        tmp_path / "a.csv", ("date", "text", "link"), *(("2023-05-02", text, f"https://e.org/{at}") for at, text in enumerate(told))
    )
    assert texts(table) == told


def test_items_of_one_title_and_minute_are_posts_of_their_own(tmp_path: Path) -> None:
    items = "".join(
        f"<item><guid>{at}</guid><link>https://e.org/{at}</link><title>Alert</title>"
        f"<pubDate>Tue, 02 May 2023 05:00:00 GMT</pubDate><description>{text}</description></item>"
        for at, text in enumerate(("Drones fly toward Odesa.", "Missiles were seen over Poltava."))
    )
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>")
    assert texts(feed) == ["Drones fly toward Odesa.", "Missiles were seen over Poltava."]


def test_posts_of_one_headline_and_minute_on_a_page_stay(tmp_path: Path) -> None:
    posts = "".join(
        f"<article id='p{at}'><time datetime='2023-05-02T05:0{at // 2}:{10 * at:02}Z'>05:00</time><h2>Alarm</h2><p>{text}</p></article>"
        for at, text in enumerate(("It is over in Kyiv.", "Drones near Odesa.", "Sirens in Sumy."))
    )
    page = tmp_path / "live.html"
    page.write_text(f"<html><body><h1>Live: the night</h1>{posts}</body></html>")
    assert texts(page) == ["It is over in Kyiv.", "Drones near Odesa.", "Sirens in Sumy."]


def test_what_was_alike_is_counted_and_named(tmp_path: Path) -> None:
    told = [f"Report {at} of the night: shells fell on houses of Nikopol, and a man was hurt." for at in range(5)]
    lines = [("2023-05-02", "Night attack", told[at % 5]) for at in range(12)]
    table = rows(tmp_path / "a.csv", ("date", "title", "text"), *lines)
    out = tmp_path / "out"
    shown = CliRunner().invoke(cli, ["map", str(table), "-o", str(out)])
    assert shown.exit_code == 0
    assert "5 posts" in shown.output
    assert "7 more were the same as others and are left out: 7 by text" in shown.output
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["merged"] == len(report["merged"]) == 7
    known = {post["id"] for post in report["posts"]}
    assert {one["kept_id"] for one in report["merged"]} <= known
    assert {(one["alike"], one["title"]) for one in report["merged"]} == {("text", "Night attack")}


def test_282_rows_of_185_texts_are_185_posts_and_the_rest_is_counted(tmp_path: Path) -> None:
    """Reports of one title and day: 185 texts, of which 97 come again under another link."""
    told = [f"Report {at}: a shell fell on street {at * 7 % 101} of the town, and {at % 5} houses were damaged there." for at in range(185)]
    again = [(f"https://e.org/copy/{at}", told[at * 3 % 185]) for at in range(97)]
    lines = [*((f"https://e.org/{at}", text) for at, text in enumerate(told)), *again]
    table = rows(tmp_path / "a.csv", ("date", "title", "text", "link"), *(("2023-05-02", "Shelling", text, link) for link, text in lines))
    assert len(lines) == 282
    assert sorted(texts(table)) == sorted(told)
    done = CliRunner().invoke(cli, ["map", str(table), "-o", str(tmp_path / "o"), "--fast"])
    assert "97 more were the same as others and are left out: 97 by text" in done.output
    report = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))
    assert (report["counts"]["posts"], report["counts"]["merged"], len(report["merged"])) == (185, 97, 97)
    assert {one["kept_id"] for one in report["merged"]} <= {post["id"] for post in report["posts"]}


FED = "Shells hit a mill in Nikopol."
SKIPPING = {
    "a.csv": (f"id,date,text\n1,2023-05-02,{FED}\n2,2023-05-02,\n3,2023-05-02,\n", ["row 3", "row 4"]),
    "b.xml": (
        f"<rss version='2.0'><channel><item><guid>1</guid></item><item><description>{FED}</description></item></channel></rss>",
        ["item 1"],
    ),
    "c.json": (
        json.dumps({"name": "Wire", "messages": [{"id": at, "type": "message", "date": "2023-05-02T05:00:00Z", "text": text}
                    for at, text in enumerate((FED, "", f"{FED} Again."))]}),
        ["record 2"],
    ),
    "d.kml": (
        "<kml><Placemark><name>A</name><Point><coordinates>34.4,47.6</coordinates></Point></Placemark><Placemark><name>B</name></Placemark></kml>",
        ["placemark 2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SKIPPING)
def test_what_is_skipped_is_counted_and_named(tmp_path: Path, name: str) -> None:
    content, parts = SKIPPING[name]
    (tmp_path / name).write_text(content)
    done = CliRunner().invoke(cli, ["map", str(tmp_path / name), "-o", str(tmp_path / "o"), "--date", "2023-05-02", "--fast"])
    assert f"{len(parts)} rows, items or pages of the inputs are skipped" in done.output
    report = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["skipped"] == len(parts)
    assert [(one["origin"], one["part"]) for one in report["skipped"]] == [(name, part) for part in parts]


def test_an_input_that_is_not_read_is_counted_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Round-up\n2 May 2023\n\n{FED}\n")
    (tmp_path / "b.kml").write_text("<kml><Placemark><name>A</name></Placemark></kml>")
    done = CliRunner().invoke(cli, ["map", str(tmp_path), "-o", str(tmp_path / "o"), "--fast"])
    assert "1 input not read" in done.output
    report = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["inputs_not_read"] == 1
    assert [one["origin"] for one in report["problems"] if one["fatal"]] == ["b.kml"]
