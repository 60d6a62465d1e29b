"""Events as a GeoDataFrame: the way into pandas, and to the formats that pyogrio writes."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas
import pandas as pd

from geomap.export.features import event_cells, event_shapes, plain_cells
from geomap.model import Event

CRS = "EPSG:4326"
TIMES = ("start_time", "end_time", "published_time")
COUNTS = (
    "time_precision",
    "geo_precision",
    "where_prec",
    "coordinate_uncertainty_m",
    "fatalities",
    "fatalities_low",
    "fatalities_high",
    "fatalities_civilian",
    "injured",
    "injured_civilian",
)
REALS = ("latitude", "longitude", "confidence")


def to_geodataframe(events: Sequence[Event]) -> geopandas.GeoDataFrame:
    """Give one row an event, typed whatever the rows hold: times in UTC, counts as integers that can be missing."""
    table = pd.DataFrame(plain_cells(event_cells(events)))
    for column in TIMES:
        table[column] = pd.to_datetime(table[column], utc=True)
    for column in COUNTS:
        table[column] = table[column].astype("Int64")
    for column in REALS:
        table[column] = table[column].astype("Float64")
    return geopandas.GeoDataFrame(table, geometry=event_shapes([event.where for event in events]), crs=CRS)
