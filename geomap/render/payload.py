"""An analysis as columns of plain values, the data that the page's script reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import Any

from geomap.model import Analysis, Document, Event, Evidence, Resolution, Role, Toll, When
from geomap.render.inert import web_link
from geomap.render.spots import Spots

_FIRST_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_UNRESOLVED = 500


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
    """The tables of one page while they are filled."""

    def __init__(self, analysis: Analysis) -> None:
        self.spots = Spots()
        self.types, self.actors, self.sources, self.reasons, self.tolls = Table(), Table(), Table(), Table(), Table()
        self.evidence: list[tuple[Any, ...]] = []
        self.posts = Table()
        self.rows = [self._event(event) for event in analysis.events]

    def _event(self, event: Event) -> tuple[Any, ...]:
        first = len(self.evidence)
        self.evidence += [self._evidence(each, event) for each in event.evidence]
        return (
            event.id,
            self.types.index_of((event.type, event.sub_type)),
            self.spots.index_of(event.where),
            *_when(event.when),
            event.modality.value,
            round(event.confidence * 100),
            [self.actors.index_of(actor) for actor in event.actors],
            event.attribution,
            self._toll(event.toll),
            [first, len(self.evidence)],
            [[self.reasons.index_of(reason.text), round(reason.weight, 2)] for reason in event.reasons],
        )

    def _evidence(self, evidence: Evidence, event: Event) -> tuple[Any, ...]:
        post = (evidence.source, evidence.title, web_link(evidence.url), evidence.url, _minutes(evidence.published_at))
        return (self.posts.index_of(post), evidence.quote, _mark(evidence, event.where.resolution), self._toll(evidence.toll))

    def _toll(self, toll: Toll) -> int | None:
        return None if toll == _NO_TOLL else self.tolls.index_of(astuple(toll))

    def columns(self) -> dict[str, Any]:
        """Give all tables column by column."""
        return {
            "events": _by_column(EVENT_COLUMNS, self.rows),
            "evidence": _by_column(("post", "quote", "mark", "toll"), self.evidence),
            "posts": _by_column(("source", "title", "link", "url", "time"), self.posts.values),
            "places": self.spots.columns(),
            "types": self.types.values,
            "actors": self.actors.values,
            "reasons": self.reasons.values,
            "tolls": _by_column(tuple(each.name for each in fields(Toll)), self.tolls.values),
        }


EVENT_COLUMNS = (
    "id type place start end first last precision basis modality confidence actors attribution toll evidence reasons".split()  # noqa: SIM905 - a table's head reads better on one line
)
_NO_TOLL = Toll()


def payload_of(analysis: Analysis) -> dict[str, Any]:
    """Give all that the page shows, in plain values; nothing in it is code."""
    return Columns(analysis).columns() | {
        "made": _made_from(analysis),
        "unresolved": _unresolved(analysis),
        "problems": [[_file_name(problem.origin), problem.text] for problem in analysis.problems],
        "data_sources": [
            [source.name, source.edition, source.licence, source.attribution, web_link(source.url)] for source in analysis.data_sources
        ],
    }


def _by_column(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def _when(when: When | None) -> tuple[Any, ...]:
    if when is None:
        return (None,) * 6
    days = (when.first_day.toordinal() - _FIRST_DAY, when.last_day.toordinal() - _FIRST_DAY)
    return (_minutes(when.start), _minutes(when.end), *days, when.precision, when.basis.value)


def _minutes(moment: datetime | None) -> int | None:
    """Give whole minutes since 1970 in UTC, which is as fine as news is."""
    return None if moment is None else int((moment - _EPOCH).total_seconds() // 60)


def _mark(evidence: Evidence, resolution: Resolution | None) -> list[int] | None:
    """Where the place stands in the quotation, in UTF-16 units as JavaScript counts; None where it is not in it."""
    if resolution is None:
        return None
    mention = resolution.mention
    start = mention.start - evidence.start if mention.post_id == evidence.post_id else -1
    if evidence.quote[max(start, 0) : max(start, 0) + len(mention.text)] != mention.text or start < 0:
        start = evidence.quote.find(mention.text)
    if start < 0 or not mention.text:
        return None
    begin = _utf16(evidence.quote[:start])
    return [begin, begin + _utf16(mention.text)]


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _made_from(analysis: Analysis) -> dict[str, Any]:
    return {
        "documents": [_document(document) for document in analysis.documents],
        "posts": len(analysis.posts),
        "newest": _minutes(analysis.newest_time),
        "gazetteer": analysis.gazetteer_edition,
    }


def _document(document: Document) -> list[str | None]:
    return [_file_name(document.origin), web_link(document.origin), document.sha256[:12]]


def _file_name(origin: str) -> str:
    """Name a file without its folders, which are the maker's own affair."""
    return origin if web_link(origin) else PurePath(origin).name or origin


def _unresolved(analysis: Analysis) -> dict[str, Any]:
    """Names that got no place: how often each, and why the first time."""
    counts: Counter[str] = Counter()
    why: dict[str, str | None] = {}
    for resolutions in analysis.resolutions:
        for resolution in resolutions or ():
            if resolution.place is None and resolution.mention.role is Role.LITERAL:
                name = resolution.mention.text
                counts[name] += 1
                why.setdefault(name, resolution.reasons[0].text if resolution.reasons else None)
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return {
        "count": sum(counts.values()),
        "names": [[name, counts[name], why[name]] for name in names[:MAX_UNRESOLVED]],
        "unread_posts": sum(resolutions is None for resolutions in analysis.resolutions),
    }
