"""Posts found by the structure of a page that has no schema.org data: elements with one time and a heading each.

Also their times: by time stamps, else by the words of the time elements and the day of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from geomap.read.compose import PostDraft
from geomap.read.dates import Clock, Moment, TimeExpression, find_expressions, parse_line, parse_stamp
from geomap.read.html.markup import HEADINGS, Element, element_lines, element_text, is_boilerplate, paragraph_letters
from geomap.read.html.prepare import link_lists
from geomap.read.html.times import TimeElement, find_time_elements
from geomap.read.records import ReadTime
from geomap.read.text.body import draft_from_lines
from geomap.read.text.dating import Dating
from geomap.read.text.layout import Layout
from geomap.read.text.time_lines import SENTENCE_ENDS

_POSTING = re.compile(r"schema\.org/(?:BlogPosting|SocialMediaPosting)|^liveBlogUpdate$")
_POST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:post|entry|update|block|liveblog|live-blog|timeline|event|item|message|card)s?(?=$|[\s_-])", re.IGNORECASE
)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|authors?|contributors?)(?=$|[\s_-])", re.IGNORECASE)
_HAS_CLOCK = re.compile(r"\d:\d{2}|T\d{4}|\d{10}")
_LONGEST_AUTHOR = 100
_DEEPEST_POST = 6  # posts in posts: an article, the live blog in it, a post, and what the post embeds
_MIN_POSTS = 2
_LEAST_COLUMN = 0.2  # of the text of the longest column
_SPACES_OF_SENTENCE = 6
_FIRST_LINES = 3  # of a post, among which its time stands
_MIN_TEXT = 200  # characters; a body with fewer is a menu or a teaser


@dataclass(frozen=True, slots=True)
class MarkedPost:
    """A post as the page marks it up.

    Attributes:
        element: The element that contains the post.
        draft: Its text.
        moment: The element that states when it was published.
        edit: The element that states when it was edited, None where there is none.
    """

    element: Element
    draft: PostDraft
    moment: TimeElement
    edit: TimeElement | None


def marked_posts(root: Element, layout: Layout) -> list[MarkedPost]:
    """Return the posts that the elements of a page mark.

    Args:
        root: The page.
        layout: Which lines are omitted from the posts.

    Returns:
        Posts in page order; a single one where the page is an article, none where the page has another structure.
    """
    found = [post for element, moment, edit in _containers(root) if (post := _marked_post(element, moment, edit, layout))]
    article = _article(root, found)
    if article is not None:
        return [article]
    found_posts = _without_teasers([post for post in found if not _is_beside(post.element)] or found)
    return found_posts if len(found_posts) >= _MIN_POSTS else []


def _article(root: Element, found: list[MarkedPost]) -> MarkedPost | None:
    """Return the post that contains the only title of the page and a text of some length: all others are teasers of other pages."""
    titles = list(root.iter("h1"))
    above = set(titles[0].iterancestors()) if len(titles) == 1 else set()
    holding = [post for post in found if post.element in above]
    longest = max(holding, key=lambda post: _text_size(post.draft), default=None)
    return longest if longest is not None and _text_size(longest.draft) >= _MIN_TEXT else None


def _without_teasers(found: list[MarkedPost]) -> list[MarkedPost]:
    """Return the posts without those of other tags and classes that have no text below their headline: key events, teasers."""
    built = {post.element: _tag_and_class(post.element) for post in found}
    with_text = {built[post.element] for post in found if post.draft.blocks}
    return [post for post in found if built[post.element] in with_text] if with_text else found


def _tag_and_class(element: Element) -> tuple[str, ...]:
    return (str(element.tag), *(element.get("class") or "").split()[:1])


def _is_beside(element: Element) -> bool:
    return any(above.tag != "article" and is_boilerplate(above) for above in element.iterancestors())


def _text_size(draft: PostDraft) -> int:
    return sum(len(text) for _, text in draft.blocks)


def article_body(root: Element) -> Element:
    """Return the element that contains the article: the one marked as such, else the one with most text in paragraphs."""
    walker = etree.iterwalk(root, events=("start",))
    for _, marked in walker:
        if marked.get("itemprop") == "articleBody":
            if len(element_text(marked)) >= _MIN_TEXT:
                return marked
            walker.skip_subtree()  # what is in it is shorter
    letters = paragraph_letters(root)
    sizes = _paragraph_text_sizes(root, letters)
    for tag in ("article", "main"):
        best = _common_container({element: sizes[element] for element in root.iter(tag) if sizes[element]})
        if best is not None:
            return best
    weights: dict[Element, int] = Counter()
    for paragraph, length in letters.items():
        parent = paragraph.getparent()
        if parent is not None and not is_boilerplate(parent):
            weights[parent] += length
    best = _common_container(weights)
    if best is None:
        return root
    return best.getparent() if _has_parts_beside(best, weights) else best


def _has_parts_beside(body: Element, weights: Mapping[Element, int]) -> bool:
    """Return whether an article goes on in elements beside the one with most of its text: further columns, or its lead above it."""
    parent = body.getparent()
    if parent is None or body.tag in ("body", "td"):
        return False
    columns = sum(weights[one] for one in parent if one is not body and one in weights and _tag_and_class(one) == _tag_and_class(body))
    above = [one for one in body.itersiblings(preceding=True) if one.tag in ("div", "section", "p") and not is_boilerplate(one)]
    has_lead = any(all(_is_sentence(element_text(text)) for text in list(one.iter("p")) or [one]) for one in above)
    return columns >= _LEAST_COLUMN * weights.get(body, 0) or has_lead


def _is_sentence(text: str) -> bool:
    return text.endswith(SENTENCE_ENDS) and text.count(" ") >= _SPACES_OF_SENTENCE


def _common_container(weights: dict[Element, int]) -> Element | None:
    """Return the element with most text, or the common ancestor of it and similar ones if those together have more text."""
    heaviest = max(weights, key=lambda element: weights[element], default=None)
    if heaviest is None or weights[heaviest] < _MIN_TEXT:
        return None
    above = {element: height for height, element in enumerate((heaviest, *heaviest.iterancestors()))}
    line = {*heaviest.iter(), *above}
    like = [one for one in weights if one not in line and _tag_and_class(one) == _tag_and_class(heaviest)]
    if sum(weights[one] for one in like) < weights[heaviest] and not (like and all(map(_opens_with_clock, (heaviest, *like)))):
        return heaviest
    highest = max((next(above[element] for element in one.iterancestors() if element in above) for one in like), default=0)
    return list(above)[highest]


def _opens_with_clock(element: Element) -> bool:
    """Return whether one of the first lines of an element is a time of day: it is a post among others and no teaser."""
    found = (parse_line(line) for line in element_lines(element)[:_FIRST_LINES])
    return any(when is not None and when.has_clock for when in found)


def _paragraph_text_sizes(root: Element, letters: Mapping[Element, int]) -> dict[Element, int]:
    """Return for each element the length of the paragraphs in it, found in one walk: elements may lie in each other by thousands."""
    sizes: dict[Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        sizes[element] = letters.get(element, 0) + sum(sizes.get(inner, 0) for inner in element)
    return sizes


def _containers(root: Element) -> Iterator[tuple[Element, TimeElement, TimeElement | None]]:
    """Yield each element that contains one post, with the elements that state when it was published and edited."""
    moments = find_time_elements(root)
    published = [moment for moment in moments if not moment.is_edit] or moments
    shared = _shared(root, published)
    holders: dict[Element, TimeElement] = {}
    for moment in published:
        element = _container(moment, shared)
        if element is not None:
            holders.setdefault(element, moment)
    edits: dict[Element, TimeElement] = {}
    for moment in moments:
        if moment.is_edit:
            holder = next((above for above in moment.element.iterancestors() if above in holders), None)
            edits.setdefault(holder, moment)
    for element in _not_too_deep(root, holders):
        yield element, holders[element], edits.get(element)


def _not_too_deep(root: Element, holders: Mapping[Element, TimeElement]) -> list[Element]:
    """Return the elements of posts in their order without those that lie in many others, whose text would be read as many times."""
    deep: set[Element] = set()
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element in holders:
            depth += 1 if event == "start" else -1
            if event == "start" and depth > _DEEPEST_POST:
                deep.add(element)
    return [element for element in holders if element not in deep]


def _shared(root: Element, published: Sequence[TimeElement]) -> dict[Element, int]:
    """Return for each element of how many time elements it could be the post."""
    here = {moment.element: moment.is_post for moment in published}
    within: dict[Element, int] = {}
    shared: dict[Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        inside = sum(within.get(inner, 0) for inner in element)
        shared[element] = inside + here.get(element, False)
        within[element] = inside + (element in here)
    return shared


def _candidates(moment: TimeElement) -> Iterator[Element]:
    """Yield the elements that could be the post of a time element, the innermost first."""
    if moment.is_post:
        yield moment.element
    yield from moment.element.iterancestors()


def _container(moment: TimeElement, shared: Mapping[Element, int]) -> Element | None:
    widest = None
    for above in _candidates(moment):
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
    return element is not None and any(element_text(heading) for heading in element.iter(*HEADINGS))


def _marked_post(element: Element, moment: TimeElement, edit: TimeElement | None, layout: Layout) -> MarkedPost | None:
    heading = next((found for found in element.iter(*HEADINGS) if element_text(found)), None)
    over = [line for line in element_lines(heading) if parse_line(line) is None] if heading is not None else []
    lines = [line for line in element_lines(element, without=link_lists(element)) if line not in over]
    draft, _ = draft_from_lines(lines, layout, headline=" ".join(over) or None)
    if not draft.blocks and not draft.headline:
        return None
    anchor = element.get("id") or element.get("data-post-id")
    draft.key = f"#{anchor}" if anchor else None
    draft.author = draft.author or _author(element)
    return MarkedPost(element, draft, moment, edit)


def _author(element: Element) -> str | None:
    for inner in element.iter():
        said = inner.get("itemprop") == "author" or inner.get("rel") == "author" or _AUTHOR_CLASS.search(inner.get("class") or "")
        if said and 0 < len(name := element_text(inner)) <= _LONGEST_AUTHOR and parse_line(name) is None:
            return name
    return None


def date_posts(posts: Sequence[MarkedPost], dating: Callable[[], Dating], header: Callable[[], list[str]], read_time: ReadTime) -> None:
    """Set the times of posts.

    Args:
        posts: The posts of one page, in page order.
        dating: Returns the rules for the times of the page; called only where time stamps are missing.
        header: Returns the lines above the first post; called only where time stamps are missing.
        read_time: Returns the moment of a time stamp.
    """
    exact = [_exact_time(post.moment, read_time) for post in posts]
    if all(exact):
        rules, moments = None, exact
    else:
        rules = dating()
        whens = [_expression(post.moment, at) for post, at in zip(posts, exact, strict=True)]
        rules.learn(find_expressions("\n".join(header())), whens)
        moments = [at or placed for at, placed in zip(exact, rules.date_posts_in_order(whens), strict=True)]
    for post, published in zip(posts, moments, strict=True):
        post.draft.published = published
        post.draft.updated = _edit_time(post, published, rules, read_time)


def _edit_time(post: MarkedPost, published: Moment | None, rules: Dating | None, read_time: ReadTime) -> Moment | None:
    if post.edit is None or published is None:
        return None
    exact = _exact_time(post.edit, read_time)
    if exact is not None or rules is None or post.edit.expression is None:
        return exact
    return rules.after(post.edit.expression, published.at)


def _exact_time(moment: TimeElement, read_time: ReadTime) -> Moment | None:
    """Return the moment of a time stamp that includes a time of day."""
    if moment.stamp is None or not _HAS_CLOCK.search(moment.stamp):
        return None
    is_clock_alone = moment.expression is not None and parse_stamp(moment.stamp) is None
    return None if is_clock_alone else read_time(moment.stamp)


def _expression(moment: TimeElement, exact: Moment | None) -> TimeExpression:
    if exact is not None:
        at = exact.at
        return TimeExpression(clock=Clock(at.hour, at.minute, at.second), day=at.date(), has_year=True, zone="UTC")
    expression = moment.expression or TimeExpression()
    day = parse_stamp(moment.stamp) if moment.stamp else None
    return expression if day is None or expression.day is not None else replace(expression, day=day.date(), has_year=True)
