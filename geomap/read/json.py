"""One JSON document: a JSON Feed, a Telegram Desktop export, schema.org data saved alone, or a list of records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.model import Document, Post, Problem
from geomap.read.compose import PostDraft, compose
from geomap.read.dates import names_zone, parse_stamp
from geomap.read.decode import decode, head
from geomap.read.html.embedded import article_draft, detached_updates, live_blog_posts
from geomap.read.html.markup import fragment_lines, plain_text
from geomap.read.records import Node, first_string, load_json, posts_in_json, typed_nodes
from geomap.read.text.body import draft_from_lines
from geomap.read.text.layout import GENERIC_LAYOUT
from geomap.settings import ReadSettings

_JSON = re.compile(r"[\[{]\s*[\"\[{\]}]")
_LINE_OF_ITS_OWN = re.compile(r"\n\s*\{\s*\"")
_KNOWN = re.compile(r'jsonfeed\.org/version|"messages"\s*:\s*\[|"@(?:type|graph)"\s*:|"chats"\s*:\s*\{')
_SURE, _SOME_JSON = 0.98, 0.6


class JsonReader:
    """JSON documents."""

    name = "json"

    def sniff(self, document: Document) -> float:
        """Look for JSON, and for the words by which a known form is told."""
        start = head(document)
        if not _JSON.match(start):
            return 0.0
        return _SURE if _KNOWN.search(start) and not _LINE_OF_ITS_OWN.search(start[:200]) else _SOME_JSON

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Yield the posts of the document in its order.

        Raises:
            UnreadableError: it is not text, not JSON, or of no form that is known.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        values, is_whole = load_json(decoded.text)
        if not values:
            raise UnreadableError(f"{document.origin}: this looks like JSON but is not valid; check where it was cut or edited")
        reading = _JsonContext(document.origin, settings)
        found = next((posts for form in _FORMS if (posts := form(values, reading))), None)
        if not found:
            raise UnreadableError(f"{document.origin}: no reader knows this JSON; give JSON Lines, a JSON Feed or a Telegram export")
        if not is_whole:
            yield Problem(origin=document.origin, text=f"{document.origin}: the JSON is broken or cut off; what is whole is read")
        filled = [(draft, source) for draft, source in found if not draft.is_empty]
        yield from (compose(draft, source=source, origin=document.origin) for draft, source in filled)
        undated = sum(draft.published_at is None for draft, _ in filled)
        if undated and settings.date is None:
            reading.remarks[f"{undated} of {len(filled)} posts have no time that can be read; give --date YYYY-MM-DD"] = None
        yield from (Problem(origin=document.origin, text=f"{document.origin}: {remark}") for remark in reading.remarks)


class _JsonContext:
    """What the forms need of one document: its name, its clock, and a place for remarks."""

    def __init__(self, origin: str, settings: ReadSettings) -> None:
        self.origin = origin
        self.zone = ZoneInfo(settings.timezone) if settings.timezone else UTC
        self.is_told = settings.timezone is not None
        self.remarks: dict[str, None] = {}

    def time(self, stamp: object) -> datetime | None:
        """Read a time stamp, or seconds since 1970."""
        written = str(stamp) if isinstance(stamp, int) and not isinstance(stamp, bool) else stamp
        if not isinstance(written, str) or not written.strip():
            return None
        moment = parse_stamp(written, unnamed=self.zone) or _since_1970(written)
        if moment is None:
            self.remarks[f"the time stamp {written[:40]!r} cannot be read"] = None
        elif not self.is_told and not names_zone(written):
            self.remarks["the times name no zone; they are read as UTC; give --timezone if not"] = None
        return moment


_FoundPosts = list[tuple[PostDraft, str]]
_FEED_ITEM = {"date_published", "content_html", "content_text"}


def _since_1970(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _json_feed(values: list[object], reading: _JsonContext) -> _FoundPosts:
    found: _FoundPosts = []
    feeds = [value for value in values if isinstance(value, dict) and "jsonfeed.org/version" in str(value.get("version"))]
    loose = [value for value in values if isinstance(value, dict) and "id" in value and _FEED_ITEM & value.keys()]
    for feed in feeds or ([{"items": loose}] if loose else []):  # of a feed that was cut off, the items that are whole
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
            draft.published_at, draft.updated_at = reading.time(item.get("date_published")), reading.time(item.get("date_modified"))
            draft.published_at = draft.published_at or draft.updated_at
            draft.language = (first_string(item, "language") or first_string(feed, "language") or "")[:2].lower() or None
            draft.page_title = name
            found.append((draft, name or reading.origin))
    return found


def _telegram(values: list[object], reading: _JsonContext) -> _FoundPosts:
    """Read the exports of Telegram Desktop, of one chat or of all; of a cut one, the messages that are whole."""
    found: _FoundPosts = []
    loose = [value for value in values if isinstance(value, dict) and value.get("type") == "message"]
    rest: list[Node] = [{"messages": loose}] if loose else []
    for chat in (*_chats(values), *rest):
        name = plain_text(first_string(chat, "name") or "") or None
        for message in _objects(chat.get("messages")):
            if message.get("type") == "message":
                draft = _message(message, chat, reading)
                draft.page_title = name
                found.append((draft, name or reading.origin))
    return found


def _chats(values: list[object]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, dict):
            chats = value.get("chats")
            yield from _objects(chats.get("list")) if isinstance(chats, dict) else ()
            if isinstance(value.get("messages"), list):
                yield value


def _message(message: Node, chat: Node, reading: _JsonContext) -> PostDraft:
    draft, _ = draft_from_lines(_message_text(message.get("text")).split("\n"), GENERIC_LAYOUT)
    draft.published_at = reading.time(message.get("date_unixtime") or message.get("date"))
    draft.updated_at = reading.time(message.get("edited_unixtime") or message.get("edited"))
    draft.author = first_string(message, "author", "from")
    draft.key = f"telegram:{chat.get('id')}:{message.get('id')}" if chat.get("id") is not None else None
    return draft


def _message_text(value: object) -> str:
    """Join a message's text, which is a string or a list of strings and of entities with a text."""
    pieces = value if isinstance(value, list) else [value]
    return "".join(piece if isinstance(piece, str) else str(piece.get("text", "")) if isinstance(piece, dict) else "" for piece in pieces)


def _schema_org(values: list[object], reading: _JsonContext) -> _FoundPosts:
    data = [node for value in values for node in typed_nodes(value)]
    found = live_blog_posts(data, GENERIC_LAYOUT, reading.time) or detached_updates(data, GENERIC_LAYOUT, reading.time)
    if found:
        for draft in found.drafts:
            draft.page_title = found.headline
        return [(draft, found.publisher or found.headline or reading.origin) for draft in found.drafts]
    told = article_draft(data, GENERIC_LAYOUT, reading.time)
    if told is None or not told[0].blocks:
        return []
    told[0].page_title = told[0].headline
    return [(told[0], told[1] or reading.origin)]


def _records(values: list[object], reading: _JsonContext) -> _FoundPosts:
    """Read the list of objects that have the most text, wherever it lies."""
    top = [value for value in values if isinstance(value, list)]
    found = posts_in_json(values, GENERIC_LAYOUT, reading.time) or posts_in_json(top, GENERIC_LAYOUT, reading.time, loose=True)
    return [(draft, name or reading.origin) for draft, name in found]


_FORMS: tuple[Callable[[list[object], _JsonContext], _FoundPosts], ...] = (_json_feed, _telegram, _schema_org, _records)


def _objects(value: object) -> list[Node]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
