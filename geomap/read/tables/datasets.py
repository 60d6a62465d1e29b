"""Datasets of coded events that are recognized by their columns, and how a row of each is read.

Codes are translated by the codebooks: ACLED Codebook (time and geo precision), UCDP GED Codebook (date_prec, where_prec,
type_of_violence), the codebook in VIINA's README, GDELT Event Database Codebook 1.03 (2013) and 2.0 (2015), CAMEO 1.1b3. Any other
table with coordinates and times, including geomap's own files, is read by the names of its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from geomap.event_types import UNSPECIFIED
from geomap.lang.pages import names_of_columns
from geomap.model import Modality, Precision, TimeBasis, Toll
from geomap.read.dates import Moment, parse_moment, parse_month, parse_stamp
from geomap.read.tables.coding import (
    DAY,
    MONTH,
    WEEK,
    WHERE_PREC,
    CodedEvent,
    Row,
    actor_cells,
    coordinates,
    count_cell,
    day_range,
    integer_cell,
    number_cell,
    parse_day,
    text_cell,
)
from geomap.read.tables.forms import day_span
from geomap.read.tables.gdelt import read_gdelt
from geomap.read.tables.kinds import AIRSTRIKE, ARRESTS, ATTACK, BATTLE, BOMB, LOOTING, OTHER, SHELLING, TRANSFER

_CODES = range(1, 4)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset.

    Attributes:
        name: Its name, which is part of the ids of its events.
        signs: Columns that no other dataset has together.
        read: Returns what a row states.
    """

    name: str
    signs: frozenset[str]
    read: Callable[[Row], CodedEvent]


def read_acled(row: Row) -> CodedEvent:
    """Return what a row of ACLED states; geomap uses ACLED's scales of precision.

    ``time_precision``: 1 day, 2 week, 3 month. ``geo_precision``: 1 a town; 2 the surroundings of a town or a small part of a region; 3 a
    larger region, whose position is its capital or the nearest natural place.
    """
    precision = integer_cell(row, "time_precision", within=_CODES) or DAY
    return CodedEvent(
        key=text_cell(row, "event_id_cnty"),
        type=text_cell(row, "event_type") or OTHER[0],
        sub_type=text_cell(row, "sub_event_type", "event_type") or OTHER[1],
        source=text_cell(row, "source") or "ACLED",
        quote=text_cell(row, "notes"),
        name=text_cell(row, "location"),
        position=coordinates(row),
        where_prec=WHERE_PREC.get(integer_cell(row, "geo_precision") or 0),
        days=day_range(parse_day(text_cell(row, "event_date")), precision),
        precision=precision,
        actors=actor_cells(row, "actor1", "actor2"),
        toll=Toll(fatalities=integer_cell(row, "fatalities")),
        country=text_cell(row, "country") or None,
        admin1=text_cell(row, "admin1") or None,
        admin2=text_cell(row, "admin2") or None,
    )


def read_ucdp(row: Row) -> CodedEvent:
    """Return what a row of UCDP GED states.

    ``date_prec``: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year. ``type_of_violence``: 1 state-based, 2 non-state, 3 one-sided.
    ``date_start`` and ``date_end`` are the first and last day on which it may have happened.
    """
    kind = integer_cell(row, "type_of_violence")
    first, last = parse_day(text_cell(row, "date_start")), parse_day(text_cell(row, "date_end"))
    last = last or first
    return CodedEvent(
        key=text_cell(row, "id"),
        type=(ATTACK if kind == 3 else BATTLE)[0],  # noqa: PLR2004 - UCDP's code of one-sided violence
        sub_type=(ATTACK if kind == 3 else BATTLE)[1],  # noqa: PLR2004
        source=text_cell(row, "source_office", "source_article") or "UCDP GED",
        quote=text_cell(row, "source_headline", "source_article"),
        title=text_cell(row, "dyad_name") or None,
        name=text_cell(row, "where_coordinates", "where_description", "adm_2", "adm_1", "country"),
        position=coordinates(row),
        where_prec=integer_cell(row, "where_prec", within=range(1, 8)),
        days=(first, last) if first and last and first <= last else None,
        precision={1: DAY, 2: WEEK, 3: WEEK}.get(integer_cell(row, "date_prec") or 1, MONTH),
        actors=actor_cells(row, "side_a", "side_b"),
        toll=Toll(
            fatalities=integer_cell(row, "best"),
            fatalities_low=integer_cell(row, "low"),
            fatalities_high=integer_cell(row, "high"),
            fatalities_civilian=integer_cell(row, "deaths_civilians"),
        ),
        country=text_cell(row, "country") or None,
        admin1=text_cell(row, "adm_1") or None,
        admin2=text_cell(row, "adm_2") or None,
    )


