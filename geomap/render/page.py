"""The page: folium's map with geomap's client, data and base map in one file that needs no network."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

import folium
from branca.element import Figure

from geomap.files import write_atomically
from geomap.model import Analysis
from geomap.render.basemap import basemap_for
from geomap.render.extras import NO_EXTRAS, PageExtras
from geomap.render.figure import Page, Verbatim
from geomap.render.inert import to_json
from geomap.render.meta import meta_tags
from geomap.render.payload import payload_of
from geomap.render.streets import Cut, cut
from geomap.render.texts import texts_in

# In this order: each file uses what stands before it.
SCRIPTS = (
    "leaflet.js",
    "text.js",
    "data.js",
    "symbols.js",
    "basemap.js",
    "filters.js",
    "card.js",
    "dialog.js",
    "markers.js",
    "overlays.js",
    "heat.js",
    "regions.js",
    "views.js",
    "tiles.js",
    "picture.js",
    "download.js",
    "panel.js",
    "timeline.js",
    "share.js",
    "main.js",
)
STREETS_AFTER = "tiles.js"  # where streets.js stands in a page that bears streets; others do without it
STYLES = ("leaflet.css", "page.css")
# Above this the data block is compressed and the browser unpacks it, so that 100,000 events stay under 14 MB.
COMPRESS_ABOVE = 1_000_000
COMPRESS_LEVEL = 5
# For data and the base map's detail: what a page of 0.6 MB has beside its script, texts and the coarse world, measured at 395 kB.
ROOM_BYTES = 190_000
_INDENT_OR_COMMENT = re.compile(r"^[ \t]*(?://.*)?\n?", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the page is put together from."""

    title: str
    language: str
    data: str
    basemap: str
    texts: str
    extras: str
    failed: str  # said where the page's script cannot run
    meta: str = ""  # for the cards of social networks
    picture_origins: tuple[str, ...] = ()
    streets: str | None = None
    notes: tuple[str, ...] = ()  # for the page's maker, not its readers


class EventMap(folium.Map):
    """A folium map of events; layers and plugins can be added to it as to any other.

    Its variable in scripts is ``map_geomap``. Other than folium's own it loads nothing from the network.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []  # folium's own list ten files on four hosts
        self._id = "geomap"
        self._parts = parts
        self.notes = parts.notes
        Page(parts.title, parts.language, parts.picture_origins).add_child(self, name=self.get_name())

    def render(self, **kwargs: object) -> str:
        """Put the page's parts, then those of added layers, into the figure; the figure gives the text."""
        page = self.get_root()
        if not isinstance(page, Figure):
            raise TypeError("the map stands in no figure")
        page.header.add_child(Verbatim(self._parts.meta + _head(streets=self._parts.streets is not None)), name="geomap_head")
        page.html.add_child(Verbatim(_body(self._parts, self.get_name())), name="geomap_body")
        page.script.add_child(Verbatim(f'var {self.get_name()} = geomap.open("{self.get_name()}");'), name="geomap_start")
        for child in self._children.values():
            child.render(**kwargs)
        return ""


def render_map(analysis: Analysis, *, title: str | None = None, language: str = "en", extras: PageExtras = NO_EXTRAS) -> EventMap:
    """Draw ``analysis`` as a folium map, which shows itself in notebooks and takes further layers.

    Args:
        analysis: What a run found; only ``events`` are drawn.
        title: The page's heading; None: "Events in" the country that has most of them.
        language: Of the page's own words: "en" or "uk".
        extras: Layers and addresses that the page's maker adds.

    Raises:
        SettingsError: The page is not translated into ``language``.
        UnreadableError: A tile of the base map's archive is damaged.
    """
    texts = texts_in(language)
    points = [
        (event.where.lat, event.where.lon) for event in analysis.events if event.where.lat is not None and event.where.lon is not None
    ]
    data = to_json(payload_of(analysis, titled=title is not None, language=language))
    streets = _streets(extras, points, language)
    carried = streets.payload() if streets else None
    parts = Parts(
        title=title or texts["title"],
        language=language,
        data=data,
        basemap=to_json(basemap_for(points, ROOM_BYTES - len(data[:ROOM_BYTES].encode("utf-8", "replace")))),
        texts=to_json(texts),
        extras=to_json(_extras(extras)),
        failed=texts["failed"],
        meta=meta_tags(analysis, title or texts["title"], texts["meta"], extras.public_url, preview=extras.preview),
        picture_origins=tuple(tiles.origin for tiles in extras.tiles),
        streets=None if carried is None else to_json(carried),
        notes=(streets.note,) if streets else (),
    )
    return EventMap(parts)


