"""Limits that the rules keep: of distances, days, containment and numbers, on both sides of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from geopy.distance import geodesic

from gazetteer.model import Place, PlaceKind
from geomap.events.coreference import are_coreferent
from geomap.events.lexicon import lexicon
from geomap.events.ontology import TimeKind
from geomap.events.sentence import digits_value, find_numbers
from geomap.events.spatial import contains
from geomap.events.temporal import Days, days_of, is_background, news_day
from geomap.events.time_model import TimeRef
from geomap.lang.grouped import grouped_tokens
from geomap.model import Event, Modality, TimeBasis
from tests.events.conftest import NOON, Tell, place

TODAY = date(2024, 3, 13)


def unit(name: str, kind: PlaceKind, **fields: object) -> Place:
    values: dict[str, object] = {"lat": 50.0, "lon": 30.0, "radius_m": 20_000.0, "country": "UA", **fields}
    return Place(id=f"t:{kind}:{name}", name=name, kind=kind, **values)  # type: ignore[arg-type]


COUNTRY = unit("Ukraine", PlaceKind.COUNTRY)
REGION = unit("Oblast", PlaceKind.REGION, admin1="Oblast")
DISTRICT = unit("Raion", PlaceKind.DISTRICT, admin1="Oblast", admin2="Raion")
TOWN = unit("Town", PlaceKind.SETTLEMENT, admin1="Oblast", admin2="Raion")
AREA = unit("Plain", PlaceKind.AREA, country=None)


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        (COUNTRY, TOWN, True),
        (COUNTRY, REGION, True),
        (COUNTRY, replace(TOWN, country="PL"), False),
        (COUNTRY, unit("Poland", PlaceKind.COUNTRY), False),
        (replace(COUNTRY, country=None), replace(TOWN, country=None), False),
        (REGION, TOWN, True),
        (REGION, DISTRICT, True),
        (REGION, replace(TOWN, admin1="Elsewhere"), False),
        (REGION, replace(TOWN, country="PL"), False),
        (REGION, replace(TOWN, admin1=None), False),
        (REGION, unit("Other", PlaceKind.REGION, admin1="Oblast"), False),
        (DISTRICT, TOWN, True),
        (DISTRICT, replace(TOWN, admin2="Elsewhere"), False),
        (DISTRICT, replace(TOWN, country="PL"), False),
        (DISTRICT, unit("Other", PlaceKind.DISTRICT, admin1="Oblast", admin2="Raion"), False),
        (DISTRICT, replace(TOWN, admin1=None, admin2=None), True),  # as near as its radius
        (DISTRICT, replace(TOWN, admin1=None, admin2=None, lat=50.3), False),
        (AREA, TOWN, True),
        (AREA, replace(TOWN, lat=50.19), False),
        (AREA, replace(TOWN, lat=None, lon=None), False),
        (AREA, DISTRICT, False),
        (TOWN, replace(TOWN, id="t:quarter"), False),
        (REGION, REGION, False),
        (AREA, replace(TOWN, lat=60.0, within=(AREA.id,)), True),  # the gazetteer says so
    ],
)
def test_what_lies_within_what(outer: Place, inner: Place, *, expected: bool) -> None:
    assert contains(outer, inner) is expected


@pytest.mark.parametrize(
    ("phrase", "radius_m"),
    [
        ("near Lyman", 10_000.0),
        ("in the Lyman area", 10_000.0),
        ("on the outskirts of Lyman", 5_000.0),  # the town is wider than its outskirts
        ("in the Lyman direction", 25_000.0),
        ("20 km from Lyman", 20_000.0),
    ],
)
def test_how_far_a_phrase_reaches(tell: Tell, phrase: str, radius_m: float) -> None:
    (event,) = tell(f"Heavy fighting went on {phrase} on Monday.")
    assert event.where.radius_m == radius_m


def test_a_part_of_a_region_is_half_of_it(tell: Tell) -> None:
    (event,) = tell("Shells hit the southern Kherson region on Tuesday.")
    region = place("Kherson region")
    away_km = float(geodesic((event.where.lat, event.where.lon), (region.lat, region.lon)).km)
    assert (away_km, event.where.radius_m) == (pytest.approx(50.0, abs=0.01), 50_000.0)
    assert event.where.lat is not None
    assert region.lat is not None
    assert event.where.lat < region.lat


def test_a_part_of_a_town_is_the_town(tell: Tell) -> None:
    (event,) = tell("Shells hit northern Kharkiv on Tuesday.")
    assert (event.where.lat, event.where.lon, event.where.radius_m) == (49.99, 36.23, 5000.0)


def moved(event: Event, *, km: float = 0.0, days: int = 0, basis: TimeBasis | None = None) -> Event:
    when = event.when
    assert when is not None
    assert event.where.lat is not None
    step = timedelta(days)
    return replace(
        event,
        where=replace(event.where, resolution=None, lat=event.where.lat + km / 111.195),
        when=replace(when, first_day=when.first_day + step, last_day=when.last_day + step, basis=basis or when.basis),
    )


@pytest.mark.parametrize(("km", "same"), [(0.0, True), (2.9, True), (3.1, False)])
def test_incidents_lie_within_three_kilometres(tell: Tell, km: float, *, same: bool) -> None:
    (event,) = tell("Shells hit Lyman on Tuesday.")
    assert are_coreferent(event, moved(event, km=km)) is same
    assert are_coreferent(moved(event, km=km), event) is same


@pytest.mark.parametrize(
    ("text", "basis", "days"),
    [
        ("Shells hit Lyman on Tuesday.", TimeBasis.RELATIVE, 0),
        ("Shells hit Lyman on Tuesday.", TimeBasis.PUBLISHED, 1),
        ("An earthquake hit Nurdagi on Tuesday.", TimeBasis.RELATIVE, 2),
    ],
)
def test_days_of_an_incident_are_so_far_apart_at_most(tell: Tell, text: str, basis: TimeBasis, days: int) -> None:
    (event,) = tell(text)
    for sign in (1, -1):
        near, far = moved(event, days=sign * days, basis=basis), moved(event, days=sign * (days + 1), basis=basis)
        assert (are_coreferent(event, near), are_coreferent(event, far)) == (True, False)
        assert (are_coreferent(near, event), are_coreferent(far, event)) == (True, False)


def test_events_of_other_kinds_or_without_a_time_are_told_apart(tell: Tell) -> None:
    (shells,) = tell("Shells hit Lyman on Tuesday.")
    (talks,) = tell("Talks were held in Lyman on Tuesday.")
    assert not are_coreferent(shells, talks)
    assert not are_coreferent(shells, replace(shells, when=None))
    assert are_coreferent(replace(shells, when=None), replace(shells, when=None))
    assert are_coreferent(shells, replace(shells, modality=Modality.CLAIMED))
    assert not are_coreferent(shells, replace(shells, modality=Modality.DENIED))


@pytest.mark.parametrize(
    ("days", "background"),
    [
        (Days(TODAY - timedelta(14), TODAY - timedelta(14)), False),
        (Days(TODAY - timedelta(15), TODAY - timedelta(15)), True),
        (Days(TODAY - timedelta(30), TODAY - timedelta(1), precision=2), False),
        (Days(TODAY - timedelta(15), TODAY, precision=3), True),
        (Days(TODAY - timedelta(14), TODAY, precision=3), False),
        (Days(TODAY - timedelta(15), TODAY, precision=1, since=True), True),
        (Days(TODAY - timedelta(14), TODAY, precision=3, since=True), False),
    ],
)
def test_what_ended_more_than_two_weeks_ago_is_background(days: Days, *, background: bool) -> None:
    assert is_background(days, TODAY) is background


@pytest.mark.parametrize(("hour", "minute", "day"), [(4, 59, 12), (5, 0, 13), (23, 59, 13)])
def test_posts_of_the_small_hours_tell_of_the_day_before(hour: int, minute: int, day: int) -> None:
    assert news_day(datetime(2024, 3, 13, hour, minute, tzinfo=UTC)) == date(2024, 3, day)


def ref(kind: TimeKind, number: int | None = None, **fields: int | bool) -> TimeRef:
    return TimeRef(kind, 0, 1, number, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expression", "first", "last", "precision"),
    [
        (ref(TimeKind.TODAY), 0, 0, 1),
        (ref(TimeKind.TOMORROW), 1, 1, 1),
        (ref(TimeKind.NEXT), 1, 14, 2),
        (ref(TimeKind.PAST_DAYS), -3, 0, 2),
        (ref(TimeKind.PAST_DAYS, 1), -1, 0, 1),
        (ref(TimeKind.PAST_DAYS, 2), -2, 0, 2),
        (ref(TimeKind.PAST_WEEK), -7, 0, 2),
        (ref(TimeKind.PAST_WEEKS), -14, 0, 2),
        (ref(TimeKind.PAST_WEEKS, 3), -21, 0, 3),
        (ref(TimeKind.PAST_MONTHS), -60, 0, 3),
        (ref(TimeKind.DAYS_AGO), -1, -1, 1),
        (ref(TimeKind.DAYS_AGO, 4), -4, -4, 1),
        (ref(TimeKind.WEEKDAY, 2), 0, 0, 1),  # "on Wednesday", on a Wednesday
        (ref(TimeKind.WEEKDAY, 2, previous=True), -7, -7, 1),
        (ref(TimeKind.WEEKDAY, 1, previous=True), -1, -1, 1),
        (ref(TimeKind.WEEKDAY, 3), -6, -6, 1),
        (ref(TimeKind.WEEKDAY, 1, night=True), -1, 0, 1),
        (ref(TimeKind.WEEKDAY, 2, night=True), 0, 0, 1),
        (ref(TimeKind.WEEKDAY, 2, coming=True), 7, 7, 1),
        (ref(TimeKind.WEEKDAY, 4, coming=True), 2, 2, 1),
        (ref(TimeKind.WEEKDAY, 0, since=True), -2, 0, 2),
        (ref(TimeKind.DATE, day=5, month=3, since=True), -8, 0, 3),
        (ref(TimeKind.DATE, day=6, month=3, since=True), -7, 0, 2),
        (ref(TimeKind.MONTH, month=3), -12, 18, 3),
    ],
)
def test_what_expressions_mean_on_a_wednesday(expression: TimeRef, first: int, last: int, precision: int) -> None:
    days = days_of(expression, NOON)
    assert days is not None
    assert ((days.first - TODAY).days, (days.last - TODAY).days, days.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("expression", "first"),
    [
        (ref(TimeKind.MONTH, month=4), date(2023, 4, 1)),
        (ref(TimeKind.MONTH, month=3, previous=True), date(2023, 3, 1)),
        (ref(TimeKind.MONTH, month=2, previous=True), date(2024, 2, 1)),
        (ref(TimeKind.MONTH, month=3, coming=True), date(2025, 3, 1)),
        (ref(TimeKind.MONTH, month=12, year=2021), date(2021, 12, 1)),
        (ref(TimeKind.DATE, day=30, month=12), date(2023, 12, 30)),  # the nearest
        (ref(TimeKind.DATE, day=2, month=6), date(2024, 6, 2)),
        (ref(TimeKind.LAST_MONTH), date(2024, 2, 1)),
        (ref(TimeKind.LAST_YEAR), date(2023, 1, 1)),
        (ref(TimeKind.YEAR, year=2014), date(2014, 1, 1)),
    ],
)
def test_months_and_dates_without_a_year(expression: TimeRef, first: date) -> None:
    days = days_of(expression, NOON)
    assert days is not None
    assert days.first == first


def test_a_day_that_the_calendar_lacks_is_none() -> None:
    assert days_of(ref(TimeKind.DATE, day=30, month=2), NOON) is None


def test_a_weekday_ahead_is_the_next_one() -> None:
    days = days_of(ref(TimeKind.WEEKDAY, 4), NOON, ahead=True)
    assert days is not None
    assert (days.first, days.coming) == (date(2024, 3, 15), True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,419", 3419),
        ("3.419", 3419),
        ("7.8", None),
        ("1,234,567", 1234567),
        ("1,23", None),
        ("1234,567", None),
        ("10:00", None),
        ("28", 28),
    ],
)
def test_digits(text: str, value: int | None) -> None:
    assert digits_value(text) == value


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "forty-three", [43]),
        ("en", "one hundred and five", [100, 5]),
        ("en", "two hundred five", [205]),
        ("en", "three thousand two hundred", [3200]),
        ("en", "two dozen", [24]),
        ("en", "a dozen", [12]),
        ("en", "3 419 people", [3419]),
        ("en", "12 000", [12000]),
        ("en", "1200 300", [1200, 300]),
        ("en", "5 thousand", [5000]),
        ("en", "twenty thirty", [20, 30]),
        ("uk", "двадцять три", [23]),
        ("ru", "сорок пять", [45]),
    ],
)
def test_numbers_in_words(language: str, text: str, values: list[int]) -> None:
    found = find_numbers(grouped_tokens(text, 0, len(text)), lexicon(language))
    assert [number.value for number in found.values()] == values
