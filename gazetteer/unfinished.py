"""Hidden files and folders in which results are made, and how a later run tells those of a killed one from those in use.

Each is locked by the process that fills it (flock); the lock ends with the process, however that ends. What has the name but no lock
is a leftover of the same user's and may go. Where there are no locks (Windows, some network disks), what is older than a day is one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows
    flock = None  # type: ignore[assignment]

PREFIX, SUFFIX = ".geomap.", ".part"
"""How the names of unfinished files and folders begin and end."""
_TRIES = 20
_OLD_S = 24 * 3600.0


class _InUseError(Exception):
    """Another process holds the lock."""


def is_unfinished(name: str) -> bool:
    """Return whether a file or folder of this name is one that is being filled, or was when its process was killed."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX) and len(name) > len(PREFIX + SUFFIX)


@contextmanager
def unfinished_file(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the path of a new hidden file in ``folder`` and its descriptor, to be closed by the caller; the file goes with the block.

    Raises:
        OSError: It cannot be made.
    """

    def make() -> tuple[Path, int]:
        descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
        return Path(name), descriptor

    path, descriptor, lock = _made(make)
    try:
        yield path, descriptor
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        _release(lock)


@contextmanager
def unfinished_folder(folder: Path) -> Iterator[Path]:
    """Yield the path of a new hidden folder in ``folder``; it goes with the block, and all that is in it then.

    Raises:
        OSError: It cannot be made.
    """
    path, _, lock = _made(lambda: (Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)), -1))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        _release(lock)


@contextmanager
def abandoned(path: Path) -> Iterator[bool]:
    """Yield whether ``path`` is a leftover of this user's; while the block lasts nobody else takes it for one."""
    lock, is_one = _taken(path)
    try:
        yield is_one
    finally:
        _release(lock)


def remove(path: Path) -> None:
    """Remove a file or folder as far as that can be done."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _made(make: Callable[[], tuple[Path, int]]) -> tuple[Path, int, int | None]:
    """Make something and lock it before any other process takes it for a leftover, else make another."""
    for _ in range(_TRIES):
        path, descriptor = make()
        try:
            lock = _locked(path)
        except _InUseError:
            lock = None
        except OSError:
            if path.exists():  # there are no locks here
                return path, descriptor, None
            lock = None
        if lock is not None and path.exists() and os.path.samestat(os.fstat(lock), path.stat()):
            return path, descriptor, lock
        _release(lock)
        _release(descriptor if descriptor >= 0 else None)
    raise OSError(f"{path.parent}: temporary files are removed as soon as they are made")


def _locked(path: Path) -> int:
    """Return a descriptor that holds the lock of ``path``; OSError where it cannot be opened or there are no locks."""
    if flock is None:
        raise OSError("there are no locks")
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise _InUseError from None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _release(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _taken(path: Path) -> tuple[int | None, bool]:
    """Return the lock of a leftover, if there are locks, and whether it is one."""
    try:
        if hasattr(os, "getuid") and path.lstat().st_uid != os.getuid():
            return None, False
        try:
            return _locked(path), True
        except OSError:  # there are no locks
            return None, path.lstat().st_mtime < time.time() - _OLD_S
    except (_InUseError, OSError):  # in use, or gone meanwhile
        return None, False
