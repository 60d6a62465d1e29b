"""What the model sees of each token of a run: its form, its neighbours, the gazetteer, the run and the document.

Every feature is a short string; training and reading use this one page, so they cannot drift apart. Features of a word
and its neighbours (``static_features``, made from the attributes in words.py) depend on the word alone; the rest
(``run_features``, ``token_features``) is made of bundles, the features that the same few facts give wherever they are met. Training
takes a bundle as its names, reading as the row where the sum of their weights stands. Only words that are written small too have
weights of their own: no feature is a name.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice, pairwise
from typing import Any, Generic, TypeVar

from geomap.lang.tokens import Tokens, tokenize
from geomap.recognize.gazetteer_names import NameMatch, find_matches, tell_together
from geomap.recognize.runs import LONGEST_RUN, find_runs
from geomap.recognize.words import AT, SEEN_AS, Cache, DocumentFacts, KnowName, Word, gather

OFFSETS = (-2, -1, 0, 1, 2)
PREFIXES = tuple(map(str, OFFSETS))  # of the features of a word, by where it stands
EDGE = ("edge",)
RUN_BUNDLES = 3
TOKEN_BUNDLES = 8
_MOST_KEYS = 1 << 16  # of a sort of bundle; at some 200 bytes each this bounds memory

Bundle = TypeVar("Bundle")
_LONGEST_POST = 1000  # characters; a longer text is an article, of which annotators leave out more of what a map needs
_FEWEST_IN_TITLE = 3  # capitals and long words: a line, not a name
_SHARE_IN_TITLE = 0.7  # of long words that have a capital


@dataclass(slots=True)
class TextFeatures:
    """A text with all that its features are made from."""

    tokens: Tokens
    words: list[Word]
    runs: list[tuple[int, int]]
    matches: list[list[NameMatch]]
    document: DocumentFacts
    titles: list[bool]


def static_features(word: Word | None, offset: int) -> list[str]:
    """Name the features that ``word`` gives to the token ``offset`` places before it."""
    return [f"{offset}{attribute}" for attribute in (EDGE if word is None else word.attributes)]


class Bundles(Generic[Bundle]):
    """The sorts of bundles, each by the facts that it is made from; ``encode`` puts a bundle's names into the form that is kept."""

    def __init__(self, encode: Callable[[tuple[str, ...]], Bundle]) -> None:
        def kept(make: Callable[..., tuple[str, ...]]) -> Cache[tuple[Any, ...], Bundle]:
            return Cache(lambda facts: encode(make(*facts)), most=_MOST_KEYS)

        self.none = encode(())
        self.run_before = kept(lambda context, starts: (f"rb:{context}", "rs") if starts else (f"rb:{context}",))
        self.run_after: Cache[str, Bundle] = Cache(lambda context: encode((f"ra:{context}",)), most=_MOST_KEYS)
        self.run_form = kept(_run_form)
        self.token = kept(_token)
        self.around = kept(lambda before, after: (f"ba:{before}|{after}",))
        self.two_before = kept(lambda two, before: () if two is None else (f"bb:{two}|{before}",))
        self.two_after = kept(lambda after, two: () if two is None else (f"aa:{after}|{two}",))
        self.name = kept(lambda at, labels: (f"m:{at}", *(f"m:{at}{label}" for label in labels)))
        self.name_before = kept(lambda at, context: (f"mb:{at}{context}",))
        self.name_after = kept(lambda at, context: (f"ma:{at}{context}",))
        self.name_company = kept(lambda at, length, regions, countries: (f"ml:{at}{length}", f"m:{at}tr{regions}", f"m:{at}tc{countries}"))


def _run_form(  # noqa: PLR0913, PLR0917 - a fact is one argument
    length: int,
    head: str | None,
    first: str,
    matches: str,
    title_case: bool,  # noqa: FBT001 - likewise
    is_post: bool,  # noqa: FBT001
) -> tuple[str, ...]:
    features = [f"rl:{length}", f"rh:{head}", f"rf:{first}", f"rm:{matches}"]
    if title_case:
        features.append("rt")
    if is_post:
        features += ["rp", f"rp:{matches}"]
    return tuple(features)


def _token(form: str, shown: int) -> tuple[str, ...]:
    seen = [f"d:{name}" for bit, name in enumerate(SEEN_AS) if shown >> bit & 1]
    return (f"p:{form}", *seen, *((f"d:at{shown // AT}",) if shown >= AT else ()))


def places(length: int) -> str:
    """Return where each token of a name or run of ``length`` tokens stands: S single, B beginning, I inside, E end."""
    return "S" if length == 1 else f"B{'I' * (length - 2)}E"


def run_features(reading: TextFeatures, bundles: Bundles[Bundle]) -> list[list[Bundle]]:
    """Return the bundles that all tokens of a run share: lists of ``RUN_BUNDLES`` sorts, each by run."""
    words, titles = reading.words, reading.titles
    is_post = len(reading.tokens.text) <= _LONGEST_POST
    before: list[Bundle] = []
    after: list[Bundle] = []
    form: list[Bundle] = []
    for run, matches in zip(reading.runs, reading.matches, strict=True):
        first, last = run
        previous, begin = words[first - 1] if first else None, words[first]
        before.append(bundles.run_before[("edge", True) if previous is None else (previous.context, previous.ends_sentence)])
        after.append(bundles.run_after[words[last].context if last < len(words) else "edge"])
        whole = len(matches) == 1 and (matches[0].first, matches[0].last) == run
        named = "whole" if whole else str(min(len(matches), 3))
        begins = begin.word_class or ("given" if begin.given else "")
        form.append(bundles.run_form[min(last - first, 6), words[last - 1].word_class, begins, named, titles[first], is_post])
    return [before, after, form]


