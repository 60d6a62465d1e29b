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


TOLD = (("14:20", "Shells hit a mill in Nikopol."), ("14:05", "A drone struck a depot."), ("13:50", "The fire is out."))


@pytest.mark.parametrize(
    ("header", "day", "separator"),
    [
        ("Datum;Uhrzeit;Ort;Meldung", "12.05.2024", ";"),
        ("Uhrzeit;Datum;Ort;Meldung", "12.05.2024", ";"),
        ("Дата;Час;Населений пункт;Опис", "12.05.2024", ";"),
        ("Дата\tВремя\tГород\tОписание", "12.05.2024", "\t"),
        ("Date;Heure;Lieu;Description", "13/05/2024", ";"),
        ("Fecha;Hora;Lugar;Noticia", "13/05/2024", ";"),
        ("Data;Godzina;Miejsce;Opis", "12.05.2024", ";"),
        ("Date,Time,Place,Text", "2024-05-12", ","),
        ("Date,Time,Place,Text", "45424", ","),
    ],
)
def test_a_day_and_a_time_of_day_in_two_columns(reading: Reading, header: str, day: str, separator: str) -> None:
    names = header.split(separator)
    rows = [
        [clock if name in ("Uhrzeit", "Час", "Время", "Heure", "Hora", "Godzina", "Time") else day for name in names[:2]]
        for clock, _ in TOLD
    ]
    lines = [separator.join([*row, "Nikopol", text]) for row, (_, text) in zip(rows, TOLD, strict=True)]
    found = reading("\r\n".join([header, *lines]), name="table.csv")
    on = 13 if day.startswith("13") else 12
    assert times(found) == [f"2024-05-{on} {clock}" for clock, _ in TOLD]
    assert [post.text for post in found.posts] == [text for _, text in TOLD]


@pytest.mark.parametrize(
    "header", ["Zeitstempel,Was ist passiert?", "Позначка часу,Що сталося?", "Отметка времени,Что произошло?", "Timestamp,What happened?"]
)
def test_answers_of_a_form(reading: Reading, header: str) -> None:
    lines = [f"13.05.2024 {clock}:00,{text}" for clock, text in TOLD]
    assert times(reading("\n".join([header, *lines]), name="table.csv")) == [f"2024-05-13 {clock}" for clock, _ in TOLD]


def test_the_line_that_tells_excel_the_separator(reading: Reading) -> None:
    lines = [f"12.05.2024 {clock};{text}" for clock, text in TOLD]
    found = reading("\r\n".join(["sep=;", "Notiz;Text", *[f"{at};{text}" for at, (_, text) in enumerate(TOLD)]]), name="a.csv")
    assert [post.text for post in found.posts] == [text for _, text in TOLD]
    assert times(reading("\r\n".join(["sep=;", "Zeit;Text", *lines]), name="b.csv")) == [f"2024-05-12 {clock}" for clock, _ in TOLD]


@pytest.mark.parametrize(
    "header", ["Datum;Ort;Breite;Länge;Beschreibung", "Дата;Місто;Широта;Довгота;Опис", "Data;Miejsce;Szerokość;Długość;Opis"]
)
def test_events_with_decimal_commas_under_names_of_other_tongues(reading: Reading, header: str) -> None:
    found = reading("\r\n".join([header, *(f"12.05.2024;Nikopol;47,5683;34,3913;{text}" for _, text in TOLD)]), name="table.csv")
    assert [event.where.lat for event in found.events] == [47.5683] * 3
    assert found.posts == ()


@pytest.mark.parametrize("name", ["Kyiv summer", "Foo/Bar", "Europe", "../etc", "x" * 300])
def test_a_zone_that_is_not_known_is_named_and_its_times_are_kept(reading: Reading, name: str) -> None:
    result = reading(f"date,timezone,text\n2024-05-12 14:20,{name},{WORDS}\n2024-05-12 15:20,Europe/Kyiv,{WORDS} Again.\n")
    assert times(result) == ["2024-05-12 14:20", "2024-05-12 12:20"]
    assert any(name[:20] in problem.text and "UTC" in problem.text for problem in result.problems)
