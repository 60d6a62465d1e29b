"""Addresses as they name a page, whatever link led to it: without what campaigns and devices add."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_HOST_PREFIX = re.compile(r"^(?:www|m|mobile|amp)\.")
_CAMPAIGN = re.compile(
    r"(?:utm_|at_|ns_|mc_|pk_|hsa_|ga_)\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|cmp|cmpid|ito|xtor|smid|smtyp|ocid|ref|referrer|ref_src|"
    r"source|via|traffic_source|share|shared|output|amp|outputtype|taid|guccounter",
    re.IGNORECASE,
)


def same_address(url: str) -> str:
    """Give one form for all addresses of one page: no scheme, campaign parameters or trailing slash. An anchor stays: it names a post."""
    try:
        parts = urlsplit(url.strip())
        host = _HOST_PREFIX.sub("", (parts.hostname or "").lower())
        told = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _CAMPAIGN.fullmatch(name)]
    except ValueError:
        return url
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    query = f"?{urlencode(sorted(told))}" if told else ""
    return f"{host}{path}{query}{'#' + parts.fragment if parts.fragment else ''}"
