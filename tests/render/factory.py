"""Analyses made by hand: a small one of everything, one with hostile text, and large ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.model import Place, PlaceKind
from geomap.model import (
    Analysis,
    DataSource,
    Document,
    Event,
    Evidence,
    GeoMethod,
    Mention,
    Modality,
    Post,
    Problem,
    Reason,
    Resolution,
    TimeBasis,
    Toll,
    When,
    Where,
)

TYPES = ("Battles", "Explosions/Remote violence", "Protests", "aid", "Riots", "diplomacy")
DAY = datetime(2024, 5, 3, tzinfo=UTC)


def place(name: str, lat: float, lon: float, kind: PlaceKind = PlaceKind.SETTLEMENT, radius_m: float = 3000.0) -> Place:
    return Place(
        id=f"test:{name}", name=name, kind=kind, lat=lat, lon=lon, radius_m=radius_m, country="UA", admin1="Kharkiv", timezone="Europe/Kyiv"
    )


def when(day: int = 0, days: int = 1, precision: int = 1) -> When:
    start = DAY + timedelta(days=day)
    first = start.date()
    return When(
        start=start - timedelta(hours=3),
        end=start + timedelta(days=days, hours=-3),
        first_day=first,
        last_day=first + timedelta(days=days - 1),
        precision=precision,
        basis=TimeBasis.STATED,
    )


def document(origin: str) -> Document:
    return Document(origin=origin, content=b"x", sha256="ab" * 32)


def mention(text: str) -> Mention:
    return Mention(post_id="p", start=0, end=len(text), text=text, confidence=0.9)


def where(place_: Place | None, *, mention: Mention | None = None, area: BaseGeometry | None = None, name: str = "") -> Where:
    resolution = None
    if place_ is not None:
        meant = mention or Mention(post_id="p", start=0, end=len(place_.name), text=place_.name, confidence=0.9)
        resolution = Resolution(mention=meant, place=place_, confidence=0.9)
    wide = place_ is not None and place_.kind in (PlaceKind.REGION, PlaceKind.COUNTRY)
    return Where(
        resolution=resolution,
        lat=place_.lat if place_ else None,
        lon=place_.lon if place_ else None,
        radius_m=place_.radius_m if place_ else None,
        geo_precision=None if place_ is None else 3 if wide else 1,
        where_prec=None,
        method=GeoMethod.GAZETTEER,
        name=place_.name if place_ else name,
        area=area,
    )


def event(number: int, where_: Where, *, quote: str = "", **changes: object) -> Event:
    quote = quote or f"Shells fell on {where_.name} at dawn, the mayor said ({number})."
    evidence = Evidence(
        post_id=f"post-{number}",
        start=0,
        end=len(quote),
        quote=quote,
        source="Example Wire",
        published_at=DAY + timedelta(hours=number % 24),
        url=f"https://news.example/{number}",
        title=f"Report {number} from {where_.name}",
    )
    made = Event(
        id=f"event-{number:06d}",
        type="Explosions/Remote violence",
        sub_type="Shelling/artillery/missile attack",
        code="ASSAULT",
        when=when(number % 5),
        where=where_,
        evidence=(evidence,),
        modality=Modality.REPORTED,
        confidence=0.86,
        actors=("Army of Somewhere",),
        toll=Toll(fatalities=2, injured=5),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def sample() -> Analysis:
    """One of everything that the page draws."""
    izium = place("Izium", 49.21, 37.26)
    city = place("Kharkiv", 49.98, 36.25, radius_m=12000.0)
    town = place("Chuhuiv", 49.84, 36.69)
    region = place("Kharkiv region", 49.6, 36.6, PlaceKind.REGION, 130000.0)
    country = place("Ukraine", 49.0, 32.0, PlaceKind.COUNTRY, 600000.0)
    outline = shapely.Polygon([(35.0, 49.0), (35.5, 50.4), (37.6, 50.2), (38.2, 49.4), (37.0, 48.7), (35.6, 48.8)])
    events = (
        event(1, where(city)),
        event(2, where(city), type="Protests", sub_type="Peaceful protest", toll=Toll(), actors=()),
        event(3, where(izium), type="Battles", sub_type="Armed clash", modality=Modality.CLAIMED, attribution="general staff"),
        event(4, where(town), type="humanitarian", sub_type="evacuation", toll=Toll(fatalities_low=3)),
        event(5, where(region, area=outline), type="Strategic developments", sub_type="Other", when=when(0, 7, 2)),
        event(6, where(country), type="statement", sub_type="statement", when=None),
        event(7, where(None, name="Nowhereville"), type="accident", sub_type="accident"),
    )
    return analysis(events)


def analysis(events: tuple[Event, ...], **changes: object) -> Analysis:
    post = Post(id="p", source="Example Wire", text="Lostville was named.", published_at=DAY + timedelta(days=4, hours=7))
    lost = Resolution(
        mention=Mention(post_id="p", start=0, end=9, text="Lostville", confidence=0.8),
        place=None,
        confidence=None,
        reasons=(Reason(text="no place of this name is known", weight=-1.0),),
    )
    made = Analysis(
        documents=(document("folder/input.txt"),),
        posts=(post,),
        resolutions=((lost,),),
        tellings=(events,),
        events=events,
        problems=(Problem(origin="folder/bad.txt", text="bad.txt is not text"),),
        data_sources=(
            DataSource(name="GeoNames", edition="2026-01", licence="CC BY 4.0", attribution="© GeoNames", url="https://www.geonames.org/"),
        ),
        gazetteer_edition="test-1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def many(count: int, spots: int = 4000) -> Analysis:
    """``count`` events over a year at ``spots`` towns, with texts of their own."""
    return _at([place(f"Town {n}", 44.5 + (n * 37 % 800) / 100, 22.5 + (n * 53 % 1750) / 100) for n in range(min(spots, count))], count)


def distinct(count: int) -> Analysis:
    """``count`` events over a year, each at a town of its own: the worst case of a page of many events."""
    return analysis(tuple(each_distinct(count)))


def each_distinct(count: int) -> Iterator[Event]:
    """Yield the events of `distinct` one by one."""
    # Multiples of these two fractions fill a square evenly and without repetition.
    for n in range(count):
        town = n * 7919 % count
        yield _event_at(n, where(place(f"Town {town}", 44.5 + town * 0.7548776662 % 1 * 8, 22.5 + town * 0.5698402910 % 1 * 17.5)))


def _at(places: list[Place], count: int) -> Analysis:
    at = [where(each) for each in places]
    return analysis(tuple(_event_at(n, at[n * 7919 % len(at)]) for n in range(count)))


def _event_at(n: int, at: Where) -> Event:
    quote = f"Report number {n} says that shells fell near {at.name} in the night, hurting {n % 13} people."
    return event(n, at, type=TYPES[n % len(TYPES)], when=when(n % 365), quote=quote)


def day_number(offset: int) -> int:
    """The day ``offset`` days after the first, as the page counts days."""
    return (DAY.date() + timedelta(days=offset)).toordinal() - date(1970, 1, 1).toordinal()
