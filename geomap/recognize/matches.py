"""Names of the gazetteer in a run of capitalized words, and what they say of each other."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.normalize import SHORT_NAME_LETTERS
from geomap.lang.tokens import Tokens
from geomap.recognize.words import KnowName, NameFacts, Word

LONGEST_NAME = 6  # words; longer names of the gazetteer are not looked for in running text
_LEVELS = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)  # names' worth of others in the same unit


@dataclass(slots=True)
class Match:
    """A stretch ``[first, last)`` of a run that is a name of the gazetteer."""

    first: int
    last: int
    facts: NameFacts
    together: tuple[int, int] = (0, 0)  # levels: how many other names of the document have places in one region, in one country


def find_matches(tokens: Tokens, words: Sequence[Word], run: tuple[int, int], know: KnowName) -> list[Match]:
    """Give the longest names of the gazetteer in ``run``, from the left, without overlap."""
    matches: list[Match] = []
    i, end = run
    text, starts, ends, capital = tokens.text, tokens.starts, tokens.ends, tokens.capital
    while i < end:
        if not capital[i] and i + 1 < end and tokens.words[i + 1] != "-":
            i += 1
            continue
        for last in _ends_to_try(tokens, words, (i, min(end, i + LONGEST_NAME)), know) if i + 1 < end else ():
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


def _ends_to_try(tokens: Tokens, words: Sequence[Word], window: tuple[int, int], know: KnowName) -> Sequence[int]:
    """Give the ends of the names of several words that may begin with the window, the farthest first.

    Two look-ups tell of most windows that there are none. Words that do not depend on their neighbours add up to the
    beginning of a name's key.
    """
    first, end = window
    starts, ends = tokens.starts, tokens.ends
    begin = first + 1 if words[first].lower == "the" else first  # keys begin after it
    parts: list[str] = []
    stops: list[int] = []  # where the tokens of each part end
    plain = begin
    while plain < end and (part := words[plain].part) is not None:
        if part and parts and words[plain - 1].part and starts[plain] == ends[plain - 1]:
            break
        plain += 1
        if part:
            parts.append(part)
            stops.append(plain)
    if parts and plain < end and words[plain - 1].part and starts[plain] == ends[plain - 1]:
        plain -= 1  # "Kyiv's", "J.Smith": what is glued to a word may change it
        parts.pop()
    shortest = parts[: first + 2 - begin]
    if not parts or not words[begin].part or len("".join(shortest)) <= SHORT_NAME_LETTERS:
        return range(end, first + 1, -1)  # nothing is known before
    spelled = " ".join(parts)
    known = f"{spelled} "[: know.longest(spelled) + 1].count(" ") if plain > first + 1 else 0  # whole words
    known_end = stops[known - 1] if known else first + 1
    beyond = plain < end and know.goes_on(f"{spelled} ")
    return [*(range(end, plain, -1) if beyond else ()), *range(known_end, first + 1, -1)]


def tell_together(runs: Sequence[Sequence[Match]]) -> None:
    """Set ``together`` of all matches of a document: names of places stand together with names of places in the same region."""
    distinct = {id(match.facts): match.facts for matches in runs for match in matches}
    regions = _shared([facts.regions for facts in distinct.values()])
    countries = _shared([facts.countries for facts in distinct.values()])
    told = dict(zip(distinct, zip(regions, countries, strict=True), strict=True))
    for matches in runs:
        for match in matches:
            match.together = told[id(match.facts)]


def _shared(units: Sequence[tuple[int, ...]]) -> list[int]:
    """Give for each name the level of what the other names say of its best unit; a name with places in ten says a tenth of each."""
    total: defaultdict[int, float] = defaultdict(float)
    for own in units:
        share = 1.0 / max(1, len(own))
        for unit in own:
            total[unit] += share
    return [bisect(_LEVELS, max(map(total.__getitem__, own)) - 1.0 / len(own)) if own else 0 for own in units]
