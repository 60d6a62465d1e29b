"""UCDP GED without its header, as some candidate releases came: the columns are found around the cell with the point."""

from __future__ import annotations

import re

from geomap.read.tables.coding import Row

_START = re.compile(r"\d{1,9},[^,]{1,60},(?:19|20)\d\d,")
_POINT = re.compile(r"POINT ?\(-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?\)")
# Where columns stand, counted from that of the point (UCDP GED Codebook): versions differ in the ids of the sides only, before these.
_PLACES = {
    -14: "side_b", -12: "source_article", -11: "source_office", -10: "source_date", -9: "source_headline", -7: "where_prec",
    -6: "where_coordinates", -5: "where_description", -4: "adm_1", -3: "adm_2", -2: "latitude", -1: "longitude", 2: "country",
    6: "date_prec", 7: "date_start", 8: "date_end", 11: "deaths_civilians", 13: "best", 14: "high", 15: "low",
}  # fmt: skip
_KIND = 5  # the column of type_of_violence
_SIDE_A, _SIDE_A_BEFORE_IDS = -15, -17


def is_bare_ucdp(line: str) -> bool:
    """Return whether the first line of a table is a row of UCDP GED."""
    return _START.match(line) is not None and _POINT.search(line) is not None


def ucdp_row(cells: list[str]) -> Row:
    """Return the cells of a row without header, by column; few where it has no point."""
    point = next((at for at, cell in enumerate(cells) if _POINT.fullmatch(cell.strip())), None)
    row = {"id": cells[0]}
    if point is None or point + _SIDE_A_BEFORE_IDS <= _KIND:
        return row
    row |= {name: cells[point + apart] for apart, name in _PLACES.items() if point + apart < len(cells)}
    has_ids = cells[point + _SIDE_A].strip().isdigit()
    return row | {"side_a": cells[point + (_SIDE_A_BEFORE_IDS if has_ids else _SIDE_A)], "type_of_violence": cells[_KIND]}
