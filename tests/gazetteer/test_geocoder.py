from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
import shapely
from geopandas.tools import geocode, reverse_geocode
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.point import Point

from gazetteer import Gazetteer, PlaceKind
from gazetteer.geocoder import LocalGeocoder


@pytest.fixture(scope="module")
def geocoder(arvenia: Gazetteer) -> LocalGeocoder:
    return LocalGeocoder(arvenia)


def test_geocode_gives_one_location_with_what_is_known(geocoder: LocalGeocoder) -> None:
    location = geocoder.geocode("Ivanivka, Luzhany district")
    assert (location.latitude, location.longitude) == (1.5, 11.6)
    assert location.address == "Ivanivka, Luzhany, Belgor Oblast, XA"
    assert location.raw["id"] == "t:3"
    assert location.raw["method"] == "exact"


def test_geocode_gives_all_when_asked(geocoder: LocalGeocoder) -> None:
    assert [location.raw["id"] for location in geocoder.geocode("Ivanivka", exactly_one=False)] == ["t:4", "t:2", "t:3"]
    assert len(geocoder.geocode("Ivanivka", exactly_one=False, limit=2)) == 2


def test_nothing_found_is_none(geocoder: LocalGeocoder) -> None:
    assert geocoder.geocode("Nowhereville") is None
    assert geocoder.geocode("", exactly_one=False) is None
    assert geocoder.reverse((-80, 0)) is None


def test_geocode_can_be_narrowed(geocoder: LocalGeocoder, arvenia: Gazetteer) -> None:
    assert geocoder.geocode("Belgor", kinds={PlaceKind.REGION}).raw["id"] == "t:01"
    assert geocoder.geocode("Ivanivka", within="Tolmin").raw["id"] == "t:4"
    assert LocalGeocoder(arvenia, country="FR").geocode("Belgor") is None


@pytest.mark.parametrize("query", [(1.09, 11.09), "1.09, 11.09", Point(1.09, 11.09)])
def test_reverse_gives_the_nearest_settlement(geocoder: LocalGeocoder, query: object) -> None:
    location = geocoder.reverse(query)  # type: ignore[arg-type]
    assert location.raw["id"] == "t:2"
    assert location.raw["distance_km"] == pytest.approx(1.57, abs=0.01)


def test_reverse_gives_all_near_ones_when_asked(geocoder: LocalGeocoder) -> None:
    assert [location.raw["id"] for location in geocoder.reverse((1.04, 11.04), exactly_one=False, radius_km=20)][:2] == ["t:1", "t:2"]


def test_wrong_queries_raise_geopy_errors(geocoder: LocalGeocoder, tmp_path: Path) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(5)  # type: ignore[arg-type]
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse("somewhere")
    with pytest.raises(ConfigurationError):
        LocalGeocoder(tmp_path)


def test_geopandas_takes_it_as_provider(arvenia: Gazetteer) -> None:
    found = geocode(["Belgor", "Nowhereville"], provider=LocalGeocoder, gazetteer=arvenia)
    assert list(found.columns) == ["geometry", "address"]
    assert found.geometry.iloc[0].coords[0] == (11.0, 1.0)
    assert found.geometry.iloc[1] is None or found.geometry.iloc[1].is_empty
    back = reverse_geocode([shapely.Point(11.0, 1.0)], provider=LocalGeocoder, gazetteer=arvenia)
    assert back.address.iloc[0].startswith("Belgor")


def ids_of(gazetteer: Gazetteer, geocoder: LocalGeocoder, query: str) -> tuple[str, str]:
    return gazetteer.lookup(query)[0].place.id, geocoder.geocode(query).raw["id"]


def test_gazetteer_and_geocoder_are_pickled_by_path(arvenia_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(arvenia_folder.parent)
    gazetteer = Gazetteer.open(Path(arvenia_folder.name))
    pickled = pickle.dumps((gazetteer, LocalGeocoder(gazetteer, country="XA", timeout=3)))
    assert len(pickled) < 2_000
    monkeypatch.chdir(tmp_path)
    again, geocoder = pickle.loads(pickled)  # noqa: S301 -- our own bytes
    assert again.place("t:3") == gazetteer.place("t:3")
    assert geocoder.geocode("Ivanivka").raw["id"] == "t:4"
    assert geocoder.timeout == 3


def test_another_process_opens_the_same_gazetteer(arvenia: Gazetteer) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(ids_of, arvenia, LocalGeocoder(arvenia), "Belgor").result() == ("t:1", "t:1")
