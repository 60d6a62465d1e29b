"""A store that grows: posts, event mentions and incidents of many days in one GeoPackage, or in PostgreSQL with PostGIS."""

from geomap.events.incidents.pairs import Pair
from geomap.store.addition import Added
from geomap.store.query import Page, Query
from geomap.store.store import Store

__all__ = ["Added", "Page", "Pair", "Query", "Store"]
