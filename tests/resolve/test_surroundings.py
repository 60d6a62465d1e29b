"""The surroundings of a place for a name beside it that no gazetteer has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gazetteer import Place, PlaceKind
from geomap.model import Mention, Reason, Resolution, Role
from geomap.resolve.surroundings import with_surroundings
from geomap.resolve.unknown import unknown


def _place(name: str = "Ford", *, kind: PlaceKind = PlaceKind.SETTLEMENT, admin1: str = "North") -> Place:
    return Place(
        id=f"test:{name}",
        name=name,
        kind=kind,
        country="XX",
        admin1=admin1,
        admin2=None,
        lat=50.0,
        lon=30.0,
        radius_m=2000.0,
        source="test",
    )


def _mention(text: str, start: int, role: Role = Role.LITERAL) -> Mention:
    return Mention(post_id="1", start=start, end=start + len(text), text=text, confidence=0.9, role=role)


def _found(place: Place, start: int, confidence: float = 0.95) -> Resolution:
    return Resolution(mention=_mention(place.name, start), place=place, confidence=confidence)


UNKNOWN = unknown(_mention("Gull Mall", 40))


def test_a_name_without_a_place_gets_the_area_around_the_place_beside_it() -> None:
    answer = with_surroundings([_found(_place(), 20), UNKNOWN])[1]
    assert answer.place is not None
    assert answer.confidence is not None
    assert (answer.place.id, answer.place.kind, answer.place.radius_m) == ("test:Ford", PlaceKind.AREA, 50_000)
    assert answer.confidence < 0.8
    assert answer.is_surroundings
    assert not answer.is_found
    assert answer.mention == UNKNOWN.mention
    assert [reason.text for reason in answer.reasons] == [
        "the gazetteer has no place of this name",
        "its place is the area around Ford, which is named beside it",
    ]


def test_the_place_before_the_name_counts_before_one_that_follows_as_closely() -> None:
    answers = with_surroundings([_found(_place("Ford"), 30), UNKNOWN, _found(_place("Mill"), 55)])
    assert answers[1].place is not None
    assert answers[1].place.name == "Ford"
    closer = with_surroundings([_found(_place("Ford"), 0), UNKNOWN, _found(_place("Mill"), 50)])
    assert closer[1].place is not None
    assert closer[1].place.name == "Mill"


@pytest.mark.parametrize(
    "others",
    [
        [],
        [_found(_place(), 20, 0.8)],
        [_found(_place(), 449)],
        [_found(_place(kind=PlaceKind.REGION), 20)],
        [_found(_place(kind=PlaceKind.COUNTRY), 20)],
        [_found(replace(_place(), lat=None, lon=None), 20)],
        [_found(_place("Ford"), 20), _found(_place("Mill", admin1="South"), 90)],
        [Resolution(mention=_mention("Fordish", 20, Role.DEMONYM), place=_place(), confidence=0.95)],
    ],
)
def test_nothing_is_said_without_a_sure_town_close_by_in_the_region_of_the_text(others: list[Resolution]) -> None:
    assert with_surroundings([*others, UNKNOWN]) == (*others, UNKNOWN)


@pytest.mark.parametrize(
    "other",
    [
        replace(UNKNOWN, reasons=(Reason(text="no place, corrected by hand", weight=1.0),)),
        replace(UNKNOWN, mention=_mention("Gull Mall", 40, Role.EMBEDDED)),
        _found(_place("Gull"), 40, 0.3),
    ],
)
def test_what_is_no_place_or_has_one_stays_as_it_is(other: Resolution) -> None:
    assert with_surroundings([_found(_place(), 20), other])[1] == other
