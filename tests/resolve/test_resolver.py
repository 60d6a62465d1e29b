"""The default resolver, from outside: what the text says of a place decides which one it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from gazetteer import Gazetteer, MatchMethod, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.model import Mention, Post, Resolution
from geomap.resolve import default_resolver

_MARK = re.compile(r"\[([^\]]+)\]")


def _post(marked: str, post_id: str = "1", url: str | None = None) -> tuple[Post, list[Mention]]:
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        mentions.append(Mention(post_id=post_id, start=len(text), end=len(text) + len(mark[1]), text=mark[1], confidence=1.0))
        text += mark[1]
        at = mark.end()
    return Post(id=post_id, source="test", text=text + marked[at:], url=url), mentions


def _resolve(gazetteer: Gazetteer, marked: str, **options: Any) -> tuple[Resolution, ...]:
    post, mentions = _post(marked)
    return default_resolver(gazetteer, **options).resolve([post], [mentions])[0]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Paris], [Texas]", ("Paris", "Texas")),
        ("[Springfield], [Illinois]", ("Springfield", "Illinois")),
        ("in the [Luhansk] region", ("Luhansk Oblast", "Luhansk Oblast")),
        ("the city of [Luhansk]", ("Luhansk", "Luhansk Oblast")),
        ("Rescuers worked in [Kharkiv] on Sunday.", ("Kharkiv", "Kharkiv Oblast")),
        ("in the [Sumy], [Poltava] and [Chernihiv] regions", ("Sumy Oblast", "Sumy Oblast")),
        ("[Lyman], [Donetsk] region", ("Lyman", "Donetsk Oblast")),
        ("[Russian] troops", ("Russia", None)),
        ("У [Харківській області] тихо", ("Kharkiv Oblast", "Kharkiv Oblast")),
        ("in the regions of [Sumy], [Poltava] and [Chernihiv]", ("Sumy Oblast", "Sumy Oblast")),
        ("in four provinces hit by floods: [Adana], [Hatay] and [Kilis]", ("Adana", "Adana")),
    ],
)
def test_the_words_around_a_name_decide(gazetteer: Gazetteer, marked: str, expected: tuple[str, str | None]) -> None:
    place = _resolve(gazetteer, marked)[0].place
    assert place is not None
    assert (place.name, place.admin1) == expected


def test_the_other_names_of_a_text_decide(gazetteer: Gazetteer) -> None:
    american = _resolve(gazetteer, "[Columbus] and [Cleveland] and [Dayton] got snow; in [Athens] it rained.")[-1].place
    greek = _resolve(gazetteer, "[Thessaloniki] and [Piraeus] got snow; in [Athens] it rained.")[-1].place
    assert american is not None
    assert greek is not None
    assert (american.country, greek.country) == ("US", "GR")


@pytest.mark.parametrize(
    "marked", ["Marches in [Tegucigalpa], [San Pedro Sula] and [La Ceiba].", "В [Шебекине] [Белгородской области] пожар."]
)
def test_two_records_of_a_town_do_not_make_it_unsure(gazetteer: Gazetteer, marked: str) -> None:
    found = next(one for one in _resolve(gazetteer, marked) if one.mention.text in {"La Ceiba", "Шебекине"})
    assert found.place is not None
    assert len([one for one in found.candidates if one.place.admin1 == found.place.admin1]) > 1  # the sources have it twice
    assert (found.confidence or 0.0) >= 0.9


def test_a_slip_is_forgiven_in_the_home_country_only_and_said(gazetteer: Gazetteer) -> None:
    (forgiven,) = _resolve(gazetteer, "Shells fell on [Kramatrsk] on Monday.", home="UA")
    assert forgiven.place is not None
    assert (forgiven.place.name, forgiven.candidates[0].method, forgiven.candidates[0].similarity < 1) == (
        "Kramatorsk",
        MatchMethod.FUZZY,
        True,
    )
    (strict,) = _resolve(gazetteer, "Shells fell on [Kramatrsk] on Monday.")
    assert strict.place is None


def test_an_old_district_says_which_village_is_meant(gazetteer: Gazetteer) -> None:
    seat = (48.13, 37.86)  # Yasynuvata
    village, _ = _resolve(gazetteer, "shelling of the village of [Vodiane], [Yasinuvatska] district", home="UA")
    assert village.place is not None
    assert village.place.lat is not None
    assert village.place.lon is not None
    assert point_haversine_km(village.place.lat, village.place.lon, *seat) < 40


@pytest.mark.parametrize(
    ("marked", "name"), [("the [Kyiv TV Centre Tower]", "Kyiv"), ("the [Bank of Kyivan Bridge]", None), ("[Samuel Kharkiv Bridge]", None)]
)
def test_a_building_that_begins_with_a_town_of_the_home_country_is_there(gazetteer: Gazetteer, marked: str, name: str | None) -> None:
    (found,) = _resolve(gazetteer, marked, home="UA")
    assert (found.place.name if found.place else None) == name


def test_an_office_of_a_region_is_in_its_city(gazetteer: Gazetteer) -> None:
    (city,) = _resolve(gazetteer, "Shelling of the [Kharkiv] Regional State Administration", home="UA")
    (region,) = _resolve(gazetteer, "Shelling of the [Kharkiv] regional roads", home="UA")
    assert city.place is not None
    assert region.place is not None
    assert (city.place.kind, region.place.kind) == (PlaceKind.SETTLEMENT, PlaceKind.REGION)


def test_a_name_that_may_be_a_persons_says_less_of_the_others(gazetteer: Gazetteer) -> None:
    post, (city, person) = _post("Six dead in [Mykolaiv]. A man named only as [Khmelnytsky] was burnt.")
    resolver = default_resolver(gazetteer)
    sure, unsure = (resolver.resolve([post], [[city, other]])[0][0] for other in (person, replace(person, confidence=0.3)))
    assert unsure.place is not None
    assert unsure.place.admin1 == "Mykolaiv Oblast"
    assert sure.confidence is not None
    assert unsure.confidence is not None
    assert unsure.confidence > sure.confidence


@pytest.mark.parametrize(
    "marked", ["Explosions in [Lviv] and [Mykolaiv]", "Explosions were heard in [Khmelnytskyi] and [Mykolaiv] on Monday."]
)
def test_cities_named_together_are_no_villages_of_each_others_regions(gazetteer: Gazetteer, marked: str) -> None:
    places = [found.place for found in _resolve(gazetteer, marked)]
    assert all(place is not None and (place.admin1 or "").startswith(place.name[:5]) for place in places)


@pytest.mark.parametrize(
    "marked",
    [
        "Marches were held in [Athens], [Rome], [Lisbon] and [Dublin].",
        "Trains between [Rome] and [Milan] stand still, as do flights to [Athens] and [Dublin].",
        "[London] and [Washington] signed the treaty.",
    ],
)
def test_cities_of_the_world_named_together_are_no_towns_of_one_american_state(gazetteer: Gazetteer, marked: str) -> None:
    countries = {"Athens": "GR", "Rome": "IT", "Lisbon": "PT", "Dublin": "IE", "Milan": "IT", "London": "GB", "Washington": "US"}
    for found in _resolve(gazetteer, marked):
        assert found.place is not None
        assert found.place.country == countries[found.mention.text]


def test_towns_of_one_state_are_still_told_by_their_company(gazetteer: Gazetteer) -> None:
    found = _resolve(gazetteer, "Schools in [Savannah], [Athens] and [Augusta] are shut, officials in [Atlanta], [Georgia], said.")
    assert [answer.place and answer.place.admin1 for answer in found] == ["Georgia"] * 5


@pytest.mark.parametrize(
    ("marked", "regions"),
    [
        ("[Springfield], [Illinois], and [Springfield], [Massachusetts]", ["Illinois", "Illinois", "Massachusetts", "Massachusetts"]),
        ("[Paris], [Texas], is not [Paris], [France]; [Paris] is old.", ["Texas", "Texas", "Île-de-France", None, "Île-de-France"]),
        ("[Kyiv], [Lviv] and [Kyiv], [Odesa] are open.", ["Kyiv City", "Lviv Oblast", "Kyiv City", "Odesa Oblast"]),
    ],
)
def test_a_name_means_two_places_where_the_words_beside_it_say_so(gazetteer: Gazetteer, marked: str, regions: list[str | None]) -> None:
    assert [found.place and found.place.admin1 for found in _resolve(gazetteer, marked)] == regions


def test_a_lone_village_far_from_all_that_the_text_names_is_not_sure(gazetteer: Gazetteer) -> None:
    at_home = _resolve(gazetteer, "Floods in [Abakaliki], [Enugu] and [Lagos], [Nigeria], reached [Iboko].")[-1]
    abroad = _resolve(gazetteer, "Floods in [Gomel], [Minsk] and [Vitebsk], [Belarus], reached [Iboko].")[-1]
    assert at_home.confidence is not None
    assert abroad.confidence is None or abroad.confidence < min(0.8, at_home.confidence)


@pytest.mark.parametrize("surname", ["Babenko", "Dorosenko", "Brozhko", "Kindracki"])
def test_a_surname_is_not_forgiven_into_a_hamlet(gazetteer: Gazetteer, surname: str) -> None:
    (resolved,) = _resolve(gazetteer, f"Mr [{surname}] was killed near the front.", home="UA")
    assert resolved.place is None or resolved.candidates[0].method is not MatchMethod.FUZZY


def test_context_helps_and_is_not_answered(gazetteer: Gazetteer) -> None:
    post, mentions = _post("[Thessaloniki] and [Columbus], [Ohio], [Dayton] and [Cleveland] got snow; [Athens] too.")
    answers = default_resolver(gazetteer).resolve([post], [mentions[-1:]], [mentions])[0]
    assert [answer.mention.text for answer in answers] == ["Athens"]


def test_a_name_nobody_bears_is_not_placed_and_says_why(gazetteer: Gazetteer) -> None:
    answer = _resolve(gazetteer, "in [Qwxzvolgrad]")[0]
    assert answer.place is None
    assert answer.confidence is None
    assert "no place" in answer.reasons[0].text


def test_answers_keep_the_order_asked_for(gazetteer: Gazetteer) -> None:
    post, mentions = _post("From [Kyiv] to [Lviv] and [Odesa].")
    answers = default_resolver(gazetteer).resolve([post], [mentions[::-1]])[0]
    assert [answer.mention.text for answer in answers] == ["Odesa", "Lviv", "Kyiv"]


def test_candidates_are_best_first_and_hold_the_place(gazetteer: Gazetteer) -> None:
    answer = _resolve(gazetteer, "in [Springfield], [Missouri]")[0]
    assert answer.candidates[0].place == answer.place
    assert len({candidate.place.id for candidate in answer.candidates}) == len(answer.candidates)
    assert answer.reasons


def test_home_is_meant_unless_the_text_says_otherwise(gazetteer: Gazetteer) -> None:
    place = _resolve(gazetteer, "Snow in [Birmingham].", home="US")[0].place
    assert place is not None
    assert place.country == "US"
    other = _resolve(gazetteer, "Snow in [Birmingham], [England].", home="US")[0].place
    assert other is not None
    assert other.country == "GB"


@pytest.mark.parametrize("home", ["QQ", None])
def test_a_home_without_places_changes_nothing(gazetteer: Gazetteer, home: str | None) -> None:
    assert _resolve(gazetteer, "Snow in [Birmingham].", home=home) == _resolve(gazetteer, "Snow in [Birmingham].")


@pytest.mark.parametrize(
    ("name", "method"),
    [("Paris", MatchMethod.EXACT), ("PARIS", MatchMethod.NORMALIZED), ("Харкова", MatchMethod.INFLECTED), ("Харків", MatchMethod.EXACT)],
)
def test_a_candidate_says_how_its_name_matched(gazetteer: Gazetteer, name: str, method: MatchMethod) -> None:
    (found,) = _resolve(gazetteer, f"[{name}]")
    assert (found.candidates[0].method, found.candidates[0].similarity) == (method, 1.0)


def test_a_publishers_beat_decides(gazetteer: Gazetteer) -> None:
    pages = [
        _post(f"[Columbus], [Ohio]: shops in [Dayton] and [Akron] reopen, no. {i}.", str(i), "https://paper.example/a") for i in range(8)
    ]
    pages.append(_post("A man from [Lebanon] was fined.", "last", "https://paper.example/b"))
    posts, mentions = [post for post, _ in pages], [names for _, names in pages]
    without = default_resolver(gazetteer).resolve(posts, mentions)[-1][0].place
    resolver = default_resolver(gazetteer, beat=True)
    with_beat = resolver.agree(posts, mentions, resolver.resolve(posts, mentions))[-1][0].place
    assert without is not None
    assert with_beat is not None
    assert (without.country, with_beat.admin1) == ("LB", "Ohio")


def test_without_beat_nothing_is_resolved_twice(gazetteer: Gazetteer) -> None:
    post, mentions = _post("[Paris], [Texas]")
    resolver = default_resolver(gazetteer)
    resolved = resolver.resolve([post], [mentions])
    (agreed,) = resolver.agree([post], [mentions], resolved)
    assert agreed is resolved[0]


@pytest.mark.parametrize(
    ("marked", "stated"),
    [
        ("[Paris], [Texas]", [True, False]),
        ("In [Texas] the mayor of [Paris] spoke.", [False, True]),
        ("[Texas] is dry. The mayor of [Paris] spoke.", [False, False]),
        ("[Paris], [Qwxzvolgrad]", [False, False]),
    ],
)
def test_a_resolution_says_whether_the_text_states_its_region(gazetteer: Gazetteer, marked: str, stated: list[bool]) -> None:
    assert [found.is_stated for found in _resolve(gazetteer, marked)] == stated


def test_posts_do_not_touch_each_other(gazetteer: Gazetteer) -> None:
    pages = [_post("[Paris], [Texas]", "1"), _post("[Paris] and [Lyon]", "2"), _post("[Georgia] and [Atlanta]", "3")]
    posts, mentions = [post for post, _ in pages], [names for _, names in pages]
    resolver = default_resolver(gazetteer)
    together = resolver.resolve(posts, mentions)
    assert together == [resolver.resolve([post], [names])[0] for post, names in pages]
    assert together[::-1] == resolver.resolve(posts[::-1], mentions[::-1])
