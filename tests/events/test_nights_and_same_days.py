"""Nights between two days, adjectives of days, ordinals, dates in digits, "the same day", and days beside the name of their week."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.events.temporal import days_of
from geomap.events.time_refs import time_refs
from geomap.model import Modality
from tests.events.conftest import NOON, Tell, read  # a Wednesday, March 13, 2024

SAID = [
    # the night that ends on a day
    ("en", "Drones hit Sumy in the night to Tuesday.", (11, 12)),
    ("en", "Drones hit Sumy overnight into Tuesday.", (11, 12)),
    ("uk", "У ніч на вівторок дрони атакували Sumy.", (11, 12)),
    ("uk", "У ніч на 6 березня дрони атакували Sumy.", (5, 6)),
    ("ru", "В ночь на вторник дроны атаковали Sumy.", (11, 12)),
    # the night between two days
    ("uk", "У ніч із понеділка на вівторок дрони атакували Sumy.", (11, 12)),
    ("ru", "В ночь с 5 на 6 марта дроны атаковали Sumy.", (5, 6)),
    ("fr", "Dans la nuit du 5 au 6 mars, des drones ont attaqué Sumy.", (5, 6)),
    # the night that begins on a day
    ("en", "Drones hit Sumy on the night of 5 March.", (5, 6)),
    ("en", "The Monday-night raid hit Sumy.", (11, 12)),
    ("es", "La noche del 5 de marzo unos drones atacaron Sumy.", (5, 6)),
    # adjectives of days
    ("uk", "Після суботнього обстрілу в Sumy немає світла.", (9, 9)),
    ("uk", "Після вчорашнього обстрілу в Sumy немає світла.", (12, 12)),
    ("ru", "После воскресного обстрела в Sumy нет света.", (10, 10)),
    ("ru", "После ночного обстрела в Sumy нет света.", (12, 13)),
    ("ru", "В Sumy открыли ночной клуб.", None),
    # ordinals
    ("en", "Drones hit Sumy on the sixth of March.", (6, 6)),
    ("en", "Drones hit Sumy on March the twenty-first, 2023.", None),
    ("en", "The first march was in Sumy.", None),
    ("uk", "Шостого березня дрони атакували Sumy.", (6, 6)),
    ("ru", "Двадцать первого февраля дроны атаковали Sumy.", (21, 21)),
    ("es", "El primero de marzo unos drones atacaron Sumy.", (1, 1)),
    # dates in digits
    ("uk", "06.03.2024 дрони атакували Sumy.", (6, 6)),
    ("en", "Drones hit Sumy on 2024-03-06.", (6, 6)),
    ("en", "Drones hit Sumy 99.03.2024 times.", None),
    # a day beside its date or its week
    ("en", "Drones hit Sumy on Tuesday, 5 March.", (5, 5)),
    ("en", "Drones hit Sumy on Tuesday of last week.", (5, 5)),
    ("en", "Drones hit Sumy last week, on Tuesday.", (5, 5)),
    ("es", "Los drones atacaron Sumy el martes de la semana pasada.", (5, 5)),
    # the nearest such day, or the one before where nobody announces the day
    ("es", "Unos drones atacaron Sumy este miércoles.", (13, 13)),
    ("fr", "Des drones ont attaqué Sumy ce mardi.", (12, 12)),
    ("en", "The vote in Sumy is held this Friday.", (15, 15)),
]


@pytest.mark.parametrize(("language", "text", "days"), SAID)
def test_what_a_sentence_says(language: str, text: str, days: tuple[int, int] | None) -> None:
    told = [days_of(ref, NOON) for ref in time_refs(read(text, language=language))]
    recent = [one for one in told if one is not None and one.first.year == NOON.year and one.first.month > 1]
    assert [(one.first.day, one.last.day) for one in recent] == ([days] if days else [])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Drones hit Sumy on Monday. The same day, shells hit a school in Kharkiv."),
        ("en", "Drones hit Sumy on Monday. Two hours later, shells hit a school in Kharkiv."),
        ("uk", "У понеділок дрони атакували Sumy. Того ж дня обстріляли Kharkiv, загинула людина."),
        ("ru", "В понедельник дроны атаковали Sumy. В тот же день обстреляли Kharkiv, погиб человек."),
    ],
)
def test_the_same_day(tell: Tell, language: str, text: str) -> None:
    found = {event.where.name: event.when for event in tell(text, language=language)}
    when = found["Kharkiv"]
    assert when is not None
    assert (when.first_day, when.last_day) == (date(2024, 3, 11), date(2024, 3, 11))


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("es", "El lunes hubo una protesta en Sumy. Esa misma noche ardió un almacén.", (11, 12)),
        ("fr", "Lundi, une marche a eu lieu à Sumy. Cette nuit-là, un entrepôt a brûlé.", (11, 12)),
        ("en", "There was a march in Sumy on Monday night. The following day a store burned.", (12, 12)),
        ("en", "There was a march in Sumy on Monday. The night before, a store had burned.", (10, 11)),
    ],
)
def test_days_and_nights_that_count_from_another(language: str, text: str, days: tuple[int, int]) -> None:
    first, second = (part + "." for part in text.rstrip(".").split(". "))
    (told,) = time_refs(read(first, language=language))
    (ref,) = time_refs(read(second, language=language), told)
    said = days_of(ref, NOON)
    assert said is not None
    assert (said.first.day, said.last.day) == days


def test_the_same_day_says_nothing_without_a_day() -> None:
    assert time_refs(read("The same day, shells hit Sumy.")) == []


def test_what_happened_this_week_day_lies_back(tell: Tell) -> None:
    (event,) = tell("Shells hit a school in Kharkiv this Sunday.")
    assert event.when is not None
    assert (event.when.first_day, event.modality) == (date(2024, 3, 10), Modality.REPORTED)
