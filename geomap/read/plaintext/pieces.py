"""The pieces that a page of text is cut into."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.read.times import TimeExpression

SENTENCE_ENDS = (".", "!", "?", '."', ".”", '"', "”")


@dataclass(slots=True)
class Entry:
    """One post as lines: what its time line says, its lines, the headline where that stood before the time, the agency if named."""

    when: TimeExpression
    lines: list[str]
    headline: str | None = None
    agency: str | None = None


@dataclass(slots=True)
class Page:
    """The lines before the first post, and the posts in page order."""

    header: list[str]
    entries: list[Entry]
