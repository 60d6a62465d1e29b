"""One addition to an open store: what is new is interpreted, joined to the incidents that it belongs to, and written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.collector import collector_paused
from geomap.edits import would_be_lost
from geomap.errors import SettingsError
from geomap.export.features import utc
from geomap.model import Event, Post, Problem
from geomap.origins import with_shown_origin
from geomap.pipeline import Pipeline
from geomap.provenance import account_of
from geomap.read import ReadResult
from geomap.regions import at_units, with_country_codes
from geomap.saved import shown_origin
from geomap.store.codec import dumped, post_digest
from geomap.store.linking import kept_names_of_edited, linked
from geomap.store.rows import Telling
from geomap.store.tables import Tables
from geomap.store.users import UserLines

if TYPE_CHECKING:
    from geomap.geoparsed import Geoparsed

MOST_PAGE_POSTS = 500  # a page with more, such as a channel of years, is not interpreted anew as a whole
CONTEXT_POSTS = 100  # the newest posts of such a page, which a new post is read with
BATCH = 5000  # events written at a time: what is made of them stays small
MANY = 1000  # events from which indexes of space are filled at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an addition changed: how many posts are new or read anew, and the ids of the events that are new, changed or gone."""

    posts: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.posts or self.new or self.changed or self.removed)


