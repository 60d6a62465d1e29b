"""Builds an index from sources: reads the rows, merges those of one place, finds parents and positions, sorts the keys, writes.

The index appears under its name whole or not at all: it is built in a hidden folder beside it (`gazetteer.staging`). Memory is
bounded by some 250 bytes a row and 40 a name; texts stay on disk. The same sources give the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Protocol, runtime_checkable

import marisa_trie
import numpy as np
import numpy.typing as npt

from gazetteer.arrays import AnyArray, ArrayWriter, Layout, crc32_of
from gazetteer.codes import KINDS, NOTHING, STATUSES
from gazetteer.collector import collector_paused
from gazetteer.estimates import prominences, radii_m
from gazetteer.fuzzy import fuzzy_arrays
from gazetteer.index import ARRAYS, FORMAT, KEYS, MANIFEST, stamp
from gazetteer.merge import (
    REPLACEABLE,
    YIELDING,
    Standing,
    Units,
    find_units,
    merge_doubles,
    merge_listed,
    place_unlocated,
    survivors_by_id,
)
from gazetteer.model import PlaceKind, SourceInfo
from gazetteer.seats import place_at_seats
from gazetteer.sources.base import Source
from gazetteer.sphere import grid, morton, unit_vectors
from gazetteer.spool import Spool
from gazetteer.staging import staged

Progress = Callable[[str], None]
_PROGRESS_ROWS = 100_000
_COUNTS_MANY = 65_535


@runtime_checkable
class Credited(Protocol):
    """A source that has credits of its own."""

    infos: tuple[SourceInfo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    edition: str
    infos: tuple[SourceInfo, ...]


@dataclass(slots=True)
class _Joined:
    """The result of merging, by row of the spool."""

    survivors: npt.NDArray[np.int64]
    alive: npt.NDArray[np.bool_]
    units: Units
    parents: npt.NDArray[np.int64]
    approximate: npt.NDArray[np.bool_]


def build_index(
    sources: Iterable[Source], folder: Path, *, edition: str, infos: Sequence[SourceInfo] = (), progress: Progress | None = None
) -> Path:
    """Compile ``sources`` into ``folder``; later sources replace rows of earlier ones that have the same id.

    Args:
        sources: Loaders, read one after another.
        folder: Where to put the index; an index already there is replaced once the new one is complete.
        edition: The name of the edition.
        infos: Credits of the data, besides those of Credited sources.
        progress: Called with a short text about what is being done.

    Returns:
        The folder.

    Raises:
        SourceError: A source cannot be read as what it should be.
        OSError: The folder cannot be written.
    """
    tell = progress or _silent
    folder.parent.mkdir(parents=True, exist_ok=True)
    with staged([folder.parent]) as (stage,):
        work = stage / folder.name
        work.mkdir()
        _compile(list(sources), work, tell, _Heading(edition=edition, infos=tuple(infos)))
    return folder


def _silent(_: str) -> None:
    pass


def _compile(sources: list[Source], work: Path, tell: Progress, heading: _Heading) -> None:
    with Spool(work) as spool:
        with collector_paused():
            standing = _read(sources, spool, tell)
        spool.finish()
        tell(f"sorting {len(spool.postings):,} spellings")
        trie = marisa_trie.Trie(spool.keys())
        trie.save(str(work / KEYS))
        key_ids = np.fromiter(map(trie.key_id, spool.keys()), np.uint32, len(spool.postings))
        tell(f"joining {len(spool):,} places")
        survivors = survivors_by_id(spool.column(spool.rows, "id_hash"))
        merge_doubles(spool, key_ids, survivors, standing)
        merge_listed(spool, trie, key_ids, survivors, standing)
        joined = _join(spool, survivors, standing.replaceable, (trie, key_ids))
        tell("writing")
        layout = _write(spool, work, joined, key_ids, trie)
        for name in ("ids", "texts", "outlines", "keys"):
            (work / name).unlink()
        credited = [info for source in sources if isinstance(source, Credited) for info in source.infos]
        _write_manifest(work, spool, layout, replace(heading, infos=tuple(dict.fromkeys((*heading.infos, *credited)))))


def _read(sources: list[Source], spool: Spool, tell: Progress) -> Standing:
    """Append all rows to the spool; return how settlements may be merged."""
    listed: list[int] = []
    yielding: list[int] = []
    joined: list[int] = []
    for source in sources:
        for place in source.rows():
            if place.kind is PlaceKind.SETTLEMENT:
                if place.id.startswith(REPLACEABLE):
                    listed.append(len(spool))
                elif place.id.startswith(YIELDING):
                    yielding.append(len(spool))
                elif place.parents and place.parents[0].startswith(REPLACEABLE):
                    joined.append(len(spool))
            spool.add(place)
            if len(spool) % _PROGRESS_ROWS == 0:
                tell(f"reading {source.name}: {len(spool):,} places")
    count = len(spool)
    return Standing(replaceable=_mask(listed, count), yielding=_mask(yielding, count), joined=_mask(joined, count))


def _mask(rows: list[int], count: int) -> npt.NDArray[np.bool_]:
    chosen = np.zeros(count, bool)
    chosen[rows] = True
    return chosen


def _join(
    spool: Spool, survivors: npt.NDArray[np.int64], replaceable: npt.NDArray[np.bool_], keys: tuple[marisa_trie.Trie, AnyArray]
) -> _Joined:
    alive = survivors == np.arange(len(survivors))
    _inherit(spool, survivors, alive, replaceable)
    units = find_units(spool, alive)
    parents, group = _find_parents(spool, units, survivors)
    lats, lons, kinds = (spool.column(spool.rows, name) for name in ("lat", "lon", "kind"))
    unlocated = np.isnan(lats) | replaceable  # what is left of the list has no position of its own
    unit = spool.column(spool.rows, "unit")
    place_at_seats(spool, *keys, alive, units.admin1[unit])
    siblings = alive & (kinds == KINDS.index(PlaceKind.SETTLEMENT))
    spread_m = place_unlocated(lats, lons, [group, units.admin2[unit], units.admin1[unit]], siblings)
    given = spool.column(spool.rows, "radius_m")
    given[~np.isnan(spread_m)] = spread_m[~np.isnan(spread_m)]
    return _Joined(survivors=survivors, alive=alive, units=units, parents=parents, approximate=unlocated)


def _inherit(spool: Spool, survivors: npt.NDArray[np.int64], alive: npt.NDArray[np.bool_], replaceable: npt.NDArray[np.bool_]) -> None:
    """Fill empty cells of surviving rows from the rows that they replace; listed rows have no position and no size."""
    dropped = np.flatnonzero(~alive)
    located = np.flatnonzero(~alive & ~replaceable)
    for rows, name, is_unknown in (
        (dropped, "population", _is_nothing),
        (dropped, "timezone", _is_zero),
        (located, "radius_m", np.isnan),
        (located, "lat", np.isnan),
        (located, "lon", np.isnan),
    ):
        column = spool.column(spool.rows, name)
        wanting = rows[is_unknown(column[survivors[rows]])]
        column[survivors[wanting]] = column[wanting]


def _is_nothing(values: AnyArray) -> npt.NDArray[np.bool_]:
    return np.asarray(values == NOTHING)


def _is_zero(values: AnyArray) -> npt.NDArray[np.bool_]:
    return np.asarray(values == 0)


def _find_parents(spool: Spool, units: Units, survivors: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return each row's parent row, and the parent that its source names outright (NOTHING for none)."""
    count = len(survivors)
    unit = spool.column(spool.rows, "unit")
    rows = np.arange(count)
    parents = np.full(count, NOTHING, np.int64)
    for candidates in (units.country, units.admin1, units.admin2):
        holder = candidates[unit]
        usable = (holder != NOTHING) & (holder != rows)
        parents[usable] = holder[usable]
    for own in (units.country, units.admin1):  # a country does not lie in itself, nor a region in one of its districts
        held = own[own != NOTHING]
        parents[held] = np.where(parents[held] == held, NOTHING, parents[held])
    named = _named_parents(spool, survivors)
    return np.where(named != NOTHING, named, parents), named


