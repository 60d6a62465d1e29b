"""Metadata in the head of a page: title, site, address, times, language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from geomap.read.html.markup import Element, element_text

_TIME_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "date.published", "article.published", "pubdate", "publishdate",
    "publish-date", "parsely-pub-date", "sailthru.date", "cxenseparse:publishtime", "dc.date.issued", "dcterms.created", "dc.date",
    "dcterms.date", "date", "article.created", "article:modified_time", "og:updated_time", "lastmod",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meta:
    """The metadata of a page, None for what it does not state.

    Attributes:
        title: The title that it is shared under, else its first heading.
        window_title: The title that the browser shows, often with the publisher's name.
        site: The name of the site.
        url: The canonical address.
        host: The host of that address.
        stamps: Time stamps of the page, the most reliable first.
        language: ISO 639-1 code.
    """

    title: str | None
    window_title: str | None  # what the browser shows, often with the publisher's name
    site: str | None
    url: str | None
    host: str | None
    stamps: tuple[str, ...]  # of its time, the surest first
    language: str | None


def read_meta(root: Element, address: str | None = None) -> Meta:
    """Return the metadata of a page.

    Args:
        root: The page.
        address: Where it was found, for pages that do not state their address.
    """
    said: dict[str, str] = {}
    for tag in root.iter("meta"):
        name, content = tag.get("property") or tag.get("name") or tag.get("itemprop"), tag.get("content")
        if name and content and content.strip():
            said.setdefault(name.lower(), content.strip())
    canonical = next((link.get("href") for link in root.iter("link") if link.get("rel") == "canonical" and link.get("href")), None)
    url = canonical or said.get("og:url") or address
    return Meta(
        title=said.get("og:title") or _first(root, "h1") or _first(root, "title"),
        window_title=_first(root, "title"),
        site=said.get("og:site_name") or said.get("application-name"),
        url=url,
        host=_host(url),
        stamps=tuple(said[name] for name in _TIME_NAMES if name in said),
        language=(root.get("lang") or said.get("og:locale") or "")[:2].lower() or None,
    )


def _first(root: Element, tag: str) -> str | None:
    return next((text for element in root.iter(tag) if (text := element_text(element))), None)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None
