"""An analysis as columns of plain values, the data that the page's script reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from itertools import accumulate, islice
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from geomap.model import Analysis, Document, Event, Evidence, Precision, Reason, Resolution, Role, Toll
from geomap.regions import ALL_SPELLINGS
from geomap.render.changes import KINDS, changes_payload
from geomap.render.escape import web_link
from geomap.render.places import PlaceTable, RegionTable
from geomap.render.spans import flat, spans_of
from geomap.render.tellings import told_otherwise

MAX_UNRESOLVED = 500
MAX_UNSURE = 200
LEAST_LISTED = 0.3  # confidence below which more than two of three are false
# Above this a page holds where, when and what, but no sentences, links and reasons: a tab has no room for those of a million events.
MAX_WITH_WORDS = 250_000
FIRST_DAY = date(1970, 1, 1).toordinal()
SECONDS_PER_MINUTE = 60
TOLL_NAMES = tuple(part.name for part in fields(Toll))
toll_of = attrgetter(*TOLL_NAMES)  # tells tolls apart, many times as fast as their own hash

Member = tuple[str, Any]
_POST = ("source", "title", "url", "time", "precision", "fetched")
PRECISIONS = tuple(Precision)  # the page has their numbers

Rows = dict[Any, int]
Tolls = dict[Any, int | None]


def payload_of(analysis: Analysis, *, titled: bool = False, language: str = "en") -> Iterator[Member]:
    """Yield all that the page shows, in plain values; nothing in it is code. Names are those of ``language`` where it has them.

    Members that are iterators are objects whose members follow. Each is to be used up before the next is asked for: the tables of
    places, posts and the like are filled by the columns that stand before them.
    """
    yield from Tables(analysis, language).members()
    if analysis.since is not None:
        yield "changes", changes_payload(analysis.since, dict(enumerate(_of_the_page(analysis))))
    yield from about(analysis, titled=titled)


def is_wordless(analysis: Analysis) -> bool:
    """Return whether the page leaves out the sentences of its events, because they are too many."""
    return len(analysis.events) + len(analysis.withdrawn) > MAX_WITH_WORDS


def about(analysis: Analysis, *, titled: bool, wordless: bool = False) -> Iterator[Member]:
    """Yield what the page tells of how it was made, beside its events."""
    yield "made", _made_from(analysis) | {"titled": titled, "wordless": wordless}
    yield "unresolved", _unresolved(analysis)
    yield "unsure", _unsure(analysis)
    yield "problems", [[_file_name(problem.origin), problem.text] for problem in analysis.problems]
    yield (
        "data_sources",
        [[source.name, source.edition, source.licence, source.attribution, web_link(source.url)] for source in analysis.data_sources],
    )


class Tables:
    """The tables of one page, made column by column: what a column is made of is let go before the next."""

    def __init__(self, analysis: Analysis, language: str) -> None:
        self._events = _of_the_page(analysis)
        self._tellings = analysis.tellings
        self._places = place_table(analysis, language)
        self._regions = RegionTable(analysis.regions, analysis.events, analysis.names.get(language, {}))
        self._types: Rows = {}
        self._casts: Rows = {}
        self._reasons: Rows = {}
        self._tolls = new_tolls()
        self._posts: Rows = {}

    def members(self) -> Iterator[Member]:
        """Yield all tables."""
        yield "events", self._event_columns()
        yield "evidence", self._evidence_columns()
        yield "posts", ((name, [post[index] for post in self._posts]) for index, name in enumerate(_POST))
        yield "places", self._places.columns()
        yield "regions", self._regions.columns()
        yield "types", list(self._types)
        yield "casts", list(self._casts)
        yield "reasons", list(self._reasons)
        told = list(self._tolls)[1:]
        yield "tolls", {name: [toll[index] for toll in told] for index, name in enumerate(TOLL_NAMES)}

    def _event_columns(self) -> Iterator[Member]:
        events = self._events
        yield "id", [event.id for event in events]
        yield "type", rows([(event.type, event.sub_type) for event in events], self._types)
        yield "place", self._places.rows_of([event.where for event in events])
        yield from self._time_columns()
        yield "modality", [event.modality for event in events]
        yield "confidence", [round(event.confidence * 100) for event in events]
        yield "cast", rows([event.actors for event in events], self._casts)
        yield "attribution", [event.attribution for event in events]
        yield "toll", self._toll_rows([event.toll for event in events])
        # The first of an event's reports; they reach to the first of the next event.
        counts = accumulate([len(event.evidence) for event in events], initial=0)
        yield "evidence", list(islice(counts, len(events)))
        yield "reasons", [self._weighed(event.reasons) if event.reasons else () for event in events]
        yield "region", self._regions.rows_of([event.where for event in events])
        if events and events[0].change is not None:
            yield "change", [None if event.change is None else KINDS.index(event.change.kind) for event in events]

    def _time_columns(self) -> Iterator[Member]:
        whens = [event.when for event in self._events]
        yield "start", minutes(None if when is None else when.start for when in whens)
        yield "end", minutes(None if when is None else when.end for when in whens)
        yield "first", [None if when is None else when.first_day.toordinal() - FIRST_DAY for when in whens]
        yield "last", [None if when is None else when.last_day.toordinal() - FIRST_DAY for when in whens]
        yield "precision", [None if when is None else when.precision for when in whens]
        yield "basis", [None if when is None else when.basis for when in whens]

    def _evidence_columns(self) -> Iterator[Member]:
        told = [evidence for event in self._events for evidence in event.evidence]
        times = minutes(evidence.published_at for evidence in told)
        fetched = minutes(evidence.retrieved_at for evidence in told)
        reports = [
            (each.source, each.title, each.url, time, _exactness(each), seen) for each, time, seen in zip(told, times, fetched, strict=True)
        ]
        yield "post", rows(reports, self._posts)
        del reports, times
        yield "quote", [evidence.quote for evidence in told]
        yield "spans", [spans_of(evidence, event.where.resolution) for event in self._events for evidence in event.evidence]
        yield "toll", self._toll_rows([evidence.toll for evidence in told])
        figures = [(str(row), evidence) for row, evidence in enumerate(told) if evidence.toll_quote]
        yield "figures", {row: evidence.toll_quote for row, evidence in figures}
        yield (
            "figure_spans",
            {row: flat(evidence.toll_quote or "", evidence.toll_spans) for row, evidence in figures},
        )
        yield "told", told_otherwise(self._events, self._tellings)

    def _toll_rows(self, tolls: Iterable[Toll]) -> list[int | None]:
        known = self._tolls
        return [known.setdefault(key, len(known) - 1) for key in map(toll_of, tolls)]

    def _weighed(self, reasons: Sequence[Reason]) -> list[tuple[int, float]]:
        known = self._reasons
        return [(known.setdefault(reason.text, len(known)), round(reason.weight, 2)) for reason in reasons]


def place_table(analysis: Analysis, language: str) -> PlaceTable:
    """Return the table of the places of a page, with names of ``language`` where it has them."""
    names = analysis.names.get(language, {})
    return PlaceTable(
        names=names,
        spellings=analysis.names.get(ALL_SPELLINGS, {}),
        regions={(region.country, region.admin1): names[region.id] for region in analysis.regions if region.id in names},
    )


def new_tolls() -> Tolls:
    """Return a table of tolls; of what tells no numbers there is no row."""
    return {toll_of(Toll()): None}


def rows(values: Iterable[Hashable], known: Rows) -> list[int]:
    """Return each value its row in a table that holds every value once, and grows by those it does not know."""
    return [known.setdefault(value, len(known)) for value in values]


def minutes(moments: Iterable[datetime | None]) -> list[int | None]:
    """Return whole minutes since 1970 in UTC, which is as fine as news is."""
    return [None if moment is None else int(moment.timestamp() // SECONDS_PER_MINUTE) for moment in moments]


def _exactness(evidence: Evidence) -> int:
    return PRECISIONS.index(evidence.published_precision)


def _made_from(analysis: Analysis) -> dict[str, Any]:
    return {
        "documents": [_document(document) for document in analysis.documents],
        "posts": len(analysis.posts),
        "newest": minutes([analysis.newest_time])[0],
        "newest_precision": _newest_exactness(analysis),
        "gazetteer": analysis.gazetteer_edition,
    }


def _newest_exactness(analysis: Analysis) -> int:
    """Return how exactly the newest time is known, as the page has it."""
    newest = analysis.newest_time
    known = {post.published_precision for post in analysis.posts if post.published_at == newest}
    return PRECISIONS.index(known.pop() if len(known) == 1 else Precision.TIME)


def _document(document: Document) -> list[str | None]:
    return [_file_name(document.origin), web_link(document.origin), document.sha256[:12]]


def _file_name(origin: str) -> str:
    """Name a file without its folders, which are the maker's own affair."""
    return origin if web_link(origin) else PurePath(origin).name or origin


