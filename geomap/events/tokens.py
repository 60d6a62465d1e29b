"""Words, numbers and marks of a text, with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*"  # 3,419  4.17  10:00
    r"|[^\W\d_](?:\w|[-](?=\w)|['’ʼ](?!s\b)(?=[^\W\d_]))*"
    r"|['’]s\b"
    r"|\S"
)


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


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Split ``text[start:end]`` into tokens; offsets are those of ``text``."""
    curly = "’" in text or "ʼ" in text
    tokens = []
    for found in TOKEN.finditer(text, start, end):
        word = found.group()
        low = word.lower()
        if curly:
            low = low.replace("’", "'").replace("ʼ", "'")
        tokens.append(Token(word, low, *found.span()))
    return tokens
