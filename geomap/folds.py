"""Trained parameters in a folder: one set, or one for each fold of newspapers, so that none is judged by what it learned from.

DIR/crf.npz, DIR/ranker.json                  one set for all posts
DIR/fold-0/..., DIR/fold-1/..., ...           the set trained without the newspapers of that fold
"""

from __future__ import annotations

import zlib
from pathlib import Path
from urllib.parse import urlsplit

from geomap.errors import SettingsError

_PREFIX = "fold-"


def newspaper_of(url: str | None) -> str:
    """Name the publisher of ``url``: its host without "www."; "" where there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def fold_of(newspaper: str, folds: int) -> int:
    """Give the fold of a newspaper, the same on every machine."""
    return zlib.crc32(newspaper.encode()) % folds


def fold_folder(models: Path, fold: int) -> Path:
    """Name the folder of one fold's parameters."""
    return models / f"{_PREFIX}{fold}"


def parameter_files(models: Path, name: str) -> list[Path]:
    """Give the files ``name`` of a folder of parameters, by fold; one file where it has no folds.

    Raises:
        SettingsError: the folder holds no such file.
    """
    folds = sorted(models.glob(f"{_PREFIX}*/{name}"), key=lambda path: int(path.parent.name.removeprefix(_PREFIX)))
    if folds:
        return folds
    if (models / name).is_file():
        return [models / name]
    raise SettingsError(f"--models {models}: it should hold {name}, as `python -m geomap.train` writes it")
