"""The lines of a file of corrections.

``corrections.csv`` has these columns; an empty field corrects nothing.

- event_id: the event that the line corrects; ``added:`` and anything for an event that geomap did not find.
- post: a post's id or address, or words that its text holds.
- mention: the name as the text spells it; empty for every place or event of the post.
- place: an id of the gazetteer ("geonames:706483"), a position ("49.99 36.23"), a name ("Vovchansk, Kharkiv"), or "not a place".
- name: what the place of the event is called.
- type: a sub-type's name, or "not an event".
- date: a day at the place, or two ("2023-01-30/2023-01-31").
- killed, injured and the other counts: the right figure, or "none".
- modality: reported, claimed, denied, planned, hypothetical or background.
- same_as: the event_id of the event that tells of the same incident; the event of the line is joined to it.
- quote, source, url: the evidence of an added event.
- status: proposed, checked or rejected; a rejected line is not applied, nor is any line before it that says the same.
- author, reason, corrected_on: who made the line, why and when.
- previous: what the event said before in the columns that the line corrects.

Each line names an event_id or a post. Further columns, such as those of unresolved.csv, are ignored, and so is a line that corrects
nothing. Lines are added and not changed, so that a file is the history of its corrections (`history.py`): of several, the last counts.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from geomap.errors import InputMissingError, UnreadableError
from geomap.events.ontology import HARM, RUIN, event_types
from geomap.model import OTHER_COUNTS, Modality, Toll

# The columns of counts, and what each corrects in a `Toll`.
COUNTS: Mapping[str, str] = {
    "killed": "fatalities",
    "injured": "injured",
    **{name: name for name in OTHER_COUNTS},
    "killed_low": "fatalities_low",
    "killed_high": "fatalities_high",
    "killed_civilian": "fatalities_civilian",
    "injured_civilian": "injured_civilian",
}
WORDS = ("quote", "source", "url")
COLUMNS = ("post", "mention", "place", "type", "date", "killed", "injured")
MADE_BY = ("status", "author", "reason", "corrected_on", "previous")
ALL_COLUMNS = ("event_id", *COLUMNS[:3], "name", *COLUMNS[3:5], "modality", *COUNTS, "same_as", *WORDS, *MADE_BY)
STATUSES = ("proposed", "checked", "rejected")
REJECTED = STATUSES[-1]
ADDED = "added:"  # what the id of an event begins with that a user adds
NO_COUNT = -1  # of a line: the event tells no such figure
NOT_A_PLACE, NOT_AN_EVENT, NONE = "not a place", "not an event", "none"
POSITION = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*[,;]\s*|\s+)(-?\d+(?:\.\d+)?)")
DELIMITERS = ",;\t"  # spreadsheets write what their country's settings say
MADE_SAFE = re.compile(r"\A'(?=[=+\-@\t\r])")  # how unresolved.csv keeps a spreadsheet from running a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file; a field that is None leaves things as they are. A count of ``NO_COUNT`` takes a figure away."""

    line: int
    post: str = ""
    event_id: str | None = None
    mention: str | None = None
    place: str | None = None
    name: str | None = None
    type: str | None = None
    days: tuple[date, date] | None = None
    modality: Modality | None = None
    same_as: str | None = None
    killed: int | None = None
    injured: int | None = None
    missing: int | None = None
    displaced: int | None = None
    rescued: int | None = None
    arrested: int | None = None
    ill: int | None = None
    killed_low: int | None = None
    killed_high: int | None = None
    killed_civilian: int | None = None
    injured_civilian: int | None = None
    quote: str | None = None
    source: str | None = None
    url: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The counts that the line gives, by column."""
        return {name: value for name in COUNTS if (value := getattr(self, name)) is not None}

    @property
    def corrects_event(self) -> bool:
        """Whether it corrects more than the place."""
        return self.type is not None or self.days is not None or self.modality is not None or bool(self.counts)

    @property
    def corrects_standing_event(self) -> bool:
        """Whether it changes an event that its post and mention name; joining events needs their ids."""
        return self.corrects_event or (self.event_id is not None and self.same_as is None)

    @property
    def adds_event(self) -> bool:
        """Whether it is about an event that the user adds."""
        return self.event_id is not None and self.event_id.startswith(ADDED)

    def names(self, mention: str | None) -> bool:
        """Whether the line applies to this name, as the text spells it."""
        return self.mention is None or self.mention == mention

    def of_toll(self, toll: Toll) -> dict[str, Any]:
        """Return the fields of a `Toll` that the line changes; a new figure takes the range and the civilians of the old one away."""
        given = self.counts
        cleared = ("killed_low", "killed_high", "killed_civilian") if "killed" in given else ()
        changed: dict[str, int | None] = {COUNTS[name]: None for name in cleared}
        if "injured" in given:
            changed["injured_civilian"] = None
        changed |= {COUNTS[name]: None if count == NO_COUNT else count for name, count in given.items()}
        return {name: count for name, count in changed.items() if getattr(toll, name) != count}


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the lines of a file of corrections, without those that correct nothing or are rejected, by themselves or by a later line.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: A column is missing or a field makes no sense; the text names the line.
    """
    rows = read_fields(path)
    told = [(one, number) for number, fields in rows if (one := _checked(path, number, fields)) is not None]
    taken_back = rejected_by(rows)
    return tuple(one for one, number in told if number not in taken_back)


