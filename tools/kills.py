"""Kill map, export, watch, store and gazetteer build at random moments, and look after the next run for what is lost, doubled or left over.

    python -m tools.kills                          60 kills of each command
    python -m tools.kills --kills 125              a long run: 625 kills
    python -m tools.kills --command watch --seed 7

Half of the kills are SIGKILL, half SIGINT (Ctrl-C). Each run that is killed is a fork of this process, which has everything loaded, with
a small gazetteer of its own; the moment is drawn from the duration of a run that was left alone. A kill that comes after the run's end
does not count. After each the next run follows, of another command that writes into the same folders, and then what stands there
has to be what stood there before or the new results, whole, with no other file. A watch has to know every post of its feed once, and
to map every event once, under the id that it had at first; a store has to hold the posts and events of before or of after, and those
of after once the page is added again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.index import open_index
from geomap.fetch import Fetcher, FetchSettings
from geomap.watch.state import load
from geomap.watch.watcher import Job, Watcher
from tests.fetch.server import Site, serving
from tests.watch.feed import TOWNS, WITHDRAWN, Feed
from tools.kill_bench import FORMATS, INTERRUPTED, Bench, Tally, Words, bench_in_memory
from tools.kills_store import kill_store

_SLOW_S = 60.0


def held(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder, all those below too; of an index what does not tell the time."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("manifest.json", "next.csv")]
    return {str(path.relative_to(folder)): _content(path) for path in paths} if folder.is_dir() else {}


def _content(path: Path) -> bytes:
    """Return the bytes of a file; of a database the rows, since pages may be in another order."""
    if path.suffix != ".gpkg":
        return path.read_bytes()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        return "\n".join((sound, *database.iterdump())).encode()


@dataclass(frozen=True, slots=True)
class Replacing:
    """A command that replaces files: how the folders are before, how they may be after, and what runs next."""

    command: Words
    before: Mapping[str, Path]
    after: Mapping[str, Path]
    next: Words


def replacing_build(bench: Bench) -> Replacing:
    """Return the build of an index."""
    folder = bench.folder
    return Replacing(
        ("gazetteer", "build", "--csv", str(folder / "new.csv"), "-o", str(folder / "index"), "--without-shipped"),
        {"index": folder / "old-index"},
        {"index": folder / "new-index"},
        ("gazetteer", "lookup", TOWNS[0], "--gazetteer", str(folder / "index")),
    )


def replacing_map(bench: Bench) -> Replacing:
    """Return a map into one folder."""
    bench.make_maps()
    folder = bench.folder
    return Replacing(
        ("geomap", "map", str(folder / "new.jsonl"), "-o", str(folder / "out"), "--formats", ",".join(FORMATS)),
        {"out": folder / "old-map"},
        {"out": folder / "new-map"},
        ("geomap", "export", str(folder / "new-map" / "events.geojson"), "--to", str(folder / "out" / "next.csv")),
    )


def replacing_export(bench: Bench) -> Replacing:
    """Return an export to files in two folders."""
    bench.make_maps()
    folder = bench.folder
    events = str(folder / "new-map" / "events.geojson")
    targets = [f"{name}/x.{suffix}" for name, suffix in zip("ababab", FORMATS, strict=True)]
    for name in ("old", "new"):
        for one in ("a", "b"):
            (folder / f"{name}-{one}").mkdir()
        files = [str(folder / f"{name}-{target}") for target in targets]
        bench.run("geomap", "export", str(folder / f"{name}-map" / "events.geojson"), *(word for file in files for word in ("--to", file)))
    return Replacing(
        ("geomap", "export", events, *(word for target in targets for word in ("--to", str(folder / target)))),
        {one: folder / f"old-{one}" for one in "ab"},
        {one: folder / f"new-{one}" for one in "ab"},
        ("geomap", "export", events, "--to", str(folder / "b" / "next.csv"), "--to", str(folder / "a" / "next.csv")),
    )


REPLACING: dict[str, Callable[[Bench], Replacing]] = {"map": replacing_map, "export": replacing_export, "build": replacing_build}


def kill_replacing(bench: Bench, one: Replacing, kills: int) -> Tally:
    """Kill a command that replaces files; every fourth time there is nothing to replace."""
    tally = Tally()
    old, new = ({name: held(path) for name, path in paths.items()} for paths in (one.before, one.after))
    duration_s = 0.0
    number = 0
    while sum(tally.kills.values()) < kills:
        fresh = number % 4 == 3 and "map" in one.command  # noqa: PLR2004 - every fourth
        for name, path in one.before.items():
            shutil.rmtree(bench.folder / name, ignore_errors=True)
            if not fresh:
                shutil.copytree(path, bench.folder / name)
        if number % 20 == 0:
            started = time.monotonic()
            bench.run(*one.command)
            duration_s = time.monotonic() - started
        else:
            bench.kill(one.command, duration_s, tally)
            if not fresh or all((bench.folder / name).is_dir() for name in one.before):  # an index may be away; the next run brings it
                bench.run(*one.next)
            found = {name: held(bench.folder / name) for name in one.before}
            tally.put_in_place += found == new
            may_be = [new, {name: {} for name in old} if fresh else old]
            if found not in may_be:
                tally.faults.append(f"neither before nor after: {_unlike(found, old)} unlike before, {_unlike(found, new)} unlike after")
            if left := bench.left_over():
                tally.faults.append(f"left over: {left}")
            if "index" in one.before:
                open_index(bench.folder / "index", verify=True)
        number += 1
    return tally


def _unlike(found: Mapping[str, Mapping[str, bytes]], known: Mapping[str, Mapping[str, bytes]]) -> list[str]:
    """Return the files that are missing, too many, or of another content than is known."""
    return [f"{name}/{file}" for name in known for file in {**found[name], **known[name]} if found[name].get(file) != known[name].get(file)]


def kill_watch(bench: Bench, kills: int) -> Tally:
    """Kill a watch of a feed that grows, again and again; compare in the end with what the feed has said."""
    tally = Tally()
    with serving() as site:
        while sum(tally.kills.values()) < kills:
            shutil.rmtree(bench.folder / "live", ignore_errors=True)
            feed = Feed()
            feed.update = 1
            site.replies["/feed"] = feed.reply
            _watch_to_the_end(bench, site, feed, tally)
    return tally


def _watch_to_the_end(bench: Bench, site: Site, feed: Feed, tally: Tally) -> None:
    url, folder = f"{site.url}/feed", bench.folder / "live"
    command = ("geomap", "watch", url, "-o", str(folder), "--every", "0.05s", "--allow-local")
    ids: dict[str, str] = {}
    while feed.update < len(TOWNS):
        child = bench.start(command)
        ends = time.monotonic() + _SLOW_S
        started = time.monotonic()
        while not _knows(folder, url, feed.update) and time.monotonic() < ends:
            time.sleep(0.002)
        longest_s = max(0.02, 1.2 * (time.monotonic() - started))
        _stop(bench, child, tally)
        feed.update += 1
        bench.kill(command, longest_s, tally)
        if (folder / "events.geojson").is_file():
            tally.faults += [f"{town}: another id" for town, name in _ids(folder).items() if ids.setdefault(town, name) != name]
    watcher = Watcher(
        Job(url=url, folder=folder, gazetteer=Gazetteer.open(bench.folder / "new-index")),
        fetch=Fetcher(FetchSettings(allow_local=True, cache=bench.folder / "home" / "pages")),
        now=lambda: datetime.now(UTC),
    )
    watcher.repair()
    watcher.poll()
    tally.put_in_place += 1
    posts = Counter(one.post.id for one in watcher.state.posts)
    if len(posts) != len(TOWNS) or set(posts.values()) != {1}:
        tally.faults.append(f"{len(posts)} posts of {len(TOWNS)}, {max(posts.values())} times")
    towns = Counter(properties["place_name"] for properties in _told(folder))
    if towns != Counter(set(TOWNS) - {TOWNS[WITHDRAWN]}):
        tally.faults.append(f"events {towns}")
    tally.faults += [f"{town}: another id" for town, name in _ids(folder).items() if ids.get(town, name) != name]
    if left := bench.left_over():
        tally.faults.append(f"left over: {left}")


def _stop(bench: Bench, child: int, tally: Tally) -> None:
    """Kill a watch that has just seen an update: it may be writing its files."""
    number = bench.chance.choice((signal.SIGKILL, signal.SIGINT))
    time.sleep(bench.chance.uniform(0, 0.05))
    os.kill(child, number)
    status = bench.end_of(child)
    tally.kills[number.name] += 1
    if status not in (-signal.SIGKILL, INTERRUPTED) or "Traceback" in bench.said():
        tally.faults.append(f"{number.name}: exit status {status}: {bench.said()[-2000:]}")


def _knows(folder: Path, url: str, update: int) -> bool:
    """Whether the watch has seen all posts of this update."""
    return (folder / "watch.json").is_file() and len(load(folder, url).posts) >= update


def _told(folder: Path) -> Iterator[dict[str, str]]:
    for feature in json.loads((folder / "events.geojson").read_bytes())["features"]:
        yield feature["properties"]


def _ids(folder: Path) -> dict[str, str]:
    return {told["place_name"]: told["event_id"] for told in _told(folder)}


GROWING: dict[str, Callable[[Bench, int], Tally]] = {"watch": kill_watch, "store": kill_store}


def main() -> int:
    """Kill each command; return 1 where something was lost, doubled or left over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=60, help="of each command")
    parser.add_argument("--command", action="append", choices=[*REPLACING, *GROWING], default=[], help="all by default")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    chosen = parser.parse_args()
    total, faults = 0, 0
    with bench_in_memory(chosen.seed) as bench:
        for name in chosen.command or (*REPLACING, *GROWING):
            kills = chosen.kills
            tally = GROWING[name](bench, kills) if name in GROWING else kill_replacing(bench, REPLACING[name](bench), kills)
            total += sum(tally.kills.values())
            faults += len(tally.faults)
            sys.stdout.write(
                f"{name:8} {dict(tally.kills)}, {tally.after_end} came after the end, new results {tally.put_in_place} times, "
                f"{len(tally.faults)} faults\n"
            )
            sys.stdout.write("".join(f"  {fault}\n" for fault in tally.faults[:20]))
            sys.stdout.flush()
    sys.stdout.write(f"{total} kills, {faults} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
