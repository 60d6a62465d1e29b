"""How the documentation is built: `make docs` writes it to site/."""

from importlib import metadata

project = "geomap"
author = "The geomap authors"
copyright = "2026, the geomap authors"  # noqa: A001 - Sphinx asks for this name
release = metadata.version("geomap")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "geomap"
html_show_sphinx = False
exclude_patterns = ["_build"]
