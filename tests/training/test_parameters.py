"""The parameters that ship are the ones that their records tell of, small, and free of words."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from geomap.models import CRF_FILE, INFLECTED_FILE, RANKER_FILE, parameters_file
from geomap.recognize.frequency import TABLE
from geomap.resolve.ranker import CERTAINTY, PASSES

_MOST_BYTES = 6_000_000


@pytest.mark.parametrize("path", [parameters_file(name) for name in (CRF_FILE, INFLECTED_FILE, RANKER_FILE)], ids=lambda path: path.name)
def test_the_record_is_of_this_file(path: Path) -> None:
    record = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    content = path.read_bytes()
    assert record["sha256"] == hashlib.sha256(content).hexdigest()
    assert record["bytes"] == len(content) <= _MOST_BYTES
    assert record["corpus"]


def test_the_table_of_frequencies_names_its_licence_and_holds_checksums_only() -> None:
    record = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    content = TABLE.read_bytes()
    assert (record["sha256"], record["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert record["source"]["licence"] == "CC BY-SA 4.0"
    assert len(np.load(TABLE, allow_pickle=False)) == 5 * record["words"]


@pytest.mark.parametrize("name", [CRF_FILE, INFLECTED_FILE])
def test_the_recognizer_holds_numbers_only(name: str) -> None:
    with np.load(parameters_file(name), allow_pickle=False) as stored:
        assert set(stored) == {"bias", "hashes", "hidden", "rows", "transitions"}
        assert all(stored[array].dtype.kind in "uf" for array in stored)


def test_the_ranker_weighs_named_features_only() -> None:
    stored = json.loads(parameters_file(RANKER_FILE).read_text(encoding="utf-8"))
    assert set(stored) == {*PASSES, "certainty"}
    for name, features in PASSES.items():
        assert set(stored[name]) <= set(features)
    assert set(stored["certainty"]) == set(CERTAINTY)
