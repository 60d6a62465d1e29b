"""Events are counted by region on the page: those of the gazetteer's places and those of a table's points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geomap.api import run
from geomap.export.features import event_row
from geomap.export.readback import read_back
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


def test_points_of_a_table_have_the_codes_of_their_units(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE)
    run(tmp_path / "table.csv", output=tmp_path / "map", formats=("csv", "acled-csv"))
    expected = {
        "One in the east": ("UA", "Kharkiv Oblast", "UA-63", "UA6312"),
        "One in the west": ("UA", "Lviv Oblast", "UA-46", "UA4606"),
        "One at sea": (None, None, None, None),
    }
    for name in ("events.csv", "events.acled.csv"):
        rows = [event_row(event) for event in read_back(tmp_path / "map" / name).events]
        assert {row["quote"]: tuple(row[column] for column in ("country", "admin1", "iso3166_2", "pcode")) for row in rows} == expected


def test_a_table_that_states_another_country_gets_no_codes(tmp_path: Path) -> None:
    table = "date,latitude,longitude,event_type,country,notes\n2024-05-03,44.95,34.1,Battles,Russia,One\n"
    (tmp_path / "table.csv").write_text(table)
    (event,) = run(tmp_path / "table.csv").events
    row = event_row(event)
    assert (row["country"], row["iso3166_2"], row["pcode"]) == ("RU", None, None)


def test_what_is_blurred_beyond_a_region_names_none(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    run(tmp_path / "page.txt", output=tmp_path / "sharp")
    assert regions(tmp_path / "sharp") == (["Kharkiv Oblast"], [0])
    run(tmp_path / "page.txt", output=tmp_path / "blurred", settings=Settings(coarsen_m=400_000.0))
    assert regions(tmp_path / "blurred") == ([], [None])
    assert "Kharkiv" not in str(block((tmp_path / "blurred" / "map.html").read_bytes(), "data"))
