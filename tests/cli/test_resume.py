"""Long runs of `geomap geoparse` from outside: an output file, a run that is stopped, and the one that goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.cli.progress import words
from geomap.continued import ContinuedFile
from tests.cli.conftest import Done

Geomap = Callable[..., Done]
TEXTS = ["Shells fell on Kherson.", "A flood cut off Lviv.", "Talks were held in Kyiv.", "Kherson was shelled again.", "Nothing here."]


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    rows = [{"id": n, "text": text} | ({"source": "desk"} if "Kherson" in text else {}) for n, text in enumerate(TEXTS)]
    Path("corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return "corpus.jsonl"


def test_a_run_that_is_stopped_goes_on_with_resume(geomap: Geomap, corpus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = geomap("geoparse", corpus, "--fast").out.encode()
    whole = geomap("geoparse", corpus, "--fast", "-o", "whole.jsonl", "--chunk", "2", "--resume")
    assert (whole.status, whole.out, Path("whole.jsonl").read_bytes()) == (0, "", printed)

    add = ContinuedFile.add

    def stopped(self: ContinuedFile, lines: bytes, notes: frozenset[int]) -> None:
        first, feed, _ = lines.partition(b"\n")
        add(self, first + feed + b'{"id": 1, "ti', notes)  # killed in the middle of a line
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ContinuedFile, "add", stopped)
        done = geomap("geoparse", corpus, "--fast", "-o", "out.jsonl")
    assert done.status == 130
    assert "lines are done, and the same command with --resume goes on" in done.err
    assert not Path("out.jsonl").exists()
    other = geomap("geoparse", corpus, "--fast", "--home", "UA", "-o", "out.jsonl", "--resume")
    assert (other.status, other.err.count("\n")) == (2, 1)
    assert "--resume: " in other.err
    assert "with other options" in other.err
    assert geomap("geoparse", corpus, "--fast", "-o", "out.jsonl", "--resume").status == 0
    assert Path("out.jsonl").read_bytes() == printed
    assert sorted(path.name for path in Path().iterdir()) == ["corpus.jsonl", "out.jsonl", "whole.jsonl"]


def test_resume_needs_a_file(geomap: Geomap, corpus: str) -> None:
    done = geomap("geoparse", corpus, "--resume")
    assert done.status == 2
    assert "--resume needs -o FILE" in done.err


@pytest.mark.parametrize(
    ("told", "given"),
    [
        ("0 of 10 rows", (0, 10, 0, 3.0)),
        ("1,200 of 5,000 rows, 30 a second, 2 min left", (1200, 5000, 1200, 40.0)),
        ("90 of 100 rows, 5 a second, 2 s left", (90, 100, 10, 2.0)),
        ("1 of 100,001 rows, 2 a second, 13.9 h left", (1, 100_001, 1, 0.5)),
    ],
)
def test_the_progress_of_a_run(told: str, given: tuple[int, int, int, float]) -> None:
    assert words(*given) == told
