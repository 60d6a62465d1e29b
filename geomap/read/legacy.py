"""Text in an encoding that it does not declare: which of those in use before UTF-8 it is in, where its letters and words tell.

A wrong guess damages every name, so an encoding is named only where the text is sound in it: letters stand in words with the capitals
where words have them, marks stand where marks do, and the words are of a language that was written in this encoding.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from geomap.lang.detect import UNDETERMINED, detect_language

_CYRILLIC = ("windows-1251", "koi8-u", "ibm866", "iso-8859-5", "mac-cyrillic")
_WESTERN = ("windows-1252", "macintosh")  # the usual one first
_CENTRAL = frozenset({"pl", "cs", "sk", "hu", "ro", "hr", "sl"})  # languages of windows-1250
_OTHERS = _CENTRAL | {"tr", "az", "lt", "lv", "et", "vi", "yo", "ig", "ku", UNDETERMINED}  # have letters that no Western encoding has
_SAMPLE_BYTES, _WINDOW, _WINDOWS = 16_384, 300, 12
_LEAST_BYTES = 32  # of UTF-16
_HIGH_BYTES_OF_UTF16 = bytes((0, 1, 4, 0x20))  # of Latin and Cyrillic letters and of quotation marks
_MOST_OF_UTF16, _FEW_OF_UTF16 = 0.95, 0.5
_FIRST_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_WORD = re.compile(r"(?<![^\W\d_])[Ѐ-ӿ]{3,}(?![^\W\d_])")
_FREQUENT = frozenset("оаеинтсрвлкмдпуіё")  # four of five letters of a text in Ukrainian, Russian, Bulgarian or Serbian
_LEAST_IN_WORDS, _LEAST_FREQUENT = 0.6, 0.7
_MARKS = "«»‹›“”„‘’‚–—…€£°§©®™·¿¡ºª½¼¾²³\xa0"
_IN_WORDS = "’‘·–—\xa0ºª°"  # l’eau, paral·lel, a depot—two
_ODD = re.compile(
    "|".join(
        (
            r"[^\W\d_][«‹“„¿¡‚]",
            rf"[^\W\d_][{_MARKS}](?<![{_IN_WORDS}])[^\W\d_]",
            r"[^\W\d_][–—](?!\w)",
            "(?<![lL])·|·(?![lL])",
            "(?<!m)[²³]",
            rf"[^\x00-\x7f\w{_MARKS}]",
        )
    )
)  # marks where no mark stands, and signs that no news has
_STRANGE = frozenset("ŠšŽžŸƒÐðÞþı")  # letters of Western encodings that the languages written in them hardly use
_MOST_HIGH = 0.3  # of the letters of a text in Latin letters; Portuguese and French have 0.05
_MOST_ODD = 0.02  # of its letters beyond ASCII


def legacy_encoding(content: bytes) -> str | None:
    """Return the encoding of a text that is not UTF-8 and declares nothing; None where nothing proves one.

    Args:
        content: The text, or its beginning.
    """
    wide = _wide_encoding(content)
    first = _FIRST_HIGH.search(content)
    if wide is not None or first is None or b"\x00" in content[:_SAMPLE_BYTES]:
        return wide
    begin = max(content.rfind(b"\n", 0, first.start()) + 1, first.start() - _WINDOW)
    sample = content[begin : begin + _SAMPLE_BYTES]
    share, name = max((_cyrillic_share(_decoded(sample, name)), name) for name in _CYRILLIC)
    return name if share else _latin_encoding(sample)


def _wide_encoding(content: bytes) -> str | None:
    """Return the form of UTF-16 of a text without a byte order mark: every other byte is one of few."""
    sample = content[: _SAMPLE_BYTES // 2 * 2]
    if len(sample) < _LEAST_BYTES or b"\x00" not in sample:
        return None
    pairs = len(sample) // 2
    even, odd = (sum(map(sample[at : 2 * pairs : 2].count, _HIGH_BYTES_OF_UTF16)) / pairs for at in (0, 1))
    if odd >= _MOST_OF_UTF16 and even < _FEW_OF_UTF16:
        return "utf-16-le"
    return "utf-16-be" if even >= _MOST_OF_UTF16 and odd < _FEW_OF_UTF16 else None


def _decoded(sample: bytes, name: str) -> str:
    """Return a sample as text, "" where it has bytes that the encoding does not."""
    try:
        return sample.decode(name)
    except UnicodeDecodeError:
        return ""


def _cyrillic_share(text: str) -> float:
    """Return which share of the letters beyond ASCII are frequent ones in sound Cyrillic words; 0.0 where they are too few."""
    high = sum(letter > "\x7f" for letter in text)
    sound = "".join(word for word in _CYRILLIC_WORD.findall(text) if word[1:].islower() or word.isupper()).lower()
    if not high or len(sound) < _LEAST_IN_WORDS * high:
        return 0.0
    frequent = sum(count for letter, count in Counter(sound).items() if letter in _FREQUENT)
    return frequent / high if frequent >= _LEAST_FREQUENT * len(sound) else 0.0


def _latin_encoding(sample: bytes) -> str | None:
    """Return the encoding in which a sample is a text of a language that it has the letters of; the usual one where no language is told."""
    texts = {name: _sound_latin(sample, name) for name in _WESTERN}
    told = {name: _languages(text) for name, text in texts.items()}
    western = next((name for name in _WESTERN if told[name] and told[name] not in _OTHERS), None)
    if western:
        return western
    central = _sound_latin(sample, "windows-1250")
    spoken = _languages(central)
    if spoken in _CENTRAL and (spoken == "sk" or "ľ" not in central):  # ISO 8859-2 has ž there
        return "windows-1250"
    return _WESTERN[0] if texts[_WESTERN[0]] and not any(told.values()) and not spoken else None


def _sound_latin(sample: bytes, name: str) -> str:
    """Return a sample as text, "" where it does not look like a text in Latin letters."""
    text = _decoded(sample, name)
    letters = sum(map(len, _WORD.findall(text)))
    high = [letter for letter in text if letter > "\x7f"]
    beyond = sum(map(str.isalpha, high))
    odd = len(_ODD.findall(text)) + sum(one.islower() and other.isupper() and other > "\x7f" for one, other in pairwise(text))
    odd += sum(letter in _STRANGE for letter in high) if name in _WESTERN else 0
    return text if text and beyond <= _MOST_HIGH * letters and odd <= _MOST_ODD * len(high) else ""


def _languages(text: str) -> str | None:
    """Return the language of most windows of a text that tell one."""
    told = Counter(detect_language(text[at : at + _WINDOW]) for at in range(0, min(len(text), _WINDOW * _WINDOWS), _WINDOW))
    del told[None]
    return told.most_common(1)[0][0] if told else None
