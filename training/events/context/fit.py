"""Fits the encoder: is each named place of annotated posts a site, and of which kind of event."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch.nn import functional

from geomap.events.context.encoder import NEITHER, SITE, UNMAPPED
from geomap.events.context.passages import OWN_PIECES, Passage, PassageWriter
from geomap.events.context.subwords import Subwords
from geomap.events.gate.kinds import kind_names
from geomap.events.gate.view import PostView
from training.events.context.network import LAYERS, LOW, Batch, Bottom, Top, batch_of
from training.events.context.source import SourceModel
from training.events.gold import Label

Tell = Callable[[str], None]

SEED = 16
EPOCHS = 3
BATCH = 16
RATE, HEAD_RATE = 1.5e-4, 1.5e-3
DECAY = 0.9  # of the rate from each layer to the one below
RISE = 0.1  # share of the steps in which the rate rises
LEAST_RATE = 0.02  # of the full one, at the end
WEIGHT_DECAY = 0.01
OF_WORDS = 0.5  # weight of telling which words tell an event, beside telling which places are sites
LONGEST_GROUP = 150  # pieces of the sentences that are read as one passage
POOLED = 16  # batches among which passages are sorted by length
IGNORED = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """What is right for an asked place: no site, a site, one not to be shown, or ``IGNORED``; the kinds accepted for each event."""

    site: int
    kinds: Sequence[Sequence[int]]
    weight: float


@dataclass(frozen=True, slots=True)
class Told:
    """Words of a post that tell an event: where they stand in its text, and whether the event is a ``SITE``'s or ``UNMAPPED``."""

    start: int
    end: int
    tag: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A passage, the answers to what it asks, the tag of each of its pieces, and what the frozen layers make of it."""

    passage: Passage
    answers: Sequence[Answer]
    tags: Sequence[int]
    weight: float
    states: torch.Tensor | None = None


@dataclass(frozen=True, slots=True)
class PostLessons:
    """The lessons of one post: sentence by sentence, and in groups of sentences."""

    single: Sequence[Lesson]
    grouped: Sequence[Lesson]


def lessons_of(  # noqa: PLR0913, PLR0917 - what is known of a post
    view: PostView, labels: Sequence[Label], unmapped: Sequence[bool], told: Sequence[Told], subwords: Subwords, weight: float
) -> PostLessons:
    """Return the lessons of a post.

    Args:
        view: The post.
        labels: What each of its named places is.
        unmapped: Whether each is the site of an event that is not to be shown.
        told: The words that tell its events.
        subwords: The pieces.
        weight: What each answer counts for.
    """
    answers = [_answer(label, hidden, weight) for label, hidden in zip(labels, unmapped, strict=True)]
    writer = PassageWriter(view, subwords)
    named = {one.reading for one in view.places}
    tagger = _Tagger(view, writer, subwords, told)

    def lesson(first: int, last: int) -> Lesson:
        passage = writer.passage(first, last)
        return Lesson(passage, [answers[asked.number] for asked in passage.asked], tagger.tags(passage, first, last), weight)

    return PostLessons(
        [lesson(number, number) for number in sorted(named)],
        [lesson(first, last) for first, last in _groups(view, writer) if named & set(range(first, last + 1))],
    )


class _Tagger:
    """Says of the pieces of a passage which belong to words that tell an event."""

    def __init__(self, view: PostView, writer: PassageWriter, subwords: Subwords, told: Sequence[Told]) -> None:
        self._view, self._writer, self._subwords, self._told = view, writer, subwords, told

    def tags(self, passage: Passage, first: int, last: int) -> list[int]:
        """Return a tag for each piece: ``NEITHER``, ``SITE``, ``UNMAPPED``, or ``IGNORED`` in the context around the sentences."""
        tags = [IGNORED] * len(passage.pieces)
        at = 1 + next((number for number, around in enumerate(passage.context[1:]) if not around), 0)
        for sentence in range(first, last + 1):
            count = min(OWN_PIECES, self._writer.length(sentence))
            tags[at : at + count] = self._of_sentence(sentence)[:count]
            at += count
        return tags

    def _of_sentence(self, number: int) -> list[int]:
        tags = [NEITHER] * self._writer.length(number)
        span = self._view.readings[number].sentence.span
        for told in self._told:
            if told.start < span.end and span.start < told.end:
                first, last = self._before(number, told.start), self._before(number, told.end)
                tags[first:last] = [told.tag] * (last - first)
        return tags

    def _before(self, number: int, position: int) -> int:
        """Return how many pieces of a sentence stand before a position of the post's text."""
        sentence = self._view.readings[number].sentence
        cut = max(0, position - sentence.span.start)
        holes = [hole for hole in self._writer.holes(number)[0] if hole[1] <= cut]
        return len(self._subwords.encode(sentence.text[:cut], holes)[0])


def _answer(label: Label, unmapped: bool, weight: float) -> Answer:  # noqa: FBT001 - one of a row of facts
    rows = {name: number for number, name in enumerate(kind_names())}
    site = IGNORED if label.ignored else SITE if label.kinds else UNMAPPED if unmapped else NEITHER
    return Answer(site, [[rows[name] for name in accepted] for accepted in label.kinds if accepted], weight)


