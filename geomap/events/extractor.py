"""From resolved posts to events: what, where, when, who, how many, who says so, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geomap.events.draft import HAZARD, SHOWN, Draft
from geomap.events.drafts import drafts_of
from geomap.events.incidents import incident_ids
from geomap.events.language import language_of
from geomap.events.lexicon import lexicon
from geomap.events.merging import merge
from geomap.events.settle import settle
from geomap.events.telling import Onset, date_modality, local_time, stated_days, telling_of
from geomap.events.when import news_day
from geomap.model import Event, Post, Resolution

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

HARMFUL = frozenset({"battle", "explosive", "violence", *HAZARD, "unrest"})
EPOCH = datetime(1, 1, 1, tzinfo=UTC)
MOST_DAYS = 7  # an older disaster is not what the page is about


class RuleExtractor:
    """Reads events off resolved posts with the rules of the tables; pure, and independent of the order of input.

    With a gazetteer handed in, regions get their outlines; without one they are circles of their place's radius.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer

    def extract(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> list[tuple[Event, ...]]:
        """Give each post's tellings of every modality, in text order; retellings of one incident share an id."""
        drafted = [drafts_of(post, resolved, lexicon(language_of(post))) for post, resolved in zip(posts, resolutions, strict=True)]
        for post, drafts in zip(posts, drafted, strict=True):
            for draft in drafts:
                date_modality(post, draft)
        pages = _pages(posts, drafted)
        settled = [settle(drafts, pages[post.source]) for post, drafts in zip(posts, drafted, strict=True)]
        onsets = _onsets(posts, settled)
        told = [
            tuple(telling_of(post, draft, self._gazetteer, onsets.get(post.source, ())) for draft in drafts)
            for post, drafts in zip(posts, settled, strict=True)
        ]
        return _with_incident_ids(posts, told)

    def merge(self, tellings: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
        """Join the tellings that share an id into incidents with all their evidence, by time and id."""
        return merge(tellings)


def _pages(posts: Sequence[Post], drafted: Sequence[Sequence[Draft]]) -> Mapping[str, Counter[str]]:
    """Count for each source the harmful kinds that its posts tell: what a bare "three were killed" is put down to."""
    pages: dict[str, Counter[str]] = {post.source: Counter() for post in posts}
    for post, drafts in zip(posts, drafted, strict=True):
        pages[post.source].update(
            draft.hit.trigger.kind.sub_type
            for draft in drafts
            if draft.family in HARMFUL and draft.modality in SHOWN and draft.hit.trigger.weight > 1
        )
    return {source: Counter(dict(sorted(counts.items()))) for source, counts in pages.items()}


def _onsets(posts: Sequence[Post], settled: Sequence[Sequence[Draft]]) -> Mapping[str, tuple[Onset, ...]]:
    """Find for each source on which days a disaster struck."""
    found: dict[str, set[Onset]] = {}
    unstated: dict[str, set[Onset]] = {}
    for post, drafts in zip(posts, settled, strict=True):
        for draft in drafts:
            local = local_time(post, draft)
            if local is None or not draft.is_onset or draft.modality not in SHOWN:
                continue
            days = stated_days(post, draft)
            if days is None:
                unstated.setdefault(post.source, set()).add(Onset(local, news_day(local)))
                continue
            day = days.first
            if 0 <= (local.date() - day).days <= MOST_DAYS:
                found.setdefault(post.source, set()).add(Onset(local, day))
    return {source: tuple(sorted(onsets, key=lambda onset: (onset.told, onset.day))) for source, onsets in {**unstated, **found}.items()}


def _with_incident_ids(posts: Sequence[Post], told: Sequence[tuple[Event, ...]]) -> list[tuple[Event, ...]]:
    order = sorted(range(len(posts)), key=lambda number: (posts[number].published_at or EPOCH, posts[number].id))
    flat = [event for number in order for event in told[number]]
    ids = iter(incident_ids(flat))
    named = {number: tuple(replace(event, id=next(ids)) for event in told[number]) for number in order}
    return [named[number] for number in range(len(posts))]
