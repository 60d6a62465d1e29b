"""Files that geomap wrote are read back whole by `geomap map`: ids, places, times and quotations as they were written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done

Geomap = Callable[..., Done]
PAGE = """Night report
2 May 2023

A drone hit a mill in Nikopol on Monday and wounded two people.

Shelling was reported across Kherson Oblast, the governor said.

Rockets fell 20 km east of Kramatorsk on Tuesday.
"""
FORMATS = ("geojson", "geojsonl", "csv", "gpkg", "fgb", "kml", "parquet")


def properties(folder: Path) -> list[dict[str, Any]]:
    features = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))["features"]
    return sorted((feature["properties"] for feature in features), key=lambda one: str(one["event_id"]))


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import geomap  # noqa: PLC0415 - the fixture `geomap` of the tests has its name

    folder = tmp_path_factory.mktemp("mapped")
    (folder / "page.txt").write_text(PAGE)
    geomap.run(folder / "page.txt", output=folder / "map", formats=FORMATS, min_confidence=0)
    return folder / "map"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_events_makes_the_same_map(geomap: Geomap, mapped: Path, tmp_path: Path, suffix: str) -> None:
    (name,) = (path.name for path in mapped.iterdir() if path.name == f"events.{suffix}")
    done = geomap("map", mapped / name, "-o", tmp_path / "o", "--min-confidence", "0")
    assert done.status == 0, done.err
    assert len(properties(mapped)) >= 2
    assert properties(tmp_path / "o") == properties(mapped)


def test_two_files_of_the_same_events_are_one_and_that_is_said(geomap: Geomap, mapped: Path, tmp_path: Path) -> None:
    done = geomap("map", mapped / "events.csv", mapped / "events.geojson", "-o", tmp_path / "o", "--min-confidence", "0")
    count = len(properties(mapped))
    assert len(properties(tmp_path / "o")) == count
    assert f"{count} more were the same as others and are left out: {count} by id" in done.out


def test_tables_keep_ids_units_and_countries(geomap: Geomap, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(
        "id,date,lat,lon,town,oblast,country\nX7,2023-05-02,46.62,31.55,Ochakiv,Mykolaiv Oblast,Ukraine\n"
        "X8,2023-05-02,12.04,3.13,Mamassi,Alibori,BEN\nX9,2023-05-03,1,1,Nowhere,,Atlantis\n"
    )
    assert geomap("map", table, "-o", tmp_path / "o").status == 0
    told = sorted((one["post_id"], one["country"], one["iso3"], one["admin1"]) for one in properties(tmp_path / "o"))
    assert told == [("X7", "UA", "UKR", "Mykolaiv Oblast"), ("X8", "BJ", "BEN", "Alibori"), ("X9", None, None, None)]


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import geomap  # noqa: PLC0415 - the fixture `geomap` of the tests has its name

    folder = tmp_path_factory.mktemp("coded")
    (folder / "a.csv").write_text(
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,country,admin1,admin2,location,latitude,longitude,geo_precision,"
        "time_precision,source,notes,fatalities\n"
        "BEN7,4 May 2023,Battles,Armed clash,Military Forces of Benin,NA,Benin,Alibori,Karimama,Mamassi,12.04,3.13,1,1,Local,A clash.,2\n"
        "BEN8,5 May 2023,Battles,Armed clash,Military Forces of Benin,NA,Benin,Alibori,NA,Mamassi,12.04,3.13,3,2,Local,More.,0\n"
    )
    (folder / "b.csv").write_text("date,lat,lon,town,country\n2023-05-04,1,2,Here,Ghana\n2023-05-04,1,2,Here,Ghana\n")
    geomap.run(folder / "a.csv", folder / "b.csv", output=folder / "map", formats=[*FORMATS, "shp"])
    return folder / "map"


def test_events_of_tables_have_the_id_of_their_source(coded: Path) -> None:
    told = sorted((str(one["source_event_id"]), one["post_id"], one["admin1"], one["admin2"], one["country"]) for one in properties(coded))
    assert told == [
        ("BEN7", "BEN7", "Alibori", "Karimama", "BJ"),
        ("BEN8", "BEN8", "Alibori", None, "BJ"),
        ("None", "row 2", None, None, "GH"),
        ("None", "row 3", None, None, "GH"),
    ]


@pytest.mark.parametrize("suffix", [*FORMATS, "shp"])
def test_events_of_tables_are_read_back_whole(geomap: Geomap, coded: Path, tmp_path: Path, suffix: str) -> None:
    name = f"events.{suffix}"
    assert geomap("export", coded / name, "--to", tmp_path / "events.geojson").status == 0
    lost = {"mention"} if suffix == "shp" else set()
    kept = [{key: value for key, value in one.items() if key not in lost} for one in properties(coded)]
    assert [{key: value for key, value in one.items() if key not in lost} for one in properties(tmp_path)] == kept
    if suffix != "shp":
        assert geomap("map", coded / name, "-o", tmp_path / "o").status == 0
        assert properties(tmp_path / "o") == properties(coded)
