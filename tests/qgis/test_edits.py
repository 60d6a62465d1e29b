"""Edits made by QGIS come back exactly, on the same posts and with more of them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.events.ontology import event_types
from tests.cli.conftest import Done, geomap  # noqa: F401 - a fixture
from tests.edits.pages import cells, write_posts
from tests.qgis.program import QGIS_PYTHON, require_qgis

pytestmark = [pytest.mark.qgis, pytest.mark.usefixtures("encoder_memory")]
EDITOR = Path(__file__).with_name("inspect_edits.py")


def test_moves_retypes_deletions_and_additions_come_back(geomap: Callable[..., Done], tmp_path: Path) -> None:  # noqa: F811
    require_qgis()
    posts = write_posts(tmp_path / "posts.jsonl", days=13)
    made, fixes = tmp_path / "map" / "events.gpkg", tmp_path / "corrections.csv"
    assert geomap("map", posts, "-o", tmp_path / "map", "--formats", "gpkg", "-q").status == 0
    before = cells(made)
    environment = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    run = subprocess.run([QGIS_PYTHON, EDITOR, made], env=environment, capture_output=True, text=True, check=True, timeout=120)
    done = json.loads(run.stdout)
    assert "140 new lines" in geomap("corrections", made, "-o", fixes).out
    more = write_posts(tmp_path / "more.jsonl", days=1, first=20)
    for name, inputs in (("same", [posts]), ("more", [posts, more])):
        folder = tmp_path / name
        result = geomap("map", *inputs, "-o", folder, "--formats", "gpkg", "-q", "--corrections", fixes)
        assert (result.status, result.err) == (0, "")
        after = cells(folder / "events.gpkg")
        assert {one: [after[one]["longitude"], after[one]["latitude"]] for one in done["moved"]} == done["moved"]
        codes = {(after[one]["sub_event_type"], after[one]["event_code"]) for one in done["retyped"]}
        assert codes == {("Air/drone strike", event_types()["Air/drone strike"].code)}
        assert not set(done["deleted"]) & set(after)
        added = [one for event_id, one in after.items() if event_id.startswith("added:")]
        assert sorted([one["longitude"], one["place_name"]] for one in added) == sorted(done["added"])
        kept = set(before) - set(done["moved"]) - set(done["retyped"]) - set(done["deleted"])
        assert {one: after[one] for one in kept} == {one: before[one] for one in kept}
