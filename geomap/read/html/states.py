"""What a page's scripts are given to build it from (__NEXT_DATA__, window.__STATE__ = ...): JSON, where little of the page is text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from geomap.read.html.markup import Element

_GIVEN = re.compile(r"(?:[=(]|^)\s*(?=[{\[\"])")
_MIN_LENGTH = 300  # letters; shorter ones are settings
_MAX_TRIES = 3  # places in a script where its JSON could begin


def states_of(root: Element) -> Iterator[object]:
    """Yield the JSON values in a page's scripts, whatever they are assigned to, in page order."""
    for script in root.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if len(text) >= _MIN_LENGTH and "ld+json" not in kind and (not kind or "json" in kind or "javascript" in kind):
            yield from _values(text)


def _values(text: str) -> Iterator[object]:
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(_MAX_TRIES):
        start = _GIVEN.search(text, at)
        if start is None:
            return
        at = start.end() + 1
        try:
            value, end = decoder.raw_decode(text, start.end())
            value = json.loads(value, strict=False) if isinstance(value, str) and len(value) >= _MIN_LENGTH else value  # JSON as a string
        except (ValueError, RecursionError):
            continue
        at = end
        if isinstance(value, dict | list):
            yield value
