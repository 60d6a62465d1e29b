"""Tokens as rules over words want them: hyphenated words whole, numbers apart from what is glued to them.

    tokenizer            here
    rebel - held         rebel-held        a hyphen between letters and digits joins, so that tables can list the word
    F - 16s              F-16s
    24th   5km           24 th   5 km      rules ask for the number, and for the unit after it
    U.S.   Lt.           U . S .   Lt .    tables list the words without their full stops
    line end             (left out)        sentences end there

``low`` is lower case with a plain apostrophe, as the tables are written.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from geomap.lang.tokens import APOSTROPHES, token_pattern

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_LETTERS_OR_STOP = re.compile(r"\.|[^.]+")
_CURLY = frozenset(APOSTROPHES) - {"'"}
_PLAIN = str.maketrans(dict.fromkeys(_CURLY, "'"))


class Token(NamedTuple):
    """One token: ``low`` is lower case with a plain apostrophe; ``start`` and ``end`` index the post's text."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it starts with a letter."""
        return self.low[0].isalpha()

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.low[0].isdigit()


def grouped_tokens(text: str, start: int, end: int, elisions: tuple[str, ...] = ()) -> list[Token]:
    """Return the tokens of ``text[start:end]``, regrouped; offsets are those of ``text``, ``elisions`` as for `token_pattern`."""
    part = text[start:end]
    plain = part.isascii() or _CURLY.isdisjoint(part)
    tokens: list[Token] = []
    tied = False  # a hyphen ties what follows to the last token
    for found in token_pattern(elisions).finditer(text, start, end):
        word = found.group()
        first, last = found.span()
        if last - first == 1:
            if word == "\n":
                continue
            if word == "-" and tokens and _ties(text, tokens[-1], first, end):
                tied = True
                continue
        elif (word[0].isdecimal() and not tied) or ("." in word and word[0].isalpha()):
            parts = [(first + begin, first + stop) for begin, stop in _parts(word)]
            if tied:
                parts[0] = (tokens.pop().start, parts[0][1])
                tied = False
            tokens += [_token(text, begin, stop, plain=plain) for begin, stop in parts]
            continue
        if tied:
            first, tied = tokens.pop().start, False
            word = text[first:last]
        low = word.lower()
        tokens.append(Token(word, low if plain else low.translate(_PLAIN), first, last))
    return tokens


def _ties(text: str, before: Token, hyphen: int, end: int) -> bool:
    """Return whether the hyphen at ``hyphen`` stands between the word ``before`` it and another word or number, without spaces."""
    return before.end == hyphen and before.is_word and hyphen + 1 < end and text[hyphen + 1].isalnum()


def _parts(word: str) -> list[tuple[int, int]]:
    """Return where the number and the letters glued to it stand in ``word``, or the letters and the stops of an abbreviation."""
    number = _DIGITS.match(word)
    if number is None:
        return [found.span() for found in _LETTERS_OR_STOP.finditer(word)]
    return [number.span(), (number.end(), len(word))] if number.end() < len(word) else [number.span()]


def _token(text: str, start: int, end: int, *, plain: bool) -> Token:
    word = text[start:end]
    low = word.lower()
    return Token(word, low if plain else low.translate(_PLAIN), start, end)
