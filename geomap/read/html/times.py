"""The elements of a page that state a time: ``time`` elements and those with a time stamp in an attribute."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from geomap.read.dates import MAX_LINE, TimeExpression, names_zone, opening_time, parse_line, parse_moment, parse_stamp
from geomap.read.html.markup import Element, element_text, short_text
from geomap.vocabulary import Precision

_STAMPED = etree.XPath("//*[self::time or @datetime or @title or @*[starts-with(name(), 'data-')]]")
_TIME_WORDS = ("time", "date", "publish", "created", "posted", "epoch", "utime", "unix")
_EDIT_WORDS = ("updat", "modif", "edit")
_OTHER_WORDS = ("end", "expir", "start", "until", "timezone", "timeout")
_FULL_STAMP = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}[T ]\d{2}:\d{2}.{0,20}|\d{10}|\d{13}")
_EDITED = re.compile(r"\b(?:updat|modif|edit|оновлен|обновлен|mis à jour|aktualisiert)", re.IGNORECASE)
# Quotations, media and sidebars have times of their own.
_NOT_OF_PAGE = frozenset({"aside", "nav", "blockquote", "figure", "video", "audio", "iframe", "form", "button", "select", "template"})
_QUOTED = re.compile(
    r"(?:^|[\s_-])(?:tweet|twitter|embed(?:ded)?|instagram|facebook|oembed|quote[ds]?|video|player|comments?)(?=$|[\s_-])", re.IGNORECASE
)
_DATED = re.compile(r"(?:^|[\s_-])(?:date|datetime|time|timestamp|published?|pubdate|posted|dateline)(?=$|[\s_-])", re.IGNORECASE)
_SIGNED = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|meta(?:data)?|post-?info|article-?info)(?=$|[\s_-])", re.IGNORECASE)
_FIRST_PUBLISHED = re.compile(r"\b(?:original|first)", re.IGNORECASE)
_TOLD = frozenset({"p", "li"})
_LEAST_TOLD = 80  # letters of paragraphs; less is a byline or a summary
_WORD_STARTS = re.compile(r"\b\w")
_HOLDS_POSTS = frozenset({"article", "section", "li", "main"})


@dataclass(frozen=True, slots=True, eq=False)
class TimeElement:
    """An element that states a time.

    Attributes:
        element: The element.
        stamp: Its machine-readable time stamp, None where it has none.
        expression: What its text says, None where that is not a time.
        is_edit: Whether it states when something was edited.
    """

    element: Element
    stamp: str | None
    expression: TimeExpression | None
    is_edit: bool = False

    @property
    def is_post(self) -> bool:
        """Whether the element contains more than the time: it is the post, or the page."""
        return self.expression is None and len(self.element) > 0


def find_time_elements(root: Element) -> list[TimeElement]:
    """Return the elements that state when something on the page itself was published or edited, in page order."""
    moments = {element: moment for element in _STAMPED(root) if (moment := _time_element(element))}
    ours = _of_page(root, moments)
    return _without_doubles(root, [moment for element, moment in moments.items() if element in ours])


def _time_element(element: Element) -> TimeElement | None:
    stamp, is_edit = _stamp(element)
    in_title = _title_time(element) if stamp is None else None
    if stamp is None and in_title is None and element.tag != "time":
        return None
    expression = in_title or parse_line(short_text(element, MAX_LINE) or "")
    if stamp is None and expression is None:
        return None
    is_edit = is_edit or element.get("itemprop") == "dateModified" or (expression is not None and expression.label == "updated")
    return TimeElement(element, stamp, expression, is_edit or _is_said_edited(element))


def _stamp(element: Element) -> tuple[str | None, bool]:
    """Return the time stamp among an element's attributes and whether it is one of an edit; one of publication is preferred."""
    written = element.get("datetime")
    if written is not None and written.strip():
        return written.strip(), False
    title = (element.get("title") or "").strip()
    if "-" in title and _FULL_STAMP.fullmatch(title):
        return title, False
    edited = None
    for name, value in element.attrib.items():
        if not name.startswith("data-") or not _FULL_STAMP.fullmatch(value.strip()):
            continue
        words = name.lower().split("-")[1:]
        if any(word.startswith(_OTHER_WORDS) for word in words) or not any(word.startswith((*_TIME_WORDS, *_EDIT_WORDS)) for word in words):
            continue
        if not any(word.startswith(_EDIT_WORDS) for word in words):
            return value.strip(), False
        edited = value.strip()
    return edited, edited is not None


def _title_time(element: Element) -> TimeExpression | None:
    """Return the day and the time of day that are told when the pointer rests on a time: "2 hours ago" with "12 May 2024, 14:20"."""
    title = (element.get("title") or "").strip()
    when = parse_line(title) if 0 < len(title) <= MAX_LINE else None
    if when is None or not (when.has_clock and when.day is not None):
        return None
    return when if parse_line(short_text(element, MAX_LINE) or "") is not None else None


def _is_said_edited(element: Element) -> bool:
    """Return whether the words right before an element say that it states the time of an edit."""
    before = element.getprevious()
    parent = element.getparent()
    words = (before.tail or element_text(before)) if before is not None else parent.text if parent is not None else None
    return _EDITED.search((words or "")[-40:]) is not None


