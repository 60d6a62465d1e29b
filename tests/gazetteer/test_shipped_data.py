"""What ships: whole, within its size, where it says, and with the places that news is about."""

from __future__ import annotations

import gc
import hashlib
import lzma
import math
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.sources.base import SourcePlace
from gazetteer.sources.shipped import DATA, LANDMARKS, SOURCES, ShippedSource, read_landmarks, upstreams

SIZE_LIMIT = 13_000_000
KM_PER_DEGREE = 111.195
COAST_KM = 25  # outlines are simplified to 2 km and small islands left out


@pytest.fixture(scope="module")
def source() -> ShippedSource:
    return ShippedSource()


@pytest.fixture(scope="module")
def places(source: ShippedSource) -> dict[str, SourcePlace]:
    gc.disable()  # it would go through hundreds of thousands of places again and again, a third of the time
    try:
        return {place.id: place for place in source.rows()}
    finally:
        gc.enable()


@pytest.fixture(scope="module")
def countries(places: dict[str, SourcePlace]) -> dict[str, BaseGeometry]:
    return {
        place.country: shapely.from_wkb(place.outline_wkb)
        for place in places.values()
        if place.kind is PlaceKind.COUNTRY and place.country and place.outline_wkb
    }


def test_ids_are_unique_and_counted(source: ShippedSource, places: dict[str, SourcePlace]) -> None:
    assert source.report.accepted == len(places)
    assert source.report.rejected == []


def test_counts(places: dict[str, SourcePlace]) -> None:
    kinds = Counter(place.kind for place in places.values())
    assert kinds[PlaceKind.SETTLEMENT] > 255_000
    assert kinds[PlaceKind.COUNTRY] == 250
    assert kinds[PlaceKind.REGION] > 3_800
    assert kinds[PlaceKind.DISTRICT] > 45_000
    assert kinds[PlaceKind.FACILITY] > 28_000


def test_size_and_sums() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < SIZE_LIMIT
    sums = tomllib.loads((DATA / SOURCES).read_text(encoding="utf-8"))["sha256"]
    assert set(sums) == {"places.tsv.xz", "outlines.tsv.xz", "spellings.tsv.xz"}
    for name, expected in sums.items():
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == expected


def test_every_source_says_whose_it_is() -> None:
    for upstream in upstreams():
        assert upstream.name
        assert upstream.licence
        assert upstream.attribution
        assert upstream.edition
        assert all((DATA / name).is_file() for name in upstream.files)


def test_licences_that_ask_for_it_lie_beside_the_data() -> None:
    assert {path.name for path in DATA.glob("LICENSE-*.txt")} == {"LICENSE-airportsdata.txt", "LICENSE-geonames.txt", "LICENSE-unicode.txt"}
    assert all(path.read_text(encoding="utf-8").strip() for path in DATA.glob("LICENSE-*.txt"))


def test_more_than_half_of_the_villages_have_their_own_position(places: dict[str, SourcePlace]) -> None:
    listed = [place for place in places.values() if place.parents and place.parents[0].startswith("katottg:")]
    placed = [place for place in listed if place.radius_m is None or place.radius_m <= 2_500]
    assert len(placed) / len(listed) > 0.55


def test_rows_name_a_known_source(places: dict[str, SourcePlace]) -> None:
    assert {place.source for place in places.values()} <= {upstream.key for upstream in upstreams()}


@pytest.mark.parametrize(
    ("id_", "name", "kind", "country"),
    [
        ("geonames:690791", "Ukraine", PlaceKind.COUNTRY, "UA"),
        ("geonames:709716", "Donetsk Oblast", PlaceKind.REGION, "UA"),
        ("geonames:702657", "Luhansk Oblast", PlaceKind.REGION, "UA"),
        ("geonames:706482", "Kharkiv Oblast", PlaceKind.REGION, "UA"),
        ("geonames:703883", "Crimea", PlaceKind.REGION, "UA"),
        ("geonames:694422", "Sevastopol City", PlaceKind.REGION, "UA"),
        ("geonames:713122", "Avdiivka", PlaceKind.SETTLEMENT, "UA"),
        ("geonames:4736286", "Texas", PlaceKind.REGION, "US"),
        ("geonames:6269131", "England", PlaceKind.REGION, "GB"),
        ("airportsdata:RJTJ", "Iruma Air Base", PlaceKind.FACILITY, "JP"),
        ("landmark:white-house", "White House", PlaceKind.FACILITY, "US"),
    ],
)
def test_known_places(places: dict[str, SourcePlace], id_: str, name: str, kind: PlaceKind, country: str) -> None:
    place = places[id_]
    assert (place.name, place.kind, place.country) == (name, kind, country)


