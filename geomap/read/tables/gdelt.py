"""Rows of GDELT's events, by the GDELT Event Database Codebooks 1.03 and 2.0: their columns, and CAMEO codes translated to types."""

from __future__ import annotations

from geomap.read.dates import parse_moment
from geomap.read.tables.coding import DAY, CodedEvent, Row, actor_cells, coordinates, day_range, integer_cell, parse_day, text_cell
from geomap.read.tables.kinds import (
    ABDUCTION,
    AGREEMENT,
    AIRSTRIKE,
    ARRESTS,
    ATTACK,
    BATTLE,
    BOMB,
    CHEMICAL_WEAPON,
    LOOTING,
    OTHER,
    SEXUAL_VIOLENCE,
    SHELLING,
)

# By GDELT's number of columns: where those that are read stand. 1.0 has no ADM2 of places, and before April 2013 no address.
_GDELT_1 = {
    0: "globaleventid", 1: "sqldate", 6: "actor1name", 16: "actor2name", 26: "eventcode", 49: "actiongeo_type", 50: "actiongeo_fullname",
    53: "actiongeo_lat", 54: "actiongeo_long", 56: "dateadded", 57: "sourceurl",
}  # fmt: skip
_GDELT_2 = {
    0: "globaleventid", 1: "sqldate", 6: "actor1name", 16: "actor2name", 26: "eventcode", 51: "actiongeo_type", 52: "actiongeo_fullname",
    56: "actiongeo_lat", 57: "actiongeo_long", 59: "dateadded", 60: "sourceurl",
}  # fmt: skip
_GDELT_PRECISION = {1: 6, 2: 4, 3: 1, 4: 1, 5: 4}  # country, US state, US city, world city, world state: the same in 1.0 and 2.0
# Where the name of a place of each kind tells its state ("Lviv, L'vivs'ka Oblast', Ukraine"): from how many parts on.
_PARTS_WITH_STATE = {2: 2, 3: 3, 4: 3, 5: 2}
_COUNTRY = 1
_STATEMENT, _DIPLOMACY, _AID = ("statement", "statement"), ("diplomacy", "diplomacy"), ("aid", "aid")
_PROTEST, _RIOT = ("Protests", "Peaceful protest"), ("Riots", "Violent demonstration")
_CAMEO = {
    "01": _STATEMENT, "02": _STATEMENT, "03": _DIPLOMACY, "04": _DIPLOMACY, "05": _DIPLOMACY, "057": AGREEMENT, "06": _DIPLOMACY,
    "07": _AID, "08": _DIPLOMACY, "087": AGREEMENT, "09": _STATEMENT, "10": _STATEMENT, "11": _STATEMENT, "12": _DIPLOMACY,
    "13": _STATEMENT, "14": _PROTEST, "145": _RIOT, "16": _DIPLOMACY, "171": LOOTING, "173": ARRESTS,
    "175": ("Protests", "Excessive force against protesters"), "18": ATTACK, "181": ABDUCTION, "1821": SEXUAL_VIOLENCE, "183": BOMB,
    "19": BATTLE, "194": SHELLING, "195": AIRSTRIKE, "20": ATTACK, "2041": CHEMICAL_WEAPON,
}  # fmt: skip


GDELT_COLUMNS = {57: _GDELT_1, 58: _GDELT_1, 61: _GDELT_2}


def gdelt_row(cells: list[str]) -> Row:
    """Return the cells of a row of GDELT, whose files have no header, by column."""
    places = GDELT_COLUMNS.get(len(cells), _GDELT_2)
    return {name: cells[at] for at, name in places.items() if at < len(cells)}


def read_gdelt(row: Row) -> CodedEvent:
    """Return what a row of GDELT states; its CAMEO code is translated to the nearest type."""
    code = text_cell(row, "eventcode")
    code = code if code[:1] in ("0", "1", "2") and len(code) != 1 else f"0{code}"  # spreadsheets take the 0 off
    kind = next((_CAMEO[code[:length]] for length in (4, 3, 2) if code[:length] in _CAMEO), OTHER)
    added = text_cell(row, "dateadded")
    units = [unit.strip() for unit in text_cell(row, "actiongeo_fullname").split(",") if "(general)" not in unit]
    kind_of_place = integer_cell(row, "actiongeo_type") or 0
    return CodedEvent(
        key=text_cell(row, "globaleventid"),
        type=kind[0],
        sub_type=kind[1],
        source="GDELT",
        url=text_cell(row, "sourceurl") or None,
        name=text_cell(row, "actiongeo_fullname"),
        position=coordinates(row, "actiongeo_lat", "actiongeo_long"),
        where_prec=_GDELT_PRECISION.get(kind_of_place),
        days=day_range(parse_day(text_cell(row, "sqldate", "day")), DAY),
        published=parse_moment(f"{added[:8]}T{added[8:14]}Z" if len(added) == len("20230131114500") else added),  # 1.0 tells the day only
        actors=actor_cells(row, "actor1name", "actor2name"),
        country=units[-1] if len(units) > 1 or kind_of_place == _COUNTRY else None,
        admin1=units[-2] if len(units) >= _PARTS_WITH_STATE.get(kind_of_place, len(units) + 1) else None,
    )
