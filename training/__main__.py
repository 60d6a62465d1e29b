"""Train the parameters that ship, or fold by fold to measure them on newspapers that training did not see.

    python -m training fit --corpus lgl.jsonl --corpus geowebnews.jsonl --out geomap
    python -m training fit --corpus lgl.jsonl --corpus geowebnews.jsonl --folds 5 --out DIR
    python -m training geoparse --models DIR news.jsonl
    python -m training fit-latin --written texts.jsonl --folds --out geomap
    python -m training fit-inflected --written texts.jsonl --corpus factrueval.jsonl --folds 3 --out geomap
    python -m training vectors --out geomap
    python -m training fit-events --gold posts.jsonl --gold more.jsonl --out geomap
    python -m training fit-events --gold posts.jsonl --folds 5 --out DIR
    python -m training fit-context --gold posts.jsonl --out geomap
    python -m training fit-counts --gold posts.jsonl --events DIR --folds
    python -m training fit-counts --gold posts.jsonl --events DIR --out geomap
    python -m training fit-incidents --gold incidents.jsonl --out geomap
    python -m training geoparse --events DIR posts.jsonl

The same corpora, gazetteer and version give the same files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from gazetteer import Gazetteer
from geomap.lines import geoparse_lines
from geomap.pipeline import Pipeline
from geomap.read import read_inputs
from geomap.settings import DEFAULT_MIN_CONFIDENCE, Settings
from training.events.incidents import fit_shipped_pairs, measure_pairs_by_fold
from training.events.run import FoldExtractor, GoldSet, fit_folds, fit_shipped, weight_of, write_vectors
from training.events.standoff import Corpora
from training.events.toll_run import fit_shipped_tolls, fit_tolls_by_fold
from training.events.vectors import embedded, table_of, vocabulary
from training.folds import FoldRecognizer, FoldResolver
from training.inflected import train_inflected
from training.latin import train_latin
from training.run import Sources, train_folds, train_shipped

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
@click.option("--names", multiple=True, type=_FILE, help="Place names of our own posts, for the recognizer.")
@click.option("--recognizer-only", is_flag=True, help="Leave the ranker as it ships.")
@click.option("--folds", type=click.IntRange(2, 20), help="Train one set for each fold of newspapers.")
@click.option("--scores", type=_FILE, help="Figures measured on folds, for the record (JSON).")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="With --folds the folder to write; else the package to write into."
)
def fit_command(  # noqa: PLR0913 - one for each option
    corpora: tuple[Path, ...],
    folders: tuple[str, ...],
    *,
    names: tuple[Path, ...],
    recognizer_only: bool,
    folds: int | None,
    scores: Path | None,
    out: Path,
) -> None:
    """Train on annotated texts and write the parameters."""
    gazetteers = [Gazetteer.open(None if folder == "default" else Path(folder)) for folder in folders]
    sources = Sources(corpora=corpora, names=names)
    if folds:
        train_folds(sources, gazetteers, folds=folds, out=out, recognizer_only=recognizer_only, tell=click.echo)
    else:
        train_shipped(sources, gazetteers, package=out, recognizer_only=recognizer_only, scores=scores, tell=click.echo)


def _sets(paths: Sequence[Path], corpora: Path | None) -> list[GoldSet]:
    """Return files of annotated posts with their weights; a page weighs less, for the rules were tuned on pages."""
    texts = Corpora(corpora) if corpora else None
    return [GoldSet(path, weight_of(path), texts) for path in paths]


@main.command("vectors")
@click.option("--out", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="The package to write into.")
def vectors_command(out: Path) -> None:
    """Embed the frequent words of the languages and write their vectors (takes ten minutes of one core)."""
    known = vocabulary()
    click.echo(f"{len(known.words)} words")
    write_vectors(table_of(known, embedded(known.words)), known, package=out)


@main.command("fit-events")
@click.option("--gold", "gold", multiple=True, required=True, type=_FILE, help="Annotated posts, divided into folds with --folds.")
@click.option("--also", "also", multiple=True, type=_FILE, help="Annotated posts and pages (*.gold.json) that every gate learns from.")
@click.option("--corpora", type=_FOLDER, help="Folder of the corpora whose texts annotations that stand off are about.")
@click.option("--folds", type=click.IntRange(2, 20), help="Fit one gate for each fold of sources.")
@click.option("--by-file", is_flag=True, help="Fit one gate for each file that is left out.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="With --folds or --by-file the folder to write; else the package."
)
def fit_events_command(  # noqa: PLR0913 - one for each option
    gold: tuple[Path, ...], also: tuple[Path, ...], *, corpora: Path | None, folds: int | None, out: Path, by_file: bool
) -> None:
    """Fit the gate, which decides where events happened and of which kind they are, on annotated posts."""
    sets, more = _sets(gold, corpora), _sets(also, corpora)
    if folds or by_file:
        fit_folds(sets, more, folds=folds, out=out, tell=click.echo)
    else:
        fit_shipped([*sets, *more], package=out, tell=click.echo)


@main.command("fit-context")
@click.option("--gold", "gold", multiple=True, required=True, type=_FILE, help="Annotated posts, divided into folds with --folds.")
@click.option("--also", "also", multiple=True, type=_FILE, help="Annotated posts and pages (*.gold.json) that every encoder learns from.")
@click.option("--corpora", type=_FOLDER, help="Folder of the corpora whose texts annotations that stand off are about.")
@click.option("--folds", type=click.IntRange(2, 20), help="Fit one encoder for each fold of sources, the same folds as of fit-events.")
@click.option("--fold", "chosen", multiple=True, type=click.IntRange(1), help="With --folds: only this fold, counted from 1.")
@click.option("--apart", type=click.IntRange(1), help="With --folds: write into the package what learned from all folds but this one.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="With --folds the folder to write; else the package.")
def fit_context_command(  # noqa: PLR0913 - one for each option
    gold: tuple[Path, ...],
    also: tuple[Path, ...],
    *,
    corpora: Path | None,
    folds: int | None,
    chosen: tuple[int, ...],
    apart: int | None,
    out: Path,
) -> None:
    """Train the encoder, which reads unsure places in their context, on annotated posts (takes an hour of two cores)."""
    from training.events.context.run import Apart, fit_encoder_folds, fit_shipped_encoder  # noqa: PLC0415 - needs torch

    if apart and (not folds or chosen or apart > folds):
        raise click.UsageError("--apart is one of --folds, and goes without --fold")
    sets, more = _sets(gold, corpora), _sets(also, corpora)
    if apart and folds:
        fit_shipped_encoder(sets, more, apart=Apart(folds, apart - 1), package=out, tell=click.echo)
    elif folds:
        numbers = [number - 1 for number in chosen] or range(folds)
        fit_encoder_folds(sets, more, folds=folds, chosen=numbers, out=out, tell=click.echo)
    else:
        fit_shipped_encoder(sets, more, apart=None, package=out, tell=click.echo)


@main.command("fit-counts")
@click.option("--gold", "gold", multiple=True, required=True, type=_FILE, help="Annotated posts and pages (*.gold.json).")
@click.option("--events", "gates", required=True, type=_FOLDER, help="Folder of gates by fold, as `fit-events --folds` writes it.")
@click.option("--corpora", type=_FOLDER, help="Folder of the corpora whose texts annotations that stand off are about.")
@click.option("--folds", is_flag=True, help="Fit weights for each fold and write them beside its gate.")
@click.option("--out", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The package to write into; not with --folds.")
def fit_counts_command(gold: tuple[Path, ...], gates: Path, *, corpora: Path | None, folds: bool, out: Path | None) -> None:
    """Fit the weights by which the counts of a post are given to its events."""
    if folds == (out is not None):
        raise click.UsageError("give either --folds or --out")
    sets = _sets(gold, corpora)
    if out is None:
        fit_tolls_by_fold(sets, gates=gates, tell=click.echo)
    else:
        fit_shipped_tolls(sets, gates=gates, package=out, tell=click.echo)


@main.command("fit-incidents")
@click.option("--gold", "gold", multiple=True, required=True, type=_FILE, help="Incidents that several posts tell.")
@click.option("--held", multiple=True, type=_FILE, help="Incidents that are measured only.")
@click.option("--folds", type=click.IntRange(2, 20), help="Measure the gold by so many folds of groups.")
@click.option("--out", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The package to write into.")
def fit_incidents_command(gold: tuple[Path, ...], held: tuple[Path, ...], folds: int | None, out: Path | None) -> None:
    """Fit the weights by which events of different posts are found to be one incident."""
    if folds:
        measure_pairs_by_fold(gold, folds=folds, tell=click.echo)
    if out is not None:
        fit_shipped_pairs(gold, held, package=out, tell=click.echo)


@main.command("fit-inflected")
@click.option("--written", multiple=True, type=_FILE, help="Texts written for training; a quarter of them only measures.")
@click.option("--corpus", "corpora", multiple=True, type=_FILE, help="Other annotated texts, measured by folds.")
@click.option("--names", multiple=True, type=_FILE, help="Place names of our own posts.")
@click.option("--folds", type=click.IntRange(2, 20), help="Measure the corpora by so many folds of texts.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The package to write into.")
def fit_inflected_command(
    written: tuple[Path, ...], corpora: tuple[Path, ...], *, names: tuple[Path, ...], folds: int | None, out: Path
) -> None:
    """Train the recognizer of Ukrainian and Russian and write its parameters."""
    train_inflected(written, corpora, names, package=out, folds=folds or 0, tell=click.echo)


@main.command("fit-latin")
@click.option("--written", multiple=True, required=True, type=_FILE, help="Texts written for training.")
@click.option("--folds", is_flag=True, help="Measure by folds of the texts.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The package to write into.")
def fit_latin_command(written: tuple[Path, ...], *, folds: bool, out: Path) -> None:
    """Train the recognizer of Spanish and French and write its parameters."""
    train_latin(written, package=out, folds=folds, tell=click.echo)


@main.command("geoparse")
@click.argument("path", type=_FILE, metavar="FILE")
@click.option("--models", type=_FOLDER, help="Folder of parameters by fold, as `fit --folds` writes it.")
@click.option("--events", type=_FOLDER, help="Folder of gates by fold, as `fit-events --folds` writes it.")
@click.option("--gazetteer", "folder", type=_FOLDER, help="Folder of a compiled gazetteer instead of the one that ships.")
@click.option("--home", help="Country whose places are meant unless the text says otherwise.")
@click.option("--beat", is_flag=True, help="Learn from all posts of a publisher where it writes from.")
@click.option("--min-confidence", "least", type=click.FloatRange(0, 1), default=DEFAULT_MIN_CONFIDENCE, show_default=True)
def geoparse_command(  # noqa: PLR0913 - one for each option
    path: Path, models: Path | None, events: Path | None, folder: Path | None, home: str | None, *, beat: bool, least: float
) -> None:
    """Print what `geomap geoparse` prints, each post read with parameters that were trained without its newspaper."""
    gazetteer = Gazetteer.open(folder)
    settings = Settings(home=home, beat=beat, min_confidence=least)
    pipeline = Pipeline(
        gazetteer=gazetteer,
        settings=settings,
        recognizer=FoldRecognizer(gazetteer, models) if models else None,
        resolver=FoldResolver(gazetteer, models, home=settings.home, beat=beat) if models else None,
        extractor=FoldExtractor(gazetteer, events) if events else None,
    )
    for line in geoparse_lines(read_inputs([str(path)], settings.read), pipeline):
        click.echo(line)


if __name__ == "__main__":
    main()
