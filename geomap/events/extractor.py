"""From resolved posts to events: what, where, when, who, how many, who says so, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.events.assemble import Onset, date_modality, event_of, local_time, stated_days
from geomap.events.consolidate import consolidate
from geomap.events.coreference import EPOCH, merge
from geomap.events.incidents.linking import incident_ids
from geomap.events.lexicon import extended_lexicon, read_trigger_tables
from geomap.events.mentions import EventMention, PostReading, read_post
from geomap.events.ontology import ASSERTED, HARMFUL, event_types
from geomap.events.temporal import news_day
from geomap.lang import language_of
from geomap.model import Event, Post, Resolution

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

MOST_DAYS = 7  # an older disaster is not what the page is about


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one post alone tells: its event mentions with days and modality, before they are settled with those of its page.

    ``consolidated``: which mentions are one event, and of which type, is decided already.
    """

    mentions: tuple[EventMention, ...]
    consolidated: bool = False


class RuleExtractor:
    """Reads events off resolved posts with the rules of the tables; pure, and independent of the order of input.

    The steps in their order: `extract` reads each post alone, `settle` what the posts of one page say together, `link` finds which
    events of different posts are one incident, `merge` joins those. `events` takes the first three at once.
    With a gazetteer handed in, regions get their outlines; without one they are circles of their place's radius.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, *, tables: Sequence[str | Path] = ()) -> None:
        """Make an extractor.

        Args:
            gazetteer: Where the outlines of regions are looked up; without one, regions are circles.
            tables: TOML files with additional triggers (``[[trigger]]`` rows as in ``triggers.toml`` of a language) and event types
                (``[[type]]`` rows). ``language = "uk"`` at the top of a file names the language; without it, the triggers are English.

        Raises:
            InputMissingError: There is no such file.
            UnreadableError: A file is not TOML.
            SettingsError: A row is not a valid trigger.
        """
        self._gazetteer = gazetteer
        self._triggers = read_trigger_tables(tables)

    def extract(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> list[Extracted]:
        """Return what each post tells by itself, in the order of ``posts``; no post has a part in what another tells.

        Args:
            posts: The posts to read.
            resolutions: For each post the resolutions of its mentions, in any order.
        """
        return [self._extracted(post, resolved) for post, resolved in zip(posts, resolutions, strict=True)]

    def _extracted(self, post: Post, resolutions: Sequence[Resolution]) -> Extracted:
        reading = self._read(post, resolutions)
        return Extracted(() if reading is None else tuple(reading.mentions))

    def _read(self, post: Post, resolutions: Sequence[Resolution]) -> PostReading | None:
        """Return what the rules read in a post, None where no rules read its language."""
        code = language_of(post)
        words = extended_lexicon(code, self._triggers.get(code or "", ()))
        if words is None:
            return None
        reading = read_post(post, resolutions, words)
        for mention in reading.mentions:
            date_modality(post, mention)
        return reading

    def settle(self, posts: Sequence[Post], extracted: Sequence[Extracted]) -> list[tuple[Event, ...]]:
        """Return each post's events of every modality, in text order, with an id that is its own.

        Posts of one page (`Post.page_key`) settle together: what a bare "three were killed" was, and on which day the disaster struck.
        All posts of a page should be in one call; posts of other pages and the order of the posts change nothing.

        Args:
            posts: The posts, as they were given to `extract`.
            extracted: For each post what `extract` returned; it stays as it is.
        """
        pages = _pages(posts, extracted)
        settled = [
            found.mentions if found.consolidated else consolidate(found.mentions, pages[post.page_key])
            for post, found in zip(posts, extracted, strict=True)
        ]
        onsets = _onsets(posts, settled)
        return [
            tuple(event_of(post, mention, self._gazetteer, onsets.get(post.page_key, ())) for mention in mentions)
            for post, mentions in zip(posts, settled, strict=True)
        ]

    def link(self, posts: Sequence[Post], events: Sequence[tuple[Event, ...]]) -> list[tuple[Event, ...]]:
        """Return ``events`` with those of one incident under one id: that of the earliest, whatever the order of ``posts``."""
        order = sorted(range(len(posts)), key=lambda number: _by_time(posts[number]))
        ids = iter(incident_ids([event for number in order for event in events[number]]))
        named = {number: tuple(replace(event, id=next(ids)) for event in events[number]) for number in order}
        return [named[number] for number in range(len(posts))]

    def merge(self, events: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
        """Return one event for each id, with the evidence of all events that share it, by time and id."""
        return merge(events)

    def events(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> list[tuple[Event, ...]]:
        """Return the event mentions of each post with the ids of their incidents: `extract`, `settle` and `link` in one call.

        Args:
            posts: The posts to read.
            resolutions: For each post the resolutions of its mentions, in any order.

        Returns:
            For each post its event mentions in text order.
        """
        return self.link(posts, self.settle(posts, self.extract(posts, resolutions)))


def _pages(posts: Sequence[Post], extracted: Sequence[Extracted]) -> Mapping[str, Counter[str]]:
    """Return for each page the harmful kinds that its posts tell: what a bare "three were killed" is put down to."""
    pages: dict[str, Counter[str]] = {post.page_key: Counter() for post in posts}
    for post, found in zip(posts, extracted, strict=True):
        pages[post.page_key].update(
            mention.trigger.kind.sub_type
            for mention in found.mentions
            if mention.family in HARMFUL
            and mention.modality in ASSERTED
            and mention.trigger.weight > 1
            and mention.trigger.kind.sub_type in event_types()  # a type of the user's own says nothing of other posts' tolls
        )
    return {page: Counter(dict(sorted(counts.items()))) for page, counts in pages.items()}


def _onsets(posts: Sequence[Post], settled: Sequence[Sequence[EventMention]]) -> Mapping[str, tuple[Onset, ...]]:
    """Return for each page on which days a disaster struck."""
    found: dict[str, set[Onset]] = {}
    unstated: dict[str, set[Onset]] = {}
    for post, mentions in zip(posts, settled, strict=True):
        for mention in mentions:
            local = local_time(post, mention)
            if local is None or not mention.is_onset or mention.modality not in ASSERTED:
                continue
            days = stated_days(post, mention)
            if days is None:
                unstated.setdefault(post.page_key, set()).add(Onset(local, news_day(local)))
                continue
            day = days.first
            if 0 <= (local.date() - day).days <= MOST_DAYS:
                found.setdefault(post.page_key, set()).add(Onset(local, day))
    return {page: tuple(sorted(onsets, key=lambda onset: (onset.told, onset.day))) for page, onsets in {**unstated, **found}.items()}


def _by_time(post: Post) -> tuple[datetime, str, str]:
    return (post.published_at or EPOCH, post.id, post.text)
