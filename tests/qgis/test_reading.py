"""A project as its reader meets it: what it shows first, drop-downs, posts behind events, pages by day; after its folder was moved."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import geomap
from geomap.event_types import shipped_types
from geomap.vocabulary import Modality
from tests.qgis.program import QGIS_PYTHON, require_qgis

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "ukraine-2023-01-31.txt"
CASES = Path(os.environ.get("GEOMAP_CASES", ROOT.parent / "shared" / "cases"))
SUFFIXES = {".txt", ".html", ".xml"}
INSPECTOR = Path(__file__).with_name("inspect_reading.py")

pytestmark = [pytest.mark.qgis, pytest.mark.usefixtures("encoder_memory")]


@dataclass(frozen=True, slots=True)
class Read:
    """A map that was made, and what QGIS saw of its project."""

    result: geomap.Result
    folder: Path
    seen: dict[str, Any]


@pytest.fixture(scope="module", params=["sample", "cases"])
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Read:
    require_qgis()
    inputs = [SAMPLE] if request.param == "sample" else sorted(path for path in CASES.glob("*") if path.suffix in SUFFIXES)
    if not inputs:
        pytest.skip(f"{CASES} does not exist; it is not part of the project")
    folder = tmp_path_factory.mktemp(request.param) / "made"
    result = geomap.run(*inputs, output=folder, formats=["qgz"], title="The week & more")
    moved = folder.with_name("moved elsewhere")
    shutil.move(folder, moved)
    environment = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(moved), "XDG_RUNTIME_DIR": str(moved)}
    command = [QGIS_PYTHON, INSPECTOR, moved / "events.qgz", moved]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return Read(result, moved, json.loads(done.stdout.splitlines()[-1]))


def test_it_opens_at_the_events_with_title_and_credits(read: Read) -> None:
    seen = read.seen
    assert seen["opened"]
    assert seen["invalid"] == []
    assert seen["title"] == "The week & more"
    west, south, east, north = seen["view"]
    placed = [event for event in read.result.events if event.where.lat is not None]
    assert east - west < 60
    assert north - south < 30
    assert seen["in_view"] >= 0.5 * len(placed)
    assert all("GeoNames" in credit and "Natural Earth" in credit for credit in seen["credits"])


def test_it_draws_events_land_and_sea_at_both_scales(read: Read) -> None:
    for picture in read.seen["pictures"].values():
        assert picture["errors"] == []
        assert picture["colours"] > 3
    assert read.seen["pictures"]["toll"]["sea"]


def test_drop_downs_offer_every_type_and_modality(read: Read) -> None:
    offered = read.seen["drop_downs"]
    assert set(offered["event_type"]) >= {kind.type for kind in shipped_types()}
    assert set(offered["sub_event_type"]) >= {kind.sub_type for kind in shipped_types()}
    assert set(offered["modality"]) == {modality.value for modality in Modality}
    assert "Killed" in read.seen["aliases"]
    assert read.seen["tabs"] == ["What", "When", "Where", "Toll", "Source", "Tellings"]


def test_relations_open_every_telling_and_its_post(read: Read) -> None:
    posts = {post.id for post in read.result.posts}
    opened = read.seen["opened_posts"]
    assert read.seen["relations"] == ["event_tellings", "post_events", "post_mentions", "post_tellings", "region_events"]
    assert opened["tellings"] == sum(len(event.evidence) for event in read.result.events)
    assert set(opened["posts"]) == {told.post_id for event in read.result.events for told in event.evidence} <= posts
    assert opened["mentions"] == sum(len(group or ()) for group in read.result.analysis.resolutions)


def test_the_atlas_has_a_page_for_each_day(read: Read) -> None:
    days = sorted({event.when.first_day.isoformat() for event in read.result.events if event.when})
    assert read.seen["days"] == days
    assert read.seen["pages"] == len(days)
    assert read.seen["pdf"] == [0, ""]
    assert (read.folder / "atlas.pdf").read_bytes().startswith(b"%PDF")


def test_themes_show_type_toll_certainty_and_region(read: Read) -> None:
    assert read.seen["themes"] == ["By certainty", "By region", "By toll", "By type"]
    assert read.seen["styles"] == ["by certainty", "by toll", "by type"]


def test_regions_hold_their_events_and_follow_the_time(read: Read) -> None:
    join = read.seen["join"]
    assert join["joined"] > 5
    assert join["outside"] == []
    assert join["without_pcode"] == 0
    assert sum(read.seen["shaded"].values()) > 0
    assert read.seen["shaded_in_all_days"] == read.seen["shaded"]
    assert set(read.seen["shaded_before"].values()) == {0}
    assert 0 < sum(read.seen["shaded_on_first_day"].values()) < sum(read.seen["shaded"].values())
    assert Counter(read.seen["shaded"]) >= Counter(read.seen["shaded_on_first_day"])
