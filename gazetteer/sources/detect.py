"""Which loader a file of GeoNames needs, told by the name that GeoNames gives it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.sources.base import Source
from gazetteer.sources.geonames import GeoNamesSource
from gazetteer.sources.geonames_units import GeoNamesCountriesSource, GeoNamesUnitsSource

_UNITS = ("admin1codes", "admin2codes")
_COUNTRIES, _ALTERNATES, _HIERARCHY = "countryinfo", "alternatenames", "hierarchy"


def geonames_sources(paths: Sequence[Path]) -> list[Source]:
    """Give loaders for GeoNames' files, those without coordinates first, so that later rows with them take precedence.

    Tables of alternate names and the hierarchy are read along with the dumps.

    Raises:
        SourceError: there are such tables but no dump that they could belong to, or two of one sort.
    """
    alternates, hierarchy = _only(paths, _ALTERNATES), _only(paths, _HIERARCHY)
    units: list[Source] = [GeoNamesUnitsSource(path) for path in paths if _is(path, *_UNITS)]
    countries: list[Source] = [GeoNamesCountriesSource(path) for path in paths if _is(path, _COUNTRIES)]
    dumps: list[Source] = [
        GeoNamesSource(path, alternates=alternates, hierarchy=hierarchy)
        for path in paths
        if not _is(path, *_UNITS, _COUNTRIES, _ALTERNATES, _HIERARCHY)
    ]
    lone = alternates or hierarchy
    if lone is not None and not dumps:
        raise SourceError(f"{lone} tells more about places of a dump; give the dump (such as UA.zip) too")
    return [*countries, *units, *dumps]


def _is(path: Path, *beginnings: str) -> bool:
    return path.name.lower().startswith(beginnings)


def _only(paths: Sequence[Path], beginning: str) -> Path | None:
    found = [path for path in paths if _is(path, beginning)]
    if len(found) > 1:
        raise SourceError(f"{found[0]} and {found[1]} are two tables of one sort; give one")
    return found[0] if found else None
