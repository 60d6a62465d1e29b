"""Posts whose places are given, so that only the reading of events is tested."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from gazetteer.model import Place, PlaceKind
from geomap.events import RuleExtractor
from geomap.events.lexicon import lexicon
from geomap.events.sentence import Sentence, read_sentence
from geomap.lang.sentences import SentenceSpan
from geomap.model import Event, Mention, Part, PartKind, Post, Precision, Resolution, Role

NOON = datetime(2024, 3, 13, 10, 0, tzinfo=UTC)  # a Wednesday
KINDS = {
    "Turkey": "country",
    "Syria": "country",
    "Ukraine": "country",
    "Donetsk region": "region",
    "Kherson region": "region",
    "Sumy region": "region",
    "Lake Svitiaz": "water",
}
POSITIONS = {
    "Kharkiv": (49.99, 36.23),
    "Sumy": (50.91, 34.8),
    "Orikhiv": (47.57, 35.78),
    "Izium": (49.21, 37.25),
    "Kyiv": (50.45, 30.52),
    "Odesa": (46.48, 30.73),
    "Mykolaiv": (46.97, 32.0),
    "Toretsk": (48.4, 37.85),
    "Donetsk region": (48.05, 37.67),
    "Kherson region": (46.6, 33.5),
    "Kherson": (46.64, 32.61),
    "Turkey": (39.0, 35.0),
    "Syria": (35.0, 38.0),
    "Ukraine": (49.0, 32.0),
    "Lviv": (49.84, 24.03),
    "Warsaw": (52.23, 21.01),
    "Nurdagi": (37.18, 36.74),
    "Antakya": (36.2, 36.16),
    "Lyman": (48.99, 37.8),
    "Klishchiivka": (48.53, 37.96),
    "Andriivka": (48.5, 37.95),
    "Saltivka": (50.02, 36.34),
    "Lake Svitiaz": (51.5, 23.84),
    "Sumy region": (51.0, 34.0),
}
REGIONS = {"Toretsk": "Donetsk region", "Lyman": "Donetsk region", "Kherson": "Kherson region"}
COUNTRIES = {"Turkey": "TR", "Nurdagi": "TR", "Antakya": "TR", "Syria": "SY", "Warsaw": "PL"}


def place(name: str) -> Place:
    """Make one of the places the tests speak of."""
    lat, lon = POSITIONS[name]
    kind = PlaceKind(KINDS.get(name, "settlement"))
    radius_m = {PlaceKind.SETTLEMENT: 5000.0, PlaceKind.REGION: 100_000.0}.get(kind, 500_000.0)
    return Place(
        id=f"test:{name}",
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        country=COUNTRIES.get(name, "UA"),
        admin1=REGIONS.get(name),
    )


def make_post(  # noqa: PLR0913 - one for each field
    text: str,
    *,
    id: str = "post",  # noqa: A002 - the name of the field
    published: datetime | None = NOON,
    language: str = "en",
    page: str | None = None,
    precision: Precision = Precision.TIME,
) -> Post:
    """Make a post whose lines are a headline (if it starts with "# ") and paragraphs or items ("* ")."""
    parts: list[Part] = []
    body = ""
    for line in text.split("\n"):
        kind = {"# ": PartKind.HEADLINE, "* ": PartKind.ITEM}.get(line[:2], PartKind.PARAGRAPH)
        words = line if kind is PartKind.PARAGRAPH else line[2:]
        start = len(body)
        body += words
        parts.append(Part(kind=kind, start=start, end=len(body)))
        body += "\n"
    return Post(
        id=id,
        source="page",
        text=body,
        parts=tuple(parts),
        published_at=published,
        published_precision=precision,
        language=language,
        url=f"https://news.example/{id}",
        page=page,
    )


def resolve(post: Post, names: Mapping[str, str] | None = None) -> tuple[Resolution, ...]:
    """Find the places of the tests in a post; ``names`` adds spellings."""
    known = {name: name for name in POSITIONS} | dict(names or {})
    pattern = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)|\b(?:Russian|Ukrainian)\b", post.text)
    return tuple(_resolution(post, match, known) for match in found)


def _resolution(post: Post, match: re.Match[str], known: Mapping[str, str]) -> Resolution:
    literal = match.group() in known
    mention = Mention(
        post_id=post.id,
        start=match.start(),
        end=match.end(),
        text=match.group(),
        confidence=0.9,
        role=Role.LITERAL if literal else Role.DEMONYM,
    )
    return Resolution(mention=mention, place=place(known[match.group()]) if literal else None, confidence=0.9 if literal else None)


def read(text: str, *, language: str = "en", names: Mapping[str, str] | None = None) -> Sentence:
    """Read a text that is one sentence, with the places of the tests in it."""
    span = SentenceSpan(0, len(text), PartKind.PARAGRAPH, 0)
    return read_sentence(text, span, resolve(make_post(text, language=language), names), lexicon(language))


Tell = Callable[..., tuple[Event, ...]]


@pytest.fixture
def tell() -> Tell:
    """Read the events of one text."""

    def told(
        text: str, *, published: datetime | None = NOON, language: str = "en", precision: Precision = Precision.TIME
    ) -> tuple[Event, ...]:
        post = make_post(text, published=published, language=language, precision=precision)
        return RuleExtractor().events([post], [resolve(post)])[0]

    return told
