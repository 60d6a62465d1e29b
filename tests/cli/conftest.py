"""The command line, run in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from geomap import cli


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture(autouse=True, scope="module")
def _quick_encoder(encoder_memory: None) -> None:
    """No test of the command line is about the encoder."""


@pytest.fixture
def geomap(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    def call(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["geomap", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            cli.main()
        printed = capsys.readouterr()
        return Done(status=int(stop.value.code or 0), out=printed.out, err=printed.err)

    return call
