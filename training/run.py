"""From corpora to files of parameters, with a record of what they were made from."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

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
from training.ranker import Case, as_json, fit_ranker, make_cases
from training.recognizer import chains_of, common_words, fit
from training.swap import Swapper, SwapRates
from training.templates import Filler
from training.world import world_texts

Tell = Callable[[str], None]

_SEED = 20230131
_FILLED = 1500  # texts made from templates; with 4000 names in the news are found less well (exact F1 on folds of LGL 0.837 for 0.854)
_WORLD = 300  # texts about the world; 1000 cost .01 of accuracy on folds of local news, 300 cost .002
_COPIES = 2  # of each text with names exchanged
_POOL = {"UA": 100, "": 300}  # regions whose names are exchanged for: of Ukraine, where training texts have none, and of all the world
_NAMES_OF_REGION, _FEWEST_OF_REGION = 40, 8


def train_shipped(
    corpora: Sequence[Path], gazetteers: Sequence[Gazetteer], *, package: Path, scores: Path | None = None, tell: Tell
) -> None:
    """Train on all texts and write the parameters that ship into ``package``, with a record beside each.

    ``scores`` is a JSON file of figures (measured on folds) that the record shall hold.
    """
    texts = [text for path in corpora for text in read_corpus(path)]
    crf, ranker = train(texts, gazetteers, tell=tell)
    made_from = _record(corpora, gazetteers, scores)
    for folder, name, content in (("recognize", CRF_FILE, crf), ("resolve", RANKER_FILE, ranker)):
        write_parameters(package / folder / "parameters" / name, content, made_from)


def train_folds(corpora: Sequence[Path], gazetteers: Sequence[Gazetteer], *, folds: int, out: Path, tell: Tell) -> None:
    """Train one set for each fold of newspapers, without that fold's texts."""
    texts = [text for path in corpora for text in read_corpus(path)]
    for fold in range(folds):
        tell(f"fold {fold + 1} of {folds}")
        crf, ranker = train(without_fold(texts, fold, folds), gazetteers, tell=tell)
        folder = fold_folder(out, fold)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / CRF_FILE, crf)
        write_atomically(folder / RANKER_FILE, ranker)


def train(texts: Sequence[GoldText], gazetteers: Sequence[Gazetteer], *, tell: Tell) -> tuple[bytes, bytes]:
    """Train the recognizer on the first gazetteer and the ranker on all of them; give the bytes of their files."""
    names = GazetteerNames(gazetteers[0])
    filled = list(Filler(gazetteers[0], seed=_SEED).texts(_FILLED))
    weights = _train_recognizer([text for text in texts if text.complete], filled, gazetteers[0], tell)
    recognizer = EnglishRecognizer(Tagger(Crf(weights), names), names, LowercaseNames(gazetteers[0]))
    cases: list[Case] = []
    made_up: list[Case] = []
    for gazetteer in gazetteers:
        cases += make_cases(texts, gazetteer, lambda text: _recognized(recognizer, text))
        made_up += make_cases([*filled, *world_texts(gazetteer, _WORLD, seed=_SEED)], gazetteer, lambda text: _recognized(recognizer, text))
    tell(f"ranker: {len(cases)} texts and {len(made_up)} that are made up")
    return packed(stored(weights)), (json.dumps(as_json(fit_ranker(cases, made_up)), indent=1) + "\n").encode()


def _train_recognizer(complete: Sequence[GoldText], filled: Sequence[GoldText], gazetteer: Gazetteer, tell: Tell) -> Weights:
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


def _record(corpora: Sequence[Path], gazetteers: Sequence[Gazetteer], scores: Path | None) -> list[str]:
    """Return lines of TOML that record what the parameters are made from."""
    lines = [
        f"gazetteers = {json.dumps([gazetteer.edition for gazetteer in gazetteers])}",
        f"seed = {_SEED}",
        f"texts_from_templates = {_FILLED}",
        f"texts_about_the_world = {_WORLD}",
        f"copies_with_names_exchanged = {_COPIES}",
        'script = "python -m training"',
    ]
    for path in corpora:
        texts = list(read_corpus(path))
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
