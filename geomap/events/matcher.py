"""Expressions over tokens, as they stand in the tables.

An expression is a row of elements parted by spaces:

    word        this form, in lower case
    word+       any inflected form of this English verb or noun: shell+ is shell, shells, shelled, shelling
    wor*        any word that begins so
    a|b|c       one of several, each of which may bear + or *, or be <num> or <place>
    element?    may be missing
    <num>       a number in digits or words        <place>   a place
    ..          up to three tokens, none a full stop, semicolon or colon
    ...         up to ten of them
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar

from geomap.lang.grouped import Token
from geomap.lang.wordset import inflections

T = TypeVar("T")
STOPS = frozenset(".;:!?")
GAPS = {"..": 3, "...": 10}
WORDS_KEPT = 1 << 16
STEM = 3  # a prefix pattern is looked up by its first letters; shorter stems would match half the language


class Special(Enum):
    """Elements that are not words."""

    NUMBER = auto()
    PLACE = auto()
    GAP = auto()


_SPECIALS = {"<num>": Special.NUMBER, "<place>": Special.PLACE}


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an expression."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    special: Special | None = None
    optional: bool = False
    reach: int = 0
    plain: bool = False  # one word, and it must be there


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens ``[start, end)`` that an expression covers."""

    start: int
    end: int


@dataclass(slots=True)
class TokenView:
    """What a matcher needs to know of a sentence: its tokens, which are numbers and which belong to a place."""

    tokens: Sequence[Token]
    numbers: Mapping[int, int] = field(default_factory=dict)  # first token of a number -> the token after it
    places: Mapping[int, int] = field(default_factory=dict)  # first token of a place -> the token after it


def compile_expression(text: str, irregular: Mapping[str, Iterable[str]]) -> tuple[Element, ...]:
    """Read one expression. ValueError: it says nothing, or starts with a gap."""
    elements = tuple(_element(part, irregular) for part in text.split())
    if not elements or elements[0].optional or elements[0].special is Special.GAP:
        raise ValueError(f"expression {text!r} should start with a word, a number or a place")
    return elements


def _element(part: str, irregular: Mapping[str, Iterable[str]]) -> Element:
    if part in GAPS:
        return Element(special=Special.GAP, reach=GAPS[part])
    optional = part.endswith("?") and len(part) > 1
    part = part[:-1] if optional else part
    special: Special | None = None
    words: set[str] = set()
    stems: list[str] = []
    for word in part.split("|"):
        if word in _SPECIALS:
            special = _SPECIALS[word]
        elif word.endswith("*") and len(word) > STEM:
            stems.append(word[:-1])
        elif word.endswith("+") and len(word) > 1:
            words |= inflections(word[:-1], irregular)
        else:
            words.add(word)
    plain = not optional and special is None
    return Element(words=frozenset(words), stems=tuple(stems), special=special, optional=optional, plain=plain)


def _match(elements: tuple[Element, ...], number: int, view: TokenView, at: int) -> int | None:
    """Return the token after the shortest match of ``elements[number:]`` that begins at token ``at``, None where there is none."""
    tokens, count = view.tokens, len(elements)
    while number < count and (element := elements[number]).plain:  # most elements are words; calls for each cost 3 % of a run
        low = tokens[at].low if at < len(tokens) else ""
        if low not in element.words and not (element.stems and low.startswith(element.stems)):
            return None
        number, at = number + 1, at + 1
    if number == count:
        return at
    if element.special is Special.GAP:
        return _match_gap(elements, number, view, at)
    after = _one(element, view, at) if at < len(view.tokens) else None
    if after is not None:
        end = _match(elements, number + 1, view, after)
        if end is not None:
            return end
    return _match(elements, number + 1, view, at) if element.optional else None


def _match_gap(elements: tuple[Element, ...], number: int, view: TokenView, at: int) -> int | None:
    for skipped in range(elements[number].reach + 1):
        end = _match(elements, number + 1, view, at + skipped)
        if end is not None:
            return end
        if at + skipped >= len(view.tokens) or view.tokens[at + skipped].low in STOPS:
            return None
    return None


def _one(element: Element, view: TokenView, at: int) -> int | None:
    low = view.tokens[at].low
    if low in element.words or (element.stems and low.startswith(element.stems)):
        return at + 1
    if element.special is None:
        return None
    return view.numbers.get(at) if element.special is Special.NUMBER else view.places.get(at)


class Matcher(Generic[T]):
    """Finds all expressions of a table in a sentence; they are looked up by their first word."""

    def __init__(self) -> None:
        self._first: dict[str, list[tuple[tuple[Element, ...], T]]] = {}
        self._stems: dict[str, list[tuple[tuple[Element, ...], T]]] = {}
        self._special: list[tuple[tuple[Element, ...], T]] = []
        self._by_word: dict[str, Sequence[tuple[tuple[Element, ...], T]]] = {}  # what can begin with the words met so far

    def add(self, elements: tuple[Element, ...], value: T) -> None:
        """Add one expression and what it stands for.

        Raises:
            ValueError: It begins with a number or a place and names no word at all.
        """
        self._by_word.clear()
        head = elements[0]
        for word in sorted(head.words):
            self._first.setdefault(word, []).append((elements, value))
        for stem in sorted({stem[:STEM] for stem in head.stems}):
            self._stems.setdefault(stem, []).append((elements, value))
        if head.special is not None:
            if all(element.special is not None or element.optional for element in elements):
                raise ValueError("an expression that begins with a number or a place should name a word")
            self._special.append((elements, value))

    def find_at(self, view: TokenView, at: int) -> list[tuple[TokenSpan, T]]:
        """Return every match that begins at token ``at``."""
        found = [(_match(elements, 1, view, at + 1), value) for elements, value in self._beginning(view.tokens[at].low)]
        if self._special and (at in view.numbers or at in view.places):
            found += [(_match(elements, 0, view, at), value) for elements, value in self._special]
        return [(TokenSpan(at, end), value) for end, value in found if end is not None]

    def may_begin(self, low: str) -> bool:
        """Whether any expression can begin with a word: a quick test that spares most words the slower ones."""
        return bool(self._beginning(low))

    def _beginning(self, low: str) -> Sequence[tuple[tuple[Element, ...], T]]:
        """Return the expressions whose first element is a word in lower case."""
        known = self._by_word.get(low)
        if known is None:
            if len(self._by_word) >= WORDS_KEPT:
                self._by_word.clear()
            stems = [row for row in self._stems.get(low[:STEM], ()) if low in row[0][0].words or low.startswith(row[0][0].stems)]
            known = self._by_word[low] = (*self._first.get(low, ()), *stems)
        return known

    def find(self, view: TokenView) -> list[tuple[TokenSpan, T]]:
        """Return every match, by start."""
        found: list[tuple[TokenSpan, T]] = []
        special, by_word = bool(self._special), self._by_word
        for at, token in enumerate(view.tokens):
            known = by_word.get(token.low)
            if known is None:
                known = self._beginning(token.low)
            if known or (special and (at in view.numbers or at in view.places)):
                found += self.find_at(view, at)
        return found
