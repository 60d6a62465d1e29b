"""Any installed spaCy model as a recognizer: `pip install geomap[spacy]`, then a model of your choice.

Slower by a factor of ten and more than the default, and for news of places less exact; for languages that the default
does not read it is the way in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from geomap.errors import SettingsError
from geomap.lang import known_language
from geomap.model import Mention, Post, Role

PLACE_LABELS = frozenset(("GPE", "LOC", "FAC", "NORP", "LOCATION"))
_DEMONYM_LABEL = "NORP"
_UNKNOWN_CONFIDENCE = 0.8  # spaCy gives none; about the share of its spans that are right
_BATCH_TEXTS = 32


class SpacyRecognizer:
    """Marks the entities of a spaCy model whose label is one of ``labels``."""

    def __init__(self, model: str, *, labels: Collection[str] = PLACE_LABELS) -> None:
        try:
            import spacy  # noqa: PLC0415 - an extra; seconds to load
        except ImportError as error:
            raise SettingsError("spaCy is not installed: pip install 'geomap[spacy]'") from error
        try:
            self._pipeline: Any = spacy.load(model, exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
        except OSError as error:
            raise SettingsError(f"spaCy has no model {model!r}: python -m spacy download {model}") from error
        self._labels = frozenset(labels)
        self._language = str(self._pipeline.lang)

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start, None for posts in another language than the model's."""
        readable = [n for n, post in enumerate(posts) if known_language(post) in (None, self._language)]
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        parsed = self._pipeline.pipe((posts[n].text for n in readable), batch_size=_BATCH_TEXTS)
        for n, document in zip(readable, parsed, strict=True):
            entities = [entity for entity in document.ents if entity.label_ in self._labels]
            found[n] = tuple(self._mention(posts[n], entity) for entity in entities)
        return found

    def _mention(self, post: Post, entity: Any) -> Mention:  # noqa: ANN401 - spaCy ships no types that hold without it
        return Mention(
            post_id=post.id,
            start=entity.start_char,
            end=entity.end_char,
            text=post.text[entity.start_char : entity.end_char],
            confidence=_UNKNOWN_CONFIDENCE,
            role=Role.DEMONYM if entity.label_ == _DEMONYM_LABEL else Role.LITERAL,
        )
