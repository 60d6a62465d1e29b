"""Which actors a sentence names."""

from __future__ import annotations

import functools
import tomllib

from geomap.events.matcher import Matcher, compile_expression
from geomap.events.ontology import table
from geomap.events.sentence import Sentence

MOST_ACTORS = 2  # event files have actor1 and actor2


@functools.cache
def _actor_names() -> Matcher[str]:
    matcher: Matcher[str] = Matcher()
    for row in tomllib.loads(table("actors.toml"))["actor"]:
        for alias in row["aliases"]:
            matcher.add(compile_expression(alias, {}), row["name"])
    return matcher


def actors_of(sentence: Sentence) -> dict[str, tuple[int, int]]:
    """Return up to two actors that a sentence names, in its order, each with the tokens ``[start, end)`` that name it first."""
    found: dict[str, tuple[int, int]] = {}
    end = -1
    for match, name in sorted(_actor_names().find(sentence.view), key=lambda row: (row[0].start, -row[0].end)):
        if match.start >= end and name not in found:
            found[name] = (match.start, match.end)
            end = match.end
    return dict(list(found.items())[:MOST_ACTORS])
