"""Capitalized names that the gazetteer knows, in this or an inflected form, by the words beside them: for languages without a model.

This is a small model set by hand: each cue adds to the log odds that a known form is meant as a place. The cues are those of the
language's folder.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import key
from geomap.lang import Language
from geomap.lang.tokens import Tokens, tokenize
from geomap.lang.wordset import WordSet, word_set
from geomap.model import Mention, Post, Role
from geomap.recognize.runs import find_runs

LEAST = 0.5
_SENTENCE_ENDS = frozenset((".", "!", "?", "\n", ":", "«", '"', "—", "–"))
_LONGEST = 4  # words
_KNOWN_AFAR = 100_000  # people of a town farther away that it names
_TOWN_OF_SHORT_NAME = 10_000  # people: "Izium" has four letters in Ukrainian, and so have many words and surnames that are hamlets
_STATUS = {status: i for i, status in enumerate(STATUSES)}
_DEMONYM = _STATUS[NameStatus.DEMONYM]
_COUNTRY, _REGION = KINDS.index(PlaceKind.COUNTRY), KINDS.index(PlaceKind.REGION)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCues:
    """The words of one language that tell whether the capitalized name beside them is a place; see ``cues.toml`` of its folder."""

    town: WordSet  # kinds of settlement, before a name
    prepositions: WordSet
    titles: WordSet  # before a person
    person_endings: tuple[str, ...]
    given: WordSet  # given names
    words: WordSet  # what names a place somewhere, but is a word of the language
    regions: WordSet  # kinds of region, after a name
    units: WordSet  # kinds of armed unit, after a name
    near: frozenset[str]  # countries whose small places news in this language names

    @classmethod
    def of(cls, language: Language) -> NameCues:
        """Return the cues of a language; what its folder does not list is empty."""
        table = language.table("cues")
        frequent = " ".join(language.words("words")) if language.recognizer == "gazetteer" else ""
        sets = {name: word_set(table.get(name, "")) for name in ("town", "prepositions", "titles", "given", "regions", "units")}
        return cls(
            **sets,
            words=word_set(f"{table.get('words', '')} {frequent}"),
            person_endings=tuple(table.get("person_endings", "").split()),
            near=frozenset(table.get("near", "").split()),
        )


class CuedRecognizer:
    """Finds place names in texts of one language, by its cues."""

    def __init__(self, gazetteer: Gazetteer, language: Language) -> None:
        self._language = language
        self._index = gazetteer.index
        self._known: dict[str, tuple[float, bool] | None] = {}

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start."""
        return [tuple(self._mentions(post)) for post in posts]

    @cached_property
    def _cues(self) -> NameCues:
        return NameCues.of(self._language)

    def _mentions(self, post: Post) -> list[Mention]:
        tokens = tokenize(post.text, self._language.words("elisions"))
        found: list[Mention] = []
        for first, last in find_runs(tokens):
            i = first
            while i < last:
                mention, i = self._at(post, tokens, i, last)
                if mention is not None:
                    found.append(mention)
        return found

    def _at(self, post: Post, tokens: Tokens, i: int, last: int) -> tuple[Mention | None, int]:
        reach = last + 1 if last < len(tokens) and tokens.words[last].lower() in self._cues.regions else last
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
        """Return the log odds that ``text`` alone names a place, and whether it is an adjective; None where nobody has the name."""
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
        near = any(self._index.country_of(int(row)) in self._cues.near for row in rows)
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
        return self._before(tokens, i) + self._after(tokens, end) + self._itself(tokens.words[i:end])

    def _before(self, tokens: Tokens, i: int) -> float:
        before = tokens.words[i - 1].lower() if i else ""
        odds = 0.0
        if before in self._cues.town:
            odds += 3.0
        elif before in self._cues.prepositions:
            odds += 1.8
        elif not before or before in _SENTENCE_ENDS:
            odds -= 0.3  # a capital at the start of a sentence tells nothing
        if before in self._cues.given or self._is_strange_name(tokens, i - 1):
            odds -= 3.0
        if before in self._cues.titles and tokens.words[i].lower().endswith(self._cues.person_endings):
            odds -= 3.0
        return odds

    def _after(self, tokens: Tokens, end: int) -> float:
        if end == len(tokens):
            return 0.0
        if tokens.words[end].lower() in self._cues.regions:
            return 2.0
        if tokens.words[end] in self._cues.units:
            return -3.0
        return -1.5 if tokens.is_name_word(end) and self._know(tokens.words[end]) is None else 0.0

    def _is_strange_name(self, tokens: Tokens, i: int) -> bool:
        """Return whether token ``i`` is a capitalized word that is no place and does not merely begin a sentence: a person's name."""
        if i < 1 or not tokens.is_name_word(i) or tokens.words[i - 1] in _SENTENCE_ENDS:
            return False
        lower = tokens.words[i].lower()
        return lower not in self._cues.town and lower not in self._cues.prepositions and self._know(tokens.words[i]) is None

    def _itself(self, words: Sequence[str]) -> float:
        first, last = words[0].lower(), words[-1].lower()
        odds = 0.0
        if len(words) == 1 and first in self._cues.words:
            odds -= 3.0
        if first in self._cues.given:
            odds -= 2.5
        if last.endswith(self._cues.person_endings):
            odds -= 0.7
        return odds
