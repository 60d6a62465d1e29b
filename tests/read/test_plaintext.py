"""Live blogs as copied from a browser, one of each layout."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest

from geomap.read import read_inputs
from geomap.settings import ReadSettings
from tests.read.conftest import Reading, parts, times, titles

CNN = """June 6, 2023 flood news

By Ann Reed and Tom Blake, CNN

Updated 12:13 a.m. ET, June 7, 2023
2 Posts
Sort byDropdown arrow
3:05 p.m. ET, June 6, 2023

It is evening in Kherson. Here is what we know.

From CNN's Ann Reed in Kherson

A boat leaves Kherson on Tuesday.
A boat leaves Kherson on Tuesday. (Ida Moor/Picture House/Getty Images)

The dam burst on Tuesday.

  • First: Water rose in Kherson.
  • Second: Boats came from Odesa.

CNN's Tom Blake contributed reporting to this post.

See the latest map of control here

9:00 a.m. ET, January 6, 2023

Shells fall on Nikopol

From CNN staff

Two houses were hit (both empty).

What happened next

Read more: How the dam was built
"""


class TestCnn:
    def test_times_are_eastern_in_summer_and_winter(self, reading: Reading) -> None:
        assert times(reading(CNN)) == ["2023-06-06 19:05", "2023-01-06 14:00"]

    def test_headline_byline_and_text_are_told_apart(self, reading: Reading) -> None:
        first, second = reading(CNN).posts
        assert parts(first) == [
            ("headline", "It is evening in Kherson. Here is what we know."),
            ("paragraph", "The dam burst on Tuesday."),
            ("item", "First: Water rose in Kherson."),
            ("item", "Second: Boats came from Odesa."),
        ]
        assert first.author == "From CNN's Ann Reed in Kherson"
        assert (first.title, first.source, first.language) == ("It is evening in Kherson. Here is what we know.", "CNN", "en")
        assert parts(second)[1:] == [("paragraph", "Two houses were hit (both empty)."), ("heading", "What happened next")]

    def test_text_is_headline_blank_line_paragraphs(self, reading: Reading) -> None:
        assert reading(CNN).posts[1].text == "Shells fall on Nikopol\n\nTwo houses were hit (both empty).\n\nWhat happened next"

    def test_a_clock_without_a_day_takes_it_from_the_header(self, reading: Reading) -> None:
        page = CNN.replace("3:05 p.m. ET, June 6, 2023", "Posted at 3:05 p.m. EDT").replace(
            "9:00 a.m. ET, January 6, 2023", "Posted at 9:00 a.m. EDT"
        )
        assert times(reading(page)) == ["2023-06-06 19:05", "2023-06-06 13:00"]

    def test_times_that_count_back_from_the_last_update(self, reading: Reading) -> None:
        page = CNN.replace("3:05 p.m. ET, June 6, 2023", "1 hr 8 min ago").replace("9:00 a.m. ET, January 6, 2023", "3 hr ago")
        assert times(reading(page)) == ["2023-06-07 03:05", "2023-06-07 01:13"]

    def test_an_edited_post_keeps_its_id_and_another_time_makes_another(self, reading: Reading) -> None:
        first = [post.id for post in reading(CNN).posts]
        assert [post.id for post in reading(CNN.replace("The dam burst", "A dam burst")).posts] == first
        assert reading(CNN.replace("3:05 p.m.", "3:06 p.m.")).posts[0].id != first[0]


GUARDIAN = """Flood in the valley: thousands moved – as it happened

This blog is now closed.

Ann Reed (now); Tom Blake (earlier)

Thu 8 Jun 2023 00.35 BSTFirst published on Wed 7 Jun 2023 05.58 BST

12.20am BST
Closing summary

That is all for today.

    Water has reached Hola Prystan.

    The bridge in Nikopol is closed.

Updated at 12.31am BST

11.52pm BST
Bridge closed

A man looks at the river in Nikopol. Photograph: Jan Novak/AP

