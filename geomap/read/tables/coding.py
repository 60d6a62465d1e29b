"""Coded events: the cells of a row, their codes translated, and the Event made of them."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from geomap.model import Event, Evidence, GeoMethod, Modality, Precision, TimeBasis, Toll, When, Where
from geomap.read.dates import Moment, is_empty_stamp, parse_line, parse_stamp
from geomap.read.normalize import clean_text

Row = Mapping[str, str]

DAY, WEEK, MONTH = 1, 2, 3  # ACLED's time_precision
_ONE_DAY = timedelta(days=1)
# Metres within which an event lies, by UCDP's where_prec: 1 the place itself, 2 near it, 3 a district, 4 a province, 5 a part of a
# country larger than that, 6 the country, 7 a sea or its airspace (UCDP GED Codebook, "where_prec"). 25 km is the codebook's own
# for 2; the others are round figures, so that nothing wide is drawn as a pin.
RADIUS_M = {1: 5_000.0, 2: 25_000.0, 3: 50_000.0, 4: 100_000.0, 5: 200_000.0, 6: 500_000.0, 7: 500_000.0}
GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3}  # ACLED's for UCDP's
WHERE_PREC = {1: 1, 2: 2, 3: 4}  # UCDP's for ACLED's
_ID_DIGITS = 16


@dataclass(slots=True, kw_only=True)
class CodedEvent:
    """What the row of a dataset states; None for what it does not.

    Attributes:
        key: The dataset's identifier of the event.
        type: ACLED event type, or the name of another kind.
        sub_type: ACLED sub-event type.
        source: Who reported it.
        quote: The text of the report.
        title: A headline.
        url: Address of the report.
        name: Name of the place.
        position: Latitude and longitude in degrees.
        where_prec: Precision of the position on UCDP's scale, 1 to 7.
        radius_m: Radius in metres within which it happened.
        days: First and last local day on which it may have happened.
        start: The moment, where that is known.
        precision: Precision of the time on ACLED's scale: 1 day, 2 week, 3 month.
        basis: What the time is based on.
        zone: The zone of ``days``.
        published: When the report was published.
        actors: Who took part.
        toll: Casualties.
        language: ISO 639-1 code of the report.
        modality: Whether it is reported as a fact.
        confidence: 0 to 1.
        country: The country, as it is written.
        admin1: The first-level unit.
        admin2: The second-level unit.
        source_id: The identifier that the source gives the event.
        row: The number of its row, where it is in a table.
    """

    key: str
    type: str
    sub_type: str
    source: str
    quote: str = ""
    title: str | None = None
    url: str | None = None
    name: str | None = None
    position: tuple[float, float] | None = None  # lat, lon
    where_prec: int | None = None
    radius_m: float | None = None
    days: tuple[date, date] | None = None  # local, both included
    start: datetime | None = None  # where the moment is known
    precision: int = DAY
    basis: TimeBasis = TimeBasis.STATED
    zone: tzinfo | None = None
    published: Moment | None = None
    actors: tuple[str, ...] = ()
    toll: Toll = field(default_factory=Toll)
    language: str | None = None
    modality: Modality = Modality.REPORTED
    confidence: float = 1.0
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    source_id: str | None = None
    row: int | None = None


class RowIds:
    """Tells which rows of a table are the same event: those of one id, never those that are merely equal.

    Attributes:
        repeated: How many rows have the id of another row and tell something else.
    """

    def __init__(self) -> None:
        self.repeated = 0
        self._known: dict[str, tuple[object, ...]] = {}
        self._equal: Counter[str] = Counter()

    def identified(self, coded: CodedEvent, row: Row, number: int) -> CodedEvent:
        """Return what a row states with a key that is its own, the id that its source gives it, and the number of the row."""
        coded.source_id = coded.source_id or coded.key or None
        coded.row = number
        if not coded.key:
            cells = "\x1f".join(row.values())
            self._equal[cells] += 1
            coded.key = cells if self._equal[cells] == 1 else f"{cells}\x1f{self._equal[cells]}"
            return coded
        told = (coded.sub_type, coded.days, coded.start, coded.position, coded.name)
        if self._known.setdefault(coded.key, told) != told:
            self.repeated += 1
            coded.key = f"{coded.key}\x1frow {number}"
        return coded


def make_event(coded: CodedEvent, *, dataset: str, zone: tzinfo) -> Event:
    """Return the event that a row states.

    Args:
        coded: The row.
        dataset: Name of the dataset, which is part of the event's id.
        zone: Zone of the local days where the dataset names none.
    """
    name = hashlib.sha256(f"{dataset}\x1f{coded.key}".encode()).hexdigest()[:_ID_DIGITS]
    evidence = Evidence(
        post_id=coded.source_id or (name if coded.row is None else f"row {coded.row}"),
        start=0,
        end=len(coded.quote),
        quote=coded.quote,
        source=coded.source,
        published_at=coded.published.at if coded.published else None,
        published_precision=coded.published.precision if coded.published else Precision.TIME,
        url=coded.url,
        title=coded.title,
        toll=coded.toll,
    )
    return Event(
        id=name,
        type=coded.type,
        sub_type=coded.sub_type,
        code=None,
        when=_when(coded, coded.zone or zone),
        where=_where(coded),
        evidence=(evidence,),
        modality=coded.modality,
        confidence=coded.confidence,
        actors=coded.actors,
        toll=coded.toll,
        language=coded.language,
        source_id=coded.source_id,
    )


def _when(coded: CodedEvent, zone: tzinfo) -> When | None:
    if coded.days is None:
        return None
    first, last = coded.days
    try:
        start = coded.start or datetime.combine(first, datetime.min.time(), zone).astimezone(UTC)
        end = coded.start or datetime.combine(last + _ONE_DAY, datetime.min.time(), zone).astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return None
    return When(start=start, end=end, first_day=first, last_day=last, precision=coded.precision, basis=coded.basis)


def _where(coded: CodedEvent) -> Where:
    lat, lon = coded.position or (None, None)
    known = coded.where_prec if lat is not None else None
    return Where(
        resolution=None,
        lat=lat,
        lon=lon,
        radius_m=None if lat is None else coded.radius_m if coded.radius_m is not None else RADIUS_M.get(known or 0),
        geo_precision=GEO_PRECISION.get(known or 0),
        where_prec=known,
        method=GeoMethod.TABLE,
        name=coded.name or coded.admin2 or coded.admin1 or coded.country or "place not named",
        stated=units if any(units := (coded.country, coded.admin1, coded.admin2)) else None,
    )


def text_cell(row: Row, *names: str) -> str:
    """Return the first of the columns that is not empty, as clean text; "" where all are."""
    found = next((value for name in names if (value := row.get(name, "").strip())), "")
    return clean_text(found).strip()


def number_cell(row: Row, *names: str) -> float | None:
    """Return the first of the columns as a finite number, None where it is not one."""
    try:
        value = float(text_cell(row, *names).replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def integer_cell(row: Row, *names: str, within: range = range(10**9)) -> int | None:
    """Return the first of the columns as an integer, None where it is not one or not in ``within``."""
    value = number_cell(row, *names)
    return int(value) if value is not None and value.is_integer() and int(value) in within else None


_COUNT = re.compile(
    r"[^\d-]*(\d{1,3}(?:[ ,'\u00a0\u202f]\d{3}){1,2}|\d{1,9})(?:\s*(?:-|–|—|to)\s*(\d{1,9}))?\D*"
)  # "at least 5", "1,234", "5-7"


def count_cell(row: Row, *names: str) -> tuple[int, int] | None:
    """Return the least and the most that the first of the columns that is not empty counts; None where it does not count."""
    written = text_cell(row, *names)
    found = _COUNT.fullmatch(written)
    if found is None or written.isdecimal():
        whole = integer_cell(row, *names)
        return None if whole is None else (whole, whole)
    least = int(re.sub(r"\D", "", found[1]))
    most = int(found[2]) if found[2] else least
    return (least, most) if least <= most else None


def coordinates(row: Row, lat: str = "latitude", lon: str = "longitude") -> tuple[float, float] | None:
    """Return latitude and longitude in degrees; None where they are missing, out of range, or 0, 0, which stands for missing."""
    north, east = number_cell(row, lat), number_cell(row, lon)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180 or (north == 0 and east == 0):  # noqa: PLR2004 - the ends of the scales
        return None
    return north, east


def parse_day(written: str) -> date | None:
    """Return the day of a date as datasets write it: 2023-01-31, 20230131, 31 January 2023; a time of day after it is ignored."""
    if is_empty_stamp(written) and (":" in written or not written.startswith("1970")):  # a day of 1970 may be meant
        return None
    try:
        return date.fromisoformat(written[:10] if "-" in written[:8] else written[:8] if written[:8].isdigit() else written)
    except ValueError:
        when = parse_line(written)
        if when is not None and when.day is not None and when.has_year:
            return when.day
        moment = parse_stamp(written)
        return moment.date() if moment else None


def day_range(middle: date | None, precision: int) -> tuple[date, date] | None:
    """Return the days that a date stands for.

    Args:
        middle: The date.
        precision: ACLED's ``time_precision``: 1 the day itself, 2 the week around it, 3 its month.
    """
    if middle is None or precision == DAY:
        return None if middle is None else (middle, middle)
    try:
        if precision == WEEK:
            return middle - 3 * _ONE_DAY, middle + 3 * _ONE_DAY
        return middle.replace(day=1), (middle.replace(day=28) + 4 * _ONE_DAY).replace(day=1) - _ONE_DAY
    except OverflowError:
        return middle, middle


def actor_cells(row: Row, *names: str) -> tuple[str, ...]:
    """Return the actors in the columns that are not empty."""
    return tuple(name for column in names if (name := text_cell(row, column)))
