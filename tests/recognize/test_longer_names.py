"""Names that go on after a small word, seas and lakes with a small noun, and words that are no names."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Post
from geomap.recognize import default_recognizer


def _names(gazetteer: Gazetteer, text: str, language: str) -> list[str]:
    (found,) = default_recognizer(gazetteer).recognize([Post(id="1", source="test", text=text, language=language)])
    return [mention.text for mention in found or ()]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Firefighters in Castile and León battled wildfires on Sunday.", "Castile and León"),
        ("en", "Snow fell in Newfoundland and Labrador on Sunday.", "Newfoundland and Labrador"),
        ("en", "A fire killed three people in Santa Bárbara d'Oeste, Brazil.", "Santa Bárbara d'Oeste"),
        ("es", "Un incendio mató a tres personas en Santa Bárbara d'Oeste.", "Santa Bárbara d'Oeste"),
        ("es", "Un buque chocó con una mina en el mar Negro, dijo Turquía.", "mar Negro"),
        ("es", "Un barco se hundió en el golfo de Adén el lunes.", "golfo de Adén"),
        ("es", "Un barco se hundió en el lago Titicaca el lunes.", "lago Titicaca"),
        ("fr", "Un bateau a chaviré sur le lac Kivu lundi.", "lac Kivu"),
        ("fr", "Des navires ont été attaqués en mer Rouge lundi.", "mer Rouge"),
    ],
)
def test_the_whole_name_is_found(gazetteer: Gazetteer, language: str, text: str, name: str) -> None:
    assert name in _names(gazetteer, text, language)


def test_two_towns_remain_two_names(gazetteer: Gazetteer) -> None:
    assert _names(gazetteer, "Explosions were heard in Kharkiv and Poltava on Sunday.", "en") == ["Kharkiv", "Poltava"]


@pytest.mark.parametrize(
    "text",
    [
        "Que nadie salga de casa esta noche.",
        "Para el lunes se esperan lluvias.",
        "Sur la place, tout était calme.",
        "Contre toute attente.",
    ],
)
def test_small_words_with_a_capital_are_no_names(gazetteer: Gazetteer, text: str) -> None:
    language = "fr" if "toute" in text or "place" in text else "es"
    assert _names(gazetteer, text, language) == []


def test_a_code_in_brackets_is_no_name_in_spanish(gazetteer: Gazetteer) -> None:
    assert "MN" not in _names(gazetteer, "QUITO (MN) – El presidente viajó a Bolivia este viernes.", "es")
