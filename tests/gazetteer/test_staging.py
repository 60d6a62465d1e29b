"""Results of several files: all or none, whatever stops the process; leftovers of a killed one go with the next, those in use stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gazetteer import staging, unfinished
from gazetteer.atomic import write_atomically
from gazetteer.interrupts import interrupts_deferred
from gazetteer.staging import recover, staged

FILLING = """
import sys, time
from pathlib import Path
from gazetteer.staging import staged
with staged([Path(folder) for folder in sys.argv[1:]]) as new:
    for folder in new:
        (folder / "a.txt").write_text("new")
    print("filling", flush=True)
    time.sleep(60)
"""
ONE_FILE = """
import sys, time
from pathlib import Path
from gazetteer.atomic import open_atomically
with open_atomically(Path(sys.argv[1]) / "a.txt") as stream:
    stream.write(b"new")
    print("filling", flush=True)
    time.sleep(60)
"""


@contextmanager
def running(program: str, *folders: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-c", program, *map(str, folders)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "filling\n"
        yield started
        started.kill()


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("program", [FILLING, ONE_FILE], ids=["folder", "file"])
def test_what_a_killed_process_left_is_removed_and_what_a_living_one_fills_is_not(tmp_path: Path, program: str) -> None:
    with running(program, tmp_path):
        (name,) = hidden(tmp_path)
        recover(tmp_path)
        assert hidden(tmp_path) == [name]
    recover(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_is_stopped_but_alive_keeps_what_it_fills(tmp_path: Path) -> None:
    with running(FILLING, tmp_path) as process:
        process.send_signal(signal.SIGSTOP)
        recover(tmp_path)
        assert len(hidden(tmp_path)) == 1
        process.send_signal(signal.SIGCONT)


def test_the_next_writer_removes_leftovers(tmp_path: Path) -> None:
    with running(FILLING, tmp_path):
        pass
    assert len(hidden(tmp_path)) == 1
    write_atomically(tmp_path / "b.txt", b"other")
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]


def test_leftovers_of_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".geomap.aaaa.part").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    recover(tmp_path)
    assert hidden(tmp_path) == [".geomap.aaaa.part"]


def test_without_locks_only_what_is_old_is_a_leftover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "flock", None)
    with staged([tmp_path]) as (new,):
        recover(tmp_path)
        assert new.is_dir()
    (tmp_path / ".geomap.new1.part").mkdir()
    (tmp_path / ".geomap.old1.part").mkdir()
    os.utime(tmp_path / ".geomap.old1.part", (time.time() - 2 * 86_400,) * 2)
    recover(tmp_path)
    assert hidden(tmp_path) == [".geomap.new1.part"]


@pytest.mark.parametrize("name", [".geomap.part", ".geomapx.part", "geomap.1.part", ".geomap.1.partial"])
def test_other_hidden_files_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    recover(tmp_path)
    assert hidden(tmp_path) == [name] * name.startswith(".")


def test_files_and_folders_replace_those_of_their_names(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "index").mkdir(parents=True)
        (folder / "index" / "old.bin").write_text("old")
        (folder / "a.txt").write_text("old")
        (folder / "a.txt").chmod(0o640)
    with staged([one, other]) as new:
        for folder in new:
            (folder / "a.txt").write_text("new")
            (folder / "index").mkdir()
            (folder / "index" / "new.bin").write_text("new")
    for folder in (one, other):
        assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) == ["a.txt", "index", "index/new.bin"]
        assert (folder / "a.txt").read_text() == "new"
        assert (folder / "a.txt").stat().st_mode & 0o777 == 0o640


def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
        for name in ("a.txt", "b.txt"):
            (folder / name).write_text("old")
    return folders


def put(folders: tuple[Path, ...], *names: str) -> None:
    with staged(folders) as new:
        for folder in new:
            for name in names:
                (folder / name).write_text("new")


def contents(*folders: Path) -> set[str]:
    return {path.read_text() for folder in folders for path in folder.iterdir()}


@pytest.mark.parametrize("failing", range(4))
def test_an_error_while_files_are_put_in_place_takes_back_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    folders = two_folders(tmp_path)
    moved, replace = [], Path.replace

    def replaced(self: Path, target: Path) -> Path:
        if self.parent.name == "new":
            if len(moved) == failing:
                raise PermissionError
            moved.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    with pytest.raises(PermissionError):
        put(folders, "a.txt", "b.txt")
    assert contents(*folders) == {"old"}


KILLED_WHILE_PLACING = """
import os, signal, sys
from pathlib import Path
from gazetteer.staging import staged
left = int(sys.argv[1])
replace = Path.replace
def replaced(self, target):
    global left
    if self.parent.name == "new":
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
    return replace(self, target)
