"""Tables of posts: which column is what, and rows that lack something."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.settings import ColumnNames
from tests.read.conftest import Reading, times, titles

WORDS = "Two people were hurt in Kherson when shells fell on the port"


def test_columns_that_the_user_names_come_before_those_known_by_name(reading: Reading) -> None:
    table = f"text,What happened,published_at,seen\nshort,{WORDS},2023-06-07,2023-06-09\n"
    (plain,) = reading(table).posts
    (named,) = reading(table, columns=ColumnNames(text="what happened", time="Seen")).posts
    assert (plain.text, named.text) == ("short", WORDS)
    assert [post.published_at and post.published_at.day for post in (plain, named)] == [7, 9]
    missing = reading(table, columns=ColumnNames(text="words"))
    assert "'words'" in missing.problems[0].text
    assert missing.problems[0].fatal


def test_every_column_has_its_part_in_the_post(reading: Reading) -> None:
    (post,) = reading(
        f"text,title,url,author,lang,source,id,date\n{WORDS},Shells fall,https://e.org/1,Ann Reed,UKR,The Paper,n7,2023-06-07\n"
    ).posts
    assert (post.title, post.url, post.author, post.language, post.source) == (
        "Shells fall",
        "https://e.org/1",
        "Ann Reed",
        "uk",
        "The Paper",
    )
    (other,) = reading(
        "text,title,url,author,lang,source,id,date\nNew words,Shells fell,https://e.org/1,Ann Reed,UKR,The Paper,n7,2023-06-08\n"
    ).posts
    assert other.id == post.id  # the publisher's own id, whatever was edited


def test_a_short_row_lacks_what_it_lacks(reading: Reading) -> None:
    result = reading(
        f"title,text,date,author\nShells fall,{WORDS}\nBoats come,{WORDS} and boats came,2023-06-07\n\n,,2023-06-07,Ann Reed\n"
    )
    assert titles(result) == ["Shells fall", "Boats come"]
    assert times(result) == [None, "2023-06-07 00:00"]
    assert [post.author for post in result.posts] == [None, None]
    assert any("1 of 2 rows" in problem.text for problem in result.problems)
    assert not reading(f"title,text,date\nShells fall,{WORDS}\n", date=date(2023, 6, 7)).problems


@pytest.mark.parametrize(("length", "text"), [(39, ["A"]), (40, ["A\n\n" + WORDS[:40].strip()])])
def test_a_column_without_a_name_holds_texts_if_they_are_long(reading: Reading, length: int, text: list[str]) -> None:
    assert [post.text for post in reading(f"title,date,told\nA,2023-06-07,{WORDS[:length]}\n").posts] == text


def test_a_date_that_can_be_read_two_ways_is_read_day_first_and_said(reading: Reading) -> None:
    result = reading(f"date,text\n03/05/2023,{WORDS}\n")
    assert times(result) == ["2023-05-03 00:00"]
    assert any("ambiguous" in problem.text for problem in result.problems)
    clear = reading(f"date,text\n13/05/2023,{WORDS}\n")
    assert (times(clear), clear.problems) == (["2023-05-13 00:00"], ())


def test_a_clock_without_a_zone_is_on_that_of_the_user(reading: Reading) -> None:
    table = f"date,text\n2023-06-07 12:00,{WORDS}\n"
    assert times(reading(table, timezone="Europe/Kyiv")) == ["2023-06-07 09:00"]
    assert times(reading(table.replace("12:00", "12:00Z"), timezone="Europe/Kyiv")) == ["2023-06-07 12:00"]
    assert times(reading(table)) == ["2023-06-07 12:00"]
