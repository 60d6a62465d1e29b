"""The edits that an analyst made in a GeoPackage, as lines of corrections."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from gazetteer.errors import quoted
from geomap.corrections.history import previous_text
from geomap.corrections.lines import ADDED, ALL_COLUMNS, COUNTS, NONE, NOT_AN_EVENT, is_sub_type, read_fields, said_by
from geomap.errors import InputMissingError, SettingsError, UnreadableError
from geomap.events.ontology import event_types
from geomap.export.csv import table_bytes
from geomap.export.written import DAMAGED, EDITABLE, Asked, Kept, has_record, is_edited, kept_events, open_read_only, written_events
from geomap.files import write_atomically
from geomap.model import Modality

_AT = {name: number for number, name in enumerate((*EDITABLE, "lon", "lat"))}
_NOT_CARRIED = ("actor1", "actor2", "quote", "source", "source_url")
_DIGEST_CHARS = 12
_ODD = (ValueError, TypeError, AttributeError)  # what cells give that hold what no program for maps writes, such as bytes for a type
Line = dict[str, str]


class UnknownTypeError(UnreadableError):
    """An event has a type that geomap does not know; ``known`` are those that it does."""

    def __init__(self, text: str = "", *, known: tuple[str, ...] = (), parameter: str | None = None) -> None:
        super().__init__(text, parameter=parameter)
        self.known = known


class _UnknownTypeError(ValueError):
    """A cell holds no type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What was edited: ``lines`` of corrections by column, and ``notes`` on edits that no line can express."""

    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    added: Mapping[str, int] = field(default_factory=dict)  # the rows of added events, by the ids that the lines give them


@dataclass(slots=True)
class _Found:
    """The lines and notes found so far."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    alike: Counter[str] = field(default_factory=Counter)  # how many added events say this
    added: dict[str, int] = field(default_factory=dict)


def read_edits(path: Path) -> Edits:
    """Compare the events of a GeoPackage with what geomap wrote into it.

    Args:
        path: A GeoPackage of ``geomap map``, ``geomap export`` or ``geomap store``.

    Returns:
        A line for each event that was moved, retyped, otherwise changed, deleted or added. A copy of an event is an added event.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: It is not a GeoPackage with a record of what geomap wrote, or an event has a type that geomap does not know.
    """
    if not path.is_file():
        raise InputMissingError(f"{path}: there is no such file")
    with closing(open_read_only(path)) as database:
        try:
            if not has_record(database):
                raise UnreadableError(f"{path}: it has no record of what geomap wrote; give a GeoPackage of this version of geomap")
            return edits_of(str(path), database)
        except DAMAGED as error:
            raise UnreadableError(f"{path}: {quoted(str(error))}") from error


def edits_of(name: str, database: Asked) -> Edits:
    """Compare the events of an open GeoPackage or database with what geomap wrote into it.

    Args:
        name: What a sentence calls it.
        database: It has a record of what geomap wrote.

    Returns:
        As `read_edits`.

    Raises:
        UnreadableError: An event has a type that geomap does not know.
    """
    return _compared(name, list(kept_events(database)), written_events(database))


def _compared(path: str, rows: Sequence[Kept], written: Mapping[str, Sequence[Any]]) -> Edits:
    found = _Found()
    seen: set[str] = set()
    for row in rows:
        try:
            if row.event_id is None or row.event_id in seen or row.event_id not in written:
                found.lines.append(_added(row, found))
                found.added[found.lines[-1]["event_id"]] = row.row
            else:
                seen.add(row.event_id)
                _changed(row, written[row.event_id], found)
        except _UnknownTypeError as error:
            known = tuple(sorted(kind for kind in event_types() if is_sub_type(kind)))
            raise UnknownTypeError(f"{path}: the event of row {row.row} ({row.event_id or 'added'}): {error}", known=known) from error
        except _ODD as error:
            raise UnreadableError(f"{path}: the event of row {row.row} ({row.event_id or 'added'}): {error}") from error
    found.lines += [
        {"event_id": event_id, "type": NOT_AN_EVENT, "previous": _previous(cells, ("type", "name"))}
        for event_id, cells in written.items()
        if event_id not in seen
    ]
    return Edits(lines=tuple(found.lines), notes=tuple(f"{path}: {note}" for note in found.notes), added=found.added)


