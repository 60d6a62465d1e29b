"""Trains the ranker: texts with located names and a gazetteer to a few named weights.

Each pass is a softmax regression over candidates, fitted by Newton's method with a small penalty; the likelihood is that
of any right candidate. Confidence is a logistic regression over the choices, fitted on texts of other newspapers than
those the weights come from, so that it is not flattered. The same input gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.model import Mention
from geomap.resolve.arrays import Floats, Ints, best_of, softmax
from geomap.resolve.batch import Batch, make_batch
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.context import context_features
from geomap.resolve.publisher_prior import PublisherPriors
from geomap.resolve.ranker import CERTAINTY, PASSES, Ranker, certainty_evidence
from training.corpus import GoldName, GoldText
from training.folds import fold_of

RIGHT_KM = 161.0  # 100 miles, the field's measure
_CLOSE_KM = 25.0
_PENALTY = 0.5
_ROUNDS = 30
_FOLDS = 3
_SURE = 0.8
_SMALL_STEP = 1e-3  # of any weight: no choice changes any more

Names = Callable[[GoldText], Sequence[Mention]]


@dataclass(slots=True)
class Case:
    """A document's batch and, by candidate, whether it is right; ``known`` groups have gold."""

    text: GoldText
    batch: Batch
    right: npt.NDArray[np.bool_]
    reached: npt.NDArray[np.bool_]  # within RIGHT_KM: good enough to be called right, if not the best
    known: npt.NDArray[np.bool_]
    weight: Floats  # by group: how many gold mentions it has
    tables: dict[str, Floats] = field(default_factory=dict)


def make_cases(texts: Iterable[GoldText], gazetteer: Gazetteer, names: Names) -> list[Case]:
    """Look up every text's gold names, with ``names`` of it as context, and mark the right candidates."""
    finder = CandidateFinder(gazetteer)
    cases: list[Case] = []
    for text in texts:
        mentions = _mentions(text, names(text))
        batch = make_batch([(text.text, mentions)], finder)
        if batch is not None:
            cases.append(_case(text, mentions, batch, gazetteer))
    return cases


def _mentions(text: GoldText, others: Sequence[Mention]) -> list[Mention]:
    gold = [
        Mention(post_id="", start=n.start, end=n.end, text=text.text[n.start : n.end], confidence=1.0)
        for n in text.names
        if n.end > n.start
    ]
    kept = [m for m in others if not any(m.start < g.end and g.start < m.end for g in gold)]
    return sorted([*gold, *kept], key=lambda mention: (mention.start, mention.end))


def _case(text: GoldText, mentions: Sequence[Mention], batch: Batch, gazetteer: Gazetteer) -> Case:
    by_span = {(name.start, name.end): name for name in text.names if name.lat is not None}
    right = np.zeros(len(batch), bool)
    reached = np.zeros(len(batch), bool)
    known = np.zeros(len(batch.groups), bool)
    weight = np.zeros(len(batch.groups), np.float32)
    for at, group in enumerate(batch.groups):
        gold = [by_span[span] for i in group.mentions if (span := (mentions[i].start, mentions[i].end)) in by_span]
        if gold:
            own = slice(int(batch.starts[at]), int(batch.starts[at + 1]))
            right[own], reached[own] = _right(gold[0], batch, own, gazetteer)
            known[at], weight[at] = True, len(gold)
    return Case(text, batch, right, reached, known, weight)


def _right(gold: GoldName, batch: Batch, own: slice, gazetteer: Gazetteer) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    rows = batch.rows[own]
    row = gazetteer.index.row_of(gold.place_id) if gold.place_id else None
    same = rows == (-1 if row is None else row)
    columns = gazetteer.index.columns
    km = _km(gold, columns.lat[rows], columns.lon[rows])
    within = np.nan_to_num(km, nan=np.inf) <= RIGHT_KM
    close = np.nan_to_num(km, nan=np.inf) <= _CLOSE_KM
    if same.any():
        return same, same | within
    return (close if close.any() else within), within


def _km(gold: GoldName, lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    a, b = np.radians(float(gold.lat or 0)), np.radians(lat)
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lon - float(gold.lon or 0)) / 2) ** 2
    distance: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1, np.sqrt(h)))
    return distance


def fit_ranker(cases: Sequence[Case], made_up: Sequence[Case] = ()) -> Ranker:
    """Fit the three passes, then the confidence on choices that weights of other folds made.

    ``made_up`` texts have their names from the gazetteer, so that the true place is never missing from it: the confidence would be
    flattered by them.
    """
    weights = _fit_passes([*cases, *made_up])
    rows: list[Floats] = []
    labels: list[Floats] = []
    shares: list[Floats] = []
    for fold in range(_FOLDS):
        held_out = [case for case in cases if fold_of(case.text.newspaper, _FOLDS) == fold]
        rest = [case for case in cases if fold_of(case.text.newspaper, _FOLDS) != fold]
        if held_out and rest:
            _choices(held_out, _fit_passes([*rest, *made_up], publishers=False), rows, labels, shares)
    certainty = _fit_logistic(np.concatenate(rows), np.concatenate(labels), np.concatenate(shares))
    return Ranker(passes=weights, certainty=certainty)


