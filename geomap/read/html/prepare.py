"""What is set right in a page before it is read: times whose parts touch, times in the margin, lists of links to other pages."""

from __future__ import annotations

from lxml import etree

from geomap.read.dates import MAX_LINE, parse_line
from geomap.read.html.markup import HEADINGS, NAMES, Element, element_text, is_boilerplate, short_text
from geomap.read.text.time_lines import SENTENCE_ENDS

_INLINE = frozenset({"span", "b", "strong", "a", "small", "em", "i", "u", "abbr"})
_LISTS = frozenset({"ul", "ol", "div", "section", "dl"})
_HEADLINE_SPACES = 3  # a link with fewer is a name or a button
_LINKED_SHARE = 0.8  # of the text of a list of links
_HEADLINE_SHARE = 0.5  # of the text of its links
_MARKS_OF_EDIT = "mw-editsection"  # "[edit]" beside the headings of a wiki


def separate_times(root: Element) -> None:
    """Set the parts of times apart, take times out of the margin, and drop what a wiki writes beside its headings.

    Args:
        root: The page, which is changed: "<time><b>May 12, 2024</b><b>8:02 AM</b></time>" reads as two words, and an ``aside`` that
            holds nothing but a time, as beside the posts of a live blog, becomes part of the post; so does a byline of nothing but a time.
    """
    _set_apart(root)
    for aside in list(root.iter("aside")):
        if parse_line(element_text(aside)) is not None:
            aside.tag = "div"
    for element in root.iter("div", "span", "p"):
        if is_boilerplate(element) and _holds_clock(element):
            for name in NAMES:
                element.attrib.pop(name, None)
    for mark in [one for one in root.iter("span") if _MARKS_OF_EDIT in (one.get("class") or "").split()]:
        _drop(mark)


def _set_apart(root: Element) -> None:
    for time in root.iter("time", "aside"):
        for part in time.iterdescendants() if time.tag == "time" or short_text(time, MAX_LINE) is not None else ():
            part.tail = f"{part.tail or ''} "
    for element in root.iter(*_INLINE):
        if element.getnext() is not None and not element.tail and _holds_clock(element):
            element.tail = " "  # "<span>14:20</span><a>Bridge closed</a>"


def _holds_clock(element: Element) -> bool:
    """Return whether the text of an element is a time of day and nothing else."""
    time = parse_line(short_text(element, MAX_LINE) or "")
    return time is not None and time.has_clock


def _drop(element: Element) -> None:
    """Remove an element but not the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


class _Held:
    """How much text an element holds: all of it, that of links, that of links with a headline; and whether a link is a sentence."""

    __slots__ = ("all", "headlines", "linked", "tells")

    def __init__(self) -> None:
        self.all = self.linked = self.headlines = 0
        self.tells = False

    def add(self, other: _Held) -> None:
        self.all += other.all
        self.linked += other.linked
        self.headlines += other.headlines
        self.tells |= other.tells

    @property
    def is_teasers(self) -> bool:
        return (
            self.headlines > 0
            and not self.tells
            and self.linked >= _LINKED_SHARE * self.all
            and self.headlines >= _HEADLINE_SHARE * self.linked
        )


def link_lists(root: Element) -> frozenset[Element]:
    """Return the elements of an article that hold nothing but headlines of other pages, as links, with their heading and times.

    Args:
        root: The article. Where such lists are most of it, it is an overview and none is returned.
    """
    held: dict[Element, _Held] = {}
    found: set[Element] = set()
    for _, element in etree.iterwalk(root, events=("end",)):
        own = _Held()
        if element.tag in ("a", "time"):
            own = _of_link(element) if element.tag == "a" else own
        else:
            own.all = len((element.text or "").strip())
            for inner in element:
                own.add(held.pop(inner, _Held()))
                own.all += len((inner.tail or "").strip())
            if element.tag in HEADINGS and not own.linked:
                own.all = 0  # "Other news"
        held[element] = own
        if element.tag in _LISTS and element is not root and own.is_teasers:
            found.add(element)
    whole = held[root]
    return frozenset(found) if whole.linked < _HEADLINE_SHARE * whole.all else frozenset()


def _of_link(link: Element) -> _Held:
    own = _Held()
    text = element_text(link)
    own.all = len(text)
    if (link.get("href") or "").startswith("#") or parse_line(text) is not None or any(above.tag == "h1" for above in link.iterancestors()):
        return own  # it leads to a part of this page, or to the page itself
    own.linked = len(text)
    is_headline = text.count(" ") >= _HEADLINE_SPACES
    own.headlines = len(text) if is_headline else 0
    own.tells = is_headline and text.endswith(SENTENCE_ENDS)
    return own
