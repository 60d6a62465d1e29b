"""Tables of posts: columns by name and by content."""

from __future__ import annotations

from datetime import date

import pytest

from tests.read.conftest import Reading, times, titles

LONG = "Two people were hurt in Kherson when shells fell on the port, the mayor said."


def test_named_columns(reading: Reading) -> None:
    result = reading(
        f'id,Date,Headline,Text,Link,Source\n7,2023-06-07T12:00:00+03:00,"Two hurt, one missing","{LONG}",https://e.org/7,Region\n'
    )
    (post,) = result.posts
    assert (post.title, post.url, post.source, times(result)) == (
        "Two hurt, one missing",
        "https://e.org/7",
        "Region",
        ["2023-06-07 09:00"],
    )
    assert post.text == f"Two hurt, one missing\n\n{LONG}"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_and_quoted_newlines(reading: Reading, delimiter: str) -> None:
    rows = [["published_at", "text"], ["2023-06-07", f'"{LONG}\n\nMore."'], ["8 June 2023", "Boats came to Oleshky."]]
    result = reading("\n".join(delimiter.join(row) for row in rows))
    assert times(result) == ["2023-06-07 00:00", "2023-06-08 00:00"]
    assert result.posts[0].text == f"{LONG}\n\nMore."


def test_a_column_of_texts_is_told_by_its_length(reading: Reading) -> None:
    result = reading(f"date,region,what_happened\n07.06.2023 15:00,Kherson,{LONG.replace(',', '')}\n", timezone="Europe/Kyiv")
    assert times(result) == ["2023-06-07 12:00"]
    assert result.posts[0].text.startswith("Two people")


def test_ukrainian_column_names(reading: Reading) -> None:
    assert times(reading("Дата;Текст\n2023-06-07T12:00:00Z;Двоє людей загинули в Херсоні.\n")) == ["2023-06-07 12:00"]


def test_rows_without_time_are_reported(reading: Reading) -> None:
    result = reading(f"date,text\nsoon,{LONG.replace(',', '')}\n2023-06-07,Boats came.\n")
    assert times(result) == [None, "2023-06-07 00:00"]
    assert any("1 of 2 rows" in problem.text for problem in result.problems)


def test_a_table_without_texts(reading: Reading) -> None:
    result = reading("title,time\nA,2023-06-07\nB,2023-06-08\n")
    assert titles(result) == ["A", "B"]


def test_prose_with_commas_is_no_table(reading: Reading) -> None:
    result = reading("Flood, fire, and ice\n7 June 2023\n\nWater came, houses fell, and boats left.\n")
    assert titles(result) == ["Flood, fire, and ice"]


def test_a_text_with_an_unquoted_comma_is_whole(reading: Reading) -> None:
    result = reading("date,text\n2023-06-07,Water came to the town, and houses fell, say people.\n2023-06-08,Boats came.\n")
    assert [post.text for post in result.posts] == ["Water came to the town, and houses fell, say people.", "Boats came."]
    assert not result.problems


def test_rows_with_more_cells_than_the_header_are_told(reading: Reading) -> None:
    (problem,) = reading("date,text,url\n2023-06-07,Water came, and fire,https://e.org/1\n2023-06-08,Boats,https://e.org/2\n").problems
    assert "row 2 has more cells than the header" in problem.text
    table = "date,description,lat,lon\n2023-06-07,Water came, and fire,46.5,31.5\n2023-06-08,Boats,46.5,31.5\n"
    assert any("row 2 has more cells" in problem.text for problem in reading(table).problems)


def test_single_quotation_marks(reading: Reading) -> None:
    result = reading("'date','text'\n'2023-06-07','Water came, and houses fell in the town.'\n'2023-06-08','Boats, and ''more'' came.'\n")
    assert [post.text for post in result.posts] == ["Water came, and houses fell in the town.", "Boats, and 'more' came."]


def test_the_line_below_the_header_in_markdown_is_no_row(reading: Reading) -> None:
    result = reading("| date | text |\n|:---|---|\n| 2023-06-07 | Water came. |\n| 2023-06-08 | Boats came. |\n")
    assert times(result) == ["2023-06-07 00:00", "2023-06-08 00:00"]
    assert not result.problems


def test_a_table_without_a_header(reading: Reading) -> None:
    rows = [f"{n},2023-06-0{n} 14:20,{LONG.replace(',', ';')} {n}" for n in (1, 2, 3)]
    result = reading("\n".join(rows), timezone="UTC")
    assert times(result) == [f"2023-06-0{n} 14:20" for n in (1, 2, 3)]


def test_a_column_of_times_alone_is_of_the_given_day(reading: Reading) -> None:
    table = f"Time,Text\n14:20,{LONG.replace(',', '')}\n9:05,Boats came.\n"
    assert times(reading(table, date=date(2023, 6, 7), timezone="UTC")) == ["2023-06-07 14:20", "2023-06-07 09:05"]


@pytest.mark.parametrize(
    ("header", "stamp", "hour"),
    [
        ("Date (UTC+3),Text", "2023-06-07 14:20", "11:20"),
        ("datetime_utc,Text", "2023-06-07 14:20", "14:20"),
        ("Date,Time (EET),Text", "2023-06-07,14:20", "12:20"),
        ("Date,Text,Timezone", "2023-06-07 14:20", "18:20"),
    ],
)
def test_the_zone_that_a_table_names(reading: Reading, header: str, stamp: str, hour: str) -> None:
    zone = ",America/New_York" if "Timezone" in header else ""
    assert times(reading(f"{header}\n{stamp},Boats came to Oleshky.{zone}\n", timezone="Asia/Tokyo")) == [f"2023-06-07 {hour}"]


def test_answers_to_the_questions_of_a_form(reading: Reading) -> None:
    rows = "".join(f'"{LONG}","2023-06-0{day} 14:20",Kherson\n' for day in (7, 8))
    found = reading(f"What happened? Please describe,When did it happen? (date and time),Where?\n{rows}", timezone="UTC")
    assert times(found) == ["2023-06-07 14:20", "2023-06-08 14:20"]
    assert [post.text for post in found.posts] == [LONG, LONG]
