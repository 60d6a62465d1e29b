"""`--coarsen`: no file tells more than the grid."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geomap import Settings, run
from geomap.errors import SettingsError
from geomap.export import FORMATS
from geomap.privacy import FARTHEST, LEFT_OUT, snapped
from tests.cli.conftest import Done
from tests.conftest import tries

Geomap = Callable[..., Done]
PAGE = """11:49 a.m. ET, January 31, 2023

Shelling kills two in Vovchansk

Shelling killed two people in Vovchansk on Tuesday, the mayor of Vovchansk said.
Drones hit a farm 12 km east of Barvinkove overnight.
A man was wounded in shelling of Grombulak on Tuesday. Protesters rallied in Kharkiv region on Tuesday.
"""
NAMES = ("Vovchansk", "Barvinkove", "Grombulak", "wounded", "farm")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("coarsen")
    page = folder / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    for name, size in (("exact", None), ("coarse", 5000.0)):
        run(page, output=folder / name, settings=Settings(coarsen_m=size, min_confidence=0.0), formats=sorted(FORMATS))
    return folder / "exact", folder / "coarse"


def features(folder: Path) -> list[dict[str, object]]:
    made = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))
    return [feature["properties"] | {"shape": feature["geometry"] and feature["geometry"]["type"]} for feature in made["features"]]


def contents(path: Path) -> str:
    """Give all that can be read in a file: unpacked, and the tables of a database as text."""
    data = path.read_bytes()
    if path.suffix == ".gpkg":
        with sqlite3.connect(path) as database:
            return "\n".join(database.iterdump())
    text = data.decode("utf-8", "replace")
    packed = re.findall(r'<script type="application/gzip"[^>]*>([^<]*)</script>', text)
    return text + "".join(zlib.decompress(b64decode(block), 31).decode() for block in packed)


def numbers(folder: Path) -> set[str]:
    """Give latitudes and longitudes as files write them, to four decimals: ten metres."""
    found = {f"{value:.4f}" for feature in features(folder) for value in (feature["latitude"], feature["longitude"]) if value is not None}
    assert found
    return found


def test_no_file_holds_a_name_or_an_exact_coordinate(folders: tuple[Path, Path]) -> None:
    exact, coarse = folders
    kept = {f"{f[axis]:.4f}" for f in features(exact) if f["geo_precision"] == 3 for axis in ("latitude", "longitude")}
    hidden = numbers(exact) - kept
    assert len(hidden) >= 4
    for path in sorted(coarse.iterdir()):
        told = contents(path)
        for name in NAMES:
            assert not re.search(rf"(?<![\w.#-]){name}", without_assets(told)), (path.name, name)
        for number in hidden:
            assert number not in told, (path.name, number)


def without_assets(text: str) -> str:
    """Leave out the base map's own labels and the page's own words, which are the same on every map."""
    page = r'(?s)<script type="[^"]*" id="geomap-(basemap|texts)">.*?</script>|<script>.*?</script>|<style>.*?</style>'
    return re.sub(r'(?m)^INSERT INTO "base_\w+" VALUES.*$', "", re.sub(page, "", text))


def test_the_true_place_lies_in_the_circle(folders: tuple[Path, Path]) -> None:
    exact, coarse = ({str(f["event_id"]): f for f in features(folder)} for folder in folders)
    assert exact.keys() == coarse.keys()
    for name, shown in coarse.items():
        true = exact[name]
        if shown["geo_method"] != "coarsened" or shown["latitude"] is None:
            continue
        away_m = geodesic(*((one["latitude"], one["longitude"]) for one in (true, shown))).m
        assert away_m <= shown["coordinate_uncertainty_m"]
        assert shown["coordinate_uncertainty_m"] % 5000 == 0
        assert (shown["geo_precision"], shown["shape"]) == (2, "Polygon")
        assert shown["place_name"] != true["place_name"]


def test_regions_stay_and_counts_too(folders: tuple[Path, Path]) -> None:
    coarse = features(folders[1])
    assert "Kharkiv Oblast" in {f["place_name"] for f in coarse if f["geo_method"] == "gazetteer"}
    assert {f["fatalities"] for f in coarse} == {2, None}


def test_the_map_says_that_it_is_blurred(folders: tuple[Path, Path]) -> None:
    assert "blurred to a grid of 5 km" in (folders[1] / "map.html").read_text(encoding="utf-8")


@settings(deadline=None, max_examples=tries(200))
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180), size_m=st.floats(100, 500_000))
@example(lat=85.75, lon=60.0, size_m=238_275.0)  # a row near the pole is much wider at one edge than at its middle
@example(lat=-90.0, lon=180.0, size_m=500_000.0)
def test_a_cell_gives_one_point_not_far_away(lat: float, lon: float, size_m: float) -> None:
    middle = snapped(lat, lon, size_m)
    assert snapped(*middle, size_m) == middle
    assert abs(middle[0]) < 90
    assert abs(middle[1]) <= 180
    assert geodesic((lat, lon), middle).m <= size_m * FARTHEST


@pytest.mark.parametrize("value", ["5", "5 parsecs", "-5km", "km", "0m", "1m", "9000km"])
def test_a_width_that_makes_no_sense_says_what_would(geomap: Geomap, tmp_path: Path, value: str) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    done = geomap("map", tmp_path / "page.txt", "-o", tmp_path / "out", f"--coarsen={value}")
    assert done.status == 2
    assert "km" in done.err
    assert not (tmp_path / "out").exists()


def test_two_runs_blur_alike(folders: tuple[Path, Path], tmp_path: Path) -> None:
    again = tmp_path / "again"
    run(folders[0].parent / "page.txt", output=again, settings=Settings(coarsen_m=5000.0, min_confidence=0.0))
    assert (again / "events.geojson").read_bytes() == (folders[1] / "events.geojson").read_bytes()


def test_settings_are_checked() -> None:
    with pytest.raises(SettingsError, match="coarsen"):
        Settings(coarsen_m=0.0)


@pytest.mark.parametrize("again", [False, True], ids=["from the page", "from its events"])
def test_titles_that_became_names_of_sources_and_files_are_left_out(geomap: Geomap, tmp_path: Path, again: bool) -> None:  # noqa: FBT001 - a parameter
    title = "Missile hits clinic in Vovchansk"
    page = tmp_path / f"{title}.html"
    page.write_text(f"<html><head><title>{title}</title></head><body><p>A missile hit a clinic in Vovchansk on Tuesday.</p></body></html>")
    source = page
    if again:
        assert geomap("map", page, "-o", tmp_path / "exact", "--date", "2023-05-02", "--min-confidence", "0").status == 0
        source = tmp_path / "exact" / "events.geojson"
        assert title in source.read_text(encoding="utf-8")
    # Without the atlas, which names each town around the coarsened place.
    options = ("--coarsen", "20km", "--formats", "geojson,csv,gpkg", "--date", "2023-05-02", "--min-confidence", "0", "--no-atlas")
    assert geomap("map", source, "-o", tmp_path / "o", *options).status == 0
    assert features(tmp_path / "o")
    for path in (tmp_path / "o").iterdir():
        assert not re.search("clinic|Vovchansk", without_assets(contents(path))), path.name
    (document,) = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))["documents"]
    assert document["origin"] == "input 1"


def test_the_title_of_a_feed_of_alerts_is_left_out_and_the_name_of_a_publisher_is_kept(geomap: Geomap, tmp_path: Path) -> None:
    item = "<item><title>Alert</title><pubDate>Tue, 02 May 2023 05:00:00 GMT</pubDate><point>50.29 36.94</point>{}</item>"
    feed = "<rss version='2.0'><channel><title>{}</title>{}</channel></rss>"
    (tmp_path / "a.xml").write_text(feed.format("Fires", item.format("")))
    (tmp_path / "b.csv").write_text(
        "id,date,lat,lon,town,source\n1,2023-05-02,50.29,36.94,Vovchansk,Camp at Vovchansk\n2,2023-05-02,50.29,36.94,Vovchansk,Monitor\n"
    )
    assert geomap("map", tmp_path / "a.xml", tmp_path / "b.csv", "-o", tmp_path / "o", "--coarsen", "20km").status == 0
    assert {str(one["source"]) for one in features(tmp_path / "o")} == {"Fires", LEFT_OUT, "Monitor"}
