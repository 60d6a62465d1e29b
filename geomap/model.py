"""The nouns of geomap: documents, posts, mentions, resolutions, events.

All are frozen and hold tuples, so a stage can pass them on without fear. Absence is None: never 0, "" or 0°N 0°E.
Times are aware and in UTC; offsets count code points, half open, and always index ``Post.text``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.model import Candidate, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class PartKind(StrEnum):
    """What a stretch of a post's text is on the page."""

    HEADLINE = "headline"
    HEADING = "heading"  # a heading inside the post
    PARAGRAPH = "paragraph"
    ITEM = "item"  # one bullet of a list


class Role(StrEnum):
    """How a mention names its place."""

    LITERAL = "literal"
    DEMONYM = "demonym"  # "Russian troops": context, never the site of an event
    EMBEDDED = "embedded"  # inside the name of an organisation: "Odesa Military Academy"


class Modality(StrEnum):
    """Who vouches for an event, and whether it is said to have happened at all."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    DENIED = "denied"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    BACKGROUND = "background"


MAPPED_BY_DEFAULT = frozenset({Modality.REPORTED, Modality.CLAIMED})


class TimeBasis(StrEnum):
    """What an event's time rests on."""

    STATED = "stated"  # "on January 29"
    RELATIVE = "relative"  # "on Tuesday", "overnight", from the post's own time
    PUBLISHED = "published"  # nothing said: the day of the post
    CORRECTED = "corrected"  # set by hand


class GeoMethod(StrEnum):
    """How an event got its geometry."""

    GAZETTEER = "gazetteer"  # the place itself
    RELATION = "relation"  # derived: "20 km east of", "between"
    TABLE = "table"  # coordinates that came with the input
    CORRECTION = "correction"  # set by hand
    COARSENED = "coarsened"  # blurred to a grid, for places that must not be shown exactly


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Document:
    """An input as it came: its bytes are kept, so that every mark on the map can be traced to them."""

    origin: str  # path as given, "-" for standard input, or an address
    content: bytes
    sha256: str
    media_type: str | None = None  # as a server or a file name says; readers look at the content
    retrieved_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.retrieved_at is not None:
            _require_aware(self.retrieved_at, "retrieved_at")


