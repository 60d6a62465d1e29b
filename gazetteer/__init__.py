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

TYPE_CHECKING = False  # as in typing, which takes longer to load than all else here: until then Ctrl-C ends in a traceback
if TYPE_CHECKING:
    from typing import Any

    from gazetteer.errors import DownloadError, GazetteerError, IndexDamagedError, IndexMissingError, SourceError
    from gazetteer.lookup import Gazetteer
    from gazetteer.model import Candidate, MatchMethod, NameStatus, Place, PlaceKind, PlaceName, SourceInfo

_HOMES = {
    "gazetteer.errors": ("DownloadError", "GazetteerError", "IndexDamagedError", "IndexMissingError", "SourceError"),
    "gazetteer.lookup": ("Gazetteer",),
    "gazetteer.model": ("Candidate", "MatchMethod", "NameStatus", "Place", "PlaceKind", "PlaceName", "SourceInfo"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load what is asked for only then: the index needs numpy, the data classes do not."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'gazetteer' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see TYPE_CHECKING

    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
