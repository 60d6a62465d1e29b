"""`geomap geocode` from outside: a table in, the same table with coordinates out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done

Geomap = Callable[..., Done]


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_and_columns_keep_their_order_and_the_unmatched_are_marked(geomap: Geomap, tmp_path: Path) -> None:
    source = table(
        tmp_path / "incidents.csv",
        "nr,town,oblast,note\n2,Bilohorivka,Luhansk,a\n1,Вовчанськ,Харківська область,b\n3,Xqzrtwv,,c\n",
    )
    done = geomap("geocode", source, "--place", "town", "--admin", "oblast")
    assert done.status == 0, done.err
    assert "2 of 3 rows" in done.out
    with (tmp_path / "incidents-geocoded.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["nr"] for row in rows] == ["2", "1", "3"]
    assert list(rows[0])[:4] == ["nr", "town", "oblast", "note"]
    assert rows[0]["gazetteer_id"] == "geonames:712588"
    assert rows[1]["gazetteer_id"] == "geonames:689304"
    assert rows[2]["geocode_method"] == "unmatched"
    assert rows[2]["latitude"] == ""


def test_a_missing_column_or_file_is_named(geomap: Geomap, tmp_path: Path) -> None:
    source = table(tmp_path / "incidents.csv", "a,b\n1,2\n")
    done = geomap("geocode", source, "--place", "town")
    assert done.status == 2
    assert "town" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "incidents-geocoded.csv").exists()
    done = geomap("geocode", tmp_path / "none.csv", "--place", "town")
    assert done.status == 2
    assert "none.csv" in done.err
    assert "this is a folder" in geomap("geocode", tmp_path, "--place", "town").err


def test_the_table_that_is_read_is_not_replaced(geomap: Geomap, tmp_path: Path) -> None:
    source = table(tmp_path / "incidents.csv", "town\nVovchansk\n")
    done = geomap("geocode", source, "--place", "town", "-o", source)
    assert done.status == 2
    assert "this would replace the table" in done.err
    assert source.read_text(encoding="utf-8") == "town\nVovchansk\n"


def test_names_in_other_scripts_are_found_and_none_is_invented(geomap: Geomap, tmp_path: Path) -> None:
    towns = {
        "الموصل,العراق": (36.3, 43.1),
        "京都市,日本": (35.0, 135.8),
        "대구,": (35.9, 128.6),
        "חיפה,ישראל": (32.8, 35.0),
        "شیراز,ایران": (29.6, 52.5),
        "Πάτρα,": (38.2, 21.7),
        "पुणे,": (18.5, 73.9),
        "ბათუმი,": (41.6, 41.6),
    }
    source = table(tmp_path / "towns.csv", "\n".join(["town,land", *towns, "京郡山,", "قفزظطم,"]))
    done = geomap("geocode", source, "--place", "town", "--country", "land")
    assert done.status == 0, done.err
    with (tmp_path / "towns-geocoded.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row, (lat, lon) in zip(rows, towns.values(), strict=False):
        assert (float(row["latitude"]), float(row["longitude"])) == pytest.approx((lat, lon), abs=0.3), row["town"]
    assert [row["geocode_method"] for row in rows[len(towns) :]] == ["unmatched", "unmatched"]
