"""The datasets that are known by their columns, and how a row of each is read.

Their codes are translated by their makers' codebooks: ACLED Codebook (time and geo precision), UCDP GED Codebook (date_prec,
where_prec, type_of_violence), the codebook in VIINA's README, GDELT Event Database Codebook 1.03 (2013) and 2.0 (2015), CAMEO 1.1b3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from geomap.model import TimeBasis, Toll
from geomap.read.coded.record import DAY, MONTH, WEEK, WHERE_PREC, Coded, Row, actors, day, position, spread, text, whole
from geomap.read.times import parse_stamp

BATTLE = ("Battles", "Armed clash")
SHELLING = ("Explosions/Remote violence", "Shelling/artillery/missile attack")
AIRSTRIKE = ("Explosions/Remote violence", "Air/drone strike")
BOMB = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
ATTACK = ("Violence against civilians", "Attack")
OTHER = ("Strategic developments", "Other")
ARRESTS = ("Strategic developments", "Arrests")
AGREEMENT = ("Strategic developments", "Agreement")
LOOTING = ("Strategic developments", "Looting/property destruction")
TRANSFER = ("Strategic developments", "Non-violent transfer of territory")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
SEXUAL_VIOLENCE = ("Violence against civilians", "Sexual violence")
CHEMICAL_WEAPON = ("Explosions/Remote violence", "Chemical weapon")
_CODES = range(1, 4)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: its name, columns that no other has, and what reads a row."""

    name: str
    signs: frozenset[str]
    read: Callable[[Row], Coded]


def acled(row: Row) -> Coded:
    """Read a row of ACLED, whose own scales of precision are geomap's.

    ``time_precision`` 1 is the day, 2 the week, 3 the month; ``geo_precision`` 1 a town, 2 the surroundings of one or a small part of
    a region, 3 a larger region, which stands at its capital or the nearest natural place.
    """
    precision = whole(row, "time_precision", within=_CODES) or DAY
    return Coded(
        key=text(row, "event_id_cnty"),
        type=text(row, "event_type") or OTHER[0],
        sub_type=text(row, "sub_event_type", "event_type") or OTHER[1],
        source=text(row, "source") or "ACLED",
        quote=text(row, "notes"),
        name=text(row, "location"),
        position=position(row),
        where_prec=WHERE_PREC.get(whole(row, "geo_precision") or 0),
        days=spread(day(text(row, "event_date")), precision),
        precision=precision,
        actors=actors(row, "actor1", "actor2"),
        toll=Toll(fatalities=whole(row, "fatalities")),
    )


def ucdp(row: Row) -> Coded:
    """Read a row of UCDP GED.

    ``date_prec`` 1 is a day, 2 two to six days, 3 a week, 4 a month, 5 a year; ``type_of_violence`` 1 is of a state, 2 between others,
    3 one-sided. ``date_start`` and ``date_end`` are the first and the last day on which it may have happened.
    """
    kind = whole(row, "type_of_violence")
    first, last = day(text(row, "date_start")), day(text(row, "date_end"))
    last = last or first
    return Coded(
        key=text(row, "id"),
        type=(ATTACK if kind == 3 else BATTLE)[0],  # noqa: PLR2004 - UCDP's code of one-sided violence
        sub_type=(ATTACK if kind == 3 else BATTLE)[1],  # noqa: PLR2004
        source=text(row, "source_office", "source_article") or "UCDP GED",
        quote=text(row, "source_headline", "source_article"),
        title=text(row, "dyad_name") or None,
        name=text(row, "where_coordinates", "where_description", "adm_2", "adm_1", "country"),
        position=position(row),
        where_prec=whole(row, "where_prec", within=range(1, 8)),
        days=(first, last) if first and last and first <= last else None,
        precision={1: DAY, 2: WEEK, 3: WEEK}.get(whole(row, "date_prec") or 1, MONTH),
        actors=actors(row, "side_a", "side_b"),
        toll=Toll(
            fatalities=whole(row, "best"),
            fatalities_low=whole(row, "low"),
            fatalities_high=whole(row, "high"),
            fatalities_civilian=whole(row, "deaths_civilians"),
        ),
    )


