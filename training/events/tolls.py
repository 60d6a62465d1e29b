"""Examples of counts and the events that they belong to, and the fit of the weights by which they are given to events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geomap.events.counts.model import Casualty
from geomap.events.gate.vectors import checksum
from geomap.events.gate.view import PostView
from geomap.events.mentions import EventMention
from geomap.events.ontology import fine_kinds
from geomap.events.tolls.assign import counts_of, pairs_of
from geomap.events.tolls.features import Features
from geomap.events.tolls.model import TollWeights
from geomap.events.tolls.post import PostCounts
from training.events.gold import is_at

PULL = 3.0  # how strongly weights are held near zero
FEWEST = 4  # pairs with a feature
ROUNDS = 120
MISSED = 0.3  # what a count of an event that the gate misses weighs: it looks like one of the events that the gate sees

Doubles = npt.NDArray[np.float64]
Part = Callable[[Doubles], tuple[float, Doubles]]  # from scores to the loss and its gradient


@dataclass(frozen=True, slots=True)
class TollExample:
    """A count with an event that it may belong to."""

    features: Features
    count: Hashable  # the same for all pairs of one count
    event: Hashable  # the same for all pairs of one event with counts of one harm
    right: bool
    weight: float = 1.0


def toll_examples(
    view: PostView, mentions: Sequence[EventMention], events: Sequence[Mapping[str, Any]], weight: float, key: str
) -> list[TollExample]:
    """Return the examples of one post.

    Args:
        view: The post.
        mentions: Its event mentions as the gate decides on them.
        events: The annotated events to show.
        weight: What an example counts for.
        key: Tells the post apart from others.
    """
    post = PostCounts.of(view, mentions, counts_of(view))
    pairs = pairs_of(post)
    there = [_events_there(post, event) for event in events]
    examples = []
    for number, told in enumerate(post.told):
        having = [found for event, found in zip(events, there, strict=True) if _has(event, told.count)]
        right = _nearest(post, number, {at for found in having for at in found if (number, at) in pairs})
        share = MISSED if having and not right else 1.0
        examples += [
            TollExample(features, (key, number), (key, at, told.count.harm), at in right, weight * share)
            for (other, at), features in pairs.items()
            if other == number
        ]
    return examples


def _has(event: Mapping[str, Any], count: Casualty) -> bool:
    """Whether an annotated event has a count of its harm with its number."""
    counts = [value for key, value in (event.get("counts") or {}).items() if key.startswith(count.harm.value)]
    return bool(counts) and (sum(counts) == count.count or count.count in counts)


def _events_there(post: PostCounts, event: Mapping[str, Any]) -> Sequence[int]:
    """Return the events of a post at the place of an annotated one: those at the very place first, then those of its kind."""
    there = [at for at in post.owners if (place := post.mentions[at].place) is not None and is_at(place, event)]
    exact = [at for at in there if (place := post.mentions[at].place) is not None and place.id == event["place"]]
    return [at for at in exact or there if _is_of_kind(post.mentions[at], event)] or exact or there


def _is_of_kind(mention: EventMention, event: Mapping[str, Any]) -> bool:
    own = mention.trigger.kind.sub_type
    kinds = {kind for kind, _ in fine_kinds(own)}
    return own in event["types"] or any(kind in kinds for name in event["types"] for kind, _ in fine_kinds(name))


def _nearest(post: PostCounts, number: int, events: set[int]) -> set[int]:
    gaps = {at: abs(post.homes[at] - post.told[number].reading) for at in events}
    return {at for at, gap in gaps.items() if gap == min(gaps.values())}


def fit_tolls(examples: Sequence[TollExample]) -> TollWeights:
    """Return the weights that explain the examples.

    One score of a pair makes two choices likely: that of the event of each count, and that of the count of each event; either may be none.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - needed for training only
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    seen = Counter(name for example in examples for name in example.features)
    names = sorted(name for name, count in seen.items() if count >= FEWEST)
    at = {name: number for number, name in enumerate(names)}
    cells = [(row, at[name], value) for row, one in enumerate(examples) for name, value in one.features.items() if name in at]
    rows, columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(examples), len(names)))
    transposed = matrix.T.tocsr()
    parts = [_choice(examples, [one.count for one in examples]), _choice(examples, [one.event for one in examples])]

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        scores = matrix @ weights
        told = [part(scores) for part in parts]
        value = sum(lost for lost, _ in told) + 0.5 * PULL * float(weights @ weights)
        return value, transposed @ sum(slope for _, slope in told) + PULL * weights

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return TollWeights(hashes=np.asarray([checksum(name) for name in names], np.uint32), weights=best)


def _choice(examples: Sequence[TollExample], keys: Sequence[Hashable]) -> Part:
    """Return the loss of the choice of one pair, or none, among those with one key."""
    numbers: dict[Hashable, int] = {}
    group = np.asarray([numbers.setdefault(key, len(numbers)) for key in keys])
    order = np.argsort(group, kind="stable")
    back, group = np.argsort(order, kind="stable"), group[order]
    right = np.asarray([example.right for example in examples])[order]
    starts = np.searchsorted(group, np.arange(len(numbers)))
    weight = np.minimum.reduceat(np.asarray([example.weight for example in examples])[order], starts)
    none = ~np.maximum.reduceat(right, starts)

    def part(scores: Doubles) -> tuple[float, Doubles]:
        own = scores[order]
        highest = np.maximum(np.maximum.reduceat(own, starts), 0.0)
        raised = np.exp(own - highest[group])
        whole = np.add.reduceat(raised, starts) + np.exp(-highest)
        shares = raised / whole[group]
        hit = np.maximum(np.add.reduceat(np.where(right, shares, 0.0), starts) + np.where(none, np.exp(-highest) / whole, 0.0), 1e-12)
        aim = np.where(right, shares, 0.0) / hit[group]
        return float(-(weight * np.log(hit)).sum()), ((shares - aim) * weight[group])[back]

    return part
