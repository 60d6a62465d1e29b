"""Ctrl-C that comes while a library runs a function of geomap: the run ends as at any other moment."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.errors import UnreadableError
from geomap.export import blobs
from geomap.store import Store, geopackage
from tests.cli.conftest import Done
from tests.edits.pages import cells, write_posts

Geomap = Callable[..., Done]
STOPPED = (130, "error: stopped; no file is half written")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    Store(tmp_path / "war.gpkg").add(write_posts(tmp_path / "monday.jsonl", days=1))
    return tmp_path / "war.gpkg"


def interrupted(*_: object) -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_within_a_function_of_the_database(geomap: Geomap, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cells(store)
    with monkeypatch.context() as patched:
        patched.setattr(geopackage, "_holds", interrupted)
        done = geomap("store", "query", store, "--text", "killed")
        assert (done.status, done.err.strip()) == STOPPED
        with pytest.raises(KeyboardInterrupt):
            Store(store).query(text="killed")
        patched.setattr(blobs, "_box", interrupted)  # of which the triggers of the file ask the bounds of points
        done = geomap("store", "add", store, write_posts(tmp_path / "more.jsonl", days=2, first=1))
        assert (done.status, done.err.strip()) == STOPPED
    assert cells(store) == before
    assert len(Store(store).add(tmp_path / "more.jsonl").new) == 20


def test_ctrl_c_that_a_library_tells_as_an_error_of_its_own(geomap: Geomap, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def features(*_: object) -> None:
        try:
            interrupted()
        except KeyboardInterrupt:
            raise UnreadableError("war.gpkg: statement cancelled") from None

    monkeypatch.setattr(Store, "features", features)
    done = geomap("store", "query", store)
    assert (done.status, done.err.strip()) == STOPPED
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
