"""Events as a page: one HTML file that opens with no network, drawn through folium."""

from geomap.render.desk import Desk
from geomap.render.extras import PageExtras, Tiles, tiles_named
from geomap.render.overlay import Overlay, read_overlay
from geomap.render.page import page_bytes, render_map, write_page
from geomap.render.preview import write_preview
from geomap.render.story import Step, Story, read_story

__all__ = [
    "Desk",
    "Overlay",
    "PageExtras",
    "Step",
    "Story",
    "Tiles",
    "page_bytes",
    "read_overlay",
    "read_story",
    "render_map",
    "tiles_named",
    "write_page",
    "write_preview",
]
