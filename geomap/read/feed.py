"""Feeds: RSS (any version), Atom, RDF and news sitemaps.

Entities of a document type are never expanded; of a truncated feed the complete items are read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from lxml import etree

from geomap.errors import UnreadableError
from geomap.lang import cached
from geomap.lang.pages import line_words
from geomap.model import Document, Event, Post, Problem
from geomap.read.compose import PostDraft, compose
from geomap.read.dates import Moment, day_order, names_zone, parse_moment
from geomap.read.decode import decode, head
from geomap.read.html.markup import Element, fragment_lines, plain_text
from geomap.read.items import left_out
from geomap.read.normalize import clean_text, without_surrogates
from geomap.read.publishers import publisher_in_title, publisher_named
from geomap.read.tables.datasets import GENERIC
from geomap.read.tables.events import events_of
from geomap.read.text.body import draft_from_lines
from geomap.read.text.dating import NO_ZONE
from geomap.read.text.layout import publisher_layout
from geomap.settings import ReadSettings

_PROLOGUE = r"<\?[^>]{0,200}\?>|<!--.{0,2000}?-->|<!DOCTYPE[^\[>]{0,200}(?:\[.{0,8000}?\]\s*)?>|\s"
_ROOT = re.compile(rf"(?:{_PROLOGUE})*<(?:\w+:)?(?:rss|feed|RDF|urlset)\b", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_HTML_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
_OWN_ENTITIES = re.compile(r"<!ENTITY\b")
_SURE = 0.97
_PUBLISHED = ("pubDate", "published", "date", "issued", "created", "publication_date")
_UPDATED = ("updated", "modified", "lastBuildDate")
_POSITION = 2
_AREAS = ("polygon", "box", "line", "posList")
_BODIES = ("encoded", "content", "description", "summary")
_TEXT_TYPES = (None, "html", "text/html", "xhtml", "application/xhtml+xml", "text", "text/plain")


@cached
def _read_more() -> re.Pattern[str]:
    """Return the pattern of what ends the summary of a longer text."""
    own = "".join(rf"|{re.escape(phrase)}" for phrase in line_words().read_on)
    return re.compile(
        r"(?:\[?(?:…|\.\.\.)\]?)?(?<!\s)\s+(?:read (?:more|on|the full .{2,40})|continue reading|full story" + own + r")[\W_]*$",
        re.IGNORECASE,
    )


class FeedReader:
    """RSS, Atom and news sitemaps."""

    name = "feed"

    def sniff(self, document: Document) -> float:
        """Return 0.97 where the root element is that of a feed."""
        return _SURE if _ROOT.match(head(document)) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read the items of a feed: posts, or events where every item has coordinates (GeoRSS).

        Args:
            document: The feed.
            settings: Values for what the items do not state.

        Yields:
            One post for each item with text, or one event for each item, in the order of the feed, and problems.

        Raises:
            UnreadableError: The document is not text, or the feed has no items.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        text = clean_text(decoded.text)
        root, whole = _parse(text)
        items = [] if root is None else [element for element in root.iter() if _name(element) in ("item", "entry", "news")]
        if not items:
            raise UnreadableError(f"{document.origin}: the feed has no items")
        if not whole:
            yield Problem(origin=document.origin, text=f"{document.origin}: the feed is broken or truncated; its complete items are read")
        if _OWN_ENTITIES.search(text[:100_000]):
            yield Problem(origin=document.origin, text=f"{document.origin}: the feed defines entities of its own; they are ignored")
        _settle_dates(items)
        yield from _posts(root, items, document.origin, settings)


def _settle_dates(items: list[Element]) -> None:
    """Write the numeric dates of a feed in ISO 8601, where one of them tells the order of day and month for all."""
    stamps = [child for item in items for child in item if _name(child) in {*_PUBLISHED, *_UPDATED} and child.text]
    order = day_order(child.text.strip() for child in stamps)
    for child in stamps if order.is_proved else ():
        child.text = order.iso(child.text.strip())


def _parse(text: str) -> tuple[Element | None, bool]:
    text = _DECLARATION.sub("", text, count=1)  # the text is decoded; the encoding that it declares no longer applies
    if "&" in text:
        text = without_surrogates(text)
        text = _HTML_ENTITY.sub(lambda found: html.unescape(found[0]) if html.unescape(found[0]) not in "<>&" else found[0], text)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.strip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    return root, not any(error.level >= etree.ErrorLevels.ERROR for error in parser.error_log)


def _posts(root: Element, items: list[Element], origin: str, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
    channel = next((element for element in root.iter() if _name(element) in ("channel", "feed")), root)
    name = plain_text(_child_text(channel, "title") or "") or None
    title = name or origin
    publisher = publisher_named(title) or publisher_in_title(title)
    layout = publisher_layout(publisher)
    language = (_child_text(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower() or None
    zone = settings.timezone or (publisher.zone if publisher else None)
    placed = [item for item in items if _position(item) is not None]
    if len(placed) == len(items):
        yield from _located(placed, title, origin, settings, zone)
        return
    if placed:
        text = f"{origin}: the coordinates of {len(placed)} items are not used, since the other {len(items) - len(placed)} have none"
        yield Problem(origin=origin, text=text)
    undated, unzoned = 0, False
    empty: list[str] = []
    for number, item in enumerate(items, start=1):
        headline = plain_text(_child_text(item, "title") or "") or None
        body = max((_body(item, name) for name in _BODIES), key=lambda lines: sum(map(len, lines)))
        body = [_read_more().sub("", line) for line in body if line != headline]
        draft, _ = draft_from_lines(body, layout, headline=headline)
        if draft.is_empty:
            empty.append(f"item {number}")
            continue
        stamps = _describe(draft, item, ZoneInfo(zone or "UTC"))
        unzoned = unzoned or not all(map(names_zone, stamps))
        draft.language, draft.page_title = draft.language or language, name
        undated += draft.published is None
        yield compose(draft, source=publisher.name if publisher else title, origin=origin)
    if empty:
        yield left_out(origin, empty, "no text and no title")
    if unzoned and zone is None:
        yield Problem(origin=origin, text=f"{origin}: {NO_ZONE.format(zone='UTC')}")
    if undated and settings.date is None:
        yield Problem(
            origin=origin, text=f"{origin}: {undated} of {len(items)} items have no time that can be read; set `date` to their day"
        )


def _located(items: list[Element], source: str, origin: str, settings: ReadSettings, zone: str | None) -> Iterator[Event | Problem]:
    """Yield one event for each item of a feed of alerts (GeoRSS), all of which have coordinates."""
    rows = []
    for item in items:
        lat, lon = _position(item) or ("", "")
        moment, _ = _first_time(item, (*_PUBLISHED, *_UPDATED), ZoneInfo(zone or "UTC"))
        stamp = moment.written() if moment else ""
        body = max((_body(item, name) for name in _BODIES), key=lambda lines: sum(map(len, lines)))
        rows.append(
            {
                "id": _child_text(item, "guid") or _child_text(item, "id") or _link(item) or "",
                "title": plain_text(_child_text(item, "title") or ""),
                "description": " ".join(line for line in body if line) or plain_text(_child_text(item, "title") or ""),
                "type": plain_text(_child_text(item, "category") or ""),
                "url": _link(item) or "",
                "source": source,
                "start_time": stamp,
                "published_time": stamp,
                "latitude": lat,
                "longitude": lon,
            }
        )
    yield from events_of(lambda: enumerate(rows, start=1), GENERIC, origin, settings)


def _position(item: Element) -> tuple[str, str] | None:
    """Return latitude and longitude of an item: georss:point, gml:pos, geo:lat and geo:long; of areas the middle."""
    found = {_name(element): (element.text or "").split() for element in item.iter() if _name(element) in ("point", "pos", "lat", "long")}
    for name in ("point", "pos"):
        if len(found.get(name, ())) >= _POSITION:
            return found[name][0], found[name][1]
    if found.get("lat") and found.get("long"):
        return found["lat"][0], found["long"][0]
    return next((middle for element in item.iter() if _name(element) in _AREAS and (middle := _middle(element.text or ""))), None)


def _middle(written: str) -> tuple[str, str] | None:
    """Return the middle of "lat lon lat lon ...", as polygons, lines and boxes of GeoRSS are written; None where it is none."""
    try:
        numbers = [float(part) for part in written.replace(",", " ").split()]
    except ValueError:
        return None
    lats, lons = numbers[::2], numbers[1::2]
    return (str((min(lats) + max(lats)) / 2), str((min(lons) + max(lons)) / 2)) if lats and len(lats) == len(lons) else None


def _describe(draft: PostDraft, item: Element, zone: ZoneInfo) -> list[str]:
    """Set address, times and author of a draft from its item; return the time stamps that could be read."""
    draft.url = _link(item)
    draft.key = _child_text(item, "guid") or _child_text(item, "id") or draft.url
    stamps = [_first_time(item, names, zone) for names in (_PUBLISHED, _UPDATED)]
    (published, _), (updated, _) = stamps
    draft.published = published or updated
    draft.updated = updated if published else None
    author = next((child for child in item if _name(child) in ("creator", "author")), None)
    if author is not None:
        draft.author = plain_text(_child_text(author, "name") or _text(author)) or draft.author
    return [stamp for moment, stamp in stamps if moment is not None]


def _first_time(item: Element, names: tuple[str, ...], zone: ZoneInfo) -> tuple[Moment | None, str]:
    for name in names:
        stamp = _child_text(item, name) or ""
        moment = parse_moment(stamp, unnamed=zone)
        if moment is not None:
            return moment, stamp
    return None, ""


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _child_text(element: Element, name: str) -> str | None:
    """Return the text of the child of this name with the most of it (a feed may have both title and media:title)."""
    texts = [_text(child) for child in element if _name(child) == name]
    return max(texts, key=len, default=None) or None


def _body(item: Element, name: str) -> list[str]:
    found: list[str] = []
    for child in item:
        if _name(child) == name and child.get("type") in _TEXT_TYPES:
            found = max(found, fragment_lines(_markup(child)), key=lambda one: sum(map(len, one)))
    return found


def _markup(element: Element) -> str:
    """Return the content of an element as HTML: its child elements (XHTML), its CDATA section, or text that was escaped twice."""
    if len(element):
        return (element.text or "") + "".join(etree.tostring(part, encoding="unicode") for part in element)
    text = _text(element)
    return html.unescape(text) if "&lt;" in text and "<" not in text else text


def _link(item: Element) -> str | None:
    links = [child for child in item if _name(child) == "link"]
    if not links and _name(item) == "news":  # of a sitemap, whose address stands beside it
        links = [child for child in item.getparent() if _name(child) == "loc"]
    best = next((link for link in links if link.get("rel") in (None, "alternate")), None)
    return (best.get("href") or _text(best) or None) if best is not None else None
