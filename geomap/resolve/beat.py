"""A publisher's beat: the places that its other posts are about, learned from the posts themselves.

All posts are resolved once; the confident settlements of a publisher's other posts then speak for places of their country,
region and surroundings in this one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import numpy as np

from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.model import Post
from geomap.resolve.context import CLOSE_KM, NEAR_KM
from geomap.resolve.describe import Floats
from geomap.resolve.scene import Scene
from geomap.resolve.segments import Ints

BEAT = ("beat_country", "beat_admin1", "beat_admin2", "beat_near", "beat_close")

_MOST_PLACES = 60  # of one publisher; the most often named


@dataclass(slots=True)
class Spot:
    """A place that posts of one publisher name, and in which posts."""

    country: int
    admin1: int
    admin2: int
    xyz: Floats
    weight: float = 0.0
    posts: dict[int, float] = field(default_factory=dict)


Beat = dict[int, Spot]


def publisher_of(post: Post) -> str:
    """Name whose beat a post belongs to: the host of its address, else its source."""
    host = urlsplit(post.url).hostname if post.url else None
    return (host or post.source).removeprefix("www.")


class Beats:
    """The beats of all publishers of a collection."""

    def __init__(self) -> None:
        self._beats: dict[str, Beat] = defaultdict(dict)
        self._sorted: dict[str, list[Spot]] = {}

    def add(self, publisher: str, post: int, scene: Scene, chosen: Sequence[int]) -> None:
        """Note that ``post`` surely names the candidates at ``chosen``."""
        self._sorted.pop(publisher, None)
        beat = self._beats[publisher]
        for at in chosen:
            row = int(scene.rows[at])
            spot = beat.get(row)
            if spot is None:
                country, admin1, admin2 = (int(numbers[at]) for numbers in (scene.country, scene.admin1, scene.admin2))
                spot = beat[row] = Spot(country, admin1, admin2, scene.xyz[at].copy())
            spot.posts[post] = 1.0
            spot.weight += 1.0

    def features(self, publisher: str, post: int, scene: Scene, own: slice) -> Floats:
        """Say of each candidate of ``post``, ``own`` of the scene, how the publisher's other posts speak for it: columns ``BEAT``."""
        table = np.zeros((own.stop - own.start, len(BEAT)), np.float32)
        spots = self._most_named(publisher)
        weights = np.array([spot.weight - spot.posts.get(post, 0.0) for spot in spots], np.float32)
        total = float(weights.sum())
        if total <= 0:
            return table
        weights /= total + 1.0  # one page says less than ten
        for column, (mine, name) in enumerate(((scene.country, "country"), (scene.admin1, "admin1"), (scene.admin2, "admin2"))):
            theirs = np.array([getattr(spot, name) for spot in spots])
            table[:, column] = _share(mine[own], theirs, weights)
        places = np.stack([spot.xyz for spot in spots])
        km = EARTH_RADIUS_KM * np.sqrt(np.maximum(0.0, 2 - 2 * (scene.xyz[own] @ places.T)))
        table[:, 3] = (np.exp(-km / NEAR_KM) * weights).sum(axis=1)
        table[:, 4] = (np.exp(-km / CLOSE_KM) * weights).sum(axis=1)
        return table

    def _most_named(self, publisher: str) -> list[Spot]:
        """Give the places of a publisher that are named most; they are sorted once, after all posts were added."""
        if publisher not in self._sorted:
            spots = sorted(self._beats.get(publisher, {}).items(), key=lambda item: (-item[1].weight, item[0]))
            self._sorted[publisher] = [spot for _, spot in spots[:_MOST_PLACES]]
        return self._sorted[publisher]


def _share(mine: Ints, theirs: Ints, weights: Floats) -> Floats:
    known = theirs > 0
    return np.asarray(((mine[:, None] == theirs[None, known]) * weights[known]).sum(axis=1), np.float32)
