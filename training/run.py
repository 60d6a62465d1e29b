"""From corpora to files of parameters, with a record of what they were made from."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import geomap.resolve
from gazetteer import Gazetteer
from gazetteer.codes import KINDS, NOTHING
from gazetteer.model import PlaceKind
from geomap.files import write_atomically
from geomap.model import Mention, Post
from geomap.models import CRF_FILE, RANKER_FILE
from geomap.recognize.crf import Crf, Weights
from geomap.recognize.english import EnglishRecognizer, LowercaseNames
from geomap.recognize.gazetteer_names import GazetteerNames, random_names
from geomap.recognize.tagger import Tagger
from training.arrays import packed, sha256_of, write_parameters
from training.corpus import GoldText, read_corpus, without_fold
from training.folds import fold_folder
from training.network import NetworkSettings, stored
from training.own_names import read_own_names
from training.ranker import Case, as_json, fit_ranker, make_cases
from training.recognizer import chains_of, common_words, fit
from training.swap import Swapper, SwapRates
from training.templates import Filler
from training.world import world_texts

Tell = Callable[[str], None]

SHIPPED_RANKER = Path(geomap.resolve.__file__).parent / "parameters" / RANKER_FILE

_LANGUAGE = "en"
_SEED = 20230131
_FILLED = 1500  # texts made from templates; with 4000 names in the news are found less well (exact F1 on folds of LGL 0.837 for 0.854)
_WORLD = 300  # texts about the world; 1000 cost .01 of accuracy on folds of local news, 300 cost .002
_COPIES = 2  # of each text with names exchanged
_POOL = {"UA": 100, "": 300}  # regions whose names are exchanged for: of Ukraine, where training texts have none, and of all the world
_NAMES_OF_REGION, _FEWEST_OF_REGION = 40, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What is trained on: annotated texts, and our own posts of which all names are listed, for the recognizer only."""

    corpora: Sequence[Path]
    names: Sequence[Path] = ()

    def texts(self) -> list[GoldText]:
        """Return the annotated texts."""
        return [text for path in self.corpora for text in read_corpus(path)]

    def named(self) -> list[GoldText]:
        """Return our own posts."""
        return [text for path in self.names for text in read_own_names(path, [_LANGUAGE])[_LANGUAGE]]


def train_shipped(  # noqa: PLR0913 - one for each option
    sources: Sources, gazetteers: Sequence[Gazetteer], *, package: Path, recognizer_only: bool, scores: Path | None = None, tell: Tell
) -> None:
    """Train on all texts and write the parameters that ship into ``package``, with a record beside each.

    ``scores`` is a JSON file of figures (measured on folds) that the record shall hold.
    """
    made_from = _record(sources, gazetteers, scores)
    if recognizer_only:
        crf = packed(stored(train_recognizer(sources.texts(), sources.named(), gazetteers[0], tell=tell)))
        write_parameters(package / "recognize" / "parameters" / CRF_FILE, crf, made_from)
        return
    crf, ranker = train(sources.texts(), sources.named(), gazetteers, tell=tell)
    for folder, name, content in (("recognize", CRF_FILE, crf), ("resolve", RANKER_FILE, ranker)):
        write_parameters(package / folder / "parameters" / name, content, made_from)


def train_folds(  # noqa: PLR0913 - likewise
    sources: Sources, gazetteers: Sequence[Gazetteer], *, folds: int, out: Path, recognizer_only: bool, tell: Tell
) -> None:
    """Train one set for each fold of newspapers, without that fold's texts; the ranker that ships stands beside a recognizer alone."""
    texts, named = sources.texts(), sources.named()
    for fold in range(folds):
        tell(f"fold {fold + 1} of {folds}")
        folder = fold_folder(out, fold)
        folder.mkdir(parents=True, exist_ok=True)
        chosen, own = without_fold(texts, fold, folds), without_fold(named, fold, folds)
        if recognizer_only:
            crf, ranker = packed(stored(train_recognizer(chosen, own, gazetteers[0], tell=tell))), SHIPPED_RANKER.read_bytes()
        else:
            crf, ranker = train(chosen, own, gazetteers, tell=tell)
        write_atomically(folder / CRF_FILE, crf)
        write_atomically(folder / RANKER_FILE, ranker)


