from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, PlaceKind
from gazetteer.sphere import haversine_km

_POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(st.lists(_POINTS, min_size=1, max_size=40))
@settings(deadline=None, max_examples=60)
def test_nearest_agrees_with_looking_at_all(arvenia: Gazetteer, points: list[tuple[float, float]]) -> None:
    lats, lons = np.array(points).T
    _, distances = arvenia.nearest(lats, lons)
    columns = arvenia.index.columns
    for lat, lon, distance in zip(lats, lons, distances, strict=True):
        assert distance == pytest.approx(np.nanmin(haversine_km(lat, lon, columns.lat, columns.lon)), abs=0.01)


@given(_POINTS, st.floats(0, 20_100))
@settings(deadline=None, max_examples=60)
def test_near_agrees_with_looking_at_all(arvenia: Gazetteer, point: tuple[float, float], radius_km: float) -> None:
    columns = arvenia.index.columns
    away = haversine_km(*point, columns.lat, columns.lon)
    found = arvenia.near(*point, radius_km=radius_km)
    assert len(found) == np.count_nonzero(away <= radius_km)
    assert [km for _, km in found] == sorted(km for _, km in found)


def test_near_reaches_across_the_antimeridian(arvenia: Gazetteer) -> None:
    assert [place.id for place, _ in arvenia.near(0.5, 179.95, radius_km=50)] == ["t:6", "t:7"]


def test_nearest_of_a_kind(arvenia: Gazetteer) -> None:
    rows, _ = arvenia.nearest([0.5], [179.95], kinds={PlaceKind.SETTLEMENT})
    assert arvenia.place_at(rows[0]).id == "t:7"
    rows, distances = arvenia.nearest([0.5], [179.95], kinds={PlaceKind.FACILITY})
    assert rows[0] == -1
    assert np.isinf(distances[0])
