"""Trains the recognizer of Ukrainian and Russian, and measures it on texts that training did not see.

One set of weights serves both languages. Corpora that were written for training keep a quarter apart; any other is measured by folds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gazetteer import Gazetteer
from geomap.lang import language
from geomap.model import Post, Role
from geomap.models import INFLECTED_FILE
from geomap.recognize.crf import LABELS, OUTSIDE, Crf, Weights
from geomap.recognize.features import features_of, read_text
from geomap.recognize.frequency import WordFrequencies
from geomap.recognize.inflected import InflectedParameters, InflectedRecognizer, describer
from geomap.recognize.words import Cache
from geomap.stages import Recognizer
from training.arrays import packed, sha256_of, write_parameters
from training.corpus import GoldText
from training.folds import fold_of
from training.inflected_texts import LANGUAGES, InflectedFiller, Texts, is_kept_apart, read_texts
from training.network import Chain, NetworkSettings, fit_network, stored
from training.own_names import read_own_names
from training.recognizer import labels_of

Tell = Callable[[str], None]

_SEED = 20261129
_FILLED = 700  # texts from templates, of each language
_COPIES = 2  # of each text with names exchanged
_FEWEST = 4  # runs in which a feature is seen, copies counted
_MOST_WORDS = 200_000
_SETTINGS = NetworkSettings(hidden=48, tokens=1000, features_left_out=0.5, units_left_out=0.4, seed=_SEED)


@dataclass(slots=True)
class Tally:
    """How many names were found, given too much and missed."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1."""
        precision = self.right / max(1, self.right + self.spurious)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {"P": round(precision, 4), "R": round(recall, 4), "F1": round(f1, 4)}


