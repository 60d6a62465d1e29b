"""Fetching: redirects step by step, robots.txt, retries, and the cache around single exchanges."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geomap.errors import FetchError, InputTooLargeError
from geomap.fetch.addresses import Address, parse, redirected
from geomap.fetch.cache import Cache, Kept
from geomap.fetch.settings import FetchSettings
from geomap.fetch.transport import Answer, Wire, exchange
from geomap.model import Document

if TYPE_CHECKING:
    from protego import Protego

AGENT = "geomap"
ROBOTS_BYTES = 512_000  # RFC 9309, 2.5 asks for at least 500 KiB; anything after that is ignored
FIRST_WAIT_S = 1.0  # doubled with each try
LONGEST_WAIT_S = 30.0  # a server that asks for more is asked again in the next run
_OK = 200
_UNCHANGED = 304
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = range(400, 500)
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_REFUSES = frozenset({401, 402, 403, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document with what its server said; ``url`` is where redirects led."""

    document: Document
    url: str
    status: int
    headers: Mapping[str, str]


class Fetcher:
    """Fetches addresses; calling it with one gives its document."""

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
        self._wire = wire or Wire()
        self._clock = clock
        self._sleep = sleep
        self._robots: dict[str, Protego] = {}

    def __call__(self, url: str) -> Document:
        """Give the document at ``url``; errors as in `fetch`."""
        return self.fetch(url).document

    def fetch(self, url: str) -> Fetched:
        """Fetch ``url``, or take it from the cache where its server says that nothing changed or ``offline`` is set.

        Raises:
            FetchError: It cannot or may not be fetched; one sentence says why.
            InputTooLargeError: It is over the size limit.
            OutputError: The cache cannot be written.
        """
        address = parse(url)
        kept = self.cache.get(address.url)
        if self.settings.offline:
            if kept is None:
                raise FetchError(f"{url}: it is not in the cache; fetch it once without --offline")
            if len(kept.body) > self.settings.max_bytes:
                raise InputTooLargeError(f"{url}: the page kept is over --max-size of {self.settings.max_bytes / 1e6:g} MB")
        else:
            kept = self._renewed(address, kept)
            self.cache.put(address.url, kept)
        return _fetched(url, kept)

    def _renewed(self, address: Address, kept: Kept | None) -> Kept:
        there, answer = self._with_retries(address, kept.conditions if kept else {})
        if answer.status == _UNCHANGED and kept is not None:
            return replace(kept, retrieved_at=self._clock())
        if answer.status != _OK:
            raise _unusable(address, answer)
        return Kept(url=there.url, status=answer.status, headers=answer.headers, body=answer.body, retrieved_at=self._clock())

    def _with_retries(self, address: Address, conditions: Mapping[str, str]) -> tuple[Address, Answer]:
        for number in range(1, self.settings.tries + 1):
            wait_s = FIRST_WAIT_S * 2 ** (number - 1)
            try:
                there, answer = self._follow(address, conditions)
            except FetchError as error:
                if not error.again or number == self.settings.tries:
                    raise
            else:
                if answer.status not in _LATER or number == self.settings.tries:
                    return there, answer
                asked = answer.headers.get("retry-after", "")
                wait_s = max(wait_s, float(asked)) if asked.isdecimal() else wait_s
                if wait_s > LONGEST_WAIT_S:
                    return there, answer
            self._sleep(wait_s)
        raise FetchError(f"{address.url}: it was never asked for", again=True)

    def _follow(self, address: Address, conditions: Mapping[str, str], *, heed_robots: bool = True) -> tuple[Address, Answer]:
        """Ask, and go where redirects lead; each step is checked like the first. Conditions hold for the last page only."""
        seen = set()
        there = address
        for _ in range(self.settings.hops + 1):
            if heed_robots and not self._robots_of(there).can_fetch(there.url, AGENT):
                raise FetchError(f"{there.url}: robots.txt of {there.host} asks programs not to read it; save the page from a browser")
            answer = exchange(there, _headers(conditions), self.settings, self._wire)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return there, answer
            seen.add(there.url)
            there = redirected(there, answer.headers["location"])
            if there.url in seen:
                raise FetchError(f"{address.url}: it redirects in a circle")
        raise FetchError(f"{address.url}: it redirects more than {self.settings.hops} times")

    def _robots_of(self, address: Address) -> Protego:
        """Return the site's robots.txt: a missing one allows everything, one that cannot be read now stops the fetch (RFC 9309, 2.3.1)."""
        if address.site not in self._robots:
            robots = parse(f"{address.site}/robots.txt")
            try:
                _, answer = self._follow(robots, {}, heed_robots=False)
            except FetchError as error:  # tell of the page that was asked for
                raise FetchError(str(error).replace(robots.url, address.url, 1), again=error.again) from error
            if answer.status != _OK and answer.status not in _GONE:
                raise FetchError(f"{address.url}: robots.txt of {address.host} cannot be read (status {answer.status})", again=True)
            self._robots[address.site] = parse_robots(answer.body if answer.status == _OK else b"")
        return self._robots[address.site]


def parse_robots(content: bytes) -> Protego:
    """Return the rules of a robots.txt file; any bytes are accepted, as RFC 9309 asks of a parser."""
    from protego import Protego  # noqa: PLC0415 - 50 ms that only fetching needs

    return Protego.parse(content[:ROBOTS_BYTES].decode("utf-8-sig", "replace"))


def _headers(conditions: Mapping[str, str]) -> dict[str, str]:
    from importlib.metadata import version  # noqa: PLC0415 - it loads the mail parser; most runs fetch nothing

    return {
        "User-Agent": f"{AGENT}/{version('geomap')}",
        "Accept": "text/html, application/xhtml+xml, application/feed+json, application/rss+xml, application/atom+xml, */*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **conditions,
    }


def _unusable(address: Address, answer: Answer) -> FetchError:
    said = f"{answer.status} {answer.reason}".strip()
    if answer.status in _REFUSES:
        return FetchError(f"{address.url}: the server refuses ({said}); save the page from a browser and give the file")
    return FetchError(f"{address.url}: the server answers {said}", again=answer.status in _LATER)


def _fetched(url: str, kept: Kept) -> Fetched:
    document = Document(
        origin=url,
        content=kept.body,
        sha256=hashlib.sha256(kept.body).hexdigest(),
        media_type=kept.headers.get("content-type", "").partition(";")[0].strip().lower() or None,
        retrieved_at=kept.retrieved_at,
    )
    return Fetched(document=document, url=kept.url, status=kept.status, headers=kept.headers)
