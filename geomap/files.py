"""Writing results so that a file or folder appears whole or not at all, and errors that say why one cannot be written."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gazetteer import atomic, staging
from gazetteer.errors import quoted
from gazetteer.unfinished import is_unfinished
from geomap.errors import OutputError

NEARLY_FULL_BYTES = 1_000_000  # with less free space, an error of a library is taken for a full disk

_HINTS = {
    errno.ENOSPC: "the disk is full; free some space or choose another folder",
    errno.EDQUOT: "the disk quota is used up; free some space or choose another folder",
    errno.EACCES: "the folder does not allow writing; choose another one",
    errno.EPERM: "the folder does not allow writing; choose another one",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.ENOENT: "the folder does not exist; create it or choose another one",
    errno.ENOTDIR: "part of the path is a file, not a folder; choose another path",
    errno.EEXIST: "it is a file, not a folder; give the name of a folder",
    errno.EISDIR: "it is a folder; give the name of a file",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EFBIG: "the file grew too large for the disk or its limits",
}


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write ``data``, in one piece or in several, to ``path``, whole or not at all; see `gazetteer.atomic`.

    Raises:
        OutputError: The file cannot be written; the text is one sentence that names the path.
    """
    path = Path(path)
    try:
        atomic.write_atomically(path, data)
    except OSError as error:
        raise output_error(path, error) from error


def output_error(path: Path, error: OSError) -> OutputError:
    """Return an error that says in one sentence why ``path`` cannot be written and what to do."""
    hint = _HINTS.get(error.errno or 0, (error.strerror or str(error)).strip().rstrip(".").lower() or "the system refused it")
    return OutputError(f"cannot write {_without_hidden(path)}: {hint}")


def library_error(path: Path, error: Exception) -> OutputError:
    """Return the same for the error of a library, which has a text but no errno; a full disk is recognized by the free space."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(path.parent).free < NEARLY_FULL_BYTES:
            return output_error(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    return OutputError(f"cannot write {_without_hidden(path)}: {quoted(str(error))}")


def _without_hidden(path: Path) -> Path:
    """Return the path that the user knows: without the hidden folder in which the file is being written."""
    parts = path.parts
    hidden = next((at for at, part in enumerate(parts) if is_unfinished(part)), None)
    return path if hidden is None else Path(*parts[:hidden], path.name)


@contextlib.contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """Yield a hidden folder to write into; its files move into ``folder`` together when the block ends without an error.

    ``folder`` is made where it is missing. A failure leaves what was there before, and no folder that was not there.

    Raises:
        OutputError: The folder cannot be made or written; the text is one sentence that names it.
    """
    made = _make_folders(folder)
    try:
        with staging.staged([folder]) as (new,):
            yield new
    except OSError as error:
        _remove_folders(made)
        raise (error if isinstance(error, OutputError) else output_error(folder, error)) from error
    except BaseException:  # Ctrl-C too leaves no folder that was not there
        _remove_folders(made)
        raise


@contextlib.contextmanager
def staged_files(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield for each target a path to write it to; all of them are put in place together when the block ends without an error.

    What else is written beside such a path goes to the folder of its target too.

    Raises:
        OutputError: One cannot be written, and so none is; the text is one sentence that names it.
    """
    folders = list(dict.fromkeys(target.parent for target in targets))
    try:
        with staging.staged(folders) as new:
            held = dict(zip(folders, new, strict=True))
            yield [held[target.parent] / target.name for target in targets]
    except OSError as error:
        raise (error if isinstance(error, OutputError) else output_error(_named(error, targets), error)) from error


def _named(error: OSError, targets: Sequence[Path]) -> Path:
    """Return the target that an error of the system concerns: the one that it names, else the first in the folder that it names."""
    named = _without_hidden(Path(str(error.filename or "")))
    fitting = [target for target in targets if named == target]
    fitting += [target for target in targets if target.parent in (named, named.parent)]
    return (fitting or list(targets))[0]


def _make_folders(folder: Path) -> list[Path]:
    """Make ``folder`` and its parents; return those that were made, the innermost first."""
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    return missing


def _remove_folders(folders: list[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):  # somebody else may have put a file there meanwhile
            folder.rmdir()
