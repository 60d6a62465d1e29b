"""Which layers of a project belong to each other: an event has tellings, a telling stands in a post, a post has place mentions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Rows of ``child`` belong to a row of ``parent``: their columns hold the same.

    ``is_shown`` says that the form of a child links its parent. ``title`` names the children in the form of the parent.
    """

    id: str
    title: str
    parent: str
    parent_column: str
    child: str
    child_column: str
    is_shown: bool = True


RELATIONS = (
    Relation(id="event_tellings", title="Tellings", parent="events", parent_column="event_id", child="tellings", child_column="event_id"),
    Relation(id="post_tellings", title="Tellings", parent="posts", parent_column="post_id", child="tellings", child_column="post_id"),
    Relation(id="post_events", title="Events", parent="posts", parent_column="post_id", child="events", child_column="post_id"),
    Relation(id="post_mentions", title="Place mentions", parent="posts", parent_column="post_id", child="mentions", child_column="post_id"),
    Relation(
        id="region_events",
        title="Events by code",
        parent="regions",
        parent_column="iso3166_2",
        child="events",
        child_column="iso3166_2",
        is_shown=False,
    ),
)
