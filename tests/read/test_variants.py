"""Habits of pages that cross their makers' layouts: bylines and names in odd places, times below the posts, words of the page's own."""

# ruff: noqa: E501 - pages are long

from __future__ import annotations

import pytest

from tests.read.conftest import Reading, parts, times, titles

HEADLINE_BYLINE_TIME = """Floods in Spain

Updated 5:12 p.m. EDT, October 30, 2024

Rescuers search for survivors in Paiporta

By Ann Reed

Posted at 3:05 p.m. EDT

Rescuers are searching for survivors, the mayor said on Wednesday.

Dozens of cars are piled up in Alfafar

By Tom Blake and Ida Moor

Posted at 1:40 p.m. EDT

Cars are piled up in Alfafar after the flood.

King visits Valencia

Posted at 11:02 a.m. EDT

The king visited Valencia.
"""
TIME_BYLINE_HEADLINE = """Floods live
30 October 2024

17:42 CET
By Ann Reed
Bridge in Utiel closed
The bridge in Utiel is closed, the mayor said.

16:10 CET
By Tom Blake, Valencia correspondent
Rescue in Paiporta
Rescuers reached Paiporta by boat.
"""
TIME_NAME_HEADLINE = TIME_BYLINE_HEADLINE.replace("By Ann Reed", "Ann Reed").replace("By Tom Blake, Valencia correspondent", "Tom Blake")
NAME_TIME_HEADLINE = """Missiles Hit Kyiv

Ann Reed
Jan. 26, 2023, 11:49 a.m. ET

Reporting from Kyiv
Missiles hit Kyiv
Russia fired missiles at Ukraine on Thursday, officials said.

Tom Blake
Jan. 26, 2023, 9:02 a.m. ET

Tanks will arrive in spring, Germany says

Germany said that its tanks would arrive by the end of March.

Credit...Ann Lee for The New York Times

Ida Moor
Jan. 25, 2023, 11:30 p.m. ET
Jan. 25, 2023

Sirens sound in Odesa

Sirens sounded across Odesa.
"""
TIMES_BELOW = """Ukraine war – live

Missiles kill eleven across Ukraine

Eleven people were killed on Thursday, the emergency service said. More were wounded.

Ann Reed
26 January 2023 17:00

Tanks to arrive in March

The tanks will arrive at the end of March. The minister said so.

Tom Blake
26 January 2023 14:00

Odesa without power

Odesa has no power, the mayor said. Repairs will take days.

Tom Blake
26 January 2023 11:15
"""


def test_a_byline_between_headline_and_time(reading: Reading) -> None:
    result = reading(HEADLINE_BYLINE_TIME)
    assert titles(result) == ["Rescuers search for survivors in Paiporta", "Dozens of cars are piled up in Alfafar", "King visits Valencia"]
    assert times(result) == ["2024-10-30 19:05", "2024-10-30 17:40", "2024-10-30 15:02"]
    assert [post.author for post in result.posts] == ["By Ann Reed", "By Tom Blake and Ida Moor", None]


@pytest.mark.parametrize("page", [TIME_BYLINE_HEADLINE, TIME_NAME_HEADLINE])
def test_an_author_between_time_and_headline(reading: Reading, page: str) -> None:
    result = reading(page)
    assert titles(result) == ["Bridge in Utiel closed", "Rescue in Paiporta"]
    assert [post.author is not None for post in result.posts] == [True, True]
    assert [len(post.parts) for post in result.posts] == [2, 2]


def test_a_name_above_each_time_is_that_of_the_post_below(reading: Reading) -> None:
    result = reading(NAME_TIME_HEADLINE)
    assert titles(result) == ["Missiles hit Kyiv", "Tanks will arrive in spring, Germany says", "Sirens sound in Odesa"]
    assert [post.author for post in result.posts] == ["Ann Reed", "Tom Blake", "Ida Moor"]
    assert times(result) == ["2023-01-26 16:49", "2023-01-26 14:02", "2023-01-26 04:30"]
    assert not any("Credit" in post.text for post in result.posts)


@pytest.mark.parametrize("page", [TIMES_BELOW, TIMES_BELOW.replace("Reed\n", "Reed").replace("Blake\n", "Blake")])
def test_times_below_their_posts(reading: Reading, page: str) -> None:
    result = reading(page)
    assert titles(result) == ["Missiles kill eleven across Ukraine", "Tanks to arrive in March", "Odesa without power"]
    assert times(result) == ["2023-01-26 17:00", "2023-01-26 14:00", "2023-01-26 11:15"]
    assert [post.author for post in result.posts] == ["Ann Reed", "Tom Blake", "Tom Blake"]
    assert {post.page_title for post in result.posts} == {"Ukraine war – live"}


