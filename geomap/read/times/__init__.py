"""Times as pages write them: clocks, dates and zones, in English, Ukrainian and Russian."""

from geomap.read.times.expression import MAX_LINE, TimeExpression, find_expressions, parse_line
from geomap.read.times.moment import Clock, ZoneContext, parse_stamp
from geomap.read.times.zones import Zone, ZoneNote, find_zone

__all__ = [
    "MAX_LINE",
    "Clock",
    "TimeExpression",
    "Zone",
    "ZoneContext",
    "ZoneNote",
    "find_expressions",
    "find_zone",
    "parse_line",
    "parse_stamp",
]