def _named_parents(spool: Spool, survivors: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    named = np.full(len(survivors), NOTHING, np.int64)
    if not spool.parents:
        return named
    table = np.array(spool.parents, dtype=np.dtype([("row", "i8"), ("rank", "i8"), ("id", "u8")]))
    hashes = spool.column(spool.rows, "id_hash")
    order = np.argsort(hashes, kind="stable")
    at = np.minimum(np.searchsorted(hashes, table["id"], sorter=order), len(order) - 1)
    holder = order[at]
    usable = (hashes[holder] == table["id"]) & (survivors[holder] != survivors[table["row"]])
    usable_table, holder = table[usable], survivors[holder[usable]]
    for at_rank in np.lexsort((-usable_table["row"], -usable_table["rank"])).tolist():  # the nearest is written last
        named[survivors[usable_table["row"][at_rank]]] = holder[at_rank]
    return named


def _write(spool: Spool, work: Path, joined: _Joined, key_ids: AnyArray, trie: marisa_trie.Trie) -> Layout:
    new_row = np.cumsum(joined.alive) - 1
    with ArrayWriter(work / ARRAYS) as writer:
        postings = dict(_posting_arrays(spool, joined, new_row, key_ids, len(trie)))
        fuzzy = fuzzy_arrays(trie, postings["key_start"], postings["posting_form"])
        for name, values in chain(_row_arrays(spool, joined, new_row), postings.items(), fuzzy):
            writer.add(name, values)
        for name in ("text_start", "status", "language"):
            writer.add(f"name_{name}" if name != "text_start" else name, spool.column(spool.names, name))
        for name in ("ids", "texts", "outlines"):
            writer.add_file(name, work / name)
        return writer.layout


def _row_arrays(spool: Spool, joined: _Joined, new_row: npt.NDArray[np.int64]) -> Iterator[tuple[str, AnyArray]]:
    alive = np.flatnonzero(joined.alive)
    for name in ("lat", "lon", "kind", "country", "population", "timezone", "source", "feature"):
        yield name, spool.column(spool.rows, name)[alive]
    yield "approximate", joined.approximate[alive]
    yield "radius_m", radii_m(spool, alive, _outline_rows(spool, joined)).astype(np.float32)
    unit = spool.column(spool.rows, "unit")[alive]
    for name, holder in (("admin1", joined.units.admin1[unit]), ("admin2", joined.units.admin2[unit]), ("parent", joined.parents[alive])):
        yield name, _renumbered(holder, joined.survivors, new_row)
    starts = spool.column(spool.rows, "name_start").astype(np.int64)
    yield "name_total", np.minimum(np.diff(starts)[alive], _COUNTS_MANY).astype(np.uint16)
    name_counts = spool.column(spool.rows, "name_count")[alive]
    yield "name_count", name_counts
    kinds, people = (spool.column(spool.rows, name)[alive] for name in ("kind", "population"))
    yield "prominence", prominences(kinds, people, name_counts)
    yield "name_start", starts[alive].astype(np.uint32)
    id_starts = spool.column(spool.rows, "id_start")
    yield "id_start", id_starts[alive]
    yield "id_length", np.diff(id_starts.astype(np.int64))[alive].astype(np.uint16)
    yield from _id_arrays(spool, joined, new_row)
    yield from _spatial_arrays(spool, alive)
    outlines = _outline_rows(spool, joined)
    rows = np.array(sorted(outlines), np.int64)
    yield "outline_row", new_row[rows].astype(np.int32)
    yield "outline_start", np.array([outlines[row][0] for row in rows], np.uint64)
    yield "outline_end", np.array([outlines[row][1] for row in rows], np.uint64)


def _renumbered(rows: npt.NDArray[np.int64], survivors: npt.NDArray[np.int64], new_row: npt.NDArray[np.int64]) -> AnyArray:
    return np.where(rows == NOTHING, NOTHING, new_row[survivors[rows]]).astype(np.int32)


def _id_arrays(spool: Spool, joined: _Joined, new_row: npt.NDArray[np.int64]) -> Iterator[tuple[str, AnyArray]]:
    """Yield the table of ids; those of replaced rows lead to the rows that replace them."""
    hashes, first = np.unique(spool.column(spool.rows, "id_hash"), return_index=True)
    yield "id_hash", hashes
    yield "id_row", new_row[joined.survivors[first]].astype(np.int32)


def _spatial_arrays(spool: Spool, alive: AnyArray) -> Iterator[tuple[str, AnyArray]]:
    lats, lons = spool.column(spool.rows, "lat")[alive], spool.column(spool.rows, "lon")[alive]
    located = np.flatnonzero(~np.isnan(lats))
    vectors = unit_vectors(lats[located], lons[located])
    order = np.argsort(morton(grid(vectors)), kind="stable")
    yield "sphere_row", located[order].astype(np.int32)
    for axis, name in enumerate("xyz"):
        yield f"sphere_{name}", vectors[order, axis].astype(np.float32)


def _outline_rows(spool: Spool, joined: _Joined) -> dict[int, tuple[int, int]]:
    starts = spool.outline_starts
    outlines: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(spool.outline_rows):
        heir = int(joined.survivors[row])
        if heir == row or heir not in outlines:
            outlines[heir] = (starts[at], starts[at + 1])
    return outlines


def _posting_arrays(
    spool: Spool, joined: _Joined, new_row: npt.NDArray[np.int64], key_ids: AnyArray, key_count: int
) -> Iterator[tuple[str, AnyArray]]:
    """Sort postings by key and row, and of those that agree in both keep the firmest."""
    rows = new_row[joined.survivors[spool.column(spool.postings, "row")]].astype(np.int32)
    names, forms = spool.column(spool.postings, "name"), spool.column(spool.postings, "form")
    statuses = spool.column(spool.names, "status")[names]
    order = np.lexsort((names, forms * np.uint8(len(STATUSES)) + statuses, rows, key_ids))
    sorted_keys, sorted_rows = key_ids[order], rows[order]
    first = np.ones(len(order), bool)
    first[1:] = (sorted_keys[1:] != sorted_keys[:-1]) | (sorted_rows[1:] != sorted_rows[:-1])
    order = order[first]
    yield "key_start", np.searchsorted(sorted_keys[first], np.arange(key_count + 1)).astype(np.uint32)
    yield "posting_row", rows[order]
    yield "posting_name", names[order]
    yield "posting_form", forms[order]
    yield "posting_status", statuses[order]


def _write_manifest(work: Path, spool: Spool, layout: Layout, heading: _Heading) -> None:
    manifest = {
        "format": FORMAT,
        "edition": heading.edition,
        "sources": [asdict(info) for info in heading.infos],
        "places": layout["kind"][2],
        "names": len(spool.names),
        "layout": layout,
        "strings": spool.strings.texts,
        "files": {name: {"crc32": crc32_of(work / name), **stamp(work / name)} for name in (ARRAYS, KEYS)},
    }
    path = work / MANIFEST
    with path.open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
