"""schema.org data as pages carry them in JSON-LD: found in several blocks, in @graph, nested, and often broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

Node = dict[str, object]

_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\]\]>\*/)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MAX_FAILURES = 500  # places tried in a broken block before giving up on it
_MAX_DEPTH = 40  # of nodes in nodes; posts lie three deep
_MAX_WRAPPING = 6  # of objects round a text
_WRAPPERS = ("@value", "rendered", "html", "bodyHtml", "text", "content", "children", "value", "blocks", "paragraphs")
_NO_TIME = 1e14  # beyond any count of milliseconds


def load(block: str) -> tuple[list[object], bool]:
    """Parse one block. Of a broken block, the objects in it that are whole; the second tells whether all of it was."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", block)).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub("", text), _TRAILING_COMMA.sub("", html.unescape(text))):
        try:
            return [json.loads(attempt, strict=False)], True
        except (ValueError, RecursionError):
            continue
    return list(_whole_objects(_TRAILING_COMMA.sub("", text))), False


def nodes(value: object) -> Iterator[Node]:
    """Yield every typed object in a block, outer ones first, whatever it is nested in."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(item, dict):
            if types_of(item):
                yield item
            waiting.extend((inner, depth + 1) for inner in reversed(item.values()))
        elif isinstance(item, list):
            waiting.extend((inner, depth + 1) for inner in reversed(item))
        elif isinstance(item, str) and item[:1] in ("{", "[") and "LiveBlogPosting" in item:  # JSON in JSON, as states of pages have it
            waiting.extend((inner, depth + 1) for inner in load(item)[0])


def types_of(node: Node) -> frozenset[str]:
    """Give a node's types without their address: {"NewsArticle"}."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


def string(node: Node, *keys: str) -> str | None:
    """Give the first of ``keys`` that holds a text: itself, in a list, or as a language-tagged value."""
    for key in keys:
        value = node.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            value = value.get("@value") or value.get("@id")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def stamp(node: Node, *keys: str) -> str | None:
    """Give the first of ``keys`` that holds a time stamp: a text, or a number that counts since 1970."""
    for key in keys:
        value = node.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _NO_TIME:
            return str(int(value))
        if found := string(node, key):
            return found
    return None


def running_text(node: Node, *keys: str) -> str:
    """Give the first of ``keys`` that holds words, which may be parted into a list or wrapped in an object; empty where none does."""
    return next((text for key in keys if (text := _joined(node.get(key)))), "")


def _joined(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return value.strip()
    if depth > _MAX_WRAPPING:
        return ""
    if isinstance(value, list):
        return "\n".join(filter(None, (_joined(item, depth + 1) for item in value)))
    if isinstance(value, dict):
        return next((text for name in _WRAPPERS if (text := _joined(value.get(name), depth + 1))), "")
    return ""


def names(node: Node, key: str) -> str | None:
    """Give the names of the persons or organisations under ``key``, joined by commas."""
    value = node.get(key)
    people = value if isinstance(value, list) else [value]
    found = [string(person, "name") if isinstance(person, dict) else person if isinstance(person, str) else None for person in people]
    return ", ".join(name for name in found if name and not name.startswith("http")) or None


def children(node: Node, key: str) -> list[Node]:
    """Give the objects under ``key``, be it one or a list."""
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
