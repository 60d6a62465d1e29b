"""Writing files so that each appears under its name whole or not at all.

The bytes go to a hidden temporary file in the same folder, are forced to the disk, and the file is renamed: a reader never sees half a
file, a failure leaves what was there before, and a later run removes the temporary file of one that was killed.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from gazetteer.staging import recover_once
from gazetteer.unfinished import unfinished_file


@contextlib.contextmanager
def open_atomically(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary stream whose bytes become the file ``path`` when the block ends without an error.

    A file that is replaced keeps its mode; a new one gets what the umask leaves.

    Raises:
        OSError: The file cannot be written; IsADirectoryError where ``path`` is a folder.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    recover_once(path.parent)
    with unfinished_file(path.parent) as (temporary, descriptor):
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_for(path))
        temporary.replace(path)


@contextlib.contextmanager
def open_text_atomically(path: Path) -> Iterator[TextIO]:
    """Yield a stream for text in UTF-8, which is written with the line ends that it is given; else as `open_atomically`."""
    with open_atomically(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        try:
            yield text
        finally:
            text.detach()  # flushes; the stream is closed with the file


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write ``data``, in one piece or in several, to ``path``; see `open_atomically`.

    Raises:
        OSError: The file cannot be written.
    """
    with open_atomically(path) as stream:
        stream.writelines((data,) if isinstance(data, bytes) else data)


def _mode_for(path: Path) -> int:
    """Return the mode of the file that is replaced, or what the umask leaves of a new one, which mkstemp does not give."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
