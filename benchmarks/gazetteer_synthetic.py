"""Does a build of the whole of GeoNames fit in memory? Builds a made-up table of its size and opens it.

    python benchmarks/gazetteer_synthetic.py [--rows 12000000] [--folder FOLDER]

Rows are drawn with a fixed seed: names of two to four syllables, one further name for every fourth row, so that 12 million rows
have 15 million names. Prints the time, the peak of resident memory, the size on disk and how long opening takes.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gazetteer.build import build_index
from gazetteer.model import PlaceKind, PlaceName
from gazetteer.sources.base import SourcePlace, SourceReport

SYLLABLES = [
    head + tail
    for head in ("b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "ch", "kr", "st")
    for tail in ("a", "e", "i", "o", "u", "ai", "ei", "ou", "an", "en")
]
COUNTRIES = [a + b for a in "ABCDEFGHKL" for b in "ABCDEFGHKLMNPRSTUVXZ"]
FURTHER_EVERY = 4
OPEN = """
import sys, time
from pathlib import Path
from gazetteer import Gazetteer

start = time.perf_counter()
Gazetteer.open(Path(sys.argv[1]))
print(time.perf_counter() - start)
"""


class Synthetic:
    """A source of made-up settlements."""

    name = "synthetic"

    def __init__(self, count: int) -> None:
        self.count = count
        self.report = SourceReport()

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the rows, the same each time."""
        draw = random.Random(1)  # noqa: S311 -- not a secret
        for number in range(self.count):
            further = (PlaceName(text=_name(draw)),) if number % FURTHER_EVERY == 0 else ()
            yield SourcePlace(
                id=f"geonames:{number}",
                name=_name(draw),
                kind=PlaceKind.SETTLEMENT,
                lat=draw.uniform(-60, 75),
                lon=draw.uniform(-180, 180),
                country=draw.choice(COUNTRIES),
                source="synthetic",
                admin1_code=f"{draw.randrange(20):02}",
                population=draw.randrange(5000),
                timezone="UTC",
                names=further,
            )


def _name(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).capitalize()


def main() -> None:
    """Build, open and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=12_000_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as work:
        folder = Path(work) / "index"
        start = time.perf_counter()
        build_index([Synthetic(options.rows)], folder, edition="synthetic", progress=lambda text: print(f"\r{text:60}", end="", flush=True))
        seconds = time.perf_counter() - start
        peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        size_gb = sum(path.stat().st_size for path in folder.iterdir()) / 1e9
        command = [sys.executable, "-c", OPEN, str(folder)]
        opened = [float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(5)]
    milliseconds = statistics.median(opened) * 1e3
    print(f"\n{options.rows:,} rows in {seconds:.0f} s, peak {peak_gb:.2f} GB, {size_gb:.2f} GB on disk, opened in {milliseconds:.1f} ms")


if __name__ == "__main__":
    main()
