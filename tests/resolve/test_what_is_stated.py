"""Containers that a text states, kinds that it says, and how an answer is put: for well-known places, by default."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer, PlaceKind
from geomap.resolve.decisions import BESIDE, LEAST_CONFIDENCE, SENTENCE
from tests.resolve.test_resolver import _resolve


@pytest.mark.parametrize(
    ("marked", "country", "region"),
    [
        ("[London], [Ontario], was flooded.", "CA", "Ontario"),
        ("[London] was flooded.", "GB", None),
        ("[Valencia], [Venezuela], was flooded.", "VE", None),
        ("[Valencia] in [Spain] was flooded.", "ES", None),
        ("[Santiago], [Chile], was flooded.", "CL", None),
        ("[Birmingham], [Alabama], was flooded.", "US", "Alabama"),
        ("[Spain]'s [Valencia] was flooded.", "ES", None),
        ("[Hyderabad] in the [Sindh] province was flooded.", "PK", "Sindh"),
        ("[Cambridge] ([Massachusetts]) was flooded.", "US", "Massachusetts"),
        ("[Tripoli], the capital of [Libya], was flooded.", "LY", None),
    ],
)
def test_the_country_or_region_beside_a_name_decides(gazetteer: Gazetteer, marked: str, country: str, region: str | None) -> None:
    named = {"Spain"} if marked.startswith("[Spain]") else set()
    town = next(found for found in _resolve(gazetteer, marked) if found.mention.text not in named)
    assert town.place is not None
    assert town.place.country == country
    assert region is None or town.place.admin1 == region
    assert town.place.kind is PlaceKind.SETTLEMENT


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("the [Kharkiv] region", PlaceKind.REGION),
        ("the city of [Kharkiv]", PlaceKind.SETTLEMENT),
        ("[Odesa] Oblast", PlaceKind.REGION),
        ("[Poltava] city", PlaceKind.SETTLEMENT),
        ("in the [Sumy] and [Poltava] regions", PlaceKind.REGION),
        ("місто [Харків]", PlaceKind.SETTLEMENT),
        ("[Харківська область]", PlaceKind.REGION),
        ("[Ukraine]", PlaceKind.COUNTRY),
    ],
)
def test_the_word_beside_a_name_says_what_kind_of_place_it_is(gazetteer: Gazetteer, marked: str, kind: PlaceKind) -> None:
    for found in _resolve(gazetteer, marked, home="UA"):
        assert found.place is not None
        assert found.place.kind is kind


def test_reasons_say_that_the_region_stands_beside_the_name_or_in_its_sentence(gazetteer: Gazetteer) -> None:
    beside = _resolve(gazetteer, "[Springfield], [Illinois]")[0]
    sentence = _resolve(gazetteer, "In [Texas] the mayor of [Paris] spoke.")[1]
    alone = _resolve(gazetteer, "The mayor of [Paris] spoke.")[0]
    texts = [{reason.text for reason in found.reasons} for found in (beside, sentence, alone)]
    assert BESIDE in texts[0]
    assert BESIDE not in texts[1]
    assert not {BESIDE, SENTENCE} & texts[2]
    assert [found.is_stated for found in (beside, sentence, alone)] == [True, True, False]


def test_an_answer_ranks_its_candidates_and_is_sure_only_of_the_first(gazetteer: Gazetteer) -> None:
    for marked in ("[Paris]", "[Springfield], [Illinois]", "[Kharkiv] and [Sumy]", "[Georgia] and [Atlanta]"):
        for found in _resolve(gazetteer, marked):
            assert found.place is not None
            assert found.confidence is not None
            assert LEAST_CONFIDENCE <= found.confidence <= 1
            assert 1 <= len(found.candidates) <= 5
            assert found.candidates[0].place.id == found.place.id
            assert 1 <= len(found.reasons) <= 4
            weights = [abs(reason.weight) for reason in found.reasons]
            assert weights == sorted(weights, reverse=True)


def test_one_name_said_twice_is_one_place(gazetteer: Gazetteer) -> None:
    first, _, second = _resolve(gazetteer, "[Valencia], [Venezuela], is wet. The mayor of [Valencia] spoke.")
    assert first.place is not None
    assert second.place is not None
    assert (first.place.id, first.place.country) == (second.place.id, "VE")
    assert (first.mention.start, second.mention.start) == (0, 42)


def test_a_region_of_one_sentence_does_not_hold_names_of_the_next(gazetteer: Gazetteer) -> None:
    (_, held), (_, free) = (
        _resolve(gazetteer, marked)
        for marked in ("In [Ontario] the mayor of [London] spoke.", "[Ontario] is wet. The mayor of [London] spoke.")
    )
    assert held.is_stated
    assert not free.is_stated
    assert held.place is not None
    assert held.place.country == "CA"


@pytest.mark.parametrize(
    ("name", "place"), [("KHARKIV", "Kharkiv"), ("Kharkov", "Kharkiv"), ("Kiev", "Kyiv"), ("Харьков", "Kharkiv"), ("Харкові", "Kharkiv")]
)
def test_spellings_cases_and_capitals_lead_to_one_city(gazetteer: Gazetteer, name: str, place: str) -> None:
    (found,) = _resolve(gazetteer, f"[{name}]", home="UA")
    assert found.place is not None
    assert (found.place.name, found.place.kind, found.place.country) == (place, PlaceKind.SETTLEMENT, "UA")
