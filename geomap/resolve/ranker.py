"""The ranker: a linear score over named features, softmax over the candidates of a name, and a calibrated confidence.

Weights are a small JSON file: for each pass feature -> weight. Confidence is a logistic regression over what shows how
firm a choice is; that the true place may be missing from the gazetteer is part of what it has learned.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.pins import ABROAD, LONE
from geomap.resolve.arrays import Bools, Floats, Ints, softmax, weighed
from geomap.resolve.batch import AREA, COUNTRY, LOCAL, REGION, Batch
from geomap.resolve.context import CONTEXT, share_elsewhere
from geomap.resolve.features import STATIC
from geomap.resolve.publisher_prior import PUBLISHER

FIRST = (*STATIC, *LOCAL)
SECOND = (*FIRST, *CONTEXT)
THIRD = (*SECOND, *PUBLISHER)
PASSES = {"first": FIRST, "second": SECOND, "beat": THIRD}
CERTAINTY = (
    "bias", "log_odds", "probability", "only_one", "supported", "near_others", "lone_unsupported",
    "is_country", "is_region", "is_settlement", "people",
    "demonym", "derived", "stripped", "held", "few_names", "elsewhere", "elsewhere_small", "elsewhere_only",
)  # fmt: skip

_LEAST_SUPPORT = 0.1  # below it nothing else in the text is in the country of a place or near it
_LEAST_NEAR = 0.5  # of the kernel of 150 km: another place within some 100 km
_LOG_POPULOUS = 4.0  # 10,000 people: a town
_PEOPLE_SCALE = 7.0  # of the feature: log10 of the people over this
_COSINE_OF_RECORD = math.cos(15.0 / EARTH_RADIUS_KM)  # records of one name and no wide place that are as near are of one place
_WIDE = (COUNTRY, REGION, AREA)
_HELD = [LOCAL.index("held"), LOCAL.index("sentence_held")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """The weights of each pass and of the confidence, in the order of the features' names."""

    passes: dict[str, Floats]
    certainty: Floats

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read weights from the JSON file that training wrote; a feature that it lacks weighs nothing."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        passes = {name: _ordered(stored[name], features) for name, features in PASSES.items()}
        return cls(passes=passes, certainty=_ordered(stored["certainty"], CERTAINTY))

    def probabilities(self, name: str, features: Floats, starts: Ints, prior: Floats | float = 0.0) -> Floats:
        """Return the softmax, over each group's candidates, of the scores of pass ``name`` with ``prior`` added."""
        return softmax(weighed(features, self.passes[name]) + prior, starts)

    def confidence(self, evidence: Floats) -> Floats:
        """Return the calibrated probability that a choice is right, from one row of ``CERTAINTY`` a choice."""
        odds = np.clip(weighed(evidence, self.certainty), -30, 30)
        return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def most_confidence(batch: Batch, context: Floats, chosen: Ints) -> Floats:
    """Return how sure of each group's choice an answer can be at most: 1, and less without support.

    The only place of a name that is neither populous nor supported by the text is at most ``LONE``: the place meant may be missing
    from the gazetteer. A small place in another country than all that its sentences name is at most ``ABROAD``.
    """
    static = batch.static[chosen]
    people = static[:, STATIC.index("people")] * _PEOPLE_SCALE
    is_known = (people >= _LOG_POPULOUS) | np.isin(batch.kinds[chosen], _WIDE) | (static[:, STATIC.index("is_landmark")] > 0)
    narrowed = np.array([group.unnarrowed is not None for group in batch.groups])
    stated = narrowed | (batch.local[chosen][:, _HELD].max(axis=1) > 0)
    is_lone = (np.diff(batch.starts) == 1) & ~stated & ~is_known & ~_is_near_others(context, chosen)
    is_country = batch.kinds[chosen] == COUNTRY
    country = batch.country[chosen]
    names_country = batch.together & is_country[None, :]
    abroad = names_country.any(axis=1) & ~(names_country & (country[:, None] == country[None, :])).any(axis=1)
    return np.where(is_lone, LONE, np.where(abroad & ~is_known & (country != 0), ABROAD, 1.0))


def _is_near_others(context: Floats, chosen: Ints) -> Bools:
    """Return whether something else in the text is in the region or the district of each group's choice, or near it.

    That the text names its country is not enough for the only place of a name that is small: sources lack most such places.
    """
    region = context[chosen][:, [CONTEXT.index(name) for name in ("admin1_share", "admin2_share", "admin1_named", "admin2_named")]].sum(
        axis=1
    )
    return np.asarray((region >= _LEAST_SUPPORT) | (context[chosen, CONTEXT.index("nearest")] >= _LEAST_NEAR), bool)


def _is_supported(batch: Batch, context: Floats, chosen: Ints) -> Bools:
    """Return whether something else in the text is in the country of each group's choice, in its region, or near it."""
    held = batch.local[chosen, LOCAL.index("held")]
    support = context[chosen][:, :3].sum(axis=1) + context[chosen][:, 3:7].sum(axis=1) + held
    return np.asarray((support >= _LEAST_SUPPORT) | (context[chosen, CONTEXT.index("nearest")] >= _LEAST_SUPPORT), bool)


def _share_of_place(batch: Batch, p: Floats, chosen: Ints) -> Floats:
    """Return the probability of each group's choice with that of the other records of its place: sources have many towns twice."""
    cosine = (batch.xyz * batch.xyz[chosen][batch.group_index]).sum(axis=1)
    is_wide = np.isin(batch.kinds, _WIDE)
    same = (cosine >= _COSINE_OF_RECORD) & ~is_wide & ~is_wide[chosen][batch.group_index]
    same[chosen] = True
    return np.asarray(np.bincount(batch.group_index, weights=p * same, minlength=len(chosen)), np.float32)


def certainty_evidence(batch: Batch, p: Floats, context: Floats, chosen: Ints) -> Floats:
    """Return what shows how certain each group's choice is, one row of ``CERTAINTY`` each."""
    share = np.clip(_share_of_place(batch, p, chosen), 1e-4, 1 - 1e-4)
    only = np.diff(batch.starts) == 1
    held = batch.local[chosen, LOCAL.index("held")]
    support = np.minimum(1, context[chosen][:, :3].sum(axis=1) + context[chosen][:, 3:7].sum(axis=1) + held)
    near = context[chosen, CONTEXT.index("nearest")]
    static = batch.static[chosen]
    derived = static[:, STATIC.index("form_unit_added") : STATIC.index("form_adjective") + 1].sum(axis=1)
    settlement = ~static[:, : STATIC.index("is_area") + 1].any(axis=1)
    unsupported = ~_is_supported(batch, context, chosen)
    elsewhere = share_elsewhere(batch, p, chosen) * (1 - static[:, 0])  # a country may be named beside any other
    columns = [
        *(np.ones_like(share), np.log(share / (1 - share)), share, only, support, near, only & unsupported),
        *(static[:, 0], static[:, 1], settlement, static[:, STATIC.index("people")], static[:, STATIC.index("name_demonym")]),
        *(derived, static[:, STATIC.index("stripped")], held, static[:, STATIC.index("names")]),
        *(elsewhere, elsewhere * (1 - static[:, STATIC.index("people")]) * (1 - static[:, 1]), elsewhere * only),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _ordered(weights: dict[str, float], features: tuple[str, ...]) -> Floats:
    return np.array([weights.get(name, 0.0) for name in features], np.float32)
