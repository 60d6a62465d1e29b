"""The reader of saved web pages: by their schema.org data, else by their structure, else as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import partial
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.model import Document, Post, Problem
from geomap.read.compose import PostDraft, compose
from geomap.read.dates import Moment, find_expressions, is_empty_stamp, names_zone, parse_moment
from geomap.read.decode import decode, head
from geomap.read.html.embedded import article_draft, complete_drafts, detached_updates, is_cut, live_blog_posts, markup_nodes, script_values
from geomap.read.html.markup import Element, element_lines, open_wrappers, parse_html, plain_text
from geomap.read.html.meta import Meta, read_meta
from geomap.read.html.prepare import link_lists, separate_times
from geomap.read.html.structure import MarkedPost, article_body, date_posts, marked_posts
from geomap.read.html.telegram import chat_messages, chat_name
from geomap.read.html.telegram_apps import app_chat_name, app_messages
from geomap.read.html.times import date_lines, printed_stamps, times_below_title
from geomap.read.normalize import clean_text
from geomap.read.publishers import Publisher, publisher_in_title, publisher_named
from geomap.read.records import Node, load_json, posts_in_json, typed_nodes
from geomap.read.text.body import draft_from_lines
from geomap.read.text.dating import NO_ZONE, SET_DATE, Dating
from geomap.read.text.layout import Layout, publisher_layout
from geomap.read.text.reader import page_dating, read_page_text
from geomap.read.text.time_lines import is_live_blog_text
from geomap.settings import ReadSettings

_PAGE = re.compile(r"<!doctype html|<(?:html|head|body|main|article|section|div|script|meta|title|p|h1|table|ul)[\s>]", re.IGNORECASE)
_XML = re.compile(r"<\?xml|<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_SURE, _FRAGMENT = 0.9, 0.6
_LEAST_SHARE = 0.67  # of the text that a page shows; a body in the data that has less is only its beginning
_TEASERS_SHARE = 0.5  # of the text of the article beside them
_OPENING = 40  # characters
_MORE_TEXT = 2  # times the text; pages that show their posts contain them once


class HtmlReader:
    """Saved web pages."""

    name = "html"

    def sniff(self, document: Document) -> float:
        """Return 0.9 where the document starts like a page, 0.6 for a fragment of one."""
        start = head(document)
        found = _PAGE.search(start) if "<" in start else None
        if not found or (_XML.match(start) and "<html" not in start.lower()):
            return 0.0
        if found.start() == 0 or found[0].lower().startswith(("<!doctype", "<html", "<head")):
            return _SURE
        return _FRAGMENT if start.startswith("<") else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Read the posts of a page.

        Args:
            document: The page.
            settings: Values for what the page does not state.

        Yields:
            The posts in page order, then problems.

        Raises:
            UnreadableError: The document is not text, or the page has none.
        """
        yield from self.read_page(document, settings)

    def read_page(self, document: Document, settings: ReadSettings, *, address: str | None = None) -> Iterator[Post | Problem]:
        """Read the posts of a page whose address is known.

        Args:
            document: The page.
            settings: Values for what the page does not state.
            address: Where the page was found, for pages that do not state it.

        Yields:
            The posts in page order, then problems.

        Raises:
            UnreadableError: The document is not text, or the page has none.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        root = parse_html(clean_text(decoded.text))
        if root is None:
            raise UnreadableError(f"{document.origin}: the page has no text; save it again from the browser, or copy its text")
        open_wrappers(root)
        separate_times(root)
        yield from _HtmlPage(root, document.origin, settings, address).items()


@dataclass(slots=True)
class _HtmlPage:
    """One page while it is being read."""

    root: Element
    origin: str
    settings: ReadSettings
    address: str | None = None
    remarks: dict[str, None] = field(default_factory=dict)
    publisher: Publisher | None = None
    stamps: tuple[str, ...] = ()  # of the publication, in the metadata

    def items(self) -> Iterator[Post | Problem]:
        """Yield the posts of the page, then problems."""
        data = [node for block in self._blocks() for value in self._load(block) for node in typed_nodes(value)]
        meta = read_meta(self.root, self.address)
        self.stamps = tuple(meta.stamps)
        self.publisher = (
            publisher_named(meta.site) or publisher_named(meta.host) or publisher_in_title(meta.window_title or meta.title or "")
        )
        layout = publisher_layout(self.publisher)
        found = live_blog_posts(data, layout, self._time) or detached_updates(data, layout, self._time)
        if not found:
            marked = markup_nodes(self.root)
            found = live_blog_posts(marked, layout, self._time) or detached_updates(marked, layout, self._time)
            data += marked
        if found:
            drafts = complete_drafts(found.drafts, self.root, partial(self._marked, layout))
            yield from self._posts(drafts, found.publisher or meta.site or found.headline, meta, title=found.headline)
        else:
            yield from self._by_structure(data, meta, layout)
        yield from (Problem(origin=self.origin, text=f"{self.origin}: {remark}") for remark in self.remarks)

    def _blocks(self) -> Iterator[str]:
        """Yield the scripts with schema.org data: those of that type, and the state of pages that a script builds."""
        for script in self.root.iter("script"):
            kind, text = (script.get("type") or "").lower(), script.text or ""
            if "ld+json" in kind or ("json" in kind and "LiveBlogPosting" in text):
                yield text

    def _load(self, block: str) -> list[object]:
        values, is_whole = load_json(block)
        if not is_whole and values:
            self.remarks["the data in the page are broken or truncated; complete objects are read"] = None
        return values

    def _marked(self, layout: Layout) -> list[PostDraft]:
        """Return the posts that the elements of the page mark, with their times."""
        posts = marked_posts(self.root, layout)
        if posts:
            self._date(posts)
        return [post.draft for post in posts]

    def _date(self, posts: list[MarkedPost]) -> None:
        def header() -> list[str]:
            lines = element_lines(self.root, until=posts[0].element, stamps=printed_stamps(self.root))
            known = None if any(when.has_year for when in find_expressions("\n".join(lines))) else self._stated_time()
            return lines if known is None else [*lines[:1], f"First published {known.written()}", *lines[1:]]

        rules: list[Dating] = []

        def dating() -> Dating:
            rules.append(page_dating(self.publisher, self.origin, self.settings, header()))
            return rules[0]

        date_posts(posts, dating, header, self._time)
        for used in rules:
            self.remarks |= used.remarks

    def _by_structure(self, data: list[Node], meta: Meta, layout: Layout) -> Iterator[Post | Problem]:
        app = app_chat_name(self.root)
        if app is not None:
            yield from self._posts(self._app_posts(layout), app, meta, title=app)
            return
        chat = chat_name(self.root)
        before = dict(self.remarks)
        drafts = self._marked(layout) if chat is None else chat_messages(self.root, layout, self._time)
        found = article_draft(data, layout, self._time)
        published = self._stated_time()
        body = article_body(self.root)
        lines = [] if chat is not None else element_lines(body, stamps=printed_stamps(self.root), without=link_lists(body))
        if (
            (len(drafts) > 1 and not _are_teasers(drafts, lines))
            or chat is not None
            or (len(drafts) == 1 and found is None and published is None)
        ):
            yield from self._posts(drafts, chat, meta, title=chat)
            return
        self.remarks = before  # what was remarked of the times of teasers
        if (found is None or not found[0].blocks) and (given := self._given(lines, layout)):
            yield from self._posts(given, None, meta, title=None)
            return
        if (found is None and published is None) or is_live_blog_text(lines):
            known = (found[0].published if found else None) or published
            yield from self._by_text(meta, lines, known or self._moment_below_title(body, lines))
            return
        draft, name = found or (PostDraft(headline=plain_text(meta.title) if meta.title else None), None)
        if is_summary(draft, lines):
            draft.blocks = draft_from_lines([line for line in lines if line != draft.headline], layout, headline=draft.headline)[0].blocks
        draft.published = draft.published or published
        yield from self._posts([draft], name, meta, title=draft.headline)

    def _app_posts(self, layout: Layout) -> list[PostDraft]:
        """Return the messages of a chat as an app in the browser shows it, with their times."""
        messages = app_messages(self.root, layout, self.settings.date)
        rules = page_dating(self.publisher, self.origin, self.settings, [line for one in messages[:1] for _, line in one.draft.blocks])
        whens = [one.when for one in messages]
        rules.learn([], whens)
        shown = [None] * len(messages) if all(one.stamp for one in messages) else rules.date_posts_in_order(whens)
        for one, moment in zip(messages, shown, strict=True):
            one.draft.published = self._time(one.stamp) if one.stamp else moment
        self.remarks |= rules.remarks
        return [one.draft for one in messages]

    def _by_text(self, meta: Meta, lines: list[str], published: Moment | None) -> Iterator[Post | Problem]:
        """Read the page as text. Its first time is put below the title where the metadata or the data state it."""
        time_line = [f"First published {published.written()}"] if published is not None else []
        text = self._whole_text(meta, lines, time_line)
        for item in read_page_text(text, self.origin, self.settings, publisher=self.publisher):
            yield replace(item, url=item.url or meta.url) if isinstance(item, Post) else item

    def _given(self, lines: list[str], layout: Layout) -> list[PostDraft]:
        """Return the posts in the state from which a script builds the page, where they have far more text than the page itself."""
        shown = sum(map(len, lines))
        drafts = [draft for value in script_values(self.root) for draft, _ in posts_in_json(value, layout, self._time)]
        in_state = sum(len(text) for draft in drafts for _, text in draft.blocks)
        return drafts if in_state > _MORE_TEXT * shown else []

    def _moment_below_title(self, body: Element, lines: list[str]) -> Moment | None:
        """Return the time that the page states between its title and its article, where the lines of the article do not have it."""
        printed = times_below_title(self.root, body)
        return None if not printed or any(stamp in lines for stamp in printed) else self._time(printed[0])

    def _stated_time(self) -> Moment | None:
        """Return when the page was published, as its metadata say."""
        return next((moment for stamp in self.stamps if (moment := self._time(stamp)) is not None), None)

    def _whole_text(self, meta: Meta, lines: list[str], first: list[str]) -> str:
        """Return the page as text: its title, its ``first`` time if known, else any time stated above the article, and the article."""
        lines = lines or element_lines(self.root)
        is_dated = any(find_expressions("\n".join(lines)))
        times = [] if is_dated or first else [line for line in element_lines(self.root) if any(find_expressions(line))]
        times = times or ([] if is_dated or first else date_lines(self.root))
        title = plain_text(meta.title) if meta.title else None
        opening = [title] if title and title not in lines[:1] else []
        if first and not opening:
            opening, lines = lines[:1], lines[1:]
        return "\n\n".join([*opening, *first, *times[:1], *lines])

    def _posts(self, drafts: list[PostDraft], name: str | None, meta: Meta, *, title: str | None) -> Iterator[Post | Problem]:
        source = plain_text(name) if name else meta.site or (self.publisher.name if self.publisher else None) or meta.title or self.origin
        page_title = plain_text(title or meta.title or "") or None
        for draft in drafts:
            draft.page_title = page_title
            if draft.is_empty:
                continue
            draft.language = draft.language or meta.language
            if draft.key and draft.key.startswith("#"):  # an anchor means nothing without its page
                draft.key = draft.url = f"{meta.url}{draft.key}" if meta.url else None
            draft.url = draft.url or meta.url
            if draft.published is None and self.settings.date is None and not any(remark.endswith(SET_DATE) for remark in self.remarks):
                self.remarks[f"a post does not say when it was published{SET_DATE}"] = None
            yield compose(draft, source=source if source == self.origin else plain_text(source), origin=self.origin)

    def _time(self, stamp: str) -> Moment | None:
        """Return the moment of a time stamp; one without a zone is in the zone that the user gave, else in the publisher's."""
        if not stamp.strip():
            return None
        given = ZoneInfo(self.settings.timezone) if self.settings.timezone else None
        home = ZoneInfo(self.publisher.zone) if self.publisher and self.publisher.zone else None
        moment = parse_moment(stamp, unnamed=given or home or UTC)
        if moment is None and is_empty_stamp(stamp):
            return None
        if moment is None:
            self.remarks[f"the time stamp {stamp[:40]!r} cannot be read"] = None
        elif not (given or home or names_zone(stamp)):
            self.remarks[NO_ZONE.format(zone="UTC")] = None
        return moment


def _are_teasers(drafts: list[PostDraft], lines: list[str]) -> bool:
    """Return whether posts that a page marks have far less text than the article on it: they point to other pages."""
    told = sum(len(text) for draft in drafts for _, text in draft.blocks) + sum(len(draft.headline or "") for draft in drafts)
    return told < _TEASERS_SHARE * sum(map(len, lines))


def is_summary(draft: PostDraft, lines: list[str]) -> bool:
    """Return whether the body in the data of a page is only the beginning or a summary of the text that the page shows."""
    given = " ".join(text for _, text in draft.blocks)
    shown = " ".join(lines)
    if not given or (draft.blocks and is_cut(draft)):
        return len(shown) > len(given)
    return len(given) < _LEAST_SHARE * len(shown) and given[:_OPENING].casefold() in shown.casefold()