# VIINA's indicators, the most specific first; each is a column t_x, t_x_b or t_x_pred. VIINA 2.0 has them in its files of one
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


def read_viina(row: Row) -> CodedEvent:
    """Return what a row of VIINA states: a report of its day of publication, with the most specific of its indicators.

    The indicators of reports (event_info) are in a separate table (event_labels) without coordinates; such rows have no type.
    """
    date = parse_day(text_cell(row, "date"))
    clock = text_cell(row, "time")
    has_clock = clock not in ("", _UNKNOWN_CLOCK)
    at = parse_stamp(f"{date.isoformat()}T{clock.zfill(5)}", unnamed=_KYIV) if date and has_clock else None
    published = Moment(at) if at else Moment.of_day(date) if date else None
    begins = sorted(_VIINA_SIDES, key=lambda side: not _is_indicated(row, f"{side[0]}_init"))  # whoever began it is named first
    daily = text_cell(row, "event_id_1pd") if "event_id" not in row else ""
    kind = next((kind for name, kind in _VIINA_TYPES if _is_indicated(row, name)), OTHER)
    language = text_cell(row, "lang").lower()[:2]
    return CodedEvent(
        key=f"1pd:{daily}" if daily else text_cell(row, "event_id", "report_id", "viinaid"),
        source_id=daily or None,
        type=kind[0],
        sub_type=kind[1],
        source=text_cell(row, "source", "sources") or "VIINA",
        quote=text_cell(row, "text"),
        url=text_cell(row, "url") or None,
        name=text_cell(row, "asciiname", "address", "adm1_name"),
        position=coordinates(row),
        where_prec=_VIINA_PRECISION.get(text_cell(row, "geo_precision").upper()),
        days=day_range(date, DAY),
        basis=TimeBasis.PUBLISHED,
        zone=_KYIV,
        published=published,
        actors=tuple(name for column, name in begins if _is_indicated(row, column)),
        language={"ua": "uk"}.get(language, language) or None,
        country="UA",  # all that VIINA maps lies within its borders
        admin1=text_cell(row, "adm1_name") or None,
        admin2=text_cell(row, "adm2_name") or None,
    )


def _is_indicated(row: Row, name: str) -> bool:
    value = next((found for ending in ("_b", "", "_pred") if (found := row.get(f"{name}{ending}", "").strip())), "0")
    try:
        return float(value) >= 0.5  # noqa: PLR2004 - an indicator or a probability: more likely than not
    except ValueError:
        return False


UCDP = Dataset("ucdp", frozenset({"type_of_violence", "where_prec", "date_prec", "date_start"}), read_ucdp)
GDELT = Dataset("gdelt", frozenset({"globaleventid", "eventcode", "actiongeo_type", "actiongeo_lat"}), read_gdelt)
DATASETS = (
    Dataset("acled", frozenset({"event_id_cnty", "event_date", "event_type", "geo_precision"}), read_acled),
    UCDP,
    Dataset("viina", frozenset({"event_id", "geo_precision", "geo_api", "date", "text"}), read_viina),
    Dataset("viina", frozenset({"event_id_1pd", "geo_precision", "date", "n_reports"}), read_viina),
    GDELT,
)


