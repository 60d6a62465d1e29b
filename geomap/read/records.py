"""JSON of any make: values repaired, properties of objects read by name, and lists of posts found in it.

Publishers' interfaces, schema.org data (JSON-LD), the state from which a script builds a page and exports of tools use different names
for the same things: a text, a title, times, an address.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator

from geomap.read.compose import PostDraft
from geomap.read.dates import Moment, day_order
from geomap.read.html.markup import fragment_lines, plain_text
from geomap.read.text.body import draft_from_lines
from geomap.read.text.layout import Layout

Node = dict[str, object]

_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\]\]>\*/)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\(u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL)
_MAX_FAILURES = 500  # places tried in a broken block before giving up on it
_MAX_NODE_DEPTH = 40  # of nodes in nodes; posts lie three deep
_MAX_WRAPPING = 6  # of objects round a text
_WRAPPERS = (
    "@value",
    "rendered",
    "html",
    "bodyHtml",
    "text",
    "body",
    "content",
    "children",
    "value",
    "blocks",
    "paragraphs",
    "refs",
    "item",
)
_EPOCH = re.compile(r"\\?/Date\((-?\d{9,14})(?:[+-]\d{4})?\)\\?/")  # as .NET writes a moment: /Date(1715523600000+0000)/
_COUNTED = re.compile(r"(\d{10})\.\d{1,9}")  # as Slack writes it: "1741010700.000200"
_IN_DATES = ("created", "original", "published", "$date", "iso", "utc", "value", "@value")  # of objects that are dates
_NO_TIME = 1e14  # beyond any count of milliseconds


def load_json(block: str) -> tuple[list[object], bool]:
    """Parse JSON that may be wrapped in a comment, escaped, or broken.

    Args:
        block: The text of a document or of a script element.

    Returns:
        The values, and whether the whole block could be parsed; of a broken block, the objects in it that are complete.
    """
    text = sound_escapes(_WRAPPING.sub("", _WRAPPING.sub("", block)).strip().rstrip(";"))
    for attempt in (text, _TRAILING_COMMA.sub("", text), _TRAILING_COMMA.sub("", html.unescape(text))):
        try:
            return [json.loads(attempt, strict=False)], True
        except (ValueError, RecursionError):
            continue
    return list(_whole_objects(_TRAILING_COMMA.sub("", text))), False


def sound_escapes(text: str) -> str:
    """Return JSON with U+FFFD in place of escapes of unpaired surrogates, which no encoding can represent."""
    return _ESCAPE.sub(_sound, text) if _SURROGATE_ESCAPE.search(text) else text


def _sound(found: re.Match[str]) -> str:
    return "\\ufffd" if found.lastindex else found[0]


def typed_nodes(value: object) -> Iterator[Node]:
    """Yield every object with a ``@type`` in a value, outer ones first, however deep it is nested."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > _MAX_NODE_DEPTH:
            continue
        if isinstance(item, dict):
            if node_types(item):
                yield item
            waiting.extend((inner, depth + 1) for inner in reversed(item.values()))
        elif isinstance(item, list):
            waiting.extend((inner, depth + 1) for inner in reversed(item))
        elif isinstance(item, str) and item[:1] in ("{", "[") and "LiveBlogPosting" in item:  # JSON in a string, as in the state of scripts
            waiting.extend((inner, depth + 1) for inner in load_json(item)[0])


