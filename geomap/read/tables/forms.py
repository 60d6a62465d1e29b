"""Columns under other names, and cells in other forms: what is known by its meaning is put where the readers of events look for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from geomap.lang import cached
from geomap.lang.pages import names_of_columns
from geomap.read.dates import parse_line
from geomap.read.tables.coding import Row

_WITHOUT_WEIGHT = """
gps the of no number num n total approx approximate estimated reported dd mm yyyy yy wgs84 wgs 84 decimal degrees deg utc gmt local
incident incidents event events occurrence people persons location
"""
_FORM_OF_DATE = """
dd mm yyyy yy ddmmyyyy mmddyyyy ddmmyy mmddyy jj aaaa tt jjjj дд мм рррр гггг
"""  # as in "Date (mm/dd/yyyy)"
_DATE_FORM = frozenset(_FORM_OF_DATE.split())
_NOISE = frozenset(_WITHOUT_WEIGHT.split())
_LATITUDE = frozenset({"lat", "latitude", "latitud", "широта"})
_LONGITUDE = frozenset({"lon", "lng", "long", "longitude", "longitud", "довгота", "долгота"})
_DATES = frozenset({"date", "dates", "datetime"})
_KILLED = frozenset({"killed", "dead", "deaths", "death", "fatalities", "fatality", "died"})
_INJURED = frozenset({"injured", "wounded", "injuries", "injury"})
_WORDS = (
    (_LATITUDE, "latitude"),
    (_LONGITUDE, "longitude"),
    (_DATES, "date"),
    (_KILLED, "killed"),
    (_INJURED, "injured"),
    (frozenset({"missing"}), "missing"),
    (frozenset({"displaced", "evacuated"}), "displaced"),
    (frozenset({"arrested", "detained"}), "arrested"),
)
_OF_BOTH = """
coordinates coordinate coords coord gps gps_coordinates gps_location lat_long lat_lon lat_lng latlong latlon latlng latitude_longitude
geo geom geometry wkt the_geom point geo_point geopoint geolocation location position coordenadas coordonnées координати координаты
"""
_PAIRS = frozenset(_OF_BOTH.split())  # columns that may hold latitude and longitude together
_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
_PAIR = re.compile(rf"[\[(]?\s*{_NUMBER}\s*[,;\s]\s*{_NUMBER}\s*[\])]?")
_POINT = re.compile(rf"(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*{_NUMBER}\s+{_NUMBER}(?:\s+\S+)?\s*\)", re.IGNORECASE)
_DEGREES = re.compile(
    r"""([NSEW])?\s*(\d{1,3}(?:[.,]\d+)?)\s*[°ºd˚]?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′m]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″s]|'')\s*)?([NSEW])?""",
    re.IGNORECASE,
)
_COUNTED = {10: 1, 13: 1000}  # digits of seconds and of milliseconds since 1970


def standard_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns, those that are made of a known word and of words without weight as the known one.

    "gps_lat" is a latitude and "date_of_incident_dd_mm_yyyy" a date, unless another column bears that name already.

    Args:
        columns: Names in the comparable form.
    """
    known = set(columns)
    found: list[str] = []
    for column in columns:
        name = _standard(column)
        found.append(column if name in known else name)
        known.add(name)
    return tuple(found)


@cached
def _counts_of_languages() -> dict[str, str]:
    names = names_of_columns(english=False)
    return {name: role for role in ("killed", "injured") for name in names.get(role, ())}


def _standard(column: str) -> str:
    counted = _counts_of_languages().get(column)
    if counted:
        return counted
    told = [word for word in column.split("_") if word not in _DATE_FORM]
    words = frozenset(told) - _NOISE
    return next((name for meant, name in _WORDS if words and words <= meant), "_".join(told) or column)


