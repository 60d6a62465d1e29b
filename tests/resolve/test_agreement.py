"""One name, one place on one page; towns and regions stay apart, and so do texts that share no page."""

from __future__ import annotations

from dataclasses import replace

from gazetteer import Candidate, MatchMethod, Place, PlaceKind, PlaceName
from geomap.model import Mention, Post, Resolution
from geomap.resolve.agreement import agree_within_pages


def place(key: str, kind: PlaceKind = PlaceKind.SETTLEMENT) -> Place:
    return Place(id=f"test:{key}", name="Ivanivka", kind=kind, lat=48.0, lon=38.0, radius_m=1000, country="UA")


HERE, THERE, REGION = place("here"), place("there"), place("region", PlaceKind.REGION)


def found(which: Place, confidence: float, *, is_stated: bool = False) -> tuple[Resolution, ...]:
    mention = Mention(post_id="p", start=0, end=8, text="Ivanivka", confidence=0.9)
    candidates = tuple(Candidate(place=p, name=PlaceName(text="Ivanivka"), method=MatchMethod.EXACT) for p in (HERE, THERE, REGION))
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
