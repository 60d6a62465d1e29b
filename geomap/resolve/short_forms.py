"""Names that are short for another name of their text: an acronym in brackets after it, and the first word of a territory's name.

"Cordillera Administrative Region (CAR)" says that CAR is not the Central African Republic in this text, and "the Gaza Strip" that Gaza
by itself is not only the city. Names of administrative units do not work so: "Kharkiv" in a text about Kharkiv Oblast is the city.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.model import Mention, Role
from geomap.resolve.hints import Hints

_WORDS_CACHED = 1 << 12
_OPENING = re.compile(r"""\s*[(\[]\s*(?:or\s+|hereafter\s+)?["'“”‘’«]?""")
_CLOSING = re.compile(r"""["'“”‘’»]?\s*[)\]]""")
_TERRITORY = re.compile(r"(?i)\s+(?:strip|peninsula|valley|islands|archipelago|territor(?:y|ies)|enclave|plateau|highlands|delta)$")


@dataclass(frozen=True, slots=True)
class ShortForm:
    """That mention ``short`` is short for mention ``long``; both are positions in the mentions."""

    short: int
    long: int
    is_acronym: bool


def find_short_forms(text: str, mentions: Sequence[Mention], hints: Sequence[Hints]) -> Iterator[ShortForm]:
    """Yield which of the ``mentions`` of ``text``, in text order and with their ``hints``, are short for which others."""
    for i, (one, other) in enumerate(itertools.pairwise(mentions)):
        if (
            _OPENING.fullmatch(text, one.end, other.start)
            and _CLOSING.match(text, other.end)
            and Role.DEMONYM not in (one.role, other.role)
            and is_acronym(one.text, other.text)
        ):
            short, long = (i, i + 1) if len(one.text) < len(other.text) else (i + 1, i)
            yield ShortForm(short, long, is_acronym=True)
    territories: dict[str, int] = {}
    for i, mention in enumerate(mentions):
        ending = _TERRITORY.search(mention.text)
        if ending is not None and mention.role is Role.LITERAL:
            territories.setdefault(mention.text[: ending.start()], i)
    for i, mention in enumerate(mentions if territories else ()):
        long_form = territories.get(mention.text)
        if long_form is not None and mention.role is Role.LITERAL and hints[i].kind is None:
            yield ShortForm(i, long_form, is_acronym=False)


@lru_cache(_WORDS_CACHED)
def is_acronym(one: str, other: str) -> bool:
    """Return whether one name is the initials of the other: "Cordillera Administrative Region (CAR)"."""
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", long) if word[0].isupper())
    return short.isupper() and len(short) > 1 and short.replace(".", "") == initials
