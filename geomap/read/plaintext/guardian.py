"""The Guardian: "17.42 GMT" or "1.28pm BST"; the day stands in the header only, the newest post first."""

from __future__ import annotations

import re

from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.openings import openings
from geomap.read.publishers import GUARDIAN

LAYOUT = Layout(
    publisher=GUARDIAN,
    signs=(
        re.compile(r"First published on \w{3,9} \d{1,2} \w{3} \d{4}"),
        re.compile(r"^\s*\w{3} \d{1,2} \w{3} \d{4} \d{1,2}\.\d{2}\s?(?:[ap]m )?[A-Z]{3,4}"),
        re.compile(r"\((?:now|earlier)\)"),
        re.compile(r"Photograph: "),
        re.compile(r"^\s*\d{1,2}\.\d{2}(?:[ap]m)? (?:GMT|BST|E[DS]T|AE[DS]T)\s*$"),
    ),
    noise=openings(
        {
            "": r"\d{1,2}[hm] ago",
            "key": r" events?(?: \(\d+\))?",
            "this the our": r" (?:live ?blog|blog|live coverage|live page) (?:is|has) (?:now )?(?:closed|ended|moved).{0,200}",
            "show": r" key events only.{0,80}",
            "please": r" turn on javascript.{0,80}",
        }
    ),
    rewrites=(
        (re.compile(r"(First published on \w{3,9} \d)"), r"\n\1"),
        (re.compile(r"(\d{1,2}\.\d{2}(?:[ap]m)? [A-Z]{2,3}T)(?=(?:Key event|Share)\b)"), r"\1\n"),
    ),
    rewrite_words=("First published on", "TKey event", "TShare"),
)
