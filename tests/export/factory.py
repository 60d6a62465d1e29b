"""Analyses of our own making for the exporters: odd text, null places, areas, times with seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import shapely
from hypothesis import strategies as st

from gazetteer import Place, PlaceKind
from geomap.model import (
    OTHER_COUNTS,
    Analysis,
    DataSource,
    Event,
    Evidence,
    GeoMethod,
    Mention,
    Modality,
    Post,
    Resolution,
    TimeBasis,
    Toll,
    When,
    Where,
)

NOON = datetime(2023, 1, 31, 12, 0, 30, tzinfo=UTC)


def place(name: str = "Vovchansk", lat: float = 50.29078, lon: float = 36.94108) -> Place:
    return Place(
        id="geonames:689304",
        name=name,
        kind=PlaceKind.SETTLEMENT,
        lat=lat,
        lon=lon,
        radius_m=3000,
        country="UA",
        admin1="Kharkiv Oblast",
        within=("geonames:706482", "geonames:690791"),
    )


def where(lat: float | None = 50.29078, lon: float | None = 36.94108, *, area: shapely.Geometry | None = None, precision: int = 1) -> Where:
    resolution = None
    if lat is not None and lon is not None:
        mention = Mention(post_id="p", start=0, end=9, text="Vovchansk", confidence=0.9)
        resolution = Resolution(mention=mention, place=place(lat=lat, lon=lon), confidence=0.9)
    return Where(
        resolution=resolution,
        lat=lat,
        lon=lon,
        radius_m=3000.0 if lat is not None else None,
        geo_precision=precision if lat is not None else None,
        where_prec=1 if lat is not None else None,
        method=GeoMethod.GAZETTEER,
        name="Vovchansk",
        area=area,
    )


def event(number: int = 0, *, at: Where | None = None, text: str = "Shelling killed two people.", toll: Toll = Toll()) -> Event:  # noqa: B008 - frozen
    start = NOON + timedelta(hours=number)
    return Event(
        id=f"event-{number}",
        type="Explosions/Remote violence",
        sub_type="Shelling/artillery/missile attack",
        code="ASSAULT",
        when=When(
            start=start,
            end=start + timedelta(days=1),
            first_day=date(2023, 1, 31),
            last_day=date(2023, 2, 1),
            precision=1,
            basis=TimeBasis.RELATIVE,
        ),
        where=at or where(),
        evidence=(
            Evidence(post_id="p", start=0, end=len(text), quote=text, source="A page", published_at=NOON, url="https://example.org/1"),
        ),
        modality=Modality.REPORTED,
        confidence=0.87654,
        actors=("Military Forces of Russia",),
        toll=toll,
        language="en",
    )


def analysis(events: tuple[Event, ...] = (), *, text: str = "Vovchansk was shelled.") -> Analysis:
    post = Post(id="p", source="A page", text=text, title="A title", published_at=NOON, language="en", origin="page.txt")
    mention = Mention(post_id="p", start=0, end=min(9, len(text)), text=text[:9], confidence=0.9)
    resolutions = (Resolution(mention=mention, place=place(), confidence=0.9), Resolution(mention=mention, place=None, confidence=None))
    return Analysis(
        documents=(),
        posts=(post,),
        resolutions=(resolutions,),
        tellings=(events,),
        events=events,
        data_sources=(DataSource(name="GeoNames", edition="2026", licence="CC BY 4.0", attribution="GeoNames"),),
        gazetteer_edition="test",
    )


SQUARE = shapely.Polygon([(36, 50), (36, 51), (37, 51), (37, 50)])  # clockwise: the wrong way round, to be turned

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=60)
counts = st.none() | st.integers(0, 2_000_000)
tolls = st.builds(Toll, fatalities=counts, injured=counts, losses_claimed=st.booleans(), **dict.fromkeys(OTHER_COUNTS, counts))
wheres = st.one_of(
    st.builds(where, st.floats(-89, 89), st.floats(-179, 179)),
    st.just(where(None, None)),
    st.just(where(50.5, 36.5, area=SQUARE, precision=3)),
    st.just(where(48.0, 37.7, precision=3)),
)
names = texts.filter(str.strip)  # what is not known is None, never an empty text


def odd_event(number: int, at: Where, text: str, toll: Toll, words: tuple[str, bool]) -> Event:
    name, told = words
    made = event(number, at=replace(at, name=name), text=text, toll=toll)
    evidence = made.evidence[0]
    if told:
        return replace(made, actors=(name, name), evidence=(replace(evidence, source=name, url=name),))
    return replace(made, when=None, language=None, code=None, actors=(), evidence=(replace(evidence, published_at=None, url=None),))


event_lists = st.lists(st.tuples(wheres, texts, tolls, st.tuples(names, st.booleans())), max_size=6).map(
    lambda rows: tuple(odd_event(i, *row) for i, row in enumerate(rows))
)
