"""The one tokenizer: text to words, abbreviations, numbers, marks and line ends, whatever the language.

Offsets are exact in the given text: nothing is dropped, changed or joined, whatever the marks, hyphens and spaces in it. The
parameters of the English recognizer are trained on these tokens. Rules over words see them regrouped, see `geomap.lang.grouped`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from geomap.lang.registry import cached, languages

APOSTROPHES = "'\u2019\u02bc\u2018`"
_JOINED = "\u0300-\u036f\u00ad\u200d"  # combining marks, soft hyphen, joiner: inside a word they do not end it
_MOST_TOKENS = 1 << 16  # whose kind is remembered; at some 150 bytes each this bounds memory
_KINDS = ("name", "abbreviation", "word", "number", "line", "mark", "possessive")
_IS_CAPITAL = {kind: kind in ("name", "abbreviation") for kind in _KINDS}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: parallel lists of words, offsets and kinds, and which are words or abbreviations with a capital letter."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[str]
    capital: list[bool]

    def __len__(self) -> int:
        return len(self.words)

    def is_name_word(self, i: int) -> bool:
        """Return whether token ``i`` is a word or abbreviation that begins with a capital letter."""
        return self.capital[i]


@cached
def token_pattern(elisions: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Return the pattern of a token, with the short forms and infixes of all languages.

    ``elisions`` are the small words of one language that lose their vowel before another word and are tokens of their own: l' of
    "l'armée". The pattern has one group and no more, so that splitting a text by it gives gaps and tokens in turn; ``kind_of`` tells its
    alternatives apart.
    """
    short = "|".join(dict.fromkeys(word for one in languages() for word in one.words("short_forms"))) or "(?!)"
    infixes = "|".join(dict.fromkeys(word for one in languages() for word in one.words("infixes"))) or "(?!)"
    elided = rf"(?:{'|'.join(elisions)})[{APOSTROPHES}](?=[^\W\d_])|" if elisions else ""
    return re.compile(
        rf"(?! )({elided}"
        # the space: most of what is between tokens, passed over without trying them all
        r"[a-z]+(?=[ ,.\n])|[A-Z][a-z]+(?=[ ,\n])|[.,]"  # most tokens, found the fastest way; what follows would find the same
        rf"|(?=[A-Z])(?:(?:[A-Z][a-z]{{0,3}}\.){{2,}}|(?:{short})\.(?![\w{_JOINED}])|[A-Z]\.(?=\s?[A-Z][a-z]))"  # abbreviation
        rf"|[^\W\d_][\w{_JOINED}]*"
        rf"(?:[{APOSTROPHES}](?![sS]\b(?![{APOSTROPHES}]\w))[^\W\d_][\w{_JOINED}]*|-(?:{infixes})-[^\W\d_][\w{_JOINED}]*)*"
        rf"|[{APOSTROPHES}][sS]\b(?![{APOSTROPHES}]\w)"  # possessive
        r"|\d+(?:[.,:]\d+)*\w*"
        r"|\n"
        r"|[^\w\s]|_)"
    )


def tokenize(text: str, elisions: tuple[str, ...] = ()) -> Tokens:
    """Return ``text`` cut into words, abbreviations, numbers, marks and line ends; ``elisions`` as for `token_pattern`."""
    pieces = token_pattern(elisions).split(text)
    bounds = [*accumulate(map(len, pieces))]
    words = pieces[1::2]
    kinds = [*map(kind_of, words)]
    return Tokens(text, words, bounds[:-1:2], bounds[1::2], kinds, [*map(_IS_CAPITAL.__getitem__, kinds)])


@lru_cache(maxsize=_MOST_TOKENS)
def kind_of(word: str) -> str:
    """Return which alternative of the tokens' pattern found ``word``, for each finds what the others cannot.

    A "name" is a word with a capital letter.
    """
    first = word[0]
    if first.isdecimal():
        return "number"
    if first.isalnum():
        if word[-1] in APOSTROPHES:
            return "word"  # an elided one, which is no name by itself: L' of "L'Équateur"
        return "abbreviation" if "." in word else "name" if first.isupper() else "word"
    if word == "\n":
        return "line"
    return "mark" if len(word) == 1 else "possessive"
