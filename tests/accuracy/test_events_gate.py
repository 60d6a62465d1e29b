"""Events read from sentences of our own writing are as good as the floors say; floors go up, or a commit says why not."""

from __future__ import annotations

import hashlib

import pytest

from tests.accuracy.events_measure import GOLD, measure

GOLD_SHA256 = "8655d8435c6df9ef6dc93054841588dc1b1a829650a6f2d85662a69283e53aab"
FLOORS = {
    "en": {"place": 0.96, "type": 0.95, "all": 0.95, "counts": 0.97, "kept off": 0.95},
    "uk": {"place": 0.97, "type": 0.97, "all": 0.96, "counts": 0.97, "kept off": 0.95},
    "ru": {"place": 0.97, "type": 0.97, "all": 0.96, "counts": 0.97, "kept off": 0.95},
}


def test_the_gold_is_the_one_that_the_floors_were_measured_on() -> None:
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest() == GOLD_SHA256


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_events_are_as_good_as_the_floors(language: str) -> None:
    score = measure(language)
    got = {
        **{name: score.f1(name) for name in ("place", "type", "all")},
        "counts": score.share("counts right", "counts"),
        "kept off": score.share("kept off", "off"),
    }
    assert not {name: value for name, value in got.items() if value < FLOORS[language][name]}, "\n".join(score.wrong)
