"""Which language a text is in, by its script, its letters and its most common words. Pure; some 5 microseconds a text.

The evidence stands in the folders of the languages and in ``others.toml``; a text in a language that is not among them is taken for
the one that it looks most like, or for none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from geomap.lang.language import SCRIPTS
from geomap.lang.registry import cached, languages, others
from geomap.model import Post

_FARTHER = {script: ends for script, ends in SCRIPTS.items() if script not in ("latin", "cyrillic")}
_SAMPLE = 300  # letters; more does not change the answer
_SHORT_SAMPLE = 120
_PLAINLY = 4  # words
_MOST_SHARED = 2  # languages that may share a word; one of more decides nothing
_MIN_WORDS = 2  # different function words that a language other than English must show, and lead it by
_MIN_LEAD = 1  # function words by which the first language must lead
_BEYOND_LATIN = re.compile("[^\x00-ɏ\u2000-\u2bff]")  # a letter of another script, not a quotation mark
_LATIN_LETTER = re.compile("[a-zß-ɏ]")
_UKRAINIAN = frozenset("іїєґ")
_LETTER = re.compile(r"[^\W\d_]")
_ASCII_MARKS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_CYRILLIC_BLOCK = 0x04  # the high byte of U+0400 to U+04FF
_SCRIPT_SAMPLE = 1000  # characters that tell the script
_FIRST_MARK = 0x21  # each language of a script is marked by a character, from this one on
_ENGLISH = chr(_FIRST_MARK)  # the first language of the first script


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What tells the languages of one script apart."""

    marks: Mapping[str, str]  # language -> its mark
    words: Mapping[str, str]  # frequent word -> the marks of its languages
    letters: Mapping[str, str]  # language -> letters that its neighbours lack


@cached
def _evidence() -> Mapping[str, _Evidence]:
    rows = {one.code: one.table("language") for one in languages()} | dict(others())
    found: dict[str, _Evidence] = {}
    for script in SCRIPTS:
        own = {code: row for code, row in rows.items() if row["script"] == script}
        marks = {code: chr(_FIRST_MARK + number) for number, code in enumerate(own)}
        words: dict[str, str] = {}
        for code, row in own.items():
            for word in dict.fromkeys(row.get("words", "").split()):
                words[word] = words.get(word, "") + marks[code]
        telling = {word: spoken for word, spoken in words.items() if len(spoken) <= _MOST_SHARED}
        letters = {code: row["letters"] for code, row in own.items() if "letters" in row}
        found[script] = _Evidence(marks, telling, letters)
    return found


def detect_language(text: str) -> str | None:
    """Return which language ``text`` is in: an ISO 639 code, None where the text is too short or too mixed to tell."""
    evidence = _evidence()
    latin_words = evidence["latin"].words
    start = text[:_SHORT_SAMPLE].lower()
    words = start.split()
    told = _told(words, latin_words)
    english = told.count(_ENGLISH)
    if english >= _PLAINLY and 2 * english > len(told) and start.isascii():  # a few words are enough
        return "en"
    sample = text[:_SAMPLE].lower()
    if words and sample.isascii():  # what was told is not asked again, but for the last word, which may have been cut
        before = told[: len(told) - len(latin_words.get(words[-1], ""))]
        told = before + _told(sample[start.rindex(words[-1]) :].split(), latin_words)
        return "en" if _leads_all(told) else _by_words(sample, evidence["latin"])
    if not _BEYOND_LATIN.search(sample):
        return _by_words(sample, evidence["latin"])
    cyrillic = sample.encode("utf-16-le", "surrogatepass")[1::2].count(_CYRILLIC_BLOCK)
    latin = len(_LATIN_LETTER.findall(sample)) if 2 * cyrillic <= len(sample) else 0
    if cyrillic > latin:
        return _cyrillic(sample, evidence["cyrillic"])
    return _by_script(sample, latin, evidence)


def known_language(post: Post) -> str | None:
    """Return the language of a post as its reader or its page says, else as its text shows; None where neither tells."""
    if post.language is not None:
        return re.split("[-_]", post.language, maxsplit=1)[0].lower()
    return detect_language(post.text)


