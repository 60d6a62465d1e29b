"""Who says so, how sure it is, and on which days: what a sentence states besides the act."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.events import RuleExtractor
from geomap.model import Modality
from tests.events.conftest import Tell, make_post, resolve


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("According to the mayor, a missile hit a house in Kharkiv.", "the mayor"),
        ("A missile hit a house in Kharkiv, according to Ukraine's air force.", "Ukraine's air force"),
        ("The regional governor Oleh Petrenko said that a missile had hit Kharkiv.", "The regional governor Oleh Petrenko"),
        ("A missile hit Kharkiv, local officials reported.", "local officials"),
        ("He said a missile had hit Kharkiv.", None),
        ("A missile hit Kharkiv.", None),
    ],
)
def test_a_source_is_named_by_its_own_words(tell: Tell, sentence: str, source: str | None) -> None:
    (event,) = tell(sentence)
    assert event.attribution == source
    assert event.modality is (Modality.REPORTED if sentence == "A missile hit Kharkiv." else Modality.CLAIMED)


@pytest.mark.parametrize(
    "sentence",
    [
        "Talks will be held in Warsaw on Friday.",
        "Talks are to be held in Warsaw tomorrow.",
        "Officials plan to evacuate Kharkiv.",
        "Rescuers called for an evacuation of Lyman.",
        "A missile will hit Kharkiv next week.",
    ],
)
def test_what_is_still_to_come_is_planned(tell: Tell, sentence: str) -> None:
    assert [event.modality for event in tell(sentence)] == [Modality.PLANNED]


def test_a_plan_that_is_dated_lies_ahead_of_the_post(tell: Tell) -> None:
    (friday,) = tell("Talks will be held in Warsaw on Friday.")
    (tomorrow,) = tell("Talks are to be held in Warsaw tomorrow.")
    (supposed,) = tell("The army may attack Lyman next week.")
    assert [event.when and event.when.first_day for event in (friday, tomorrow)] == [date(2024, 3, 15), date(2024, 3, 14)]
    assert supposed.modality is Modality.HYPOTHETICAL
    assert supposed.when is not None
    assert (supposed.when.first_day, supposed.when.precision) == (date(2024, 3, 14), 2)


def test_not_only_and_no_surprise_deny_nothing(tell: Tell) -> None:
    both = tell("Not only Kharkiv but also Sumy was shelled.")
    assert [(event.where.name, event.modality) for event in both] == [("Kharkiv", Modality.REPORTED), ("Sumy", Modality.REPORTED)]
    assert [event.modality for event in tell("The attack on Kharkiv was not a surprise.")] == [Modality.REPORTED]
    assert not tell("Neither Kharkiv nor Sumy was shelled.")
    assert not tell("There was no shelling of Kharkiv.")


def test_a_negation_or_a_condition_ends_with_its_clause(tell: Tell) -> None:
    assert [event.modality for event in tell("There was no power, but shells hit Kharkiv.")] == [Modality.REPORTED]
    assert [event.where.name for event in tell("The president cancelled his trip to Kyiv, after a missile hit Odesa.")] == ["Odesa"]
    told = tell("Shells hit Kharkiv; if troops attack Sumy, the city will hold.")
    assert [(event.where.name, event.modality) for event in told] == [("Kharkiv", Modality.REPORTED), ("Sumy", Modality.HYPOTHETICAL)]


def test_what_a_court_deals_with_is_background_where_the_act_was(tell: Tell) -> None:
    for sentence in (
        "He was jailed for the bombing of a school in Lyman.",
        "A court in Kyiv jailed a man for the murder of a soldier in Lyman.",
    ):
        assert [(event.where.name, event.modality) for event in tell(sentence)] == [("Lyman", Modality.BACKGROUND)]
    assert [event.modality for event in tell("A ceremony in Lviv remembered the victims of the attack.")] == [Modality.REPORTED]


@pytest.mark.parametrize(
    ("words", "first", "last", "modality"),
    [
        ("on 5 March", date(2024, 3, 5), date(2024, 3, 5), Modality.REPORTED),
        ("on Mar. 5", date(2024, 3, 5), date(2024, 3, 5), Modality.REPORTED),
        ("on March 5, 2023", date(2023, 3, 5), date(2023, 3, 5), Modality.BACKGROUND),
        ("in early March", date(2024, 3, 1), date(2024, 3, 31), Modality.REPORTED),
        ("in May", date(2023, 5, 1), date(2023, 5, 31), Modality.BACKGROUND),
        ("at the weekend", date(2024, 3, 9), date(2024, 3, 10), Modality.REPORTED),
        ("late on Monday evening", date(2024, 3, 11), date(2024, 3, 11), Modality.REPORTED),
        ("on Sun", date(2024, 3, 10), date(2024, 3, 10), Modality.REPORTED),
        ("this week", date(2024, 3, 6), date(2024, 3, 13), Modality.REPORTED),
    ],
)
def test_days_weeks_and_months_in_words(tell: Tell, words: str, first: date, last: date, modality: Modality) -> None:
    (event,) = tell(f"A missile hit a house in Kharkiv {words}.")
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day, event.modality) == (first, last, modality)


def test_words_that_only_look_like_days_and_months_date_nothing(tell: Tell) -> None:
    for sentence in ("The sun was out when a missile hit Kharkiv.", "A missile may mar Kharkiv; shells hit Sumy."):
        for event in tell(sentence):
            assert event.when is not None
            assert event.when.first_day == date(2024, 3, 13)


def test_what_goes_on_since_a_day_lasts_until_the_post(tell: Tell) -> None:
    (event,) = tell("Lyman has been shelled since Monday.")
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day) == (date(2024, 3, 11), date(2024, 3, 13))
    (long,) = tell("Lyman has been shelled since December.")
    assert long.modality is Modality.BACKGROUND


def test_one_page_tells_the_newest_toll_and_keeps_every_source() -> None:
    posts = [
        make_post("A missile hit Kharkiv on Tuesday, killing two people and wounding nine.", id="a", published=None),
        make_post("A missile hit Kharkiv on Tuesday, killing four people.", id="b"),
    ]
    posts[0] = make_post(posts[0].text.strip(), id="a", published=posts[1].published_at and posts[1].published_at.replace(hour=7))
    extractor = RuleExtractor()
    for order in (posts, posts[::-1]):
        (incident,) = extractor.merge(extractor.events(order, [resolve(post) for post in order]))
        assert (incident.toll.fatalities, incident.toll.injured) == (4, 9)
        assert [evidence.post_id for evidence in incident.evidence] == ["a", "b"]
        assert [evidence.toll.fatalities for evidence in incident.evidence] == [2, 4]


def test_a_lower_toll_told_later_is_of_another_incident() -> None:
    posts = [
        make_post("A missile hit Kharkiv on Tuesday, killing four people.", id="a"),
        make_post("A missile hit Kharkiv on Tuesday, killing two people.", id="b"),
    ]
    extractor = RuleExtractor()
    assert len(extractor.merge(extractor.events(posts, [resolve(post) for post in posts]))) == 2


def test_an_incident_is_reported_if_one_post_reports_it_and_as_sure_as_the_surest() -> None:
    posts = [
        make_post("A missile hit Kharkiv on Tuesday, the mayor said.", id="a"),
        make_post("A missile hit Kharkiv on Tuesday.", id="b"),
    ]
    extractor = RuleExtractor()
    told = extractor.events(posts, [resolve(post) for post in posts])
    (incident,) = extractor.merge(told)
    assert incident.modality is Modality.REPORTED
    assert incident.attribution == "the mayor"
    assert incident.confidence == max(event.confidence for group in told for event in group)
    (alone,) = extractor.merge(told[:1])
    assert alone.modality is Modality.CLAIMED
