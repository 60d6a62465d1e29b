"""Which language a text is in, by its script, its letters and its most common words. Pure; some 10 microseconds a text.

The evidence stands in the folders of the languages and in ``others.toml``; a text in a language that is not among them is taken for
the one that it looks most like, for an undetermined one ("und") or for none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.lang.language import SCRIPTS
from geomap.lang.registry import cached, languages, others, told_apart
from geomap.model import Post

UNDETERMINED = "und"
"""ISO 639-2: a text in Latin letters without any word of the languages that are told apart."""

_SAMPLE = 300  # letters; more does not change the answer
_SHORT_SAMPLE = 120
_PLAINLY = 4  # words
_MOST_SHARED = 3  # languages that may share a word or a letter; one of more decides nothing
_LONG = 5  # letters of a word that no other language is likely to have by chance; it counts twice
_MIN_DISTINCT = 2  # what a language other than English must show in different words and letters
_MIN_LEAD = 2  # and lead English by
_MOST_STRANGE = 12  # words in small letters, of which an English text has a frequent one
_BEYOND_LATIN = re.compile("[^\x00-ɏḀ-ỿ\u2000-\u2bff]")  # a letter of another script, not a quotation mark
_LATIN_LETTER = re.compile("[a-zß-ɏḀ-ỿ]")
_MARKS_AROUND = ".,:;!?…\"'()[]«»“”„‘’–—-#"
_UKRAINIAN = frozenset("іїєґ")
_HARD_SIGN_BEFORE_CONSONANT = re.compile(r"ъ(?![еёюя])\w")  # Bulgarian: in Russian only these four follow it
_LETTER = re.compile(r"[^\W\d_]")
_ASCII_MARKS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_CYRILLIC_BLOCK = 0x04  # the high byte of U+0400 to U+04FF
_SCRIPT_SAMPLE = 1000  # characters that tell the script
_FIRST_MARK = 0x21  # each language of a script is marked by a character, from this one on
_ENGLISH = chr(_FIRST_MARK)  # the first language of the first script
_OF_SCRIPT = {"arabic": "ar", "devanagari": "hi", "ethiopic": "am", "hebrew": "he"}  # the language of most texts of a script


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What tells the languages of one script apart."""

    marks: Mapping[str, str]  # language -> its mark
    codes: Mapping[str, str]  # mark -> language
    words: Mapping[str, str]  # frequent word -> the marks of its languages
    letters: Mapping[str, str]  # letter -> the marks of its languages
    own_letters: Mapping[str, str]  # language -> all letters by which it is told


@cached
def _evidence() -> Mapping[str, _Evidence]:
    rows = {one.code: _with_known(one.table("language"), told_apart().get(one.code)) for one in languages()} | dict(others())
    found: dict[str, _Evidence] = {}
    for script in SCRIPTS:
        own = {code: row for code, row in rows.items() if row["script"] == script}
        marks = {code: chr(_FIRST_MARK + number) for number, code in enumerate(own)}
        found[script] = _Evidence(
            marks=marks,
            codes={mark: code for code, mark in marks.items()},
            words=_telling({code: row.get("words", "").split() for code, row in own.items()}, marks),
            letters=_telling({code: row.get("letters", "") for code, row in own.items()}, marks),
            own_letters={code: row["letters"] for code, row in own.items() if "letters" in row},
        )
    return found