def token_features(reading: TextFeatures, bundles: Bundles[Bundle]) -> list[list[Bundle]]:
    """Return each token's own bundles beside the static features: lists of ``TOKEN_BUNDLES`` sorts, each by token of the runs."""
    words = reading.words
    inside = [False] * len(words)
    forms: list[str] = []
    for first, last in reading.runs:
        inside[first:last] = [True] * (last - first)
        forms += _FORMS[last - first]
    contexts = ["edge", *[word.context for word in words], "edge"]
    before, after = [*compress(contexts, inside)], [*compress(contexts[2:], inside)]
    two = compress((None, None, *contexts[1:]), inside)
    next_two = compress((*contexts[3:-1], None, None), inside)
    seen = map(reading.document.of, compress(words, inside))
    return [
        [*map(bundles.token.__getitem__, zip(forms, seen, strict=True))],
        [*map(bundles.around.__getitem__, zip(before, after, strict=True))],
        [*map(bundles.two_before.__getitem__, zip(two, before, strict=True))],
        [*map(bundles.two_after.__getitem__, zip(after, next_two, strict=True))],
        *_name_features(reading, contexts, bundles),
    ]


def _name_features(reading: TextFeatures, contexts: list[str], bundles: Bundles[Bundle]) -> tuple[list[Bundle], ...]:
    """Return each run token's bundles as part of a name of the gazetteer, by sort; ``contexts`` begin a word before the text."""
    tokens = sum(end - begin for begin, end in reading.runs)
    name, name_before, name_after, company = ([bundles.none] * tokens for _ in range(4))
    earlier = 0  # tokens of runs
    for (begin, end), matches in zip(reading.runs, reading.matches, strict=True):
        for match in matches:
            first, last, labels = match.first, match.last, match.facts.labels
            length = min(last - first, 4)
            before, after = contexts[first], contexts[last + 1]
            for i, at in enumerate(places(last - first), start=earlier + first - begin):
                name[i] = bundles.name[at, labels]
                name_before[i] = bundles.name_before[at, before]
                name_after[i] = bundles.name_after[at, after]
                company[i] = bundles.name_company[at, length, *match.together]
        earlier += end - begin
    return name, name_before, name_after, company


_FORMS: list[list[str]] = [[]] + [[f"{at}{min(length, 3)}" for at in places(length)] for length in range(1, LONGEST_RUN + 3)]
"""The places in a run of so many tokens, with its length."""


def read_text(
    text: str, know: KnowName, words_of: Mapping[str, Word], tails: Container[str] = (), elisions: tuple[str, ...] = ()
) -> TextFeatures:
    """Tokenize ``text`` and gather what its features need.

    Args:
        text: The text.
        know: Knows names of places.
        words_of: Describes words.
        tails: Words that may close a name, see ``find_runs``.
        elisions: As for `geomap.lang.tokens.token_pattern`.
    """
    tokens = tokenize(text, elisions)
    words = [*map(words_of.__getitem__, tokens.words)]
    runs = find_runs(tokens, tails)
    matches = [find_matches(tokens, words, run, know) for run in runs]
    tell_together(matches)
    return TextFeatures(tokens, words, runs, matches, gather(tokens, words, runs), title_lines(tokens, words))


def title_lines(tokens: Tokens, words: Sequence[Word]) -> list[bool]:
    """Return for each token whether it stands in a line in title case or capitals: there capitals tell little."""
    flags = [False] * len(tokens)
    capital, is_long = tokens.capital, [word.long for word in words]
    line_ends = [i for i, kind in enumerate(tokens.kinds) if kind == "line"]
    for before, end in pairwise((-1, *line_ends, len(tokens))):
        line = slice(before + 1, end)
        if sum(capital[line]) < _FEWEST_IN_TITLE:
            continue
        long_words = sum(is_long[line])
        if long_words >= _FEWEST_IN_TITLE and sum(compress(capital[line], is_long[line])) > _SHARE_IN_TITLE * long_words:
            flags[before + 1 : end + 1] = [True] * (min(end + 1, len(tokens)) - before - 1)
    return flags


def features_of(reading: TextFeatures) -> list[list[list[str]]]:
    """Make all features of each run's tokens, as training wants them."""
    bundles = Bundles[tuple[str, ...]](lambda features: features)
    words = reading.words
    own = zip(*token_features(reading, bundles), strict=True)
    runs: list[list[list[str]]] = []
    for (first, last), shared in zip(reading.runs, zip(*run_features(reading, bundles), strict=True), strict=True):
        rows = [[feature for bundle in (*shared, *one) for feature in bundle] for one in islice(own, last - first)]
        for at, row in enumerate(rows, start=first):
            around = ((at + offset, offset) for offset in OFFSETS)
            row += [feature for i, offset in around for feature in static_features(words[i] if 0 <= i < len(words) else None, offset)]
        runs.append(rows)
    return runs
