"""HTML to an element tree and to lines of text. The only module that knows the parser (lxml)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from geomap.read.clean import clean_page

Element = Any  # lxml brings no types

_NOT_TEXT = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video", "audio", "canvas", "map",
        "form", "button", "select", "option", "textarea", "input", "label", "nav", "aside", "footer", "figure", "figcaption",
        "picture", "menu", "dialog", "head", "title",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd",
        "table", "tr", "td", "th", "blockquote", "pre", "address", "hr", "br", "time", "body", "summary", "details",
    }
)  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Tags that are read whatever their class says: pages call a body "content-with-sidebar", and inline tags have no such classes.
_PLAIN = HEADINGS | {"body", "html", "main", "article", "time", "b", "i", "em", "strong", "a", "br", "u", "cite", "q"}
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:related|promo|newsletter|share|sharing|social|comments?|advert\w*|ads?|cookies?|consent|breadcrumbs?|recommend\w*|sidebar|"
    r"most-?(?:read|popular|viewed)|captions?|credits?|footer|navigation|nav|menu|subscribe|paywall|toolbar|tags?|byline|signup|visually-?hidden|sr-only|skip-?link)"
    r"(?=$|[\s_-])|(?:^|[\s_-])authors?(?=$|\s)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,2000}|!--)>?")
_NESTED = re.compile(r"(<(\w+)\b[^<>]{0,300}>)(?:\s*<\2\b[^<>]{0,300}>){8,}")  # the same element in itself again and again
_SPACE = re.compile(r"\s+")
_BULLET = "• "


def parse_html(text: str) -> Element | None:
    """Parse a page or a fragment, however broken; None where nothing of it is markup."""
    root, too_deep = _parse(text)
    return _parse(_NESTED.sub(r"\1", text))[0] if too_deep else root


def _parse(text: str) -> tuple[Element | None, bool]:
    """Parse, and say whether the parser gave up at its greatest depth, some 2,000 elements."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    last = parser.error_log.last_error
    return root, last is not None and last.type_name == "ERR_RESOURCE_LIMIT"


def has_tags(text: str) -> bool:
    """Say whether a string holds markup."""
    return bool(_TAG.search(text))


def fragment_lines(text: str) -> list[str]:
    """Give the lines of a string that may hold markup or entities: one for each paragraph, "• " before list items."""
    if not has_tags(text):
        return clean_page(html.unescape(text)).split("\n")
    root = parse_html(f"<div>{text}</div>")
    return [] if root is None else lines_of(root)


def plain(text: str) -> str:
    """Give a title or a name without markup and entities, as one line."""
    text = html.unescape(text)
    if has_tags(text):
        text = " ".join(fragment_lines(text))
    return _SPACE.sub(" ", text).strip()


def lines_of(root: Element) -> list[str]:
    """Give the text below an element as lines, without scripts, pictures, menus and what its class calls boilerplate."""
    lines: list[str] = []
    current: list[str] = []

    def end_line() -> None:
        line = _SPACE.sub(" ", "".join(current)).strip()
        current.clear()
        if line and line != _BULLET.strip():
            lines.append(line)

    for event, element in _walk(root):
        if event == "text":
            current.append(element)
        elif element in _BLOCKS or element == "/li":
            end_line()
            current.extend([_BULLET] if element == "li" else [])
    end_line()
    return lines


def _walk(root: Element) -> Iterator[tuple[str, str]]:
    """Yield ("text", words) and ("tag", name) in page order, without recursion: pages may be nested to any depth."""
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walker:
        if event == "start":
            if element is not root and (not isinstance(element.tag, str) or is_boilerplate(element)):
                skipped = element  # its end comes next
                walker.skip_subtree()
                continue
            yield "tag", element.tag
            if element.text:
                yield "text", element.text
            continue
        if element is not skipped:
            yield "tag", "/li" if element.tag == "li" else element.tag
        if element is not root and element.tail:
            yield "text", element.tail


def is_boilerplate(element: Element) -> bool:
    """Say whether an element is no part of what the page tells, by its tag and by what its class says."""
    tag = element.tag
    if tag in _PLAIN:
        return False
    if tag in _NOT_TEXT or element.get("hidden") is not None:
        return True
    return any(name is not None and _names_boilerplate(name) for name in (element.get("class"), element.get("id"), element.get("role")))


@lru_cache(maxsize=4096)
def _names_boilerplate(name: str) -> bool:
    return bool(_BOILERPLATE.search(name[:500]))


def first_text(element: Element) -> str:
    """Give all text below one element as one line."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()
