"""Rows of tables that state no type get that which their words tell; none is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.event_types import UNSPECIFIED
from geomap.events import typed_by_words
from geomap.read import read_inputs
from geomap.settings import ReadSettings

HEADER = "date,place,lat,lon,description"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Shelling damaged a school.", "Shelling/artillery/missile attack"),
        ("A drone struck a depot and killed a guard", "Air/drone strike"),
        ("Flooding was reported in the river basin", "natural disaster"),
        ("Обстріл пошкодив школу", "Shelling/artillery/missile attack"),
        ("Column of blue trucks", UNSPECIFIED[1]),
        ("", UNSPECIFIED[1]),
    ],
)
def test_types(tmp_path: Path, words: str, kind: str) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER}\n2023-05-13,Izium,49.2,37.3,{words}\n", encoding="utf-8")
    read = read_inputs([str(tmp_path / "a.csv")], ReadSettings())
    assert [event.sub_type for event in typed_by_words(read.events)] == [kind]
    assert any("1 of 1 events state no type" in problem.text for problem in read.problems)


def test_a_type_that_is_stated_stays(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER},type\n2023-05-13,Izium,49.2,37.3,Shelling damaged a school.,Mill fire\n", encoding="utf-8")
    read = read_inputs([str(tmp_path / "a.csv")], ReadSettings())
    assert [event.sub_type for event in typed_by_words(read.events)] == ["Mill fire"]
    assert not read.problems
