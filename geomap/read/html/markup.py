"""HTML to an element tree and to lines of text. Only this package uses the parser (lxml)."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree

from geomap.read.dates import parse_line
from geomap.read.normalize import clean_text, without_surrogates

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
# Tags that are read whatever their class is: pages call a body "content-with-sidebar", and inline tags have no such classes.
_ALWAYS_READ = HEADINGS | {"body", "html", "main", "article", "time", "b", "i", "em", "strong", "a", "br", "u", "cite", "q"}
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:related|promo|newsletter|share|sharing|social|comments?|advert\w*|ads?|cookies?|consent|breadcrumbs?|recommend\w*|sidebar|"
    r"most-?(?:read|popular|viewed)|captions?|credits?|footer|navigation|nav|menu|subscribe|paywall|toolbar|tags?|byline|signup|"
    r"visually-?hidden|sr-only|screen-?reader(?:-text)?|skip-?link)"
    r"(?=$|[\s_-])|(?:^|[\s_-])authors?(?=$|\s)",
    re.IGNORECASE,
)
# Names that wrappers of whole articles have too (WordPress' tag-kyiv, layout-sidebar-fixed, paywall): see `open_wrappers`.
_WRAPPER = re.compile(
    r"(?:^|[\s_-])(?:related|promo|newsletter|share|sharing|social|ads?|advert\w*|sidebar|subscribe|paywall|tags?|byline|authors?|toolbar|"
    r"recommend\w*|captions?|credits?)(?=$|[\s_-])",
    re.IGNORECASE,
)
# What says of a wrapper that it has such a part, or in which state that is: "no-sidebar", "comments-open", "social-ready".
_STATE = re.compile(
    r"(?:^|(?<=\s))(?:has|no|with|without|not|js)-[\w-]+(?=$|\s)"
    r"|(?:^|(?<=\s))[\w-]+-(?:open|opened|closed|enabled|disabled|ready|free|allowed|accepted|off|on|active|inactive|loaded)(?=$|\s)",
    re.IGNORECASE,
)
NAMES = ("class", "id", "role", "data-component", "data-testid")  # the attributes that say what an element is
_MOST_OF_PAGE = 0.5
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,2000}|!--)>?")
_ESCAPED_TAG = re.compile(r"&(?:amp;)?lt;/?(?:p|br|div|span|ul|ol|li|strong|em|b|i|a|h[1-6]|figure|img|blockquote)\b", re.IGNORECASE)
_MAX_ESCAPED = 2  # times that markup is escaped
_MOST_PARTS = 40  # elements in a short text
_DEEPEST = 4  # of paragraphs in paragraphs, which the parser makes where <p> is not closed before <article>; more cost the square of it
_NESTED = re.compile(r"(<(\w+)\b[^<>]{0,300}>)(?:\s*<\2\b[^<>]{0,300}>){8,}")  # the same element in itself again and again
_LABEL = re.compile(
    r"\W*(?:(?:last|first|originally)\s+)?(?:updated|published|posted|modified|edited|оновлено|обновлено)(?:\s+(?:at|on))?\W*",
    re.IGNORECASE,
)
_OPEN_SENTENCE, _SENTENCE_GOES_ON = re.compile(r"\w\s+[a-zа-яіїєґ]+\s$"), re.compile(r",?\s+[a-zа-яіїєґ]|[.,]\s")
_BULLET = "• "


def parse_html(text: str) -> Element | None:
    """Parse a page or a fragment, however broken; return None where nothing of it is markup."""
    root, too_deep = _parse(text)
    return _parse(_NESTED.sub(r"\1", text))[0] if too_deep else root


def _parse(text: str) -> tuple[Element | None, bool]:
    """Parse, and return also whether the parser stopped at its greatest depth, some 2,000 elements."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(without_surrogates(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    last = parser.error_log.last_error
    return root, last is not None and last.type_name == "ERR_RESOURCE_LIMIT"


def open_wrappers(root: Element) -> None:
    """Take the class, id and role off elements that are named like boilerplate and hold most of the text of a page: they wrap the article.

    Args:
        root: The page, which is changed.
    """
    letters: dict[Element, int] = {}
    paragraphs = paragraph_letters(root)
    for _, element in etree.iterwalk(root, events=("end",)):
        own = paragraphs.get(element, 0) if element.tag == "p" else sum(letters.get(inner, 0) for inner in element)
        if own:
            letters[element] = own
    whole = letters.get(root, 0)
    for element, held in letters.items():
        if held > _MOST_OF_PAGE * whole and element is not root and element.tag != "p":
            for name in NAMES:
                known = element.get(name) or ""
                if _names_boilerplate(known) and not _names_boilerplate(_WRAPPER.sub(" ", _STATE.sub(" ", known))):
                    del element.attrib[name]


