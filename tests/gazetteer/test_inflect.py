from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.languages import adjectives, in_ukrainian, inflected, informal_region
from gazetteer.normalize import key

# Nominative, language, then genitive, dative or locative, instrumental: from school grammars.
_PARADIGMS = [
    ("Бахмут", "uk", "Бахмута Бахмуту Бахмутом Бахмуті"),
    ("Київ", "uk", "Києва Києву Києвом Києві"),
    ("Харків", "uk", "Харкова Харковом Харкові"),
    ("Вовчанськ", "uk", "Вовчанська Вовчанську Вовчанськом"),
    ("Авдіївка", "uk", "Авдіївки Авдіївці Авдіївку Авдіївкою"),
    ("Одеса", "uk", "Одеси Одесі Одесу Одесою"),
    ("Буча", "uk", "Бучі Бучу Бучею"),
    ("Суми", "uk", "Сум Сумам Сумами Сумах"),
    ("Чернівці", "uk", "Чернівців Чернівцях Чернівцями"),
    ("Запоріжжя", "uk", "Запоріжжю Запоріжжям Запоріжжі"),
    ("Рубіжне", "uk", "Рубіжного Рубіжному Рубіжним"),
    ("Лозова", "uk", "Лозової Лозовій Лозову Лозовою"),
    ("Маріуполь", "uk", "Маріуполя Маріуполю Маріуполем Маріуполі"),
    ("Тернопіль", "uk", "Тернополя Тернополем Тернополі"),
    ("Керч", "uk", "Керчі Керчю"),
    ("Хмельницький", "uk", "Хмельницького Хмельницькому Хмельницьким"),
    ("Біла Церква", "uk", "Білої Церкви|Білій Церкві|Білу Церкву|Білою Церквою"),
    ("Кривий Ріг", "uk", "Кривого Рогу|Кривому Розі|Кривим Рогом"),
    ("Часів Яр", "uk", "Часового Яру|Часовому Яру|Часовим Яром"),
    ("Івано-Франківськ", "uk", "Івано-Франківська|Івано-Франківську|Івано-Франківськом"),
    ("Харківська область", "uk", "Харківської області|Харківській області|Харківську область|Харківською областю"),
    ("Куп'янський район", "uk", "Куп'янського району|Куп’янському районі|Куп'янським районом"),
    ("Могилів-Подільський", "uk", "Могилева-Подільського|Могилеві-Подільському"),
    ("Бахмут", "ru", "Бахмута Бахмуту Бахмутом Бахмуте"),
    ("Донецк", "ru", "Донецка Донецку Донецком Донецке"),
    ("Авдеевка", "ru", "Авдеевки Авдеевке Авдеевку Авдеевкой"),
    ("Одесса", "ru", "Одессы Одессе Одессу Одессой"),
    ("Сумы", "ru", "Сум Сумам Сумами Сумах"),
    ("Запорожье", "ru", "Запорожья Запорожью Запорожьем"),
    ("Мариуполь", "ru", "Мариуполя Мариуполем Мариуполе"),
    ("Казань", "ru", "Казани Казанью"),
    ("Счастье", "ru", "Счастья Счастьем"),
    ("Орёл", "ru", "Орла Орлом Орле"),
    ("Красный Лиман", "ru", "Красного Лимана|Красном Лимане"),
    ("Нижний Новгород", "ru", "Нижнего Новгорода|Нижнем Новгороде"),
    ("Ростов-на-Дону", "ru", "Ростова-на-Дону|Ростовом-на-Дону"),
    ("Елец", "ru", "Ельца Ельцу Ельцом Ельце"),
    ("Белгородская область", "ru", "Белгородской области|Белгородскую область"),
]


@pytest.mark.parametrize(("name", "language", "forms"), _PARADIGMS)
def test_the_right_forms_are_made(name: str, language: str, forms: str) -> None:
    expected = {key(form).lower() for form in (forms.split("|") if "|" in forms else forms.split())}
    made = {key(form) for form in inflected(key(name), language)}
    assert expected - made - {key(name)} == set()


@given(st.text(st.sampled_from("абвгдеєжзиіїйклмнопрстуфхцчшщьюя "), max_size=20), st.sampled_from(["uk", "ru"]))
@settings(deadline=None)
def test_forms_are_few_and_never_the_name_itself(name: str, language: str) -> None:
    forms = inflected(key(name), language)
    assert key(name) not in forms
    assert len(forms) <= 400


def test_adjectives_of_a_region_and_a_district() -> None:
    assert {"харківський", "харківського", "харківських"} <= adjectives("харківська")
    assert "бахмутському" in adjectives("бахмутський")
    assert {"донецкий", "донецких"} <= adjectives("донецкая")
    assert adjectives("крим") == frozenset()


@pytest.mark.parametrize(
    ("adjective", "name"),
    [("харківська", "харківщина"), ("донецька", "донеччина"), ("одеська", "одещина"), ("донецкая", "донетчина"), ("крим", None)],
)
def test_informal_names_of_regions(adjective: str, name: str | None) -> None:
    assert informal_region(adjective) == name


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("Новороссийск", "новоросійськ"),
        ("Каменск-Шахтинский", "каменськ-шахтинський"),
        ("Славянск-на-Кубани", "славянськ-на-кубані"),
        ("Ейск", "єйськ"),
        ("Липецк", "липецьк"),
        ("Рыльск", "рильськ"),
        ("Щёлково", "щьолково"),
    ],
)
def test_names_in_russia_are_spelled_as_ukrainian_news_spell_them(russian: str, ukrainian: str) -> None:
    assert ukrainian in in_ukrainian(russian)
