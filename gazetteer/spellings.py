"""The keys under which a name is stored: its own and those of other spellings and cases that texts use.

Every key is generated when the index is compiled, so that look-up and scanning are one exact search each; ``Form`` keeps
how the key came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from gazetteer import languages, normalize
from gazetteer.codes import Form
from gazetteer.languages import in_ukrainian, languages_of, romanizations
from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.sources.base import SourcePlace

_key: Callable[[str], str] = normalize.key.__wrapped__  # a build meets most names once: no cache
_UNITS = {PlaceKind.REGION: normalize.REGION_UNIT, PlaceKind.DISTRICT: normalize.DISTRICT_UNIT}
_UNITLESS = (NameStatus.DEMONYM, NameStatus.ABBREVIATION)
_CYRILLIC_UNITS = ("область", "район")
_ROMANIZED_COUNTRIES = frozenset(("UA", "RU", "BY"))
"""Where a name in Latin letters may be missing; elsewhere Cyrillic names are themselves made from Latin ones."""
_INFLECTED_COUNTRIES = frozenset(
    [
        "UA",
        "RU",
        "BY",
        "MD",
        "PL",
        "LT",
        "LV",
        "EE",
        "RO",
        "HU",
        "SK",
        "BG",
        "RS",
        "GE",
        "AM",
        "AZ",
        "KZ",
        "KG",
        "UZ",
        "TJ",
        "TM",
        "TR",
        "SY",
        "IL",
        "PS",
        "IR",
        "IQ",
        "AF",
    ]
)
_INFLECTED_PEOPLE = 50_000
"""Farther away, news in Ukrainian and Russian names cities; cases of their small namesakes would only cast doubt on Moscow or Geneva."""

_ABBREVIATION_LETTERS = 5
_PEOPLE_OF_BOTH = 10_000  # fewer are named in Russian by forms of their own, or not at all

Keyed = tuple[str, Form]


def keys_of(name: PlaceName, place: SourcePlace) -> Iterable[Keyed]:
    """Return the keys of one name of ``place`` with how each was made, the name's own first; a key may come twice."""
    text = name.text
    if place.kind is PlaceKind.SETTLEMENT and text != place.name and normalize.ends_in_unit(text):
        return ()  # sources give some cities the names of their regions
    if "Ѐ" <= text[0] <= "ӿ":
        is_slavic = place.country in _ROMANIZED_COUNTRIES
        inflected = _languages_of_cases(name, place) if is_slavic or _is_in_the_news(place) else ()
        keys = _cyrillic_keys(text, name.language, romanized=is_slavic, inflected=inflected)
        if _is_town_in_russia(place) and name.language != "uk" and "ru" in languages_of(text):
            return (*keys, *_ukrainian_keys(text))
        return keys
    return _plain_keys(text, place.kind, name.status)


def _languages_of_cases(name: PlaceName, place: SourcePlace) -> tuple[str, ...]:
    """Return the languages in whose cases a name may occur; sources give what is written alike in both once: "Херсон", "Аргентина"."""
    own = languages_of(name.text) if name.language is None else (name.language,)
    is_known = place.kind is PlaceKind.COUNTRY or (place.kind is PlaceKind.SETTLEMENT and (place.population or 0) >= _PEOPLE_OF_BOTH)
    if name.language == "uk" and is_known:
        return tuple(dict.fromkeys((*own, *languages_of(name.text))))
    return own


def _is_town_in_russia(place: SourcePlace) -> bool:
    return place.country == "RU" and place.kind is PlaceKind.SETTLEMENT and (place.population or 0) >= _PEOPLE_OF_BOTH


def _is_in_the_news(place: SourcePlace) -> bool:
    if place.kind is not PlaceKind.SETTLEMENT and place.kind is not PlaceKind.DISTRICT:
        return True
    return place.country in _INFLECTED_COUNTRIES or (place.population or 0) >= _INFLECTED_PEOPLE


