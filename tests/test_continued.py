"""Files of lines that a later run continues."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.continued import ContinuedFile
from geomap.errors import OutputError, SettingsError

NONE = frozenset[int]()
LINES = [b"one\n", b"two\n", "три\n".encode()]


def write(path: Path, lines: list[bytes]) -> None:
    with ContinuedFile(path, "x", resume=False) as file:
        for line in lines:
            file.add(line, frozenset({7}))


def test_a_complete_file_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("of an earlier run")
    with ContinuedFile(path, "x", resume=False) as file:
        file.add(b"one\ntwo\n", NONE)
        assert path.read_text() == "of an earlier run"
        file.finish()
    assert path.read_bytes() == b"one\ntwo\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("cut", range(len(b"".join(LINES)) + 1))
def test_a_run_goes_on_behind_the_last_complete_line_wherever_it_was_stopped(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write(path, LINES)
    part = path.with_name("out.jsonl.part")
    part.write_bytes(part.read_bytes()[:cut])
    with ContinuedFile(path, "x", resume=True) as file:
        assert file.lines == b"".join(LINES)[:cut].count(b"\n")
        assert file.notes == (frozenset({7}) if file.lines or cut else NONE) or not file.lines
        for line in LINES[file.lines :]:
            file.add(line, file.notes)
        file.finish()
    assert path.read_bytes() == b"".join(LINES)
    assert list(tmp_path.iterdir()) == [path]


def test_without_resume_a_run_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write(path, LINES)
    with ContinuedFile(path, "y", resume=False) as file:
        assert (file.lines, file.notes) == (0, NONE)
        file.finish()
    assert path.read_bytes() == b""


@pytest.mark.parametrize("state", ["other", "damaged", "absent"])
def test_lines_made_from_something_else_are_not_continued(state: str, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write(path, LINES)
    beside = path.with_name("out.jsonl.resume.json")
    if state == "absent":
        beside.unlink()
    elif state == "damaged":
        beside.write_text("{")
    with pytest.raises(SettingsError, match=r"resume: .*out\.jsonl\.part was made from other input"):
        ContinuedFile(path, "y" if state == "other" else "x", resume=True)
    assert path.with_name("out.jsonl.part").read_bytes() == b"".join(LINES)


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with ContinuedFile(path, "x", resume=False) as file:
        file.add(b"one\n", NONE)
        with pytest.raises(OutputError, match="another run is writing"):
            ContinuedFile(path, "x", resume=False)
        assert path.with_name("out.jsonl.part").read_bytes() == b"one\n"


def test_where_a_file_cannot_be_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        ContinuedFile(tmp_path, "x", resume=False)
    with pytest.raises(OutputError, match="the folder does not exist"):
        ContinuedFile(tmp_path / "absent" / "out.jsonl", "x", resume=False)
