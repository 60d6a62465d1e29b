from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gazetteer import Gazetteer, SourceError
from gazetteer.geocode import ADDED, Row, RowGeocoder, TableColumns, geocode_table

COLUMNS = TableColumns(place="town", admin="region", country="land")


def geocode(tmp_path: Path, gazetteer: Gazetteer, text: str, columns: TableColumns = COLUMNS) -> list[dict[str, str]]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(text, encoding="utf-8")
    geocode_table(source, target, gazetteer, columns)
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";" if ";" in text.split("\n", 1)[0] else ","))


def test_rows_and_columns_keep_their_order(tmp_path: Path, arvenia: Gazetteer) -> None:
    rows = geocode(tmp_path, arvenia, 'n,town,region,land,note\n1,Belgor,,XA,"a, b"\n2,Nowhereville,,XA,\n3,Ivanivka,Tolmin,Arvenia,x\n')
    assert list(rows[0]) == ["n", "town", "region", "land", "note", *ADDED]
    assert [row["n"] for row in rows] == ["1", "2", "3"]
    assert [row["gazetteer_id"] for row in rows] == ["t:1", "", "t:4"]
    assert rows[0]["note"] == "a, b"
    assert rows[1]["geocode_method"] == "unmatched"
    assert rows[1]["latitude"] == rows[1]["geocode_confidence"] == ""
    assert (rows[2]["latitude"], rows[2]["longitude"], rows[2]["geo_precision"]) == ("0.90000", "13.20000", "1")


def test_a_column_that_is_there_already_is_kept(tmp_path: Path, arvenia: Gazetteer) -> None:
    rows = geocode(tmp_path, arvenia, "town;latitude\nBelgor;north\n", TableColumns(place="town"))
    assert rows[0]["latitude"] == "north"
    assert rows[0]["geocode_latitude"] == "1.00000"


def test_a_region_alone_gives_the_region_and_a_country_the_country(tmp_path: Path, arvenia: Gazetteer) -> None:
    rows = geocode(tmp_path, arvenia, "town,region,land\n,Tolmin,Arvenia\n,,Arvenia\n")
    assert [(row["gazetteer_id"], row["geo_precision"]) for row in rows] == [("t:02", "3"), ("t:xa", "3")]


def test_slips_inside_a_region_are_forgiven_and_marked(tmp_path: Path, arvenia: Gazetteer) -> None:
    (row,) = geocode(tmp_path, arvenia, "town,region,land\nIvanifka,Tolmin,XA\n")
    assert (row["gazetteer_id"], row["geocode_method"]) == ("t:4", "fuzzy")
    assert float(row["geocode_confidence"]) < 0.85


def test_homonyms_go_with_the_sure_rows(arvenia: Gazetteer) -> None:
    geocoder = RowGeocoder(arvenia)
    assert geocoder.geocode(Row("Ivanivka")).place == arvenia.place("t:4")
    geocoder.learn([Row("Belgor Raion"), Row("Saint Ore"), *([Row("Hlyboke")] * 9)])
    assert geocoder.geocode(Row("Ivanivka")).place == arvenia.place("t:2")


def test_what_a_place_is_near_to_is_better_than_nothing(arvenia: Gazetteer) -> None:
    found = RowGeocoder(arvenia).geocode(Row("South Harbour, Belgor"))
    assert found.place == arvenia.place("t:1")
    assert found.geo_precision == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"town\n\xff\xfe\n", "UTF-8"),
        (b"city,region,land\nBelgor,,\n", "no column 'town'"),
        (b"", "no column 'town'"),
        (b"town,region,land\n" + b'"' + b"x" * 5_000_000, "field"),
    ],
)
def test_a_wrong_table_is_one_sentence_and_leaves_nothing(tmp_path: Path, arvenia: Gazetteer, content: bytes, message: str) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out" / "out.csv"
    source.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        geocode_table(source, target, arvenia, COLUMNS)
    assert list((tmp_path / "out").iterdir()) == []


def test_rows_that_are_too_short_or_long_are_kept(tmp_path: Path, arvenia: Gazetteer) -> None:
    rows = geocode(tmp_path, arvenia, "town,region,land\nBelgor\nBelgor,,XA,more\n")
    assert [row["gazetteer_id"] for row in rows] == ["t:1", "t:1"]
