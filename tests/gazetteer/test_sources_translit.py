"""KMU 55: the examples are those printed in the resolution, and names as the press spells them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.languages.uk import romanize_kmu55


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Алушта", "Alushta"),
        ("Єнакієве", "Yenakiieve"),
        ("Гаєвич", "Haievych"),
        ("Згорани", "Zghorany"),
        ("Розгон", "Rozghon"),
        ("Їжакевич", "Yizhakevych"),
        ("Кадиївка", "Kadyivka"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Щербухи", "Shcherbukhy"),
        ("Юрій", "Yurii"),
        ("Знам'янка", "Znamianka"),
        ("Знам’янка", "Znamianka"),
        ("Авдіївка", "Avdiivka"),
        ("Запоріжжя", "Zaporizhzhia"),
        ("Івано-Франківськ", "Ivano-Frankivsk"),
        ("Велика Новосілка", "Velyka Novosilka"),
        ("ЩАСТЯ", "SHCHASTIA"),
        ("Я", "Ya"),
        ("", ""),
    ],
)
def test_official_examples(ukrainian: str, latin: str) -> None:
    assert romanize_kmu55(ukrainian) == latin


@settings(deadline=None)
@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГЩЄЇ' -", max_size=30))
def test_no_ukrainian_letter_is_left(text: str) -> None:
    assert not any("Ѐ" <= letter <= "ӿ" for letter in romanize_kmu55(text))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=30))
def test_latin_text_stays(text: str) -> None:
    assert romanize_kmu55(text) == text
