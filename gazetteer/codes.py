"""The numbers that an index stores for kinds of places, statuses of names, forms of keys, and ids."""

from __future__ import annotations

import hashlib
from enum import IntEnum

from gazetteer.model import NameStatus, PlaceKind

KINDS = tuple(PlaceKind)
STATUSES = tuple(NameStatus)
NOTHING = -1


class Form(IntEnum):
    """How a key was made from a name, from firmest to loosest; stored as one byte per posting."""

    AS_IS = 0
    UNIT_ADDED = 1  # "luhansk region" for a region named "Luhansk"
    UNIT_DROPPED = 2  # "luhansk" for one named "Luhansk Oblast"
    TRANSLITERATED = 3  # Latin letters for a Cyrillic name
    INFLECTED = 4  # "бахмута"
    ADJECTIVE = 5  # "харківський": of the place, not the place


def id_hash(place_id: str) -> int:
    """Return a 64-bit hash of a place id, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(place_id.encode(), digest_size=8).digest(), "little")
