"""What words say of the kind of a place leaves out other kinds: provinces and districts, rivers, counties of a state, halves of names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gazetteer import Gazetteer, PlaceKind
from geomap.model import Resolution
from geomap.resolve import default_resolver
from tests.resolve.marked import read_marked


def _resolve(gazetteer: Gazetteer, marked: str, language: str = "en") -> tuple[Resolution, ...]:
    post, mentions = read_marked(marked)
    return default_resolver(gazetteer).resolve([replace(post, language=language)], [mentions])[0]


def _place(found: Resolution) -> tuple[str, PlaceKind, str | None] | None:
    return None if found.place is None else (found.place.name, found.place.kind, found.place.country)


@pytest.mark.parametrize(
    ("marked", "place"),
    [
        ("A bomb killed five people in [Hasakah] province.", ("Al-Hasakah", PlaceKind.REGION, "SY")),
        ("Strikes hit the [Khan Younis Governorate].", ("Khan Yunis Governorate", PlaceKind.DISTRICT, "PS")),
        ("A drone hit a car in the [Tyre] district.", ("Caza de Tyr", PlaceKind.DISTRICT, "LB")),
        ("Clashes were reported in the [Zahle] district.", ("Caza de Zahleh", PlaceKind.DISTRICT, "LB")),
        ("Strikes hit the [Sidon] district of [Lebanon].", ("Caza de Saida", PlaceKind.DISTRICT, "LB")),
        ("Strikes hit villages in the [Bint Jbeil] district.", ("Caza de Bent Jbaïl", PlaceKind.DISTRICT, "LB")),
        ("A drone hit a car in the [Baalbek] district.", ("Caza de Baalbek", PlaceKind.DISTRICT, "LB")),
        ("Villages of the [Chouf] district lost power.", ("Caza du Chouf", PlaceKind.DISTRICT, "LB")),
        ("Fighting reached the [Kobani] district of [Syria].", ("Ayn al-Arab District", PlaceKind.DISTRICT, "SY")),
        ("Missiles were fired from [Hodeidah] governorate.", ("Al Hudaydah", PlaceKind.REGION, "YE")),
        ("Rebels entered [Masisi] territory on Friday.", ("Masisi Territory", PlaceKind.DISTRICT, "CD")),
        ("Gunmen attacked two villages in [Koro] cercle, [Mali].", ("Koro Cercle", PlaceKind.DISTRICT, "ML")),
        ("A depot burned in the [Umansky] district.", ("Uman Raion", PlaceKind.DISTRICT, "UA")),  # and not in the hamlet Umanskiy
        ("Shells fell in the [Kovel] district.", ("Kovel Raion", PlaceKind.DISTRICT, "UA")),
        ("Обстріляли [Ковельський район].", ("Kovel Raion", PlaceKind.DISTRICT, "UA")),
        ("В [порту Новороссийск] горит танкер.", ("Port of Novorossiysk", PlaceKind.FACILITY, "RU")),
        ("Flooding was reported in the [Charlotte] region of [North Carolina].", ("Charlotte", PlaceKind.SETTLEMENT, "US")),
    ],
)
def test_a_unit_of_a_town_is_meant_where_words_say_so(gazetteer: Gazetteer, marked: str, place: tuple[str, PlaceKind, str | None]) -> None:
    assert _place(_resolve(gazetteer, marked)[0]) == place


def test_two_provinces_named_one_after_the_other_do_not_hold_each_other(gazetteer: Gazetteer) -> None:
    first, second = _resolve(gazetteer, "A bomb went off in [Hama] province, in [Daraa] governorate.")
    assert _place(first) == ("Hama", PlaceKind.REGION, "SY")
    assert _place(second) == ("Daraa", PlaceKind.REGION, "SY")


@pytest.mark.parametrize(
    ("marked", "regions"),
    [
        ("Flooding hit [Los Angeles County] and [Orange County], [Florida].", ["California", "Florida"]),
        ("Storms hit [Cook County] and [Lake County], [Indiana], on Friday.", ["Illinois", "Indiana"]),
        ("Fires burned in [Polk County], [Clay County], [Missouri].", [None, "Missouri"]),
    ],
)
def test_a_county_lies_in_the_state_after_it_also_in_a_row(gazetteer: Gazetteer, marked: str, regions: list[str | None]) -> None:
    found = [one.place.admin1 if one.place is not None else None for one in _resolve(gazetteer, marked)]
    assert all(region in (None, at) for region, at in zip(regions, found, strict=False))


@pytest.mark.parametrize(
    ("language", "marked", "place"),
    [
        ("es", "Hubo inundaciones en el río [Cauca].", None),
        ("es", "Un barco se hundió en el lago [Victoria].", ("Lake Victoria", PlaceKind.WATER, None)),
        ("es", "Un barco se hundió en el [mar Negro].", ("Black Sea", PlaceKind.WATER, None)),
        ("fr", "Le niveau du fleuve [Niger] monte.", ("Niger River", PlaceKind.WATER, None)),
        ("fr", "Des combats ont eu lieu près du [lac Tchad].", ("Lake Chad", PlaceKind.WATER, None)),
        ("fr", "Des combats ont eu lieu au [Tchad].", ("Chad", PlaceKind.COUNTRY, "TD")),
    ],
)
def test_the_noun_before_a_name_leaves_out_other_kinds(
    gazetteer: Gazetteer, language: str, marked: str, place: tuple[str, PlaceKind, str | None] | None
) -> None:
    assert _place(_resolve(gazetteer, marked, language)[0]) == place


@pytest.mark.parametrize(
    ("language", "marked", "region"),
    [
        ("es", "Dos personas murieron en [La Unión], en el departamento de [Nariño].", "Nariño"),
        ("es", "Dos personas murieron en [La Unión] (departamento del [Valle del Cauca]).", "Valle del Cauca Department"),
        ("fr", "Des hommes ont attaqué [Bandiagara], dans la région de [Mopti].", "Mopti"),
        ("fr", "Un incendie a touché [Valence], dans le département de la [Drôme].", "Auvergne-Rhône-Alpes"),
    ],
)
def test_spanish_and_french_say_in_which_unit_a_place_lies(gazetteer: Gazetteer, language: str, marked: str, region: str) -> None:
    found = _resolve(gazetteer, marked, language)[0].place
    assert found is not None
    assert found.admin1 == region


@pytest.mark.parametrize(
    ("language", "marked", "town"),
    [
        ("es", "Una mina mató a dos soldados en [Zzyzx], a 20 km de [Cali].", "Cali"),
        ("es", "Una mina mató a dos soldados en [Zzyzx], cerca de [Cali].", "Cali"),
        ("fr", "Une mine a tué deux soldats à [Zzyzx], à 30 km au nord de [Ségou].", "Ségou"),
        ("fr", "Une mine a tué deux soldats à [Zzyzx], près de [Ségou].", "Ségou"),
    ],
)
def test_spanish_and_french_say_near_which_town_a_place_lies(gazetteer: Gazetteer, language: str, marked: str, town: str) -> None:
    found = _resolve(gazetteer, marked, language)[0].place
    assert found is not None
    assert (found.name, found.kind) == (town, PlaceKind.AREA)


def test_a_place_called_by_one_half_of_a_name_is_not_the_place_of_the_whole(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Dos personas murieron en [San Pedro y San Pablo].", "es")[0]
    assert found.place is None or found.place.name != "San Pedro"


@pytest.mark.parametrize("name", ["Savannah", "Manchester", "Rabat", "Münster"])
def test_a_bare_name_means_the_city_and_no_region_that_is_hardly_known(gazetteer: Gazetteer, name: str) -> None:
    found = _resolve(gazetteer, f"Police in [{name}] arrested a man on Sunday.")[0]
    assert found.place is not None
    assert found.place.kind is PlaceKind.SETTLEMENT


def test_the_region_is_meant_where_the_text_names_its_country(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Clashes in [Ghana]'s [Savannah] region killed two.")[1]
    assert _place(found) == ("Savannah", PlaceKind.REGION, "GH")


def test_a_lone_small_place_is_not_sure_because_the_text_names_its_country(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Mexico says migrants crossed at [El Chaparral] on Monday, and [Mexico] protests.")[0]
    assert found.confidence is None or found.confidence <= 0.6


@pytest.mark.parametrize("name", ["Bavaria", "Kenya", "Sumy", "Haifa", "Odesa"])
@pytest.mark.parametrize("words", ["the village of", "the hamlet of", "село"])
def test_a_village_is_no_country_region_or_district(gazetteer: Gazetteer, name: str, words: str) -> None:
    found = _resolve(gazetteer, f"A fire broke out in {words} [{name}] on Monday.")[0]
    assert found.place is None or found.place.kind not in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT)


def test_the_region_of_a_town_is_meant_where_words_after_its_name_say_what_is_in_it(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Police in a [Texas] town arrested a man, and a [Kenya] village was flooded.")
    assert [one.place and one.place.kind for one in found] == [PlaceKind.REGION, PlaceKind.COUNTRY]


def test_a_township_lies_in_the_region_after_it(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Two people died in [Pale] township, [Sagaing Region].")[0]
    assert found.place is not None
    assert found.place.country == "MM"


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        ("Storms hit [Oregon], [Washington] and [Idaho].", [PlaceKind.REGION] * 3),
        ("Schools closed in [Missouri], [New York] and [North Carolina].", [PlaceKind.REGION] * 3),
        ("Flights from [Chicago], [Texas] and [Florida] were late.", [PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.REGION]),
        ("[Kyiv], [Kharkiv] and [Odesa] were hit.", [PlaceKind.SETTLEMENT] * 3),
        ("In adjacent [Tennessee] counties, [Benton County] had the most.", [PlaceKind.REGION, PlaceKind.DISTRICT]),
        ("Parks in [Michigan], in [Utah]'s deserts and in [Ohio] closed.", [PlaceKind.REGION] * 3),
    ],
)
def test_regions_in_rows_of_regions_are_meant(gazetteer: Gazetteer, marked: str, kinds: list[PlaceKind]) -> None:
    found = _resolve(gazetteer, marked)
    assert [one.place and one.place.kind for one in found] == kinds
    assert [one.place is not None and one.mention.text.split()[0] in one.place.name for one in found] == [True] * len(kinds)
