"""Spellings in Latin letters of names written in Cyrillic, by published systems.

Each system is a pure function of the text; what it has no letter for stays as it is.
"""

from __future__ import annotations

import re

_KMU55 = {
    **dict(zip("абвгґдезиійклмнопрстуф", "abvhgdezyiiklmnoprstuf", strict=True)),
    "є": "ie",
    "ж": "zh",
    "ї": "i",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
_KMU55_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = "'’ʼ`´‘"
_LETTER = "[А-ЯҐЄІЇа-яґєії]"
_WORD = re.compile(f"{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*")


def romanize_kmu55(text: str) -> str:
    """Write Ukrainian ``text`` in Latin letters by the national rules (Cabinet resolution 55 of 2010).

    This is the spelling of Ukraine's passports, road signs and English-language press: Avdiivka, Zaporizhzhia, Kyiv.
    The soft sign and the apostrophe within a word are left out; "зг" is "zgh". Letters that are not Ukrainian stay.
    """
    return _WORD.sub(lambda word: _kmu55_word(word.group()), text)


def _kmu55_word(word: str) -> str:
    letters = [letter for letter in word if letter not in _APOSTROPHES]
    shouted = len(letters) > 1 and all(letter.isupper() for letter in letters)
    latin = "".join(_kmu55_letter(letters, at) for at in range(len(letters)))
    return latin.upper() if shouted else latin


def _kmu55_letter(letters: list[str], at: int) -> str:
    letter = letters[at]
    small = letter.lower()
    if at > 0 and letters[at - 1].lower() + small == "зг":
        latin = "gh"
    elif at == 0:
        latin = _KMU55_AT_START.get(small) or _KMU55.get(small, small)
    else:
        latin = _KMU55.get(small, small)
    return latin.capitalize() if letter.isupper() else latin


_BGN_UKRAINIAN = {**_KMU55, **_KMU55_AT_START}
_BGN_RUSSIAN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ё": "e",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}
_NO_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))
_KMU55_LETTERS = str.maketrans({**_KMU55, "Ґ": "g"}) | _NO_APOSTROPHES
_BGN_UKRAINIAN_LETTERS = str.maketrans(_BGN_UKRAINIAN) | _NO_APOSTROPHES
_BGN_RUSSIAN_LETTERS = str.maketrans(_BGN_RUSSIAN) | _NO_APOSTROPHES
_MIXED_UKRAINIAN_LETTERS = _BGN_UKRAINIAN_LETTERS | {ord("й"): "i"}
_MIXED_RUSSIAN_LETTERS = _BGN_RUSSIAN_LETTERS | {ord("й"): "i"}
_YI = re.compile(r"(?<=[a-z][a-z])yi\b")
_AT_START = re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}[{_APOSTROPHES}])[єїйюя]")
_YE = re.compile(r"(?:(?<![а-яё])|(?<=[аеёиоуыэюяйъь]))[её]")
_PRESS_ENDINGS = (("iya", "ia"), ("skiy", "sky"), ("iy", "y"), ("yy", "y"), ("oye", "oe"))
_SLAVIC_ONLY = re.compile(r"[\W\d_А-Яа-яЁёІіЇїЄєҐґ]*")
_UKRAINIAN_LETTER, _RUSSIAN_LETTER = re.compile("[ІіЇїЄєҐґ]"), re.compile("[ЫыЭэЁёЪъ]")


def languages_of(text: str) -> tuple[str, ...]:
    """Tell whether a Cyrillic ``text`` may be Ukrainian ("uk"), Russian ("ru") or either, by its letters; () for neither."""
    if not _SLAVIC_ONLY.fullmatch(text):
        return ()
    ukrainian, russian = _UKRAINIAN_LETTER.search(text), _RUSSIAN_LETTER.search(text)
    if ukrainian:
        return () if russian else ("uk",)
    return ("ru",) if russian else ("uk", "ru")


def romanizations(text: str, language: str) -> tuple[str, ...]:
    """Return how the press and agencies write a Ukrainian ("uk") or Russian ("ru") name in Latin letters, in small letters.

    Ukrainian by KMU 55, by BGN/PCGN of 1965 without its apostrophes (Avdiyivka, Zaporizhzhya, as GeoNames spells) and as the
    press mixes them (Hulyaipole, Stary Saltiv); Russian
    by BGN/PCGN of 1947 (Kharkov, Yenakiyevo) and as agencies do, where е is always e, adjectives end in -sky (Nikolaev,
    Enakievo, Evpatoria) and й may be i (Gulyaipole).
    """
    small = text.lower()
    if language == "uk":
        kmu55 = _AT_START.sub(lambda found: _KMU55_AT_START[found[0]], small).replace("зг", "zgh").translate(_KMU55_LETTERS)
        bgn = small.translate(_BGN_UKRAINIAN_LETTERS)
        mixed = _AT_START.sub(lambda found: _KMU55_AT_START[found[0]], small).translate(_MIXED_UKRAINIAN_LETTERS)
        return (kmu55, bgn, mixed, _YI.sub("y", kmu55))
    agencies = small.translate(_BGN_RUSSIAN_LETTERS)
    press = " ".join(map(_with_press_ending, agencies.split(" ")))
    return (_YE.sub("ye", small).translate(_BGN_RUSSIAN_LETTERS), press, small.translate(_MIXED_RUSSIAN_LETTERS))


def _with_press_ending(word: str) -> str:
    for ending, other in _PRESS_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word
