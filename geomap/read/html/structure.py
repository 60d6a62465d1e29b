"""Posts by a page's own structure, where it carries no schema.org data in JSON-LD: elements with one time and a heading each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.read.compose import Draft
from geomap.read.html.markup import HEADINGS, Element, first_text, is_boilerplate, lines_of
from geomap.read.html.moments import Moment, find_moments
from geomap.read.plaintext.body import draft_from_lines
from geomap.read.plaintext.layout import Layout
from geomap.read.times import parse_line

_POSTING = re.compile(r"schema\.org/(?:BlogPosting|SocialMediaPosting)|^liveBlogUpdate$")
_POST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:post|entry|update|block|liveblog|live-blog|timeline|event|item|message|card)s?(?=$|[\s_-])", re.IGNORECASE
)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|authors?|contributors?)(?=$|[\s_-])", re.IGNORECASE)
_LONGEST_AUTHOR = 100
_MIN_POSTS = 2
_MIN_TEXT = 200  # letters; a body with fewer is a menu or a teaser


@dataclass(frozen=True, slots=True)
class MarkedPost:
    """A post as the page marks it: its element, its draft, and the elements that tell when it was published and edited."""

    element: Element
    draft: Draft
    moment: Moment
    edit: Moment | None


def posts_of(root: Element, layout: Layout) -> list[MarkedPost]:
    """Find the elements that hold one post each; one where the page is an article, none where it is built in another way."""
    found = [post for element, moment, edit in _containers(root) if (post := _marked(element, moment, edit, layout))]
    article = _article(root, found)
    if article is not None:
        return [article]
    kept = _without_teasers([post for post in found if not _is_beside(post.element)] or found)
    return kept if len(kept) >= _MIN_POSTS else []


def _article(root: Element, found: list[MarkedPost]) -> MarkedPost | None:
    """Give what holds the page's only title and a text of some length: the rest are teasers of other pages."""
    titles = list(root.iter("h1"))
    above = set(titles[0].iterancestors()) if len(titles) == 1 else set()
    holding = [post for post in found if post.element in above]
    longest = max(holding, key=lambda post: _letters(post.draft), default=None)
    return longest if longest is not None and _letters(longest.draft) >= _MIN_TEXT else None


def _without_teasers(found: list[MarkedPost]) -> list[MarkedPost]:
    """Drop what is built in another way than the posts and has no text below its headline: lists of key events, teasers."""
    built = {post.element: _build(post.element) for post in found}
    told = {built[post.element] for post in found if post.draft.blocks}
    return [post for post in found if built[post.element] in told] if told else found


def _build(element: Element) -> tuple[str, ...]:
    return (str(element.tag), *(element.get("class") or "").split()[:1])


def _is_beside(element: Element) -> bool:
    return any(above.tag != "article" and is_boilerplate(above) for above in element.iterancestors())


def _letters(draft: Draft) -> int:
    return sum(len(text) for _, text in draft.blocks)


def body_of(root: Element) -> Element:
    """Give the element that holds the article: the marked one, else that with most paragraph text of its own."""
    for marked in root.iter():
        if marked.get("itemprop") == "articleBody" and len(first_text(marked)) >= _MIN_TEXT:
            return marked
    for tag in ("article", "main"):
        best = _around({element: letters for element in root.iter(tag) if (letters := _paragraph_letters(element))})
        if best is not None:
            return best
    weights: dict[Element, int] = Counter()
    for paragraph in root.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and not is_boilerplate(parent):
            weights[parent] += len(first_text(paragraph))
    best = _around(weights)
    return root if best is None else best


def _around(weights: dict[Element, int]) -> Element | None:
    """Give the element with most text, or what is around it and its like where those together have more; None for too little text."""
    heaviest = max(weights, key=lambda element: weights[element], default=None)
    if heaviest is None or weights[heaviest] < _MIN_TEXT:
        return None
    line = {*heaviest.iter(), *heaviest.iterancestors()}
    like = [one for one in weights if one not in line and _build(one) == _build(heaviest)]
    if sum(weights[one] for one in like) < weights[heaviest]:
        return heaviest
    common = [heaviest, *heaviest.iterancestors()]
    for one in like:
        above = {one, *one.iterancestors()}
        common = [element for element in common if element in above]
    return common[0] if common else heaviest


def _paragraph_letters(element: Element) -> int:
    return sum(len(first_text(paragraph)) for paragraph in element.iter("p"))


def _containers(root: Element) -> Iterator[tuple[Element, Moment, Moment | None]]:
    """Yield each element that holds one post, with the elements that tell when it was published and edited."""
    moments = find_moments(root)
    published = [moment for moment in moments if not moment.is_edit] or moments
    shared: Counter[Element] = Counter()
    for moment in published:
        shared.update(_chain(moment))
    holders: dict[Element, Moment] = {}
    for moment in published:
        element = _container(moment, shared)
        if element is not None:
            holders.setdefault(element, moment)
    edits: dict[Element, Moment] = {}
    for moment in moments:
        if moment.is_edit:
            holder = next((above for above in moment.element.iterancestors() if above in holders), None)
            edits.setdefault(holder, moment)
    for element, moment in holders.items():
        yield element, moment, edits.get(element)


def _chain(moment: Moment) -> list[Element]:
    """Give the elements that could be the post of a moment, the innermost first."""
    return [*([moment.element] if moment.is_post else []), *moment.element.iterancestors()]


def _container(moment: Moment, shared: Counter[Element]) -> Element | None:
    widest = None
    for above in _chain(moment):
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


def _marked(element: Element, moment: Moment, edit: Moment | None, layout: Layout) -> MarkedPost | None:
    heading = next((found for found in element.iter(*HEADINGS) if first_text(found)), None)
    over = [line for line in lines_of(heading) if parse_line(line) is None] if heading is not None else []
    draft, _ = draft_from_lines([line for line in lines_of(element) if line not in over], layout, headline=" ".join(over) or None)
    if not draft.blocks and not draft.headline:
        return None
    anchor = element.get("id") or element.get("data-post-id")
    draft.key = f"#{anchor}" if anchor else None
    draft.author = draft.author or _author(element)
    return MarkedPost(element, draft, moment, edit)


def _author(element: Element) -> str | None:
    for inner in element.iter():
        said = inner.get("itemprop") == "author" or inner.get("rel") == "author" or _AUTHOR_CLASS.search(inner.get("class") or "")
        if said and 0 < len(name := first_text(inner)) <= _LONGEST_AUTHOR and parse_line(name) is None:
            return name
    return None
