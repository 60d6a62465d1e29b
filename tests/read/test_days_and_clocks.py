"""What a page's times mean: a day without a clock is that day everywhere, and only the page itself dates the page."""

# ruff: noqa: E501 - pages in one line

from __future__ import annotations

from datetime import date

import pytest

from tests.read.conftest import Reading, times, titles


@pytest.mark.parametrize("zone", [None, "Asia/Kolkata", "Europe/Kyiv", "America/Los_Angeles", "Pacific/Auckland"])
def test_a_day_without_a_clock_is_that_day_in_every_zone(reading: Reading, zone: str | None) -> None:
    pages = (
        ("The town was quiet, the mayor of Sumy said.", {"date": date(2025, 6, 10)}),
        ("A round-up\n10 June 2025\n\nThe town was quiet, the mayor of Sumy said.", {}),
        ("date,text\n2025-06-10,The town was quiet.\n10 June 2025,Nothing was heard.\n", {}),
        ('[{"text": "The town was quiet.", "date": "2025-06-10"}]', {}),
    )
    for page, settings in pages:
        found = reading(page, timezone=zone, **settings)
        assert set(times(found)) == {"2025-06-10 00:00"}, page


@pytest.mark.parametrize(
    "page",
    [
        "Houses in ruins after a strike on Izium. Photo: Relief Group, 8 August 2024\n\nUpdate no. 2\n\nFrom 9 to 11 August, Izium was shelled.",
        "Situation update\n\nSince 7 October 2023, roads have been closed.\n\nOn 10 August, a farmer was shot near Jenin.",
        "A quarrel about pensions\n\nThe president signed the act on August 14, 1935. Both parties still argue about it.",
        "What is known\n\nSince August 2, 2021 the bridge has been closed.\n\nA truck fell into the river.",
    ],
)
def test_captions_and_background_do_not_date_a_page(reading: Reading, page: str) -> None:
    assert times(reading(page)) == [None]
    assert times(reading(page, date=date(2024, 8, 13))) == ["2024-08-13 00:00"]


def test_a_sentence_about_the_page_dates_it(reading: Reading) -> None:
    page = (
        "Water rises in Oleshky\n\nThis story was last updated on 8 June 2023 at 15:20 GMT.\n\nBoats came to take people from their roofs."
    )
    assert times(reading(page)) == ["2023-06-08 15:20"]


@pytest.mark.parametrize(
    ("first", "second", "stated"),
    [
        ("  1. 01:18:\n\n    Trees fell in Chatham.", "  2. 01:17:\n\n    Roads are closed.", ["01:18", "01:17"]),
        ("(2:15 p.m. ET) Pier falls\n\nPart of a pier fell.", "(1:40 p.m. ET) Bridge closed\n\nIt is closed.", ["18:15", "17:40"]),
        ("• 2:15 p.m. — A pier fell in Naples.", "• 1:40 p.m. — The bridge at Tampa is closed.", ["14:15", "13:40"]),
        ("- 2:15 a.m. - A pier fell in Naples.", "- 1:40 a.m. - The bridge at Tampa is closed.", ["02:15", "01:40"]),
        ("Ann Reed 11.20pm: A pier fell in Naples.", "Ben Lee 10.50pm: The bridge is closed.", ["23:20", "22:50"]),
        ("7 pm: A pier fell in Naples.", "6 pm: The bridge is closed.", ["19:00", "18:00"]),
        ("1. 01:18: A pier fell in Naples.", "2. 01:17: The bridge is closed.", ["01:18", "01:17"]),
        ("Ann Reed 11.20pm:\nA pier fell in Naples.", "Ben Lee 10.50pm:\nThe bridge is closed.", ["23:20", "22:50"]),
        ("- 1:15 a.m. -\nA pier fell in Naples.", "- 12:40 a.m. -\nThe bridge is closed.", ["01:15", "00:40"]),
    ],
)
def test_times_before_the_first_words_of_posts(reading: Reading, first: str, second: str, stated: list[str]) -> None:
    found = reading(f"Storm: live\n30 September 2022\n\n{first}\n\n{second}\n")
    assert [time and time[-5:] for time in times(found)] == stated
    assert all(title and not title[0].isdigit() and "p.m." not in title for title in titles(found))


