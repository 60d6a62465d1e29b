"""Compare what geomap prints and writes for fixed inputs with the hashes in tests/golden/hashes.toml.

The inputs are a corpus of short documents, the pages in data/, and the annotated pages of shared/cases beside the project where they
are present. For each input the outputs are those of ``geomap geoparse`` and the map and events of ``geomap map``.

    python tools/golden.py                 compare; exit status 1 where an output differs
    python tools/golden.py --update        write the hashes of the current outputs
    python tools/golden.py --save FOLDER   keep the outputs too
    python tools/golden.py --geoparse      only what geomap geoparse prints, in this process, which is quickest
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
HASHES = PROJECT / "tests" / "golden" / "hashes.toml"
CASES = PROJECT.parent / "shared" / "cases"
MAP_FILES = ("events.geojson", "map.html")
CASE_ENDINGS = {".txt", ".html", ".xml"}
ZONE = "Pacific/Chatham"  # an odd one: a machine's own zone must never show

Run = Callable[[list[str], Path], bytes]  # arguments of geomap and the folder to run it in, to what it prints


def inputs() -> Iterator[tuple[str, Path]]:
    """Yield the name and the path of each input that is present."""
    yield "corpus", PROJECT / "tests" / "golden" / "corpus.jsonl"
    for page in sorted((PROJECT / "data").glob("*.txt")):
        yield f"data/{page.name}", page
    if CASES.is_dir():
        for page in sorted(CASES.iterdir()):
            if page.suffix in CASE_ENDINGS:
                yield f"cases/{page.name}", page


def outputs(name: str, page: Path, folder: Path, *, maps: bool = True, run: Run | None = None) -> Iterator[tuple[str, bytes]]:
    """Run the commands on ``page`` and yield the name and the bytes of each output.

    Each command runs in a process of its own unless ``run`` says otherwise.
    The input is copied into ``folder`` and named relatively, so that no path of a machine reaches an output.
    """
    run = run or run_apart
    (folder / page.name).write_bytes(page.read_bytes())
    yield f"{name} geoparse", run(["geoparse", page.name], folder)
    if not maps:
        return
    run(["map", page.name, "-o", "map", "--quiet"], folder)
    for file in MAP_FILES:
        yield f"{name} {file}", (folder / "map" / file).read_bytes()


def run_apart(arguments: list[str], folder: Path) -> bytes:
    """Run geomap in a process of its own."""
    # The code beside this script is what is measured, wherever geomap is installed from.
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "TZ": ZONE}
    command = [sys.executable, "-c", "from geomap.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603 - our own program
    if done.returncode != 0:
        raise SystemExit(f"geomap {' '.join(arguments)} failed with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def run_here(arguments: list[str], folder: Path) -> bytes:
    """Run geomap in this process, where everything that it needs is open after the first time."""
    from geomap.cli import main  # noqa: PLC0415 - most runs of this script need none of it

    printed, given = io.BytesIO(), sys.argv
    sys.argv = ["geomap", *arguments]
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.TextIOWrapper(printed, encoding="utf-8", write_through=True)) as out:
            main()
    except SystemExit as stop:
        if stop.code:
            raise
    finally:
        sys.argv = given
    out.flush()
    return printed.getvalue()


def all_outputs(*, maps: bool = True) -> dict[str, bytes]:
    """Return the bytes of every output by name, two inputs at a time; without maps all in this process."""
    if not maps:
        os.environ["TZ"] = ZONE
        time.tzset()
        sys.path.insert(0, str(PROJECT))  # the code beside this script is what is measured

    def of(named: tuple[str, Path]) -> list[tuple[str, bytes]]:
        with tempfile.TemporaryDirectory() as folder:
            return list(outputs(*named, Path(folder), maps=maps, run=run_apart if maps else run_here))

    with ThreadPoolExecutor(max_workers=2 if maps else 1) as pool:
        return dict(output for found in pool.map(of, inputs()) for output in found)


def known_hashes() -> Mapping[str, str]:
    """Return the committed hashes by the name of their output."""
    return tomllib.loads(HASHES.read_text(encoding="utf-8"))["sha256"] if HASHES.is_file() else {}


def differing(found: Mapping[str, bytes]) -> list[str]:
    """Return the names of the outputs whose hash is not the committed one."""
    known = known_hashes()
    return [name for name, content in found.items() if known.get(name) != hashlib.sha256(content).hexdigest()]


def write_hashes(found: Mapping[str, bytes]) -> None:
    """Write the hashes of ``found``; those of inputs that are not present stay as they were."""
    hashes = {**known_hashes(), **{name: hashlib.sha256(content).hexdigest() for name, content in found.items()}}
    lines = [
        "# Written by tools/golden.py --update; see README.md.",
        "[sha256]",
        *(f'"{name}" = "{hashes[name]}"' for name in sorted(hashes)),
    ]
    HASHES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def save(found: Mapping[str, bytes], folder: Path) -> None:
    """Write the outputs themselves into ``folder``, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        (folder / name.replace("/", "_").replace(" ", ".")).write_bytes(content)


def main() -> int:
    """Compare or update; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the hashes of the current outputs")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep the outputs in FOLDER")
    parser.add_argument("--geoparse", action="store_true", help="only what geomap geoparse prints, which is quicker")
    options = parser.parse_args()
    found = all_outputs(maps=not options.geoparse)
    if options.save:
        save(found, options.save)
    if options.update:
        write_hashes(found)
        sys.stdout.write(f"wrote {len(found)} hashes\n")
        return 0
    wrong = differing(found)
    for name in wrong:
        sys.stdout.write(f"differs: {name}\n")
    sys.stdout.write(f"{len(found) - len(wrong)} of {len(found)} outputs are as recorded\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
