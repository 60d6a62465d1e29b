"""A store that grows: posts, event mentions and incidents of many days in one GeoPackage."""

from geomap.store.query import Query
from geomap.store.store import Added, Store

__all__ = ["Added", "Query", "Store"]
