"""A store: days of news added to what is known, incidents asked for, maps and files made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geomap.corrections.history import Step
from geomap.edits import Edits, edits_of
from geomap.errors import SettingsError
from geomap.events.incidents.pairs import Pair, likely_pairs
from geomap.fetch import Fetcher, FetchSettings
from geomap.listing import unsure_listed
from geomap.model import Analysis, Event, Resolution
from geomap.pipeline import Pipeline, sources_of
from geomap.read import Fetch, ReadResult, read_inputs
from geomap.regions import names_of, regions_of
from geomap.settings import Settings
from geomap.store.addition import Added, Addition
from geomap.store.geopackage import GeoPackage
from geomap.store.opening import backend_at, reading, writing
from geomap.store.query import Page, Query, count, event_ids, features, ids_without_row
from geomap.store.rows import Telling
from geomap.store.tables import Tables
from geomap.store.users import UserLines
from geomap.towns import towns_around

LEAST_LIKELY = 0.15  # probability from which a pair is worth a look: events are joined from 0.45 on
MOST_PAIRS = 100
DAYS_AROUND = 4  # beyond the days of a query, in which the other event of a pair may lie


class Store:
    """Posts, event mentions and incidents of many days in one GeoPackage, or in PostgreSQL with PostGIS; QGIS opens both.

    Example:
        >>> store = Store("war.gpkg")
        >>> added = store.add("monday.txt")
        >>> events = store.query(since=date(2024, 3, 4), place="Kharkiv").events
    """

    def __init__(self, path: str | Path, *, pipeline: Pipeline | None = None, settings: Settings | None = None) -> None:
        """Name the store; its file is made when something is added.

        Args:
            path: The GeoPackage; or the address of a database, "postgresql://user@host/database?schema=war", whose password comes
                from PGPASSWORD or PGPASSFILE; or "env:NAME" for a variable of the environment that holds the address.
            pipeline: The stages; None takes those that ship.
            settings: Settings that count before those of ``pipeline``.

        Raises:
            SettingsError: The settings hide exact places, which a store needs, or the address is wrong.
        """
        self._backend = backend_at(path)
        self.path = self._backend.path if isinstance(self._backend, GeoPackage) else path
        chosen = settings or (pipeline.settings if pipeline is not None else Settings())
        if chosen.coarsen_m is not None:
            raise SettingsError("a store keeps places as they are; give this option to the map made of it", parameter="coarsen_m")
        self._user_file = chosen.corrections
        own = replace(chosen, corrections=None)
        self._pipeline = Pipeline(settings=own) if pipeline is None else pipeline.replace(settings=own)

    @property
    def title(self) -> str:
        """What a map of it is called: the name of the file, or of the schema of the database."""
        return self._backend.title

    def edits(self) -> Edits:
        """Return what an analyst edited in the layer events, as `geomap corrections` does.

        Returns:
            Lines of corrections, and notes on edits that no line can express.
        """
        with reading(self._backend) as database:
            return edits_of(self._backend.name, database)

    def history(self) -> list[Step]:
        """Return what each line of corrections said of each column that it corrects, and whether it stands.

        Returns:
            The steps: those of one event together, in the order in which the store got them.
        """
        with reading(self._backend) as database:
            return UserLines(Tables(database), None).history()

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
        with writing(self._backend) as database:
            return Addition(Tables(database), self._pipeline, self._user_file).of(read, overwrite=overwrite)

    def query(self, query: Query | None = None, *, with_unsure: bool = False, **conditions: Any) -> Analysis:  # noqa: ANN401 - as `Query` takes them
        """Return the events that meet conditions, as a run returns them.

        With them come the posts that tell them, without any condition all posts, each with all of its place mentions.

        Args:
            query: The conditions.
            with_unsure: List the events that are too unsure for the map in files as well, with ``shown`` false.
            conditions: Or the same by name, as for `Query`.

        Returns:
            An analysis that maps, exporters and data frames take.
        """
        asked = query or Query(**conditions)
        with reading(self._backend) as database:
            tables = Tables(database)
            addition = Addition(tables, self._pipeline, None)
            events = addition.events_of(event_ids(database, asked))
            unsure = self._unsure(tables, asked) if with_unsure else []
            tellings = tables.tellings("event_id", [event.id for event in (*events, *unsure)])
            posts = tables.all_posts() if asked == Query() else tables.posts(one.post_id for one in tellings)
            mentions = tables.mentions(posts)
        told: dict[str, list[Telling]] = {}
        for one in tellings:
            told.setdefault(one.post_id, []).append(one)
        regions = regions_of([*events, *unsure], self._pipeline.gazetteer)
        analysis = Analysis(
            documents=(),
            posts=tuple(posts.values()),
            resolutions=tuple(_mentioned(mentions.get(post_id, ()), told.get(post_id, ())) for post_id in posts),
            tellings=tuple(tuple(one.incident for one in told.get(post_id, ())) for post_id in posts),
            events=tuple(events),
            unsure=tuple(unsure),
            gazetteer_edition=self._pipeline.gazetteer.edition,
            data_sources=sources_of(self._pipeline.gazetteer),
            regions=regions,
            names=names_of(events, regions, self._pipeline.gazetteer),
            towns=towns_around(events, self._pipeline.gazetteer),
        )
        return unsure_listed(analysis) if with_unsure else analysis

    def _unsure(self, tables: Tables, asked: Query) -> list[Event]:
        """Return the incidents that are too unsure to be rows of the table events and meet the conditions."""
        settings = replace(self._pipeline.settings, min_confidence=0.0)
        found = Addition(tables, self._pipeline.replace(settings=settings), None).events_of(ids_without_row(tables.database))
        shown = {event_id for (event_id,) in tables.database.execute("SELECT event_id FROM events", [])}
        apart = [event for event in found if event.id not in shown]
        posts = tables.posts(told.post_id for event in apart for told in event.evidence) if asked.text is not None else {}
        return [event for event in apart if asked.holds(event, posts)]

    def duplicates(self, query: Query | None = None, *, least: float = LEAST_LIKELY, most: int = MOST_PAIRS) -> list[Pair]:
        """Return pairs of events that may be one incident, for a person to look at.

        Args:
            query: Conditions that one event of each pair meets.
            least: The least probability that both are one incident.
            most: The greatest number of pairs.

        Returns:
            The pairs, best first, without those that a rejected line of corrections names.
        """
        asked = query or Query()
        with reading(self._backend) as database:
            tables = Tables(database)
            chosen = set(event_ids(database, asked))
            around = sorted(event_ids(database, asked.around(DAYS_AROUND)))
            told = [one.incident for one in tables.tellings_of(around)]
            apart = UserLines(tables, None).apart()
        pairs = likely_pairs(told, least=least, among=chosen, apart=apart)
        return pairs[:most]

    def features(self, query: Query | None = None, page: Page | None = None) -> Iterator[dict[str, Any]]:
        """Yield the events that meet conditions as GeoJSON features, as they stand in the file.

        Args:
            query: The conditions.
            page: Which of them, in which order; None for all, by day and id.

        Returns:
            An iterator over the features.
        """
        with reading(self._backend) as database:
            yield from features(database, query or Query(), page)

    def count(self, query: Query | None = None) -> int:
        """Return how many events meet conditions.

        Args:
            query: The conditions.

        Returns:
            Their number.
        """
        with reading(self._backend) as database:
            return count(database, query or Query())


def _mentioned(found: Sequence[Resolution], told: Sequence[Telling]) -> tuple[Resolution, ...]:
    """Return the place mentions of a post; of those that events stand on more is known than the layer of mentions tells."""
    placed = [one.event.where.resolution for one in told]
    known = {(one.mention.start, one.mention.end): one for one in (*found, *filter(None, placed))}
    return tuple(known[at] for at in sorted(known))
