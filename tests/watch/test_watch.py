"""A watched feed through updates, outages and kills: nothing lost, nothing doubled, ids kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gazetteer import Gazetteer
from geomap.errors import FetchError, InputError, SettingsError
from geomap.fetch import Fetcher, FetchSettings
from geomap.settings import Settings
from geomap.watch import state
from geomap.watch.watcher import Job, Update, Watcher, watch
from tests.fetch.server import Reply, Site, serving
from tests.watch.feed import EDITED, LISTED, TOWNS, WITHDRAWN, WITHDRAWN_AT, Feed

pytestmark = pytest.mark.usefixtures("encoder_memory")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def feed(site: Site) -> Feed:
    feed = Feed()
    site.replies["/feed"] = feed.reply
    return feed


class Desk:
    """A watch of the feed with a clock of its own."""

    def __init__(self, site: Site, folder: Path, gazetteer: Gazetteer) -> None:
        self.folder = folder / "live"
        self.now = datetime(2024, 5, 1, 12, tzinfo=UTC)
        self.job = Job(url=site.url + "/feed", folder=self.folder, gazetteer=gazetteer)
        settings = FetchSettings(allow_local=True, cache=folder / "cache", timeout_s=5.0)
        self.fetch = Fetcher(settings, clock=self.tick, sleep=lambda _: None)
        self.watcher = self.open()

    def open(self) -> Watcher:
        self.watcher = Watcher(self.job, fetch=self.fetch, now=self.tick)
        return self.watcher

    def tick(self) -> datetime:
        self.now += timedelta(minutes=5)
        return self.now

    def events(self) -> dict[str, dict[str, Any]]:
        told = json.loads((self.folder / "events.geojson").read_text(encoding="utf-8"))["features"]
        found = {feature["properties"]["event_id"]: feature["properties"] for feature in told}
        assert len(found) == len(told)
        return {name: properties for name, properties in found.items() if properties.get("change") != "withdrawn"}

    def changes(self) -> dict[str, str | None]:
        """What became of each town's event with the last reading that changed anything."""
        told = json.loads((self.folder / "events.geojson").read_text(encoding="utf-8"))["features"]
        return {feature["properties"]["place_name"]: feature["properties"].get("change") for feature in told}

    def ids(self) -> dict[str, str]:
        told = self.events()
        towns = Counter(properties["place_name"] for properties in told.values())
        assert set(towns.values()) <= {1}, towns
        return {properties["place_name"]: name for name, properties in told.items()}

    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))["watch"]
        return report


@pytest.fixture
def desk(site: Site, tmp_path: Path, gazetteer: Gazetteer) -> Desk:
    return Desk(site, tmp_path, gazetteer)


def check_all(desk: Desk, ids: dict[str, str]) -> None:
    """After the last update: every town but the one taken back, once; the edit and the withdrawal are told."""
    final = desk.ids()
    assert len(final) == len(TOWNS) - 1
    assert final.items() >= {town: name for town, name in ids.items() if town in final}.items()
    report = desk.report()
    (edited,) = report["edited"]
    (withdrawn,) = report["withdrawn"]
    assert edited["source_url"].endswith(f"#post-{EDITED}")
    assert f"killed {EDITED + 2} people" in edited["edits"][0]["text_before"]
    assert withdrawn["source_url"].endswith(f"#post-{WITHDRAWN}")
    assert set(ids) - set(final) == {TOWNS[WITHDRAWN]}
    assert withdrawn["event_ids"] == [ids[TOWNS[WITHDRAWN]]]
    assert report["posts"] == len(TOWNS)
    assert report["no_longer_listed"] == len(TOWNS) - LISTED - 1
    assert max(properties["fatalities_low"] or 0 for properties in desk.events().values()) == 40


def test_unsure_events_are_listed_on_request(feed: Feed, desk: Desk) -> None:
    desk.job = replace(desk.job, settings=Settings(min_confidence=0.99), with_unsure=True)
    desk.open()
    for feed.update in (2, 4):
        done = desk.watcher.poll()
        assert done is not None
        told = desk.events().values()
        assert [properties["shown"] for properties in told].count(True) == done.events < len(told)


