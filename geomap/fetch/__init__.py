"""Addresses to documents: http(s) only, with limits, robots.txt, a cache on disk, and no way into the local network.

address --addresses--> checked host --transport--> answer --fetcher (redirects, robots, retries, cache)--> document
"""

from __future__ import annotations

from geomap.fetch.fetcher import Fetched, Fetcher
from geomap.fetch.settings import FetchSettings
from geomap.saved import is_address, save

__all__ = ["FetchSettings", "Fetched", "Fetcher", "is_address", "save"]
