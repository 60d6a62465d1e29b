"""CNN: "11:49 a.m. ET, January 31, 2023", headline, "From CNN's ...", captions printed twice."""

from __future__ import annotations

import re

from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.openings import openings
from geomap.read.publishers import CNN

LAYOUT = Layout(
    publisher=CNN,
    signs=(
        re.compile(r"^\s*From CNN(?:['’]s| staff)"),
        re.compile(r"^\s*By .{3,300}, CNN\s*$"),
        re.compile(r"^\s*Sort by\s?Dropdown arrow"),
        re.compile(r"^\s*CNN['’]s .{3,200} contributed"),
    ),
    byline=openings({"from": r" (?:CNN(?:['’]s| staff)\b.{0,300}|(?:the )?CNN .{0,200})", "by": r" CNN['’]s .{0,300}"}),
    noise=openings(
        {
            "": r"\d+ (?:new )?posts?",
            "sort": r" by\s?(?:dropdown arrow)?(?:\s?(?:latest|oldest))?",
            "what": " we covered here",
            "catch": " up",
            "live": " updates",
            "our": r" live coverage .{0,200}",
            "cnn": r"['’]s .{3,300} contributed .{0,100}",
            "see": r" (?:the )?latest map.{0,100}",
        }
    ),
)
