"""A store: days of news added to what is known, incidents asked for, maps and files made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.edits import would_be_lost
from geomap.errors import SettingsError
from geomap.export.features import utc
from geomap.fetch import Fetcher, FetchSettings
from geomap.model import Analysis, Event, Post, Problem
from geomap.origins import with_shown_origin
from geomap.pipeline import Pipeline, sources_of
from geomap.provenance import account_of
from geomap.read import Fetch, ReadResult, read_inputs
from geomap.regions import names_of, regions_of
from geomap.saved import shown_origin
from geomap.settings import Settings
from geomap.store.codec import dumped, post_digest
from geomap.store.linking import kept_names_of_edited, linked
from geomap.store.query import Query, event_ids, features
from geomap.store.schema import reading, writing
from geomap.store.tables import Tables, Telling
from geomap.store.users import UserLines

if TYPE_CHECKING:
    from geomap.geoparsed import Geoparsed

MOST_PAGE_POSTS = 500  # a page with more, such as a channel of years, is not interpreted anew as a whole
CONTEXT_POSTS = 100  # the newest posts of such a page, which a new post is read with


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


class Store:
    """Posts, event mentions and incidents of many days in one GeoPackage, which QGIS opens.

    Example:
        >>> store = Store("war.gpkg")
        >>> added = store.add("monday.txt")
        >>> events = store.query(since=date(2024, 3, 4), place="Kharkiv").events
    """

    def __init__(self, path: str | Path, *, pipeline: Pipeline | None = None, settings: Settings | None = None) -> None:
        """Name the store; its file is made when something is added.

        Args:
            path: The GeoPackage.
            pipeline: The stages; None takes those that ship.
            settings: Settings that count before those of ``pipeline``.

        Raises:
            SettingsError: The settings hide exact places, which a store needs.
        """
        self.path = Path(path)
        chosen = settings or (pipeline.settings if pipeline is not None else Settings())
        if chosen.coarsen_m is not None:
            raise SettingsError("a store keeps places as they are; give this option to the map made of it", parameter="coarsen_m")
        self._user_file = chosen.corrections
        own = replace(chosen, corrections=None)
        self._pipeline = Pipeline(settings=own) if pipeline is None else pipeline.replace(settings=own)

    def add(self, *inputs: str | Path, fetch: Fetch | None = None, overwrite: bool = False) -> Added:
        """Read inputs and add what they tell; posts that are known as they are change nothing.

        Args:
            inputs: Files, folders or addresses; none to apply corrections only.
            fetch: A function that returns the document at an address.
            overwrite: Replace events that were edited in the file and not taken over as corrections.

        Returns:
            What was changed.

        Raises:
            InputError: Nothing of any input could be used.
            OutputError: The store cannot be written; it is as it was.
            SettingsError: An event that changes was edited, and its edits would be lost.
        """
        settings = self._pipeline.settings.read
        fetch = fetch or Fetcher(FetchSettings(max_bytes=settings.max_bytes))
        nothing = ReadResult(documents=(), posts=(), items=(), problems=())
        return self.add_read(read_inputs(list(map(str, inputs)), settings, fetch=fetch) if inputs else nothing, overwrite=overwrite)

    def add_read(self, read: ReadResult, *, overwrite: bool = False) -> Added:
        """Add posts and events that were read before; as `add`.

        Args:
            read: What `geomap.read.read_inputs` returned.
            overwrite: As for `add`.

        Returns:
            What was changed.
        """
        with writing(self.path) as database:
            return _Addition(Tables(database), self._pipeline, self._user_file).of(read, overwrite=overwrite)

    def query(self, query: Query | None = None, **conditions: Any) -> Analysis:  # noqa: ANN401 - as `Query` takes them
        """Return the events that meet conditions, with their posts and place mentions, as a run returns them.

        Args:
            query: The conditions.
            conditions: Or the same by name, as for `Query`.

        Returns:
            An analysis that maps, exporters and data frames take.
        """
        with reading(self.path) as database:
            tables = Tables(database)
            addition = _Addition(tables, self._pipeline, None)
            events = addition.events_of(event_ids(database, query or Query(**conditions)))
            tellings = tables.tellings("event_id", [event.id for event in events])
            posts = tables.posts(one.post_id for one in tellings)
        told: dict[str, list[Telling]] = {}
        for one in tellings:
            told.setdefault(one.post_id, []).append(one)
        regions = regions_of(events, self._pipeline.gazetteer)
        return Analysis(
            documents=(),
            posts=tuple(posts.values()),
            resolutions=tuple(_mentioned(told[post_id]) for post_id in posts),
            tellings=tuple(tuple(replace(one.event, id=one.event_id) for one in told[post_id]) for post_id in posts),
            events=tuple(events),
            gazetteer_edition=self._pipeline.gazetteer.edition,
            data_sources=sources_of(self._pipeline.gazetteer),
            regions=regions,
            names=names_of(events, regions, self._pipeline.gazetteer),
        )

    def features(self, query: Query | None = None) -> Iterator[dict[str, Any]]:
        """Yield the events that meet conditions as GeoJSON features, as they stand in the file.

        Args:
            query: The conditions.

        Returns:
            An iterator over the features, by day and id.
        """
        with reading(self.path) as database:
            yield from features(database, query or Query())


def _mentioned(told: Sequence[Telling]) -> tuple[Any, ...]:
    found = {one.event.where.resolution.mention: one.event.where.resolution for one in told if one.event.where.resolution is not None}
    return tuple(sorted(found.values(), key=lambda resolution: resolution.mention.start))


class _Addition:
    """One addition to an open store."""

    def __init__(self, tables: Tables, pipeline: Pipeline, user_file: Path | None) -> None:
        self.tables = tables
        self.pipeline = pipeline.replace(settings=pipeline.settings)
        self.user_file = user_file
        self.users = UserLines(tables, user_file)
        self.pipeline.corrections = self.users.corrections(pipeline)

    def of(self, read: ReadResult, *, overwrite: bool) -> Added:
        posts = [with_shown_origin(post) for post in read.posts]
        known = self.tables.post_digests(post.id for post in posts)
        fresh = {post.id: post for post in posts if known.get(post.id) != post_digest(post)}
        touched = self._told_anew(fresh)
        before = self.tables.tellings("post_id", touched)
        told = [(post.id, event) for post, found in touched.values() for event in found.tellings]
        listed = self._listed(read.events)
        affected, changed = self._changed(before, told)
        tellings = self._formed(before, [one for one in told if one[0] in changed], affected, changed)
        self.tables.put_posts(fresh.values())
        for post, found in touched.values():
            if post.id in fresh or post.id in changed:
                self.tables.put_mentions(post, found.mentions)
        self.tables.put_tellings([*tellings, *listed])
        ids = {*affected, *(one.event_id for one in (*tellings, *listed)), *self.users.event_ids()}
        new, altered, removed = self._rebuild(sorted(self.users.together(ids)), overwrite=overwrite)
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

    def _listed(self, events: Sequence[Event]) -> list[Telling]:
        """Return the events of tables that are new or changed, as mentions that join no incident."""
        found = [Telling(event, event.id, event.evidence[0].post_id, self.tables.encoder.event(event), is_listed=True) for event in events]
        known = {one.event.id: one.content for one in self.tables.tellings("telling_id", [one.event.id for one in found])}
        return [one for one in found if known.get(one.event.id) != one.content]

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
        tellings = self.tables.tellings("event_id", sorted(self.users.together(ids)))
        groups: dict[str, list[Telling]] = {}
        for one in tellings:
            groups.setdefault(one.post_id, []).append(one)
        told = [[replace(one.event, id=one.event_id) for one in group] for group in groups.values()]
        corrections = self.pipeline.corrections
        if corrections.lines:
            posts = self.tables.posts(groups)
            standing = [posts.get(post_id) or _stand_in(post_id, group[0].event) for post_id, group in groups.items()]
            own = [[one.event.id for one in group] for group in groups.values()]
            told = [list(group) for group in corrections.correct_events(standing, told, own)[0]]
            added = tuple(event for event in corrections.added()[0] if event.id in self.users.together(ids))
            told = [list(group) for group in corrections.join([*map(tuple, told), added])[0]]
        settings = self.pipeline.settings
        shown = [[event for event in group if event.modality in settings.modalities] for group in told]
        return [event for event in self.pipeline.extractor.merge(shown) if event.confidence >= settings.min_confidence]

    def _rebuild(self, ids: Sequence[str], *, overwrite: bool) -> tuple[list[str], list[str], list[str]]:
        """Write the incidents of these ids as they are now; refuse to lose what somebody edited."""
        written, standing = self.tables.written(ids), self.tables.standing(ids)
        self.tables.drop_rows(self.users.taken_rows)
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
        self.tables.remember([*new, *altered, *(one for one in there if one in standing and written.get(one) != standing[one].cells)])
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
        self.tables.database.execute("UPDATE gpkg_contents SET last_change = ?", (str(moment).replace("Z", ".000Z"),))


def _stand_in(post_id: str, event: Event) -> Post:
    """Return a post for an event of a table, which has none."""
    from geomap.corrections.places import standing  # noqa: PLC0415 - only where there are corrections

    return replace(standing(event), id=post_id)
