"""Values of PostgreSQL in the one form that they have in a store (`geomap.store.database`)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from psycopg.adapt import Buffer, Loader
from psycopg.types.string import TextLoader

from geomap.export.blobs import SRS, geometry_of, point_blob

if TYPE_CHECKING:
    from psycopg import Connection

_HEAD = struct.Struct("<BI")  # little-endian, kind of geometry
_POINT = struct.Struct("<BIidd")
_POINT_OF_SRS = 0x20000001
_HAS_SRS = 0x20000000
_SRS = SRS.to_bytes(4, "little")


class _MomentLoader(Loader):
    """Times as "2024-03-04T09:00:00Z"; the connection's zone is UTC."""

    def load(self, data: Buffer) -> str:
        return bytes(data).decode().replace(" ", "T", 1).replace("+00", "Z")


class _PointLoader(Loader):
    """Points as those of GeoPackages; None for what is none, or empty."""

    def load(self, data: Buffer) -> bytes | None:
        held = bytes.fromhex(bytes(data).decode())
        if len(held) != _POINT.size or held[0] != 1:
            return None
        _, kind, _, lon, lat = _POINT.unpack(held)
        return point_blob(lon, lat) if kind == _POINT_OF_SRS and lon == lon and lat == lat else None  # noqa: PLR0124 - NaN is an empty point


def add_loaders(connection: Connection[Any], geometry_oid: int | None) -> None:
    """Make a connection give days, times and points as a store has them."""
    connection.adapters.register_loader("date", TextLoader)
    connection.adapters.register_loader("timestamptz", _MomentLoader)
    if geometry_oid is not None:
        connection.adapters.register_loader(geometry_oid, _PointLoader)


def given(values: Sequence[Any]) -> Sequence[Any]:
    """Return values as PostgreSQL takes them: geometries as extended well-known binary in hexadecimal digits, texts without NUL."""
    kinds = {*map(type, values)}
    if kinds.isdisjoint({str, bytes}) or (kinds <= {str, type(None)} and "\0" not in "".join(filter(None, values))):
        return values  # a column of numbers, or of texts, is not gone through value by value
    return [_given(value) if isinstance(value, bytes) or (isinstance(value, str) and "\0" in value) else value for value in values]


def _given(value: bytes | str) -> bytes | str:
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    wkb = geometry_of(value)
    if wkb is None:
        return value  # an outline, which is kept as bytes
    order, kind = _HEAD.unpack_from(wkb)
    return (_HEAD.pack(order, kind | _HAS_SRS) + _SRS + wkb[_HEAD.size :]).hex().upper()