def _of_page(root: Element, wanted: Collection[Element]) -> set[Element]:
    """Return which of some elements belong to the page itself, not to what it quotes, embeds or links to; found in one walk."""
    found: set[Element] = set()
    barred: Element | None = None
    holders = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "end":
            barred = None if element is barred else barred
            holders -= tag in _HOLDS_POSTS
            continue
        if barred is None:
            if element in wanted:
                found.add(element)
            quotes = tag not in ("body", "html", "main") and _QUOTED.search(element.get("class") or "")
            if quotes or tag in _NOT_OF_PAGE or (tag == "footer" and not holders):
                barred = element
        holders += tag in _HOLDS_POSTS
    return found


def _without_doubles(root: Element, moments: list[TimeElement]) -> list[TimeElement]:
    """Return the elements without nested ones: an outer one is kept if an inner one repeats its stamp, else the inner ones are."""
    by_element = {moment.element: moment for moment in moments}
    inner: dict[Element, list[TimeElement]] = {}
    around: list[Element] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element in by_element:
            if event == "end":
                around.pop()
                continue
            for above in around:
                inner.setdefault(above, []).append(by_element[element])
            around.append(element)
    dropped: set[Element] = set()
    for outer, inside in inner.items():
        same = [moment for moment in inside if moment.stamp == by_element[outer].stamp]
        dropped.update([outer] if not same or len(inside) > len(same) + 1 else [moment.element for moment in same])
    return [moment for moment in moments if moment.element not in dropped]


def date_lines(root: Element) -> list[str]:
    """Return the texts of elements that are called a date and are one with a day and a year, first those below the title of the page."""
    below: dict[Element, str] = {}
    above: dict[Element, str] = {}
    signed: dict[Element, str] = {}
    found = above
    for element in root.iter():
        if element.tag == "h1":
            found = below
        named = isinstance(element.tag, str) and any(_DATED.search(element.get(name) or "") for name in ("class", "id", "itemprop"))
        text = element_text(element) if named else ""
        expression = parse_line(text) if 0 < len(text) <= MAX_LINE else None
        if expression is not None and expression.day is not None and expression.has_year:
            found[element] = text
        elif not named and _is_byline(element) and (time := _time_in(element_text(element))):
            signed[element] = time
    ours = _of_page(root, {**below, **above, **signed})
    return [text for element, text in [*below.items(), *above.items(), *signed.items()] if element in ours]


def _time_in(byline: str) -> str | None:
    """Return the words of a byline that state its day, with the time of day: "By Ann Lee | June 13, 2023, 6:05 pm"."""
    for start in _WORD_STARTS.finditer(byline) if len(byline) <= MAX_LINE else ():
        found = opening_time(byline[start.start() :])
        if found is not None and found[1].day is not None and found[1].has_year:
            return byline[start.start() : start.start() + found[0]]
    return None


def _is_byline(element: Element) -> bool:
    return isinstance(element.tag, str) and any(_SIGNED.search(element.get(name) or "") for name in ("class", "id"))


def times_below_title(root: Element, body: Element) -> list[str]:
    """Return the time stamps between the title of a page and the first paragraph of its article, that of its first publication first."""
    titles = list(root.iter("h1"))
    stamped = {moment.element: moment for moment in find_time_elements(root) if not moment.is_edit and _printed(moment)}
    if len(titles) != 1 or not stamped:
        return []
    article = {body, *body.iterdescendants()}
    found: list[TimeElement] = []
    is_below, told = False, 0
    for element in root.iter():
        is_below |= element is titles[0]
        told += len(element_text(element)) if is_below and element in article and element.tag in _TOLD else 0
        if told >= _LEAST_TOLD:
            break
        if is_below and element in stamped:
            found.append(stamped[element])
    found.sort(key=lambda moment: not _FIRST_PUBLISHED.search(_words_before(moment.element)))
    return [printed for moment in found if (printed := _printed(moment))]


def _words_before(element: Element) -> str:
    """Return the words right before an element, or before the element that it is in: "Originally published" of a list of terms."""
    for one in (element, element.getparent()):
        before = one.getprevious() if one is not None else None
        words = (before.tail or element_text(before)) if before is not None else None
        if words and words.strip():
            return str(words)
    return ""


def printed_stamps(root: Element) -> dict[Element, str]:
    """Return the text to print for each element with a time stamp, so that the rules for text can read it."""
    return {moment.element: printed for moment in find_time_elements(root) if (printed := _printed(moment))}


def _printed(moment: TimeElement) -> str | None:
    stamp = moment.stamp or ""
    read = parse_moment(stamp)
    if read is None:
        return None
    shows_day = moment.expression is not None and not moment.expression.has_clock
    if shows_day and read.precision is Precision.DAY:
        printed = f"{read.at:%Y-%m-%d}"  # the text may leave out the year
    elif _FULL_STAMP.fullmatch(stamp):
        at = parse_stamp(stamp) or read.at
        printed = f"{at:%Y-%m-%dT%H:%M:%SZ}" if names_zone(stamp) else f"{at:%Y-%m-%dT%H:%M:%S}"
    else:
        return None
    return f"Updated {printed}" if moment.is_edit else printed
