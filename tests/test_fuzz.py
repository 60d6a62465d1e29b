"""Damaged inputs of every kind give output or a refusal in one sentence; more of them with `python -m tools.fuzz`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tools.fuzz import case, failure
from tools.fuzz_targets import Target, targets

FOUND = Path(__file__).parent / "found"  # by target; a file is named after the case that failed, and after the file that it stood for


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_damaged_inputs(start: int) -> None:
    cases = ((seed, *case(seed)) for seed in range(start, start + 50))
    assert [(seed, wrong) for seed, *given in cases if (wrong := failure(*given, seed)) is not None] == []


@pytest.mark.parametrize("path", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_failed_once(path: Path) -> None:
    number, _, name = path.name.partition("-")
    assert failure(path.parent.name, name, path.read_bytes(), int(number)) is None


@pytest.mark.parametrize("name", sorted(targets()))
def test_what_is_not_damaged_is_read(name: str) -> None:
    for valid in targets()[name].valid:
        assert failure(name, valid.name, valid.content) is None


def test_a_target_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_reader(_path: Path, _chance: random.Random) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tools.fuzz.targets", lambda: {"tiles": Target(valid=(), read=no_reader)})
    assert "ZeroDivisionError" in str(failure("tiles", "a", b""))
