"""Lists of names without end are read like short ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import geomap

NAMES = ("Kyiv", "Lviv", "Kharkiv", "Odesa", "Dnipro", "Sumy", "Poltava", "Rivne", "Lutsk", "Ternopil")


@pytest.mark.parametrize("between", [", ", " in "])
def test_a_list_of_hundreds_of_names_ends_no_run(between: str, tmp_path: Path) -> None:
    text = between.join(NAMES[at % len(NAMES)] for at in range(700))
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": 1, "text": text, "published_at": "2023-01-31T10:00:00Z"}) + "\n", encoding="utf-8")
    result = geomap.run(str(path))
    assert len({mention.place.name for mention in result.mentions if mention.place is not None}) >= len(NAMES) - 1