# VIINA's indicators, the most telling first; each stands as t_x, t_x_b or t_x_pred. VIINA 2.0 has them in its files of one
# event a day (event_1pd); those of reports (event_info) have none.
_VIINA_TYPES = (
    ("t_airstrike", AIRSTRIKE),
    ("t_uav", AIRSTRIKE),
    ("t_artillery", SHELLING),
    ("t_ied", BOMB),
    ("t_armor", BATTLE),
    ("t_firefight", BATTLE),
    ("t_raid", BATTLE),
    ("t_arrest", ARRESTS),
    ("t_control", TRANSFER),
    ("t_occupy", TRANSFER),
    ("t_retreat", TRANSFER),
    ("t_aad", ("Strategic developments", "Disrupted weapons use")),
    ("t_hospital", ATTACK),
    ("t_property", LOOTING),
)
_VIINA_SIDES = (("a_rus", "Russia"), ("a_ukr", "Ukraine"))
_UNKNOWN_CLOCK = "00:00"  # nearly half of the reports bear it: their time is not known

_VIINA_PRECISION = {"STREET": 1, "ADM3": 1, "ADM2": 3, "ADM1": 4, "ADM0": 6}
_KYIV = ZoneInfo("Europe/Kyiv")  # the clock of VIINA's times


def viina(row: Row) -> Coded:
    """Read a row of VIINA: a report of the day it was published, by its most telling indicator.

    The indicators of reports (event_info) stand in a table of their own (event_labels), which has no coordinates; such rows have no type.
    """
    told = day(text(row, "date"))
    clock = text(row, "time")
    published = parse_stamp(f"{told.isoformat()}T{clock.zfill(5)}", unnamed=_KYIV) if told and clock not in ("", _UNKNOWN_CLOCK) else None
    begins = sorted(_VIINA_SIDES, key=lambda side: not _says(row, f"{side[0]}_init"))  # whoever began it is named first
    daily = text(row, "event_id_1pd") if "event_id" not in row else ""
    kind = next((kind for name, kind in _VIINA_TYPES if _says(row, name)), OTHER)
    language = text(row, "lang").lower()[:2]
    return Coded(
        key=f"1pd:{daily}" if daily else text(row, "event_id", "report_id", "viinaid"),
        type=kind[0],
        sub_type=kind[1],
        source=text(row, "source", "sources") or "VIINA",
        quote=text(row, "text"),
        url=text(row, "url") or None,
        name=text(row, "asciiname", "address", "adm1_name"),
        position=position(row),
        where_prec=_VIINA_PRECISION.get(text(row, "geo_precision").upper()),
        days=spread(told, DAY),
        basis=TimeBasis.PUBLISHED,
        zone=_KYIV,
        published_at=published,
        actors=tuple(name for column, name in begins if _says(row, column)),
        language={"ua": "uk"}.get(language, language) or None,
    )


def _says(row: Row, name: str) -> bool:
    value = next((found for ending in ("_b", "", "_pred") if (found := row.get(f"{name}{ending}", "").strip())), "0")
    try:
        return float(value) >= 0.5  # noqa: PLR2004 - an indicator or a probability: more likely than not
    except ValueError:
        return False


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
    """Name the cells of a row of GDELT, whose files have no header."""
    places = GDELT_COLUMNS.get(len(cells), _GDELT_2)
    return {name: cells[at] for at, name in places.items() if at < len(cells)}


def gdelt(row: Row) -> Coded:
    """Read a row of GDELT; its CAMEO code is taken for the nearest type."""
    code = text(row, "eventcode")
    code = code if code[:1] in ("0", "1", "2") and len(code) != 1 else f"0{code}"  # spreadsheets take the 0 off
    kind = next((_CAMEO[code[:length]] for length in (4, 3, 2) if code[:length] in _CAMEO), OTHER)
    added = text(row, "dateadded")
    return Coded(
        key=text(row, "globaleventid"),
        type=kind[0],
        sub_type=kind[1],
        source="GDELT",
        url=text(row, "sourceurl") or None,
        name=text(row, "actiongeo_fullname"),
        position=position(row, "actiongeo_lat", "actiongeo_long"),
        where_prec=_GDELT_PRECISION.get(whole(row, "actiongeo_type") or 0),
        days=spread(day(text(row, "sqldate", "day")), DAY),
        published_at=parse_stamp(f"{added[:8]}T{added[8:14]}Z") if len(added) == len("20230131114500") else None,  # 1.0 tells the day only
        actors=actors(row, "actor1name", "actor2name"),
    )


GDELT = Dataset("gdelt", frozenset({"globaleventid", "eventcode", "actiongeo_type", "actiongeo_lat"}), gdelt)
DATASETS = (
    Dataset("acled", frozenset({"event_id_cnty", "event_date", "event_type", "geo_precision"}), acled),
    Dataset("ucdp", frozenset({"type_of_violence", "where_prec", "date_prec", "date_start"}), ucdp),
    Dataset("viina", frozenset({"event_id", "geo_precision", "geo_api", "date", "text"}), viina),
    Dataset("viina", frozenset({"event_id_1pd", "geo_precision", "date", "n_reports"}), viina),
    GDELT,
)
