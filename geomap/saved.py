"""Fetched pages kept as files: the page's bytes, and beside them where and when they came from."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from geomap.files import output_error, write_atomically
from geomap.model import Document

SUFFIX = ".fetch.json"  # of the file that tells about the page beside it
_LONGEST_NAME = 80
_ENDINGS = {"text/html": ".html", "application/rss+xml": ".xml", "application/atom+xml": ".xml", "application/json": ".json"}


def is_address(origin: str) -> bool:
    """Whether ``origin`` is an http(s) address and no path."""
    return origin.lower().startswith(("http://", "https://"))


def name_of(address: str) -> str:
    """Give a short name for files and folders made from ``address``, free of anything but letters, digits, dots and dashes."""
    parts = urlsplit(address)
    last = parts.path.rstrip("/").rpartition("/")[2] or parts.netloc
    return re.sub(r"[^\w.-]+", "-", last).strip(".-")[:_LONGEST_NAME] or "page"


def save(document: Document, folder: Path, *, url: str, headers: Mapping[str, str]) -> Path:
    """Write ``document`` and its account into ``folder``; give the page's path.

    Raises:
        OutputError: The folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    path = folder / _file_name(document)
    account = {
        "origin": document.origin,
        "url": url,
        "retrieved_at": document.retrieved_at.isoformat() if document.retrieved_at else None,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "headers": dict(headers),
    }
    write_atomically(path, document.content)
    write_atomically(_account_of(path), (json.dumps(account, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def with_account(document: Document, path: Path) -> Document:
    """Give the document as it was fetched, where an account of just these bytes lies beside ``path``; else as it is."""
    try:
        told = json.loads(_account_of(path).read_bytes())
        if told["sha256"] != document.sha256 or not is_address(told["origin"]):
            return document  # edited since: it is a file like any other
        moment = datetime.fromisoformat(told["retrieved_at"]) if told["retrieved_at"] else None
        return replace(document, origin=told["origin"], media_type=told["media_type"], retrieved_at=moment)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return document


def is_account(path: Path) -> bool:
    """Whether ``path`` only tells about a page beside it."""
    return path.name.endswith(SUFFIX) and path.with_name(path.name.removesuffix(SUFFIX)).is_file()


def _account_of(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def _file_name(document: Document) -> str:
    """Name the page after its address; the digits keep apart what ends alike."""
    name = f"{name_of(document.origin)}-{hashlib.sha256(document.origin.encode()).hexdigest()[:8]}"
    ending = _ENDINGS.get(document.media_type or "") or mimetypes.guess_extension(document.media_type or "", strict=False) or ""
    return name if name.lower().endswith(ending) else name + ending
