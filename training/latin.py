"""Trains the recognizer of Spanish and French on posts of our own, and measures it by folds of them.

One set of weights serves both languages. Beside the texts it learns from copies of them whose settlements have other names, and from
copies without their first words, whose first capital letter tells nothing.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from geomap.lang import language
from geomap.models import LATIN_FILE
from geomap.recognize.crf import LABELS, OUTSIDE, Crf, Weights
from geomap.recognize.features import features_of, read_text
from geomap.recognize.frequency import LATIN_TABLE, WordFrequencies
from geomap.recognize.latin import LANGUAGES, LatinParameters, LatinRecognizer, describer
from geomap.recognize.words import Cache
from training.arrays import packed, sha256_of, write_parameters
from training.corpus import GoldName, GoldText
from training.inflected import Tally, measure
from training.network import Chain, NetworkSettings, fit_network, stored
from training.recognizer import labels_of
from training.variants import with_other_names, without_first_words

Tell = Callable[[str], None]
Texts = dict[str, list[GoldText]]
"""Texts by the code of their language."""

_SEED = 20261130
_COPIES = 3  # of each text with names exchanged
_EXCHANGED_SHARE = 0.6
_FEWEST = 4  # tokens in which a feature is seen, copies counted
_FEWEST_PEOPLE = 300  # of a settlement whose name is drawn
_MOST_WORDS = 200_000
_FOLDS = 4
_SETTINGS = NetworkSettings(hidden=32, tokens=1000, features_left_out=0.5, units_left_out=0.4, seed=_SEED)
_SMALL_WORD = re.compile(r"(?<![\w'’-])[a-zß-ÿœ]{3,}(?![\w'’-])")
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)


def read_texts(paths: Sequence[Path]) -> Texts:
    """Read posts and sentences; the "newspaper" of a text is its checksum, so that folds are of texts."""
    texts: Texts = {code: [] for code in LANGUAGES}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            names = sorted({_span(name) for name in record.get("names", record.get("toponyms", ()))})
            texts[record["lang"]].append(
                GoldText(
                    text=record["text"],
                    newspaper=f"{zlib.crc32(record['text'].encode()):08x}",
                    names=tuple(GoldName(start=start, end=end) for start, end in names),
                )
            )
    return texts


def _span(name: Mapping[str, object]) -> tuple[int, int]:
    start = int(str(name["start"]))
    return start, int(str(name["end"])) if "end" in name else start + len(str(name["words"]))


class Exchanger:
    """Makes copies of the texts of one language, by a seed."""

    def __init__(self, gazetteer: Gazetteer, code: str, *, seed: int) -> None:
        self._index = gazetteer.index
        self._random = random.Random(seed)  # noqa: S311 - reproducible training, no secret
        columns, strings = self._index.columns, self._index.strings
        near = [strings.index(one) for one in language(code).table("cues")["near"].split() if one in strings]
        rows = np.flatnonzero((columns.kind == _SETTLEMENT) & np.isin(columns.country, near) & (columns.population >= _FEWEST_PEOPLE))
        self._rows: list[int] = rows.tolist()

    def exchanged(self, text: GoldText) -> GoldText:
        """Return ``text`` with some of its settlements called otherwise, offsets mended."""
        chosen: dict[str, str] = {}
        return with_other_names(text, lambda old: chosen.setdefault(old, self._another(old)))

    def shortened(self, text: GoldText) -> GoldText:
        """Return ``text`` without its first words, so that another word begins it with a capital."""
        return without_first_words(text, _SMALL_WORD, self._random)

    def _another(self, old: str) -> str:
        """Return the name of another settlement for that of one; the name itself for other kinds, and for a share of all."""
        kinds = {self._index.cells.kind[row] for row, *_ in self._index.entries(key(old))}
        if _SETTLEMENT not in kinds or self._random.random() >= _EXCHANGED_SHARE:
            return old
        return self._index.name_of(self._random.choice(self._rows))


class LatinTraining:
    """Features of texts of the languages, made once for a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        frequencies = WordFrequencies.shipped(LATIN_TABLE)
        self._describers = {code: describer(gazetteer, language(code), frequencies) for code in LANGUAGES}
        self._words = {code: Cache(words.describe, most=_MOST_WORDS) for code, (_, words) in self._describers.items()}

    def fit(self, texts: Texts) -> Weights:
        """Fit the weights to texts and to copies of them."""
        chains: list[Chain] = []
        for code, own in texts.items():
            chains += self._chains(code, own)
            chains += self._chains(code, map(Exchanger(self._gazetteer, code, seed=_SEED).shortened, own))
            for copy in range(_COPIES):
                chains += self._chains(code, map(Exchanger(self._gazetteer, code, seed=_SEED + 1 + copy).exchanged, own))
        counts = Counter(feature for features, _ in chains for token in features for feature in token)
        return fit_network(chains, sorted(name for name, count in counts.items() if count >= _FEWEST), _SETTINGS)

    def recognizers(self, weights: Weights) -> dict[str, LatinRecognizer]:
        """Return a recognizer of each language with these weights."""
        parameters = LatinParameters()
        parameters.__dict__["crf"] = Crf(weights)  # in place of those that ship
        return {code: LatinRecognizer(self._gazetteer, language(code), parameters) for code in LANGUAGES}

    def _chains(self, code: str, texts: Iterable[GoldText]) -> Iterator[Chain]:
        names, _ = self._describers[code]
        for text in texts:
            reading = read_text(text.text, names, self._words[code], elisions=language(code).words("elisions"))
            labels = labels_of(reading.tokens, text)
            for run, features in zip(reading.runs, features_of(reading), strict=True):
                yield features, [LABELS[labels.get(i, OUTSIDE)] for i in range(*run)]


