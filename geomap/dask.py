"""Places and events of corpora that outgrow one machine, with Dask; needs ``geomap[dask]``.

Texts are interpreted partition by partition. Rows that name a source are settled with the other rows of the source, wherever they stand,
in a second step that is grouped by source; the results are those of one process, byte for byte. Nothing is computed before it is asked for.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import uuid4

from geomap.errors import InputError, SettingsError
from geomap.geoparsed import Geoparsed, Interpretation
from geomap.lang import register
from geomap.lang.registry import registered_folders
from geomap.model import Event, Post
from geomap.pages import whole_pages
from geomap.pipeline import BATCH_POSTS, Pipeline
from geomap.texts import as_posts, is_table, texts_of_table
from geomap.workers import collect_rarely

try:
    import dask
    import dask.bag
    import dask.dataframe
    import pandas as pd
    from dask.delayed import Delayed
    from dask.highlevelgraph import HighLevelGraph
except ImportError as error:
    raise SettingsError("geomap.dask needs Dask; install it with: pip install 'geomap[dask]'") from error

MOST_GROUPS = 8  # of sources, each settled by one task: more makes large graphs, fewer makes large tasks
TYPES = {
    "id": "string",
    "title": "string",
    "published_at": "datetime64[us, UTC]",
    "url": "string",
    "lang": "string",
    "read": "bool",
    "mentions": "string",
    "events": "string",
}
"""The columns of `geoparse` of a data frame; ``mentions`` and ``events`` are JSON, as in the lines of ``geomap geoparse``."""

_Make = Callable[[Geoparsed], Any]
_Held = tuple[int, int, str, bytes]  # partition, row, page, interpretation


def geoparse(
    data: Any,  # noqa: ANN401 - Dask has no types
    *,
    text: str = "text",
    pipeline: Pipeline | None = None,
    by_day: bool = False,
    whole_sources: bool = False,
) -> Any:  # noqa: ANN401 - as above
    """Find the places and events of many texts.

    Args:
        data: A Dask DataFrame with a column of texts and optional columns named as the fields of `geomap.Text`, or a Dask Bag of strings,
            mappings with such keys, `geomap.Text` objects or posts.
        text: The column or key with the text.
        pipeline: The stages and settings; None takes those that ship.
        by_day: Settle the rows of a source day by day (in UTC) instead of all together. That bounds the memory for a source with years of
            news; retellings of an incident then share an id within a day only.
        whole_sources: All rows of a source are in one partition, so that none has to be moved.

    Returns:
        For a DataFrame a DataFrame with the columns of `TYPES` and the same index and partitions; for a Bag a Bag of mappings, each the
        line of ``geomap geoparse``. Both in the order of the input, and lazy.

    Raises:
        InputError: ``data`` is neither, or there is no such column.
    """
    work = _Work(pipeline, _line, text=text, by_day=by_day)
    parts = work.parts(data, whole_sources=whole_sources)
    if isinstance(data, dask.bag.Bag):
        return dask.bag.from_delayed([dask.delayed(_results)(part) for part in parts])
    framed = [dask.delayed(_frame)(part) for part in parts]
    return dask.dataframe.from_delayed(framed, meta=_framed([], None), divisions=data.divisions, verify_meta=False)


def events(
    data: Any,  # noqa: ANN401 - Dask has no types
    *,
    text: str = "text",
    pipeline: Pipeline | None = None,
    by_day: bool = False,
    whole_sources: bool = False,
) -> Any:  # noqa: ANN401 - as above
    """Find the events of many texts.

    Args:
        data: As for `geoparse`.
        text: As for `geoparse`.
        pipeline: As for `geoparse`.
        by_day: As for `geoparse`.
        whole_sources: As for `geoparse`.

    Returns:
        A lazy DataFrame with one row for each event of each text, in the order of the input, with the columns of event files. Tellings of
        one incident within a source share ``event_id``.

    Raises:
        InputError: As for `geoparse`.
    """
    work = _Work(pipeline, _events, text=text, by_day=by_day)
    parts = [dask.delayed(_event_frame)(part) for part in work.parts(data, whole_sources=whole_sources)]
    return dask.dataframe.from_delayed(parts, meta=_events_framed([]), verify_meta=False)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a partition says: its index, what was made of rows that are settled, and for each group of sources what has to wait."""

    index: Any
    packed: bytes  # rows and what was made of them: they wait until all partitions are read, and as objects would fill the memory
    held: Mapping[int, list[_Held]]

    def __sizeof__(self) -> int:
        """Return the bytes that it takes, by which Dask decides what to write to disk."""
        return len(self.packed) + sum(len(one[-1]) for rows in self.held.values() for one in rows)


