"""`geomap map --since`: what is new, revised and withdrawn is marked in files, report and summary."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import geomap as package
from geomap.change import Aspect, Before, Change, ChangeKind
from geomap.changes import Earlier, compared
from geomap.export.readback import read_back
from geomap.model import Analysis, Event, Modality, Toll
from tests.cli.conftest import Done, geomap  # noqa: F401 - a fixture
from tests.render import factory

Geomap = Callable[..., Done]
BEFORE = """Night report
2 May 2023

08:00
A drone hit a mill in Nikopol on Monday and wounded two people.

08:30
Shelling killed three people in Kramatorsk on Monday.

09:10
Rockets fell on Sloviansk on Tuesday, wounding one.
"""
AFTER = """Night report
2 May 2023

08:00
A drone hit a mill in Nikopol on Monday and wounded four people.

08:30
Shelling killed three people in Kramatorsk on Monday.

10:10
A missile strike killed five people in Zaporizhzhia on Tuesday.
"""
FORMATS = ("geojson", "geojsonl", "csv", "gpkg", "fgb", "kml", "parquet", "shp")
EXPECTED = {
    "Nikopol": ("revised", "toll: injured 2"),
    "Kramatorsk": ("same", None),
    "Zaporizhzhia": ("new", None),
    "Sloviansk": ("withdrawn", None),
}


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory, encoder_memory: None) -> Path:  # noqa: ARG001 - a quick encoder
    folder = tmp_path_factory.mktemp("earlier")
    (folder / "page.txt").write_text(BEFORE)
    package.run(folder / "page.txt", output=folder / "map", formats=("geojson", "csv", "gpkg"), timezone="Europe/Kyiv")
    (folder / "page.txt").write_text(AFTER)
    return folder


def marks(folder: Path) -> dict[str, tuple[str, str | None]]:
    features = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))["features"]
    told = [feature["properties"] for feature in features]
    assert len({one["event_id"] for one in told}) == len(told)
    return {one["place_name"]: (one["change"], one["change_before"]) for one in told}


@pytest.mark.parametrize("name", ["map", "map/report.json", "map/events.geojson", "map/events.csv", "map/events.gpkg"])
def test_every_file_of_an_earlier_run_is_compared_with(geomap: Geomap, earlier: Path, tmp_path: Path, name: str) -> None:  # noqa: F811
    done = geomap("map", earlier / "page.txt", "-o", tmp_path / "o", "--since", earlier / name, "--timezone", "Europe/Kyiv")
    assert done.status == 0, done.err
    assert marks(tmp_path / "o") == EXPECTED
    assert "2023-05-02T06:10:00Z): 1 new, 1 revised, 1 withdrawn" in done.out
    changes = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))["changes"]
    assert [one["before"] for one in changes["revised"]] == [{"toll": "injured 2"}]
    assert [one["place_name"] for one in changes["withdrawn"]] == ["Sloviansk"]
    assert json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))["counts"]["events"] == 3


def test_every_format_keeps_the_marks_when_it_is_read_back(earlier: Path, tmp_path: Path) -> None:
    package.run(earlier / "page.txt", output=tmp_path, since=earlier / "map", formats=FORMATS, timezone="Europe/Kyiv")
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["place_name"]: (row["change"], row["change_before"] or None) for row in csv.DictReader(stream)} == EXPECTED
    for suffix in FORMATS:
        analysis = read_back(tmp_path / f"events.{suffix}")
        assert {event.where.name: told(event) for event in analysis.filed} == EXPECTED, suffix
        assert [event.where.name for event in analysis.withdrawn] == ["Sloviansk"]


def told(event: Event) -> tuple[str, str | None]:
    assert event.change is not None
    return event.change.kind.value, event.change.text


def test_a_marked_file_is_an_earlier_run_and_an_input_like_any_other(geomap: Geomap, earlier: Path, tmp_path: Path) -> None:  # noqa: F811
    package.run(earlier / "page.txt", output=tmp_path / "a", since=earlier / "map", timezone="Europe/Kyiv")
    package.run(earlier / "page.txt", output=tmp_path / "b", since=tmp_path / "a", timezone="Europe/Kyiv")
    assert {kind for kind, _ in marks(tmp_path / "b").values()} == {"same"}
    assert geomap("map", tmp_path / "a" / "events.geojson", "-o", tmp_path / "c").status == 0
    features = json.loads((tmp_path / "c" / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == 3
    assert all("change" not in feature["properties"] for feature in features)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.geojson", "there is no such file"),
        ("missing/report.json", "there is no such file"),
        ("page.txt", "give a file of events that geomap wrote"),
        ("other.json", "it is not a report.json of geomap"),
        ("empty", "there is no file of events of the earlier run"),
    ],
)
def test_what_is_no_earlier_run_is_refused_in_a_sentence(geomap: Geomap, tmp_path: Path, name: str, said: str) -> None:  # noqa: F811
    (tmp_path / "page.txt").write_text(AFTER)
    (tmp_path / "other.json").write_text('{"a": 1}')
    (tmp_path / "empty").mkdir()
    done = geomap("map", tmp_path / "page.txt", "-o", tmp_path / "o", "--since", tmp_path / name)
    assert done.status == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "o").exists()


def test_hidden_places_are_not_compared(geomap: Geomap, earlier: Path, tmp_path: Path) -> None:  # noqa: F811
    done = geomap("map", earlier / "page.txt", "-o", tmp_path / "o", "--since", earlier / "map", "--coarsen", "5km")
    assert (done.status, done.err.count("\n")) == (2, 1)


# --- which event is which ---------------------------------------------------------------------------------------------

TOWN = factory.where(factory.place("Izium", 49.21, 37.26))
OTHER = factory.where(factory.place("Kharkiv", 49.98, 36.25))


def changes(now: tuple[Event, ...], before: tuple[Event, ...]) -> Analysis:
    return compared(factory.analysis(now), Earlier(name="events.geojson", events=before, newest_time=None))


def one_change(now: Event, before: Event) -> Change:
    analysis = changes((now,), (before,))
    assert analysis.withdrawn == ()
    (event,) = analysis.events
    assert event.change is not None
    return event.change


@pytest.mark.parametrize(
    ("changed", "before"),
    [
        ({"toll": Toll(fatalities=3)}, Before(Aspect.TOLL, "fatalities 2, injured 5")),
        ({"where": OTHER}, Before(Aspect.PLACE, "Izium")),
        ({"when": factory.when(3)}, Before(Aspect.DATE, "2024-05-04")),
        ({"when": None}, Before(Aspect.DATE, "2024-05-04")),
        ({"type": "Protests", "sub_type": "Peaceful protest"}, Before(Aspect.TYPE, "Shelling/artillery/missile attack")),
        ({"modality": Modality.DENIED}, Before(Aspect.MODALITY, "reported")),
    ],
)
def test_each_aspect_is_revised_whether_the_id_stays_or_not(changed: dict[str, Any], before: Before) -> None:
    event = factory.event(1, TOWN, quote="Shells fell on Izium at dawn.")
    for now in (replace(event, **changed), replace(event, id="another", **changed)):
        assert one_change(now, event) == Change(kind=ChangeKind.REVISED, before=(before,))


def test_an_edited_post_tells_the_same_event() -> None:
    event = factory.event(1, TOWN, quote="Shells fell on Izium.")
    edited = replace(factory.event(1, TOWN, quote="Shells fell on Izium again."), id="another")
    assert one_change(edited, event).kind is ChangeKind.SAME
    moved = replace(edited, evidence=(replace(edited.evidence[0], post_id="renamed"),))
    assert one_change(moved, event).kind is ChangeKind.SAME  # its address is that of before


def test_another_report_of_the_incident_is_the_same_event() -> None:
    event = factory.event(1, TOWN, quote="Shells fell on Izium at dawn, the mayor said.")
    other = replace(
        factory.event(7, TOWN, quote="Shells fell on Izium at dawn, killing two, the mayor said."), id="another", when=event.when
    )
    assert one_change(other, event).kind is not ChangeKind.NEW


def test_an_event_that_is_now_a_report_of_another_is_not_withdrawn() -> None:
    first, second = factory.event(1, TOWN), factory.event(2, TOWN)
    joined = replace(first, evidence=(*first.evidence, *second.evidence))
    analysis = changes((joined,), (first, second))
    assert analysis.withdrawn == ()
    assert analysis.since is not None
    assert analysis.since.joined == 1


def test_unlike_events_are_new_and_withdrawn() -> None:
    now = factory.event(1, TOWN)
    before = factory.event(2, OTHER, type="Protests", sub_type="Peaceful protest", when=factory.when(30))
    analysis = changes((now,), (before,))
    assert [told(event)[0] for event in analysis.filed] == ["new", "withdrawn"]


@pytest.mark.parametrize("name", ["Izium", "a; b", "toll", "", "x: y"])
def test_what_was_said_before_is_read_back_as_it_was_written(name: str) -> None:
    change = Change(kind=ChangeKind.REVISED, before=(Before(Aspect.PLACE, name), Before(Aspect.DATE, date(2024, 5, 1).isoformat())))
    assert Change.of(change.kind.value, change.text) == change
