"""Which lines of a page are times, which of them begin posts, and which names stand beside them."""

from __future__ import annotations

import pytest

from geomap.read.text.layout import GENERIC_LAYOUT
from geomap.read.text.lines import LineKinds
from geomap.read.text.time_lines import (
    assign_days,
    find_dateline,
    find_time_lines,
    is_live_blog_text,
    post_time_lines,
    separate_times,
)

WORDS = "Water fell."


@pytest.mark.parametrize(
    ("line", "agency", "day", "rest"),
    [
        ("KYIV, Ukraine (AP) — Shells fell.", "AP", None, "Shells fell."),
        ("KYIV, March 5 (Reuters) - Shells fell.", "Reuters", (3, 5), "Shells fell."),
        ("KYIV, 5 March 2023 (AFP) Shells fell.", "AFP", (3, 5), "Shells fell."),
        ("MOSCOW. March 5 (Interfax) - Shells fell.", "Interfax", (3, 5), "Shells fell."),
    ],
)
def test_datelines(line: str, agency: str, day: tuple[int, int] | None, rest: str) -> None:
    found = find_dateline(line)
    assert found is not None
    assert (found.agency, found.when.day and (found.when.day.month, found.when.day.day), line[found.end :]) == (agency, day, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Kyiv (AP) — Shells fell.",
        "KYIV — Shells fell (AP)",
        "KYIV Shells fell.",
        "KYIV, March 35 (AP) - Shells fell.",
        f"{'KYIV ' * 20}(AP) x",
    ],
)
def test_lines_without_a_dateline(line: str) -> None:
    assert find_dateline(line) is None


