"""Each post to the recognizer of its language; a post in a language that none reads gives None."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from geomap.model import Mention, Post
from geomap.stages import Recognizer

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LETTER = re.compile(r"[^\W\d_]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_NO_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_ENOUGH = 1000  # characters that tell the language


class ByLanguage:
    """Asks the recognizer of each post's language."""

    def __init__(self, recognizers: Mapping[str, Recognizer]) -> None:
        self._recognizers = recognizers

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Give each post's mentions by start; None where no recognizer reads its language."""
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        by_recognizer: dict[int, tuple[Recognizer, list[int]]] = {}
        for n, post in enumerate(posts):
            recognizer = self._recognizers.get(language_of(post) or "")
            if recognizer is not None:
                by_recognizer.setdefault(id(recognizer), (recognizer, []))[1].append(n)
        for recognizer, numbers in by_recognizer.values():
            for n, mentions in zip(numbers, recognizer.recognize([posts[n] for n in numbers]), strict=True):
                found[n] = mentions
        return found


def _count_ascii_letters(text: str) -> int:
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))


def language_of(post: Post) -> str | None:
    """Give the post's language: as its reader says, else by its script; None where neither tells."""
    if post.language is not None:
        return post.language.split("-")[0].lower()
    text = post.text[:_ENOUGH]
    if text.isascii() or 2 * _count_ascii_letters(text) >= len(text):
        return "en"
    letters = len(_LETTER.findall(text))
    if letters == 0:
        return "en"  # nothing to read, in any language
    if len(_CYRILLIC.findall(text)) > letters / 2:
        return "uk" if _UKRAINIAN.search(text) else "ru"
    return "en" if len(_LATIN.findall(text)) >= letters / 2 else None
