"""What a text states outranks what is likely: no place outside what is said of its name."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.model import Resolution, Role
from geomap.resolve import default_resolver
from tests.conftest import tries
from tests.resolve.marked import read_marked


def _resolve(gazetteer: Gazetteer, marked: str) -> tuple[Resolution, ...]:
    post, mentions = read_marked(marked)
    return default_resolver(gazetteer).resolve([post], [mentions])[0]


@pytest.mark.parametrize(
    ("marked", "country", "admin1"),
    [
        ("Snow fell in [Springfield], [Illinois], and in [Paris], [Texas].", "US", "Illinois"),
        ("Two people died in [London], [Ontario], on Monday.", "CA", "Ontario"),
        ("[Georgia] and [Tennessee] closed their schools before the storm.", "US", "Georgia"),
        ("[Georgia], [Tennessee] and [South Carolina] closed their schools.", "US", "Georgia"),
        ("[Georgia] and [Azerbaijan] closed their border.", "GE", None),
        ("Farmers of [Niger] and [Zamfara] fled.", "NG", "Niger State"),
        ("[Niger] and [Mali] closed their border.", "NE", None),
        ("A fire broke out in the [<French] city of [Brest].", "FR", None),
        ("Shells hit [Ivanivka] ([Kherson] region).", "UA", "Kherson Oblast"),
        ("Shells hit [Ivanivka], a village in the [Kherson] region.", "UA", "Kherson Oblast"),
        ("In the [Kherson] region, [Antonivka] and [Sadove] were shelled.", "UA", "Kherson Oblast"),
    ],
)
def test_a_place_lies_where_the_text_says(gazetteer: Gazetteer, marked: str, country: str, admin1: str | None) -> None:
    found = next(one for one in _resolve(gazetteer, marked) if one.mention.role is Role.LITERAL).place
    assert found is not None
    assert found.country == country
    assert admin1 is None or found.admin1 == admin1


@pytest.mark.parametrize(
    ("marked", "container"),
    [
        ("A drone hit a farm in the village of [Belyanka] in [Russia]'s [Belgorod] region.", "Belgorod Oblast"),
        ("Gunmen attacked the village of [Brooklyn] in [Burkina Faso].", "Burkina Faso"),
        ("A mine exploded in [Zzyzxfeld], [Saxony], on Monday.", "Saxony"),
        ("A mine exploded in [Zzyzxfeld] in the [Kherson] region.", "Kherson Oblast"),
        ("[<Nigerian] troops took the [<Nigerian] village of [Chicago].", "Nigeria"),
    ],
)
def test_the_container_stands_for_a_name_that_has_no_place_in_it(gazetteer: Gazetteer, marked: str, container: str) -> None:
    found = next(
        one for one in _resolve(gazetteer, marked) if one.place is not None and one.reasons and "says that it lies" in one.reasons[0].text
    )
    assert found.place is not None
    assert found.place.name == container
    assert found.place.kind in (PlaceKind.COUNTRY, PlaceKind.REGION)
    assert found.is_stated


def test_the_smallest_container_stands_for_a_name_that_has_no_place_in_it(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Floods reached the village of [Oxelbruck] in [Nigeria]'s [Kano State].")[0]
    assert found.place is not None
    assert (found.place.name, found.place.kind) == ("Kano State", PlaceKind.REGION)


@pytest.mark.parametrize(
    ("marked", "town"),
    [
        ("Gunmen opened fire in [Karachi]'s [Zzyzxpur] neighbourhood.", "Karachi"),
        ("Police raided a house in [Melbourne]'s [Springfield] neighbourhood.", "Melbourne"),
        ("A bomb went off near [Lido] beach in [Mogadishu].", "Mogadishu"),
        ("A bomb went off in [Victoria Park] in [Nairobi].", "Nairobi"),
        ("Two people were shot in the [Brooklyn] area of [Pretoria].", "Pretoria"),
        ("Three people died in [Zzyzxpur], a suburb of [Lagos].", "Lagos"),
        ("Shells hit the [Zzyzxpur] refugee camp in [El Fasher].", "El Fasher"),
        ("Un incendio destruyó 20 viviendas en el barrio [Zzyzxpur] de [Guayaquil].", "Guayaquil"),
        ("Une bombe a explosé dans le quartier [Zzyzxpur] à [Bamako].", "Bamako"),
        ("У мікрорайоні [Зумарівка] у [Харкові] пролунав вибух.", "Kharkiv"),
        ("В микрорайоне [Зумаровка] в [Белгороде] прогремел взрыв.", "Belgorod"),
    ],
)
def test_the_town_stands_for_a_part_of_it_that_no_gazetteer_has(gazetteer: Gazetteer, marked: str, town: str) -> None:
    found = [one.place for one in _resolve(gazetteer, marked)]
    assert [place.name if place is not None else None for place in found] == [town, town]
    assert all(place is not None and place.kind is PlaceKind.SETTLEMENT for place in found)


def test_a_part_of_a_town_is_meant_where_the_gazetteer_has_it(gazetteer: Gazetteer) -> None:
    quarter, town = (one.place for one in _resolve(gazetteer, "Police shot a man in the [Chelsea] district of [London]."))
    assert quarter is not None
    assert town is not None
    assert (quarter.name, quarter.country) == ("Chelsea", "GB")
    assert quarter.id != town.id


@pytest.mark.parametrize(
    ("marked", "region"),
    [
        ("На [Харківщині] росіяни вдарили по [Зумарівці].", "Kharkiv Oblast"),
        ("У [Харківській області] росіяни обстріляли [Зумарівку].", "Kharkiv Oblast"),
        ("В [Белгородской] области беспилотник атаковал [Зумаровку].", "Belgorod Oblast"),
        ("На [Харківщині] затримали жителя [Полтави].", "Poltava Oblast"),
        ("В [Белгородской] области горит склад, бои идут у [Купянска].", "Kharkiv Oblast"),
        ("A soldier was killed in the [Pisky] area in [Donbas]; [Pisky] is held by the army.", "Donetsk Oblast"),
    ],
)
def test_a_region_that_opens_a_sentence_holds_only_its_unknown_names(gazetteer: Gazetteer, marked: str, region: str) -> None:
    place = _resolve(gazetteer, marked)[-1].place
    assert place is not None
    assert place.admin1 == region


def test_a_place_lies_near_what_is_called_a_town(gazetteer: Gazetteer) -> None:
    found, town = (one.place for one in _resolve(gazetteer, "Shells hit [Ivanivka] near the town of [Balakliia]."))
    assert found is not None
    assert town is not None
    assert None not in (found.lat, found.lon, town.lat, town.lon)
    assert point_haversine_km(found.lat or 0, found.lon or 0, town.lat or 0, town.lon or 0) <= 60


def test_a_container_has_the_confidence_of_itself(gazetteer: Gazetteer) -> None:
    village, region = _resolve(gazetteer, "A mine exploded in the village of [Zzyzxfeld] in the [Kherson] region.")
    assert village.place == region.place
    assert village.confidence == region.confidence


def test_a_town_near_by_stands_for_an_unknown_village_as_an_area(gazetteer: Gazetteer) -> None:
    village, town = _resolve(gazetteer, "Twenty people died in [Zzyzxfeld], near the town of [Kupiansk].")
    assert village.place is not None
    assert town.place is not None
    assert (village.place.lat, village.place.lon, village.place.kind) == (town.place.lat, town.place.lon, PlaceKind.AREA)
    assert village.place.radius_m >= 20_000


@pytest.mark.parametrize(
    ("marked", "town", "limit_km"),
    [
        ("Two died in [Ivanivka], 20 km east of [Kherson].", (46.64, 32.61), 50),
        ("Clashes near [Andriivka], near [Bakhmut].", (48.59, 38.0), 60),
        ("They shelled [Petrivka] near the city of [Kherson].", (46.64, 32.61), 60),
    ],
)
def test_a_place_is_near_the_town_that_the_text_names(
    gazetteer: Gazetteer, marked: str, town: tuple[float, float], limit_km: float
) -> None:
    place = _resolve(gazetteer, marked)[0].place
    assert place is not None
    assert place.lat is not None
    assert place.lon is not None
    assert point_haversine_km(place.lat, place.lon, *town) <= limit_km


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("[Athens], [Rome], [Dublin] and [Paris] saw protests.", ["Athens", "Rome", "Dublin", "Paris"]),
        ("[Kyiv], [Kharkiv Oblast] and [Lviv Oblast] were attacked.", ["Kyiv", "Kharkiv Oblast", "Lviv Oblast"]),
        ("[Moscow] in [Ukraine] has lost many troops.", ["Moscow", "Ukraine"]),
        ("Talks between [Moscow], [Ukraine] and [Turkey] failed.", ["Moscow", "Ukraine", "Turkey"]),
        ("In the [Kharkiv] region, drones from [Belgorod] were seen.", ["Kharkiv Oblast", "Belgorod"]),
        ("[Ukraine]'s [Lviv] and [Poland]'s [Lublin]", ["Ukraine", "Lviv", "Poland", "Lublin"]),
    ],
)
def test_well_known_places_need_no_container(gazetteer: Gazetteer, marked: str, names: list[str]) -> None:
    assert [found.place.name if found.place else None for found in _resolve(gazetteer, marked)] == names


def test_the_names_of_a_row_share_a_region(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Shells fell on [Bilopillia], [Esman], [Yampil] and [Seredyna-Buda].")
    assert {one.place.admin1 if one.place else None for one in found} == {"Sumy Oblast"}


def test_a_name_is_told_apart_by_what_holds_it(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Fires in [Springfield], [Illinois], and in [Springfield], [Massachusetts]. [Springfield] is calm.")
    assert [one.place.admin1 if one.place else None for one in found if one.mention.text == "Springfield"] == [
        "Illinois",
        "Massachusetts",
        "Massachusetts",
    ]


_NAMES = ("Ivanivka", "Springfield", "Petrivka", "Andriivka", "San Antonio", "Santa Cruz", "Berezivka", "Newport", "Zzyzxfeld", "Clinton")
_CONTAINERS = {
    "the [Kherson] region": ("UA", "Kherson Oblast"),
    "the [Sumy] region": ("UA", "Sumy Oblast"),
    "[Illinois]": ("US", "Illinois"),
    "[Bolivia]": ("BO", None),
    "[Poland]": ("PL", None),
    "[Nigeria]": ("NG", None),
}
_WORDS = ("the village of [{0}] in {1}", "[{0}], a village in {1}", "[{0}] ({1})", "a farm in [{0}], in {1}", "[{0}], in {1},")


@settings(max_examples=tries(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(_NAMES),
    container=st.sampled_from(sorted(_CONTAINERS)),
    words=st.sampled_from(_WORDS),
    more=st.sampled_from(_NAMES),
)
def test_no_place_lies_outside_a_stated_container(gazetteer: Gazetteer, name: str, container: str, words: str, more: str) -> None:
    country, admin1 = _CONTAINERS[container]
    found = _resolve(gazetteer, f"Shells hit {words.format(name, container)} on Monday; [{more}] was calm.")[0]
    assert found.place is not None
    assert found.place.country == country
    assert admin1 is None or found.place.admin1 == admin1


def test_a_name_that_a_row_has_twice_is_told_apart_by_what_follows(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Trains between [Columbia], [Missouri], and [Columbia], [South Carolina], were late.")
    assert [one.place.admin1 for one in found if one.place is not None and one.mention.text == "Columbia"] == ["Missouri", "South Carolina"]
