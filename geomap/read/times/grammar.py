"""The words of time expressions: one pattern for all that a token may be, and with which words a time may begin."""

from __future__ import annotations

import re

from geomap.read.lazily import LazyPattern
from geomap.read.times.words import AFTER, DAYS_AGO, FIRST, GLUE, LABEL, MONTH_OF, RELATIVE, WEEKDAYS
from geomap.read.times.zones import ZONE_NAMES, ZONE_PATTERN

_MONTH = "(?:" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")(?![^\W\d])\.?"
_WEEKDAY = "(?:" + "|".join(sorted({*frozenset.union(*WEEKDAYS), "п’ятниця"}, key=len, reverse=True)) + r")(?!\w)\.?"
_NEAR = "(?:" + "|".join(sorted(DAYS_AGO, key=len, reverse=True)) + r")(?!\w)"
_YEAR = r"(?:19|20)\d{2}(?:(?!\d)|(?=\d{1,2}:\d{2}))"  # copying may glue a clock to it: "March 5, 20243:15 PM"
TOKEN = LazyPattern(
    rf"""(?P<iso>{_YEAR}-\d{{2}}-\d{{2}}[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:\s?(?:Z|[+-]\d{{2}}:?\d{{2}}))?(?!\d))
    |(?P<relative>(?i:{RELATIVE})(?:(?!\w)|(?=\d{{1,2}}[.:]\d{{2}}))) # a clock may be glued to it: "2h ago16.05 GMT"
    |(?P<ymd>{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d))
    |(?P<dmy>\d{{1,2}}[./]\d{{1,2}}[./](?:{_YEAR}|\d{{2}}(?!\d)))
    |(?P<dm>\d{{1,2}}[.]\d{{2}}(?=,?\s+\d{{1,2}}:\d{{2}}(?!\d))|(?:(?<=\d:\d\d\s)|(?<=\d:\d\d,\s))\d{{2}}[.]\d{{2}}(?![\d.:]))
    |(?P<daymonth>(?i:\d{{1,2}}(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de))?[\s-]*{_MONTH}(?:[\s,-]+(?:(?:de|del)\s+)?{_YEAR})?))
    |(?P<monthday>(?i:{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?![\d:]|\.\d)(?:[\s,]+{_YEAR})?))
    |(?P<clock>(?i:\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?!\d)(?:\s?[ap]\.?\s?m(?!\w)\.?)?
        |\d{{1,2}}\s?[ap]\.?m(?!\w)\.?
        |\d{{1,2}}\s?h\s?\d{{2}}(?!\w)
        |\d{{4}}(?=\s?(?:GMT|UTC|hrs|hours)(?!\w))))
    |(?P<zone>{ZONE_PATTERN})
    |(?P<weekday>(?i:{_WEEKDAY}))
    |(?P<near>(?i:{_NEAR}))
    |(?P<updated>(?i:{AFTER})(?!\w))
    |(?P<first>(?i:{FIRST})(?!\w))
    |(?P<label>(?i:{LABEL})(?!\w))
    |(?P<glue>(?i:{GLUE})(?!\w))
    |(?P<open>[(/])
    |(?P<gap>[\s,;:|•·\-–—)\[\]@]+)""",
    re.VERBOSE,
)
CLOCK_PARTS = re.compile(r"(\d{1,2})(?:[:.](\d{2})|\s?h\s?(\d{2}))?(?:[:.](\d{2}))?\s*([ap])?", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
WORDS = re.compile(r"[^\W\d]+")
# The words with which a time may begin; a line that opens with any other is none.
_OPENING = " ".join((*MONTH_OF, *frozenset.union(*WEEKDAYS), *DAYS_AGO, *ZONE_NAMES, AFTER, FIRST, LABEL, GLUE, "il vor hace"))
FIRST_WORDS = frozenset(WORDS.findall(_OPENING.replace(r"\s+", " ").lower()))