def language_of(post: Post) -> str | None:
    """Return the language to read a post in: the known one, else the most read one of its script.

    A headline of a few names shows no language: it is read as English in Latin letters, as Ukrainian or Russian in Cyrillic ones.

    Returns:
        An ISO 639 code, which need not be that of a language with a folder; None where nothing tells one.
    """
    known = known_language(post)
    return known if known is not None else _most_read(post.text[:_SCRIPT_SAMPLE])


def _most_read(text: str) -> str | None:
    if text.isascii() or 2 * len(text.encode("ascii", "ignore").translate(None, _ASCII_MARKS)) >= len(text):
        return "en"
    letters = _LETTER.findall(text)
    cyrillic = sum("Ѐ" <= letter <= "ԯ" for letter in letters)
    if 2 * cyrillic > len(letters):
        return "ru" if _UKRAINIAN.isdisjoint(text.lower()) else "uk"
    latin = sum(letter <= "ɏ" for letter in letters)
    return "en" if 2 * latin >= len(letters) else None


def _told(words: list[str], known: Mapping[str, str]) -> str:
    """Return the marks of the languages that each word speaks for."""
    return "".join(map(known.__getitem__, filter(known.__contains__, words)))


def _leads_all(told: str) -> bool:
    """Return whether English leads all other languages of its script together."""
    return 2 * told.count(_ENGLISH) > len(told)


def _by_words(sample: str, evidence: _Evidence) -> str | None:
    """Return the language whose frequent words and own letters lead; each letter counts as a word."""
    words = sample.split()
    told = _told(words, evidence.words)
    english = 0
    if "en" in evidence.marks:
        if _leads_all(told):
            return "en"
        english = told.count(_ENGLISH)
    for code, letters in evidence.letters.items():
        told += evidence.marks[code] * sum(map(sample.count, letters))
    counts = [(told.count(mark), code) for code, mark in evidence.marks.items()]
    (first, best), (second, _) = sorted([*counts, (0, "")], reverse=True)[:2]
    if first - second < _MIN_LEAD:
        return None
    if best == "en":
        return best
    # One word proves nothing: English headlines say that people "die", and count in "on", "an" and "am".
    mark = evidence.marks[best]
    distinct = {word for word in words if len(word) > 1 and mark in evidence.words.get(word, "")}
    distinct |= {letter for letter in evidence.letters.get(best, "") if letter in sample}
    return best if min(len(distinct), first - english) >= _MIN_WORDS else None


def _cyrillic(text: str, evidence: _Evidence) -> str | None:
    """Return the language of a text in Cyrillic: by its letters where they are plain, else by its words."""
    letters = {language: sum(map(text.count, telling)) for language, telling in evidence.letters.items()}
    if letters.get("be"):
        return "be"
    if "і" in text:  # Ukrainian and Belarusian share it; Russian has not; Russian ы and э are Belarusian too
        letters["uk"] = letters.get("uk", 0) + text.count("і")
        letters["ru"] = 0
    most = max(letters, key=lambda language: letters[language])
    rest = sum(letters.values()) - letters[most]
    if letters[most] > 2 * rest:
        return most
    # without letters of its own it may be the most read of those whose alphabet has nothing of its own here
    return _by_words(text, replace(evidence, letters={})) or "ru"


def _by_script(sample: str, latin: int, evidence: Mapping[str, _Evidence]) -> str | None:
    """Return the language of a text that is neither in Cyrillic nor plainly in Latin letters, of which it has ``latin``."""
    counts = {script: sum(first <= letter <= last for letter in sample) for script, (first, last) in _FARTHER.items()}
    script = max(counts, key=lambda name: counts[name])
    if counts[script] <= latin:
        return _by_words(sample, evidence["latin"])
    own = evidence["kana" if script == "han" and counts["kana"] else script]
    told = _by_words(sample, own) if len(own.marks) > 1 else None
    return told or [*own.marks][-1]