def train(texts: Sequence[GoldText], named: Sequence[GoldText], gazetteers: Sequence[Gazetteer], *, tell: Tell) -> tuple[bytes, bytes]:
    """Train the recognizer on the first gazetteer and the ranker on all of them; give the bytes of their files.

    ``named`` are texts that only the recognizer learns from.
    """
    names = GazetteerNames(gazetteers[0])
    weights = train_recognizer(texts, named, gazetteers[0], tell=tell)
    filled = list(Filler(gazetteers[0], seed=_SEED).texts(_FILLED))
    recognizer = EnglishRecognizer(Tagger(Crf(weights), names), names, LowercaseNames(gazetteers[0]))
    cases: list[Case] = []
    made_up: list[Case] = []
    for gazetteer in gazetteers:
        cases += make_cases(texts, gazetteer, lambda text: _recognized(recognizer, text))
        made_up += make_cases([*filled, *world_texts(gazetteer, _WORLD, seed=_SEED)], gazetteer, lambda text: _recognized(recognizer, text))
    tell(f"ranker: {len(cases)} texts and {len(made_up)} that are made up")
    return packed(stored(weights)), (json.dumps(as_json(fit_ranker(cases, made_up)), indent=1) + "\n").encode()


def train_recognizer(texts: Sequence[GoldText], named: Sequence[GoldText], gazetteer: Gazetteer, *, tell: Tell) -> Weights:
    """Train the recognizer on the complete ones of ``texts``, on ``named`` and on texts from templates."""
    complete = [*(text for text in texts if text.complete), *named]
    filled = list(Filler(gazetteer, seed=_SEED).texts(_FILLED))
    names = GazetteerNames(gazetteer)
    pool = name_pool(gazetteer)
    varied = [*complete, *filled]
    for copy in range(_COPIES):
        swapper = Swapper(pool, is_demonym=lambda name: _is_demonym(names, name), rates=SwapRates(), seed=_SEED + copy)
        varied += [swapper.swap(text) for text in complete]
    tell(f"recognizer: {len(varied)} texts")
    weights = fit(list(chains_of(varied, names)), common_words(complete), NetworkSettings(seed=_SEED))
    tell(f"recognizer: {len(weights.hashes)} features")
    return weights


def name_pool(gazetteer: Gazetteer) -> list[list[str]]:
    """Draw the names that training texts' names are exchanged for, by region."""
    draw = random.Random(_SEED)  # noqa: S311 - reproducible training, no secret
    columns = gazetteer.index.columns
    settlement = columns.kind == KINDS.index(PlaceKind.SETTLEMENT)
    pool: list[list[str]] = []
    for country, count in _POOL.items():
        chosen = settlement & (columns.admin1 != NOTHING)
        if country:
            chosen &= columns.country == gazetteer.index.strings.index(country)
        rows = np.flatnonzero(chosen)
        for region in draw.choices(sorted(set(columns.admin1[rows].tolist())), k=count):
            there = rows[columns.admin1[rows] == region].tolist()
            names = random_names(gazetteer, draw.sample(there, min(_NAMES_OF_REGION, len(there))))
            plain = [name for name in names if name.replace(" ", "").replace("-", "").isascii()]
            if len(plain) >= _FEWEST_OF_REGION:
                pool.append(plain)
    return pool


def _is_demonym(names: GazetteerNames, name: str) -> bool:
    facts = names(name)
    return facts is not None and facts.demonym


def _recognized(recognizer: EnglishRecognizer, text: GoldText) -> Sequence[Mention]:
    return recognizer.recognize([Post(id="", source=text.newspaper, text=text.text)])[0] or ()


def _record(sources: Sources, gazetteers: Sequence[Gazetteer], scores: Path | None) -> list[str]:
    """Return lines of TOML that record what the parameters are made from."""
    lines = [
        f"gazetteers = {json.dumps([gazetteer.edition for gazetteer in gazetteers])}",
        f"seed = {_SEED}",
        f"texts_from_templates = {_FILLED}",
        f"texts_about_the_world = {_WORLD}",
        f"copies_with_names_exchanged = {_COPIES}",
        'script = "python -m training"',
    ]
    texts_of = {path: list(read_corpus(path)) for path in sources.corpora}
    texts_of |= {path: read_own_names(path, [_LANGUAGE])[_LANGUAGE] for path in sources.names}
    for path, texts in texts_of.items():
        names = sum(len(text.names) for text in texts)
        lines += ["", "[[corpus]]", f'name = "{path.stem}"', f'sha256 = "{sha256_of(path.read_bytes())}"']
        lines += [f"texts = {len(texts)}", f"names = {names}", f"complete = {str(all(text.complete for text in texts)).lower()}"]
    if scores is not None:
        for corpus, figures in json.loads(scores.read_text(encoding="utf-8")).items():
            lines += ["", f"[scores.{corpus}]", *(f"{key} = {_toml(value)}" for key, value in figures.items() if value is not None)]
    return lines


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value)
