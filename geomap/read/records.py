"""Posts in JSON of any make: the list of objects with the most text, each with words and mostly with a time.

Interfaces of publishers, states of pages that a script builds, exports of tools: the names differ, their kinds do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from geomap.read.compose import Draft
from geomap.read.html.linked_data import Node, names, running_text, stamp, string
from geomap.read.html.markup import fragment_lines, plain
from geomap.read.plaintext.body import draft_from_lines
from geomap.read.plaintext.layout import Layout

_MAX_DEPTH = 40  # of objects in objects
_MIN_POSTS = 2
# Names as they are compared: in lower case, without "_" and "-"; the surest first.
_TEXTS = ("articlebody", "bodyhtml", "contenthtml", "body", "content", "text", "bodytext", "contenttext", "message", "html", "blocks")
_SHORT_TEXTS = ("bodytextsummary", "description", "summary", "standfirst", "lead", "excerpt")
_TITLES = ("headline", "title", "webtitle", "heading", "name")
_TIMES = (
    "firstpublisheddate", "firstpublishedat", "firstpublished", "publishedat", "datepublished", "publisheddate", "dategmt", "published",
    "publicationdate", "webpublicationdate", "publishdate", "publishtime", "pubdate", "postedat", "displaydate", "createdat", "createddate",
    "created", "timestamp", "datetime", "date", "time",
)  # fmt: skip
_EDITS = ("lastmodifieddate", "datemodified", "updatedat", "modifiedat", "lastupdated", "modifiedgmt", "updated", "modified")
_ADDRESSES = ("url", "weburl", "link", "permalink", "canonicalurl", "href")
_AUTHORS = ("author", "authors", "byline", "contributors", "creator")
_SOURCES = ("source", "publisher", "channel", "sitename")
_INNER = ("fields", "attributes")  # objects that hold some of an object's own properties
_GREENWICH = ("dategmt", "modifiedgmt")
ReadTime = Callable[[str], datetime | None]


def records_of(value: object, layout: Layout, read_time: ReadTime, *, loose: bool = False) -> list[tuple[Draft, str | None]]:
    """Make drafts of the posts in a JSON value, each with the source that it names.

    Args:
        value: The parsed JSON.
        layout: What is left out of the posts' texts.
        read_time: Reads a time stamp.
        loose: Take a list without times too, and a single object with text and time.
    """
    best = max(_lists(value), key=lambda rows: _weight(rows, loose=loose), default=[])
    if not _weight(best, loose=loose):
        return []
    return [_draft(row, layout, read_time) for row in best if _words(row)]


def _weight(rows: list[Node], *, loose: bool) -> int:
    """Give the letters of a list of posts; 0 where it is none."""
    told = [row for row in rows if _words(row) and (loose or stamp(row, *_TIMES))]
    return sum(len(_words(row)) for row in told) if len(told) >= (1 if loose else _MIN_POSTS) else 0


def _words(row: Node) -> str:
    return running_text(row, *_TEXTS) or running_text(row, *_SHORT_TEXTS)


def _lists(value: object) -> Iterator[list[Node]]:
    """Yield every list of objects, with their properties under plain names."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(item, dict):
            waiting.extend((inner, depth + 1) for inner in reversed(item.values()))
        elif isinstance(item, list):
            rows = [_plain_names(row) for row in item if isinstance(row, dict)]
            if rows:
                yield rows
            waiting.extend((inner, depth + 1) for inner in reversed(item))


def _plain_names(row: Node) -> Node:
    told: Node = {}
    for part in (row, *(row.get(name) for name in _INNER)):
        for name, value in part.items() if isinstance(part, dict) else ():
            told.setdefault(str(name).lower().replace("_", "").replace("-", ""), value)
    return told


def _draft(row: Node, layout: Layout, read_time: ReadTime) -> tuple[Draft, str | None]:
    headline = plain(running_text(row, *_TITLES)) or None
    lines = [line for line in fragment_lines(_words(row)) if line.strip()]
    draft, _ = draft_from_lines([line for line in lines if line.strip() != headline], layout, headline=headline)
    draft.published_at, draft.updated_at = _time(row, _TIMES, read_time), _time(row, _EDITS, read_time)
    draft.published_at = draft.published_at or draft.updated_at
    draft.url = string(row, *_ADDRESSES)
    key = row.get("id") or row.get("uuid") or row.get("guid")
    draft.key = str(key) if isinstance(key, str | int) and not isinstance(key, bool) else draft.url
    draft.author = next((name for place in _AUTHORS if (name := names(row, place))), None) or draft.author
    return draft, next((name for place in _SOURCES if (name := names(row, place))), None)


def _time(row: Node, places: tuple[str, ...], read_time: ReadTime) -> datetime | None:
    for place in places:
        told = stamp(row, place)
        if told is not None:
            return read_time(f"{told}Z" if place in _GREENWICH and told[-1:].isdigit() else told)
    return None
