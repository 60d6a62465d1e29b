"""Events in the columns of ACLED and UCDP GED: their codebooks' codes, and nothing lost when geomap reads them again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from geomap.export import exporter_for
from geomap.export.acled import COLUMNS as ACLED_COLUMNS
from geomap.export.features import event_row
from geomap.export.readback import read_back
from geomap.export.ucdp import COLUMNS as UCDP_COLUMNS
from geomap.model import Event, Region, Toll, Where
from geomap.read import read_document
from geomap.read.inputs import make_document
from geomap.settings import ReadSettings
from tests.cli.conftest import Done, geomap
from tests.conftest import tries
from tests.export.factory import analysis, event, event_lists, where

__all__ = ["geomap"]

pytestmark = pytest.mark.usefixtures("encoder_memory")

Geomap = Callable[..., Done]
LAWS = settings(deadline=None, max_examples=tries(60))
PAGE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"
UKRAINE = Region(id="geonames:690791", name="Ukraine", country="UA")


def cells_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_bytes().decode(), newline="")))


def written(folder: Path, name: str, *events: Event) -> Path:
    path = folder / f"events.{name.replace('-', '.')}"
    exporter_for(name).write(replace(analysis(events), regions=(UKRAINE,)), path)
    return path


@pytest.mark.parametrize("name", ["acled-csv", "ucdp-csv"])
@LAWS
@given(event_lists)
def test_nothing_is_lost(name: str, events: tuple[Event, ...]) -> None:
    with TemporaryDirectory() as folder:
        back = read_back(written(Path(folder), name, *events)).events
    assert [event_row(one) for one in back] == [event_row(one) for one in events]


def test_the_columns_are_those_of_the_datasets(tmp_path: Path) -> None:
    made = event(text="Shelling killed two; 50% of homes\nare gone.", toll=Toll(fatalities=2, fatalities_civilian=1, injured=7))
    (acled,) = cells_of(written(tmp_path, "acled-csv", made))
    assert tuple(acled) == ACLED_COLUMNS
    assert len(ACLED_COLUMNS) == 31
    expected = {
        "event_id_cnty": "event-0",
        "event_date": "2023-01-31",
        "year": "2023",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Military Forces of Russia",
        "inter1": "State forces",
        "interaction": "State forces only",
        "civilian_targeting": "",
        "iso": "804",
        "country": "Ukraine",
        "admin1": "Kharkiv Oblast",
        "location": "Vovchansk",
        "geo_precision": "1",
        "source": "A page",
        "notes": "Shelling killed two; 50% of homes\nare gone.",
        "fatalities": "2",
        "timestamp": "1675166430",
    }
    assert {name: acled[name] for name in expected} == expected
    assert "injured=7" in acled["tags"].split("; ")
    (ucdp,) = cells_of(written(tmp_path, "ucdp-csv", made))
    assert tuple(ucdp) == UCDP_COLUMNS
    assert len(UCDP_COLUMNS) == 50
    expected = {
        "id": "event-0",
        "year": "2023",
        "type_of_violence": "1",
        "side_a": "Military Forces of Russia",
        "country": "Ukraine",
        "where_prec": "1",
        "where_coordinates": "Vovchansk",
        "geom_wkt": "POINT (36.94108 50.29078)",
        "priogrid_gid": "202034",
        "date_prec": "2",
        "date_start": "2023-01-31",
        "date_end": "2023-02-01",
        "best": "2",
        "high": "2",
        "low": "2",
        "deaths_civilians": "1",
        "deaths_unknown": "1",
    }
    assert {name: ucdp[name] for name in expected} == expected


@pytest.mark.parametrize("name", ["acled-csv", "ucdp-csv"])
def test_positions_west_and_south_are_numbers(name: str, tmp_path: Path) -> None:
    (cells,) = cells_of(written(tmp_path, name, event(at=where(lat=-1.5, lon=-3.70256))))
    assert (cells["latitude"], cells["longitude"]) == ("-1.5", "-3.70256")


def days(first: date, last: date) -> Event:
    made = event()
    assert made.when is not None
    return replace(made, when=replace(made.when, first_day=first, last_day=last))


@pytest.mark.parametrize(
    ("first", "last", "code", "middle"),
    [
        (date(2023, 1, 2), date(2023, 1, 2), "1", "2023-01-02"),
        (date(2023, 1, 2), date(2023, 1, 7), "2", "2023-01-04"),
        (date(2023, 1, 2), date(2023, 1, 8), "3", "2023-01-05"),
        (date(2023, 1, 1), date(2023, 1, 31), "4", "2023-01-16"),
        (date(2023, 1, 1), date(2023, 12, 31), "5", "2023-07-02"),
    ],
)
def test_days_are_coded(tmp_path: Path, first: date, last: date, code: str, middle: str) -> None:
    assert cells_of(written(tmp_path, "ucdp-csv", days(first, last)))[0]["date_prec"] == code
    assert cells_of(written(tmp_path, "acled-csv", days(first, last)))[0]["event_date"] == middle


@pytest.mark.parametrize(
    ("kinds", "actors", "disorder", "violence"),
    [
        (("Battles", "Armed clash"), ("Al Shabaab", "Islamic State"), "Political violence", "2"),
        (("Battles", "Armed clash"), ("Al Shabaab", "Military Forces of Sudan"), "Political violence", "1"),
        (("Violence against civilians", "Attack"), ("Al Shabaab", "Civilians"), "Political violence", "3"),
        (("Protests", "Peaceful protest"), ("Protesters",), "Demonstrations", None),
        (("Protests", "Excessive force against protesters"), ("Police Forces",), "Political violence; Demonstrations", None),
        (("Riots", "Mob violence"), (), "Political violence", None),
        (("Riots", "Violent demonstration"), (), "Demonstrations", None),
        (("Natural disaster", "Flood"), (), "Strategic developments", None),
    ],
)
def test_types_are_coded(tmp_path: Path, kinds: tuple[str, str], actors: tuple[str, ...], disorder: str, violence: str | None) -> None:
    kind, sub_kind = kinds
    made = replace(event(), type=kind, sub_type=sub_kind, actors=actors)
    (acled,) = cells_of(written(tmp_path, "acled-csv", made))
    assert acled["disorder_type"] == disorder
    is_known = disorder != "Strategic developments"
    assert (acled["event_type"], acled["sub_event_type"]) == ((kind, sub_kind) if is_known else ("Strategic developments", "Other"))
    assert [one["type_of_violence"] for one in cells_of(written(tmp_path, "ucdp-csv", made))] == ([violence] if violence else [])
    (back,) = read_back(tmp_path / "events.acled.csv").events
    assert (back.type, back.sub_type) == (kind, sub_kind)


def test_interactions_have_the_order_of_their_codes(tmp_path: Path) -> None:
    made = replace(event(), actors=("Civilians", "Military Forces of Sudan"))
    (acled,) = cells_of(written(tmp_path, "acled-csv", made))
    assert (acled["inter1"], acled["inter2"], acled["interaction"]) == ("Civilians", "State forces", "State forces-Civilians")


def read_as_table(path: Path) -> list[Event]:
    """Read a file as the dataset whose columns it has."""
    return [one for one in read_document(make_document(path.read_bytes(), "others.csv"), ReadSettings()) if isinstance(one, Event)]


@pytest.mark.parametrize("name", ["acled-csv", "ucdp-csv"])
def test_the_reader_of_the_dataset_reads_its_columns(tmp_path: Path, name: str) -> None:
    nowhere: Where = where(None, None)
    made = [replace(event(number, at=at, toll=Toll(fatalities=number)), actors=("A", "B")) for number, at in enumerate((where(), nowhere))]
    path = written(tmp_path, name, *made)
    for one, back in zip(made, read_as_table(path), strict=True):
        assert back.source_id == one.id
        assert (back.where.lat, back.where.lon, back.where.name) == (one.where.lat, one.where.lon, "Vovchansk")
        assert (back.where.where_prec, back.actors, back.toll.fatalities) == (one.where.where_prec, one.actors, one.toll.fatalities)
        assert back.evidence[0].quote == one.evidence[0].quote
        assert back.when is not None
        assert back.when.first_day == date(2023, 1, 31)


def test_the_command_line_writes_and_reads_them(geomap: Geomap, tmp_path: Path) -> None:
    assert geomap("map", PAGE, "-o", tmp_path / "map", "--formats", "geojson,acled-csv,ucdp-csv", "-q").status == 0
    first = tmp_path / "map" / "events.geojson"
    assert {row["country"] for row in cells_of(tmp_path / "map" / "events.acled.csv")} >= {"Ukraine", "Russia"}
    assert geomap("export", tmp_path / "map" / "events.acled.csv", "--to", tmp_path / "again.geojson").status == 0

    def rows(path: Path) -> dict[str, Any]:
        return {one.id: event_row(one) for one in read_back(path).events}

    assert rows(tmp_path / "again.geojson") == rows(first)
    assert geomap("export", first, "--to", tmp_path / "two.acled.csv").status == 0
    assert (tmp_path / "two.acled.csv").read_bytes() == (tmp_path / "map" / "events.acled.csv").read_bytes()
    done = geomap("map", tmp_path / "two.acled.csv", "-o", tmp_path / "mapped", "-q")
    assert done.status == 0, done.err
    assert rows(tmp_path / "mapped" / "events.geojson") == rows(first)
    done = geomap("export", tmp_path / "two.acled.csv", "--to", tmp_path / "three.ucdp.csv")
    assert done.status == 0
    assert "not organized violence are left out" in done.err
    assert geomap("export", first, "--to", tmp_path / "three.acled.csv", "--hxl").status == 2
