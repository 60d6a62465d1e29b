"""What is said where a file cannot be written: the path that the user gave, and the reason in plain words."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from geomap.files import library_error, output_error


@pytest.mark.parametrize("inner", [".geomap.ab12.part/map.html", ".geomap.ab12.part/whole/map.html", "map.html"])
def test_errors_name_the_place_where_the_file_will_stand(inner: str) -> None:
    error = output_error(Path("out") / inner, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert str(error) == f"cannot write {Path('out', 'map.html')}: the disk is full; free some space or choose another folder"


@pytest.mark.parametrize(("free", "said"), [(4096, "the disk is full"), (10**9, "extending field 33 failed")])
def test_a_library_that_trips_over_a_full_disk_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - free, free))
    error = library_error(tmp_path / "x.shp", RuntimeError("extending field 33\nfailed"))
    assert str(error).startswith(f"cannot write {tmp_path / 'x.shp'}: {said}")
