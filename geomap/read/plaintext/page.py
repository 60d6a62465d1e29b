"""A page of text cut at its time lines: the header, then one stretch of lines for each post."""

from __future__ import annotations

from geomap.read.plaintext.authors import find_authors
from geomap.read.plaintext.body import looks_like_headline
from geomap.read.plaintext.dateline import find_dateline
from geomap.read.plaintext.kinds import BLANK, BYLINE, PROMPT, SIGNATURE, TEXT, TOLD, LineKinds
from geomap.read.plaintext.noise import is_byline
from geomap.read.plaintext.openers import find_stamps, opening_posts, with_days
from geomap.read.plaintext.pieces import SENTENCE_ENDS, Entry, Page
from geomap.read.times import TimeExpression, opens_with_time

_RULE, _MIN_RULES = 3, 2  # letters of a rule, and rules that part posts
_TITLED_SHARE = 0.6
_UNSIGNED = TOLD - {SIGNATURE, BYLINE}
_MIN_BELOW = 2  # times below their posts
_PASSED_OVER = frozenset({BLANK, PROMPT})


def cut(lines: list[str], kinds: LineKinds) -> Page:
    """Cut a page, without its blank lines, at its time lines, or else at datelines; one without any has no entries and is all header."""
    headings_too = opening_posts(find_stamps(lines), lines, kinds)
    stamps = with_days(headings_too)
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
    first = next((at for at, line in enumerate(header) if kinds[line] in TOLD and line.endswith(SENTENCE_ENDS)), 0)
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


def has_headlines(page: Page, kinds: LineKinds) -> bool:
    """Say whether the posts of a page open with headlines, so that a first line with a full stop is one too."""
    plain = sum(entry.headline is None and _is_plain_headline(_first_line(entry.lines, kinds), kinds) for entry in page.entries)
    return plain >= _TITLED_SHARE * len(page.entries)


def _times_come_last(page: Page, kinds: LineKinds) -> bool:
    """Tell whether each time stands below its post: nothing follows the last one, and a sentence stands above the first."""
    if len(page.entries) < _MIN_BELOW or any(kinds[line] in TOLD for line in page.entries[-1].lines):
        return False
    return all(_last_line(lines, kinds).endswith(SENTENCE_ENDS) for lines in (page.header, *(entry.lines for entry in page.entries[:-1])))


def _move_posts(page: Page, kinds: LineKinds) -> None:
    """Give each time the lines above it; the first post begins with the last headline above its first sentence, or below the title."""
    start = _start_of_first(page.header, kinds)
    if start is None:
        start = min(1, next(at for at, line in enumerate(page.header) if kinds[line] in TOLD and line.endswith(SENTENCE_ENDS)))
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
