"""How sure a pin is: that the words name a place, and that it is this one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gazetteer import Gazetteer, Place, PlaceKind, PlaceName
from gazetteer.model import Candidate, MatchMethod
from geomap.export.geoparse import mention_object
from geomap.model import Mention, Resolution
from geomap.pins import ABROAD
from geomap.resolve import default_resolver
from tests.resolve.marked import read_marked

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


def _spelled(name: str, confidence: float, similarity: float = 1.0, most: float = 1.0) -> Resolution:
    candidate = Candidate(place=LEEDS, name=PlaceName(text=name), method=MatchMethod.EXACT, similarity=similarity)
    mention = Mention(post_id="1", start=0, end=len(name), text=name, confidence=1.0)
    return Resolution(mention=mention, place=LEEDS, confidence=confidence, candidates=(candidate,), most_confidence=most)


@pytest.mark.parametrize(
    ("name", "confidence", "similarity", "sure"),
    [
        ("Лідс", 0.7, 1.0, 0.98),
        ("Куп’янськ", 0.61, 1.0, 0.98),  # the apostrophe is no letter of another script
        ("Лідс", 0.99, 1.0, 0.99),
        ("Лідс", 0.6, 1.0, 0.6),  # the only place of its name, of which the text says nothing
        ("Лідс", 0.7, 0.8, 0.7),  # spelled in another way
        ("Leeds", 0.7, 1.0, 0.7),
    ],
)
def test_names_in_cyrillic_are_surer_than_the_resolver_says(name: str, confidence: float, similarity: float, sure: float) -> None:
    assert _spelled(name, confidence, similarity).place_confidence == pytest.approx(sure)


@pytest.mark.parametrize("confidence", [0.89, 0.7])
def test_a_small_place_in_another_country_than_the_sentence_names_is_not_sure(confidence: float) -> None:
    assert _spelled("Лідс", confidence, most=ABROAD).place_confidence == pytest.approx(ABROAD)


@pytest.mark.parametrize(
    ("people", "others", "sure"),
    [
        (90_000, (), 0.98),
        (90_000, (2_000, None), 0.98),
        (90_000, (40_000,), 0.3),  # another town as likely
        (9_000, (), 0.3),
        (None, (), 0.3),
    ],
)
def test_a_town_known_far_better_than_its_namesakes_is_sure_in_cyrillic(
    people: int | None, others: tuple[int | None, ...], sure: float
) -> None:
    towns = [replace(LEEDS, id=f"test:{at}", population=count) for at, count in enumerate((people, *others))]
    candidates = tuple(Candidate(place=town, name=PlaceName(text="Лідс"), method=MatchMethod.EXACT, similarity=1.0) for town in towns)
    found = replace(_spelled("Лідс", 0.3), place=towns[0], candidates=candidates)
    assert found.place_confidence == pytest.approx(sure)
    river = replace(candidates[-1], place=replace(towns[-1], id="test:river", kind=PlaceKind.WATER))
    assert replace(found, candidates=(*candidates, river)).place_confidence == pytest.approx(0.3)


def test_what_stands_for_a_name_is_as_sure_as_the_resolver_says() -> None:
    mention = Mention(post_id="1", start=0, end=4, text="Лідс", confidence=1.0)
    around = Resolution(mention=mention, place=LEEDS, confidence=0.7, is_surroundings=True)
    assert (around.place_confidence, _spelled("Лідс", 0.7).place_confidence) == (0.7, 0.98)


def test_a_town_that_a_headline_names_in_cyrillic_is_sure(gazetteer: Gazetteer) -> None:
    post, mentions = read_marked("Ворог ударив по [Чугуєву], є поранені.")
    (found,) = default_resolver(gazetteer).resolve([post], [mentions])
    assert (found[0].place_confidence or 0) >= 0.9
