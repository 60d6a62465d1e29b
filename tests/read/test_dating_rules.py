"""Rules by which posts get their days: the header of the page, the order of the posts, and what each time states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from geomap.read.dates import Moment, TimeExpression, ZoneContext, parse_line
from geomap.read.text.dating import Dating
from geomap.vocabulary import Precision
from tests.read.conftest import Reading


def times(*lines: str) -> list[TimeExpression]:
    found = [parse_line(line) for line in lines]
    assert all(found)
    return [when for when in found if when is not None]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def placed(dating: Dating, lines: Sequence[str]) -> list[str | None]:
    return [when and f"{when.at:%m-%d %H:%M}" for when in dating.date_posts_in_order(times(*lines))]


def dating(**known: object) -> Dating:
    return Dating(origin="x", **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "lines", "expected"),
    [
        (
            {"newest": moment("2023-03-05T18:30")},
            ["18:00", "09:00", "23:00", "20:00"],
            ["03-05 18:00", "03-05 09:00", "03-04 23:00", "03-04 20:00"],
        ),
        ({"oldest_day": date(2023, 3, 5)}, ["09:00", "18:00", "02:00"], ["03-05 09:00", "03-05 18:00", "03-06 02:00"]),
        ({"oldest": moment("2023-03-05T10:00")}, ["11:00", "18:00", "02:00"], ["03-05 11:00", "03-05 18:00", "03-06 02:00"]),
        (
            {"oldest_day": date(2023, 3, 5)},
            ["02:00", "18:00", "09:00"],
            ["03-06 02:00", "03-05 18:00", "03-05 09:00"],
        ),  # only the old end is known
        ({"newest": moment("2023-03-05T18:30")}, ["20:00", "09:00", "18:00"], ["03-04 20:00", "03-05 09:00", "03-05 18:00"]),
        ({}, ["20:00", "5 March 2023, 18:00", "17:00"], ["03-05 20:00", "03-05 18:00", "03-05 17:00"]),
        ({}, ["02:00", "20:00", "5 March 2023, 18:00", "17:00"], ["03-06 02:00", "03-05 20:00", "03-05 18:00", "03-05 17:00"]),
        ({}, ["18:00", "17:00"], [None, None]),
        ({"newest": moment("2023-03-05T18:30")}, ["1 hour ago", "3 hours ago"], ["03-05 17:30", "03-05 15:30"]),
        ({}, ["1 hour ago"], [None]),
        ({"newest": moment("2023-03-05T18:30")}, ["19:20", "17:00"], ["03-05 19:20", "03-05 17:00"]),  # a header may lag behind
        ({"newest": moment("2023-03-05T18:30")}, ["19:40", "17:00"], ["03-04 19:40", "03-04 17:00"]),
        ({"newest": moment("2023-03-05T18:30")}, ["yesterday, 18:05"], ["03-04 18:05"]),
        ({"oldest_day": date(2023, 3, 5)}, ["today, 18:05"], ["03-05 18:05"]),
        ({"newest": moment("2023-01-01T01:00")}, ["31 December, 23:00", "31 December, 22:00"], ["12-31 23:00", "12-31 22:00"]),
        (
            {"newest": moment("2023-03-05T18:30")},
            ["Sunday 18:00", "Saturday 17:05", "Saturday 16:00"],
            ["03-05 18:00", "03-04 17:05", "03-04 16:00"],
        ),
        ({"oldest_day": date(2023, 3, 4)}, ["Saturday 18:05", "Sunday 19:00"], ["03-04 18:05", "03-05 19:00"]),
    ],
)
def test_the_days_of_posts(known: dict[str, object], lines: list[str], expected: list[str | None]) -> None:
    assert placed(dating(**known), lines) == expected


@pytest.mark.parametrize(("clock", "day"), [("17:30", 5), ("18:30", 4)])
def test_a_post_out_of_order_lies_a_little_apart(clock: str, day: int) -> None:
    lines = ["5 March 2023, 12:00", clock, "11:00", "10:00", "09:00", "08:00"]
    assert placed(dating(), lines)[1] == f"03-0{day} {clock}"


def test_a_day_without_a_year_is_the_nearest() -> None:
    (at,) = dating(newest=moment("2023-01-02T10:00")).date_posts_in_order(times("31 December, 23:00"))
    assert at == Moment(moment("2022-12-31T23:00"))
    (at,) = dating(newest=moment("2023-03-01T10:00")).date_posts_in_order(times("29 February, 23:00"))
    assert at == Moment(moment("2024-02-29T23:00"))
    (at,) = dating(page_month=date(2023, 3, 1)).date_posts_in_order(times("28 February, 23:00"))
    assert at == Moment(moment("2023-02-28T23:00"))
    assert dating().date_posts_in_order(times("31 December, 23:00")) == [None]


def test_what_is_missing_is_asked_for_unless_the_user_gave_a_day() -> None:
    clocks, days = dating(), dating()
    clocks.date_posts_in_order(times("18:00"))
    days.date_posts_in_order(times("1 hour ago"))
    assert [[remark for remark in one.remarks if "`date`" in remark] for one in (clocks, days)] == [
        ["the posts have times of day but no date; set `date` to the day of the page"],
        ["the posts do not say on which day they were published; set `date` to the day of the page"],
    ]
    given = dating(fallback_day=date(2023, 3, 5))
    given.date_posts_in_order(times("1 hour ago"))
    assert not given.remarks


@pytest.mark.parametrize(
    ("header", "newest", "oldest", "oldest_day"),
    [
        (["Updated 18:30 GMT, 5 March 2023"], "2023-03-05T18:30", None, None),
        (["Updated 5 March 2023"], "2023-03-05T23:59", None, None),
        (["18:30 GMT, 5 March 2023"], "2023-03-05T18:30", None, None),
        (["First published 07:00 GMT, 5 March 2023"], None, "2023-03-05T07:00", None),
        (["Published 07:00 GMT, 5 March 2023"], None, "2023-03-05T07:00", None),
        (["5 March 2023"], None, None, date(2023, 3, 5)),
        (["Published 5 March 2023"], None, None, date(2023, 3, 5)),
        (["Updated 18:30 GMT, 5 March 2023", "Updated 19:30 GMT, 5 March 2023"], "2023-03-05T18:30", None, None),
        (["18:30 GMT"], None, None, date(2023, 1, 1)),
        (["5 March, 18:30 GMT"], None, None, date(2023, 1, 1)),
        ([], None, None, date(2023, 1, 1)),
    ],
)
def test_what_the_header_tells(header: list[str], newest: str | None, oldest: str | None, oldest_day: date | None) -> None:
    rules = dating(fallback_day=date(2023, 1, 1))
    rules.learn(times(*header), [])
    assert (rules.newest, rules.oldest, rules.oldest_day) == (newest and moment(newest), oldest and moment(oldest), oldest_day)


@pytest.mark.parametrize(
    ("posts", "newest"),
    [
        (["18:20", "12:00", "08:00"], True),  # published ten minutes after the newest post
        (["08:00", "12:00", "18:20"], True),
        (["18:20", "17:40"], True),
        (["17:00", "12:00", "08:00"], False),  # more than an hour
        (["18:20"], False),
        (["19:20", "18:00"], False),
        (["18:20 GMT", "12:00 GMT"], True),
        (["18:20 CET", "12:00 CET"], False),  # clocks of other zones tell nothing
        (["18:20", "4 March 2023, 12:00"], False),
    ],
)
def test_a_page_published_just_after_its_newest_post(posts: list[str], newest: bool) -> None:  # noqa: FBT001 - a parameter of the test
    rules = dating()
    rules.learn(times("Published 18:30, 5 March 2023" if "GMT" not in posts[0] else "Published 18:30 GMT, 5 March 2023"), times(*posts))
    assert (rules.newest is not None) is newest
    assert (rules.oldest is None) is newest


def test_the_zone_that_most_times_name_is_that_of_the_page() -> None:
    rules = dating()
    rules.learn(times("18:30 CET, 5 March 2023", "2023-03-05T10:00:00Z", "2023-03-05T11:00:00Z"), times("17:00"))
    assert rules.page_zone == "CET"
    assert placed(rules, ["18:00", "17:00"]) == ["03-05 17:00", "03-05 16:00"]
    machine = dating()
    machine.learn(times("2023-03-05T10:00:00Z"), [])
    assert machine.page_zone is None


@pytest.mark.parametrize(
    ("context", "usual", "expected", "said"),
    [
        (ZoneContext(), None, "03-05 18:00", True),
        (ZoneContext(), ZoneInfo("Europe/Kyiv"), "03-05 16:00", True),
        (ZoneContext(given=ZoneInfo("Europe/Kyiv")), None, "03-05 16:00", False),
    ],
)
def test_a_clock_without_a_zone(context: ZoneContext, usual: ZoneInfo | None, expected: str, said: bool) -> None:  # noqa: FBT001 - a parameter of the test
    rules = dating(context=context, usual=usual, newest=moment("2023-03-05T18:30"))
    assert placed(rules, ["18:00"]) == [expected]
    assert any("`timezone`" in remark for remark in rules.remarks) is said


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("7 Jun 2023 - 16:20 (14:20 GMT)", "06-07 14:20"),
        ("8 Jun 2023 - 00:30 (22:30 GMT)", "06-07 22:30"),
        ("7 Jun 2023 - 23:30 (02:30 GMT)", "06-08 02:30"),
        ("7 Jun 2023 (14:20 GMT)", "06-07 14:20"),
        ("7 Jun 2023", "06-07 00:00"),
    ],
)
def test_a_time_stated_twice_has_the_day_of_its_first_clock(line: str, expected: str) -> None:
    assert placed(dating(), [line]) == [expected]


@pytest.mark.parametrize(
    ("country", "certain", "expected", "said"),
    [
        ("US", [], "03-05", False),
        ("GB", [], "05-03", False),
        (None, [], "05-03", True),
        (None, ["5 March 2023"], "03-05", False),
        (None, ["3 May 2023"], "05-03", False),
        (None, ["5 March 2023", "3 May 2023"], "05-03", False),
        ("US", ["3 May 2023"], "03-05", False),
    ],
)
def test_a_date_that_can_be_read_two_ways(country: str | None, certain: list[str], expected: str, said: bool) -> None:  # noqa: FBT001 - a parameter of the test
    rules = dating(context=ZoneContext(country=country))
    rules.learn(times(*certain, "3/5/2023"), [])
    assert placed(rules, ["3/5/2023"]) == [f"{expected} 00:00"]
    assert any("ambiguous" in remark for remark in rules.remarks) is said


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (["Published 07:00 GMT, 5 March 2023", "Updated 18:30 GMT, 5 March 2023"], "03-05 07:00"),
        (["Updated 18:30 GMT, 5 March 2023", "6 March 2023"], "03-06 00:00"),
        (["6 March 2023", "Published 5 March 2023"], "03-05 00:00"),
        (["6 March 2023", "5 March 2023, 10:00 GMT"], "03-05 10:00"),
        (["Updated 18:30 GMT, 5 March 2023"], "03-05 18:30"),
        (["5 March 2023", "5 March, 7:00 pm GMT"], "03-05 19:00"),
        (["5 March 2023", "6 March, 7:00 pm GMT"], "03-05 00:00"),
        (["5 March, 7:00 pm GMT"], None),
    ],
)
def test_when_an_article_was_published(stated: list[str], expected: str | None) -> None:
    at = dating().date_page(times(*stated))
    assert (at and f"{at.at:%m-%d %H:%M}") == expected
    assert at is None or (at.precision is Precision.DAY) == expected.endswith("00:00")  # type: ignore[union-attr]  # as `at` is none


def test_an_article_without_a_day_takes_that_of_the_user() -> None:
    assert dating(fallback_day=date(2023, 3, 5)).date_page([]) == Moment.of_day(date(2023, 3, 5))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, Moment.of_month(date(2023, 3, 1))),
        (date(2023, 3, 5), Moment.of_day(date(2023, 3, 5))),
        (date(2023, 4, 5), Moment.of_month(date(2023, 3, 1))),  # what the user gives fills what is missing, and overrides nothing
    ],
)
def test_an_article_that_states_its_month(given: date | None, expected: Moment) -> None:
    assert dating(page_month=date(2023, 3, 1), fallback_day=given).date_page([]) == expected


def test_times_are_as_exact_as_they_are_stated() -> None:
    known = dating(newest=moment("2023-03-05T18:30")).date_posts_in_order(times("5 March 2023", "5 March 2023, 00:00", "3 hours ago"))
    assert [when and when.precision for when in known] == [Precision.DAY, Precision.TIME, Precision.TIME]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("Updated at 23.55 GMT", "2023-03-05T23:55"),
        ("Updated at 23.50 GMT", "2023-03-05T23:50"),
        ("Updated at 00.10 GMT", "2023-03-06T00:10"),
        ("Updated 10:00 GMT, 7 March 2023", "2023-03-07T10:00"),
    ],
)
def test_an_edit_comes_after_its_post(edit: str, expected: str) -> None:
    (when,) = times(edit)
    assert dating().after(when, moment("2023-03-05T23:50")) == Moment(moment(expected))


def test_clocks_that_the_change_of_time_leaves_out_are_said() -> None:
    rules = dating(context=ZoneContext(given=ZoneInfo("Europe/Kyiv")))
    rules.date_posts_in_order(times("26 March 2023, 03:30"))
    assert any("03:30 on 2023-03-26" in remark for remark in rules.remarks)
    plain = dating(context=ZoneContext(given=ZoneInfo("Europe/Kyiv")))
    plain.date_posts_in_order(times("26 March 2023, 05:30"))
    assert not plain.remarks


PARAGRAPHS = [
    "Shelling hit two villages near Nikopol on Tuesday, and three people were wounded, officials said.",
    "A drone damaged a granary in Ochakiv overnight; nobody was hurt, according to the mayor.",
    "Rescuers worked until noon to clear the rubble, and power was restored by evening.",
]


@pytest.mark.parametrize(
    "caption",
    [
        "File photo: a house in ruins in Nikopol, May 3, 2022",
        "Image: A house hit on 3 May 2022 (Ann Lee)",
        "In the picture: Nikopol after the strike of 3 May 2022",
        "Foto: Ann Lee / 3 May 2022",
        "Photo by Ann Lee, 3 May 2022",
        "Фото: ДСНС, 3 травня 2022",
    ],
)
def test_what_says_of_a_picture_does_not_date_the_page(reading: Reading, caption: str) -> None:
    told = "\n\n".join(PARAGRAPHS)
    for page in (f"Shelling in the south\n\n{caption}\n\n{told}\n", f"{caption}\n\nShelling in the south\n\n{told}\n"):
        assert [post.published_at for post in reading(page).posts] == [None]
    (post,) = reading(f"Shelling in the south\n13 June 2023\n\n{caption}\n\n{told}\n").posts
    assert str(post.published_at) == "2023-06-13 00:00:00+00:00"


@pytest.mark.parametrize("name", ["author-byline-info", "byline", "post-meta", "article-info"])
def test_a_date_within_the_byline_of_a_page(reading: Reading, name: str) -> None:
    told = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    (post,) = reading(
        f"<html><body><h1>Shelling</h1><div class='{name}'>By Ann Lee <b>June 13, 2023, 6:05 pm</b></div>{told}</body></html>"
    ).posts
    assert str(post.published_at) == "2023-06-13 18:05:00+00:00"
    assert all(text in post.text for text in PARAGRAPHS)


@pytest.mark.parametrize(
    "name", ["article shareable social-ready comments-open", "page no-sidebar menu-closed", "entry has-related with-comments"]
)
def test_states_in_the_class_of_a_wrapper_leave_the_article(reading: Reading, name: str) -> None:
    told = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    (post,) = reading(f"<html><body><h1>Shelling</h1><div class='{name}'>{told}</div></body></html>").posts
    assert all(text in post.text for text in PARAGRAPHS)
