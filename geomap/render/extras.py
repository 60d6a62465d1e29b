"""What the maker of a page adds to what the events give: layers of their own, base maps online, where it will be published."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.render.overlay import Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class PageExtras:
    """Additions to a page; without any it asks no address for anything."""

    overlays: tuple[Overlay, ...] = ()


NO_EXTRAS = PageExtras()