class Addition:
    """One addition to an open store."""

    def __init__(self, tables: Tables, pipeline: Pipeline, user_file: Path | None) -> None:
        self.tables = tables
        self.pipeline = pipeline.replace(settings=pipeline.settings)
        self.user_file = user_file
        self.users = UserLines(tables, user_file)
        self.pipeline.corrections = self.users.corrections(pipeline)

    def of(self, read: ReadResult, *, overwrite: bool) -> Added:
        """Add what was read; refuse to lose what somebody edited unless ``overwrite`` is given."""
        posts = [with_shown_origin(post) for post in read.posts]
        known = self.tables.post_digests(post.id for post in posts)
        fresh = {post.id: post for post in posts if known.get(post.id) != post_digest(post)}
        touched = self._told_anew(fresh)
        before = self.tables.tellings("post_id", touched)
        told = [(post.id, event) for post, found in touched.values() for event in found.tellings]
        affected, changed = self._changed(before, told)
        tellings = self._formed(before, [one for one in told if one[0] in changed], affected, changed)
        self.tables.put_posts(fresh.values())
        self.tables.put_mentions([(post, found.mentions) for post, found in touched.values() if post.id in fresh or post.id in changed])
        self.tables.put_tellings(tellings)
        are_many = len(read.events) >= MANY
        ahead = self.tables.database.ahead(is_first=are_many and not self.tables.had_any)
        with collector_paused() if are_many else nullcontext(), ahead:
            ids = {*affected, *(one.event_id for one in tellings), *self._put_listed(self._coded(read.events)), *self.users.event_ids()}
            with self.tables.database.filling() if len(ids) >= MANY else nullcontext():
                new, altered, removed = self._rebuilt(sorted(ids), overwrite=overwrite)
        self.users.store()
        added = Added(posts=len(fresh), new=tuple(new), changed=tuple(altered), removed=tuple(removed), problems=read.problems)
        if added or self.users.new:
            self._note(read, added)
        return added

    def _told_anew(self, fresh: dict[str, Post]) -> dict[str, tuple[Post, Geoparsed]]:
        """Return what the new posts tell, and those that share a page or a new line of corrections with them."""
        shared: dict[str, Post] = {}
        context: dict[str, Post] = {}
        for key in {post.page_key for post in fresh.values()}:
            page = self.tables.page(key, MOST_PAGE_POSTS + 1)
            if len(page) > MOST_PAGE_POSTS:
                context |= {post.id: post for post in page[:CONTEXT_POSTS]}
            else:
                shared |= {post.id: post for post in page}
        fitting = self.tables.posts(self.users.posts_that_fit())
        posts = {**context, **shared, **fitting, **fresh}
        if not posts:
            return {}
        told = self.pipeline.tellings(self.pipeline.interpret(list(posts.values())))
        return {one.post.id: (one.post, one) for one in told.results if one.post.id in {*shared, *fitting, *fresh}}

    def _coded(self, events: Sequence[Event]) -> list[Event]:
        """Return events of tables with the codes of their countries and units, as a run has them."""
        gazetteer = self.pipeline.gazetteer
        return at_units(with_country_codes(events, gazetteer), gazetteer) if events else []

    def _put_listed(self, events: Sequence[Event]) -> Iterator[str]:
        """Write the events of tables that are new or changed as mentions that join no incident, and yield their ids."""
        ordered = sorted({event.id: event for event in events}.values(), key=lambda event: event.id)  # as the indexes are
        for start in range(0, len(ordered), BATCH):
            some = ordered[start : start + BATCH]
            told = {event.id: self.tables.encoder.event(event) for event in some}
            known = self.tables.contents(told)
            fresh = [event for event in some if known.get(event.id) != told[event.id]]
            tellings = [Telling(one, one.id, one.evidence[0].post_id, told[one.id], is_listed=True) for one in fresh]
            self.tables.put_tellings([one for one in tellings if one.event_id not in known], are_new=True)
            self.tables.put_tellings([one for one in tellings if one.event_id in known])
            yield from (event.id for event in fresh)

    def _changed(self, before: Sequence[Telling], told: Sequence[tuple[str, Event]]) -> tuple[set[str], set[str]]:
        """Return the incidents that are formed again, and the posts that do not tell what they told."""
        old: dict[str, set[str]] = {}
        new: dict[str, set[str]] = {}
        for one in before:
            old.setdefault(one.post_id, set()).add(one.content)
        for post_id, event in told:
            new.setdefault(post_id, set()).add(self.tables.encoder.event(event))
        changed = {post_id for post_id in {*old, *new} if old.get(post_id) != new.get(post_id)}
        return {one.event_id for one in before if one.post_id in changed and not one.is_listed}, changed

    def _formed(self, before: Sequence[Telling], told: Sequence[tuple[str, Event]], affected: set[str], changed: set[str]) -> list[Telling]:
        """Return new mentions and those of the incidents that are formed again, with the ids of their incidents."""
        gone = [one for one in before if one.post_id in changed]
        names = kept_names_of_edited(gone, told)
        fresh = [Telling(event, names[event.id], post_id, self.tables.encoder.event(event), is_listed=False) for post_id, event in told]
        others = [one for one in self.tables.tellings("event_id", affected) if one.post_id not in changed]
        self.tables.drop_tellings(one.event.id for one in gone)
        return linked(self.tables, [*fresh, *others], affected)

    def events_of(self, ids: Sequence[str]) -> list[Event]:
        """Return incidents as their mentions and the corrections tell them; those that are not shown are left out."""
        tellings = self.tables.tellings_of(sorted(self.users.together(ids)))
        told = self._corrected(tellings, ids) if self.pipeline.corrections.lines else [[one.incident for one in tellings]]
        settings = self.pipeline.settings
        shown = [[event for event in group if event.modality in settings.modalities] for group in told]
        return [event for event in self.pipeline.extractor.merge(shown) if event.confidence >= settings.min_confidence]

    def _corrected(self, tellings: Sequence[Telling], ids: Sequence[str]) -> list[list[Event]]:
        """Return the mentions of each post as the corrections tell them, and the events that these add."""
        groups: dict[str, list[Telling]] = {}
        for one in tellings:
            groups.setdefault(one.post_id, []).append(one)
        corrections = self.pipeline.corrections
        posts = self.tables.posts(groups)
        standing = [posts.get(post_id) or _stand_in(post_id, group[0].event) for post_id, group in groups.items()]
        own = [[one.event.id for one in group] for group in groups.values()]
        told = corrections.correct_events(standing, [[one.incident for one in group] for group in groups.values()], own)[0]
        added = tuple(event for event in corrections.added()[0] if event.id in self.users.together(ids))
        return [list(group) for group in corrections.join([*map(tuple, told), added])[0]]

    def _rebuilt(self, ids: Sequence[str], *, overwrite: bool) -> tuple[list[str], list[str], list[str]]:
        """Write the incidents of these ids, and of all that corrections join to them, as they are now."""
        new: list[str] = []
        altered: list[str] = []
        removed: list[str] = []
        done: set[str] = set()
        self.tables.drop_rows(self.users.taken_rows)
        for start in range(0, len(ids), BATCH):
            some = self.users.together(one for one in ids[start : start + BATCH] if one not in done)
            for ids_so_far, found in zip((new, altered, removed), self._rebuild(sorted(some), overwrite=overwrite), strict=True):
                ids_so_far.extend(found)
            done |= some
        return new, altered, removed

    def _rebuild(self, ids: Sequence[str], *, overwrite: bool) -> tuple[list[str], list[str], list[str]]:
        """Write the incidents of these ids as they are now; refuse to lose what somebody edited."""
        written, standing = self.tables.written(ids), self.tables.standing(ids)
        events = self.events_of(ids)
        rows = {event_id: one.row for event_id, one in standing.items()}
        new, altered = self.tables.put_events(events, rows)
        there = {event.id for event in events}
        removed = [one for one in ids if one not in there and one in written]
        if not overwrite:
            edited = [one for one in written if one not in standing or written[one] != standing[one].cells]
            now = self.tables.standing(one for one in edited if one in there)
            lost = [
                one
                for one in edited
                if would_be_lost(written[one], *(held[one].cells if one in held else None for held in (standing, now)))
            ]
            if lost:
                raise SettingsError(
                    f"event {lost[0]}{f' and {len(lost) - 1} more' if len(lost) > 1 else ''} of the store was edited and would change; "
                    "take the edits over with `geomap corrections` and --corrections, or lose them with --overwrite"
                )
        self.tables.drop_events(removed)
        self.tables.remember([*altered, *(one for one in there if one in standing and written.get(one) != standing[one].cells)])
        return new, altered, removed

    def _note(self, read: ReadResult, added: Added) -> None:
        """Write what was done into the table of runs, and the newest time into the list of layers."""
        account = account_of(read.documents, replace(self.pipeline.settings, corrections=self.user_file), self.pipeline.gazetteer)
        inputs = json.dumps([shown_origin(one.origin) for one in read.documents], ensure_ascii=False)
        moment = utc(datetime.now(UTC))
        counts = (added.posts, len(added.new) + len(added.changed))
        made_with = (account.version, dumped(account.settings), f"{account.gazetteer_edition} {account.gazetteer_sha256}")
        self.tables.database.execute(
            "INSERT INTO runs (added_time, version, settings, gazetteer, models, inputs, posts, events, run_id, operator)"
            " VALUES (?,?,?,?,?,?,?,?,?,?)",
            (moment, *made_with, account.models_sha256, inputs, *counts, account.id, account.operator),
        )
        self.tables.database.note_change(str(moment))


def _stand_in(post_id: str, event: Event) -> Post:
    """Return a post for an event of a table, which has none."""
    from geomap.corrections.places import standing  # noqa: PLC0415 - only where there are corrections

    return replace(standing(event), id=post_id)
