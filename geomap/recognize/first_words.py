"""How much to doubt the first word of a sentence, whose capital tells nothing: "Reading is fun", "Biloxi braced for the storm".

News begins sentences with persons far more often than with towns, and the models have learned so. Here is added what their corpora show
seldom, bulletins and headlines. In English less doubted is a name that few places share, so hardly a surname, before what a place does or
suffers, a count, a colon or a dash; more doubted is a word that is written small too. In Ukrainian and Russian, where frequencies of words
are known, a town of the countries near by whose name is a rare word is less doubted whatever follows. The doubts are set by hand, on
sentences written for this purpose (training/gold/first_words*.jsonl) and on where annotated news disagrees.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from geomap.lang import language
from geomap.recognize.cues import CLASS_OF
from geomap.recognize.features import TextFeatures
from geomap.recognize.words import BODY, LOWER, PERSON, SAID, SURNAME, Cache, NameFacts, Word

_DOUBT_OF_COMMON = 1.2
_DOUBT_OF_RARE = -1.0  # of a name that one or two places have
_DOUBT_OF_SHARED = -0.6  # of a name that many places have, often a surname; in short texts only
_DOUBT_OF_ALONE = -1.5  # of a town near by that stands alone before a comma or a colon, added to that of others near by
_DOUBT_OF_NEAR, _DOUBT_OF_FAR, _DOUBT_OF_ADJECTIVE = -1.0, -0.3, 0.5  # of towns and regions in Ukrainian and Russian
_PERSON = PERSON | SURNAME | SAID | BODY
_PEOPLE_OF_TOWN = frozenset(f"people{digits}" for digits in range(5, 11))
_PEOPLE_OF_VILLAGE = _PEOPLE_OF_TOWN | {"people4"}
_RARE = frozenset(("many1", "many2"))
_FIRM = frozenset(("status:official", "status:short", "status:variant"))
_MISTAKEN = frozenset(("country", "demonym", "also-demonym", "status:abbreviation"))
"""What the models know well enough, or what is no place at all."""
_NEAR = frozenset(f"zipf{zipf}near{size}" for zipf in (-1, 0, 1) for size in (4, 5, 6, 7, 8, "unit"))
_FAR = frozenset((*(f"zipf2near{size}" for size in (5, 6, 7, 8, "unit")), *(f"zipf{zipf}nearnone" for zipf in (-1, 0, 1))))
"""A rare word that is a town near by; one less rare, or a town elsewhere. See `geomap.recognize.cyrillic_words`."""
_PERSONS = ("ий", "ій", "ый", "ой")
"""Endings of towns that are surnames too, "Зарічний", and of adjectives."""
_PASSIVE = re.compile(r"\w{3,}(?:[аяео]но|[иую]то|[аяеё]н[аоы]?|[ауя]т[аоы]|[аяиіу]л[иаоі])")
"""What is told of the next word, "Обстріляно", "Атакован", "Накрили": a verb of an own class of words would need training."""
_IMPERSONAL = ("но", "то")
"""Ends of such verbs that have no subject: what follows in the nominative is no person."""
_KINDS = frozenset(("town", "unit"))
_ALONE = frozenset(",:")
_NEAR_TOWN = frozenset(f"zipf{zipf}near{size}" for zipf in (-1, 0, 1, 2) for size in (5, 6, 7, 8, "unit"))
_COUNTED = frozenset(",;")
_DASHES = frozenset("-\u2013\u2014")
_SHORTEST_PAST = 5  # letters of a verb that is known by its ending
_MOST_WORDS = 50_000

_PREDICATES = frozenset(language("en").table("cues")["first_words"]["predicates"].split())


class FirstWords:
    """Tells for the runs of capitalized words of an English text what to add to the score of no name."""

    def __init__(self, is_written_small: Callable[[str], bool]) -> None:
        """Ask ``is_written_small`` which words, in small letters, are words of the language."""
        self._is_common = Cache(is_written_small, most=_MOST_WORDS)

    def doubts(self, reading: TextFeatures, *, short: bool) -> list[float]:
        """Return the doubt about each token of the runs of ``reading``; ``short`` texts are about places sooner than persons."""
        doubts: list[float] = []
        for number, (first, last) in enumerate(reading.runs):
            doubts += [self._doubt(reading, number, first, last, short=short) / (last - first)] * (last - first)
        return doubts

    def _doubt(self, reading: TextFeatures, number: int, first: int, last: int, *, short: bool) -> float:
        facts = _facts_of(reading, number, first, last) if _begins(reading, first, last) else None
        if facts is None or reading.titles[first]:
            return 0.0
        word = reading.words[first]
        shown = reading.document.of(word)
        if last - first == 1 and (shown & LOWER or self._is_common[word.lower] or word.lower.removesuffix("s") in CLASS_OF):
            return _DOUBT_OF_COMMON
        if word.given or shown & _PERSON or not _is_predicate(reading, last):
            return 0.0
        return _doubt_of_english(facts, short=short)


def doubts_of_inflected(reading: TextFeatures) -> list[float]:
    """Return the doubt about each token of the runs of a Ukrainian or Russian text, to add to the score of no name."""
    doubts: list[float] = []
    for number, (first, last) in enumerate(reading.runs):
        doubts += [0.0] * (last - first)
        if not _begins(reading, first, last) or reading.titles[first]:
            continue
        passed = 1 if last - first > 1 and reading.words[first].unknown and _PASSIVE.fullmatch(reading.words[first].lower) else 0
        end = last - (reading.tokens.kinds[last - 1] == "number")
        facts, word = _facts_of(reading, number, first + passed, end), reading.words[first + passed]
        seen = 0 if passed else reading.document.of(word) & _PERSON  # two words with capitals look like a person
        if facts is not None and not seen and _may_be_subject(word, facts):
            length = end - first - passed
            is_object = passed > 0 and reading.words[first].lower.endswith(_IMPERSONAL)
            alone = _stands_alone(reading, first, last)
            doubt = _doubt_of_town(word, facts, told=is_object or end < last or alone or _is_predicate(reading, last))
            if alone and "status:official" in facts.labels and not _NEAR_TOWN.isdisjoint(facts.labels):
                doubt = _DOUBT_OF_NEAR + _DOUBT_OF_ALONE
            doubts[len(doubts) - (last - first) + passed : len(doubts) - (last - end)] = [doubt / length] * length
    return doubts


def _stands_alone(reading: TextFeatures, first: int, last: int) -> bool:
    """Return whether a name stands alone before a comma or a colon at the beginning of a text or a line: "Ужур, вокзал: ..."."""
    tokens = reading.tokens
    begins = first == 0 or (tokens.kinds[first - 1] in ("line", "mark") and (first == 1 or tokens.kinds[first - 2] == "line"))
    return begins and last < len(tokens) and tokens.words[last] in _ALONE


def _facts_of(reading: TextFeatures, number: int, first: int, last: int) -> NameFacts | None:
    """Return what is known of the tokens [first, last) of a run as one name; None where they are none, or none to be decided here."""
    facts = next((match.facts for match in reading.matches[number] if (match.first, match.last) == (first, last)), None)
    return facts if facts is not None and _MISTAKEN.isdisjoint(facts.labels) else None


def _begins(reading: TextFeatures, first: int, last: int) -> bool:
    """Return whether a sentence begins at ``first``, or the second item of a list of counts: "Topeka 2" after "Wichita 4,"."""
    if first == 0 or reading.words[first - 1].ends_sentence:
        return True
    tokens = reading.tokens
    is_listed = first > 1 and tokens.words[first - 1] in _COUNTED and tokens.kinds[first - 2] == "number"
    return is_listed and "number" in tokens.kinds[last - 1 : last + 1]


def _is_predicate(reading: TextFeatures, at: int) -> bool:
    """Return whether what follows a name tells of a place sooner than of a thing named after one: a verb, a count, a colon, a dash."""
    tokens = reading.tokens
    if at >= len(tokens):
        return False
    if tokens.words[at] in _DASHES:
        return tokens.starts[at] > tokens.ends[at - 1]
    return tokens.words[at] == ":" or tokens.kinds[at] == "number" or _is_verb(reading.words[at])


def _is_verb(word: Word) -> bool:
    if word.word_class is not None:
        return word.word_class == "verb"
    return word.lower in _PREDICATES or (word.lower.endswith("ed") and len(word.lower) >= _SHORTEST_PAST)


def _doubt_of_english(facts: NameFacts, *, short: bool) -> float:
    if _FIRM.isdisjoint(facts.labels):
        return 0.0
    if not _RARE.isdisjoint(facts.labels):
        firm = facts.holder or not (_PEOPLE_OF_VILLAGE if short else _PEOPLE_OF_TOWN).isdisjoint(facts.labels)
        return _DOUBT_OF_RARE if firm else 0.0
    return _DOUBT_OF_SHARED if short and not _PEOPLE_OF_TOWN.isdisjoint(facts.labels) else 0.0


def _may_be_subject(word: Word, facts: NameFacts) -> bool:
    return not (word.given or word.word_class in _KINDS or "inflected" in facts.labels)


def _doubt_of_town(word: Word, facts: NameFacts, *, told: bool) -> float:
    """Return the doubt about a name; ``told`` where a colon, a dash or a count follows it, or a verb before it says what befell it."""
    if word.lower.endswith(_PERSONS):
        return 0.0 if told else _DOUBT_OF_ADJECTIVE
    if not _NEAR.isdisjoint(facts.labels):
        return _DOUBT_OF_NEAR
    if _FAR.isdisjoint(facts.labels) or not (facts.holder or not _PEOPLE_OF_TOWN.isdisjoint(facts.labels)):
        return 0.0
    return _DOUBT_OF_NEAR if told else _DOUBT_OF_FAR
