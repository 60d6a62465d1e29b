"""What the gate is told of a place: features of the post, the sentence and the place, windows of words, and nearness to kinds."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from geomap.events.gate.decide import SURE_KIND, named_kind
from geomap.events.gate.features import away, joined, place_features, post_features, sentence_features, step
from geomap.events.gate.kinds import OF_KIND, eventful, kind_features, kind_names
from geomap.events.gate.vectors import NOTHING, WordVectors, checksum
from geomap.events.gate.view import PostView
from geomap.events.gate.windows import PostWindows, mean, norm, own_windows, rows_of
from geomap.events.gated import GatedExtractor
from tests.events.conftest import make_post, resolve

SHELLING = "Shelling/artillery/missile attack"
TEXT = "# Storm nears Odesa\nShells hit Kharkiv on Monday, wounding two people.\nKyiv officials said so in 2024."


def seen(text: str = TEXT, published: datetime | None = datetime(2024, 3, 13, tzinfo=UTC)) -> PostView:
    post = make_post(text, published=published)
    view = GatedExtractor().view(post, resolve(post))
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("number", "name"), [(0, "0"), (0.5, "1"), (1, "1"), (2, "2"), (3, "5"), (5, "5"), (6, "10"), (10, "10"), (11, "more")]
)
def test_small_numbers_are_told_apart(number: float, name: str) -> None:
    assert step(number) == name


@pytest.mark.parametrize(("one", "other", "tokens"), [((2, 4), (5, 6), 1), ((5, 6), (2, 4), 1), ((2, 4), (4, 5), 0), ((2, 4), (3, 5), 0)])
def test_tokens_between_two_stretches(one: tuple[int, int], other: tuple[int, int], tokens: int) -> None:
    assert away(*one, *other) == tokens


def test_levels_are_joined_without_what_is_zero() -> None:
    assert joined({"a": 1.0, "b": 0.0}, {"c": 0.5}) == {"a": 1.0, "c": 0.5}


def test_a_post() -> None:
    assert post_features(seen()) == {
        "post sentences 5": 1.0,
        "post places 5": 1.0,
        "post drafts 1": 1.0,
        f"post tells {SHELLING}": 1.0,
        "post tells harm": 1.0,
    }


def test_a_sentence() -> None:
    view = seen()
    told = sentence_features(view, 1, 0.4)
    expected = {
        "sentence number 1": 1.0,
        "sentence part paragraph": 1.0,
        "sentence names 1": 1.0,
        "sentence length 2": 1.0,
        "sentence language en": 1.0,
        "sentence eventful": 0.4,
        "sentence part paragraph uneventful": 1.0,
        "sentence counts": 1.0,
        "sentence times": 1.0,
        "sentence numbers": 1.0,
        "sentence quotes": 0.0,
        "sentence time weekday": 1.0,
        f"sentence tells {SHELLING}": 1.0,
        "sentence tells family explosive": 1.0,
        "sentence puts reported": 1.0,
        "sentence before names 1": 1.0,
        "sentence before counts": 0.0,
        "sentence after names 1": 1.0,
    }
    assert {name: told.get(name) for name in expected} == expected
    assert sentence_features(view, 1, 0.5)["sentence part paragraph uneventful"] == 0.0
    assert "no sentence before" not in told
    assert "sentence year of post" not in told
    assert sentence_features(view, 0, 0.4)["no sentence before"] == 1.0
    assert sentence_features(view, 2, 0.4)["no sentence after"] == 1.0


@pytest.mark.parametrize(("year", "own"), [(2024, 1.0), (2023, 0.0)])
def test_a_year_is_that_of_the_post_or_another(year: int, own: float) -> None:
    told = sentence_features(seen(published=datetime(year, 3, 13, tzinfo=UTC)), 2, 0.4)
    assert (told["sentence year of post"], told["sentence other year"]) == (own, 1.0 - own)


def test_what_the_headline_tells_is_told_of_the_sentences_below_it() -> None:
    view = seen("# Shells hit Odesa\nKharkiv is calm.")
    assert f"headline tells {SHELLING}" not in sentence_features(view, 0, 0.4)
    below = sentence_features(view, 1, 0.4)
    assert below[f"headline tells {SHELLING}"] == 1.0
    assert below["sentence before tells family explosive"] == 1.0
    assert sentence_features(view, 0, 0.4)["sentence after counts"] == 0.0


def test_a_place() -> None:
    told = place_features(seen(), 1)
    expected = {
        "kind settlement": 1.0,
        "role literal": 1.0,
        "literal": 1.0,
        "place confidence": 0.9,
        "mention confidence": 0.9,
        "holds a place of the post": 0.0,
        "lies in a place of the post": 0.0,
        "first mention": 1.0,
        "named 1": 1.0,
        "named most": 1.0,
        "only place": 0.0,
        "order 0": 1.0,
        "last name": 1.0,
        "tokens before 2": 1.0,
        "tokens after 10": 1.0,
        "colon before": 0.0,
        "colon after": 0.0,
        "-3 is edge": 1.0,
        "1 is at": 1.0,
        "3 is ,": 1.0,
        "count away 5": 1.0,
        "time away 1": 1.0,
        "attached object": 1.0,
        "relation none": 1.0,
        "can be a site": 1.0,
        "described": 0.0,
        "rules find a trigger": 1.0,
        f"rules find {SHELLING}": 1.0,
        "rules find weight": 1.0,
        "rules find reported": 1.0,
        "nearest away 0": 1.0,
        "nearest stands before": 1.0,
        "nearest is reported": 1.0,
        "rules tell an event": 1.0,
        "rules tell it otherwise": 0.0,
        f"rules tell {SHELLING}": 1.0,
        "rules tell an event of the place": 1.0,
        "rules tell in sentence 1": 1.0,
    }
    assert {name: told.get(name) for name in expected} == expected
    assert "country among names 1" not in told


def test_places_that_hold_each_other_and_are_named_again() -> None:
    view = seen("Ukraine: shells hit Lyman in Donetsk region.\nLyman burned; two died in Lyman.\nThey denied that shells hit Sumy.")
    country, town, region, again, last, sumy = (place_features(view, at) for at in range(6))
    assert country["holds a place of the sentence"] == region["holds a place of the sentence"] == 1.0
    assert town["lies in a place of the sentence"] == 1.0
    assert (again["lies in a place of the sentence"], again["lies in a place of the post"]) == (0.0, 1.0)
    assert (town["first mention"], again["first mention"]) == (1.0, 0.0)
    assert (town["named 5"], town["named most"], region["named most"]) == (1.0, 1.0, 0.0)
    assert country["country among names 5"] == 1.0
    assert (country["colon after"], country["colon before"], town["colon before"]) == (1.0, 0.0, 1.0)
    assert (town["order 1"], town["last name"], region["last name"]) == (1.0, 0.0, 1.0)
    assert (again["order 0"], last["order 1"]) == (1.0, 1.0)
    assert (sumy["rules tell an event"], sumy["rules tell it otherwise"]) == (0.0, 1.0)
    assert place_features(seen("Kharkiv is calm."), 0)["only place"] == 1.0


def vectors() -> WordVectors:
    """Four words at right angles; the last says nothing."""
    known = {"shells": 0, "hit": 1, "again": 2, "the": 3}
    weights = np.array([255, 255, 51, 0], np.uint8)
    return WordVectors(
        127 * np.eye(4, dtype=np.int8), weights, {checksum(word): row for word, row in known.items()}, {checksum("shell"): 0}
    )


def test_a_form_that_is_not_known_takes_the_row_of_its_beginning() -> None:
    known = vectors()
    assert [known.row(word) for word in ("shells", "shelling", "shell", "shelf", "hits")] == [0, 0, NOTHING, NOTHING, NOTHING]
    assert [known.weight(row) for row in range(4)] == [1.0, 1.0, 0.2, 0.0]
    assert (known.size, known.vectors(np.array([1], np.intp)).tolist()) == (4, [[0.0, 1.0, 0.0, 0.0]])


def test_windows_around_a_place() -> None:
    view, known = seen("Again the shells hit Kharkiv, 5 shells. The shells hit."), vectors()
    one = view.places[0]
    sentence = view.readings[0].sentence
    rows = rows_of(sentence, known)
    assert list(rows.rows) == [2, 3, 0, 1, NOTHING, NOTHING, NOTHING, 0, NOTHING]
    assert rows.all == [(2, 0.2), (3, 0.0), (0, 1.0), (1, 1.0), (0, 1.0)]
    left, right, before, after, segment = own_windows(sentence, one, rows)
    assert left == [(2, pytest.approx(0.2 * math.exp(-3 / 4))), (3, 0.0), (0, pytest.approx(math.exp(-1 / 4))), (1, 1.0)]
    assert right == [(0, pytest.approx(math.exp(-2 / 4)))]
    assert before == [(0, 1.0), (1, 1.0)]
    assert after == []
    assert segment == [(2, 0.2), (3, 0.0), (0, 1.0), (1, 1.0), (0, 1.0)]
    windows = PostWindows(view, known)
    of_sentence, _, headline, above, below = windows.shared(0)
    assert of_sentence.tolist() == pytest.approx([2 / norm(3.2), 1 / norm(3.2), 0.2 / norm(3.2), 0.0])
    assert (headline.tolist(), above.tolist()) == ([0.0] * 4, [0.0] * 4)
    assert below.tolist() == pytest.approx([1 / norm(2), 1 / norm(2), 0.0, 0.0])
    _, of_post, headline, above, below = windows.shared(1)
    assert of_post.tolist() == pytest.approx([3 / norm(5.2), 2 / norm(5.2), 0.2 / norm(5.2), 0.0])
    assert headline.tolist() == above.tolist() == of_sentence.tolist()
    assert below.tolist() == [0.0] * 4


def test_windows_reach_ten_tokens_and_a_segment_to_its_marks() -> None:
    view, known = seen(f"Shells; {'shells ' * 11}Kharkiv {'shells ' * 11}; shells."), vectors()
    rows = rows_of(view.readings[0].sentence, known)
    left, right, _, _, segment = own_windows(view.readings[0].sentence, view.places[0], rows)
    assert (len(left), len(right), len(segment)) == (10, 10, 22)
    long = seen(f"{'shells ' * 30}Kharkiv {'shells ' * 30}.")
    *_, segment = own_windows(long.readings[0].sentence, long.places[0], rows_of(long.readings[0].sentence, known))
    assert len(segment) == 50


def test_a_weighted_sum_is_divided_by_less_than_its_weight() -> None:
    assert (norm(0.0), norm(1.0), norm(4.0)) == (1.0, 1.0, pytest.approx(4**0.7))
    assert mean([], vectors()).tolist() == [0.0] * 4
    assert mean([(0, 4.0)], vectors()).tolist() == pytest.approx([4 / 4**0.7, 0.0, 0.0, 0.0])


def columns(told: np.ndarray, kind: str) -> dict[str, float]:
    return dict(zip(OF_KIND, told[kind_names().index(kind)].tolist(), strict=True))


def test_how_near_words_and_triggers_are_to_each_kind() -> None:
    view = seen()
    near = [np.zeros((len(reading.sentence.tokens), len(kind_names())), np.float32) for reading in view.readings]
    flood = kind_names().index("Flood")
    near[0][1, flood] = 0.5
    near[1][6, flood] = 0.8  # three tokens after Kharkiv
    near[1][9, flood] = 0.4
    near[2][0, flood] = 0.9
    told = kind_features(view, view.places[1], near)
    words = columns(told, "Flood")
    assert words == {
        **dict.fromkeys(OF_KIND, 0.0),
        "nearest word": pytest.approx(0.8),
        "nearest word, faded": pytest.approx(0.8 * math.exp(-3 / 6)),
        "best words": pytest.approx(1.2 / 3),
        "nearest word of the post": pytest.approx(0.9),
        "nearest word of the headline": pytest.approx(0.5),
        "nearest close word": pytest.approx(0.8),
        "nearest word of the sentence before": pytest.approx(0.5),
        "nearest word of the sentence after": pytest.approx(0.9),
    }
    rules = columns(told, SHELLING)
    assert rules == {
        **dict.fromkeys(OF_KIND, 0.0),
        **dict.fromkeys(
            ("trigger", "trigger, faded", "trigger that holds", "trigger of the place", "draft of the place", "trigger of the post"), 1.0
        ),
    }
    above = columns(kind_features(view, view.places[0], near), SHELLING)
    assert {name for name, value in above.items() if value} == {
        "draft of another place",
        "trigger of the post",
        "trigger of the sentence after",
    }
    assert columns(kind_features(view, view.places[2], near), SHELLING)["trigger of the sentence before"] == 1.0


@pytest.mark.parametrize(("token", "close"), [(11, 0.7), (12, 0.0)])
def test_close_words_are_within_eight_tokens(token: int, close: float) -> None:
    view = seen(f"Kharkiv is in trouble {'now ' * 20}.")
    near = [np.zeros((len(view.readings[0].sentence.tokens), len(kind_names())), np.float32)]
    near[0][token - 2, 0] = 0.7
    assert kind_features(view, view.places[0], near)[0, OF_KIND.index("nearest close word")] == pytest.approx(close)


def test_the_most_eventful_word_counts() -> None:
    assert eventful(np.zeros((0, 3), np.float32)) == 0.0
    assert eventful(np.array([[0.1, 0.7], [0.2, 0.0]], np.float32)) == pytest.approx(0.7)


def test_a_group_is_named_where_none_of_its_kinds_is_sure() -> None:
    assert named_kind({"Flood": SURE_KIND, "Earthquake": 0.2}).sub_type == "Flood"
    assert named_kind({"Flood": SURE_KIND - 0.01, "Earthquake": 0.2}).sub_type == "natural disaster"
    assert named_kind({SHELLING: 0.1}).sub_type == SHELLING
