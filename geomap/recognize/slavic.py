"""Ukrainian and Russian: capitalized names that the gazetteer knows in this or an inflected form, by the company they keep.

There is no open annotated news in these languages that could be shipped or trained on freely, so this is a small model set
by hand: each cue adds to the log odds that a known form is meant as a place.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import key
from geomap.model import Mention, Post, Role
from geomap.recognize.tokens import Tokens, find_runs, tokenize

LEAST = 0.5
_SENTENCE_ENDS = frozenset((".", "!", "?", "\n", ":", "«", '"', "—", "–"))
_LONGEST = 4  # words
_UNIT = re.compile(r"област|обл$|район|р-н|громад|общин|округ|краї?й|край|краю|республ", re.IGNORECASE)
_LISTS = tomllib.loads(Path(__file__).with_name("slavic.toml").read_text(encoding="utf-8"))
_TOWN = frozenset(_LISTS["town"].split())
_PREPOSITIONS = frozenset(_LISTS["prepositions"].split())
_WORDS = frozenset(_LISTS["words"].split())
_ARMED_UNITS = frozenset(_LISTS["units"].split())
_TITLES = frozenset(_LISTS["titles"].split())
_PERSON_ENDINGS = tuple(_LISTS["person_endings"].split())
_GIVEN = frozenset(_LISTS["given"].split())
_ADJECTIVE_STEMS = tuple(_LISTS["adjective_stems"].split())
_NEAR = ("UA", "RU", "BY", "MD", "PL", "RO", "LT", "LV", "EE", "GE", "KZ", "AM", "AZ")  # whose small places news in these languages names
_KNOWN_AFAR = 100_000  # people of a town farther away that it names
_TOWN_OF_SHORT_NAME = 10_000  # people: "Izium" has four letters in Ukrainian, and so have many words and surnames that are hamlets
_STATUS = {status: i for i, status in enumerate(STATUSES)}
_DEMONYM = _STATUS[NameStatus.DEMONYM]
_COUNTRY, _REGION = KINDS.index(PlaceKind.COUNTRY), KINDS.index(PlaceKind.REGION)


class SlavicRecognizer:
    """Finds place names in Ukrainian and Russian text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.index
        self._known: dict[str, tuple[float, bool] | None] = {}

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Give each post's mentions by start."""
        return [tuple(self._mentions(post)) for post in posts]

    def _mentions(self, post: Post) -> list[Mention]:
        tokens = tokenize(post.text)
        found: list[Mention] = []
        for first, last in find_runs(tokens):
            i = first
            while i < last:
                mention, i = self._at(post, tokens, i, last)
                if mention is not None:
                    found.append(mention)
        return found

    def _at(self, post: Post, tokens: Tokens, i: int, last: int) -> tuple[Mention | None, int]:
        reach = last + 1 if last < len(tokens) and _UNIT.match(tokens.words[last]) else last
        for end in range(min(reach, i + _LONGEST), i, -1):
            text = post.text[tokens.starts[i] : tokens.ends[end - 1]]
            known = self._know(text)
            if known is None:
                continue
            odds, adjective = known
            odds += self._company(tokens, i, end)
            p = 1 / (1 + math.exp(-odds))
            if p < LEAST:
                continue
            role = Role.DEMONYM if adjective else Role.LITERAL
            start = tokens.starts[i]
            return Mention(post_id=post.id, start=start, end=start + len(text), text=text, confidence=round(p, 4), role=role), end
        return None, i + 1

    def _know(self, text: str) -> tuple[float, bool] | None:
        """Give the log odds that ``text`` alone names a place, and whether it is an adjective; None where nobody has the name."""
        if text in self._known:
            return self._known[text]
        if len(self._known) > 1 << 16:
            self._known.clear()
        self._known[text] = self._look_up(text)
        return self._known[text]

    def _look_up(self, text: str) -> tuple[float, bool] | None:
        rows, _, forms, statuses = self._index.postings(key(text))
        if not len(rows):
            return None
        columns = self._index.columns
        adjective = bool(((statuses == _DEMONYM) | (forms == int(Form.ADJECTIVE))).all())
        people = int(columns.population[rows].max())
        odds = 0.35 * math.log10(1 + max(people, 0)) - 0.2
        near = any(self._index.country_of(int(row)) in _NEAR for row in rows)
        if {_COUNTRY, _REGION} & set(columns.kind[rows].tolist()):
            odds += 1.5
        elif not near and people < _KNOWN_AFAR:
            odds -= 1.5
        if (forms == int(Form.INFLECTED)).all():
            odds -= 0.3
        if len(text) <= 4:  # noqa: PLR2004 - short forms are often other words
            odds -= 1.5 if people < _TOWN_OF_SHORT_NAME else 0.7
        if " " in text or "-" in text:
            odds += 1.5
        return odds, adjective

    def _company(self, tokens: Tokens, i: int, end: int) -> float:
        return self._before(tokens, i) + self._after(tokens, end) + _itself(tokens.words[i:end])

    def _before(self, tokens: Tokens, i: int) -> float:
        before = tokens.words[i - 1].lower() if i else ""
        odds = 0.0
        if before in _TOWN:
            odds += 3.0
        elif before in _PREPOSITIONS:
            odds += 1.8
        elif not before or before in _SENTENCE_ENDS:
            odds -= 0.3  # a capital at the start of a sentence tells nothing
        if before in _GIVEN or self._is_strange_name(tokens, i - 1):
            odds -= 3.0
        if before in _TITLES and tokens.words[i].lower().endswith(_PERSON_ENDINGS):
            odds -= 3.0
        return odds

    def _after(self, tokens: Tokens, end: int) -> float:
        if end == len(tokens):
            return 0.0
        if _UNIT.match(tokens.words[end]):
            return 2.0
        if tokens.words[end] in _ARMED_UNITS:
            return -3.0
        return -1.5 if tokens.is_name_word(end) and self._know(tokens.words[end]) is None else 0.0

    def _is_strange_name(self, tokens: Tokens, i: int) -> bool:
        """Tell whether token ``i`` is a capitalized word that is no place and does not merely begin a sentence: a person's name."""
        if i < 1 or not tokens.is_name_word(i) or tokens.words[i - 1] in _SENTENCE_ENDS:
            return False
        lower = tokens.words[i].lower()
        return lower not in _TOWN and lower not in _PREPOSITIONS and self._know(tokens.words[i]) is None


def _itself(words: Sequence[str]) -> float:
    first, last = words[0].lower(), words[-1].lower()
    odds = 0.0
    if len(words) == 1 and (first in _WORDS or first.startswith(_ADJECTIVE_STEMS)):
        odds -= 3.0
    if first in _GIVEN:
        odds -= 2.5
    if last.endswith(_PERSON_ENDINGS):
        odds -= 0.7
    return odds
