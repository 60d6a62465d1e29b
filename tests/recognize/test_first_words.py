"""The first word of a sentence has a capital whatever it is: which of them are places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from geomap.lang import language as tables_of
from geomap.model import Post, Role
from geomap.recognize import default_recognizer
from geomap.recognize.frequency import WordFrequencies
from geomap.recognize.inflected import describer
from geomap.stages import Recognizer

GOLD = Path(__file__).parents[2] / "training" / "gold"


@pytest.fixture(scope="module")
def recognizer(gazetteer: Gazetteer) -> Recognizer:
    return default_recognizer(gazetteer)


def _names(recognizer: Recognizer, texts: list[str], language: str) -> list[list[str]]:
    posts = [Post(id=str(n), source="test", text=text, language=language) for n, text in enumerate(texts)]
    return [[m.text for m in found or () if m.role is not Role.DEMONYM] for found in recognizer.recognize(posts)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Poughkeepsie reopened its library.", ["Poughkeepsie"]),
        ("Sheboygan still had no gas on Friday", ["Sheboygan"]),
        ("Tuscaloosa - two roofs torn off", ["Tuscaloosa"]),
        ("Roads are open again. Sioux Falls counts the damage.", ["Sioux Falls"]),
        ("Reading makes her happy.", []),
        ("Nice people live here.", []),
        ("Orange paint was everywhere.", []),
        ("Lakes thawed late.", []),
        ("Rivers froze.", []),
    ],
)
def test_english_sentences_begin_with_towns_and_with_words(recognizer: Recognizer, text: str, names: list[str]) -> None:
    assert _names(recognizer, [text], "en") == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells struck Kupiansk on Tuesday.", ["Kupiansk"]),
        ("A hailstorm battered Tauranga on Thursday night.", ["Tauranga"]),
        ("Rebels overran Kisangani in May.", ["Kisangani"]),
        ("Reporters stormed out on Friday.", []),
    ],
)
def test_a_day_behind_a_town_is_no_part_of_its_name(recognizer: Recognizer, text: str, names: list[str]) -> None:
    assert _names(recognizer, [text], "en") == [names]


def test_a_word_that_the_text_writes_small_is_no_town(recognizer: Recognizer) -> None:
    alone, beside = _names(recognizer, ["Split decisions upset her.", "Split decisions upset her. The jury was split again."], "en")
    assert alone == ["Split"]
    assert beside == []


def _found_and_wrong(recognizer: Recognizer, path: Path, language: str) -> tuple[float, float]:
    """Return the share of names that are found, and of found ones that are none, in the texts of one language of a file."""
    records = [record for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if record["lang"] == language]
    posts = [Post(id=str(n), source="test", text=record["text"], language=language) for n, record in enumerate(records)]
    gold = {(n, name["start"], name["end"]) for n, record in enumerate(records) for name in record.get("names", ())}
    found = {
        (n, mention.start, mention.end)
        for n, mentions in enumerate(recognizer.recognize(posts))
        for mention in mentions or ()
        if mention.role is not Role.DEMONYM
    }
    return len(gold & found) / len(gold), len(found - gold) / len(found)


def test_first_words_of_english_sentences_that_nothing_was_set_on(recognizer: Recognizer) -> None:
    found, wrong = _found_and_wrong(recognizer, GOLD / "first_words_english.held.jsonl", "en")
    assert found >= 0.66  # .59 before first words had a doubt of their own
    assert wrong <= 0.32  # half of these sentences begin with a surname, a club or a word that equals a town


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Хмільник знову без опалення.", "uk", ["Хмільник"]),
        ("Звенигородка оговтується після буревію.", "uk", ["Звенигородка"]),
        ("Люботин горить.", "uk", ["Люботин"]),
        ("Обстріляно Богодухів.", "uk", ["Богодухів"]),
        ("Атакован Усть-Лабинск.", "ru", ["Усть-Лабинск"]),
        ("Задержан Кравченко.", "ru", []),
        ("Кингисепп затопило.", "ru", ["Кингисепп"]),
        ("Невинномысск – горит цех", "ru", ["Невинномысск"]),
        ("Чебоксары заливает второй день.", "ru", ["Чебоксары"]),
        ("Кравченко оговтується після травми.", "uk", []),
        ("Жоден не прийшов.", "uk", []),
        ("Черешня цвіте.", "uk", []),
        ("Слободской подал в отставку.", "ru", []),
        ("Тополь свалили.", "ru", []),
    ],
)
def test_ukrainian_and_russian_sentences_begin_with_towns_and_with_words(
    recognizer: Recognizer, text: str, language: str, names: list[str]
) -> None:
    assert _names(recognizer, [text], language) == [names]


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_first_words_of_sentences_that_nothing_was_set_on(recognizer: Recognizer, language: str) -> None:
    found, wrong = _found_and_wrong(recognizer, GOLD / "first_words.held.jsonl", language)
    assert found >= 0.82  # .71 before first words had a doubt of their own
    assert wrong <= 0.08


@pytest.mark.parametrize(
    ("language", "nouns", "others"),
    [
        ("uk", "областю громади річці узбережжя гори горах лісу площею набережній провулку", "горить горіла морозить паркує"),
        ("ru", "областью республики реке заливом побережье горы переулка улиц набережной пустыне", "горит горели рекомендует заливает"),
    ],
)
def test_what_closes_a_name_is_a_noun(gazetteer: Gazetteer, language: str, nouns: str, others: str) -> None:
    _, words = describer(gazetteer, tables_of(language), WordFrequencies.shipped())
    assert [word for word in nouns.split() if word not in words.tails] == []
    assert [word for word in others.split() if word in words.tails] == []
