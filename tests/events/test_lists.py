"""A list is read with the line that opens it: its items name the places, or the people, of what that line tells."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from geomap.events.lists import ListFound, with_lists
from geomap.lang.language import Language
from geomap.lang.registry import languages
from geomap.lang.sentences import sentences
from geomap.model import Event, Post
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from geomap.texts import Text

SUNDAY = datetime(2024, 5, 12, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(settings=Settings(min_confidence=0.0))


def told(pipeline: Pipeline, text: str) -> dict[str, Event]:
    return {event.where.name: event for event in pipeline(Text(text, published_at=SUNDAY)).events}


@pytest.mark.parametrize("mark", ["• ", "- ", "* "])
def test_places_below_a_line_that_tells_the_event(pipeline: Pipeline, mark: str) -> None:
    items = "\n".join(f"{mark}{name}" for name in ("Vovchansk", "Lyptsi", "Starytsia", "Kupiansk"))
    found = told(pipeline, f"Shelling was recorded on Saturday in the following settlements:\n\n{items}")
    assert set(found) == {"Vovchansk", "Lyptsi", "Starytsia", "Kupiansk"}
    assert {(event.sub_type, str(event.when and event.when.first_day)) for event in found.values()} == {
        ("Shelling/artillery/missile attack", "2024-05-11")
    }
    assert len({event.confidence for event in found.values()}) == 1  # the line says the same of all of them


def test_short_lines_without_marks(pipeline: Pipeline) -> None:
    assert set(told(pipeline, "Roads are closed by snow in:\n\nLeeds\nBradford\nHalifax")) == {"Leeds", "Bradford", "Halifax"}


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        (
            "The following were killed in Friday's drone attacks:\n\n1. A driver, 44, in Nikopol\n2. Two farmers in Beryslav",
            {"Nikopol": 1, "Beryslav": 2},
        ),
        (
            "The dead of the floods are:\n\n• A woman, 60, from Altenahr\n• A man, 34, from Schuld",
            {"Altenahr": 1, "Schuld": 1},
        ),
        (
            "Внаслідок обстрілів у п'ятницю загинули:\n\n• чоловік у Нікополі\n• двоє людей у Бериславі",
            {"Nikopol": 1, "Beryslav": 2},
        ),
    ],
)
def test_people_below_a_line_that_says_what_happened_to_them(pipeline: Pipeline, text: str, deaths: dict[str, int]) -> None:
    assert {name: event.toll.fatalities for name, event in told(pipeline, text).items()} == deaths


def test_items_that_tell_events_of_their_own_stay_apart(pipeline: Pipeline) -> None:
    found = told(pipeline, "Victims of Thursday's flood by village:\n\n- Schuld: two dead\n- Altenahr: one dead\n- Dernau: four missing")
    assert {name: (event.toll.fatalities, event.toll.missing) for name, event in found.items()} == {
        "Schuld": (2, None),
        "Altenahr": (1, None),
        "Dernau": (None, 4),
    }
    assert found["Schuld"].evidence[0].quote.endswith("Schuld: two dead")
    assert "Altenahr" not in found["Schuld"].evidence[0].quote


def test_a_list_of_anything_else_tells_nothing(pipeline: Pipeline) -> None:
    assert told(pipeline, "The winners of Friday's games are:\n\n• Leeds\n• Bradford\n• Halifax") == {}


def test_the_quotation_is_the_line_with_its_list(pipeline: Pipeline) -> None:
    text = "Shelling was recorded on Saturday in:\n\n• Vovchansk\n• Lyptsi"
    analysis = pipeline(Text(text, published_at=SUNDAY))
    (quote,) = {event.evidence[0].quote for event in analysis.events}
    assert "".join(analysis.post.text[event.evidence[0].start : event.evidence[0].end] for event in analysis.events[:1]) == quote
    assert quote.startswith("Shelling was recorded")


def english() -> Language:
    return next(language for language in languages() if language.code == "en")


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("Roads are closed in:\n- Leeds\n- Hull", [2]),
        ("Roads are closed in:\n- Leeds", [1]),
        ("Roads are closed in:\nLeeds\nHull", [2]),
        ("Roads are closed in:\nLeeds", []),  # one short line may be anything
        ("Roads are closed in:\n1. Leeds\n2) Hull", [2]),
        ("Closed:\n- Leeds", []),  # a heading
        ("Roads are closed in\n- Leeds", []),
        ("Roads are closed in:\n- Leeds. A bus slid off.\n- Hull", []),
        ("- Roads are closed in:\n- Leeds", []),
        ("Roads are closed in:\nThe mayor said that she would open them soon.", []),
        ("Roads are closed in:", []),
        ("Roads are closed in:\n- " + "Leeds " * 40, []),
        ("Roads are closed in:\n" + "- Leeds and Hull and York\n" * 90, [45]),  # a sentence has a longest length
    ],
)
def test_what_is_a_list(text: str, lists: list[int]) -> None:
    post = Post(id="1", source="x", text=text)
    found = list(with_lists(text, list(sentences(post, english()))))
    assert [len(one.items) for one in found if isinstance(one, ListFound)] == lists
    spans = [one.span if isinstance(one, ListFound) else one for one in found]
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
