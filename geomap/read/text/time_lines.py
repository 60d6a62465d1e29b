"""Time lines of a page: lines that say when a post was published; which of them begin posts; and datelines of agencies.

A dateline, "KYIV, Ukraine (AP) —", says where a report was filed, not where things happened.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from geomap.read.dates import MAX_LINE, TimeExpression, parse_line, uncounted_times
from geomap.read.text.boilerplate import is_bare_name, is_byline
from geomap.read.text.lines import LineKinds

SENTENCE_ENDS = (".", "!", "?", '."', ".”", '"', "”")
_CITY = r"[A-ZÀ-ÞЀ-Я][A-ZÀ-ÞЀ-ЯҐ'’./-]+(?:[ /][A-ZÀ-ÞЀ-ЯҐ'’./-]+){0,3}"
_DATELINE = re.compile(
    rf"\s*{_CITY}(?:, [A-Z][\w. -]{{1,30}}?)??[.,]?\s+(?:(?P<date>(?:[^\W\d]+\.? \d{{1,2}}|\d{{1,2}} [^\W\d]+)(?:,? \d{{4}})?)\s+)?"
    r"\((?P<agency>[A-ZА-ЯІЇЄҐ][\w&'’ ./-]{1,40})\)\s*[-–—:.]*\s*"
)
_LONGEST = 100  # letters up to the agency


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of a report.

    Attributes:
        agency: The agency in brackets.
        when: The day if it states one.
        end: Where the report begins in the line.
    """

    agency: str
    when: TimeExpression
    end: int


def find_dateline(line: str) -> Dateline | None:
    """Return the dateline that a line begins with, None where there is none."""
    found = _DATELINE.match(line) if "(" in line[:_LONGEST] else None
    if not found:
        return None
    when = parse_line(found["date"]) if found["date"] else TimeExpression()
    return Dateline(found["agency"], when, found.end()) if when is not None else None


_has_digit = re.compile(r"\d").search
_QUOTED_DOT, _QUOTED_LINES = " · ", 8
_LONGEST_FILM_HOURS = 10  # a bare 0:33 beside other times is how long a film runs
_MIN_BACK = 2  # times that count back; a single one is the page's own


@dataclass(slots=True)
class TimeLine:
    """A time line.

    Attributes:
        at: Its index among the lines of the page.
        after: The index of the line after it.
        when: What it says.
        second: Of a time stated in two lines, what the second says.
    """

    at: int
    after: int
    when: TimeExpression
    second: TimeExpression | None = None  # of a time stated in two lines, what the second says


def find_time_lines(lines: list[str]) -> list[TimeLine]:
    """Return the time lines of a page, without durations of films; a time stated in two lines is one."""
    return _merge_adjacent(
        _without_durations(
            [
                TimeLine(at, at + 1, when)
                for at, line in enumerate(lines)
                if len(line) <= MAX_LINE
                and _has_digit(line)
                and (when := parse_line(line))
                and not (_QUOTED_DOT in line and _is_of_quoted_post(lines, at))
            ]
        )
    )


def post_time_lines(stamps: list[TimeLine], lines: list[str], kinds: LineKinds) -> list[TimeLine]:
    """Return those time lines that begin posts, and the dates that are headings of several posts."""
    return _posts_only(stamps, _relative_over_text(stamps, lines), _dated_posts(stamps, lines, kinds))


def _is_of_quoted_post(lines: list[str], at: int) -> bool:
    """Return whether a time is that of a quoted post ("5:12 PM · Mar 5, 2023"): the writer's handle is above it."""
    return any(line.lstrip().startswith("@") or "(@" in line for line in lines[max(0, at - _QUOTED_LINES) : at])


def _merge_adjacent(stamps: list[TimeLine]) -> list[TimeLine]:
    """Return the time lines with those of one time merged: "7 Jun 2023 - 16:20" and "(14:20 GMT)", or the same time twice."""
    merged: list[TimeLine] = []
    for stamp in stamps:
        last = merged[-1] if merged else None
        touching = last is not None and last.after == stamp.at
        both = _combine(last.when, stamp.when) if last is not None and touching else None
        if last is not None and both is not None:
            merged[-1] = TimeLine(last.at, stamp.after, both, stamp.when)
        else:
            merged.append(stamp)
    return merged


def _combine(first: TimeExpression, second: TimeExpression) -> TimeExpression | None:
    if {"updated", "first"} & {first.label, second.label}:
        return None
    if first.ago is not None and not first.has_clock and second.has_clock:
        return second
    if first.clock is None and (second.other_clock is None or first.label is not None or second.ago is not None):
        return None  # "Published On 7 Jun 2023" is the page's, "11m ago (09:04 GMT)" below it the first post's
    if second.clock not in (None, first.clock) or (first.day and second.day and first.day != second.day):
        return None
    return replace(
        first,
        day=first.day or second.day,
        has_year=first.has_year or second.has_year,
        zone=first.zone or second.zone,
        other_clock=first.other_clock or second.other_clock,
        other_zone=first.other_zone or second.other_zone,
        shape=tuple(dict.fromkeys(first.shape + second.shape)),
    )


