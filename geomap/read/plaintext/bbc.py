"""BBC News: "Published at 09:13 7 June 2023" or "09:13 GMT"; newer pages put the headline before the time."""

from __future__ import annotations

import re

from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.openings import openings
from geomap.read.publishers import BBC

_CLOCK = r"\d{1,2}:\d{2}"
_OFFICES = ("correspondent", "editor", "reporter", "producer", "presenter")
_POSTED = r"(?:[Pp]ublished|[Pp]osted|PUBLISHED|POSTED) at "
_WORD = r"(?:(?-i:[A-Z][\w.'’&-]*)|affairs|and|of|the|for|news|international|political|diplomatic|security|defence|digital|senior|foreign)"
_CAPITALIZED = r"(?:,? (?:(?-i:[A-Z])[\w.'’/&-]*|and|of|the|near))"
LAYOUT = Layout(
    publisher=BBC,
    signs=(
        re.compile(r" at (?=\d{1,2}:\d{2})(?:(?<=(?i:published) at )|(?<=(?i:posted) at ))"),
        re.compile(r"^\s*(?:Image source|Image caption|Media caption|Video caption)\b"),
        re.compile(r"^\s*(?:Reporting from|BBC News\b|BBC Verify\b|BBC Monitoring\b)"),
        re.compile(r"^\s*Edited by .{3,200}"),
        re.compile(r"BBC(?: News\b|(?<=\bthe BBC)\b)"),
    ),
    byline=openings(
        {
            "bbc in": rf"{_CAPITALIZED}{{1,6}}",
            "reporting": rf" (?:from|in){_CAPITALIZED}{{1,6}}",
            "edited": r" by .{3,200}",
        }
    ),
    offices=(*_OFFICES, "bbc "),
    # "Eastern Europe correspondent", "BBC News, Kyiv"; not "Two reporters killed in Kharkiv"
    office=re.compile(
        rf"(?:{_WORD},? ){{0,6}}(?:(?:{'|'.join(_OFFICES)})s?|BBC [A-Z]\w+)(?:,? (?:in |at |for )?{_WORD}){{0,5}}$", re.IGNORECASE
    ),
    noise=openings(
        {
            "image": r" (?:source|(?:source|caption)[,:]? .{0,400})",
            "media video": r" (?:source|caption)[,:]? .{0,400}",
            "close": " panel",
            "breaking report summary post": "",
            "latest": " post",
            "get": " involved",
            "view": " more on twitter",
            "live": " reporting",
            "share": " page",
            "about": " sharing",
            "copy": r" this link.{0,60}",
            "read": r" more about these links.{0,10}",
        }
    ),
    joins=(
        (" caption", re.compile(r" caption(?<=^(?:Image|Media|Video) caption)([,:]?)[ \t]*\n\s*(?=\S)", re.MULTILINE), r" caption\1 "),
        ("BREAKING", re.compile(r"BREAKING(?<=^BREAKING)\s?(?=[A-Z])", re.MULTILINE), ""),
    ),
    rewrites=(
        (re.compile(rf"(?<!^)({_POSTED}{_CLOCK})"), r"\n\1"),
        (re.compile(rf"({_POSTED})({_CLOCK})(?=\2)"), r"\1\2\n"),
        (re.compile(rf"({_POSTED}{_CLOCK}[^\n]{{1,60}}?(?:19|20)\d{{2}})(?={_CLOCK})"), r"\1\n"),
    ),
    rewrite_words=("ublished at ", "osted at ", "ED at "),
    whole=re.compile(rf"{_POSTED}{_CLOCK}(?: \d{{1,2}} \w{{3,9}} \d{{4}})?"),
)
