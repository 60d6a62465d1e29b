"""Settlements from GeoNames' postal codes, as packed in geotz: what cities500 leaves out, being too small or part of a town.

Only rows whose coordinates GeoNames took from a place of its own (accuracy 4) are used: the others stand at the centre of a postal
area, up to tens of kilometres off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import shapely
from upstream import City, Post

from gazetteer.model import PlaceKind, PlaceName
from gazetteer.normalize import in_other_script
from gazetteer.sources.alternate_names import is_usable, plain
from gazetteer.sources.base import SourcePlace

COUNTRIES = frozenset({"AU", "AZ", "BD", "BY", "GB", "IE", "LK", "MD", "NZ", "PH", "PK", "RU", "TR", "US", "ZA"})
SAME_PLACE_DEG = 0.15  # a place of the same name nearer than this is taken for the same
_RADIUS_M = 3_000.0
_WORST = 40  # a longer name is an address


class Surroundings:
    """What the settlements of cities500 around a point tell of it: region, district, timezone, and whether its name is known there."""

    def __init__(self, cities: Sequence[City]) -> None:
        self._cities = cities
        self._tree = shapely.STRtree(shapely.points([city.lon for city in cities], [city.lat for city in cities]))
        self._named: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for city in cities:
            for name in {plain(text) for text in (city.name, *city.alternates)}:
                self._named[name].append((city.lat, city.lon))

    def knows(self, name: str, lat: float, lon: float) -> bool:
        """Whether a settlement of this name lies near by."""
        return any(abs(a - lat) < SAME_PLACE_DEG and abs(b - lon) < 2 * SAME_PLACE_DEG for a, b in self._named[plain(name)])

    def nearest(self, points: Iterable[tuple[float, float]]) -> list[City]:
        """The nearest settlement to each of ``points`` (lat, lon)."""
        spots = list(points)
        found = self._tree.nearest(shapely.points([lon for _, lon in spots], [lat for lat, _ in spots]))
        return [self._cities[at] for at in np.asarray(found).tolist()]


def rows(posts: Iterable[Post], cities: Sequence[City], romanize: Callable[[str], str]) -> Iterator[SourcePlace]:
    """One row for each named place of COUNTRIES that cities500 does not know near by, by country and name."""
    around = Surroundings(cities)
    chosen = [post for post in posts if post.country in COUNTRIES and post.exact and _is_name(post.name)]
    kept = list(_once(post for post in chosen if not around.knows(post.name, post.lat, post.lon)))
    kept.sort(key=lambda post: (post.country, post.admin1, post.name, post.code))
    for post, city in zip(kept, around.nearest((post.lat, post.lon) for post in kept), strict=True):
        if city.country == post.country:
            latin = romanize(post.name)
            yield SourcePlace(
                id=f"geonames-post:{post.country}-{post.code.replace(' ', '')}",
                name=latin,
                kind=PlaceKind.SETTLEMENT,
                lat=post.lat,
                lon=post.lon,
                country=post.country,
                source="geonames",
                admin1_code=city.admin1 or None,
                admin2_code=post.admin2 if post.country == "US" and post.admin2 else None,
                timezone=city.timezone,
                radius_m=_RADIUS_M,
                names=(PlaceName(text=post.name),) if latin != post.name else (),
            )


def _is_name(name: str) -> bool:
    return is_usable(name) and not in_other_script(name) and len(name) < _WORST and not any(mark in name for mark in ",(/")


def _once(posts: Iterable[Post]) -> Iterator[Post]:
    seen: set[tuple[str, str, int, int]] = set()
    codes: set[tuple[str, str]] = set()
    for post in posts:
        key = (post.country, plain(post.name), round(post.lat / SAME_PLACE_DEG), round(post.lon / SAME_PLACE_DEG))
        if key not in seen and (post.country, post.code) not in codes:
            seen.add(key)
            codes.add((post.country, post.code))
            yield post
