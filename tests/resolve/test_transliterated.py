"""Places abroad whose Cyrillic names the gazetteer lacks, and namesakes at home of which the text says that they are not meant."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Resolution
from geomap.resolve import default_resolver
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.transliterated import spellings
from tests.resolve.marked import read_marked


def _resolve(gazetteer: Gazetteer, marked: str) -> tuple[Resolution, ...]:
    post, mentions = read_marked(marked)
    return default_resolver(gazetteer).resolve([post], [mentions])[0]


@pytest.mark.parametrize(("name", "latin"), [("Сфаксі", "sfaks"), ("Бенгазі", "bengazi"), ("Хомсе", "khoms"), ("Тобруке", "tobruk")])
def test_cases_and_letters_are_read_backwards(name: str, latin: str) -> None:
    assert latin in list(spellings(name))


@pytest.mark.parametrize(
    ("marked", "country"),
    [
        ("В [Албанії] в місті [Лушня] горів склад.", "AL"),
        ("В [Тунисе] горит город [Сфакс].", "TN"),
        ("В [Литві] у місті [Суми] вибух.", "LT"),
    ],
)
def test_a_town_is_not_outside_the_country_that_the_sentence_states(gazetteer: Gazetteer, marked: str, country: str) -> None:
    found = _resolve(gazetteer, marked)[1]
    assert found.place is None or found.place.country == country


def test_nothing_is_transliterated_without_a_country(gazetteer: Gazetteer) -> None:
    assert CandidateFinder(gazetteer).transliterate("Дерна", frozenset()) is None


def test_a_district_in_a_list_is_no_region(gazetteer: Gazetteer) -> None:
    first, second = _resolve(gazetteer, "Без світла [Сарненський] і [Рівненський] райони.")
    assert [one.place.name for one in (first, second) if one.place] == ["Sarnenskyi Raion", "Rivne Raion"]


def test_the_adjective_of_a_sector_is_of_its_town(gazetteer: Gazetteer) -> None:
    (found,) = _resolve(gazetteer, "На [Сєвєродонецькому] напрямку тихо.")
    assert found.place is not None
    assert found.place.admin1 == "Luhansk Oblast"