def test_twenty_updates_two_outages_and_a_lost_write(site: Site, feed: Feed, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids: dict[str, str] = {}
    for update in range(1, len(TOWNS) + 1):
        feed.update = update
        if update == 4:  # the network is gone
            site.down = True
            for _ in range(2):
                with pytest.raises(FetchError):
                    desk.watcher.poll()
            site.down = False
        if update == 15:  # the server answers, but nothing of use
            bad = (Reply(status=500), Reply(b"<html><p>Sorry, we are down for maintenance.</p></html>"), Reply(b""), Reply(b'{"a":'))
            for reply in bad:
                site.replies["/feed"] = reply
                with pytest.raises(InputError):
                    desk.watcher.poll()
            site.replies["/feed"] = feed.reply
        if update == 9:  # stopped between the state and the files
            with monkeypatch.context() as stopped:
                stopped.setattr("geomap.watch.watcher.write_results", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
                with pytest.raises(KeyboardInterrupt):
                    desk.watcher.poll()
            assert len(desk.ids()) == update - 1
            assert desk.open().repair()
            assert not desk.watcher.repair()
        else:
            done = desk.watcher.poll()
            assert done is not None
            assert (done.new, done.revision) == (1, update)
            assert done.withdrawn == (update == WITHDRAWN_AT)
        assert desk.watcher.poll() is None
        now = desk.ids()
        assert {town: name for town, name in ids.items() if town in now}.items() <= now.items()
        assert set(ids) - set(now) <= {TOWNS[WITHDRAWN]}
        ids |= now
    check_all(desk, ids)


def test_killed_while_it_works(site: Site, feed: Feed, desk: Desk, program_path: str) -> None:
    """The program itself is killed thrice, each time somewhere in its work on a new answer; the watch goes on from what lies there."""

    def reply(asked: dict[str, str]) -> Reply:
        feed.update = min(feed.update + 1, len(TOWNS))
        return feed.reply(asked)

    site.replies["/feed"] = reply
    words = ["geomap", "watch", site.url + "/feed", "-o", str(desk.folder), "--every", "0.05s", "--allow-local", "--fast"]
    environment = {**os.environ, "PATH": program_path, "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))}
    for number, (until, pause_s) in enumerate(((3, 0.0), (7, 0.03), (11, 0.1))):
        with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as program:
            ends = time.monotonic() + 240
            while feed.update < until and program.poll() is None and time.monotonic() < ends:
                time.sleep(0.005)
            assert program.poll() is None, (number, program.stderr.read() if program.stderr else b"")
            time.sleep(pause_s)
            program.send_signal(signal.SIGKILL)
        assert feed.update >= until
    site.replies["/feed"] = feed.reply
    known = desk.open().state
    assert 1 < len(known.posts) <= feed.update
    desk.watcher.repair()
    ids = desk.ids()
    while feed.update < len(TOWNS):
        feed.update += 1
        desk.watcher.poll()
        ids |= desk.ids()
    desk.watcher.poll()
    final = desk.ids()
    assert set(TOWNS[:WITHDRAWN] + TOWNS[WITHDRAWN + 1 :]) <= {town.replace("’", "'") for town in final} | {TOWNS[WITHDRAWN]}
    assert {town: name for town, name in ids.items() if town in final}.items() <= final.items()
    assert not [path for path in desk.folder.iterdir() if path.name.startswith(".watch")]


def test_the_loop_goes_on_after_failures_and_waits_between(feed: Feed, site: Site, desk: Desk) -> None:
    waits: list[float] = []
    feed.update = 1
    loop = watch(desk.watcher, every_s=300, sleep=waits.append)
    assert isinstance(next(loop), Update)
    site.down = True
    assert isinstance(next(loop), FetchError)
    site.down = False
    assert next(loop) is None
    assert waits == [300, 300]


def test_a_folder_holds_one_watch(desk: Desk, feed: Feed, site: Site) -> None:
    feed.update = 2
    desk.watcher.poll()
    other = Job(url=site.url + "/other", folder=desk.folder, gazetteer=desk.job.gazetteer)
    with pytest.raises(SettingsError, match="another folder"):
        Watcher(other, fetch=desk.fetch, now=desk.tick)
    (desk.folder / "watch.json").write_text("{}")
    with pytest.raises(SettingsError, match="not the state of a watch"):
        desk.open()


def test_a_withdrawn_post_that_comes_back_is_mapped_again(desk: Desk, feed: Feed) -> None:
    feed.update = WITHDRAWN_AT - 1
    desk.watcher.poll()
    before = desk.ids()
    feed.update = WITHDRAWN_AT
    desk.watcher.poll()
    assert TOWNS[WITHDRAWN] not in desk.ids()
    assert desk.changes()[TOWNS[WITHDRAWN]] == "withdrawn"
    feed.update = WITHDRAWN_AT - 1
    desk.watcher.poll()
    assert desk.ids().items() >= before.items()
    assert desk.report()["withdrawn"] == []


@pytest.mark.parametrize("content", ['{"a":' * 20_000, "[]", '{"posts": [1]}', '{"url": "https://a.example/", "posts": [{}]}', "\x00"])
def test_a_state_that_is_none_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / state.NAME).write_text(content)
    with pytest.raises(SettingsError, match="this is not the state of a watch; give another folder"):
        state.load(tmp_path, "https://a.example/")
