"""What the words around a mention say of the kind of its place, and which mentions stand in one sentence.

"the Luhansk region" is a region, "the village of Lyman" a settlement. Where names lie is read by statements.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gazetteer.model import PlaceKind
from geomap.lang.heads import Head, Heads
from geomap.model import Mention

_WINDOW = 40
# An office, "Kharkiv Regional Council", has its seat in the city.
REGION_WORDS = (
    r"regions?|regional(?!\s+(?-i:[A-Z\u0410-\u042f]))|oblasts?|provinces?|states?|krai|governorates?|prefectures?|"
    r"обл\.|областей|област[ьиіюях]+"
)
DISTRICT_WORDS = r"districts?|raions?|rayons?|count(?:y|ies)|parish(?:es)?|район\w*|р-н\w*"
# As news in English calls the units of the second level in Mali, Haiti, Congo, Sudan, Nigeria, Indonesia, Ethiopia and South Asia. Most of
# these words have other meanings too: after a name they say its kind, and never that another place lies in it.
_OTHER_DISTRICT_WORDS = (
    r"cercles?|arrondissements?|territory|locality|local\s+government\s+areas?|LGAs?|regency|regencies|woredas?|upazilas?|tehsils?|talukas?"
)
# Sources have no units of the third level: the township of a name means its town.
TOWN_WORDS = r"city|cities|towns?|villages?|hamlets?|settlements?|suburbs?|communities|community|municipality|townships?"
_SLAVIC_TOWN = r"міст[аоіу]\w*|город\w{0,2}|сел[аоіеу]\w{0,2}|селищ\w+|пос[её]лк\w+|хутор\w*|смт|пгт|пос\.|м\.|с\.|г\."
_AFTER = re.compile(
    rf"(?P<region>(?:ans?)?\s+(?:{REGION_WORDS})\b)"
    rf"|(?P<district>\s+(?:{DISTRICT_WORDS}|{_OTHER_DISTRICT_WORDS})\b)"
    r"|(?P<water>\s+(?:rivers?|lake|bay|strait|reservoir|canal|creek)\b)"
    r"|(?P<terrain>\s+(?:mountains?|islands?|peninsula|valley|desert|forest)\b)"
    rf"|(?P<settlement>\s+(?:{TOWN_WORDS})\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:(?P<settlement>\b(?:{TOWN_WORDS}|capital|port|outskirts) of|\b(?:{TOWN_WORDS}|{_SLAVIC_TOWN}))"
    rf"|(?P<region>\b(?:{REGION_WORDS}) of)"
    r"|(?P<district>\b(?:county|parish) of)"
    r"|(?P<water>\b(?:river|lake)))\s+$",
    re.IGNORECASE,
)
# One town or village of this name: "a Texas town" says less, and so do "towns of".
_SMALL_TOWN = re.compile(
    r"(?i:\b(?:(?P<town>town)|village|hamlet|settlement) of|"
    r"\b(?:сел(?:о|і|е|у|ом)|селищ[еіа]|пос[её]л(?:ок|ке|ка)|хут(?:ір|орі)|хутор[еа]?|деревн[яеи]|станиц[аеы]|смт|пгт|пос\.|сел\.|с\.))\s+$"
)
_OTHER_TOWN_BEFORE = re.compile(
    r"(?i:\b(?:an?|another|other|one|some|several|many|few|two|three|small|tiny|remote|rural)\s+)$"
)  # "a Texas town"
_OTHER_TOWN_AFTER = re.compile(rf"(?i:\s+(?:{TOWN_WORDS})\s+of\b)")  # "the Texas town of"
_WORD_AFTER = re.compile(r"(?:ans?)?\s+(\S+)", re.IGNORECASE)
_PLURAL_UNIT = re.compile(
    r"(?i)\s+(?:regions|oblasts|provinces|states|districts|raions|counties|parishes|rivers|"
    r"областей|областях|областям\w*|районів|районах|районов)\b"
)
_LISTED_BEFORE = re.compile(r"(?i)(?:,|;|\b(?:and|or|та|і|й|и|или|або)|&)\s+(?:the\s+|in\s+)?$")
_AND = re.compile(r"(?i)\s*,?\s*(?:and|or|&|та|і|й|и|as well as)?\s*(?:the\s+)?")
# What stands before a list of units, as in "the provinces of A, B and C" or "in ten provinces hit by the quake: A, B and C".
_PLURAL_UNIT_BEFORE = re.compile(
    r"(?i)\b(?:(?P<region>regions|oblasts|provinces|states|governorates|областях|областей)|"
    r"(?P<district>districts|raions|counties|районах|районов|районів))(?:\s+of|(?:\s+\w+){0,4}\s*:)\s+(?:the\s+)?$"
)
_SENTENCE_END = re.compile(r"[.!?;\n](?:(?<=\n)|\s+(?=[A-ZА-ЯІЇЄҐ\"\u201c]))")  # a set first: the search leaps to its letters
_BEFORE_LISTED = (": ", "f ", "e ")  # the ends of what stands before such a list
_WORDS_CACHED = 1 << 12  # without these caches and arrays.is_among resolution takes a third longer


@dataclass(slots=True)
class Hints:
    """What the text says of one mention; ``sentence`` counts from 0."""

    kind: PlaceKind | None = None
    plural: bool = False  # the unit word that says the kind is shared by a list
    listed: bool = False  # as is one that stands before it
    sentence: int = 0
    is_town: bool = False  # the words before it call it a town or a village, and nothing after it a unit
    is_village: bool = False  # a village, or another small place
    head: Head | None = None  # what a noun of the language before the name says
    bare: str | None = None  # the name without that noun

    @property
    def is_unit(self) -> bool:
        """Whether the words say that the place is a region or a district."""
        return self.kind in (PlaceKind.REGION, PlaceKind.DISTRICT)


def find_hints(text: str, mentions: Sequence[Mention], heads: Heads | None = None) -> list[Hints]:
    """Return the hints of each of ``mentions``, which are in text order; ``heads`` are the nouns before names in its language."""
    hints = [_hint(text, mention) for mention in mentions]
    if heads is not None:
        for mention, hint in zip(mentions, hints, strict=True):
            said = heads.of(text, mention.start, mention.end)
            if said is not None:
                hint.kind, hint.head, hint.bare = said[0].kind, *said
    _share_units(text, mentions, hints)
    _number_sentences(text, mentions, hints)
    return hints


def _share_units(text: str, mentions: Sequence[Mention], hints: list[Hints]) -> None:
    """Let all of "Kharkiv, Poltava and Sumy regions" be regions, and of "the regions of Kharkiv, Poltava and Sumy"."""
    for i, mention in enumerate(mentions):
        told = _plural_unit_before(text, mention, hints[i])
        if told is None and i and hints[i - 1].listed and hints[i].kind is None:
            told = hints[i - 1].kind if _AND.fullmatch(text[mentions[i - 1].end : mention.start]) else None
        if told is not None:
            hints[i].kind, hints[i].listed = told, True
    for mention, hint in zip(mentions, hints, strict=True):
        if hint.kind is not None and _is_within(text, mention):
            hint.kind = None
    for i in range(len(mentions) - 1, 0, -1):
        if (
            hints[i].kind is not None
            and hints[i - 1].kind is None
            and (hints[i].plural or _PLURAL_UNIT.match(text, mentions[i].end))
            and _AND.fullmatch(text[mentions[i - 1].end : mentions[i].start])
        ):
            hints[i - 1].kind, hints[i - 1].plural = hints[i].kind, True


def _is_within(text: str, mention: Mention) -> bool:
    """Return whether the unit words after a mention are several units in it, "Tennessee counties", and not a list of units."""
    return _PLURAL_UNIT.match(text, mention.end) is not None and _LISTED_BEFORE.search(text[: mention.start][-_WINDOW:]) is None


def _plural_unit_before(text: str, mention: Mention, hint: Hints) -> PlaceKind | None:
    if hint.kind not in (None, PlaceKind.REGION, PlaceKind.DISTRICT) or not text.endswith(_BEFORE_LISTED, 0, mention.start):
        return None
    found = _PLURAL_UNIT_BEFORE.search(text[max(0, mention.start - _WINDOW) : mention.start])
    return PlaceKind(str(found.lastgroup)) if found is not None else None


def _hint(text: str, mention: Mention) -> Hints:
    """Return what the words beside a mention say of it; most say nothing, and are known to from the last time they were met."""
    start, end = mention.start, mention.end
    word = _WORD_AFTER.match(text, end, end + _WINDOW)
    found = _AFTER.match(text, end, end + _WINDOW) if word is not None and _may_follow(word[1]) else None
    town = None
    first = max(0, start - _WINDOW)
    if (
        found is not None
        and found["settlement"]
        and (_OTHER_TOWN_AFTER.match(text, end) is not None or _OTHER_TOWN_BEFORE.search(text, first, start) is not None)
    ):
        return Hints()
    if found is None:
        before = text[first:start]
        if before[-1:].isspace() and _may_end_in(before.split()[-2:]):
            found = _BEFORE.search(text, first, start)
            town = _SMALL_TOWN.search(text, first, start)
    kind = PlaceKind(str(found.lastgroup)) if found is not None else None
    return Hints(kind=kind, is_town=town is not None, is_village=town is not None and town["town"] is None)


def _may_end_in(words: Sequence[str]) -> bool:
    if not words:
        return False
    return _may_precede(" ".join(words) if words[-1].lower() == "of" else words[-1])


@lru_cache(_WORDS_CACHED)
def _may_follow(word: str) -> bool:
    return _AFTER.match(f" {word}") is not None


@lru_cache(_WORDS_CACHED)
def _may_precede(words: str) -> bool:
    return _BEFORE.search(f"{words} ") is not None


def _number_sentences(text: str, mentions: Sequence[Mention], hints: Sequence[Hints]) -> None:
    sentence = 0
    for i in range(1, len(mentions)):
        sentence += _SENTENCE_END.search(text, mentions[i - 1].end - 1, mentions[i].start) is not None
        hints[i].sentence = sentence
