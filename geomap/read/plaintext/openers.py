"""Which time lines of a page open posts: those of one shape, with the days that stand over them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from geomap.read.plaintext.kinds import LineKinds
from geomap.read.plaintext.pieces import SENTENCE_ENDS
from geomap.read.times import MAX_LINE, TimeExpression, parse_line

_has_digit = re.compile(r"\d").search
_QUOTED_DOT, _QUOTED_LINES = " · ", 8
_SHORT_HOURS = 10  # a bare 0:33 beside other times is how long a film runs
_MIN_BACK = 2  # times that count back; a single one is the page's own


@dataclass(slots=True)
class Stamp:
    """A time line: where it is, where the text after it starts, and what it says."""

    at: int
    after: int
    when: TimeExpression
    second: TimeExpression | None = None  # of a time told over two lines, what the second says


def find_stamps(lines: list[str]) -> list[Stamp]:
    """Find all time lines of a page, without how long its films run; a time told over two lines is one."""
    return _merge_neighbours(
        _without_lengths(
            [
                Stamp(at, at + 1, when)
                for at, line in enumerate(lines)
                if len(line) <= MAX_LINE
                and _has_digit(line)
                and (when := parse_line(line))
                and not (_QUOTED_DOT in line and _is_of_quoted_post(lines, at))
            ]
        )
    )


def opening_posts(stamps: list[Stamp], lines: list[str], kinds: LineKinds) -> list[Stamp]:
    """Keep the time lines that open posts, and the days that stand over them."""
    return _posts_only(stamps, _told_after(stamps, lines), _dated_posts(stamps, lines, kinds))


def _is_of_quoted_post(lines: list[str], at: int) -> bool:
    """Say whether a time is that of a post quoted from a network ("5:12 PM · Mar 5, 2023"): its writer's handle stands above."""
    return any(line.lstrip().startswith("@") or "(@" in line for line in lines[max(0, at - _QUOTED_LINES) : at])


def _merge_neighbours(stamps: list[Stamp]) -> list[Stamp]:
    """Take a time told over two lines ("7 Jun 2023 - 16:20", "(14:20 GMT)") or told twice as one."""
    merged: list[Stamp] = []
    for stamp in stamps:
        last = merged[-1] if merged else None
        touching = last is not None and last.after == stamp.at
        both = _unite(last.when, stamp.when) if last is not None and touching else None
        if last is not None and both is not None:
            merged[-1] = Stamp(last.at, stamp.after, both, stamp.when)
        else:
            merged.append(stamp)
    return merged


def _unite(first: TimeExpression, second: TimeExpression) -> TimeExpression | None:
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


def _told_after(stamps: list[Stamp], lines: list[str]) -> set[int]:
    """Give the places of those times that count back ("3 hr ago") over sentences: of posts, and not of a list of headlines."""
    ends = [*(stamp.at for stamp in stamps[1:]), len(lines)]
    told = {
        stamp.at
        for stamp, end in zip(stamps, ends, strict=False)  # a page without times has one end
        if stamp.when.ago is not None and any(line.endswith(SENTENCE_ENDS) for line in lines[stamp.after : end])
    }
    return told if len(told) >= _MIN_BACK else set()


def _dated_posts(stamps: list[Stamp], lines: list[str], kinds: LineKinds) -> set[int]:
    """Give the places of times with a day below a title and over sentences: the newest post's, when those below it say the hour alone.

    Pages of publishers that are known have such a time above their posts, of the page.
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


def _posts_only(stamps: list[Stamp], back: set[int], dated: set[int]) -> list[Stamp]:
    """Keep the time lines that open posts: those of the shape most common on the page, and what is like them below the first.

    The one above the first is kept too if it is ``dated``; of the page's time and the first post's, told as one, the second is kept.
    """
    able = [stamp for stamp in stamps if stamp.when.label not in ("updated", "first")]
    timed = [stamp for stamp in able if stamp.when.has_clock or stamp.when.ago is not None]
    if not timed:
        unlabelled = [stamp for stamp in able if stamp.when.label is None]
        able = unlabelled if len(unlabelled) > 1 else able
        return able if len(able) > 1 else []  # a single date is the page's own
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
        timed[first] = Stamp(timed[first].after - 1, timed[first].after, own)
    start = timed[first]
    days = [stamp for stamp in able if stamp.when.day and not stamp.when.has_clock and not _belongs_to_header(stamp, able, start)]
    return sorted([*timed[first:], *days], key=lambda stamp: stamp.at)


def _without_lengths(stamps: list[Stamp]) -> list[Stamp]:
    """Drop how long films run (0:33): bare clocks of early hours, on a page that tells its times in another way."""
    bare = [stamp for stamp in stamps if stamp.when.shape == ("clock",)]
    others = sum(1 for stamp in stamps if stamp.when.label is None and (stamp.when.ago is not None or len(stamp.when.shape) > 1))
    if not bare or others < max(_MIN_BACK, len(bare)):
        return stamps
    if any(stamp.when.clock and stamp.when.clock.hour >= _SHORT_HOURS for stamp in bare):
        return stamps
    return [stamp for stamp in stamps if stamp.when.shape != ("clock",)]


def _belongs_to_header(stamp: Stamp, able: list[Stamp], start: Stamp) -> bool:
    """Say whether a date is the page's own: it stands above the posts and not right over the first of them, or that tells its day."""
    if stamp.at > start.at:
        return False
    return stamp.when.label is not None or start.when.day is not None or any(stamp.at < other.at < start.at for other in able)


def _shape(stamp: Stamp) -> tuple[str, ...]:
    return _plain_shape(stamp.when.shape)


@lru_cache(maxsize=256)
def _plain_shape(shape: tuple[str, ...]) -> tuple[str, ...]:
    kinds = set(shape) - {"weekday"}
    return tuple(sorted(kinds - {"relative"} or kinds))


def with_days(stamps: list[Stamp]) -> list[Stamp]:
    """Give the day of a heading ("Friday, 11 November") to the first clock below it; the others follow from that one."""
    if not any(stamp.when.has_clock or stamp.when.ago is not None for stamp in stamps):
        return stamps
    dated: list[Stamp] = []
    heading: TimeExpression | None = None
    for stamp in stamps:
        if not stamp.when.has_clock and stamp.when.ago is None:
            heading = stamp.when
        elif heading is not None and stamp.when.day is None:
            dated.append(Stamp(stamp.at, stamp.after, replace(stamp.when, day=heading.day, has_year=heading.has_year)))
            heading = None
        else:
            dated.append(stamp)
    return dated
