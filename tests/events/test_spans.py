"""Quotations say which of their words tell the facts of the event; offsets cut those words."""

from __future__ import annotations

import pytest

import geomap
from geomap.model import Event
from geomap.span import Fact

pytestmark = pytest.mark.usefixtures("encoder_memory")


def told(event: Event) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in event.evidence:
        for text, spans in ((one.quote, one.spans), (one.toll_quote or "", one.toll_spans)):
            for fact, start, end in spans:
                assert 0 <= start < end <= len(text)
                found.setdefault(fact.value, []).append(text[start:end])
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Shelling killed three people and wounded 12 in Kramatorsk on Monday.",
            {"killed": ["killed three people"], "injured": ["wounded 12"], "place": ["Kramatorsk"], "date": ["Monday"]},
        ),
        ("Rockets fell 20 km east of Kramatorsk on Tuesday.", {"place": ["20 km east of Kramatorsk"], "date": ["Tuesday"]}),
        (
            "Russian forces shelled Nikopol overnight, the governor said.",
            {"actor": ["Russian forces"], "place": ["Nikopol"], "date": ["overnight"]},
        ),
        ("Внаслідок обстрілу Нікополя у вівторок загинули двоє людей.", {"place": ["Нікополя"], "date": ["вівторок"]}),
    ],
)
def test_the_words_that_tell_each_fact(text: str, expected: dict[str, list[str]]) -> None:
    (event,) = geomap.geoparse(geomap.Text(text, published_at="2023-05-03T10:00:00Z")).events
    found = told(event)
    assert {name: found.get(name) for name in expected} == expected


def test_counts_of_another_sentence_are_cut_from_that_sentence() -> None:
    text = "A missile struck a market in Kostiantynivka on Wednesday. Seventeen people were killed and 32 were wounded."
    (event,) = geomap.geoparse(geomap.Text(text, published_at="2023-09-06T15:00:00Z")).events
    (evidence,) = event.evidence
    assert evidence.toll_quote == "Seventeen people were killed and 32 were wounded."
    assert told(event)["killed"] == ["Seventeen people were killed"]
    assert {span.fact for span in evidence.toll_spans} == {Fact.KILLED, Fact.INJURED}


def test_every_span_of_the_sample_page_is_within_its_quotation() -> None:
    result = geomap.run("data/ukraine-2023-01-31.txt")
    facts = [told(event) for event in result.events]
    assert sum("place" in found for found in facts) >= len(facts) - 1
