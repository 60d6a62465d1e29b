"""From annotated posts to the weights by which counts are given to events, for shipping or fold by fold.

The events of each post are those of the gate of its fold, which was fitted without it: so the weights learn from such errors as occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geomap.events.extractor import RuleExtractor
from geomap.events.gated import TRAINED
from geomap.events.tolls.assign import TOLLS_FILE, counts_of
from geomap.events.tolls.model import stored
from geomap.files import write_atomically
from geomap.lang import language_of
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from training.arrays import packed, write_parameters
from training.events.examples import posts_of
from training.events.gold import GoldPost
from training.events.run import FoldExtractor, GoldSet, Tell, gold_record
from training.events.tolls import TollExample, fit_tolls, toll_examples
from training.folds import fold_folders

PARAMETERS = Path("events", "tolls", "parameters")  # within the package
Found = list[tuple[int | None, GoldPost, list[TollExample]]]  # the fold of a post, None where it is in none


def fit_tolls_by_fold(sets: Sequence[GoldSet], *, gates: Path, tell: Tell) -> None:
    """Fit weights for each fold of a folder of gates, and write them beside the gate of the fold.

    Args:
        sets: Annotated posts; those that the gates' folds do not hold are learned from by every fold.
        gates: Folder that ``fit-events --folds`` wrote.
        tell: Told how far it is.
    """
    found = _examples(sets, gates, tell)
    for fold, folder in enumerate(fold_folders(gates)):
        chosen = [example for own, _, examples in found if own != fold for example in examples]
        write_atomically(folder / TOLLS_FILE, packed(stored(fit_tolls(chosen))))
        tell(f"fold {fold + 1}: {len(chosen)} counts with an event")


def fit_shipped_tolls(sets: Sequence[GoldSet], *, gates: Path, package: Path, tell: Tell) -> None:
    """Fit weights on all posts and write them into ``package``, with a record beside them."""
    found = _examples(sets, gates, tell)
    examples = [example for _, _, group in found for example in group]
    content = packed(stored(fit_tolls(examples)))
    record = ['script = "python -m training fit-counts"', *gold_record(sets, [post for _, post, _ in found])]
    write_parameters(package / PARAMETERS / TOLLS_FILE, content, record)
    tell(f"counts: {len(examples)} pairs of a count and an event, {sum(example.right for example in examples)} of them right")


def _examples(sets: Sequence[GoldSet], gates: Path, tell: Tell) -> Found:
    pipeline = Pipeline(settings=Settings(), extractor=RuleExtractor())
    extractor = FoldExtractor(pipeline.gazetteer, gates)
    found: Found = []
    for one in sets:
        gold = one.posts()
        tell(f"{one.path.name}: {len(gold)} posts")
        for post, told in zip(posts_of(gold, pipeline), gold, strict=True):
            view = extractor.view(post, pipeline.interpret([post])[0].placed) if post is not None else None
            if post is None or view is None or language_of(post) not in TRAINED or not any(counts_of(view)):
                found.append((None, told, []))
                continue
            key = f"{told.file} {told.row['id']}"
            examples = toll_examples(view, extractor.decided(post, view), told.events, one.weight, key)
            found.append((extractor.fold_of(post), told, examples))
    return found
