"""What was put right by hand stays right, and what meets nothing is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geomap.errors import InputMissingError, UnreadableError
from geomap.extract import RuleExtractor
from geomap.extract.corrections import Correction, correct_events, correct_places, read_corrections, unmet
from geomap.model import Event, GeoMethod, Post, Resolution
from tests.extract.conftest import make_post, place, resolve

TEXT = "Shells hit Lyman on Tuesday, killing two people."


def corrected(*lines: Correction) -> tuple[tuple[Event, ...], frozenset[int]]:
    post = make_post(TEXT)
    resolutions, met = correct_places(lines, [post], [resolve(post)], {"test:Izium": place("Izium")}.get)
    (told,), met_too = correct_events(lines, [post], RuleExtractor().extract([post], resolutions))
    return told, met | met_too


def test_nothing_to_correct() -> None:
    post = make_post(TEXT)
    assert corrected()[0] == RuleExtractor().extract([post], [resolve(post)])[0]


def test_another_place() -> None:
    (event,), met = corrected(Correction(line=2, post="hit Lyman", mention="Lyman", place="test:Izium"))
    assert (event.where.name, event.where.method, met) == ("Izium", GeoMethod.CORRECTION, {2})
    assert any("by hand" in reason.text for reason in event.reasons)


def test_a_position() -> None:
    (event,), _ = corrected(Correction(line=2, post="post", mention="Lyman", place="49.5 37.5"))
    assert (event.where.lat, event.where.lon) == (49.5, 37.5)


def test_no_place_and_no_event() -> None:
    assert corrected(Correction(line=2, post="post", mention="Lyman", place="not a place"))[0] == ()
    assert corrected(Correction(line=2, post="post", type="not an event"))[0] == ()


def test_type_date_and_counts() -> None:
    line = Correction(
        line=3, post="https://news.example/post", type="Air/drone strike", days=(date(2024, 3, 10), date(2024, 3, 11)), killed=5, injured=1
    )
    (event,), met = corrected(line)
    assert event.when is not None
    assert (event.type, event.sub_type, event.when.first_day, event.when.last_day) == (
        "Explosions/Remote violence",
        "Air/drone strike",
        date(2024, 3, 10),
        date(2024, 3, 11),
    )
    assert (event.toll.fatalities, event.toll.injured, event.evidence[0].toll.fatalities, met) == (5, 1, 5, {3})


def test_what_meets_nothing_is_told() -> None:
    lines = (Correction(line=2, post="post", mention="Odesa", place="test:Izium"), Correction(line=3, post="other", killed=1))
    _, met = corrected(*lines)
    assert [problem.text.split()[1] for problem in unmet(lines, met, "corrections.csv")] == ["2", "3"]


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(
        "post,mention,place,type,date,killed,injured\npost,Lyman,,Air/drone strike,2024-03-10/2024-03-11,5,\n", encoding="utf-8"
    )
    assert read_corrections(path) == (
        Correction(line=2, post="post", mention="Lyman", type="Air/drone strike", days=(date(2024, 3, 10), date(2024, 3, 11)), killed=5),
    )


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("mention\nLyman\n", "post is required"),
        ("post,colour\na,red\n", "columns"),
        ("post,type\na,Battle\n", "line 2"),
        ("post,date\na,2024-13-01\n", "line 2"),
        ("post,date\na,2024-03-02/2024-03-01\n", "ends before"),
        ("post,killed\na,many\n", "whole number"),
        ("post,killed\n,3\n", "which post"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError, match=named):
        read_corrections(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="no such file"):
        read_corrections(tmp_path / "none.csv")


def test_the_order_of_posts_is_kept() -> None:
    posts: list[Post] = [make_post(TEXT, id=str(number)) for number in range(3)]
    resolutions: list[tuple[Resolution, ...]] = [resolve(post) for post in posts]
    assert correct_places((), posts, resolutions, lambda _: None)[0] == resolutions
