"""Times as pages write them: clocks, dates and zones, in English, Ukrainian, Russian and the languages around them."""

from geomap.read.times.expression import TimeExpression
from geomap.read.times.moment import Clock, ZoneContext
from geomap.read.times.parse import MAX_LINE, find_expressions, opens_with_time, parse_line
from geomap.read.times.stamps import names_zone, parse_stamp
from geomap.read.times.words import UNCOUNTED
from geomap.read.times.zones import ZONE_PATTERN, Zone, ZoneNote, find_zone

__all__ = [
    "MAX_LINE",
    "UNCOUNTED",
    "ZONE_PATTERN",
    "Clock",
    "TimeExpression",
    "Zone",
    "ZoneContext",
    "ZoneNote",
    "find_expressions",
    "find_zone",
    "names_zone",
    "opens_with_time",
    "parse_line",
    "parse_stamp",
]
