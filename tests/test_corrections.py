"""What was put right by hand stays right, and what meets nothing is told."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geomap.corrections import COLUMNS, Correction, Corrections, read_corrections
from geomap.errors import InputMissingError, UnreadableError
from geomap.events import RuleExtractor
from geomap.export.csv import table_bytes
from geomap.model import Event, GeoMethod, Modality, Post, Resolution, TimeBasis
from tests.conftest import tries
from tests.events.conftest import make_post, place, resolve

TEXT = "Shells hit Lyman on Tuesday, killing two people."


def of(*lines: Correction) -> Corrections:
    return Corrections(origin="c.csv", lines=lines, places={one.line: place("Izium") for one in lines if one.place == "test:Izium"})


def corrected(*lines: Correction, text: str = TEXT) -> tuple[tuple[Event, ...], frozenset[int]]:
    post = make_post(text)
    resolutions, met = of(*lines).correct_places([post], [resolve(post)])
    (told,), met_too = of(*lines).correct_events([post], RuleExtractor().events([post], resolutions))
    return told, met | met_too


def test_nothing_to_correct() -> None:
    post = make_post(TEXT)
    assert corrected()[0] == RuleExtractor().events([post], [resolve(post)])[0]


def test_another_place() -> None:
    (event,), met = corrected(Correction(line=2, post="hit Lyman", mention="Lyman", place="test:Izium"))
    assert (event.where.name, event.where.method, met) == ("Izium", GeoMethod.CORRECTION, {2})
    assert any("by hand" in reason.text for reason in event.reasons)


def test_a_name_that_was_not_taken_for_a_place() -> None:
    (event,), met = corrected(
        Correction(line=2, post="post", mention="Hryb", place="test:Izium"), text="Shells hit Hryb, killing two people."
    )
    assert (event.where.name, met) == ("Izium", {2})


def test_only_whole_words_are_names() -> None:
    told, met = corrected(Correction(line=2, post="post", mention="Hry", place="test:Izium"), text="Shells hit Hryb, killing two people.")
    assert (told, met) == ((), frozenset())


def test_no_place_and_no_event() -> None:
    assert corrected(Correction(line=2, post="post", mention="Lyman", place="not a place"))[0] == ()
    assert corrected(Correction(line=2, post="post", type="not an event"))[0] == ()


def test_type_date_and_counts() -> None:
    line = Correction(
        line=3, post="https://news.example/post", type="Air/drone strike", days=(date(2024, 3, 10), date(2024, 3, 11)), killed=5, injured=1
    )
    (event,), met = corrected(line)
    assert event.when is not None
    assert (event.type, event.sub_type) == ("Explosions/Remote violence", "Air/drone strike")
    assert (event.when.first_day, event.when.last_day, event.when.basis) == (date(2024, 3, 10), date(2024, 3, 11), TimeBasis.CORRECTED)
    assert (event.toll.fatalities, event.toll.injured, event.evidence[0].toll.fatalities, met) == (5, 1, 5, {3})
    assert any(reason.text == "type and date and killed and injured are corrected by hand" for reason in event.reasons)


def test_a_merged_incident_keeps_what_was_put_right() -> None:
    posts = [make_post(TEXT, id="one"), make_post("Shells hit Lyman on Tuesday, officials said.", id="two")]
    lines = of(Correction(line=2, post="one", days=(date(2024, 3, 11), date(2024, 3, 11))))
    tellings, _ = lines.correct_events(posts, RuleExtractor().events(posts, [resolve(post) for post in posts]))
    (event,) = RuleExtractor().merge(tellings)
    assert event.when is not None
    assert event.when.first_day == date(2024, 3, 11)
    assert any("by hand" in reason.text for reason in event.reasons)


def told_in_two_posts(*lines: Correction) -> tuple[list[Event], frozenset[int]]:
    """Return the merged events of two posts that tell of shelling in different towns."""
    posts = [make_post(TEXT, id="one"), make_post("Shells hit Izium on Monday, injuring nine people.", id="two")]
    tellings, met = of(*lines).correct_events(posts, RuleExtractor().events(posts, [resolve(post) for post in posts]))
    return list(RuleExtractor().merge(tellings)), met


def test_events_that_are_one_incident_are_joined() -> None:
    izium, lyman = told_in_two_posts()[0]
    line = Correction(line=2, event_id=izium.id, same_as=lyman.id)
    (event,), met = told_in_two_posts(line)
    assert (event.id, event.where.name, event.when, event.toll, met) == (lyman.id, "Lyman", lyman.when, lyman.toll, {2})
    assert [evidence.post_id for evidence in event.evidence] == ["one", "two"]
    assert event.evidence[1].toll.injured == 9
    assert any("by hand" in reason.text for reason in event.reasons)
    moved = Correction(line=3, event_id=lyman.id, killed=7, modality=Modality.CLAIMED)
    (event,), met = told_in_two_posts(line, moved)
    assert (event.toll.fatalities, event.modality, met) == (7, Modality.CLAIMED, {2, 3})


def test_what_is_joined_to_no_event_goes_with_it() -> None:
    izium, lyman = told_in_two_posts()[0]
    events, met = told_in_two_posts(
        Correction(line=2, event_id=izium.id, same_as=lyman.id), Correction(line=3, event_id=lyman.id, type="not an event")
    )
    assert (events, met) == ([], {2, 3})


def test_two_events_are_not_each_the_other_and_unknown_ones_are_told() -> None:
    izium, lyman = told_in_two_posts()[0]
    lines = (
        Correction(line=2, event_id=izium.id, same_as=lyman.id),
        Correction(line=3, event_id=lyman.id, same_as=izium.id),
        Correction(line=4, event_id=izium.id, same_as="unknown"),
    )
    events, met = told_in_two_posts(*lines)
    assert ([event.id for event in events], met) == ([lyman.id], {2})
    assert [problem.text for problem in of(*lines).unmet(met)] == [
        f"c.csv, line {number}: there are no two events with the ids of event_id and same_as" for number in (3, 4)
    ]


def test_what_meets_nothing_is_told() -> None:
    lines = (
        Correction(line=2, post="post", mention="Odesa", place="test:Izium"),
        Correction(line=3, post="other", killed=1),
        Correction(line=4, post="post", mention="Lyman", place="nowhere:1", killed=1),
    )
    _, met = corrected(*lines)
    told = [problem.text for problem in of(*lines).unmet(met)]
    assert [text.split(":")[0] for text in told] == ["c.csv, line 2", "c.csv, line 3", "c.csv, line 4"]
    assert "no such place" in told[2]


def test_events_of_a_table_are_corrected_by_their_words() -> None:
    (event,), _ = corrected()
    listed = replace(event, where=replace(event.where, resolution=None, method=GeoMethod.TABLE))
    lines = of(Correction(line=2, post="killing two", place="test:Izium", killed=3))
    (kept,), met = lines.correct_listed([listed])
    assert (kept.where.name, kept.where.method, kept.toll.fatalities, met) == ("Izium", GeoMethod.CORRECTION, 3, {2})


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(
        "post,mention,place,type,date,killed,injured\npost,Lyman,,Air/drone strike,2024-03-10/2024-03-11,5,\n", encoding="utf-8"
    )
    assert read_corrections(path) == (
        Correction(line=2, post="post", mention="Lyman", type="Air/drone strike", days=(date(2024, 3, 10), date(2024, 3, 11)), killed=5),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_is_read(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "corrections.csv"
    rows = ["\ufeffpost|mention|place|quotation|killed", '"a, b"|Lyman|not a place|"two\nlines"|', "|||only a note|", "'-c|||x|7"]
    path.write_text("\r\n".join(rows).replace(", ", "@").replace("|", delimiter).replace("@", ", "), encoding="utf-8", newline="")
    first, second = read_corrections(path)
    assert (first.post, first.place, first.killed) == ("a, b", "not a place", None)
    assert (second.post, second.killed, second.line) == ("-c", 7, 5)


@settings(deadline=None, max_examples=tries(60))
@example(post="a'=b")
@given(post=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(lambda text: text.strip("'")))
def test_cells_made_safe_for_a_spreadsheet_are_read_as_they_were(tmp_path_factory: pytest.TempPathFactory, post: str) -> None:
    path = tmp_path_factory.mktemp("corrections") / "c.csv"
    words = unicodedata.normalize("NFC", post).strip().lstrip("'")  # an apostrophe of its own cannot be told from one put there
    path.write_bytes(table_bytes([COLUMNS, [words or "-", None, "not a place", None, None, None, None]]))
    (one,) = read_corrections(path)
    assert one.post == (words.strip() or "-")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("mention\nLyman\n", "post is required"),
        ("post,colour\na,red\n", "columns"),
        ("", "columns"),
        ("post,type\na,Battle\n", "line 2"),
        ("post,type\na,harm\n", "line 2"),
        ("post,date\na,2024-13-01\n", "line 2"),
        ("post,date\na,2024-03-02/2024-03-01\n", "ends before"),
        ("post,killed\na,many\n", "whole number"),
        ("post,killed\na,²\n", "whole number"),
        ("post,killed\n,3\n", "which post"),
        ("post,modality\na,sure\n", "modality 'sure' should be one of reported"),
        ("post,same_as\na,b\n", "same_as joins"),
        ("event_id,same_as\na,a\n", "same_as joins"),
        ("post,place\na,91 10\n", "degrees"),
        ('post,place\na,"open\n', "line"),
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
    assert of().correct_places(posts, resolutions)[0] == resolutions
