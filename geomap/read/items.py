"""What reading returns: posts and problems in input order, for one document and for a whole run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model import Document, Event, Merged, Post, Problem

GivenId = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePost(Post):
    """A post of JSON Lines, which is answered with one line of output.

    Attributes:
        line: Its line number, from 1.
        given_id: The id to echo.
        given_spans: The spans to resolve, in code points of the given text; None where the line has none.
        spans: The same spans in code points of ``text``.
    """

    line: int
    given_id: GivenId = None
    given_spans: tuple[tuple[int, int], ...] | None = None
    spans: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem(Problem):
    """A line of JSON Lines that cannot be used.

    Attributes:
        line: Its line number, from 1.
        given_id: Its id, where that could be read.
    """

    line: int
    given_id: GivenId = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead:
    """One input and all that was read from it.

    Attributes:
        document: The input; None where it could not be opened.
        items: Its posts, events and problems in order.
    """

    document: Document | None
    items: tuple[Post | Event | Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What was read from all inputs.

    Attributes:
        documents: The inputs that could be opened.
        posts: All posts.
        items: The posts and the line problems among them, in input order.
        problems: Every problem, including those of lines; a fatal one stands for an input of which nothing could be used.
        events: The events of tables of coded events, each once; they belong to no post.
        merged: The posts and events that are left out because they are the same as others.
    """

    documents: tuple[Document, ...]
    posts: tuple[Post, ...]
    items: tuple[Post | LineProblem, ...]
    problems: tuple[Problem, ...]
    events: tuple[Event, ...] = ()
    merged: tuple[Merged, ...] = ()


_MOST_NAMED = 10  # in a sentence; the report of a run names all


def left_out(origin: str, parts: Sequence[str], lack: str) -> Problem:
    """Return the problem that parts of an input are skipped.

    Args:
        origin: The input.
        parts: What they are called: "item 3", "record 4".
        lack: What they do not have: "no text and no title".
    """
    named = ", ".join(parts[:_MOST_NAMED]) + (" and so on" if len(parts) > _MOST_NAMED else "")
    have, are = ("have", "are") if len(parts) > 1 else ("has", "is")
    text = f"{origin}: {len(parts):,} of its parts {have} {lack} and {are} skipped: {named}"
    return Problem(origin=origin, text=text, skipped=tuple(parts))
