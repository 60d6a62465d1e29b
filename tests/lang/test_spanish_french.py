"""Spanish and French texts: places, kinds, days and counts of what they tell, and what is no place or no event in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import geomap
from geomap.geoparsed import Geoparsed
from geomap.lang import detect_language
from geomap.lang.tokens import tokenize

PUBLISHED = "2024-03-06T10:00:00Z"  # a Wednesday


@pytest.fixture(scope="module")
def read() -> Callable[[str], Geoparsed]:
    return lambda text: geomap.geoparse(geomap.Text(text, published_at=PUBLISHED))


def _placed(found: Geoparsed) -> dict[str, str]:
    return {one.mention.text: one.place.name for one in found.resolutions or () if one.place is not None}


@pytest.mark.parametrize(
    "text",
    [
        "Un coche bomba explotó el lunes en Mogadiscio y dejó cuatro muertos y doce heridos, informó la policía.",
        "Un engin explosif a explosé lundi à Mogadiscio, faisant quatre morts et douze blessés, selon la police.",
    ],
)
def test_event_with_its_day_and_counts(read: Callable[[str], Geoparsed], text: str) -> None:
    (event,) = read(text).events
    assert (event.where.name, str(event.when.first_day)) == ("Mogadishu", "2024-03-04")
    assert (event.toll.fatalities, event.toll.injured) == (4, 12)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("El ministro voló de Londres a Nueva York y después a Jartum.", {"Londres": "London", "Jartum": "Khartoum"}),
        ("Hubo combates en Egipto, según fuentes del gobierno de Suiza.", {"Egipto": "Egypt", "Suiza": "Switzerland"}),
        ("Le ministre est arrivé au Caire puis à Varsovie, selon la présidence.", {"Varsovie": "Warsaw"}),
        ("L'armée de l'Égypte et celle du Royaume-Uni se sont entraînées.", {"Égypte": "Egypt", "Royaume-Uni": "United Kingdom"}),
    ],
)
def test_names_in_the_language_are_found(read: Callable[[str], Geoparsed], text: str, names: dict[str, str]) -> None:
    assert names.items() <= _placed(read(text)).items()


@pytest.mark.parametrize(
    "text",
    [
        "Después de la cena, todos fueron a dormir porque mañana hay que madrugar.",
        "Demain, on se lève tôt parce que les enfants ont école et qu'il y a de la route.",
    ],
)
def test_small_talk_has_no_place_and_no_event(read: Callable[[str], Geoparsed], text: str) -> None:
    found = read(text)
    assert (_placed(found), tuple(found.events)) == ({}, ())


def test_planned_protest_is_not_told_as_done(read: Callable[[str], Geoparsed]) -> None:
    found = read("Los maestros marcharán la próxima semana en Oaxaca contra la reforma, anunció el sindicato.")
    assert all(event.modality.value not in ("reported", "claimed") for event in found.events)


def test_claims_are_claims(read: Callable[[str], Geoparsed]) -> None:
    (event,) = read("Les rebelles affirment que des drones ont bombardé le marché de Goma mardi.").events
    assert event.modality.value == "claimed"


@pytest.mark.parametrize(
    "text",
    [
        "Carlos Hernandez of San Antonio and Jose Garcia met in Los Angeles on Monday.",
        "El Salvador and Costa Rica signed a deal, La Prensa said.",
        "Police in Santa Cruz de la Sierra detained Luis Fernando Camacho.",
        "Le Pen visits Aix-en-Provence and Saint-Denis",
        "Die Hard fans queue in San Juan",
    ],
)
def test_english_with_spanish_and_french_names_stays_english(text: str) -> None:
    assert detect_language(text) in ("en", None)


def test_elided_words_are_tokens_of_french_only() -> None:
    text = "l'armée d'Alep à N'Djamena, aujourd'hui"
    assert tokenize(text, geomap.lang.language("fr").words("elisions")).words == [
        "l'", "armée", "d'", "Alep", "à", "N'Djamena", ",", "aujourd'hui",
    ]  # fmt: skip
    assert tokenize(text).words[:2] == ["l'armée", "d'Alep"]


@pytest.mark.parametrize(
    "text",
    [
        "Tres personas murieron al volcar un autobús cerca de Arequipa.",
        "Trois personnes sont mortes dans un accident de bus près de Kayes.",
    ],
)
def test_a_page_becomes_a_map(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(text + "\n", encoding="utf-8")
    result = geomap.run(page, output=tmp_path / "out.html", date="2024-03-06")
    assert len(result.events) == 1
    assert "Arequipa" in text or result.events[0].where.name == "Kayes"
