"""Quotations are found again in their documents, and those that were changed, moved or lost are named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tests.fetch.conftest import site
from tests.fetch.server import Reply, Site

__all__ = ["site"]

Geomap = Callable[..., Done]
TOWNS = ("Sumy", "Kherson", "Nikopol", "Chuhuiv", "Izium", "Vovchansk", "Orikhiv", "Kupiansk", "Bakhmut", "Lyman")
CRIMES = ("Shelling", "A missile", "An air strike", "A drone", "Artillery fire")
DAYS = 6


def page(day: int) -> str:
    """A page of a day: one post for each town, of which each tells an event."""
    posts = []
    for number, town in enumerate(TOWNS):
        first = f"{CRIMES[number % 5]} killed {number + 2} people in {town} on 1{day} March."
        second = "It rained all day."
        time = f"2024-03-1{day}T{8 + number:02}:00:00Z"
        posts.append(
            f'<article><h2>News from {town}, day {day}</h2><time datetime="{time}">{time}</time><p>{first}</p><p>{second}</p></article>'
        )
    return f"<html><head><title>Live, day {day}</title></head><body>{''.join(posts)}</body></html>"


@pytest.fixture
def mapped(site: Site, geomap: Geomap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with the fetched pages and the map of them."""
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_: str(tmp_path / "kept"))
    monkeypatch.setattr("time.sleep", lambda _: None)
    addresses = []
    for day in range(DAYS):
        site.replies[f"/day-{day}.html"] = Reply(page(day).encode(), headers={"Content-Type": "text/html; charset=utf-8"})
        addresses.append(f"{site.url}/day-{day}.html")
    assert geomap("fetch", *addresses, "-o", tmp_path / "pages", "--allow-local").status == 0
    done = geomap("map", tmp_path / "pages", "-o", tmp_path / "map", "--formats", "geojson,gpkg,csv,kml,shp", "--min-confidence", 0, "-q")
    assert done.status == 0, done.err
    return tmp_path


