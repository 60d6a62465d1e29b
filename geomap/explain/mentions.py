"""Posts to what is told of their mentions: which places each could mean, which one was taken, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.errors import InputError
from geomap.geoparsed import spans_as_given
from geomap.model import Post, Resolution
from geomap.pipeline import Pipeline
from geomap.resolve.explain import ExplainedMention, explain

_NAMED_IN_ERRORS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedPost:
    """A post and its mentions in text order; ``is_read`` is False where no recognizer reads its language."""

    id: str
    title: str | None
    is_read: bool
    mentions: tuple[ExplainedMention, ...]


def explain_posts(
    posts: Sequence[Post], pipeline: Pipeline, *, post_id: str | None = None, mention: str | None = None
) -> tuple[ExplainedPost, ...]:
    """Explain the mentions of ``posts``: of the one whose id is or begins with ``post_id`` only, and those that read ``mention`` only.

    All posts are resolved in any case, since what one says helps the others.

    Raises:
        InputError: there is no such post or no such mention.
    """
    settled = pipeline.settle(pipeline.interpret(posts))
    explained = [
        ExplainedPost(id=found.post.id, title=found.post.title, is_read=found.is_read, mentions=_mentions(found.post, found.mentions))
        for found in settled.results
    ]
    if post_id is not None:
        explained = _of_id(explained, post_id)
    return tuple(explained if mention is None else _of_mention(explained, mention))


def _mentions(post: Post, resolutions: Sequence[Resolution]) -> tuple[ExplainedMention, ...]:
    spans = spans_as_given(post, resolutions)
    return tuple(replace(found, start=start, end=end) for found, (start, end) in zip(explain(resolutions), spans, strict=True))


def _of_id(explained: Sequence[ExplainedPost], post_id: str) -> list[ExplainedPost]:
    asked = post_id.strip()
    kept = [post for post in explained if post.id == asked] or [post for post in explained if asked and post.id.startswith(asked)]
    if not kept:
        raise InputError(
            f"no post has an id that begins with {post_id!r}; the posts are {listed([post.id for post in explained])}", parameter="post_id"
        )
    return kept


def _of_mention(explained: Sequence[ExplainedPost], text: str) -> list[ExplainedPost]:
    wanted = text.casefold()
    kept = []
    for post in explained:
        mentions = tuple(mention for mention in post.mentions if mention.text.casefold() == wanted)
        if mentions:
            kept.append(ExplainedPost(id=post.id, title=post.title, is_read=True, mentions=mentions))
    if not kept:
        names = sorted({mention.text for post in explained for mention in post.mentions})
        raise InputError(f"no mention is spelled {text!r}; the mentions are {listed(names)}", parameter="mention")
    return kept


def listed(names: Sequence[str]) -> str:
    """Name a few of what there is, for a sentence that says what there is not."""
    if not names:
        return "none"
    shown = ", ".join(names[:_NAMED_IN_ERRORS])
    return shown if len(names) <= _NAMED_IN_ERRORS else f"{shown} and {len(names) - _NAMED_IN_ERRORS} more"