class InflectedTraining:
    """Features of texts of both languages, made once for a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        frequencies = WordFrequencies.shipped()
        self._describers = {code: describer(gazetteer, language(code), frequencies) for code in LANGUAGES}
        self._words = {code: Cache(words.describe, most=_MOST_WORDS) for code, (_, words) in self._describers.items()}
        self._filled = [chain for code in LANGUAGES for chain in self._chains(code, self._filler(code, 0).texts(_FILLED))]

    def fit(self, texts: Texts) -> Weights:
        """Fit the weights to texts, to copies of them with other names, and to sentences from templates."""
        chains = list(self._filled)
        for code, given in texts.items():
            own = [*given, *(text for text in given if not text.names)]  # twice: what is no place weighs more than what is one
            chains += self._chains(code, own)
            chains += self._chains(code, map(self._filler(code, _COPIES + 1).shortened, own))
            for copy in range(_COPIES):
                filler = self._filler(code, 1 + copy)
                chains += self._chains(code, map(filler.exchanged, own))
        counts = Counter(feature for features, _ in chains for feature in {name for token in features for name in token})
        return fit_network(chains, sorted(name for name, count in counts.items() if count >= _FEWEST), _SETTINGS)

    def recognizers(self, weights: Weights) -> dict[str, InflectedRecognizer]:
        """Return a recognizer of each language with these weights."""
        parameters = InflectedParameters()
        parameters.__dict__["crf"] = Crf(weights)  # in place of those that ship
        return {code: InflectedRecognizer(self._gazetteer, language(code), parameters) for code in LANGUAGES}

    def _filler(self, code: str, number: int) -> InflectedFiller:
        return InflectedFiller(self._gazetteer, code, seed=_SEED + number)

    def _chains(self, code: str, texts: Iterable[GoldText]) -> Iterator[Chain]:
        """Yield the chains of texts; a run that holds a part of a name only teaches nothing, and is left out."""
        names, words = self._describers[code]
        for text in texts:
            reading = read_text(text.text, names, self._words[code], words.tails)
            labels = labels_of(reading.tokens, text)
            whole = [_is_whole(text, reading.tokens.starts[first], reading.tokens.ends[last - 1]) for first, last in reading.runs]
            for run, features, is_whole in zip(reading.runs, features_of(reading), whole, strict=True):
                if is_whole:
                    yield features, [LABELS[labels.get(i, OUTSIDE)] for i in range(*run)]


def _is_whole(text: GoldText, start: int, end: int) -> bool:
    return all(start <= name.start and name.end <= end for name in text.names if name.start < end and start < name.end)


def measure(recognizers: Mapping[str, Recognizer], texts: Texts, tally: Tally | None = None) -> Tally:
    """Count exact names, adjectives left aside."""
    total = tally or Tally()
    for code, own in texts.items():
        found = recognizers[code].recognize([Post(id="", source="", text=text.text) for text in own])
        for text, mentions in zip(own, found, strict=True):
            gold = {(name.start, name.end) for name in text.names}
            given = {(mention.start, mention.end) for mention in mentions or () if mention.role is not Role.DEMONYM}
            total.right += len(gold & given)
            total.spurious += len(given - gold)
            total.missed += len(gold - given)
    return total


def train_inflected(  # noqa: PLR0913 - one for each option
    written: Sequence[Path], corpora: Sequence[Path], names: Sequence[Path], *, package: Path, folds: int, tell: Tell
) -> None:
    """Write the parameters that ship, with a record that holds what folds and texts kept apart measured.

    ``names`` list the places of our own posts (`training.own_names`), all of which are trained on.
    """
    gazetteer = Gazetteer.open(None)
    training = InflectedTraining(gazetteer)
    own = _joined([read_texts(path) for path in written])
    seen, apart = _split(own, lambda text: not is_kept_apart(text)), _split(own, is_kept_apart)
    named = _joined([read_own_names(path, LANGUAGES) for path in names])
    seen = _joined([seen, named])
    public = {path.stem: read_texts(path) for path in corpora}
    figures = {name: tally.figures() for name, tally in _cross_validated(training, seen, public, folds).items()}
    weights = training.fit(_joined([seen, *public.values()]))
    figures["kept_apart"] = measure(training.recognizers(weights), apart).figures()
    for name, figure in figures.items():
        tell(f"{name}: {figure}")
    content = packed(stored(weights))
    sets = {path: read_texts(path) for path in (*written, *corpora)} | {path: read_own_names(path, LANGUAGES) for path in names}
    write_parameters(package / "recognize" / "parameters" / INFLECTED_FILE, content, _record(sets, gazetteer, figures))


def _cross_validated(training: InflectedTraining, seen: Texts, public: Mapping[str, Texts], folds: int) -> dict[str, Tally]:
    """Measure each fold of public corpora with weights that were fitted without it."""

    def in_fold(fold: int) -> Callable[[GoldText], bool]:
        return lambda text: fold_of(text.newspaper, folds) == fold

    def not_in_fold(fold: int) -> Callable[[GoldText], bool]:
        return lambda text: fold_of(text.newspaper, folds) != fold

    tallies = {name: Tally() for name in public} if folds else {}
    for fold in range(folds if public else 0):
        rest = [_split(texts, not_in_fold(fold)) for texts in public.values()]
        recognizers = training.recognizers(training.fit(_joined([seen, *rest])))
        for name, texts in public.items():
            measure(recognizers, _split(texts, in_fold(fold)), tallies[name])
    return tallies


def _record(sets: Mapping[Path, Texts], gazetteer: Gazetteer, figures: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return lines of TOML that record what the parameters are made from."""
    lines = [
        f"gazetteer = {json.dumps(gazetteer.edition)}",
        f"seed = {_SEED}",
        f"texts_from_templates = {_FILLED * len(LANGUAGES)}",
        f"copies_with_names_exchanged = {_COPIES}",
        'script = "python -m training fit-inflected"',
    ]
    for path, texts in sets.items():
        count, names = sum(map(len, texts.values())), sum(len(text.names) for own in texts.values() for text in own)
        lines += [
            "",
            "[[corpus]]",
            f'name = "{path.stem}"',
            f'sha256 = "{sha256_of(path.read_bytes())}"',
            f"texts = {count}",
            f"names = {names}",
        ]
    for name, figure in figures.items():
        lines += ["", f"[scores.{name}]", *(f"{key} = {value}" for key, value in figure.items())]
    return lines


def _split(texts: Texts, keep: Callable[[GoldText], bool]) -> Texts:
    return {code: [text for text in own if keep(text)] for code, own in texts.items()}


def _joined(many: Sequence[Texts]) -> Texts:
    return {code: [text for texts in many for text in texts[code]] for code in LANGUAGES}
