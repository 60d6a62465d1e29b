"""A page of text cut at its time lines: the header, then one stretch of lines for each post."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from geomap.read.plaintext.authors import find_authors
from geomap.read.plaintext.body import looks_like_headline
from geomap.read.plaintext.dateline import find_dateline
from geomap.read.plaintext.kinds import BLANK, BYLINE, PROMPT, SIGNATURE, TEXT, TOLD, LineKinds
from geomap.read.plaintext.noise import is_byline
from geomap.read.plaintext.pieces import Entry, Page
from geomap.read.times import MAX_LINE, ZONE_PATTERN, TimeExpression, opens_with_time, parse_line

_NARROW, _WRAP_WIDTH = 40, 100  # letters; the longest line of text that was broken by hand is between these
_WRAPPED_LENGTH = 0.6  # of the longest line: a shorter one ends its paragraph
_WRAP_SHARE = 0.5  # of its lines that are long and go on in the next
_INLINE_TIME = re.compile(
    rf"[\[(]?(\d{{1,2}}\s?[:.h]\s?\d{{2}}(?:[ ]?[aApP]\.?[mM]\b\.?)?(?:[ ]{ZONE_PATTERN})?)[\])]?"
    r"(?:[ ]?[-–—:|.])?[ \t]+(?=[^\W\d_\s]{2}|[\"“«])"
)
_CAPITAL = r"[A-ZÀ-Þ][\w.'’-]*[^\W\d]"
_GLUED = re.compile(rf"({_CAPITAL}(?: {_CAPITAL}){{1,3}})(\d{{1,2}} [A-Z][a-z]{{2,8}} (?:19|20)\d{{2}},? \d{{1,2}}:\d{{2}})$")
_has_digit = re.compile(r"\d").search
_NUMERALS = frozenset("0123456789")
_TIME_STARTS = frozenset("0123456789[(")
_MIN_INLINE = 3
_QUOTED_DOT, _QUOTED_LINES = " · ", 8
_RULE, _MIN_RULES = 3, 2  # letters of a rule, and rules that part posts
_SHORT_HOURS = 10  # a bare 0:33 beside other times is how long a film runs
_MIN_WRAPPED = 6
_TITLED_SHARE = 0.6
_UNSIGNED = TOLD - {SIGNATURE, BYLINE}
_SENTENCE_ENDS = (".", "!", "?", '."', ".”", '"', "”")
_MIN_BACK = 2  # times that count back; a single one is the page's own
_MIN_BELOW = 2  # times below their posts
_PASSED_OVER = frozenset({BLANK, PROMPT})


@dataclass(slots=True)
class _Stamp:
    """A time line: where it is, where the text after it starts, and what it says."""

    at: int
    after: int
    when: TimeExpression
    second: TimeExpression | None = None  # of a time told over two lines, what the second says


def cut(lines: list[str], kinds: LineKinds) -> Page:
    """Cut a page, without its blank lines, at its time lines, or else at datelines; one without any has no entries and is all header."""
    stamps = _merge_neighbours(
        _without_lengths(
            [
                _Stamp(at, at + 1, when)
                for at, line in enumerate(lines)
                if len(line) <= MAX_LINE
                and _has_digit(line)
                and (when := parse_line(line))
                and not (_QUOTED_DOT in line and _is_of_quoted_post(lines, at))
            ]
        )
    )
    headings_too = _posts_only(stamps, _told_after(stamps, lines), _dated_posts(stamps, lines, kinds))
    stamps = _with_days(headings_too)
    if not stamps:
        return _cut_at_rules(lines, kinds) or cut_datelines(lines, kinds)
    ends = [stamp.at for stamp in stamps[1:]] + [len(lines)]
    entries = [Entry(stamp.when, lines[stamp.after : end]) for stamp, end in zip(stamps, ends, strict=True)]
    above = lines[: headings_too[0].at]
    if headings_too[0].at < stamps[0].at:  # a day stands over the posts, and what is between belongs to none of them
        above = above + lines[headings_too[0].after : stamps[0].at]
    page = Page(above, entries)
    find_authors(page, kinds)
    if _times_come_last(page, kinds):
        _move_posts(page, kinds)
    elif _headlines_come_first(page, kinds):
        _move_headlines(page, kinds)
    return page


def _is_of_quoted_post(lines: list[str], at: int) -> bool:
    """Say whether a time is that of a post quoted from a network ("5:12 PM · Mar 5, 2023"): its writer's handle stands above."""
    return any(line.lstrip().startswith("@") or "(@" in line for line in lines[max(0, at - _QUOTED_LINES) : at])


