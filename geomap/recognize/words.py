"""What is known of words: of each by itself (its form, its class, the gazetteer), and of the names of a document by its whole text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from gazetteer.normalize import lasting
from geomap.lang.tokens import Tokens, kind_of
from geomap.recognize.cues import CLASS_OF, GIVEN, NAME_ENDINGS
from geomap.recognize.runs import CONNECTORS

CAPITALIZED = "W:"  # before a capitalized word; training keeps it only where many newspapers write the word small, so never for a name
_LONG = 6
SENTENCE_ENDS = frozenset('.!?\n:;"\u201c\u201d\u2022')
SEEN_AS = ("lower", "person", "holder", "unit", "surname", "body", "said")
"""What a document can show of a word; each is a bit, the first the lowest."""
LOWER, PERSON, HOLDER, UNIT, SURNAME, BODY, SAID, AT = (1 << bit for bit in range(len(SEEN_AS) + 1))
# From AT on it is a count: so often after "in" and the like.
_TOLD_OF_NEXT: dict[str | None, int] = {"title": PERSON, "town": UNIT, "at": AT}
TOLD_OF_PREVIOUS: dict[str | None, int] = {
    "unit": UNIT, "town": UNIT, "said": SAID, **dict.fromkeys(("org", "people", "weapon", "ship", "ball"), BODY)
}  # fmt: skip
_MOST_AT = 3
_LONGEST_PERSON = 3  # words


Key = TypeVar("Key")
Value = TypeVar("Value")


class Cache(dict[Key, Value], Generic[Key, Value]):
    """Key -> what ``make`` returns for it; empties itself before it would hold more than ``most``.

    A value that is known costs one look-up in a dict, also from C: ``map(cache.__getitem__, keys)``. With functools.lru_cache in its
    place, recognition of texts whose words are known takes 12 % longer.
    """

    def __init__(self, make: Callable[[Key], Value], *, most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What the gazetteer knows of a name, as features.

    ``demonym``: it is never the name of a place itself; ``people_first``: it is, but of a small one; ``landmark``: it is a building
    or site known by this name the world over.
    """

    labels: tuple[str, ...]
    demonym: bool
    holder: bool  # a country or region: what may follow "Columbus, "
    people_first: bool = False
    landmark: bool = False
    regions: tuple[int, ...] = ()  # numbers of the regions in which there are places of this name
    countries: tuple[int, ...] = ()


class KnowName(Protocol):
    """Knows names of places."""

    def __call__(self, name: str) -> NameFacts | None:
        """Return the facts of ``name``, None where it is not known."""

    def longest(self, spelled: str) -> int:
        """Return the length of the longest name that ``spelled`` begins with, both as ``normalize.lasting`` spells words; 0: with none."""

    def goes_on(self, spelled: str) -> bool:
        """Return whether any name begins with ``spelled``."""


@dataclass(slots=True)
class Word:
    """What is known of a word wherever it stands."""

    attributes: tuple[str, ...]
    lower: str
    word_class: str | None
    context: str  # the word as context: itself in lower case, its class, or its shape
    given: bool
    holder: bool  # a country or region by itself
    unknown: bool  # a capitalized word that the gazetteer does not have
    facts: NameFacts | None  # what the gazetteer knows of it as a name
    part: str | None  # what it adds to the key of any longer name; None where that depends on its neighbours or is not looked for
    long: bool  # a word of more than three letters, which titles write with a capital
    wordlike: bool  # in lower case it is a word in small letters
    ends_sentence: bool
    tells_next: int  # bits: what it shows of the name after it
    tells_previous: int  # bits: what it shows of the name before it
    stem: str = ""  # what the forms of a name have in common; the word in small letters where names have one form
    tail: bool = False  # written small, it may close a name: "Харківська область"
    column: int = 0  # where a tagger keeps its scores


