"""`--with-unsure`: events below the threshold in the files, marked as not shown, and not on the map."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

import geomap as package
from geomap.export.readback import read_back
from geomap.export.schemas import SCHEMAS, table_schema
from geomap.export.written import open_read_only
from tests.cli.conftest import Done, geomap
from tests.export.checks import json_faults

__all__ = ["geomap"]

Geomap = Callable[..., Done]
PAGE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"
FORMATS = ("geojson", "geojsonl", "csv", "gpkg", "fgb", "kml", "parquet", "shp", "acled-csv", "annotations")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, encoder_memory: None) -> tuple[Path, package.Result]:  # noqa: ARG001 - a quick encoder
    folder = tmp_path_factory.mktemp("unsure")
    return folder, package.run(PAGE, output=folder, formats=FORMATS, with_unsure=True, crate=True)


def test_files_list_the_unsure_events_as_not_shown(made: tuple[Path, package.Result]) -> None:
    folder, result = made
    sure, unsure = ({event.id for event in told} for told in (result.events, result.analysis.unsure))
    assert sure
    assert unsure
    for name in FORMATS[:8]:
        back = read_back(folder / f"events.{name}")
        assert ({event.id for event in back.events}, {event.id for event in back.unsure}) == (sure, unsure), name
    told = json.loads((folder / "events.geojson").read_bytes())
    assert {one["properties"]["event_id"]: one["properties"]["shown"] for one in told["features"]} == {
        **dict.fromkeys(sure, True),
        **dict.fromkeys(unsure, False),
    }
    assert list(json_faults(told, SCHEMAS["geojson"].make())) == []
    assert {event.id for event in read_back(folder / "events.acled.csv").filed} == sure


def test_the_map_shows_what_it_shows_without_them(made: tuple[Path, package.Result], tmp_path: Path) -> None:
    package.run(PAGE, output=tmp_path, formats=())
    assert (tmp_path / "map.html").read_bytes() == (made[0] / "map.html").read_bytes()
    assert (tmp_path / "report.json").read_bytes() == (made[0] / "report.json").read_bytes()


def test_each_of_their_reports_is_in_the_geopackage_and_no_place_counts_them(made: tuple[Path, package.Result]) -> None:
    folder, result = made
    with closing(open_read_only(folder / "events.gpkg")) as database:
        told = {row[0] for row in database.execute("SELECT event_id FROM tellings")}
        assert told == {event.id for event in result.analysis.filed}
        placed = [event for event in result.events if event.where.lat is not None]
        assert database.execute("SELECT sum(events) FROM places").fetchone() == (len(placed),)


def test_styles_draw_them_on_request(made: tuple[Path, package.Result]) -> None:
    with closing(open_read_only(made[0] / "events.gpkg")) as database:
        styles = dict(database.execute("SELECT styleName, styleQML FROM layer_styles WHERE f_table_name IN ('events', 'areas')"))
    hidden = {}
    for name, text in styles.items():
        classes = fromstring(text).findall(".//category")  # noqa: S314 - of our own
        hidden[name] = {one.get("label"): one.get("render") for one in classes if one.get("value") == "(unsure)"}
    assert {"too unsure for the map": "false"} in hidden.values()
    assert all("true" not in found.values() for found in hidden.values())


def test_google_earth_lists_them_unchecked(made: tuple[Path, package.Result]) -> None:
    text = (made[0] / "events.kml").read_text(encoding="utf-8")
    assert text.count("<visibility>0</visibility>") == len(made[1].analysis.unsure)


def test_a_file_with_them_is_an_input_in_which_the_threshold_decides(
    geomap: Geomap, made: tuple[Path, package.Result], tmp_path: Path
) -> None:
    folder, result = made
    geomap("map", folder / "events.csv", "-o", tmp_path / "a", "-q")
    geomap("map", folder / "events.csv", "-o", tmp_path / "b", "-q", "--min-confidence", 0)
    numbers = [len(json.loads((tmp_path / name / "events.geojson").read_bytes())["features"]) for name in "ab"]
    assert numbers == [len(result.events), len(result.analysis.filed)]


def test_other_formats_keep_them_and_datasets_leave_them_out(geomap: Geomap, made: tuple[Path, package.Result], tmp_path: Path) -> None:
    folder, result = made
    unsure = len(result.analysis.unsure)
    done = geomap("export", folder / "events.kml", "--to", tmp_path / "a.csv", "--to", tmp_path / "a.ucdp.csv")
    assert f"a.csv ({len(result.analysis.filed)} events, {unsure} of them not shown on the map)" in done.out
    assert f"a.ucdp.csv: {unsure} events that the map does not show are left out" in done.err
    assert len(read_back(tmp_path / "a.csv").unsure) == unsure


def test_a_described_folder_has_the_column(made: tuple[Path, package.Result]) -> None:
    resources = json.loads((made[0] / "datapackage.json").read_bytes())["resources"]
    schema = next(one["schema"] for one in resources if one["name"] == "events.csv")
    assert schema == table_schema("events", more=("shown",))
    assert schema["fields"][-1]["type"] == "boolean"
