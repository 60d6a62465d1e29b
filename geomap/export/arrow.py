"""Columns as Arrow, the memory layout from which GDAL writes ten times as fast as from single cells (by nanoarrow, not pyarrow)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nanoarrow
import numpy as np
import shapely

from geomap.export.table import Columns

GEOMETRY = "geom"
_KINDS = {"i": nanoarrow.int32, "f": nanoarrow.float64, "b": nanoarrow.bool_}


def arrow_stream(columns: Columns, shapes: Sequence[shapely.Geometry | None] | np.ndarray | None) -> nanoarrow.ArrayStream:
    """Give ``columns``, and ``shapes`` as well-known binary under "geom", as one batch; None for a table without shapes."""
    parts = {name: _array(values, missing) for name, values, missing in zip(columns.names, columns.values, columns.missing, strict=True)}
    if shapes is not None:
        parts[GEOMETRY] = _bytes(shapely.to_wkb(np.array(shapes, dtype=object)).tolist(), (nanoarrow.binary(), nanoarrow.large_binary()))
    schema = nanoarrow.struct({name: kind for name, (kind, _) in parts.items()})
    arrays = [array for _, array in parts.values()]
    return nanoarrow.ArrayStream(nanoarrow.c_array_from_buffers(schema, len(columns), [None], children=arrays))


def _array(values: np.ndarray, missing: np.ndarray) -> tuple[Any, Any]:
    if values.dtype == np.dtype(object):
        return _bytes(
            [None if value is None else value.encode() for value in values.tolist()], (nanoarrow.string(), nanoarrow.large_string())
        )
    valid = _valid(missing)
    if values.dtype == np.dtype("datetime64[s]"):
        return _made(nanoarrow.timestamp("s", timezone="UTC"), [valid, values.astype("int64")], len(values), missing)
    if values.dtype == np.dtype("datetime64[D]"):
        days = np.where(missing, np.datetime64(0, "D"), values).astype("int64")
        return _made(nanoarrow.date32(), [valid, days.astype("int32")], len(values), missing)
    packed = np.packbits(values, bitorder="little") if values.dtype.kind == "b" else np.ascontiguousarray(values)
    return _made(_KINDS[values.dtype.kind](), [valid, packed], len(values), missing)


def _bytes(values: list[Any], kinds: tuple[Any, Any]) -> tuple[Any, Any]:
    """Give texts or shapes; past 2 GB Arrow wants the second of ``kinds``, whose offsets are longer."""
    missing = np.array([value is None for value in values], dtype=bool)
    held = [value or b"" for value in values] if missing.any() else values
    offsets = np.zeros(len(values) + 1, "int64")
    np.cumsum(list(map(len, held)), out=offsets[1:])
    short = offsets[-1] <= np.iinfo("int32").max
    buffers = [_valid(missing), offsets.astype("int32") if short else offsets, b"".join(held)]
    return _made(kinds[0] if short else kinds[1], buffers, len(values), missing)


def _valid(missing: np.ndarray) -> np.ndarray | None:
    """Give Arrow's bits, set where a value is known; None where all are."""
    return np.packbits(~missing, bitorder="little") if missing.any() else None


def _made(kind: Any, buffers: list[Any], length: int, missing: np.ndarray) -> tuple[Any, Any]:  # noqa: ANN401 - nanoarrow has no types
    return kind, nanoarrow.c_array_from_buffers(kind, length, buffers, null_count=int(missing.sum()))
