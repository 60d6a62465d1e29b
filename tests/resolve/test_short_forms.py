"""Names that are short for another name of their text."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer, PlaceKind
from geomap.model import Resolution
from geomap.resolve import default_resolver
from geomap.resolve.hints import find_hints
from geomap.resolve.short_forms import ShortForm, find_short_forms
from tests.resolve.marked import read_marked


def _short_forms(marked: str) -> list[ShortForm]:
    post, mentions = read_marked(marked)
    return list(find_short_forms(post.text, mentions, find_hints(post.text, mentions)))


def _resolve(gazetteer: Gazetteer, marked: str) -> tuple[Resolution, ...]:
    post, mentions = read_marked(marked)
    return default_resolver(gazetteer).resolve([post], [mentions])[0]


@pytest.mark.parametrize(
    ("marked", "short", "long"),
    [
        ("in the [Northern Lake District] ([NLD])", 1, 0),
        ('in the [Northern Lake District] ("[NLD]")', 1, 0),
        ("in [NLD] ([Northern Lake District])", 0, 1),
        ("in the [Northern Lake District] ([N.L.D.])", 1, 0),
    ],
)
def test_an_acronym_in_brackets_is_short_for_the_name_before_it(marked: str, short: int, long: int) -> None:
    assert _short_forms(marked) == [ShortForm(short, long, is_acronym=True)]


@pytest.mark.parametrize(
    "marked",
    [
        "in the [Northern Lake District] ([Ohio])",
        "in the [Northern Lake District] ([NLX])",
        "in the [Northern Lake District], [NLD]",
        "in the [Northern Lake District] ([NLD] and more)",
        "the [<North Lake] ([NL])",
        "in [Orlov] region, in [Orlov]",
    ],
)
def test_other_names_are_not_short_for_another(marked: str) -> None:
    assert _short_forms(marked) == []


def test_the_first_word_of_a_territory_is_short_for_it_unless_words_say_its_kind() -> None:
    assert _short_forms("Trucks left [Orlov]. The [Orlov Peninsula] is cold, and the city of [Orlov] dark.") == [
        ShortForm(0, 1, is_acronym=False)
    ]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("A landslide hit the [Cordillera Administrative Region] ([CAR]) on Monday. Roads in [CAR] are closed.", "Cordillera"),
        ("Fighters left the [Central African Republic] ([CAR]) on Monday. Schools in [CAR] are closed.", "Central African Republic"),
    ],
)
def test_an_acronym_means_its_long_form_in_the_whole_text(gazetteer: Gazetteer, marked: str, name: str) -> None:
    for found in _resolve(gazetteer, marked):
        assert found.place is not None
        assert found.place.name == name


def test_an_acronym_of_a_name_without_a_place_has_none(gazetteer: Gazetteer) -> None:
    long, short = _resolve(gazetteer, "A fire broke out at the [Zzyzx Qvarn Uulk] ([ZQU]) on Monday.")
    assert long.place is None
    assert short.place is None


def test_the_reason_says_what_an_acronym_is_short_for(gazetteer: Gazetteer) -> None:
    acronym = _resolve(gazetteer, "A landslide hit the [Cordillera Administrative Region] ([CAR]) on Monday.")[1]
    assert acronym.reasons[0].text == "the text says that it is short for Cordillera Administrative Region"
    assert acronym.is_stated


def test_gaza_is_the_strip_where_the_text_names_the_strip(gazetteer: Gazetteer) -> None:
    found = _resolve(
        gazetteer, "Trucks with flour waited. [Gaza] has no fuel, said a doctor in the [Gaza Strip]. The city of [Gaza] is dark."
    )
    assert [one.place.kind for one in found if one.place] == [PlaceKind.REGION, PlaceKind.REGION, PlaceKind.SETTLEMENT]


def test_in_a_row_of_towns_gaza_is_a_town(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "The [Gaza Strip] was hit: houses in [Gaza], [Rafah] and [Khan Yunis]. Later [Gaza] was quiet.")
    kinds = [one.place.kind for one in found if one.place and one.mention.text == "Gaza"]
    assert kinds == [PlaceKind.SETTLEMENT, PlaceKind.REGION]


def test_a_city_is_not_short_for_its_region(gazetteer: Gazetteer) -> None:
    region, city = _resolve(gazetteer, "The governor of [Kharkiv Oblast] spoke. Buses left [Kharkiv] at noon.")
    assert region.place is not None
    assert city.place is not None
    assert (region.place.kind, city.place.kind) == (PlaceKind.REGION, PlaceKind.SETTLEMENT)