def paragraph_letters(root: Element) -> dict[Element, int]:
    """Return the length of the text of each paragraph. Those below more than _DEEPEST others are left out: they are counted there."""
    found: dict[Element, int] = {}
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="p"):
        depth += 1 if event == "start" else -1
        if event == "start" and depth <= _DEEPEST:
            found[element] = len(element_text(element))
    return found


def has_tags(text: str) -> bool:
    """Return whether a string contains markup."""
    return bool(_TAG.search(text))


def fragment_lines(text: str) -> list[str]:
    """Return the lines of a string that may contain markup or entities: one for each paragraph, with "• " before list items."""
    for _ in range(_MAX_ESCAPED):
        if has_tags(text) or not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    if not has_tags(text):
        return clean_text(html.unescape(text)).split("\n")
    root = parse_html(f"<div>{text}</div>")
    return [] if root is None else element_lines(root)


def plain_text(text: str) -> str:
    """Return a title or a name without markup and entities, as one line."""
    text = html.unescape(text)
    if has_tags(text):
        text = " ".join(fragment_lines(text))
    return " ".join(text.split())


def element_lines(
    root: Element,
    *,
    until: Element | None = None,
    stamps: Mapping[Element, str] | None = None,
    without: Collection[Element] = frozenset(),
) -> list[str]:
    """Return the text of an element as lines, without scripts, pictures, menus and what its class marks as boilerplate.

    Args:
        root: The element.
        until: The element to stop at; None: read all of it.
        stamps: Text to print for elements that state a time: in place of their text if that is only a time, else above it.
        without: Elements to leave out.

    Returns:
        The lines that are not empty.
    """
    lines: list[str] = []
    current: list[str] = []
    stamps = stamps or {}

    def end_line() -> None:
        line = " ".join("".join(current).split())
        current.clear()
        if line and line != _BULLET.strip():
            lines.append(line)

    for event, element in _walk(root, until, stamps, without):
        if event == "text":
            current.append(element)
        elif event == "time":
            if not _LABEL.fullmatch("".join(current)):
                end_line()
        elif element in _BLOCKS or element == "/li":
            end_line()
            current.extend([_BULLET] if element == "li" else [])
    end_line()
    return lines


def _walk(root: Element, until: Element | None, stamps: Mapping[Element, str], without: Collection[Element]) -> Iterator[tuple[str, str]]:
    """Yield ("text", words), ("tag", name) and ("time", name) in page order; not recursive, since pages may be nested to any depth."""
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walker:
        if event == "end":
            if element is not skipped:
                yield "tag", "/li" if element.tag == "li" else _opening(element)[1]
            if element is not root and element.tail:
                yield "text", element.tail
            continue
        if element is until:
            return
        is_left_out = element is not root and (not isinstance(element.tag, str) or is_boilerplate(element) or element in without)
        stamp = stamps.get(element) if stamps and not _is_in_sentence(element) else None
        if not is_left_out:
            yield from [("time", "time"), ("text", stamp), ("tag", "time")] if stamp else [_opening(element)]
        if is_left_out or (stamp and holds_only_time(element)):
            skipped = element  # its end comes next
            walker.skip_subtree()
        elif element.text:
            yield "text", element.text


def _opening(element: Element) -> tuple[str, str]:
    """Return what begins with an element; a time within a sentence does not begin a line."""
    tag = element.tag
    if tag != "time":
        return "tag", tag
    return ("tag", "span") if _is_in_sentence(element) else ("time", tag)


def _is_in_sentence(element: Element) -> bool:
    """Return whether a sentence continues before and after an element: "on <time>24 February</time>, when ..."."""
    parent, before = element.getparent(), element.getprevious()
    words = before.tail if before is not None else parent.text if parent is not None else None
    return _OPEN_SENTENCE.search((words or "")[-40:]) is not None and _SENTENCE_GOES_ON.match(element.tail or "") is not None


def holds_only_time(element: Element) -> bool:
    """Return whether the text of an element is a time and nothing else."""
    text = element_text(element)
    return not text or parse_line(text) is not None


def is_boilerplate(element: Element) -> bool:
    """Return whether an element is not part of the content of a page, by its tag and by its class, id and role."""
    tag = element.tag
    if tag in _ALWAYS_READ:
        return False
    if tag in _NOT_TEXT or element.get("hidden") is not None:
        return True
    return any((name := element.get(attribute)) is not None and _names_boilerplate(name) for attribute in NAMES)


@lru_cache(maxsize=4096)
def _names_boilerplate(name: str) -> bool:
    return bool(_BOILERPLATE.search(name[:500]))


def short_text(element: Element, longest: int) -> str | None:
    """Return all text of an element as one line; None where it is longer than ``longest``, told without reading all of it.

    None is returned for an element of many others too: what is short holds few.
    """
    if next(islice(element.iter(), _MOST_PARTS, None), None) is not None:
        return None
    text = ""
    for part in element.itertext():
        text += part
        if len(text) > longest:
            return None
    return " ".join(text.split())


def element_text(element: Element) -> str:
    """Return all text of an element as one line."""
    return " ".join("".join(element.itertext()).split())
