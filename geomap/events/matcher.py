"""Expressions over tokens, as they stand in the tables.

An expression is a row of elements parted by spaces:

    word        this form, in lower case
    word+       any inflected form of this English verb or noun: shell+ is shell, shells, shelled, shelling
    wor*        any word that begins so
    a|b|c       one of several, each of which may bear + or *
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
STEM = 3  # a prefix pattern is looked up by its first letters; shorter stems would match half the language


class Special(Enum):
    """Elements that are not words."""

    NUMBER = auto()
    PLACE = auto()
    GAP = auto()


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an expression."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    special: Special | None = None
    optional: bool = False
    reach: int = 0


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
    if part in {"<num>", "<place>"}:
        return Element(special=Special.NUMBER if part == "<num>" else Special.PLACE, optional=optional)
    words: set[str] = set()
    stems: list[str] = []
    for word in part.split("|"):
        if word.endswith("*") and len(word) > STEM:
            stems.append(word[:-1])
        elif word.endswith("+") and len(word) > 1:
            words |= inflections(word[:-1], irregular)
        else:
            words.add(word)
    return Element(words=frozenset(words), stems=tuple(stems), optional=optional)


def _match(elements: tuple[Element, ...], number: int, words: TokenView, at: int) -> int | None:
    """Return the token after the shortest match of ``elements[number:]`` that begins at token ``at``, None where there is none."""
    if number == len(elements):
        return at
    element = elements[number]
    if element.special is Special.GAP:
        return _match_gap(elements, number, words, at)
    after = _one(element, words, at) if at < len(words.tokens) else None
    if after is not None:
        end = _match(elements, number + 1, words, after)
        if end is not None:
            return end
    return _match(elements, number + 1, words, at) if element.optional else None


def _match_gap(elements: tuple[Element, ...], number: int, words: TokenView, at: int) -> int | None:
    for skipped in range(elements[number].reach + 1):
        end = _match(elements, number + 1, words, at + skipped)
        if end is not None:
            return end
        if at + skipped >= len(words.tokens) or words.tokens[at + skipped].low in STOPS:
            return None
    return None


def _one(element: Element, words: TokenView, at: int) -> int | None:
    low = words.tokens[at].low
    if low in element.words or (element.stems and low.startswith(element.stems)):
        return at + 1
    if element.special is None:
        return None
    return words.numbers.get(at) if element.special is Special.NUMBER else words.places.get(at)


class Matcher(Generic[T]):
    """Finds all expressions of a table in a sentence; looked up by first word, so that the table's size costs nothing.

    Expressions that begin with a number or a place are tried only where a sentence holds the first word that they need.
    """

    def __init__(self) -> None:
        self._first: dict[str, list[tuple[tuple[Element, ...], T]]] = {}
        self._stems: dict[str, list[tuple[tuple[Element, ...], T]]] = {}
        self._special: list[tuple[tuple[Element, ...], T]] = []
        self._needed: set[str] = set()  # words, and beginnings of words, that the special ones need

    def add(self, elements: tuple[Element, ...], value: T) -> None:
        """Add one expression and what it stands for. ValueError: it names no word at all."""
        head = elements[0]
        for word in sorted(head.words):
            self._first.setdefault(word, []).append((elements, value))
        for stem in sorted({stem[:STEM] for stem in head.stems}):
            self._stems.setdefault(stem, []).append((elements, value))
        if head.special is not None:
            needed = next((element for element in elements if element.special is None and not element.optional), None)
            if needed is None:
                raise ValueError("an expression that begins with a number or a place should name a word")
            self._needed |= needed.words | {stem[:STEM] for stem in needed.stems}
            self._special.append((elements, value))

    def find_at(self, words: TokenView, at: int) -> list[tuple[TokenSpan, T]]:
        """Return every match that begins at token ``at``."""
        low = words.tokens[at].low
        found = []
        for elements, value in self._first.get(low, ()):
            end = at + 1 if len(elements) == 1 else _match(elements, 1, words, at + 1)  # the lookup has matched the first element
            if end is not None:
                found.append((TokenSpan(at, end), value))
        others = self._stems.get(low[:STEM], ())
        for elements, value in (*others, *self._special) if at in words.numbers or at in words.places else others:
            end = _match(elements, 0, words, at)
            if end is not None:
                found.append((TokenSpan(at, end), value))
        return found

    def may_begin(self, low: str) -> bool:
        """Whether, at little cost, any expression can begin with a word."""
        return low in self._first or low[:STEM] in self._stems or bool(self._special)

    def may_match(self, tokens: Sequence[Token]) -> bool:
        """Whether, at little cost, any expression can match in a sentence."""
        first, stems, needed = self._first, self._stems, self._needed
        return any((low := token.low) in first or low[:STEM] in stems or low in needed or low[:STEM] in needed for token in tokens)

    def find(self, words: TokenView) -> list[tuple[TokenSpan, T]]:
        """Return every match, by start."""
        found: list[tuple[TokenSpan, T]] = []
        first, stems = self._first, self._stems
        special = self._special and self._has_needed(words.tokens)
        for at, token in enumerate(words.tokens):
            if token.low in first or token.low[:STEM] in stems or (special and (at in words.numbers or at in words.places)):
                found += self.find_at(words, at)
        return found

    def _has_needed(self, tokens: Sequence[Token]) -> bool:
        needed = self._needed
        return any(token.low in needed or token.low[:STEM] in needed for token in tokens)
