"""One line of a file of corrections, and the reading of such files.

``corrections.csv`` has the columns post, mention, place, type, date, killed, injured; an empty field corrects nothing.

- post: a post's id or address, or words that its text holds.
- mention: the name as the text spells it; empty for every place or event of the post.
- place: an id of the gazetteer ("geonames:706483"), a position ("49.99 36.23"), a name ("Vovchansk, Kharkiv"), or "not a place".
- type: a sub-type's name, or "not an event".
- date: a day at the place, or two ("2023-01-30/2023-01-31").
- killed, injured: the right figure.

Further columns, such as unresolved.csv has, are for the reader's eye; so is a line that corrects nothing.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geomap.errors import InputMissingError, UnreadableError
from geomap.events.types import HARM, RUIN, event_types
from geomap.model import Post

COLUMNS = ("post", "mention", "place", "type", "date", "killed", "injured")
NOT_A_PLACE, NOT_AN_EVENT = "not a place", "not an event"
BY_HAND = "corrected by hand"
POSITION = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*[,;]\s*|\s+)(-?\d+(?:\.\d+)?)")
DELIMITERS = ",;\t"  # spreadsheets write what their country's settings say
MADE_SAFE = re.compile(r"\A'(?=[=+\-@\t\r])")  # how unresolved.csv keeps a spreadsheet from running a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file; None corrects nothing."""

    line: int
    post: str
    mention: str | None = None
    place: str | None = None
    type: str | None = None
    days: tuple[date, date] | None = None
    killed: int | None = None
    injured: int | None = None

    @property
    def corrects_event(self) -> bool:
        """Whether it speaks of more than the place."""
        return any(value is not None for value in (self.type, self.days, self.killed, self.injured))

    def fits(self, post: Post, folded: str) -> bool:
        """Whether it speaks of ``post``; ``folded`` is its text, case folded."""
        return self.post in {post.id, post.url} or self.post.casefold() in folded

    def names(self, mention: str | None) -> bool:
        """Whether it speaks of this name, as the text spells it."""
        return self.mention is None or self.mention == mention


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections; lines that correct nothing are left out.

    Raises:
        InputMissingError: there is no such file.
        UnreadableError: a column is missing or a field makes no sense; the text names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file of corrections") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path}: corrections should be a CSV file in UTF-8") from error
    return tuple(_corrections(path, text))


def _corrections(path: Path, text: str) -> Iterator[Correction]:
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    try:
        if "post" not in (rows.fieldnames or ()) or not set(COLUMNS[1:]) & set(rows.fieldnames or ()):
            raise UnreadableError(f"{path}: the columns should be {', '.join(COLUMNS)}, and post is required")
        for row in rows:
            fields = {name: _text(row.get(name)) for name in COLUMNS}
            if any(fields[name] is not None for name in COLUMNS[2:]):
                yield _correction(rows.line_num, fields)
    except (csv.Error, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"{path}, line {rows.line_num}: {error}") from error


def _text(cell: object) -> str | None:
    if not isinstance(cell, str):
        return None
    return MADE_SAFE.sub("", unicodedata.normalize("NFC", cell).strip(), count=1) or None


def _correction(line: int, fields: dict[str, str | None]) -> Correction:
    return Correction(
        line=line,
        post=_post(fields["post"]),
        mention=fields["mention"],
        place=_place(fields["place"]),
        type=_type(fields["type"]),
        days=_days(fields["date"]),
        killed=_count(fields["killed"]),
        injured=_count(fields["injured"]),
    )


def _post(text: str | None) -> str:
    if text is None:
        raise ValueError("it should say which post it corrects")
    return text


def _place(text: str | None) -> str | None:
    position = POSITION.fullmatch(text or "")
    if position and not (abs(float(position[1])) <= 90 and abs(float(position[2])) <= 180):  # noqa: PLR2004 - degrees
        raise ValueError(f"place {text!r} should be latitude and longitude in degrees")
    return text


def _type(text: str | None) -> str | None:
    if text is not None and text != NOT_AN_EVENT and (text not in event_types() or text in {HARM, RUIN}):
        raise ValueError(f"type {text!r} should be a sub-type's name, such as 'Armed clash', or {NOT_AN_EVENT!r}")
    return text


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
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):  # noqa: PLR2004 - there are fewer people than a milliard in one place
        raise ValueError(f"{text!r} should be a whole number of people")
    return int(text)
