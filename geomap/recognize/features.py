"""What the model sees of each token of a run: its form, its neighbours, the gazetteer, the run and the document.

Every feature is a short string; training and reading use this one page, so they cannot drift apart. Features of a word
and its neighbours (``static_features``) depend on the word alone and are looked up once per word; the rest
(``run_features``) is made per token. Only words that are written small too have weights of their own: no feature is a name.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from geomap.recognize.cues import CLASS_OF, GIVEN, NAME_ENDINGS
from geomap.recognize.tokens import Tokens

OFFSETS = (-2, -1, 0, 1, 2)
PREFIXES = tuple(map(str, OFFSETS))  # of the features of a word, by where it stands
LONGEST_NAME = 6  # words; longer names of the gazetteer are not looked for in running text
_SENTENCE_ENDS = frozenset('.!?\n:;"\u201c\u201d\u2022')
EDGE = ("edge",)
CAPITALIZED = "W:"  # before a capitalized word; training keeps it only where many newspapers write the word small, so never for a name
_LONG = 6
_SEEN_AS = ("lower", "person", "holder", "unit", "surname", "body", "said")
_LEVELS = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)  # names' worth of others in the same unit
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
    regions: tuple[int, ...] = ()  # numbers of the regions in which there are places of this name
    countries: tuple[int, ...] = ()
    _marks: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def marks(self, at: str) -> tuple[str, ...]:
        """Name the features of a token that stands at ``at`` ("S", "B", "I", "E") in the name."""
        made = self._marks.get(at)
        if made is None:
            made = self._marks[at] = (f"m:{at}", *(f"m:{at}{label}" for label in self.labels))
        return made


KnowName = Callable[[str], NameFacts | None]


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
    long: bool  # a word of more than three letters, which titles write with a capital
    column: int = -1  # where a tagger keeps its scores


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
    facts = know(word) if is_name else None
    if is_name:
        attributes += _name_attributes(word, lower, facts)
    elif word_class:
        attributes.append(f"w:{lower}")
    return Word(
        tuple(attributes),
        lower,
        word_class,
        context,
        given=is_name and lower in GIVEN,
        holder=facts is not None and facts.holder,
        unknown=is_name and facts is None,
        facts=facts,
        long=kind == "word" and len(word) > 3,  # noqa: PLR2004
    )


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
    return [f"{offset}{attribute}" for attribute in (EDGE if word is None else word.attributes)]


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
    _features: dict[str, list[str]] = field(default_factory=dict)

    def features(self, lower: str) -> list[str]:
        """Name what the document shows of a word; call it when all is gathered."""
        found = self._features.get(lower)
        if found is None:
            found = self._features[lower] = [f"d:{name}" for name in _SEEN_AS if lower in getattr(self, name)]
            if lower in self.at:
                found.append(f"d:at{min(self.at[lower], 3)}")
        return found


def gather(tokens: Tokens, words: list[Word], runs: list[tuple[int, int]]) -> DocumentFacts:
    """Gather what the whole text shows of its capitalized words."""
    facts = DocumentFacts()
    facts.lower = {word for word in set(tokens.words) if word.islower() and word[0].isalpha()}
    last = len(words) - 1
    for first, end in runs:
        _note_persons(facts, tokens, words, (first, end))
        for i in range(first, end):
            if tokens.words[i][0].isupper():
                before = words[i - 1] if i else None
                after = words[i + 1] if i < last else None
                _note(facts, words[i].lower, before, after)
                if i < last - 1 and tokens.words[i + 1] == "," and words[i + 2].holder:
                    facts.holder.add(words[i].lower)
        if end - first > 1 and words[first].unknown and end - first < 4:  # noqa: PLR2004 - "Bohdan Khmelnytskyi"
            facts.surname.add(words[end - 1].lower)
    return facts


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
    together: tuple[str, ...] = ()  # features: how many other names of the document have places in one region, in one country


def find_matches(tokens: Tokens, words: Sequence[Word], run: tuple[int, int], know: KnowName) -> list[Match]:
    """Give the longest names of the gazetteer in ``run``, from the left, without overlap."""
    matches: list[Match] = []
    i, end = run
    text, starts, ends, capital = tokens.text, tokens.starts, tokens.ends, tokens.capital
    while i < end:
        if not capital[i] and i + 1 < end and tokens.words[i + 1] != "-":
            i += 1
            continue
        for last in range(min(end, i + LONGEST_NAME), i + 1, -1):
            if capital[last - 1] or tokens.kinds[last - 1] == "number":
                facts = know(text[starts[i] : ends[last - 1]])
                if facts:
                    break
        else:
            last, facts = i + 1, words[i].facts
        if facts:
            matches.append(Match(i, last, facts))
        i = last if facts else i + 1
    return matches


def tell_together(runs: Sequence[Sequence[Match]]) -> None:
    """Set ``together`` of all matches of a document: names of places stand together with names of places in the same region."""
    distinct = {id(match.facts): match.facts for matches in runs for match in matches}
    regions = _shared([facts.regions for facts in distinct.values()])
    countries = _shared([facts.countries for facts in distinct.values()])
    told = {key: (f"tr{r}", f"tc{c}") for key, r, c in zip(distinct, regions, countries, strict=True)}
    for matches in runs:
        for match in matches:
            match.together = told[id(match.facts)]


def _shared(units: Sequence[tuple[int, ...]]) -> list[int]:
    """Give for each name the level of what the other names say of its best unit; a name with places in ten says a tenth of each."""
    total: dict[int, float] = {}
    for own in units:
        for unit in own:
            total[unit] = total.get(unit, 0.0) + 1.0 / len(own)
    return [bisect(_LEVELS, max((total[unit] for unit in own), default=0.0) - 1.0 / max(1, len(own))) for own in units]


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
            rows[i - first] += match.facts.marks(at)
            rows[i - first] += [f"mb:{at}{before}", f"ma:{at}{after}", f"ml:{at}{min(length, 4)}"]
            rows[i - first] += [f"m:{at}{level}" for level in match.together]
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
    return features + document.features(word.lower)


def title_lines(tokens: Tokens, words: Sequence[Word]) -> list[bool]:
    """Say for each token whether it stands in a line in title case or capitals: there capitals tell little."""
    flags: list[bool] = []
    start = 0
    ends = [i for i, kind in enumerate(tokens.kinds) if kind == "line"]
    for end in (*ends, len(tokens)):
        long_words = [i for i in range(start, end) if words[i].long] if sum(tokens.capital[start:end]) > 2 else []  # noqa: PLR2004 - a line, not a name
        is_title = len(long_words) > 2 and sum(tokens.capital[i] for i in long_words) > 0.7 * len(long_words)  # noqa: PLR2004
        flags += [is_title] * (end - start + 1)
        start = end + 1
    return flags[: len(tokens)]
