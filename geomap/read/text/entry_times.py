"""Times that stand before a post in its first line, as some pages print them, put on lines of their own; and the zone of all times.

1. 01:18:        (2:15 p.m. ET) Pier collapses        - 1:15 a.m. - Bridge closed        Ann Lee 11.20pm: Roads flood        Ann Lee 11.20pm
"""

from __future__ import annotations

import re
from collections import Counter

from geomap.read.dates import find_zone, parse_line

_CLOCK = r"\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?(?:\s(?:[A-Z]{2,4}|GMT[+-]\d{1,2}))?"
_FORMS = {
    "numbered": re.compile(r"\s*\d{1,3}[.)]\s+(?P<time>\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?)(?:\s*:\s*(?P<text>\S.*)|\s*:?\s*)$"),
    "in brackets": re.compile(rf"\s*[(\[](?P<time>{_CLOCK})[)\]]\s*[-–—:]?\s*(?P<text>\S.*)$"),
    "between dashes": re.compile(rf"\s*[-–—•*]\s*(?P<time>{_CLOCK})\s*[-–—:]\s*(?P<text>\S.*)$"),
    "after a name": re.compile(
        r"\s*(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})[, ]\s*(?P<time>\d{1,2}[:.]\d{2}\s?[ap]\.?m\.?)\s*:\s*(?P<text>.*)$"
    ),
    "below a name": re.compile(  # a name of one word could be a place
        r"\s*(?P<name>(?!By |BY )[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})[, ]\s*(?P<time>\d{1,2}[:.]\d{2}\s?[ap]\.?m\.?)(?P<text>)\s*$"
    ),
    "with a colon": re.compile(r"\s*(?P<time>\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\.?)\s*:\s*(?P<text>.*)$"),
}
_OPENS = re.compile(r"\s*(?:[(\[]|[-–—•*]\s*)?\d")
_SIGNED = frozenset({"after a name", "below a name"})
_ENDS = re.compile(r"\d\s?[ap]\.?m\.?\s*$")
_MIN_LINES = 2  # a single one may be anything
_LONGEST_TIME = 40
_ALL_TIMES = re.compile(
    r"\ball times(?: are)?(?: given| shown| listed)?(?: in| as)?(?: local)? (?P<zone>[A-Za-z]+(?: [A-Za-z]+){0,3})", re.IGNORECASE
)


def unfold_times(lines: list[str]) -> list[str]:
    """Return the lines of a page with the times that open posts on lines of their own, where at least two lines have the same form."""
    found = [_match(line) for line in lines]
    counts = Counter(form for form, _ in found if form)
    if not counts or max(counts.values()) < _MIN_LINES:
        return lines
    unfolded: list[str] = []
    for line, (form, match) in zip(lines, found, strict=True):
        if match is None or counts[form] < _MIN_LINES:
            unfolded.append(line)
            continue
        unfolded.append(match["time"].strip())
        if form in _SIGNED:
            unfolded.append(f"By {match['name']}")
        if match["text"]:
            unfolded.append(match["text"])
    return unfolded


def _match(line: str) -> tuple[str, re.Match[str] | None]:
    if not (_OPENS.match(line) or "m:" in line[:_LONGEST_TIME] or "m.:" in line[:_LONGEST_TIME] or _ends_with_time(line)):
        return "", None
    for form, pattern in _FORMS.items():
        match = pattern.match(line)
        expression = parse_line(match["time"].strip()) if match else None
        if match is not None and expression is not None and expression.has_clock:
            return form, match
    return "", None


def _ends_with_time(line: str) -> bool:
    return len(line) <= 2 * _LONGEST_TIME and _ENDS.search(line, max(0, len(line) - _LONGEST_TIME)) is not None


def zone_of_all_times(lines: list[str]) -> str | None:
    """Return the zone that a page says all its times are in ("all times Eastern"), None where it says none."""
    for line in lines:
        said = _ALL_TIMES.search(line)
        words = said["zone"].upper().split() if said else []
        for end in range(len(words), 0, -1):
            name = " ".join(words[:end])
            known = next((one for one in (name, f"{name} TIME") if find_zone(one) is not None), None)
            if known is not None:
                return known
    return None
