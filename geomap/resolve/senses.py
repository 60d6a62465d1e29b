"""Places of one name that the text itself tells apart: "Springfield, Illinois, and Springfield, Massachusetts".

A name means one place in a document, unless the words beside two of its mentions hold different ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from geomap.model import Mention
from geomap.resolve.describe import CandidateSet
from geomap.resolve.hints import Hints

_COUNTRY, _REGION, _DISTRICT = (KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT))
_ALL: frozenset[int] = frozenset()


def tell_apart(mentions: Sequence[Mention], hints: Sequence[Hints], found: Sequence[CandidateSet | None]) -> list[frozenset[int]]:
    """Give for each mention, with its hints and candidates, the rows of the index that the text leaves; none where it does not tell."""
    left: list[frozenset[int]] = [_ALL] * len(mentions)
    for name in _told_twice(mentions, hints):
        same = [i for i, mention in enumerate(mentions) if mention.text == name]
        numbers, told = _senses(same, hints, found)
        for i, number in zip(same, numbers, strict=True):
            left[i] = told[number] if len(told) > 1 else _ALL
    return left


def _told_twice(mentions: Sequence[Mention], hints: Sequence[Hints]) -> list[str]:
    """Give the names whose mentions are held by different names."""
    holders: dict[str, set[str]] = {}
    for mention, hint in zip(mentions, hints, strict=True):
        if hint.holders:
            holders.setdefault(mention.text, set()).add(mentions[hint.holders[0]].text)
    return [name for name, held_by in holders.items() if len(held_by) > 1]


def _senses(same: Sequence[int], hints: Sequence[Hints], found: Sequence[CandidateSet | None]) -> tuple[list[int], list[frozenset[int]]]:
    """Number the places that the mentions of one name mean, and give the rows each may be; one that nothing holds means the last."""
    numbers: list[int] = []
    told: list[frozenset[int]] = []
    last = 0
    for i in same:
        inside = frozenset(at for j in hints[i].holders for at in _held(found[i], found[j]))
        if inside:
            last = next((number for number, other in enumerate(told) if other & inside), len(told))
            told[last : last + 1] = [told[last] & inside if last < len(told) else inside]
        numbers.append(last)
    return numbers, told


def _held(places: CandidateSet | None, holder: CandidateSet | None) -> list[int]:
    """Give the rows of the candidates that lie in a region, a district or a country that the holder may be."""
    if places is None or holder is None:
        return []
    _, kinds, country, admin1, admin2 = places.numbers.T
    inside = np.isin(admin1, holder.rows[holder.kinds == _REGION]) | np.isin(admin2, holder.rows[holder.kinds == _DISTRICT])
    inside |= np.isin(country, holder.country[holder.kinds == _COUNTRY]) & (kinds != _COUNTRY)
    inside &= ~np.isin(places.rows, holder.rows)
    held: list[int] = places.rows[inside].tolist()
    return held
