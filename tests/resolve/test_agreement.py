"""One name, one place on one page; towns and regions stay apart, and so do texts that share no page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gazetteer import Candidate, MatchMethod, Place, PlaceKind, PlaceName
from geomap.model import Mention, Post, Resolution
from geomap.resolve.agreement import agree_within_pages


def place(key: str, kind: PlaceKind = PlaceKind.SETTLEMENT, country: str = "UA") -> Place:
    return Place(id=f"test:{key}", name="Ivanivka", kind=kind, lat=48.0, lon=38.0, radius_m=1000, country=country)


HERE, THERE, REGION = place("here"), place("there"), place("region", PlaceKind.REGION)
ABROAD, UNKNOWN = place("abroad", country="RU"), place("unknown")


def found(which: Place, confidence: float, *, is_stated: bool = False) -> tuple[Resolution, ...]:
    mention = Mention(post_id="p", start=0, end=8, text="Ivanivka", confidence=0.9)
    candidates = tuple(Candidate(place=p, name=PlaceName(text="Ivanivka"), method=MatchMethod.EXACT) for p in (HERE, THERE, REGION, ABROAD))
    return (Resolution(mention=mention, place=which, confidence=confidence, candidates=candidates, is_stated=is_stated),)


def ids(groups: list[tuple[Resolution, ...]]) -> list[str]:
    return [r.place.id for group in groups for r in group if r.place]


PAGE = (
    Post(id="1", source="s", text="Ivanivka", page_title="Live", origin="a.txt"),
    Post(id="2", source="s", text="Ivanivka", page_title="Live", origin="a.txt"),
)


def test_the_surest_post_speaks_for_the_page() -> None:
    agreed = agree_within_pages(PAGE, [found(HERE, 0.6), found(THERE, 0.97)])
    assert ids(agreed) == ["test:there", "test:there"]
    assert "another post" in agreed[0][0].reasons[0].text


def test_a_post_that_is_certain_keeps_its_own() -> None:
    assert ids(agree_within_pages(PAGE, [found(HERE, 0.98), found(THERE, 0.99)])) == ["test:here", "test:there"]


def test_a_post_that_says_the_region_speaks_before_one_that_is_surer() -> None:
    agreed = agree_within_pages(PAGE, [found(HERE, 0.99), found(THERE, 0.9, is_stated=True)])
    assert ids(agreed) == ["test:there", "test:there"]


def test_a_post_that_says_the_region_keeps_its_own() -> None:
    agreed = agree_within_pages(PAGE, [found(HERE, 0.6, is_stated=True), found(THERE, 0.97)])
    assert ids(agreed) == ["test:here", "test:there"]


def test_nobody_learns_from_one_who_is_not_sure() -> None:
    assert ids(agree_within_pages(PAGE, [found(HERE, 0.5), found(THERE, 0.7)])) == ["test:here", "test:there"]


def test_a_town_does_not_become_its_region() -> None:
    assert ids(agree_within_pages(PAGE, [found(HERE, 0.6), found(REGION, 0.97)])) == ["test:here", "test:region"]


def test_lines_of_a_corpus_share_no_page() -> None:
    lines = [replace(post, page_title=None) for post in PAGE]
    assert ids(agree_within_pages(lines, [found(HERE, 0.6), found(THERE, 0.97)])) == ["test:here", "test:there"]


@pytest.mark.parametrize(
    ("own", "other", "agreed"),
    [
        (0.979, 0.98, "test:there"),
        (0.5, 0.9, "test:there"),
        (0.98, 0.99, "test:here"),  # certain
        (0.5, 0.899, "test:here"),  # the other is not sure enough
        (0.9, 0.9, "test:here"),  # of equals the first
    ],
)
def test_how_sure_posts_must_be(own: float, other: float, agreed: str) -> None:
    assert ids(agree_within_pages(PAGE, [found(HERE, own), found(THERE, other)]))[0] == agreed


@pytest.mark.parametrize(("stated", "agreed"), [(0.8, "test:there"), (0.799, "test:here")])
def test_how_sure_a_post_must_be_that_states_the_region(stated: float, agreed: str) -> None:
    resolutions = [found(HERE, 0.99), found(THERE, stated, is_stated=True)]
    assert ids(agree_within_pages(PAGE, resolutions))[0] == agreed


def test_of_posts_that_state_a_region_the_surest_speaks() -> None:
    page = (*PAGE, replace(PAGE[0], id="3"))
    for resolutions in (
        [found(HERE, 0.5), found(THERE, 0.95, is_stated=True), found(HERE, 0.85, is_stated=True)],
        [found(HERE, 0.5), found(HERE, 0.85, is_stated=True), found(THERE, 0.95, is_stated=True)],
    ):
        assert ids(agree_within_pages(page, resolutions))[0] == "test:there"


def test_what_is_stated_of_another_country_says_nothing() -> None:
    assert ids(agree_within_pages(PAGE, [found(HERE, 0.985), found(ABROAD, 0.99, is_stated=True)]))[0] == "test:here"


def test_only_a_candidate_is_taken() -> None:
    assert ids(agree_within_pages(PAGE, [found(HERE, 0.6), found(UNKNOWN, 0.97)]))[0] == "test:here"


@pytest.mark.parametrize("change", [{"origin": "b.txt"}, {"page_title": "Other"}])
def test_posts_of_different_pages_do_not_agree(change: dict[str, str]) -> None:
    pages = (PAGE[0], replace(PAGE[1], **change))
    assert ids(agree_within_pages(pages, [found(HERE, 0.6), found(THERE, 0.97)])) == ["test:here", "test:there"]


def test_other_names_and_names_without_a_place_stay() -> None:
    other = replace(found(THERE, 0.97)[0], mention=Mention(post_id="p", start=0, end=4, text="Ivan", confidence=0.9))
    nothing = replace(found(HERE, 0.6)[0], place=None, confidence=None)
    resolutions = [(*found(HERE, 0.6), nothing), (other,)]
    assert agree_within_pages(PAGE, resolutions) == resolutions


def test_a_place_that_is_agreed_on_keeps_the_confidence_of_its_own_post() -> None:
    (agreed,), _ = agree_within_pages(PAGE, [found(HERE, 0.6), found(THERE, 0.97)])
    assert (agreed.confidence, agreed.is_stated, agreed.reasons[0].weight) == (0.6, False, 1.0)
    same = [found(THERE, 0.6), found(THERE, 0.97)]
    assert agree_within_pages(PAGE, same) == same