def _relative_over_text(stamps: list[TimeLine], lines: list[str]) -> set[int]:
    """Return the indexes of relative times ("3 hr ago") above sentences: those of posts, not of a list of headlines."""
    ends = [*(stamp.at for stamp in stamps[1:]), len(lines)]
    over_text = {
        stamp.at
        for stamp, end in zip(stamps, ends, strict=False)  # a page without times has one end
        if stamp.when.ago is not None and any(line.endswith(SENTENCE_ENDS) for line in lines[stamp.after : end])
    }
    return over_text if len(over_text) >= _MIN_BACK else set()


def _dated_posts(stamps: list[TimeLine], lines: list[str], kinds: LineKinds) -> set[int]:
    """Return the indexes of times with a day below a title and above sentences.

    Such a time is that of the newest post if the times below it state only the hour. On pages of known publishers it is the page's.
    """
    if kinds.layout.publisher is not None:
        return set()
    ends = [*(stamp.at for stamp in stamps[1:]), len(lines)]
    return {
        stamp.at
        for stamp, end in zip(stamps, ends, strict=False)
        if stamp.at and stamp.when.label is None and stamp.when.has_clock and stamp.when.day
        if any(line.endswith(SENTENCE_ENDS) for line in lines[stamp.after : end])
    }


def _posts_only(stamps: list[TimeLine], back: set[int], dated: set[int]) -> list[TimeLine]:
    """Return the time lines of the shape most common on the page, and what is like them below the first.

    Args:
        stamps: All time lines.
        back: Indexes of relative times that begin posts.
        dated: Indexes of times that may be the first post's though they have another shape.
    """
    candidates = [stamp for stamp in stamps if stamp.when.label not in ("updated", "first")]
    timed = [stamp for stamp in candidates if stamp.when.has_clock or stamp.when.ago is not None]
    if not timed:
        unlabelled = [stamp for stamp in candidates if stamp.when.label is None]
        candidates = unlabelled if len(unlabelled) > 1 else candidates
        return candidates if len(candidates) > 1 else []  # a single date is the page's own
    counts = Counter(map(_shape, timed))
    most = max(counts.values())
    common = [shape for shape, count in counts.items() if count == most][-1]
    if common != ("relative",):
        timed = [stamp for stamp in timed if stamp.when.has_clock or stamp.at in back]
    first = next(index for index, stamp in enumerate(timed) if _shape(stamp) == common or stamp.at in back)
    if first and timed[first - 1].at in dated:
        first -= 1
    elif first and (own := timed[first - 1].second) is not None and _plain_shape(own.shape) == common:
        first -= 1
        timed[first] = TimeLine(timed[first].after - 1, timed[first].after, own)
    if first and _is_right_below_day(timed[first - 1], candidates) and "day" in common:
        first -= 1  # "1 January" and "00:10" above "31 December, 23:50"
    start = timed[first]
    days = [
        stamp for stamp in candidates if stamp.when.day and not stamp.when.has_clock and not _belongs_to_header(stamp, candidates, start)
    ]
    return sorted([*timed[first:], *days], key=lambda stamp: stamp.at)


def _is_right_below_day(stamp: TimeLine, candidates: list[TimeLine]) -> bool:
    """Return whether a time without a day stands right below a line that is a day."""
    return stamp.when.day is None and any(other.after == stamp.at and other.when.day and not other.when.has_clock for other in candidates)


def _without_durations(stamps: list[TimeLine]) -> list[TimeLine]:
    """Return the time lines without durations of films (0:33): bare clocks of early hours on a page with other times."""
    bare = [stamp for stamp in stamps if stamp.when.shape == ("clock",)]
    others = sum(1 for stamp in stamps if stamp.when.label is None and (stamp.when.ago is not None or len(stamp.when.shape) > 1))
    if not bare or others < max(_MIN_BACK, len(bare)):
        return stamps
    if any(stamp.when.clock and stamp.when.clock.hour >= _LONGEST_FILM_HOURS for stamp in bare):
        return stamps
    return [stamp for stamp in stamps if stamp.when.shape != ("clock",) or _is_right_below_day(stamp, stamps)]


def _belongs_to_header(stamp: TimeLine, candidates: list[TimeLine], start: TimeLine) -> bool:
    """Return whether a date is the page's own: it is above the posts but not right above the first, or that states its day."""
    if stamp.at > start.at:
        return False
    return stamp.when.label is not None or start.when.day is not None or any(stamp.at < other.at < start.at for other in candidates)


def _shape(stamp: TimeLine) -> tuple[str, ...]:
    return _plain_shape(stamp.when.shape)


@lru_cache(maxsize=256)
def _plain_shape(shape: tuple[str, ...]) -> tuple[str, ...]:
    kinds = set(shape) - {"weekday"}
    return tuple(sorted(kinds - {"relative"} or kinds))


