"""Every language has the words of time that the others have; Spanish and French days mean what English ones do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from geomap.events.lexicon import lexicon
from geomap.events.sentence import read_sentence
from geomap.events.temporal import Days, days_of
from geomap.events.time_refs import time_refs
from geomap.lang import language
from geomap.lang.sentences import SentenceSpan
from geomap.model import PartKind

NOON = datetime(2024, 3, 13, 12, 0, tzinfo=UTC)  # a Wednesday
LANGUAGES = ("en", "es", "fr", "uk", "ru")
CLASSES = ("day_joiners", "betweens", "ongoing", "followers", "since", "last", "next", "nights", "month_openers", "year_words")
OPENINGS = {"es": "Los proyectiles cayeron sobre la ciudad {}.", "fr": "Des obus sont tombés sur la ville {}."}


def days(words: str, code: str) -> list[Days | None]:
    text = OPENINGS[code].format(words)
    sentence = read_sentence(text, SentenceSpan(0, len(text), PartKind.PARAGRAPH, 0), (), lexicon(code))
    return [days_of(ref, NOON) for ref in time_refs(sentence)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_classes_of_time_words_of_all_languages(code: str) -> None:
    assert not [name for name in CLASSES if not lexicon(code).words[name].forms]


@pytest.mark.parametrize("code", LANGUAGES)
def test_kinds_of_time_phrases_of_all_languages(code: str) -> None:
    phrases = language(code).table("times")["phrases"]  # type: ignore[union-attr]  # it ships
    wanted = {"today", "overnight", "yesterday", "day_before_yesterday", "weekend", "past_day", "past_days", "past_week", "last_week"}
    assert {*wanted, "last_month", "last_year", "next", "days_ago", "long_ago"} <= phrases.keys()


@pytest.mark.parametrize(
    ("spanish", "french", "first", "last"),
    [
        ("el 5 de marzo", "le 5 mars", "03-05", "03-05"),
        ("el 5 de marzo de 2024", "le 5 mars 2024", "03-05", "03-05"),
        ("el 1º de marzo", "le 1er mars", "03-01", "03-01"),
        ("en mayo de 2023", "en mai 2023", "2023-05-01", "2023-05-31"),
        ("hace tres días", "il y a trois jours", "03-10", "03-10"),
        ("anteayer", "avant-hier", "03-11", "03-11"),
        ("hace una semana", "il y a une semaine", "03-06", "03-06"),
        ("desde octubre", "depuis octobre", "2023-10-01", "03-13"),
        ("desde el 8 de octubre", "depuis le 8 octobre", "2023-10-08", "03-13"),
        ("desde el lunes", "depuis lundi", "03-11", "03-13"),
        ("del 5 al 8 de marzo", "du 5 au 8 mars", "03-05", "03-08"),
        ("entre el 5 y el 8 de marzo", "entre le 5 et le 8 mars", "03-05", "03-08"),
        ("los días 5 y 6 de marzo", "les 5 et 6 mars", "03-05", "03-06"),
        ("entre el 28 de febrero y el 3 de marzo", "du 28 février au 3 mars", "02-28", "03-03"),
        ("la noche del lunes al martes", "dans la nuit de lundi à mardi", "03-11", "03-12"),
        ("el lunes por la noche", "dans la nuit de lundi", "03-11", "03-12"),
        ("la madrugada del martes", "mardi à l'aube", "03-12", "03-12"),
        ("dos días después del ataque", "deux jours après l'attaque", "03-11", "03-11"),
        ("una semana después del ataque", "une semaine après l'attaque", "03-06", "03-06"),
        ("en los últimos tres días", "ces trois derniers jours", "03-10", "03-13"),
    ],
)
def test_days(spanish: str, french: str, first: str, last: str) -> None:
    def day(written: str) -> date:
        return date.fromisoformat(written if len(written) > len("03-05") else f"2024-{written}")

    for words, code in ((spanish, "es"), (french, "fr")):
        told = days(words, code)
        assert [(one.first, one.last) for one in told if one] == [(day(first), day(last))], (words, told)


@pytest.mark.parametrize(("words", "code"), [("el próximo viernes", "es"), ("el viernes próximo", "es"), ("vendredi prochain", "fr")])
def test_what_is_to_come(words: str, code: str) -> None:
    (told,) = days(words, code)
    assert told is not None
    assert (told.first, told.coming) == (date(2024, 3, 15), True)
