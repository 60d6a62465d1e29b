"""JSON Lines: one post a line, {"id", "text", optional "title", "published_at", "url", "lang", "spans"}.

Exports of tools name them otherwise ("body", "message", "created_at"): such a text and such a time are taken where the line has no "text"
or no "published_at".

Every line that is not blank gives one post or one problem, in order: nothing is merged or dropped. Offsets count code points
of the text as given.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from geomap.lang import detect_language
from geomap.model import Document, Post, Precision, Problem
from geomap.read.dates import is_empty_stamp, parse_moment
from geomap.read.decode import HEAD_BYTES, decode, head
from geomap.read.items import GivenId, LinePost, LineProblem
from geomap.read.normalize import OffsetMap, replace_surrogates
from geomap.read.records import told_by_names
from geomap.saved import shown_origin
from geomap.settings import ReadSettings

_SURE, _DAMAGED, _UNSURE = 0.95, 0.7, 0.3
_OBJECT_START = re.compile(r'\{\s*"|\{\s*\}')
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)*")
_PAIR = 2


class _BadLineError(ValueError):
    """A line violates the format; the text says how."""


_LONGEST_FIRST_LINE = 4_000_000  # bytes; a complete article with its annotations has some 100 kB


def _long_line(document: Document) -> tuple[str, str] | None:
    """Return a first line that is longer than what is sniffed, and the start of what follows; None where it is over 4 MB."""
    end = document.content.find(b"\n", 0, _LONGEST_FIRST_LINE)
    if end < 0:
        if len(document.content) > _LONGEST_FIRST_LINE:
            return None
        end = len(document.content)
    line = document.content[:end].decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    return line, document.content[end + 1 : end + 1 + HEAD_BYTES].decode("utf-8", errors="replace")


class JsonLinesReader:
    """Posts as JSON Lines."""

    name = "jsonlines"

    def sniff(self, document: Document) -> float:
        """Return 0.95 where the first line is a post, less where it only starts like a JSON object."""
        start = head(document)
        if not _OBJECT_START.match(start):
            return 0.0
        first, ended, rest = start.partition("\n")
        if not ended:
            first, rest = _long_line(document) or (first, "")
        try:
            record = json.loads(first)
        except (ValueError, RecursionError):
            return _DAMAGED if _OBJECT_START.match(rest.lstrip()) else _UNSURE
        if isinstance(record, dict) and isinstance(record.get("text"), list | dict) and not rest.strip():
            return 0.0  # a table in columns
        is_post = isinstance(record, dict) and ("text" in record or ("id" in record and (rest.strip() or not _holds_objects(record))))
        return _SURE if is_post else _DAMAGED if rest.strip() else _UNSURE

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Read one post of each line.

        Args:
            document: The JSON Lines.
            settings: ``timezone`` applies to times without a zone.

        Yields:
            A LinePost or a LineProblem for each line that is not blank.

        Raises:
            UnreadableError: The document is not text.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        zone = ZoneInfo(settings.timezone) if settings.timezone else None
        for number, line in enumerate(_lines(decoded.text), start=1):
            if line.strip():
                yield read_line(line, number, document.origin, zone)


def _holds_objects(record: dict[str, object]) -> bool:
    """Return whether an object without a text lists others, as an export in one line does."""
    return any(isinstance(value, list) and value and isinstance(value[0], dict) for value in record.values())


def _lines(text: str) -> Iterator[str]:
    """Yield the lines, split at line feeds only, without a second copy of the text (io.StringIO would keep four bytes a character)."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def read_line(line: str, number: int, origin: str, zone: ZoneInfo | None) -> LinePost | LineProblem:
    """Return what one line says.

    Args:
        line: The line, not blank.
        number: Its number, from 1.
        origin: The input that it belongs to.
        zone: The time zone of times that name none.

    Returns:
        The post, or the problem that the line has.
    """
    given_id: GivenId = None
    try:
        record = _load(line)
        given_id = _scalar(record.get("id"))
        return _post(record, given_id, number, origin, zone)
    except _BadLineError as error:
        text, part = f"{origin}, line {number}: {error}", f"line {number}"
        return LineProblem(origin=origin, text=text, line=number, given_id=given_id, skipped=(part,))


def source_of(line: str) -> str | None:
    """Return the source that a line names, whether the rest of it can be used or not; None where it names none.

    Args:
        line: Any line.
    """
    try:
        return _string(_load(line), "source")
    except _BadLineError:
        return None


def _load(line: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BadLineError("not valid JSON; give one object a line") from error
    if not isinstance(record, dict):
        raise _BadLineError('not an object; give {"id": ..., "text": ...}')
    return record


def _post(record: dict[str, object], given_id: GivenId, number: int, origin: str, zone: ZoneInfo | None) -> LinePost:
    is_whole = record.get("text") and record.get("published_at")
    other_text, other_time = (None, None) if is_whole else told_by_names(record)
    given = record.get("text") or other_text or record.get("text")
    if not isinstance(given, str):
        raise _BadLineError('"text" is missing or not a string')
    given = replace_surrogates(given)
    text = given if given.isascii() else unicodedata.normalize("NFC", given)
    spans = _spans(record.get("spans"), len(given))
    published = _string(record, "published_at")
    moment = parse_moment(published, **({"unnamed": zone} if zone else {})) if published else None
    if published and moment is None and not is_empty_stamp(published):
        raise _BadLineError(f'"published_at" {published[:40]!r} is not an ISO 8601 time such as 2023-01-31T11:49:00Z')
    if moment is None and other_time is not None and not published:
        moment = parse_moment(other_time, **({"unnamed": zone} if zone else {}))
    source = _string(record, "source")
    language = _string(record, "lang")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise _BadLineError(f'"lang" {language[:40]!r} is not a language code such as en')
    return LinePost(
        id=str(number) if given_id is None else str(given_id),
        source=source or shown_origin(origin),
        page=None if source else f"{origin}, line {number}",  # rows that name no source have nothing to do with each other
        text=text,
        title=_string(record, "title"),
        url=_string(record, "url"),
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else Precision.TIME,
        language=language[:2].lower() if language else detect_language(text),
        origin=origin,
        given_text=given if given != text else None,
        line=number,
        given_id=given_id,
        given_spans=spans,
        spans=_in_nfc(spans, given, text),
    )


def _scalar(value: object) -> GivenId:
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, str) and value == replace_surrogates(value):
        return value
    raise _BadLineError('"id" should be a string or a finite number')


def _string(record: dict[str, object], name: str) -> str | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise _BadLineError(f'"{name}" should be a string')
    return unicodedata.normalize("NFC", replace_surrogates(value))


def _spans(value: object, length: int) -> tuple[tuple[int, int], ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise _BadLineError('"spans" should be a list of [start, end]')
    return tuple(_span(pair, length) for pair in value)


def _span(pair: object, length: int) -> tuple[int, int]:
    if isinstance(pair, list) and len(pair) == _PAIR and all(type(edge) is int for edge in pair):
        start, end = pair
        if 0 <= start < end <= length:
            return start, end
    raise _BadLineError(f"span {str(pair)[:40]} is not [start, end] within the text of {length} characters")


def _in_nfc(spans: tuple[tuple[int, int], ...] | None, given: str, text: str) -> tuple[tuple[int, int], ...] | None:
    if not spans or given == text:
        return spans
    offsets = OffsetMap(given)
    return tuple(offsets.to_nfc(start, end) for start, end in spans)