def train_latin(written: Sequence[Path], *, package: Path, folds: bool, tell: Tell) -> None:
    """Write the parameters that ship, with a record that holds what folds measured."""
    gazetteer = Gazetteer.open(None)
    training, texts = LatinTraining(gazetteer), read_texts(written)
    figures = _cross_validated(training, texts) if folds else {}
    for code, tally in figures.items():
        tell(f"{code}: {tally.figures()}")
    content = packed(stored(training.fit(texts)))
    write_parameters(package / "recognize" / "parameters" / LATIN_FILE, content, _record(written, gazetteer, figures))


def _cross_validated(training: LatinTraining, texts: Texts) -> dict[str, Tally]:
    """Measure each fold of the texts with weights that were fitted without it."""

    def split(fold: int, *, inside: bool) -> Texts:
        return {code: [text for text in own if (int(text.newspaper, 16) % _FOLDS == fold) == inside] for code, own in texts.items()}

    tallies = {code: Tally() for code in LANGUAGES}
    for fold in range(_FOLDS):
        recognizers = training.recognizers(training.fit(split(fold, inside=False)))
        for code, own in split(fold, inside=True).items():
            measure(recognizers, {code: own}, tallies[code])
    return tallies


def _record(written: Sequence[Path], gazetteer: Gazetteer, figures: Mapping[str, Tally]) -> list[str]:
    """Return lines of TOML that record what the parameters are made from."""
    lines = [
        f"gazetteer = {json.dumps(gazetteer.edition)}",
        f"seed = {_SEED}",
        f"copies_with_names_exchanged = {_COPIES}",
        'script = "python -m training fit-latin"',
    ]
    for path in written:
        texts = read_texts([path])
        lines += [
            "",
            "[[corpus]]",
            f'name = "{path.stem}"',
            f'sha256 = "{sha256_of(path.read_bytes())}"',
            f"texts = {sum(map(len, texts.values()))}",
            f"names = {sum(len(text.names) for own in texts.values() for text in own)}",
        ]
    for code, tally in figures.items():
        lines += ["", f"[scores.{code}]", *(f"{key} = {value}" for key, value in tally.figures().items())]
    return lines