def told(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


def test_what_was_fetched_is_found_again_in_each_format(geomap: Geomap, mapped: Path) -> None:
    events = told(geomap("verify", mapped / "map", "--documents", mapped / "pages", "--json"))
    assert len(events) >= 55
    found = [one for one in events if one["standing"] == "found" and one["same_document"]]
    assert len(found) >= 0.99 * len(events)
    for name in ("events.gpkg", "events.csv", "events.kml", "events.shp"):
        done = geomap("verify", mapped / "map" / name, "--documents", mapped / "pages")
        assert (done.status, done.out) == (0, f"{len(events)} of {len(events)} quotations found\n")


def test_each_of_fifty_edits_is_named(geomap: Geomap, mapped: Path) -> None:
    events = told(geomap("verify", mapped / "map", "--documents", mapped / "pages", "--json"))
    edited = list(dict.fromkeys(one["quote"] for one in events))[:50]
    assert len(edited) == 50
    for path in (mapped / "pages").glob("*.html"):
        text = path.read_text()
        for number, quote in enumerate(edited):
            words = quote.split()
            words[number % len(words)] = "x" * len(words[number % len(words)])  # as long, so that what follows stays where it is
            text = text.replace(quote, " ".join(words))
        path.write_text(text)
    done = geomap("verify", mapped / "map", "--documents", mapped / "pages", "--json")
    assert done.status == 1
    lost = {one["quote"]: one for one in told(done) if one["standing"] != "found"}
    assert set(lost) == set(edited)
    assert {one["standing"] for one in lost.values()} == {"changed"}
    assert all("x" in one["now"] for one in lost.values())
    lines = geomap("verify", mapped / "map", "--documents", mapped / "pages", "-q").out.splitlines()
    assert all(any(quote in line for line in lines) for quote in edited)


def test_what_moved_or_is_gone_is_told_apart(geomap: Geomap, mapped: Path) -> None:
    pages = sorted((mapped / "pages").glob("*.html"))
    first, second = (path.read_text() for path in pages[:2])
    pages[0].write_text(first.replace("<p>", "<p>Editors added this sentence. "))
    pages[1].unlink()
    pages[1].with_name(pages[1].name + ".fetch.json").unlink()
    events = told(geomap("verify", mapped / "map", "--documents", mapped / "pages", "--json"))
    for one in events:
        is_moved, is_missing = one["quote"] in first, one["quote"] in second
        assert one["standing"] == ("moved" if is_moved else "missing" if is_missing else "found"), one
    assert {one["standing"] for one in events} == {"moved", "missing", "found"}
    assert all("characters" in one["now"] for one in events if one["standing"] == "moved")


def test_events_of_tables_and_of_json_lines_are_found(geomap: Geomap, tmp_path: Path) -> None:
    table = tmp_path / "acled.csv"
    rows = [f"UKR{n},2024-03-04,Battles,Armed clash,Sumy,50.9,34.8,1,A fight near Sumy killed {n} soldiers.,{n}\r\n" for n in range(2, 12)]
    head = "event_id_cnty,event_date,event_type,sub_event_type,location,latitude,longitude,geo_precision,notes,fatalities\r\n"
    table.write_text(head + "".join(rows))
    lines = tmp_path / "posts.jsonl"
    text = "Cafe\u0301. Shelling killed two people in Vovchansk on Monday."
    lines.write_text(json.dumps({"id": 7, "text": text, "published_at": "2024-03-05T09:00:00Z"}) + "\n")
    assert geomap("map", table, lines, "-o", tmp_path / "map", "-q").status == 0
    done = geomap("verify", tmp_path / "map", "--documents", table, "--documents", lines)
    assert (done.status, done.out) == (0, "11 of 11 quotations found\n")
    table.write_text(head + "".join(rows).replace("killed 5 soldiers", "killed 6 soldiers"))
    done = geomap("verify", tmp_path / "map", "--documents", table, "--documents", lines)
    assert done.status == 1
    assert done.out.startswith("changed  ")
    assert done.out.endswith("10 of 11 quotations found; 1 changed\n")


def test_a_map_that_hides_places_has_no_quotations(geomap: Geomap, mapped: Path) -> None:
    assert geomap("map", mapped / "pages", "-o", mapped / "public", "--coarsen", "5km", "-q").status == 0
    done = geomap("verify", mapped / "public", "--documents", mapped / "pages")
    assert done.status == 0
    assert "events have no quotation" in done.out


@pytest.mark.parametrize(("events", "documents"), [("none.geojson", "."), (".", "."), ("map", "none")])
def test_what_cannot_be_looked_up_is_one_sentence(geomap: Geomap, tmp_path: Path, events: str, documents: str) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "events.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    done = geomap("verify", tmp_path / events, "--documents", tmp_path / documents)
    assert done.status in {1, 2}
    assert len(done.err.splitlines()) == 1


def test_an_edited_file_is_known_by_its_name(geomap: Geomap, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Shelling killed two people in Vovchansk on Monday.")
    assert geomap("map", page, "-o", tmp_path / "map", "--date", "2024-03-05", "-q").status == 0
    page.write_text("Shelling killed nine people in Vovchansk on Monday.")
    done = geomap("verify", tmp_path / "map", "--documents", page)
    assert (done.status, done.out.split()[0]) == (1, "changed")
    assert "(now “Shelling killed nine people in Vovchansk on Monday.”)" in done.out
    page.rename(tmp_path / "other.txt")
    assert geomap("verify", tmp_path / "map", "--documents", tmp_path / "other.txt").out.split()[0] == "missing"


def test_each_report_of_an_event_is_looked_up_where_a_file_has_them(geomap: Geomap, tmp_path: Path) -> None:
    lines, old = tmp_path / "posts.jsonl", "Shelling killed two people in Vovchansk on Monday."
    posts = [
        {"id": "a", "text": old, "published_at": "2024-03-04T09:00:00Z"},
        {"id": "b", "text": "Two people were killed by shelling in Vovchansk on Monday.", "published_at": "2024-03-04T11:00:00Z"},
    ]
    lines.write_text("".join(json.dumps(one) + "\n" for one in posts))
    assert geomap("map", lines, "-o", tmp_path / "map", "--formats", "geojson,gpkg", "-q").status == 0
    (event,) = json.loads((tmp_path / "map" / "events.geojson").read_bytes())["features"]
    assert geomap("verify", tmp_path / "map", "--documents", lines).out == "2 of 2 quotations found\n"
    lines.write_text(lines.read_text().replace(old, old.replace("two", "six")))
    done = geomap("verify", tmp_path / "map", "--documents", lines)
    assert done.out.startswith(f"changed  {event['properties']['event_id']}  “{old}” (now “{old.replace('two', 'six')}”)")
    assert done.out.endswith("1 of 2 quotations found; 1 changed\n")