def _streets(extras: PageExtras, points: Sequence[tuple[float, float]], language: str) -> Cut | None:
    return None if extras.basemap is None else cut(extras.basemap, points, budget=extras.basemap_bytes, language=language)


def page_bytes(analysis: Analysis, *, title: str | None = None, language: str = "en", extras: PageExtras = NO_EXTRAS) -> bytes:
    """Give the whole page; the same analysis gives the same bytes. Options and errors as in ``render_map``."""
    return _bytes(render_map(analysis, title=title, language=language, extras=extras))


def _bytes(drawn: EventMap) -> bytes:
    text: str = drawn.get_root().render()
    return text.encode("utf-8", "replace")


def write_page(
    analysis: Analysis, path: Path, *, title: str | None = None, language: str = "en", extras: PageExtras = NO_EXTRAS
) -> tuple[str, ...]:
    """Write the page to ``path``, whole or not at all; give notes for its maker, such as which zooms of a base map fitted.

    Options and errors as in ``render_map``, and OutputError where the file cannot be written.
    """
    drawn = render_map(analysis, title=title, language=language, extras=extras)
    write_atomically(path, _bytes(drawn))
    return drawn.notes


def _extras(extras: PageExtras) -> dict[str, object]:
    return {
        "overlays": [{"name": overlay.name, "features": overlay.features} for overlay in extras.overlays],
        "tiles": [{"name": tiles.name, "address": tiles.address, "credit": tiles.credit} for tiles in extras.tiles],
        "public": extras.public_url,
    }


def _head(*, streets: bool) -> str:
    styles = "\n".join(f"<style>\n{_COMMENT.sub('', _lines(name))}</style>" for name in STYLES)
    names = [name for script in SCRIPTS for name in ((script, "streets.js") if streets and script == STREETS_AFTER else (script,))]
    scripts = "\n".join(f"<script>\n{_lines(name)}</script>" for name in names)
    return f"{styles}\n{scripts}\n"


def _body(parts: Parts, name: str) -> str:
    title, failed, blocks = escape(parts.title), escape(parts.failed), "\n".join(_blocks(parts))
    return (
        f'<div id="geomap" class="gm" data-failed="{failed}">\n<header class="gm-head"><h1 dir="auto">{title}</h1></header>\n'
        f'<main class="gm-main"><div class="folium-map" id="{name}"></div></main>\n<noscript>{failed}</noscript></div>\n{blocks}\n'
    )


def _blocks(parts: Parts) -> Iterator[str]:
    for name, text in (("texts", parts.texts), ("basemap", parts.basemap), ("extras", parts.extras), ("data", parts.data)):
        if len(text) > COMPRESS_ABOVE:
            packed = b64encode(gzip.compress(text.encode(), COMPRESS_LEVEL, mtime=0)).decode()
            yield f'<script type="application/gzip" id="geomap-{name}">{packed}</script>'
        else:
            yield f'<script type="application/json" id="geomap-{name}">{text}</script>'
    if parts.streets is not None:  # its tiles are compressed already, each by itself
        yield f'<script type="application/json" id="geomap-streets">{parts.streets}</script>'


@cache
def _lines(name: str) -> str:
    """Read a script or style without indents and lines of comment, which only those who read the source need."""
    text = (files("geomap.render") / "assets" / name).read_text(encoding="utf-8")
    return text if name == "leaflet.js" else _INDENT_OR_COMMENT.sub("", text)