def _cut_at_rules(lines: list[str], kinds: LineKinds) -> Page | None:
    """Cut a page without times where rules ("___") part posts with headlines; the first stands below the page's own lines."""
    at = [index for index, line in enumerate(lines) if line.strip("_ ") == "" and line.count("_") >= _RULE]
    if len(at) < _MIN_RULES:
        return None
    sections = [lines[start + 1 : end] for start, end in zip(at, [*at[1:], len(lines)], strict=True)]
    posts = [section for section in sections if len(section) > 1 and _is_plain_headline(section[0], kinds) and section[0][:1].isalnum()]
    if len(posts) < max(_MIN_RULES, _TITLED_SHARE * len(sections)):
        return None
    page = Page(lines[: at[0]], [Entry(TimeExpression(), section) for section in posts])
    start = _start_of_first(page.header, kinds)
    if start is not None:
        page.entries.insert(0, Entry(TimeExpression(), page.header[start:]))
        del page.header[start:]
    return page


def _start_of_first(header: list[str], kinds: LineKinds) -> int | None:
    """Give where a post begins at the end of a page's header: the last headline above its first sentence, below the title."""
    first = next((at for at, line in enumerate(header) if kinds[line] in TOLD and line.endswith(_SENTENCE_ENDS)), 0)
    return next((at for at in range(first - 1, 0, -1) if _is_plain_headline(header[at], kinds)), None)


def cut_datelines(lines: list[str], kinds: LineKinds) -> Page:
    """Cut a page of agency reports at their datelines; each takes the headline above it, if there is one."""
    starts = [(at, found) for at, line in enumerate(lines) if "(" in line and (found := find_dateline(line))]
    if not starts:
        return Page(lines, [])
    header = lines[: starts[0][0]]
    entries: list[Entry] = []
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    for (at, found), end in zip(starts, ends, strict=True):
        above = header if not entries else entries[-1].lines
        entries.append(Entry(found.when, lines[at:end], _take_headline(above, kinds), found.agency))
    return Page(header, entries)


def _take_headline(lines: list[str], kinds: LineKinds) -> str | None:
    at = next((index for index in range(len(lines) - 1, -1, -1) if kinds[lines[index]] not in _PASSED_OVER), None)
    if at is None or not _is_plain_headline(lines[at], kinds) or opens_with_time(lines[at].strip()):
        return None
    headline = lines[at].strip()
    del lines[at:]
    return headline


def split_inline_times(lines: list[str]) -> list[str]:
    """Put the time of "17:42 Explosions in Kharkiv" on a line of its own, where most of a page's times stand so.

    So are the times that copying glued to names: "Ann Lee26 January 2023 17:00".
    """
    if any(map(_GLUED.match, [line for line in lines if len(line) <= MAX_LINE and line[-1] in _NUMERALS])):
        lines = [piece for line in lines for piece in (_GLUED.sub(r"\1\n\2", line).split("\n") if line[-1] in _NUMERALS else (line,))]
    starting = [line for line in lines if line[0] in _TIME_STARTS]
    inline = {line for line in starting if parse_line(line) is None and _INLINE_TIME.match(line)}
    if len(inline) < _MIN_INLINE:
        return lines
    able = sum(1 for line in starting if _INLINE_TIME.match(line))
    if len(inline) < able - len(inline):
        return lines
    return [piece for line in lines for piece in (_INLINE_TIME.sub(r"\1\n", line, count=1).split("\n") if line in inline else (line,))]


