"""Tellings of one incident share an id and merge; others do not. What holds whatever the order of input."""

from __future__ import annotations

import hashlib
import random
import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest

from geomap.events import RuleExtractor
from geomap.events.incidents.model import INCIDENTS_FILE, PARAMETERS
from geomap.model import Event, Modality, Post
from tests.events.conftest import NOON, make_post, resolve


def told(*posts: Post) -> list[tuple[Event, ...]]:
    return RuleExtractor().events(posts, [resolve(post) for post in posts])


def later(hours: int, text: str) -> Post:
    return make_post(text, id=f"post-{hours:02}", published=NOON + timedelta(hours=hours))


MUST_MERGE = [
    (
        "A missile hit a block of flats in Mykolaiv at 3am on Wednesday, killing two people.",
        "The number of people killed when a missile hit flats in Mykolaiv this morning has gone up to six.",
    ),
    (
        "Shells landed near a boat in Kherson this morning.",
        "Two officers were wounded when shells fell on a rescue point in Kherson on Wednesday.",
    ),
    ("A drone hit a house in Sumy overnight.", "Four people were killed in last night's drone attack on Sumy, rescuers say."),
    ("Troops entered the centre of Izium on Wednesday.", "Soldiers have entered Izium, residents said."),
    ("A market burned in Mykolaiv on Wednesday after a missile strike.", "A missile hit a market in Mykolaiv on Wednesday."),
    ("An earthquake hit Turkey on Wednesday, killing 280 people.", "At least 900 people have died in Turkey since Wednesday's earthquake."),
]
MUST_NOT_MERGE = [
    ("A missile hit flats in Mykolaiv on Tuesday evening.", "A missile hit a hotel in Mykolaiv on Sunday."),  # another day
    ("A missile hit flats in Mykolaiv this morning.", "A missile hit flats in Odesa this morning."),  # another place
    ("A missile hit flats in Odesa this morning.", "A funeral was held in Odesa this morning."),  # another act
    (
        "A missile hit flats in Odesa today, killing six people.",
        "A missile hit a bus in Odesa today, killing two people.",
    ),  # a toll that falls
    ("A mine exploded 5 km south of Izium today.", "Shells hit Izium today."),  # outside the town and in it
    ("Shells hit Lyman today.", "The army denied that shells had hit Lyman today."),  # denied
]


@pytest.mark.parametrize(("first", "second"), MUST_MERGE)
def test_must_merge(first: str, second: str) -> None:
    one, other = told(later(0, first), later(4, second))
    assert one[0].id == other[0].id


@pytest.mark.parametrize(("first", "second"), MUST_NOT_MERGE)
def test_must_not_merge(first: str, second: str) -> None:
    one, other = told(later(0, first), later(4, second))
    assert one[0].id != other[0].id


def test_updates_win_and_nothing_is_lost() -> None:
    first, second = MUST_MERGE[0]
    tellings = told(later(0, first), later(4, second))
    (incident,) = RuleExtractor().merge(tellings)
    assert incident.toll.fatalities == 6
    assert [evidence.toll.fatalities for evidence in incident.evidence] == [2, 6]
    assert [evidence.post_id for evidence in incident.evidence] == ["post-00", "post-04"]


def test_the_id_stays_when_newer_posts_are_read_with_it() -> None:
    first, second = MUST_MERGE[0]
    alone = told(later(0, first))[0][0].id
    assert {event.id for told_by in told(later(0, first), later(4, second)) for event in told_by} == {alone}


def test_the_id_does_not_hang_on_the_place_resolved() -> None:
    post = later(0, "Shells hit Lyman today.")
    resolution = resolve(post)[0]
    assert resolution.place is not None
    elsewhere = replace(resolution, place=replace(resolution.place, id="test:other", lat=10.0, lon=10.0))
    ids = {RuleExtractor().events([post], [[one]])[0][0].id for one in (resolution, elsewhere)}
    assert len(ids) == 1


def test_unresolved_places_have_no_position() -> None:
    post = later(0, "Shells hit Lyman today.")
    unresolved = replace(resolve(post)[0], place=None, confidence=None)
    ((event,),) = RuleExtractor().events([post], [[unresolved]])
    assert (event.where.lat, event.where.lon, event.where.name) == (None, None, "Lyman")


def test_order_of_input_does_not_matter() -> None:
    posts = [later(hour, text) for hour, text in enumerate(text for pair in MUST_MERGE for text in pair)]
    expected = dict(zip((post.id for post in posts), told(*posts), strict=True))
    merged = RuleExtractor().merge(list(expected.values()))
    for seed in range(5):
        shuffled = random.Random(seed).sample(posts, len(posts))  # noqa: S311 - a test's order
        again = told(*shuffled)
        assert dict(zip((post.id for post in shuffled), again, strict=True)) == expected
        assert RuleExtractor().merge(again) == merged


def test_two_events_of_one_sentence_have_two_ids() -> None:
    ((first, second),) = told(later(0, "Attacks near Lyman and Izium were repelled today."))
    assert first.id != second.id
    assert first.evidence[0].quote == second.evidence[0].quote


def test_evidence_cuts_its_quote_out_of_the_post() -> None:
    posts = [later(hour, text) for hour, text in enumerate(text for pair in (*MUST_MERGE, *MUST_NOT_MERGE) for text in pair)]
    for post, events in zip(posts, told(*posts), strict=True):
        for event in events:
            evidence = event.evidence[0]
            assert post.text[evidence.start : evidence.end] == evidence.quote
            assert evidence.url == post.url


def test_a_summary_gives_way_to_what_it_sums_up() -> None:
    summary = "# Civilian killed in Kherson region\nOne civilian was killed by shelling in the Kherson region."
    ((event,),) = told(later(0, f"{summary}\nA man died in Kherson when shells hit his yard, the mayor said."))
    assert (event.where.name, event.toll.fatalities, event.modality) == ("Kherson", 1, Modality.CLAIMED)


def test_empty_input() -> None:
    assert RuleExtractor().events([], []) == []
    assert RuleExtractor().merge([]) == ()
    assert told(make_post("")) == [()]


def test_thousands_of_posts_about_one_incident_are_compared_with_few() -> None:
    posts = [later(0, f"Shells hit a shop in Kherson on Wednesday, post {number}.") for number in range(300)]
    posts = [replace(post, id=f"post-{number:04}") for number, post in enumerate(posts)]
    tellings = told(*posts)
    assert len({event.id for events in tellings for event in events}) == 1


def test_the_weights_are_the_ones_that_the_record_tells_of() -> None:
    record = tomllib.loads((PARAMETERS / "incidents.record.toml").read_text(encoding="utf-8"))
    content = (PARAMETERS / INCIDENTS_FILE).read_bytes()
    assert (record["sha256"], record["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert [one["name"] for one in record["gold"]] == ["incidents"]
    weights = tomllib.loads(content.decode())["weights"]
    assert weights["place same"] > 0 > weights["distance 5"]