def test_regions_that_head_posts_are_no_authors(reading: Reading) -> None:
    page = "Situation\n7 June 2023\n\n17:42 EEST\nKharkiv Oblast\nTwo villages were shelled.\n\n16:10 EEST\nKherson Oblast\nWater falls.\n"
    assert titles(reading(page)) == ["Kharkiv Oblast", "Kherson Oblast"]


def test_day_headings_among_the_newest_first(reading: Reading) -> None:
    page = (
        "War blog\n\nWednesday, 25 January 2023\n\n23:40 GMT\nSirens\nSirens sound.\n\n22:10 GMT\nShelling\nNikopol was shelled.\n\n"
        "Tuesday, 24 January 2023\n\n21:05 GMT\nDrone\nA drone fell.\n\n09:15 GMT\nFire\nA house burnt.\n"
    )
    assert times(reading(page)) == ["2023-01-25 23:40", "2023-01-25 22:10", "2023-01-24 21:05", "2023-01-24 09:15"]


def test_headlines_on_reporters_and_those_that_begin_with_a_place_are_kept(reading: Reading) -> None:
    page = (
        "War: live - BBC News\n\nBBC News\n\nPosted at 17:30 24 February 2022\nTwo reporters hurt near Irpin\nTwo reporters were hurt near Irpin.\n\n"
        "Posted at 17:12 24 February 2022\nFighting near Kharkiv\nTom Blake\nEastern Europe correspondent, Kharkiv\nThere is fighting near Kharkiv.\nclose panel\n\n"
        "Posted at 16:55 24 February 2022\nIn Odesa, people queue for bread\nPeople queue for bread and petrol.\n"
    )
    result = reading(page)
    assert titles(result) == ["Two reporters hurt near Irpin", "Fighting near Kharkiv", "In Odesa, people queue for bread"]
    assert parts(result.posts[1]) == [("headline", "Fighting near Kharkiv"), ("paragraph", "There is fighting near Kharkiv.")]
    assert result.posts[1].author == "Tom Blake"


@pytest.mark.parametrize(("first", "is_told"), [("", True), ("BBC News\n\n", False)])
def test_the_zone_of_a_layout_whose_publisher_is_not_named_is_told(reading: Reading, first: str, is_told: bool) -> None:  # noqa: FBT001 - one of two cases
    page = f"{first}Floods: live\n\nPosted at 14:20 3 May 2024\nRiver rises\nThe river rises.\n\nPosted at 13:05 3 May 2024\nRoad shut\nThe road is shut.\n"
    result = reading(page)
    assert times(result) == ["2024-05-03 13:20", "2024-05-03 12:05"]
    assert any("read as Europe/London" in problem.text for problem in result.problems) is is_told


def test_buttons_and_marks_between_time_and_headline(reading: Reading) -> None:
    page = (
        "Floods live\n\nUpdated 30 October 2024 18:00 CET\n\n17:42\nShare\nCopy link\nBridge in Utiel closed\nThe bridge is closed.\n"
        "Share on Facebook\nShare on X\n\n16:10\nLIVE\nRescue in Paiporta\nRescuers reached Paiporta.\n-ABC News' Ann Reed\n"
    )
    result = reading(page)
    assert [post.text for post in result.posts] == [
        "Bridge in Utiel closed\n\nThe bridge is closed.",
        "Rescue in Paiporta\n\nRescuers reached Paiporta.",
    ]


@pytest.mark.parametrize(
    ("time_line", "published"),
    [
        ("March 5, 20243:15 PM GMT+2Updated 2 hours ago", "2024-03-05 13:15"),
        ("March 5, 2024, 3:15 PM EET • Updated March 6, 2024, 7:02 AM EET", "2024-03-05 13:15"),
    ],
)
def test_a_report_with_two_times_in_a_line(reading: Reading, time_line: str, published: str) -> None:
    page = f"Missiles kill 4 in Odesa\n\nBy Ann Reed\n{time_line}\n\nMissiles killed four people in Odesa, officials said.\n\nTen were wounded.\n"
    result = reading(page)
    assert (titles(result), times(result)) == (["Missiles kill 4 in Odesa"], [published])


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("Two hurt in Nikopol\n\n09.05.2023 08:15\n\nTwo people were hurt.\n\nThe governor said so, Ukrinform reports.\n", "Ukrinform"),
        ("Двоє поранених у Нікополі\n\n09.05.2023 08:15 Укрінформ\n\nПоранено двох людей.\n\nПро це передає Укрінформ.\n", "Ukrinform"),
    ],
)
def test_an_agency_that_names_itself_at_the_end(reading: Reading, page: str, source: str) -> None:
    (post,) = reading(page).posts
    assert post.source == source
    assert f"{post.published_at:%H:%M}" == "05:15"  # a Kyiv clock


