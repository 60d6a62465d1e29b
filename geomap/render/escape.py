"""Text of the world as data of a page: nothing in it can end a block, start a tag or break the encoding."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

SLICE = 5000  # values of a list that are written together
# Inside <script> a browser looks for these only; U+2028 and U+2029 end lines in older JavaScript.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_HALF = re.compile("[\ud800-\udfff]")


def to_json(value: object) -> str:
    """Write ``value`` as JSON that may stand inside a script element of type application/json."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return whole(text)


def whole(text: str) -> str:
    """Return ``text`` with a sign in place of each half of a character, which cannot be encoded."""
    return text if _is_whole(text) else _HALF.sub("\ufffd", text)


def json_pieces(members: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """Yield an object as ``to_json`` writes it, piece by piece, so that a large one is never in memory as a whole.

    Members whose values are iterators are objects too, and are taken only when their turn comes.
    """
    before = "{"
    for name, value in members:
        yield f"{before}{to_json(name)}:".encode()
        if isinstance(value, Iterator):
            yield from json_pieces(value)
        elif isinstance(value, Mapping):
            yield from json_pieces(value.items())
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from _list_pieces(value)
        else:
            yield to_json(value).encode()
        before = ","
    yield b"{}" if before == "{" else b"}"


def _list_pieces(values: Sequence[object]) -> Iterator[bytes]:
    yield b"["
    for start in range(0, len(values), SLICE):
        piece = to_json(values[start : start + SLICE])[1:-1]
        yield (f",{piece}" if start else piece).encode()
    yield b"]"


def _is_whole(text: str) -> bool:
    """Return whether every character can be encoded; lone surrogates, which come from damaged input, cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def web_link(url: str | None) -> str | None:
    """Return ``url`` where it is an http or https address that a reader may follow, else None."""
    return url if url and re.match(r"https?://[^\s/?#\\]+", url, re.IGNORECASE) and not re.search(r"[\s\x00-\x1f]", url) else None
