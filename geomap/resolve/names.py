"""The names of a document with what the resolver knows of each: what words beside it say, and the places of its spelling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geomap.model import Mention
from geomap.resolve.features import CandidateSet
from geomap.resolve.hints import Hints
from geomap.resolve.told_countries import At

Respell = Callable[[str, frozenset[int], frozenset[int] | None], CandidateSet | None]
"""Find the places in regions, and in districts where those are not None, of which a name is another spelling."""

Transliterate = Callable[[str, frozenset[int]], CandidateSet | None]
"""Find the places in countries, given by their numbers in the index, of which a name in Cyrillic may be the spelling."""


@dataclass(frozen=True, slots=True)
class Names:
    """The mentions of a document in text order, what the words beside each say, and its candidates; None for a name that has none.

    ``respell`` finds the places of other spellings, ``transliterate`` those of names in Cyrillic; None: there are no other spellings.
    ``countries_called`` are the countries by whose adjectives the text calls something.
    """

    mentions: Sequence[Mention]
    hints: Sequence[Hints]
    found: Sequence[CandidateSet | None]
    respell: Respell | None = None
    transliterate: Transliterate | None = None
    countries_called: Sequence[At] = ()
