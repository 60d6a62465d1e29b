"""What stops the programs from outside: Ctrl-C while they load, a full disk, no home, names that are too long."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer import Gazetteer

ROOT = Path(__file__).parents[2]
MAINS = {"geomap": "geomap.cli", "gazetteer": "gazetteer.program"}
INTERRUPTED_AT = """
import os, signal, sys
def watch(event, told):
    if event == "import" and told[0] == {module!r}:
        os.kill(os.getpid(), signal.{name})
sys.addaudithook(watch)
sys.argv = {words!r}
from {home} import main
main()
"""


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def program(*words: str | Path, out: int | None = subprocess.PIPE, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this checkout."""
    text = f"import sys; from {MAINS[str(words[0])]} import main; sys.exit(main())"
    command = [sys.executable, "-c", text, *map(str, words[1:])]
    return subprocess.run(command, env=environment(**changes), stdout=out, stderr=subprocess.PIPE, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "module"),
    [
        (("geomap", "--help"), "geomap.cli.program"),
        (("geomap", "--help"), "click"),
        (("geomap", "geoparse", "-"), "geomap.pipeline"),
        (("geomap", "geoparse", "-"), "numpy"),
        (("gazetteer", "--help"), "gazetteer.cli"),
        (("gazetteer", "--help"), "dataclasses"),
        (("gazetteer", "lookup", "x"), "marisa_trie"),
    ],
)
def test_ctrl_c_while_modules_are_loaded_ends_in_one_sentence(words: tuple[str, ...], module: str) -> None:
    text = INTERRUPTED_AT.format(module=module, words=list(words), home=MAINS[words[0]], name="SIGINT")
    done = subprocess.run([sys.executable, "-c", text], env=environment(), input="", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert "topped; n" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_that_is_told_to_end_stops_as_after_ctrl_c() -> None:
    text = INTERRUPTED_AT.format(module="geomap.pipeline", words=["geomap", "geoparse", "-"], home=MAINS["geomap"], name="SIGTERM")
    done = subprocess.run([sys.executable, "-c", text], env=environment(), input="", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "error: stopped; no file is half written")


@pytest.mark.parametrize("home", MAINS.values())
def test_nothing_is_loaded_before_ctrl_c_is_answered(home: str) -> None:
    text = f"import sys; before = set(sys.modules); import {home}; print(*sorted(set(sys.modules) - before - {{'__future__'}}))"
    done = subprocess.run([sys.executable, "-S", "-c", text], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted({home.partition(".")[0], home})


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("words", [("geomap", "--help"), ("geomap", "geoparse", "a.txt"), ("gazetteer", "--help"), ("gazetteer", "info")])
def test_a_full_disk_behind_standard_output(gazetteer: Gazetteer, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text("Shells hit Vovchansk on Monday.")
    given = [tmp_path / word if word == "a.txt" else word for word in words]
    with FULL.open("w") as out:
        done = program(*given, out=out.fileno(), GEOMAP_GAZETTEER=str(gazetteer.index.folder))
    assert done.returncode == 2
    assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (1, False)
    assert "standard output" in done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of memory are those of Unix")
@pytest.mark.parametrize("megabytes", [60, 150, 300])
@pytest.mark.parametrize("words", [("geomap", "geoparse", "a.txt"), ("gazetteer", "info")])
def test_too_little_memory_ends_in_one_sentence(tmp_path: Path, words: tuple[str, ...], megabytes: int) -> None:
    (tmp_path / "a.txt").write_text("Shells hit Vovchansk on Monday.")
    text = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({megabytes} << 20,) * 2)\n"
        f"from {MAINS[words[0]]} import main; sys.exit(main())"
    )
    given = [str(tmp_path / word) if word == "a.txt" else word for word in words[1:]]
    done = subprocess.run([sys.executable, "-c", text, *given], env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 2), done.stderr  # 1 is what OpenBLAS ends with, in a sentence of its own
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or (done.stderr.count("\n"), "memory" in done.stderr.lower()) == (1, True), done.stderr


def test_an_interrupt_while_files_are_put_in_place_lets_all_of_them_be(gazetteer: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Shells hit Vovchansk on Monday.")
    text = (
        "import os, signal, sys\nfrom pathlib import Path\nreplace = Path.replace\n"
        "def replaced(self, target):\n"
        "    if self.name == 'map.html' and self.parent.name == 'new':\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return replace(self, target)\n"
        "Path.replace = replaced\nfrom geomap.cli import main\nmain()\n"
    )
    words = [sys.executable, "-c", text, "map", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")]
    changed = environment(GEOMAP_GAZETTEER=str(gazetteer.index.folder))
    done = subprocess.run(words, env=changed, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (130, "error: stopped; no file is half written")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["events.geojson", "map.html", "report.json", "unresolved.csv"]


@pytest.mark.parametrize(
    "words",
    [
        ("map", "a.txt", "-o", "n" * 300),
        ("map", "n" * 300),
        ("geoparse", "n" * 300),
        ("report", "a.txt", "-o", f"{'n' * 300}/x"),
        ("geocode", "n" * 300, "--place", "x"),
        ("geocode", "a.csv", "--place", "x", "-o", "n" * 300),
        ("export", "n" * 300, "--to", "a.csv"),
        ("map", "a.txt", "--overlay", "n" * 300),
        ("map", "a.txt", "--corrections", "n" * 300),
        ("map", "a.txt", "--basemap", "n" * 300),
        ("map", "a.txt", "--gazetteer", "n" * 300),
        ("map", "a.txt", "--tables", "n" * 300),
        ("serve", "n" * 300),
        ("map", f"http://127.0.0.1:1/{'n' * 300}", "-o", "o"),
        ("map", f"http://{'n' * 300}.example/", "-o", "o"),
        ("map", "a.txt", "--timezone", "n" * 300),
        ("map", "a.txt", "--home", "n" * 300),
        ("map", "a.txt", "--formats", "n" * 300),
        ("map", "a.txt", "--max-size", "n" * 300),
        ("geoparse", "a.txt", "-o", "n" * 300),
        ("geoparse", "a.txt", "-o", "n" * 300, "--resume"),
        ("corrections", "n" * 300, "-o", "b.csv"),
        ("store", "add", f"{'n' * 300}.gpkg", "a.txt"),
        ("store", "query", "n" * 300),
        ("store", "map", "n" * 300, "-o", "o"),
        ("explain", "a.txt", "--post", "n" * 300),
        ("explain", "a.txt", "--event", "n" * 300),
        ("fetch", f"http://127.0.0.1:1/{'n' * 300}", "-o", "o"),
        ("watch", f"http://127.0.0.1:1/{'n' * 300}", "-o", "n" * 300),
    ],
    ids=lambda words: "-".join(word[:12] for word in words),
)
def test_names_of_three_hundred_characters(geomap: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Shells hit Vovchansk on Monday.")
    (tmp_path / "a.csv").write_text("x\nIzium\n")
    done = geomap(*words)  # type: ignore[operator]
    assert done.status == 2, done.err
    assert "Traceback" not in done.err
    assert "n" * 201 not in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.txt"]
