"""The spatial index of a GeoPackage filled at once with many points, packed by sorting and tiling.

SQLite keeps an R*-tree in three tables (https://www.sqlite.org/rtree.html, section 3.4.3.1). The triggers of a GeoPackage, which insert
one point at a time, take ten times as long as to sort all points into nodes (Leutenegger, Lopez and Edgington, "STR: a simple and
efficient algorithm for R-tree packing", 1997).
"""

from __future__ import annotations

import math
import sqlite3

import numpy as np

_CELL = np.dtype([("id", ">i8"), ("west", ">f4"), ("east", ">f4"), ("south", ">f4"), ("north", ">f4")])
_HEAD_BYTES = 4  # depth of the tree (in the root), number of cells
_ROOT = 1
_FULLNESS = 0.8  # of a node: room for rows that come later
_Cells = np.ndarray


def pack(database: sqlite3.Connection, index: str, ids: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> None:
    """Make the tree ``index`` anew for these points.

    Args:
        database: A database in a transaction.
        index: The name of the virtual table.
        ids: The numbers of the rows (N).
        lon: Degrees (N).
        lat: Degrees (N).
    """
    (size,) = database.execute(f"SELECT length(data) FROM {index}_node WHERE nodeno = {_ROOT}").fetchone()  # noqa: S608 - names of our own
    most = (size - _HEAD_BYTES) // _CELL.itemsize
    cells = _sorted(_cells_of(ids, lon, lat), int(most * _FULLNESS))
    levels = [cells]
    first = _ROOT + 1
    parents: list[tuple[int, int]] = []
    for table in ("node", "parent", "rowid"):
        database.execute(f"DELETE FROM {index}_{table}")  # noqa: S608
    while len(cells) > most:
        groups = np.arange(0, len(cells), int(most * _FULLNESS))
        numbers = np.arange(first, first + len(groups))
        _write_nodes(database, index, numbers, np.split(cells, groups[1:]), size)
        owners = np.repeat(numbers, np.diff(groups, append=len(cells))).tolist()
        held = cells["id"].tolist()
        if len(levels) == 1:
            database.executemany(f"INSERT INTO {index}_rowid VALUES (?, ?)", sorted(zip(held, owners, strict=True)))  # noqa: S608
        else:
            parents += zip(held, owners, strict=True)
        cells = _around(cells, groups, numbers)
        levels.append(cells)
        first += len(groups)
    held = [(number, _ROOT) for number in cells["id"].tolist()]
    if len(levels) == 1:
        database.executemany(f"INSERT INTO {index}_rowid VALUES (?, ?)", sorted(held))  # noqa: S608
    else:
        parents += held
    database.executemany(f"INSERT INTO {index}_parent VALUES (?, ?)", sorted(parents))  # noqa: S608
    _write_nodes(database, index, np.array([_ROOT]), [cells], size, depth=len(levels) - 1)


def _cells_of(ids: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> _Cells:
    """Return points as boxes of single precision that hold them."""
    cells = np.zeros(len(ids), _CELL)
    cells["id"] = ids
    for low, high, values in (("west", "east", lon), ("south", "north", lat)):
        near = values.astype("f4")
        cells[low] = np.where(near > values, np.nextafter(near, np.float32(-np.inf)), near)
        cells[high] = np.where(near < values, np.nextafter(near, np.float32(np.inf)), near)
    return cells


def _sorted(cells: _Cells, size: int) -> _Cells:
    """Return points in the order of tiles: strips of longitude, in each by latitude."""
    strips = math.ceil(math.sqrt(math.ceil(len(cells) / size)))
    cells = cells[np.argsort(cells["west"], kind="stable")]
    strip = np.arange(len(cells)) // max(1, math.ceil(len(cells) / max(1, strips)))
    return cells[np.lexsort((cells["south"], strip))]


def _around(cells: _Cells, starts: np.ndarray, numbers: np.ndarray) -> _Cells:
    """Return the boxes around groups of cells."""
    made = np.zeros(len(starts), _CELL)
    made["id"] = numbers
    for name, ufunc in (("west", np.minimum), ("south", np.minimum), ("east", np.maximum), ("north", np.maximum)):
        made[name] = ufunc.reduceat(cells[name].astype("f4"), starts)
    return made


def _write_nodes(  # noqa: PLR0913, PLR0917 - private
    database: sqlite3.Connection, index: str, numbers: np.ndarray, groups: list[_Cells], size: int, depth: int = 0
) -> None:
    def told() -> list[tuple[int, bytes]]:
        return [
            (int(number), (depth.to_bytes(2, "big") + len(group).to_bytes(2, "big") + group.tobytes()).ljust(size, b"\0"))
            for number, group in zip(numbers, groups, strict=True)
        ]

    database.executemany(f"INSERT INTO {index}_node VALUES (?, ?)", told())  # noqa: S608 - names of our own