@pytest.mark.parametrize(
    ("lines", "is_live"),
    [
        (["18:00", "17:00", "16:00"], True),
        (["16:00", "17:00", "18:00"], False),
        (["18:00", "17:00"], False),
        (["18:00", "18:00", "18:00"], False),
        (["18:00", "17:00", "17:30"], False),
        (["18:00", "17:00", "17:30", "16:00"], False),
        (["18:00", "17:00", "17:30", "16:00", "15:00"], True),
        (["18:00", "17:00", "17:30", "17:40"], False),
        (["18:00", "17:00", "17:30", "16:00", "16:30"], False),
        (["00:30", "23:00", "22:00"], True),
        (["18:00", "06:00", "18:00"], False),  # half a day apart: either way
        (["Updated 18:00", "17:00", "16:00"], False),
        ([WORDS, "5 March 2023", "6 March 2023", "7 March 2023"], False),
    ],
)
def test_a_live_blog_tells_the_newest_first(lines: list[str], is_live: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_live_blog_text(lines) is is_live


def at(lines: list[str]) -> list[int]:
    """The lines that begin posts."""
    return [stamp.at for stamp in assign_days(post_time_lines(find_time_lines(lines), lines, LineKinds(GENERIC_LAYOUT)))]


@pytest.mark.parametrize(
    ("lines", "begin"),
    [
        (["Floods", "18:00 GMT", WORDS, "17:00 GMT", WORDS], [1, 3]),
        (["Floods", "5 March 2023", "18:00 GMT", WORDS, "17:00 GMT", WORDS], [2, 4]),
        (["Floods", "Updated 19:00 GMT", "18:00 GMT", WORDS, "17:00 GMT", WORDS], [2, 4]),
        (["Floods", "Updated 5 March 2023", WORDS], []),
        (["Floods", "5 March 2023", WORDS], []),  # the page's own
        (["Floods", "5 March 2023", WORDS, "4 March 2023", WORDS], [1, 3]),
        (["Floods", "Published 6 March 2023", "5 March 2023", WORDS, "4 March 2023", WORDS], [2, 4]),
        (["Floods", "3 hr ago", WORDS, "4 hr ago", WORDS], [1, 3]),
        (["Floods", "20:00 GMT, 5 March 2023", "18:00", WORDS, "17:00", WORDS], [2, 4]),
        (["Floods", "20:00, 5 March 2023", WORDS, "18:00", WORDS, "17:00", WORDS], [1, 3, 5]),  # the newest post tells its day
        (["20:00, 5 March 2023", WORDS, "18:00", WORDS, "17:00", WORDS], [2, 4]),  # no title stands above it
        (["Floods", "3 hr ago", WORDS, "0:33", "4 hr ago", WORDS], [1, 4]),  # how long a film runs
        (["Floods", "3 hr ago", WORDS, "10:33", WORDS, "4 hr ago", WORDS], [1, 3, 5]),
    ],
)
def test_times_that_begin_posts(lines: list[str], begin: list[int]) -> None:
    assert at(lines) == begin


def test_the_first_clock_below_a_day_gets_it() -> None:
    lines = ["Floods", "6 March 2023", "09:00 GMT", WORDS, "08:00 GMT", WORDS, "5 March 2023", "20:00 GMT", WORDS]
    stamps = assign_days(post_time_lines(find_time_lines(lines), lines, LineKinds(GENERIC_LAYOUT)))
    assert [stamp.when.day and stamp.when.day.day for stamp in stamps] == [6, None, 5]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["7 Jun 2023 - 16:20", "(14:20 GMT)", WORDS], [(0, 2)]),
        (["16:20", "16:20 GMT", WORDS], [(0, 2)]),
        (["16:20 7 Jun 2023", "16:20 7 Jun 2023", WORDS], [(0, 2)]),
        (["16:20 7 Jun 2023", "16:20 8 Jun 2023", WORDS], [(0, 1), (1, 2)]),
        (["16:20 GMT", "16:25 GMT", WORDS], [(0, 1), (1, 2)]),
        (["2 hr ago", "16:20 GMT", WORDS], [(0, 2)]),
        (["7 Jun 2023", "16:20 GMT", WORDS], [(0, 1), (1, 2)]),
        (["@ann", "5:12 PM · Mar 5, 2023", WORDS], []),  # of a post that is quoted
        (["@ann", *[WORDS] * 7, "5:12 PM · Mar 5, 2023"], []),
        (["@ann", *[WORDS] * 8, "5:12 PM · Mar 5, 2023"], [(9, 10)]),
        (["Ann", "5:12 PM · Mar 5, 2023", WORDS], [(1, 2)]),
    ],
)
def test_time_lines(lines: list[str], found: list[tuple[int, int]]) -> None:
    assert [(stamp.at, stamp.after) for stamp in find_time_lines(lines)] == found


@pytest.mark.parametrize(
    ("lines", "parted", "names"),
    [
        (["By Ann Reed 4:30 p.m.", WORDS], ["4:30 p.m.", "By Ann Reed", WORDS], ["By Ann Reed"]),
        ([WORDS, "By Ann Reed 4:30 p.m."], [WORDS, "By Ann Reed", "4:30 p.m."], ["By Ann Reed"]),  # the times stand below
        (["4:30 p.m. | By Ann Reed", WORDS], ["4:30 p.m. ", "By Ann Reed", WORDS], ["By Ann Reed"]),
        (["Ann Lee — 5 March 2023, 20:20", WORDS], ["5 March 2023, 20:20", "Ann Lee", WORDS], ["Ann Lee"]),
        (["Ann Lee — 20:20", WORDS], ["Ann Lee — 20:20", WORDS], []),  # it could be a place
        (["Ann Lee — 5 March 2023", WORDS], ["Ann Lee — 5 March 2023", WORDS], []),
        (["Just now", WORDS], ["0 minutes ago", WORDS], []),
        (["18:00", WORDS], ["18:00", WORDS], []),
    ],
)
def test_names_beside_times(lines: list[str], parted: list[str], names: list[str]) -> None:
    found, signed = separate_times(lines)
    assert ([line.strip() for line in found], signed) == ([line.strip() for line in parted], names)
