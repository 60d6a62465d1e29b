"""Times are read by the calendar at the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.ontology import TimeKind
from geomap.events.temporal import days_of, interval, is_background, zone, zone_of
from geomap.events.time_model import TimeRef
from geomap.model import Modality, Precision, TimeBasis
from tests.conftest import tries
from tests.events.conftest import Tell, place


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Monday", 11, 11),
        ("on Wednesday morning", 13, 13),
        ("overnight", 12, 13),
        ("last night", 12, 13),
        ("on Monday night", 11, 12),
        ("late on Tuesday", 12, 12),
        ("yesterday", 12, 12),
        ("this morning", 13, 13),
        ("in the past 24 hours", 12, 13),
        ("over the past day", 12, 13),
        ("in the past 48 hours", 11, 13),
        ("within 72 hours", 10, 13),
        ("six hours ago", 13, 13),
        ("a few days ago", 10, 13),
        ("a week ago", 6, 6),
        ("ten days earlier", 3, 3),
        ("over the weekend", 9, 10),
        ("on March 8", 8, 8),
        ("on 8 March 2024", 8, 8),
        ("three days ago", 10, 10),
        ("last week", 4, 10),
    ],
)
def test_expressions(tell: Tell, words: str, first: int, last: int) -> None:
    (event,) = tell(f"Shells hit a school in Kharkiv {words}.")
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day) == (date(2024, 3, first), date(2024, 3, last))


def test_the_genitive_dates_the_act(tell: Tell) -> None:
    (event,) = tell("Two people died in Sunday's strike on Odesa, the mayor said on Wednesday.")
    assert event.when is not None
    assert event.when.first_day == date(2024, 3, 10)


def test_the_day_of_speech_is_not_the_day_of_the_act(tell: Tell) -> None:
    (event,) = tell("The governor said on Wednesday that shells had hit Kharkiv on Monday.")
    assert event.when is not None
    assert event.when.first_day == date(2024, 3, 11)


@pytest.mark.parametrize("born", ["born in 1965", "born on 5 March 1965"])
def test_the_year_of_a_birth_is_not_the_day_of_the_act(tell: Tell, born: str) -> None:
    (event,) = tell(f"Shells killed a man {born} in Kharkiv on Monday.")
    assert event.when is not None
    assert event.when.first_day == date(2024, 3, 11)
    (event,) = tell(f"Shells killed a man {born} in Kharkiv.")
    assert event.when is not None
    assert event.when.basis is TimeBasis.PUBLISHED


def test_nothing_said_is_the_day_of_the_post_at_the_place(tell: Tell) -> None:
    late = datetime(2024, 3, 13, 23, 30, tzinfo=UTC)  # half past one on Thursday in Kharkiv: still Wednesday's news
    (event,) = tell("Shells hit a school in Kharkiv.", published=late)
    assert event.when is not None
    assert (event.when.first_day, event.when.basis) == (date(2024, 3, 13), TimeBasis.PUBLISHED)


def test_without_a_time_there_is_none(tell: Tell) -> None:
    (event,) = tell("Shells hit a school in Kharkiv.", published=None)
    assert event.when is None


@pytest.mark.parametrize("words", ["in 2014", "on October 8, 2022", "in January", "last year", "since December", "two years ago"])
def test_what_is_long_past_is_background(tell: Tell, words: str) -> None:
    (event,) = tell(f"Shells hit a school in Kharkiv {words}.")
    assert event.modality is Modality.BACKGROUND


def test_the_interval_is_the_local_day_in_utc() -> None:
    ref = TimeRef(TimeKind.WEEKDAY, 0, 1, 0)
    kyiv = zone("Europe/Kyiv")
    assert kyiv is not None
    days = days_of(ref, datetime(2024, 3, 13, 12, tzinfo=kyiv))
    assert days is not None
    when = interval(days, kyiv)
    assert (when.start, when.end) == (datetime(2024, 3, 10, 22, tzinfo=UTC), datetime(2024, 3, 11, 22, tzinfo=UTC))


def test_a_place_without_a_zone_keeps_nautical_time() -> None:
    offset = zone_of(place("Kharkiv")).utcoffset(None)
    assert offset == timedelta(hours=2)


KINDS = [kind for kind in TimeKind if kind is not TimeKind.DATE]


@settings(deadline=None, max_examples=tries(200))
@given(
    kind=st.sampled_from(KINDS),
    number=st.one_of(st.none(), st.integers(0, 6)),
    month=st.integers(1, 12),
    year=st.integers(1, 9999),
    local=st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),  # noqa: DTZ001 - made aware at once
    since=st.booleans(),
)
def test_any_expression_gives_days_in_order(  # noqa: PLR0913 - one for each field
    kind: TimeKind, number: int | None, month: int, year: int, local: datetime, *, since: bool
) -> None:
    days = days_of(TimeRef(kind, 0, 1, number, month=month, year=year, since=since), local)
    if days is None:
        return
    assert days.first <= days.last or since
    assert is_background(days, local.date()) in {True, False}
    if days.first <= days.last < date.max - timedelta(1):
        assert interval(days, UTC).start < interval(days, UTC).end


@pytest.mark.parametrize(
    ("published", "precision"),
    [
        (datetime(2024, 5, 10, tzinfo=UTC), Precision.DAY),
        (datetime(2024, 5, 9, 22, 0, tzinfo=UTC), Precision.TIME),  # midnight there
    ],
)
@pytest.mark.parametrize(("words", "day"), [("", 10), (" on Friday", 10), (" on Thursday", 9), (" yesterday", 9), (" three days ago", 7)])
def test_a_source_that_tells_the_day_alone_is_of_that_day(
    tell: Tell, published: datetime, precision: Precision, words: str, day: int
) -> None:
    (event,) = tell(f"Shells hit a school in Kharkiv{words}.", published=published, precision=precision)
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day) == (date(2024, 5, day), date(2024, 5, day))


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("", date(2024, 2, 1), date(2024, 2, 29), 3),
        (" on Tuesday", date(2024, 2, 1), date(2024, 2, 29), 3),
        (" yesterday", date(2024, 2, 1), date(2024, 2, 29), 3),
        (" on 3 February", date(2024, 2, 3), date(2024, 2, 3), 1),
        (" on 30 January", date(2024, 1, 30), date(2024, 1, 30), 1),
    ],
)
def test_a_source_that_tells_its_month_alone(tell: Tell, words: str, first: date, last: date, precision: int) -> None:
    (event,) = tell(f"Shells hit a school in Kharkiv{words}.", published=datetime(2024, 2, 1, tzinfo=UTC), precision=Precision.MONTH)
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day, event.when.precision) == (first, last, precision)
    assert event.modality is Modality.REPORTED


def test_just_after_midnight_the_news_is_of_the_day_before(tell: Tell) -> None:
    (event,) = tell("Shells hit a school in Kharkiv.", published=datetime(2024, 5, 9, 22, 20, tzinfo=UTC))
    assert event.when is not None
    assert event.when.first_day == date(2024, 5, 9)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("A drone hit Sumy on Monday. Two days earlier, shells hit a school in Kharkiv.", {"Sumy": 11, "Kharkiv": 9}),
        ("On 5 March a drone hit Sumy, and two days later shells hit a school in Kharkiv.", {"Sumy": 5, "Kharkiv": 7}),
        ("A drone hit Sumy on 5 March. The following day, shells hit a school in Kharkiv.", {"Sumy": 5, "Kharkiv": 6}),
        ("A drone hit Sumy on 5 March. A day earlier, shells hit a school in Kharkiv.", {"Sumy": 5, "Kharkiv": 4}),
        ("Police said on Monday that a bomb had killed a man in Sumy two days earlier.", {"Sumy": 9}),
        ("A drone hit Sumy on Monday, a day after shells hit a school in Kharkiv.", {"Sumy": 11, "Kharkiv": 10}),
        ("Shells hit a school in Kharkiv two days earlier.", {"Kharkiv": 11}),
    ],
)
def test_days_that_count_from_another_day(tell: Tell, text: str, days: dict[str, int]) -> None:
    assert {event.where.name: event.when and event.when.first_day for event in tell(text)} == {
        name: date(2024, 3, day) for name, day in days.items()
    }


@pytest.mark.parametrize(
    ("text", "day", "modality"),
    [
        ("Shells hit a school in Kharkiv on March 25.", date(2023, 3, 25), Modality.BACKGROUND),
        ("Shells hit a school in Kharkiv on December 25.", date(2023, 12, 25), Modality.BACKGROUND),
        ("Shells hit a school in Kharkiv on March 5.", date(2024, 3, 5), Modality.REPORTED),
        ("Shells will hit a school in Kharkiv on March 25.", date(2024, 3, 25), Modality.PLANNED),
        ("The two presidents hold talks in Kharkiv on March 25.", date(2024, 3, 25), Modality.PLANNED),
    ],
)
def test_what_has_happened_did_so_before_the_post(tell: Tell, text: str, day: date, modality: Modality) -> None:
    (event,) = tell(text)
    assert (event.when and event.when.first_day, event.modality) == (day, modality)
