"""The fixed words of the data classes: what a part of a text is, how a mention refers, how sure an event and its location are."""

from __future__ import annotations

from enum import StrEnum


class PartKind(StrEnum):
    """What a part of the text of a post is on its page."""

    HEADLINE = "headline"
    HEADING = "heading"  #: a heading inside the post
    PARAGRAPH = "paragraph"
    ITEM = "item"  #: one bullet of a list


class Precision(StrEnum):
    """How exactly the publication of a post is known. A day or a month is the same in every time zone."""

    TIME = "time"
    DAY = "day"  #: only the day is stated
    MONTH = "month"  #: only the month is stated


class Role(StrEnum):
    """How a mention refers to its place."""

    LITERAL = "literal"
    DEMONYM = "demonym"  #: "Russian troops": context, never the site of an event
    EMBEDDED = "embedded"  #: inside the name of an organisation: "Odesa Military Academy"


class Modality(StrEnum):
    """Whether an event is said to have happened, and who says so; defined in the documentation of event data."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    DENIED = "denied"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    BACKGROUND = "background"


MAPPED_BY_DEFAULT = frozenset({Modality.REPORTED, Modality.CLAIMED})


class TimeBasis(StrEnum):
    """What the date of an event is based on."""

    STATED = "stated"  #: "on January 29"
    RELATIVE = "relative"  #: "on Tuesday", "overnight", from the post's own time
    PUBLISHED = "published"  #: no time expression: the day of the post
    CORRECTED = "corrected"  #: stated in a corrections file


class GeoMethod(StrEnum):
    """How the location of an event was determined."""

    GAZETTEER = "gazetteer"  #: the place itself
    RELATION = "relation"  #: derived: "20 km east of", "between"
    TABLE = "table"  #: coordinates given in the input
    CORRECTION = "correction"  #: stated in a corrections file
    COARSENED = "coarsened"  #: moved to a grid, to hide the exact location


MOST_PEOPLE = 2**31 - 1
"""The largest count of people, which is what every format can hold; no event concerns more."""
