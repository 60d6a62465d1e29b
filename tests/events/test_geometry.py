"""The position, circle and precision of each kind of phrase, and distances at both sides of their limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gazetteer.model import Place, PlaceKind
from geomap.events.candidates import IN_TOWN_KM, ArgumentCandidate, _are_near
from geomap.events.consolidate import AROUND_KM, _around
from geomap.events.geometry import APART_M, points_at, where_of
from geomap.events.sentence import PlaceSpan
from geomap.events.spatial import Relation, RelationKind
from geomap.events.syntax import Attachment
from geomap.model import GeoMethod, Mention, Resolution, Where

KM_PER_DEGREE = 111.195  # of a great circle
TOWN = Place(id="t:1", name="Alder", kind=PlaceKind.SETTLEMENT, lat=0.0, lon=10.0, radius_m=2_000.0, country="XA")
REGION = replace(TOWN, id="t:2", name="Birch", kind=PlaceKind.REGION, radius_m=60_000.0)


def named(place: Place | None) -> PlaceSpan:
    mention = Mention(post_id="p", start=0, end=5, text="Alder", confidence=1.0)
    return PlaceSpan(0, 1, Resolution(mention=mention, place=place, confidence=None if place is None else 1.0))


def where(place: Place | None, kind: RelationKind | None = None, **fields: Any) -> Where:
    relation = None if kind is None else Relation(kind, 0, "phrase", **fields)
    return where_of(ArgumentCandidate(named(place), Attachment.AT, "in", relation), None)


def far(km: float, first: Place = TOWN) -> Place:
    """Return a town that lies so far to the east."""
    assert first.lon is not None
    return replace(TOWN, id="t:9", name="Cedar", lon=first.lon + km / KM_PER_DEGREE)


@pytest.mark.parametrize(
    ("kind", "fields", "radius_m", "precision"),
    [
        (None, {}, 2_000.0, (1, 1)),
        (RelationKind.RADIUS, {"distance_km": 30.0}, 30_000.0, (2, 2)),
        (RelationKind.RADIUS, {}, 10_000.0, (2, 2)),
        (RelationKind.OUTSKIRTS, {}, 3_000.0, (1, 2)),
        (RelationKind.SECTOR, {}, 25_000.0, (2, 5)),
        (RelationKind.NEAR, {}, 10_000.0, (2, 2)),
        (RelationKind.AREA, {}, 10_000.0, (2, 2)),
        (RelationKind.BORDER, {}, 10_000.0, (3, 5)),
        (RelationKind.PART, {}, 2_000.0, (1, 1)),
        (RelationKind.PART, {"bearing": 0.0}, 2_000.0, (1, 1)),
        (RelationKind.DISTANCE, {"distance_km": 20.0}, 10_000.0, (2, 2)),  # without a direction it is near
        (RelationKind.DISTANCE, {"bearing": 90.0}, 10_000.0, (2, 2)),
        (RelationKind.BETWEEN, {}, 10_000.0, (2, 5)),  # of which the other is not known
    ],
)
def test_phrases_that_leave_the_point(
    kind: RelationKind | None, fields: dict[str, Any], radius_m: float, precision: tuple[int, int]
) -> None:
    found = where(TOWN, kind, **fields)
    assert (found.lat, found.lon, found.radius_m) == (0.0, 10.0, radius_m)
    assert (found.geo_precision, found.where_prec) == precision
    assert found.method is (GeoMethod.GAZETTEER if kind is None else GeoMethod.RELATION)
    assert found.relation == (None if kind is None else "phrase")


def test_circles_are_never_narrower_than_the_place() -> None:
    wide = replace(TOWN, radius_m=50_000.0)
    for kind in (RelationKind.OUTSKIRTS, RelationKind.SECTOR, RelationKind.NEAR):
        assert where(wide, kind).radius_m == 50_000.0


@pytest.mark.parametrize(
    ("kind", "fields", "km", "radius_m"),
    [
        (RelationKind.DISTANCE, {"bearing": 90.0, "distance_km": 20.0}, 20.0, 4_000.0),
        (RelationKind.DISTANCE, {"bearing": 90.0, "distance_km": 0.0}, 0.0, 1_000.0),
        (RelationKind.BEARING, {"bearing": 90.0}, 5.0, 10_000.0),
    ],
)
def test_phrases_that_move_the_point(kind: RelationKind, fields: dict[str, Any], km: float, radius_m: float) -> None:
    found = where(TOWN, kind, **fields)
    assert found.lon is not None
    assert (found.lon - 10.0) * 111.32 == pytest.approx(km, abs=0.01)
    assert found.lat == pytest.approx(0.0, abs=1e-6)
    assert found.radius_m == radius_m


@pytest.mark.parametrize("kind", [RelationKind.PART, RelationKind.BEARING])
def test_a_part_of_a_region_lies_half_way_to_its_edge(kind: RelationKind) -> None:
    found = where(REGION, kind, bearing=90.0)
    assert found.lon is not None
    assert (found.lon - 10.0) * 111.32 == pytest.approx(30.0, abs=0.01)
    assert (found.radius_m, found.geo_precision, found.where_prec) == (30_000.0, 3, 4)
    assert where(REGION, kind).lon == 10.0
    assert where(REGION, kind).radius_m == 60_000.0


def test_between_neighbours_is_a_corridor() -> None:
    found = where(TOWN, RelationKind.BETWEEN, other=named(far(40)))
    assert found.area is not None
    assert found.lon == pytest.approx(10.0 + 20 / KM_PER_DEGREE)
    assert found.radius_m == pytest.approx(20_000, rel=0.01)
    west, south, east, north = found.area.bounds
    assert (east - west) * 111.32 == pytest.approx(50, rel=0.01)  # a quarter of the length more
    assert (north - south) * 111.32 == pytest.approx(10, rel=0.01)
    same = where(TOWN, RelationKind.BETWEEN, other=named(far(0)))
    assert (same.area, same.lon, same.radius_m) == (None, 10.0, 3_000.0)


@pytest.mark.parametrize(("km", "is_corridor"), [(APART_M / 1000 - 1, True), (APART_M / 1000 + 1, False)])
def test_between_places_too_far_apart_is_near_the_first(km: float, is_corridor: bool) -> None:  # noqa: FBT001 - a parameter of the test
    found = where(TOWN, RelationKind.BETWEEN, other=named(far(km)))
    assert (found.area is not None) is is_corridor
    assert (found.lon == 10.0) is not is_corridor
    assert is_corridor or found.radius_m == 10_000.0


def test_between_regions_too_far_apart_is_the_first_of_them() -> None:
    assert where(REGION, RelationKind.BETWEEN, other=named(far(500))).radius_m == 60_000.0


def test_between_a_place_and_one_without_a_position_is_near_the_first() -> None:
    found = where(TOWN, RelationKind.BETWEEN, other=named(replace(TOWN, id="t:8", lat=None, lon=None)))
    assert (found.lon, found.radius_m, found.area) == (10.0, 10_000.0, None)


@pytest.mark.parametrize("place", [None, replace(TOWN, lat=None, lon=None)])
def test_what_has_no_position_gets_none(place: Place | None) -> None:
    found = where(place, RelationKind.NEAR)
    assert (found.lat, found.lon, found.radius_m, found.area) == (None, None, None, None)
    assert found.name == "Alder"
    assert (found.geo_precision, found.where_prec) == ((None, None) if place is None else (2, 2))
    assert found.method is GeoMethod.GAZETTEER


@pytest.mark.parametrize(("limit_km", "is_near"), [(IN_TOWN_KM, _are_near), (AROUND_KM, _around)])
def test_places_are_near_up_to_a_distance(limit_km: float, is_near: Any) -> None:
    assert is_near(TOWN, far(limit_km - 0.1))
    assert not is_near(TOWN, far(limit_km + 0.1))
    lost = replace(TOWN, id="t:8", lat=None, lon=None)
    assert not is_near(TOWN, lost)
    assert not is_near(lost, TOWN)


def test_what_is_around_a_place_lies_in_it_or_holds_it() -> None:
    land = replace(TOWN, id="t:7", name="Arvenia", kind=PlaceKind.COUNTRY, lat=40.0)
    assert _around(land, TOWN)
    assert _around(TOWN, land)
    assert _around(TOWN, TOWN)
    assert not _around(replace(land, country="XB"), TOWN)
    assert not _around(None, TOWN)
    assert not _around(TOWN, None)


@pytest.mark.parametrize(
    ("km", "fields", "leads_there"),
    [
        (80.0, {"distance_km": 80.0, "bearing": 90.0}, True),
        (100.0, {"distance_km": 80.0, "bearing": 45.0}, True),  # round numbers, by road, north-east
        (80.0, {"distance_km": 80.0}, True),
        (15.0, {"distance_km": 10.0}, True),
        (120.0, {"distance_km": 80.0, "bearing": 90.0}, False),
        (80.0, {"distance_km": 80.0, "bearing": 270.0}, False),
        (80.0, {"bearing": 90.0}, False),
        (0.0, {"distance_km": 5.0}, True),
    ],
)
def test_a_distance_leads_to_the_place_whose_position_it_tells(km: float, fields: dict[str, float], leads_there: bool) -> None:  # noqa: FBT001 - one of a row of cases
    told = ArgumentCandidate(named(TOWN), Attachment.AT, "of", Relation(RelationKind.DISTANCE, 0, "phrase", **fields))
    assert points_at(told, far(km)) is leads_there
    assert not points_at(told, TOWN)
    assert not points_at(replace(told, relation=None), far(km))


@pytest.mark.parametrize(
    ("km", "bearing", "leads_there"), [(20.0, 90.0, True), (20.0, 60.0, True), (20.0, 270.0, False), (60.0, 90.0, False)]
)
def test_a_direction_leads_to_a_neighbour(km: float, bearing: float, leads_there: bool) -> None:  # noqa: FBT001 - as above
    told = ArgumentCandidate(named(TOWN), Attachment.AT, "of", Relation(RelationKind.BEARING, 0, "phrase", bearing=bearing))
    assert points_at(told, far(km)) is leads_there