Path.replace = replaced
with staged([Path(folder) for folder in sys.argv[2:]]) as new:
    for folder in new:
        for name in ("a.txt", "b.txt"):
            (folder / name).write_text("new")
        (folder / "index").mkdir()
        (folder / "index" / "new.bin").write_text("new")
"""


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("moved", range(6))
def test_a_kill_while_files_are_put_in_place_is_made_good_by_the_next_run(tmp_path: Path, moved: int, first: int) -> None:
    folders = two_folders(tmp_path)
    for folder in folders:
        (folder / "index").mkdir()
        (folder / "index" / "old.bin").write_text("old")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", KILLED_WHILE_PLACING, str(moved), *map(str, folders)], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    recover(folders[first])  # whichever of the two the next run writes into
    recover(folders[1 - first])
    for folder in folders:
        assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) == ["a.txt", "b.txt", "index", "index/new.bin"]
        assert {path.read_text() for path in folder.rglob("*") if path.is_file()} == {"new"}


@pytest.mark.parametrize("name", ["new", "whole", "leader"])
def test_a_stage_that_came_from_elsewhere_reaches_no_other_folder(tmp_path: Path, name: str) -> None:
    secret, out = tmp_path / "secret", tmp_path / "out"
    stage = out / ".geomap.evil.part"
    secret.mkdir()
    (secret / "key").write_text("secret")
    stage.mkdir(parents=True)
    (stage / "whole").write_text('["../../secret", 7, "/etc"]' if name == "whole" else "[]")
    if name == "new":
        (stage / "new").symlink_to(secret)
    if name == "leader":
        (stage / "leader").write_text("../../secret/.geomap.x.part")
    recover(out)
    assert [path.name for path in secret.iterdir()] == ["key"]
    assert list(out.iterdir()) == []


def test_a_folder_where_a_file_should_be_is_refused_before_anything_is_moved(tmp_path: Path) -> None:
    folders = two_folders(tmp_path)
    (folders[0] / "c.txt").mkdir()
    with pytest.raises(IsADirectoryError):
        put(folders, "a.txt", "c.txt")
    assert (folders[1] / "a.txt").read_text() == (folders[0] / "a.txt").read_text() == "old"
    assert hidden(folders[0]) == hidden(folders[1]) == []


def test_an_interrupt_waits_until_a_moment_is_over() -> None:
    reached = []

    def interrupted() -> None:
        with interrupts_deferred():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
            reached.append("end")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert reached == ["end"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_name_that_loses_its_lock_before_it_is_held_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    mkdtemp = unfinished.tempfile.mkdtemp

    def swept_at_first(**given: object) -> str:
        path = mkdtemp(**given)  # type: ignore[call-overload]
        made.append(path)
        if len(made) == 1:
            staging.recover(tmp_path)
        return str(path)

    monkeypatch.setattr(unfinished.tempfile, "mkdtemp", swept_at_first)
    with unfinished.unfinished_folder(tmp_path) as folder:
        assert (len(made), str(folder), folder.is_dir()) == (2, made[1], True)
