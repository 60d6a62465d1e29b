"""Texts in encodings of before UTF-8 that they do not declare: read where their words prove one, with a note; else refused."""

from __future__ import annotations

import pytest

from geomap.read.legacy import legacy_encoding
from tests.read.conftest import Reading

UKRAINIAN = "Уночі снаряд влучив у млин біля Ізюма, двоє людей поранені."
RUSSIAN = "Ночью снаряд попал в мельницу под Изюмом, ранены два человека."
FRENCH = "Un obus a frappé le moulin d’Izioum, deux ouvriers ont été blessés dans la nuit."
SPANISH = "fecha;texto\n03/05/2023;Un obús alcanzó el molino de Izium, según el alcalde de la ciudad.\n"
PORTUGUESE = "A explosão no moinho de São Gonçalo matou três operários, informou a polícia."
ENGLISH = "“The mill is gone”, said the mayor of Izium – two of its workers were hurt in the night."
POLISH = "Pocisk trafił w młyn pod Izjumem, dwóch robotników zostało rannych, podała policja."
GREEK = "Δύο εργάτες τραυματίστηκαν από έκρηξη σε μύλο, ανακοίνωσε η αστυνομία."
JAPANESE = "工場で爆発があり、二人が負傷した。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((UKRAINIAN, encoding) for encoding in ("cp1251", "koi8-u", "mac-cyrillic", "iso8859-5", "utf-16-le", "utf-16-be")),
        *((RUSSIAN, encoding) for encoding in ("cp1251", "koi8-r", "cp866", "utf-16-le")),
        (UKRAINIAN.upper(), "cp1251"),
        *((text, encoding) for text in (FRENCH, SPANISH, PORTUGUESE, ENGLISH) for encoding in ("cp1252", "mac-roman")),
        (POLISH, "cp1250"),
        ("name,lat,lon\nSão Gonçalo,-22.8,-43.1\n", "cp1252"),
    ],
)
def test_the_words_tell_the_encoding(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    name = legacy_encoding(content)
    assert name is not None
    assert content.decode(name) == text


@pytest.mark.parametrize(
    ("text", "encoding"), [(GREEK, "cp1253"), (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), ("éè" * 40, "cp1252"), ("Ab", "utf-16-le")]
)
def test_what_nothing_proves_is_not_guessed(text: str, encoding: str) -> None:
    assert legacy_encoding(text.encode(encoding)) is None


def test_a_table_for_excel_is_read_with_a_note(reading: Reading) -> None:
    content = f"дата;текст\r\n03.05.2023;{UKRAINIAN}\r\n04.05.2023;{UKRAINIAN[:-1]} і третя.\r\n".encode("cp1251")
    found = reading(content)
    assert [post.text for post in found.posts] == [UKRAINIAN, f"{UKRAINIAN[:-1]} і третя."]
    (problem,) = found.problems
    assert "it is read as windows-1251" in problem.text
    assert not problem.fatal


def test_what_was_encoded_twice_is_read_as_it_was_meant(reading: Reading) -> None:
    for text in (UKRAINIAN, FRENCH):
        found = reading(text.encode().decode("cp1252" if text is FRENCH else "latin-1").encode())
        assert found.posts[0].text == text
        assert any("encoded as UTF-8 twice" in problem.text for problem in found.problems)


def test_letters_that_are_meant_stay(reading: Reading) -> None:
    told = "“Ñandú” is a bird; Ã is a letter, and the price of a mill is £5 – says José."
    assert reading(told.encode()).posts[0].text == told
