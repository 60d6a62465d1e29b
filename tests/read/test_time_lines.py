"""Time lines in other tongues and habits: names beside times, days by name, rules between posts, times that are not of the page."""

# ruff: noqa: E501 - pages are long

from __future__ import annotations

from datetime import timedelta

import pytest

from geomap.model import Precision
from geomap.read.dates import Clock, parse_line
from tests.read.conftest import Reading, times, titles

TITLES = ["Bridge closed in Utiel", "Boats reach Paiporta", "Power is back in Chiva"]
WORDS = "Water stands in the streets of the town, officials said on Sunday."
HEAD = "Floods in Spain\n\nUpdated March 5, 2023 at 2:40 p.m. EST\n\n"
TIMES = ["2023-03-05 18:20", "2023-03-05 16:05", "2023-03-05 09:30"]
CLOCKS = ("1:20 p.m.", "11:05 a.m.", "4:30 a.m.")
NAMES = ("Ann Reed", "Tom Blake and Ida Moor", "Ann Reed")


def blog(post: str, clocks: tuple[str, ...] = CLOCKS, *, head: str = HEAD, names: tuple[str, ...] = NAMES, words: str = WORDS) -> str:
    rows = zip(clocks, TITLES, names, strict=True)
    return head + "\n\n".join(post.format(time=clock, title=title, name=name, words=words) for clock, title, name in rows)


@pytest.mark.parametrize(
    ("line", "clock", "day"),
    [
        ("19h20", Clock(19, 20), None),
        ("le 5 mars 2023 à 19 h 20", Clock(19, 20), "2023-03-05"),
        ("Stand: 05.03.2023, 19:20 Uhr", Clock(19, 20), "2023-03-05"),
        ("5. März 2023, 19:20", Clock(19, 20), "2023-03-05"),
        ("5 de marzo de 2023 19:20", Clock(19, 20), "2023-03-05"),
        ("5 marca 2023, 19:20", Clock(19, 20), "2023-03-05"),
        ("Ср, 5 березня 2023, 19:20", Clock(19, 20), "2023-03-05"),
        ("05.03, 19:20", Clock(19, 20), "1904-03-05"),
        ("19:20 05.03", Clock(19, 20), "1904-03-05"),
        ("2h ago19.20 GMT", Clock(19, 20), None),
        ("19:20 мск", Clock(19, 20), None),
    ],
)
def test_times_of_other_tongues(line: str, clock: Clock, day: str | None) -> None:
    told = parse_line(line)
    assert told is not None
    assert (told.clock, told.day and str(told.day)) == (clock, day)


@pytest.mark.parametrize(
    "line", ["2 години тому", "2 часа назад", "il y a 2 heures", "vor 2 Stunden", "hace 2 horas", "2 hrs ago", "120 хв тому"]
)
def test_times_that_count_back_in_other_tongues(line: str) -> None:
    told = parse_line(line)
    assert told is not None
    assert told.ago == timedelta(hours=2)


@pytest.mark.parametrize("line", ["05.03", "19h", "2 heures", "hier", "de 5", "10.45 11:30", "Kyiv 18:20", "2 h"])
def test_lines_that_are_no_such_times(line: str) -> None:
    told = parse_line(line)
    assert told is None or (told.day is None and told.ago is None and line == "05.03")


@pytest.mark.parametrize(
    "post",
    [
        "By {name} {time}\n{title}\n\n{words}",
        "By {name}{time}\n{title}\n\n{words}",
        "{title}\n\nBy {name} {time}\n\n{words}",
        "{title}\nReturn to menu\nBy {name}\n{time}\n\n{words}",
        "{title}\n{time} | By {name}\n\n{words}",
    ],
    ids=["above", "glued", "below the headline", "on two lines", "time first"],
)
def test_names_and_times_on_one_line(reading: Reading, post: str) -> None:
    result = reading(blog(post))
    assert (titles(result), times(result)) == (TITLES, TIMES)
    assert [post.author and post.author.removeprefix("By ") for post in result.posts] == list(NAMES)
    assert all(post.text.endswith(WORDS) and "Reed" not in post.text for post in result.posts)


