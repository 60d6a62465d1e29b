"""Several recognizers as one: what any of them marks, the earlier one's word where they overlap."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.model import Mention, Post
from geomap.stages import Recognizer


class Union:
    """Joins the mentions of ``recognizers``, the most trusted first."""

    def __init__(self, *recognizers: Recognizer) -> None:
        self._recognizers = recognizers

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start; None where none of the recognizers reads its language."""
        answers = [recognizer.recognize(posts) for recognizer in self._recognizers]
        return [_join(group) for group in zip(*answers, strict=True)]


def _join(answers: Sequence[tuple[Mention, ...] | None]) -> tuple[Mention, ...] | None:
    read = [answer for answer in answers if answer is not None]
    if not read:
        return None
    kept: list[Mention] = []
    for mention in (mention for answer in read for mention in answer):
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: mention.start))