def said_by(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what a line says, without who made it, when and why."""
    return {name: text for name, text in fields.items() if name not in MADE_BY}


def is_rejected(fields: Mapping[str, str]) -> bool:
    """Say whether a line is not to be applied."""
    return fields.get("status", "").lower() == REJECTED


def rejected_by(rows: Sequence[tuple[int, Mapping[str, str]]]) -> dict[int, int]:
    """Return the numbers of the lines that a later line rejects, which says the same, each with the number of that line."""
    found: dict[int, int] = {}
    pending: dict[frozenset[tuple[str, str]], int] = {}
    for number, fields in reversed(rows):
        said = frozenset(said_by(fields).items())
        if is_rejected(fields):
            pending[said] = number
        elif said in pending:
            found[number] = pending[said]
    return found


def read_fields(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the number and the filled fields of each line of a file of corrections.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: It is not a table with the columns of one.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file of corrections") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path}: corrections should be a CSV file in UTF-8") from error
    return list(_fields(path, text))


def _fields(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    try:
        names = set(rows.fieldnames or ())
        if not names & {"post", "event_id"} or not (set(ALL_COLUMNS) - {"post", "event_id"}) & names:
            raise UnreadableError(f"{path}: the columns should be {', '.join(COLUMNS)}, and post is required, or event_id")
        for row in rows:
            yield rows.line_num, {name: said for name in ALL_COLUMNS if (said := _text(row.get(name))) is not None}
    except csv.Error as error:
        raise UnreadableError(f"{path}, line {rows.line_num}: {error}") from error


def _text(cell: object) -> str | None:
    if not isinstance(cell, str):
        return None
    return MADE_SAFE.sub("", unicodedata.normalize("NFC", cell).strip(), count=1) or None


def _checked(path: Path, line: int, fields: Mapping[str, str]) -> Correction | None:
    try:
        return correction(line, fields)
    except ValueError as error:
        raise UnreadableError(f"{path}, line {line}: {error}") from error


def correction(line: int, fields: Mapping[str, str]) -> Correction | None:
    """Return the filled fields of a line as a correction; None where it corrects nothing or is rejected.

    Raises:
        ValueError: A field makes no sense.
    """
    status = fields.get("status", STATUSES[0]).lower()
    if status not in STATUSES:
        raise ValueError(f"status {status!r} should be {', '.join(STATUSES[:-1])} or {STATUSES[-1]}")
    if not any(name in fields for name in ("place", "name", "type", "date", "modality", "same_as", *COUNTS)) or status == REJECTED:
        return None
    if "post" not in fields and "event_id" not in fields:
        raise ValueError("it should say which post or event_id it corrects")
    if "same_as" in fields and ("event_id" not in fields or fields["event_id"] == fields["same_as"]):
        raise ValueError("same_as joins the event of event_id to another one, so both should be given")
    words: dict[str, Any] = {name: fields.get(name) for name in ("event_id", "mention", "name", "same_as", *WORDS)}
    counts: dict[str, Any] = {name: _count(fields.get(name)) for name in COUNTS}
    return Correction(
        line=line,
        post=fields.get("post", ""),
        place=_place(fields.get("place")),
        type=_type(fields.get("type")),
        days=_days(fields.get("date")),
        modality=_modality(fields.get("modality")),
        **words,
        **counts,
    )


def _place(text: str | None) -> str | None:
    position = POSITION.fullmatch(text or "")
    if position and not (abs(float(position[1])) <= 90 and abs(float(position[2])) <= 180):  # noqa: PLR2004 - degrees
        raise ValueError(f"place {text!r} should be latitude and longitude in degrees")
    return text


def is_sub_type(text: str) -> bool:
    """Say whether ``text`` is the name of a sub-type that an event can have."""
    return text in event_types() and text not in {HARM, RUIN}


def _type(text: str | None) -> str | None:
    if text is not None and text != NOT_AN_EVENT and not is_sub_type(text):
        near = get_close_matches(text, [name for name in event_types() if is_sub_type(name)], n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"type {text!r} should be a sub-type's name, such as 'Armed clash', or {NOT_AN_EVENT!r}{hint}")
    return text


def _modality(text: str | None) -> Modality | None:
    if text is not None and text.lower() not in set(Modality):
        raise ValueError(f"modality {text!r} should be one of {', '.join(Modality)}")
    return None if text is None else Modality(text.lower())


def _days(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    try:
        days = tuple(date.fromisoformat(part.strip()) for part in text.split("/", 1))
    except ValueError as error:
        raise ValueError(f"date {text!r} should be a day such as 2023-01-30, or two with / between") from error
    if days[0] > days[-1]:
        raise ValueError(f"date {text!r} ends before it starts")
    return days[0], days[-1]


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if text.lower() == NONE:
        return NO_COUNT
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):  # noqa: PLR2004 - there are fewer people than a milliard in one place
        raise ValueError(f"{text!r} should be a whole number of people, or {NONE!r}")
    return int(text)
