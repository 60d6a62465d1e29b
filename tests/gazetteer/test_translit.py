from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.languages import languages_of, romanizations
from gazetteer.languages.uk import romanize_kmu55
from gazetteer.normalize import key


@given(st.text(st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяЄЗЙЯ' -’"), max_size=16))
@settings(deadline=None)
def test_the_fast_way_agrees_with_the_rules_of_kmu_55(text: str) -> None:
    assert key(romanizations(text, "uk")[0]) == key(romanize_kmu55(text).lower())


@pytest.mark.parametrize(
    ("text", "language", "latin"),
    [
        ("Авдіївка", "uk", "avdiivka"),
        ("Авдіївка", "uk", "avdiyivka"),
        ("Запоріжжя", "uk", "zaporizhzhya"),
        ("Згурівка", "uk", "zghurivka"),
        ("Гуляйполе", "uk", "hulyaipole"),
        ("Старий Салтів", "uk", "stary saltiv"),
        ("Енакиево", "ru", "yenakiyevo"),
        ("Енакиево", "ru", "enakievo"),
        ("Николаев", "ru", "nikolayev"),
        ("Николаев", "ru", "nikolaev"),
        ("Евпатория", "ru", "evpatoria"),
        ("Раевский", "ru", "raevsky"),
        ("Гуляйполе", "ru", "gulyaipole"),
        ("Артемовск", "ru", "artemovsk"),
    ],
)
def test_press_and_agency_spellings(text: str, language: str, latin: str) -> None:
    assert latin in romanizations(text, language)


@pytest.mark.parametrize(
    ("text", "languages"),
    [("Київ", ("uk",)), ("Крым", ("ru",)), ("Бахмут", ("uk", "ru")), ("Београд ј", ()), ("Kyiv", ()), ("Ыі", ())],
)
def test_languages_by_letters(text: str, languages: tuple[str, ...]) -> None:
    assert languages_of(text) == languages
