"""The data of a page of very many events: where, when and what, but no sentences, links and reasons, in packed columns.

Events are read once and in pieces, so that a caller who makes them one by one never has all of them in memory. They are put in the order
of time, and places in the order of their events: what the page shows in a window of time is then in one piece of every column.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.model import Analysis, Event, Evidence
from geomap.render.changes import KINDS, changes_payload
from geomap.render.packed import NONE, Numbers, PackedFile, counted, same
from geomap.render.payload import FIRST_DAY, PRECISIONS, TOLL_NAMES, Rows, about, minutes, new_tolls, place_table, rows, toll_of
from geomap.render.places import SHARED, RegionTable

TOGETHER = 20_000  # events that are read at once
DEGREE = 100_000  # steps of a degree that a position is told in
_NUMBERS = ("radius", "area", "precision", "outline")  # columns of places that hold no words
_LAST = np.iinfo(np.int64).max
_NO_WORDS = {"spans": (), "quote": "", "toll": None}


def packed_payload(analysis: Analysis, *, titled: bool = False, language: str = "en") -> Iterator[bytes]:
    """Yield all that such a page shows, as `packed.js` reads it; else as `payload_of`."""
    table = EventTable(analysis, language)
    events = chain(analysis.events, analysis.withdrawn)
    while together := list(islice(events, TOGETHER)):
        table.add(together)
    yield from table.written(dict(about(analysis, titled=titled, wordless=True)))


Order = NDArray[np.intp]  # the old rows of what is ordered


class EventTable:
    """Columns of events that grow piece by piece."""

    def __init__(self, analysis: Analysis, language: str) -> None:
        self._since = analysis.since
        self._numbers: dict[str, array[int]] = {}
        self._known: dict[str, Rows] = {}
        self._tolls = new_tolls()
        self._places = place_table(analysis, language)
        self._regions = RegionTable(analysis.regions, analysis.events, analysis.names.get(language, {}))
        self._changed: dict[int, Event] = {}  # those of which the earlier run said something else, by their rows
        self._file = PackedFile()

    def add(self, events: Sequence[Event]) -> None:
        """Add the next events."""
        whens = [event.when for event in events]
        wheres = [event.where for event in events]
        self._words("type", [(event.type, event.sub_type) for event in events])
        self._put("place", self._places.rows_of(wheres))
        self._put_some("start", minutes(None if when is None else when.start for when in whens))
        self._put_some("end", minutes(None if when is None else when.end for when in whens))
        self._put_some("first", [None if when is None else when.first_day.toordinal() - FIRST_DAY for when in whens])
        self._put_some("last", [None if when is None else when.last_day.toordinal() - FIRST_DAY for when in whens])
        self._put_some("precision", [None if when is None else when.precision for when in whens])
        self._words("basis", [None if when is None else when.basis for when in whens])
        self._words("modality", [event.modality for event in events])
        self._put("confidence", [round(event.confidence * 100) for event in events])
        self._words("cast", [event.actors for event in events])
        self._words("attribution", [event.attribution for event in events])
        self._put_some("toll", [self._tolls.setdefault(key, len(self._tolls) - 1) for key in (toll_of(event.toll) for event in events)])
        self._put_some("region", self._regions.rows_of(wheres))
        self._words("post", _published([event.evidence[0] for event in events]))
        if self._since is not None:
            self._add_changes(events)

    def _add_changes(self, events: Sequence[Event]) -> None:
        before = len(self._numbers.get("change", ()))
        self._words("change", [None if event.change is None else KINDS.index(event.change.kind) for event in events])
        told = ((before + row, event) for row, event in enumerate(events))
        self._changed |= {row: event for row, event in told if event.change is not None and event.change.before}

    def _words(self, name: str, values: Iterable[Any]) -> None:
        self._put(name, rows(values, self._known.setdefault(name, {})))

    def _put_some(self, name: str, values: Iterable[int | None]) -> None:
        self._put(name, [NONE if value is None else value for value in values])

    def _put(self, name: str, values: Sequence[int]) -> None:
        self._numbers.setdefault(name, array("i")).extend(values)

    def written(self, about_page: dict[str, Any]) -> Iterator[bytes]:
        """Yield the packed file; the table is empty afterwards."""
        starts = self._column("start").astype(np.int64)
        order = np.argsort(np.where(starts == NONE, _LAST, starts), kind="stable")
        place, places = _as_met(self._column("place")[order])
        told: dict[str, Any] = {"events": self._event_columns(order, place)}
        told |= self._report_tables(order)
        yield from self._file.pieces()
        told["places"] = self._place_columns(places)
        yield from self._file.pieces()
        told |= {"regions": self._regions.columns(), "types": list(self._known["type"]), "casts": list(self._known["cast"]), "reasons": []}
        tolls = list(self._tolls)[1:]
        told["tolls"] = {name: [toll[index] for toll in tolls] for index, name in enumerate(TOLL_NAMES)}
        if self._since is not None:
            told["changes"] = changes_payload(self._since, self._changed_in(order))
        yield self._file.closing({"data": told | about_page})

    def _changed_in(self, order: Order) -> dict[int, Event]:
        """Return the events of which the earlier run said something else by their rows on the page."""
        if not self._changed:
            return {}
        row_of = np.empty(len(order), dtype=np.int64)
        row_of[order] = np.arange(len(order))
        return {int(row_of[row]): event for row, event in self._changed.items()}

    def _column(self, name: str) -> Numbers:
        return np.frombuffer(self._numbers.get(name, array("i")), dtype=np.int32)

    def _event_columns(self, order: Order, place: Numbers) -> dict[str, Any]:
        count = len(order)
        told = {
            "id": counted(count, as_text=True),
            "place": self._file.numbers(place),
            "evidence": counted(count),
            "reasons": same((), count),
        }
        for name in ("type", "start", "end", "first", "last", "precision", "confidence", "cast", "toll", "region"):
            told[name] = self._file.numbers(self._column(name)[order])
        for name in ("basis", "modality", "attribution", *(["change"] if self._since is not None else [])):
            told[name] = self._file.numbers(self._column(name)[order], words=list(self._known[name]))
        return told

    def _report_tables(self, order: Order) -> dict[str, Any]:
        """Return what is known of the reports: who published each and when."""
        posts = list(self._known["post"])
        nothing = same(None, len(posts))
        sources: Rows = {}
        source = np.array(rows([post[0] for post in posts], sources), dtype=np.int32)
        times = np.array([NONE if post[1] is None else post[1] for post in posts], dtype=np.int32)
        return {
            "evidence": {
                "post": self._file.numbers(self._column("post")[order]),
                **{name: same(value, len(order)) for name, value in _NO_WORDS.items()},
                **{name: {} for name in ("figures", "figure_spans", "told")},
            },
            "posts": {
                "source": self._file.numbers(source, words=list(sources)),
                "title": nothing,
                "url": nothing,
                "time": self._file.numbers(times),
                "precision": self._file.numbers(np.array([post[2] for post in posts], dtype=np.int32)),
                "fetched": nothing,
            },
        }

    def _place_columns(self, order: Order) -> dict[str, Any]:
        """Return the columns of the places, in their order on the page."""
        rows_, shared = self._places.rows()
        in_order = order.tolist()
        told: dict[str, Any] = {"name": self._file.texts([rows_[row][0] for row in in_order])}
        for index, name in enumerate(("lat", "lon"), start=1):
            degrees = (rows_[row][index] for row in in_order)
            told[name] = self._file.numbers(_whole([None if value is None else round(value * DEGREE) for value in degrees]), per=DEGREE)
        of = np.array([row[-1] for row in rows_], dtype=np.intp)[order]
        for index, name in enumerate(SHARED):
            values = [row[index] for row in shared]
            if name in _NUMBERS:
                told[name] = self._file.numbers(_whole(values)[of])
            else:
                known: Rows = {}
                told[name] = self._file.numbers(np.array(rows(values, known), dtype=np.int32)[of], words=list(known))
        return told | self._beside_places(in_order)

    def _beside_places(self, in_order: Sequence[int]) -> dict[str, Any]:
        beside = dict(self._places.beside())
        spelled = beside["spellings"]
        if spelled:
            beside["spellings"] = {str(row): spelled[str(old)] for row, old in enumerate(in_order) if str(old) in spelled}
        if "local" in beside:
            name, within = (([column[row] for row in in_order]) for column in beside["local"].values())
            known: Rows = {}
            beside["local"] = {
                "name": self._file.texts(name),
                "within": self._file.numbers(np.array(rows(within, known), dtype=np.int32), words=list(known)),
            }
        return beside


def _published(told: Sequence[Evidence]) -> list[tuple[str, int | None, int]]:
    """Return source, time and its exactness of each report."""
    times = minutes(evidence.published_at for evidence in told)
    return [(each.source, time, PRECISIONS.index(each.published_precision)) for each, time in zip(told, times, strict=True)]


def _whole(values: Sequence[Any]) -> Numbers:
    return np.array([NONE if value is None else value for value in values], dtype=np.int32)


def _as_met(column: Numbers) -> tuple[Numbers, Order]:
    """Number rows anew in the order in which a column names them; return the column in new numbers, and the old number of each."""
    known, first, number = np.unique(column, return_index=True, return_inverse=True)
    by_first = np.argsort(first, kind="stable")
    new = np.empty(len(known), dtype=np.int32)
    new[by_first] = np.arange(len(known), dtype=np.int32)
    return new[number], known[by_first].astype(np.intp)
