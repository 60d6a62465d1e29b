"""The words of one language by what they do in a sentence, and its triggers, read from the tables."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from geomap.events.patterns import Matcher, compile_expression, inflections
from geomap.events.types import EventType, Harm, TimeKind, event_types, table

K = TypeVar("K", bound=StrEnum)
LANGUAGES = ("en", "uk", "ru")


class WordSet:
    """A set of word forms and of beginnings; ``in`` asks for a form in lower case."""

    __slots__ = ("forms", "stems")

    def __init__(self, forms: Iterable[str], stems: Iterable[str] = ()) -> None:
        self.forms = frozenset(forms)
        self.stems = tuple(stems)

    def __contains__(self, low: object) -> bool:
        return low in self.forms or (bool(self.stems) and isinstance(low, str) and low.startswith(self.stems))


WORDS_KEPT = 1 << 16
NONE = WordSet(())  # a language may lack a kind of word: Ukrainian has no articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One row of a trigger table: what it tells, how firmly, and which places are its site."""

    kind: EventType
    weight: int
    frame: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerRow:
    """A row as it is written, with its examples."""

    sub_type: str
    weight: int
    frame: str
    expressions: tuple[str, ...]
    exclusions: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All that the rules know of one language."""

    language: str
    compounds: bool  # nouns stand before nouns: "Kyiv officials", "the Odesa port"
    words: Mapping[str, WordSet]
    numbers: Mapping[str, int]
    weekdays: Mapping[str, int]  # 0 is Monday
    months: Mapping[str, int]
    bearings: Mapping[str, float]  # degrees from north, clockwise
    units: Mapping[str, str]  # of distance: "km", "mi", "m"
    numbers_implied: Mapping[str, int]  # people that a word counts: a couple is two
    harm_phrases: Matcher[Harm]
    times: Matcher[TimeKind]
    triggers: Matcher[Trigger]
    exclusions: Matcher[int]  # the number of the row that they undo
    rows: tuple[TriggerRow, ...]
    _classes: dict[str, frozenset[str]] = field(default_factory=dict)  # of the words met so far

    def classes_of(self, low: str) -> frozenset[str]:
        """Give the names of all sets of words that hold a form in lower case."""
        known = self._classes.get(low)
        if known is None:
            if len(self._classes) >= WORDS_KEPT:
                self._classes.clear()
            known = self._classes[low] = frozenset(name for name, words in self.words.items() if low in words)
        return known

    def __getitem__(self, name: str) -> WordSet:
        return self.words.get(name, NONE)


@functools.cache
def lexicon(language: str) -> Lexicon:
    """Read the tables of ``language``, one of LANGUAGES. KeyError: there are none."""
    if language not in LANGUAGES:
        raise KeyError(language)
    general = tomllib.loads(table(f"{language}.toml"))
    irregular: dict[str, list[str]] = general.get("irregular", {})
    rows = tuple(_row(row) for row in tomllib.loads(table(f"triggers.{language}.toml"))["trigger"])
    triggers, exclusions = _matchers(rows, irregular)
    return Lexicon(
        language=language,
        compounds=general["compounds"],
        words={name: _word_set(text, irregular) for name, text in general["words"].items()},
        numbers=general["numbers"],
        weekdays=_numbered(general["calendar"]["weekdays"], 0),
        months=_numbered(general["calendar"]["months"], 1),
        bearings=general["bearings"],
        units=general["units"],
        numbers_implied=general["implied"],
        harm_phrases=_phrases(general["harm_phrases"], irregular, Harm),
        times=_phrases(general["times"], irregular, TimeKind),
        triggers=triggers,
        exclusions=exclusions,
        rows=rows,
    )


def _row(row: Mapping[str, object]) -> TriggerRow:
    def texts(name: str) -> tuple[str, ...]:
        value = row.get(name, [])
        if not isinstance(value, list):
            raise TypeError(f"{name} of a trigger should be a list")
        return tuple(str(item) for item in value)

    return TriggerRow(
        sub_type=str(row["type"]),
        weight=int(str(row["weight"])),
        frame=str(row["frame"]),
        expressions=texts("any"),
        exclusions=texts("not"),
        yes=texts("yes"),
        no=texts("no"),
    )


def _matchers(rows: tuple[TriggerRow, ...], irregular: Mapping[str, Iterable[str]]) -> tuple[Matcher[Trigger], Matcher[int]]:
    triggers: Matcher[Trigger] = Matcher()
    exclusions: Matcher[int] = Matcher()
    for number, row in enumerate(rows):
        trigger = Trigger(kind=event_types()[row.sub_type], weight=row.weight, frame=row.frame, row=number)
        for expression in row.expressions:
            triggers.add(compile_expression(expression, irregular), trigger)
        for expression in row.exclusions:
            exclusions.add(compile_expression(expression, irregular), number)
    return triggers, exclusions


def _phrases(rows: Mapping[str, Iterable[str]], irregular: Mapping[str, Iterable[str]], kind: type[K]) -> Matcher[K]:
    matcher: Matcher[K] = Matcher()
    for name, expressions in rows.items():
        for expression in expressions:
            matcher.add(compile_expression(expression, irregular), kind(name))
    return matcher


def _word_set(text: str, irregular: Mapping[str, Iterable[str]]) -> WordSet:
    forms: set[str] = set()
    stems: list[str] = []
    for word in text.split():
        if word.endswith("+") and len(word) > 1:
            forms |= inflections(word[:-1], irregular)
        elif word.endswith("*") and len(word) > 1:
            stems.append(word[:-1])
        else:
            forms.add(word)
    return WordSet(forms, stems)


def _numbered(lines: Iterable[str], first: int) -> dict[str, int]:
    return {word: number for number, line in enumerate(lines, first) for word in line.split()}
