"""Columns packed as bytes, which a browser unpacks many times as fast as JSON, and Python writes as fast.

A packed file is the bytes of its columns, one after the other, then a head in JSON that says where each of them is, then the length of
the head in four bytes. Numbers are whole ones of 32 bits, the lowest byte of each first, then the second of each, and so on: most of the
higher bytes are 0, which are left out, or alike, which gzip makes small. `packed.js` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.render.escape import to_json, whole

NONE = -(2**31)  # stands for None in a column of numbers
TEXTS_TOGETHER = 4096  # texts that the browser reads at once when one of them is asked for
_SIGN_BIT = 31
_END = "\0"  # of a text

Numbers = NDArray[np.int32]


class PackedFile:
    """Packed columns that grow; ``pieces`` hands over what was added, so that nothing is in memory longer than it takes to write it."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._size = 0

    def numbers(self, values: Numbers, *, words: Sequence[object] | None = None, per: int | None = None) -> dict[str, Any]:
        """Add a column of numbers and return what the head says of it.

        Args:
            values: The numbers; `NONE` for None.
            words: What the numbers are rows of, where the column is to be read as these.
            per: What each number is to be divided by.
        """
        said: dict[str, Any] = {"words": list(words)} if words is not None else {"per": per} if per else {}
        if len(values) and (values == values[0]).all():
            return {"same": _read_as(int(values[0]), words, per), "length": len(values)}
        if (values == NONE).any():
            said["none"] = True
        steps = np.diff(values, prepend=np.int32(0))
        in_steps = bool(np.abs(steps.astype(np.int64)).sum() < np.abs(values.astype(np.int64)).sum())
        written, width = _planes(steps if in_steps else values)
        return said | {"at": self._add(written), "length": len(values), "bytes": width, "steps": in_steps}

    def texts(self, values: Sequence[str]) -> dict[str, Any]:
        """Add a column of texts, most of which differ, and return what the head says of it."""
        ends: list[int] = []
        at = self._size
        for start in range(0, len(values), TEXTS_TOGETHER):
            together = _END.join(text.replace(_END, " ") for text in values[start : start + TEXTS_TOGETHER])
            self._add(whole(together).encode())
            ends.append(self._size - at)
        return {"texts": TEXTS_TOGETHER, "at": at, "length": len(values), "ends": ends}

    def pieces(self) -> Iterator[bytes]:
        """Yield what was added since this was called last."""
        held, self._held = self._held, []
        yield from held

    def closing(self, head: Mapping[str, object]) -> bytes:
        """Return the end of the file."""
        text = to_json(head).encode()
        return text + len(text).to_bytes(4, "little")

    def _add(self, written: bytes) -> int:
        at = self._size
        self._held.append(written)
        self._size += len(written)
        return at


def same(value: object, length: int) -> dict[str, Any]:
    """Return what the head says of a column that has one value throughout."""
    return {"same": value, "length": length}


def counted(length: int, *, as_text: bool = False) -> dict[str, Any]:
    """Return what the head says of a column that counts its rows."""
    return {"counted": "text" if as_text else "number", "length": length}


def _read_as(value: int, words: Sequence[object] | None, per: int | None) -> object:
    if words is not None:
        return words[value]
    if value == NONE:
        return None
    return value / per if per else value


def _planes(values: Numbers) -> tuple[bytes, int]:
    """Return the first byte of each number, then the second of each and so on, as many as are needed; small negative numbers need few."""
    folded = ((values << 1) ^ (values >> _SIGN_BIT)).astype("<u4")
    planes = folded.view(np.uint8).reshape(-1, 4).T
    width = max((number + 1 for number in range(4) if planes[number].any()), default=1)
    return planes[:width].tobytes(), width
