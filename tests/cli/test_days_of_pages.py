"""A page of which only the day or the month is known is of that day or month in every zone, from reading to the files and the page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tests.cli.test_coarsen import contents
from tests.cli.test_own_files import FORMATS, properties

Geomap = Callable[..., Done]
WORDS = "Shells hit a school in Nikopol on Tuesday, and two people were wounded. A drone hit a farm near Auckland."
ZONES = ["UTC", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Auckland", "Europe/Kyiv"]
SHOWN = ("--min-confidence", "0", "--fast")
PAGES = {
    "a.txt": f"Round-up\n10 June 2025\n\n{WORDS}\n",
    "b.html": "<html><head><meta property='article:published_time' content='2025-06-10'></head>"
    f"<body><h1>Round-up</h1><p>{WORDS}</p></body></html>",
    "c.html": "<html><head><title>Round-up</title><meta property='article:published_time' content='2025-06-10T00:00:00+03:00'></head>"
    f"<body><p>{WORDS}</p></body></html>",
    "d.csv": f'id,date,text\n1,2025-06-10,"{WORDS}"\n',
    "e.xml": f"<rss version='2.0'><channel><title>Wire</title><item><pubDate>Tue, 10 Jun 2025 00:00:00 +0000</pubDate>"
    f"<description>{WORDS}</description></item></channel></rss>",
    "f.jsonl": json.dumps({"id": 1, "text": WORDS, "published_at": "2025-06-10"}) + "\n",
    "g.json": json.dumps([{"date": "2025-06-10", "message": WORDS}]),
}


def told(folder: Path) -> list[dict[str, Any]]:
    return properties(folder)


@pytest.mark.parametrize("zone", ZONES)
def test_a_page_dated_by_the_user_is_of_that_day_in_every_zone(geomap: Geomap, tmp_path: Path, zone: str) -> None:
    (tmp_path / "page.txt").write_text(f"Round-up\n\n{WORDS}\n")
    assert geomap("map", tmp_path / "page.txt", "-o", tmp_path / "o", "--date", "2025-06-10", "--timezone", zone, *SHOWN).status == 0
    events = told(tmp_path / "o")
    assert events
    assert {(one["event_date"], one["event_date_end"]) for one in events} == {("2025-06-10", "2025-06-10")}
    assert {(one["published_time"], one["published_precision"]) for one in events} == {("2025-06-10T00:00:00Z", "day")}


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/Los_Angeles"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_states_a_day_is_of_that_day_in_every_zone(geomap: Geomap, tmp_path: Path, name: str, zone: str) -> None:
    (tmp_path / name).write_text(PAGES[name])
    assert geomap("map", tmp_path / name, "-o", tmp_path / "o", "--timezone", zone, *SHOWN).status == 0
    assert {(one["event_date"], one["published_precision"]) for one in told(tmp_path / "o")} == {("2025-06-10", "day")}
    (post,) = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))["posts"]
    assert (post["published_at"], post["published_precision"]) == ("2025-06-10T00:00:00Z", "day")


def test_a_page_with_a_clock_has_a_time(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"Round-up\n10 June 2025, 14:30 UTC\n\n{WORDS}\n")
    assert geomap("map", tmp_path / "page.txt", "-o", tmp_path / "o", *SHOWN).status == 0
    assert {(one["published_time"], one["published_precision"]) for one in told(tmp_path / "o")} == {("2025-06-10T14:30:00Z", "time")}


@pytest.mark.parametrize("suffix", FORMATS)
def test_files_keep_how_exactly_a_page_is_dated(geomap: Geomap, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "page.txt").write_text(f"Round-up\n10 June 2025\n\n{WORDS}\n")
    assert geomap("map", tmp_path / "page.txt", "-o", tmp_path / "o", "--formats", f"geojson,{suffix}", *SHOWN).status == 0
    assert geomap("export", tmp_path / "o" / f"events.{suffix}", "--to", tmp_path / "events.geojson").status == 0
    assert told(tmp_path) == told(tmp_path / "o")
    assert geomap("map", tmp_path / "o" / f"events.{suffix}", "-o", tmp_path / "again", *SHOWN).status == 0
    assert {one["published_precision"] for one in told(tmp_path / "again")} == {"day"}


def test_the_page_shows_a_day_without_a_clock(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"Round-up\n10 June 2025\n\n{WORDS}\n")
    assert geomap("map", tmp_path / "page.txt", "-o", tmp_path / "o", *SHOWN).status == 0
    page = contents(tmp_path / "o" / "map.html")
    assert '"precision":[1]' in page.replace(" ", "")
    assert '"newest_precision":1' in page.replace(" ", "")


def test_a_store_keeps_it(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"Round-up\n10 June 2025\n\n{WORDS}\n")
    assert geomap("store", "add", tmp_path / "news.gpkg", tmp_path / "page.txt", "--fast").status == 0
    done = geomap("store", "export", tmp_path / "news.gpkg", "--to", tmp_path / "events.geojson")
    assert done.status == 0, done.err
    assert {one["published_precision"] for one in told(tmp_path)} <= {"day"}


@pytest.mark.parametrize(
    ("head", "asked", "days"),
    [
        ("Situation bulletin\nMarch 2015", (), ("2015-03-01", "2015-03-31", 3)),
        ("Situation bulletin – March 2015", (), ("2015-03-01", "2015-03-31", 3)),
        ("Monthly report March 2015", (), ("2015-03-01", "2015-03-31", 3)),
        ("Report for the month of March 2015", (), ("2015-03-01", "2015-03-31", 3)),
        ("March 2015 monthly overview", (), ("2015-03-01", "2015-03-31", 3)),
        ("Informe mensual de marzo de 2015", (), ("2015-03-01", "2015-03-31", 3)),
        ("Rapport mensuel d’avril 2015", (), ("2015-04-01", "2015-04-30", 3)),
        ("Звіт за березень 2015 року", (), ("2015-03-01", "2015-03-31", 3)),
        ("Ежемесячный обзор за март 2015 г.", (), ("2015-03-01", "2015-03-31", 3)),
        ("Situation bulletin\n2015-03", (), ("2015-03-01", "2015-03-31", 3)),
        ("Situation bulletin – March 2015", ("--date", "2015-03-12"), ("2015-03-10", "2015-03-10", 1)),
        ("Situation bulletin – March 2015", ("--date", "2019-01-01"), ("2015-03-01", "2015-03-31", 3)),
    ],
)
def test_a_month_in_the_head_dates_a_page(
    geomap: Geomap, tmp_path: Path, head: str, asked: tuple[str, ...], days: tuple[str, str, int]
) -> None:
    (tmp_path / "page.txt").write_text(f"{head}\n\n{WORDS.split('. ', maxsplit=1)[0]}.\n")
    assert geomap("map", tmp_path / "page.txt", "-o", tmp_path / "o", *asked, *SHOWN).status == 0
    events = told(tmp_path / "o")
    assert events
    assert {(one["event_date"], one["event_date_end"], one["time_precision"]) for one in events} == {days}
    assert {one["published_precision"] for one in events} == {"month" if days[2] == 3 else "day"}


@pytest.mark.parametrize(
    "title",
    [
        "The earthquake of March 2011",
        "What happened in March 2011",
        "Since March 2011 the road is closed",
        "A report on the earthquake of March 2011",
        "March 2011 is long gone, the report says.",
    ],
)
def test_a_month_that_a_title_tells_of_does_not_date_a_page(geomap: Geomap, tmp_path: Path, title: str) -> None:
    (tmp_path / "page.txt").write_text(f"{title}\n\n{WORDS}\n")
    done = geomap("map", tmp_path / "page.txt", "-o", tmp_path / "o", *SHOWN)
    assert "does not say when it was published" in done.out + done.err
    assert {one["published_precision"] for one in told(tmp_path / "o")} <= {None}


def test_days_and_months_from_python() -> None:
    import geomap as library  # noqa: PLC0415 - the fixture has its name

    for published, precision in ((date(2025, 6, 10), "day"), ("2025-06-10", "day"), ("2025-06", "month"), ("2025-06-10T09:00:00Z", "time")):
        assert library.Text("Quiet.", published_at=published).as_post().precision == precision


def test_geopackages_and_stores_keep_how_exactly_edits_and_the_posts_of_mentions_are_dated(geomap: Geomap, tmp_path: Path) -> None:
    rows = [
        {"date": "2025-06-09T10:00:00Z", "updated": "2025-06-10", "message": WORDS},
        {"date": "2025-06-08", "message": "Kyiv is quiet."},
    ]
    (tmp_path / "posts.json").write_text(json.dumps(rows))
    assert geomap("map", tmp_path / "posts.json", "-o", tmp_path / "o", "--formats", "gpkg", *SHOWN).status == 0
    assert geomap("export", tmp_path / "o" / "events.gpkg", "--to", tmp_path / "again.gpkg").status == 0
    assert geomap("store", "add", tmp_path / "store.gpkg", tmp_path / "posts.json", "--fast").status == 0
    for file in ("o/events.gpkg", "again.gpkg", "store.gpkg"):
        with closing(sqlite3.connect(tmp_path / file)) as database:
            posts = database.execute("SELECT published_precision, substr(updated_time, 1, 10), updated_precision FROM posts").fetchall()
            mentions = dict(database.execute("SELECT mention, published_precision FROM mentions"))
        assert sorted(posts, key=str) == [("day", None, None), ("time", "2025-06-10", "day")], file
        assert (mentions["Nikopol"], mentions["Kyiv"]) == ("time", "day"), file
