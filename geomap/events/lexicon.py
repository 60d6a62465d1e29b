"""The words of one language by what they do in a sentence, and its triggers, read from the tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from geomap.errors import InputMissingError, SettingsError, UnreadableError
from geomap.event_types import EventType, types_of
from geomap.events.matcher import WORDS_KEPT, Matcher, compile_expression
from geomap.events.ontology import TimeKind, event_types
from geomap.lang import Language, cached, has_language, language
from geomap.lang.registry import shipped_languages
from geomap.lang.times import day_ordinals_of, months_of, weekday_adjectives_of, weekdays_of
from geomap.lang.wordset import NONE, WordSet, word_set

K = TypeVar("K", bound=StrEnum)


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

    kind: EventType
    weight: int
    frame: str
    expressions: tuple[str, ...]
    exclusions: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]

    @property
    def sub_type(self) -> str:
        """The name of the sub-type that the row tells."""
        return self.kind.sub_type


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """All that the rules know of one language."""

    language: Language
    compounds: bool  # nouns stand before nouns: "Kyiv officials", "the Odesa port"
    elisions: tuple[str, ...]  # small words that are tokens of their own before a vowel: l' of "l'armée"
    words: Mapping[str, WordSet]
    numbers: Mapping[str, int]
    multipliers: Mapping[str, int]  # of the number before them: "5 thousand"
    weekdays: Mapping[str, int]  # 0 is Monday; with their adjectives
    weekday_adjectives: Mapping[str, int]
    day_ordinals: Mapping[str, int]  # of the day of a month, up to the twentieth, and the thirtieth
    months: Mapping[str, int]
    capital_days: bool  # days and months have capital letters: in lower case "sun" and "may" are other words
    bearings: Mapping[str, float]  # degrees from north, clockwise
    units: Mapping[str, str]  # of distance: "km", "mi", "m"
    numbers_implied: Mapping[str, int]  # people that a word counts: a couple is two
    times: Matcher[TimeKind]
    triggers: Matcher[Trigger]
    exclusions: Matcher[int]  # the number of the row that they undo
    rows: tuple[TriggerRow, ...]
    _classes: dict[str, frozenset[str]] = field(default_factory=dict)  # of the words met so far

    def classes_of(self, low: str) -> frozenset[str]:
        """Return the names of all sets of words that hold a form in lower case."""
        known = self._classes.get(low)
        if known is None:
            if len(self._classes) >= WORDS_KEPT:
                self._classes.clear()
            known = self._classes[low] = self._look_up(low)
        return known

    def _look_up(self, low: str) -> frozenset[str]:
        forms, stems, lengths = self._by_word
        found = forms.get(low, frozenset())
        for length in lengths:
            if length > len(low):
                break
            found |= stems.get(low[:length], frozenset())
        return found

    @cached_property
    def _by_word(self) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], list[int]]:
        """The names of the classes of each form and of each stem, and the lengths that stems have."""
        forms: dict[str, set[str]] = {}
        stems: dict[str, set[str]] = {}
        for name, words in self.words.items():
            for form in words.forms:
                forms.setdefault(form, set()).add(name)
            for stem in words.stems:
                stems.setdefault(stem, set()).add(name)
        return (
            {form: frozenset(names) for form, names in forms.items()},
            {stem: frozenset(names) for stem, names in stems.items()},
            sorted({len(stem) for stem in stems}),
        )

    def __getitem__(self, name: str) -> WordSet:
        words = self.words.get(name)
        if words is None:
            if name not in word_classes():
                raise KeyError(f"no language has a class of words called {name!r}")
            return NONE  # a language may lack a class: Ukrainian has no articles
        return words


@cached
def word_classes() -> frozenset[str]:
    """Return the names of the classes of words that rules ask for: those that any of the shipped languages has."""
    return frozenset(name for one in shipped_languages() for name in one.table("words").get("words", {}))


def lexicon(code: str) -> Lexicon:
    """Return the lexicon of the language of a code.

    Raises:
        KeyError: There is no such language, or its folder lacks the words that tell events.
    """
    found = find_lexicon(code)
    if found is None:
        raise KeyError(code)
    return found


@cached
def find_lexicon(code: str | None) -> Lexicon | None:
    """Return the lexicon of the language of a code, None where there is none: the rules do not read the language.

    Raises:
        SettingsError: Something in the tables of its folder makes no sense.
    """
    if code is None or not has_language(code) or not language(code).tells_events:
        return None
    try:
        return _lexicon_of(language(code))
    except SettingsError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"{language(code).folder}: its words or triggers cannot be used: {error}") from error


@cached
def extended_lexicon(code: str | None, extra: tuple[TriggerRow, ...]) -> Lexicon | None:
    """Return the lexicon of the language of a code with further triggers.

    Args:
        code: The code of the language.
        extra: The triggers to add to those of the language.

    Returns:
        The lexicon; None if the rules do not read the language.

    Raises:
        SettingsError: The tables of the language are not valid.
    """
    base = find_lexicon(code)
    if base is None or not extra:
        return base
    rows = (*base.rows, *extra)
    triggers, exclusions = _matchers(rows, base.language.table("words").get("irregular", {}))
    return replace(base, rows=rows, triggers=triggers, exclusions=exclusions)


def read_trigger_tables(paths: Sequence[str | Path]) -> Mapping[str, tuple[TriggerRow, ...]]:
    """Return the triggers of a user's own tables.

    Args:
        paths: TOML files in the format of ``triggers.toml`` of a language, with the code of the language in ``language`` (without it,
            English). ``[[type]]`` rows define event types of the user's own, which the triggers of all files can name.

    Returns:
        The triggers by language code, in the order of the files.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: A file is not TOML.
        SettingsError: A row is not a trigger, or the rules do not read the language.
    """
    tables = {path: _toml(path) for path in map(Path, paths)}
    types = {**event_types(), **_own_types(tables)}
    found: dict[str, tuple[TriggerRow, ...]] = {}
    for path, table in tables.items():
        code = str(table.get("language", "en"))
        try:
            rows = tuple(_row(row, types) for row in table.get("trigger", ()))
            _check_rows(rows, code)
        except KeyError as error:
            raise SettingsError(f"{path}: a trigger lacks {error}", parameter="tables") from error
        except (TypeError, ValueError) as error:
            raise SettingsError(f"{path}: {error}", parameter="tables") from error
        found[code] = (*found.get(code, ()), *rows)
    return found


def _own_types(tables: Mapping[Path, Mapping[str, Any]]) -> dict[str, EventType]:
    """Return the event types of a user's tables by their sub-types; a shipped type cannot be defined anew."""
    own: dict[str, EventType] = {}
    for path, table in tables.items():
        try:
            kinds = types_of(table.get("type", ()))
        except (KeyError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"{path}: a type needs name and sub_types, and a sub-type name and family; {error}", parameter="tables"
            ) from error
        for kind in kinds:
            if kind.sub_type in event_types():
                raise SettingsError(f"{path}: the type {kind.sub_type!r} exists already; choose another name", parameter="tables")
            own[kind.sub_type] = kind
    return own


