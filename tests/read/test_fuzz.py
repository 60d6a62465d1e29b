"""Damaged inputs of every form are read without a traceback; more of them with `python tools/fuzz.py`."""

from __future__ import annotations

import pytest

from tools.fuzz import CORPUS, case, failure


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_damaged_inputs(start: int) -> None:
    assert [(seed, wrong) for seed in range(start, start + 50) if (wrong := failure(*case(seed))) is not None] == []


def test_every_form_is_among_the_inputs() -> None:
    assert len({content[:12] for content in CORPUS}) == len(CORPUS) >= 13
    assert [wrong for content in CORPUS if (wrong := failure(content, case(0)[1])) is not None] == []
