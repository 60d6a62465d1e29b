"""The languages whose place names the gazetteer declines and writes in Latin letters: Ukrainian ("uk") and Russian ("ru").

A further language written in Cyrillic is one more module with the tables of ``declension.Language`` and a function ``romanizations``.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from gazetteer.languages import ru, uk
from gazetteer.languages.declension import Declension
from gazetteer.languages.towns import TownNames

_MODULES = MappingProxyType({"uk": uk, "ru": ru})
_DECLENSIONS = {code: Declension(module) for code, module in _MODULES.items()}
DECLINED = frozenset(_MODULES)
"""The codes of the languages whose names are declined."""
_UNIT_ADJECTIVES = tuple(
    (stem, ending, tuple(module.UNIT_ADJECTIVE_ENDINGS.split())) for module in (uk, ru) for stem, ending in module.UNIT_ADJECTIVES
)
_TOWN_NAMES = {code: TownNames(module) for code, module in _MODULES.items()}
_SLAVIC_ONLY = re.compile(r"[\W\d_А-Яа-яЁёІіЇїЄєҐґ]*")
_UKRAINIAN_LETTER, _RUSSIAN_LETTER = re.compile("[ІіЇїЄєҐґ]"), re.compile("[ЫыЭэЁёЪъ]")


def languages_of(text: str) -> tuple[str, ...]:
    """Return which languages a Cyrillic ``text`` may be in by its letters: ("uk",), ("ru",) or both; () for neither."""
    if not _SLAVIC_ONLY.fullmatch(text):
        return ()
    ukrainian, russian = _UKRAINIAN_LETTER.search(text), _RUSSIAN_LETTER.search(text)
    if ukrainian:
        return () if russian else ("uk",)
    return ("ru",) if russian else ("uk", "ru")


def romanizations(text: str, language: str) -> tuple[str, ...]:
    """Return how the press and agencies write a name in Latin letters, in small letters; ``language`` is "uk" or "ru"."""
    return uk.romanizations(text) if language == "uk" else ru.romanizations(text)


def in_ukrainian(russian_name: str) -> tuple[str, ...]:
    """Return how Ukrainian news spell the Russian name of a place in Russia, in small letters."""
    return ru.in_ukrainian(russian_name)


def inflected(name_key: str, language: str) -> frozenset[str]:
    """Return the other cases of a name given as its key (see ``normalize``); empty where it has none. ``language`` is "uk" or "ru"."""
    return _DECLENSIONS[language].inflected(name_key)


def cases(name_key: str, language: str) -> tuple[tuple[int, str], ...]:
    """Return the cases of a name given as its key, each with its number: 1 genitive, 2 dative, 3 accusative, 4 instrumental, 5 locative."""
    return tuple(_DECLENSIONS[language].cases(name_key))


def adjectives(unit_adjective: str) -> frozenset[str]:
    """Return all forms of a unit's adjective as it stands before область or район: "харківська" gives "харківський", "харківських"."""
    for stem, ending, endings in _UNIT_ADJECTIVES:
        if unit_adjective.endswith(stem + ending):
            base = unit_adjective.removesuffix(ending)
            return frozenset(base + other for other in endings)
    return frozenset()


def informal_region(region_adjective: str) -> str | None:
    """Return the informal name of a region by its adjective: "харківська" gives "харківщина", "донецкая" "донетчина"."""
    for ending, other in (*uk.INFORMAL_REGIONS, *ru.INFORMAL_REGIONS):
        if region_adjective.endswith(ending):
            return region_adjective.removesuffix(ending) + other
    return None


def towns_of(adjective_key: str) -> tuple[str, ...]:
    """Return the names that the town of an adjective may have, as keys; () for what is no such adjective.

    "кременчуцького" gives "кременчук" and some names that no place has: they are to be looked up. Both languages are tried, since a text
    in one may hold words of the other.
    """
    return tuple(dict.fromkeys(name for names in _TOWN_NAMES.values() for name in names.of(adjective_key)))