def assign_days(stamps: list[TimeLine]) -> list[TimeLine]:
    """Return the time lines of posts; the first clock below a heading ("Friday, 11 November") gets its day."""
    if not any(stamp.when.has_clock or stamp.when.ago is not None for stamp in stamps):
        return stamps
    dated: list[TimeLine] = []
    heading: TimeExpression | None = None
    for stamp in stamps:
        if not stamp.when.has_clock and stamp.when.ago is None:
            heading = stamp.when
        elif heading is not None and stamp.when.day is None:
            dated.append(TimeLine(stamp.at, stamp.after, replace(stamp.when, day=heading.day, has_year=heading.has_year)))
            heading = None
        else:
            dated.append(stamp)
    return dated


_MIN_TIMES = 3
_MINUTES_A_DAY, _HALF_DAY = 24 * 60, 12 * 60
_NUMERALS = frozenset("0123456789")
_LONGEST_UNCOUNTED = 30  # letters
# A name and a time on one line, separated or joined: "By Ann Lee 4:30 p.m.", "Ann Lee — 5 March 2023, 20:20" and without the dash.
_SIGNED = re.compile(r"(?:[Bb]y|BY)\s[^\d]{3,70}\d|[A-ZÀ-ÞЀ-ЯҐ][^\d|•·—–]{3,60}(?:[|•·—–]|[^\W\d]\d)")
_THEN_SIGNED = re.compile(r"([^|]{0,60}\d[^|]{0,20}?)[\s|•·—–,-]+((?:By|by|BY) \D+)$")  # "March 5, 2023 4:30 p.m. | By Ann Lee"
_STARTS = re.compile(r"(?<=[\s,|•·—–-])[\w(]|(?<=[^\W\d])\d")
_SENTENCE_ENDS = (".", "!", "?", '."', ".”")
_SEPARATORS = " \t,|•·—–-"
_PERSON = re.compile(r"[А-ЯҐЄІЇЁ][\w'’ʼ-]+(?: [А-ЯҐЄІЇЁ][\w'’ʼ-]+){1,2}(?:, [А-ЯҐЄІЇЁ][\w'’ʼ-]+(?: [А-ЯҐЄІЇЁ][\w'’ʼ-]+){1,2})*$")


def separate_times(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines with each time on one of its own, and the names beside times, which are signatures.

    The name is put below its time, into the post that it signs; on pages whose times are below their posts, above it.
    """
    short = [
        line
        for line in lines
        if len(line) <= MAX_LINE  # most that open with a digit are times alone
        and (" by " in line.lower() if line[0] in _NUMERALS else _is_signed(line) if _has_digit(line) else _is_uncounted(line))
    ]
    if not short:
        return lines, []
    names: list[str] = []
    replacements: dict[str, list[str]] = {}
    for line in short:
        if _is_uncounted(line):
            replacements[line] = [uncounted_times()[line.strip().lower()]]
        elif split := _split_signed(line):
            replacements[line] = [*split]
            names.append(split[1])
    if names and _are_last(lines, replacements):
        replacements = {line: pair[::-1] for line, pair in replacements.items()}
    return [new for line in lines for new in replacements.get(line, (line,))], names


def _are_last(lines: list[str], replacements: dict[str, list[str]]) -> bool:
    """Return whether no sentence follows the last of the lines in ``replacements``."""
    last = max(at for at, line in enumerate(lines) if line in replacements)
    return not any(line.endswith(_SENTENCE_ENDS) for line in lines[last + 1 :])


def _is_signed(line: str) -> bool:
    """Return whether a line with a digit could also contain a name."""
    return _SIGNED.match(line) is not None or _THEN_SIGNED.match(line) is not None


def _is_uncounted(line: str) -> bool:
    return len(line) <= _LONGEST_UNCOUNTED and line.strip().lower() in uncounted_times()


def _split_signed(line: str) -> tuple[str, str] | None:
    """Return a time and the name before it. A name without "By" could be a place, so its time has to state the day."""
    after = _THEN_SIGNED.match(line)
    if after:
        is_signed = parse_line(after[1]) is not None and is_byline(after[2])
        return (after[1], after[2]) if is_signed else None
    for start in _STARTS.finditer(line):
        expression = parse_line(line[start.start() :])
        if expression is None:
            continue
        name = line[: start.start()].strip(_SEPARATORS)
        is_name = expression.day is not None and (is_bare_name(name) or _PERSON.match(name) is not None)
        is_signed = is_byline(name) if name[:3].lower() == "by " else is_name
        return (line[start.start() :], name) if is_signed and expression.has_clock else None
    return None


def is_live_blog_text(lines: list[str]) -> bool:
    """Return whether a text certainly is a live blog: it has several time lines, the newest first, unlike a chronology."""
    times = [when for line in lines if len(line) <= MAX_LINE and _has_digit(line) and (when := parse_line(line)) is not None]
    clocks = [60 * when.clock.hour + when.clock.minute for when in times if when.clock is not None and when.label is None]
    falls = sum(0 < (earlier - later) % _MINUTES_A_DAY < _HALF_DAY for earlier, later in pairwise(clocks))
    return len(clocks) >= _MIN_TIMES and 2 * falls > len(clocks)