def test_all_times_are_in_the_zone_that_the_page_says(reading: Reading) -> None:
    page = "The storm (all times Eastern):\nUpdated 9/11/2017\n\n10:20 a.m.\n\nFloods hit Savannah on Monday.\n\n10:00 a.m.\n\nCrews rescued four people.\n"
    found = reading(page)
    assert times(found) == ["2017-09-11 14:20", "2017-09-11 14:00"]
    assert found.problems == ()


def test_a_single_time_in_brackets_is_left_in_its_sentence(reading: Reading) -> None:
    page = "Match report\n30 September 2022\n\n(2:15 p.m.) was when it began, the mayor of Izium said, and rain fell.\n\nNobody was hurt."
    assert len(reading(page).posts) == 1


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("All times are Pacific.", "19:05"),
        ("(all times Central)", "17:05"),
        ("All times in Central European Time", "10:05"),
        ("All times given in GMT unless noted", "11:05"),
        ("All times are Kyiv time", "09:05"),
        ("All times are local", "11:05"),
        ("Times in GMT+3", "08:05"),
        ("Time zone: EET", "09:05"),
        ("All times are local (EEST).", "08:05"),
        ("The quake hour by hour (UTC+2)", "09:05"),
        ("(час київський)", "09:05"),
        ("(время московское)", "08:05"),
    ],
)
def test_zones_of_all_times(reading: Reading, said: str, hour: str) -> None:
    found = reading(f"Quake live\nMarch 3, 2021\n{said}\n\n11:05\nRoads closed in Eureka.\n\n10:20\nShaking felt in Arcata.\n")
    assert times(found)[0] == f"2021-03-03 {hour}"
    assert (found.problems == ()) is (said != "All times are local")


@pytest.mark.parametrize(
    "title", ["Floods in London (UK)", "The first time ET was shown", "Strike at 14:20 (EET) on Nikopol", "A cat (CAT)"]
)
def test_other_words_in_a_title_are_no_zone(reading: Reading, title: str) -> None:
    found = reading(f"{title}\nMarch 3, 2021\n\n11:05\nRoads closed in Eureka.\n\n10:20\nShaking felt in Arcata.\n")
    assert times(found) == ["2021-03-03 11:05", "2021-03-03 10:20"]


SIDEBAR = """Front page
News
Main
09:15
Budget passes second reading
09:02
Warehouse burns in Odesa after attack
08:40
Cyclist wins stage
2 March
22:10
Talks held in Lviv
News
{title}
Tuesday, 2 March 2021, 18:30
Shells fell on Nikopol and Marhanets.
Two houses burned.
"""


def test_headlines_of_a_sidebar_with_times_above_are_no_posts(reading: Reading) -> None:
    (post,) = reading(SIDEBAR.format(title="Two towns under fire")).posts
    assert post.text == "Two towns under fire\n\nShells fell on Nikopol and Marhanets.\n\nTwo houses burned."
    assert times(reading(SIDEBAR.format(title="Two towns under fire"))) == ["2021-03-02 18:30"]


def test_a_list_of_headlines_with_times_and_no_article_below_stays(reading: Reading) -> None:
    listed = SIDEBAR[: SIDEBAR.index("News\n{title}")]
    assert len(reading(listed).posts) >= 4
    ticker = "Ticker\n2 March 2021\n\n09:15\nA bus burned.\n\n09:02\nA mill fell.\n\n08:40\nIt rained.\n\nTuesday, 2 March 2021, 07:30\nSnow fell.\n"
    assert times(reading(ticker)) == [f"2021-03-02 {clock}" for clock in ("09:15", "09:02", "08:40", "07:30")]


def test_numbers_of_a_timetable_are_no_posts(reading: Reading) -> None:
    page = "Bus stops\n3 March 2021\n\nThe bus was late on Tuesday, the driver said.\n\n1. 07:45 Odesa\n2. 08:30 Mykolaiv\n"
    assert len(reading(page).posts) == 1
