"""The default recognizer, from outside: what it marks, what it leaves, and where exactly."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from geomap.errors import SettingsError
from geomap.model import Mention, Post, Role
from geomap.recognize import default_recognizer
from geomap.stages import Recognizer


@pytest.fixture(scope="module")
def recognizer(gazetteer: Gazetteer) -> Recognizer:
    return default_recognizer(gazetteer)


def _read(recognizer: Recognizer, text: str, language: str | None = None) -> tuple[Mention, ...]:
    found = recognizer.recognize([Post(id="1", source="test", text=text, language=language)])[0]
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Two people were killed in Kharkiv and Sumy on Monday.",
        "\U0001f525\U0001f525 Two people were killed in Kharkiv\u00a0and Sumy on Monday.",
        "Two people were killed in Kharkiv\r\nand Sumy on Monday.",
        "Tw\u00f3 pe\u0301ople were killed in Kharkiv and Sumy on Monday.",
    ],
)
def test_offsets_cut_the_names(recognizer: Recognizer, text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    mentions = _read(recognizer, text)
    assert [text[m.start : m.end] for m in mentions] == ["Kharkiv", "Sumy"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Several Ukrainian soldiers crossed the river.", Role.DEMONYM),
        ("Mariupol City Council wrote on Telegram.", Role.EMBEDDED),
        ("He stayed in Odesa for years.", Role.LITERAL),
        ("A Spanish priest fell ill.", Role.DEMONYM),
        ("Somali pirates seized a tanker.", Role.DEMONYM),
    ],
)
def test_roles(recognizer: Recognizer, text: str, role: Role) -> None:
    assert [m.role for m in _read(recognizer, text)] == [role]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Smoke rising in mariupol", ["mariupol"]),
        ("damaged school in bakhmut, near lviv", ["bakhmut", "lviv"]),
        ("a perm, some mobile reading and nice buffalo wings in a sandy marina", []),
        ("see t.me/kharkiv or #kharkiv or @kharkiv", ["kharkiv"]),
        ("We stayed in mariupol. " + "The weather was fine all the time. " * 20, []),
    ],
)
def test_cities_in_small_letters_are_found_in_short_texts(recognizer: Recognizer, text: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, "en")] == names


@pytest.mark.parametrize("text", ["", "   \n", "no capitals at all", "...", "12:30"])
def test_nothing_to_find_is_an_empty_answer(recognizer: Recognizer, text: str) -> None:
    assert _read(recognizer, text) == ()


@pytest.mark.parametrize(("text", "language"), [("北京发生地震", None), ("Berlin liegt an der Spree", "de"), ("زلزال في دمشق", None)])
def test_a_language_it_cannot_read_is_no_answer(recognizer: Recognizer, text: str, language: str | None) -> None:
    assert recognizer.recognize([Post(id="1", source="test", text=text, language=language)]) == [None]


def test_landmarks_are_places(recognizer: Recognizer) -> None:
    assert [m.text for m in _read(recognizer, "The White House declined to comment.")] == ["White House"]


def test_inflected_names_are_found(recognizer: Recognizer) -> None:
    assert [m.text for m in _read(recognizer, "Евакуація з Бахмута до Дніпра триває.", "uk")] == ["Бахмута", "Дніпра"]


def test_posts_do_not_touch_each_other(recognizer: Recognizer) -> None:
    texts = ["Shells fell on Vovchansk.", "The mayor of Lyman spoke in Kyiv.", "Lyman said he was born in Perth, Australia."]
    posts = [Post(id=str(i), source="test", text=text) for i, text in enumerate(texts)]
    together = recognizer.recognize(posts)
    assert together == [recognizer.recognize([post])[0] for post in posts]
    assert together[::-1] == recognizer.recognize(posts[::-1])


def test_a_folder_without_parameters_is_refused(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="models"):
        default_recognizer(gazetteer, models=tmp_path)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drones flew over Rostov-on-Don, police in Stoke-on-Trent said.", ["Rostov-on-Don", "Stoke-on-Trent"]),
        ("He flew from Port-au-Prince to Dar es Salaam.", ["Port-au-Prince", "Dar es Salaam"]),
        ("Fighting went on in Deir ez-Zor and Aix-en-Provence on Monday.", ["Deir ez-Zor", "Aix-en-Provence"]),
        ("Troops moved from Kharkiv - Lviv was quiet.", ["Kharkiv", "Lviv"]),
    ],
)
def test_names_tied_by_hyphens_are_whole(recognizer: Recognizer, text: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marburg virus has killed 30 people in Angola.", ["Angola"]),
        ("Rift Valley fever spread in Kenya.", ["Kenya"]),
        ("Tests in Marburg came back negative.", ["Marburg"]),
        ("Italy virus toll rises as hospitals fill in Milan.", ["Italy", "Milan"]),
    ],
)
def test_diseases_named_after_places_are_no_places(recognizer: Recognizer, text: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He was tried in The Hague. The Hague is quiet.", ["The Hague", "The Hague"]),
        ("The Netherlands sent aid from the Netherlands.", ["Netherlands", "Netherlands"]),
    ],
)
def test_an_article_with_a_capital_within_a_sentence_belongs_to_the_name(recognizer: Recognizer, text: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text)] == names


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Ворог обстріляв Ізюм і Лиман.", "uk", ["Ізюм", "Лиман"]),
        ("Обстреляны Лиман, Изюм и Рубежное.", "ru", ["Лиман", "Изюм", "Рубежное"]),
        ("На складі зіпсувався ізюм.", "uk", []),
        ("В Херсоне при обстреле погибли двое.", "ru", ["Херсоне"]),
        ("Полиция сообщила о взрыве.", "ru", []),
        ("Корабль Черноморского флота затонул.", "ru", []),
    ],
)
def test_words_of_ukrainian_and_russian_are_told_from_names(recognizer: Recognizer, text: str, language: str, names: list[str]) -> None:
    assert [m.text for m in _read(recognizer, text, language)] == names


@pytest.mark.parametrize(
    ("text", "first"), [("The tornado struck Norman, Oklahoma, on Monday.", "Norman"), ("She lives in Spanish, Ontario.", "Spanish")]
)
def test_places_that_bear_the_name_of_a_people_are_literal_beside_what_holds_them(recognizer: Recognizer, text: str, first: str) -> None:
    mention = _read(recognizer, text)[0]
    assert (mention.text, mention.role) == (first, Role.LITERAL)
