"""Colours and markers of event types: the same colours on the page, in QGIS, KML, charts and the preview.

The colours keep ACLED's order of warm for fighting, cool for the rest, are apart for the common kinds of colour blindness, and
reach a contrast of 3:1 on white (WCAG 2.2, 1.4.11). Shapes tell the types apart without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Look:
    """How events of a type are drawn.

    Attributes:
        colour: As #rrggbb.
        marker: The name of one of QGIS's simple markers, one whose middle is the middle of its shape.
        preview_marker: A marker of matplotlib close to the shape on the page: its code, or (sides, style, angle).
        angle: By how many degrees QGIS turns its marker clockwise.
    """

    colour: str
    marker: str
    preview_marker: str | tuple[int, Literal[0, 1, 2], int]
    angle: int = 0


LOOKS: dict[str, Look] = {
    "Battles": Look("#b3261e", "diamond", "D"),
    "Explosions/Remote violence": Look("#d05a00", "star", (8, 1, 0)),
    "Violence against civilians": Look("#7b1f6a", "triangle", "^"),
    "Protests": Look("#1f6fb5", "circle", "o"),
    "Riots": Look("#6620c0", "square", "s"),
    "Strategic developments": Look("#55626e", "hexagon", "h"),
    "crime and justice": Look("#3a3a3a", "arrow", "v"),
    "politics": Look("#9a3fb5", "arrow", "<", angle=90),
    "diplomacy": Look("#14757d", "pentagon", "p"),
    "aid": Look("#1b7f43", "cross_fill", "P"),
    "humanitarian": Look("#8a5a2b", "pentagon", "p", angle=180),
    "infrastructure": Look("#4250b5", "square_with_corners", "X"),
    "accident": Look("#b0457f", "cross_fill", "v", angle=45),
    "natural disaster": Look("#00688b", "triangle", "d", angle=180),
    "ceremony": Look("#927016", "asterisk_fill", "*"),
    "statement": Look("#5e7330", "octagon", "8"),
}
OTHER = Look("#6b6b6b", "equilateral_triangle", "o", angle=90)


def look_of(event_type: str) -> Look:
    """Return how events of a type are drawn.

    Args:
        event_type: Such as "Battles".

    Returns:
        The look; a grey one for a type that is not known.
    """
    return LOOKS.get(event_type, OTHER)
