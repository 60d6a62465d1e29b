"""The document around the map: what it may load is said by hash, and its names do not change from run to run."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from branca.element import Element, Figure

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.DOTALL)
_DATA = re.compile(r'(<script type="application/[^>]*>[^<]*</script>)')
_RANDOM_NAME = re.compile(r"\b(?P<kind>[a-z]+(?:_[a-z]+)*_)(?P<random>[0-9a-f]{32})\b")
_ADDRESS = re.compile(r"""<(?:script|link)[^>]*?(?:src|href)=["'](https?://[^"'\s;,]+)["']""")


class Verbatim(Element):
    """Text that goes into the page as it is: branca would read ``{{ }}`` in it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: object) -> str:
        """Give the text."""
        return self.text


class Page(Figure):
    """A figure that states what it may load in a Content-Security-Policy and numbers folium's random names."""

    def __init__(self, title: str, language: str, picture_origins: Sequence[str] = ()) -> None:
        super().__init__(title=title, ratio="70%")
        self.picture_origins = picture_origins
        self.heading = title
        self.language = language
        self.header._children.clear()  # noqa: SLF001 - branca's own meta line stands in _document, before all else

    def render(self, **kwargs: object) -> str:
        """Give the whole document."""
        for child in self._children.values():
            child.render(**kwargs)
        head, body = self.header.render(**kwargs), self.html.render(**kwargs)
        script = f"<script>\n{self.script.render(**kwargs)}\n</script>"
        added = [child for map_ in self._children.values() for child in map_._children.values()]  # noqa: SLF001 - branca offers no other way
        if added:
            head, body, script = _numbered([head, body, script])
        policy = _policy(head + body + script, self.picture_origins, open_to_images=bool(added))
        return self._document(policy, head, body + script)

    def _document(self, policy: str, head: str, body: str) -> str:
        return (
            f'<!DOCTYPE html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(self.heading)}</title>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
        )


def _policy(page: str, picture_origins: Sequence[str], *, open_to_images: bool) -> str:
    """Say what the page may load: its own inline blocks, pictures of the base maps offered, and what layers added by the caller ask for."""
    scripts = [match["body"] for match in _SCRIPT.finditer(page) if 'type="application/' not in match["attributes"]]
    addresses = sorted(set(_ADDRESS.findall(page)))
    rules = {
        "default-src": ["'none'"],
        "script-src": [*_hashes(scripts), *addresses],
        "style-src": ["'unsafe-inline'", *addresses] if open_to_images else list(_hashes(_STYLE.findall(page))),
        "img-src": ["data:", "blob:", *(["https:", "http:"] if open_to_images else sorted(set(picture_origins)))],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _hashes(blocks: list[str]) -> Iterator[str]:
    for block in blocks:
        if block.strip():
            yield f"'sha256-{b64encode(hashlib.sha256(block.encode()).digest()).decode()}'"


def _numbered(parts: list[str]) -> list[str]:
    """Replace folium's random names by their order on the page, so that the same map gives the same bytes."""
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return match["kind"] + numbers.setdefault(match["random"], f"{len(numbers):04d}")

    def outside_data(text: str) -> str:
        pieces = _DATA.split(text)
        return "".join(piece if _DATA.fullmatch(piece) else _RANDOM_NAME.sub(number, piece) for piece in pieces)

    return [outside_data(part) for part in parts]
