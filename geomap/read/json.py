"""JSON documents: a JSON Feed, a Telegram Desktop export, schema.org data saved alone, or a list of records of any make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.compose import PostDraft, compose
from geomap.read.dates import Moment, is_empty_stamp, names_zone, parse_moment
from geomap.read.decode import decode, head
from geomap.read.html.embedded import article_draft, detached_updates, live_blog_posts
from geomap.read.html.markup import fragment_lines, plain_text
from geomap.read.items import left_out
from geomap.read.records import Node, first_string, load_json, posts_in_json, told_by_names, typed_nodes
from geomap.read.shapes import as_rows
from geomap.read.tables.datasets import GENERIC, has_coordinates
from geomap.read.tables.events import detect_dataset, events_of
from geomap.read.tables.objects import event_rows
from geomap.read.text.body import draft_from_lines
from geomap.read.text.dating import NO_ZONE
from geomap.read.text.layout import GENERIC_LAYOUT
from geomap.settings import EARLIEST_YEAR, LATEST_YEAR, ReadSettings

_ASSIGNED = r"(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]{0,80}\s?=\s*(?=[\[{])"  # "window.YTD.tweets.part0 = [", as archives write
_JSON = re.compile(rf"(?:{_ASSIGNED})?[\[{{]\s*[\"\[{{\]}}]")
_LINE_OF_ITS_OWN = re.compile(r"\n\s*\{\s*\"")
_KNOWN = re.compile(r'jsonfeed\.org/version|"messages"\s*:\s*\[|"@(?:type|graph)"\s*:|"chats"\s*:\s*\{')
_SURE, _SOME_JSON = 0.98, 0.6
_TRUNCATED = "the JSON is broken or truncated; its complete objects are read"


class JsonReader:
    """JSON documents."""

    name = "json"

    def sniff(self, document: Document) -> float:
        """Return 0.98 for JSON of a known form, 0.6 for any other JSON."""
        start = head(document)
        if not _JSON.match(start):
            return 0.0
        return _SURE if _KNOWN.search(start) and not _LINE_OF_ITS_OWN.search(start[:200]) else _SOME_JSON

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read the posts of a document, or its events where it lists objects with coordinates and times.

        Args:
            document: The JSON document; of a truncated one, the complete objects are read.
            settings: Values for what the posts do not state.

        Yields:
            The posts, or the events, in the order of the document, then problems.

        Raises:
            UnreadableError: The document is not text, not JSON, or of an unknown form.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        values, is_whole = load_json(
            re.sub(_ASSIGNED, "", decoded.text.lstrip(), count=1) if decoded.text.lstrip()[:1].isalpha() else decoded.text
        )
        if not values:
            raise UnreadableError(f"{document.origin}: this looks like JSON but is not valid; check where it was truncated or edited")
        context = _JsonContext(document.origin, settings)
        found = next((posts for form in _FORMS if (posts := form(values, context))), None)
        tables: list[object] = [] if found else [table for value in values if (table := as_rows(value) or _alone(value))]
        if not is_whole:
            yield Problem(origin=document.origin, text=f"{document.origin}: {_TRUNCATED}")
        if not found and (rows := event_rows(values, detect_dataset) or event_rows(tables, detect_dataset)):
            yield from events_of(lambda: enumerate(rows, start=1), detect_dataset(rows[0]) or GENERIC, document.origin, settings)
            return
        found = found or _records(values, context) or _records(tables, context)
        placed = len(event_rows(values, has_coordinates))
        if placed:
            context.remarks[f"the coordinates of {placed} records are not used, since no time of an event stands beside them"] = None
        if not found:
            raise UnreadableError(f"{document.origin}: the form of this JSON is unknown; save it as JSON Lines, CSV or GeoJSON")
        filled = [(draft, source) for draft, source in found if not draft.is_empty]
        yield from (compose(draft, source=source, origin=document.origin) for draft, source in filled)
        empty = [f"record {number}" for number, (draft, _) in enumerate(found, start=1) if draft.is_empty]
        if empty:
            yield left_out(document.origin, empty, "no text and no title")
        undated = sum(draft.published is None for draft, _ in filled)
        if undated and settings.date is None:
            context.remarks[f"{undated} of {len(filled)} posts have no time that can be read; set `date` to their day"] = None
        yield from (Problem(origin=document.origin, text=f"{document.origin}: {remark}") for remark in context.remarks)


class _JsonContext:
    """What the forms need of one document: its name, its time zone, and a place for remarks."""

    def __init__(self, origin: str, settings: ReadSettings) -> None:
        self.origin = origin
        self.zone = ZoneInfo(settings.timezone) if settings.timezone else UTC
        self.has_zone = settings.timezone is not None
        self.remarks: dict[str, None] = {}

    def time(self, stamp: object) -> Moment | None:
        """Return the moment of a time stamp or of seconds since 1970; None, with a remark, where it cannot be read."""
        written = str(stamp) if isinstance(stamp, int) and not isinstance(stamp, bool) else stamp
        if not isinstance(written, str) or not written.strip():
            return None
        moment = parse_moment(written, unnamed=self.zone) or _since_1970(written)
        if moment is None and is_empty_stamp(written):
            return None
        if moment is None:
            self.remarks[f"the time stamp {written[:40]!r} cannot be read"] = None
        elif not self.has_zone and not names_zone(written):
            self.remarks[NO_ZONE.format(zone="UTC")] = None
        return moment


_FoundPosts = list[tuple[PostDraft, str]]
_FEED_ITEM = {"date_published", "content_html", "content_text"}


def _since_1970(seconds: str) -> Moment | None:
    try:
        moment = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Moment(moment) if int(seconds) != 0 and EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


def _json_feed(values: list[object], context: _JsonContext) -> _FoundPosts:
    found: _FoundPosts = []
    feeds = [value for value in values if isinstance(value, dict) and "jsonfeed.org/version" in str(value.get("version"))]
    loose = [value for value in values if isinstance(value, dict) and "id" in value and _FEED_ITEM & value.keys()]
    for feed in feeds or ([{"items": loose}] if loose else []):  # of a truncated feed, the complete items
        name = plain_text(first_string(feed, "title") or "") or None
        for item in _objects(feed.get("items")):
            headline = plain_text(first_string(item, "title") or "") or None
            body = (
                fragment_lines(first_string(item, "content_html") or "")
                if item.get("content_html")
                else (first_string(item, "content_text", "summary") or "").split("\n")
            )
            draft, _ = draft_from_lines([line for line in body if line != headline], GENERIC_LAYOUT, headline=headline)
            draft.url = first_string(item, "url", "external_url")
            draft.key = first_string(item, "id") or draft.url
            edited = context.time(item.get("date_modified"))
            draft.published = context.time(item.get("date_published")) or edited
            draft.updated = edited
            draft.language = (first_string(item, "language") or first_string(feed, "language") or "")[:2].lower() or None
            draft.page_title = name
            found.append((draft, name or context.origin))
    return found


def _telegram(values: list[object], context: _JsonContext) -> _FoundPosts:
    """Return the messages of a Telegram Desktop export, of one chat or of all; of a truncated one, the complete messages."""
    found: _FoundPosts = []
    loose = [value for value in values if isinstance(value, dict) and value.get("type") == "message"]
    rest: list[Node] = [{"messages": loose}] if loose else []
    for chat in (*_chats(values), *rest):
        name = plain_text(first_string(chat, "name") or "") or None
        for message in _objects(chat.get("messages")):
            if message.get("type") == "message":
                draft = _message(message, chat, context)
                draft.page_title = name
                found.append((draft, name or context.origin))
    return found


def _chats(values: list[object]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, dict):
            chats = value.get("chats")
            yield from _objects(chats.get("list")) if isinstance(chats, dict) else ()
            if isinstance(value.get("messages"), list):
                yield value


def _message(message: Node, chat: Node, context: _JsonContext) -> PostDraft:
    draft, _ = draft_from_lines(_message_text(message.get("text")).split("\n"), GENERIC_LAYOUT)
    edited = context.time(message.get("edited_unixtime") or message.get("edited"))
    draft.published = context.time(message.get("date_unixtime") or message.get("date"))
    draft.updated = edited
    draft.author = first_string(message, "author", "from")
    draft.key = f"telegram:{chat.get('id')}:{message.get('id')}" if chat.get("id") is not None else None
    return draft


def _message_text(value: object) -> str:
    """Return the text of a message: a string, or a list of strings and of entities with a text."""
    entities = value if isinstance(value, list) else [value]
    return "".join(
        entity if isinstance(entity, str) else str(entity.get("text", "")) if isinstance(entity, dict) else "" for entity in entities
    )


def _schema_org(values: list[object], context: _JsonContext) -> _FoundPosts:
    data = [node for value in values for node in typed_nodes(value)]
    found = live_blog_posts(data, GENERIC_LAYOUT, context.time) or detached_updates(data, GENERIC_LAYOUT, context.time)
    if found:
        for draft in found.drafts:
            draft.page_title = found.headline
        return [(draft, found.publisher or found.headline or context.origin) for draft in found.drafts]
    found_article = article_draft(data, GENERIC_LAYOUT, context.time)
    if found_article is None or not found_article[0].blocks:
        return []
    found_article[0].page_title = found_article[0].headline
    return [(found_article[0], found_article[1] or context.origin)]


def _records(values: list[object], context: _JsonContext) -> _FoundPosts:
    """Return the posts of the list of objects that has the most text, wherever it is nested."""
    top = [value for value in values if isinstance(value, list)]
    found = posts_in_json(values, GENERIC_LAYOUT, context.time) or posts_in_json(top, GENERIC_LAYOUT, context.time, loose=True)
    found = found or posts_in_json(values, GENERIC_LAYOUT, context.time, bare=True)
    return [(draft, name or context.origin) for draft, name in found]


_FORMS: tuple[Callable[[list[object], _JsonContext], _FoundPosts], ...] = (_json_feed, _telegram, _schema_org)


def _alone(value: object) -> list[Node]:
    """Return a single object with a text and a time as a list of one; nothing for a list, a message of an error or settings."""
    return [value] if isinstance(value, dict) and all(told_by_names(value)) else []


def _objects(value: object) -> list[Node]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
