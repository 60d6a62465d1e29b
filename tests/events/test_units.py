"""A derived point is coded by the units that it lies in; by none where they hold too little of what it may be, or at sea."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely

from gazetteer import Gazetteer
from geomap.events.candidates import ArgumentCandidate
from geomap.events.geometry import where_of
from geomap.events.sentence import PlaceSpan
from geomap.events.spatial import Relation, RelationKind
from geomap.events.syntax import Attachment
from geomap.export.features import event_row
from geomap.model import Mention, Resolution, Where
from geomap.store.codec import Encoder, event_of
from geomap.units import NOWHERE, units_at
from tests.export.factory import event

Kind = RelationKind


def where(gazetteer: Gazetteer, name: str, kind: Kind, **fields: Any) -> Where:
    place = gazetteer.lookup(name, limit=1)[0].place
    mention = Mention(post_id="p", start=0, end=len(name), text=name, confidence=1.0)
    if "other" in fields:
        other = gazetteer.lookup(fields["other"], limit=1)[0].place
        fields["other"] = PlaceSpan(2, 3, Resolution(mention=mention, place=other, confidence=1.0))
    span = PlaceSpan(0, 1, Resolution(mention=mention, place=place, confidence=1.0))
    return where_of(ArgumentCandidate(span, Attachment.AT, "in", Relation(kind, 0, "phrase", **fields)), gazetteer)


@pytest.mark.parametrize(
    ("name", "kind", "fields", "country", "admin1", "code"),
    [
        ("Minsk", Kind.DISTANCE, {"bearing": 135.0, "distance_km": 90.0}, "BY", "Mogilev", "BY-MA"),
        ("Goma", Kind.DISTANCE, {"bearing": 90.0, "distance_km": 8.0}, "RW", "Western Province", "RW-04"),  # across the border
        ("Kharkiv", Kind.BEARING, {"bearing": 0.0}, "UA", "Kharkiv Oblast", "UA-63"),
        ("Odesa", Kind.DISTANCE, {"bearing": 180.0, "distance_km": 100.0}, None, None, None),  # at sea
        ("Odesa", Kind.DISTANCE, {"bearing": 135.0, "distance_km": 4.0}, "UA", "Odesa Oblast", "UA-51"),  # just off the coast
        ("Kherson", Kind.BETWEEN, {"other": "Mykolaiv, Ukraine"}, "UA", None, None),  # two regions
        ("Kherson", Kind.NEAR, {}, "UA", "Kherson Oblast", "UA-65"),  # whose point stays in the town
    ],
)
def test_units_are_those_of_the_point(  # noqa: PLR0913, PLR0917 - a phrase and what it means
    gazetteer: Gazetteer, name: str, kind: Kind, fields: dict[str, Any], country: str | None, admin1: str | None, code: str | None
) -> None:
    row = event_row(event(at=where(gazetteer, name, kind, **fields)))
    assert (row["country"], row["admin1"], row["iso3166_2"]) == (country, admin1, code)
    assert row["gazetteer_id"] == gazetteer.lookup(name, limit=1)[0].place.id


def test_a_district_is_told_where_it_holds_most_of_the_circle(gazetteer: Gazetteer) -> None:
    near = event_row(event(at=where(gazetteer, "Vovchansk", Kind.DISTANCE, bearing=180.0, distance_km=10.0)))
    far = event_row(event(at=where(gazetteer, "Vovchansk", Kind.RADIUS, distance_km=60.0)))
    assert (near["admin2"], near["pcode"]) == ("Chuhuiv Raion", "UA6314")
    assert (far["admin1"], far["admin2"], far["pcode"]) == (None, None, None)  # half of it is in another country


@pytest.mark.parametrize("bearing", [0.0, 90.0, 180.0, 270.0])
@pytest.mark.parametrize("name", ["Lebanon", "Vietnam", "Croatia", "Kharkiv Oblast", "Chile", "Norway"])
def test_a_part_of_a_unit_has_its_point_in_the_unit(gazetteer: Gazetteer, name: str, bearing: float) -> None:
    found = where(gazetteer, name, Kind.PART, bearing=bearing)
    assert found.place is not None
    assert found.lies_in is None
    outline = gazetteer.outline(found.place.id)
    assert outline is not None
    assert outline.intersects(shapely.Point(found.lon, found.lat))


def test_points_of_many_countries_have_their_units(gazetteer: Gazetteer) -> None:
    points = [(50.0, 36.23), (15.5, 32.55), (0.0, -30.0), (46.39, 30.76), (-33.45, -70.66)]
    named = [[unit.name for unit in chain][-2:] for chain in units_at(points, gazetteer)]
    assert named == [
        ["Kharkiv Oblast", "Ukraine"],
        ["Khartoum", "Sudan"],
        [],
        ["Odesa Oblast", "Ukraine"],
        ["Santiago Metropolitan", "Chile"],
    ]


def test_a_store_keeps_the_unit(gazetteer: Gazetteer) -> None:
    at_sea = where(gazetteer, "Odesa", Kind.DISTANCE, bearing=180.0, distance_km=100.0)
    assert at_sea.lies_in == NOWHERE
    for at in (at_sea, replace(at_sea, lies_in=None)):
        assert event_of(Encoder().event(event(at=at)), lambda _: shapely.Point()).where == at
