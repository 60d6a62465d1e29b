"""Pages kept on disk, so that the next run need only ask whether they changed, and can do without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from geomap.files import output_error, write_atomically


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page as it was fetched; ``url`` is where redirects led."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    retrieved_at: datetime

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the page only if it changed."""
        pairs = (("If-None-Match", self.headers.get("etag")), ("If-Modified-Since", self.headers.get("last-modified")))
        return {name: value for name, value in pairs if value}


class Cache:
    """A folder with two files for each address: the page, and what was said about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, address: str) -> Kept | None:
        """Give the page kept for ``address``; None where there is none, or it is damaged."""
        name = _name(address)
        try:
            told = json.loads((self.folder / f"{name}.json").read_bytes())
            body = (self.folder / f"{name}.body").read_bytes()
            if told["address"] != address or told["sha256"] != hashlib.sha256(body).hexdigest():
                return None
            moment = datetime.fromisoformat(told["retrieved_at"])
            return Kept(url=told["url"], status=told["status"], headers=dict(told["headers"]), body=body, retrieved_at=moment)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, address: str, kept: Kept) -> None:
        """Keep a page; raise OutputError where the folder cannot be written."""
        name = _name(address)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise output_error(self.folder, error) from error
        told = {
            "address": address,
            "url": kept.url,
            "status": kept.status,
            "headers": dict(kept.headers),
            "retrieved_at": kept.retrieved_at.isoformat(),
            "sha256": hashlib.sha256(kept.body).hexdigest(),
        }
        write_atomically(self.folder / f"{name}.body", kept.body)
        write_atomically(self.folder / f"{name}.json", json.dumps(told, indent=1).encode())


def _name(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32]
