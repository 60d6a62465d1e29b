"""Posts to the lines that `geomap geoparse` prints, in input order, one for each line of JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.corrections import no_place
from geomap.export.geoparse import mention_object, post_line
from geomap.model import Event, Mention, Post, Problem, Resolution, Role
from geomap.pipeline import Stages, tell
from geomap.read import LinePost, LineProblem, OffsetMap, ReadResult
from geomap.settings import Settings

Line = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Geoparsed:
    """The lines, made as they are asked for, and what was wrong with the corrections."""

    lines: Iterator[Line]
    problems: tuple[Problem, ...] = ()


def geoparse(read: ReadResult, stages: Stages, *, settings: Settings) -> Geoparsed:
    """Give a line for each post that was read, and one with the error for each line that could not be.

    A line that came with spans answers with exactly those, in their order; the other names in its text are context.
    Events are those of the modalities that ``settings`` show, with each post's own dates and counts.
    """
    found = stages.recognizer.recognize(read.posts)
    asked = [_asked_mentions(post, names or ()) for post, names in zip(read.posts, found, strict=True)]
    context = [names or () for names in found]
    resolved = stages.resolver.agree(read.posts, asked, stages.resolver.resolve(read.posts, asked, context), context)
    placed, met = stages.corrections.correct_places(read.posts, resolved)
    tellings, met_too = stages.corrections.correct_events(read.posts, tell(read.posts, placed, stages.extractor))
    answers = [
        Answer(resolutions=_answered(post, mentions, group, is_read=names is not None), events=_shown(told, settings))
        for post, names, mentions, group, told in zip(read.posts, found, asked, placed, tellings, strict=True)
    ]
    return Geoparsed(lines=_lines(read, answers), problems=(*stages.corrections.unmet(met | met_too), *_left_out(read)))


def _left_out(read: ReadResult) -> tuple[Problem, ...]:
    """Say that events which came as such have no line: they stand on no post."""
    if not read.events:
        return ()
    text = f"{len(read.events)} events came from tables and stand on no post: no line is printed for them; geomap map takes them"
    return (Problem(origin="geoparse", text=text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one post's line tells; ``resolutions`` is None where its language cannot be read."""

    resolutions: Sequence[Resolution] | None
    events: Sequence[Event]


def _lines(read: ReadResult, answers: Sequence[Answer]) -> Iterator[Line]:
    left = iter(answers)
    for item in read.items:
        if isinstance(item, LineProblem):
            yield {"id": item.given_id, "error": item.text}
        else:
            yield _line(item, next(left))


def _shown(told: Sequence[Event], settings: Settings) -> list[Event]:
    return [event for event in told if event.modality in settings.modalities]


def _answered(post: Post, asked: Sequence[Mention], placed: Sequence[Resolution], *, is_read: bool) -> Sequence[Resolution] | None:
    """Give what to answer with; spans that were asked for stay, whatever a correction took out or added."""
    if _spans(post) is None:
        return placed if is_read or placed else None
    known = {(resolution.mention.start, resolution.mention.end): resolution for resolution in placed}
    return [known.get((mention.start, mention.end)) or no_place(mention) for mention in asked]


def _asked_mentions(post: Post, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """Give the mentions to resolve: those found, or the spans asked for with the role of what was found there."""
    spans = _spans(post)
    if spans is None:
        return tuple(names)
    roles = {(name.start, name.end): name.role for name in names}
    return tuple(
        Mention(
            post_id=post.id,
            start=start,
            end=end,
            text=post.text[start:end],
            confidence=1.0,  # the asker says that it names a place
            role=roles.get((start, end), Role.LITERAL),
        )
        for start, end in spans
    )


def _line(post: Post, answer: Answer) -> Line:
    given_id = post.given_id if isinstance(post, LinePost) else post.id
    mentions = None if answer.resolutions is None else _mention_objects(post, answer.resolutions)
    return post_line(post, mentions, answer.events, given_id=given_id)


def spans_as_given(post: Post, resolutions: Sequence[Resolution]) -> list[tuple[int, int]]:
    """Give where the mentions stand in the text as it was given, before any normalization."""
    if isinstance(post, LinePost) and post.given_spans is not None:
        return list(post.given_spans)
    if post.given_text is None:
        return [(r.mention.start, r.mention.end) for r in resolutions]
    back = OffsetMap(post.given_text)
    return [back.to_given(r.mention.start, r.mention.end) for r in resolutions]


def _mention_objects(post: Post, resolutions: Sequence[Resolution]) -> list[Line]:
    given = post.text if post.given_text is None else post.given_text
    spans = spans_as_given(post, resolutions)
    return [mention_object(r, span, given[span[0] : span[1]]) for r, span in zip(resolutions, spans, strict=True)]


def _spans(post: Post) -> tuple[tuple[int, int], ...] | None:
    return post.spans if isinstance(post, LinePost) else None
