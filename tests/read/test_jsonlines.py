"""The contract of JSON Lines: one item out for each line in, offsets of the text as given."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.model import Post
from geomap.read import LinePost, LineProblem, OffsetMap, read_document
from geomap.read.inputs import make_document
from geomap.settings import ReadSettings
from tests.conftest import tries
from tests.read.conftest import Reading


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_text_is_as_given_and_the_title_stands_beside_it(reading: Reading) -> None:
    record = {
        "id": "a",
        "text": " Two\r\nlines\u00a0 ",
        "title": "T",
        "published_at": "2023-01-31T11:49:00-05:00",
        "url": "https://e.org/x",
        "lang": "EN-gb",
    }
    (post,) = reading(lines(record)).posts
    assert (post.text, post.title, post.url, post.language) == (" Two\r\nlines\u00a0 ", "T", "https://e.org/x", "en")
    assert post.published_at is not None
    assert post.published_at.isoformat() == "2023-01-31T16:49:00+00:00"
    assert post.parts == ()


def test_every_line_answers_in_order_and_nothing_is_merged(reading: Reading) -> None:
    same = {"id": "x", "text": "Shells fell."}
    text = lines(same, same, {"id": 7, "text": "y"}) + "{broken\n\n" + lines({"id": "z"}, {"text": "no id"}, same)
    items = reading(text).items
    assert [getattr(item, "given_id", "?") for item in items] == ["x", "x", 7, None, "z", None, "x"]
    assert [isinstance(item, LineProblem) for item in items] == [False, False, False, True, True, False, False]
    ids = [item.id for item in items if isinstance(item, Post)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "record",
    [
        [1],
        "text",
        {"id": [1], "text": "a"},
        {"id": 1, "text": None},
        {"id": 1, "text": "a", "published_at": "yesterday"},
        {"id": 1, "text": "a", "url": 5},
        {"id": 1, "text": "a", "lang": "!!"},
        {"id": 1, "text": "abc", "spans": [[0, 4]]},
        {"id": 1, "text": "abc", "spans": [[2, 1]]},
        {"id": 1, "text": "abc", "spans": [[True, 2]]},
        {"id": 1, "text": "abc", "spans": "0-2"},
    ],
)
def test_a_bad_line_is_a_problem_of_that_line(reading: Reading, record: object) -> None:
    items = reading(lines({"id": 0, "text": "a"}, record)).items
    assert isinstance(items[1], LineProblem)
    assert items[1].line == 2
    assert "line 2: " in items[1].text


def test_spans_are_kept_as_given_and_mapped_to_nfc(reading: Reading) -> None:
    given_text = "Cafe\u0301 in Odesa\u0301"
    (post,) = reading(lines({"id": 1, "text": given_text, "spans": [[9, 15]]})).posts
    assert isinstance(post, LinePost)
    assert post.given_spans == ((9, 15),)
    assert post.spans is not None
    ((start, end),) = post.spans
    assert post.text[start:end] == "Odesá"
    assert post.given_text == given_text


def test_deep_nesting_and_long_numbers_are_bad_lines(reading: Reading) -> None:
    text = lines({"id": 0, "text": "a"}) + '{"id":' + "[" * 100_000 + "\n" + '{"id":' + "9" * 5000 + "}\n"
    assert [isinstance(item, LineProblem) for item in reading(text).items] == [False, True, True]


def test_half_a_surrogate_pair_keeps_the_offsets(reading: Reading) -> None:
    (post,) = reading('{"id": 1, "text": "a\\ud800b Kyiv"}\n').posts
    assert post.text == "a\ufffdb Kyiv"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "text", "spans", "published_at", "lang", "title", "x"]), json_values, max_size=5),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None, max_examples=tries(60))
def test_one_item_for_each_line(records: list[dict[str, object]]) -> None:
    document = make_document(lines({"id": "first", "text": "a"}, *records).encode("utf-8", "surrogatepass"), "x")
    assert sum(isinstance(item, Post | LineProblem) for item in read_document(document, ReadSettings())) == len(records) + 1


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("e\u0301\u0308\u1100\u1161\u11a8и\u0306ї\u09c7\u09be"), max_size=40))
@settings(deadline=None, max_examples=tries(300))
def test_offsets_map_both_ways(text: str) -> None:
    offsets = OffsetMap(text)
    assert offsets.nfc == unicodedata.normalize("NFC", text)
    assert offsets.to_given(0, len(offsets.nfc)) == (0, len(text))
    for at in range(len(offsets.nfc)):
        start, end = offsets.to_given(at, at + 1)
        assert 0 <= start < end <= len(text)
        back = offsets.to_nfc(start, end)
        assert back[0] <= at < back[1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_first_line_longer_than_a_page_is_still_a_line(reading: Reading, count: int) -> None:
    record = {"id": "1", "marks": list(range(20_000)), "text": "Two people died in Kharkiv."}
    assert len(reading(lines(*[record] * count)).posts) == count


@pytest.mark.parametrize(
    "record",
    [
        {"_": "Message", "id": 7, "date": "2024-05-12T14:20:00+00:00", "message": "Two people died in Kharkiv."},
        {"id": 7, "body": "Two people died in Kharkiv.", "dateSent": 1715523600000},
        {"id_str": "7", "full_text": "Two people died in Kharkiv.", "created_at": "Sun May 12 14:20:00 +0000 2024"},
        {"id": 7, "text": "Two people died in Kharkiv.", "timestamp": "2024-05-12T14:20:00Z"},
        {"text": "", "message": "Two people died in Kharkiv.", "published_at": None, "createTime": 1715523600},
    ],
)
def test_texts_and_times_under_other_names(reading: Reading, record: dict[str, object]) -> None:
    for post in reading(lines(record, record), name="a.jsonl").posts:
        assert post.text == "Two people died in Kharkiv."
        assert post.published_at == datetime(2024, 5, 12, 14, 20, tzinfo=UTC)