def node_types(node: Node) -> frozenset[str]:
    """Return the types of an object without their namespace: {"NewsArticle"}."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


def first_string(node: Node, *keys: str) -> str | None:
    """Return the first of ``keys`` with a text: a string, the first of a list, or a language-tagged value."""
    for key in keys:
        value = node.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            value = value.get("@value") or value.get("@id")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def first_stamp(node: Node, *keys: str) -> str | None:
    """Return the first of ``keys`` with a time stamp: a text, or a number of seconds or milliseconds since 1970."""
    for key in keys:
        value = node.get(key)
        if isinstance(value, dict):
            value = next((value[name] for name in _IN_DATES if name in value), None)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _NO_TIME:
            return str(int(value))
        if isinstance(value, str) and (counted := _COUNTED.fullmatch(value.strip())):
            return counted[1]
        if isinstance(value, str) and value.strip():
            epoch = _EPOCH.fullmatch(value.strip())
            return epoch[1] if epoch else value.strip()
        if found := first_string(node, key):
            return found
    return None


def joined_text(node: Node, *keys: str) -> str:
    """Return the text of the first of ``keys`` that has one, joined where it is a list or wrapped in objects; "" where none has."""
    return next((text for key in keys if (text := _join(node.get(key)))), "")


def _join(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return value.strip()
    if depth > _MAX_WRAPPING:
        return ""
    if isinstance(value, list):
        return "\n".join(filter(None, (_join(item, depth + 1) for item in value)))
    if isinstance(value, dict):
        return next((text for name in _WRAPPERS if (text := _join(value.get(name), depth + 1))), "")
    return ""


def joined_names(node: Node, key: str) -> str | None:
    """Return the names of the persons or organisations under ``key``, joined by commas."""
    value = node.get(key)
    people = value if isinstance(value, list) else [value]
    found = [first_string(person, "name") if isinstance(person, dict) else person if isinstance(person, str) else None for person in people]
    return ", ".join(name for name in found if name and not name.startswith("http")) or None


def child_nodes(node: Node, key: str) -> list[Node]:
    """Return the objects under ``key``, be it one or a list."""
    value = node.get(key)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _whole_objects(text: str) -> Iterator[object]:
    decoder = json.JSONDecoder(strict=False)
    at, failures = text.find("{"), 0
    while at >= 0 and failures < _MAX_FAILURES:
        try:
            value, end = decoder.raw_decode(text, at)
            yield value
        except (ValueError, RecursionError):
            failures += 1
            end = at + 1
        at = text.find("{", end)


_MAX_DEPTH = 40  # of objects in objects
_MIN_POSTS = 2
# Names as they are compared: in lower case, without "_" and "-"; the surest first.
_TEXTS = (
    "articlebody",
    "bodyhtml",
    "contenthtml",
    "body",
    "content",
    "text",
    "bodytext",
    "contenttext",
    "message",
    "html",
    "blocks",
    "fulltext",
    "selftext",
    "post",
    "caption",
    "contents",
    "groups",  # of a post in parts, each of which refers to an item with a text
)
_SHORT_TEXTS = ("bodytextsummary", "description", "summary", "standfirst", "lead", "excerpt")
_TITLES = ("headline", "title", "webtitle", "newstitle", "heading", "name")
_TIMES = (
    "firstpublisheddate", "firstpublishedat", "firstpublished", "publishedat", "datepublished", "publisheddate", "dategmt", "published",
    "publicationdate", "webpublicationdate", "publishdate", "publishtime", "pubdate", "postedat", "displaydate", "createdat", "createddate",
    "created", "createdtime", "createdutc", "creationtimestamp", "originserverts", "timestamp", "datetime", "date", "time", "indexedat",
    "entrytime", "seendate", "postdate", "datetimepub", "ts", "datesent", "sentat", "datereceived", "createtime", "takenat", "uploaddate",
)  # fmt: skip
_EDITS = ("lastmodifieddate", "datemodified", "updatedat", "modifiedat", "lastupdated", "modifiedgmt", "updated", "modified")
_ADDRESSES = ("url", "weburl", "link", "permalink", "canonicalurl", "href")
_AUTHORS = ("author", "authors", "byline", "contributors", "creator")
_SOURCES = ("source", "publisher", "channel", "sitename")
_INNER = (
    "fields",
    "attributes",
    "object",
    "post",
    "record",
    "data",
    "tweet",
    "note",
    "status",
    "node",
    "_source",
    "channel_post",
    "message",
    "snippet",
)  # hold properties of the object
_DEEPEST_INNER, _MOST_INNER = 2, 4  # objects in objects, and in a list of such parts
_BYTES_AS_LETTERS = re.compile(r"[\xc2-\xf4][\x80-\xbf]")
_GREENWICH = ("dategmt", "modifiedgmt")
ReadTime = Callable[[str], Moment | None]


def posts_in_json(
    value: object, layout: Layout, read_time: ReadTime, *, loose: bool = False, bare: bool = False
) -> list[tuple[PostDraft, str | None]]:
    """Return drafts of the posts in a JSON value: of the list of objects with the most text, and of those of its kind beside it.

    Args:
        value: The parsed JSON.
        layout: Which lines are omitted from the posts.
        read_time: Returns the moment of a time stamp.
        loose: Also accept a list without times, and a single object.
        bare: Accept a list of headlines with times, as searches answer with.

    Returns:
        A draft and the source that it names, for each post.
    """
    found = [(depth, [_comparable_names(row) for row in rows]) for depth, rows in _nested_lists(value)]
    told = _row_title if bare else _row_text
    depth, best = max(found, key=lambda one: _text_length(one[1], told, loose=loose), default=(0, []))
    if not _text_length(best, told, loose=loose):
        return []
    beside = [rows for at, rows in found if at == depth and rows[0].keys() == best[0].keys()]  # one list for each channel
    rows = [row for rows in beside for row in rows if told(row)]
    order = day_order(stamp for row in rows if (stamp := first_stamp(row, *_TIMES)))
    in_order = (lambda stamp: read_time(order.iso(stamp))) if order.is_proved else read_time
    return [_draft(row, layout, in_order) for row in rows]


def _text_length(rows: list[Node], told: Callable[[Node], str], *, loose: bool) -> int:
    """Return the number of characters in a list of posts; 0 where it is not one."""
    posts = [row for row in rows if told(row) and (loose or first_stamp(row, *_TIMES))]
    return sum(len(told(row)) for row in posts) if len(posts) >= (1 if loose else _MIN_POSTS) else 0


def told_by_names(row: Node) -> tuple[str | None, str | None]:
    """Return the text of one object and its time stamp, under whatever names they stand; None for what it does not have."""
    named = _comparable_names(row)
    text = next((value for name in _TEXTS if isinstance(value := named.get(name), str) and value.strip()), None)
    return text, first_stamp(named, *_TIMES)


def _row_title(row: Node) -> str:
    return joined_text(row, *_TITLES)


def _row_text(row: Node) -> str:
    return joined_text(row, *_TEXTS) or joined_text(row, *_SHORT_TEXTS)


def object_lists(value: object) -> Iterator[list[Node]]:
    """Yield every list of objects in a JSON value."""
    return (rows for _, rows in _nested_lists(value))


def _nested_lists(value: object) -> Iterator[tuple[int, list[Node]]]:
    """Yield every list of objects and how deep it lies."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(item, dict):
            waiting.extend((inner, depth + 1) for inner in reversed(item.values()))
        elif isinstance(item, list):
            rows = [row for row in item if isinstance(row, dict)]
            if rows:
                yield depth, rows
            waiting.extend((inner, depth + 1) for inner in reversed(item))


