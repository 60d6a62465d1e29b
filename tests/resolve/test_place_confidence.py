"""How sure a pin is: that the words name a place, and that it is this one."""

from __future__ import annotations

import pytest

from gazetteer import Place, PlaceKind
from geomap.export.geoparse import mention_object
from geomap.model import Mention, Resolution

LEEDS = Place(id="test:leeds", name="Leeds", kind=PlaceKind.SETTLEMENT, lat=53.8, lon=-1.5, radius_m=1000.0)


def _resolution(named: float, confidence: float | None) -> Resolution:
    mention = Mention(post_id="1", start=0, end=5, text="Leeds", confidence=named)
    return Resolution(mention=mention, place=None if confidence is None else LEEDS, confidence=confidence)


def test_it_is_the_product_of_recognition_and_resolution() -> None:
    assert _resolution(0.5, 0.8).place_confidence == pytest.approx(0.4)
    assert _resolution(1.0, 0.8).place_confidence == pytest.approx(0.8)
    assert _resolution(0.5, None).place_confidence is None


def test_geoparse_prints_it_beside_that_of_the_mention() -> None:
    printed = mention_object(_resolution(0.5, 0.9), (0, 5), "Leeds")
    assert (printed["confidence"], printed["place"]["confidence"]) == (0.5, 0.45)


def test_a_place_is_found_unless_it_is_the_area_around_another() -> None:
    around = Resolution(mention=_resolution(1.0, 0.8).mention, place=LEEDS, confidence=0.8, is_surroundings=True)
    assert [one.is_found for one in (_resolution(1.0, 0.8), _resolution(1.0, None), around)] == [True, False, False]
