"""The pieces that ship: those that frequent words of the languages are made of, and single characters."""

from __future__ import annotations

import unicodedata

from geomap.events.context.passages import KINDS
from geomap.events.context.subwords import SPACE, Subwords
from training.events.context.source import SourceModel

WORDS = {"en": 5_000, "uk": 5_000, "ru": 5_000, "es": 3_500, "fr": 3_500}  # of each language
_SPECIAL = 4
_SCRIPTS = ("LATIN", "CYRILLIC", "DIGIT")


def kept_pieces(source: SourceModel) -> list[int]:
    """Return the rows of the source's pieces that ship, in their order."""
    from wordfreq import top_n_list  # noqa: PLC0415 - needed for training only

    subwords = Subwords(source.pieces, source.scores)
    kept = {*range(_SPECIAL), *(row for row, piece in enumerate(source.pieces) if _is_basic(piece))}
    for language, count in WORDS.items():
        for word in top_n_list(language, count):
            for form in {word, word.capitalize()}:
                kept.update(subwords.encode(form)[0])
    for word in KINDS.values():
        kept.update(subwords.encode(word)[0])
    return sorted(kept)


def _is_basic(piece: str) -> bool:
    """Whether a piece is one character of the scripts that are read, or a mark."""
    character = piece.removeprefix(SPACE)
    if len(character) > 1:
        return False
    return not character.isalpha() or unicodedata.name(character, "").startswith(_SCRIPTS)
