"""Names that only words beside them tell: adjectives before one noun, quoted names after one, a name alone at the start of a line."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post, Role
from geomap.recognize import default_recognizer
from geomap.stages import Recognizer


@pytest.fixture(scope="module")
def recognizer(gazetteer: Gazetteer) -> Recognizer:
    return default_recognizer(gazetteer)


def _read(recognizer: Recognizer, text: str, language: str) -> list[Mention]:
    found = recognizer.recognize([Post(id="1", source="test", text=text, language=language)])[0]
    assert found is not None
    return list(found)


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("На Гуляйпільському напрямку ворог відступив.", "uk", ["Гуляйпільському"]),
        ("На Изюмском направлении противник отступил.", "ru", ["Изюмском"]),
        ("Обстріляли Шосткинську, Кролевецьку та Глухівську громади.", "uk", ["Шосткинську", "Кролевецьку", "Глухівську громади"]),
        ("Без світла Ковельський і Сарненський райони.", "uk", ["Ковельський", "Сарненський райони"]),
        ("Дожди в Тульской, Калужской и Тверской областях.", "ru", ["Тульской", "Калужской", "Тверской областях"]),
        ("Пожежа в гуртожитку Уманського аграрного коледжу.", "uk", ["Уманського аграрного коледжу"]),
        ("Рабочие рязанского завода бастуют.", "ru", ["рязанского завода"]),
    ],
)
def test_adjectives_name_towns_and_units(recognizer: Recognizer, text: str, language: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, language) if m.role is Role.LITERAL] == names


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Депутати Дубенської міської ради зібралися.", "uk", "Дубенської"),
        ("Решение Полоцкого горсуда оспорили.", "ru", "Полоцкого"),
        ("Вирок Ужгородського районного суду оскаржили.", "uk", "Ужгородського"),
    ],
)
def test_a_body_tells_its_town_and_is_no_site(recognizer: Recognizer, text: str, language: str, name: str) -> None:
    assert [(m.text, m.role) for m in _read(recognizer, text, language)] == [(name, Role.DEMONYM)]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Черга в пункті пропуску «Устилуг» зменшилась.", "uk", ["Устилуг"]),
        ("У пунктах пропуску «Устилуг» — 20 авто, «Ужгород» — 90.", "uk", ["Устилуг", "Ужгород"]),
        ("На станции «Мичуринск» задымление.", "ru", ["Мичуринск"]),
        ("Прем'єра у театрі «Устилуг» вразила.", "uk", []),
        ("Ковель, об'їзна: перекинулася вантажівка.", "uk", ["Ковель"]),
        ("Роман, приходь завтра.", "uk", []),
    ],
)
def test_quoted_names_and_names_alone(recognizer: Recognizer, text: str, language: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, language)] == names
