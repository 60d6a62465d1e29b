"""Batches worked on by several processes, with results in the order of the batches."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from geomap.errors import SettingsError
from geomap.lang import register
from geomap.lang.registry import registered_folders

Item = TypeVar("Item")
Made = TypeVar("Made")

_AHEAD = 2  # batches that wait for each process, so that none is idle and memory stays bounded


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
    if processes < 1:
        raise SettingsError(f"{processes} is below 1", parameter="processes")
    return _results(work, batches, processes)


def _results(work: Callable[[Item], Made], batches: Iterable[Item], processes: int) -> Iterator[Made]:
    with ProcessPoolExecutor(
        max_workers=processes, mp_context=get_context("spawn"), initializer=_prepare, initargs=(work, registered_folders())
    ) as pool:
        waiting: deque[Future[Made]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_do, batch))
                if len(waiting) >= processes * (1 + _AHEAD):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


class _Worker:
    """What a worker process does with each batch; set once when it starts, so that models are opened once."""

    work: Callable[[Any], Any]


def _prepare(work: Callable[[Any], Any], languages: tuple[Path, ...]) -> None:
    for folder in languages:
        register(folder)
    _Worker.work = work


def _do(batch: Any) -> Any:  # noqa: ANN401 - whatever the work takes and makes
    return _Worker.work(batch)
