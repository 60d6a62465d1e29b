"""Where names that no gazetteer has are likely to be: around the place that the text names nearest to them.

News names shops, hills and hamlets that no gazetteer has, mostly beside the town in which they are. Such a name gets the land around that
town, as an area with a confidence that never counts as sure, if the text is about one region. Its place is marked as surroundings: it
is no site of an event, and lists of unresolved names keep the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gazetteer.model import PlaceKind
from geomap.model import Mention, Reason, Resolution, Role
from geomap.resolve.unknown import is_unknown

_AROUND_KM = 50.0  # 0.8 of 138 such names in annotated news are within this distance, 0.5 within 10 km
_FARTHEST = 400  # characters from the name to the place
_FOLLOWS = 25  # characters that a place after the name counts as farther away: news names the town first
_LEAST_CONFIDENCE = 0.8  # of the place
_LEAST_SHARE = 0.5  # of the places of the text, so many lie in its region
_SHARE_RIGHT = 0.75  # of such names lie in the area, if the place is right
_LOCAL = frozenset((PlaceKind.SETTLEMENT, PlaceKind.DISTRICT, PlaceKind.NEIGHBORHOOD, PlaceKind.FACILITY))
_WHY = "its place is the area around {}, which is named beside it"


def with_surroundings(resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """Return the ``resolutions`` of one post with the surroundings of a place named beside it for each name that no place bears."""
    unknown = [at for at, found in enumerate(resolutions) if is_unknown(found) and found.mention.role is Role.LITERAL]
    if not unknown:
        return tuple(resolutions)
    places = [found for found in resolutions if _is_local(found)]
    regions = Counter(_region(found) for found in places)
    answers = list(resolutions)
    for at in unknown:
        found = resolutions[at]
        nearest = min(places, key=lambda other: (_distance(found.mention, other.mention), other.mention.start), default=None)
        if nearest is not None and _is_telling(found.mention, nearest) and regions[_region(nearest)] > _LEAST_SHARE * len(places):
            answers[at] = _around(found, nearest)
    return tuple(answers)


def _is_local(found: Resolution) -> bool:
    place = found.place
    return place is not None and place.lat is not None and place.kind in _LOCAL and found.mention.role is not Role.DEMONYM


def _region(found: Resolution) -> tuple[str | None, str | None]:
    return (found.place.country, found.place.admin1) if found.place is not None else (None, None)


def _distance(name: Mention, other: Mention) -> int:
    return name.start - other.end if other.start < name.start else other.start - name.end + _FOLLOWS


def _is_telling(name: Mention, other: Resolution) -> bool:
    return _distance(name, other.mention) < _FARTHEST and (other.confidence or 0.0) > _LEAST_CONFIDENCE


def _around(found: Resolution, beside: Resolution) -> Resolution:
    if beside.place is None or beside.confidence is None:
        return found
    place = replace(beside.place, kind=PlaceKind.AREA, radius_m=max(beside.place.radius_m, _AROUND_KM * 1000))
    reason = Reason(text=_WHY.format(beside.mention.text), weight=0.0)
    confidence = round(beside.confidence * _SHARE_RIGHT, 4)
    return replace(found, place=place, confidence=confidence, reasons=(*found.reasons, reason), is_surroundings=True)