def _kind_of(name: str, types: Mapping[str, EventType]) -> EventType:
    if name not in types:
        raise ValueError(f"there is no type {name!r}; choose from {', '.join(sorted(types))}, or define it in a [[type]] row")
    return types[name]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file", parameter="tables") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableError(f"{path}: {error}", parameter="tables") from error


def _check_rows(rows: Sequence[TriggerRow], code: str) -> None:
    """Check rows that a user wrote. ValueError: one is not a trigger, or the rules do not read the language."""
    if find_lexicon(code) is None:
        raise ValueError(f"no rules for events read the language {code!r}")
    frames = {str(row["frame"]) for one in shipped_languages() for row in one.table("triggers").get("trigger", ())}
    for row in rows:
        if row.frame not in frames:
            raise ValueError(f"there is no frame {row.frame!r}; choose from {', '.join(sorted(frames))}")
    _matchers(tuple(rows), {})


def _lexicon_of(known: Language) -> Lexicon:
    general = known.table("words")
    unknown = sorted(set(general.get("words", {})) - word_classes()) if known not in shipped_languages() else []
    if unknown:
        raise SettingsError(f"{known.folder / 'words.toml'}: no rule asks for a class of words called {unknown[0]!r}")
    irregular: dict[str, list[str]] = general.get("irregular", {})
    rows = tuple(_row(row, event_types()) for row in known.table("triggers").get("trigger", ()))
    triggers, exclusions = _matchers(rows, irregular)
    return Lexicon(
        language=known,
        compounds=known.compounds,
        elisions=known.words("elisions"),
        words={name: word_set(text, irregular) for name, text in general.get("words", {}).items()},
        numbers=general.get("numbers", {}),
        multipliers=general.get("multipliers", {}),
        weekdays=weekday_adjectives_of(known) | weekdays_of(known),
        weekday_adjectives=weekday_adjectives_of(known),
        day_ordinals=day_ordinals_of(known),
        months=months_of(known),
        capital_days=known.table("times").get("capitals", False),
        bearings=general.get("bearings", {}),
        units=general.get("units", {}),
        numbers_implied=general.get("implied", {}),
        times=_phrases(known.table("times").get("phrases", {}), irregular, TimeKind),
        triggers=triggers,
        exclusions=exclusions,
        rows=rows,
    )


def _row(row: Mapping[str, object], types: Mapping[str, EventType]) -> TriggerRow:
    def texts(name: str) -> tuple[str, ...]:
        value = row.get(name, [])
        if not isinstance(value, list):
            raise TypeError(f"{name} of a trigger should be a list")
        return tuple(str(item) for item in value)

    return TriggerRow(
        kind=_kind_of(str(row["type"]), types),
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
        trigger = Trigger(kind=row.kind, weight=row.weight, frame=row.frame, row=number)
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