class _Work:
    """What workers do; sent by the paths of gazetteer and models, which each worker opens once."""

    def __init__(self, pipeline: Pipeline | None, make: _Make, *, text: str, by_day: bool) -> None:
        self._pickled = pickle.dumps((pipeline or Pipeline(), registered_folders()))
        self._make, self._text, self._by_day = make, text, by_day

    def parts(self, data: Any, *, whole_sources: bool) -> list[Any]:  # noqa: ANN401 - Dask has no types
        """Return a delayed `_Told` for each partition, with something made of every row."""
        is_frame = isinstance(data, dask.dataframe.DataFrame)
        if not is_frame and not isinstance(data, dask.bag.Bag):
            raise InputError(f"it should be a Dask DataFrame or a Dask Bag, not {type(data).__name__}", parameter="data")
        if is_frame and self._text not in data.columns:
            raise InputError(f"there is no column {self._text!r}; it has {', '.join(map(str, data.columns))}", parameter="text")
        parts = data.to_delayed()
        groups = 0 if whole_sources or (is_frame and "source" not in data.columns) else min(len(parts), MOST_GROUPS)
        name = f"geomap-{uuid4().hex}"
        graph = HighLevelGraph.from_collections(name, self._tasks(name, [part.key for part in parts], groups), dependencies=parts)
        return [Delayed((name, "joined" if groups else "told", number), graph, layer=name) for number in range(len(parts))]

    def _tasks(self, name: str, parts: Sequence[Any], groups: int) -> dict[Any, Any]:
        """Return all tasks as one graph of Dask: made one by one by `dask.delayed`, each would copy the graph of those that it needs."""
        work, numbers = (name, "work"), range(len(parts))
        tasks: dict[Any, Any] = {work: self}
        tasks |= {(name, "told", number): (_told, work, parts[number], number, groups) for number in numbers}
        for group in range(groups):
            tasks |= {(name, "held", number, group): (_held, (name, "told", number), group) for number in numbers}
            tasks[name, "settled", group] = (_settled, work, [(name, "held", number, group) for number in numbers])
            tasks |= {(name, "of", number, group): (_of_partition, (name, "settled", group), number) for number in numbers}
        if groups:
            needed = {number: [(name, "of", number, group) for group in range(groups)] for number in numbers}
            tasks |= {(name, "joined", number): (_joined, (name, "told", number), needed[number]) for number in numbers}
        return tasks

    def told(self, rows: Any, partition: int, groups: int) -> _Told:  # noqa: ANN401 - a list or a data frame
        """Interpret a partition, and settle the rows that are pages of their own; with no ``groups`` settle all pages."""
        nlp = _opened(self._pickled)
        given = list(self._texts(rows))
        posts = [self._paged(post, one) for post, one in zip(as_posts(given), given, strict=True)]
        index = rows.index if is_table(rows) else None
        made: list[tuple[int, Any]] = []
        held: dict[int, list[_Held]] = {}
        if not groups:
            for numbers in whole_pages(posts, BATCH_POSTS):
                made += self._made(nlp, numbers, nlp.interpret([posts[at] for at in numbers]))
            return _Told(index, _packed(sorted(made, key=_row)), held)
        numbered = iter(range(len(posts)))
        while some := list(islice(numbered, BATCH_POSTS)):
            alone: list[tuple[int, Interpretation]] = []
            for at, found in zip(some, nlp.interpret([posts[at] for at in some]), strict=True):
                if posts[at].page is not None and not isinstance(given[at], Post) and not self._is_day(posts[at]):
                    alone.append((at, found))
                    continue
                page = posts[at].page_key
                held.setdefault(_group(page, groups), []).append((partition, at, page, _packed(found)))
            made += self._made(nlp, [at for at, _ in alone], [found for _, found in alone])
        return _Told(index, _packed(made), held)

    def settled(self, held: Iterable[Sequence[_Held]]) -> dict[int, list[tuple[int, Any]]]:
        """Settle the pages of a group; return what is made of them, by partition."""
        nlp = _opened(self._pickled)
        pages: dict[str, list[_Held]] = {}
        for piece in held:
            for one in piece:
                pages.setdefault(one[2], []).append(one)
        made: dict[int, list[tuple[int, Any]]] = {}
        for rows in pages.values():
            found = [_unpacked(told) for *_, told in rows]
            for (partition, *_), result in zip(rows, self._made(nlp, [row for _, row, *_ in rows], found), strict=True):
                made.setdefault(partition, []).append(result)
        return made

    def _made(self, nlp: Pipeline, numbers: Sequence[int], found: Sequence[Interpretation]) -> list[tuple[int, Any]]:
        return [(number, self._make(one)) for number, one in zip(numbers, nlp.settle(found).results, strict=True)]

    def _texts(self, rows: Any) -> Iterator[Any]:  # noqa: ANN401 - a list or a data frame
        if is_table(rows):
            renamed = rows if self._text == "text" else rows.drop(columns="text", errors="ignore").rename(columns={self._text: "text"})
            return texts_of_table(renamed)
        return (_renamed(row, self._text) if isinstance(row, Mapping) else row for row in rows)

    def _paged(self, post: Post, given: Any) -> Post:  # noqa: ANN401 - anything that is a text
        is_shared = post.page is None or isinstance(given, Post)
        if not self._by_day or not is_shared or post.published_at is None:
            return post
        return replace(post, page=f"{post.page_key}{_DAY}{post.published_at:%Y-%m-%d}")

    def _is_day(self, post: Post) -> bool:
        return self._by_day and _DAY in (post.page or "")


