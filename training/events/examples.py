"""Examples for the heads of the gate: the named places of annotated posts, read by the same stages that a run uses."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from geomap.events.gate.features import joined, place_features, post_features, sentence_features
from geomap.events.gate.kinds import KindFeatures, KindWords, eventful
from geomap.events.gate.vectors import WordVectors
from geomap.events.gate.view import PostView
from geomap.events.gate.windows import PostWindows
from geomap.events.gated import GatedExtractor
from geomap.model import Post
from geomap.pipeline import Pipeline
from geomap.read import read_inputs
from training.events.gold import GoldPost, Label, labels_of
from training.events.heads import Example

KEYS = ("title", "published_at", "lang")


def posts_of(gold: Sequence[GoldPost], pipeline: Pipeline) -> list[Post | None]:
    """Return annotated posts as the JSON Lines reader reads them, None for one that it refuses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.jsonl"
        rows = [
            {"id": str(number), "text": one.row["text"], **{key: one.row[key] for key in KEYS if one.row.get(key)}}
            for number, one in enumerate(gold)
        ]
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        read = {getattr(post, "given_id", post.id): post for post in read_inputs([str(path)], pipeline.settings.read).posts}
    return [one.post or read.get(str(number)) for number, one in enumerate(gold)]


def examples_of(gold: Sequence[GoldPost], pipeline: Pipeline, vectors: WordVectors, weight: float = 1.0) -> list[list[Example]]:
    """Return the examples of each annotated post.

    Args:
        gold: Annotated posts.
        pipeline: Recognizes and resolves their names.
        vectors: The vectors of words.
        weight: What an example counts for.
    """
    extractor = GatedExtractor(pipeline.gazetteer)
    kind_words = KindWords(vectors)
    examples: list[list[Example]] = []
    for post, one in zip(posts_of(gold, pipeline), gold, strict=True):
        view = extractor.view(post, pipeline.interpret([post])[0].placed) if post is not None else None
        if post is None or view is None:
            examples.append([])
            continue
        labels, _ = labels_of(view, post.text, one.events)
        examples.append(list(_of_view(view, labels, vectors, kind_words, weight)))
    return examples


def _of_view(view: PostView, labels: Sequence[Label], vectors: WordVectors, kind_words: KindWords, weight: float) -> Iterator[Example]:
    windows = PostWindows(view, vectors)
    nearness = kind_words.of_post(windows.rows)
    of_kinds = KindFeatures(view, nearness)
    shared = post_features(view)
    for number, (one, label) in enumerate(zip(view.places, labels, strict=True)):
        if not label.ignored:
            yield Example(
                joined(shared, sentence_features(view, one.reading, eventful(nearness[one.reading])), place_features(view, number)),
                windows.all(one),
                of_kinds.of(one),
                label.kinds,
                weight,
            )
