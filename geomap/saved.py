"""Fetched pages as files: the bytes of the page, and a JSON file beside it with its address, time and headers."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from geomap.files import output_error, write_atomically
from geomap.model import Document

SUFFIX = ".fetch.json"  # of the file with the metadata of the page beside it
_LONGEST_NAME = 80
_FEEDS = dict.fromkeys(("application/xml", "application/rss+xml", "application/atom+xml"), ".xml")
_ENDINGS = {"text/html": ".html", "application/json": ".json", **_FEEDS}  # where Python has none or an odd one, such as .xsl


def is_address(origin: str) -> bool:
    """Return whether ``origin`` is an http(s) address, not a path."""
    return origin.lower().startswith(("http://", "https://"))


def shown_origin(origin: str) -> str:
    """Return an input's name as files may show it: without folders that say where somebody keeps it, or who that is.

    Args:
        origin: An address, "-", or a path as it was given.

    Returns:
        Addresses and paths below the current folder as they are; of any other path, the name of the file.
    """
    path = PurePath(origin)
    if is_address(origin) or not (path.is_absolute() or ".." in path.parts or origin.startswith("~")):
        return origin
    return path.name or "input"


def name_of(address: str) -> str:
    """Return a short name for files and folders made from ``address``, of letters, digits, dots and dashes."""
    try:
        parts = urlsplit(address)
        last = parts.path.rstrip("/").rpartition("/")[2] or parts.netloc
    except ValueError:  # whoever fetches it says that it is no address
        last = address
    return re.sub(r"[^\w.-]+", "-", last).strip(".-")[:_LONGEST_NAME] or "page"


def save(document: Document, folder: Path, *, url: str, headers: Mapping[str, str]) -> Path:
    """Write ``document`` and its metadata into ``folder``.

    Args:
        document: The page.
        folder: Where to write; it is made if it is missing.
        url: The address to which redirects led.
        headers: The headers of the answer.

    Returns:
        The path of the page.

    Raises:
        OutputError: The folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    path = folder / _file_name(document)
    metadata = {
        "origin": document.origin,
        "url": url,
        "retrieved_at": document.retrieved_at.isoformat() if document.retrieved_at else None,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "headers": dict(headers),
    }
    write_atomically(path, document.content)
    write_atomically(_metadata_path(path), (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def with_metadata(document: Document, path: Path) -> Document:
    """Return the document with the metadata beside ``path`` if they belong to these very bytes; else unchanged."""
    try:
        stored = json.loads(_metadata_path(path).read_bytes())
        if stored["sha256"] != document.sha256 or not is_address(stored["origin"]):
            return document  # edited since: it is a file like any other
        moment = datetime.fromisoformat(stored["retrieved_at"]) if stored["retrieved_at"] else None
        return replace(document, origin=stored["origin"], media_type=stored["media_type"], retrieved_at=moment)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return document


def recorded_sha256(paths: Iterable[Path]) -> set[str]:
    """Return the SHA-256 that the pages below ``paths`` had when they were fetched, whatever became of the files since."""
    found: set[str] = set()
    for path in paths:
        for file in path.rglob(f"*{SUFFIX}") if path.is_dir() else [_metadata_path(path)]:
            with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
                found.add(str(json.loads(file.read_bytes())["sha256"]))
    return found


def has_metadata(path: Path) -> bool:
    """Return whether there are metadata beside ``path``."""
    return _metadata_path(path).is_file()


def is_metadata(path: Path) -> bool:
    """Return whether ``path`` is the metadata of a page beside it."""
    return path.name.endswith(SUFFIX) and path.with_name(path.name.removesuffix(SUFFIX)).is_file()


def _metadata_path(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def _file_name(document: Document) -> str:
    """Return a name after the address; its hash distinguishes addresses with the same ending."""
    name = f"{name_of(document.origin)}-{hashlib.sha256(document.origin.encode()).hexdigest()[:8]}"
    ending = _ENDINGS.get(document.media_type or "") or mimetypes.guess_extension(document.media_type or "", strict=False) or ""
    return name if name.lower().endswith(ending) else name + ending
