"""Places abroad whose Cyrillic names the gazetteer lacks, and namesakes at home of which the text says that they are not meant."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Resolution
from geomap.resolve import default_resolver
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.told_countries import CountryAdjectives
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


@pytest.mark.parametrize(
    ("marked", "place", "country"),
    [
        ("[Вірменія]. Під вогонь потрапило село [Сотк].", "Sotk", "AM"),
        ("Авиаудар по рынку в йеменском [Ходейде].", "Al Ḩudaydah", "YE"),
        ("Біля ісландського [Гріндавіка] лава хлинула з тріщини.", "Grindavík", "IS"),
        ("У [Каїрі] без змін. Горіли крамниці в [Ассьюті].", "Assiut", "EG"),
        ("В [Италии] толчок разрушил [Аккумоли].", "Accumoli", "IT"),
        ("Фермери [Польщі] блокують дорогу, у [Дорогуську] черга.", "Dorohusk", "PL"),
    ],
)
def test_cases_of_names_abroad_are_found_in_the_country_that_the_text_names(
    gazetteer: Gazetteer, marked: str, place: str, country: str
) -> None:
    found = _resolve(gazetteer, marked)[-1]
    assert found.place is not None
    assert (found.place.name, found.place.country) == (place, country)


def test_the_country_that_is_named_nearest_comes_first(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "В [Йемене] спокойно. В [Египте] же, сообщают из [Ливии], затоплена [Минья].")[-1]
    assert found.place is None or found.place.country in ("LY", "EG")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("в йеменском порту", "YE"),
        ("французькою армією", "FR"),
        ("в нигерийском штате", "NG"),
        ("на індонезійському острові", "ID"),
        ("Польських фермерів", "PL"),
    ],
)
def test_adjectives_name_countries(gazetteer: Gazetteer, text: str, code: str) -> None:
    index = gazetteer.index
    assert [index.strings[country] for _, country in CountryAdjectives(index).find(text)] == [code]


@pytest.mark.parametrize("text", ["міська рада", "детский сад", "російськомовний", "в сильском совете", "Бориспольский"])
def test_other_adjectives_name_none(gazetteer: Gazetteer, text: str) -> None:
    assert CountryAdjectives(gazetteer.index).find(text) == []


def test_nothing_is_transliterated_without_a_country(gazetteer: Gazetteer) -> None:
    assert CandidateFinder(gazetteer).transliterate("Дерна", frozenset()) is None


def test_a_district_in_a_list_is_no_region(gazetteer: Gazetteer) -> None:
    first, second = _resolve(gazetteer, "Без світла [Сарненський] і [Рівненський] райони.")
    assert [one.place.name for one in (first, second) if one.place] == ["Sarnenskyi Raion", "Rivne Raion"]


def test_the_adjective_of_a_sector_is_of_its_town(gazetteer: Gazetteer) -> None:
    (found,) = _resolve(gazetteer, "На [Сєвєродонецькому] напрямку тихо.")
    assert found.place is not None
    assert found.place.admin1 == "Luhansk Oblast"
