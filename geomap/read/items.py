"""What reading gives: posts and problems in input order, and the result of a whole run."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.model import Document, Event, Post, Problem

GivenId = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePost(Post):
    """A post that came as one line of JSON Lines and answers with one line.

    ``given_id`` is what to echo. ``given_spans`` are the spans asked for, in code points of the given text, and ``spans``
    the same in ``text``; both None where the line asked for none.
    """

    line: int
    given_id: GivenId = None
    given_spans: tuple[tuple[int, int], ...] | None = None
    spans: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem(Problem):
    """A line of JSON Lines that cannot be used; ``given_id`` is its id where that could be read."""

    line: int
    given_id: GivenId = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead:
    """One input and all that it gave; ``document`` is None where it could not be opened."""

    document: Document | None
    items: tuple[Post | Event | Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """All inputs. ``items`` hold the posts, and the line problems among them, in input order.

    ``events`` are those that came as such, from tables of coded events, each once; they stand on no post.
    ``problems`` hold every problem, those of lines included; a fatal one stands for an input of which nothing could be used.
    """

    documents: tuple[Document, ...]
    posts: tuple[Post, ...]
    items: tuple[Post | LineProblem, ...]
    problems: tuple[Problem, ...]
    events: tuple[Event, ...] = ()
