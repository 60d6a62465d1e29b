"""Fetching a page: robots.txt, conditional requests, and the cache, around the requests of `gazetteer.transport`."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from gazetteer.addresses import Address, parse
from gazetteer.errors import DownloadError, DownloadTooLargeError, quoted
from gazetteer.transport import TEMPORARY, Answer, RequestLimits, request, retried
from gazetteer.wire import Wire
from geomap.errors import FetchError, InputTooLargeError, SettingsError
from geomap.fetch.cache import Cache, CachedPage
from geomap.model import Document
from geomap.settings import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from protego import Protego

AGENT = "geomap"
ROBOTS_BYTES = 512_000  # RFC 9309, 2.5 asks for at least 500 KiB; anything after that is ignored
_OK = 200
_UNCHANGED = 304
_CLIENT_ERRORS = range(400, 500)
_REFUSALS = frozenset({401, 402, 403, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """The settings of a fetcher.

    Attributes:
        allow_local: Whether addresses in the local network may be fetched.
        offline: Answer from the cache alone.
        cache: Folder of the cache; None for the user's own cache folder.
        max_bytes: Largest page, as sent and unpacked.
        timeout_s: Longest wait for the server, in seconds.
        total_s: Longest duration of one whole answer, in seconds.
        tries: How often a page is asked for in all while the reason of the failure may pass.
        hops: How many redirects are followed.
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
                raise SettingsError(f"{getattr(self, name)} should be above zero", parameter=name)

    @property
    def cache_folder(self) -> Path:
        """Where fetched pages are kept."""
        return self.cache or Path(platformdirs.user_cache_dir("geomap")) / "pages"

    @property
    def limits(self) -> RequestLimits:
        """The limits of each request."""
        return RequestLimits(
            max_bytes=self.max_bytes,
            timeout_s=self.timeout_s,
            total_s=self.total_s,
            tries=self.tries,
            hops=self.hops,
            allow_local=self.allow_local,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document with the status and headers of the answer; ``url`` is where redirects led."""

    document: Document
    url: str
    status: int
    headers: Mapping[str, str]


class Fetcher:
    """Fetches addresses; called with one, it returns its document."""

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        wire: Wire | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings or FetchSettings()
        self.cache = Cache(self.settings.cache_folder)
        self._limits = self.settings.limits
        self._wire = wire or Wire()
        self._clock = clock
        self._sleep = sleep
        self._robots: dict[str, Protego] = {}

    def __call__(self, url: str) -> Document:
        """Return the document at ``url``; errors as in `fetch`."""
        return self.fetch(url).document

    def fetch(self, url: str, *, anew: bool = False) -> Fetched:
        """Fetch ``url``, or take it from the cache where its server says that nothing changed or ``offline`` is set.

        Args:
            url: The address.
            anew: Whether the whole page is asked for also where the cache has it.

        Raises:
            FetchError: It cannot or may not be fetched; one sentence says why.
            InputTooLargeError: It is over the size limit.
            OutputError: The cache cannot be written.
        """
        with _as_input_errors():
            address = parse(url)
            page = self.cache.get(address.url)
            if not self.settings.offline:
                page = self._renewed(address, None if anew else page)
                self.cache.put(address.url, page)
        if page is None:
            raise FetchError(f"{url} is not in the cache; fetch it once with a network", parameter="offline")
        if len(page.body) > self.settings.max_bytes:
            raise InputTooLargeError(
                f"{url}: the cached page is over the limit of {self.settings.max_bytes / 1e6:g} MB", parameter="max_bytes"
            )
        return _fetched(url, page)

    def _renewed(self, address: Address, page: CachedPage | None) -> CachedPage:
        answer = retried(lambda: self._answer(address, page.conditions if page else {}), self._limits, self._sleep)
        if answer.status == _UNCHANGED and page is not None:
            return replace(page, retrieved_at=self._clock())
        if answer.status != _OK:
            raise _unusable(address, answer)
        return CachedPage(
            url=answer.address.url, status=answer.status, headers=answer.headers, body=answer.body, retrieved_at=self._clock()
        )

    def _answer(self, address: Address, conditions: Mapping[str, str]) -> Answer:
        with request(address, _headers(conditions), self._limits, self._wire, approve=self._heed_robots) as response:
            return response.read()

    def _heed_robots(self, address: Address) -> None:
        if not self._robots_of(address).can_fetch(address.url, AGENT):
            raise DownloadError(
                f"{address.url}: robots.txt of {address.host} asks programs not to read it; save the page from a browser and give the file"
            )

    def _robots_of(self, address: Address) -> Protego:
        """Return the site's robots.txt: a missing one allows everything, one that cannot be read now stops the fetch (RFC 9309, 2.3.1)."""
        if address.site not in self._robots:
            robots = parse(f"{address.site}/robots.txt")
            try:
                with request(robots, _headers({}), self._limits, self._wire) as response:
                    answer = response.read()
            except DownloadError as error:  # name the page that was asked for
                text = error.text.replace(robots.url, address.url, 1)
                raise DownloadError(text, again=error.again, parameter=error.parameter) from error
            if answer.status != _OK and answer.status not in _CLIENT_ERRORS:
                raise DownloadError(f"{address.url}: robots.txt of {address.host} cannot be read (status {answer.status})", again=True)
            self._robots[address.site] = parse_robots(answer.body if answer.status == _OK else b"")
        return self._robots[address.site]


def parse_robots(content: bytes) -> Protego:
    """Return the rules of a robots.txt file; any bytes are accepted, as RFC 9309 asks of a parser."""
    from protego import Protego  # noqa: PLC0415 - 50 ms that only fetching needs

    return Protego.parse(content[:ROBOTS_BYTES].decode("utf-8-sig", "replace"))


@contextmanager
def _as_input_errors() -> Iterator[None]:
    """Turn the errors of requests into geomap's."""
    try:
        yield
    except DownloadTooLargeError as error:
        raise InputTooLargeError(error.text, parameter=error.parameter) from error
    except DownloadError as error:
        raise FetchError(error.text, again=error.again, parameter=error.parameter) from error


def _headers(conditions: Mapping[str, str]) -> dict[str, str]:
    from importlib.metadata import version  # noqa: PLC0415 - it loads the mail parser; most runs fetch nothing

    return {
        "User-Agent": f"{AGENT}/{version('geomap')}",
        "Accept": "text/html, application/xhtml+xml, application/feed+json, application/rss+xml, application/atom+xml, */*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **conditions,
    }


def _unusable(address: Address, answer: Answer) -> DownloadError:
    status = f"{answer.status} {quoted(answer.reason)}".strip()
    if answer.status in _REFUSALS:
        return DownloadError(f"{address.url}: the server refuses ({status}); save the page from a browser and give the file")
    return DownloadError(f"{address.url}: the server answers {status}", again=answer.status in TEMPORARY)


def _fetched(url: str, page: CachedPage) -> Fetched:
    document = Document(
        origin=url,
        content=page.body,
        sha256=hashlib.sha256(page.body).hexdigest(),
        media_type=page.headers.get("content-type", "").partition(";")[0].strip().lower() or None,
        retrieved_at=page.retrieved_at,
    )
    return Fetched(document=document, url=page.url, status=page.status, headers=page.headers)
