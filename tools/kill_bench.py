"""What `tools/kills.py` kills: forks of a process that has everything loaded, in a folder with a home and a gazetteer of its own."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from gazetteer.cli import main as gazetteer_main
from geomap.cli import main as geomap_main
from tests.watch.feed import TOWNS

MAIN = {"geomap": geomap_main, "gazetteer": gazetteer_main}
FORMATS = ("geojson", "csv", "kml", "gpkg", "shp", "qgz")
INTERRUPTED = 130
TOLD = "A missile strike killed {} people in {} on Wednesday morning, the regional governor said."
_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one

Words = Sequence[str]


@dataclass(slots=True)
class Tally:
    """What came of the kills of one command; ``faults`` are told in a sentence each."""

    kills: Counter[str] = field(default_factory=Counter)
    after_end: int = 0
    put_in_place: int = 0
    faults: list[str] = field(default_factory=list)


class Bench:
    """A folder with a home, a small gazetteer, a page before and after an update, and their maps."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self._loaded: set[tuple[str, str]] = set()  # commands that ran in this process
        self.chance = random.Random(seed)  # noqa: S311 - moments, not secrets
        for name, value in (("HOME", "home"), ("XDG_CACHE_HOME", "home/cache"), ("XDG_CONFIG_HOME", "home/config"), ("TMPDIR", "tmp")):
            os.environ[name] = str(folder / value)
            (folder / value).mkdir(parents=True, exist_ok=True)
        tempfile.tempdir = None
        rows = [f"{town},{47 + at / 7:.3f},{32 + at / 3:.3f}" for at, town in enumerate(TOWNS)]
        for name, count in (("old", 12), ("new", len(TOWNS))):
            (folder / f"{name}.csv").write_text("\n".join(["name,lat,lon", *rows[:count], ""]), encoding="utf-8")
            texts = [TOLD.format(at + 2, town) for at, town in enumerate(TOWNS[:count])]
            posts = [{"id": at, "text": text, "published_at": f"2024-05-01T{at:02}:00:00Z"} for at, text in enumerate(texts)]
            (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(post)}\n" for post in posts), encoding="utf-8")
            self.run("gazetteer", "build", "--csv", str(folder / f"{name}.csv"), "-o", str(folder / f"{name}-index"), "--without-shipped")
        os.environ["GEOMAP_GAZETTEER"] = str(folder / "new-index")

    def make_maps(self) -> None:
        """Map both pages once."""
        for name in ("old", "new"):
            target = self.folder / f"{name}-map"
            if not target.exists():
                self.run("geomap", "map", str(self.folder / f"{name}.jsonl"), "-o", str(target), "--formats", ",".join(FORMATS))

    def run(self, program: str, *words: str) -> None:
        """Run a command here, so that what it loads is loaded for its forks; it has to succeed."""
        status = self.end_of(self.start((program, *words))) if self._is_warm(program, words) else _status_of(program, words)
        if status:
            raise RuntimeError(f"{program} {' '.join(words)}: status {status}: {self.said()}")

    def _is_warm(self, program: str, words: Words) -> bool:
        key = (program, words[0])
        was_seen = key in self._loaded
        self._loaded.add(key)
        return was_seen

    def start(self, command: Words) -> int:
        """Start a command in a fork; return its process id."""
        sys.stdout.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        child = os.fork()
        if child == 0:
            self._be(command)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return child

    def _be(self, command: Words) -> NoReturn:
        """Run a command and end this process, whatever comes."""
        status = 1
        try:
            with (self.folder / "said").open("wb") as said, Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(said.fileno(), 2)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            status = _status_of(command[0], command[1:])
        except KeyboardInterrupt:  # before the command had begun, or after its end
            status = INTERRUPTED
        except BaseException:  # noqa: BLE001 - it must not go on as its parent
            traceback.print_exc()
        finally:
            os._exit(status)

    def end_of(self, child: int) -> int:
        """Wait for a fork; return its exit status, negative for a signal."""
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)

    def said(self) -> str:
        """Return what the last fork wrote on standard error."""
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace").strip()

    def kill(self, command: Words, longest_s: float, tally: Tally) -> None:
        """Start a command and kill it at a random moment of ``longest_s``."""
        number = self.chance.choice((signal.SIGKILL, signal.SIGINT))
        child = self.start(command)
        time.sleep(self.chance.uniform(0, longest_s))
        os.kill(child, number)
        status = self.end_of(child)
        if status == 0:
            tally.after_end += 1
        else:
            tally.kills[number.name] += 1
        right = {0, -signal.SIGKILL} if number == signal.SIGKILL else {0, INTERRUPTED}
        if status not in right or "Traceback" in self.said():
            tally.faults.append(f"{number.name}: exit status {status}: {self.said()[-2000:]}")

    def left_over(self) -> list[str]:
        """Return the unfinished files anywhere below."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob(".geomap.*"))


def _status_of(program: str, words: Words) -> int:
    sys.argv = [program, *words]
    try:
        MAIN[program]()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


@contextmanager
def bench_in_memory(seed: int) -> Iterator[Bench]:
    """Make a bench, on a disk in memory where there is one: a thousand waits for a real disk take minutes."""
    with tempfile.TemporaryDirectory(prefix="kills-", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as folder:
        yield Bench(Path(folder), seed)
