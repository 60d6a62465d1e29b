"""Who took part, under the names that ACLED gives them."""

from __future__ import annotations

import functools
import tomllib

from geomap.events.draft import Draft
from geomap.events.patterns import Matcher, compile_expression
from geomap.events.types import table

MOST = 2  # event files have actor1 and actor2


@functools.cache
def _aliases() -> Matcher[str]:
    matcher: Matcher[str] = Matcher()
    for row in tomllib.loads(table("actors.toml"))["actor"]:
        for alias in row["aliases"]:
            matcher.add(compile_expression(alias, {}), row["name"])
    return matcher


def actors_of(draft: Draft) -> tuple[str, ...]:
    """Give up to two actors that the draft's sentence names, in its order."""
    found: list[str] = []
    end = -1
    for match, name in sorted(_aliases().find(draft.reading.seen), key=lambda row: (row[0].start, -row[0].end)):
        if match.start >= end and name not in found:
            found.append(name)
            end = match.end
    return tuple(found[:MOST])
