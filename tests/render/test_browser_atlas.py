"""The atlas of a page: towns, villages, rivers and lakes around the events, drawn without a request."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

from geomap.model import Analysis, Town
from geomap.render import PageExtras, page_bytes
from geomap.render.atlas import atlas_block
from tests.render import factory
from tests.render.conftest import Open
from tests.render.test_browser_names import boxes, meet

MIDDLE = (49.2, 37.3)


def towns() -> tuple[Town, ...]:
    """A town, 200 villages on a grid too close for all their names, and one that is known roughly."""
    grid = [
        Town(name=f"Village {n}", names={"uk": f"Село {n}"}, lat=48.9 + n // 20 * 0.06, lon=36.8 + n % 20 * 0.05, population=40 + n)
        for n in range(200)
    ]
    return (
        Town(name="Big Town", names={}, lat=49.1, lon=37.1, population=90_000),
        Town(name="Somewhere", names={}, lat=49.31, lon=37.53, exact=False),
        *grid,
    )


def with_towns(towns_: tuple[Town, ...]) -> Analysis:
    event = factory.event(1, factory.where(factory.place("Izium", *MIDDLE)))
    return replace(factory.analysis((event,)), towns=towns_)


def test_the_atlas_is_left_out_on_request_and_where_there_are_no_towns() -> None:
    analysis = with_towns(towns())
    assert b'id="geomap-atlas"' in page_bytes(analysis)
    bare = page_bytes(analysis, extras=PageExtras(atlas=False))
    assert b'id="geomap-atlas"' not in bare
    assert b'"lake":[' not in bare
    assert b'id="geomap-atlas"' not in page_bytes(with_towns(()))


def test_thousands_of_towns_fit_their_budget() -> None:
    many = tuple(
        Town(name=f"Nova {n * 7919 % 4000:x}ivka", names={}, lat=47 + n * 0.7548776662 % 1, lon=36 + n * 0.569840291 % 1, population=n)
        for n in range(4000)
    )
    assert len(atlas_block(many, "en")) < 100_000


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_villages_have_names_where_there_is_room(open_page: Open, scheme: str) -> None:
    opened = open_page(with_towns(towns()), reduced_motion="reduce", color_scheme=scheme)
    named = {}
    for zoom in (7, 9, 10, 13):
        opened.page.evaluate(f"map_geomap.setView([{MIDDLE[0]}, {MIDDLE[1]}], {zoom}, {{ animate: false }})")
        names = [name for name in boxes(opened, ".gm-name") if re.match("Village|Big Town|Somewhere", name[0])]
        named[zoom] = {name[0] for name in names}
        assert not any(meet(one, other) for one, other in combinations(boxes(opened, ".gm-name"), 2))
    assert not named[7]
    assert named[9] == {"Big Town"}
    assert "Big Town" in named[10]
    assert len(named[10]) > 15
    assert named[13]
    assert not {name for name in named[13] if name == "Big Town"}  # outside the view
    assert not opened.requests


@pytest.mark.browser
def test_a_page_in_ukrainian_names_villages_in_ukrainian(open_page: Open) -> None:
    opened = open_page(with_towns(towns()), language="uk", reduced_motion="reduce")
    opened.page.evaluate(f"map_geomap.setView([{MIDDLE[0]}, {MIDDLE[1]}], 11, {{ animate: false }})")
    names = {name[0] for name in boxes(opened, ".gm-name")}
    assert any(name.startswith("Село") for name in names)
    assert not any(name.startswith("Village") for name in names)
