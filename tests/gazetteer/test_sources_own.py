"""OpenStreetMap tables and users' own files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.sources.base import SourcePlace
from gazetteer.sources.osm import OsmSource
from gazetteer.sources.user import UserSource

OSM_HEAD = "osm_type,osm_id,place,name,name:uk,wikidata,lat,lon"


def write(tmp_path: Path, text: str, name: str = "places.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def user(path: Path) -> list[SourcePlace]:
    return list(UserSource(path).rows())


def test_osm_rows(tmp_path: Path) -> None:
    path = write(tmp_path, f"{OSM_HEAD}\nnode,5,village,Nova,Нова,Q1,48.5,37.9\nnode,6,town,,Лиман,Q2,49.0,37.8\n")
    village, town = OsmSource(path).rows()
    assert (village.id, village.name, village.kind, village.country, village.admin1_code) == (
        "osm:node/5",
        "Nova",
        PlaceKind.SETTLEMENT,
        "UA",
        "05",
    )
    assert [(name.text, name.language, name.status) for name in village.names] == [("Нова", "uk", NameStatus.OFFICIAL)]
    assert town.name == "Lyman"


def test_osm_rows_are_left_out_by_number(tmp_path: Path) -> None:
    path = write(
        tmp_path, f"{OSM_HEAD}\nnode,5,village,A,,,48.5,37.9\nnode,6,planet,B,,,1,1\nnode,7,village,,,,1,1\nnode,8,village,C,,,99,1\n"
    )
    source = OsmSource(path)
    assert len(list(source.rows())) == 1
    assert [rejected.row for rejected in source.report.rejected] == [3, 4, 5]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", f"{OSM_HEAD}\n", "{}\n"])
def test_another_file_is_no_osm_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError):
        list(OsmSource(write(tmp_path, text)).rows())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_users_table(tmp_path: Path, separator: str) -> None:
    head = separator.join(["Name", "Latitude", "Longitude", "kind", "aliases", "radius_m", "id"])
    line = separator.join(["Depot", "48.5", "37.9", "facility", "Store|The Depot", "400", "my:1"])
    (place,) = user(write(tmp_path, f"{head}\n{line}\n"))
    assert (place.id, place.name, place.kind, place.radius_m) == ("my:1", "Depot", PlaceKind.FACILITY, 400.0)
    assert (place.country, place.admin1_code) == ("UA", "05")
    assert [name.text for name in place.names] == ["Store", "The Depot"]


def test_a_users_place_without_id_keeps_the_same_id(tmp_path: Path) -> None:
    first = user(write(tmp_path, "name,lat,lon\nA,1,2\nB,3,4\n"))
    second = user(write(tmp_path, "name,lat,lon\nB,3,4\nA,1,2\n"))
    assert {place.id for place in first} == {place.id for place in second}
    assert len({place.id for place in first}) == 2


def test_a_users_parents(tmp_path: Path) -> None:
    (place,) = user(write(tmp_path, "name,lat,lon,admin\nA,48.5,37.9,geonames:12|Donetsk Oblast\n"))
    assert place.parents == ("geonames:12",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",1,2,,,", "name"),
        ("A,,2,,,", "latitude"),
        ("A,1,200,,,", "longitude"),
        ("A,1,2,castle,,", "kind"),
        ("A,1,2,,Ukraine,", "country"),
        ("A,1,2,,,-5", "radius_m"),
        ("A,1,2,,,big", "radius_m"),
    ],
)
def test_a_users_bad_row_is_left_out(tmp_path: Path, line: str, reason: str) -> None:
    source = UserSource(write(tmp_path, f"name,lat,lon,kind,country,radius_m\nGood,1,2,,,\n{line}\n"))
    assert len(list(source.rows())) == 1
    assert source.report.rejected[0].row == 2
    assert reason in source.report.rejected[0].reason


def test_geojson_points_and_areas(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[37, 48], [38, 48], [38, 49], [37, 49], [37, 48]]]}
    features = [
        {
            "type": "Feature",
            "properties": {"name": "Point", "aliases": ["P1", "P2"]},
            "geometry": {"type": "Point", "coordinates": [37.9, 48.5]},
        },
        {"type": "Feature", "properties": {"NAME": "Square", "kind": "area"}, "geometry": square},
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "properties": {"name": "Empty"}, "geometry": {"type": "Point", "coordinates": []}},
        {"type": "Feature", "properties": {"name": "Wrong"}, "geometry": {"type": "Cube"}},
        "nonsense",
    ]
    source = UserSource(write(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}), "own.geojson"))
    point, area = source.rows()
    assert (point.lat, point.lon, [name.text for name in point.names]) == (48.5, 37.9, ["P1", "P2"])
    assert area.outline_wkb is not None
    assert shapely.from_wkb(area.outline_wkb).area == pytest.approx(1.0)
    assert area.radius_m == pytest.approx(51_000, rel=0.05)
    assert [rejected.row for rejected in source.report.rejected] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "name or lat or lon"),
        ("name,lat,lon\n", "no place"),
        ("{broken", "not JSON"),
        ('{"type": "Topology"}', "FeatureCollection"),
        ("\n\n", "is blank"),
        ('{"type": "FeatureCollection", "features": []}', "no place"),
        ("[" * 10, "name or lat or lon"),
        ('{"a":' + "[" * 100_000, "not JSON"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        user(write(tmp_path, text))


def test_line_ends_of_old_computers(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_bytes(b"name,lat,lon\rAlpha,48.5,36.5\r")
    assert [place.name for place in user(table)] == ["Alpha"]


def test_a_cell_that_is_too_long_is_named_by_its_row(tmp_path: Path) -> None:
    table = write(tmp_path, f'name,lat,lon\nAlpha,48.5,36.5\n"{"x" * 140_000}",1,2\n')
    with pytest.raises(SourceError, match="row 2 cannot be read"):
        user(table)
