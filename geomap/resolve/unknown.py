"""The answer for a name that no place of the gazetteer bears."""

from __future__ import annotations

from geomap.model import Mention, Reason, Resolution

_NO_NAME = (Reason(text="the gazetteer has no place of this name", weight=0.0),)


def unknown(mention: Mention) -> Resolution:
    """Return the resolution of a name that no place of the gazetteer bears."""
    return Resolution(mention=mention, place=None, confidence=None, reasons=_NO_NAME)


def is_unknown(resolution: Resolution) -> bool:
    """Return whether a resolution says that no place of the gazetteer bears the name."""
    return resolution.place is None and resolution.reasons == _NO_NAME
