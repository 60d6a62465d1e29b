"""Fetched pages on disk, so that the next run only has to ask whether they changed, and can do without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from geomap.files import output_error, write_atomically


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedPage:
    """A page as it was fetched; ``url`` is where redirects led, header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    retrieved_at: datetime

    @property
    def conditions(self) -> dict[str, str]:
        """The request headers that ask for the page only if it changed (RFC 9110, 13.1)."""
        pairs = (("If-None-Match", self.headers.get("etag")), ("If-Modified-Since", self.headers.get("last-modified")))
        return {name: value for name, value in pairs if value}


class Cache:
    """A folder with two files for each address: the page, and its address, time, status and headers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, address: str) -> CachedPage | None:
        """Return the cached page of ``address``; None where there is none, or it is damaged."""
        name = _name(address)
        try:
            record = json.loads((self.folder / f"{name}.json").read_bytes())
            body = (self.folder / f"{name}.body").read_bytes()
            if record["address"] != address or record["sha256"] != hashlib.sha256(body).hexdigest():
                return None
            moment = datetime.fromisoformat(record["retrieved_at"])
            return CachedPage(url=record["url"], status=record["status"], headers=dict(record["headers"]), body=body, retrieved_at=moment)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def put(self, address: str, page: CachedPage) -> None:
        """Store a page.

        Raises:
            OutputError: The folder cannot be written.
        """
        name = _name(address)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise output_error(self.folder, error) from error
        record = {
            "address": address,
            "url": page.url,
            "status": page.status,
            "headers": dict(page.headers),
            "retrieved_at": page.retrieved_at.isoformat(),
            "sha256": hashlib.sha256(page.body).hexdigest(),
        }
        write_atomically(self.folder / f"{name}.body", page.body)
        write_atomically(self.folder / f"{name}.json", json.dumps(record, indent=1).encode())


def _name(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32]