def test_a_page_in_ukrainian_is_read_by_the_clock_of_kyiv_and_says_so(reading: Reading) -> None:
    page = "Війна, день 342\n\n31 січня 2023, 11:49\nОбстріл Херсона\nУ Херсоні загинули двоє людей.\n\n31 січня 2023, 10:15\nБої в Бахмуті\nУ місті тривають бої.\n"
    result = reading(page)
    assert times(result) == ["2023-01-31 09:49", "2023-01-31 08:15"]
    assert ["Europe/Kyiv" in problem.text and "`timezone`" in problem.text for problem in result.problems] == [True]


def test_notes_at_the_end_of_a_report_are_left_out(reading: Reading) -> None:
    page = (
        "Campaign Assessment, May 10, 2024\n\nAnn Reed, Tom Blake, and Ida Moor\n\nMay 10, 2024, 8:15pm ET\n\nForces attacked near Kreminna.[1]\n\n"
        "Main Effort – Eastern Ukraine\n\nForces made no advances.[2]\n\n[1] https://t.me/x/1\n[2] https://t.me/x/2 ; https://t.me/x/3\n"
    )
    (post,) = reading(page).posts
    assert parts(post) == [
        ("headline", "Campaign Assessment, May 10, 2024"),
        ("paragraph", "Forces attacked near Kreminna.[1]"),
        ("heading", "Main Effort – Eastern Ukraine"),
        ("paragraph", "Forces made no advances.[2]"),
    ]
    assert times(reading(page)) == ["2024-05-11 00:15"]


def test_times_that_count_back_above_those_that_do_not(reading: Reading) -> None:
    page = (
        "Spain floods\n\nBy Ann Reed and Tom Blake, CNN\n\nUpdated 5:12 PM EDT, Wed October 30, 2024\n\n3 hr 2 min ago\n\nDeath toll rises\n\nBy Ann Reed\n\n"
        "The death toll has risen, authorities said.\n\nLink Copied!\n\n5 hr 40 min ago\n\nResidents tell of flood\n\nTom Blake and CNN Staff\n\n"
        "Residents told how water came.\n\nOctober 30, 2024, 9:15 AM EDT\n\nTrains stopped\n\nBy CNN Staff\n\nTrains are stopped.\n\n"
        "October 30, 2024, 8:02 AM EDT\n\nHere's what we know\n\nFrom CNN staff\n\nRain fell in Chiva.\n"
    )
    result = reading(page)
    assert titles(result) == ["Death toll rises", "Residents tell of flood", "Trains stopped", "Here's what we know"]
    assert times(result) == ["2024-10-30 18:10", "2024-10-30 15:32", "2024-10-30 13:15", "2024-10-30 12:02"]


def test_a_guardian_mark_glued_to_any_zone(reading: Reading) -> None:
    page = (
        "Floods – as it happened\n\nAnn Reed (now) and Tom Blake (earlier)\n\nWed 30 Oct 2024 18.40 CET\nFirst published on Wed 30 Oct 2024 08.05 CET\n\n"
        "18.31 CET\nSummary\n\nAll is calm.\n\n17.02 CETKey event\n\nTrains will not run for days.\n"
    )
    assert times(reading(page)) == ["2024-10-30 17:31", "2024-10-30 16:02"]


def test_a_newsroom_that_signs_tells_the_clock(reading: Reading) -> None:
    page = "Drones hit depot\n\nby The Kyiv Independent news desk\nSeptember 18, 2024 11:05 PM\n\nDrones hit a depot.\n\nNobody was hurt.\n"
    (post,) = reading(page).posts
    assert (post.source, post.author, f"{post.published_at:%H:%M}") == (
        "The Kyiv Independent",
        "by The Kyiv Independent news desk",
        "20:05",
    )


def test_short_headlines_in_capitals_are_no_names(reading: Reading) -> None:
    page = (
        "Live Updates\n\nJan. 26, 2023, 11:49 a.m. ET\nMissile Hits Kyiv\nA missile hit a house in Kyiv.\n\n"
        "Jan. 26, 2023, 9:02 a.m. ET\nOdesa Loses Power\nOdesa has no power, its mayor said.\n"
    )
    assert titles(reading(page)) == ["Missile Hits Kyiv", "Odesa Loses Power"]
