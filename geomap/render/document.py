"""The document of a page: head with cards for social networks, body and blocks of data, and what it may load, stated by hash."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin

from geomap.errors import SettingsError
from geomap.model import Analysis
from geomap.render import desk

# In this order: each file uses what stands before it.
SCRIPTS = (
    "leaflet.js",
    "text.js",
    "data.js",
    "spots.js",
    "symbols.js",
    "basemap.js",
    "atlas.js",
    "search.js",
    "filters.js",
    "changes.js",
    "evidence.js",
    "card.js",
    "dialog.js",
    "grouping.js",
    "room.js",
    "markers.js",
    "overlays.js",
    "heat.js",
    "regions.js",
    "views.js",
    "tiles.js",
    "picture.js",
    "download.js",
    "order.js",
    "panel.js",
    "print.js",
    "timeline.js",
    "share.js",
    "sandbox.js",
    "embed.js",
    "main.js",
)
# What stands after which script in some pages; others do without it.
STREETS_AFTER, STREETS_SCRIPT = "tiles.js", "streets.js"
PACKED_AFTER, PACKED_SCRIPT = "spots.js", "packed.js"
STYLES = ("leaflet.css", "page.css")
STORY_SCRIPT, STORY_STYLE, STORY_TEXTS = "story.js", "story.css", "story"  # of a page that tells a story
LANGUAGES = ("en", "uk")
PREVIEW = "preview.png"  # beside the page
PREVIEW_WIDTH, PREVIEW_HEIGHT = 1200, 630
MAP = "map_geomap"  # the map's variable in scripts, and the id of its element
# Above this the data block is compressed and the browser unpacks it, so that 100,000 events stay under 14 MB.
COMPRESS_ABOVE = 1_000_000
COMPRESS_LEVEL = 2  # level 5 takes twice the time for a twentieth less
_GZIP = 16 + zlib.MAX_WBITS  # zlib's way to ask for the header of gzip, which bears no time
_INDENT_OR_COMMENT = re.compile(r"^[ \t]*(?://.*)?\n?", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.DOTALL)
_ADDRESS = re.compile(r"""<(?:script|link)[^>]*?(?:src|href)=["'](https?://[^"'\s;,]+)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the page is put together from; the blocks are as ``block`` gives them."""

    title: str
    language: str
    blocks: tuple[str, ...]
    failed: str  # said where the page's script cannot run
    plain: str = ""  # the events as HTML, for such a reader
    meta: str = ""  # for the cards of social networks
    picture_origins: tuple[str, ...] = ()
    streets: bool = False
    packed: bool = False  # the data are in packed columns
    editing: bool = False
    telling: bool = False
    notes: tuple[str, ...] = ()  # for the page's maker, not its readers

    @property
    def head(self) -> str:
        """Styles and scripts, after what social networks read."""
        return self.meta + _head(streets=self.streets, packed=self.packed, editing=self.editing, telling=self.telling)

    @property
    def body(self) -> str:
        """The elements that the script fills, and the data that it reads."""
        return "".join(self.body_pieces())

    def body_pieces(self) -> Iterator[str]:
        """Yield the body, of which the blocks may be large."""
        title, failed = escape(self.title), escape(self.failed)
        yield (
            f'<div id="geomap" class="gm" data-failed="{failed}">\n<header class="gm-head"><h1 dir="auto">{title}</h1></header>\n'
            f'<main class="gm-main"><div class="folium-map" id="{MAP}"></div></main>\n'
            f'<noscript><section aria-label="{title}"><p>{failed}</p>{self.plain}</section></noscript></div>\n'
        )
        for each in self.blocks:
            yield from (each, "\n")

    @property
    def start(self) -> str:
        """The line of script that opens the map."""
        opened = f'var {MAP} = geomap.open("{MAP}");'
        return "\n".join([opened, *(["geomap.tell();"] if self.telling else []), *(["geomap.edit();"] if self.editing else [])])


def page_pieces(parts: Parts) -> Iterator[str]:
    """Yield the whole page, piece by piece; the same text that folium gives for a map to which nothing was added."""
    script = script_of(parts.start)
    yield opening(parts, policy([parts.head, script], parts.picture_origins, workers=parts.packed), parts.head)
    yield from parts.body_pieces()
    yield closing(script)


def opening(parts: Parts, policy_: str, head: str) -> str:
    """Return the page up to where its body begins."""
    return (
        f'<!DOCTYPE html>\n<html lang="{parts.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy_}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(parts.title)}</title>\n{head}</head>\n<body>\n"
    )


def script_of(text: str) -> str:
    """Return the script at the end of the body."""
    return f"<script>\n{text}\n</script>"


def closing(script: str) -> str:
    """Return the page from the script at the end of its body on."""
    return f"{script}\n</body>\n</html>\n"


def policy(pieces: Iterable[str], picture_origins: Sequence[str], *, open_to_images: bool = False, workers: bool = False) -> str:
    """Return the Content-Security-Policy of a page: its own inline blocks, pictures of its base maps, and what added layers need.

    ``workers``: The page starts workers, from its own text.
    """
    page = "".join(pieces)
    scripts = [match["body"] for match in _SCRIPT.finditer(page) if 'type="application/' not in match["attributes"]]
    addresses = sorted(set(_ADDRESS.findall(page)))
    rules = {
        "default-src": ["'none'"],
        "script-src": [*_hashes(scripts), *addresses],
        "style-src": ["'unsafe-inline'", *addresses] if open_to_images else list(_hashes(_STYLE.findall(page))),
        "img-src": ["data:", "blob:", *(["https:", "http:"] if open_to_images else sorted(set(picture_origins)))],
        **({"worker-src": ["blob:"]} if workers else {}),
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _hashes(blocks: list[str]) -> Iterator[str]:
    for each in blocks:
        if each.strip():
            yield f"'sha256-{b64encode(hashlib.sha256(each.encode()).digest()).decode()}'"


def block(name: str, pieces: Iterable[bytes]) -> str:
    """Return the JSON that ``pieces`` make up as a block of the page, compressed while it comes where it grows large."""
    coming = iter(pieces)
    held: list[bytes] = []
    size = 0
    for piece in coming:
        held.append(piece)
        size += len(piece)
        if size > COMPRESS_ABOVE:
            return f'<script type="application/gzip" id="geomap-{name}">{_packed(held, coming)}</script>'
    return f'<script type="application/json" id="geomap-{name}">{b"".join(held).decode()}</script>'


def packed_block(name: str, pieces: Iterable[bytes]) -> str:
    """Return a packed file as a block of the page."""
    return f'<script type="application/octet-stream" id="geomap-{name}">{_packed([], iter(pieces))}</script>'


def _packed(held: list[bytes], coming: Iterator[bytes]) -> str:
    packer = zlib.compressobj(COMPRESS_LEVEL, wbits=_GZIP)
    packed = [packer.compress(b"".join(held))]
    held.clear()
    packed += [packer.compress(piece) for piece in coming]
    packed.append(packer.flush())
    return b64encode(b"".join(packed)).decode()


@cache
def _head(*, streets: bool, packed: bool, editing: bool, telling: bool) -> str:
    sheets = (*STYLES, *([desk.STYLE] if editing else []), *([STORY_STYLE] if telling else []))
    styles = "\n".join(f"<style>\n{_COMMENT.sub('', _lines(name))}</style>" for name in sheets)
    own = (*SCRIPTS, *(desk.SCRIPTS if editing else ()), *([STORY_SCRIPT] if telling else []))
    after = {STREETS_AFTER: [STREETS_SCRIPT] if streets else [], PACKED_AFTER: [PACKED_SCRIPT] if packed else []}
    names = [name for script in own for name in (script, *after.get(script, ()))]
    scripts = "\n".join(f"<script>\n{_lines(name)}</script>" for name in names)
    return f"{styles}\n{scripts}\n"


@cache
def _lines(name: str) -> str:
    """Read a script or style without indents and lines of comment, which only those who read the source need."""
    text = (files("geomap.render") / "assets" / name).read_text(encoding="utf-8")
    return text if name == "leaflet.js" else _INDENT_OR_COMMENT.sub("", text)


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


def texts_in(language: str, *, editing: bool = False, telling: bool = False) -> dict[str, Any]:
    """Read the page's texts in ``language`` ("en", "uk"), with those of an editing page or a story where it is one.

    Raises:
        SettingsError: There is no translation.
    """
    if language not in LANGUAGES:
        raise SettingsError(f"language {language}: the page is written in {' or '.join(LANGUAGES)}")
    found: dict[str, Any] = {}
    for name in ("texts", *([desk.TEXTS] if editing else []), *([STORY_TEXTS] if telling or editing else [])):
        found |= json.loads((files("geomap.render") / "assets" / f"{name}.{language}.json").read_text(encoding="utf-8"))
    return found
