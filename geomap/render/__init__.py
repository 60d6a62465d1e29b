"""Events as a page: one HTML file that opens with no network, drawn through folium."""

from geomap.render.page import page_bytes, render_map, write_page

__all__ = ["page_bytes", "render_map", "write_page"]
