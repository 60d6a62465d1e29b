"""What the names of a document say of each other: countries and regions that they share, and how near they are."""

from __future__ import annotations

import numpy as np

from gazetteer.codes import NOTHING
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.resolve.arrays import Floats, Ints, blocks, ends_of, positions
from geomap.resolve.batch import COUNTRY, DISTRICT, REGION, Batch

NEAR_KM = 150.0
CLOSE_KM = 30.0
_SOURCES_PER_NAME = 3
_LEAST_SOURCE = 0.05
# Names' worth of places elsewhere that a text is taken to name besides, for one other name says less of the rest than ten do. Of 0 to 8 on
# folds of newspapers it costs nothing, and in "Explosions in Lviv and Mykolaiv" both are the cities.
_UNHEARD = 6.0
_MOST_PAIRS = 1 << 16  # of candidates and places near which they may be, weighed at once

CONTEXT = (
    "country_share", "admin1_share", "admin2_share", "country_named", "admin1_named", "admin2_named", "holds_named",
    "near", "close", "nearest", "sentence_near", "alone",
)  # fmt: skip


def context_features(batch: Batch, p: Floats) -> Floats:
    """Return how the other names of its document support each candidate.

    Args:
        batch: N candidates of several documents.
        p: (N,) probability of each candidate within its name.

    Returns:
        (N, len(CONTEXT)) features, in the order of ``CONTEXT``.
    """
    sizes = np.diff(batch.group_starts)
    document = np.repeat(np.arange(len(sizes)), sizes)
    weight, others_of_group = _weigh(batch, document)
    mass = p * weight[batch.group_index]
    others = others_of_group[batch.group_index]
    table = np.zeros((len(batch), len(CONTEXT)), np.float32)
    units = _Units(batch, document)
    table[:, 0] = units.told(units.country, units.country, mass) / others
    table[:, 1] = units.told(units.admin1, units.admin1, mass) / others
    table[:, 2] = units.told(units.admin2, units.admin2, mass) / others
    table[:, 3] = units.told(units.country, units.country, mass * (batch.kinds == COUNTRY))
    table[:, 4] = units.told(units.admin1, units.row, mass * (batch.kinds == REGION))
    table[:, 5] = units.told(units.admin2, units.row, mass * (batch.kinds == DISTRICT))
    table[:, 6] = units.held(mass)
    table[:, 3:7] = np.minimum(1, table[:, 3:7])
    table[:, 7:11] = _nearness(batch, mass)
    table[:, 7:9] /= others[:, None]
    table[:, 11] = (sizes == 1)[document][batch.group_index]
    return table


def _weigh(batch: Batch, document: Ints) -> tuple[Floats, Floats]:
    """Return the weight of each group as evidence for others, and the weight of all others of its document together."""
    # A name that may be a person's says less about the others.
    weight = np.array([(1 + np.log(len(group.mentions))) * group.recognition_confidence for group in batch.groups], np.float32)
    everything = np.bincount(document, weights=weight).astype(np.float32)
    return weight, everything[document] - weight + _UNHEARD


