"""What social networks and search engines read of a page: Open Graph and Twitter's cards."""

from __future__ import annotations

from html import escape

from geomap.model import Analysis


def meta_tags(analysis: Analysis, title: str, template: str, public_url: str | None) -> str:
    """Write the tags of a page that will stand at ``public_url``; nothing without one.

    ``template`` is the description, with {n}, {first} and {last}.
    """
    if public_url is None:
        return ""
    days = [day for event in analysis.events if event.when for day in (event.when.first_day, event.when.last_day)]
    first, last = (min(days).isoformat(), max(days).isoformat()) if days else ("", "")
    said = template.format(n=len(analysis.events), first=first, last=last).rstrip(" ·–")
    named = {"og:type": "website", "og:title": title, "og:url": public_url, "og:description": said}
    tags = [f'<meta property="{name}" content="{escape(value)}">' for name, value in named.items()]
    tags += [f'<meta name="{name}" content="{escape(value)}">' for name, value in {"description": said, "twitter:card": "summary"}.items()]
    return "\n".join([*tags, ""])
