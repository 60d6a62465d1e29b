"""CNN: "11:49 a.m. ET, January 31, 2023", headline, "From CNN's ...", captions printed twice."""

from __future__ import annotations

import re

from geomap.read.plaintext.layout import Layout, lines_like
from geomap.read.publishers import CNN

LAYOUT = Layout(
    publisher=CNN,
    signs=(
        re.compile(r"^\s*From CNN(?:['’]s| staff)"),
        re.compile(r"^\s*By .{3,300}, CNN\s*$"),
        re.compile(r"^\s*Sort by\s?Dropdown arrow"),
        re.compile(r"^\s*CNN['’]s .{3,200} contributed"),
    ),
    byline=lines_like(r"From CNN(?:['’]s| staff)\b.{0,300}", r"From (?:the )?CNN .{0,200}", r"By CNN['’]s .{0,300}"),
    noise=lines_like(
        r"\d+ (?:new )?posts?",
        r"sort by\s?(?:dropdown arrow)?(?:\s?(?:latest|oldest))?",
        r"(?:what we covered here|catch up|live updates)",
        r"our live coverage .{0,200}",
        r"CNN['’]s .{3,300} contributed .{0,100}",
        r"see (?:the )?latest map.{0,100}",
    ),
)
