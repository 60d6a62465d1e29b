"""The steps from posts to tellings: posts alone, pages together, and independent of order and of how pages are divided over calls."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest

from geomap.events import RuleExtractor
from geomap.model import Event, Post
from tests.events.conftest import NOON, make_post, resolve

BARE_TOLL = "Four people have died in Lyman, a doctor said."
PAGES = {
    "quake": (
        (0, "A powerful earthquake struck Turkey on Monday, destroying houses in Nurdagi."),
        (20, "At least 280 people have died in Antakya, the mayor said."),
        (44, "Rescuers pulled a boy from the rubble in Nurdagi. Four people were killed in Antakya."),
    ),
    "war": (
        (1, "# Shells hit Lyman\nShells hit Lyman today. Three people were killed."),
        (3, BARE_TOLL),
        (5, "A drone hit a house in Sumy overnight. It wounded a woman there."),
        (5, "Росіяни обстріляли Lyman у середу, загинули двоє людей."),
        (7, "Войска вошли в Izium в среду. Погибли трое мирных жителей."),
    ),
    "talks": ((2, "Ministers met in Warsaw on Monday."), (4, "Two people have died in Kherson, the mayor said.")),
    "empty": ((6, "Nothing else was said."),),
}
LANGUAGES = {"Рос": "uk", "Вой": "ru"}


def corpus() -> list[Post]:
    return [
        make_post(
            text,
            id=f"{page}-{number}",
            published=NOON + timedelta(hours=hour),
            language=LANGUAGES.get(text[:3], "en"),
            page=page,
        )
        for page, rows in PAGES.items()
        for number, (hour, text) in enumerate(rows)
    ]


def settled(posts: Sequence[Post]) -> dict[str, tuple[Event, ...]]:
    extractor = RuleExtractor()
    tellings = extractor.settle(posts, extractor.extract(posts, [resolve(post) for post in posts]))
    return dict(zip((post.id for post in posts), tellings, strict=True))


def in_chunks(posts: Iterable[Post], pages: Sequence[Sequence[str]]) -> dict[str, tuple[Event, ...]]:
    kept = list(posts)
    return {id_: told for chunk in pages for id_, told in settled([post for post in kept if post.page in chunk]).items()}


def test_pages_tell_the_same_in_any_order_and_in_any_chunks() -> None:
    posts = corpus()
    expected = settled(posts)
    assert sum(map(len, expected.values())) >= 8
    names = sorted(PAGES)
    for seed in range(6):
        dice = random.Random(seed)  # noqa: S311 - a test's order
        shuffled = dice.sample(posts, len(posts))
        assert settled(shuffled) == expected
        order = dice.sample(names, len(names))
        cut = dice.randint(1, len(order) - 1)
        assert in_chunks(shuffled, [order[:cut], order[cut:]]) == expected
    assert in_chunks(posts, [[name] for name in names]) == expected


def test_posts_read_one_at_a_time_settle_as_those_read_together() -> None:
    posts = corpus()
    extractor = RuleExtractor()
    alone = [extractor.extract([post], [resolve(post)])[0] for post in reversed(posts)]
    expected = settled(posts)
    assert extractor.settle(posts, alone[::-1]) == list(expected.values())


def test_settling_leaves_what_was_extracted_as_it_is() -> None:
    posts = corpus()
    extractor = RuleExtractor()
    extracted = extractor.extract(posts, [resolve(post) for post in posts])
    assert extractor.settle(posts, extracted) == extractor.settle(posts, extracted)


def test_links_do_not_depend_on_the_order_of_posts() -> None:
    posts = corpus()
    extractor = RuleExtractor()
    expected = dict(zip((post.id for post in posts), extractor.link(posts, list(settled(posts).values())), strict=True))
    shuffled = random.Random(3).sample(posts, len(posts))  # noqa: S311 - a test's order
    linked = extractor.link(shuffled, list(settled(shuffled).values()))
    assert dict(zip((post.id for post in shuffled), linked, strict=True)) == expected
    assert expected["war-1"][0].id == expected["war-0"][0].id


def test_events_takes_the_first_three_steps() -> None:
    posts = corpus()
    extractor = RuleExtractor()
    assert extractor.events(posts, [resolve(post) for post in posts]) == extractor.link(posts, list(settled(posts).values()))


@pytest.mark.parametrize(("page", "kind"), [("war", "Shelling/artillery/missile attack"), ("elsewhere", "Attack")])
def test_a_bare_toll_is_put_down_to_what_its_own_page_tells(page: str, kind: str) -> None:
    war = make_post("Shells hit Sumy today.", id="war", page="war")
    toll = make_post(BARE_TOLL, id="toll", page=page)
    assert [event.sub_type for event in settled([war, toll])["toll"]] == [kind]


def test_a_disaster_dates_the_tolls_of_its_own_page_alone() -> None:
    quake = make_post(PAGES["quake"][0][1], id="quake", page="quake")
    day_later = NOON + timedelta(days=1)
    same, other = (make_post(PAGES["quake"][1][1], id=page, page=page, published=day_later) for page in ("quake", "other"))
    told = [settled([quake, post])[post.id][0] for post in (make_post(same.text, id="toll", page="quake", published=day_later), other)]
    days = [event.when.first_day for event in told if event.when is not None]
    assert [(day_later.date() - day).days for day in days] == [3, 0]


def test_posts_without_a_page_share_that_of_their_source() -> None:
    assert make_post("Shells hit Sumy today.").page_key == "page"
    assert make_post("Shells hit Sumy today.", page="one").page_key == "one"
