"""Fitting the two heads of the gate with L-BFGS; convex, so that the same examples give the same weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geomap.events.gate.features import Features
from geomap.events.gate.kinds import kind_names
from geomap.events.gate.model import KIND_WINDOWS, GateWeights, is_kind_feature
from geomap.events.gate.vectors import Floats, checksum


@dataclass(frozen=True, slots=True)
class Example:
    """One named place of an annotated post."""

    features: Features
    windows: Floats  # (W, D)
    of_kind: Floats  # (K, S)
    kinds: Sequence[Sequence[str]]  # of each event there: the kinds that readers accept, best first
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSettings:
    """How strongly weights are held near zero (larger: more), and how rare a feature may be."""

    site: float = 10.0
    classes_of_words: float = 4.0  # times `site`, for features that are classes of words
    windows: float = 0.45  # times `site`
    kind_shared: float = 0.3
    kind_own: float = 1.0
    kind_named: float = 6.0
    fewest: int = 3  # examples with a feature
    rounds: int = 150


Doubles = npt.NDArray[np.float64]

WORD_CLASSES = ("-3 ", "-2 ", "-1 ", "1 ", "2 ", "3 ", "before ", "after ", "sentence has ")


def fit_heads(examples: Sequence[Example], settings: HeadSettings | None = None) -> GateWeights:
    """Return the weights that explain the examples."""
    settings = settings or HeadSettings()
    names, weights, windows, bias = _fit_site(examples, settings)
    sites = [example for example in examples if example.kinds and example.kinds[0]]
    shared, kind_windows, kind_feature_names, named, kind_bias = _fit_kinds(sites, settings)
    return GateWeights(
        site_hashes=np.asarray([checksum(name) for name in names], np.uint32),
        site_weights=weights,
        site_windows=windows,
        site_bias=np.asarray([bias]),
        kind_shared=shared,
        kind_windows=kind_windows,
        kind_hashes=np.asarray([checksum(name) for name in kind_feature_names], np.uint32),
        kind_weights=named,
        kind_bias=kind_bias,
    )


@dataclass(slots=True)
class _Columns:
    """The named features that training keeps, as columns."""

    names: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Features], fewest: int) -> _Columns:
        counts = Counter(name for row in rows for name in row)
        names = sorted(name for name, count in counts.items() if count >= fewest)
        return cls(names, {name: number for number, name in enumerate(names)})

    def matrix(self, rows: Sequence[Features]) -> object:
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - needed for training only

        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for row in rows:
            for name, value in row.items():
                column = self.at.get(name)
                if column is not None:
                    columns.append(column)
                    data.append(value)
            ends.append(len(columns))
        return csr_matrix((np.asarray(data, np.float64), columns, ends), shape=(len(rows), len(self.names)))


def _fit_site(examples: Sequence[Example], settings: HeadSettings) -> tuple[list[str], Doubles, Doubles, float]:
    from scipy.optimize import minimize  # noqa: PLC0415 - needed for training only
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415

    columns = _Columns.of([example.features for example in examples], settings.fewest)
    named = columns.matrix([example.features for example in examples])
    shape = examples[0].windows.shape
    dense = np.stack([example.windows.ravel() for example in examples]).astype(np.float64)
    matrix = hstack([named, csr_matrix(dense)]).tocsr()
    truth = np.asarray([bool(example.kinds) for example in examples], np.float64)
    given = np.asarray([example.weight for example in examples])
    pull = np.full(matrix.shape[1], settings.site)
    pull[[at for name, at in columns.at.items() if name.startswith(WORD_CLASSES)]] *= settings.classes_of_words
    pull[len(columns.names) :] *= settings.windows

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights[:-1] + weights[-1]
        signed = np.where(truth > 0, scores, -scores)
        missed = given * (1 / (1 + np.exp(-scores)) - truth)
        value = (given * np.logaddexp(0, -signed)).sum() + 0.5 * (pull * weights[:-1] ** 2).sum()
        return float(value), np.append(matrix.T @ missed + pull * weights[:-1], missed.sum())

    best = minimize(loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": settings.rounds}).x
    count = len(columns.names)
    return columns.names, best[:count], best[count:-1].reshape(shape), float(best[-1])


def _fit_kinds(sites: Sequence[Example], settings: HeadSettings) -> tuple[Doubles, Doubles, list[str], Doubles, Doubles]:
    from scipy.optimize import minimize  # noqa: PLC0415 - needed for training only

    rows = [{name: value for name, value in example.features.items() if is_kind_feature(name)} for example in sites]
    columns = _Columns.of(rows, settings.fewest)
    named = np.asarray(columns.matrix(rows).todense())  # type: ignore[attr-defined]
    windows = np.stack([example.windows[list(KIND_WINDOWS)].ravel() for example in sites])
    place = np.concatenate([windows, named, np.ones((len(sites), 1))], 1)
    of_kind = np.stack([example.of_kind for example in sites]).astype(np.float64)
    wanted, accepted = _kind_targets(sites)
    given = np.asarray([example.weight for example in sites])
    shared, own, kinds = of_kind.shape[2], place.shape[1], of_kind.shape[1]
    pull = np.full(own, settings.kind_own)
    pull[windows.shape[1] : -1] = settings.kind_named
    pull[-1] = 0.1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        common, table = weights[:shared], weights[shared:].reshape(own, kinds)
        scores = of_kind @ common + place @ table
        scores -= scores.max(1, keepdims=True)
        p = np.exp(scores)
        p /= p.sum(1, keepdims=True)
        right = (p * accepted).sum(1) + 1e-9
        aim = 0.5 * wanted + 0.5 * p * accepted / right[:, None]
        value = (given * (-0.5 * (wanted * np.log(p + 1e-9)).sum(1) - 0.5 * np.log(right))).sum()
        value += 0.5 * settings.kind_shared * (common**2).sum() + 0.5 * (pull[:, None] * table**2).sum()
        missed = (p - aim) * given[:, None]
        gradient = place.T @ missed + pull[:, None] * table
        return float(value), np.concatenate([np.einsum("nk,nks->s", missed, of_kind) + settings.kind_shared * common, gradient.ravel()])

    best = minimize(loss, np.zeros(shared + own * kinds), jac=True, method="L-BFGS-B", options={"maxiter": settings.rounds}).x
    table = best[shared:].reshape(own, kinds)
    size = sites[0].windows.shape[1]
    cut = len(KIND_WINDOWS) * size
    return best[:shared], table[:cut].reshape(len(KIND_WINDOWS), size, kinds), columns.names, table[cut:-1], table[-1]


def _kind_targets(sites: Sequence[Example]) -> tuple[Doubles, Doubles]:
    """Return how the kinds of each site share its weight (N, K), and which are accepted for its first event."""
    at = {name: number for number, name in enumerate(kind_names())}
    wanted = np.zeros((len(sites), len(at)))
    accepted = np.zeros((len(sites), len(at)))
    for row, example in enumerate(sites):
        for number, kinds in enumerate(example.kinds):
            for order, kind in enumerate(kinds):
                wanted[row, at[kind]] += (1.0 if order == 0 else 0.5) * (1.0 if number == 0 else 0.4)
                accepted[row, at[kind]] = max(accepted[row, at[kind]], float(number == 0))
    return wanted / np.maximum(wanted.sum(1, keepdims=True), 1e-9), accepted
