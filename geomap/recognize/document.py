"""What a document as a whole shows of its capitalized words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geomap.lang.tokens import Tokens
from geomap.recognize.words import AT, HOLDER, LOWER, PERSON, SURNAME, Word

_MOST_AT = 3
_LONGEST_PERSON = 3  # words


@dataclass(slots=True)
class DocumentFacts:
    """What the document shows of each capitalized word, gathered before any of it is tagged."""

    texts: frozenset[str]  # all its words as they are written
    shown: dict[str, int] = field(default_factory=dict)  # bits by the word in lower case, but for ``LOWER``

    def of(self, word: Word) -> int:
        """Give what the document shows of ``word``, as bits."""
        bits = self.shown.get(word.lower, 0)
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
                    _note(shown, word.lower, told)
            else:
                titled = False
            before = word.tells_next
        if end < last and capital[end - 1] and tokens.words[end] == "," and words[end + 1].holder:
            _note(shown, words[end - 1].lower, HOLDER)
        if 1 < end - first <= _LONGEST_PERSON and words[first].unknown:  # "Bohdan Khmelnytskyi"
            _note(shown, words[end - 1].lower, SURNAME)
    return facts


def _note(shown: dict[str, int], name: str, told: int) -> None:
    known = shown.get(name, 0)
    if told & AT:
        told -= AT
        known += AT if known // AT < _MOST_AT else 0
    shown[name] = known | told
