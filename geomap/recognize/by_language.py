"""Each post to the recognizer of its language; a post in a language that none reads gives None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geomap.lang import language_of
from geomap.model import Mention, Post
from geomap.recognize.named_after import named_after
from geomap.stages import Recognizer


class ByLanguage:
    """Asks the recognizer of each post's language."""

    def __init__(self, recognizers: Mapping[str, Recognizer]) -> None:
        self._recognizers = recognizers

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start; None where no recognizer reads its language."""
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        by_recognizer: dict[int, tuple[Recognizer, list[int]]] = {}
        codes = [language_of(post) or "" for post in posts]
        for n, code in enumerate(codes):
            recognizer = self._recognizers.get(code)
            if recognizer is not None:
                by_recognizer.setdefault(id(recognizer), (recognizer, []))[1].append(n)
        for recognizer, numbers in by_recognizer.values():
            for n, mentions in zip(numbers, recognizer.recognize([posts[n] for n in numbers]), strict=True):
                found[n] = named_after(codes[n]).put_right(posts[n], mentions) if mentions else mentions
        return found
