"""Times as pages write them: clocks, dates and zones, in English, Ukrainian, Russian and the languages around them."""

from geomap.read.dates.expression import TimeExpression
from geomap.read.dates.grammar import uncounted_times
from geomap.read.dates.moment import Moment
from geomap.read.dates.months import stated_month
from geomap.read.dates.order import DayOrder, day_order, with_century
from geomap.read.dates.parse import (
    MAX_LINE,
    find_expressions,
    is_empty_stamp,
    names_zone,
    opening_time,
    opens_with_time,
    parse_line,
    parse_moment,
    parse_month,
    parse_stamp,
)
from geomap.read.dates.serial import are_serial_days, is_serial_day, serial_to_iso
from geomap.read.dates.zones import ZONE_PATTERN, Clock, Zone, ZoneContext, ZoneNote, find_zone

__all__ = [
    "MAX_LINE",
    "ZONE_PATTERN",
    "Clock",
    "DayOrder",
    "Moment",
    "TimeExpression",
    "Zone",
    "ZoneContext",
    "ZoneNote",
    "are_serial_days",
    "day_order",
    "find_expressions",
    "find_zone",
    "is_empty_stamp",
    "is_serial_day",
    "names_zone",
    "opening_time",
    "opens_with_time",
    "parse_line",
    "parse_moment",
    "parse_month",
    "parse_stamp",
    "serial_to_iso",
    "stated_month",
    "uncounted_times",
    "with_century",
]
