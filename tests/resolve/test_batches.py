"""Posts are ranked many at a time; what one gets is what it would get by itself."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from geomap.model import Mention, Post, Resolution
from geomap.resolve import batch, context, default_resolver, resolver
from geomap.resolve.resolver import DocumentResolver
from tests.conftest import tries

_MARK = re.compile(r"\[([^\]]+)\]")
_TEXTS = (
    "[Paris], [Texas] and [Dallas] got snow.",
    "[Paris] and [Lyon] in [France].",
    "Explosions in [Springfield]. Nobody in [Illinois] or [Chicago] heard of them.",
    "[Georgia]: [Atlanta] and [Athens] vote; [Savannah] too.",
    "In [Georgia], [Tbilisi] and [Batumi] vote.",
    "[Lyman], [Donetsk] region; the village of [Vodiane], [Yasinuvatska] district.",
    "In the [Sumy], [Poltava] and [Chernihiv] regions. [Kharkiv]'s [Lozova] was hit.",
    "in [Qwxzvolgrad]",
    "Nothing is named here.",
    "[Moscow]",
    "У [Харківській області] та [Лозовій] тихо.",
    "[San Antonio], [Santa Maria], [San Jose] and [Victoria].",
)


def _post(number: int, at: int) -> tuple[Post, list[Mention]]:
    text, mentions, done = "", [], 0
    for mark in _MARK.finditer(_TEXTS[at]):
        text += _TEXTS[at][done : mark.start()]
        mentions.append(Mention(post_id=str(number), start=len(text), end=len(text) + len(mark[1]), text=mark[1], confidence=0.9))
        text += mark[1]
        done = mark.end()
    return Post(id=str(number), source="test", text=text + _TEXTS[at][done:]), mentions


@cache
def _resolver(gazetteer: Gazetteer, home: str | None) -> DocumentResolver:
    made = default_resolver(gazetteer, home=home)
    assert isinstance(made, DocumentResolver)
    return made


def _told(resolutions: tuple[Resolution, ...]) -> list[tuple[object, ...]]:
    return [(found.mention.text, found.place, found.confidence, found.candidates, found.reasons, found.is_stated) for found in resolutions]


@cache
def _told_alone(gazetteer: Gazetteer, home: str | None, at: int) -> list[tuple[object, ...]]:
    """What a text tells in a call of its own; the same each time, so asked for once."""
    post, names = _post(0, at)
    return _told(_resolver(gazetteer, home).resolve([post], [names])[0])


@settings(deadline=None, max_examples=tries(40))
@given(chosen=st.lists(st.integers(0, len(_TEXTS) - 1), max_size=30), home=st.sampled_from([None, "UA"]), names_at_once=st.integers(1, 40))
def test_a_post_gets_what_it_gets_alone(gazetteer: Gazetteer, chosen: list[int], home: str | None, names_at_once: int) -> None:
    posts = [_post(number, at) for number, at in enumerate(chosen)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resolver, "_NAMES_AT_ONCE", names_at_once)
        together = default_resolver(gazetteer, home=home).resolve([post for post, _ in posts], [names for _, names in posts])
    assert list(map(_told, together)) == [_told_alone(gazetteer, home, at) for at in chosen]


def test_blocks_change_nothing(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = [_post(number, at) for number, at in enumerate([*range(len(_TEXTS))] * 2)]
    whole = _resolver(gazetteer, None).resolve([post for post, _ in posts], [names for _, names in posts])
    monkeypatch.setattr(batch, "_MOST_PAIRS", 5)
    monkeypatch.setattr(context, "_MOST_PAIRS", 50)
    cut = _resolver(gazetteer, None).resolve([post for post, _ in posts], [names for _, names in posts])
    for group, other in zip(whole, cut, strict=True):
        assert [found.place for found in group] == [found.place for found in other]
        assert [found.confidence for found in group] == pytest.approx([found.confidence for found in other], abs=0.01)


def test_a_long_post_takes_bounded_blocks(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    cut = context.blocks

    def watched(counts: context.Ints, most: int) -> object:
        for first, last in cut(counts, most):
            sizes.append(int(counts[first:last].sum()))
            yield first, last

    monkeypatch.setattr(context, "blocks", watched)
    monkeypatch.setattr(context, "_MOST_PAIRS", 2000)
    names = [
        "San Antonio",
        "Santa Maria",
        "San Jose",
        "Victoria",
        "Santa Cruz",
        "Springfield",
        "Georgetown",
        "Richmond",
        "Salem",
        "Clinton",
    ]
    text, mentions = "", []
    for name in names:
        mentions.append(Mention(post_id="1", start=len(text), end=len(text) + len(name), text=name, confidence=1.0))
        text += f"{name}. "
    (found,) = default_resolver(gazetteer).resolve([Post(id="1", source="test", text=text)], [mentions])
    assert all(resolution.candidates for resolution in found)
    assert len(sizes) > 1
    assert max(sizes) <= 2000
