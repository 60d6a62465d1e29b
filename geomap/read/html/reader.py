"""Reads saved pages: by their JSON-LD, else by their structure, else by the rules for text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.model import Document, Post, Problem
from geomap.read.clean import clean_page
from geomap.read.compose import Draft, compose
from geomap.read.decode import decode, head
from geomap.read.html.embedded import embedded_nodes
from geomap.read.html.linked_data import Node, load, nodes
from geomap.read.html.markup import Element, lines_of, parse_html, plain
from geomap.read.html.meta import Meta, read_meta
from geomap.read.html.postings import article, live_blog, loose_updates
from geomap.read.html.structure import body_of, posts_of
from geomap.read.html.telegram import chat_of, messages_of
from geomap.read.plaintext.body import draft_from_lines
from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.reader import layout_of, read_lines
from geomap.read.publishers import Publisher, mentioned, named
from geomap.read.times import find_expressions, parse_stamp
from geomap.settings import ReadSettings

_PAGE = re.compile(r"<!doctype html|<(?:html|head|body|main|article|section|div|script|meta|title|p|h1|table|ul)[\s>]", re.IGNORECASE)
_XML = re.compile(r"<\?xml|<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_SURE, _FRAGMENT = 0.9, 0.6


class HtmlReader:
    """Saved web pages."""

    name = "html"

    def sniff(self, document: Document) -> float:
        """Look for a page's own tags at its start."""
        start = head(document)
        found = _PAGE.search(start)
        if not found or (_XML.match(start) and "<html" not in start.lower()):
            return 0.0
        if found.start() == 0 or found[0].lower().startswith(("<!doctype", "<html", "<head")):
            return _SURE
        return _FRAGMENT if start.startswith("<") else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Yield the page's posts in page order, then what was missing from it.

        Raises:
            UnreadableError: it is not text, or holds none.
        """
        yield from self.read_page(document, settings)

    def read_page(self, document: Document, settings: ReadSettings, *, address: str | None = None) -> Iterator[Post | Problem]:
        """Read a page as `read` does; ``address`` is where it stood, for pages that do not say.

        Raises:
            UnreadableError: it is not text, or holds none.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        root = parse_html(clean_page(decoded.text))
        if root is None:
            raise UnreadableError(f"{document.origin}: the page has no text in it; save it again from the browser, or copy its text")
        yield from _PageReading(root, document.origin, settings, address).items()


@dataclass(slots=True)
class _PageReading:
    """One page while it is read."""

    root: Element
    origin: str
    settings: ReadSettings
    address: str | None = None
    remarks: dict[str, None] = field(default_factory=dict)
    publisher: Publisher | None = None

    def items(self) -> Iterator[Post | Problem]:
        data = [node for block in self._blocks() for value in load(block) for node in nodes(value)]
        meta = read_meta(self.root, self._time, self.address)
        self.publisher = named(meta.site) or named(meta.host) or mentioned(meta.window_title or meta.title or "")
        layout = layout_of(self.publisher)
        found = live_blog(data, layout, self._time) or loose_updates(data, layout, self._time)
        if not found:
            marked = embedded_nodes(self.root)
            found = live_blog(marked, layout, self._time) or loose_updates(marked, layout, self._time)
            data += marked
        if found:
            yield from self._posts(found.drafts, found.publisher or meta.site or found.headline, meta, title=found.headline)
        else:
            yield from self._by_structure(data, meta, layout)
        yield from (Problem(origin=self.origin, text=f"{self.origin}: {remark}") for remark in self.remarks)

    def _blocks(self) -> list[str]:
        return [script.text for script in self.root.iter("script") if "ld+json" in (script.get("type") or "").lower() and script.text]

    def _by_structure(self, data: list[Node], meta: Meta, layout: Layout) -> Iterator[Post | Problem]:
        chat = chat_of(self.root)
        drafts = posts_of(self.root, layout, self._time) if chat is None else messages_of(self.root, layout, self._time)
        if drafts:
            yield from self._posts(drafts, chat, meta, title=chat)
            return
        told = article(data, layout, self._time)
        lines = lines_of(body_of(self.root))
        if told is None and meta.published_at is None:
            for item in read_lines(self._whole_text(meta, lines), self.origin, self.settings, publisher=self.publisher):
                yield replace(item, url=item.url or meta.url) if isinstance(item, Post) else item
            return
        draft, name = told or (Draft(headline=plain(meta.title) if meta.title else None), None)
        if not draft.blocks:
            draft.blocks = draft_from_lines([line for line in lines if line != draft.headline], layout, headline=draft.headline)[0].blocks
        draft.published_at = draft.published_at or meta.published_at
        yield from self._posts([draft], name, meta, title=draft.headline)

    def _whole_text(self, meta: Meta, lines: list[str]) -> str:
        """Give the page as text: its title and whatever times it tells above the article, then the article."""
        lines = lines or lines_of(self.root)
        is_dated = any(find_expressions("\n".join(lines)))
        told = [] if is_dated else [line for line in lines_of(self.root) if any(find_expressions(line))]
        title = plain(meta.title) if meta.title else None
        opening = [title] if title and title not in lines[:1] else []
        return "\n\n".join([*opening, *told[:1], *lines])

    def _posts(self, drafts: list[Draft], name: str | None, meta: Meta, *, title: str | None) -> Iterator[Post | Problem]:
        source = plain(name) if name else meta.site or (self.publisher.name if self.publisher else None) or meta.title or self.origin
        page_title = plain(title or meta.title or "") or None
        for draft in drafts:
            draft.page_title = page_title
            if draft.is_empty:
                continue
            draft.language = draft.language or meta.language
            if draft.key and draft.key.startswith("#"):  # an anchor means nothing without its page
                draft.key = draft.url = f"{meta.url}{draft.key}" if meta.url else None
            draft.url = draft.url or meta.url
            if draft.published_at is None and self.settings.date is None:
                self.remarks["a post does not say when it was published; give --date YYYY-MM-DD"] = None
            yield compose(draft, source=plain(source), origin=self.origin)

    def _time(self, stamp: str) -> datetime | None:
        """Read a machine's time stamp; one without a zone is on the user's clock, else the publisher's."""
        if not stamp.strip():
            return None
        given = ZoneInfo(self.settings.timezone) if self.settings.timezone else None
        home = ZoneInfo(self.publisher.zone) if self.publisher and self.publisher.zone else None
        moment = parse_stamp(stamp, unnamed=given or home or UTC)
        if moment is None:
            self.remarks[f"the time stamp {stamp[:40]!r} cannot be read"] = None
        return moment