def _changed(row: Kept, before: Sequence[Any], found: _Found) -> None:
    """Add the line that an edited event gives, and what it cannot carry."""
    changed = {name for name, at in _AT.items() if row.cells[at] != before[at]}
    if not changed:
        return
    line = {
        **_type_line(row, changed),
        **_place_line(row, changed, found),
        **_date_line(row, before, changed),
        **_modality_line(row, changed),
        **{column: _count(row.cells[_AT[name]]) for column, name in COUNTS.items() if name in changed},
    }
    left = [name for name in _NOT_CARRIED if name in changed]
    if left:
        found.notes.append(f"event {row.event_id}: changes of {', '.join(left)} are not carried over; no correction can state them")
    if line:
        keys = {} if (row.event_id or "").startswith(ADDED) else {"post": row.post_id, "mention": row.mention}
        given = {name: text for name, text in keys.items() if text}
        found.lines.append({"event_id": row.event_id or "", **given, **line, "previous": _previous(before, line)})


def _previous(before: Sequence[Any], columns: Iterable[str]) -> str:
    """Return what geomap wrote in the columns of a line, as the history of corrections tells it."""
    cells = dict(zip(_AT, before, strict=True))
    said = {
        "type": cells["sub_event_type"],
        "place": None if cells["lat"] is None else _position(cells["lon"], cells["lat"]),
        "name": cells["place_name"],
        "date": cells["event_date"] and _days(cells["event_date"], cells["event_date_end"]),
        "modality": cells["modality"],
        **{column: cells[name] for column, name in COUNTS.items()},
    }
    return previous_text({name: NONE if said[name] is None else str(said[name]) for name in columns})


def _type_line(row: Kept, changed: set[str]) -> Line:
    """Return the type of a retyped event: its sub-type, or what stands in the column of types where only that was changed."""
    for column in ("sub_event_type", "event_type"):
        if column in changed:
            return {"type": _known_type(row.cells[_AT[column]])}
    return {}


def _modality_line(row: Kept, changed: set[str]) -> Line:
    if "modality" not in changed:
        return {}
    said = row.cells[_AT["modality"]]
    if said not in set(Modality):
        raise ValueError(f"modality {said!r} should be one of {', '.join(Modality)}")
    return {"modality": said}


def _known_type(name: str | None) -> str:
    if name is None or not is_sub_type(name):
        near = get_close_matches(name or "", [kind for kind in event_types() if is_sub_type(kind)], n=1)
        raise _UnknownTypeError(f"{name!r} is no sub_event_type that geomap knows{f'; did you mean {near[0]!r}?' if near else ''}")
    return name


def _place_line(row: Kept, changed: set[str], found: _Found) -> Line:
    """Return the place of a moved event. The point counts before columns that were left behind."""
    line: Line = {"name": row.cells[_AT["place_name"]]} if "place_name" in changed and row.cells[_AT["place_name"]] else {}
    moved, retyped = changed & {"lon", "lat"}, changed & {"longitude", "latitude"}
    names = ("lon", "lat") if moved else ("longitude", "latitude")
    if not moved and not retyped:
        return line
    lon, lat = (row.cells[_AT[name]] for name in names)
    if lon is None or lat is None:
        found.notes.append(f"event {row.event_id}: it has no position any more, which no correction can state; delete it or move it")
        return line
    if moved and retyped and (lon, lat) != (row.cells[_AT["longitude"]], row.cells[_AT["latitude"]]):
        found.notes.append(f"event {row.event_id}: its point and its columns latitude and longitude disagree; the point counts")
    return {"place": _position(lon, lat), **line}


def _position(lon: float, lat: float) -> str:
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in (lat, lon))


def _date_line(row: Kept, before: Sequence[Any], changed: set[str]) -> Line:
    """Return the days of an event whose dates were changed; the last day of one of a single day goes with the first."""
    if not changed & {"event_date", "event_date_end"}:
        return {}
    first, last = (row.cells[_AT[name]] for name in ("event_date", "event_date_end"))
    was_first, was_last = (before[_AT[name]] for name in ("event_date", "event_date_end"))
    if first is None:
        raise ValueError("event_date is empty; give a day")
    if last is None or ("event_date_end" not in changed and was_first == was_last):
        last = first
    return {"date": _days(first, last)}


def _days(first: str, last: str | None) -> str:
    return first if last is None or last == first else f"{first}/{last}"


def _count(value: Any) -> str:  # noqa: ANN401 - what a cell holds
    return NONE if value is None else str(value)