_DAY = "\x1fday "  # between source and day; no name of a source contains it


@lru_cache(maxsize=4)
def _opened(pickled: bytes) -> Pipeline:
    """Return the pipeline of this process; models and gazetteer are opened at its first use and kept."""
    if multiprocessing.parent_process() is not None:  # a worker of a cluster; the settings of the user's own process stay as they are
        collect_rarely()
    nlp, languages = pickle.loads(pickled)  # noqa: S301 - what `_Work` pickled
    for folder in languages:
        register(folder)
    found: Pipeline = nlp
    return found


def _told(work: _Work, rows: Any, partition: int, groups: int) -> _Told:  # noqa: ANN401 - a list or a data frame
    return work.told(rows, partition, groups)


def _held(told: _Told, group: int) -> list[_Held]:
    return told.held.get(group, [])


def _settled(work: _Work, held: Sequence[Sequence[_Held]]) -> dict[int, list[tuple[int, Any]]]:
    return work.settled(held)


def _of_partition(settled: Mapping[int, list[tuple[int, Any]]], partition: int) -> list[tuple[int, Any]]:
    return settled.get(partition, [])


def _joined(told: _Told, settled: Sequence[Sequence[tuple[int, Any]]]) -> _Told:
    more = [one for group in settled for one in group]
    return replace(told, packed=_packed(sorted([*_unpacked(told.packed), *more], key=_row)) if more else told.packed, held={})


def _packed(held: Any) -> bytes:  # noqa: ANN401 - as it is pickled
    return zlib.compress(pickle.dumps(held), 1)


def _unpacked(packed: bytes) -> Any:  # noqa: ANN401 - as it was packed
    return pickle.loads(zlib.decompress(packed))  # noqa: S301 - what this work packed


def _row(made: tuple[int, Any]) -> int:
    return made[0]


def _group(page: str, groups: int) -> int:
    """Return the group of a page, the same in every process."""
    return int.from_bytes(hashlib.sha256(page.encode("utf-8", "surrogatepass")).digest()[:8], "big") % groups


def _renamed(row: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    return row if text == "text" else {**{name: value for name, value in row.items() if name != text}, "text": row.get(text)}


# --- what is made of a text -------------------------------------------------------------------------------------------


def _line(found: Geoparsed) -> dict[str, Any]:
    return found.to_dict()


def _events(found: Geoparsed) -> tuple[Event, ...]:
    return found.events


def _results(told: _Told) -> list[Any]:
    return [made for _, made in _unpacked(told.packed)]


def _frame(told: _Told) -> pd.DataFrame:
    return _framed(_results(told), told.index)


def _framed(lines: Sequence[Mapping[str, Any]], index: Any) -> pd.DataFrame:  # noqa: ANN401 - of any type
    columns = {name: [line[name] for line in lines] for name in TYPES}
    for name in ("mentions", "events"):
        columns[name] = [json.dumps(value, ensure_ascii=False) for value in columns[name]]
    columns["published_at"] = [pd.NaT if value is None else pd.Timestamp(value) for value in columns["published_at"]]
    return pd.DataFrame({name: pd.Series(values, dtype=TYPES[name]) for name, values in columns.items()}).set_axis(
        pd.RangeIndex(len(lines)) if index is None else index, axis=0
    )


def _event_frame(told: _Told) -> pd.DataFrame:
    return _events_framed([event for found in _results(told) for event in found])


def _events_framed(events: Sequence[Event]) -> pd.DataFrame:
    from geomap.export.frames import events_frame  # noqa: PLC0415 - loads geopandas

    frame = events_frame(events)
    names = frame.select_dtypes("category").columns  # which differ between partitions
    return frame.astype(dict.fromkeys(names, "string"))
