"""Colours of event types, the same on the page and in QGIS; with the marker that QGIS draws.

The colours keep ACLED's order of warm for fighting, cool for the rest, are apart for the common kinds of colour blindness, and
reach a contrast of 3:1 on white (WCAG 2.2, 1.4.11). Shapes tell the types apart without them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """A colour as #rrggbb and the name of one of QGIS's simple markers."""

    colour: str
    marker: str


LOOKS: dict[str, Look] = {
    "Battles": Look("#b3261e", "diamond"),
    "Explosions/Remote violence": Look("#d95f02", "star"),
    "Violence against civilians": Look("#7b1f6a", "triangle"),
    "Protests": Look("#1f6fb5", "circle"),
    "Riots": Look("#b58900", "square"),
    "Strategic developments": Look("#55626e", "hexagon"),
    "diplomacy": Look("#14757d", "pentagon"),
    "aid": Look("#1b7f43", "cross_fill"),
    "humanitarian": Look("#8a5a2b", "half_square"),
    "infrastructure": Look("#4250b5", "square_with_corners"),
    "accident": Look("#b0457f", "arrowhead_filled"),
    "natural disaster": Look("#00688b", "semi_circle"),
    "ceremony": Look("#927016", "asterisk_fill"),
    "statement": Look("#5e7330", "quarter_circle"),
}
OTHER = Look("#6b6b6b", "diagonal_half_square")


def look_of(event_type: str) -> Look:
    """Give the look of an event type; one that is not known gets a grey of its own."""
    return LOOKS.get(event_type, OTHER)
