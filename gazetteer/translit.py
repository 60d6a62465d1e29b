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


_BGN_UKRAINIAN = {
    **_KMU55,
    "є": "ye",
    "ї": "yi",
    "й": "y",
    "ю": "yu",
    "я": "ya",
}
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
_PRESS_ENDINGS = (("iya", "ia"), ("skiy", "sky"), ("iy", "y"), ("yy", "y"), ("oye", "oe"))
_SOFTENERS = frozenset("аеёиоуыэюяйъь")
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


def romanize_bgn_uk(text: str) -> str:
    """Write Ukrainian ``text`` by BGN/PCGN of 1965, without its apostrophes: Avdiyivka, Zaporizhzhya, as GeoNames spells."""
    return "".join(_cased(letter, _BGN_UKRAINIAN) for letter in text if letter not in _APOSTROPHES)


def romanize_bgn_ru(text: str) -> str:
    """Write Russian ``text`` by BGN/PCGN of 1947, without its apostrophes: Kharkov, Yenakiyevo, Nikolayev."""
    return "".join(_bgn_ru_letter(text, at) for at in range(len(text)))


def romanize_press_ru(text: str) -> str:
    """Write Russian ``text`` as agencies do: е is always e, adjectives end in -sky: Nikolaev, Enakievo, Belgorodsky, Evpatoria."""
    latin = "".join(_cased(letter, _BGN_RUSSIAN) for letter in text)
    return " ".join(_with_press_ending(word) for word in latin.split(" "))


def romanizations(text: str, language: str) -> tuple[str, ...]:
    """Return how the press and agencies write a Ukrainian ("uk") or Russian ("ru") name in Latin letters."""
    if language == "uk":
        return (romanize_kmu55(text), romanize_bgn_uk(text))
    return (romanize_bgn_ru(text), romanize_press_ru(text))


def _cased(letter: str, table: dict[str, str]) -> str:
    latin = table.get(letter.lower(), letter)
    return latin.capitalize() if letter.isupper() else latin


def _bgn_ru_letter(text: str, at: int) -> str:
    letter = text[at]
    if letter in "еЕёЁ" and (at == 0 or not text[at - 1].isalpha() or text[at - 1].lower() in _SOFTENERS):
        return "Ye" if letter.isupper() else "ye"
    return _cased(letter, _BGN_RUSSIAN)


def _with_press_ending(word: str) -> str:
    for ending, other in _PRESS_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word
