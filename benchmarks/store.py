"""How fast a store grows and answers, and what kills leave of it.

    python benchmarks/store.py --events 1000000 --posts 2000 --kills 200
    python benchmarks/store.py --store "postgresql://user@host/database?schema=bench" --kills 0

Events are made: shelling of 500 towns on 2,000 days. Prints one line of JSON. Bounds for the sizes above: events 90 s (PostGIS: 120 s), a
day of posts 30 s, a query by box and week 200 ms, the same day again 0 rows, kills 0 lost and 0 doubled. Kills are of a GeoPackage.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from geomap.model import Event, Evidence, GeoMethod, Modality, TimeBasis, Toll, When, Where
from geomap.read import ReadResult
from geomap.store import Query, Store
from geomap.store.opening import backend_at, reading

FIRST_DAY = datetime(2018, 1, 1, tzinfo=UTC)
TOWNS, DAYS = 500, 2000
NAMES = ("Sumy", "Nikopol", "Kherson", "Lyman", "Orikhiv", "Chuhuiv", "Vovchansk", "Marhanets", "Beryslav", "Huliaipole")


def made_event(number: int) -> Event:
    """Return one of many events, each with an id, a town and a day of its own."""
    town, day = number % TOWNS, number // TOWNS % DAYS
    start = FIRST_DAY + timedelta(days=day)
    quote = f"Shelling hit town {town} on {start:%d %B}, the regional governor said on Telegram."
    toll = Toll(fatalities=number % 7 or None, injured=number % 11 or None)
    told = Evidence(post_id=f"p{number}", start=0, end=len(quote), quote=quote, source="made", published_at=start, toll=toll)
    when = When(start=start, end=start + timedelta(1), first_day=start.date(), last_day=start.date(), precision=1, basis=TimeBasis.STATED)
    where = Where(
        resolution=None,
        lat=45 + town % 25 * 0.3,
        lon=24 + town // 25 * 0.7,
        radius_m=3000,
        geo_precision=1,
        where_prec=1,
        method=GeoMethod.TABLE,
        name=f"Town {town}",
    )
    return Event(
        id=f"{number:016x}",
        type="Explosions/Remote violence",
        sub_type="Shelling/artillery/missile attack",
        code="ASSAULT-heavyweapons",
        when=when,
        where=where,
        evidence=(told,),
        modality=Modality.REPORTED,
        confidence=0.9,
        toll=toll,
        language="en",
    )


def write_day(path: Path, posts: int, day: int = 0) -> Path:
    """Write a day of posts as JSON Lines."""
    moment = datetime(2024, 3, 4, 8, tzinfo=UTC) + timedelta(days=day)
    lines = []
    for number in range(posts):
        text = f"Shelling killed {number % 9 + 2} people in {NAMES[number % len(NAMES)]} on {moment:%A}, channel {number} reported."
        lines.append(json.dumps({"id": f"{day}-{number}", "text": text, "published_at": (moment + timedelta(seconds=number)).isoformat()}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(path: Path | str) -> dict[str, int]:
    """Return how many rows the tables have."""
    with reading(backend_at(path)) as database:
        return {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - names of our own
            for name in ("posts", "mentions", "tellings", "events", "runs")
        }


def timed_query(store: Store, events: int) -> tuple[float, int]:
    """Return the seconds, the middle of five, and the events of a query by box and week, in the middle of all days."""
    middle = (FIRST_DAY + timedelta(days=min(DAYS, events // TOWNS) // 2)).date()
    query = Query(since=middle, until=middle + timedelta(days=6), bbox=(30, 48, 34, 50))
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        found = len(list(store.features(query)))
        taken.append(time.perf_counter() - start)
    return sorted(taken)[2], found


def killed(folder: Path, kills: int, posts: int) -> dict[str, int]:
    """Add days in a process that is killed at random moments; return how many posts or events are lost or doubled at the end."""
    path, chance, days = folder / "killed.gpkg", random.Random(7), 5  # noqa: S311 - which moments does not matter
    files = [write_day(folder / f"day{day}.jsonl", posts, day) for day in range(days)]
    code = "import sys; from geomap.store import Store; store = Store(sys.argv[1]); [store.add(name) for name in sys.argv[2:]]"
    span_s = 10.0
    done = 0
    for number in range(kills):
        if number % days == 0:
            path.unlink(missing_ok=True)
        start = time.perf_counter()
        with subprocess.Popen([sys.executable, "-c", code, path, *files]) as adding:
            try:
                adding.wait(chance.random() * span_s)
                span_s = max(1.0, time.perf_counter() - start)  # so that kills fall within the work
            except subprocess.TimeoutExpired:
                adding.send_signal(signal.SIGKILL)
                done += 1
    store = Store(path)
    for file in files:
        store.add(file)
    whole = Store(folder / "whole.gpkg")
    for file in files:
        whole.add(file)
    found, wanted = rows(path), rows(whole.path)
    differences = {name: found[name] - wanted[name] for name in ("posts", "mentions", "tellings", "events")}
    return {
        "kills": done,
        "lost": -sum(min(0, one) for one in differences.values()),
        "doubled": sum(max(0, one) for one in differences.values()),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", help="address of a database, where there is no such store yet; without it a GeoPackage is made")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        store = Store(given.store or folder / "store.gpkg")
        figures: dict[str, object] = {"events": given.events, "posts": given.posts}
        events = tuple(map(made_event, range(given.events)))
        read = ReadResult(documents=(), posts=(), items=(), problems=(), events=events)
        steps = {
            "events_s": lambda: store.add_read(read),
            "day_s": lambda: store.add(write_day(folder / "day.jsonl", given.posts)),
            "same_day_again_s": lambda: store.add(folder / "day.jsonl"),
            "changed_events_s": lambda: store.add_read(replace(read, events=tuple(map(changed, events[::100])))),
        }
        for step, work in steps.items():
            before = rows(store.path) if step == "same_day_again_s" else None
            start, cpu = time.perf_counter(), time.process_time()
            added = work()
            figures[step] = round(time.perf_counter() - start, 2)
            figures[step.replace("_s", "_cpu_s")] = round(time.process_time() - cpu, 2)
            if step == "same_day_again_s":
                figures["rows_of_the_same_day"] = 0 if not added and rows(store.path) == before else 1
        figures["query_s"], figures["query_events"] = timed_query(store, given.events)
        if isinstance(store.path, Path):
            figures["bytes"] = store.path.stat().st_size
        if given.kills:
            figures |= killed(folder, given.kills, max(10, given.posts // 50))
        print(json.dumps(figures))


def changed(event: Event) -> Event:
    """Return the event with another count."""
    return replace(event, toll=replace(event.toll, missing=3))


if __name__ == "__main__":
    main()
