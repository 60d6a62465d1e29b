"""Events as a page: one HTML file that opens with no network, drawn through folium."""

from geomap.render.extras import PageExtras
from geomap.render.overlay import Overlay, read_overlay
from geomap.render.page import page_bytes, render_map, write_page

__all__ = ["Overlay", "PageExtras", "page_bytes", "read_overlay", "render_map", "write_page"]