The bridge in Nikopol has been closed.

Share
1.28pm BST
Ida Moor

The governor says two people are missing. He told reporters that boats were short.

9.05am BST
Opening summary

Good morning.
"""


class TestGuardian:
    def test_the_day_comes_from_the_header_across_midnight(self, reading: Reading) -> None:
        assert times(reading(GUARDIAN)) == ["2023-06-07 23:20", "2023-06-07 22:52", "2023-06-07 12:28", "2023-06-07 08:05"]

    def test_the_last_edit_is_kept(self, reading: Reading) -> None:
        updated = reading(GUARDIAN).posts[0].updated_at
        assert updated is not None
        assert updated.isoformat() == "2023-06-07T23:31:00+00:00"

    def test_indented_lines_are_bullets_and_captions_are_dropped(self, reading: Reading) -> None:
        posts = reading(GUARDIAN).posts
        assert [kind for kind, _ in parts(posts[0])] == ["headline", "paragraph", "item", "item"]
        assert posts[1].text == "Bridge closed\n\nThe bridge in Nikopol has been closed."

    def test_a_post_without_headline_is_titled_by_its_first_sentence(self, reading: Reading) -> None:
        post = reading(GUARDIAN).posts[2]
        assert (post.title, post.author) == ("The governor says two people are missing.", "Ida Moor")
        assert [kind for kind, _ in parts(post)] == ["paragraph"]

    def test_only_the_first_day_in_the_header(self, reading: Reading) -> None:
        page = GUARDIAN.replace("Thu 8 Jun 2023 00.35 BST", "")
        assert times(reading(page))[::3] == ["2023-06-07 23:20", "2023-06-07 08:05"]

    def test_gmt_with_dots(self, reading: Reading) -> None:
        page = GUARDIAN.replace("BST", "GMT").replace("1.28pm GMT", "13.28 GMT")
        assert times(reading(page))[2] == "2023-06-07 13:28"


BBC = """Live
Dam latest: thousands flee
Live Reporting
Edited by Ann Reed

Homes under water
published at 09:13 British Summer Time 7 June 202309:13 BST 7 June 2023
Jan Novak
BBC News, Kherson

Water has covered most houses.

People wait on roofs.

Image source, Picture House
Image caption,
A boat in Kherson

Mines float down the river
published at 08:40 British Summer Time 7 June 202308:40 BST 7 June 2023

Aid workers warn of mines.
"""


class TestBbc:
    def test_headlines_above_their_times(self, reading: Reading) -> None:
        result = reading(BBC)
        assert titles(result) == ["Homes under water", "Mines float down the river"]
        assert times(result) == ["2023-06-07 08:13", "2023-06-07 07:40"]
        assert result.posts[0].text == "Homes under water\n\nWater has covered most houses.\n\nPeople wait on roofs."
        assert (result.posts[0].author, result.posts[0].source) == ("Jan Novak", "BBC News")

    @pytest.mark.parametrize(
        ("line", "expected"), [("Published at 09:13 7 June 2023", "2023-06-07 08:13"), ("Posted at 09:13 7 Jan 2023", "2023-01-07 09:13")]
    )
    def test_headlines_below_their_times_on_a_london_clock(self, reading: Reading, line: str, expected: str) -> None:
        page = (
            f"Dam latest\n\n"
            f"{line}\nHomes under water\n\n"
            f"Water has covered most houses.\n\n"
            f"{line.replace('09', '07')}\nGood morning\n\n"
            f"Welcome to the page.\n"
        )
        result = reading(page)
        assert titles(result) == ["Homes under water", "Good morning"]
        assert times(result)[0] == expected

    def test_plain_clocks_under_a_dated_header(self, reading: Reading) -> None:
        page = (
            "Dam latest - BBC News\n7 June 2023\n\n"
            "09:13 GMT\nHomes under water\n\n"
            "Houses are covered.\n\n"
            "08:40 GMT\nMines float\n\n"
            "Mines were seen.\n"
        )
        assert times(reading(page)) == ["2023-06-07 09:13", "2023-06-07 08:40"]


AL_JAZEERA = """Dam updates: Water keeps rising

