"""Retrains the parameters that ship, or fold by fold for an honest judgement of them.

    python -m geomap.train --corpus lgl.jsonl --corpus geowebnews.jsonl --out geomap
    python -m geomap.train --corpus lgl.jsonl --corpus geowebnews.jsonl --folds 5 --out DIR    (then: geomap geoparse --models DIR)

The same corpora, gazetteer and version give the same files.
"""

from __future__ import annotations

from pathlib import Path

import click

from gazetteer import Gazetteer
from geomap.train.run import train_folds, train_shipped


@click.command(help=__doc__)
@click.option(
    "--corpus",
    "corpora",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Annotated texts.",
)
@click.option(
    "--gazetteer",
    "folders",
    multiple=True,
    default=["default"],
    help='Folder of a compiled gazetteer, or "default"; recognition learns from the first, resolution from all of them.',
)
@click.option("--folds", type=click.IntRange(2, 20), help="Train one set for each fold of newspapers.")
@click.option(
    "--scores", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Figures measured on folds, for the record (JSON)."
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="With --folds the folder to write; else the package to write into."
)
def main(corpora: tuple[Path, ...], folders: tuple[str, ...], folds: int | None, scores: Path | None, out: Path) -> None:
    """Train and write."""
    gazetteers = [Gazetteer.open(None if folder == "default" else Path(folder)) for folder in folders]
    if folds:
        train_folds(list(corpora), gazetteers, folds=folds, out=out, tell=click.echo)
    else:
        train_shipped(list(corpora), gazetteers, package=out, scores=scores, tell=click.echo)


if __name__ == "__main__":
    main()