def with_implied(columns: Sequence[str], first: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns with those that other columns hold: a position in one cell, a day in three.

    Args:
        columns: Names of the columns.
        first: The cells of a row.
    """
    row = dict(zip(columns, first, strict=False))
    implied = completed(row).keys() - row.keys()
    return (*columns, *sorted(implied))


def completed(row: Row) -> Row:
    """Return the cells of a row with positions in degrees and days in ISO 8601, in whichever form they are written."""
    found = dict(row)
    for complete in _FORMS:
        complete(found)
    return found


def _position(row: dict[str, str]) -> None:
    """Take latitude and longitude from a cell with both, "47.57, 34.39" or "POINT (34.39 47.57)"."""
    if row.get("latitude") or row.get("lat"):
        return
    for column in _PAIRS & row.keys():
        cell = row[column].strip()
        if found := _PAIR.fullmatch(cell):
            row["latitude"], row["longitude"] = found.groups()
            row[column] = ""
        elif found := _POINT.fullmatch(cell):
            row["longitude"], row["latitude"] = found.groups()
            row[column] = ""


def _degrees(row: dict[str, str]) -> None:
    """Write degrees, minutes and seconds (47°34'12"N) as a decimal number."""
    for column in row.keys() & (_LATITUDE | _LONGITUDE):
        found = _DEGREES.fullmatch(row[column].strip())
        if found is None or not (found[1] or found[3] or found[5] or "°" in row[column]):
            continue
        parts = [float((part or "0").replace(",", ".")) for part in found.group(2, 3, 4)]
        value = parts[0] + parts[1] / 60 + parts[2] / 3600
        row[column] = f"{-value if (found[1] or found[5] or '').upper() in ('S', 'W') else value:.6f}"


def _day(row: dict[str, str]) -> None:
    """Take the day from columns of the year, the month and the day."""
    year, month, day = (row.get(name, "").strip().removesuffix(".0") for name in ("year", "month", "day"))
    if not (year.isdecimal() and len(year) == 4 and month) or row.get("date") or row.get("event_date"):  # noqa: PLR2004 - digits of a year
        return
    if month.isdecimal():
        row["date"] = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day.isdecimal() else "")
    elif (when := parse_line(f"{day or 1} {month} {year}")) is not None and when.day is not None:
        row["date"] = when.day.isoformat() if day else f"{when.day:%Y-%m}"


def _moments(row: dict[str, str]) -> None:
    """Write counts of seconds or milliseconds since 1970 as times."""
    for column, cell in row.items():
        digits = cell.removesuffix(".0")
        if len(digits) in _COUNTED and digits.isdecimal() and ("time" in column or "date" in column or column in _STARTS):
            moment = datetime.fromtimestamp(int(digits) / _COUNTED[len(digits)], UTC)
            is_day = moment.time() == moment.min.time() and "date" in column
            row[column] = moment.date().isoformat() if is_day else moment.isoformat()


_STARTS = frozenset({"when", "begin", "start", "occurred", "occurred_at", "started_at"})
_FORMS: tuple[Callable[[dict[str, str]], None], ...] = (_position, _degrees, _day, _moments)
_BETWEEN = re.compile(r"\s+(?:to|until|till|au|bis|al|–|—|-)\s+|\s*[–—]\s*|(?<=\d)/(?=\d{4}-)")
_SHORT_SPAN = re.compile(r"(\d{1,2})\s*[-–—/]\s*(\d{1,2})(?:[ .]\s*|\s+)([^\W\d]\D*\d{4}|\d{1,2}\.\d{4})")


def day_span(written: str, parse: Callable[[str], date | None]) -> tuple[date, date] | None:
    """Return the first and last day of a span ("3-5 March 2025", "2025-03-03 to 2025-03-05"), None where a cell is none.

    Args:
        written: The cell.
        parse: Returns the day of a date.
    """
    short = _SHORT_SPAN.fullmatch(written.strip())
    ends = [f"{short[1]} {short[3]}", f"{short[2]} {short[3]}"] if short else _BETWEEN.split(written.strip())
    if len(ends) != 2:  # noqa: PLR2004 - two ends
        return None
    first, last = parse(ends[0]), parse(ends[1])
    return (first, last) if first and last and first <= last else None
