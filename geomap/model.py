"""The data classes of geomap: documents, posts, mentions, resolutions, events.

All are immutable. A missing value is None: never 0, "" or the coordinates 0, 0. Times are time-zone aware and in UTC. Offsets
count code points of ``Post.text``; the end is not included.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.errors import shortened
from gazetteer.model import Candidate, Place
from geomap.change import Change, Since
from geomap.pins import calibrated
from geomap.region import Region
from geomap.runs import Run
from geomap.span import Span
from geomap.toll import OTHER_COUNTS, Toll
from geomap.town import Town
from geomap.vocabulary import MAPPED_BY_DEFAULT, GeoMethod, Modality, PartKind, Precision, Role, TimeBasis

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = (
    "BY_HAND", "MAPPED_BY_DEFAULT", "OTHER_COUNTS", "Analysis", "DataSource", "Document", "Event", "Evidence", "GeoMethod", "Mention",
    "Merged", "Modality", "Part", "PartKind", "Post", "Precision", "Problem", "Reason", "Region", "Resolution", "Role", "TimeBasis",
    "Toll", "Town", "When", "Where",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Document:
    """One input as it was received, with its bytes, so that every event can be traced to them."""

    origin: str  #: path as given, "-" for standard input, or an address
    content: bytes
    sha256: str
    media_type: str | None = None  #: as a server or a file name says; readers look at the content
    retrieved_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.retrieved_at is not None:
            _require_aware(self.retrieved_at, "retrieved_at")


class Part(NamedTuple):
    """A part ``[start, end)`` of the text of a post and what it is on its page. A plain tuple, because a page has thousands."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One entry of a live blog, one article or one message: the unit of text that is interpreted.

    ``text`` is in Unicode normalization form C and contains everything that is interpreted, including the headline, as ``parts``
    describe; readers leave out bylines, photo captions and credits. ``published_at`` is None if the page does not state it;
    where only a day or a month is stated, it is its first midnight in UTC and ``published_precision`` says so. ``page_title`` is the
    title of its page or feed. ``given_text`` is the text before normalization if it differs, so that offsets can be converted.
    """

    id: str
    source: str  #: publisher, channel, or the input's name
    text: str
    parts: tuple[Part, ...] = ()
    title: str | None = None
    page_title: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_precision: Precision = Precision.TIME
    updated_at: datetime | None = None
    updated_precision: Precision = Precision.TIME
    language: str | None = None  #: ISO 639-1; None: not determined
    author: str | None = None
    origin: str = ""  #: Document.origin it was read from
    given_text: str | None = None
    page: str | None = None  #: the page that the post shares with others; None: all posts of its source
    is_keyed: bool = False  #: the id is made of what the publisher calls the post (a guid, an anchor), not of its words
    document_sha256: str | None = field(default=None, compare=False)  #: of the document it was read from
    retrieved_at: datetime | None = field(default=None, compare=False)  #: when that document was fetched

    @property
    def precision(self) -> Precision | None:
        """How exactly the time of publication is known, None where it is not."""
        return None if self.published_at is None else self.published_precision

    @property
    def page_key(self) -> str:
        """The key that all posts of one page share. It is their page, or their source if no page is given."""
        return self.page if self.page is not None else self.source

    def __post_init__(self) -> None:
        text = self.text
        if not unicodedata.is_normalized("NFC", text):
            raise ValueError(f"the text of post {self.id} should be NFC")
        for moment in (self.published_at, self.updated_at, self.retrieved_at):
            if moment is not None and moment.tzinfo is not UTC:
                _require_aware(moment, f"a time of post {self.id}")
        length = len(text)
        for _, start, end in self.parts:
            if not 0 <= start <= end <= length:
                raise ValueError(f"a part of post {self.id} spans {start}..{end} of {length}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span ``[start, end)`` of the text of a post that names a place; ``confidence`` is the probability that it does."""

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
    """Evidence for (or, with a negative weight, against) a decision, in words."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Which place a mention refers to. ``place`` is None if no candidate fits; ``reasons`` say why.

    ``confidence`` is the calibrated probability that this is the place if the mention names one; None where there is no place;
    ``place_confidence`` is what files and tables have. ``is_stated`` is True where the text itself names, beside the mention or in its
    sentence, a region or country that holds the chosen place but not every candidate; other posts of the page may rely on it.
    ``is_surroundings`` is True where the gazetteer has no place of the name and ``place`` is the area around another place of the text.
    ``most_confidence`` is the most that ``confidence`` can be for want of support in the text (`geomap.pins`).
    """

    mention: Mention
    place: Place | None
    confidence: float | None
    candidates: tuple[Candidate, ...] = ()  #: best first
    reasons: tuple[Reason, ...] = ()
    is_stated: bool = False
    is_surroundings: bool = False
    most_confidence: float = 1.0

    @property
    def place_confidence(self) -> float | None:
        """The probability that the mention names a place times that it is ``place``, calibrated by `geomap.pins`; None without a place."""
        if self.confidence is None:
            return None
        is_spelled = bool(self.candidates) and self.candidates[0].similarity == 1.0 and not self.is_surroundings
        named = [each.place for each in self.candidates] if is_spelled else []
        return calibrated(self.confidence, self.mention.text, named, most=self.most_confidence) * self.mention.confidence

    @property
    def is_found(self) -> bool:
        """Whether the place is that of the name, and not only the area around another place of the text."""
        return self.place is not None and not self.is_surroundings

    def __post_init__(self) -> None:
        if (self.place is None) != (self.confidence is None):
            raise ValueError(f"resolution of {self.mention.text!r}: confidence goes with a place")
        if self.confidence is not None:
            _require_share(self.confidence, "a resolution's confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When an event happened: the UTC interval ``[start, end)`` and the local calendar days it covers.

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

    ``lat`` and ``lon`` (degrees, WGS 84) are a point, for an area a point inside it, and None if the location is unknown.
    ``area`` is an outline or corridor in lon, lat order, None for a point or a circle of ``radius_m``. ``geo_precision`` is the code
    of ACLED (1 to 3), ``where_prec`` that of UCDP (1 to 7). ``relation`` is the phrase that the geometry was derived from.
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
    stated: tuple[str | None, str | None, str | None] | None = None  #: country, admin1 and admin2 as a table gives them
    lies_in: Place | None = None  #: the unit that the point lies in, where that is not the place or around it (`geomap.units`)

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError(f"{self.name!r} has half a position")
        if self.geo_precision not in (None, 1, 2, 3):
            raise ValueError(f"geo_precision {self.geo_precision} is not 1, 2 or 3")
        if self.where_prec is not None and not 1 <= self.where_prec <= 7:
            raise ValueError(f"where_prec {self.where_prec} is not within 1..7")

    @property
    def place(self) -> Place | None:
        """The place in the gazetteer that the location is based on."""
        return self.resolution.place if self.resolution else None

    @property
    def unit(self) -> Place | None:
        """The place or unit by which the location is coded: the unit that the point lies in, else the place."""
        return self.lies_in if self.lies_in is not None else self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that an event is based on: ``quote`` is ``text[start:end]`` of the post; both are 0 where the offsets are not known."""

    post_id: str
    start: int
    end: int
    quote: str
    source: str
    published_at: datetime | None = None
    published_precision: Precision = Precision.TIME
    url: str | None = None
    title: str | None = None
    trigger: str | None = None
    toll: Toll = Toll()  # noqa: RUF009 - it is frozen
    toll_quote: str | None = None  #: the sentences that tell the counts, where ``quote`` does not
    spans: tuple[Span, ...] = field(default=(), compare=False)  #: the words of ``quote`` that tell the facts of the event
    toll_spans: tuple[Span, ...] = field(default=(), compare=False)  #: those of ``toll_quote``
    document_sha256: str | None = field(default=None, compare=False)  #: as that of the post
    retrieved_at: datetime | None = field(default=None, compare=False)

    @property
    def offsets(self) -> tuple[int, int] | None:
        """Where the quotation stands in the text of the post; None where that is not known."""
        return (self.start, self.end) if self.end > self.start else None

    @property
    def precision(self) -> Precision | None:
        """How exactly the time of publication is known, None where it is not."""
        return None if self.published_at is None else self.published_precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event: what happened where and when, to whom, according to whom, and with which confidence.

    The event mention of one post has one piece of evidence; an incident has those of all its event mentions, oldest first. Both have
    the same ``id``. ``type`` and ``sub_type`` are the names of ACLED where ACLED has the category; ``code`` is that of PLOVER.
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
    toll: Toll = Toll()  # noqa: RUF009 - it is frozen
    attribution: str | None = None  #: "regional governor on Telegram"
    language: str | None = None
    reasons: tuple[Reason, ...] = ()
    source_id: str | None = None  #: the id that its source gives it: that of a table of events, or of a feed with positions
    change: Change | None = None  #: what became of it since an earlier run; None where none was compared
    shown: bool | None = None  #: whether the map shows it; None where files list only what it shows

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"event {self.id} has no evidence")
        _require_share(self.confidence, "an event's confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read or used, described in one sentence."""

    origin: str
    text: str
    fatal: bool = False  #: nothing of this input could be used
    skipped: tuple[str, ...] = ()  #: what is left out of the input for it: "row 3", "item 2"

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", shortened(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A post or table event that is left out, because it is the same as another one."""

    kept_id: str  #: the post or event that stands for it
    alike: str  #: what both share: "id", "link" or "text"
    origin: str
    title: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource:
    """A provider of data of the gazetteer, as it must be credited wherever its places are shown."""

    name: str
    edition: str
    licence: str
    attribution: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that a run found, before any file is written. ``resolutions`` and ``tellings`` correspond to ``posts``.

    ``resolutions[i]`` is None if the language of post i is not supported. ``tellings`` are the event mentions of each post, of every
    modality and with the counts of that post. ``events`` are the incidents with one of the requested modalities, ``unsure`` those left
    out because of their confidence. ``names`` has names of places and ``regions`` by language ("uk") and id. ``withdrawn`` are the
    events of the earlier run ``since`` that are no longer among ``events``.
    """

    documents: tuple[Document, ...]
    posts: tuple[Post, ...]
    resolutions: tuple[tuple[Resolution, ...] | None, ...]
    tellings: tuple[tuple[Event, ...], ...]
    events: tuple[Event, ...]
    unsure: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    merged: tuple[Merged, ...] = ()
    data_sources: tuple[DataSource, ...] = ()
    gazetteer_edition: str = ""
    regions: tuple[Region, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    run: Run | None = None  #: what made it; None for an analysis that was not made by a run
    title: str | None = None  #: of the map
    towns: tuple[Town, ...] = ()  #: around the events
    listed: tuple[Event, ...] = ()  #: the events of tables and alerts, of every modality
    since: Since | None = None
    withdrawn: tuple[Event, ...] = ()
    corrections: tuple[Mapping[str, object], ...] | None = None  #: the history of the file of corrections; None without one

    @property
    def filed(self) -> tuple[Event, ...]:
        """The events that files list: those of the map, those withdrawn since an earlier run, and the unsure ones on request."""
        unsure = self.unsure if self.unsure and self.unsure[0].shown is not None else ()
        return (*self.events, *self.withdrawn, *unsure) if self.withdrawn or unsure else self.events

    @property
    def newest_time(self) -> datetime | None:
        """The newest time in the input. It is the date in pages and files, so that the same input gives the same bytes."""
        told = [moment for post in self.posts for moment in (post.published_at, post.updated_at) if moment is not None]
        if told:
            return max(told)
        return max((event.when.start for event in self.events if event.when is not None), default=None)  # a table of events has no posts


def _require_aware(moment: datetime, what: str) -> None:
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"{what} should be in UTC" if moment.utcoffset() is not None else f"{what} has no time zone")


def _require_share(value: float, what: str) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{what} is {value}, not within 0..1")