LATITUDE_COLUMNS = ("latitude", "lat", "y", "geo_lat", "location_lat", "location_latitude", "latitude_dd", "ycoord", "y_coord")
LONGITUDE_COLUMNS = (
    "longitude",
    "lon",
    "lng",
    "long",
    "x",
    "geo_lon",
    "geo_long",
    "location_lon",
    "location_lng",
    "location_longitude",
    "longitude_dd",
    "xcoord",
    "x_coord",
)
_SPACES_OF_SENTENCE = 4
_LARGEST_RADIUS_M = 20_037_508.0  # no place is wider
TIME_COLUMNS = (
    "start_time",
    "event_date",
    "date",
    "datetime",
    "timestamp",
    "time",
    "date_start",
    "start_date",
    "when",
    "occurred_at",
    "event_time",
    "incident_date",
    "date_of_incident",
    "date_of_event",
    "date_occurred",
    "started_at",
    "occurred",
    "effective",
    "onset",
    "day",
    "begin",
)
_TYPES = (
    "event_type",
    "type",
    "category",
    "event_group",
    "event_category",
    "incident_type",
    "type_of_event",
    "type_of_incident",
    "kind",
    "class",
    "event",
    "hazard",
    "disaster_type",
)
_TEXTS = (
    *("quote", "notes", "description", "text", "summary", "brief_description", "short_description", "event_description", "details", "info"),
    *("narrative", "incident_description", "what_happened", "comment", "comments", "desc", "cmt"),
)
_PLACES = (
    "place_name",
    "location_name",
    "location",
    "place",
    "town",
    "town_city",
    "city_town",
    "village",
    "settlement",
    "locality",
    "city",
    "municipality",
    "site",
)
_SECOND_UNITS = ("admin2", "adm2", "adm_2", "district", "raion", "county", "municipality", "rayon")
_FIRST_UNITS = ("admin1", "adm1", "adm_1", "oblast", "region", "province", "state", "governorate", "department")
_COUNTRIES = ("country", "country_name", "iso3", "iso2", "iso_a2", "country_code", "adm0", "admin0")


def is_generic(columns: Collection[str]) -> bool:
    """Return whether a table has coordinates and times."""
    return has_coordinates(columns) and any(name in columns for name in (*TIME_COLUMNS, *names_of_columns(english=False)["day"]))


def has_coordinates(columns: Collection[str]) -> bool:
    """Return whether a table has coordinates."""
    known = names_of_columns(english=False)
    wanted = ((*LATITUDE_COLUMNS, *known["latitude"]), (*LONGITUDE_COLUMNS, *known["longitude"]))
    return all(any(name in columns for name in names) for names in wanted)


