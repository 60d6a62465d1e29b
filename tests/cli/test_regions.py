"""Events are counted by region on the page: those of the gazetteer's places and those of a table's points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geomap.api import run
from geomap.settings import Settings
from tests.render.test_page import block

TABLE = """date,latitude,longitude,event_type,notes
2024-05-03,49.99,36.23,Battles,One in the east
2024-05-04,49.84,24.03,Protests,One in the west
2024-05-05,44.00,-40.00,Battles,One at sea
"""
PAGE = "Shelling hit Vovchansk on 3 May 2024, killing two people, the regional governor said.\n"


def regions(folder: Path) -> tuple[list[str], list[int | None]]:
    data: dict[str, Any] = block((folder / "map.html").read_bytes(), "data")
    return data["regions"]["name"], data["events"]["region"]


def test_points_of_a_table_lie_in_the_region_that_holds_them(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE)
    result = run(tmp_path / "table.csv", output=tmp_path / "map")
    names, rows = regions(tmp_path / "map")
    by_quote = {event.evidence[0].quote: row for event, row in zip(result.events, rows, strict=True)}
    assert {quote: None if row is None else names[row] for quote, row in by_quote.items()} == {
        "One in the east": "Kharkiv Oblast",
        "One in the west": "Lviv Oblast",
        "One at sea": None,
    }


def test_what_is_blurred_beyond_a_region_names_none(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    run(tmp_path / "page.txt", output=tmp_path / "sharp")
    assert regions(tmp_path / "sharp") == (["Kharkiv Oblast"], [0])
    run(tmp_path / "page.txt", output=tmp_path / "blurred", settings=Settings(coarsen_m=400_000.0))
    assert regions(tmp_path / "blurred") == ([], [None])
    assert "Kharkiv" not in str(block((tmp_path / "blurred" / "map.html").read_bytes(), "data"))
