"""What social networks and search engines read of a page: Open Graph and Twitter's cards."""

from __future__ import annotations

from html import escape
from urllib.parse import urljoin

from geomap.model import Analysis

PREVIEW = "preview.png"  # beside the page
PREVIEW_WIDTH, PREVIEW_HEIGHT = 1200, 630


def meta_tags(analysis: Analysis, title: str, template: str, public_url: str | None, *, preview: bool = False) -> str:
    """Write the tags of a page that will stand at ``public_url``; nothing without one.

    ``template`` is the description, with {n}, {first} and {last}; ``preview``: a picture stands beside the page.
    """
    if public_url is None:
        return ""
    days = [day for event in analysis.events if event.when for day in (event.when.first_day, event.when.last_day)]
    first, last = (min(days).isoformat(), max(days).isoformat()) if days else ("", "")
    said = template.format(n=len(analysis.events), first=first, last=last).rstrip(" ·–")
    named = {"og:type": "website", "og:title": title, "og:url": public_url, "og:description": said}
    card = "summary"
    if preview:
        card = "summary_large_image"
        named |= {"og:image": urljoin(public_url, PREVIEW), "og:image:type": "image/png"}
        named |= {"og:image:width": str(PREVIEW_WIDTH), "og:image:height": str(PREVIEW_HEIGHT), "og:image:alt": f"{title}. {said}"}
    tags = [f'<meta property="{name}" content="{escape(value)}">' for name, value in named.items()]
    tags += [f'<meta name="{name}" content="{escape(value)}">' for name, value in {"description": said, "twitter:card": card}.items()]
    return "\n".join([*tags, ""])
