"""What the steps of a pipeline return: the interpretation of one post, and texts with their places and events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geomap.export.geoparse import mention_object, post_line
from geomap.model import Analysis, Event, Evidence, Mention, Post, Resolution, Role
from geomap.read import LinePost, OffsetMap

_SHOWN_IN_REPR = 3


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Geoparsed:
    """One text with its place names and events.

    Attributes:
        post: The text as a post; offsets of mentions and evidence count code points of ``post.text``, which is NFC.
        resolutions: The mentions with the place of each, in text order; None where geomap does not read the language.
        tellings: The events that the text tells, of every modality, in text order.
        events: Those of the modalities that are shown by default (reported and claimed), or that the settings name.
    """

    post: Post
    resolutions: tuple[Resolution, ...] | None
    tellings: tuple[Event, ...]
    events: tuple[Event, ...]

    @property
    def is_read(self) -> bool:
        """Whether geomap reads the language of the text."""
        return self.resolutions is not None

    @property
    def mentions(self) -> tuple[Resolution, ...]:
        """The place names with the place of each; empty where there are none and where the language is not read."""
        return self.resolutions or ()

    def to_dict(self) -> dict[str, Any]:
        """Return the text's line of ``geomap geoparse``, as plain values for JSON.

        Returns:
            id, title, published_at, url, lang, read, mentions and events. Offsets count code points of the text as it was given.
        """
        given_id = self.post.given_id if isinstance(self.post, LinePost) else self.post.id
        mentions = None if self.resolutions is None else mention_objects(self.post, self.resolutions)
        return post_line(self.post, mentions, events_as_given(self.post, self.events), given_id=given_id)

    def to_analysis(self) -> Analysis:
        """Return the text as an analysis of one post, which maps, exporters and data frames take.

        Returns:
            The analysis, without regions and data sources.
        """
        return Analysis(documents=(), posts=(self.post,), resolutions=(self.resolutions,), tellings=(self.tellings,), events=self.events)

    def __repr__(self) -> str:
        """Return one line: the first words, the places and the number of events."""
        words = " ".join(self.post.text.split())
        start = words if len(words) <= 40 else f"{words[:39]}…"  # noqa: PLR2004 - one line
        names = [resolution.mention.text for resolution in self.mentions]
        shown = ", ".join(names[:_SHOWN_IN_REPR]) + (f" and {len(names) - _SHOWN_IN_REPR} more" if len(names) > _SHOWN_IN_REPR else "")
        return f"<Geoparsed {start!r}: {shown or 'no places'}; {len(self.events)} event{'' if len(self.events) == 1 else 's'}>"

    def _repr_html_(self) -> str:
        """Return a small map and a table of the events, for notebooks."""
        from geomap.notebook import notebook_html  # noqa: PLC0415 - folium is loaded only where a map is drawn

        return notebook_html(self.to_analysis(), title=self.post.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """What one post says by itself, before it is settled with the other posts of its page.

    Attributes:
        post: The post.
        recognized: The mentions found in it; None where no recognizer reads its language.
        asked: The mentions that are resolved: those found, or the spans that the post came with.
        resolved: A resolution for each of ``asked``, from the text of the post alone.
        placed: The same with the corrections of places applied.
        extracted: What the extractor made of the post, in a form of its own.
        matched_lines: Numbers of the lines of the corrections that apply to it.
    """

    post: Post
    recognized: tuple[Mention, ...] | None
    asked: tuple[Mention, ...]
    resolved: tuple[Resolution, ...]
    placed: tuple[Resolution, ...]
    extracted: Any
    matched_lines: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Posts with their events, in the order they were given; ``matched_lines`` are the lines of the corrections that apply to them."""

    results: tuple[Geoparsed, ...]
    matched_lines: frozenset[int]


def requested_mentions(post: Post, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions to resolve: those found, or the spans that the post came with in the role of what was found there.

    Args:
        post: The post; a line of JSON Lines may have ``spans``.
        names: The mentions found in it.

    Returns:
        The mentions, in the order of the spans.
    """
    spans: Sequence[tuple[int, int]] | None = getattr(post, "spans", None)
    if spans is None:
        return tuple(names)
    roles: Mapping[tuple[int, int], Role] = {(name.start, name.end): name.role for name in names}
    return tuple(
        Mention(
            post_id=post.id,
            start=start,
            end=end,
            text=post.text[start:end],
            confidence=1.0,  # whoever asks says that it names a place
            role=roles.get((start, end), Role.LITERAL),
        )
        for start, end in spans
    )


def spans_as_given(post: Post, resolutions: Sequence[Resolution]) -> list[tuple[int, int]]:
    """Return where the mentions stand in the text as it was given, before any normalization.

    Args:
        post: The post.
        resolutions: Resolutions of its mentions.

    Returns:
        Half-open spans of code points, in the order of ``resolutions``.
    """
    if isinstance(post, LinePost) and post.given_spans is not None:
        return list(post.given_spans)
    if post.given_text is None:
        return [(r.mention.start, r.mention.end) for r in resolutions]
    back = OffsetMap(post.given_text)
    return [back.to_given(r.mention.start, r.mention.end) for r in resolutions]


def events_as_given(post: Post, events: Sequence[Event]) -> list[Event]:
    """Return events whose quotations have offsets in the text as it was given, before any normalization.

    Args:
        post: The post.
        events: What it tells.

    Returns:
        The events, in the same order.
    """
    if post.given_text is None:
        return list(events)
    back = OffsetMap(post.given_text)

    def given(one: Evidence) -> Evidence:
        start, end = (one.start, one.end) if one.offsets is None or one.post_id != post.id else back.to_given(one.start, one.end)
        return replace(one, start=start, end=end)

    return [replace(event, evidence=tuple(map(given, event.evidence))) for event in events]


def mention_objects(post: Post, resolutions: Sequence[Resolution]) -> list[dict[str, Any]]:
    """Return the mentions as ``geomap geoparse`` prints them.

    Args:
        post: The post.
        resolutions: Resolutions of its mentions.

    Returns:
        One object for each mention, with offsets in the text as it was given.
    """
    given = post.text if post.given_text is None else post.given_text
    spans = spans_as_given(post, resolutions)
    return [mention_object(r, span, given[span[0] : span[1]]) for r, span in zip(resolutions, spans, strict=True)]
