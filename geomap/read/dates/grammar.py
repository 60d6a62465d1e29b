"""The grammar of time expressions: the pattern of their tokens, and the words with which a time may begin.

The words are those of all languages (`geomap.lang.times`); the pattern is compiled when a text is first read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geomap.lang import cached
from geomap.lang.times import TimeWords, page_times
from geomap.read.dates.zones import ZONE_NAMES, ZONE_PATTERN

WORD_PATTERN = re.compile(r"[^\W\d]+")
_YEAR = r"(?:19|20)\d{2}(?:(?!\d)|(?=\d{1,2}:\d{2}))"  # copying may join a clock to it: "March 5, 20243:15 PM"
_MINUTES_IN_HOUR, _MINUTES_IN_DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Grammar:
    """What time expressions are read with.

    Attributes:
        words: The words of all languages.
        token: Pattern of a token; its last group is the kind.
        counts: Pattern of a number and its unit.
        first_words: The words with which a time may begin; a line that begins with any other is none.
    """

    words: TimeWords
    token: re.Pattern[str]
    counts: re.Pattern[str]
    first_words: frozenset[str]


@cached
def grammar() -> Grammar:
    """Return the grammar of all languages together."""
    words = page_times()
    unit = rf"{_any_of(words.minutes_in)}(?![^\W\d])\.?"
    opening = (*words.months, *words.weekdays, *words.days_ago, *ZONE_NAMES, *words.updated, *words.first, *words.published, *words.fillers)
    return Grammar(
        words=words,
        token=_token_pattern(words, unit),
        counts=re.compile(rf"(\d+)\s?({unit})", re.IGNORECASE),
        first_words=frozenset(WORD_PATTERN.findall(" ".join((*opening, *words.ago_before)).lower())),
    )


@cached
def uncounted_times() -> Mapping[str, str]:
    """Return the lines that tell a time without a number, with what they say in numbers: "just now" is "0 minutes ago", "noon" 12:00."""
    words = page_times()
    return {**words.clocks, **{phrase: _counted(minutes) for phrase, minutes in words.uncounted.items()}}


def _counted(minutes: int) -> str:
    for unit, length in (("days", _MINUTES_IN_DAY), ("hours", _MINUTES_IN_HOUR)):
        if minutes and minutes % length == 0:
            return f"{minutes // length} {unit} ago"
    return f"{minutes} minutes ago"


def _any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any of some phrases, the longest first; apostrophes may be curly."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split())).replace("'", "['’]") for phrase in ordered) + ")"


def _token_pattern(words: TimeWords, unit: str) -> re.Pattern[str]:
    month = rf"{_any_of(words.months)}(?![^\W\d])\.?"
    weekday = rf"{_any_of(words.weekdays)}(?!\w)\.?"
    counted = rf"\d{{1,3}}\s?{unit}"
    relative = (
        rf"(?:{counted}(?:,?\s+\d{{1,2}}\s?{unit})?\s+{_any_of(words.ago_after)}"
        rf"|{_any_of(words.ago_before)}\s+{counted})"
    )
    return re.compile(
        rf"""(?P<iso>{_YEAR}-\d{{2}}-\d{{2}}[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:\s?(?:Z|[+-]\d{{2}}:?\d{{2}}))?
            (?!\d|:\d|\s?[apAP]\.?\s?[mM]))
        |(?P<relative>(?i:{relative})(?:(?!\w)|(?=\d{{1,2}}[.:]\d{{2}}))) # a clock may be joined to it: "2h ago16.05 GMT"
        |(?P<ymd>{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d))
        |(?P<dmy>\d{{1,2}}[./]\d{{1,2}}[./](?:{_YEAR}|\d{{2}}(?!\d)))
        |(?P<dm>\d{{1,2}}[.]\d{{2}}\.?(?=,?\s+\d{{1,2}}:\d{{2}}(?!\d))|\d{{1,2}}/\d{{2}}(?=,?\s+(?:(?:à|às)\s+\d{{1,2}}[h:]|\d{{1,2}}h)\d{{2}}(?!\d))
            |(?:(?<=\d:\d\d\s)|(?<=\d:\d\d,\s))\d{{2}}[.]\d{{2}}(?![\d.:]))
        |(?P<daymonth>(?i:\d{{1,2}}(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de))?[\s-]*{month}(?:[\s,-]+(?:(?:de|del)\s+)?{_YEAR})?))
        |(?P<monthday>(?i:{month}\s*\d{{1,2}}(?:st|nd|rd|th)?(?![\d:]|\.\d)(?:[\s,]+{_YEAR})?))
        |(?P<clock>(?i:\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?!\d)(?:\s?[ap]\.?\s?m(?!\w)\.?)?
            |\d{{1,2}}\s?[ap]\.?m(?!\w)\.?
            |\d{{1,2}}\s?h\s?\d{{2}}(?!\w)
            |\d{{4}}(?=\s?(?:GMT|UTC|hrs|hours)(?!\w)|Z(?!\w))))
        |(?P<zone>{ZONE_PATTERN})
        |(?P<weekday>(?i:{weekday}))
        |(?P<near>(?i:{_any_of(words.days_ago)}(?!\w)))
        |(?P<updated>(?i:{_any_of(words.updated)})(?!\w))
        |(?P<first>(?i:{_any_of(words.first)})(?!\w))
        |(?P<label>(?i:{_any_of(words.published)})(?!\w))
        |(?P<glue>(?i:{_any_of(words.fillers)})(?!\w)(?:\.(?=[\s,]|$))?)
        |(?P<open>[(/])
        |(?P<gap>[\s,;:|•·\-–—)\[\]@]+)""",
        re.VERBOSE,
    )
