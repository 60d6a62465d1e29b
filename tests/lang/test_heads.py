"""Nouns that stand before a name and say what kind of place it is."""

from __future__ import annotations

import pytest

from gazetteer.model import PlaceKind
from geomap.lang.heads import heads_of


@pytest.mark.parametrize(
    ("code", "text", "name", "kind", "bare"),
    [
        ("es", "en el río Bogotá hay", "Bogotá", PlaceKind.WATER, "Bogotá"),
        ("es", "del departamento del Huila y", "Huila", PlaceKind.REGION, "Huila"),
        ("es", "en la ciudad de La Paz", "La Paz", PlaceKind.SETTLEMENT, "La Paz"),
        ("es", "el lago Titicaca", "lago Titicaca", PlaceKind.WATER, "Titicaca"),
        ("fr", "dans le cercle de Djenné", "Djenné", PlaceKind.DISTRICT, "Djenné"),
        ("fr", "la région de l'Extrême-Nord", "Extrême-Nord", PlaceKind.REGION, "Extrême-Nord"),
        ("fr", "le golfe d'Aden", "golfe d'Aden", PlaceKind.WATER, "Aden"),
    ],
)
def test_a_noun_says_the_kind(code: str, text: str, name: str, kind: PlaceKind, bare: str) -> None:
    heads = heads_of(code)
    assert heads is not None
    start = text.index(name)
    found = heads.of(text, start, start + len(name))
    assert found is not None
    assert (found[0].kind, found[1]) == (kind, bare)


@pytest.mark.parametrize("text", ["Valle del Cauca", "Río Negro", "en Bogotá", "el señor Lima", "extrarío Lima"])
def test_other_words_and_names_say_nothing(text: str) -> None:
    heads = heads_of("es")
    assert heads is not None
    start = next(at for at, letter in enumerate(text) if letter.isupper())
    assert heads.of(text, start, len(text)) is None


@pytest.mark.parametrize("code", ["en", "uk", None, "xx"])
def test_languages_without_such_nouns_have_none(code: str | None) -> None:
    assert heads_of(code) is None


def test_a_noun_tells_how_the_gazetteer_writes_names() -> None:
    heads = heads_of("fr")
    assert heads is not None
    assert "Lake Kivu" in heads.names("lac", "Kivu")
    assert not list(heads.names("maison", "Kivu"))
