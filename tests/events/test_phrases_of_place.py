"""What phrases round a name make of its place, and which of several names is where it happened."""

from __future__ import annotations

import pytest

from geomap.model import GeoMethod
from tests.events.conftest import Tell, place


@pytest.mark.parametrize(
    ("phrase", "relation", "radius_m", "precision"),
    [
        ("on the outskirts of Izium", "outskirts of Izium", 5000.0, (1, 2)),
        ("in Izium's outskirts", "Izium 's outskirts", 5000.0, (1, 2)),
        ("near Izium", "near Izium", 10_000.0, (2, 2)),
        ("around Izium", "around Izium", 10_000.0, (2, 2)),
        ("ten kilometres from Izium", "ten kilometres from Izium", 10_000.0, (2, 2)),
        ("30 km northeast of Izium", "30 km northeast of Izium", 5500.0, (2, 2)),
        ("in the Izium direction", "Izium direction", 25_000.0, (2, 5)),
        ("in the Izium area", "Izium area", 10_000.0, (2, 2)),
        ("in the eastern part of Izium", "part of Izium", 5000.0, (1, 1)),
    ],
)
def test_each_phrase_has_its_reach_and_precision(
    tell: Tell, phrase: str, relation: str, radius_m: float, precision: tuple[int, int]
) -> None:
    (event,) = tell(f"Shells fell {phrase} on Tuesday.")
    where = event.where
    assert (where.name, where.relation, where.radius_m) == ("Izium", relation, radius_m)
    assert (where.geo_precision, where.where_prec) == precision


@pytest.mark.parametrize(
    ("bearing", "north", "east"),
    [
        ("north", 1, 0),
        ("south", -1, 0),
        ("east", 0, 1),
        ("west", 0, -1),
        ("northeast", 1, 1),
        ("north-west", 1, -1),
        ("southeast", -1, 1),
        ("south-west", -1, -1),
    ],
)
def test_a_bearing_moves_the_point_that_way(tell: Tell, bearing: str, north: int, east: int) -> None:
    town = place("Izium")
    assert town.lat is not None
    assert town.lon is not None
    for phrase in (f"20 km {bearing} of", f"{bearing} of"):
        (event,) = tell(f"Shells fell {phrase} Izium on Tuesday.")
        where = event.where
        assert where.method is GeoMethod.RELATION
        assert where.lat is not None
        assert where.lon is not None
        moved = [0 if abs(step) < 0.01 else 1 if step > 0 else -1 for step in (where.lat - town.lat, where.lon - town.lon)]
        assert moved == [north, east]


def test_a_bearing_of_a_region_is_its_half_on_that_side(tell: Tell) -> None:
    region = place("Sumy region")
    assert region.lat is not None
    for phrase in ("the north of the Sumy region", "northern Sumy region"):
        (event,) = tell(f"Shells hit {phrase} on Tuesday.")
        assert event.where.radius_m == region.radius_m / 2
        assert event.where.lat is not None
        assert event.where.lat > region.lat


def test_phrases_hold_for_all_of_a_short_list(tell: Tell) -> None:
    near = tell("Shells hit near Izium and Lyman on Tuesday.")
    assert [event.where.relation for event in near] == ["near Izium", "near Lyman"]
    sectors = tell("Fighting goes on in the Lyman and Toretsk directions.")
    assert [(event.where.name, event.where.radius_m) for event in sectors] == [("Lyman", 25_000.0), ("Toretsk", 25_000.0)]
    (between,) = tell("Shells fell between Lyman and Izium.")
    assert between.where.relation == "between Lyman and Izium"


@pytest.mark.parametrize(
    ("sentence", "sites"),
    [
        ("A missile hit the town of Lyman in the Donetsk region.", ["Lyman"]),
        ("A missile hit Kharkiv, in Ukraine.", ["Kharkiv"]),
        ("The president of Ukraine met his counterpart in Warsaw.", ["Warsaw"]),
        ("Protesters rallied across Ukraine.", ["Ukraine"]),
        ("Ukraine was hit by a missile.", []),
        ("Troops from Kharkiv attacked Lyman.", ["Lyman"]),
        ("Like Kharkiv, Sumy was shelled on Tuesday.", ["Sumy"]),
        ("Shells hit Lyman, Toretsk and Izium.", ["Lyman", "Toretsk", "Izium"]),
    ],
)
def test_which_names_are_sites(tell: Tell, sentence: str, sites: list[str]) -> None:
    assert [event.where.name for event in tell(sentence)] == sites
