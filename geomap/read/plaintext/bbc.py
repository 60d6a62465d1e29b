"""BBC News: "Published at 09:13 7 June 2023" or "09:13 GMT"; newer pages put the headline before the time."""

from __future__ import annotations

import re

from geomap.read.plaintext.layout import Layout, lines_like
from geomap.read.publishers import BBC

_CLOCK = r"\d{1,2}:\d{2}"
LAYOUT = Layout(
    publisher=BBC,
    signs=(
        re.compile(r" at (?:(?<=(?i:published) at )|(?<=(?i:posted) at ))\d{1,2}:\d{2}"),
        re.compile(r"^\s*(?:Image source|Image caption|Media caption|Video caption)\b"),
        re.compile(r"^\s*(?:Reporting from|BBC News\b|BBC Verify\b|BBC Monitoring\b)"),
        re.compile(r"^\s*Edited by .{3,200}"),
        re.compile(r"BBC(?: News\b|(?<=\bthe BBC)\b)"),
    ),
    byline=lines_like(
        r"(?:BBC|Reporting from|Reporting in|In) [\w ,'’./&-]{2,80}",
        (
            r"[\w ,'’&-]{0,60}\b(?:correspondents?|editors?|reporters?|producers?|presenters?|BBC News|BBC Verify|BBC Monitoring|"
            r"BBC [A-Z]\w+)\b[\w ,'’&-]{0,40}"
        ),
        r"edited by .{3,200}",
    ),
    noise=lines_like(
        r"(?:image|media|video) (?:source|caption)[,:]? .{0,400}",
        r"image source",
        r"(?:breaking|latest post|get involved|view more on twitter|report|live reporting|summary|post)",
        r"share page|about sharing|copy this link.{0,60}|read more about these links.{0,10}",
    ),
    rewrites=(
        (re.compile(r"^(\s*(?:Image|Media|Video) caption[,:]?)[ \t]*\n\s*(?=\S)", re.MULTILINE), r"\1 "),
        (re.compile(rf"((?:[Pp]ublished|[Pp]osted|PUBLISHED|POSTED) at {_CLOCK})"), r"\n\1"),
        (re.compile(rf"((?:[Pp]ublished|[Pp]osted|PUBLISHED|POSTED) at )({_CLOCK})(?=\2)"), r"\1\2\n"),
        (re.compile(rf"((?:[Pp]ublished|[Pp]osted) at {_CLOCK}[^\n]{{1,60}}?(?:19|20)\d{{2}})(?={_CLOCK})"), r"\1\n"),
        (re.compile(r"^BREAKING\s?(?=[A-Z])", re.MULTILINE), ""),
    ),
)
