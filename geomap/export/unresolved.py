"""unresolved.csv: the names that no place was found for, as lines of a file of corrections with their places left empty.

Fill in what you know and hand the file to --corrections, or copy lines over: its first columns are those that corrections have,
the rest says what the name stood in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geomap.export.cells import table_bytes
from geomap.export.features import utc
from geomap.files import write_atomically
from geomap.model import Analysis, Post, Resolution, Role

CORRECTIONS = ("post", "mention", "place", "type", "date", "killed", "injured")
COLUMNS = (*CORRECTIONS, "times", "quotation", "candidates", "reason", "title", "published_time", "source_url", "origin")
CONTEXT_CHARS = 100  # on either side of a name: about a sentence
MOST_CANDIDATES = 5


class UnresolvedExporter:
    """Writes what was left unresolved, one line for each name of each post."""

    suffix = ".csv"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the names to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, table_bytes([COLUMNS, *_rows(analysis)]))


def _rows(analysis: Analysis) -> Iterator[list[Any]]:
    for post, group in zip(analysis.posts, analysis.resolutions, strict=True):
        named: dict[str, list[Resolution]] = {}
        for resolution in group or ():
            if resolution.place is None and resolution.mention.role is Role.LITERAL and resolution.mention.text:
                named.setdefault(resolution.mention.text, []).append(resolution)
        for name, told in named.items():
            yield [
                *(post.id, name, *[None] * (len(CORRECTIONS) - 2)),
                *(len(told), _around(post, told[0]), _candidates(told[0]), "; ".join(reason.text for reason in told[0].reasons)),
                *(post.title, utc(post.published_at), post.url, post.origin),
            ]


def _around(post: Post, resolution: Resolution) -> str:
    start, end = resolution.mention.start, resolution.mention.end
    return " ".join(post.text[max(0, start - CONTEXT_CHARS) : end + CONTEXT_CHARS].split())


def _candidates(resolution: Resolution) -> str:
    """Name the places it may be, each with the id to copy."""
    found = [candidate.place for candidate in resolution.candidates[:MOST_CANDIDATES]]
    return "; ".join(", ".join(filter(None, (f"{place.id} {place.name}", place.admin1, place.country))) for place in found)