def as_json(ranker: Ranker) -> dict[str, dict[str, float]]:
    """Return the weights by pass and name of feature, zeros left out."""
    table = {
        name: {feature: round(float(w), 4) for feature, w in zip(features, ranker.passes[name], strict=True) if abs(w) >= 1e-4}  # noqa: PLR2004
        for name, features in PASSES.items()
    }
    table["certainty"] = {feature: round(float(w), 4) for feature, w in zip(CERTAINTY, ranker.certainty, strict=True)}
    return table


def _fit_passes(cases: Sequence[Case], *, publishers: bool = True) -> dict[str, Floats]:
    weights: dict[str, Floats] = {}
    for case in cases:
        case.tables["first"] = np.concatenate([case.batch.static, case.batch.local], axis=1)
    weights["first"] = _fit(cases, "first")
    _add_context(cases, weights["first"])
    weights["second"] = _fit(cases, "second")
    if publishers:
        _add_publishers(cases, weights["second"])
        weights["beat"] = _fit(cases, "beat")
    return weights


def _add_context(cases: Sequence[Case], first: Floats) -> None:
    for case in cases:
        p = softmax(case.tables["first"] @ first, case.batch.starts)
        case.tables["context"] = context_features(case.batch, p)
        case.tables["second"] = np.concatenate([case.tables["first"], case.tables["context"]], axis=1)


def _add_publishers(cases: Sequence[Case], second: Floats) -> None:
    priors = PublisherPriors()
    for at, case in enumerate(cases):
        p = softmax(case.tables["second"] @ second, case.batch.starts)
        chosen = best_of(p, case.batch.starts)
        settlements = ~case.batch.static[chosen][:, :3].any(axis=1)
        priors.add(case.text.newspaper, at, case.batch, chosen[(p[chosen] >= _SURE) & settlements].tolist())
    for at, case in enumerate(cases):
        told = priors.features(case.text.newspaper, at, case.batch, case.batch.candidates_of(0))
        case.tables["beat"] = np.concatenate([case.tables["second"], told], axis=1)


def _choices(cases: Sequence[Case], weights: dict[str, Floats], rows: list[Floats], labels: list[Floats], shares: list[Floats]) -> None:
    for case in cases:
        case.tables["first"] = np.concatenate([case.batch.static, case.batch.local], axis=1)
    _add_context(cases, weights["first"])
    for case in cases:
        p = softmax(case.tables["second"] @ weights["second"], case.batch.starts)
        chosen = best_of(p, case.batch.starts)
        evidence = certainty_evidence(case.batch, p, case.tables["context"], chosen)
        rows.append(evidence[case.known])
        labels.append(case.reached[chosen][case.known].astype(np.float32))
        shares.append(case.weight[case.known])


def _fit(cases: Sequence[Case], name: str) -> Floats:
    """Maximize the weighted log-likelihood of the right candidates, less a penalty on large weights."""
    table, right, starts, weight = _stack(cases, name)
    w = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        p = softmax(np.asarray(table @ w, np.float32), starts).astype(np.float64)
        q = _conditioned(p, right, starts)
        by_candidate = np.repeat(weight, np.diff(starts))
        gradient = table.T @ ((q - p) * by_candidate) - _PENALTY * w
        mean = np.add.reduceat(table * p[:, None], starts[:-1], axis=0)
        hessian = (table * (p * by_candidate)[:, None]).T @ table - (mean * weight[:, None]).T @ mean + _PENALTY * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step * min(1.0, 4.0 / max(1e-9, float(np.abs(step).max())))
        if np.abs(step).max() < _SMALL_STEP:
            break
    return w.astype(np.float32)


def _stack(cases: Sequence[Case], name: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], Ints, npt.NDArray[np.float64]]:
    tables, right, sizes, weights = [], [], [], []
    for case in cases:
        some_right = np.logical_or.reduceat(case.right, case.batch.starts[:-1])
        used = case.known & some_right
        kept = used[case.batch.group_index]
        tables.append(case.tables[name][kept])
        right.append(case.right[kept])
        sizes.append(np.diff(case.batch.starts)[used])
        weights.append(np.sqrt(case.weight[used]))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    return np.concatenate(tables).astype(np.float64), np.concatenate(right), starts, np.concatenate(weights).astype(np.float64)


def _conditioned(p: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], starts: Ints) -> npt.NDArray[np.float64]:
    """Return the probabilities given that the choice is right."""
    kept = p * right
    total = np.add.reduceat(kept, starts[:-1])
    conditioned: npt.NDArray[np.float64] = kept / np.maximum(np.repeat(total, np.diff(starts)), 1e-12)
    return conditioned


def _fit_logistic(table: Floats, labels: Floats, weight: Floats) -> Floats:
    x, w = table.astype(np.float64), np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weight * (labels - p)) - w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step
        if np.abs(step).max() < _SMALL_STEP:
            break
    return w.astype(np.float32)