def share_elsewhere(batch: Batch, p: Floats, chosen: Ints) -> Floats:
    """Return by how much the other names of a document support another country more than that of each group's choice, 0 to 1."""
    sizes = np.diff(batch.group_starts)
    document = np.repeat(np.arange(len(sizes)), sizes)
    weight, others = _weigh(batch, document)
    span = int(batch.country.max()) + 1
    mass = p * weight[batch.group_index] * (batch.country != 0)
    of_groups, in_group = np.unique(batch.group_index * span + batch.country, return_inverse=True)
    of_documents, in_document = np.unique(document[of_groups // span] * span + of_groups % span, return_inverse=True)
    own = np.bincount(in_group, weights=mass)
    total = np.bincount(in_document, weights=own)
    # Each group beside each country of its document.
    counts = np.bincount(of_documents // span, minlength=len(sizes))
    at = positions(ends_of(counts)[document], counts[document])
    group = np.repeat(np.arange(len(document)), counts[document])
    country = of_documents[at] % span
    wanted = group * span + country
    found = np.minimum(np.searchsorted(of_groups, wanted), len(of_groups) - 1)
    told = total[at] - np.where(of_groups[found] == wanted, own[found], 0.0)
    best = np.maximum.reduceat(told, ends_of(counts[document])[:-1])
    same = np.bincount(group, weights=told * (country == batch.country[chosen][group]) * (country != 0), minlength=len(document))
    return np.clip((best - same) / others, 0, 1).astype(np.float32)


class _Units:
    """The units and rows of all candidates, numbered by document and by group, so that sums by unit are one pass each."""

    def __init__(self, batch: Batch, document: Ints) -> None:
        self._kinds = batch.kinds
        country = np.where(batch.country == 0, NOTHING, -2 - batch.country)  # apart from rows
        units = np.stack([country, batch.admin1, batch.admin2, batch.rows])
        self._is_none = units == NOTHING
        units -= units.min()
        span = int(units.max()) + 1
        of_groups, self._in_group = np.unique(batch.group_index * span + units, return_inverse=True)
        of_documents, in_document = np.unique(document[of_groups // span] * span + of_groups % span, return_inverse=True)
        self._in_group = self._in_group.reshape(units.shape)
        self._in_document = in_document[self._in_group]
        self._count_in_groups, self._count_in_documents = len(of_groups), len(of_documents)
        self.country, self.admin1, self.admin2, self.row = range(len(units))

    def told(self, wanted: int, given: int, mass: Floats) -> Floats:
        """Sum for each candidate the mass of other groups' candidates of its document whose ``given`` unit is its ``wanted`` one."""
        total = np.bincount(self._in_document[given], weights=mass, minlength=self._count_in_documents)
        own = np.bincount(self._in_group[given], weights=mass, minlength=self._count_in_groups)
        found = np.maximum(total[self._in_document[wanted]] - own[self._in_group[wanted]], 0.0)
        found[self._is_none[wanted]] = 0.0
        return np.asarray(found, np.float32)

    def held(self, mass: Floats) -> Floats:
        """Sum for regions and districts the mass of other groups' candidates inside them."""
        kinds = self._kinds
        smaller = mass * ((kinds != REGION) & (kinds != COUNTRY))
        found: Floats = self.told(self.row, self.admin1, smaller) * (kinds == REGION)
        found += self.told(self.row, self.admin2, smaller * (kinds != DISTRICT)) * (kinds == DISTRICT)
        return found


def _nearness(batch: Batch, mass: Floats) -> Floats:
    """Weigh nearness to the other groups' likeliest candidates: sums within some 150 km and 30 km, the best alone and in the sentence."""
    table = np.zeros((len(batch), 4), np.float32)
    sources = _likeliest(batch, mass)
    strips = _strips(batch, sources)
    for start, stop in blocks(np.array([(last - first) * (high - low) for first, last, low, high in strips]), _MOST_PAIRS):
        first, last, low, high = np.array(strips[start:stop]).T
        at = positions(first, last - first)
        count = np.repeat(high - low, last - first)  # of sources, by candidate
        source = sources[positions(np.repeat(low, last - first), count)]
        # Matrices are multiplied one by one: so near by, what two points make depends on how it is rounded.
        places = [(batch.xyz[first:last], batch.xyz[sources[low:high]]) for first, last, low, high in strips[start:stop]]
        cosine = np.concatenate([(candidates @ near.T).ravel() for candidates, near in places])
        km = EARTH_RADIUS_KM * np.sqrt(np.maximum(0.0, 2 - 2 * cosine))
        own, other = np.repeat(batch.group_index[at], count), batch.group_index[source]
        strength = mass[source] * ((own != other) & (batch.kinds[source] != COUNTRY))
        near, close = np.exp(-km / NEAR_KM) * strength, np.exp(-km / CLOSE_KM) * strength
        cuts = ends_of(count)[:-1]
        table[at, 0], table[at, 1] = np.add.reduceat(near, cuts), np.add.reduceat(close, cuts)
        table[at, 2], table[at, 3] = (np.minimum(1, np.maximum.reduceat(best, cuts)) for best in (near, near * batch.together[own, other]))
    return table


def _strips(batch: Batch, sources: Ints) -> list[tuple[int, int, int, int]]:
    """Return stretches of candidates ``[first, last)`` and of sources ``[low, high)`` to weigh against each other.

    They are those of each document with several names, cut where they are very many.
    """
    cuts = np.searchsorted(batch.group_index[sources], batch.group_starts).tolist()
    starts = batch.starts[batch.group_starts].tolist()
    strips: list[tuple[int, int, int, int]] = []
    for document in np.flatnonzero(np.diff(batch.group_starts) > 1).tolist():
        low, high, last = cuts[document], cuts[document + 1], starts[document + 1]
        if high > low:
            height = max(1, _MOST_PAIRS // (high - low))
            strips += [(first, min(first + height, last), low, high) for first in range(starts[document], last, height)]
    return strips


def _likeliest(batch: Batch, mass: Floats) -> Ints:
    order = np.lexsort((-mass, batch.group_index))
    rank = np.arange(len(order)) - batch.starts[batch.group_index[order]]
    return order[(rank < _SOURCES_PER_NAME) & (mass[order] >= _LEAST_SOURCE)]