def read_generic(row: Row) -> CodedEvent:
    """Return what a row states, by the names of its columns; a precision that it does not state remains unknown."""
    known = names_of_columns(english=False)
    written = text_cell(row, *TIME_COLUMNS, *known["day"])
    moment = parse_stamp(written, unnamed=UTC) if ":" in written else None
    first, last = day_span(written, parse_day) or (None, None)
    first = first or parse_day(text_cell(row, "event_date")) or parse_day(written)
    last = last or parse_day(text_cell(row, "event_date_end", "date_end", "end_date")) or first
    month = parse_month(written) if first is None else None
    precision = MONTH if month else integer_cell(row, "time_precision", within=range(1, 4)) or DAY
    days = (first, last) if first and last and first < last else day_range(first or month, precision)
    lat = next((name for name in (*LATITUDE_COLUMNS, *known["latitude"]) if name in row), "")
    lon = next((name for name in (*LONGITUDE_COLUMNS, *known["longitude"]) if name in row), "")
    said = text_cell(row, "modality")
    radius = number_cell(row, "coordinate_uncertainty_m")
    share = number_cell(row, "confidence")
    return CodedEvent(
        key=text_cell(row, "event_id", "id", "fid", "globalid", "incident_id", "entry", "entry_id", "uuid", "guid"),
        type=text_cell(row, *_TYPES, *known["type"]) or UNSPECIFIED[0],
        sub_type=text_cell(row, "sub_event_type", "sub_type", "subtype", *_TYPES, *known["type"]) or UNSPECIFIED[1],
        source=text_cell(row, "source", "publisher", "channel", *known["source"]) or "table",
        quote=text_cell(row, *_TEXTS, *known["text"]) or _longest_text(row),
        title=text_cell(row, "title", "headline", "name", *known["title"]) or None,
        url=text_cell(row, "source_url", "url", "link") or None,
        name=text_cell(row, *_PLACES, *known["place"], "name", *_SECOND_UNITS, *_FIRST_UNITS, "title"),
        position=coordinates(row, lat, lon),
        where_prec=integer_cell(row, "where_prec", within=range(1, 8)) or WHERE_PREC.get(integer_cell(row, "geo_precision") or 0),
        radius_m=radius if radius is not None and 0 <= radius <= _LARGEST_RADIUS_M else None,
        days=days,
        start=moment if moment and "event_date" not in row else None,
        precision=precision,
        published=_published(row),
        actors=actor_cells(row, "actor1", "actor2"),
        toll=_toll(row),
        language=text_cell(row, "lang", "language")[:2].lower() or None,
        modality=Modality(said) if said in set(Modality) else Modality.REPORTED,
        confidence=share if share is not None and 0 <= share <= 1 else 1.0,
        country=text_cell(row, *_COUNTRIES) or None,
        admin1=text_cell(row, *_FIRST_UNITS) or None,
        admin2=text_cell(row, *_SECOND_UNITS) or None,
    )


_COUNTS = {"killed": ("fatalities", "deaths", "killed"), "injured": ("injured", "wounded")}


def unread_counts(row: Row) -> int:
    """Return how many cells of a row should count people and cannot be read."""
    return sum(text_cell(row, *names) != "" and count_cell(row, *names) is None for names in _COUNTS.values())


def _published(row: Row) -> Moment | None:
    """Return when the report of a row was published: as exactly as a file of geomap says, else as the cell is written."""
    stamp, said = text_cell(row, "published_time"), text_cell(row, "published_precision")
    at = parse_stamp(stamp) if said in set(Precision) else None
    return parse_moment(stamp) if at is None else Moment(at, Precision(said))


def _longest_text(row: Row) -> str:
    """Return the longest cell that reads like a sentence, for tables whose column of texts has a name of its own; else ""."""
    texts = [text_cell(row, column) for column in row]
    return max((text for text in texts if text.count(" ") >= _SPACES_OF_SENTENCE and "://" not in text), key=len, default="")


def _toll(row: Row) -> Toll:
    killed, injured = (count_cell(row, *_COUNTS[role]) for role in ("killed", "injured"))
    low, high = killed if killed and killed[0] < killed[1] else (None, None)
    return Toll(
        fatalities=killed[0] if killed else None,
        fatalities_low=integer_cell(row, "fatalities_low") if low is None else low,
        fatalities_high=integer_cell(row, "fatalities_high") if high is None else high,
        fatalities_civilian=integer_cell(row, "fatalities_civilian"),
        injured=injured[0] if injured else None,
        injured_civilian=integer_cell(row, "injured_civilian"),
        missing=integer_cell(row, "missing"),
        displaced=integer_cell(row, "displaced", "evacuated"),
        rescued=integer_cell(row, "rescued"),
        arrested=integer_cell(row, "arrested", "detained"),
        ill=integer_cell(row, "ill"),
        losses_claimed=text_cell(row, "losses_claimed").lower() in ("true", "1"),
    )


GENERIC = Dataset("table", frozenset(), read_generic)
