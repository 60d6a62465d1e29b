"""Quoted names of towns after the noun for what bears them: "аеродром «Озерне»", "у пунктах пропуску «Лужанка» і «Дзвінкове»".

Models of recognition pass quoted names over, for most are of firms, ships and papers. A noun for a station, an airfield or a crossing
tells that the place is meant; of what follows a plural such a noun, the quoted names to the end of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.lang.nouns import Nouns
from geomap.model import Mention, Post, Role
from geomap.recognize.words import KnowName

_CONFIDENCE = 0.85  # set by hand, as of facilities
_QUOTED = re.compile(r"[«“„\"](?P<name>[А-ЯЁІЇЄҐ][^«»“”„\"\n]{1,38})[»”“\"]")
_BEFORE = re.compile(r"([^\W\d_][\w'’ʼ-]*)(?:\s*[:–—-])?\s*$")
_PLURALS = re.compile(r"(?i:пунктах|пункти|пунктів|пунктам|пункты|пунктов|переходах|станціях|станциях|аеродромах|аэродромах|портах)")
_WINDOW = 30  # characters
_PLACES = frozenset(("settlement", "facility", "small", "district", "region"))


def find_quoted(post: Post, nouns: Nouns, know: KnowName) -> Iterator[Mention]:
    """Yield the quoted names of places that ``know`` knows after one of ``nouns``."""
    text, several = post.text, -1
    for found in _QUOTED.finditer(text):
        before = _BEFORE.search(text, max(0, found.start() - _WINDOW), found.start())
        if before is not None and before[1].lower() in nouns:
            if _PLURALS.search(text, max(0, before.start() - _WINDOW), found.start()):
                several = text.find("\n\n", found.end()) % (len(text) + 1)
        elif found.start() >= several:
            continue
        facts = know(found["name"])
        if facts is not None and not _PLACES.isdisjoint(facts.labels):
            start, end = found.span("name")
            yield Mention(post_id=post.id, start=start, end=end, text=found["name"], confidence=_CONFIDENCE, role=Role.LITERAL)
