"""What the model sees of each token of a run: its form, its neighbours, the gazetteer, the run and the document.

Every feature is a short string; training and reading use this one page, so they cannot drift apart. Features of a word
and its neighbours (``static_features``) depend on the word alone and are looked up once per word; the rest
(``run_features``) is made per token. Only words that are written small too have weights of their own: no feature is a name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from geomap.recognize.cues import CLASS_OF, GIVEN, NAME_ENDINGS
from geomap.recognize.tokens import Tokens

OFFSETS = (-2, -1, 0, 1, 2)
LONGEST_NAME = 6  # words; longer names of the gazetteer are not looked for in running text
_SENTENCE_ENDS = frozenset('.!?\n:;"\u201c\u201d\u2022')
_EDGE = ("edge",)
CAPITALIZED = "W:"  # before a capitalized word; training keeps it only where many newspapers write the word small, so never for a name
_LONG = 6
_SEEN_AS = ("lower", "person", "holder", "unit", "surname", "body", "said")
_BODIES = frozenset(("org", "people", "weapon", "ship", "ball"))


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What the gazetteer knows of a name, as features.

    ``demonym``: it is never the name of a place itself; ``landmark``: it is a building or site known by this name the world over.
    """

    labels: tuple[str, ...]
    demonym: bool
    holder: bool  # a country or region: what may follow "Columbus, "
    landmark: bool = False


KnowName = Callable[[str], NameFacts | None]


@dataclass(slots=True)
class Word:
    """What is known of a word wherever it stands."""

    attributes: tuple[str, ...]
    lower: str
    word_class: str | None
    context: str  # the word as context: itself in lower case, its class, or its shape
    given: bool


def describe_word(word: str, kind: str, know: KnowName) -> Word:
    """Describe ``word``; its gazetteer facts are those of the single word."""
    lower = word.lower()
    word_class = CLASS_OF.get(lower)
    shape = _shape(word, kind)
    is_name = word[0].isupper() and kind in ("word", "abbreviation")
    context = word_class or (lower if kind in ("word", "mark") and not is_name else shape)
    attributes = [f"s:{shape}", f"w:{context}"]
    if word_class:
        attributes += [f"c:{name}" for name in word_class.split("+")]
    if is_name:
        attributes += _name_attributes(word, lower, know)
    elif word_class:
        attributes.append(f"w:{lower}")
    return Word(tuple(attributes), lower, word_class, context, is_name and lower in GIVEN)


def _name_attributes(word: str, lower: str, know: KnowName) -> list[str]:
    facts = know(word)
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


def _shape(word: str, kind: str) -> str:
    if kind != "word":
        return word if kind == "mark" else kind
    if word.islower():
        return "lower"
    if word.isupper():
        return f"caps{min(len(word), 4)}"
    if word[0].isupper():
        return "Cap" if word[1:].islower() else "CapMixed"
    return "mixed"


def static_features(word: Word | None, offset: int) -> list[str]:
    """Name the features that ``word`` gives to the token ``offset`` places before it."""
    attributes = _EDGE if word is None else word.attributes
    return [f"{offset}{attribute}" for attribute in attributes]


@dataclass(slots=True)
class DocumentFacts:
    """What the document as a whole shows of each capitalized word, gathered before any of it is tagged."""

    lower: set[str] = field(default_factory=set)
    at: dict[str, int] = field(default_factory=dict)
    person: set[str] = field(default_factory=set)
    holder: set[str] = field(default_factory=set)
    unit: set[str] = field(default_factory=set)
    surname: set[str] = field(default_factory=set)
    body: set[str] = field(default_factory=set)  # names of organisations, units, ships
    said: set[str] = field(default_factory=set)


def gather(tokens: Tokens, words: list[Word], runs: list[tuple[int, int]]) -> DocumentFacts:
    """Gather what the whole text shows of its capitalized words."""
    facts = DocumentFacts()
    facts.lower = {w for w, kind in zip(tokens.words, tokens.kinds, strict=True) if kind == "word" and w.islower()}
    last = len(words) - 1
    for first, end in runs:
        _note_persons(facts, tokens, words, (first, end))
        for i in range(first, end):
            if tokens.words[i][0].isupper():
                before = words[i - 1] if i else None
                after = words[i + 1] if i < last else None
                _note(facts, words[i].lower, before, after)
                if i < last - 1 and tokens.words[i + 1] == "," and "0g:holder" in _own(words[i + 2]):
                    facts.holder.add(words[i].lower)
        if end - first > 1 and "g:none" in words[first].attributes and end - first < 4:  # noqa: PLR2004 - "Bohdan Khmelnytskyi"
            facts.surname.add(words[end - 1].lower)
    return facts


def _own(word: Word) -> list[str]:
    return [f"0{attribute}" for attribute in word.attributes]


def _note(facts: DocumentFacts, name: str, before: Word | None, after: Word | None) -> None:
    if before is not None:
        if before.word_class == "at":
            facts.at[name] = facts.at.get(name, 0) + 1
        if before.given or before.word_class == "title":
            facts.person.add(name)
        if before.word_class == "town":
            facts.unit.add(name)
    if after is None:
        return
    if after.word_class in ("unit", "town"):
        facts.unit.add(name)
    elif after.word_class in _BODIES:
        facts.body.add(name)
    elif after.word_class == "said":
        facts.said.add(name)


