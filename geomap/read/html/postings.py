"""LiveBlogPosting and NewsArticle nodes made into drafts of posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from geomap.read.compose import Draft
from geomap.read.html.linked_data import Node, children, names, running_text, stamp, string, types_of
from geomap.read.html.markup import fragment_lines, plain
from geomap.read.plaintext.body import draft_from_lines
from geomap.read.plaintext.layout import Layout

ARTICLE_TYPES = frozenset(
    {
        "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle",
        "ReviewNewsArticle", "BlogPosting", "Report", "SocialMediaPosting", "DiscussionForumPosting", "AdvertiserContentArticle",
    }
)  # fmt: skip
ReadTime = Callable[[str], datetime | None]


@dataclass(frozen=True, slots=True)
class Found:
    """What a page's schema.org data give: its posts, who publishes it, and its headline."""

    drafts: list[Draft]
    publisher: str | None
    headline: str | None


def live_blog(all_nodes: Iterable[Node], layout: Layout, read_time: ReadTime) -> Found | None:
    """Make the posts of the page's LiveBlogPosting; None where it has none or an empty one."""
    found: Found | None = None
    for node in all_nodes:
        if "LiveBlogPosting" not in types_of(node):
            continue
        drafts = [draft_of(update, layout, read_time) for update in children(node, "liveBlogUpdate")]
        drafts = [draft for draft in drafts if not draft.is_empty]
        if found is not None:  # a page of several blogs, or one told twice
            found.drafts.extend(draft for draft in drafts if draft not in found.drafts)
        elif drafts:
            found = Found(drafts, names(node, "publisher"), _headline(node))
    return found


def loose_updates(all_nodes: Iterable[Node], layout: Layout, read_time: ReadTime) -> Found | None:
    """Make posts of BlogPosting nodes that lost the live blog around them, as in a block that was cut off."""
    postings = [node for node in all_nodes if "BlogPosting" in types_of(node) and running_text(node, "articleBody", "text")]
    drafts = [draft for node in postings if not (draft := draft_of(node, layout, read_time)).is_empty]
    return Found(drafts, names(postings[0], "publisher"), None) if len(drafts) > 1 else None


def article(all_nodes: Iterable[Node], layout: Layout, read_time: ReadTime) -> tuple[Draft, str | None] | None:
    """Make the draft of the page's article and name its publisher; its blocks may be empty, when only the page has the text."""
    able = [node for node in all_nodes if types_of(node) & ARTICLE_TYPES and _headline(node)]
    if not able:
        return None
    node = max(able, key=lambda one: len(running_text(one, "articleBody", "text")))
    return draft_of(node, layout, read_time), names(node, "publisher")


def draft_of(node: Node, layout: Layout, read_time: ReadTime) -> Draft:
    """Make the draft of one posting."""
    headline = _headline(node)
    lines = fragment_lines(running_text(node, "articleBody", "text"))
    if not any(line.strip() for line in lines) and "BlogPosting" in types_of(node):
        lines = fragment_lines(running_text(node, "description"))
    draft, _ = draft_from_lines(_without_headline(lines, headline), layout, headline=headline)
    published, modified = (stamp(node, key) for key in ("datePublished", "dateModified"))
    draft.published_at = read_time(published or stamp(node, "dateCreated", "uploadDate") or modified or "")
    draft.updated_at = read_time(modified) if modified and modified != published else None
    draft.url = string(node, "url", "mainEntityOfPage", "@id")
    draft.key = draft.url if draft.url and "#" in draft.url else None
    draft.author = names(node, "author") or draft.author
    draft.language = (string(node, "inLanguage") or "")[:2].lower() or None
    return draft


def _headline(node: Node) -> str | None:
    text = string(node, "headline", "name", "alternativeHeadline")
    return plain(text) or None if text else None


def _without_headline(lines: list[str], headline: str | None) -> list[str]:
    """Drop the headline where a body begins by repeating it."""
    kept = [line for line in lines if line.strip()]
    return kept[1:] if headline and kept and plain(kept[0]) == headline else kept
