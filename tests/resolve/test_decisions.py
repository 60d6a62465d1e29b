"""Reasons in words, and what a resolver answers where names overlap or come twice."""

from __future__ import annotations

import numpy as np
import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post
from geomap.resolve import default_resolver
from geomap.resolve.decisions import LEAST_CONFIDENCE, reasons_for, sums_by_topic
from geomap.resolve.explain import explain
from geomap.resolve.ranker import PASSES

_TOPICS = sums_by_topic(("people", "held"), np.eye(2, dtype="float32"))
_PEOPLE, _HELD = (int(row.argmax()) for row in _TOPICS)
_COUNT = _TOPICS.shape[1]


def _sums(**weights: float) -> tuple[list[float], list[int]]:
    """Return the sums by topic, and the topics with the strongest first."""
    sums = [0.0] * _COUNT
    for name, weight in weights.items():
        sums[{"people": _PEOPLE, "held": _HELD}[name]] = weight
    return sums, sorted(range(_COUNT), key=lambda at: -abs(sums[at]))


def test_reasons_name_the_strongest_first_for_and_against() -> None:
    sums, strongest = _sums(people=-1.5, held=3.0)
    found = reasons_for(sums, strongest, only=False)
    assert [reason.weight for reason in found] == [3.0, -1.5]
    assert "beside it" in found[0].text
    assert "next candidate" in found[1].text


def test_weak_reasons_are_left_out() -> None:
    for weight, count in ((0.25, 1), (0.249, 0), (-0.25, 1)):
        sums, strongest = _sums(held=weight)
        assert len(reasons_for(sums, strongest, only=False)) == count


def test_four_reasons_are_enough() -> None:
    sums = [float(_COUNT - at) for at in range(_COUNT)]
    assert [reason.weight for reason in reasons_for(sums, list(range(_COUNT)), only=False)] == sums[:4]


def test_an_only_candidate_is_compared_with_nothing() -> None:
    sums, strongest = _sums(people=5.0, held=2.0)
    found = reasons_for(sums, strongest, only=True)
    assert "no other place" in found[0].text
    assert [reason.weight for reason in found] == [0.0, 2.0]  # that many live there says nothing where there is no other
    sums, strongest = _sums(held=-2.0)
    assert len(reasons_for(sums, strongest, only=True)) == 1


def test_every_feature_of_the_text_has_words() -> None:
    names = PASSES["beat"]
    spoken = sums_by_topic(names, np.eye(len(names), dtype="float32")).sum(axis=1)
    silent = {name for name, count in zip(names, spoken.tolist(), strict=True) if count == 0}
    assert silent <= {"names_region", "alone"}
    assert set(spoken.tolist()) <= {0.0, 1.0}


def _mentions(text: str, *names: str) -> list[Mention]:
    return [Mention(post_id="1", start=text.index(n), end=text.index(n) + len(n), text=n, confidence=1.0) for n in names]


def test_a_context_name_that_overlaps_an_asked_one_is_not_heard(gazetteer: Gazetteer) -> None:
    text = "Snow in New York City, Springfield, Illinois"
    post = Post(id="1", source="test", text=text)
    resolver = default_resolver(gazetteer)
    asked = _mentions(text, "New York City", "Springfield")
    alone = resolver.resolve([post], [asked])
    assert resolver.resolve([post], [asked], [_mentions(text, "York", "New York", "City")]) == alone
    assert resolver.resolve([post], [asked], [asked]) == alone
    helped = resolver.resolve([post], [asked], [_mentions(text, "Illinois")])[0][1]
    assert helped.place is not None
    assert helped.place.admin1 == "Illinois"


def test_a_context_name_that_touches_an_asked_one_is_heard(gazetteer: Gazetteer) -> None:
    text = "SpringfieldIllinois"
    post = Post(id="1", source="test", text=text)
    resolver = default_resolver(gazetteer)
    for asked, other in (("Springfield", "Illinois"), ("Illinois", "Springfield")):
        alone = resolver.resolve([post], [_mentions(text, asked)])
        assert resolver.resolve([post], [_mentions(text, asked)], [_mentions(text, other)]) != alone


def test_a_mention_asked_twice_is_answered_twice(gazetteer: Gazetteer) -> None:
    text = "Rain in Paris."
    (paris,) = _mentions(text, "Paris")
    ((one, other),) = default_resolver(gazetteer).resolve([Post(id="1", source="test", text=text)], [[paris, paris]])
    assert one == other


def test_posts_with_and_without_names_keep_their_places(gazetteer: Gazetteer) -> None:
    texts = ["Nothing.", "Rain in Paris.", "", "in Qwxzvolgrad"]
    posts = [Post(id=str(at), source="test", text=text) for at, text in enumerate(texts)]
    names: list[list[Mention]] = [[], _mentions(texts[1], "Paris"), [], _mentions(texts[3], "Qwxzvolgrad")]
    found = default_resolver(gazetteer).resolve(posts, names)
    assert [len(group) for group in found] == [0, 1, 0, 1]
    assert found[1][0].place is not None
    assert found[3][0].place is None
    prior = default_resolver(gazetteer, beat=True)
    assert [len(group) for group in prior.agree(posts, names, found)] == [0, 1, 0, 1]


@pytest.mark.parametrize(("text", "name"), [("Mr Cape was there.", "Cape"), ("the Mount of 2019", "Mount")])
def test_no_place_is_named_where_none_is_likely(gazetteer: Gazetteer, text: str, name: str) -> None:
    (found,) = default_resolver(gazetteer).resolve([Post(id="1", source="test", text=text)], [_mentions(text, name)])[0]
    assert found.confidence is None or found.confidence >= LEAST_CONFIDENCE
    (explained,) = explain([found])
    assert [candidate.chosen for candidate in explained.candidates] == [
        found.place is not None and candidate.place.id == found.place.id for candidate in found.candidates
    ]
