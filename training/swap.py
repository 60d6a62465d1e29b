"""Names of a training text exchanged for random ones, so that the model learns how names stand and not which there are.

Training texts come from few countries; without this the model trusts the sort of name they are full of and no other.
The same name in one text is exchanged for the same other name.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geomap.recognize.cues import CLASS_OF, GIVEN
from training.corpus import GoldName, GoldText

_SYLLABLES = [first + second for first in "bdghklmnprstvz" for second in ("a", "e", "i", "o", "ar", "el", "or")]
_ENDINGS = ("", "n", "r", "sk", "ka", "ville", "a", "i", "ton", "iv", "ne")
_INVENTED_SHARE = 0.15
_UNIT_CLASSES = ("unit", "road", "facility", "water", "terrain", "org", "direction")


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRates:
    """How often a name is exchanged; persons are given names of places, so that their company tells them apart."""

    name: float = 0.5
    person: float = 0.05
    together: float = 0.8  # of the names exchanged, for one of the text's region


class Swapper:
    """Exchanges names of places in texts for others, those of a text mostly for names of one of ``regions``, by a seed."""

    def __init__(self, regions: Sequence[Sequence[str]], *, is_demonym: Callable[[str], bool], rates: SwapRates, seed: int) -> None:
        self._regions = regions
        self._here: Sequence[str] = regions[0]
        self._is_demonym = is_demonym
        self._rates = rates
        self._random = random.Random(seed)  # noqa: S311 - reproducible training, no secret

    def swap(self, text: GoldText) -> GoldText:
        """Return ``text`` with some of its names exchanged, offsets mended."""
        self._here = self._random.choice(self._regions)
        chosen: dict[str, str] = {}
        pieces: list[str] = []
        names: list[GoldName] = []
        at = length = 0
        for start, end, name in self._stretches(text):
            if start < at:
                continue
            old = text.text[start:end]
            if old not in chosen:
                chosen[old] = self._another(old) if self._is_exchanged(old, person=name is None) else old
            between = text.text[at:start]
            pieces += [between, chosen[old]]
            length += len(between)
            if name is not None:
                names.append(replace(name, start=length, end=length + len(chosen[old])))
            length += len(chosen[old])
            at = end
        pieces.append(text.text[at:])
        return replace(text, text="".join(pieces), names=tuple(names))

    def _stretches(self, text: GoldText) -> list[tuple[int, int, GoldName | None]]:
        gold: list[tuple[int, int, GoldName | None]] = [(name.start, name.end, name) for name in text.names]
        taken = [(name.start, name.end) for name in text.names]
        persons = [(a, b, None) for a, b in _surnames(text.text) if not any(a < e and s < b for s, e in taken)]
        return sorted([*gold, *persons], key=lambda stretch: stretch[:2])

    def _is_exchanged(self, old: str, *, person: bool) -> bool:
        if person:
            return self._random.random() < self._rates.person
        if self._random.random() >= self._rates.name:
            return False
        words = old.replace(".", "").split()
        plain = all(word.isalpha() and word[0].isupper() and len(word) > 3 for word in words)  # noqa: PLR2004 - "US", "St"
        return plain and not self._is_demonym(old) and not any(_is_unit(word) for word in words)

    def _another(self, old: str) -> str:
        if self._random.random() < _INVENTED_SHARE:
            new = "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 3))) + self._random.choice(_ENDINGS)
            new = new.capitalize()
        else:
            here = self._random.random() < self._rates.together
            new = self._random.choice(self._here if here else self._random.choice(self._regions))
        return new.upper() if old.isupper() else new


def _is_unit(word: str) -> bool:
    word_class = CLASS_OF.get(word.lower())
    return word_class is not None and any(name in _UNIT_CLASSES for name in word_class.split("+"))


def _surnames(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    before = ""
    for word in text.split(" "):
        bare = word.strip(".,;:\"'()")
        if before.lower() in GIVEN and bare.isalpha() and bare[0].isupper() and word.startswith(bare):
            found.append((at, at + len(bare)))
        before = word
        at += len(word) + 1
    return found