@pytest.mark.parametrize("post", ["{name} — {time}\n{title}\n\n{words}", "{title}\n{name} | {time}\n\n{words}"])
@pytest.mark.parametrize("names", [("Ann Reed", "Tom Blake", "Ann Reed"), ("Анна Рудь", "Іван Мороз", "Анна Рудь")])
def test_names_without_by_beside_full_dates(reading: Reading, post: str, names: tuple[str, ...]) -> None:
    dated = tuple(f"March 5, 2023, {clock} EST" for clock in CLOCKS)
    result = reading(blog(post, dated, head="Floods in Spain\n\n", names=names))
    assert (titles(result), times(result)) == (TITLES, TIMES)
    assert [post.author for post in result.posts] == list(names)


@pytest.mark.parametrize(
    "lines",
    [
        "Kyiv — 18:20\nLviv — 19:40\nOdesa — 20:10",
        "18:20 Kyiv\n19:40 Lviv",
        "Dynamo 2:1 Lviv\nOdesa 0:0 Rivne\n2:1",
        "By 6:15 p.m. all had left.",
    ],
)
def test_timetables_and_scores_part_no_article(reading: Reading, lines: str) -> None:
    page = f"Flood diary\n\nBy Ann Reed\nMarch 5, 2023, 6:40 PM GMT\n\n{WORDS}\n\n{lines}\n\nAt 11:49 a.m. the siren sounded.\n\n{WORDS}\n"
    result = reading(page)
    assert (titles(result), times(result)) == (["Flood diary"], ["2023-03-05 18:40"])


def test_a_time_in_a_sentence_is_not_that_of_the_page(reading: Reading) -> None:
    page = f"Flood diary\n\nMarch 6, 2023\n\nThe bridge in Utiel was closed on March 5, 2023, at 6:20 p.m. GMT, officials told reporters.\n\n{WORDS}\n"
    assert times(reading(page)) == ["2023-03-06 00:00"]


@pytest.mark.parametrize(
    ("clocks", "days"),
    [
        (("Today, 8:20 pm", "Today, 6:05 pm", "Yesterday, 11:30 am"), ("05", "05", "04")),
        (("сьогодні, 20:20", "сьогодні о 18:05", "вчора, 11:30"), ("05", "05", "04")),
        (("Сегодня в 20:20", "Вчера в 18:05", "Вчера в 11:30"), ("05", "04", "04")),
        (("Sunday 20:20", "Saturday 18:05", "Friday 11:30"), ("05", "04", "03")),
    ],
)
def test_days_by_name(reading: Reading, clocks: tuple[str, ...], days: tuple[str, ...]) -> None:
    result = reading(blog("{time}\n{title}\n\n{words}", clocks, head="Floods | The Kyiv Independent\n\nUpdated 5 March 2023, 21:00\n\n"))
    assert times(result) == [f"2023-03-{day} {clock}" for day, clock in zip(days, ("18:20", "16:05", "09:30"), strict=True)]


def test_times_that_count_back_without_a_number(reading: Reading) -> None:
    result = reading(blog("{time}\n{title}\n\n{words}", ("Just now", "An hour ago", "3 hours ago")))
    assert (titles(result), times(result)) == (TITLES, ["2023-03-05 19:40", "2023-03-05 18:40", "2023-03-05 16:40"])


@pytest.mark.parametrize("first", ["", "Here is the latest:\n\n"])
def test_rules_between_posts_without_times(reading: Reading, first: str) -> None:
    posts = "\n\n___\n\n".join(f"{title}\n\n{WORDS}\n\n{WORDS}" for title in TITLES)
    result = reading(
        f"Live updates: Floods\n\nBy The Associated Press\nUpdated 2:40 PM EST, March 5, 2023\n\n{first}{posts}\n\n___\n\nFollow the coverage at https://e.org\n"
    )
    assert (titles(result), times(result)) == (TITLES, ["2023-03-05 19:40"] * 3)
    assert not any("___" in post.text for post in result.posts)