def _groups(view: PostView, writer: PassageWriter) -> Iterator[tuple[int, int]]:
    first = length = 0
    for number in range(len(view.readings)):
        own = writer.length(number)
        if number > first and length + own > LONGEST_GROUP:
            yield first, number - 1
            first, length = number, 0
        length += own
    if view.readings:
        yield first, len(view.readings) - 1


def with_states(posts: Sequence[PostLessons], bottom: Bottom, tell: Tell) -> list[PostLessons]:
    """Return the lessons with what the frozen layers make of their passages."""
    known: list[PostLessons] = []
    for number, post in enumerate(posts):
        known.append(PostLessons(_read(post.single, bottom), _read(post.grouped, bottom)))
        if (number + 1) % 500 == 0:
            tell(f"{number + 1} of {len(posts)} posts")
    return known


def _read(lessons: Sequence[Lesson], bottom: Bottom) -> list[Lesson]:
    if not lessons:
        return []
    states = bottom([lesson.passage for lesson in lessons])
    return [replace(lesson, states=own) for lesson, own in zip(lessons, states, strict=True)]


def fit(source: SourceModel, posts: Sequence[PostLessons], tell: Tell) -> Top:
    """Return the trained layers and heads.

    Each epoch reads every other post by sentences and the others in groups, and the next epoch the other way round.
    """
    torch.manual_seed(SEED)
    draw = random.Random(SEED)  # noqa: S311 - a reproducible order, no secret
    top = Top(source, len(kind_names()))
    top.train()
    rounds = [
        [lesson for number, post in enumerate(posts) for lesson in (post.single, post.grouped)[(number + turn) % 2]] for turn in (0, 1)
    ]
    steps = sum(len(_batches(rounds[epoch % 2], random.Random(SEED))) for epoch in range(EPOCHS))  # noqa: S311
    groups = list(_rates(top))
    optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY)
    rates = [group["lr"] for group in groups]
    step = 0
    for epoch in range(EPOCHS):
        lost = asked = 0.0
        for lessons in _batches(rounds[epoch % 2], draw):
            part = min(1.0, (step + 1) / (RISE * steps)) * max(LEAST_RATE, 1 - step / steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * part
            step += 1
            loss, count = _loss(top, lessons)
            optimizer.zero_grad()
            (loss / count).backward()
            torch.nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimizer.step()
            lost, asked = lost + float(loss.detach()), asked + count
        tell(f"epoch {epoch + 1} of {EPOCHS}: loss {lost / max(1.0, asked):.4f}")
    top.eval()
    return top


def _rates(top: Top) -> Iterator[dict[str, Any]]:
    for name, parameter in top.named_parameters():
        if name.startswith("layers."):
            layer = LOW + int(name.split(".")[1])
            yield {"params": [parameter], "lr": RATE * DECAY ** (LAYERS - 1 - layer)}
        else:
            yield {"params": [parameter], "lr": HEAD_RATE}


def _batches(lessons: Sequence[Lesson], draw: random.Random) -> list[list[Lesson]]:
    order = list(range(len(lessons)))
    draw.shuffle(order)
    batches = []
    for first in range(0, len(order), BATCH * POOLED):
        pool = sorted(order[first : first + BATCH * POOLED], key=lambda number: len(lessons[number].passage.pieces))
        batches += [[lessons[number] for number in pool[at : at + BATCH]] for at in range(0, len(pool), BATCH)]
    draw.shuffle(batches)
    return batches


def _loss(top: Top, lessons: Sequence[Lesson]) -> tuple[torch.Tensor, int]:
    batch: Batch = batch_of([lesson.passage for lesson in lessons], [lesson.states for lesson in lessons if lesson.states is not None])
    answers = [answer for lesson in lessons for answer in lesson.answers]
    sites, kinds, words = top(batch)
    right = torch.tensor([answer.site for answer in answers])
    weights = torch.tensor([answer.weight * (answer.site != IGNORED) for answer in answers])
    loss = (functional.cross_entropy(sites, right.clamp(min=0), reduction="none") * weights).sum()
    shares = functional.log_softmax(kinds, 1)
    for number, answer in enumerate(answers):
        for accepted in answer.kinds:
            loss = loss - answer.weight * torch.logsumexp(shares[number][list(accepted)], 0)
    return loss + OF_WORDS * len(answers) * _loss_of_words(words, lessons), max(1, len(answers))


def _loss_of_words(words: torch.Tensor, lessons: Sequence[Lesson]) -> torch.Tensor:
    """Return the mean loss of the pieces that have a tag."""
    tags = torch.full(words.shape[:2], IGNORED)
    weights = torch.zeros(words.shape[:2])
    for row, lesson in enumerate(lessons):
        size = min(words.shape[1], len(lesson.tags))
        tags[row, :size] = torch.tensor(lesson.tags[:size])
        weights[row, :size] = lesson.weight
    weights = weights * (tags != IGNORED)
    losses = functional.cross_entropy(words.flatten(0, 1), tags.clamp(min=0).flatten(), reduction="none")
    return (losses * weights.flatten()).sum() / weights.sum().clamp(min=1)
