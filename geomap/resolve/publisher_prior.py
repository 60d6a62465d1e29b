"""The publisher prior: the places that a publisher's other posts are about, learned from the posts themselves.

All posts are resolved once; the confident settlements of a publisher's other posts then speak for places of their country,
region and surroundings in this one. On the command line this is ``--beat``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import numpy as np

from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.model import Post
from geomap.resolve.arrays import Floats, Ints
from geomap.resolve.batch import Batch
from geomap.resolve.context import CLOSE_KM, NEAR_KM

PUBLISHER = ("beat_country", "beat_admin1", "beat_admin2", "beat_near", "beat_close")

_MOST_PLACES = 60  # of one publisher; the most often named


@dataclass(slots=True)
class NamedPlace:
    """A place that posts of one publisher name, and in which posts."""

    country: int
    admin1: int
    admin2: int
    xyz: Floats
    weight: float = 0.0
    posts: dict[int, float] = field(default_factory=dict)


PlacesOfPublisher = dict[int, NamedPlace]  # by row of the index


def publisher_of(post: Post) -> str:
    """Return who published a post: the host of its address, else its source."""
    host = urlsplit(post.url).hostname if post.url else None
    return (host or post.source).removeprefix("www.")


class PublisherPriors:
    """The places that each publisher of a collection writes about."""

    def __init__(self) -> None:
        self._places: dict[str, PlacesOfPublisher] = defaultdict(dict)
        self._sorted: dict[str, list[NamedPlace]] = {}

    def add(self, publisher: str, post: int, batch: Batch, chosen: Sequence[int]) -> None:
        """Note that ``post`` surely names the candidates at ``chosen``."""
        self._sorted.pop(publisher, None)
        named = self._places[publisher]
        for at in chosen:
            row = int(batch.rows[at])
            place = named.get(row)
            if place is None:
                country, admin1, admin2 = (int(numbers[at]) for numbers in (batch.country, batch.admin1, batch.admin2))
                place = named[row] = NamedPlace(country, admin1, admin2, batch.xyz[at].copy())
            place.posts[post] = 1.0
            place.weight += 1.0

    def features(self, publisher: str, post: int, batch: Batch, own: slice) -> Floats:
        """Return how the publisher's other posts support each candidate of a post.

        Args:
            publisher: As `publisher_of` names it.
            post: The number under which the post was added.
            batch: The batch in which the post was ranked.
            own: Where the candidates of the post are in ``batch``.

        Returns:
            (candidates, len(PUBLISHER)) features, in the order of ``PUBLISHER``.
        """
        table = np.zeros((own.stop - own.start, len(PUBLISHER)), np.float32)
        places = self._most_named(publisher)
        weights = np.array([place.weight - place.posts.get(post, 0.0) for place in places], np.float32)
        total = float(weights.sum())
        if total <= 0:
            return table
        weights /= total + 1.0  # one page says less than ten
        for column, (mine, name) in enumerate(((batch.country, "country"), (batch.admin1, "admin1"), (batch.admin2, "admin2"))):
            theirs = np.array([getattr(place, name) for place in places])
            table[:, column] = _share(mine[own], theirs, weights)
        points = np.stack([place.xyz for place in places])
        km = EARTH_RADIUS_KM * np.sqrt(np.maximum(0.0, 2 - 2 * (batch.xyz[own] @ points.T)))
        table[:, 3] = (np.exp(-km / NEAR_KM) * weights).sum(axis=1)
        table[:, 4] = (np.exp(-km / CLOSE_KM) * weights).sum(axis=1)
        return table

    def _most_named(self, publisher: str) -> list[NamedPlace]:
        """Return the places of a publisher that are named most; they are sorted once, after all posts were added."""
        if publisher not in self._sorted:
            places = sorted(self._places.get(publisher, {}).items(), key=lambda item: (-item[1].weight, item[0]))
            self._sorted[publisher] = [place for _, place in places[:_MOST_PLACES]]
        return self._sorted[publisher]


def _share(mine: Ints, theirs: Ints, weights: Floats) -> Floats:
    known = theirs > 0
    return np.asarray(((mine[:, None] == theirs[None, known]) * weights[known]).sum(axis=1), np.float32)
