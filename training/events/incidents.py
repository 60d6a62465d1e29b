"""Fits and measures the weights by which events of different posts are found to be one incident.

The form of the gold is JSON Lines, a group of posts a line: {"group", "posts": [{"id", "source", "lang", "published_at", "title", "text"}],
"tellings": [{"post", "incident", "lat", "lon", "type", "day", "counts", "trigger"}]}. A group holds what a reader could confuse: one to
three incidents with all posts about them.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.sphere import point_haversine_km
from geomap.events.gate.shipped import shipped_vectors
from geomap.events.incidents.features import Features, Telling, pair_features
from geomap.events.incidents.linking import incident_ids
from geomap.events.incidents.model import INCIDENTS_FILE, PairModel
from geomap.events.ontology import ASSERTED
from geomap.events.spatial import WIDE_KINDS
from geomap.model import Event, Post
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from geomap.texts import as_post
from training.arrays import sha256_of, write_parameters
from training.events.run import Tell

PARAMETERS = Path("events", "incidents", "parameters")  # within the package
PULL = 4.0  # how strongly weights are held near zero
ROUNDS = 60
REACH_KM, WIDE_REACH_KM = 12.0, 60.0  # of a telling's position from that of the event read in its post
SHOWN = 0.6  # confidence from which events are measured: what is shown by default

Key = tuple[int, int]  # the number of a post in its group, and of an event in the post


@dataclass(frozen=True, slots=True)
class Group:
    """Posts in order of time, the events read in each, and the incident of each event that the gold tells."""

    posts: Sequence[Post]
    events: Sequence[Sequence[Event]]
    incident: Mapping[Key, str]
    tellings: int


@dataclass(slots=True)
class Score:
    """Pairs of tellings that are rightly joined, wrongly joined, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __str__(self) -> str:
        """Return precision, recall and F1 in a line."""
        precision, recall = self.right / max(1, self.right + self.wrong), self.right / max(1, self.right + self.missed)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        return (
            f"precision {precision:.3f}, recall {recall:.3f}, F1 {both:.3f} ({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def read_groups(paths: Iterable[Path], tell: Tell) -> list[Group]:
    """Return the groups of files of gold, their posts read with the parameters that ship."""
    pipeline = Pipeline(settings=Settings())
    groups = []
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        groups += [_group(row, pipeline) for row in rows]
        tell(f"{path.name}: {len(rows)} groups")
    return groups


def _group(row: Mapping[str, Any], pipeline: Pipeline) -> Group:
    keys = ("id", "title", "text", "published_at", "source")
    posts = [as_post({key: one[key] for key in keys if one.get(key)}) for one in row["posts"]]
    names = [one["id"] for one in row["posts"]]
    order = sorted(range(len(posts)), key=lambda at: (posts[at].published_at is None, posts[at].published_at, posts[at].id))
    read = pipeline.interpret([posts[at] for at in order])
    events = pipeline.extractor.settle([one.post for one in read], [one.extracted for one in read])
    number = {names[at]: place for place, at in enumerate(order)}
    return Group([posts[at] for at in order], events, _aligned(row["tellings"], number, events), len(row["tellings"]))


def _aligned(tellings: Sequence[Mapping[str, Any]], number: Mapping[str, int], events: Sequence[Sequence[Event]]) -> dict[Key, str]:
    """Return the incident of each event that is where a telling of its post is: first those told in the same words, then of the same type.

    A post may tell two incidents of one place, of which the extractor finds one: the words say which.
    """
    found = sorted(
        (telling["trigger"] not in event.evidence[0].quote, event.sub_type != telling["type"], km, at, (number[telling["post"]], place))
        for at, telling in enumerate(tellings)
        for place, event in enumerate(events[number[telling["post"]]])
        if event.modality in ASSERTED and (km := _km(event, telling)) is not None
    )
    known: dict[Key, str] = {}
    used: set[int] = set()
    for *_, at, key in found:
        if at not in used and key not in known:
            used.add(at)
            known[key] = tellings[at]["incident"]
    return known


def _km(event: Event, telling: Mapping[str, Any]) -> float | None:
    where = event.where
    if where.lat is None or where.lon is None:
        return None
    km = float(point_haversine_km(where.lat, where.lon, telling["lat"], telling["lon"]))
    wide = where.place is not None and where.place.kind in WIDE_KINDS
    return km if km <= (WIDE_REACH_KM if wide else REACH_KM) else None


def _examples(group: Group) -> Iterator[tuple[Features, bool]]:
    vectors = shipped_vectors()
    told = {key: Telling.of(group.events[key[0]][key[1]], vectors) for key in sorted(group.incident)}
    for first, second in itertools.combinations(told, 2):
        if first[0] != second[0]:
            yield pair_features(told[first], told[second]), group.incident[first] == group.incident[second]


def fit_pairs(groups: Sequence[Group]) -> PairModel:
    """Return the model that is fitted on the pairs of some groups, by logistic regression with a quadratic penalty."""
    return PairModel(_weights([example for group in groups for example in _examples(group)]))


def _weights(examples: Sequence[tuple[Features, bool]]) -> dict[str, float]:
    names = sorted({name for features, _ in examples for name in features})
    row = {name: at for at, name in enumerate(names)}
    values = np.zeros((len(examples), len(names)))
    for number, (features, _) in enumerate(examples):
        for name, value in features.items():
            values[number, row[name]] = value
    right = np.asarray([same for _, same in examples], float)
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        told = 1 / (1 + np.exp(-values @ weights))
        curve = (values * (told * (1 - told))[:, None]).T @ values + np.eye(len(names)) * PULL
        weights += np.linalg.solve(curve, values.T @ (right - told) - PULL * weights)
    return dict(zip(names, weights.round(3).tolist(), strict=True))


def measured(groups: Sequence[Group], model: PairModel) -> Score:
    """Return how the tellings of groups are joined, of events that are shown by default."""
    score = Score()
    for group in groups:
        ids = iter(incident_ids([event for events in group.events for event in events], model))
        joined = {(at, place): next(ids) for at, events in enumerate(group.events) for place, _ in enumerate(events)}
        shown = [key for key in sorted(group.incident) if group.events[key[0]][key[1]].confidence >= SHOWN]
        for first, second in itertools.combinations(shown, 2):
            if first[0] != second[0]:
                same, told = group.incident[first] == group.incident[second], joined[first] == joined[second]
                score.right += same and told
                score.wrong += told and not same
                score.missed += same and not told
    return score


def measure_pairs_by_fold(paths: Sequence[Path], *, folds: int, tell: Tell) -> None:
    """Measure each fold of groups with weights that were fitted without it, and print the sum."""
    groups = read_groups(paths, tell)
    total = Score()
    for fold in range(folds):
        model = fit_pairs([group for number, group in enumerate(groups) if number % folds != fold])
        own = measured([group for number, group in enumerate(groups) if number % folds == fold], model)
        total = Score(total.right + own.right, total.wrong + own.wrong, total.missed + own.missed)
    tell(f"{folds} folds: {total}")


def fit_shipped_pairs(paths: Sequence[Path], held: Sequence[Path], *, package: Path, tell: Tell) -> None:
    """Fit the weights on all groups, measure those that are held, and write the weights into ``package`` with a record beside them."""
    groups = read_groups(paths, tell)
    weights = _weights([example for group in groups for example in _examples(group)])
    lines = ["[weights]", *(f"{json.dumps(name)} = {weight}" for name, weight in weights.items())]
    record = ['script = "python -m training fit-incidents"']
    for path in paths:
        record += ["", "[[gold]]", f'name = "{path.stem}"', f'sha256 = "{sha256_of(path.read_bytes())}"']
    write_parameters(package / PARAMETERS / INCIDENTS_FILE, ("\n".join(lines) + "\n").encode(), record, beside=".record.toml")
    if held:
        tell(f"held: {measured(read_groups(held, tell), PairModel(weights))}")
