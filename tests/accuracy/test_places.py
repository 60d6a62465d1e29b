"""The accuracy gate of geoparsing: floors over sentences of our own, pinned to their hash; a drop fails.

To change the sentences: run this test, look at the figures it prints on failure, and set hash and floors anew in the same commit.
Floors go down only with a reason in the commit's message.
"""

from __future__ import annotations

import hashlib
from functools import cache

import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post, Resolution, Role
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver
from tests.accuracy.places_gold import GOLD, GoldMention, GoldPost, read_gold

GOLD_SHA256 = "c2276b599eeb67ea6b17fa9c50c32969d99a6474b54cada3a9b844cec92f7503"
EXACT_F1 = {"en": 0.97, "uk": 0.97, "ru": 0.97}
RIGHT = {"en": 0.94, "uk": 0.93, "ru": 0.96}
ROLES_RIGHT = 0.9
SURE_RIGHT = 0.95  # of answers with confidence >= 0.9


@cache
def _gold() -> list[GoldPost]:
    return list(read_gold())


def _posts() -> list[Post]:
    return [Post(id=str(i), source=f"gold {i}", text=gold.text, language=gold.language) for i, gold in enumerate(_gold())]


@pytest.fixture(scope="module")
def mentions(gazetteer: Gazetteer) -> list[tuple[Mention, ...]]:
    found = default_recognizer(gazetteer).recognize(_posts())
    assert all(group is not None for group in found)
    return [group or () for group in found]


@pytest.fixture(scope="module")
def resolutions(gazetteer: Gazetteer, mentions: list[tuple[Mention, ...]]) -> list[tuple[Resolution, ...]]:
    posts = _posts()
    asked = [
        [Mention(post_id=post.id, start=m.start, end=m.end, text=post.text[m.start : m.end], confidence=1.0) for m in gold.mentions]
        for post, gold in zip(posts, _gold(), strict=True)
    ]
    return default_resolver(gazetteer).resolve(posts, asked, mentions)


def _is_right(gold: GoldMention, resolution: Resolution) -> bool:
    place = resolution.place
    if place is None or place.name != gold.name:
        return False
    return gold.within is None or gold.within in (place.admin1, place.country)


def test_the_sentences_are_those_the_floors_were_set_for() -> None:
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest() == GOLD_SHA256


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_names_are_found(language: str, mentions: list[tuple[Mention, ...]]) -> None:
    right = found = wanted = 0
    missed: list[str] = []
    for gold, group in zip(_gold(), mentions, strict=True):
        if gold.language == language:
            spans = {(m.start, m.end) for m in group}
            want = {(m.start, m.end) for m in gold.mentions}
            right += len(spans & want)
            found += len(spans)
            wanted += len(want)
            missed += [gold.text[s:e] for s, e in sorted(spans ^ want)]
    f1 = 2 * right / (found + wanted)
    assert f1 >= EXACT_F1[language], f"{f1:.3f} {missed}"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_names_are_resolved(language: str, resolutions: list[tuple[Resolution, ...]]) -> None:
    pairs = [
        (g, r)
        for gold, group in zip(_gold(), resolutions, strict=True)
        if gold.language == language
        for g, r in zip(gold.mentions, group, strict=True)
    ]
    wrong = [(r.mention.text, g.name, g.within, r.place and (r.place.name, r.place.admin1)) for g, r in pairs if not _is_right(g, r)]
    share = 1 - len(wrong) / len(pairs)
    assert share >= RIGHT[language], f"{share:.3f} {wrong}"


def test_roles_are_told(mentions: list[tuple[Mention, ...]]) -> None:
    told = wanted = 0
    wrong: list[str] = []
    for gold, group in zip(_gold(), mentions, strict=True):
        roles = {(m.start, m.end): m.role for m in group}
        for mention in gold.mentions:
            role = roles.get((mention.start, mention.end))
            if role is not None and (mention.role is not Role.LITERAL or role is not Role.LITERAL):
                wanted += 1
                told += role is mention.role
                wrong += [] if role is mention.role else [f"{gold.text[mention.start : mention.end]} {role}"]
    assert told / wanted >= ROLES_RIGHT, wrong


def test_confidence_can_be_believed(resolutions: list[tuple[Resolution, ...]]) -> None:
    pairs = [(g, r) for gold, group in zip(_gold(), resolutions, strict=True) for g, r in zip(gold.mentions, group, strict=True)]
    sure = [_is_right(g, r) for g, r in pairs if r.confidence is not None and r.confidence >= 0.9]
    assert len(sure) >= 0.6 * len(pairs)
    assert sum(sure) / len(sure) >= SURE_RIGHT
