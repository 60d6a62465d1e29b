"""Long inputs: peak memory, time to the first line, speed-up by processes, and runs that are killed and go on.

    python benchmarks/streams.py                                  2,000 and 10,000 documents, --fast, one and two processes
    python benchmarks/streams.py --documents 100000 --full        the whole, with the second look; hours on two cores
    python benchmarks/streams.py --documents 400 --kills 20       kill at random moments, resume, compare bytes
    python benchmarks/streams.py --dask --documents 400           a LocalCluster of two workers: the same lines as one process
    python benchmarks/streams.py --sources 50                     rows of 50 sources, scattered over the whole input
    python benchmarks/streams.py --bytes 150                      short messages, for what depends on the number of rows alone

Documents are made from templates, some 970 bytes each, the same for the same numbers. Times are wall times and CPU times of the process
with its children; on a busy machine only the latter compare. Peak memory is that of the largest process, and of the parent alone.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

TOWNS = ("Vovchansk", "Kupiansk", "Kherson", "Nikopol", "Sumy", "Izium", "Orikhiv", "Pokrovsk", "Lyman", "Huliaipole", "Chernihiv", "Odesa")
ACTS = (
    "Shells hit a residential street in {town}, killing {n} people and injuring {m}.",
    "A drone struck a warehouse near {town} and {n} workers were wounded, the regional governor said.",
    "Floods cut off villages around {town} after two days of rain; {m} residents were evacuated.",
    "Several thousand people marched through {town} against higher prices, and police detained {n} of them.",
    "Fighting continued on the outskirts of {town}, where both sides reported losses.",
)
REST = (
    "The mayor said that schools would stay closed until the end of the week.",
    "Officials did not say when electricity would be restored to the district.",
    "Prices of bread and fuel have risen again, and many families rely on aid.",
    "The council will meet next month to discuss the budget and the repair of the bridge.",
    "A spokesman declined to comment, saying that an inquiry was under way.",
    "Residents described long queues at shops, and volunteers handed out blankets and water.",
)
BYTES = 970
PARTITION = 250  # documents in a file that a worker of Dask reads
NOON = datetime(2023, 1, 31, 12, tzinfo=UTC)
PROGRAM = "import sys; from geomap.cli import main; sys.exit(main())"


def documents(count: int, sources: int, size: int) -> Iterator[dict[str, object]]:
    """Yield documents of some ``size`` bytes."""
    draw = random.Random(970)  # noqa: S311 - no secret
    for number in range(count):
        said: list[str] = []
        while sum(map(len, said)) < size - 250 or not said:
            act = draw.choice(ACTS).format(town=draw.choice(TOWNS), n=draw.randint(2, 19), m=draw.randint(20, 90))
            said += [act, *draw.sample(REST, 3 if size >= BYTES else 0)]
        made: dict[str, object] = {"id": f"doc {number}", "text": " ".join(said)}
        made["published_at"] = (NOON + timedelta(minutes=number)).isoformat()
        yield made | ({"source": f"desk {number % sources}"} if sources else {})


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    wall_s: float
    cpu_s: float
    first_s: float
    peak_mb: float
    parent_mb: float


def command(corpus: Path, *options: str) -> list[str]:
    """Return the command line of a run."""
    return [sys.executable, "-c", PROGRAM, "geoparse", str(corpus), *options]


def measure(corpus: Path, *options: str) -> Run:
    """Run geomap with standard output read by this process, and measure it with its children."""
    before = os.times()
    started = time.monotonic()
    first = peak = parent = 0.0
    with subprocess.Popen(command(corpus, *options), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        for number, _ in enumerate(process.stdout):
            first = first or time.monotonic() - started
            if number % 50 == 0:
                sizes = [_peak_mb(process.pid), *map(_peak_mb, _children(process.pid))]
                parent, peak = max(parent, sizes[0]), max(peak, *sizes)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.monotonic() - started, cpu, first, peak, parent)


def _peak_mb(process: int) -> float:
    try:
        told = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0.0)


def _children(process: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def kills(corpus: Path, folder: Path, count: int, *options: str) -> tuple[int, int]:
    """Kill a run at random moments and resume it until it is complete; return how often it was killed, and how many results differ."""
    whole, part = folder / "whole.jsonl", folder / "part.jsonl"
    started = time.monotonic()
    subprocess.run(command(corpus, "-o", str(whole), *options), check=True)
    lasts = time.monotonic() - started
    draw = random.Random(20)  # noqa: S311 - no secret
    killed = wrong = 0
    while killed < count:
        process = subprocess.Popen(command(corpus, "-o", str(part), "--resume", *options), stderr=subprocess.DEVNULL)
        try:
            process.wait(draw.uniform(0.3, 1.0) * lasts)
        except subprocess.TimeoutExpired:
            process.send_signal(draw.choice((signal.SIGKILL, signal.SIGINT)))
            process.wait()
            killed += 1
            continue
        wrong += not filecmp.cmp(whole, part, shallow=False)
        part.unlink()
    subprocess.run(command(corpus, "-o", str(part), "--resume", *options), check=True)
    return killed, wrong + (not filecmp.cmp(whole, part, shallow=False))


def with_dask(corpus: Path, *, fast: bool) -> None:
    """Compare the lines of a LocalCluster with those of one process, and print the memory of its workers."""
    import dask.bag  # noqa: PLC0415 - an extra
    from dask.distributed import Client, LocalCluster  # noqa: PLC0415

    import geomap.dask  # noqa: PLC0415
    from geomap.pipeline import Pipeline  # noqa: PLC0415
    from geomap.settings import Settings  # noqa: PLC0415
    from geomap.texts import as_posts  # noqa: PLC0415

    nlp = Pipeline(settings=Settings(fast=fast))
    pieces = _split(corpus, PARTITION)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        started, cpu = time.monotonic(), _cpu_s() + sum(client.run(_cpu_s).values())
        bag = dask.bag.read_text(list(map(str, pieces))).map(json.loads)
        geomap.dask.geoparse(bag, pipeline=nlp).map(_line).to_textfiles(str(corpus.with_suffix(".lines")))
        wall, cpu = time.monotonic() - started, _cpu_s() + sum(client.run(_cpu_s).values()) - cpu
        peaks = client.run(lambda: _peak_mb(os.getpid()))
    found = "".join(path.read_text(encoding="utf-8").rstrip("\n") + "\n" for path in sorted(corpus.with_suffix(".lines").iterdir()))
    started, cpu_alone = time.monotonic(), _cpu_s()
    rows = map(json.loads, corpus.read_text(encoding="utf-8").splitlines())
    alone = [_line(one.to_dict()) for one in nlp.settle(nlp.interpret(list(as_posts(rows)))).results]
    wall_alone, cpu_alone = time.monotonic() - started, _cpu_s() - cpu_alone
    memory = ", ".join(f"{peak:.0f} MB" for peak in peaks.values())
    same = found == "".join(f"{one}\n" for one in alone)
    print(
        f"dask: {len(alone)} documents, {wall:.1f} s, {wall_alone / wall:.2f} times as fast as one process; "
        f"{cpu:.1f} s of CPU with scheduler and client, one process {cpu_alone:.1f} s; workers {memory}, same lines: {same}"
    )


def _split(corpus: Path, rows: int) -> list[Path]:
    """Write a corpus as files of so many rows each."""
    lines = corpus.read_text(encoding="utf-8").splitlines(keepends=True)
    pieces = [corpus.with_suffix(f".{number:04}.jsonl") for number in range(-(-len(lines) // rows))]
    for number, path in enumerate(pieces):
        path.write_text("".join(lines[number * rows : (number + 1) * rows]), encoding="utf-8")
    return pieces


def _line(found: object) -> str:
    return json.dumps(found, ensure_ascii=False)


def _cpu_s() -> float:
    return time.process_time()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[2000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--sources", type=int, default=0, help="how many sources the rows name in turn; 0: none")
    parser.add_argument("--bytes", type=int, default=BYTES, help="size of a document")
    parser.add_argument("--full", action="store_true", help="with the second look")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--dask", action="store_true")
    chosen = parser.parse_args()
    fast = () if chosen.full else ("--fast",)
    with tempfile.TemporaryDirectory() as folder:
        for count in chosen.documents:
            corpus = Path(folder) / f"{count}.jsonl"
            with corpus.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(one) + "\n" for one in documents(count, chosen.sources, chosen.bytes))
            print(f"{count} documents, {corpus.stat().st_size / 1e6:.1f} MB")
            if chosen.dask:
                with_dask(corpus, fast=not chosen.full)
                continue
            for jobs in chosen.jobs:
                if chosen.kills:
                    killed, wrong = kills(corpus, Path(folder), chosen.kills, "--jobs", str(jobs), *fast)
                    print(f"  {jobs} processes: killed {killed} times, {wrong} results differ", flush=True)
                    continue
                run = measure(corpus, "--jobs", str(jobs), *fast)
                print(
                    f"  {jobs} processes: {run.wall_s:.1f} s, {run.cpu_s:.1f} s of CPU, first line {run.first_s:.1f} s, "
                    f"peak {run.peak_mb:.0f} MB, parent {run.parent_mb:.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
