"""Documents from http(s) addresses: within limits, as robots.txt permits, through a cache on disk, never from the local network unasked.

The requests themselves are made by `gazetteer.transport`.
"""

from __future__ import annotations

from geomap.fetch.fetcher import Fetched, Fetcher, FetchSettings
from geomap.saved import is_address, save

__all__ = ["FetchSettings", "Fetched", "Fetcher", "is_address", "save"]
