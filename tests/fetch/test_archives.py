"""Descriptions of web archives that are odd or too large: a sentence, and no more memory than is allowed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from geomap.archives import NOT_AS_MADE, PACKAGE, PREVIOUS, chain_faults, faults_of

MOST_BYTES = 100_000


def archive(described: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(PACKAGE, described)
    return made.getvalue()


@pytest.mark.parametrize(
    "told",
    [
        [],
        None,
        "text",
        {},
        {"resources": 3},
        {"resources": [3]},
        {"resources": [{"path": 3}]},
        {"resources": [{"path": PACKAGE, "hash": 3}]},
    ],
)
def test_an_odd_description_is_told(told: Any) -> None:
    assert list(faults_of(archive(json.dumps(told).encode()), MOST_BYTES)) == ["its digests cannot be read (ValueError)"]


@pytest.mark.parametrize("previous", [3, [], "x", {"path": 3}, {"path": "a.wacz"}])
def test_an_odd_predecessor_is_none(tmp_path: Path, previous: Any) -> None:
    (tmp_path / "b.wacz").write_bytes(archive(json.dumps({"resources": [], PREVIOUS: previous}).encode()))
    assert list(chain_faults([tmp_path], MOST_BYTES)) == []


def test_a_description_that_unpacks_to_too_much_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "b.wacz"
    file.write_bytes(archive(b" " * (2 * MOST_BYTES)))
    assert [fault for _, fault in chain_faults([tmp_path], MOST_BYTES)] == [
        f"{file}: {NOT_AS_MADE}: its digests cannot be read (ValueError)"
    ]