def _with_known(own: Mapping[str, Any], known: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the evidence of a language's folder, with what is known of the language without it: few words of a new folder suffice."""
    if known is None:
        return own
    words = f"{own.get('words', '')} {known.get('words', '')}"
    return {**known, **own, "words": words}


def _telling(spoken: Mapping[str, Sequence[str]], marks: Mapping[str, str]) -> Mapping[str, str]:
    """Return words or letters with the marks of the languages that have them, without those that too many have."""
    found: dict[str, str] = {}
    for code, parts in spoken.items():
        for part in dict.fromkeys(parts):
            found[part] = found.get(part, "") + marks[code]
    return {part: told for part, told in found.items() if len(told) <= _MOST_SHARED}


@cached
def _english_words() -> frozenset[str]:
    return frozenset(word for one in languages() if one.code == "en" for word in one.words("words"))


@cached
def _script_pattern() -> re.Pattern[str]:
    farther = {script: ends for script, ends in SCRIPTS.items() if script not in ("latin", "cyrillic")}
    return re.compile("|".join(f"(?P<{script}>[{first}-{last}]+)" for script, (first, last) in farther.items()))


def detect_language(text: str) -> str | None:
    """Return which language ``text`` is in: an ISO 639 code, None where the text is too short or too mixed to tell.

    Args:
        text: The text; its beginning decides.

    Returns:
        The code of a language with a folder, or of one that is told apart but not read; "und" for a text in Latin letters that is long
        enough to tell, and in none of them.
    """
    latin_words = _evidence()["latin"].words
    start = text[:_SHORT_SAMPLE].lower()
    told = "".join(map(latin_words.__getitem__, filter(latin_words.__contains__, start.split())))
    english = told.count(_ENGLISH)
    if english >= _PLAINLY and 2 * english > len(told) and start.isascii():  # a few words are enough
        return "en"
    sample = text[:_SAMPLE]
    if not _BEYOND_LATIN.search(sample):
        return _latin(sample)
    low = sample.lower()
    cyrillic = low.encode("utf-16-le", "surrogatepass")[1::2].count(_CYRILLIC_BLOCK)
    latin = len(_LATIN_LETTER.findall(low)) if 2 * cyrillic <= len(low) else 0
    if cyrillic > latin:
        return _cyrillic(sample)
    return _by_script(sample, latin)


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


@dataclass(frozen=True, slots=True)
class _Told:
    """What the words and letters of a text tell: how much for each mark, and how much of it in different words and letters."""

    all: Counter[str]
    distinct: Counter[str]
    strange: bool  # many words in small letters, and none of them a frequent one of English

    def most(self, besides: str = "") -> tuple[str, int]:
        """Return the mark that leads and how much tells it; of equal ones the first, whose language is read or more common."""
        ahead = max((mark for mark in self.all if mark != besides), key=lambda mark: (self.all[mark], -ord(mark)), default="")
        return ahead, self.all[ahead]


def _told(sample: str, evidence: _Evidence) -> _Told:
    """Weigh the words of a text; words with a capital letter may be foreign names, except for the first one."""
    if sample.isupper():
        sample = sample.lower()
    told: Counter[str] = Counter()
    distinct: Counter[str] = Counter()
    seen: set[str] = set()
    small: set[str] = set()
    for number, raw in enumerate(sample.split()):
        word = raw.strip(_MARKS_AROUND)
        low = word.lower()
        marks = evidence.words.get(low, "")
        parts = [(low, marks, 2 if len(low) >= _LONG else 1)] if marks else []
        if word == low:
            small.add(word)
            parts += [(letter, evidence.letters.get(letter, ""), 1) for letter in word if letter > "\x7f"]
        elif number:
            continue
        for part, spoken, weight in parts:
            for mark in spoken:
                told[mark] += weight
                if part not in seen and (len(part) > 1 or part > "\x7f"):
                    distinct[mark] += weight
            seen.add(part)
    strange = len(small) >= _MOST_STRANGE and _english_words().isdisjoint(small)
    return _Told(told, distinct, strange)


def _latin(sample: str) -> str | None:
    """Return the language of a text in Latin letters.

    One short word proves nothing: English headlines say that people "die", and name El Salvador.
    """
    evidence = _evidence()["latin"]
    told = _told(sample, evidence)
    mark, weight = told.most(besides=_ENGLISH)
    english = sum(_ENGLISH in evidence.words.get(word, "") for word in sample.lower().split())
    if english > weight:
        return "en"
    if told.distinct[mark] >= _MIN_DISTINCT and weight - english >= _MIN_LEAD:
        return evidence.codes[mark]
    return UNDETERMINED if told.strange else None


def _cyrillic(sample: str) -> str | None:
    """Return the language of a text in Cyrillic: by its letters where they are plain, else by its words."""
    evidence = _evidence()["cyrillic"]
    text = sample.lower()
    letters = Counter({language: sum(map(text.count, telling)) for language, telling in evidence.own_letters.items()})
    if letters["be"] or ("і" in text and "и" not in text and letters["ru"]):  # Belarusian has и in neither stem nor ending
        return "be"
    letters["bg"] += len(_HARD_SIGN_BEFORE_CONSONANT.findall(text))
    if "і" in text:  # Ukrainian and Belarusian share it; Russian has not; Russian ы and э are Belarusian too
        letters["uk"] += text.count("і")
        letters["ru"] = 0
    most = max(letters, key=lambda language: letters[language])
    if letters[most] > 2 * (letters.total() - letters[most]):
        return most
    # without letters of its own it may be the most read of those whose alphabet has nothing of its own here
    told = _told(sample, evidence)
    mark, _ = told.most()
    if told.distinct[mark] >= _MIN_DISTINCT:
        return evidence.codes[mark]
    return most if letters[most] else "ru"


def _by_script(sample: str, latin: int) -> str | None:
    """Return the language of a text that is neither in Cyrillic nor plainly in Latin letters, of which it has ``latin``."""
    counts: Counter[str] = Counter()
    for found in _script_pattern().finditer(sample):
        counts[found.lastgroup or ""] += found.end() - found.start()
    script, count = counts.most_common(1)[0] if counts else ("", 0)
    if count <= latin:
        return _latin(sample)
    evidence = _evidence()["kana" if script == "han" and counts["kana"] else script]
    mark, _ = _told(sample, evidence).most()
    if mark:
        return evidence.codes[mark]
    usual = _OF_SCRIPT.get(script)
    return usual if usual in evidence.marks else next(iter(evidence.marks), None)
