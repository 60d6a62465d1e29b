"""Rows that a thread writes into a database while the next ones are made."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

_AHEAD = 2  # pieces of work that wait: memory stays bounded
_VALUES = 32_000  # in one statement


class Ahead:
    """Work that is done in the order in which it is given: at once, or by a thread within `begun`."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Let a thread work until the block ends; it does nothing after that, also where an error or Ctrl-C ends the block."""
        self._thread = thread = ThreadPoolExecutor(1, thread_name_prefix="geomap-store")
        try:
            yield
            self.finish()
        finally:
            thread.shutdown(cancel_futures=True)
            self._thread = None
            self._waiting.clear()

    def do(self, work: Callable[[], None]) -> None:
        """Do a piece of work, or have it done."""
        if self._thread is None:
            work()
            return
        while len(self._waiting) >= _AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(work))

    def finish(self) -> None:
        """Wait until all work is done; raise what was raised in the thread."""
        while self._waiting:
            self._waiting.popleft().result()


def write_rows(connection: sqlite3.Connection, head: str, tail: str, columns: Sequence[Sequence[Any]]) -> None:
    """Write rows into a SQLite database.

    Python's sqlite3 lets other threads go on while SQLite carries out a statement. For one row that is too short to be of use: one
    statement writes many rows.

    Args:
        connection: The database.
        head: The statement up to its values, "INSERT INTO towns (name) VALUES".
        tail: What comes after them.
        columns: The values, column by column.
    """
    one = f"({', '.join('?' * len(columns))})"
    rows, left = zip(*columns, strict=True), len(columns[0])
    most = max(1, min(_VALUES, connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)) // len(columns))
    while left:
        size = _power_of_two(min(most, left))
        connection.execute(f"{head} {', '.join([one] * size)} {tail}", tuple(chain.from_iterable(islice(rows, size))))
        left -= size


def _power_of_two(most: int) -> int:
    """Return the greatest power of two up to a number: few statements, which come again, and SQLite need not read them anew."""
    return 1 << most.bit_length() - 1
