"""`geomap export` from outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.export import FORMATS, exporter_for
from tests.cli.conftest import Done
from tests.export.factory import SQUARE, analysis, event, where

Export = Callable[..., Done]


@pytest.fixture
def events_file(tmp_path: Path) -> Path:
    path = tmp_path / "events.geojson"
    exporter_for("geojson").write(analysis((event(), event(1, at=where(50.5, 36.5, area=SQUARE, precision=3)))), path)
    return path


@pytest.fixture
def export(events_file: Path, geomap: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> Export:
    """Export in this process, in the folder of the events."""
    monkeypatch.chdir(events_file.parent)
    return lambda *words: geomap("export", *words)


def test_every_format_in_one_go(events_file: Path, export: Export) -> None:
    names = [f"out.{name}" for name in sorted(FORMATS)]
    done = export(events_file.name, *(word for name in names for word in ("--to", name)), "--hxl")
    assert done.status == 0, done.err
    for name in names:
        assert f"Wrote {name} (2 events)" in done.out
        assert (events_file.parent / name).stat().st_size > 0
    assert (events_file.parent / "out.geojson").read_bytes() == events_file.read_bytes()
    assert "#event+id" in (events_file.parent / "out.csv").read_text(encoding="utf-8")
    assert "out.fields.csv" in done.err


def test_the_folder_of_a_map_stands_for_its_events(export: Export) -> None:
    done = export(".", "--to", "out.csv")
    assert done.out == "Wrote out.csv (2 events)\n", done.err
    refused = export(".", "--to", "events.geojson")
    assert refused.status == 2
    assert "this would replace" in refused.err


def test_a_geopackage_becomes_geojson_again(events_file: Path, export: Export) -> None:
    export(events_file.name, "--to", "a.gpkg")
    done = export("a.gpkg", "--to", "b.geojson")
    assert done.status == 0, done.err
    one, two = (json.loads((events_file.parent / name).read_text(encoding="utf-8"))["features"] for name in ("events.geojson", "b.geojson"))
    assert [feature["properties"] for feature in one] == [feature["properties"] for feature in two]
    assert [feature["geometry"]["type"] for feature in two] == ["Point", "MultiPolygon"]


def test_what_another_format_has_no_room_for_is_said(events_file: Path, export: Export) -> None:
    exporter_for("gpkg").write(analysis((event(),)), events_file.with_name("full.gpkg"))
    done = export("full.gpkg", "--to", "a.gpkg", "--to", "a.fgb", "--to", "a.qgz")
    assert done.status == 0, done.err
    assert [line for line in done.err.splitlines() if "left out" in line] == [
        "note: a.fgb: 1 posts and 2 place mentions are left out; .gpkg, .qgz and .qlr hold them"
    ]


@pytest.mark.parametrize("bad", ["folder.kml", "missing/b.csv", f"{'n' * 300}.csv", "new/b.qgz"])
def test_one_file_that_cannot_be_written_leaves_all_as_they_were(events_file: Path, export: Export, bad: str) -> None:
    folder = events_file.parent
    (folder / "folder.kml").mkdir()
    (folder / "new" / "b.gpkg").mkdir(parents=True)
    (folder / "a.csv").write_text("old")
    before = sorted(path.name for path in folder.rglob("*"))
    done = export(events_file.name, "--to", "a.csv", "--to", "a.gpkg", "--to", "a.shp", "--to", bad, "--to", "z.fgb")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert (folder / "a.csv").read_text() == "old"
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_files_in_several_folders_are_written_together(events_file: Path, export: Export) -> None:
    folder = events_file.parent
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    done = export(events_file.name, "--to", "one/a.csv", "--to", "two/a.csv", "--to", "one/b.shp", "--to", "a.kml")
    assert done.status == 0, done.err
    assert (folder / "one" / "a.csv").read_bytes() == (folder / "two" / "a.csv").read_bytes()
    assert "note: one/b.shp: a Shapefile has short names" in done.err
    assert list(folder.rglob(".*")) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("events.geojson", "--to", "x.topojson"), "the known formats are acled-csv, annotations, csv, fgb, geojson"),
        (("events.geojson", "--to", "x"), "the known formats are acled-csv, annotations, csv, fgb, geojson"),
        (("events.geojson", "--to", "events.geojson"), "would replace"),
        (("none.geojson", "--to", "x.csv"), "there is no such file"),
        (("events.geojson", "--to", "x.kml", "--hxl"), "--hxl"),
        (("events.geojson", "--to", "nowhere/x.csv"), "nowhere"),
    ],
)
def test_what_cannot_be_is_one_sentence(events_file: Path, export: Export, words: tuple[str, ...], told: str) -> None:
    done = export(*words)
    assert done.status == 2
    assert told in done.err
    assert done.err.startswith("error: ")
    assert len(done.err.splitlines()) == 1
    assert [path.name for path in events_file.parent.iterdir()] == ["events.geojson"]


def test_a_project_does_not_replace_the_geopackage_it_is_made_from(events_file: Path, export: Export) -> None:
    export(events_file.name, "--to", "a.gpkg")
    before = (events_file.parent / "a.gpkg").read_bytes()
    assert export("a.gpkg", "--to", "a.qgz").status == 2
    assert (events_file.parent / "a.gpkg").read_bytes() == before
