"""Facilities called by the adjective of their town, landmarks in their cases, and adjectives that are no pins."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Post, Resolution, Role
from geomap.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(gazetteer: Gazetteer) -> Pipeline:
    return Pipeline(gazetteer=gazetteer)


def _read(pipeline: Pipeline, text: str, language: str) -> list[Resolution]:
    posts = [Post(id="1", source="test", text=text, language=language)]
    found = pipeline.recognizer.recognize(posts)
    return list(pipeline.resolver.resolve(posts, [found[0] or ()])[0])


def _places(pipeline: Pipeline, text: str, language: str) -> list[tuple[str, str]]:
    return [
        (one.mention.text, one.place.name)
        for one in _read(pipeline, text, language)
        if one.mention.role is Role.LITERAL and one.place is not None
    ]


@pytest.mark.parametrize(
    ("text", "language", "mention", "place"),
    [
        ("Уночі горіло на Полтавській нафтобазі.", "uk", "Полтавській нафтобазі", "Poltava"),
        ("Снаряд влучив у Нікопольську лікарню.", "uk", "Нікопольську лікарню", "Nikopol"),
        ("Удар припав по Житомирському м'ясному комбінату.", "uk", "Житомирському м'ясному комбінату", "Zhytomyr"),
        ("Евакуювали чергу на Сумському автовокзалі.", "uk", "Сумському автовокзалі", "Sumy"),
        ("Пожежу на сизранському НПЗ гасили добу.", "uk", "сизранському НПЗ", "Syzran"),
        ("Беспилотник упал у Сызранского НПЗ.", "ru", "Сызранского НПЗ", "Syzran"),
        ("Обломки нашли возле Таганрогского металлургического завода.", "ru", "Таганрогского металлургического завода", "Taganrog"),
        ("Раненых доставили в харьковскую больницу.", "ru", "харьковскую больницу", "Kharkiv"),
        ("Над Воронежским водохранилищем сбили дрон.", "ru", "Воронежским водохранилищем", "Voronezh"),
    ],
)
def test_a_facility_is_at_the_town_of_its_adjective(pipeline: Pipeline, text: str, language: str, mention: str, place: str) -> None:
    assert _places(pipeline, text, language) == [(mention, place)]


@pytest.mark.parametrize(
    ("text", "language", "mention", "place"),
    [
        ("Сирена прозвучала на ЗАЭС.", "ru", "ЗАЭС", "landmark:zaporizhzhia-nuclear-power-plant"),
        ("Дым видели у Запорожской АЭС.", "ru", "Запорожской АЭС", "landmark:zaporizhzhia-nuclear-power-plant"),
        ("Персонал Рівненської АЕС працює.", "uk", "Рівненської АЕС", "landmark:rivne-nuclear-power-plant"),
        ("Вода прорвала плотину у Каховской ГЭС.", "ru", "Каховской ГЭС", "landmark:kakhovka-dam"),
        ("Уламки впали біля ДніпроГЕСу.", "uk", "ДніпроГЕСу", "landmark:dnipro-hydroelectric-station"),
        ("Раненых вывезли с «Азовстали».", "ru", "Азовстали", "landmark:azovstal"),
        ("Машины стоят перед Крымским мостом.", "ru", "Крымским мостом", "landmark:crimean-bridge"),
        ("Рух Кримським мостом відновили.", "uk", "Кримським мостом", "landmark:crimean-bridge"),
        ("Катер подошёл к Змеиному острову.", "ru", "Змеиному острову", "landmark:snake-island"),
        ("Кораблі відійшли від острова Зміїний.", "uk", "острова Зміїний", "landmark:snake-island"),
        ('Два самолёта сгорели на аэродроме "Энгельс".', "ru", 'аэродроме "Энгельс"', "landmark:engels-air-base"),
        ("У порту Ізмаїл розвантажують баржу.", "uk", "порту Ізмаїл", "landmark:port-of-izmail"),
        ("В аэропорту Внуково задержаны рейсы.", "ru", "аэропорту Внуково", "landmark:vnukovo-airport"),
        ("Курсанти прибули на Яворівський полігон.", "uk", "Яворівський полігон", "landmark:yavoriv-military-base"),
        ("Запорізька ТЕС стоїть без палива.", "uk", "Запорізька ТЕС", "landmark:zaporizhzhia-thermal-power-plant"),
        ("Planes burned at Saky air base.", "en", "Saky air base", "landmark:saky-air-base"),
        ("Smoke rose over the Kremenchuk refinery.", "en", "Kremenchuk refinery", "landmark:kremenchuk-oil-refinery"),
        ("Traffic on the Crimean bridge was stopped.", "en", "Crimean bridge", "landmark:crimean-bridge"),
        ("The fleet left Novorossiysk port.", "en", "Novorossiysk port", "landmark:port-of-novorossiysk"),
    ],
)
def test_landmarks_are_found_by_their_names_in_all_cases(pipeline: Pipeline, text: str, language: str, mention: str, place: str) -> None:
    found = [(one.mention.text, one.place.id) for one in _read(pipeline, text, language) if one.place is not None]
    assert found == [(mention, place)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Крымская война началась из-за ключей от храма.", "ru"),
        ("Московский патриархат ответил письмом.", "ru"),
        ("Людей вивели на Печерський міст.", "uk"),
        ("Дети играли на Трухановском острове.", "ru"),
        ("Королевский госпиталь открыл выставку.", "ru"),
        ("Советский завод давно закрыт.", "ru"),
        ("Городская больница закупила томограф.", "ru"),
        ("Ижевский мотоциклетный завод объявил о прибыли.", "ru"),
        ("Київський торт спекли до свята.", "uk"),
        ("Кубинский порт принял круизный лайнер.", "ru"),
        ("The Crimean War was long.", "en"),
    ],
)
def test_other_adjectives_are_no_pins(pipeline: Pipeline, text: str, language: str) -> None:
    assert _places(pipeline, text, language) == []


@pytest.mark.parametrize(("text", "language"), [("Одесский суд перенёс заседание.", "ru"), ("Одеський суд переніс засідання.", "uk")])
def test_a_court_is_no_facility(pipeline: Pipeline, text: str, language: str) -> None:
    assert [one.mention.role for one in _read(pipeline, text, language)] == [Role.DEMONYM]


def test_the_adjective_of_a_region_is_of_the_town_in_it(pipeline: Pipeline) -> None:
    """A port of the like-named region is at its seat, and the peninsula's adjective is not of the town of Krymsk."""
    assert _places(pipeline, "Донецкий автовокзал закрыли.", "ru") == [("Донецкий автовокзал", "Donetsk")]
    assert _places(pipeline, "Крымский автовокзал закрыли.", "ru") == []
