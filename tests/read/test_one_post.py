"""When posts of several inputs are one, which of them is kept, and what is the same address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from geomap.model import Part, PartKind, Post, Problem
from geomap.read.deduplicate import canonical_address, deduplicate, with_unique_ids

NINE = datetime(2023, 6, 7, 9, 0, tzinfo=UTC)
WORDS = "Water rose in Oleshky overnight, and boats from Kherson came to take people from their roofs."


def post(  # noqa: PLR0913 - one for each field
    name: str = "a", body: str = WORDS, *, title: str = "Water rises", origin: str = "feed", minutes: int | None = 0, url: str | None = None
) -> Post:
    text = f"{title}\n\n{body}"
    parts = (Part(PartKind.HEADLINE, 0, len(title)), Part(PartKind.PARAGRAPH, len(title) + 2, len(text)))
    at = None if minutes is None else NINE + timedelta(minutes=minutes)
    return Post(id=name, source="The Paper", text=text, parts=parts, title=title, published_at=at, url=url, origin=origin)


def kept(*posts: Post) -> list[str]:
    return [item.id for item in deduplicate(posts) if isinstance(item, Post)]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.e.org/a/?utm_source=x&id=7",
        "http://e.org/a?id=7",
        "https://m.E.org/a?id=7&fbclid=1",
        "https://amp.e.org/a/amp?id=7&ref=home",
        " https://e.org/a.amp?id=7 ",
    ],
)
def test_scheme_campaigns_and_mobile_forms_do_not_part_addresses(address: str) -> None:
    assert canonical_address(address) == "e.org/a?id=7"


def test_paths_parameters_and_anchors_part_addresses() -> None:
    addresses = [
        "https://e.org/a",
        "https://e.org/b",
        "https://e.org/a?id=7",
        "https://e.org/a?id=",
        "https://e.org/a#p1",
        "https://f.org/a",
    ]
    assert len({canonical_address(address) for address in addresses}) == len(addresses)
    assert canonical_address("https://e.org/a?b=2&a=1") == canonical_address("https://e.org/a?a=1&b=2")
    assert canonical_address("https://[e.org/a") == "https://[e.org/a"


def test_one_title_and_minute_of_one_publisher_is_one_post() -> None:
    assert kept(post("a"), post("b", "Other words.", origin="page")) == ["a"]
    assert kept(post("a"), replace(post("b", "Other words."), source="The Wire")) == ["a", "b"]
    assert len(kept(post("a"), replace(post("b"), source="The Wire"))) == 1


def test_within_an_hour_the_same_opening_in_two_inputs_is_one_post() -> None:
    assert len(kept(post("a"), post("b", minutes=60, origin="page"))) == 1
    assert kept(post("a"), post("b", minutes=61, origin="page")) == ["a", "b"]
    assert kept(post("a"), post("b", minutes=30)) == ["a", "b"]
    assert kept(post("a"), post("b", f"Then {WORDS}", minutes=30, origin="page", url=None)) == ["a", "b"]


def test_without_a_time_the_same_words_of_another_input_are_one_post() -> None:
    assert len(kept(post("a"), post("b", minutes=None, origin="page"))) == 1
    assert len(kept(post("a", minutes=None), post("b", minutes=None))) == 1
    short = "Air raid alert."
    assert kept(post("a", short), post("b", short, title="Alert", minutes=None, origin="page")) == ["a", "b"]


def test_the_post_with_an_address_and_more_words_is_kept_where_the_first_stood() -> None:
    problem = Problem(origin="feed", text="x")
    found = deduplicate([post("a"), problem, post("b", url="https://e.org/1"), post("c", minutes=120)])
    assert [getattr(item, "id", None) for item in found] == ["b", None, "c"]
    assert kept(post("a", WORDS), post("b", f"{WORDS} More.")) == ["b"]
    assert kept(post("a", url="https://e.org/1"), post("b", f"{WORDS} More.")) == ["a"]


def test_what_only_the_other_states_is_kept_too() -> None:
    timed, signed = post("a"), replace(post("b", minutes=None, url="https://e.org/1", origin="page"), author=None)
    (merged,) = deduplicate([replace(timed, author="Ann Reed"), signed])
    assert isinstance(merged, Post)
    assert (merged.id, merged.published_at, merged.author, merged.url) == ("b", NINE, "Ann Reed", "https://e.org/1")
    (own,) = deduplicate([replace(post("a"), author="Ann Reed"), replace(post("b", url="https://e.org/1"), author="Ben Lee")])
    assert isinstance(own, Post)
    assert own.author == "Ben Lee"


def test_ids_that_are_taken_get_a_number() -> None:
    apart = [post("a", f"Part {number}. {WORDS}", title=f"Part {number}", minutes=number * 90) for number in range(3)]
    assert [item.id for item in with_unique_ids(apart) if isinstance(item, Post)] == ["a", "a~2", "a~3"]
    taken = [replace(apart[0], id="a~2"), apart[1], apart[2]]
    assert [item.id for item in with_unique_ids(taken) if isinstance(item, Post)] == ["a~2", "a", "a~3"]
