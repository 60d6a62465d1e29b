"""Tiles that are pictures: only what is of the kind that the archive names, and of a size that a browser can unpack."""

from __future__ import annotations

import re
import struct

MAX_SIDE = 2048  # pixels; tiles have 256 or 512
# A JPEG's frame, which holds its size: SOF0 to SOF15 but for the three that are something else.
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(?P<size>....)", re.DOTALL)


def side_of(content: bytes, kind: str) -> int | None:
    """Give the longer side of a picture of ``kind`` in pixels; None where it is no such picture or its size is not to be found."""
    if kind == "image/png":
        size = struct.unpack_from(">II", content, 16) if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24 else ()  # noqa: PLR2004 - where IHDR ends
    elif kind == "image/jpeg":
        found = _FRAME.search(content) if content.startswith(b"\xff\xd8") else None
        size = struct.unpack(">HH", found["size"]) if found else ()
    else:
        size = _webp(content) if content.startswith(b"RIFF") and content[8:12] == b"WEBP" and len(content) >= 30 else ()  # noqa: PLR2004 - the longest of its heads
    return max(size, default=None)


def _webp(content: bytes) -> tuple[int, ...]:
    """Give width and height by the form of the first chunk (RFC 9649): simple, lossless, extended."""
    form = content[12:16]
    if form == b"VP8 ":
        return tuple(value & 0x3FFF for value in struct.unpack_from("<HH", content, 26))
    if form == b"VP8L":
        bits = struct.unpack_from("<I", content, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    return ()