def _unresolved(analysis: Analysis) -> dict[str, Any]:
    """Names that got no place: how often each, and why the first time."""
    lost: list[Resolution] = [
        resolution
        for resolutions in analysis.resolutions
        for resolution in resolutions or ()
        if not resolution.is_found and resolution.mention.role is Role.LITERAL
    ]
    counts = Counter(resolution.mention.text for resolution in lost)
    why: dict[str, str | None] = {}
    for resolution in lost:
        why.setdefault(resolution.mention.text, resolution.reasons[0].text if resolution.reasons else None)
    return {
        "count": len(lost),
        "names": [[name, counts[name], why[name]] for name in _most_frequent(counts)[:MAX_UNRESOLVED] if name],
        "unread_posts": sum(resolutions is None for resolutions in analysis.resolutions),
    }


def _of_the_page(analysis: Analysis) -> tuple[Event, ...]:
    """Return the events of the map, and those withdrawn since an earlier run, which it shows on request."""
    return (*analysis.events, *analysis.withdrawn)


def _unsure(analysis: Analysis) -> list[list[Any]]:
    """List the events that were too unsure to be shown, the surest first: kind, place, day, confidence, quotation, source and address."""
    listed = sorted(
        (event for event in analysis.unsure if event.confidence >= LEAST_LISTED), key=lambda event: (-event.confidence, event.id)
    )
    return [_unsure_row(event) for event in listed[:MAX_UNSURE]]


def _unsure_row(event: Event) -> list[Any]:
    told = event.evidence[-1]
    day = None if event.when is None else event.when.first_day.toordinal() - FIRST_DAY
    return [event.sub_type, event.where.name, day, round(event.confidence * 100), told.quote, told.source, web_link(told.url)]


def _most_frequent(counts: Counter[str]) -> Sequence[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))
