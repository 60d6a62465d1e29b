"""The words for counted people and for what happened to them, from ``counts.toml`` of a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from geomap.errors import SettingsError
from geomap.events.matcher import Matcher, compile_expression
from geomap.events.ontology import Harm
from geomap.lang import Language, cached, language
from geomap.lang.registry import shipped_languages
from geomap.lang.wordset import NONE, WordSet, word_set


class Voice(StrEnum):
    """Where those who are counted stand to the words for what happened to them; the keys of ``counts.toml``."""

    SUBJECT = "subject"  # before: "two men died"
    OBJECT = "object"  # after: "killing two men"
    EITHER = "either"
    NOUN = "noun"  # the count stands right before: "two deaths"
    PEOPLE = "people"  # on either side, if people are named or nothing at all
    WEAK = "weak"  # on either side, where nothing else is told of them
    SINGLE = "single"  # the form of the verb counts one
    PERSON = "person"  # the same, if a person is named
    HUMAN = "human"  # after, if people are named: "lost two men", and not "lost its roof"


class CueKind(NamedTuple):
    """What an expression says of people, and where they stand."""

    harm: Harm
    voice: Voice


@dataclass(frozen=True, kw_only=True)
class CountWords:
    """The tables of one language."""

    words: Mapping[str, WordSet]
    cues: Matcher[CueKind]
    sums: Matcher[None]
    cumulative: Matcher[None]
    exclusions: Matcher[None]

    def __getitem__(self, name: str) -> WordSet:
        words = self.words.get(name)
        if words is None:
            if name not in count_classes():
                raise KeyError(f"no language has a class of words for counts called {name!r}")
            return NONE
        return words


@cached
def count_classes() -> frozenset[str]:
    """Return the names of the classes of words that the grammar of counts asks for."""
    return frozenset(name for one in shipped_languages() for name in one.table("counts").get("words", {}))


@cached
def count_words(code: str) -> CountWords:
    """Return the words for counts of the language of a code.

    A language without ``counts.toml`` has those that ``words.toml`` lists as ``killed`` and ``injured``.

    Raises:
        KeyError: There is no such language.
        SettingsError: Its table is not valid.
    """
    known = language(code)
    try:
        return _words_of(known)
    except (AttributeError, TypeError, ValueError) as error:
        raise SettingsError(f"{known.folder / 'counts.toml'}: {error}") from error


def _words_of(known: Language) -> CountWords:
    table = known.table("counts")
    irregular: Mapping[str, Iterable[str]] = known.table("words").get("irregular", {})
    cues: Matcher[CueKind] = Matcher()
    for harm in Harm:
        rows = table.get(harm.value, {}) if known.has("counts") else _plain(known, harm)
        for voice, expressions in rows.items():
            for expression in expressions:
                cues.add(compile_expression(expression, irregular), CueKind(harm, Voice(voice)))
    return CountWords(
        words={name: word_set(text, irregular) for name, text in table.get("words", {}).items()},
        cues=cues,
        sums=_matcher(table.get("sums", {}), irregular),
        cumulative=_matcher(table.get("cumulative", {}), irregular),
        exclusions=_matcher(table.get("not", {}), irregular),
    )


def _plain(known: Language, harm: Harm) -> Mapping[str, list[str]]:
    """Return the words of a language that has no table for counts."""
    listed = str(known.table("words").get("words", {}).get(harm.value, "")).split()
    return {Voice.EITHER.value: listed}


def _matcher(rows: Mapping[str, Any], irregular: Mapping[str, Iterable[str]]) -> Matcher[None]:
    matcher: Matcher[None] = Matcher()
    for expression in rows.get("any", ()):
        matcher.add(compile_expression(expression, irregular), None)
    return matcher
