from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, PlaceKind
from gazetteer.build import build_index
from gazetteer.sphere import haversine_km
from tests.conftest import tries
from tests.gazetteer.conftest import Rows, make_place

_POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(st.lists(_POINTS, min_size=1, max_size=40))
@settings(deadline=None, max_examples=tries(60))
def test_nearest_agrees_with_looking_at_all(arvenia: Gazetteer, points: list[tuple[float, float]]) -> None:
    lats, lons = np.array(points).T
    _, distances = arvenia.nearest(lats, lons)
    columns = arvenia.index.columns
    for lat, lon, distance in zip(lats, lons, distances, strict=True):
        assert distance == pytest.approx(np.nanmin(haversine_km(lat, lon, columns.lat, columns.lon)), abs=0.01)


@given(_POINTS, st.floats(0, 20_100))
@settings(deadline=None, max_examples=tries(60))
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


def test_many_points_at_once_agree_with_looking_at_all(tmp_path: Path) -> None:
    draw = np.random.default_rng(3)
    centres = np.stack([draw.uniform(-88, 88, 40), draw.uniform(-180, 180, 40)])
    spots = (np.repeat(centres, 30, axis=1) + draw.normal(0, 0.3, (2, 1200))).T
    rows = [make_place(f"t:{at}", f"Spot {at}", float(lat), float((lon + 180) % 360 - 180)) for at, (lat, lon) in enumerate(spots)]
    gazetteer = Gazetteer.open(build_index([Rows(rows)], tmp_path / "index", edition="1"))
    near = (spots[::3] + draw.normal(0, 0.2, (400, 2))).T
    lats = np.clip(np.concatenate([near[0], draw.uniform(-90, 90, 200), [90, -90]]), -90, 90)
    lons = np.concatenate([(near[1] + 180) % 360 - 180, draw.uniform(-180, 180, 200), [0, 0]])
    _, distances = gazetteer.nearest(lats, lons)
    columns = gazetteer.index.columns
    for lat, lon, distance in zip(lats, lons, distances, strict=True):
        assert distance == pytest.approx(haversine_km(lat, lon, columns.lat, columns.lon).min(), abs=0.01)


def test_settlements_around_points_come_nearest_and_largest_first(tmp_path: Path) -> None:
    rows = [
        make_place("t:here", "Here", 10.05, 20.05, population=100),
        make_place("t:beside", "Beside", 10.06, 20.06, population=900),
        make_place("t:village", "Village", 10.65, 20.05, population=500),
        make_place("t:town", "Town", 10.65, 20.06, population=5_000),
        make_place("t:far", "Far", 11.5, 20.05, population=900_000),
        make_place("t:lake", "Lake", 10.05, 20.05, kind=PlaceKind.WATER),
    ]
    gazetteer = Gazetteer.open(build_index([Rows(rows)], tmp_path / "index", edition="1"))
    found = [gazetteer.place_at(row).id for row in gazetteer.around([10.05], [20.05], limit=10)]
    assert found == ["t:beside", "t:here", "t:town"]
    assert len(gazetteer.around([10.05, 10.65], [20.05, 20.05], limit=2)) == 2
    assert gazetteer.is_exact(gazetteer.around([10.05], [20.05], limit=1)[0])
    assert len(gazetteer.around([], [], limit=5)) == 0