def _note_persons(facts: DocumentFacts, tokens: Tokens, words: list[Word], run: tuple[int, int]) -> None:
    """Take the capitalized words that follow a title for a person's name: "Secretary General Jens Stoltenberg"."""
    titled = False
    for i in range(*run):
        if not tokens.words[i][0].isupper():
            titled = False
        elif words[i].word_class == "title":
            titled = True
        elif titled:
            facts.person.add(words[i].lower)


@dataclass(slots=True)
class Match:
    """A stretch ``[first, last)`` of a run that is a name of the gazetteer."""

    first: int
    last: int
    facts: NameFacts


def find_matches(tokens: Tokens, run: tuple[int, int], know: KnowName) -> list[Match]:
    """Give the longest names of the gazetteer in ``run``, from the left, without overlap."""
    matches: list[Match] = []
    i, end = run
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    while i < end:
        if not tokens.words[i][0].isupper() and i + 1 < end and tokens.words[i + 1] != "-":
            i += 1
            continue
        found = None
        for last in range(min(end, i + LONGEST_NAME), i, -1):
            if tokens.words[last - 1][0].isupper() or tokens.kinds[last - 1] == "number":
                facts = know(text[starts[i] : ends[last - 1]])
                if facts:
                    found = Match(i, last, facts)
                    break
        if found:
            matches.append(found)
        i = found.last if found else i + 1
    return matches


@dataclass(slots=True)
class RunContext:
    """All that the features of one run are made from."""

    tokens: Tokens
    words: list[Word]
    document: DocumentFacts
    run: tuple[int, int]
    matches: list[Match]
    title_case: bool


def run_features(context: RunContext) -> list[list[str]]:
    """Make the features of each token of the run, beside the static ones."""
    first, last = context.run
    words = context.words
    shared = _shared_features(context)
    rows = [[*shared, *_token_features(context, i)] for i in range(first, last)]
    for match in context.matches:
        before = words[match.first - 1].context if match.first else "edge"
        after = words[match.last].context if match.last < len(words) else "edge"
        length = match.last - match.first
        for i in range(match.first, match.last):
            at = _place(i - match.first, length)
            rows[i - first] += [f"m:{at}", f"mb:{at}{before}", f"ma:{at}{after}", f"ml:{at}{min(length, 4)}"]
            rows[i - first] += [f"m:{at}{label}" for label in match.facts.labels]
    return rows


def _place(i: int, length: int) -> str:
    if length == 1:
        return "S"
    return "B" if i == 0 else "E" if i == length - 1 else "I"


def _shared_features(context: RunContext) -> list[str]:
    first, last = context.run
    words = context.words
    before = words[first - 1] if first else None
    after = words[last] if last < len(words) else None
    head = words[last - 1]
    features = [
        f"rb:{before.context if before else 'edge'}",
        f"ra:{after.context if after else 'edge'}",
        f"rl:{min(last - first, 6)}",
        f"rh:{head.word_class}",
        f"rf:{words[first].word_class or ('given' if words[first].given else '')}",
    ]
    if len(context.matches) == 1 and (context.matches[0].first, context.matches[0].last) == context.run:
        features.append("rm:whole")
    else:
        features.append(f"rm:{min(len(context.matches), 3)}")
    if before is None or before.lower in _SENTENCE_ENDS:
        features.append("rs")
    if context.title_case:
        features.append("rt")
    return features


def _token_features(context: RunContext, i: int) -> list[str]:
    first, last = context.run
    words, document = context.words, context.document
    word = words[i]
    before = words[i - 1].context if i else "edge"
    after = words[i + 1].context if i + 1 < len(words) else "edge"
    features = [f"p:{_place(i - first, last - first)}{min(last - first, 3)}", f"ba:{before}|{after}"]
    if i > 1:
        features.append(f"bb:{words[i - 2].context}|{before}")
    if i + 2 < len(words):
        features.append(f"aa:{after}|{words[i + 2].context}")
    return features + _document_features(document, word.lower)


def _document_features(document: DocumentFacts, lower: str) -> list[str]:
    features = [f"d:{name}" for name in _SEEN_AS if lower in getattr(document, name)]
    if lower in document.at:
        features.append(f"d:at{min(document.at[lower], 3)}")
    return features


def title_lines(tokens: Tokens) -> list[bool]:
    """Say for each token whether it stands in a line in title case or capitals: there capitals tell little."""
    flags: list[bool] = []
    start = 0
    for i in range(len(tokens) + 1):
        if i == len(tokens) or tokens.kinds[i] == "line":
            long_words = [w for w, kind in zip(tokens.words[start:i], tokens.kinds[start:i], strict=True) if kind == "word" and len(w) > 3]  # noqa: PLR2004
            capital = sum(w[0].isupper() for w in long_words)
            flags += [len(long_words) > 2 and capital > 0.7 * len(long_words)] * (i - start + 1)  # noqa: PLR2004 - a line, not a name
            start = i + 1
    return flags[: len(tokens)]
