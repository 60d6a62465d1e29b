"""Ctrl-C held back while something is done that must not stop half-way, and told from the errors that libraries make of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Let an interrupt (SIGINT) take effect only when the block has ended; for blocks of a moment.

    In other threads than the main one, which never see interrupts, and where no handler of Python is set, nothing changes.
    """
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if came:
            handler(*came[0])


@contextmanager
def interrupts_told(*errors: type[Exception]) -> Iterator[None]:
    """Raise KeyboardInterrupt in place of one of ``errors`` that follows an interrupt (SIGINT).

    A library that calls a function of ours may take the interrupt that is raised in there for an error of the function, and raise an error
    of its own. In other threads than the main one, and where no handler of Python is set, nothing changes.
    """
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    came: list[int] = []

    def told(number: int, frame: FrameType | None) -> None:
        came.append(number)
        handler(number, frame)

    signal.signal(signal.SIGINT, told)
    try:
        yield
    except errors as error:
        if came:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, handler)
