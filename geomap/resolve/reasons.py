"""Why a place was chosen, in words: what spoke for it, or against it, compared with the next candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from geomap.model import Reason
from geomap.resolve.describe import Floats

BESIDE, SENTENCE = "the text names beside it what it lies in", "the sentence names its region or district"
_MOST = 4
_LEAST = 0.25


@dataclass(frozen=True, slots=True)
class _Topic:
    """Features that say one thing in several ways, and its words: for the place, against it, and of one that stands alone."""

    features: tuple[str, ...]
    for_it: str
    against: str
    alone: str | None = None


_TOPICS = (
    _Topic(
        (
            "is_country", "is_region", "is_district", "is_neighborhood", "is_facility", "is_water", "is_terrain", "is_area",
            "is_capital", "is_seat", "is_landmark",
        ),
        "such names mean a place of its kind sooner than one of the next candidate's kind",
        "such names mean a place of the next candidate's kind sooner",
    ),
    _Topic(
        ("people", "people_share", "most_people", "settlement_uncounted"),
        "more people are known to live there than in the next candidate",
        "more people are known to live in the next candidate",
    ),
    _Topic(("names", "names_share"), "it is known by more names than the next candidate", "the next candidate is known by more names"),
    _Topic(
        (
            "name_alternate", "name_short", "name_historic", "name_colloquial", "name_abbreviation", "name_transliterated", "name_demonym",
            "form_unit_added", "form_unit_dropped", "form_transliterated", "form_inflected", "form_adjective", "stripped", "like_main_name",
        ),
        "the name fits it better than the next candidate",
        "the name fits the next candidate better",
    ),
    _Topic(
        ("approximate",), "its position is known better than the next candidate's", "its position is known only roughly"
    ),
    _Topic(
        ("hint_fits", "hint_clashes"),
        "the words beside the name say its kind",
        "the words beside the name say another kind",
        "the words beside the name say its kind",
    ),
    _Topic(
        ("held", "holder_differs"),
        BESIDE,
        "the text says beside it that it lies elsewhere",
        BESIDE,
    ),
    _Topic(
        ("sentence_held",),
        SENTENCE,
        "the sentence names the next candidate's region or district",
        SENTENCE,
    ),
    _Topic(
        ("bare_region", "bare_other"),
        "by itself the name means the town and not what is named after it",
        "by itself the name would mean the town of that name",
    ),
    _Topic(
        ("country_share", "country_named"),
        "the text names its country or places there",
        "the text names the next candidate's country or places there",
        "the text names its country or places there",
    ),
    _Topic(
        ("admin1_share", "admin1_named", "admin2_share", "admin2_named"),
        "the text names its region or places there",
        "the text names the next candidate's region or places there",
        "the text names its region or places there",
    ),
    _Topic(
        ("holds_named",),
        "the text names places inside it",
        "the text names places inside the next candidate",
        "the text names places inside it",
    ),
    _Topic(
        ("near", "close", "nearest", "sentence_near"),
        "the text names places near it",
        "the text names places near the next candidate",
        "the text names places near it",
    ),
    _Topic(
        ("beat_country", "beat_admin1", "beat_admin2", "beat_near", "beat_close"),
        "the publisher's other posts are about places there",
        "the publisher's other posts are about places near the next candidate",
        "the publisher's other posts are about places there",
    ),
)  # fmt: skip
_ONLY = Reason(text="the gazetteer has no other place of this name", weight=0.0)


@lru_cache
def _topics_of(names: tuple[str, ...]) -> Floats:
    """Give the matrix that sums features by topic."""
    return np.array([[name in topic.features for topic in _TOPICS] for name in names], np.float32)


def sums_by_topic(names: tuple[str, ...], contributions: Floats) -> Floats:
    """Sum ``contributions``, a row for each choice and a column for each of the features ``names``, into a column for each topic.

    Each row is summed alike wherever it stands, which a product of matrices does not promise.
    """
    return np.asarray(np.einsum("ij,jk->ik", contributions, _topics_of(names)), np.float32)


def reasons_for(sums: Sequence[float], strongest: Sequence[int], *, only: bool) -> tuple[Reason, ...]:
    """Put the strongest of what speaks for a choice into words.

    Args:
        sums: by topic, weights times features, less those of the next candidate; with ``only`` those of the place itself.
        strongest: the topics, that of the largest sum of either sign first.
        only: there is no other candidate.
    """
    reasons = [_ONLY] if only else []
    for at in strongest:
        topic, weight = _TOPICS[at], sums[at]
        if abs(weight) < _LEAST or len(reasons) == _MOST:
            break
        text = (topic.alone if weight > 0 else None) if only else topic.for_it if weight > 0 else topic.against
        if text is not None:
            reasons.append(Reason(text=text, weight=round(weight, 3)))
    return tuple(reasons)
