"""The gazetteer: places by name, id and position, offline.

    from gazetteer import Gazetteer

    gazetteer = Gazetteer.open()  # the default: GEOMAP_GAZETTEER, else what ships, compiled on first use
    gazetteer.lookup("Bilohorivka, Luhansk region")  # list[Candidate], the likeliest first
    gazetteer.lookup("Springfield", within="Illinois", kinds={PlaceKind.SETTLEMENT}, limit=3)
    gazetteer.place("geonames:703448"); gazetteer.ancestors("geonames:703448"); gazetteer.outline("geonames:690791")
    gazetteer.near(48.9, 38.2, radius_km=20)  # list[tuple[Place, km]]
    gazetteer.edition, gazetteer.sources  # what it was compiled from, and the credits

Code that handles many names can work on arrays without making objects:

    index = gazetteer.index
    index.scan(["in", "Ivano-Frankivsk", "region"])  # list[KeySpan]: every name in a sequence of tokens (start, end, key_id)
    index.postings(key_or_key_id)  # rows, names, forms (codes.Form), statuses (index.STATUS_NUMBER): parallel arrays
    index.columns.lat[rows], .lon, .kind (index.KIND_NUMBER), .country, .admin1, .admin2, .parent, .population, .radius_m
    index.strings[index.columns.country[row]]  # "UA"
    gazetteer.place_at(row)  # the Place of a row
    gazetteer.nearest(lats, lons, kinds={PlaceKind.SETTLEMENT})  # rows, km

``normalize.key`` makes the key of a name; ``build.build_index`` compiles sources into a folder for ``Gazetteer.open``;
``geocode.geocode_table`` adds coordinates to a table; ``geocoder.LocalGeocoder`` is a geocoder for geopy and geopandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gazetteer.errors import DownloadError, GazetteerError, IndexDamagedError, IndexMissingError, SourceError
from gazetteer.model import Candidate, MatchMethod, NameStatus, Place, PlaceKind, PlaceName, SourceInfo

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

__all__ = [
    "Candidate",
    "DownloadError",
    "Gazetteer",
    "GazetteerError",
    "IndexDamagedError",
    "IndexMissingError",
    "MatchMethod",
    "NameStatus",
    "Place",
    "PlaceKind",
    "PlaceName",
    "SourceError",
    "SourceInfo",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any name may be asked for
    """Load the index, and numpy with it, only where it is used: `geomap --help` and the data classes do not need them."""
    if name != "Gazetteer":
        raise AttributeError(f"module 'gazetteer' has no attribute {name!r}")
    from gazetteer.lookup import Gazetteer  # noqa: PLC0415

    return Gazetteer


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
