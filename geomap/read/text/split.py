"""A page of text split at its time lines, else at rules or datelines: the header, then one list of lines for each post."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from geomap.read.dates import TimeExpression, opens_with_time
from geomap.read.text.body import looks_like_headline
from geomap.read.text.boilerplate import is_bare_name, is_byline
from geomap.read.text.lines import BLANK, BYLINE, CONTENT_KINDS, PROMPT, SIGNATURE, TEXT, LineKinds
from geomap.read.text.time_lines import SENTENCE_ENDS, assign_days, find_dateline, find_time_lines, post_time_lines


@dataclass(slots=True)
class PageEntry:
    """One post of a page as lines.

    Attributes:
        when: What its time line says.
        lines: Its lines.
        headline: The headline, where it is above the time line.
        agency: The agency of its dateline.
    """

    when: TimeExpression
    lines: list[str]
    headline: str | None = None
    agency: str | None = None


@dataclass(slots=True)
class SplitPage:
    """A page split into posts.

    Attributes:
        header: The lines before the first post.
        entries: The posts in page order.
    """

    header: list[str]
    entries: list[PageEntry]


_AUTHOR_SHARE = 0.5  # of the posts
_MIN_SIGNED = 2
_NAME_WITHIN_LINES = 2  # lines below a time: the name may stand below the headline


def find_authors(page: SplitPage, kinds: LineKinds) -> None:
    """Classify names beside the times of a page as signatures if half of the posts have one.

    A name above a time is moved to the post below.
    """
    least = max(_MIN_SIGNED, _AUTHOR_SHARE * len(page.entries))
    stretches = [page.header, *(entry.lines for entry in page.entries)]
    above = _likely_authors([_name_among(lines[-1:]) for lines in stretches[:-1]])
    below = _likely_authors([_name_among(lines[:_NAME_WITHIN_LINES]) for lines in stretches[1:]])
    if sum(map(bool, above)) >= least:
        _mark_signatures(above, kinds)
        is_last_told = any(kinds[line] in CONTENT_KINDS for line in stretches[-1])  # else the times stand below their posts
        for lines, following, name in zip(stretches, stretches[1:], above, strict=False):
            if name and is_last_told:
                following.insert(0, lines.pop())
    elif sum(map(bool, below)) >= least:
        _mark_signatures(below, kinds)


def _name_among(lines: list[str]) -> str:
    for line in lines:
        if is_bare_name(line):
            return line
    return ""


def _likely_authors(names: list[str]) -> list[str]:
    """Return names of two words, and longer ones that recur; "" for others: "Missile Hits Kyiv" is a headline."""
    if not any(names):
        return names
    counts = Counter(names)
    return [name if counts[name] > 1 or name.partition(" in ")[0].count(" ") == 1 else "" for name in names]


def _mark_signatures(names: list[str], kinds: LineKinds) -> None:
    kinds.update(dict.fromkeys(filter(None, names), SIGNATURE))


_RULE, _MIN_RULES = 3, 2  # letters of a rule, and rules that part posts
_TITLED_SHARE = 0.6
_UNSIGNED = CONTENT_KINDS - {SIGNATURE, BYLINE}
_MIN_BELOW = 2  # times below their posts
_SKIPPED = frozenset({BLANK, PROMPT})


def split_page(lines: list[str], kinds: LineKinds) -> SplitPage:
    """Return a page split at its time lines, else at rules, else at datelines.

    Args:
        lines: The lines of the page without blank ones.
        kinds: The kinds of these lines.

    Returns:
        The header and the posts; a page without any of these has no posts and consists of its header.
    """
    headings_too = post_time_lines(find_time_lines(lines), lines, kinds)
    stamps = assign_days(headings_too)
    if not stamps:
        return _split_at_rules(lines, kinds) or split_at_datelines(lines, kinds)
    ends = [stamp.at for stamp in stamps[1:]] + [len(lines)]
    entries = [PageEntry(stamp.when, lines[stamp.after : end]) for stamp, end in zip(stamps, ends, strict=True)]
    above = lines[: headings_too[0].at]
    if headings_too[0].at < stamps[0].at:  # a day stands over the posts, and what is between belongs to none of them
        above = above + lines[headings_too[0].after : stamps[0].at]
    page = SplitPage(above, _without_contents(entries))
    find_authors(page, kinds)
    if _times_come_last(page, kinds):
        _move_posts(page, kinds)
    elif _headlines_come_first(page, kinds):
        _move_headlines(page, kinds)
    return page


def _without_contents(entries: list[PageEntry]) -> list[PageEntry]:
    """Return the posts without those of a list of contents ("16:30 March ends"): a headline that a whole post of that time has too."""
    if all(len(entry.lines) != 1 for entry in entries):
        return entries
    whole = {(entry.when.clock, entry.lines[0].strip()) for entry in entries if len(entry.lines) > 1}
    return [entry for entry in entries if len(entry.lines) != 1 or (entry.when.clock, entry.lines[0].strip()) not in whole]


def _split_at_rules(lines: list[str], kinds: LineKinds) -> SplitPage | None:
    """Return a page without times split at rules ("___") between posts with headlines; None for any other page."""
    at = [index for index, line in enumerate(lines) if line.strip("_ ") == "" and line.count("_") >= _RULE]
    if len(at) < _MIN_RULES:
        return None
    sections = [lines[start + 1 : end] for start, end in zip(at, [*at[1:], len(lines)], strict=True)]
    posts = [section for section in sections if len(section) > 1 and _is_plain_headline(section[0], kinds) and section[0][:1].isalnum()]
    if len(posts) < max(_MIN_RULES, _TITLED_SHARE * len(sections)):
        return None
    page = SplitPage(lines[: at[0]], [PageEntry(TimeExpression(), section) for section in posts])
    start = _start_of_first(page.header, kinds)
    if start is not None:
        page.entries.insert(0, PageEntry(TimeExpression(), page.header[start:]))
        del page.header[start:]
    return page


def _start_of_first(header: list[str], kinds: LineKinds) -> int | None:
    """Return where a post begins at the end of the header: the last headline above its first sentence, below the title."""
    first = next((at for at, line in enumerate(header) if kinds[line] in CONTENT_KINDS and line.endswith(SENTENCE_ENDS)), 0)
    return next((at for at in range(first - 1, 0, -1) if _is_plain_headline(header[at], kinds)), None)


def split_at_datelines(lines: list[str], kinds: LineKinds) -> SplitPage:
    """Return a page of agency reports split at their datelines; each takes the headline above it, if there is one."""
    starts = [(at, found) for at, line in enumerate(lines) if "(" in line and (found := find_dateline(line))]
    if not starts:
        return SplitPage(lines, [])
    header = lines[: starts[0][0]]
    entries: list[PageEntry] = []
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    for (at, found), end in zip(starts, ends, strict=True):
        above = header if not entries else entries[-1].lines
        entries.append(PageEntry(found.when, lines[at:end], _take_headline(above, kinds), found.agency))
    return SplitPage(header, entries)


def _take_headline(lines: list[str], kinds: LineKinds) -> str | None:
    at = next((index for index in range(len(lines) - 1, -1, -1) if kinds[lines[index]] not in _SKIPPED), None)
    if at is None or not _is_plain_headline(lines[at], kinds) or opens_with_time(lines[at].strip()):
        return None
    headline = lines[at].strip()
    del lines[at:]
    return headline


def has_headlines(page: SplitPage, kinds: LineKinds) -> bool:
    """Return whether the posts of a page begin with headlines, so that a first line with a full stop is one too."""
    plain = sum(entry.headline is None and _is_plain_headline(_first_line(entry.lines, kinds), kinds) for entry in page.entries)
    return plain >= _TITLED_SHARE * len(page.entries)


def _times_come_last(page: SplitPage, kinds: LineKinds) -> bool:
    """Return whether each time is below its post: nothing follows the last one, and a sentence is above the first."""
    if len(page.entries) < _MIN_BELOW or any(kinds[line] in CONTENT_KINDS for line in page.entries[-1].lines):
        return False
    return all(_last_line(lines, kinds).endswith(SENTENCE_ENDS) for lines in (page.header, *(entry.lines for entry in page.entries[:-1])))


def _move_posts(page: SplitPage, kinds: LineKinds) -> None:
    """Assign to each time the lines above it.

    The first post begins with the last headline above its first sentence, else below the title.
    """
    start = _start_of_first(page.header, kinds)
    if start is None:
        start = min(1, next(at for at, line in enumerate(page.header) if kinds[line] in CONTENT_KINDS and line.endswith(SENTENCE_ENDS)))
    above = [page.header[start:], *(entry.lines for entry in page.entries[:-1])]
    page.header = page.header[:start]
    for entry, lines in zip(page.entries, above, strict=True):
        entry.lines = lines


def _headlines_come_first(page: SplitPage, kinds: LineKinds) -> bool:
    """Return whether headlines are above their time lines on this page."""
    if len(page.entries) == 1 and not _is_headline_last(page.header, kinds):
        return False  # an article: title, byline, time
    above = (page.header, *(entry.lines for entry in page.entries[:-1]))
    if not all(_is_plain_headline(_last_line(lines, kinds), kinds) for lines in above):
        return False  # on most pages a paragraph stands before the second time
    return not all(_is_plain_headline(_first_line(entry.lines, kinds), kinds) for entry in page.entries)


def _is_headline_last(lines: list[str], kinds: LineKinds) -> bool:
    last = next((line for line in reversed(lines) if kinds[line] in CONTENT_KINDS), "")
    return kinds.layout.publisher is not None and kinds[last] in _UNSIGNED


def _is_plain_headline(line: str, kinds: LineKinds) -> bool:
    if not looks_like_headline(line) or line.rstrip().endswith((".", '."', ".”", "!”")):
        return False
    kind = kinds[line]
    return kind is not BYLINE and not (kind is not TEXT and is_byline(line))


def _move_headlines(page: SplitPage, kinds: LineKinds) -> None:
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
