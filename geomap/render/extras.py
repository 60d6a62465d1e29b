"""What the maker of a page adds to what the events give: layers of their own, base maps online, where it will be published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from geomap.errors import SettingsError
from geomap.render.desk import Desk
from geomap.render.overlay import Overlay
from geomap.render.story import Story

if TYPE_CHECKING:
    from geomap.render.streets import Archive

# Bytes of the page that tiles of streets may take unless its maker says otherwise: what mail and phones bear.
DEFAULT_BASEMAP_BYTES = 5_000_000
OSM = "© OpenStreetMap contributors"
# What goes into the page's policy, so nothing but a host may stand there.
_ORIGIN = re.compile(r"(https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)/", re.IGNORECASE)
_PUBLIC = re.compile(r"https?://[^\s/?#\\\"<>]+[^\s\"<>]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A base map of pictures that a server gives: ``address`` has {z}, {x} and {y}, ``credit`` is what its maker asks to be said.

    Raises:
        SettingsError: The address is no template over http or https.
    """

    name: str
    address: str
    credit: str

    def __post_init__(self) -> None:
        if not _ORIGIN.match(self.address) or re.search(r"[\s\"'<>\\]", self.address):
            raise SettingsError(
                f"{self.address}: give an address such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png", parameter="tiles"
            )
        missing = [part for part in ("{z}", "{x}", "{y}") if part not in self.address]
        if missing:
            raise SettingsError(
                f"{self.address}: {' and '.join(missing)} missing, so every tile would be the same picture", parameter="tiles"
            )

    @property
    def origin(self) -> str:
        """The server, as a Content-Security-Policy names it."""
        found = _ORIGIN.match(self.address)
        return found[1] if found else ""


KNOWN_TILES = {
    "osm": Tiles(name="OpenStreetMap", address="https://tile.openstreetmap.org/{z}/{x}/{y}.png", credit=OSM),
    "light": Tiles(name="CARTO Positron", address="https://basemaps.cartocdn.com/light_all/{z}/{x}/{y}{r}.png", credit=f"{OSM}, © CARTO"),
    "dark": Tiles(name="CARTO Dark Matter", address="https://basemaps.cartocdn.com/dark_all/{z}/{x}/{y}{r}.png", credit=f"{OSM}, © CARTO"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageExtras:
    """Additions to a page; without any it asks no address for anything.

    ``tiles`` are base maps that the reader may choose where the page is opened over http or https; none is asked for before.
    ``basemap`` is an archive of tiles of which the page bears those around its events, of up to ``basemap_bytes`` bytes in the page.
    ``public_url`` is where the page will be published: links and the cards of social networks bear it.

    ``atlas``: the page bears towns and villages around its events, rivers and lakes.
    ``preview``: preview.png stands beside the page, and cards show it.
    ``story`` is told by the page step by step; see `read_story`.
    ``desk``: the page is one for editing, see `geomap.corrections.desk.desk_with`; it is not meant to be published.

    Raises:
        SettingsError: ``public_url`` is no http or https address, or ``preview`` is asked for and matplotlib is not there to draw it.
    """

    overlays: tuple[Overlay, ...] = ()
    tiles: tuple[Tiles, ...] = ()
    public_url: str | None = None
    basemap: Archive | None = None
    basemap_bytes: int = DEFAULT_BASEMAP_BYTES
    atlas: bool = True
    preview: bool = False
    story: Story | None = None
    desk: Desk | None = None

    def __post_init__(self) -> None:
        if self.public_url is not None and not _PUBLIC.fullmatch(self.public_url):
            raise SettingsError(
                f"{self.public_url}: give the address of the published page, such as https://news.example/map.html", parameter="public_url"
            )

        if self.preview and find_spec("matplotlib") is None:
            raise SettingsError("the picture needs matplotlib, which is not installed; install geomap[preview]", parameter="preview")


NO_EXTRAS = PageExtras()


def tiles_named(names: Sequence[str]) -> tuple[Tiles, ...]:
    """Return base maps by name ("osm", "light", "dark", or "all" of them), or by an address, with its credit after a space."""
    chosen = [known for name in names for known in (KNOWN_TILES if name == "all" else (name,))]
    return tuple(_tiles(name) for name in dict.fromkeys(chosen))


def _tiles(name: str) -> Tiles:
    if name in KNOWN_TILES:
        return KNOWN_TILES[name]
    address, _, credit = name.partition(" ")
    if "/" not in address:
        raise SettingsError(f"{name}: give {', '.join(KNOWN_TILES)}, all, or an address with {{z}}, {{x}} and {{y}}", parameter="tiles")
    host = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).split("/")[0]
    return Tiles(name=host, address=address, credit=credit.strip() or host)
