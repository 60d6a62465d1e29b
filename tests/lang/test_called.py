"""Adjectives of towns before the nouns for what is called by them, in Ukrainian and Russian."""

from __future__ import annotations

import pytest

from geomap.lang.called import Called, called_names, find_called, town_adjective


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("На Ржевском направлении тихо.", ["Ржевский напрямок"]),
        ("Ковельський і Сарненський райони без світла.", ["Ковельський район", "Сарненський район"]),
        ("В Тульской, Калужской и Тверской областях дожди.", ["Тульская область", "Калужская область", "Тверская область"]),
        ("Голова Дубенської міської ради.", ["Дубенська рада"]),
        ("Решение Полоцкого горсуда.", ["Полоцкая рада"]),
        ("Ужгородського районного суду", ["Ужгородська рада"]),
        ("Тульские врачи спасли ребёнка.", []),
        ("The Dnipropetrovsk region", []),
    ],
)
def test_the_noun_may_follow_several_adjectives(text: str, names: list[str]) -> None:
    assert [name for name in called_names(text).values() if "міськ" not in name] == names


def test_offsets_are_those_of_each_adjective() -> None:
    text = "Ковельський і Сарненський райони"
    (found,) = find_called(text)
    assert [text[first:last] for first, last in found.adjectives] == ["Ковельський", "Сарненський"]
    assert text[: found.end] == text


def test_a_name_that_was_made_tells_its_adjective() -> None:
    assert town_adjective("Ковельський район") == ("Ковельський", Called.DISTRICT)
    assert town_adjective("Великий Бурлук") is None