def has_headlines(page: Page, kinds: LineKinds) -> bool:
    """Say whether the posts of a page open with headlines, so that a first line with a full stop is one too."""
    plain = sum(entry.headline is None and _is_plain_headline(_first_line(entry.lines, kinds), kinds) for entry in page.entries)
    return plain >= _TITLED_SHARE * len(page.entries)


def unwrap(lines: list[str]) -> list[str]:
    """Join the lines of a text that was broken by hand to some width; those of any other text stay as they are."""
    if any(map(_WRAP_WIDTH.__lt__, map(len, lines))):  # ends at the first long line
        return lines
    longest = max(map(len, lines), default=0)
    if longest < _NARROW:
        return lines
    long = _WRAPPED_LENGTH * longest
    runs_on = [len(line) > long and bool(following.strip()) and not following.startswith(" ") for line, following in pairwise(lines)]
    filled = sum(1 for line in lines if line.strip())
    if sum(runs_on) < max(_MIN_WRAPPED, _WRAP_SHARE * filled):
        return lines
    joined = [lines[0]]
    for goes_on, line in zip(runs_on, lines[1:], strict=True):
        joined.append(f" {line.strip()}" if goes_on and parse_line(line) is None else f"\n{line}")
    return "".join(joined).split("\n")


def _merge_neighbours(stamps: list[_Stamp]) -> list[_Stamp]:
    """Take a time told over two lines ("7 Jun 2023 - 16:20", "(14:20 GMT)") or told twice as one."""
    merged: list[_Stamp] = []
    for stamp in stamps:
        last = merged[-1] if merged else None
        touching = last is not None and last.after == stamp.at
        both = _unite(last.when, stamp.when) if last is not None and touching else None
        if last is not None and both is not None:
            merged[-1] = _Stamp(last.at, stamp.after, both, stamp.when)
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


def _told_after(stamps: list[_Stamp], lines: list[str]) -> set[int]:
    """Give the places of those times that count back ("3 hr ago") over sentences: of posts, and not of a list of headlines."""
    ends = [*(stamp.at for stamp in stamps[1:]), len(lines)]
    told = {
        stamp.at
        for stamp, end in zip(stamps, ends, strict=False)  # a page without times has one end
        if stamp.when.ago is not None and any(line.endswith(_SENTENCE_ENDS) for line in lines[stamp.after : end])
    }
    return told if len(told) >= _MIN_BACK else set()


def _dated_posts(stamps: list[_Stamp], lines: list[str], kinds: LineKinds) -> set[int]:
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
        if any(line.endswith(_SENTENCE_ENDS) for line in lines[stamp.after : end])
    }


def _posts_only(stamps: list[_Stamp], back: set[int], dated: set[int]) -> list[_Stamp]:
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
        timed[first] = _Stamp(timed[first].after - 1, timed[first].after, own)
    start = timed[first]
    days = [stamp for stamp in able if stamp.when.day and not stamp.when.has_clock and not _belongs_to_header(stamp, able, start)]
    return sorted([*timed[first:], *days], key=lambda stamp: stamp.at)


def _without_lengths(stamps: list[_Stamp]) -> list[_Stamp]:
    """Drop how long films run (0:33): bare clocks of early hours, on a page that tells its times in another way."""
    bare = [stamp for stamp in stamps if stamp.when.shape == ("clock",)]
    others = sum(1 for stamp in stamps if stamp.when.label is None and (stamp.when.ago is not None or len(stamp.when.shape) > 1))
    if not bare or others < max(_MIN_BACK, len(bare)):
        return stamps
    if any(stamp.when.clock and stamp.when.clock.hour >= _SHORT_HOURS for stamp in bare):
        return stamps
    return [stamp for stamp in stamps if stamp.when.shape != ("clock",)]


def _belongs_to_header(stamp: _Stamp, able: list[_Stamp], start: _Stamp) -> bool:
    """Say whether a date is the page's own: it stands above the posts and not right over the first of them, or that tells its day."""
    if stamp.at > start.at:
        return False
    return stamp.when.label is not None or start.when.day is not None or any(stamp.at < other.at < start.at for other in able)


