"""Rows and outlines come back as they were written."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.sources.base import SourcePlace
from gazetteer.sources.rows import decode_outline, decode_row, encode_outline, encode_row

words = st.text(alphabet="abc ДніPr'-", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
names = st.builds(PlaceName, text=words, language=st.sampled_from([None, "uk", "en"]), status=st.sampled_from(NameStatus))
codes = st.one_of(st.none(), st.text(alphabet="AB01", min_size=1, max_size=4))
places = st.builds(
    SourcePlace,
    id=st.just("geonames:1"),
    name=words,
    kind=st.sampled_from(PlaceKind),
    lat=st.one_of(st.none(), st.integers(-90_00000, 90_00000).map(lambda n: n / 100_000)),
    lon=st.one_of(st.none(), st.integers(-180_00000, 180_00000).map(lambda n: n / 100_000)),
    country=codes,
    source=st.just("geonames"),
    admin1_code=codes,
    admin2_code=codes,
    feature_code=codes,
    population=st.one_of(st.none(), st.integers(0, 10**8)),
    timezone=st.one_of(st.none(), st.just("Europe/Kyiv")),
    radius_m=st.one_of(st.none(), st.integers(0, 10**6).map(float)),
    names=st.lists(names, max_size=3).map(tuple),
    parents=st.lists(st.just("geonames:2"), max_size=2).map(tuple),
)


@settings(deadline=None)
@given(places)
def test_a_row_comes_back(place: SourcePlace) -> None:
    assert decode_row(encode_row(place)) == place


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_name_breaks_the_row(text: str) -> None:
    place = SourcePlace(
        id="a:1",
        name=text,
        kind=PlaceKind.AREA,
        lat=1.0,
        lon=2.0,
        country=None,
        source="a",
        names=(PlaceName(text="x|" + text, language="uk"),),
    )
    again = decode_row(encode_row(place))
    assert len(again.names) == 1
    assert again.lat == 1.0


@pytest.mark.parametrize("line", ["", "a\tb", "\t" * 14, "\t" * 20])
def test_a_wrong_line_is_refused(line: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        decode_row(line)


milli = st.integers(-170_000, 170_000)
boxes = st.tuples(milli, st.integers(-80_000, 80_000), st.integers(1, 900), st.integers(1, 900))


def _ring(box: tuple[int, int, int, int]) -> list[tuple[float, float]]:
    x, y, width, height = box
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return [(a / 1000, b / 1000) for a, b in corners]


@settings(deadline=None)
@given(st.lists(st.lists(boxes, min_size=1, max_size=3), min_size=1, max_size=4))
def test_an_outline_comes_back(shape: list[list[tuple[int, int, int, int]]]) -> None:
    polygons = [[_ring(box) for box in rings] for rings in shape]
    back = shapely.from_wkb(decode_outline(encode_outline(polygons)))
    assert back.geom_type == "MultiPolygon"
    for polygon, rings in zip(back.geoms, polygons, strict=True):
        for ring, expected in zip([polygon.exterior, *polygon.interiors], rings, strict=True):
            for (x, y), (lon, lat) in zip(ring.coords, expected, strict=True):
                assert math.isclose(x, lon, abs_tol=1e-9)
                assert math.isclose(y, lat, abs_tol=1e-9)
