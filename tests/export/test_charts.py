"""The page of charts: figures that add up, text that stays text, nothing loaded."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.export import charts
from geomap.export.charts import picture, write_charts
from geomap.export.charts.documents import page, plain_text, summary
from geomap.export.charts.figures import MOST_BARS, MOST_ROWS, figures_of, headline, pieces
from geomap.model import Event, Toll
from tests.conftest import tries
from tests.export.factory import analysis, event, event_lists, texts, tolls, where

LAWS = settings(deadline=None, max_examples=tries(40))
HOSTILE = """</title><script>alert(1)</script><img src=x onerror=alert(1)> $x$ [a](javascript:b) **c** | `d` \x08\u2028"""


def dated(number: int, day: date, kind: str = "Battles", toll: Toll | None = None) -> Event:
    made = event(number, toll=toll or Toll())
    assert made.when is not None
    return replace(made, type=kind, when=replace(made.when, first_day=day, last_day=day))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") or name in {"src", "href"} for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@LAWS
@given(event_lists)
def test_each_chart_adds_up(events: tuple[Event, ...]) -> None:
    figures = figures_of(events)
    assert sum(count for _, count in figures.types) == sum(count for _, count in figures.regions) == len(events)
    assert sum(step.events for step in figures.steps) == len(events) - figures.undated
    assert figures.deaths == sum(e.toll.fatalities or 0 for e in events)
    assert figures.without_place == sum(e.where.lat is None for e in events)


@LAWS
@given(st.lists(st.dates(date(1990, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20), tolls)
def test_steps_follow_one_another_and_fit_on_the_page(days: list[date], toll: Toll) -> None:
    figures = figures_of([dated(i, day, toll=toll) for i, day in enumerate(days)])
    labels = [step.label for step in figures.steps]
    assert labels == sorted(set(labels))
    assert sum(step.events for step in figures.steps) == len(days)
    assert sum(step.deaths for step in figures.steps) == figures.deaths
    assert figures.unit == "month" or len(labels) <= MOST_BARS + 1
    if figures.unit == "day":
        assert len(labels) == (max(days) - min(days)).days + 1


def test_a_year_is_drawn_by_week_and_a_decade_by_month() -> None:
    first = date(2023, 1, 1)
    assert figures_of([dated(0, first), dated(1, first + timedelta(days=300))]).unit == "week"
    ten_years = figures_of([dated(0, first), dated(1, first + timedelta(days=3650))])
    assert (ten_years.unit, ten_years.steps[0].label, len(ten_years.steps)) == ("month", "2023-01", 120)


def test_a_long_list_ends_in_all_others() -> None:
    figures = figures_of([dated(i, date(2023, 1, 1), f"kind {i % 40:02}") for i in range(100)])
    assert len(figures.types) == MOST_ROWS
    assert figures.types[-1][0] == "all others (26)"
    assert sum(count for _, count in figures.types) == 100
    assert sum(pieces(figures.steps[0], figures)) == 100


def test_further_counts_have_a_line_where_they_are_told() -> None:
    figures = figures_of(
        [dated(0, date(2023, 1, 1), toll=Toll(missing=4, displaced=1200)), dated(1, date(2023, 1, 1), toll=Toll(missing=3))]
    )
    assert headline(figures)[4:] == [("Missing reported", "7"), ("Displaced reported", "1,200")]


def test_no_number_told_is_not_none_killed() -> None:
    figures = figures_of([dated(0, date(2023, 1, 1)), dated(1, date(2023, 1, 1), toll=Toll(fatalities=0))])
    assert (figures.deaths, figures.events_with_deaths) == (0, 1)


@LAWS
@given(texts, texts)
def test_text_on_the_page_stays_text(kind: str, title: str) -> None:
    made = page(figures_of([dated(0, date(2023, 1, 1), kind + HOSTILE)]), title=title + HOSTILE)
    tags = Tags()
    tags.feed(made)
    assert not tags.seen & {"script", "img", "a", "iframe", "link", "object"}
    assert made.count("<title>") == made.count("</title>")
    assert "alert(1)" in "".join(tags.words)


@LAWS
@given(texts)
def test_text_in_the_summary_stays_text(name: str) -> None:
    shown = plain_text(name)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>&|`*_\[\]]", shown)
    told = summary(figures_of([dated(0, date(2023, 1, 1), name + HOSTILE)]), title=HOSTILE)
    assert "<script" not in told.replace("\\<", "")
    assert len([line for line in told.split("\n") if line.startswith("| ")]) == 12 - 2  # headers and rows of five tables


def test_nothing_to_draw_is_a_page_too(tmp_path: Path) -> None:
    made = write_charts(analysis(()), tmp_path / "report")
    assert [path.name for path in made] == ["report.html", "report.md", "report.png"]
    assert "unknown" in made[0].read_text(encoding="utf-8")


def test_the_picture_takes_odd_text_and_is_the_same_twice() -> None:
    events = [dated(i, date(2023, 1, 1 + i % 9), f"{HOSTILE} 爆撃 {i % 3}") for i in range(12)]
    one, two = (picture(figures_of(events), title=HOSTILE) for _ in range(2))
    assert one == two
    assert one.startswith(b"\x89PNG")


def test_without_matplotlib_page_and_summary_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "can_draw", lambda: False)
    made = write_charts(analysis((event(),)), tmp_path)
    assert [path.name for path in made] == ["report.html", "report.md"]
    assert "report.png" not in made[1].read_text(encoding="utf-8")


def test_regions_are_named_with_their_country() -> None:
    figures = figures_of([event(), event(1, at=where(None, None))])
    assert dict(figures.regions) == {"Kharkiv Oblast, UA": 1, "no place found": 1}
