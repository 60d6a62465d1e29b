"""Names of villages in other spellings than sources have: found where the text says where they lie, else with little confidence."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Resolution
from geomap.resolve import default_resolver
from geomap.resolve.spellings import OtherSpellings, skeleton
from tests.resolve.marked import read_marked


def _first(gazetteer: Gazetteer, marked: str) -> Resolution:
    post, mentions = read_marked(marked)
    return default_resolver(gazetteer).resolve([post], [mentions])[0][0]


@pytest.mark.parametrize(
    ("marked", "name", "admin1"),
    [
        ("A drone hit [Otradokamenka], [Kherson] region.", "Odradokamianka", "Kherson Oblast"),
        ("Two people died in the village of [Zelyony Gai] in the [Zaporizhzhia] region.", "Zelenyi Hai", "Zaporizhzhia Oblast"),
        ("Mortar fire was reported in [Staritsa] ([Kharkiv] region).", "Starytsia", "Kharkiv Oblast"),
        ("Mortar fire was reported in [Staritsa], [Chuguev] district, [Kharkiv] region.", "Starytsia", "Kharkiv Oblast"),
    ],
)
def test_the_container_tells_which_village_another_spelling_means(gazetteer: Gazetteer, marked: str, name: str, admin1: str) -> None:
    found = _first(gazetteer, marked)
    assert found.place is not None
    assert (found.place.name, found.place.admin1) == (name, admin1)
    assert found.confidence is not None
    assert found.confidence <= 0.8


@pytest.mark.parametrize(
    ("marked", "name"),
    [("A mine exploded near [Novodanilovka].", "Novodanylivka"), ("A mine exploded near [Odradokamyanka].", "Odradokamianka")],
)
def test_a_spelling_that_nothing_bears_means_a_village_without_certainty(gazetteer: Gazetteer, marked: str, name: str) -> None:
    found = _first(gazetteer, marked)
    assert found.place is not None
    assert found.place.name == name
    assert found.confidence is not None
    assert found.confidence < 0.8


def test_a_place_that_is_spelled_so_is_not_exchanged_for_another_spelling(gazetteer: Gazetteer) -> None:
    found = _first(gazetteer, "Shells fell on [Kamianka] in the [Kharkiv] region.")
    assert found.place is not None
    assert (found.place.name, found.place.admin1) == ("Kamianka", "Kharkiv Oblast")


@pytest.mark.parametrize("name", ["Acadia Drive", "Blue Grove", "Sunny Hills", "Zzyzxfeld", "Xi"])
def test_no_other_name_is_taken_for_a_spelling_of_a_village(gazetteer: Gazetteer, name: str) -> None:
    assert OtherSpellings(gazetteer.index).find_anywhere(name) is None


def test_only_regions_of_the_languages_have_other_spellings(gazetteer: Gazetteer) -> None:
    texas = gazetteer.lookup("Texas", limit=1)[0].place
    rows = {row for row in gazetteer.rows("Texas") if gazetteer.place_at(row).id == texas.id}
    assert OtherSpellings(gazetteer.index).find("Hooston", rows) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hryhorivka", "grigorovka"),
        ("vilshany", "olshany"),
        ("vidradne", "otradnoye"),
        ("chervona zoria", "chervonaya zarya"),
        ("khrystoforivka", "hristoforovka"),
        ("annivka", "anivka"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("name", ["", "rim", "київ", "pier 9", "aia"])
def test_what_is_short_or_not_latin_has_no_skeleton(name: str) -> None:
    assert skeleton(name) is None


@pytest.mark.parametrize(
    ("marked", "region"),
    [
        ("Взрыв произошёл во [Львове].", "Lviv Oblast"),
        ("В селе [Львове] [Херсонской области] сгорел дом.", "Kherson Oblast"),
    ],
)
def test_a_case_of_a_citys_name_means_the_city_unless_words_say_that_it_is_a_village(
    gazetteer: Gazetteer, marked: str, region: str
) -> None:
    found = _first(gazetteer, marked)
    assert found.place is not None
    assert found.place.admin1 == region
