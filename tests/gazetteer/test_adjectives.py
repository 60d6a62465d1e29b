"""Adjectives of Ukrainian and Russian and the towns that they are of."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from gazetteer.adjectives import TownAdjectives
from gazetteer.languages import towns_of


@pytest.mark.parametrize(
    ("adjective", "town"),
    [
        ("кременчуцького", "кременчук"),
        ("запорізька", "запоріжжя"),
        ("балаклійській", "балаклія"),
        ("одеський", "одеса"),
        ("рівненського", "рівне"),
        ("чернівецькому", "чернівці"),
        ("вінницьку", "вінниця"),
        ("хмельницькою", "хмельницький"),
        ("черкаської", "черкаси"),
        ("бучанської", "буча"),
        ("авдіївським", "авдіївка"),
        ("прилуцька", "прилуки"),
        ("лубенська", "лубни"),
        ("курахівська", "курахове"),
        ("трипільська", "трипілля"),
        ("криворізький", "кривий ріг"),
        ("кременчугском", "кременчуг"),
        ("запорожская", "запорожье"),
        ("балаклейской", "балаклея"),
        ("одесский", "одесса"),
        ("туапсинского", "туапсе"),
        ("калужскую", "калуга"),
        ("тульского", "тула"),
        ("рязанскому", "рязань"),
        ("ялтинском", "ялта"),
        ("керченская", "керчь"),
        ("ярославского", "ярославль"),
        ("ровенской", "ровно"),
        ("грозненский", "грозный"),
        ("курской", "курск"),
        ("усть лужский", "усть луга"),
        ("московского", "москва"),
    ],
)
def test_the_town_is_among_the_names(adjective: str, town: str) -> None:
    assert town in towns_of(adjective)


@pytest.mark.parametrize("word", ["", "порт", "скій", "великий", "московские", "одеських", "harkivskyi"])
def test_other_words_have_none(word: str) -> None:
    assert towns_of(word) == ()


@pytest.mark.parametrize(
    ("adjective", "town"),
    [("Волгодонского", "Volgodonsk"), ("Донецкий", "Donetsk"), ("Смілянському", "Smila"), ("Ростовской", "Rostov-on-Don")],
)
def test_towns_are_looked_up(gazetteer: Gazetteer, adjective: str, town: str) -> None:
    found = TownAdjectives(gazetteer.index).find(adjective)
    assert found is not None
    assert [gazetteer.index.name_of(row) for row, *_ in found.entries] == [town]


@pytest.mark.parametrize("adjective", ["Крымский", "Волынская", "Кубинский", "Закарпатской", "Высокий"])
def test_an_adjective_of_no_town(gazetteer: Gazetteer, adjective: str) -> None:
    assert TownAdjectives(gazetteer.index).find(adjective) is None
