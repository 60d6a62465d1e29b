"""What fetching can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from geomap.errors import SettingsError
from geomap.settings import DEFAULT_MAX_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """The settings of one fetcher.

    ``timeout_s`` bounds each wait for the server, ``total_s`` one whole answer, so that a server that drips cannot hold
    a run. ``offline`` answers from the cache alone. ``cache`` is its folder; None: the user's own cache folder.
    """

    allow_local: bool = False
    offline: bool = False
    cache: Path | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    timeout_s: float = 20.0
    total_s: float = 120.0
    tries: int = 3
    hops: int = 10

    def __post_init__(self) -> None:
        for name in ("max_bytes", "timeout_s", "total_s", "tries"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} {getattr(self, name)}: it should be above zero")

    @property
    def cache_folder(self) -> Path:
        """Where fetched pages are kept."""
        return self.cache or Path(platformdirs.user_cache_dir("geomap")) / "pages"
