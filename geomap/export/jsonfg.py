"""JSON-FG (OGC Features and Geometries JSON, Part 1: Core, version 1.0): GeoJSON whose features have their type and their time.

Every reader of GeoJSON reads the file too. It is a format of its own, and these members are not in events.geojson, because GDAL gives
the time of JSON-FG further columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geomap.export.geojson import collection
from geomap.files import write_atomically
from geomap.model import Analysis

CONFORMS_TO = (
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
)
FEATURE_TYPE = "event"


class JsonFgExporter:
    """Writes the events of an analysis as one FeatureCollection."""

    suffix = ".fg.json"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.filed`` to ``path``; raise OutputError where that cannot be done."""
        members = {"conformsTo": list(CONFORMS_TO), "featureType": FEATURE_TYPE}
        write_atomically(path, collection(analysis, members, _members))


def _members(columns: Mapping[str, list[str]]) -> list[str]:
    """Return the members that JSON-FG adds to features, from their encoded columns."""
    spans = zip(columns["event_id"], columns["start_time"], columns["end_time"], strict=True)
    return [f'"id":{name},"time":{_time(start, end)},"place":null' for name, start, end in spans]


def _time(start: str, end: str) -> str:
    return "null" if start == "null" else f'{{"interval":[{start},{end}]}}'
