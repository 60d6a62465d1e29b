"""How far a long run is, on a terminal: one line that is written over."""

from __future__ import annotations

import sys
import time

import click

EVERY_S = 0.5
_MINUTE, _HOUR = 60, 3600


class Progress:
    """A line on standard error with the number of rows, their rate and the time that remains; nothing where that is no terminal."""

    def __init__(self, *, done: int = 0) -> None:
        """Start the clock.

        Args:
            done: How many rows an earlier run did; they have no part in the rate.
        """
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()
        self._before, self._started, self._shown = done, time.monotonic(), 0.0

    def show(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` rows are done, not more often than twice a second."""
        now = time.monotonic()
        if self._is_shown and now - self._shown >= EVERY_S:
            self._shown = now
            click.echo(f"\r\x1b[K{words(done, total, done - self._before, now - self._started)}", err=True, nl=False)

    def clear(self) -> None:
        """Remove the line."""
        if self._is_shown and self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def words(done: int, total: int, lately: int, seconds: float) -> str:
    """Return how far a run is.

    Args:
        done: How many rows are done.
        total: How many there are.
        lately: How many of them this run did.
        seconds: In which time.

    Returns:
        A line such as "1,200 of 5,000 rows, 31 a second, 2 min left".
    """
    if not lately or seconds <= 0:
        return f"{done:,} of {total:,} rows"
    rate = lately / seconds
    return f"{done:,} of {total:,} rows, {rate:,.3g} a second, {_time((total - done) / rate)} left"


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"
