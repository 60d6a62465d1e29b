"""Lines as short text: differences of integers, five bits to a character (the encoded polyline of Google Maps)."""

from __future__ import annotations

from collections.abc import Iterable

FIRST, CHUNK, MORE = 63, 5, 0x20


def encode(points: Iterable[tuple[float, float]], units: int) -> str:
    """Write lon, lat ``points`` (degrees) in steps of 1/``units`` degree; points that fall on the one before are left out."""
    written: list[str] = []
    last_column = last_row = 0
    for lon, lat in points:
        column, row = round(lon * units), round(lat * units)
        if written and (column, row) == (last_column, last_row):
            continue
        written += [_number(column - last_column), _number(row - last_row)]
        last_column, last_row = column, row
    return "".join(written)


def _number(value: int) -> str:
    rest = ~(value << 1) if value < 0 else value << 1
    characters = []
    while rest >= MORE:
        characters.append(chr((MORE | (rest & (MORE - 1))) + FIRST))
        rest >>= CHUNK
    characters.append(chr(rest + FIRST))
    return "".join(characters)


def decode(text: str, units: int) -> list[tuple[float, float]]:
    """Give the lon, lat points (degrees) that `encode` wrote."""
    numbers: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - FIRST
        value |= (bits & (MORE - 1)) << shift
        shift += CHUNK
        if bits < MORE:
            before = numbers[-2] if len(numbers) > 1 else 0
            numbers.append(before + (~(value >> 1) if value & 1 else value >> 1))
            value = shift = 0
    return [(lon / units, lat / units) for lon, lat in zip(numbers[::2], numbers[1::2], strict=True)]