class Part(NamedTuple):
    """A stretch ``[start, end)`` of a post's text and what it is on the page. A plain tuple, since a page has thousands."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One entry of a live blog, one article, one message: the unit that tells events.

    ``text`` is NFC and holds all that is read, the headline included where the page has one as ``parts`` say; bylines,
    photo captions and credits are left out by the reader. ``published_at`` is None where the page does not say.
    ``page_title`` is the title of the page or feed that the post stands on, which all its posts share.
    ``given_text`` is the text before normalization where it differed, so that offsets can be mapped back.
    """

    id: str
    source: str  # publisher, channel, or the input's name
    text: str
    parts: tuple[Part, ...] = ()
    title: str | None = None
    page_title: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None  # ISO 639-1; None: not determined
    author: str | None = None
    origin: str = ""  # Document.origin it was read from
    given_text: str | None = None
    page: str | None = None  # the page that the post shares with others; None: all posts of its source

    @property
    def page_key(self) -> str:
        """What the posts of one page have in common: their page, or their source where no page is named."""
        return self.page if self.page is not None else self.source

    def __post_init__(self) -> None:
        text = self.text
        if not unicodedata.is_normalized("NFC", text):
            raise ValueError(f"the text of post {self.id} should be NFC")
        for moment in (self.published_at, self.updated_at):
            if moment is not None and moment.tzinfo is not UTC:
                _require_aware(moment, f"a time of post {self.id}")
        length = len(text)
        for _, start, end in self.parts:
            if not 0 <= start <= end <= length:
                raise ValueError(f"a part of post {self.id} spans {start}..{end} of {length}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span ``[start, end)`` of a post's text that names a place, with the probability that it does."""

    post_id: str
    start: int
    end: int
    text: str
    confidence: float
    role: Role = Role.LITERAL

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or self.start < 0:
            raise ValueError(f"mention {self.text!r} does not fit its span {self.start}..{self.end}")
        _require_share(self.confidence, "a mention's confidence")


BY_HAND = "corrected by hand"  # what the text of a `Reason` contains where a correction made it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What spoke for (or, with a negative weight, against) a choice, in words."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Which place a mention means. ``place`` None: nothing fits, and ``reasons`` say why.

    ``confidence`` is the calibrated probability that this is the place; None where there is no place. ``is_stated`` is True where the
    text itself names, beside the mention or in its sentence, a region or country that holds the chosen place but not every candidate
    ("Bilohorivka, Luhansk region"); other posts of the page may rely on it. It is not written to files.
    """

    mention: Mention
    place: Place | None
    confidence: float | None
    candidates: tuple[Candidate, ...] = ()  # best first
    reasons: tuple[Reason, ...] = ()
    is_stated: bool = False

    def __post_init__(self) -> None:
        if (self.place is None) != (self.confidence is None):
            raise ValueError(f"resolution of {self.mention.text!r}: confidence goes with a place")
        if self.confidence is not None:
            _require_share(self.confidence, "a resolution's confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When an event happened: the half-open UTC interval ``[start, end)`` and the local calendar days it covers.

    ``first_day`` and ``last_day`` are dates at the place, both included. ``precision`` is ACLED's: 1 day, 2 week, 3 month.
    """

    start: datetime
    end: datetime
    first_day: date
    last_day: date
    precision: int
    basis: TimeBasis

    def __post_init__(self) -> None:
        _require_aware(self.start, "an event's start")
        _require_aware(self.end, "an event's end")
        if self.start > self.end or self.first_day > self.last_day:
            raise ValueError("an event ends before it starts")
        if self.precision not in (1, 2, 3):
            raise ValueError(f"time precision {self.precision} is not 1, 2 or 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where an event happened: a resolved place, or a geometry derived from one or two of them.

    ``lat``, ``lon`` (degrees, WGS 84) are a point inside for areas too, None where nothing is known.
    ``area`` is an outline or corridor in lon, lat order, None for a point or a circle of ``radius_m``.
    ``geo_precision`` is ACLED's 1-3, ``where_prec`` UCDP's 1-7. ``relation`` is the phrase that was turned into geometry.
    """

    resolution: Resolution | None
    lat: float | None
    lon: float | None
    radius_m: float | None
    geo_precision: int | None
    where_prec: int | None
    method: GeoMethod
    name: str
    relation: str | None = None
    area: BaseGeometry | None = None

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError(f"{self.name!r} has half a position")
        if self.geo_precision not in (None, 1, 2, 3):
            raise ValueError(f"geo_precision {self.geo_precision} is not 1, 2 or 3")
        if self.where_prec is not None and not 1 <= self.where_prec <= 7:
            raise ValueError(f"where_prec {self.where_prec} is not within 1..7")

    @property
    def place(self) -> Place | None:
        """The gazetteer's place that this stands on."""
        return self.resolution.place if self.resolution else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How many were killed and hurt. None: nothing is told, which is not 0.

    ``low`` and ``high`` stand where a range is given ("two or three", "at least three" has low only).
    ``losses_claimed``: the figures hold losses that one side claims of the other.
    """

    fatalities: int | None = None
    fatalities_low: int | None = None
    fatalities_high: int | None = None
    fatalities_civilian: int | None = None
    injured: int | None = None
    injured_civilian: int | None = None
    losses_claimed: bool = False

    def __post_init__(self) -> None:
        for name in ("fatalities", "fatalities_low", "fatalities_high", "fatalities_civilian", "injured", "injured_civilian"):
            count = getattr(self, name)
            if count is not None and count < 0:
                raise ValueError(f"{name} {count} is below zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words an event rests on: ``quote`` is ``text[start:end]`` of the post."""

    post_id: str
    start: int
    end: int
    quote: str
    source: str
    published_at: datetime | None = None
    url: str | None = None
    title: str | None = None
    trigger: str | None = None
    toll: Toll = Toll()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, where, when, to whom, who says so and how sure that is.

    One post's telling has one piece of evidence; a merged incident has all of them, oldest first, the same ``id``.
    ``type`` and ``sub_type`` are ACLED's words where ACLED has one; ``code`` is PLOVER's.
    """

    id: str
    type: str
    sub_type: str
    code: str | None
    when: When | None
    where: Where
    evidence: tuple[Evidence, ...]
    modality: Modality
    confidence: float
    actors: tuple[str, ...] = ()
    toll: Toll = Toll()
    attribution: str | None = None  # "regional governor on Telegram"
    language: str | None = None
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"event {self.id} has no evidence")
        _require_share(self.confidence, "an event's confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read or used, told in one sentence."""

    origin: str
    text: str
    fatal: bool = False  # nothing of this input could be used


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource:
    """Whose data the gazetteer is made from, as it must be named wherever its places are shown."""

    name: str
    edition: str
    licence: str
    attribution: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A country (``admin1`` None) or first-level region in which events lie; ``area`` None where no outline is known."""

    id: str
    name: str
    country: str
    admin1: str | None = None
    area: BaseGeometry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All that a run found, before any file is written. ``resolutions`` and ``tellings`` go with ``posts`` by position.

    ``resolutions[i]`` is None where the language of post i cannot be read. ``tellings`` hold every modality and one
    post's own words and counts; ``events`` are the incidents they merge to, of the modalities asked for, and ``unsure``
    those among them that were left out as not sure enough. ``regions`` are those in which events lie. ``names`` are by language
    ("uk") and id those of places and regions for a page in that language, where the gazetteer has one.
    """

    documents: tuple[Document, ...]
    posts: tuple[Post, ...]
    resolutions: tuple[tuple[Resolution, ...] | None, ...]
    tellings: tuple[tuple[Event, ...], ...]
    events: tuple[Event, ...]
    unsure: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    data_sources: tuple[DataSource, ...] = ()
    gazetteer_edition: str = ""
    regions: tuple[Region, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def newest_time(self) -> datetime | None:
        """The newest time in the input: what pages and files bear as their date, so that the same input gives the same bytes."""
        told = [moment for post in self.posts for moment in (post.published_at, post.updated_at) if moment is not None]
        listed = [event.when.start for event in self.events if event.when is not None]  # a table of events has no posts
        times = told or listed
        return max(times, default=None)


def _require_aware(moment: datetime, what: str) -> None:
    if moment.utcoffset() is None:
        raise ValueError(f"{what} has no time zone")
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"{what} should be in UTC")


def _require_share(value: float, what: str) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{what} is {value}, not within 0..1")
