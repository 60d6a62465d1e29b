"""Passages: a sentence with what stands around it, as pieces, each named place replaced by a word for its kind.

Names are replaced so that the encoder knows no place by its name: what it learns of one town it knows of every town.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.model import PlaceKind
from geomap.events.context.subwords import BEGIN, END, Hole, Subwords
from geomap.events.gate.view import NamedPlace, PostView

HEADLINE_PIECES, BEFORE_PIECES, AFTER_PIECES = 20, 20, 12
OWN_PIECES = 300
KINDS = {  # the word that stands for a place of each kind
    PlaceKind.COUNTRY: "country",
    PlaceKind.REGION: "region",
    PlaceKind.DISTRICT: "district",
    PlaceKind.SETTLEMENT: "city",
    PlaceKind.NEIGHBORHOOD: "quarter",
    PlaceKind.FACILITY: "building",
    PlaceKind.WATER: "river",
    PlaceKind.TERRAIN: "mountain",
    PlaceKind.AREA: "area",
}
_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
MARKS = 2 * len(KINDS) + 1  # 0 is no name, then each kind, then each kind of which only people or bodies are named


@dataclass(frozen=True, slots=True)
class Asked:
    """A named place that is asked about: its number in the view, where it and its sentence stand in the passage."""

    number: int
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces, which of them are context only, the marks of names, and the places that are asked about."""

    pieces: Sequence[int]
    context: Sequence[int]
    marks: Sequence[int]
    asked: Sequence[Asked]


class PassageWriter:
    """Writes the passages of one post."""

    def __init__(self, view: PostView, subwords: Subwords) -> None:
        self._view = view
        self._subwords = subwords
        self._words = {kind: subwords.row(word) for kind, word in KINDS.items()}
        self._of_sentence: dict[int, list[tuple[int, NamedPlace]]] = {}
        for number, one in enumerate(view.places):
            self._of_sentence.setdefault(one.reading, []).append((number, one))
        self._written: dict[int, tuple[list[int], dict[int, int]]] = {}

    def passage(self, first: int, last: int) -> Passage:
        """Return the passage of the sentences ``first`` to ``last`` of the post."""
        pieces, marks = [BEGIN], [0]
        if first > 1:
            self._extend(pieces, marks, 0, slice(HEADLINE_PIECES))
        if first > 0:
            self._extend(pieces, marks, first - 1, slice(-BEFORE_PIECES, None))
        context = [0] + [1] * (len(pieces) - 1)
        asked: list[Asked] = []
        for sentence in range(first, last + 1):
            start = len(pieces)
            places = self._sentence(sentence)[1]
            self._extend(pieces, marks, sentence, slice(OWN_PIECES), own=True)
            end = len(pieces)
            asked += [Asked(number, min(start + at, end - 1), start, end) for number, at in places.items()]
        context += [0] * (len(pieces) - len(context))
        if last + 1 < len(self._view.readings):
            self._extend(pieces, marks, last + 1, slice(AFTER_PIECES))
        context += [1] * (len(pieces) - len(context))
        return Passage([*pieces, END], [*context, 0], [*marks, 0], asked)

    def length(self, sentence: int) -> int:
        """Return the number of pieces of a sentence."""
        return len(self._sentence(sentence)[0])

    def _extend(self, pieces: list[int], marks: list[int], sentence: int, part: slice, *, own: bool = False) -> None:
        written, places = self._sentence(sentence)
        marked = [0] * len(written)
        if own:
            for number, at in places.items():
                marked[at] = self._mark(self._view.places[number])
        pieces += written[part]
        marks += marked[part]

    def _mark(self, one: NamedPlace) -> int:
        return 1 + _NUMBERS.get(one.place.kind, len(KINDS) - 1) + (0 if one.name.literal else len(KINDS))

    def _sentence(self, number: int) -> tuple[list[int], dict[int, int]]:
        """Return the pieces of a sentence, and where among them its named places stand."""
        known = self._written.get(number)
        if known is None:
            known = self._written[number] = self._write(number)
        return known

    def _write(self, number: int) -> tuple[list[int], dict[int, int]]:
        holes, hole_of = self.holes(number)
        pieces, places = self._subwords.encode(self._view.readings[number].sentence.text, holes)
        return pieces, {place: places[hole] for place, hole in hole_of.items()}

    def holes(self, number: int) -> tuple[list[Hole], dict[int, int]]:
        """Return the stretches of a sentence that are names, each with the piece that stands there instead, and the hole of each place."""
        sentence = self._view.readings[number].sentence
        offset, text = sentence.span.start, sentence.text
        holes: list[Hole] = []
        hole_of: dict[int, int] = {}
        ordered = sorted(self._of_sentence.get(number, ()), key=lambda pair: (pair[1].name.resolution.mention.start, pair[0]))
        for place, one in ordered:
            mention = one.name.resolution.mention
            start, end = max(0, mention.start - offset), min(len(text), mention.end - offset)
            if not holes or start >= holes[-1][1]:  # a name inside another shares its piece
                holes.append((start, end, self._words.get(one.place.kind, self._words[PlaceKind.AREA])))
            hole_of[place] = len(holes) - 1
        return holes, hole_of
