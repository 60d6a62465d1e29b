"""Any other page: lines that hold a time and nothing else stand over (or under) the headline of each post."""

from __future__ import annotations

from geomap.read.plaintext.layout import Layout

LAYOUT = Layout(publisher=None)
