"""Names within names of treaties and of things that are called after a place."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Post, Role
from geomap.recognize import default_recognizer


def _roles(gazetteer: Gazetteer, text: str, language: str) -> dict[str, Role]:
    found = default_recognizer(gazetteer).recognize([Post(id="1", source="test", text=text, language=language)])[0]
    return {mention.text: mention.role for mention in found or ()}


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Both sides accuse each other of breaking the Minsk agreements.", "en", "Minsk"),
        ("The government left the Istanbul Convention on Monday.", "en", "Istanbul"),
        ("Дипломати нагадали, що Мінські домовленості не виконувалися.", "uk", "Мінські"),
        ("Стороны нарушают Минские соглашения, заявили в миссии.", "ru", "Минские"),
        ("El Gobierno ratificó el Acuerdo de París sobre el clima.", "es", "París"),
        ("Les rebelles dénoncent l\u2019accord d\u2019Alger signé il y a dix ans.", "fr", "Alger"),
    ],
)
def test_a_place_in_the_name_of_a_treaty_is_embedded(gazetteer: Gazetteer, text: str, language: str, name: str) -> None:
    assert _roles(gazetteer, text, language).get(name, Role.EMBEDDED) is Role.EMBEDDED


@pytest.mark.parametrize("text", ["Guinea pigs squeal at night.", "Spanish flu killed millions.", "She ordered Brussels sprouts."])
def test_things_called_after_a_place_are_no_mentions(gazetteer: Gazetteer, text: str) -> None:
    assert _roles(gazetteer, text, "en") == {}


def test_a_convention_without_a_capital_is_a_meeting_that_takes_place(gazetteer: Gazetteer) -> None:
    assert _roles(gazetteer, "Police guarded the Chicago convention on Monday.", "en") == {"Chicago": Role.LITERAL}


def test_talks_take_place_in_the_town_that_names_them(gazetteer: Gazetteer) -> None:
    assert _roles(gazetteer, "The Istanbul talks ended without a result.", "en") == {"Istanbul": Role.LITERAL}
