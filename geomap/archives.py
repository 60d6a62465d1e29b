"""WACZ files (Web Archive Collection Zipped, version 1.1.1): the zip around WARC files, and the digests by which a change is seen.

The digest of each member stands in datapackage.json, the digest of this in datapackage-digest.json. An archive that geomap makes also
names the archive before it in the same folder, with its digest: none can be changed or taken away unnoticed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from gazetteer.zips import DAMAGED_ZIP

_Kind = TypeVar("_Kind")

SUFFIX = ".wacz"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
WARCS = "archive/"
NOT_AS_MADE = "this archive is not as it was made"
PREVIOUS = "previous"  # in datapackage.json: the archive before, beside it
VERSION = "1.1.1"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time a zip can bear: the time of an archive is that of its records
_ZIP = b"PK\x03\x04"
_UNPACKING = (*DAMAGED_ZIP, OSError)
_DAMAGED = (*_UNPACKING, ValueError, KeyError)


def packed(members: Mapping[str, bytes], package: Mapping[str, Any]) -> bytes:
    """Return an archive.

    Args:
        members: The content of its files by their paths.
        package: What else datapackage.json says.
    """
    resources = [
        {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{sha256_of(content)}", "bytes": len(content)}
        for path, content in members.items()
    ]
    told = {"profile": "data-package", "wacz_version": VERSION, **package, "resources": resources}
    described = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    digest = json.dumps({"path": PACKAGE, "hash": f"sha256:{sha256_of(described)}"}, indent=1).encode() + b"\n"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, content in {**members, PACKAGE: described, DIGEST: digest}.items():
            how = zipfile.ZIP_STORED if path.startswith(WARCS) else zipfile.ZIP_DEFLATED  # programs read parts of a WARC in place
            archive.writestr(zipfile.ZipInfo(path, date_time=_EPOCH), content, compress_type=how)
    return made.getvalue()


def is_archive(content: bytes) -> bool:
    """Return whether bytes are a zip with WARC files in it."""
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(_is_warc(name) for name in archive.namelist())
    except _DAMAGED:
        return False


def warcs_of(content: bytes, max_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each WARC file of an archive, of no more than ``max_bytes`` together.

    Raises:
        ValueError: They are larger.
        zipfile.BadZipFile: The archive is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if _is_warc(entry.filename):
                max_bytes -= entry.file_size
                if max_bytes < 0:
                    raise ValueError("the archive unpacks to more than is allowed")
                try:
                    member = archive.read(entry)
                except _UNPACKING as error:
                    raise zipfile.BadZipFile(str(error)) from error
                yield entry.filename, member


def faults_of(content: bytes, max_bytes: int) -> Iterator[str]:
    """Yield what of an archive is not as its digests say; nothing where it has none.

    Args:
        content: The archive.
        max_bytes: The largest member that is checked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if PACKAGE not in names:
                return
            described = _read(archive, PACKAGE, max_bytes)
            if DIGEST in names and not _has(described, _text(_object(_read(archive, DIGEST, max_bytes)), "hash")):
                yield f"{PACKAGE} is not the one that {DIGEST} was made of"
            for one in _objects(_object(described), "resources"):
                path = _text(one, "path")
                if path not in names:
                    yield f"{path} is missing"
                elif not _has(_read(archive, path, max_bytes), _text(one, "hash")):
                    yield f"{path} was changed"
    except _DAMAGED as error:
        yield f"its digests cannot be read ({type(error).__name__})"


def chain_faults(paths: Iterable[Path], max_bytes: int) -> Iterator[tuple[Path, str]]:
    """Yield the archives that are not as they were made, or whose predecessor in the same folder is not, with a sentence that says so.

    Args:
        paths: Archives, and folders with archives.
        max_bytes: The largest member that is checked.
    """
    for path in paths:
        for file in sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path] if path.suffix == SUFFIX else []:
            faults = [*(f"{NOT_AS_MADE}: {fault}" for fault in faults_of(file.read_bytes(), max_bytes)), *_faults_before(file, max_bytes)]
            yield from ((file, f"{file}: {fault}") for fault in faults)


def _faults_before(file: Path, max_bytes: int) -> Iterator[str]:
    previous = _previous_of(file, max_bytes)
    if previous is not None:
        before = file.with_name(Path(previous[0]).name)
        if not before.is_file():
            yield f"the archive before it, {before.name}, is not there"
        elif not _has(before.read_bytes(), previous[1]):
            yield f"the archive before it, {before.name}, was changed"


def _previous_of(path: Path, max_bytes: int) -> tuple[str, str] | None:
    """Return which archive an archive names as its predecessor, and the digest of that; None where it names none."""
    try:
        with zipfile.ZipFile(path) as archive:
            package = _object(_read(archive, PACKAGE, max_bytes))
            if not package.get(PREVIOUS):
                return None
            told = _checked(package[PREVIOUS], dict)
            return _text(told, "path"), _text(told, "hash")
    except _DAMAGED:
        return None


def link_to(folder: Path) -> dict[str, str] | None:
    """Return what a new archive in ``folder`` says of the newest there; None for the first."""
    newest = max(folder.glob(f"*{SUFFIX}"), default=None)  # names begin with the time
    return None if newest is None else {"path": newest.name, "hash": f"sha256:{sha256_of(newest.read_bytes())}"}


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _is_warc(name: str) -> bool:
    return name.startswith(WARCS) and name.endswith((".warc", ".warc.gz"))


def _read(archive: zipfile.ZipFile, name: str, max_bytes: int) -> bytes:
    if archive.getinfo(name).file_size > max_bytes:
        raise ValueError(f"{name} is too large")
    return archive.read(name)


def _object(content: bytes) -> dict[str, Any]:
    return _checked(json.loads(content), dict)


def _objects(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [_checked(one, dict) for one in _checked(told.get(name), list)]


def _text(told: Mapping[str, Any], name: str) -> str:
    return _checked(told.get(name), str)


def _checked(value: object, kind: type[_Kind]) -> _Kind:
    if not isinstance(value, kind):
        raise ValueError(f"{kind.__name__} expected")  # noqa: TRY004 - what the archive holds is wrong, not a call
    return value


def _has(content: bytes, told: str) -> bool:
    """Whether a digest is that of ``content``; one of another kind is not checked."""
    kind, _, digest = told.partition(":")
    return kind != "sha256" or sha256_of(content) == digest.lower()
