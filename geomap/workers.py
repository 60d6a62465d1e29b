"""Work that is done by several processes, with results in the order in which it was handed out."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from geomap.errors import GeomapError, SettingsError
from geomap.lang import register
from geomap.lang.registry import registered_folders

Item = TypeVar("Item")
Made = TypeVar("Made")

_AHEAD = 2  # pieces of work that wait for each process, so that none is idle and memory stays bounded


def collect_rarely() -> None:
    """Look for reference cycles rarely in this process: doing so after every 700 new objects costs a tenth of the time."""
    gc.set_threshold(100_000, 20, 100)


class Workers(Generic[Item, Made]):
    """Processes that are started afresh ("spawn") and do the same work with whatever they are given; with one process, this one does it.

    Models are opened once in each. The processes end when the block is left, also with what they are at, and when this process is killed.
    """

    def __init__(self, work: Callable[[Item], Made], processes: int) -> None:
        """Make the processes; they start with the first work.

        Args:
            work: What to do; it is pickled once for each process.
            processes: How many to use.

        Raises:
            SettingsError: ``processes`` is below 1.
        """
        if processes < 1:
            raise SettingsError(f"{processes} is below 1", parameter="processes")
        self._work, self._processes = work, processes
        self._waiting: deque[Future[Made]] = deque()
        self._most = processes * (1 + _AHEAD) if processes > 1 else 1
        self._pool: ProcessPoolExecutor | None = None
        self._others = set(multiprocessing.active_children())
        if processes > 1:
            self._pool = ProcessPoolExecutor(
                max_workers=processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_prepare,
                initargs=(work, registered_folders()),
            )

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is None:
            return
        children = set(multiprocessing.active_children()) - self._others
        self._pool.shutdown(wait=kind is None and not self._waiting, cancel_futures=True)
        if kind is not None or self._waiting:  # nobody wants what they are at
            for child in children:
                child.terminate()

    def start(self) -> None:
        """Start the processes, which takes them a second or two, before there is work."""
        if self._pool is not None:
            for _ in range(self._processes):  # one starts for each piece of work that finds none idle
                self._pool.submit(_nothing)

    @property
    def is_idle(self) -> bool:
        """Whether all results were taken."""
        return not self._waiting

    @property
    def is_full(self) -> bool:
        """Whether there is as much work waiting as there should be."""
        return len(self._waiting) >= self._most

    def do(self, item: Item, *, here: bool = False) -> None:
        """Hand out work.

        Args:
            item: What to work on.
            here: Do it in this process at once, which is ready while the others are starting.
        """
        if self._pool is None or here:
            done: Future[Made] = Future()
            done.set_result(self._work(item))
            self._waiting.append(done)
        else:
            self._waiting.append(self._pool.submit(_do, item))

    def next(self) -> Made:
        """Return the result of the work that was handed out first and not taken yet."""
        try:
            made = self._waiting[0].result()
        except BrokenProcessPool as error:
            raise GeomapError("a worker process was ended from outside, probably since memory ran out; use fewer of them") from error
        self._waiting.popleft()
        return made


def map_in_order(work: Callable[[Item], Made], batches: Iterable[Item], *, processes: int) -> Iterator[Made]:
    """Yield ``work(batch)`` for each batch, in order, from worker processes that are started afresh ("spawn").

    Batches are read only as far ahead as the processes need, so that an endless iterable works and memory does not grow.

    Args:
        work: What to do with a batch; it is pickled once for each process.
        batches: The batches.
        processes: How many processes to use.

    Returns:
        An iterator over the results; when it is closed the processes end.

    Raises:
        SettingsError: ``processes`` is below 1.
    """
    return _results(Workers(work, processes), batches)


def _results(workers: Workers[Item, Made], batches: Iterable[Item]) -> Iterator[Made]:
    with workers:
        for batch in batches:
            workers.do(batch)
            if workers.is_full:
                yield workers.next()
        while not workers.is_idle:
            yield workers.next()


class _Worker:
    """What a worker process does with each piece of work; set once when it starts, so that models are opened once."""

    work: Callable[[Any], Any]


def _prepare(work: Callable[[Any], Any], languages: tuple[Path, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the one that started this decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_rarely()
    for folder in languages:
        register(folder)
    _Worker.work = work


def _nothing() -> None:
    """Do nothing; a process has to start for it."""


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: it was killed, and nobody takes the results."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do(batch: Any) -> Any:  # noqa: ANN401 - whatever the work takes and makes
    return _Worker.work(batch)
