"""What is denied, planned, supposed or long past is told apart from what happened."""

from __future__ import annotations

import pytest

from geomap.model import Modality
from tests.events.conftest import Tell


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Shells hit a school in Kharkiv on Tuesday.", Modality.REPORTED),
        ("Shells hit a school in Kharkiv on Tuesday, the mayor said.", Modality.CLAIMED),
        ("Russia denied that its troops had shelled Kharkiv on Tuesday.", Modality.DENIED),
        ("He denied rumours that soldiers had already entered Lyman.", Modality.DENIED),
        ("The president will visit Warsaw on Friday.", Modality.PLANNED),
        ("The minister is due to travel to Warsaw on Thursday.", Modality.PLANNED),
        ("He is expected in Warsaw on Thursday for talks with his counterpart.", Modality.PLANNED),
        ("If troops attack Sumy, the city will hold.", Modality.HYPOTHETICAL),
        ("In theory a missile could hit Warsaw.", Modality.HYPOTHETICAL),
        ("Kharkiv was shelled in 2014.", Modality.BACKGROUND),
    ],
)
def test_modalities(tell: Tell, sentence: str, modality: Modality) -> None:
    assert [event.modality for event in tell(sentence)] == [modality]


@pytest.mark.parametrize(
    "sentence", ["No explosions were heard in Odesa.", "Troops have not entered Lyman.", "The day in Sumy passed without any shelling."]
)
def test_what_did_not_happen_is_no_event(tell: Tell, sentence: str) -> None:
    assert not tell(sentence)


def test_a_denial_of_one_thing_does_not_undo_another(tell: Tell) -> None:
    told = tell("Shells landed near a boat in Kherson on Tuesday.\nMoscow denied that its troops had aimed at rescuers.")
    assert [event.modality for event in told] == [Modality.REPORTED]


def test_doubt_lowers_confidence_and_is_kept(tell: Tell) -> None:
    (firm,) = tell("Advance parties have reached Lyman.")
    (doubtful,) = tell("There are unconfirmed reports that advance parties have reached Lyman.")
    assert doubtful.confidence < firm.confidence
    assert any("confirmed" in reason.text for reason in doubtful.reasons)


def test_the_source_is_named(tell: Tell) -> None:
    (event,) = tell("Shells hit a school in Kharkiv on Tuesday, according to regional governor Oleh Petrenko.")
    assert event.attribution == "regional governor Oleh Petrenko"


@pytest.mark.parametrize(
    "sentence",
    [
        "The president's visit to Warsaw was postponed.",
        "The minister cancelled a trip to Warsaw on Tuesday.",
        "Talks in Warsaw have been cancelled.",
    ],
)
def test_what_was_called_off_is_no_event(tell: Tell, sentence: str) -> None:
    assert not tell(sentence)


def test_what_was_called_off_in_slavic_languages_is_no_event(tell: Tell) -> None:
    assert not tell("У Lviv скасовано саміт.", language="uk")
    assert not tell("Саммит в Lviv отменён.", language="ru")


def test_services_that_were_cancelled_are_told(tell: Tell) -> None:
    (event,) = tell("Trains in Lviv were cancelled on Tuesday.")
    assert event.modality is Modality.REPORTED


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Reports of an explosion at Izium were false, the police said.", Modality.DENIED),
        ("Rumours of a blast in Izium are unfounded.", Modality.DENIED),
        ("Reports of an explosion in Izium were not confirmed.", Modality.HYPOTHETICAL),
        ("Reports of an explosion in Izium were confirmed.", Modality.CLAIMED),
        ("It is a year since missiles hit Izium.", Modality.BACKGROUND),
    ],
)
def test_what_reports_say_is_as_good_as_they_are_said_to_be(tell: Tell, sentence: str, modality: Modality) -> None:
    assert [event.modality for event in tell(sentence)] == [modality]


@pytest.mark.parametrize(
    "sentence",
    [
        "A minute of quiet was kept on the anniversary of the shelling of Izium.",
        "The trial of a man accused of stabbing a teacher in Lyman began.",
        "A man was convicted of the killing of a guard in Lyman.",
        "The film shows the siege of Izium.",
        "The novel is about the bombing of Izium.",
        "The exhibition recounts how shells hit Izium.",
    ],
)
def test_what_is_remembered_tried_or_depicted_is_not_news(tell: Tell, sentence: str) -> None:
    assert not {event.modality for event in tell(sentence)} & {Modality.REPORTED, Modality.CLAIMED}


@pytest.mark.parametrize(
    "sentence",
    [
        "On the anniversary of the war, shells hit Izium.",
        "Shells hit a school in Izium, where a man was tried for theft.",
        "A missile hit a film studio in Izium.",
    ],
)
def test_an_attack_on_an_anniversary_or_a_court_is_news(tell: Tell, sentence: str) -> None:
    assert {event.modality for event in tell(sentence)} == {Modality.REPORTED}


@pytest.mark.parametrize("sentence", ["Had the missile hit Warsaw, there would be war.", "Should troops attack Sumy, the city will hold."])
def test_an_inverted_condition_is_a_condition(tell: Tell, sentence: str) -> None:
    assert {event.modality for event in tell(sentence)} == {Modality.HYPOTHETICAL}


def test_a_plot_is_a_plan(tell: Tell) -> None:
    (event,) = tell("The service foiled a plot by rebels to blow up a bridge in Lviv.")
    assert event.modality is Modality.PLANNED
