"""Al Jazeera: "7 Jun 2023 - 16:20" with "(14:20 GMT)" beside or below it; captions end in "[Name/Agency]"."""

from __future__ import annotations

import re

from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.openings import openings
from geomap.read.publishers import AL_JAZEERA

LAYOUT = Layout(
    publisher=AL_JAZEERA,
    signs=(
        re.compile(r"\(\d{1,2}:\d{2} GMT\)"),
        re.compile(r"^\s*Published On \d{1,2} \w{3} \d{4}"),
        re.compile(r"Al Jazeera\b"),
        re.compile(r"^\s*This live page is now closed"),
    ),
    noise=openings(
        {
            "this": r" live page is now closed.{0,200}",
            "click": " here to share on social media",
            "save": r" articles to read later.{0,80}",
            "list": r" (?:of \d+ items|\d+ of \d+.{0,200})",
            "end": " of list",
        }
    ),
)
