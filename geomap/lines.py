"""The lines that `geomap geoparse` prints: one for each post, in input order, and one for each line of JSON Lines that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geomap.corrections import no_place
from geomap.geoparsed import Geoparsed
from geomap.lang import count_languages, unread_sentence
from geomap.model import Problem
from geomap.pipeline import Pipeline, requested_mentions
from geomap.read import LinePost, LineProblem, ReadResult
from geomap.saved import shown_origin

Line = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoparsedLines:
    """The lines, made as they are asked for, and what the user should know of corrections, tables and languages."""

    lines: Iterator[Line]
    problems: tuple[Problem, ...] = ()


def geoparse_lines(read: ReadResult, pipeline: Pipeline) -> GeoparsedLines:
    """Return a line for each post that was read, and one with the error for each line that could not be.

    A line that came with spans answers with exactly those, in their order; the other names in its text are context. Events have each
    post's own dates and counts.

    Args:
        read: What `geomap.read.read_inputs` returned.
        pipeline: The stages and settings.

    Returns:
        The lines and the problems.
    """
    settled = pipeline.settle(pipeline.interpret(read.posts))
    return GeoparsedLines(
        lines=_lines(read, iter(settled.results)),
        problems=(*pipeline.corrections.unmet(settled.matched_lines), *_without_line(read), *_not_read(settled.results)),
    )


def _not_read(results: Sequence[Geoparsed]) -> tuple[Problem, ...]:
    """Say how many posts are in which language that is not read: their lines are without mentions."""
    counts = count_languages(result.post for result in results if result.resolutions is None)
    return (Problem(origin="geoparse", text=unread_sentence(counts)),) if counts else ()


def _without_line(read: ReadResult) -> tuple[Problem, ...]:
    """Say that events of tables have no line, since they belong to no post."""
    if not read.events:
        return ()
    text = f"{len(read.events)} events came from tables and belong to no post: no line is printed for them; use geomap map for tables"
    return (Problem(origin="geoparse", text=text),)


def _lines(read: ReadResult, results: Iterator[Geoparsed]) -> Iterator[Line]:
    for item in read.items:
        if isinstance(item, LineProblem):
            yield {"id": item.given_id, "error": item.text.replace(item.origin, shown_origin(item.origin))}
        else:
            yield _with_all_spans(next(results)).to_dict()


def _with_all_spans(result: Geoparsed) -> Geoparsed:
    """Return the result with an answer for each span that was asked for, whatever a correction took out or added."""
    post = result.post
    if not isinstance(post, LinePost) or post.spans is None:
        return result
    known = {(resolution.mention.start, resolution.mention.end): resolution for resolution in result.mentions}
    asked = tuple(known.get((mention.start, mention.end)) or no_place(mention) for mention in requested_mentions(post, ()))
    return replace(result, resolutions=asked)
