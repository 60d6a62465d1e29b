"""Which events of different posts are found to be one incident, and what they say together."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.model import Place, PlaceKind
from geomap.events.coreference import are_coreferent, merge
from geomap.events.gate.shipped import shipped_vectors
from geomap.events.incidents.features import Telling
from geomap.events.incidents.linking import LEAST, incident_ids, probability_of
from geomap.events.incidents.model import shipped_pairs
from geomap.model import BY_HAND, Event, Evidence, GeoMethod, Mention, Modality, Reason, Resolution, TimeBasis, Toll, When, Where
from tests.conftest import tries
from tests.events.conftest import NOON

DAY = date(2024, 3, 13)
LAT, LON = 50.0, 30.0
TOWN = Place(id="t:town", name="Town", kind=PlaceKind.SETTLEMENT, lat=LAT, lon=LON, radius_m=5000.0, country="UA")
SHELLING, FLOOD, CLASH = "Shelling/artillery/missile attack", "Flood", "Armed clash"


def where(place: Place | None = TOWN, *, north_km: float = 0.0, east_km: float = 0.0, method: GeoMethod = GeoMethod.GAZETTEER) -> Where:
    mention = Mention(post_id="p", start=0, end=4, text="Town", confidence=0.9)
    return Where(
        resolution=Resolution(mention=mention, place=place, confidence=0.9 if place else None),
        lat=LAT + north_km / 111.195,
        lon=LON + east_km / 71.475,
        radius_m=5000.0,
        geo_precision=None,
        where_prec=None,
        method=method,
        name="Town",
    )


def when(first: int = 0, last: int | None = None, basis: TimeBasis = TimeBasis.RELATIVE) -> When:
    """The days from ``first`` to ``last``, counted from the day of the tests."""
    days = [DAY + timedelta(first), DAY + timedelta(first if last is None else last)]
    start, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (days[0], days[1] + timedelta(1)))
    return When(start=start, end=end, first_day=days[0], last_day=days[1], precision=1, basis=basis)


def event(post: str = "a", hour: int = 0, **fields: object) -> Event:
    toll = fields.get("toll", Toll())
    evidence = Evidence(post_id=post, start=0, end=1, quote="x", source="s", published_at=NOON + timedelta(hours=hour), toll=toll)  # type: ignore[arg-type]
    values: dict[str, object] = {
        "id": post, "type": "T", "sub_type": SHELLING, "code": None, "when": when(), "where": where(), "evidence": (evidence,),
        "modality": Modality.REPORTED, "confidence": 0.5,
    }  # fmt: skip
    return Event(**{**values, **fields})  # type: ignore[arg-type]


@st.composite
def tellings(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from([PlaceKind.SETTLEMENT, PlaceKind.REGION]))
    moved = draw(st.sampled_from([GeoMethod.GAZETTEER, GeoMethod.RELATION]))
    north, east = (draw(st.floats(-4.0, 4.0)) for _ in range(2))
    own = replace(TOWN, kind=kind)
    other = replace(TOWN, id=f"t:{north},{east}", kind=kind, lat=LAT + north / 111.195, lon=LON + east / 71.475)
    place = draw(st.sampled_from([own, other]))
    off = place is other or moved is GeoMethod.RELATION
    first = draw(st.integers(-4, 4))
    return event(
        sub_type=draw(st.sampled_from([SHELLING, FLOOD, CLASH, "Fire", "a type of one's own"])),
        when=draw(st.sampled_from([None, when(first, first + draw(st.integers(0, 3)), draw(st.sampled_from(list(TimeBasis))))])),
        where=where(place, north_km=north if off else 0.0, east_km=east if off else 0.0, method=moved),
        modality=draw(st.sampled_from([Modality.REPORTED, Modality.CLAIMED, Modality.DENIED])),
    )


@settings(deadline=None, max_examples=tries(100))
@given(one=tellings(), other=tellings())
def test_all_that_are_likely_one_are_found_and_nothing_else(one: Event, other: Event) -> None:
    second = event("b", sub_type=other.sub_type, when=other.when, where=other.where, modality=other.modality)
    assert are_coreferent(one, second) == are_coreferent(second, one)
    told = [Telling.of(event, shipped_vectors()) for event in (one, second)]
    assert (len(set(incident_ids([one, second]))) == 1) == (probability_of(*told, shipped_pairs()) >= LEAST)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (where(), where(), True),
        (where(), where(north_km=2.9, method=GeoMethod.RELATION), True),
        (where(), where(north_km=3.1, method=GeoMethod.RELATION), False),  # "3 km north of X" is not X
        (where(), where(method=GeoMethod.RELATION), True),
        (where(), where(replace(TOWN, id="t:other"), north_km=2.9), True),
        (where(), where(replace(TOWN, id="t:other"), north_km=3.1), False),
        (where(), where(replace(TOWN, id="t:region", kind=PlaceKind.REGION)), False),
        (where(replace(TOWN, kind=PlaceKind.REGION)), where(replace(TOWN, kind=PlaceKind.REGION)), True),
        (where(None), where(None), True),
    ],
)
def test_one_place(first: Where, second: Where, *, same: bool) -> None:
    assert are_coreferent(event(where=first), event("b", where=second)) is same


def test_places_without_a_position_are_one_by_their_name() -> None:
    nowhere = replace(where(None), lat=None, lon=None)
    placed = replace(where(), lat=None, lon=None)
    assert len(set(incident_ids([event(where=nowhere), event("b", where=nowhere)]))) == 1
    assert len(set(incident_ids([event(where=nowhere), event("b", where=replace(nowhere, name="Village"))]))) == 2
    assert len(set(incident_ids([event(where=nowhere), event("b", where=placed)]))) == 2


@pytest.mark.parametrize(("days", "same"), [(0, True), (40, True), (42, True), (43, False), (200, False)])
def test_of_a_long_event_some_forty_days_are_looked_through(days: int, *, same: bool) -> None:
    drought = event(sub_type="Drought", when=when(0, 300))
    later = event("b", sub_type="Drought", when=when(days))
    assert (len(set(incident_ids([drought, later]))) == 1) is same


def test_a_post_tells_an_incident_once() -> None:
    assert incident_ids([event(), replace(event(), id="again")]) == ["a", "again"]


@pytest.mark.parametrize(
    ("tolls", "ids"),
    [
        ((5, 6), ["a", "a"]),
        ((5, 5), ["a", "a"]),
        ((5, 4), ["a", "b"]),
        ((5, None), ["a", "a"]),
        ((None, 4), ["a", "a"]),
        ((0, 0), ["a", "a"]),
        ((5, 4, None), ["a", "b", "b"]),  # the newer of two incidents
        ((5, None, 4), ["a", "a", "c"]),
        ((5, 4, 5), ["a", "b", "b"]),
    ],
)
def test_a_toll_does_not_fall(tolls: tuple[int | None, ...], ids: list[str]) -> None:
    told = [event("abc"[at], at, toll=Toll(fatalities=toll)) for at, toll in enumerate(tolls)]
    assert incident_ids(told) == ids


def test_a_single_event_stays_as_it_is() -> None:
    one = event(reasons=(Reason(text="r", weight=1.0),))
    assert merge([(one,)]) == (one,)


def test_each_count_is_that_of_the_newest_post_that_gives_it() -> None:
    tolls = [Toll(fatalities=2, missing=9, displaced=300), Toll(fatalities=3, missing=4, arrested=1), Toll(ill=7)]
    told = merged(*(event("abc"[at], at, toll=toll) for at, toll in enumerate(tolls)))
    assert told.toll == Toll(fatalities=3, missing=4, displaced=300, arrested=1, ill=7)


def test_incidents_come_by_time_then_id() -> None:
    events = [event("b"), event("a"), event("c", when=when(-1)), event("d", when=None)]
    assert [one.id for one in merge([events])] == ["d", "c", "a", "b"]


def merged(*events: Event) -> Event:
    (one,) = merge([[replace(each, id="same")] for each in events])
    return one


def test_the_time_of_the_firmest_basis_stands_then_the_shorter_one_then_the_first() -> None:
    bases = [TimeBasis.CORRECTED, TimeBasis.STATED, TimeBasis.RELATIVE, TimeBasis.PUBLISHED]
    for better, worse in itertools.pairwise(bases):
        assert merged(event("a", 0, when=when(0, basis=worse)), event("b", 1, when=when(1, basis=better))).when == when(1, basis=better)
    assert merged(event("a", 0, when=when(0, 1)), event("b", 1, when=when(1))).when == when(1)
    assert merged(event("a", 0, when=when(0)), event("b", 1, when=when(1))).when == when(0)
    assert merged(event("a", 0, when=None), event("b", 1, when=when(1))).when == when(1)


def test_the_most_exact_place_stands_and_one_corrected_by_hand_before_all() -> None:
    rough, exact, unknown = (replace(where(), radius_m=radius) for radius in (9000.0, 10.0, None))
    by_hand = replace(where(method=GeoMethod.CORRECTION), radius_m=20_000.0)
    assert merged(event("a", 0, where=rough), event("b", 1, where=exact)).where == exact
    assert merged(event("a", 0, where=unknown), event("b", 1, where=rough)).where == rough
    assert merged(event("a", 0, where=exact), event("b", 1, where=by_hand)).where == by_hand


def test_what_the_newest_tells_of_each_figure_stands() -> None:
    first = Toll(fatalities=3, fatalities_low=3, fatalities_civilian=1, injured=7, injured_civilian=2, losses_claimed=True)
    second = Toll(injured=9)
    told = merged(event("a", 0, toll=first), event("b", 1, toll=second), event("c", 2)).toll
    assert told == replace(first, injured=9, injured_civilian=None)
    assert not merged(event("a", 0, toll=replace(first, losses_claimed=False)), event("b", 1, toll=second)).toll.losses_claimed


def test_evidence_is_in_order_of_time_and_nobody_is_named_twice() -> None:
    one = event("b", 1, actors=("A", "B"), attribution="mayor", confidence=0.4, modality=Modality.CLAIMED)
    other = event("a", 2, actors=("B", "C"), attribution="governor", confidence=0.8, modality=Modality.REPORTED)
    first = event("c", 0, actors=(), confidence=0.6, modality=Modality.CLAIMED)
    told = merged(other, one, first)
    assert [evidence.post_id for evidence in told.evidence] == ["c", "b", "a"]
    assert (told.actors, told.attribution, told.confidence, told.modality) == (("A", "B"), "mayor", 0.8, Modality.REPORTED)
    assert merged(one, first).modality is Modality.CLAIMED


def test_the_reasons_are_those_of_the_surest_and_those_given_by_hand() -> None:
    sure, weak = Reason(text="sure", weight=1.0), Reason(text="weak", weight=1.0)
    hand = Reason(text=f"moved {BY_HAND}", weight=1.0)
    told = merged(event("a", 0, confidence=0.2, reasons=(weak, hand)), event("b", 1, confidence=0.9, reasons=(sure,)))
    assert told.reasons == (sure, hand)