def _plain_keys(text: str, kind: PlaceKind, status: NameStatus) -> Iterable[Keyed]:
    own = _key(text)
    if not own:
        return ()
    unit = _UNITS.get(kind)
    if unit is None or status in _UNITLESS or normalize.in_other_script(text):
        return ((own, Form.AS_IS),)
    head, spoken = normalize.core(own)
    if spoken is not None:
        return (own, Form.AS_IS), (head, Form.UNIT_DROPPED)
    bare = normalize.without_leading_unit(own) if kind is PlaceKind.DISTRICT else None
    if bare is not None:
        return (own, Form.AS_IS), (f"{bare} {unit}", Form.UNIT_ADDED)
    return (own, Form.AS_IS), (f"{own} {unit}", Form.UNIT_ADDED)


@lru_cache(maxsize=1 << 15)
def _cyrillic_keys(text: str, language: str | None, *, romanized: bool, inflected: tuple[str, ...]) -> tuple[Keyed, ...]:
    own = _key(text)
    if not own:
        return ()
    keys = {own: Form.AS_IS}
    for spoken in ("uk", "ru"):
        if romanized and spoken in (languages_of(text) if language is None else (language,)):
            for latin in romanizations(text, spoken):
                keys.setdefault(_key(latin), Form.TRANSLITERATED)
        if spoken in inflected:
            _add_cases(keys, text, own, spoken)
            if "-" in text:
                _add_cases_of_last(keys, own, spoken)
    keys.pop("", None)
    return tuple(keys.items())


def _add_cases(keys: dict[str, Form], text: str, own: str, language: str) -> None:
    for form in _cases(text, own.lower(), language):
        keys.setdefault(_in_own_case(form), Form.INFLECTED)
    head, _, unit = own.rpartition(" ")
    if unit not in _CYRILLIC_UNITS:
        return
    for form in languages.adjectives(head):
        keys.setdefault(form, Form.ADJECTIVE)
    informal = languages.informal_region(head)
    if informal is not None:
        keys.setdefault(informal, Form.UNIT_ADDED)
        for form in languages.inflected(informal, language):
            keys.setdefault(form, Form.INFLECTED)


def _cases(text: str, own: str, language: str) -> Iterable[str]:
    """Return the other cases of a name whose key in small letters is ``own``.

    After an adjective an abbreviation stays as it is, "на Каховской ГЭС", and so does a name after the common noun for what it names,
    "в порту Измаил": such a name begins with a small letter.
    """
    words = text.split()
    if len(words) > 1 and text[0].islower():
        noun, _, rest = own.partition(" ")
        return [*languages.inflected(own, language), *(f"{form} {rest}" for form in languages.inflected(noun, language))]
    head, _, last = own.rpartition(" ")
    if head and len(last) <= _ABBREVIATION_LETTERS and words[-1].isupper() and not text.isupper():
        return [f"{form} {last}" for form in languages.inflected(head, language)]
    return languages.inflected(own, language)


def _ukrainian_keys(text: str) -> Iterable[Keyed]:
    """Yield the keys of the Ukrainian spellings of a Russian name: sources have them of the largest cities only.

    Names in -o are not declined ("у Шебекіно"); their cases would be those of surnames.
    """
    for spelling in in_ukrainian(text):
        for key, form in _cyrillic_keys(spelling, "uk", romanized=False, inflected=() if spelling.endswith("о") else ("uk",)):
            yield key, Form.TRANSLITERATED if form is Form.AS_IS else form


def _add_cases_of_last(keys: dict[str, Form], own: str, language: str) -> None:
    """Add the forms in which the last word alone is declined, as in borrowed names: "в Алма-Ате", "из Нур-Султана"."""
    head, _, last = own.rpartition(" ")
    if head and last.lower() not in _CYRILLIC_UNITS:
        for form in languages.inflected(last.lower(), language):
            keys.setdefault(f"{head} {form}", Form.INFLECTED)


def _in_own_case(form: str) -> str:
    """Return the key that a form has when written with a capital: names of three letters keep their case."""
    return form.capitalize() if len(form) <= normalize.SHORT_NAME_LETTERS else form
