"""Times that stand before a post in its first line, as some pages print them, put on lines of their own; and the zone of all times.

1. 01:18:        (2:15 p.m. ET) Pier collapses        - 1:15 a.m. - Bridge closed        Ann Lee 11.20pm: Roads flood        Ann Lee 11.20pm
14:20 – Pier collapses        5 March, 08:30 UTC | Bridge closed        14h20 : Roads flood        At 14:20: Roads flood
UPDATE (14:20): Roads flood        +++ 14.20 Uhr: Roads flood +++        14-20 above a post        Roads flood. (14:20)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geomap.lang import cached
from geomap.lang.times import page_times
from geomap.read.dates import MAX_LINE, find_zone, opening_time, parse_line
from geomap.read.dates.zones import ZONE_PATTERN
from geomap.read.text.lines import are_days

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
    "beside a name": re.compile(
        r"\s*(?P<name>(?!By |BY )[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})\s*[|•·—–]"
        r"\s*(?P<time>\d{1,2}[:.]\d{2}(?:\s?[A-Z]{2,4})?)(?P<text>)\s*$"
    ),
    "with a colon": re.compile(r"\s*(?P<time>\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\.?)\s*:\s*(?P<text>.*)$"),
}
_LEADS = re.compile(  # numbers of a list, marks and pictures ("🔴 14:20 | ..."), and words for "at"
    r"\s{0,20}(?:\d{1,3}[.)]\s{1,9}(?=\d))?[^\w()\[\]\"'«“‘']{0,20}(?=\d|(?:at|updated?|um|le|о|об|в|у|à|às|a las|alle)\s(?:at\s)?\d)",
    re.IGNORECASE,
)
_HYPHEN = re.compile(  # "14-20" alone, "14-20. Roads flood"
    r"\s*(?P<hour>\d{1,2})-(?P<minute>\d{2})(?:\s*$|\s*[.:|•·–—]\s*(?P<text>[^\W\d_].*)$)"
)
_CLOSING = re.compile(r"(?P<text>\S.{20,}[.!?…\"”»])\s*\((?P<time>\d{1,2}[:.]\d{2}(?:\s[^\W\d]{1,4})?)\)\.?\s*$")
_FRAME = re.compile(r"\s{0,20}(?P<mark>\+{2,6}|\*{3,6}|={2,6}|~{2,6})(?![+*=~])")
_SPOKEN = re.compile(  # "[03/03/2025, 13:41:02] Name: words", "3/3/25, 1:41 PM - Name: words", as messengers export chats
    r"\W{0,2}\d{1,4}[./-]\d{1,2}[./-]\d{2,4},\s\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?(?:\]| -)\s"
    r"(?P<name>[~+\w][\w .'’()+-]{0,40}): (?P<text>\S.*)$"
)
_SHARE_SPOKEN = 0.6
_SPAN = re.compile(r"\s*(?P<time>\d{1,2}[:.]\d{2})\s?[-–—]\s?\d{1,2}[:.]\d{2}\s*$")  # "14:05 - 14:20" alone
_IN_SQUARES = re.compile(r"\[\d[^\[\]\n]{4,40}\] ?\S")
_THEN = re.compile(  # what may stand between a time and the words that it dates
    r"(?P<unit>\s?(?:hrs|hours|h|uhr|год|ч)\b\.?)?(?:\s?\([^()]{1,25}\))?"
    r"(?P<mark>[\s*_:.,|•·–—/>»›→-]{0,12})(?<=[\s:|–—•*/>»›→])(?=[^\W_]|[\"“«‘'(~]|\+\d)",
    re.IGNORECASE,
)
_PLAIN_CLOCK, _DIGIT = re.compile(r"\d{1,2}:\d{2}$|[ap]\.?\s?m\.?$", re.IGNORECASE), re.compile(r"\d")
_OPENS = re.compile(r"\s*(?:[(\[]|[-–—•*]\s*)?\d")
_BESIDE, _HYPHENED, _LABELLED, _UPDATED = "beside a name", "with a hyphen", "with a label", "updated"
_OF_SPAN = "of a span"
_ALONE = frozenset({_BESIDE, _HYPHENED, _OF_SPAN})
_SIGNED = frozenset({"after a name", "below a name", _BESIDE})
_ENDS = re.compile(r"\d\s?[ap]\.?m\.?\s*$|[|•·—–]\s*\d{1,2}[:.]\d{2}(?:\s?[A-Z]{2,4})?\s*$")
_MIN_LINES = 2  # a single one may be anything
_MIN_CLOSING, _SHARE_CLOSING, _SENTENCE = 3, 0.5, 40  # lines that end with a time, their share of the lines that are sentences, characters
_LONGEST_TIME = 40
_LEAST_WORDS = 3
_ALL_TIMES = re.compile(
    r"\ball times(?: are)?(?: given| shown| listed)?(?: in| as)?(?: local)? (?P<zone>[A-Za-z]+(?: [A-Za-z]+){0,3})", re.IGNORECASE
)


_HEAD_LINES, _LONGEST_HEAD = 8, 160
_CLOCK_BEFORE = re.compile(r"\d[:.]\d{2}|\d\s?[ap]\.?m", re.IGNORECASE)  # a zone behind it is that of this time
_OF_TIMES = re.compile(
    rf"\b(?i:times|time ?zone|clocks|time(?= is| in|:))\b"
    rf"(?:\s(?i:are|is|given|shown|listed|in|as|local))*\s?[:(]?\s?(?P<zone>{ZONE_PATTERN})"
)
_IN_BRACKETS = re.compile(rf"[(\[]\s?(?P<zone>{ZONE_PATTERN})\s?[)\]]\W*$")
# Abbreviations that stand for a zone in brackets too: "(UK)", "(CAT)" and "(GET)" may be anything.
_PLAIN_ZONES = frozenset(
    {"UTC", "GMT", "WET", "CET", "CEST", "EET", "EEST", "MSK", "МСК", "BST", "EST", "EDT", "CDT", "PST", "PDT", "JST", "KST"}
)
_COPIED = re.compile(  # "Name, [12.05.2024 14:20]", as Telegram copies messages, with the words on the same line or below
    r"(?P<name>[^\s\[\]][^\[\]]{0,60}), \[(?P<time>\d[^\[\]]{7,30}|[^\W\d]{3,10} \d[^\[\]]{7,30})\]:?\s*(?P<text>.*)$"
)
_COPIED_FORM = "copied with a name"


class _Opened(NamedTuple):
    """A line that begins a post: the form in which its time stands there, the time, who signs, and what follows."""

    form: str
    time: str
    name: str | None
    text: str
    is_short: bool = False  # words that could be a row of a timetable, where no longer ones stand on the page


def unfold_times(lines: list[str]) -> list[str]:
    """Return the lines of a page with the times that open posts on lines of their own, where at least two lines have the same form."""
    lines = _closing_times_first(lines)
    found = _with_speakers(lines, [_opened(line) for line in lines])
    common = _common_forms(lines, found)
    if not common:
        return lines
    unfolded: list[str] = []
    for line, one in zip(lines, found, strict=True):
        if one is None or one.form not in common:
            unfolded.append(line)
            continue
        unfolded.append(one.time)
        if one.name:
            unfolded.append(one.name if one.form == _BESIDE or one.name[:1] == "+" else f"By {one.name}")
        if one.text:
            unfolded.append(one.text)
    return unfolded


def _with_speakers(lines: Sequence[str], found: Sequence[_Opened | None]) -> Sequence[_Opened | None]:
    """Return the opened lines of a chat with who speaks apart from the words; those of any other page as they are."""
    spoken = [_SPOKEN.match(line) if one is not None else None for line, one in zip(lines, found, strict=True)]
    if sum(match is not None for match in spoken) < max(_MIN_LINES, _SHARE_SPOKEN * sum(one is not None for one in found)):
        return found
    return [
        one._replace(name=match["name"].strip("~ "), text=match["text"]) if one is not None and match is not None else one
        for one, match in zip(found, spoken, strict=True)
    ]


def _common_forms(lines: Sequence[str], found: Sequence[_Opened | None]) -> set[str]:
    """Return the forms in which times open posts on a page: those of at least two lines that are neither days nor follow each other."""
    forms: dict[str, list[str]] = {}
    for one in found:
        if one is not None and not one.is_short:
            forms.setdefault(one.form, []).append(one.time)
    common = {form for form, times in forms.items() if len(times) >= _MIN_LINES and not are_days(times)}
    for form in _ALONE & common:
        if any(one is not None and one.form == form and not one.text and _ends_or_follows(found, at) for at, one in enumerate(found)):
            common.discard(form)  # scores, or rows of a timetable
    if _UPDATED in common and any(_is_other_clock(line) for line in lines):
        common.discard(_UPDATED)  # the posts have times of their own
    return common


def _ends_or_follows(found: Sequence[_Opened | None], at: int) -> bool:
    """Return whether no words follow a time that stands alone: the next line is such a time too, or there is none."""
    return at + 1 == len(found) or found[at + 1] is not None


def _is_other_clock(line: str) -> bool:
    when = parse_line(line) if len(line) <= MAX_LINE else None
    return when is not None and when.has_clock and when.label != "updated"


def _closing_times_first(lines: list[str]) -> list[str]:
    """Return the lines with the times in brackets that close most sentences of a page ("Roads flood. (14:20)") above them."""
    found = [_CLOSING.match(line) if line.rstrip(" .").endswith(")") else None for line in lines]
    closed = sum(match is not None and parse_line(match["time"]) is not None for match in found)
    if closed < _MIN_CLOSING or closed < _SHARE_CLOSING * sum(len(line) > _SENTENCE for line in lines):
        return lines
    parted = [
        (match["time"], match["text"]) if match and parse_line(match["time"]) else (line,) for line, match in zip(lines, found, strict=True)
    ]
    return [line for part in parted for line in part]


@cached
def _label() -> re.Pattern[str]:
    """Return the pattern of words that stand before the time of a post: "UPDATE", "BREAKING |", "Оновлено о"."""
    words = page_times()
    known = sorted({*words.labels, *words.updated}, key=len, reverse=True)
    return re.compile(
        rf"\W{{0,10}}(?P<word>{'|'.join(map(re.escape, known))})(?!\w)\.?[\s:|•·–—-]{{0,4}}(?:(?:at|um|о|об|в|à|a las)\s)?(?=[(\[]?\d)",
        re.IGNORECASE,
    )


def _opened(line: str) -> _Opened | None:
    told = _without_frame(line)
    label = _label().match(told, 0, MAX_LINE)
    if label is None:
        return _opened_plainly(told)
    after = told[label.end() :]
    bare = after[1:].replace(")", "", 1).replace("]", "", 1) if after[:1] in "([" else after
    when = parse_line(bare) if len(bare) <= MAX_LINE else None
    if when is not None and when.has_clock:
        return _Opened(_UPDATED if label["word"].lower() in page_times().updated else f"{_LABELLED}, alone", bare.strip(), None, "")
    found = _opened_plainly(after)
    return None if found is None else found._replace(form=f"{_LABELLED}, {found.form}")


def _without_frame(line: str) -> str:
    """Return the words of a line between marks: "+++ 14:20 Roads flood +++"."""
    frame = _FRAME.match(line)
    framed = line.rstrip()
    if frame is None or not framed.endswith(frame["mark"]) or len(framed) <= frame.end() + len(frame["mark"]):
        return line
    return framed[frame.end() : -len(frame["mark"])].strip()


def _opened_plainly(line: str) -> _Opened | None:
    span = _SPAN.match(line)
    if span is not None and parse_line(span["time"]) is not None:
        return _Opened(_OF_SPAN, span["time"], None, "")
    copied = _COPIED.match(line) if ", [" in line[:70] else None
    if copied is not None and (when := parse_line(copied["time"])) is not None and when.has_clock and when.day is not None:
        return _Opened(_COPIED_FORM, copied["time"], copied["name"], copied["text"])
    hyphened = _HYPHEN.match(line)
    if hyphened is not None:
        clock = f"{int(hyphened['hour']):02}:{hyphened['minute']}"
        return _Opened(_HYPHENED, clock, None, hyphened["text"] or "") if parse_line(clock) is not None else None
    if _OPENS.match(line) or "m:" in line[:_LONGEST_TIME] or "m.:" in line[:_LONGEST_TIME] or _ends_with_time(line):
        for form, pattern in _FORMS.items():
            match = pattern.match(line)
            expression = parse_line(match["time"].strip()) if match else None
            if match is not None and expression is not None and expression.has_clock:
                return _Opened(form, match["time"].strip(), match["name"] if form in _SIGNED else None, match["text"])
    return _opened_by_any_time(line) if _LEADS.match(line) or _IN_SQUARES.match(line) else None


def _opened_by_any_time(line: str) -> _Opened | None:
    """Read a line that begins with any time of day, a mark and words: "14:20 – ...", "5 March, 08:30 UTC | ...", "14h20 : ..."."""
    start = _LEADS.match(line)
    told = line[start.end() :] if start else line
    if start is None and line[:1] == "[":  # "[12.05.2024, 07:10:11] Name: words", as messengers export chats
        told = line[1:].replace("]", " |", 1)
    found = opening_time(told)
    if found is None or not found[1].has_clock:
        return None
    end, expression = found
    lead = line[: start.end()].strip() if start else ""
    if lead and told[:1].isdigit() and not told[end:].strip(" *_:.|"):
        return _Opened("below a mark", told[:end].strip(), None, "")  # "# 14:20"
    after = _THEN.match(told, end)
    time = told[_DIGIT.search(told).start() : end].strip()  # type: ignore[union-attr]  # a clock has a digit
    if after is None or (expression.zone is None and not after["mark"].strip() and not after["unit"] and not _PLAIN_CLOCK.search(time)):
        return None
    time += " hrs" if time.isdigit() else ""  # "1420 hrs"
    mark = "word" if not after["mark"].strip(" *") else "comma" if after["mark"].strip(" *") == "," else "mark"
    told_of = told[after.end() :]
    if told_of[:1].isdigit() and (mark != "mark" or len(told_of.split()) < _LEAST_WORDS or opening_time(told_of) is not None):
        return None  # "14:20 - 15:40 Lviv" of a timetable; "14:20 – 18 people are hurt" opens a post
    if mark != "mark" and (told[0].isalpha() or not told_of[0].isupper()):
        return None  # "At 14:20, shells hit", "2:30 hours later"
    has_date = expression.day is not None and expression.has_year  # "2024-05-12 14:20 Ann", above a message
    is_short = mark != "mark" and len(told_of.split()) < _LEAST_WORDS and not has_date
    return _Opened(f"opening, {mark}, {' '.join(expression.shape)}", time, None, told_of, is_short)


def _ends_with_time(line: str) -> bool:
    return len(line) <= 2 * _LONGEST_TIME and _ENDS.search(line, max(0, len(line) - _LONGEST_TIME)) is not None


def zone_of_all_times(lines: list[str]) -> str | None:
    """Return the zone that a page says all its times are in, None where it says none.

    "all times Eastern" may stand on any line; "Times in GMT+3", "Time zone: EET" and "Live (UTC+2)" in the head of the page.
    """
    for line in lines[:_HEAD_LINES]:
        said = _OF_TIMES.search(line) or _IN_BRACKETS.search(line) if len(line) <= _LONGEST_HEAD else None
        is_zone = said is not None and (said.re is _OF_TIMES or said["zone"] in _PLAIN_ZONES or not said["zone"].isalpha())
        if said is not None and is_zone and not _CLOCK_BEFORE.search(line[: said.start("zone")]):
            return said["zone"].upper()
    for line in lines:
        said = _ALL_TIMES.search(line)
        words = said["zone"].upper().split() if said else []
        for end in range(len(words), 0, -1):
            name = " ".join(words[:end])
            known = next((one for one in (name, f"{name} TIME") if find_zone(one) is not None), None)
            if known is not None:
                return known
    return None
