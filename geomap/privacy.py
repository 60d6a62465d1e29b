"""Places that must not be shown exactly, blurred to a grid, in all that a run gives away.

A point goes to the middle of its cell: always the same one, so that many runs or many reports of one place tell no more than
one. Words are left out, since a quotation, a headline or an address names the place that the grid hides. A district, region or
country as wide as a cell stays as it is, and gives its name to what is blurred within it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import KM_PER_DEGREE
from geomap.export.geometry import circle
from geomap.model import Analysis, Event, Evidence, GeoMethod, Mention, Post, Reason, Resolution, Where

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 1000 * KM_PER_DEGREE
FARTHEST = math.sqrt(0.5) + 0.01  # cell widths from the centre of a cell to a corner; a degree of the ellipsoid is up to 0.5 % longer
NEAR_M = 25_000.0  # up to here UCDP's where_prec is 2 and ACLED's geo_precision 2; beyond, the region is all that is known
LEFT_OUT = "[left out: the words may name the place]"
NOT_SHOWN = "place not shown"
_NAMING = re.compile(r"(?<!\w)[^\W\d_a-zа-яіїєґ]\w{3,}")  # words with a capital letter
UNITS = frozenset({PlaceKind.DISTRICT, PlaceKind.REGION, PlaceKind.COUNTRY, PlaceKind.AREA})

FindPlace = Callable[[str], Place | None]


def coarsen(analysis: Analysis, *, size_m: float, find: FindPlace) -> Analysis:
    """Blur every place of ``analysis`` to a grid of cells ``size_m`` metres wide, and leave out the words of posts.

    Args:
        analysis: What a run found.
        size_m: Width and height of a cell in metres.
        find: Gives the place of an id, as `Gazetteer.place` does.

    Returns:
        An analysis in which the true place of each event lies within ``radius_m`` of the point shown, and neither names nor
        quotations, headlines, addresses or reasons say more.
    """
    blur = _Blur(size_m, find, _titles(analysis), _SourceNames.of(analysis))
    return replace(
        analysis,
        posts=tuple(replace(_without_words(post), source=blur.source(post.source)) for post in analysis.posts),
        resolutions=tuple(None if group is None else tuple(map(blur.resolution, group)) for group in analysis.resolutions),
        tellings=tuple(tuple(map(blur.event, told)) for told in analysis.tellings),
        events=tuple(map(blur.event, analysis.events)),
        unsure=tuple(map(blur.event, analysis.unsure)),
        merged=tuple(replace(one, title=None) for one in analysis.merged),
        regions=(),  # those that the true places stand in
        corrections=None,
    )


def snapped(lat: float, lon: float, size_m: float) -> tuple[float, float]:
    """Return the centre of the cell that contains a point: latitude and longitude in degrees.

    Rows are of one height, and each is cut into a whole number of columns. No column is wider than ``size_m`` where it is widest, at
    the edge of the row nearest to the equator, so that no point lies farther than ``FARTHEST`` times ``size_m`` from its centre.
    """
    rows = max(1, math.ceil(180.0 * METRES_PER_DEGREE / size_m))
    row = min(math.floor((lat + 90.0) / 180.0 * rows), rows - 1)
    middle = (row + 0.5) * 180.0 / rows - 90.0
    widest = max(0.0, abs(middle) - 90.0 / rows)
    columns = max(1, math.ceil(360.0 * METRES_PER_DEGREE * math.cos(math.radians(widest)) / size_m))
    column = math.floor((lon + 180.0) / 360.0 * columns) % columns
    return middle, (column + 0.5) * 360.0 / columns - 180.0


class _SourceNames:
    """The names of places that sources may tell: those of tables and files of events, whose sources may be titles of pages."""

    def __init__(self, names: AbstractSet[str], publishers: AbstractSet[str]) -> None:
        self._named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)") if names else None
        self._publishers = publishers

    @classmethod
    def of(cls, analysis: Analysis) -> _SourceNames:
        """Return the names of the places of all events that no post of the run tells."""
        posts = {post.id for post in analysis.posts}
        told = [event for event in (*analysis.events, *analysis.unsure) if all(one.post_id not in posts for one in event.evidence)]
        names = {name for event in told for name in (event.where.name, _mention_of(event.where)) if name}
        names |= {word for name in names for word in _NAMING.findall(name)}  # of a place that is called by a headline
        return cls({_folded(name) for name in names}, {post.source for post in analysis.posts})

    def are_told_by(self, source: str) -> bool:
        """Return whether a source names one of the places; the publishers of posts are known and do not count."""
        return self._named is not None and source not in self._publishers and self._named.search(_folded(source)) is not None


class _Blur:
    """One grid; each cell's circle is made once."""

    def __init__(self, size_m: float, find: FindPlace, titles: AbstractSet[str], names: _SourceNames) -> None:
        self._titles = titles
        self._names = names
        self._size_m = size_m
        self._find = find
        self._circle: Callable[[float, float, float], BaseGeometry] = cache(circle)
        self._why = (Reason(text=f"the place is blurred to a grid of {size_m / 1000:g} km", weight=0.0),)

    def event(self, event: Event) -> Event:
        return replace(
            event,
            where=self._where(event.where),
            evidence=tuple(replace(_without_quote(one), source=self.source(one.source)) for one in event.evidence),
            attribution=None,
            reasons=self._why,
        )

    def source(self, name: str) -> str:
        """Return the name of a source; a page or feed that names no publisher is called by its title, which is left out."""
        return LEFT_OUT if _folded(name) in self._titles or self._names.are_told_by(name) else name

    def resolution(self, resolution: Resolution) -> Resolution:
        mention = replace(resolution.mention, start=0, end=0, text="")
        place = self._unit(resolution.place) if resolution.place else None
        confidence = resolution.confidence if place else None
        return Resolution(mention=mention, place=place, confidence=confidence, is_surroundings=resolution.is_surroundings)

    def _where(self, where: Where) -> Where:
        if self._is_wide(where):
            return replace(where, resolution=self.resolution(where.resolution) if where.resolution else None)
        unit = self._unit(where.unit) if where.place and where.unit else None
        blank = Mention(post_id="", start=0, end=0, text="", confidence=1.0)
        hidden = replace(
            where,
            resolution=Resolution(mention=blank, place=unit, confidence=1.0) if unit else None,
            name=unit.name if unit else NOT_SHOWN,
            relation=None,
            area=None,
            method=GeoMethod.COARSENED,
            lies_in=None,
        )
        return hidden if where.lat is None or where.lon is None else self._on_grid(hidden, where.lat, where.lon)

    def _on_grid(self, where: Where, lat: float, lon: float) -> Where:
        lat, lon = snapped(lat, lon, self._size_m)
        cells = math.ceil(FARTHEST + (where.radius_m or 0.0) / self._size_m)  # a whole number: a radius can tell a place too
        radius_m = cells * self._size_m
        geo_precision, where_prec = (2, 2) if radius_m <= NEAR_M else (3, 4)
        return replace(
            where,
            lat=lat,
            lon=lon,
            radius_m=radius_m,
            geo_precision=max(geo_precision, where.geo_precision or 0),
            where_prec=max(where_prec, where.where_prec or 0),
            area=self._circle(lon, lat, radius_m),
        )

    def _is_wide(self, where: Where) -> bool:
        return where.method is GeoMethod.GAZETTEER and where.place is not None and self._is_unit(where.place)

    def _is_unit(self, place: Place) -> bool:
        """Whether a place may be named; a district below the second level and the surroundings of a town bear a town's name."""
        known = self._find(place.id) or place
        lowest = known.kind is PlaceKind.DISTRICT and known.name != known.admin2
        return known.kind in UNITS and not lowest and known.radius_m >= self._size_m

    def _unit(self, place: Place) -> Place | None:
        """Return the place if it is as wide as a cell, else the smallest district, region or country around it that is."""
        around = (place, *filter(None, map(self._find, place.within)))
        return next((unit for unit in around if self._is_unit(unit)), None)


def _titles(analysis: Analysis) -> frozenset[str]:
    """Return the headlines and page titles of posts, and the headlines of events that came with tables."""
    told = [title for post in analysis.posts for title in (post.title, post.page_title)]
    listed = [one.title for event in (*analysis.events, *analysis.unsure) for one in event.evidence]
    return frozenset(_folded(title) for title in (*told, *listed) if title)


def _mention_of(where: Where) -> str | None:
    return where.resolution.mention.text if where.resolution else None


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


def _without_words(post: Post) -> Post:
    return Post(
        id=post.id,
        source=post.source,
        text="",
        published_at=post.published_at,
        published_precision=post.published_precision,
        updated_at=post.updated_at,
        updated_precision=post.updated_precision,
        language=post.language,
        origin=post.origin,
    )


def _without_quote(evidence: Evidence) -> Evidence:
    told = replace(evidence, start=0, end=0, quote=LEFT_OUT, url=None, title=None, trigger=None, toll_quote=None, spans=(), toll_spans=())
    return replace(told, document_sha256=None, retrieved_at=None)  # whoever has the page would know it by its digest
