"""Which of a source's further names are worth keeping: those in letters that texts use, without what machines and code lists put in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gazetteer.model import NameStatus, PlaceName

_LATIN_OR_CYRILLIC = re.compile(r"[A-Za-z\u00C0-\u024F\u1E00-\u1EFF\u0400-\u052F .,'’ʼʻ`´‘()/&-]+")
_CODE = re.compile(r"[A-Z]{2,5}")
_SHORTEST = 3
_UNIT_WORDS = (
    "oblast|region|province|state|county|district|raion|rayon|governorate|prefecture|department|municipality|parish|canton|"
    "republic|territory|division|voivodeship|emirate|community|zone"
)
_SHORT_FORM = re.compile(rf"^(?:(?:{_UNIT_WORDS})\s+of\s+(?P<after>.+)|(?P<before>.+?)\s+(?:{_UNIT_WORDS}))$", re.IGNORECASE)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼʻ`´‘")) | {ord("-"): " "}


def plain(text: str) -> str:
    """The name without case, marks over letters and apostrophes: enough to see that two spellings say the same."""
    bare = text.translate(_APOSTROPHES)
    if not bare.isascii():
        bare = "".join(letter for letter in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(letter))
    return bare.casefold()


def usable(text: str) -> bool:
    """Whether a further name is worth keeping.

    GeoNames' alternates hold machine readings of other scripts ("baheumuteu", "kheiyf"): they alone are written without
    any capital. They also hold airport and UN codes ("IEV", "UAIEV") without saying so, and scraps of one or two letters.
    """
    return (
        len(text) >= _SHORTEST and _LATIN_OR_CYRILLIC.fullmatch(text) is not None and text != text.lower() and _CODE.fullmatch(text) is None
    )


def further(name: str, others: Iterable[str]) -> tuple[PlaceName, ...]:
    """Keep the usable ones of ``others``, sorted, each spelling once; forms that only lack the unit's word are marked short."""
    seen = {plain(name)}
    kept = []
    for text in sorted({unicodedata.normalize("NFC", other.strip()) for other in others}):
        if usable(text) and (key := plain(text)) not in seen:
            seen.add(key)
            kept.append((text, key))
    if not kept:
        return ()
    shortened = {plain(stripped) for text in (name, *(text for text, _ in kept)) if (stripped := without_unit_word(text))}
    return tuple(PlaceName(text=text, status=NameStatus.SHORT if key in shortened else NameStatus.ALTERNATE) for text, key in kept)


def without_unit_word(text: str) -> str | None:
    """Give "Donetsk" for "Donetsk Oblast", "Texas" for "State of Texas"; None where there is no such word."""
    match = _SHORT_FORM.match(text)
    if match is None:
        return None
    return match["after"] or match["before"]
