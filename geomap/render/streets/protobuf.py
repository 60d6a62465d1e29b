"""Protocol Buffers as far as vector tiles and directories need them: whole numbers, and parts with their length before them."""

from __future__ import annotations

from collections.abc import Iterator

_MORE, _LOW, _CHUNK, _LONGEST = 0x80, 0x7F, 7, 63
_VARINT, _EIGHT, _PART, _FOUR = 0, 1, 2, 5


class DamagedError(ValueError):
    """The bytes are not what they should be."""


def varints(content: bytes) -> Iterator[int]:
    """Yield the whole numbers of ``content``."""
    value = shift = 0
    for byte in content:
        value |= (byte & _LOW) << shift
        if byte < _MORE:
            yield value
            value = shift = 0
        else:
            shift += _CHUNK
            if shift > _LONGEST:
                raise DamagedError("a number is too long")
    if shift:
        raise DamagedError("it ends within a number")


def fields(content: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield each field's number and value: a whole number, or the bytes of a part, a text, or a number of fixed width."""
    at, end = 0, len(content)
    while at < end:
        key, at = _varint(content, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(content, at)
            yield key >> 3, value
            continue
        if kind == _PART:
            length, at = _varint(content, at)
        elif kind in (_EIGHT, _FOUR):
            length = 8 if kind == _EIGHT else 4
        else:
            raise DamagedError("a field is of no known kind")
        if at + length > end:
            raise DamagedError("a field is longer than the rest")
        yield key >> 3, content[at : at + length]
        at += length


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(content) and shift <= _LONGEST:
        byte = content[at]
        at += 1
        value |= (byte & _LOW) << shift
        if byte < _MORE:
            return value, at
        shift += _CHUNK
    raise DamagedError("it ends within a number, or a number is too long")


def varint(value: int) -> bytes:
    """Write a whole number."""
    written = bytearray()
    while value >= _MORE:
        written.append(value & _LOW | _MORE)
        value >>= _CHUNK
    written.append(value)
    return bytes(written)


def number_field(number: int, value: int) -> bytes:
    """Write a field that holds a whole number."""
    return varint(number << 3) + varint(value)


def part_field(number: int, content: bytes) -> bytes:
    """Write a field that holds bytes."""
    return varint(number << 3 | _PART) + varint(len(content)) + content
