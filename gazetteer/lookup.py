"""The interface of the gazetteer: candidates of a name, places by id, places near a point."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from gazetteer import normalize
from gazetteer.around import rows_around
from gazetteer.codes import NOTHING
from gazetteer.default import open_default
from gazetteer.index import KIND_NUMBER, Index, open_index
from gazetteer.match import ANYWHERE, Match, Scope, find_matches, method_of
from gazetteer.model import Candidate, Place, PlaceKind, PlaceName, SourceInfo
from gazetteer.spatial import SpatialIndex

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Progress = Callable[[str], None]
_PLACES_KEPT = 1 << 14
_ANSWERS_KEPT = 1 << 12
_UNITS_KEPT = 1 << 13
_OUTLINES_KEPT = 512  # the events of a region share its outline
_SPATIAL_INDEXES_KEPT = 4
_QUALIFIER = re.compile(r"\s*[,;(]\s*")


class Gazetteer:
    """Places by name, id and position. Open one with ``Gazetteer.open``.

    It is read-only and may be shared by threads. Pickled, it is the path of its folder: another process opens the same files, which
    are memory-mapped, so that processes share them.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._place = lru_cache(maxsize=_PLACES_KEPT)(self._make_place)
        self._found = lru_cache(maxsize=_ANSWERS_KEPT)(lambda name, limit, fuzzy: self._search(name, ANYWHERE, limit, fuzzy))
        self._unit_name = lru_cache(maxsize=_UNITS_KEPT)(index.name_of)
        self._held_by = lru_cache(maxsize=_UNITS_KEPT)(self._ids_from)
        self._outline = lru_cache(maxsize=_OUTLINES_KEPT)(self._make_outline)
        self._spatial = lru_cache(maxsize=_SPATIAL_INDEXES_KEPT)(self._make_spatial)

    @classmethod
    def open(cls, path: Path | None = None, *, verify: bool = False, progress: Progress | None = None) -> Self:
        """Open the gazetteer in the folder ``path``, or the default one, which is compiled when first used.

        Args:
            path: Folder made by ``gazetteer build``; None for GEOMAP_GAZETTEER, the default set, or the shipped one.
            verify: Compare the files with their checksums.
            progress: Called with a short message when something is compiled.

        Returns:
            The open gazetteer.

        Raises:
            IndexMissingError: There is no index in the folder.
            IndexDamagedError: The index is incomplete or damaged.
        """
        return cls(open_default(progress) if path is None else open_index(Path(path), verify=verify))

    @property
    def edition(self) -> str:
        """The name of the edition."""
        return self.index.edition

    @property
    def digest(self) -> str:
        """A SHA-256 that tells gazetteers apart by what they hold."""
        return self.index.digest

    @property
    def sources(self) -> tuple[SourceInfo, ...]:
        """The sources of the data, as they must be credited wherever the places are shown."""
        return self.index.sources

    def __len__(self) -> int:
        return len(self.index)

    def __reduce__(self) -> tuple[Callable[[Path], Self], tuple[Path]]:
        return type(self).open, (self.index.folder.absolute(),)

    def lookup(  # noqa: PLR0913 -- each narrows the search, and all are named
        self,
        name: str,
        *,
        within: str | Place | None = None,
        kinds: Collection[PlaceKind] | None = None,
        country: str | None = None,
        limit: int = 10,
        fuzzy: bool | int = True,
    ) -> list[Candidate]:
        """Return the places that ``name`` may mean, the likeliest first.

        Qualifiers after a comma are understood: "Bilohorivka, Luhansk region", "Paris, Texas".

        Args:
            name: The name as written.
            within: Only places inside this one (a Place, an id, or a name such as "Texas").
            kinds: Only places of these kinds.
            country: Only places of this country (ISO 3166-1 alpha-2).
            limit: The largest number of candidates.
            fuzzy: If nothing else is found, accept names that differ by one or two letters, or by up to this number of letters;
                their ``method`` is fuzzy.

        Returns:
            The candidates; an empty list if the gazetteer has none.
        """
        if within is None and kinds is None and country is None:
            return list(self._found(name, limit, fuzzy))
        scope = self._scope(within, kinds, country)
        return [] if scope is None else self._search(name, scope, limit, fuzzy)

    def _search(self, name: str, scope: Scope, limit: int, fuzzy: bool | int) -> list[Candidate]:  # noqa: FBT001 -- as lookup has it
        for head, narrowed in self._readings(name, scope):
            matches = find_matches(self.index, head, narrowed, fuzzy=fuzzy)
            if matches:
                return [self._candidate(match, head) for match in matches[:limit]]
        return []

    def rows(self, name: str) -> tuple[int, ...]:
        """Return the rows of all places with this name in any known spelling, not sorted by likelihood.

        Use this for many names at once: it creates no objects; ``place_at`` returns the place in a row.

        Args:
            name: The name as written.
        """
        return tuple(self.index.rows(normalize.key(name)).tolist())

    def place(self, place_id: str) -> Place | None:
        """Return the place with this id, or None if there is none.

        Args:
            place_id: An id such as "geonames:703448".
        """
        row = self.index.row_of(place_id)
        return None if row is None else self._place(row)

    def place_at(self, row: int) -> Place:
        """Return the place in a row of the index.

        Args:
            row: A row as ``rows`` and ``nearest`` return it.
        """
        return self._place(int(row))

    def near(  # noqa: PLR0913 -- each narrows the search, and all are named
        self,
        lat: float,
        lon: float,
        *,
        radius_km: float,
        kinds: Collection[PlaceKind] | None = None,
        limit: int | None = None,
        located: bool = False,
    ) -> list[tuple[Place, float]]:
        """Return the places around a point with their distances in km, the nearest first.

        Args:
            lat: Latitude of the point in degrees.
            lon: Longitude of the point in degrees.
            radius_km: The largest distance in km.
            kinds: Only places of these kinds.
            limit: The largest number of places; None for all.
            located: Leave out places whose position is only the centre of neighbouring places.
        """
        rows, away = self._spatial(None if kinds is None else frozenset(kinds), located).near(lat, lon, radius_km)
        return [(self._place(row), distance) for row, distance in zip(rows[:limit].tolist(), away[:limit].tolist(), strict=True)]

    def nearest(
        self, lats: Sequence[float], lons: Sequence[float], *, kinds: Collection[PlaceKind] | None = None, located: bool = False
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Return for each point the row of the nearest place and its distance in km; ``place_at`` returns the place in a row.

        Args:
            lats: Latitudes in degrees.
            lons: Longitudes in degrees, as many as ``lats``.
            kinds: Only places of these kinds.
            located: Leave out places whose position is only the centre of neighbouring places.

        Returns:
            Rows and distances, arrays with one element for each point. If the gazetteer has no such place, the row is -1 and the
            distance infinite.
        """
        spatial = self._spatial(None if kinds is None else frozenset(kinds), located)
        return spatial.nearest(np.asarray(lats, np.float64), np.asarray(lons, np.float64))

    def around(self, lats: Sequence[float], lons: Sequence[float], *, limit: int) -> npt.NDArray[np.int64]:
        """Return the rows of the settlements around points, for the names of a map; ``place_at`` returns the place in a row.

        Those within some 10 km of a point come first, then those further away, up to 60 km for towns of 5,000 people and more; the
        larger before the smaller. Settlements known only by the centre of their neighbours are left out.

        Args:
            lats: Latitudes in degrees.
            lons: Longitudes in degrees, as many as ``lats``.
            limit: The largest number of settlements.
        """
        return rows_around(self.index, np.asarray(lats, np.float64), np.asarray(lons, np.float64), limit)

    def outline(self, place_id: str) -> BaseGeometry | None:
        """Return the outline of a place in lon, lat order, or None if the gazetteer has none.

        Args:
            place_id: An id such as "geonames:690791".
        """
        return self._outline(place_id)

    def outlined(self, kind: PlaceKind) -> npt.NDArray[np.int64]:
        """Return the rows of the places of a kind that have an outline; ``place_at`` returns the place in a row.

        Args:
            kind: The kind, such as ``PlaceKind.REGION``.
        """
        rows: npt.NDArray[np.int64] = self.index.arrays["outline_row"].astype(np.int64)
        of_kind: npt.NDArray[np.int64] = rows[self.index.columns.kind[rows] == KIND_NUMBER[kind]]
        return of_kind

    def _make_outline(self, place_id: str) -> BaseGeometry | None:
        row = self.index.row_of(place_id)
        wkb = None if row is None else self.index.outline_wkb(row)
        if wkb is None:
            return None
        import shapely  # noqa: PLC0415 -- 30 ms that most runs do not need

        return shapely.from_wkb(wkb)

    def ancestors(self, place_id: str) -> tuple[Place, ...]:
        """Return the units that contain a place, the smallest first: district, region, country, continent.

        Args:
            place_id: An id such as "geonames:703448".
        """
        row = self.index.row_of(place_id)
        return () if row is None else tuple(map(self._place, self.index.ancestors_of(row)))

    def names(self, place_id: str) -> tuple[PlaceName, ...]:
        """Return all names of a place, the main one first.

        Args:
            place_id: An id such as "geonames:703448".
        """
        row = self.index.row_of(place_id)
        return () if row is None else tuple(map(self._name, self.index.names_of(row)))

    def _readings(self, name: str, scope: Scope) -> list[tuple[str, Scope]]:
        """Return how a name can be read: as a whole, and as a name with qualifiers."""
        readings = [(name, scope)]
        if not _QUALIFIER.search(name):
            return readings
        parts = [part for part in _QUALIFIER.split(name.strip(" )")) if part.strip(" )")]
        if len(parts) > 1:
            narrowed = scope
            for qualifier in parts[1:]:
                narrowed = narrowed.narrowed(self._holders(qualifier.strip(" )")))
            readings.append((parts[0], narrowed))
        return readings

    def _scope(self, within: str | Place | None, kinds: Collection[PlaceKind] | None, country: str | None) -> Scope | None:
        scope = ANYWHERE if kinds is None and country is None else Scope.of(self.index, kinds, country)
        if within is None:
            return scope
        rows = self._holders(within.id if isinstance(within, Place) else within)
        return scope.narrowed(rows) if rows else None

    def _holders(self, text: str) -> tuple[int, ...]:
        row = self.index.row_of(text) if ":" in text else None
        if row is not None:
            return (row,)
        name_key = normalize.key(text)
        rows = self.index.rows(name_key)
        return tuple((rows if len(rows) else self.index.rows(normalize.core(name_key)[0])).tolist())

    def _ids_from(self, holder: int) -> tuple[str, ...]:
        """Return the ids of ``holder`` and of what holds it."""
        if holder == NOTHING:
            return ()
        return tuple(map(self.index.id_of, (holder, *self.index.ancestors_of(holder))))

    def is_exact(self, row: int) -> bool:
        """Return whether the place in a row has a position of its own, not one of its postal code or its neighbours.

        Args:
            row: A row as ``rows``, ``nearest`` and ``around`` return it.
        """
        return not self.index.cells.approximate[row]

    def _make_spatial(self, kinds: frozenset[PlaceKind] | None, located: bool) -> SpatialIndex:  # noqa: FBT001 -- the key of a cache
        columns = self.index.columns
        if kinds is None and not located:
            return SpatialIndex(self.index)
        allowed = np.ones(len(self.index), bool) if kinds is None else np.isin(columns.kind, [KIND_NUMBER[kind] for kind in kinds])
        return SpatialIndex(self.index, allowed & ~columns.approximate if located else allowed)

    def _candidate(self, match: Match, surface: str) -> Candidate:
        method = method_of(self.index, match, surface)
        return Candidate(place=self._place(match.row), name=self._name(match.name), method=method, similarity=match.similarity)

    def _name(self, name: int) -> PlaceName:
        index = self.index
        return PlaceName(text=index.name_text(name), language=index.name_language(name), status=index.name_status(name))

    def _make_place(self, row: int) -> Place:
        index, cells = self.index, self.index.cells
        lat, population, admin1, admin2 = cells.lat[row], cells.population[row], cells.admin1[row], cells.admin2[row]
        located = not math.isnan(lat)
        return Place(
            id=index.id_of(row),
            name=index.name_of(row),
            kind=index.kind_of(row),
            lat=lat if located else None,
            lon=cells.lon[row] if located else None,
            radius_m=cells.radius_m[row],
            country=index.country_of(row),
            admin1=None if admin1 == NOTHING else self._unit_name(admin1),
            admin2=None if admin2 == NOTHING else self._unit_name(admin2),
            within=self._held_by(cells.parent[row]),
            population=None if population == NOTHING else population,
            timezone=index.strings[cells.timezone[row]] or None,
            source=index.strings[cells.source[row]],
        )
