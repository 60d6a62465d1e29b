"""The keys under which a name is stored: its own and those that a reader may meet instead.

Every key is generated when the index is compiled, so that look-up and scanning are one exact search each; ``Form`` keeps
how the key came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum

from gazetteer import normalize
from gazetteer.model import NameStatus, PlaceKind


class Form(IntEnum):
    """How a key was made from a name, from firmest to loosest; stored as one byte per posting."""

    AS_IS = 0
    UNIT_ADDED = 1  # "luhansk region" for a region named "Luhansk"
    UNIT_DROPPED = 2  # "luhansk" for one named "Luhansk Oblast"
    TRANSLITERATED = 3  # Latin letters for a Cyrillic name
    INFLECTED = 4  # "бахмута"
    ADJECTIVE = 5  # "харківський": of the place, not the place


_key: Callable[[str], str] = normalize.key.__wrapped__  # a build meets most names once: no cache
_UNITS = {PlaceKind.REGION: normalize.REGION_UNIT, PlaceKind.DISTRICT: normalize.DISTRICT_UNIT}


def keys_of(name: str, kind: PlaceKind, status: NameStatus) -> Iterator[tuple[str, Form]]:
    """Yield the keys of one name with how each was made, the name's own first; a key may come twice."""
    own = _key(name)
    if not own:
        return
    yield own, Form.AS_IS
    unit = _UNITS.get(kind)
    if unit is None or status in (NameStatus.DEMONYM, NameStatus.ABBREVIATION):
        return
    head, spoken = normalize.core(own)
    if spoken is not None:
        yield head, Form.UNIT_DROPPED
    elif own.isascii():
        yield f"{own} {unit}", Form.UNIT_ADDED
