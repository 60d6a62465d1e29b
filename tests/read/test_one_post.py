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
    return [item.id for item in deduplicate(posts).items if isinstance(item, Post)]


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


def test_one_title_and_minute_of_one_publisher_may_be_two_posts() -> None:
    assert kept(post("a"), post("b", "Other words.", origin="page")) == ["a", "b"]
    assert kept(post("a"), post("a", "Other words.")) == ["a", "a~2"]
    assert len(kept(post("a"), replace(post("b"), source="The Wire"))) == 1


def test_the_text_of_one_day_is_one_post_whatever_input_it_comes_from() -> None:
    assert len(kept(post("a"), post("b", minutes=600))) == 1
    assert len(kept(post("a"), post("b", minutes=15 * 60, origin="page"))) == 2
    late = 14 * 60 + 40
    assert len(kept(post("a", minutes=late), post("b", minutes=late + 40, origin="page"))) == 1
    short = "Air raid alert."
    assert kept(post("a", short), post("b", short), post("c", short, minutes=300)) == ["b", "c"]


def test_the_beginning_of_a_text_in_a_feed_is_that_text() -> None:
    whole = f"{WORDS} More."
    assert kept(post("a", WORDS), post("b", whole, minutes=60, origin="page")) == ["b"]
    assert kept(post("a", WORDS), post("b", whole, minutes=61, origin="page")) == ["a", "b"]
    assert kept(post("a", WORDS), post("b", whole)) == ["a", "b"]
    assert kept(post("a"), post("b", f"Then {WORDS}", origin="page")) == ["a", "b"]


def test_an_id_of_the_publisher_is_that_of_one_post() -> None:
    old, new = (replace(post("a", f"{words} {WORDS}"), is_keyed=True) for words in ("Old", "New"))
    assert len(kept(old, replace(new, origin="page"))) == 1
    assert len(kept(old, new)) == 1
    assert kept(old, replace(new, published_at=NINE + timedelta(hours=2))) == ["a", "a~2"]


def test_an_address_is_one_post_unless_several_posts_of_an_input_share_it() -> None:
    first, second = post("a", url="https://e.org/1"), post("b", "Other words.", url="https://www.e.org/1?utm_source=x", origin="page")
    assert len(kept(first, second)) == 1
    assert len(kept(first, replace(second, title="A source of both"))) == 2
    assert kept(first, second, post("c", "Third.", url="https://e.org/1", origin="page")) == ["a", "b", "c"]


def test_what_is_merged_is_named() -> None:
    first, same = post("a", origin="table"), post("b", minutes=20, origin="feed")
    linked = [post("c", "One.", title="T", url="https://e.org/1"), post("d", "Two.", title="T", url="https://e.org/1", origin="page")]
    merged = deduplicate([first, same, *linked]).merged
    assert [(one.kept_id, one.alike, one.origin, one.title) for one in merged] == [
        ("b", "text", "table", "Water rises"),
        ("d", "link", "feed", "T"),
    ]


def test_many_reports_of_one_title_and_minute_stay() -> None:
    rows = [post(f"r{number}", f"Report {number % 185} of the day: houses of the town were hit, nobody was hurt.") for number in range(282)]
    found = deduplicate(rows)
    assert (len(found.items), len(found.merged), {one.alike for one in found.merged}) == (185, 97, {"text"})


def test_without_a_time_the_same_words_of_another_input_are_one_post() -> None:
    assert len(kept(post("a"), post("b", minutes=None, origin="page"))) == 1
    assert len(kept(post("a", minutes=None), post("b", minutes=None))) == 1
    short = "Air raid alert."
    assert kept(post("a", short), post("b", short, title="Alert", minutes=None, origin="page")) == ["a", "b"]


def test_the_post_with_an_address_and_more_words_is_kept_where_the_first_stood() -> None:
    problem = Problem(origin="feed", text="x")
    found = deduplicate([post("a"), problem, post("b", url="https://e.org/1"), post("c", minutes=15 * 60)]).items
    assert [getattr(item, "id", None) for item in found] == ["b", None, "c"]
    assert kept(post("a", WORDS), post("b", f"{WORDS} More.", origin="page")) == ["b"]
    assert kept(post("a", url="https://e.org/1"), post("b", f"{WORDS} More.", origin="page")) == ["a"]


def test_what_only_the_other_states_is_kept_too() -> None:
    timed, signed = post("a"), replace(post("b", minutes=None, url="https://e.org/1", origin="page"), author=None)
    (merged,) = deduplicate([replace(timed, author="Ann Reed"), signed]).items
    assert isinstance(merged, Post)
    assert (merged.id, merged.published_at, merged.author, merged.url) == ("b", NINE, "Ann Reed", "https://e.org/1")
    (own,) = deduplicate([replace(post("a"), author="Ann Reed"), replace(post("b", url="https://e.org/1"), author="Ben Lee")]).items
    assert isinstance(own, Post)
    assert own.author == "Ben Lee"


def test_ids_that_are_taken_get_a_number() -> None:
    apart = [post("a", f"Part {number}. {WORDS}", title=f"Part {number}", minutes=number * 90) for number in range(3)]
    assert [item.id for item in with_unique_ids(apart) if isinstance(item, Post)] == ["a", "a~2", "a~3"]
    taken = [replace(apart[0], id="a~2"), apart[1], apart[2]]
    assert [item.id for item in with_unique_ids(taken) if isinstance(item, Post)] == ["a~2", "a", "a~3"]
