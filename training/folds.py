"""Parameters by fold of newspapers, so that a post is judged with parameters that were trained without its newspaper.

    DIR/fold-0/crf.npz, DIR/fold-0/ranker.json    the set trained without the newspapers of fold 0
    DIR/fold-1/...                                and so on

`FoldRecognizer` and `FoldResolver` are stages as `geomap.pipeline` takes them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from gazetteer import Gazetteer
from geomap.errors import SettingsError
from geomap.model import Mention, Post, Resolution
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver
from geomap.stages import Recognizer, Resolver

_PREFIX = "fold-"
_Answer = TypeVar("_Answer")


def newspaper_of(url: str | None) -> str:
    """Return the publisher of ``url``: its host without "www."; "" where there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def fold_of(newspaper: str, folds: int) -> int:
    """Return the fold of a newspaper, the same on every machine."""
    return zlib.crc32(newspaper.encode()) % folds


def fold_folder(models: Path, fold: int) -> Path:
    """Return the folder of one fold's parameters."""
    return models / f"{_PREFIX}{fold}"


def fold_folders(models: Path) -> list[Path]:
    """Return the folders of parameters in ``models``, by fold; ``models`` itself where it has no folds.

    Raises:
        SettingsError: A fold is missing.
    """
    numbers = sorted(int(path.name.removeprefix(_PREFIX)) for path in models.glob(f"{_PREFIX}*"))
    if numbers != list(range(len(numbers))):
        raise SettingsError(f"{models}: it should hold {_PREFIX}0, {_PREFIX}1 and so on without a gap", parameter="models")
    return [fold_folder(models, fold) for fold in numbers] or [models]


class FoldRecognizer:
    """Recognizes the names of each post with the parameters of its fold."""

    def __init__(self, gazetteer: Gazetteer, models: Path) -> None:
        self._recognizers: list[Recognizer] = [default_recognizer(gazetteer, folder) for folder in fold_folders(models)]

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start; None where its language cannot be read."""
        return _by_fold(posts, self._recognizers, lambda recognizer, some: recognizer.recognize(_chosen(posts, some)))


class FoldResolver:
    """Resolves the names of each post with the parameters of its fold; the posts of one newspaper are in one fold."""

    def __init__(self, gazetteer: Gazetteer, models: Path, *, home: str | None = None, beat: bool = False) -> None:
        folders = fold_folders(models)
        self._resolvers: list[Resolver] = [default_resolver(gazetteer, home=home, beat=beat, models=folder) for folder in folders]

    def resolve(
        self, posts: Sequence[Post], mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None = None
    ) -> list[tuple[Resolution, ...]]:
        """Return one resolution for each mention, in its order."""

        def answers(resolver: Resolver, some: Sequence[int]) -> list[tuple[Resolution, ...]]:
            others = None if context is None else _chosen(context, some)
            return resolver.resolve(_chosen(posts, some), _chosen(mentions, some), others)

        return _by_fold(posts, self._resolvers, answers)

    def agree(
        self,
        posts: Sequence[Post],
        mentions: Sequence[Sequence[Mention]],
        resolutions: Sequence[tuple[Resolution, ...]],
        context: Sequence[Sequence[Mention]] | None = None,
    ) -> list[tuple[Resolution, ...]]:
        """Return the resolutions after the posts of one page, and with ``beat`` those of one publisher, have informed each other."""

        def answers(resolver: Resolver, some: Sequence[int]) -> list[tuple[Resolution, ...]]:
            others = None if context is None else _chosen(context, some)
            return resolver.agree(_chosen(posts, some), _chosen(mentions, some), _chosen(resolutions, some), others)

        return _by_fold(posts, self._resolvers, answers)


_Stage = TypeVar("_Stage", Recognizer, Resolver)


def _by_fold(posts: Sequence[Post], stages: Sequence[_Stage], ask: Callable[[_Stage, Sequence[int]], Iterable[_Answer]]) -> list[_Answer]:
    """Return the answer for each post, asked of the stage of its fold; ``ask`` gets the numbers of the posts of one fold."""
    answers: dict[int, _Answer] = {}
    for stage, numbers in zip(stages, _numbers_by_fold(posts, len(stages)), strict=True):
        answers.update(zip(numbers, ask(stage, numbers), strict=True))
    return [answers[number] for number in range(len(posts))]


def _numbers_by_fold(posts: Sequence[Post], folds: int) -> Iterator[list[int]]:
    of_posts = [fold_of(newspaper_of(post.url), folds) for post in posts]
    for fold in range(folds):
        yield [number for number, own in enumerate(of_posts) if own == fold]


def _chosen(values: Sequence[_Answer], numbers: Sequence[int]) -> list[_Answer]:
    return [values[number] for number in numbers]
