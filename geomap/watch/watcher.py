"""A page read again and again: posts are added and never lost, events keep their ids, files change all at once.

The state is written before map and files, which bear its revision; so whenever a watch is stopped, the next one knows all that
was seen, and mends what was not written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer
from gazetteer.staging import recover
from geomap.changes import compared, earlier_in
from geomap.errors import InputError, OutputError, SettingsError, UnreadableError
from geomap.files import output_error, staged_folder, write_atomically
from geomap.listing import unsure_listed
from geomap.model import Analysis, Document, Event
from geomap.pipeline import Pipeline
from geomap.read import Fetch, ReadResult, read_inputs
from geomap.result import DEFAULT_FORMATS, PageOptions, write_results
from geomap.saved import save
from geomap.settings import Settings
from geomap.watch.state import State, Tracked, load, merge, store

PAGES = "page"  # the folder of the page as it last came


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to watch and where to write, which formats, how the page looks, and whether files list the unsure events too."""

    url: str
    folder: Path
    gazetteer: Gazetteer
    settings: Settings = field(default_factory=Settings)
    formats: Sequence[str] = DEFAULT_FORMATS
    page: PageOptions = field(default_factory=PageOptions)
    with_unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What one reading changed."""

    revision: int
    posts: int
    events: int
    new: int
    edited: int
    withdrawn: int


class Watcher:
    """Reads one address whenever it is asked to and keeps the folder true to all that was ever seen there."""

    def __init__(self, job: Job, *, fetch: Fetch, now: Callable[[], datetime]) -> None:
        if job.settings.coarsen_m is not None:
            raise SettingsError(
                "a watch keeps the page as it came; map the folder it is kept in with this option instead", parameter="coarsen_m"
            )
        self.job = job
        self.state = load(job.folder, job.url)
        self._fetch = fetch
        self._now = now
        self._pipeline = Pipeline(gazetteer=job.gazetteer, settings=job.settings)

    def poll(self) -> Update | None:
        """Read the page once; None where nothing changed.

        Raises:
            InputError: The page could not be had or makes no sense; what is known and written stays as it is.
            OutputError: The folder cannot be written; the next reading tries again.
        """
        document = self._fetch(self.job.url)
        if document.sha256 == self.state.sha256 and self._is_written():
            return None
        read = read_inputs([self.job.url], self.job.settings.read, fetch=lambda _: document)
        if not read.posts:
            reasons = "; ".join(problem.text for problem in read.problems)
            raise UnreadableError(reasons or f"{self.job.url}: there is nothing to read in it")
        before = self.state
        posts = merge(before.posts, read.posts, self._now())
        if posts == before.posts and self._is_written():
            self._remember(document, replace(before, sha256=document.sha256))
            return None
        analysis, names = self._analyze(read, posts)
        self._remember(document, replace(before, revision=before.revision + 1, sha256=document.sha256, posts=posts, names=names))
        self._write(analysis)
        return _update(before, self.state, analysis)

    def repair(self) -> bool:
        """Write what an earlier watch knew but was stopped before it wrote; say whether there was anything."""
        recover(self.job.folder)
        if not self.state.posts or self._is_written():
            return False
        read = read_inputs([str(self.job.folder / PAGES)], self.job.settings.read)
        analysis, _ = self._analyze(read, self.state.posts)
        self._write(analysis)
        return True

    def _analyze(self, read: ReadResult, posts: tuple[Tracked, ...]) -> tuple[Analysis, Mapping[str, str]]:
        standing = tuple(one.post for one in posts if one.withdrawn_at is None)
        analysis = self._pipeline.analyze(replace(read, posts=standing))
        return keep_ids(analysis, self.state.names)

    def _remember(self, document: Document, state: State) -> None:
        folder = self.job.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(folder, error) from error
        save(document, folder / PAGES, url=self.job.url, headers={})
        store(state, folder)
        self.state = state

    def _write(self, analysis: Analysis) -> None:
        """Write map and files, marked by what changed since those that stand there."""
        earlier = earlier_in(self.job.folder)
        if earlier is not None:
            analysis = compared(analysis, earlier)
        if self.job.with_unsure:
            analysis = unsure_listed(analysis)
        with staged_folder(self.job.folder) as stage:
            write_results(analysis, stage, formats=self.job.formats, page=self.job.page)
            path = stage / "report.json"  # its revision says that all is written
            told = json.loads(path.read_bytes()) | {"watch": account(self.state, analysis)}
            write_atomically(path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())

    def _is_written(self) -> bool:
        try:
            told = json.loads((self.job.folder / "report.json").read_bytes())
            return bool(told["watch"]["revision"] == self.state.revision)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return False


def watch(watcher: Watcher, *, every_s: float, sleep: Callable[[float], None]) -> Iterator[Update | InputError | OutputError | None]:
    """Read every ``every_s`` seconds without end; yield what each reading changed, or why there was none to be had."""
    while True:
        try:
            watcher.repair()
            yield watcher.poll()
        except (InputError, OutputError) as error:
            yield error
        sleep(every_s)


def keep_ids(analysis: Analysis, names: Mapping[str, str]) -> tuple[Analysis, dict[str, str]]:
    """Return events the ids they had before their posts were edited, or an earlier telling came; and the names to keep.

    An id made of the words as they stand now wins where it was given before; else an event takes the id of the one that was told
    by the same post, of the same kind, at the same place, if nothing else goes by it now.
    """
    given = set(names.values())
    own = {event.id for event in analysis.events}
    taken: dict[str, str] = {}
    used: set[str] = set()
    kept = dict(names)
    for event in analysis.events:
        old = None
        if event.id not in given:
            free = (kept[key] for key in _keys(event) if key in kept and kept[key] not in own and kept[key] not in used)
            old = next(free, None)
        if old is not None:
            taken[event.id] = old
            used.add(old)
        for key in _keys(event):
            kept[key] = old or event.id
    renamed = replace(
        analysis,
        events=tuple(replace(event, id=taken.get(event.id, event.id)) for event in analysis.events),
        tellings=tuple(tuple(replace(event, id=taken.get(event.id, event.id)) for event in group) for group in analysis.tellings),
    )
    return renamed, kept


def account(state: State, analysis: Analysis) -> dict[str, Any]:
    """Return what has changed on the page since the watch began, for report.json."""
    shown = {event.id for event in analysis.events}
    return {
        "url": state.url,
        "revision": state.revision,
        "posts": len(state.posts),
        "no_longer_listed": sum(not one.listed and one.withdrawn_at is None for one in state.posts),
        "edited": [{**_told(one), "edits": [_edit(one, number) for number in range(len(one.edits))]} for one in state.posts if one.edits],
        "withdrawn": [
            {
                **_told(one),
                "withdrawn_at": one.withdrawn_at.isoformat(),
                "text": one.post.text,
                "event_ids": sorted({name for key, name in state.names.items() if key.startswith(one.post.id + "\x1f")} - shown),
            }
            for one in state.posts
            if one.withdrawn_at is not None
        ],
    }


def _keys(event: Event) -> list[str]:
    """Return what an event may be known by, the surest first: post, words, kind and place; then without the words."""
    place = event.where.place.id if event.where.place else event.where.name
    told = [(evidence.post_id, evidence.quote) for evidence in event.evidence]
    return [
        *(f"{post_id}\x1f{event.sub_type}\x1f{place}\x1f{quote}" for post_id, quote in told),
        *(f"{post_id}\x1f{event.sub_type}\x1f{place}" for post_id, _ in told),
    ]


def _told(one: Tracked) -> dict[str, Any]:
    return {"post_id": one.post.id, "title": one.post.title, "source_url": one.post.url, "first_seen": one.first_seen.isoformat()}


def _edit(one: Tracked, number: int) -> dict[str, Any]:
    edit = one.edits[number]
    return {"seen_at": edit.seen_at.isoformat(), "title_before": edit.title, "text_before": edit.text}


def _update(before: State, after: State, analysis: Analysis) -> Update:
    edits = sum(len(one.edits) for one in after.posts) - sum(len(one.edits) for one in before.posts)
    withdrawn = [sum(one.withdrawn_at is not None for one in state.posts) for state in (before, after)]
    return Update(
        revision=after.revision,
        posts=len(after.posts),
        events=len(analysis.events),
        new=len(after.posts) - len(before.posts),
        edited=edits,
        withdrawn=max(0, withdrawn[1] - withdrawn[0]),
    )
