"""What the sentences of a post tell together: which go on about what was told, which only sum it up, and how sure each event is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from geomap.events import RuleExtractor
from geomap.model import Event
from tests.events.conftest import NOON, Tell, make_post, resolve

SHELLING, DRONES = "Shelling/artillery/missile attack", "Air/drone strike"


def rows(events: tuple[Event, ...]) -> list[tuple[str, int]]:
    """Place and first day of March of each event."""
    return [(event.where.name, event.when.first_day.day) for event in events if event.when is not None]


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Shells hit towns across Ukraine.", ["Ukraine"]),
        ("Shells hit Ukraine.", []),
        ("Shells fell on the border with Turkey.", []),
        ("Two people died in Lyman.", ["Lyman"]),
        ("Two people died in Donetsk region.", []),  # a region's toll is put down to nothing
        ("Bodies lay in Lyman.", []),
        ("A missile fell into Lake Svitiaz.", ["Lake Svitiaz"]),
        ("Troops moved into Lake Svitiaz.", []),
        ("# Shells hit Toretsk\nShells hit Klishchiivka on Monday.", ["Klishchiivka"]),  # the headline sums up what is told near it
        ("# Shells hit Lyman\nShells hit Izium on Monday.", ["Lyman", "Izium"]),
        ("Shelling killed one man in Donetsk region. In Toretsk, shelling killed one man.", ["Toretsk"]),
        ("Shelling killed two men in Donetsk region. In Toretsk, shelling killed one man.", ["Donetsk region", "Toretsk"]),
        ("Shelling hurt two men in Donetsk region. In Toretsk, shelling hurt one man.", ["Donetsk region", "Toretsk"]),
        ("Shelling hit two villages in Donetsk region. In Toretsk, shelling hurt one man.", ["Donetsk region", "Toretsk"]),
    ],
)
def test_sites_of_a_post(tell: Tell, text: str, sites: list[str]) -> None:
    assert [event.where.name for event in tell(text)] == sites


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Shells hit Lyman on Monday. Artillery pounded it on Tuesday.", [("Lyman", 11), ("Lyman", 12)]),
        ("Shells hit Lyman on Monday. Artillery pounded it on Monday.", [("Lyman", 11)]),
        ("Shells hit Lyman. Artillery pounded it on Monday.", [("Lyman", 11)]),
        ("The governor said on Thursday that shells had hit Lyman.", [("Lyman", 7)]),  # it had happened by then
        ("The governor said on Thursday that shells had hit Lyman on Wednesday.", [("Lyman", 13)]),
    ],
)
def test_days_of_a_post(tell: Tell, text: str, told: list[tuple[str, int]]) -> None:
    assert rows(tell(text)) == told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A drone strike hit Kharkiv on Monday. Strikes hit Sumy too.", [DRONES, DRONES]),
        ("Strikes hit Sumy. A drone strike hit Kharkiv on Monday.", [SHELLING, DRONES]),
        ("Rockets hit Kharkiv on Monday. Strikes hit Sumy too.", [SHELLING, SHELLING]),
    ],
)
def test_a_bare_strike_is_one_of_the_kind_told_before(tell: Tell, text: str, kinds: list[str]) -> None:
    assert [event.sub_type for event in tell(text)] == kinds


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Two people died in Lyman.", 0.72),
        ("Shells hit Lyman.", 0.81),
        ("An air strike hit Lyman.", 0.855),
        ("Shells hit Lyman. It was unconfirmed how many shells fell.", 0.567),
    ],
)
def test_how_sure_an_event_is(tell: Tell, text: str, confidence: float) -> None:
    (event,) = tell(text)
    assert event.confidence == pytest.approx(confidence, abs=1e-4)


def test_without_a_place_only_that_something_is_told_is_weighed() -> None:
    post = make_post("Shells hit Lyman.")
    (named,) = resolve(post)
    ((event,),) = RuleExtractor().events([post], [[replace(named, place=None, confidence=None)]])
    assert event.confidence == pytest.approx(0.9**0.5 * 0.9, abs=1e-4)


def test_the_reasons_of_an_event(tell: Tell) -> None:
    (event,) = tell("# Unconfirmed: shells hit Lyman on Monday, the mayor said")
    assert [reason.weight for reason in event.reasons] == [3.0, 1.0, 1.0, -0.5, 0.0, -1.0]
    (plain,) = tell("Shells hit Lyman.")
    assert [reason.weight for reason in plain.reasons] == [3.0, 1.0]


@pytest.mark.parametrize(
    ("onset", "days", "first"),
    [
        ("on Monday", 10, -2),
        ("on Monday", 11, 11),
        ("on March 6", 2, -7),
        ("on March 5", 2, 2),  # more than a week before the post that tells it: the page is about something else
    ],
)
def test_a_toll_dates_to_the_day_that_the_disaster_struck(onset: str, days: int, first: int) -> None:
    struck = make_post(f"An earthquake struck Turkey {onset}, destroying houses in Nurdagi.", id="struck")
    later = NOON + timedelta(days=days - 2 if onset == "on Monday" else days)
    toll = make_post("At least 280 people have died in Antakya.", id="toll", published=later)
    (event,) = RuleExtractor().events([struck, toll], [resolve(struck), resolve(toll)])[1]
    assert event.when is not None
    expected = NOON.date() + timedelta(first if first < 0 else (later - NOON).days)
    assert event.when.first_day == expected
