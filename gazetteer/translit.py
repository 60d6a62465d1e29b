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
    "х": "kh",  # noqa: RUF001 -- Cyrillic is meant
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
_KMU55_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = "'’ʼ`´‘"  # noqa: RUF001 -- every mark that stands for the Ukrainian apostrophe in print
_LETTER = "[А-ЯҐЄІЇа-яґєії]"  # noqa: RUF001 -- Cyrillic is meant
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