def test_rules_below_an_article_part_no_posts(reading: Reading) -> None:
    page = f"Dam bursts\n\nBy Ann Reed\nMarch 5, 2023\n\n{WORDS}\n\n___\n\nReed reported from Utiel.\n\n___\n\nTom Blake contributed to this report.\n"
    assert titles(reading(page)) == ["Dam bursts"]


def test_lengths_of_films_are_no_times(reading: Reading) -> None:
    page = blog("{time}\n{title}\n\n{words}\n\nWatch live\n0:33", ("20 minutes ago", "3 hours ago", "9 hours ago"))
    assert times(reading(page)) == ["2023-03-05 19:20", "2023-03-05 16:40", "2023-03-05 10:40"]


def test_a_quoted_post_of_a_network_has_a_time_of_its_own(reading: Reading) -> None:
    quoted = f"{WORDS}\n\nAnn Lee\n@annlee\nSmoke over the port.\n5:12 PM · Mar 5, 2023\n1.2K\nReply\nRead 34 replies"
    result = reading(blog("{time}\n{title}\n\n{words}", words=quoted))
    assert (titles(result), times(result)) == (TITLES, TIMES)
    assert not any(word in result.posts[0].text for word in ("1.2K", "Reply", "replies"))


def test_a_date_that_can_be_read_two_ways_is_settled_by_another(reading: Reading) -> None:
    result = reading(blog("{time}\n{title}\n\n{words}", ("March 5, 2023",) * 3, head="Floods\n\nPublished 03/05/2023\n\n"))
    assert (titles(result), times(result)) == (TITLES, ["2023-03-05 00:00"] * 3)
    assert not result.problems


def test_a_report_whose_title_tells_the_year(reading: Reading) -> None:
    page = f"Campaign Assessment, March 5, 2023\n\nAnn Reed, Tom Blake, and Ida Moor\n\nMarch 5, 7:00 pm ET\n\n{WORDS}\n"
    assert times(reading(page)) == ["2023-03-06 00:00"]


def test_the_day_above_a_first_headline_is_that_of_the_page(reading: Reading) -> None:
    page = blog(
        "{title}published at {time} GMT\n{time} GMT\n\n{words}",
        ("18:20", "16:05", "09:30"),
        head="Floods live\n\nBBC News\n\n5 March 2023\n\nLive Reporting\n\n",
    )
    result = reading(page)
    assert (titles(result), times(result)) == (TITLES, TIMES)


BUTTONS = (
    "Comments (12)\nReport this post\nLike\n4 likes\nReply\nTranslate\nListen to article\n3 min\nEmail link\nOpen image in gallery\n"
    "View image in fullscreen\nTap to unmute\nPermalink\nSkip next section Related\n2."
)


def test_buttons_below_posts_are_left_out(reading: Reading) -> None:
    result = reading(blog("{time}\n{title}\n\n{words}\n\n" + BUTTONS + "\n\nYesterday"))
    assert [post.text for post in result.posts] == [f"{title}\n\n{WORDS}" for title in TITLES]


FIRST, SECOND = "A shell hit a school in Nikopol, and two people were wounded.", "A drone struck a depot near Poltava; nobody was hurt."
THIRD = "Firefighters put out the fire before noon, the mayor said."


