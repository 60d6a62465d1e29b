"""Lists of other headlines with a time above each, which pages of text copied from a site carry above the article."""

from __future__ import annotations

from geomap.read.dates import MAX_LINE, TimeExpression, parse_line

_MIN_CLOCKS = 3  # fewer may be the times of posts
_LONGEST_HEADLINE = 120
_SENTENCE_ENDS = (".", "!", "?", '."', ".”", "…")


def without_sidebar(lines: list[str]) -> list[str]:
    """Return the lines of a page without a list of headlines above its article, and without what stands above that list.

    The list has a clock above each headline and no sentences; the article below states its own day and clock and has sentences.

    Args:
        lines: The lines of the page without blank ones.

    Returns:
        The lines from the article's headline on; the same lines where there is no such list.
    """
    told = [_time_of(line) for line in lines]
    own = next((at for at, when in enumerate(told) if when is not None and when.day and when.has_year and when.has_clock), 0)
    clocks = [at for at, when in enumerate(told[:own]) if when is not None and _is_clock_alone(when)]
    if len(clocks) < _MIN_CLOCKS or any(when is not None and _is_clock_alone(when) for when in told[own:]):
        return lines
    listed = lines[clocks[0] : own]
    if not all(len(line) <= _LONGEST_HEADLINE and not line.rstrip().endswith(_SENTENCE_ENDS) for line in listed):
        return lines
    if not any(line.rstrip().endswith(_SENTENCE_ENDS) for line in lines[own + 1 :]):
        return lines
    after = clocks[-1] + 2  # the headline below the last clock is the last of the list
    labels = set(lines[:after])  # a section's name ("News") stands above the list and above the article
    headline = [line for line in lines[after:own] if line not in labels]
    return [*(headline or lines[own - 1 : own]), *lines[own:]]


def _time_of(line: str) -> TimeExpression | None:
    return parse_line(line) if len(line) <= MAX_LINE and any(map(str.isdigit, line)) else None


def _is_clock_alone(when: TimeExpression) -> bool:
    return when.clock is not None and when.day is None and when.ago is None and when.label is None