def describe_word(word: str, know: KnowName) -> Word:
    """Describe ``word``; its gazetteer facts are those of the single word."""
    lower, kind = word.lower(), kind_of(word)
    word_class = CLASS_OF.get(lower)
    shape = shape_of(word, kind)
    is_name = kind in ("name", "abbreviation")
    context = word_class or (lower if kind in ("word", "mark") else shape)
    attributes = [f"s:{shape}", f"w:{context}"]
    if word_class:
        attributes += [f"c:{name}" for name in word_class.split("+")]
    facts = know(word) if is_name else None
    if is_name:
        attributes += _name_attributes(word, lower, facts)
    elif word_class:
        attributes.append(f"w:{lower}")
    given = is_name and lower in GIVEN
    return Word(
        tuple(attributes),
        lower,
        word_class,
        context,
        given=given,
        holder=facts is not None and facts.holder,
        unknown=is_name and facts is None,
        facts=facts,
        part=lasting(word) if is_name or kind == "number" or word in CONNECTORS else None,
        long=kind in ("name", "word") and len(word) > 3,  # noqa: PLR2004
        wordlike=lower.islower() and lower[0].isalpha(),
        ends_sentence=lower in SENTENCE_ENDS,
        tells_next=told_of_next(word_class, given=given),
        tells_previous=TOLD_OF_PREVIOUS.get(word_class, 0),
        stem=lower,
    )


def told_of_next(word_class: str | None, *, given: bool) -> int:
    """Return what a word shows of the name after it, as bits."""
    told = _TOLD_OF_NEXT.get(word_class, 0)
    return told | PERSON if given else told


def _name_attributes(word: str, lower: str, facts: NameFacts | None) -> list[str]:
    attributes = [f"g:{label}" for label in facts.labels] if facts else ["g:none"]
    if facts and word.isupper() and len(word) > 1 and "status:abbreviation" not in facts.labels:
        attributes.append(f"capitals{min(len(word), _LONG)}")  # "NATO" is not the village of Nato
    attributes.append(f"{CAPITALIZED}{lower}")
    if lower in GIVEN:
        attributes.append("given")
    if lower.endswith(NAME_ENDINGS) and len(lower) > _LONG - 1:
        attributes.append("ending" if facts else "ending:unknown")
    if lower.endswith(("ian", "ians", "ese", "ish", "ians", "ans", "an")):
        attributes.append("adjective" if facts else "adjective:unknown")
    return attributes


def shape_of(word: str, kind: str) -> str:
    """Return how a word is written: small, with a capital, in so many capitals."""
    if kind not in ("word", "name"):
        return word if kind == "mark" else kind
    if word.islower():
        return "lower"
    if word.isupper():
        return f"caps{min(len(word), 4)}"
    if kind == "name":
        return "Cap" if word[1:].islower() else "CapMixed"
    return "mixed"


@dataclass(slots=True)
class DocumentFacts:
    """What the document shows of each capitalized word, gathered before any of it is tagged."""

    texts: frozenset[str]  # all its words as they are written
    shown: dict[str, int] = field(default_factory=dict)  # bits by the word's stem, but for ``LOWER``

    def of(self, word: Word) -> int:
        """Return what the document shows of ``word``, as bits."""
        bits = self.shown.get(word.stem, 0)
        return bits | LOWER if word.wordlike and word.lower in self.texts else bits


def gather(tokens: Tokens, words: Sequence[Word], runs: Sequence[tuple[int, int]]) -> DocumentFacts:
    """Gather what the whole text shows of its capitalized words."""
    facts = DocumentFacts(frozenset(tokens.words))
    shown, capital = facts.shown, tokens.capital
    last = len(words) - 1
    for first, end in runs:
        before = words[first - 1].tells_next if first else 0
        titled = False
        for i in range(first, end):
            word = words[i]
            if capital[i]:
                told = before | (words[i + 1].tells_previous if i < last else 0)
                if word.word_class == "title":
                    titled = True
                elif titled:  # "Secretary General Jens Stoltenberg"
                    told |= PERSON
                if told:
                    _note(shown, word.stem, told)
            else:
                titled = False
            before = word.tells_next
        if end < last and capital[end - 1] and tokens.words[end] == "," and words[end + 1].holder:
            _note(shown, words[end - 1].stem, HOLDER)
        if 1 < end - first <= _LONGEST_PERSON and words[first].unknown:  # "Bohdan Khmelnytskyi"
            _note(shown, words[end - 1].stem, SURNAME)
    return facts


def _note(shown: dict[str, int], name: str, told: int) -> None:
    known = shown.get(name, 0)
    if told & AT:
        told -= AT
        known += AT if known // AT < _MOST_AT else 0
    shown[name] = known | told
