"""Phrases become positions; regions become areas; what is only named gets none."""

from __future__ import annotations

import pytest
from geopy.distance import geodesic

from geomap.events import RuleExtractor
from geomap.events.spatial import RelationKind
from geomap.model import GeoMethod, Mention, Post, Resolution, Role
from tests.events.conftest import POSITIONS, Tell, make_post, place


def _resolved(post: Post, text: str, name: str | None, role: Role = Role.LITERAL) -> Resolution:
    start = post.text.index(text)
    mention = Mention(post_id=post.id, start=start, end=start + len(text), text=text, confidence=0.9, role=role)
    return Resolution(mention=mention, place=place(name) if name else None, confidence=0.9 if name else None)


def km(event_lat: float | None, event_lon: float | None, lat: float, lon: float) -> float:
    return float(geodesic((event_lat, event_lon), (lat, lon)).km)


def test_a_distance_and_a_bearing_move_the_point(tell: Tell) -> None:
    (event,) = tell("A drone hit a bus about 10 kilometers (6 miles) southeast of Orikhiv on Tuesday.")
    lat, lon = POSITIONS["Orikhiv"]
    assert km(event.where.lat, event.where.lon, lat, lon) == pytest.approx(10, abs=0.01)
    assert event.where.lat < lat
    assert event.where.lon > lon
    assert event.where.method is GeoMethod.RELATION
    assert event.where.relation == "about 10 kilometers (6 miles) southeast of Orikhiv"


@pytest.mark.parametrize(("distance", "expected_km"), [("5 miles", 8.05), ("12km", 12.0), ("500 metres", 0.5)])
def test_units_of_distance(tell: Tell, distance: str, expected_km: float) -> None:
    (event,) = tell(f"A mine exploded {distance} north of Izium.")
    assert km(event.where.lat, event.where.lon, *POSITIONS["Izium"]) == pytest.approx(expected_km, abs=0.05)


def test_between_is_a_corridor_with_its_middle(tell: Tell) -> None:
    (event,) = tell("Battles were raging on Tuesday between Klishchiivka and Andriivka.")
    assert event.where.area is not None
    assert event.where.area.is_valid
    first, second = POSITIONS["Klishchiivka"], POSITIONS["Andriivka"]
    assert km(event.where.lat, event.where.lon, *first) == pytest.approx(km(event.where.lat, event.where.lon, *second), abs=0.05)


@pytest.mark.parametrize(
    ("phrase", "precision"),
    [("near Lyman", (2, 2)), ("on the outskirts of Lyman", (1, 2)), ("in Lyman", (1, 1)), ("in the Lyman direction", (2, 5))],
)
def test_vague_phrases_widen_the_circle(tell: Tell, phrase: str, precision: tuple[int, int]) -> None:
    (event,) = tell(f"Heavy fighting went on {phrase} on Monday.")
    assert (event.where.geo_precision, event.where.where_prec) == precision
    assert event.where.radius_m is not None
    assert event.where.radius_m >= 3000


def test_a_region_is_wide(tell: Tell) -> None:
    (event,) = tell("In the past day 17 villages of the Kherson region came under artillery fire.")
    assert (event.where.geo_precision, event.where.where_prec, event.where.radius_m) == (3, 4, 100_000.0)


def test_a_country_is_a_site_for_its_toll(tell: Tell) -> None:
    told = tell("A strong earthquake killed more than 280 people in Turkey and at least 237 in Syria on Monday.")
    assert [(event.where.name, event.toll.fatalities) for event in told] == [("Turkey", 280), ("Syria", 237)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kyiv said on Tuesday that the shelling had stopped.",
        "The minister told Warsaw that the attacks went on.",
        "Soldiers who fight for Kyiv were wounded, officials said.",
        "The mayor of Lviv spoke of the explosions of last week.",
        "Prosecutors in Kharkiv are looking into the attack.",
        "The tremor was felt as far away as Odesa.",
        "Izium lies about 120 km south of Kharkiv, and the battle was a long one.",
        "A Lviv-based charity collects money for those wounded.",
    ],
)
def test_what_is_only_named_is_no_site(tell: Tell, sentence: str) -> None:
    assert not tell(sentence)


def test_a_relation_may_describe_a_place_instead(tell: Tell) -> None:
    (event,) = tell("Shells hit Izium, a town about 110 km (68 miles) southeast of Kharkiv, on Monday.")
    assert (event.where.name, event.where.relation) == ("Izium", None)


