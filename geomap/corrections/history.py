"""What became of each line of a file of corrections: which stand, which a later line replaced, and what was said before.

Lines are added to a file and not changed, so the lines about one event, or about one name in a post, are the history of what was said
of it: by whom, when and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.corrections.lines import COUNTS, NOT_AN_EVENT, is_rejected, rejected_by

# The columns that correct something, in the order in which they are told.
CORRECTED = ("place", "name", "type", "date", "modality", *COUNTS, "same_as")
STANDS, REPLACED, REJECTED = "stands", "replaced", "rejected"
_BETWEEN, _MARK = "; ", ": "

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one line says of one column of an event, or of the events of a post.

    Attributes:
        line: The number of the line.
        about: What the line is about: ``event_id``, or ``post`` and ``mention``.
        column: What is corrected.
        value: What the line says.
        previous: What was said before; None where neither the line nor one before it tells it.
        outcome: Whether it stands, was replaced by a later line, or is rejected.
        by: The number of the line that replaced or rejected it.
        made: The fields status, author, reason and corrected_on, as far as they are filled.
    """

    line: int
    about: Mapping[str, str]
    column: str
    value: str
    previous: str | None
    outcome: str
    by: int | None
    made: Mapping[str, str]

    def told(self) -> dict[str, Any]:
        """Return the step as plain values for JSON."""
        named = {"line": self.line, **self.about, "column": self.column, "value": self.value, "previous": self.previous}
        return {**named, "outcome": self.outcome, "by_line": self.by, **self.made}


def previous_text(said: Mapping[str, str]) -> str:
    """Return what was said before as the column ``previous`` has it: "place: 49.99 36.23; killed: 3"."""
    return _BETWEEN.join(f"{name}{_MARK}{text}" for name, text in said.items())


def history(rows: Sequence[tuple[int, Fields]]) -> list[Step]:
    """Return the steps of the lines of a file: those about the same thing together, in the order in which each was first corrected.

    Args:
        rows: The number and the filled fields of each line, as `read_fields` returns them.
    """
    groups: dict[tuple[str, ...], list[tuple[int, Fields]]] = {}
    for number, fields in rows:
        if any(name in fields for name in CORRECTED):
            groups.setdefault(tuple(_about(fields).values()), []).append((number, fields))
    taken_back = rejected_by(rows)
    return [step for group in groups.values() for step in _steps(group, taken_back)]


def _about(fields: Fields) -> dict[str, str]:
    names = ("event_id",) if "event_id" in fields else ("post", "mention")
    return {name: fields[name] for name in names if name in fields}


def _steps(group: Sequence[tuple[int, Fields]], taken_back: Mapping[int, int]) -> Iterator[Step]:
    applied = [(number, fields) for number, fields in group if number not in taken_back and not is_rejected(fields)]
    said: dict[str, str] = {}
    for number, fields in group:
        before = {**said, **_previous(fields)}
        for column in CORRECTED:
            if column in fields:
                outcome, by = _outcome(number, fields, column, applied, taken_back)
                made = {name: fields[name] for name in ("status", "author", "reason", "corrected_on") if name in fields}
                yield Step(
                    line=number,
                    about=_about(fields),
                    column=column,
                    value=fields[column],
                    previous=before.get(column),
                    outcome=outcome,
                    by=by,
                    made=made,
                )
                if outcome != REJECTED:
                    said[column] = fields[column]


def _outcome(
    number: int, fields: Fields, column: str, applied: Sequence[tuple[int, Fields]], taken_back: Mapping[int, int]
) -> tuple[str, int | None]:
    if is_rejected(fields):
        return REJECTED, None
    if number in taken_back:
        return REJECTED, taken_back[number]
    later = [at for at, other in applied if at > number and (column in other or other.get("type") == NOT_AN_EVENT)]
    return (REPLACED, later[0]) if later else (STANDS, None)


def _previous(fields: Fields) -> dict[str, str]:
    """Return what a line says was said before, by column; names of places may hold what stands between columns."""
    found: dict[str, str] = {}
    last = None
    for part in fields.get("previous", "").split(_BETWEEN):
        name, mark, text = part.partition(_MARK)
        if mark and name in CORRECTED:
            found[name], last = text, name
        elif last is not None:
            found[last] += _BETWEEN + part
    return found


def as_lines(steps: Iterable[Step]) -> Iterator[str]:
    """Yield steps for people: a heading for each event or name, and a line for each step below it."""
    about: Mapping[str, str] | None = None
    for step in steps:
        if step.about != about:
            about = step.about
            yield ", ".join(f"{name.removesuffix('_id')} {text}" for name, text in about.items())
        yield f"  line {step.line}: {step.column} {step.previous or '(not told)'} -> {step.value}{_maker(step)}: {_standing(step)}"


def _maker(step: Step) -> str:
    """Return who made a step, when and why, in parentheses."""
    made = step.made
    named = [made[name] for name in ("status", "author", "corrected_on", "reason") if name in made]
    return f" ({', '.join(named)})" if named else ""


def _standing(step: Step) -> str:
    return step.outcome if step.by is None else f"{step.outcome} by line {step.by}"