def _comparable_names(row: Node, depth: int = 0) -> Node:
    """Return the properties of an object by comparable names, with those of the parts that hold some of them; its own come first."""
    named: Node = {str(name).lower().replace("_", "").replace("-", "").removeprefix("@"): value for name, value in reversed(row.items())}
    for name in _INNER if depth < _DEEPEST_INNER else ():
        inner = row.get(name)
        parts = [inner] if isinstance(inner, dict) else inner if isinstance(inner, list) and len(inner) <= _MOST_INNER else []
        for part in parts:
            if isinstance(part, dict):
                inner_names = _comparable_names(part, depth + 1)
                named = inner_names | {key: value for key, value in named.items() if not (key == name and key in inner_names)}
    return named


def _draft(row: Node, layout: Layout, read_time: ReadTime) -> tuple[PostDraft, str | None]:
    headline = plain_text(_as_meant(joined_text(row, *_TITLES))) or None
    lines = [line for line in fragment_lines(_as_meant(_row_text(row))) if line.strip()]
    draft, _ = draft_from_lines([line for line in lines if line.strip() != headline], layout, headline=headline)
    edited = _time(row, _EDITS, read_time)
    draft.published = _time(row, _TIMES, read_time) or edited
    draft.updated = edited
    draft.url = first_string(row, *_ADDRESSES)
    key = row.get("id") or row.get("uuid") or row.get("guid")
    draft.key = str(key) if isinstance(key, str | int) and not isinstance(key, bool) else draft.url
    draft.author = next((name for place in _AUTHORS if (name := joined_names(row, place))), None) or draft.author
    return draft, next((name for place in _SOURCES if (name := joined_names(row, place))), None)


def _as_meant(text: str) -> str:
    """Return a text whose bytes were taken for letters, as exports of Facebook have it ("\u00d0\u00a3" for "У"), as it was meant."""
    if not _BYTES_AS_LETTERS.search(text) or max(text) > "\xff":
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text


def _time(row: Node, places: tuple[str, ...], read_time: ReadTime) -> Moment | None:
    for place in places:
        written = first_stamp(row, place)
        if written is not None:
            return read_time(f"{written}Z" if place in _GREENWICH and written[-1:].isdigit() else written)
    return None