By Ann Reed
Published On 7 Jun 2023

This live page is now closed.

    Water keeps rising downstream.

{0}
That's a wrap

This page is closing.

{1}
Three drowned

Three people drowned, says the mayor.

A boat in Kherson [File: Jan Novak/Reuters]
"""


class TestAlJazeera:
    @pytest.mark.parametrize(
        ("late", "early"),
        [
            ("8 Jun 2023 - 01:10\n(23:10 GMT)", "7 Jun 2023 - 16:20\n(14:20 GMT)"),
            ("8 Jun 2023 - 01:10 (23:10 GMT)", "7 Jun 2023 - 16:20 (14:20 GMT)"),
            ("01:10 (23:10 GMT)", "16:20 (14:20 GMT)"),
        ],
    )
    def test_the_day_goes_with_the_local_clock(self, reading: Reading, late: str, early: str) -> None:
        result = reading(AL_JAZEERA.format(late, early))
        assert times(result) == ["2023-06-07 23:10", "2023-06-07 14:20"]
        assert result.posts[1].text == "Three drowned\n\nThree people drowned, says the mayor."
        assert not result.problems


DESK = """Floods, 7 June 2023

3:05 p.m. ET, June 7, 2023

Dam bursts at night

{byline}

Water has covered most houses.

2:05 p.m. ET, June 7, 2023

Boats come to the town

