"""Which further names are kept, and which are the short form of another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.model import NameStatus
from gazetteer.sources.alternate_names import is_usable, plain, usable_names, without_unit_word


@pytest.mark.parametrize("name", ["Kiev", "Київ", "Köln", "L'viv", "al-Qamishli", "São Paulo", "St. Louis", "Ivano-Frankivsk"])
def test_names_of_people_are_kept(name: str) -> None:
    assert is_usable(name)


@pytest.mark.parametrize("name", ["キーウ", "京都", "قلعه", "يافا", "חיפה", "Πάτρα", "대구", "पुणे", "เลย", "გორი", "Գյումրի", "ጎንደር", "ပဲခူး"])
def test_names_in_other_scripts_are_kept(name: str) -> None:
    assert is_usable(name)


@pytest.mark.parametrize("name", ["kheiyf", "ji fu", "IEV", "UAIEV", "Ko", "京", "πάτρα", "京都 Kyoto", "12345", "https://example.org", ""])
def test_readings_codes_and_scraps_are_not(name: str) -> None:
    assert not is_usable(name)


def test_each_spelling_once() -> None:
    assert [name.text for name in usable_names("Zaporizhzhia", ["Zaporizhzhya", "ZAPORIZHZHIA", "Zaporizhzhia", "Запоріжжя"])] == [
        "Zaporizhzhya",
        "Запоріжжя",
    ]


def test_a_form_without_the_units_word_is_short() -> None:
    told = {name.text: name.status for name in usable_names("Texas", ["State of Texas", "Tejas"])}
    assert told == {"State of Texas": NameStatus.ALTERNATE, "Tejas": NameStatus.ALTERNATE}
    told = {name.text: name.status for name in usable_names("Travis County", ["Travis", "Condado de Travis"])}
    assert told["Travis"] is NameStatus.SHORT


@pytest.mark.parametrize(
    ("name", "short"),
    [("Donetsk Oblast", "Donetsk"), ("State of Texas", "Texas"), ("Gali District", "Gali"), ("Bavaria", None), ("County", None)],
)
def test_short_forms(name: str, short: str | None) -> None:
    assert without_unit_word(name) == short


@settings(deadline=None)
@given(st.text(max_size=20))
def test_plain_is_idempotent(text: str) -> None:
    assert plain(plain(text)) == plain(text)
