"""Annotated texts in Ukrainian and Russian: corpora, sentences filled with names in their cases, and corpora with names exchanged.

A corpus is JSON Lines of {"text", "lang", "names" or "toponyms": [{"start", "end"}]}; a line without a list of names has none.
"""

from __future__ import annotations

import json
import re
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from training.cases import case_of
from training.corpus import GoldName, GoldText
from training.inflected_names import NamePool
from training.variants import with_other_names, without_first_words

LANGUAGES = ("uk", "ru")
_TABLES = tomllib.loads(Path(__file__).with_name("inflected.toml").read_text(encoding="utf-8"))
_SLOT = re.compile(r"\{([A-Z])([0-5])\}|\[(.+?)\]")
_NAMES = frozenset("SCRIDNB=")
_SMALL_WORD = re.compile(r"(?<![\w-])[а-яіїєґё]{3,}(?![\w-])")
_SENTENCES = (1, 1, 2, 3)
_BORROWED_SHARE = 0.3  # of surnames that are names of places
_EXCHANGED_SHARE = 0.6
_PARTS = 4  # of own texts, one of which is kept apart
_COUNTRY, _SETTLEMENT = KINDS.index(PlaceKind.COUNTRY), KINDS.index(PlaceKind.SETTLEMENT)

Texts = dict[str, list[GoldText]]
"""Texts by the code of their language."""


def read_texts(path: Path) -> Texts:
    """Read a corpus, texts in the order of the file; the "newspaper" of a text is its checksum, so that folds are of texts."""
    texts: Texts = {language: [] for language in LANGUAGES}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            marked = record.get("names", record.get("toponyms", ()))
            names = sorted({(int(name["start"]), int(name["end"])) for name in marked})
            text = GoldText(
                text=record["text"],
                newspaper=f"{zlib.crc32(record['text'].encode()):08x}",
                names=tuple(GoldName(start=start, end=end) for start, end in names),
            )
            texts[record.get("lang", "ru")].append(text)
    return texts


def _pieces(template: str) -> Iterator[tuple[str, str, int]]:
    """Yield the plain text, slots and marked names of a template: text, sort and case; a marked name has the sort "="."""
    at = 0
    for slot in _SLOT.finditer(template):
        yield template[at : slot.start()], "", 0
        yield (slot[3], "=", 0) if slot[3] else ("", slot[1], int(slot[2]))
        at = slot.end()
    yield template[at:], "", 0


def is_kept_apart(text: GoldText) -> bool:
    """Return whether a text of a corpus written for training is never trained on, so that it can measure."""
    return int(text.newspaper, 16) % _PARTS == 0


class InflectedFiller:
    """Fills sentences of one language with names, and exchanges the names in texts, by a seed."""

    def __init__(self, gazetteer: Gazetteer, language: str, *, seed: int) -> None:
        self._index = gazetteer.index
        self._language = language
        self._pool = NamePool(gazetteer, language, seed=seed)
        self._random = self._pool.random
        table = _TABLES[language]
        self._given: list[str] = table["given"].split()
        self._surnames: list[str] = table["surnames"].split()
        self._person = self._surnames[0]
        self._templates: list[str] = table["sentences"].strip().splitlines()

    def texts(self, count: int) -> Iterator[GoldText]:
        """Yield ``count`` texts of one to three sentences."""
        for number in range(count):
            text = ""
            names: list[GoldName] = []
            for template in self._random.choices(self._templates, k=self._random.choice(_SENTENCES)):
                for plain, sort, case in _pieces(template):
                    filled = self._fill(sort, case) if sort else plain
                    if sort in _NAMES:
                        names.append(GoldName(start=len(text), end=len(text) + len(filled or plain)))
                    text += filled or plain
                text += self._random.choice((" ", " ", "\n"))
            yield GoldText(text=text, newspaper=f"{number:08x}", names=tuple(names))

    def shortened(self, text: GoldText) -> GoldText:
        """Return ``text`` without its first words, so that another word begins it with a capital: what is no name there."""
        return without_first_words(text, _SMALL_WORD, self._random)

    def exchanged(self, text: GoldText) -> GoldText:
        """Return ``text`` with some of its names exchanged for others in the same case, offsets mended."""
        chosen: dict[str, str] = {}

        def other(old: str) -> str:
            if old not in chosen:
                chosen[old] = self._another(old) if self._random.random() < _EXCHANGED_SHARE else old
            return chosen[old]

        return with_other_names(text, other)

    def _fill(self, sort: str, case: int) -> str:
        if sort == "=":
            return ""
        if sort == "A":
            return self._pool.adjective(case)
        if sort == "X":
            return self._pool.nominative(self._random.choice("SCN"))
        if sort == "Q":
            return self._pool.form(self._person, case)
        if sort in "PL":
            borrowed = self._random.random() < _BORROWED_SHARE
            self._person = self._pool.nominative("S") if borrowed else self._random.choice(self._surnames)
            return self._person if sort == "L" else f"{self._random.choice(self._given)} {self._person}"
        return self._pool.draw(sort, case)

    def _another(self, old: str) -> str:
        """Return another settlement or country for a name that is one, in its case; the name itself where that is not known."""
        cells = self._index.cells
        entries = sorted(self._index.entries(key(old)), key=lambda entry: -cells.population[entry[0]])
        for row, name, _, _ in entries:
            kind = cells.kind[row]
            if kind not in (_COUNTRY, _SETTLEMENT) or old.isupper():
                continue
            found = case_of(old, self._index.name_text(name), self._language)
            if found:
                sort = "N" if kind == _COUNTRY else self._random.choice("SSC")
                new = self._pool.nominative(sort)
                return self._pool.form(new if sort == "N" else self._pool.misspelt(new), self._random.choice(found))
        return old