@pytest.mark.parametrize(
    "times",
    [
        ("14:20 – ", "14:05 – "),
        ("14:20 | ", "14:05 | "),
        ("14h20 : ", "14h05 : "),
        ("14:20. ", "14:05. "),
        ("14:20 ", "14:05 "),
        ("2:20 p.m. ", "2:05 p.m. "),
        ("14:20 (local time): ", "14:05 (local time): "),
        ("14:20 UTC — ", "14:05 UTC — "),
        ("2.20pm GMT: ", "2.05pm GMT: "),
        ("1420 hrs: ", "1405 hrs: "),
        ("1420Z: ", "1405Z: "),
        ("🔴 14:20 | ", "🔴 14:05 | "),
        ("О 14:20 – ", "О 14:05 – "),
        ("À 14h20 : ", "À 14h05 : "),
        ("At 14:20: ", "At 14:05: "),
        ("Updated at 2:20 p.m.: ", "Updated at 2:05 p.m.: "),
        ("**2:20 p.m.** ", "**2:05 p.m.** "),
        ("2) 14:20 ", "1) 14:05 "),
        ("5 March, 14:20 – ", "5 March, 14:05 – "),
        ("05.03 14:20 ", "05.03 14:05 "),
        ("UPDATE (14:20): ", "UPDATE (14:05): "),
        ("UPD [14:20] ", "UPD [14:05] "),
        ("Update 14:20 ", "Update 14:05 "),
        ("LIVE | 14:20 | ", "LIVE | 14:05 | "),
        ("BREAKING (14:20) ", "BREAKING (14:05) "),
        ("As of 14:20: ", "As of 14:05: "),
        ("ОНОВЛЕНО (14:20): ", "ОНОВЛЕНО (14:05): "),
        ("Обновлено в 14:20. ", "Обновлено в 14:05. "),
        ("Ore 14.20 – ", "Ore 14.05 – "),
        ("godz. 14:20 ", "godz. 14:05 "),
        ("14:20 год. ", "14:05 год. "),
        ("14:20 ч. ", "14:05 ч. "),
        ("14:20 » ", "14:05 » "),
        ("14:20 // ", "14:05 // "),
        ("14-20. ", "14-05. "),
        ("14-20 – ", "14-05 – "),
        ("14-20\n", "14-05\n"),
        ("UPDATE 14:20\n", "UPDATE 14:05\n"),
        ("Stand: 14.20 Uhr\n", "Stand: 14.05 Uhr\n"),
        ("⏰ 14:20\n", "⏰ 14:05\n"),
        ("### 14:20\n", "### 14:05\n"),
        ("Le 05/03 à 14h20\n", "Le 05/03 à 14h05\n"),
        ("05.03., 14:20 Uhr\n", "05.03., 14:05 Uhr\n"),
        ("5 березня 2024 р., 14:20\n", "5 березня 2024 р., 14:05\n"),
        ("Ann Lee • 14:20\n", "Tom Hay • 14:05\n"),
    ],
)
def test_times_that_open_posts_in_any_form(reading: Reading, times: tuple[str, str]) -> None:
    posts = reading(f"Storm live\n5 March 2024\n\n{times[0]}{FIRST}\n\n{times[1]}{SECOND}\n").posts
    assert [(post.text, post.published_at and f"{post.published_at:%Y-%m-%d %H:%M}") for post in posts] == [
        (FIRST, "2024-03-05 14:20"),
        (SECOND, "2024-03-05 14:05"),
    ]


@pytest.mark.parametrize("frame", ["+++ 14:20 Uhr: {} +++", "+++ 14.20 Uhr {} +++", "*** 14:20 {} ***", "{} (14:20)", "{} (14:20 Uhr)"])
def test_times_in_frames_and_behind_the_words(reading: Reading, frame: str) -> None:
    lines = [frame.format(text).replace("20", minute) for text, minute in zip((FIRST, SECOND, THIRD), ("40", "20", "05"), strict=True)]
    posts = reading("Storm live\n5 March 2024\n\n" + "\n\n".join(lines) + "\n").posts
    assert [(post.text, post.published_at and f"{post.published_at:%H:%M}") for post in posts] == [
        (FIRST, "14:40"),
        (SECOND, "14:20"),
        (THIRD, "14:05"),
    ]


