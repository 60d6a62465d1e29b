"""Pairs of events of a store that a person should look at."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.edits.pages import cells, write_posts

Geomap = Callable[..., Done]


@pytest.fixture
def store(geomap: Geomap, tmp_path: Path) -> Path:
    """Shelling of ten towns, and a later report on one of them whose toll is lower, which is not joined."""
    write_posts(tmp_path / "monday.jsonl", days=2)
    text = "The shelling of Sumy on Monday killed 5 people, police said."
    post = {"id": "later", "text": text, "published_at": "2024-03-05T09:00:00Z"}
    (tmp_path / "later.jsonl").write_text(json.dumps(post) + "\n", encoding="utf-8")
    assert geomap("store", "add", tmp_path / "war.gpkg", tmp_path / "monday.jsonl", tmp_path / "later.jsonl").status == 0
    return tmp_path / "war.gpkg"


def test_a_person_decides_on_a_pair(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    before = len(cells(store))
    shown = geomap("store", "duplicates", store)
    assert shown.status == 0
    assert "0.0 km, 0 days apart" in shown.out
    assert "police said" in shown.out
    assert "regional governor said" in shown.out
    pairs = tmp_path / "pairs.csv"
    assert geomap("store", "duplicates", store, "--to", tmp_path / "pairs.json").status == 0
    (found,) = json.loads((tmp_path / "pairs.json").read_text(encoding="utf-8"))
    assert (found["status"], found["distance_km"], found["days_apart"], found["other_place_name"]) == ("rejected", 0.0, 0, "Sumy")
    assert found["score"] > 0.15
    geomap("store", "duplicates", store, "--to", pairs)
    (row,) = csv.DictReader(pairs.read_text(encoding="utf-8-sig").splitlines())
    assert (row["event_id"], row["same_as"], row["quoted"]) == (found["event_id"], found["same_as"], found["quoted"])
    pairs.write_text(pairs.read_text(encoding="utf-8-sig").replace(",rejected,", ",checked,"), encoding="utf-8")
    assert geomap("store", "add", store, "--corrections", pairs).status == 0
    assert len(cells(store)) == before - 1
    assert geomap("store", "duplicates", store).out == ""


def test_a_rejected_pair_is_not_listed_again(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    before = cells(store)
    geomap("store", "duplicates", store, "--to", tmp_path / "pairs.csv")
    assert geomap("store", "add", store, "--corrections", tmp_path / "pairs.csv").status == 0
    assert cells(store) == before
    none = geomap("store", "duplicates", store)
    assert (none.status, none.out) == (0, "")
    assert "no two events" in none.err


def test_conditions_and_bounds(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    assert geomap("store", "duplicates", store, "--place", "Lyman").out == ""
    assert geomap("store", "duplicates", store, "--place", "Sumy").out != ""
    assert geomap("store", "duplicates", store, "--since", "2024-03-06").out == ""
    assert geomap("store", "duplicates", store, "--least", "1").out == ""
    assert geomap("store", "duplicates", store, "--to", tmp_path / "pairs.xlsx").status == 2
    geomap("store", "duplicates", store, "--to", tmp_path / "none.csv", "--least", "1")
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig").startswith("event_id,same_as,status,score")