def _added(row: Kept, found: _Found) -> Line:
    """Return the line of an event that geomap did not write."""
    cells = dict(zip(_AT, row.cells, strict=True))
    lon, lat = (cells["lon"], cells["lat"]) if cells["lon"] is not None else (cells["longitude"], cells["latitude"])
    if lon is None or lat is None:
        raise ValueError("an added event needs a point")
    said = {"name": cells["place_name"], "quote": cells["quote"], "source": cells["source"], "url": cells["source_url"]}
    line: Line = {
        "place": _position(lon, lat),
        "type": _known_type(cells["sub_event_type"] or cells["event_type"]),
        **{name: text for name, text in said.items() if text},
        **({"date": _days(cells["event_date"], cells["event_date_end"])} if cells["event_date"] else {}),
        **{column: str(cells[name]) for column, name in COUNTS.items() if cells[name] is not None},
    }
    name = _new_name(line, found.alike)
    if "quote" not in line:
        found.notes.append(f"event {name}: it is added without a quote, the text that it rests on")
    return {"event_id": name, **line}


def _new_name(line: Line, alike: Counter[str]) -> str:
    """Return an id made of what the line says; events that say the same get different ones."""
    said = json.dumps(line, ensure_ascii=False, sort_keys=True)
    content = json.dumps([line, alike[said]], ensure_ascii=False, sort_keys=True)
    alike[said] += 1
    return ADDED + hashlib.sha256(content.encode()).hexdigest()[:_DIGEST_CHARS]


def write_edits(edits: Edits, path: Path, *, said: Mapping[str, str]) -> int:
    """Write lines to a file of corrections; the lines that it has stay before them.

    Args:
        edits: What was edited.
        path: The file.
        said: What all new lines say: status, author, reason, corrected_on.

    Returns:
        The number of new lines.

    Raises:
        OutputError: The file cannot be written.
        UnreadableError: There is such a file, and it is not one of corrections.
    """
    kept = [fields for _, fields in read_fields(path)] if path.is_file() else []
    told = [_told(fields) for fields in kept]
    new = [{**line, **said} for line in edits.lines if _told(line) not in told and said_by(line) not in told]
    write_atomically(path, table_bytes([ALL_COLUMNS, *_rows([*kept, *new])]))
    return len(new)


def _told(fields: Mapping[str, str]) -> Line:
    """Return what a line says and what was said before; a line of an earlier version does not tell the latter."""
    previous = {name: text for name, text in fields.items() if name == "previous"}
    return {**said_by(fields), **previous}


def _rows(lines: Sequence[Mapping[str, str]]) -> Iterator[list[str]]:
    for line in lines:
        yield [line.get(name, "") for name in ALL_COLUMNS]


def would_be_lost(written: Sequence[Any], edited: Sequence[Any] | None, now: Sequence[Any] | None) -> bool:
    """Say whether an edit of an event is lost in what is to stand in its row.

    Args:
        written: The cells that geomap wrote, as `Kept` has them.
        edited: Those that stand there; None for a row that was deleted.
        now: Those that are to stand there; None for an event that is to go.

    Returns:
        Whether something that was edited is not as the editor left it. Columns that follow from others do not count: coordinates of a
        point that was moved, the type of a sub-type.
    """
    if edited is None or now is None:
        return edited not in (now, written)
    changed = {name for name, at in _AT.items() if written[at] != edited[at]}
    if changed & {"lon", "lat"}:
        changed -= {"latitude", "longitude"}
    if "sub_event_type" in changed:
        changed -= {"event_type"}
    return any(now[_AT[name]] != edited[_AT[name]] for name in changed)


def refuse_edited(path: Path, *, overwrite: bool) -> None:
    """Raise SettingsError where a GeoPackage that is to be replaced was edited since geomap wrote it.

    Args:
        path: The GeoPackage; it need not exist.
        overwrite: Whether the edits may be lost.

    Raises:
        SettingsError: It was edited.
    """
    if overwrite or path.suffix.lower() != ".gpkg":
        return
    try:
        edited = is_edited(path)
    except (UnreadableError, OSError, sqlite3.Error):
        return  # no GeoPackage of geomap's: it has no edits of events
    if edited:
        raise SettingsError(
            f"{path} was edited since geomap wrote it; take the edits over with `geomap corrections {path} -o corrections.csv`, "
            "or replace it with --overwrite"
        )