Boats came from Odesa.
"""


class TestBylinesRightBelowAHeadline:
    @pytest.mark.parametrize("byline", ["From the news desk", "By our correspondents in the south", "By staff"])
    def test_whoever_they_name(self, reading: Reading, byline: str) -> None:
        first = reading(DESK.format(byline=byline)).posts[0]
        assert (first.text, first.author) == ("Dam bursts at night\n\nWater has covered most houses.", byline)

    @pytest.mark.parametrize(
        "line",
        [
            "From the dam to the sea all is under water.",
            "By noon on 7 June two boats had come",
            "From the first hour on there was no way of telling how many had left",
        ],
    )
    def test_sentences_stay(self, reading: Reading, line: str) -> None:
        first = reading(DESK.format(byline=line)).posts[0]
        assert (line in first.text, first.author) == (True, None)

    def test_further_down_it_is_text(self, reading: Reading) -> None:
        page = DESK.format(byline="People sit on roofs.\n\nFrom the roofs of the town")
        assert "From the roofs of the town" in reading(page).posts[0].text

    def test_the_sample_page_has_none_left(self) -> None:
        sample = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"
        posts = read_inputs([str(sample)], ReadSettings()).posts
        assert {post.author for post in posts} == {"From the news desk"}
        assert not any("news desk" in post.text for post in posts)


class TestWhoseALayoutIs:
    def test_a_layout_alone_names_nobody(self, reading: Reading) -> None:
        result = reading(GUARDIAN)
        assert {post.source for post in result.posts} == {"Flood in the valley: thousands moved – as it happened"}
        assert times(result)[0] == "2023-06-07 23:20"  # its rules hold all the same

    def test_a_page_in_the_layout_that_names_the_publisher(self, reading: Reading) -> None:
        named = GUARDIAN.replace("two people are missing.", "two people are missing, the Guardian reports.")
        assert {post.source for post in reading(named).posts} == {"The Guardian"}

    def test_a_word_is_no_name(self, reading: Reading) -> None:
        page = GUARDIAN.replace("two people are missing.", "two people are missing, a guardian of the dam among them.")
        assert {post.source for post in reading(page).posts} == {"Flood in the valley: thousands moved – as it happened"}

    def test_the_sample_page_is_its_own(self) -> None:
        sample = Path(__file__).parents[2] / "data" / "valencia-floods-2024-10-30.txt"
        (source,) = {post.source for post in read_inputs([str(sample)], ReadSettings()).posts}
        assert source.startswith("Spain floods")


class TestOtherPages:
    def test_agency_datelines_are_posts_and_no_places(self, reading: Reading) -> None:
        page = (
            "KYIV. March 5 (Interfax-Ukraine) - The town was shelled.\n\n"
            "People cannot leave.\n\n"
            "Trains leave\nLVIV, Ukraine, March 4 (Reuters) - Trains left."
        )
        result = reading(page, name="wire", date=date(2022, 3, 6))
        assert times(result) == ["2022-03-05 00:00", "2022-03-04 00:00"]  # days without a clock
        assert [post.source for post in result.posts] == ["Interfax-Ukraine", "Reuters"]
        assert result.posts[0].text == "The town was shelled.\n\nPeople cannot leave."
        assert titles(result)[1] == "Trains leave"

    def test_an_article_with_byline_and_time(self, reading: Reading) -> None:
        page = (
            "Governor: 2 killed\nby Ann Reed\nJune 7, 2023 4:15 pm\n2 min read\n\n"
            "Two people were killed, the governor said.\n\n"
            "Shelling went on."
        )
        result = reading(page, timezone="Europe/Kyiv")
        assert (titles(result), times(result)) == (["Governor: 2 killed"], ["2023-06-07 13:15"])
        assert result.posts[0].author == "by Ann Reed"

    @pytest.mark.parametrize(
        "opening",
        [
            "By ANN REED and TOM BLAKE\nUpdated 4:15 PM EDT, June 7, 2023\n\nKHERSON, Ukraine (AP) \u2014 ",
            "By Ann Reed and Tom Blake\nJune 7, 2023 8:15 PM GMT Updated an hour ago\n\nKHERSON, June 7 (Reuters) - ",
        ],
    )
    def test_an_agency_report_with_its_dateline(self, reading: Reading, opening: str) -> None:
        result = reading(f"Dam bursts in southern Ukraine\n{opening}Water flooded towns.\n\nTwo are missing.\n")
        assert (titles(result), times(result)) == (["Dam bursts in southern Ukraine"], ["2023-06-07 20:15"])
        assert result.posts[0].text == "Dam bursts in southern Ukraine\n\nWater flooded towns.\n\nTwo are missing."

    def test_times_at_the_start_of_the_line_they_tell_of(self, reading: Reading) -> None:
        page = "Chronicle of the day\n7 June 2023\n\n07:45 GMT Sirens in Kyiv\n"
        page += "08:10 GMT \u2013 Two hurt in Kherson\nShells fell.\n[09:30 GMT] Water rises\n"
        result = reading(page)
        assert titles(result) == ["Sirens in Kyiv", "Two hurt in Kherson", "Water rises"]
        assert times(result) == ["2023-06-07 07:45", "2023-06-07 08:10", "2023-06-07 09:30"]

    def test_ukrainian_dates_and_a_kyiv_clock(self, reading: Reading) -> None:
        page = (
            "Українська правда: наживо\n\n"
            "7 червня 2023, 16:20\nДвоє загиблих\nДвоє людей загинули, повідомив мер.\n\n"
            "7 січня 2023, 14:05\nВода\nВода прибуває."
        )
        result = reading(page)
        assert times(result) == ["2023-06-07 13:20", "2023-01-07 12:05"]
        assert {post.language for post in result.posts} == {"uk"}

    def test_day_headings_across_new_year(self, reading: Reading) -> None:
        page = (
            "New Year: live\nUpdated 1 January 2023, 08:10 GMT\n\nSunday, 1 January\n07:30 GMT\nStrike\nA strike hit.\n\n"
            "00:10 GMT\nFireworks\nSome were seen.\n\nSaturday, 31 December\n23:50 GMT\nSirens\nSirens went off.\n"
        )
        assert times(reading(page)) == ["2023-01-01 07:30", "2023-01-01 00:10", "2022-12-31 23:50"]

    def test_oldest_first_across_midnight(self, reading: Reading) -> None:
        page = (
            "Night of drones\n7 June 2023\n\n22:10 GMT\nFirst\nOne came.\n\n23:40 GMT\nSecond\nTwo came.\n\n00:30 GMT\nThird\nThree came.\n"
        )
        assert times(reading(page)) == ["2023-06-07 22:10", "2023-06-07 23:40", "2023-06-08 00:30"]

    def test_posts_a_little_out_of_order_stay_on_their_day(self, reading: Reading) -> None:
        page = "Quake\n7 June 2023\n\n11:49 GMT\nOne\nA.\n\n11:05 GMT\nTwo\nB.\n\n11:39 GMT\nThree\nC.\n\n09:57 GMT\nFour\nD.\n"
        assert times(reading(page)) == [f"2023-06-07 {clock}" for clock in ("11:49", "11:05", "11:39", "09:57")]

    def test_text_broken_at_a_width_is_joined(self, reading: Reading) -> None:
        words = "The water rose in the night and covered the low streets of the town by the river. "
        wrapped = textwrap.fill(words * 8, 72)
        (post,) = reading(f"Flood\n7 June 2023\n\n{wrapped}\n\n{wrapped}\n").posts
        assert len(post.parts) == 3

    def test_soft_hyphens_nbsp_crlf_and_combining_accents(self, reading: Reading) -> None:
        (post,) = reading("\ufeffFlo\u00adod\r\n7\u00a0June 2023\r\n\r\nCafe\u0301 by\u00a0the river was closed.\r\n").posts
        assert post.text == "Flood\n\nCafé by the river was closed."


class TestWhatThePageDoesNotSay:
    PAGE = "A page about the flood\n\n18:45\nDam burst\nWater has come.\n\n16:20\nMayor speaks\nHe spoke.\n"

    def test_without_a_day_posts_are_read_and_the_problem_says_what_to_give(self, reading: Reading) -> None:
        result = reading(self.PAGE)
        assert (times(result), titles(result)) == ([None, None], ["Dam burst", "Mayor speaks"])
        assert any("`date`" in problem.text for problem in result.problems)
        assert not any(problem.fatal for problem in result.problems)

    def test_date_and_timezone_fill_what_is_missing(self, reading: Reading) -> None:
        result = reading(self.PAGE, date=date(2023, 6, 7), timezone="Europe/Kyiv")
        assert times(result) == ["2023-06-07 15:45", "2023-06-07 13:20"]
        assert not result.problems

    def test_they_never_override_the_page(self, reading: Reading) -> None:
        assert times(reading(CNN, date=date(2001, 1, 1), timezone="Asia/Tokyo")) == ["2023-06-06 19:05", "2023-01-06 14:00"]

    def test_an_ambiguous_zone_is_reported(self, reading: Reading) -> None:
        page = "Border clash\n7 June 2023\n\n18:45 IST\nShots\nShots were fired.\n\n16:20 IST\nCalm\nAll was calm.\n"
        result = reading(page)
        assert times(result)[0] == "2023-06-07 13:15"
        assert ["IST" in problem.text for problem in result.problems] == [True]
        settled = reading(page, timezone="Asia/Jerusalem")
        assert times(settled)[0] == "2023-06-07 15:45"
        assert not settled.problems

    def test_a_clock_without_a_zone_is_reported(self, reading: Reading) -> None:
        result = reading("Flood\n7 June 2023\n\n18:45\nOne\nA thing.\n\n16:20\nTwo\nB thing.\n")
        assert times(result) == ["2023-06-07 18:45", "2023-06-07 16:20"]
        assert ["`timezone`" in problem.text for problem in result.problems] == [True]

    def test_a_page_without_any_time_is_one_post(self, reading: Reading) -> None:
        result = reading("Dam burst\n\nWater has come to the town.\n\nThe mayor spoke.\n")
        assert (titles(result), times(result)) == (["Dam burst"], [None])
        assert ["`date`" in problem.text for problem in result.problems] == [True]
