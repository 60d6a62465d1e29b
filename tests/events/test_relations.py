"""Phrases that place something by a name: their kind, their words, bearing and distance."""

from __future__ import annotations

import pytest

from geomap.events.spatial import Relation, relation_of
from tests.events.conftest import read


def relations(text: str) -> list[Relation | None]:
    sentence = read(text)
    return [relation_of(sentence, name) for name in sentence.names]


@pytest.mark.parametrize(
    ("text", "kind", "phrase", "bearing", "km"),
    [
        ("It fell 20 km (12 miles) east of Izium.", "distance", "20 km (12 miles) east of Izium", 90, 20.0),
        ("It fell about 20 miles east of Izium.", "distance", "about 20 miles east of Izium", 90, 32.18688),
        ("It fell 20 nautical miles south of Odesa.", "distance", "20 nautical miles south of Odesa", 180, 37.04),
        ("It fell 20 km to the north-west of Izium.", "distance", "20 km to the north-west of Izium", 315, 20.0),
        ("It fell 20 km southeast of the city of Izium.", "distance", "20 km southeast of the city of Izium", 135, 20.0),
        ("It fell xx km (12 miles east of Izium.", "distance", "12 miles east of Izium", 90, 19.312128),
        ("It fell 1.5 km from Lyman.", "radius", "1.5 km from Lyman", None, 1.5),
        ("It fell 500 metres from Lyman.", "radius", "500 metres from Lyman", None, 0.5),
        ("It fell 5 km outside Izium.", "radius", "5 km outside Izium", None, 5.0),
        ("It fell just north of Izium.", "bearing", "north of Izium", 0, None),
        ("It fell five days north of Izium.", "bearing", "north of Izium", 0, None),
        ("It fell xx km north of Izium.", "bearing", "north of Izium", 0, None),
        ("It fell on the outskirts of Izium.", "outskirts", "outskirts of Izium", None, None),
        ("It fell on Izium's outskirts.", "outskirts", "Izium 's outskirts", None, None),
        ("It fell on Izium's northern outskirts.", "outskirts", "Izium 's northern", None, None),
        ("It fell on Izium outskirts.", "outskirts", "Izium outskirts", None, None),
        ("It fell on the border with Turkey.", "border", "border with Turkey", None, None),
        ("It fell near Izium.", "near", "near Izium", None, None),
        ("It fell near the eastern city of Izium.", "near", "near the eastern city of Izium", None, None),
        ("It fell in southern Sumy region.", "part", "southern Sumy region", 180, None),
        ("It fell in central Kharkiv.", "part", "central Kharkiv", None, None),
        ("It fell on the northern part of Izium.", "part", "part of Izium", None, None),
        ("It fell on half of Izium.", "part", "half of Izium", None, None),
        ("It fell in the Lyman direction.", "sector", "Lyman direction", None, None),
        ("It fell in the Lyman directions.", "sector", "Lyman directions", None, None),
        ("It fell in the Lyman area.", "area", "Lyman area", None, None),
    ],
)
def test_a_phrase_and_a_name(text: str, kind: str, phrase: str, bearing: float | None, km: float | None) -> None:
    (told,) = relations(text)
    assert told is not None
    assert (told.kind.value, told.phrase, told.bearing, told.distance_km) == (kind, phrase, bearing, pytest.approx(km) if km else None)
    assert told.shared is (kind == "near")


@pytest.mark.parametrize(
    "text",
    [
        "It fell in Izium.",
        "It came from Izium.",
        "Troops with Izium in sight fell.",
        "It fell in the border town, with Izium in sight.",
        "It fell in the city of Izium.",
        "It fell on the history of Izium.",
        "Izium's mayor fell on the outskirts.",
        "Izium – the line.",
    ],
)
def test_a_name_that_stands_for_itself(text: str) -> None:
    assert relations(text) == [None]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It fell between Lyman and Izium.", ["between", None]),
        ("It fell between the towns of Lyman and of Izium.", ["between", None]),
        ("It fell between Lyman, and Izium.", [None, None]),
        ("It fell between Lyman and in Izium.", [None, None]),
        ("It fell between Lyman or xx xx Izium.", ["between", None]),
        ("It fell between Lyman and xx xx xx xx Izium.", [None, None]),
        ("It fell between Lyman.", [None]),
        ("It fell on the Lyman – Izium line.", ["between", None]),
        ("It fell on the Lyman – Izium market.", [None, None]),
        ("It fell on the Lyman , Izium line.", [None, None]),
        ("It fell in the Lyman and Toretsk directions.", ["sector", "sector"]),
        ("It fell in the Lyman and Toretsk direction.", [None, "sector"]),
        ("It fell in the Lyman, Izium and Toretsk directions.", ["sector", "sector", "sector"]),
        ("It fell in the Lyman, Sumy, Izium and Toretsk directions.", [None, "sector", "sector", "sector"]),  # four tokens ahead
        ("It fell in the Lyman and Toretsk areas.", [None, "area"]),
    ],
)
def test_a_phrase_of_two_names(text: str, kinds: list[str | None]) -> None:
    assert [told and told.kind.value for told in relations(text)] == kinds


def test_the_second_of_two_places_is_kept() -> None:
    first, _ = relations("It fell on the Lyman – Izium line.")
    assert first is not None
    assert first.other is not None
    assert first.other.place is not None
    assert (first.other.place.name, first.phrase) == ("Izium", "Lyman – Izium line")
