"""A file appears whole or not at all, and a failure is told in one sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from geomap.errors import OutputError
from geomap.files import write_atomically


def test_writes_the_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    write_atomically(target, b"whole")
    assert target.read_bytes() == b"whole"
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


def test_replaces_what_stood_there_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    target.write_bytes(b"old")
    target.chmod(0o600)
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_new_file_can_be_read_by_others_as_the_umask_says(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_atomically(tmp_path / "map.html", b"")
    finally:
        os.umask(mask)
    assert (tmp_path / "map.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "does not allow writing"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "input/output error"),
    ],
)
def test_a_failing_disk_is_one_sentence_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    target = tmp_path / "map.html"
    target.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError) as caught:
        write_atomically(target, b"new")
    assert words in str(caught.value)
    assert str(target) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


def test_a_path_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder; give the name of a file"):
        write_atomically(tmp_path, b"x")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist"):
        write_atomically(tmp_path / "none" / "map.html", b"x")


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        write_atomically(tmp_path / "file" / "map.html", b"x")


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="too long"):
        write_atomically(tmp_path / ("x" * 300), b"x")
