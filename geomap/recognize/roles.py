"""How a mention names its place: outright, as an adjective, or inside the name of an organisation."""

from __future__ import annotations

from functools import cache

from geomap.model import Role
from geomap.recognize.features import TextFeatures
from geomap.recognize.words import KnowName

_JOINS = frozenset(("of", "and", "&", "for", "the", "-", "\u2013", "on", "'s", "\u2019s"))
_STOPS = frozenset(("title", "day", "month", "spokes", "said", "newsroom"))
_ORGANISATIONS = frozenset(("org", "ball"))
_ORGANISATION_BEFORE = frozenset(
    ["radio", "fc", "air", "bank", "club", "visit", "team", "miss", "uss", "hms", "afc", "ac", "bbc", "cnn", "nbc", "abc", "cbs"]
)
# Names of newspapers end so; the model's classes do not have all of these words.
_PAPERS = frozenset(("globe", "gazette", "star", "sun", "mirror", "telegraph", "guardian", "observer", "examiner", "inquirer", "chronicle"))
_QUOTES = frozenset("\"'\u201c\u2018\u00ab")
# An organization and a territory: the territory is meant where something is in it or comes out of it.
_UNIONS = frozenset(("eu", "e.u.", "european union"))
_WITHIN = frozenset(("at", "from"))
_UNITS = frozenset(("region", "county", "township", "city", "town", "village", "creek", "river", "island"))
_MOST_WORDS = 7
# Alone, with a capital, these are adjectives: "Western officials" names no region that happens to be called so.
_DIRECTIONS = frozenset(("western", "eastern", "northern", "southern", "central"))
_MOST_ABBREVIATION_LETTERS = 3


def role_of(reading: TextFeatures, first: int, last: int, know: KnowName) -> Role:
    """Return the role of the name in tokens ``[first, last)``."""
    tokens = reading.tokens
    facts = know(tokens.text[tokens.starts[first] : tokens.ends[last - 1]])
    if facts is not None and (facts.demonym or (facts.people_first and not _is_held(reading, last))):
        return Role.DEMONYM
    if _is_adjective(reading, first, last):
        return Role.DEMONYM
    if _heads_organisation(reading, last) or _ends_organisation(reading, first):
        return Role.EMBEDDED
    if _names_paper(reading, first, last) or _names_road(reading, last) or _names_ship(reading, first) or _is_union(reading, first, last):
        return Role.EMBEDDED
    return Role.LITERAL


def _is_held(reading: TextFeatures, last: int) -> bool:
    """Return whether what follows makes a place of the name of a people: "Spanish, Ontario", "the Somali region"."""
    tokens = reading.tokens
    if last + 1 < len(tokens) and tokens.words[last] == "," and tokens.is_name_word(last + 1):
        facts = reading.words[last + 1].facts
        return facts is not None and facts.holder
    return last < len(tokens) and tokens.words[last].lower() in _UNITS


def _is_adjective(reading: TextFeatures, first: int, last: int) -> bool:
    """Return whether the name is an adjective: a direction alone, or the letters of a country before a title ("US President")."""
    tokens = reading.tokens
    if last - first != 1:
        return False
    if tokens.words[first].lower() in _DIRECTIONS:
        return True
    letters = tokens.words[first].replace(".", "")
    short = letters.isupper() and len(letters) <= _MOST_ABBREVIATION_LETTERS
    return short and last < len(tokens) and tokens.is_name_word(last) and "title" in _classes(reading, last)


def _classes(reading: TextFeatures, i: int) -> frozenset[str]:
    return _split(reading.words[i].word_class or "")


@cache
def _split(word_class: str) -> frozenset[str]:
    return frozenset(word_class.split("+"))


def _heads_organisation(reading: TextFeatures, last: int) -> bool:
    """Return whether the capitalized words after the name make an organisation of it: "Odesa Military Academy"."""
    tokens = reading.tokens
    if last < len(tokens) and tokens.words[last] in _JOINS:
        return False
    for i in range(last, min(len(tokens), last + _MOST_WORDS)):
        if not tokens.is_name_word(i):
            if tokens.words[i] in _JOINS:
                continue
            return False
        classes = _classes(reading, i)
        if classes & _ORGANISATIONS:
            return True
        if classes & _STOPS or reading.words[i].given:
            return False
    return False


def _names_paper(reading: TextFeatures, first: int, last: int) -> bool:
    """Return whether "The" before the name and a newspaper's word after it make a newspaper of it: "the Boston Globe"."""
    tokens = reading.tokens
    is_paper = first > 0 and last < len(tokens) and tokens.is_name_word(last) and reading.words[last].lower in _PAPERS
    return is_paper and reading.words[first - 1].lower == "the"


def _names_road(reading: TextFeatures, last: int) -> bool:
    """Return whether a road bears the name: "Rivers Avenue"."""
    return last < len(reading.tokens) and reading.tokens.is_name_word(last) and "road" in _classes(reading, last)


def _names_ship(reading: TextFeatures, first: int) -> bool:
    """Return whether a ship bears the name: "the submarine Rostov-on-Don"."""
    at = first - 1
    if at >= 0 and reading.tokens.words[at] in _QUOTES:
        at -= 1
    return at >= 0 and "ship" in _classes(reading, at) and reading.tokens.kinds[at] == "word" and not reading.words[at].lower.endswith("s")


def _is_union(reading: TextFeatures, first: int, last: int) -> bool:
    """Return whether the name is that of a union of states as an organization."""
    tokens = reading.tokens
    if last - first > 2 or tokens.text[tokens.starts[first] : tokens.ends[last - 1]].lower() not in _UNIONS:  # noqa: PLR2004 - words
        return False
    at = first - 1 - (first > 0 and reading.words[first - 1].lower == "the")
    return at < 0 or not _classes(reading, at) & _WITHIN


def _ends_organisation(reading: TextFeatures, first: int) -> bool:
    """Return whether the name closes that of an organisation: "Bank of England", "Air Canada"."""
    tokens = reading.tokens
    if first and tokens.words[first - 1].lower() in _ORGANISATION_BEFORE and tokens.is_name_word(first - 1):
        return True
    i = first - 1
    if i >= 0 and tokens.words[i] == "the":
        i -= 1
    if i < 1 or tokens.words[i] != "of":
        return False
    return tokens.is_name_word(i - 1) and bool(_classes(reading, i - 1) & _ORGANISATIONS)
