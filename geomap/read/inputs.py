"""Files, folders and standard input opened as documents; their content is not looked at."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import BinaryIO

from geomap.errors import InputError, InputMissingError, InputTooLargeError, UnreadableError
from geomap.model import Document, Problem
from geomap.saved import is_metadata, with_metadata

_MAP = frozenset({"map.html", "report.json", "unresolved.csv"})
PREVIEW = "preview.png"
_BESIDE_MAP = frozenset({PREVIEW, "watch.json", "ro-crate-metadata.json", "datapackage.json", "croissant.json"})
EVENTS = "events."  # of any format
_CHARTS = frozenset({"report.html", "report.md"})
_BESIDE_CHARTS = frozenset({"report.png"})


def geomap_outputs(names: AbstractSet[str]) -> frozenset[str]:
    """Return the names among those of a folder that are geomap's own output.

    People write a map into the folder that they mapped, and map that folder again: its output must not become input.

    Args:
        names: The names of all files in one folder.

    Returns:
        The names of a map or of charts; none where one of the files that always belong to them is missing.
    """
    of_map = names >= _MAP
    of_charts = names >= _CHARTS
    return frozenset(
        name
        for name in names
        if (of_map and (name in _MAP | _BESIDE_MAP or name.startswith(EVENTS))) or (of_charts and name in _CHARTS | _BESIDE_CHARTS)
    )


STDIN = "-"
_MEGABYTE = 1_000_000
_CHUNK_BYTES = 1 << 20


def open_origin(origin: str, max_bytes: int, stdin: BinaryIO | None) -> Iterator[Document | Problem]:
    """Yield the documents of one origin.

    Args:
        origin: A file, a folder (all files below it in order of name, except hidden ones and geomap's own output), or "-".
        max_bytes: The largest size of one document in bytes.
        stdin: The stream that "-" reads; None: the standard input of the process.

    Yields:
        Documents; and problems, for files of a folder that cannot be opened.

    Raises:
        InputError: Nothing of the origin can be opened.
    """
    if origin == STDIN:
        yield _from_stdin(stdin, max_bytes)
    elif _is_folder(origin):
        yield from _from_folder(origin, max_bytes)
    else:
        yield _from_file(origin, max_bytes)


def make_document(content: bytes, origin: str) -> Document:
    """Return the document of ``content``."""
    return Document(origin=printable_name(origin), content=content, sha256=hashlib.sha256(content).hexdigest())


def printable_name(name: str) -> str:
    r"""Return a file's name as text that can be encoded as UTF-8: bytes that are not valid UTF-8 become \\udcff and the like."""
    return name.encode("utf-8", "backslashreplace").decode()


def _is_folder(origin: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(origin).st_mode)  # noqa: PTH116  # a Path cannot hold every name that os.stat refuses clearly
    except FileNotFoundError as error:
        raise InputMissingError(f"{origin}: there is no such file; give a page, a feed, a table or a folder of them") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{origin}: {_reason(error)}") from error


def _from_stdin(stdin: BinaryIO | None, max_bytes: int) -> Document:
    stream = stdin or (sys.stdin.buffer if sys.stdin else None)
    if stream is None:
        raise UnreadableError("-: there is no standard input to read; give a file")
    try:
        content = _read_up_to(stream, max_bytes + 1)
    except OSError as error:
        raise UnreadableError(f"-: standard input cannot be read: {_reason(error)}") from error
    if len(content) > max_bytes:
        raise InputTooLargeError(
            f"-: standard input is larger than `max_bytes`, {_megabytes(max_bytes)}; raise the limit or split the input"
        )
    return make_document(content, STDIN)


def _from_file(origin: str, max_bytes: int) -> Document:
    try:
        state = os.stat(origin)  # noqa: PTH116
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError(f"{origin}: this is a {_special(state.st_mode)}; give a file, or - for standard input")
        if state.st_size > max_bytes:
            sizes = f"{_megabytes(state.st_size)} is larger than `max_bytes`, {_megabytes(max_bytes)}"
            raise InputTooLargeError(f"{origin}: the file of {sizes}; raise the limit or split the file")
        with Path(origin).open("rb") as file:
            content = _read_up_to(file, max_bytes + 1)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise UnreadableError(f"{origin}: {_reason(error)}") from error
    if len(content) > max_bytes:
        raise InputTooLargeError(f"{origin}: the file grew beyond `max_bytes`, {_megabytes(max_bytes)}, while it was read")
    return with_metadata(make_document(content, origin), Path(origin))


def _read_up_to(stream: BinaryIO, most: int) -> bytes:
    """Read to the end of a stream, but at most ``most`` bytes; in chunks, since a stream allocates at once what it is asked for."""
    chunks: list[bytes] = []
    while most > 0 and (chunk := stream.read(min(most, _CHUNK_BYTES))):
        chunks.append(chunk)
        most -= len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _from_folder(origin: str, max_bytes: int) -> Iterator[Document | Problem]:
    found = False
    for item in _files_below(Path(origin), frozenset()):
        found = True
        if isinstance(item, Problem):
            yield item
            continue
        try:
            yield _from_file(str(item), max_bytes)
        except InputError as error:
            yield Problem(origin=printable_name(str(item)), text=printable_name(str(error)), fatal=True)
    if not found:
        what = "it contains only what geomap wrote" if _holds_results(Path(origin)) else "there is nothing to read in this folder"
        raise UnreadableError(f"{origin}: {what}; give a folder with pages, feeds or tables")


def _files_below(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path | Problem]:
    """Yield the files below ``folder`` in order of name; ``above`` are the folders on the way, so that a link cannot cause a loop."""
    try:
        state = folder.stat()
        names = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield Problem(origin=printable_name(str(folder)), text=printable_name(f"{folder}: {_reason(error)}"), fatal=True)
        return
    here = (state.st_dev, state.st_ino)
    if here in above:
        yield Problem(
            origin=printable_name(str(folder)),
            text=printable_name(f"{folder}: this folder contains itself through a link; it is read once"),
        )
        return
    results = geomap_outputs({path.name for path in names})
    for path in names:
        if path.name.startswith(".") or path.name in results or is_metadata(path):
            continue
        if path.is_dir():
            yield from _files_below(path, above | {here})
        else:
            yield path


def _holds_results(folder: Path) -> bool:
    return any(geomap_outputs(set(names)) for _, _, names in os.walk(folder))


def _special(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "named pipe"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"), (stat.S_ISSOCK, "socket"))
    return next((name for test, name in kinds if test(mode)), "special file")


def _reason(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "permission to read it is denied; change its mode or its owner"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be read: {error.strerror.lower()}"
    return f"it cannot be read: {error}"


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.6g} MB"
