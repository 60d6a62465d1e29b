"""Damage valid inputs of every kind at random and read them: output or a refusal in one sentence, nothing else, and soon.

    python -m tools.fuzz                          2,000 cases of all targets
    python -m tools.fuzz --cases 200000           a long run
    python -m tools.fuzz --target tiles           one target; may be repeated
    python -m tools.fuzz --seed 7 --keep FOLDER   begin with seed 7; write the inputs that fail into a folder

A case is a valid file (tools/fuzz_inputs.py) after one to four mutations of its bytes: flips, cuts, repetitions, joins with another
input, numbers at a limit, strings known to be troublesome. What reads it is in tools/fuzz_targets.py. A case fails by an exception that
is not geomap's own, by a message of more than 600 characters, by more than 10 s of CPU, or by more than 1 GB of memory. All cases run
in this process. Inputs that failed once are in tests/found and are read by the tests.
"""

from __future__ import annotations

import argparse
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
from pathlib import Path
from types import FrameType

from tools.fuzz_inputs import damaged
from tools.fuzz_targets import REFUSALS, check_message, targets

MOST_SECONDS = 10.0
MOST_MEMORY_KB = 1_000_000
PROGRESS = 2000  # cases between two lines of progress
_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one


class TooSlowError(BaseException):
    """A case takes longer than MOST_SECONDS; no Exception, so that nothing that is read catches it."""


def case(seed: int, names: Sequence[str] = ()) -> tuple[str, str, bytes]:
    """Return the target, the name and the content of the file of one case."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    known = targets()
    chosen = list(names or known)
    (name,) = chance.choices(chosen, [known[one].weight for one in chosen])
    valid = chance.choice(known[name].valid)
    return name, valid.name, damaged(valid.content, chance)


def failure(target: str, file_name: str, data: bytes, seed: int = 0) -> str | None:
    """Return what goes wrong when a target reads ``data``, None where nothing does."""
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as folder:
        path = Path(folder) / file_name
        path.write_bytes(data)
        before = _memory_kb("VmRSS") if _forget_peak() else 0
        try:
            with _limited():
                targets()[target].read(path, random.Random(seed))  # noqa: S311 - no secret
        except REFUSALS as refusal:
            return _told(str(refusal).replace(folder, ""))
        except TooSlowError:
            return f"it took more than {MOST_SECONDS:g} s\n{traceback.format_exc()}"
        except Exception:  # noqa: BLE001 - every other exception is a find
            return traceback.format_exc()
    taken = _memory_kb("VmHWM") - before
    return f"it took {taken:,} kB of memory" if before and taken > MOST_MEMORY_KB else None


def _told(text: str) -> str | None:
    try:
        check_message(text)
    except AssertionError as error:
        return str(error)
    return None


@contextmanager
def _limited() -> Iterator[None]:
    """Raise TooSlowError where the block takes more than MOST_SECONDS of CPU."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _forget_peak() -> bool:
    """Let Linux count the peak of memory anew, so that what ran before is not held against a case; False where there is no such count."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def _memory_kb(name: str) -> int:
    """Return the memory of this process that Linux counts under a name: what it has ("VmRSS"), the most it had ("VmHWM")."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def main() -> int:
    """Run the cases; return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first case")
    parser.add_argument("--target", action="append", choices=list(targets()), default=[], help="what reads the inputs; all by default")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that fail")
    chosen = parser.parse_args()
    failed = 0
    counts: Counter[str] = Counter()
    for seed in range(chosen.seed, chosen.seed + chosen.cases):
        name, file_name, data = case(seed, chosen.target)
        counts[name] += 1
        wrong = failure(name, file_name, data, seed)
        if wrong is not None:
            failed += 1
            sys.stdout.write(f"case {seed}, {name}, {file_name}: {wrong}\n")
            if chosen.keep is not None:
                kept = chosen.keep / name
                kept.mkdir(parents=True, exist_ok=True)
                (kept / f"{seed}-{file_name}").write_bytes(data)
        done = seed - chosen.seed + 1
        if done % PROGRESS == 0:
            sys.stderr.write(f"{done:,} of {chosen.cases:,} cases, {failed} failed, {time.process_time():.0f} s of CPU\n")
    sys.stdout.write("".join(f"{count:8,} {name}\n" for name, count in counts.items()))
    sys.stdout.write(f"{chosen.cases:,} cases, {failed} failed, {time.process_time():.0f} s of CPU\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
