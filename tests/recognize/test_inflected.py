"""Ukrainian and Russian text: what is a name of a place there, in its cases, and what only looks like one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post, Role
from geomap.recognize import default_recognizer
from geomap.recognize.frequency import WordFrequencies
from geomap.stages import Recognizer

NEGATIVES = Path(__file__).with_name("negatives.jsonl")
UNSEEN_NEGATIVES = Path(__file__).parents[2] / "training" / "gold" / "everyday.held.jsonl"
MOST_WRONG = 5  # names in 2,000 sentences that have none
MOST_WRONG_UNSEEN = 2  # in 199 that train nothing


@pytest.fixture(scope="module")
def recognizer(gazetteer: Gazetteer) -> Recognizer:
    return default_recognizer(gazetteer)


def _read(recognizer: Recognizer, text: str, language: str) -> list[Mention]:
    found = recognizer.recognize([Post(id="1", source="test", text=text, language=language)])[0]
    assert found is not None
    return [mention for mention in found if mention.role is not Role.DEMONYM]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Так, я згодна. Вона теж, і вони також.", "uk", []),
        ("Коли стемніло, тоді й поїхали.", "uk", []),
        ("Тоді вона поїхала додому. Коли повернеться, невідомо.", "uk", []),
        ("Они уехали, когда стемнело. Так и было.", "ru", []),
        ("Мы попали под огнем в засаду.", "ru", []),
        ("Под огнем остались двое.", "ru", []),
    ],
)
def test_common_words_are_no_towns(recognizer: Recognizer, text: str, language: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, language)] == names


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("США та ФРН передали допомогу, повідомив посол КНР.", "uk", ["США", "ФРН", "КНР"]),
        ("Власти США и ОАЭ договорились, РФ возражает.", "ru", ["США", "ОАЭ", "РФ"]),
        ("Прем'єр Великобританії прилетів до Києва.", "uk", ["Великобританії", "Києва"]),
        ("Он служил ещё в СССР.", "ru", ["СССР"]),
        ("Делегація Південної Кореї відвідала Аргентину.", "uk", ["Південної Кореї", "Аргентину"]),
        ("Учения прошли у берегов Северной Кореи.", "ru", ["Северной Кореи"]),
    ],
)
def test_countries_by_their_short_names(recognizer: Recognizer, text: str, language: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, language)] == names


@pytest.mark.parametrize("text", ["ЄС запровадив санкції.", "У НАТО та ООН занепокоєні."])
def test_alliances_are_no_places(recognizer: Recognizer, text: str) -> None:
    assert _read(recognizer, text, "uk") == []


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("У Харківській області через обстріл загинув чоловік.", "uk", ["Харківській області"]),
        ("Вибухи чули в київській області.", "uk", ["київській області"]),
        ("На харківщині знову тривога.", "uk", ["харківщині"]),
        ("Пожар в белгородской области потушен.", "ru", ["белгородской области"]),
        ("Дитина, година, причина і вершина.", "uk", []),
        ("Жінки чекали години на станції.", "uk", []),
    ],
)
def test_regions_with_a_capital_and_without(recognizer: Recognizer, text: str, language: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, language)] == names


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Адреса: м. Полтава, вул. Київська, 7.", "uk", ["Полтава"]),
        ("Мешканець с. Липці знайшов снаряд.", "uk", ["Липці"]),
        ("У смт Борова горів склад.", "uk", ["Борова"]),
        ("Житель пгт Шебекино рассказал об обстреле.", "ru", ["Шебекино"]),
        ("В г. Белгород сработали сирены.", "ru", ["Белгород"]),
    ],
)
def test_kinds_of_settlements_before_a_name(recognizer: Recognizer, text: str, language: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, language)] == names


def test_a_surname_that_is_a_village_stays_a_person_in_all_its_cases(recognizer: Recognizer) -> None:
    text = "Роботу очолить Іван Липовець. План Липовця схвалили."
    assert _read(recognizer, text, "uk") == []


def test_adjectives_of_regions_tell_where_and_are_no_sites(recognizer: Recognizer) -> None:
    text = "Врятували дитину.\nХарківські лікарі працювали всю ніч."
    found = recognizer.recognize([Post(id="1", source="test", text=text, language="uk")])[0]
    assert [(m.text, m.role) for m in found or ()] == [("Харківські", Role.DEMONYM)]


def test_names_without_a_comma_between_them_are_two(recognizer: Recognizer) -> None:
    assert [m.text for m in _read(recognizer, "У Криму Феодосії горить нафтобаза.", "uk")] == ["Криму", "Феодосії"]


def test_probabilities_are_below_one_and_above_a_half_for_single_names(recognizer: Recognizer) -> None:
    found = _read(recognizer, "У Харкові та Сумах пролунали вибухи.", "uk")
    assert [m.text for m in found] == ["Харкові", "Сумах"]
    assert all(0.5 < m.confidence <= 1.0 for m in found)


def _marked(recognizer: Recognizer, path: Path) -> tuple[list[str], int]:
    """Return the names marked in sentences without any, and how many sentences there are."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    posts = [Post(id=str(n), source="test", text=record["text"], language=record["lang"]) for n, record in enumerate(records)]
    return [m.text for found in recognizer.recognize(posts) for m in found or () if m.role is Role.LITERAL], len(records)


def test_sentences_without_places_stay_without(recognizer: Recognizer) -> None:
    wrong, sentences = _marked(recognizer, NEGATIVES)
    assert len(wrong) * 2000 <= MOST_WRONG * sentences, wrong


def test_everyday_sentences_that_train_nothing_stay_without_places(recognizer: Recognizer) -> None:
    wrong, _ = _marked(recognizer, UNSEEN_NEGATIVES)
    assert len(wrong) <= MOST_WRONG_UNSEEN, wrong


@pytest.mark.parametrize(
    "text",
    [
        "Рядовий Тернопільський отримав лист від дружини.",
        "Родина Житомирських усиновила трьох дітей.",
        "Зник торт «Полтавський» із полиці.",
    ],
)
def test_surnames_behind_a_rank_or_a_family_and_brands_are_no_adjectives_of_places(recognizer: Recognizer, text: str) -> None:
    assert recognizer.recognize([Post(id="1", source="test", text=text, language="uk")])[0] == ()


@pytest.mark.parametrize(
    ("word", "least", "most"), [("так", 6, 9), ("они", 6, 9), ("сторожевое", 0, 0), ("пам'ять", 2, 9), ("пам’ять", 2, 9)]
)
def test_frequent_words_have_a_class(word: str, least: int, most: int) -> None:
    assert least <= WordFrequencies.shipped()(word) <= most