def test_there_is_the_place_named_before(tell: Tell) -> None:
    (event,) = tell("The reporter went to Lyman on Monday. Artillery fire could be heard there.")
    assert event.where.name == "Lyman"


def test_a_list_after_the_sum(tell: Tell) -> None:
    told = tell("Three people were killed by shelling in the Donetsk region on Tuesday: two in Toretsk and one in Lyman.")
    assert [(event.where.name, event.toll.fatalities) for event in told] == [("Toretsk", 2), ("Lyman", 1)]


@pytest.mark.parametrize("lead", ["Artillery shelled ", "More than ten towns came under artillery fire, among them "])
def test_the_last_of_a_long_list_is_as_near_as_the_first(tell: Tell, lead: str) -> None:
    towns = [
        *("Kharkiv", "Sumy", "Orikhiv", "Izium", "Odesa", "Mykolaiv", "Toretsk", "Kherson"),
        *("Lviv", "Lyman", "Klishchiivka", "Andriivka", "Nurdagi", "Antakya"),
    ]
    told = tell(f"{lead}{', '.join(towns[:-1])} and {towns[-1]}.")
    assert [event.where.name for event in told] == towns


@pytest.mark.parametrize(
    "said", ["doctors at a hospital in Sumy said", "a nurse at the children's clinic of Sumy told reporters", "a reporter in Sumy said"]
)
def test_where_those_are_who_speak_is_no_site(tell: Tell, said: str) -> None:
    told = tell(f"Shelling killed three people in Izium, {said}.")
    assert [(event.where.name, event.toll.fatalities) for event in told] == [("Izium", 3)]


def test_what_is_told_to_reporters_happened_where_it_says(tell: Tell) -> None:
    (event,) = tell("The governor told reporters that two people had died in Izium from shelling.")
    assert (event.where.name, event.toll.fatalities) == ("Izium", 2)


@pytest.mark.parametrize("when", ["months ago", "two years ago", "weeks ago"])
def test_what_happened_long_ago_is_no_event(tell: Tell, when: str) -> None:
    assert not tell(f"Hostages killed in Izium {when} have been named.")


def test_a_funeral_is_held_where_it_says_whatever_killed_whom_it_is_for(tell: Tell) -> None:
    (event,) = tell(
        "A funeral for a man, a volunteer who was killed while serving with a unit, was held in the western city of Lviv on Tuesday."
    )
    assert (event.where.name, event.sub_type) == ("Lviv", "ceremony")


def test_every_relation_has_a_name_of_its_own() -> None:
    assert len({kind.value for kind in RelationKind}) == len(RelationKind)


def test_between_places_too_far_apart_is_near_the_first(tell: Tell) -> None:
    (event,) = tell("Battles were raging on Tuesday between Lviv and Lyman.")
    assert (event.where.lat, event.where.lon) == POSITIONS["Lviv"]
    assert event.where.area is None


def test_where_an_office_speaks_first_is_no_site(tell: Tell) -> None:
    (event,) = tell("In Kyiv, the coastguard said a missile had hit a ferry off Odesa.")
    assert event.where.name == "Odesa"


def test_the_only_place_named_is_the_site_though_an_office_speaks_first(tell: Tell) -> None:
    (event,) = tell("In Izium, the police said that a missile had hit a school.")
    assert event.where.name == "Izium"


@pytest.mark.parametrize(
    "where", ["Saltivka district in northern Kharkiv", "Saltivka refugee camp in central Kharkiv", "Saltivka in Kharkiv"]
)
def test_the_town_that_a_quarter_lies_in_is_no_second_site(tell: Tell, where: str) -> None:
    (event,) = tell(f"The {where} was hit by an air strike that killed 14 people.")
    assert (event.where.name, event.toll.fatalities) == ("Saltivka", 14)


def test_a_town_far_off_is_not_where_a_place_lies(tell: Tell) -> None:
    assert [event.where.name for event in tell("Shells killed people from Saltivka in Lviv.")] == ["Lviv"]


def test_the_town_by_a_lake_is_the_site(tell: Tell) -> None:
    (event,) = tell("A ferry sank in Lake Svitiaz near Lviv on Tuesday; 13 people drowned.")
    assert (event.where.name, event.toll.fatalities) == ("Lviv", 13)


