"""Posts by a page's own structure, where it carries no schema.org data in JSON-LD: elements with one time and a heading each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.read.compose import Draft
from geomap.read.html.markup import HEADINGS, Element, first_text, is_boilerplate, lines_of
from geomap.read.html.postings import ReadTime
from geomap.read.plaintext.body import draft_from_lines
from geomap.read.plaintext.layout import Layout
from geomap.read.times import parse_line

_POSTING = re.compile(r"schema\.org/(?:BlogPosting|SocialMediaPosting)|^liveBlogUpdate$")
_POST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:post|entry|update|block|liveblog|live-blog|timeline|event|item|message|card)s?(?=$|[\s_-])", re.IGNORECASE
)
_MIN_POSTS = 2
_MIN_TEXT = 200  # letters; a body with fewer is a menu or a teaser


def posts_of(root: Element, layout: Layout, read_time: ReadTime) -> list[Draft]:
    """Make a draft of each element that holds one post; empty where the page is no live blog."""
    drafts = []
    for element, moment in _containers(root):
        draft = _draft(element, moment, layout, read_time)
        if draft is not None and (draft.blocks or draft.headline):
            drafts.append(draft)
    return drafts if len(drafts) >= _MIN_POSTS else []


def body_of(root: Element) -> Element:
    """Give the element that holds the article: the marked one, else that with most paragraph text of its own."""
    for marked in root.iter():
        if marked.get("itemprop") == "articleBody" and len(first_text(marked)) >= _MIN_TEXT:
            return marked
    for tag in ("article", "main"):
        best = max(root.iter(tag), key=_paragraph_letters, default=None)
        if best is not None and _paragraph_letters(best) >= _MIN_TEXT:
            return best
    weights: dict[Element, int] = {}
    for paragraph in root.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and not is_boilerplate(parent):
            weights[parent] = weights.get(parent, 0) + len(first_text(paragraph))
    best = max(weights, key=lambda element: weights[element], default=None)
    return best if best is not None and weights[best] >= _MIN_TEXT else root


def _paragraph_letters(element: Element) -> int:
    return sum(len(first_text(paragraph)) for paragraph in element.iter("p"))


def _containers(root: Element) -> Iterator[tuple[Element, Element]]:
    """Yield each element that holds one post, with the element that tells its time."""
    times = [moment for moment in root.iter("time") if moment.get("datetime") or parse_line(first_text(moment))]
    times = [moment for moment in times if next(moment.iterancestors("aside", "nav", "footer"), None) is None]
    shared: dict[Element, int] = {}
    for moment in times:
        for above in moment.iterancestors():
            shared[above] = shared.get(above, 0) + 1
    seen: set[Element] = set()
    for moment in times:
        element = _container(moment, shared)
        if element is not None and element not in seen:
            seen.add(element)
            yield element, moment


def _container(moment: Element, shared: dict[Element, int]) -> Element | None:
    widest = None
    for above in moment.iterancestors():
        if above.tag in ("body", "html", "main"):
            break
        if _POSTING.search(above.get("itemtype", "")) or _POSTING.search(above.get("itemprop", "")):
            return above
        if shared[above] == 1:
            if above.tag == "article":
                return above
            widest = above
        elif shared[above] == _MIN_POSTS and _is_post(above) and not _has_heading(widest):
            return above  # published and updated
        else:
            break
    return widest


def _is_post(element: Element) -> bool:
    return element.tag == "article" or bool(_POST_CLASS.search(element.get("class", "")))


def _has_heading(element: Element | None) -> bool:
    return element is not None and any(first_text(heading) for heading in element.iter(*HEADINGS))


def _draft(element: Element, moment: Element, layout: Layout, read_time: ReadTime) -> Draft | None:
    heading = next((found for found in element.iter(*HEADINGS) if first_text(found)), None)
    over = [line for line in lines_of(heading) if parse_line(line) is None] if heading is not None else []
    draft, _ = draft_from_lines([line for line in lines_of(element) if line not in over], layout, headline=" ".join(over) or None)
    draft.published_at = read_time(moment.get("datetime") or "")
    anchor = element.get("id") or element.get("data-post-id")
    draft.key = f"#{anchor}" if anchor else None
    return draft
