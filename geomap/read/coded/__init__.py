"""Tables of events that others have coded: ACLED, UCDP GED, VIINA, GDELT, and any with coordinates and times."""

from geomap.read.coded.geojson import GeoJsonReader
from geomap.read.coded.reader import CodedTableReader

__all__ = ["CodedTableReader", "GeoJsonReader"]