def test_updates_of_posts_with_times_open_none(reading: Reading) -> None:
    posts = reading(f"Storm live\n5 March 2024\n\n14:20\n{FIRST}\nUpdated 14:50\n\n14:05\n{SECOND}\nUpdated 14:30\n").posts
    assert [f"{post.published_at:%H:%M}" for post in posts if post.published_at] == ["14:20", "14:05"]


@pytest.mark.parametrize(
    "lines",
    [
        ("14-20", "21-03", "7-15"),
        ("New York • 14:20", "Los Angeles • 14:05", "San Diego • 13:10"),
        ("12.03 – Shells hit Nikopol.", "13.03 – Shells hit Poltava.", "14.03 – Nothing burned."),
        ("18:00 – 19:00 Doors open", "19:00 – 20:00 Speeches"),
        ("At 14:20 the shell hit a school in Nikopol.", "At 15:10 another hit the depot."),
        ("At 3 p.m. Kharkiv was hit by two missiles.", "At 4 p.m. Kyiv was hit as well."),
        ("В 14:20 дрон попал в склад в Никополе.", "В 15:10 загорелась школа в Харькове."),
        ("10.50 Euro is the price of bread.", "11.20 Euro is that of butter."),
        ("3.20 million people fled.", "4.10 million people stayed."),
    ],
)
def test_lines_that_begin_with_other_numbers_open_no_posts(reading: Reading, lines: tuple[str, ...]) -> None:
    assert len(reading("Report\n5 March 2024\n\n" + "\n\n".join(lines) + "\n").posts) == 1


INTRODUCTION = "A missile killed five people in Kharkiv overnight, the governor said. Rescue work went on until dawn, and twelve were hurt."


def test_an_introduction_above_the_first_time_is_a_post_of_the_day(reading: Reading) -> None:
    result = reading(f"War live\n12 May 2024\n\n{INTRODUCTION}\n\n14:20\n{FIRST}\n\n14:05\n{SECOND}\n", timezone="UTC")
    assert [post.text for post in result.posts] == [INTRODUCTION, FIRST, SECOND]
    assert [f"{post.published_at:%d %H:%M}" for post in result.posts if post.published_at] == ["12 00:00", "12 14:20", "12 14:05"]
    assert result.posts[0].published_precision is Precision.DAY


def test_a_sentence_above_the_first_time_is_counted(reading: Reading) -> None:
    page = f"War live\n12 May 2024\n\nA missile killed five people in Kharkiv overnight.\n\n14:20\n{FIRST}\n\n14:05\n{SECOND}\n"
    result = reading(page, timezone="UTC")
    assert [post.text for post in result.posts] == [FIRST, SECOND]
    (problem,) = result.problems
    assert "(line 4)" in problem.text
    assert problem.skipped == ("line 4",)


@pytest.mark.parametrize(
    ("frame", "hours"),
    [
        ("Front, [12.05.2024 14:{}]\n{}", "14"),
        ("Front line news, [May 12, 2024 at 2:{} PM]:\n{}", "14"),
        ("Front, [12.05.2024 14:{}] {}", "14"),
        ("2024-05-12 14:{} Ann\n{}", "14"),
    ],
)
def test_messages_copied_from_messengers(reading: Reading, frame: str, hours: str) -> None:
    posts = reading("\n\n".join(frame.format(minute, text) for minute, text in (("20", FIRST), ("05", SECOND))), timezone="UTC").posts
    assert [post.published_at and f"{post.published_at:%d %H:%M}" for post in posts] == [f"12 {hours}:20", f"12 {hours}:05"]
    assert all(text in post.text for post, text in zip(posts, (FIRST, SECOND), strict=True))


def test_the_first_minutes_of_a_year_below_its_day(reading: Reading) -> None:
    page = f"War live\n1 January 2024\n\n00:10\n{FIRST}\n\n31 December, 23:50\n{SECOND}\n\n31 December, 23:30\n{THIRD}\n"
    assert times(reading(page, timezone="UTC")) == ["2024-01-01 00:10", "2023-12-31 23:50", "2023-12-31 23:30"]
