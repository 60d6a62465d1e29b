"""Train the parameters that ship, or fold by fold to measure them on newspapers that training did not see.

    python -m training fit --corpus lgl.jsonl --corpus geowebnews.jsonl --out geomap
    python -m training fit --corpus lgl.jsonl --corpus geowebnews.jsonl --folds 5 --out DIR
    python -m training geoparse --models DIR news.jsonl

The same corpora, gazetteer and version give the same files.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from gazetteer import Gazetteer
from geomap.lines import geoparse_lines
from geomap.pipeline import Pipeline
from geomap.read import read_inputs
from geomap.settings import Settings
from training.folds import FoldRecognizer, FoldResolver
from training.run import train_folds, train_shipped

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group(help=__doc__)
def main() -> None:
    """Train and measure."""


@main.command("fit")
@click.option("--corpus", "corpora", multiple=True, required=True, type=_FILE, help="Annotated texts.")
@click.option(
    "--gazetteer",
    "folders",
    multiple=True,
    default=["default"],
    help='Folder of a compiled gazetteer, or "default"; recognition learns from the first, resolution from all of them.',
)
@click.option("--folds", type=click.IntRange(2, 20), help="Train one set for each fold of newspapers.")
@click.option("--scores", type=_FILE, help="Figures measured on folds, for the record (JSON).")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="With --folds the folder to write; else the package to write into."
)
def fit_command(corpora: tuple[Path, ...], folders: tuple[str, ...], folds: int | None, scores: Path | None, out: Path) -> None:
    """Train on annotated texts and write the parameters."""
    gazetteers = [Gazetteer.open(None if folder == "default" else Path(folder)) for folder in folders]
    if folds:
        train_folds(list(corpora), gazetteers, folds=folds, out=out, tell=click.echo)
    else:
        train_shipped(list(corpora), gazetteers, package=out, scores=scores, tell=click.echo)


@main.command("geoparse")
@click.argument("path", type=_FILE, metavar="FILE")
@click.option("--models", required=True, type=_FOLDER, help="Folder of parameters by fold, as `fit --folds` writes it.")
@click.option("--gazetteer", "folder", type=_FOLDER, help="Folder of a compiled gazetteer instead of the one that ships.")
@click.option("--home", help="Country whose places are meant unless the text says otherwise.")
@click.option("--beat", is_flag=True, help="Learn from all posts of a publisher where it writes from.")
def geoparse_command(path: Path, models: Path, folder: Path | None, home: str | None, *, beat: bool) -> None:
    """Print what `geomap geoparse` prints, each post read with parameters that were trained without its newspaper."""
    gazetteer = Gazetteer.open(folder)
    settings = Settings(home=home, beat=beat)
    pipeline = Pipeline(
        gazetteer=gazetteer,
        settings=settings,
        recognizer=FoldRecognizer(gazetteer, models),
        resolver=FoldResolver(gazetteer, models, home=settings.home, beat=beat),
    )
    for line in geoparse_lines(read_inputs([str(path)], settings.read), pipeline).lines:
        click.echo(json.dumps(line, ensure_ascii=False, allow_nan=False).encode())


if __name__ == "__main__":
    main()
