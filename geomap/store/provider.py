"""The events of a store as a collection of pygeoapi, which serves them as OGC API - Features.

pygeoapi loads `StoreProvider` by its name from the configuration that `geomap store serve-config` writes. Its own providers do not know
the days of a GeoPackage (that for SQLite ignores ``datetime``) and need SpatiaLite; this one asks as `geomap store query` does.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from pygeoapi.provider.base import (
    BaseProvider,
    ProviderConnectionError,
    ProviderInvalidQueryError,
    ProviderItemNotFoundError,
)

from geomap.errors import GeomapError, SettingsError
from geomap.export.features import COLUMNS
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.store.cql import condition_of
from geomap.store.query import Page, Query
from geomap.store.store import Store

_FIELDS = {
    TEXT: {"type": "string"},
    INTEGER: {"type": "integer"},
    REAL: {"type": "number"},
    FLAG: {"type": "boolean"},
    DATE: {"type": "string", "format": "date"},
    TIME: {"type": "string", "format": "date-time"},
}
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?")
_SIDES_WITH_HEIGHTS = 6
Feature = dict[str, Any]


class StoreProvider(BaseProvider):
    """A store whose events are found by ``bbox``, ``datetime`` (days of the place), ``q``, their columns and ``filter``."""

    def __init__(self, provider_def: dict[str, Any]) -> None:
        """Open nothing yet: pygeoapi makes a provider for each request.

        Args:
            provider_def: The entry of the configuration; ``data`` is the store.
        """
        super().__init__({"id_field": "event_id", "time_field": "event_date", **provider_def})
        self._store = Store(self.data)
        self.get_fields()

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Return the columns of events with their types."""
        self._fields = {name: _FIELDS[EVENT_TYPES.get(name, TEXT)] for name in COLUMNS}
        return self._fields

    def query(self, **asked: Any) -> Feature:  # noqa: ANN401 - as pygeoapi asks
        """Return a page of the events that meet the conditions as a collection of features.

        Args:
            asked: offset, limit, resulttype, bbox, datetime_, properties, sortby, select_properties, skip_geometry, q, filterq.

        Returns:
            A GeoJSON feature collection with ``numberMatched``.
        """
        matching = partial(condition_of, asked["filterq"]) if asked.get("filterq") is not None else None
        order = tuple((one["property"], one["order"] == "-") for one in asked.get("sortby") or ())
        try:
            since, until = _days(asked.get("datetime_"))
            box, columns = _box(asked.get("bbox") or ()), tuple(asked.get("properties") or ())
            conditions = Query(since=since, until=until, bbox=box, text=asked.get("q"), equal=columns, matching=matching)
            found: Feature = {"type": "FeatureCollection", "features": [], "numberMatched": self._store.count(conditions)}
            if asked.get("resulttype") != "hits":
                page = Page(limit=asked.get("limit", 10), offset=asked.get("offset", 0), order=order)
                found["features"] = [_served(one, asked) for one in self._store.features(conditions, page)]
        except SettingsError as error:
            raise ProviderInvalidQueryError(user_msg=error.text) from error
        except GeomapError as error:
            raise ProviderConnectionError(error.text) from error
        return {**found, "numberReturned": len(found["features"])}

    def get(self, identifier: str, **asked: Any) -> Feature:  # noqa: ANN401 - as pygeoapi asks
        """Return one event.

        Args:
            identifier: Its ``event_id``.
            asked: Nothing that matters here.

        Returns:
            A GeoJSON feature.
        """
        found = self.query(properties=[("event_id", identifier)], limit=1, **asked)["features"]
        if not found:
            raise ProviderItemNotFoundError(user_msg=f"there is no event {identifier}")
        feature: Feature = found[0]
        return feature


def _served(feature: Feature, asked: Mapping[str, Any]) -> Feature:
    """Return a feature with its id, and of its columns and geometry what is asked for."""
    properties = feature["properties"]
    chosen = asked.get("select_properties") or properties
    geometry = None if asked.get("skip_geometry") else feature["geometry"]
    kept = {name: value for name, value in properties.items() if name in chosen}
    return {"type": "Feature", "id": properties["event_id"], "geometry": geometry, "properties": kept}


def _box(sides: Sequence[float]) -> tuple[float, float, float, float] | None:
    if not sides:
        return None
    west, south, east, north = (sides[0], sides[1], sides[3], sides[4]) if len(sides) == _SIDES_WITH_HEIGHTS else sides
    return west, south, east, north


def _days(told: str | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of ``datetime``: a day, a month or a year, with any time of day, or an interval of two of them."""
    if told is None:
        return None, None
    first, _, last = told.partition("/") if "/" in told else (told, "", told)
    return _day(first, last=False), _day(last, last=True)


def _day(text: str, *, last: bool) -> date | None:
    if text in {"", ".."}:
        return None
    found = _DAY.fullmatch(text)
    year, month, day = (None if part is None else int(part) for part in (found.groups() if found else ("0", None, None)))
    month = (12 if last else 1) if month is None else month
    try:
        days = calendar.monthrange(year or 0, month)[1]
        return date(year or 0, month, (days if last else 1) if day is None else day)
    except ValueError:  # calendar's own error is one too
        raise SettingsError(f"{text!r} is no day such as 2024-03-04", parameter="datetime") from None