def test_nautical_miles(tell: Tell) -> None:
    (event,) = tell("A missile hit a tanker on Tuesday about 27 nautical miles south of Odesa.")
    assert event.where.lat == pytest.approx(POSITIONS["Odesa"][0] - 27 / 60, abs=0.02)


@pytest.mark.parametrize(
    "reason", ["in response to the killing of a general in Lyman on Monday", "in retaliation for shelling of Lyman on Monday"]
)
def test_what_an_act_answers_is_told_in_passing(tell: Tell, reason: str) -> None:
    (event,) = tell(f"The army fired rockets at Izium {reason}.")
    assert event.where.name == "Izium"
    assert event.when is not None
    assert event.when.first_day.isoformat() == "2024-03-13"


def test_what_an_act_answers_may_come_first(tell: Tell) -> None:
    (event,) = tell("In response to the killing of a general in Lyman, the army fired rockets at Izium.")
    assert event.where.name == "Izium"


def test_a_share_of_a_town_is_the_town(tell: Tell) -> None:
    (event,) = tell("About 15% of Kharkiv was without electricity.")
    assert event.where.name == "Kharkiv"


def test_between_two_parties_at_a_third_place(tell: Tell) -> None:
    (event,) = tell("Sixteen people were freed on Tuesday in a prisoner swap between Ukraine and the West at Warsaw airport.")
    assert event.where.name == "Warsaw"


def test_hospitals_that_the_wounded_are_taken_to_are_no_sites(tell: Tell) -> None:
    told = tell("В Izium в результате обстрела ранены пять человек.\nРаненых доставили в больницы Kharkiv.", language="ru")
    assert [(event.where.name, event.toll.injured) for event in told] == [("Izium", 5)]


def test_a_hospital_that_is_struck_is_a_site(tell: Tell) -> None:
    (event,) = tell("Ракета попала в больницу Kharkiv.", language="ru")
    assert event.where.name == "Kharkiv"


def test_adjectives_of_regions_in_a_list_are_the_regions() -> None:
    post = make_post("ППО збила дрони над Сумською та Херсонською областями.", language="uk")
    found = [
        _resolved(post, "Сумською", "Sumy region", Role.DEMONYM),
        _resolved(post, "Херсонською областями", "Kherson region"),
    ]
    (told,) = RuleExtractor().events([post], [found])
    assert [event.where.name for event in told] == ["Sumy region", "Kherson region"]


def test_where_somebody_is_based_is_no_site(tell: Tell) -> None:
    told = tell("Soldiers opened fire on protesters in Izium, killing two people, said the group Observer, based in Warsaw.")
    assert [event.where.name for event in told] == ["Izium"]


def test_the_country_that_was_hit_is_a_site_though_it_is_told_in_its_capital(tell: Tell) -> None:
    told = tell("Nine people were killed on Tuesday when bombs exploded across Ukraine, the minister told a news conference in Kyiv.")
    assert [(event.where.name, event.sub_type, event.toll.fatalities) for event in told if event.sub_type != "statement"] == [
        ("Ukraine", "Remote explosive/landmine/IED", 9)
    ]


def test_the_town_of_a_place_that_nobody_knows_is_the_site() -> None:
    post = make_post("Heavy fighting went on near Redwood hospital in Izium on Tuesday.")
    strange = _resolved(post, "Redwood", None)
    (told,) = RuleExtractor().events([post], [[strange, _resolved(post, "Izium", "Izium")]])
    assert [event.where.name for event in told] == ["Izium"]


def test_a_number_is_no_town() -> None:
    post = make_post("Nine people were killed by shelling in Izium.")
    (told,) = RuleExtractor().events([post], [[_resolved(post, "Nine", "Lviv"), _resolved(post, "Izium", "Izium")]])
    assert [(event.where.name, event.toll.fatalities) for event in told] == [("Izium", 9)]


def test_the_town_whose_suburb_was_hit_is_no_second_site(tell: Tell) -> None:
    (event,) = tell("In Kharkiv, a missile hit a house in the northern suburb of Saltivka on Tuesday.")
    assert event.where.name == "Saltivka"


def test_a_town_elsewhere_is_a_site_of_its_own(tell: Tell) -> None:
    told = tell("In Lviv, a missile hit a house, and shells hit the northern district of Saltivka on Tuesday.")
    assert [event.where.name for event in told] == ["Lviv", "Saltivka"]
