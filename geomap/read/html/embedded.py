"""Posts in the data that a page embeds: schema.org in JSON-LD, microdata or RDFa, and the state of its scripts.

schema.org types: LiveBlogPosting, BlogPosting, NewsArticle and its subtypes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from geomap.read.compose import PostDraft
from geomap.read.html.markup import Element, element_text, fragment_lines, plain_text
from geomap.read.records import Node, ReadTime, child_nodes, first_stamp, first_string, joined_names, joined_text, node_types, sound_escapes
from geomap.read.text.body import draft_from_lines
from geomap.read.text.layout import Layout

ARTICLE_TYPES = frozenset(
    {
        "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle",
        "ReviewNewsArticle", "BlogPosting", "Report", "SocialMediaPosting", "DiscussionForumPosting", "AdvertiserContentArticle",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchemaPosts:
    """The posts in the schema.org data of a page.

    Attributes:
        drafts: The posts.
        publisher: Who publishes the page, None where the data do not state it.
        headline: The headline of the page.
    """

    drafts: list[PostDraft]
    publisher: str | None
    headline: str | None


def live_blog_posts(all_nodes: Iterable[Node], layout: Layout, read_time: ReadTime) -> SchemaPosts | None:
    """Return the posts of the LiveBlogPosting of a page; None where it has none or an empty one."""
    found: SchemaPosts | None = None
    for node in all_nodes:
        if "LiveBlogPosting" not in node_types(node):
            continue
        drafts = [posting_draft(update, layout, read_time, is_update=True) for update in child_nodes(node, "liveBlogUpdate")]
        drafts = [draft for draft in drafts if not draft.is_empty]
        if found is not None:  # a page with several blogs, or one blog twice
            found.drafts.extend(draft for draft in drafts if draft not in found.drafts)
        elif drafts:
            found = SchemaPosts(drafts, joined_names(node, "publisher"), _headline(node))
    return found


def detached_updates(all_nodes: Iterable[Node], layout: Layout, read_time: ReadTime) -> SchemaPosts | None:
    """Return posts of BlogPosting objects without a live blog around them, as in a truncated block; None for fewer than two."""
    postings = [node for node in all_nodes if "BlogPosting" in node_types(node) and joined_text(node, "articleBody", "text")]
    drafts = [draft for node in postings if not (draft := posting_draft(node, layout, read_time)).is_empty]
    return SchemaPosts(drafts, joined_names(postings[0], "publisher"), None) if len(drafts) > 1 else None


def article_draft(all_nodes: Iterable[Node], layout: Layout, read_time: ReadTime) -> tuple[PostDraft, str | None] | None:
    """Return a draft of the article of a page and its publisher; its blocks may be empty, where only the page has the text."""
    candidates = [node for node in all_nodes if node_types(node) & ARTICLE_TYPES and _headline(node)]
    if not candidates:
        return None
    node = max(candidates, key=lambda one: len(joined_text(one, "articleBody", "text")))
    return posting_draft(node, layout, read_time), joined_names(node, "publisher")


def posting_draft(node: Node, layout: Layout, read_time: ReadTime, *, is_update: bool = False) -> PostDraft:
    """Return the draft of one posting.

    Args:
        node: The posting.
        layout: Which lines are omitted from the text.
        read_time: Returns the moment of a time stamp.
        is_update: Whether it is one of a live blog, whose description is its text; that of an article is a summary.
    """
    headline = _headline(node)
    lines = fragment_lines(joined_text(node, "articleBody", "text"))
    if not any(line.strip() for line in lines) and is_update:
        lines = fragment_lines(joined_text(node, "description"))
    draft, _ = draft_from_lines(_without_headline(lines, headline), layout, headline=headline)
    published, modified = (first_stamp(node, key) for key in ("datePublished", "dateModified"))
    draft.published = read_time(published or first_stamp(node, "dateCreated", "uploadDate") or modified or "")
    edited = read_time(modified) if modified and modified != published else None
    draft.updated = edited
    draft.url = first_string(node, "url", "mainEntityOfPage", "@id")
    draft.key = draft.url if draft.url and "#" in draft.url else None
    draft.author = joined_names(node, "author") or draft.author
    draft.language = (first_string(node, "inLanguage") or "")[:2].lower() or None
    return draft


def _headline(node: Node) -> str | None:
    text = first_string(node, "headline", "name", "alternativeHeadline")
    return plain_text(text) or None if text else None


def _without_headline(lines: list[str], headline: str | None) -> list[str]:
    """Return the lines without a first one that repeats the headline."""
    filled = [line for line in lines if line.strip()]
    return filled[1:] if headline and filled and plain_text(filled[0]) == headline else filled


_MAX_DEPTH = 12  # of items in items; posts lie two or three deep
_BODIES = frozenset({"articleBody", "text", "description"})  # what may hold paragraphs, and is filled with its markup
_ADDRESSES = ("href", "src", "data")
_CUT = ("…", "...")
_START = 30  # letters by which the same post is known in the data and on the page


def markup_nodes(root: Element) -> list[Node]:
    """Return the schema.org items that a page marks up as microdata (itemprop) or RDFa (property).

    Args:
        root: The page.

    Returns:
        The items in page order, as the same kind of objects that JSON-LD contains.
    """
    found: list[Node] = []
    around: list[tuple[Element, Node]] = []
    body: Element | None = None  # a body in a body is part of it
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            body = None if body is element else body
            if around and around[-1][0] is element:
                around.pop()
            continue
        names = _property_names(element)
        node = _node(element) if len(around) < _MAX_DEPTH else None
        if names and around:
            is_body = not _BODIES.isdisjoint(names) and node is None
            if not (is_body and body is not None):
                _add_property(around[-1][1], names, _property_value(element, is_body=is_body) if node is None else node)
                body = element if is_body else body
        if node is not None:
            found.append(node)
            around.append((element, node))
            body = None
    return found


def _property_names(element: Element) -> list[str]:
    """Return the properties whose value an element is, without the prefix of the vocabulary."""
    written = element.get("itemprop") or element.get("property")
    return [name.rsplit("/", 1)[-1].removeprefix("schema:") for name in written.split()] if written else []


def _node(element: Element) -> Node | None:
    if element.get("itemscope") is None and element.get("typeof") is None:
        return None
    kinds = (element.get("itemtype") or element.get("typeof") or "").split()
    node: Node = {"@type": kinds}
    address = (
        element.get("itemid") or element.get("resource") or element.get("about") or (f"#{element.get('id')}" if element.get("id") else "")
    )
    if address:
        node["@id"] = address
    return node


def _add_property(node: Node, names: list[str], value: object) -> None:
    for name in names:
        values = node.setdefault(name, [])
        if isinstance(values, list) and value:
            values.append(value)


def _property_value(element: Element, *, is_body: bool) -> str:
    if element.get("content") is not None:
        return str(element.get("content"))
    if element.tag == "time":
        return str(element.get("datetime") or element_text(element))
    if is_body:
        return str(etree.tostring(element, encoding="unicode", with_tail=False))
    address = next((element.get(name) for name in _ADDRESSES if element.get(name)), None)
    return str(address) if address and element.tag != "a" else element_text(element) or str(address or "")


def complete_drafts(drafts: list[PostDraft], root: Element, marked: Callable[[], list[PostDraft]]) -> list[PostDraft]:
    """Return the posts of the data, completed by what the page shows: missing bodies and times, and posts that the data do not list.

    Posts are added only where the page shows all posts of the data, so that the rules for its structure are known to apply.

    Args:
        drafts: The posts of the data.
        root: The page.
        marked: Returns the posts that the elements of the page mark; the same posts have the same headlines.
    """
    is_partial = any(not draft.blocks or is_cut(draft) for draft in drafts) or sum(1 for _ in root.iter("time")) > len(drafts)
    posts = marked() if is_partial else []
    shown = {draft.headline: draft for draft in posts if draft.headline}
    by_start = {start: draft for draft in posts if (start := _start(draft))}
    for draft in drafts:
        same = shown.get(draft.headline or "") or by_start.get(_start(draft) or "")
        if same is not None:
            if not draft.blocks or (is_cut(draft) and _letters(same) > _letters(draft)):
                draft.headline = same.headline if is_cut(draft) and not draft.blocks else draft.headline
                draft.blocks = same.blocks
            draft.published = draft.published or same.published
    listed = {draft.headline: draft for draft in drafts}
    if len(listed) < len(drafts) or not listed.keys() <= shown.keys():
        return drafts
    return [listed.get(headline, draft) for headline, draft in shown.items()]


def is_cut(draft: PostDraft) -> bool:
    """Return whether the body of a post ends within a sentence, as data that hold only the beginning of a text show: "..."."""
    last = draft.blocks[-1][1] if draft.blocks else draft.headline or ""
    return last.rstrip().endswith(_CUT)


def _letters(draft: PostDraft) -> int:
    return len(draft.headline or "") + sum(len(text) for _, text in draft.blocks)


def _start(draft: PostDraft) -> str | None:
    """Return how the body of a post begins, None where it is too short to tell it from others."""
    text = (" ".join(text for _, text in draft.blocks) or draft.headline or "")[:_START].rstrip("….").casefold()
    return text if len(text) >= _START - 1 else None


_JSON_START = re.compile(r"(?:[=(]|^)\s*(?=[{\[\"])")
_MIN_STATE_LENGTH = 300  # letters; shorter ones are settings
_MAX_STARTS = 3  # places in a script where its JSON could begin


def script_values(root: Element) -> Iterator[object]:
    """Yield the JSON values in the scripts of a page (__NEXT_DATA__, window.__STATE__ = ...), in page order.

    A script builds the page from them; little of such a page is text.
    """
    for script in root.iter("script"):
        text = sound_escapes(script.text or "")
        kind = (script.get("type") or "").lower()
        if len(text) >= _MIN_STATE_LENGTH and "ld+json" not in kind and (not kind or "json" in kind or "javascript" in kind):
            yield from _json_values(text)


def _json_values(text: str) -> Iterator[object]:
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(_MAX_STARTS):
        start = _JSON_START.search(text, at)
        if start is None:
            return
        at = start.end() + 1
        try:
            value, end = decoder.raw_decode(text, start.end())
            value = (
                json.loads(value, strict=False) if isinstance(value, str) and len(value) >= _MIN_STATE_LENGTH else value
            )  # JSON as a string
        except (ValueError, RecursionError):
            continue
        at = end
        if isinstance(value, dict | list):
            yield value
