"""Readers that other packages add through the entry point group geomap.readers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geomap.errors import SettingsError
from geomap.read import READERS, ReadResult, all_readers, read_inputs
from geomap.read.base import ENTRY_POINT_GROUP
from geomap.settings import ReadSettings

MODULE = """
from geomap.model import Post

class LogReader:
    name = "log"

    def sniff(self, document):
        return 1.0 if document.content.startswith(b"LOG ") else 0.0

    def read(self, document, settings):
        for line in document.content.decode().splitlines()[1:]:
            yield Post(id=line, source="log", text=line, origin=document.origin)

class Nameless:
    def sniff(self, document):
        return 0.0

class Failing:
    def __init__(self):
        raise OSError("its licence has run out")

ready = LogReader()
"""
Install = Callable[[str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Put a distribution with one entry point on sys.path."""

    def put(value: str) -> None:
        (tmp_path / "log_reader_of_tests.py").write_text(MODULE)
        info = tmp_path / "log_reader-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: log-reader\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{ENTRY_POINT_GROUP}]\nlog = {value}\n")
        monkeypatch.syspath_prepend(tmp_path)
        all_readers.cache_clear()

    yield put
    all_readers.cache_clear()
    sys.modules.pop("log_reader_of_tests", None)


def read(folder: Path, content: str) -> ReadResult:
    path = folder / "input"
    path.write_text(content)
    return read_inputs([str(path)], ReadSettings())


@pytest.mark.parametrize("name", ["LogReader", "ready"], ids=["class", "object"])
def test_a_reader_of_a_package_is_used(install: Install, tmp_path: Path, name: str) -> None:
    install(f"log_reader_of_tests:{name}")
    assert [reader.name for reader in all_readers()] == [*(reader.name for reader in READERS), "log"]
    assert [post.text for post in read(tmp_path, "LOG 1\nfirst\nsecond\n").posts] == ["first", "second"]


def test_other_documents_are_read_as_before(install: Install, tmp_path: Path) -> None:
    before = read(tmp_path, "Floods\n\n5 March 2023\n\nWater rose in Oleshky.")
    install("log_reader_of_tests:LogReader")
    assert read(tmp_path, "Floods\n\n5 March 2023\n\nWater rose in Oleshky.") == before


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("no_such_module_of_tests:Reader", "cannot be loaded"),
        ("log_reader_of_tests:NoSuchReader", "cannot be loaded"),
        ("log_reader_of_tests:Failing", "its licence has run out"),
        ("log_reader_of_tests:Nameless", "no name and no read"),
    ],
)
def test_a_broken_reader_is_one_error_that_names_the_package(install: Install, tmp_path: Path, value: str, reason: str) -> None:
    install(value)
    with pytest.raises(SettingsError, match=f"the reader 'log' of the package log-reader .*{reason}"):
        read(tmp_path, "LOG 1\nfirst\n")


def test_nothing_is_loaded_before_a_document_is_read(install: Install, tmp_path: Path) -> None:
    install("log_reader_of_tests:LogReader")
    program = "import sys, geomap, geomap.read; sys.exit('log_reader_of_tests' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join([str(tmp_path), *sys.path])})
