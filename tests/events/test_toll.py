"""Counts of killed and hurt: read where they stand, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events import RuleExtractor
from geomap.events.counts.reading import casualties
from geomap.events.counts.toll import toll_of
from geomap.events.lexicon import lexicon
from geomap.events.sentence import read_sentence
from geomap.lang.sentences import SentenceSpan
from geomap.model import PartKind, Toll
from tests.events.conftest import Tell, make_post, resolve


def toll(sentence: str, language: str = "en") -> Toll:
    return toll_of(casualties(read_sentence(sentence, SentenceSpan(0, len(sentence), PartKind.PARAGRAPH, 0), (), lexicon(language))))


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("Three people were killed.", 3, None),
        ("At least 18 people have died and 40 were wounded.", 18, 40),
        ("The strike killed two people and injured five.", 2, 5),
        ("The blast killed a husband and wife and injured their daughter.", 2, 1),
        ("Two killed, five wounded in shelling", 2, 5),
        ("Two people, including a child, were killed.", 2, None),
        ("A 62-year-old man died in the village.", 1, None),
        ("A girl of seven was killed.", 1, None),
        ("A family of six was found dead.", 6, None),
        ("The death toll has risen to 28.", 28, None),
        ("The number of people killed in the attack has gone up to six.", 6, None),
        ("The bodies of two more residents were found, taking the number of people killed to four.", 4, None),
        ("The hospital received 120 bodies.", 120, None),
        ("A dozen people were hurt.", None, 12),
        ("Forty-three were hurt, among them a dozen children.", None, 43),
        ("Two officers and a civilian were killed.", 3, None),
        ("Three civilians, two soldiers killed in the east", 5, None),
        ("Gunmen shot dead 12 villagers.", 12, None),
        ("A driver lost a foot.", None, 1),
        ("Oleh Petrenko, the deputy head of the district, was killed.", 1, None),
        ("Nobody was hurt.", None, None),
        ("No casualties were reported.", None, None),
        ("Fifteen houses were destroyed and a school was hit.", None, None),
        ("They fired 197 times; there were 42 clashes.", None, None),
        ("The house at 10 Market Street burned at 3 a.m.", None, None),
    ],
)
def test_english(sentence: str, killed: int | None, injured: int | None) -> None:
    assert (toll(sentence).fatalities, toll(sentence).injured) == (killed, injured)


@pytest.mark.parametrize(
    ("language", "sentence", "killed", "injured"),
    [
        ("uk", "Загинули двоє людей, ще п'ятеро поранені.", 2, 5),
        ("uk", "Поранено трьох цивільних.", None, 3),
        ("uk", "Загинула людина.", 1, None),
        ("ru", "Погибли трое и ранены восемь человек.", 3, 8),
        ("ru", "Погибла женщина.", 1, None),
        ("ru", "Погибли более 2000 человек.", 2000, None),
    ],
)
def test_other_languages(language: str, sentence: str, killed: int | None, injured: int | None) -> None:
    assert (toll(sentence, language).fatalities, toll(sentence, language).injured) == (killed, injured)


def test_bounds_and_civilians() -> None:
    told = toll("At least three civilians were killed.")
    assert (told.fatalities, told.fatalities_low, told.fatalities_high, told.fatalities_civilian) == (3, 3, None, 3)


def test_losses_of_the_enemy_are_claimed() -> None:
    assert toll("277 enemies were killed, 258 were injured.").losses_claimed


def test_each_place_has_its_own_count(tell: Tell) -> None:
    told = tell("A missile killed two people in Kharkiv on Monday. In Sumy, a drone wounded seven.")
    assert [(event.where.name, event.toll.fatalities, event.toll.injured) for event in told] == [("Kharkiv", 2, None), ("Sumy", None, 7)]


def test_a_later_sentence_adds_to_the_event_it_goes_on_about(tell: Tell) -> None:
    (event,) = tell("Shells hit a rescue point in Kherson on Tuesday.\nTwo police officers were wounded.")
    assert event.toll.injured == 2


@settings(deadline=None)
@given(number=st.integers(1, 99_999))
def test_any_number_in_digits(number: int) -> None:
    assert toll(f"{number:,} people were killed.").fatalities == number


def test_a_burial_is_not_what_killed(tell: Tell) -> None:
    told = tell("Dozens of bodies have been recovered from the sea off Odesa, and 300 were buried in Mykolaiv.")
    assert [(event.where.name, event.sub_type) for event in told] == [("Mykolaiv", "ceremony")]


@pytest.mark.parametrize("illness", ["Cholera has killed 21 people in Izium.", "Eleven people died of measles in Izium."])
def test_who_died_of_an_illness_was_not_attacked(tell: Tell, illness: str) -> None:
    assert not tell(illness)


@pytest.mark.parametrize("sentence", ["People died in Izium.", "Millions of people died in Izium."])
def test_deaths_without_a_count_are_not_put_down_to_what_others_tell(sentence: str) -> None:
    posts = [make_post("Shells hit Lyman on Tuesday.", id="first"), make_post(sentence, id="second")]
    assert [len(told) for told in RuleExtractor().events(posts, [resolve(post) for post in posts])] == [1, 0]


def test_deaths_are_not_put_down_to_what_was_shot_down() -> None:
    posts = [
        make_post("Air defences shot down two drones over Lyman.", id="first"),
        make_post("Two people were killed in Izium.", id="second"),
    ]
    told = RuleExtractor().events(posts, [resolve(post) for post in posts])
    assert [event.sub_type for event in told[1]] == ["Attack"]


@pytest.mark.parametrize(
    ("language", "sentence", "killed"),
    [
        ("es", "Murieron 20 personas.", 20),
        ("es", "Una mujer murió en el accidente.", 1),
        ("es", "Un hombre fue asesinado.", 1),
        ("fr", "Un homme a été tué.", 1),
        ("fr", "Trois soldats sont morts.", 3),
    ],
)
def test_spanish_and_french(language: str, sentence: str, killed: int) -> None:
    assert toll(sentence, language).fatalities == killed


@pytest.mark.parametrize(
    ("language", "sentence", "claimed"),
    [
        ("en", "He claimed that 27 Russian soldiers were killed and 25 wounded.", True),
        ("en", "The ministry claimed 40 fighters were killed.", True),
        ("en", "Three soldiers were killed in the attack.", False),
        ("en", "He claimed that three residents were killed.", False),
        ("uk", "Речник стверджує, що загинули 20 солдатів.", True),
        ("ru", "Ведомство утверждает, что погибли 20 солдат.", True),
        ("es", "El ministerio asegura que murieron 20 soldados.", True),
        ("fr", "Le ministère affirme que 20 soldats ont été tués.", True),
    ],
)
def test_losses_that_one_side_claims_of_the_other_are_told_as_such(language: str, sentence: str, *, claimed: bool) -> None:
    told = toll(sentence, language)
    assert told.fatalities
    assert told.losses_claimed is claimed
