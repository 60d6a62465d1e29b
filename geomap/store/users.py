"""The lines of corrections that a store keeps: those of earlier runs and those that come with this one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from geomap.corrections import Corrections
from geomap.corrections.finding import LineFinder
from geomap.corrections.history import Step, history
from geomap.corrections.joined import together
from geomap.corrections.lines import ALL_COLUMNS, Correction, correction, read_corrections, read_fields, rejected_by
from geomap.corrections.places import find_place
from geomap.edits import edits_of
from geomap.pipeline import Pipeline
from geomap.store.codec import as_written, digest_of, dumped
from geomap.store.tables import Tables, marks

_NAMES = ", ".join(f'"{name}"' for name in ALL_COLUMNS)
_DAY = "corrected_on"


class UserLines:
    """The lines of the table ``corrections`` and those of a file that it does not have yet."""

    def __init__(self, tables: Tables, path: Path | None) -> None:
        self._tables = tables
        rows = tables.database.execute(f"SELECT {_NAMES} FROM corrections ORDER BY fid").fetchall()  # noqa: S608 - names of our own
        self._kept = [{name: text for name, text in zip(ALL_COLUMNS, row, strict=True) if text is not None} for row in rows]
        if path is not None:
            read_corrections(path)  # says which line makes no sense
        known = set(map(_digest, self._kept))
        fields = [fields for _, fields in read_fields(path)] if path is not None else []
        self.new = [one for one in fields if _digest(one) not in known]
        with as_written("the table corrections"):  # what is new was checked above
            told = [correction(number, one) for number, one in enumerate([*self._kept, *self.new])]
        taken_back = rejected_by(list(enumerate([*self._kept, *self.new])))
        self._lines = [one for one in told if one is not None and one.line not in taken_back]
        changing = [one for one in told if one is not None and taken_back.get(one.line, one.line) >= len(self._kept)]
        self._fresh = changing  # what is new, and what new lines reject
        self.taken_rows = self._taken()

    def history(self) -> list[Step]:
        """Return what became of each line, numbered from 1."""
        return history(list(enumerate([*self._kept, *self.new], 1)))

    def corrections(self, pipeline: Pipeline) -> Corrections:
        """Return all lines with the places that they mean."""
        found = {one.line: find_place(one.place, pipeline.gazetteer) for one in self._lines if one.place}
        places = {line: place for line, place in found.items() if place is not None}
        return Corrections(origin="corrections", lines=tuple(self._lines), places=places)

    def posts_that_fit(self) -> set[str]:
        """Return the ids of known posts that new lines without an event_id mean."""
        finder = LineFinder([one for one in self._fresh if one.event_id is None])
        return {post_id for post_id, url, text in self._tables.told() if finder.of(post_id, url, text)} if self._fresh else set()

    def event_ids(self) -> set[str]:
        """Return the ids of the incidents that new lines correct or add."""
        named = [one.event_id for one in self._fresh if one.event_id is not None]
        incidents = self._tables.incidents_of(named)
        return {incidents.get(one, one) for one in named}

    def together(self, ids: Iterable[str]) -> set[str]:
        """Return the ids of incidents with those of all that lines join to them."""
        lines = [one for one in self._lines if one.event_id is not None and one.same_as is not None]
        if not lines:
            return set(ids)
        incidents = self._tables.incidents_of([name for one in lines for name in (one.event_id, one.same_as) if name is not None])
        pairs = [[incidents.get(name, name) for name in (one.event_id, one.same_as) if name is not None] for one in lines]
        return together(pairs, set(ids))

    def apart(self) -> set[tuple[str, str]]:
        """Return the pairs of incidents, in order of their ids, of which a rejected line says that they are not one."""
        rejected = [one for one in self._kept if one.get("status") == "rejected"]
        named = [(one["event_id"], one["same_as"]) for one in rejected if "event_id" in one and "same_as" in one]
        incidents = self._tables.incidents_of({name for pair in named for name in pair})
        return {(min(pair), max(pair)) for one, other in named for pair in [(incidents.get(one, one), incidents.get(other, other))]}

    def _taken(self) -> list[int]:
        """Return the rows of events that an analyst added to the store and that new lines add again."""
        adding: list[Correction] = [one for one in self._fresh if one.adds_event]
        if not adding:
            return []
        names = {one.event_id for one in adding}
        return [row for name, row in edits_of("the store", self._tables.database).added.items() if name in names]

    def store(self) -> None:
        """Write the new lines into the table."""
        for one in self.new:
            self._tables.database.execute(
                f"INSERT INTO corrections (digest, {_NAMES}) VALUES ({marks(range(len(ALL_COLUMNS) + 1))})",  # noqa: S608
                [_digest(one), *(one.get(name) for name in ALL_COLUMNS)],
            )


def _digest(fields: dict[str, str]) -> str:
    return digest_of(dumped(sorted((name, text) for name, text in fields.items() if name != _DAY)))