def _shape(stamp: _Stamp) -> tuple[str, ...]:
    return _plain_shape(stamp.when.shape)


@lru_cache(maxsize=256)
def _plain_shape(shape: tuple[str, ...]) -> tuple[str, ...]:
    kinds = set(shape) - {"weekday"}
    return tuple(sorted(kinds - {"relative"} or kinds))


def _with_days(stamps: list[_Stamp]) -> list[_Stamp]:
    """Give the day of a heading ("Friday, 11 November") to the first clock below it; the others follow from that one."""
    if not any(stamp.when.has_clock or stamp.when.ago is not None for stamp in stamps):
        return stamps
    dated: list[_Stamp] = []
    heading: TimeExpression | None = None
    for stamp in stamps:
        if not stamp.when.has_clock and stamp.when.ago is None:
            heading = stamp.when
        elif heading is not None and stamp.when.day is None:
            dated.append(_Stamp(stamp.at, stamp.after, replace(stamp.when, day=heading.day, has_year=heading.has_year)))
            heading = None
        else:
            dated.append(stamp)
    return dated


def _times_come_last(page: Page, kinds: LineKinds) -> bool:
    """Tell whether each time stands below its post: nothing follows the last one, and a sentence stands above the first."""
    if len(page.entries) < _MIN_BELOW or any(kinds[line] in TOLD for line in page.entries[-1].lines):
        return False
    return all(_last_line(lines, kinds).endswith(_SENTENCE_ENDS) for lines in (page.header, *(entry.lines for entry in page.entries[:-1])))


def _move_posts(page: Page, kinds: LineKinds) -> None:
    """Give each time the lines above it; the first post begins with the last headline above its first sentence, or below the title."""
    start = _start_of_first(page.header, kinds)
    if start is None:
        start = min(1, next(at for at, line in enumerate(page.header) if kinds[line] in TOLD and line.endswith(_SENTENCE_ENDS)))
    above = [page.header[start:], *(entry.lines for entry in page.entries[:-1])]
    page.header = page.header[:start]
    for entry, lines in zip(page.entries, above, strict=True):
        entry.lines = lines


def _headlines_come_first(page: Page, kinds: LineKinds) -> bool:
    """Tell whether headlines stand before their time lines: then those are headlines everywhere, and what follows a time is not."""
    if len(page.entries) == 1 and not _is_headline_last(page.header, kinds):
        return False  # an article: title, byline, time
    above = (page.header, *(entry.lines for entry in page.entries[:-1]))
    if not all(_is_plain_headline(_last_line(lines, kinds), kinds) for lines in above):
        return False  # on most pages a paragraph stands before the second time
    return not all(_is_plain_headline(_first_line(entry.lines, kinds), kinds) for entry in page.entries)


def _is_headline_last(lines: list[str], kinds: LineKinds) -> bool:
    last = next((line for line in reversed(lines) if kinds[line] in TOLD), "")
    return kinds.layout.publisher is not None and kinds[last] in _UNSIGNED


def _is_plain_headline(line: str, kinds: LineKinds) -> bool:
    if not looks_like_headline(line) or line.rstrip().endswith((".", '."', ".”", "!”")):
        return False
    kind = kinds[line]
    return kind is not BYLINE and not (kind is not TEXT and is_byline(line))


def _move_headlines(page: Page, kinds: LineKinds) -> None:
    for lines, entry in zip((page.header, *(entry.lines for entry in page.entries[:-1])), page.entries, strict=True):
        headline = _last_line(lines, kinds)
        at = next(index for index in range(len(lines) - 1, -1, -1) if lines[index].strip() == headline)
        entry.lines[:0] = lines[at + 1 :]  # a byline between headline and time
        del lines[at:]
        entry.headline = headline


def _first_line(lines: list[str], kinds: LineKinds) -> str:
    for line in lines:
        if kinds[line] in _UNSIGNED:
            return line.strip()
    return ""


def _last_line(lines: list[str], kinds: LineKinds) -> str:
    for line in reversed(lines):
        if kinds[line] in _UNSIGNED:
            return line.strip()
    return ""
