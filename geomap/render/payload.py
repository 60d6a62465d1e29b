"""An analysis as columns of plain values, the data that the page's script reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from gazetteer.collector import collector_paused
from geomap.model import Analysis, Document, Event, Evidence, Resolution, Role, Toll, When
from geomap.render.areas import Areas
from geomap.render.inert import web_link
from geomap.render.spots import Spots

MAX_UNRESOLVED = 500
# Above this a page holds where, when and what, but no sentences, links and reasons: a tab has no room for those of a million events.
MAX_WITH_WORDS = 250_000
_FIRST_DAY = date(1970, 1, 1).toordinal()
SECONDS_PER_MINUTE = 60
_NO_TOLL = Toll()
_NO_MARK = (None, None)
_NO_TIME = (None,) * 6


@dataclass(slots=True)
class Table:
    """Values kept once; ``index_of`` gives each its row."""

    values: list[Any] = field(default_factory=list)
    _known: dict[Hashable, int] = field(default_factory=dict)

    def index_of(self, value: Hashable) -> int | None:
        """Give the row of ``value``, None for None."""
        if value is None:
            return None
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = len(self.values)
            self.values.append(value)
        return known


class Columns:
    """The columns of one table while they are filled, row by row."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self._rows: list[tuple[object, ...]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, *row: object) -> None:
        """Add a row, in the order of the names."""
        self._rows.append(row)

    @property
    def by_name(self) -> dict[str, list[Any]]:
        """The columns as lists."""
        return {name: [row[index] for row in self._rows] for index, name in enumerate(self._names)}


class Tables:
    """The tables of one page while they are filled."""

    def __init__(self, analysis: Analysis, language: str) -> None:
        names = analysis.names.get(language, {})
        self.wordless = len(analysis.events) > MAX_WITH_WORDS
        self.spots = Spots(names=names, regions={(r.country, r.admin1): names[r.id] for r in analysis.regions if r.id in names})
        self.areas = Areas(analysis.regions, analysis.events, names)
        self.types, self.casts, self.reasons, self.tolls, self.posts = Table(), Table(), Table(), Table(), Table()
        self.evidence = Columns("post", "quote", "mark", "mark_end", "toll")
        self.events = Columns(
            *("id", "type", "place", "start", "end", "first", "last", "precision", "basis"),
            *("modality", "confidence", "cast", "attribution", "toll", "evidence", "reasons", "region"),
        )
        self._toll_rows: dict[int, int | None] = {id(_NO_TOLL): None}
        for event in analysis.events:
            self._add(event)

    def _add(self, event: Event) -> None:
        first = len(self.evidence)
        if self.wordless:
            self._add_source(event.evidence[0])
        else:
            for evidence in event.evidence:
                self._add_evidence(evidence, event.where.resolution)
        reasons = () if self.wordless else event.reasons
        self.events.add(
            str(len(self.events)) if self.wordless else event.id,
            self.types.index_of((event.type, event.sub_type)),
            self.spots.index_of(event.where),
            *(_NO_TIME if event.when is None else _times(event.when)),
            event.modality,
            round(event.confidence * 100),
            self.casts.index_of(event.actors),
            event.attribution,
            self._toll(event.toll),
            first,  # up to the first of the next event
            [[self.reasons.index_of(reason.text), round(reason.weight, 2)] for reason in reasons] if reasons else (),
            self.areas.row_of(event.where),
        )

    def _add_evidence(self, evidence: Evidence, resolution: Resolution | None) -> None:
        time = None if evidence.published_at is None else _minutes(evidence.published_at)
        post = (evidence.source, evidence.title, evidence.url, time)
        self.evidence.add(self.posts.index_of(post), evidence.quote, *_mark(evidence, resolution), self._toll(evidence.toll))

    def _add_source(self, evidence: Evidence) -> None:
        """Keep of a report who published it and when, without its words."""
        time = None if evidence.published_at is None else _minutes(evidence.published_at)
        self.evidence.add(self.posts.index_of((evidence.source, None, None, time)), "", None, None, None)

    def _toll(self, toll: Toll) -> int | None:
        # The analysis holds its tolls all the while, so their identities stand for them.
        if id(toll) not in self._toll_rows:
            self._toll_rows[id(toll)] = None if toll == _NO_TOLL else self.tolls.index_of(toll)
        return self._toll_rows[id(toll)]

    def columns(self) -> dict[str, Any]:
        """Give all tables column by column."""
        posts = self.posts.values
        return {
            "events": self.events.by_name,
            "evidence": self.evidence.by_name,
            "posts": {
                "source": [post[0] for post in posts],
                "title": [post[1] for post in posts],
                "url": [post[2] for post in posts],
                "time": [post[3] for post in posts],
            },
            "places": self.spots.columns(),
            "regions": self.areas.columns(),
            "types": self.types.values,
            "casts": self.casts.values,
            "reasons": self.reasons.values,
            "tolls": {name.name: [getattr(toll, name.name) for toll in self.tolls.values] for name in fields(Toll)},
        }


def payload_of(analysis: Analysis, *, titled: bool = False, language: str = "en") -> dict[str, Any]:
    """Give all that the page shows, in plain values; nothing in it is code. Names are those of ``language`` where it has them."""
    with collector_paused():
        tables = Tables(analysis, language)
        columns = tables.columns()
    return columns | {
        "made": _made_from(analysis) | {"titled": titled, "wordless": tables.wordless},
        "unresolved": _unresolved(analysis),
        "problems": [[_file_name(problem.origin), problem.text] for problem in analysis.problems],
        "data_sources": [
            [source.name, source.edition, source.licence, source.attribution, web_link(source.url)] for source in analysis.data_sources
        ],
    }


def _times(when: When) -> tuple[object, ...]:
    days = (when.first_day.toordinal() - _FIRST_DAY, when.last_day.toordinal() - _FIRST_DAY)
    return (_minutes(when.start), _minutes(when.end), *days, when.precision, when.basis)


def _minutes(moment: datetime) -> int:
    """Give whole minutes since 1970 in UTC, which is as fine as news is."""
    return int(moment.timestamp() // SECONDS_PER_MINUTE)


def _mark(evidence: Evidence, resolution: Resolution | None) -> tuple[int | None, int | None]:
    """Where the place stands in the quotation, in UTF-16 units as JavaScript counts; None where it is not in it."""
    if resolution is None:
        return _NO_MARK
    mention, quote = resolution.mention, evidence.quote
    start = mention.start - evidence.start if mention.post_id == evidence.post_id else -1
    if start < 0 or not quote.startswith(mention.text, start):
        start = quote.find(mention.text)
    if start < 0 or not mention.text:
        return _NO_MARK
    begin = _utf16(quote[:start])
    return begin, begin + _utf16(mention.text)


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _made_from(analysis: Analysis) -> dict[str, Any]:
    newest = analysis.newest_time
    return {
        "documents": [_document(document) for document in analysis.documents],
        "posts": len(analysis.posts),
        "newest": None if newest is None else _minutes(newest),
        "gazetteer": analysis.gazetteer_edition,
    }


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
        if resolution.place is None and resolution.mention.role is Role.LITERAL
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


def _most_frequent(counts: Counter[str]) -> Sequence[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))
