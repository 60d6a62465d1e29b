"""Configuration of the documentation: `make docs` builds it into site/."""

from importlib import metadata

project = "geomap"
author = "The geomap authors"
copyright = "2026, the geomap authors"  # noqa: A001 - the name that Sphinx requires
release = metadata.version("geomap")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "undoc-members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False
napoleon_use_ivar = True  # a section "Attributes" beside the members themselves would describe each twice
autoclass_content = "both"
default_role = "code"  # docstrings and Markdown mark code with single backticks

html_theme = "furo"
html_title = "geomap"
html_show_sphinx = False
exclude_patterns = ["_build"]
