"""`geomap.run`: the same job from Python."""

from __future__ import annotations

from pathlib import Path

import pytest

import geomap
from gazetteer import Gazetteer
from geomap.errors import InputError
from geomap.export.features import COLUMNS

pytestmark = pytest.mark.usefixtures("encoder_memory")

PAGE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"


@pytest.fixture(scope="module")
def result(gazetteer: Gazetteer) -> geomap.Result:
    return geomap.run(PAGE, gazetteer=gazetteer)


def test_without_a_folder_nothing_is_written(result: geomap.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert result.files == ()
    assert not list(tmp_path.iterdir())
    assert len(result.posts) == 9
    assert result.events


def test_every_event_traces_to_its_words(result: geomap.Result) -> None:
    posts = {post.id: post for post in result.posts}
    for event in result.events:
        for evidence in event.evidence:
            assert posts[evidence.post_id].text[evidence.start : evidence.end] == evidence.quote


def test_a_geodataframe_has_the_columns_of_the_files_and_their_types(result: geomap.Result) -> None:
    frame = result.to_geodataframe()
    assert len(frame) == len(result.events)
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert frame.crs == "EPSG:4326"
    assert str(frame["start_time"].dtype).startswith("datetime64")
    assert str(frame["start_time"].dt.tz) == "UTC"
    assert str(frame["fatalities"].dtype) == "Int64"


def test_the_map_shows_itself_in_a_notebook(result: geomap.Result) -> None:
    shown = result.map._repr_html_()
    assert "<iframe" in shown


def test_a_missing_input_is_an_error_of_ours(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        geomap.run(tmp_path / "nowhere.txt", gazetteer=gazetteer)


def test_places_and_regions_have_their_names_in_ukrainian(result: geomap.Result) -> None:
    names = result.analysis.names["uk"]
    regions = {region.name: names.get(region.id) for region in result.analysis.regions}
    assert regions["Kharkiv Oblast"] == "Харківська область"
    assert all(text for text in names.values())


def test_the_map_has_the_language_and_the_additions_that_were_asked_for(gazetteer: Gazetteer) -> None:
    from geomap.render import PageExtras  # noqa: PLC0415 - folium is loaded only where a map is drawn

    result = geomap.run(PAGE, gazetteer=gazetteer, language="uk", extras=PageExtras(public_url="https://news.example/map.html"))
    drawn = result.map.get_root().render()
    assert 'lang="uk"' in drawn
    assert "https://news.example/map.html" in drawn