@pytest.mark.parametrize(("lat", "lon"), [(44.95, 34.10), (44.60, 33.52), (45.36, 36.47)])
def test_crimea_is_in_ukraine(countries: dict[str, BaseGeometry], lat: float, lon: float) -> None:
    point = shapely.Point(lon, lat)
    assert shapely.distance(countries["UA"], point) < 0.02
    assert not countries["RU"].contains(point)


def test_outlines_are_valid(places: dict[str, SourcePlace]) -> None:
    shapes = [shapely.from_wkb(place.outline_wkb) for place in places.values() if place.outline_wkb]
    assert len(shapes) > 4_000
    assert all(shapely.is_valid(shapes))


def test_every_region_of_ukraine_has_an_outline(places: dict[str, SourcePlace]) -> None:
    regions = [place for place in places.values() if place.country == "UA" and place.kind is PlaceKind.REGION]
    assert len(regions) == 27
    assert all(region.outline_wkb for region in regions)


def test_landmarks_lie_in_their_country(countries: dict[str, BaseGeometry]) -> None:
    astray = []
    for place in read_landmarks(DATA / LANDMARKS):
        assert place.lat is not None
        assert place.lon is not None
        assert place.radius_m is not None
        if place.country in countries:
            km = shapely.distance(countries[place.country], shapely.Point(place.lon, place.lat)) * KM_PER_DEGREE
            at_sea = place.kind in (PlaceKind.WATER, PlaceKind.TERRAIN)
            if km > max(place.radius_m / 1000, COAST_KM) * (8 if at_sea else 1):
                astray.append((place.name, place.country, round(km)))
    assert astray == []


def test_every_official_settlement_is_there_by_both_spellings(places: dict[str, SourcePlace]) -> None:
    """Each has a Ukrainian name; the list has 29,701 settlements, each one row of its own or one with GeoNames."""
    ukrainian = [
        place
        for place in places.values()
        if place.country == "UA"
        and place.kind in (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBORHOOD)
        and any(name.language == "uk" and name.status is NameStatus.OFFICIAL for name in place.names)
    ]
    quarters_of_cities = sum(place.kind is PlaceKind.NEIGHBORHOOD and place.id.startswith("katottg:") for place in ukrainian)
    assert len(ukrainian) - quarters_of_cities == 29_701 + 2  # with Kyiv and Sevastopol, which the list ranks as regions


def test_unlocated_villages_say_how_far_off_they_may_be(places: dict[str, SourcePlace]) -> None:
    for place in places.values():
        if place.source == "katottg" and place.kind is PlaceKind.SETTLEMENT:
            assert place.lat is not None
            assert place.radius_m is not None
            assert place.radius_m >= 2_500
            assert place.admin1_code
            assert math.isfinite(place.radius_m)


@pytest.mark.parametrize(
    ("id_", "demonym"), [("geonames:690791", "Ukrainians"), ("geonames:6252001", "Americans"), ("geonames:4736286", "Texan")]
)
def test_demonyms(places: dict[str, SourcePlace], id_: str, demonym: str) -> None:
    assert demonym in {name.text for name in places[id_].names if name.status is NameStatus.DEMONYM}


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        list(ShippedSource(tmp_path / "nowhere").rows())


def test_a_cut_file_is_noticed(tmp_path: Path) -> None:
    for path in DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    cut = tmp_path / "outlines.tsv.xz"
    cut.write_bytes(cut.read_bytes()[:5000])
    with pytest.raises(SourceError, match="damaged"):
        list(ShippedSource(tmp_path).rows())


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    for path in DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "places.tsv.xz").write_bytes(lzma.compress(b"only\tthree\tcells\n"))
    with pytest.raises(SourceError, match="row 1"):
        list(ShippedSource(tmp_path).rows())
