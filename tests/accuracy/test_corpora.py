"""The accuracy gate over corpora that stay outside the project: floors pinned to the hash of each file; skipped where they are absent.

The shipped parameters have seen these texts, so the figures do not judge them (docs/explanation/geoparsing.md has those that do); they
show a drop. To change a floor: look at the figures printed on failure. Floors go down only with a reason in the commit's message.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post, Resolution, Role
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver
from geomap.stages import Recognizer

REACH_KM, NEAR_KM = 161.0, 25.0


@dataclass(frozen=True)
class Floors:
    """The file's hash, and what must be reached on it: (exact F1, gold spans within reach) or (found, within 25 km)."""

    sha256: str
    first: float
    second: float


# The parameters have seen these: a fall of the first figure is a loss only if that of held-out newspapers (docs/explanation/geoparsing.md)
# falls too. The network with dropout knows less by heart than the weights before it (0.94) and finds more in newspapers it never saw.
CORPORA = {
    "lgl": Floors("c71a166419e64beddcab8ac8c217f65b7e7f1310c2e82c344dfa1df3e5912092", 0.91, 0.885),
    "geowebnews": Floors("4f00d6ebb481121cb5b972be4db3dfcf2ee5cf3288a205ae1927b8e0b9be1aa9", 0.90, 0.82),
}
# Exact F1, adjectives left aside, for these annotate none. SlavicNER was never trained on; factRuEval was, folds give 0.88.
SLAVIC = {
    "slavicner_uk": Floors("a55cda0fcff2b584f1ad965c2425085d8d5dad18b1477c4b28a5062196aba79f", 0.88, 0.0),
    "slavicner_ru": Floors("29e5cdea44269569bf2531c2c766f44d82ec5b634d775fe03589175374993149", 0.86, 0.0),
    "factrueval": Floors("39a48001d593e7963bf1925126bdac6a6ad14943beb99c5e6467badd76a3c439", 0.93, 0.0),
}
ROWS = {
    "cir_eyes_on_russia": Floors("bf6f42adad71891184601c47db7cb0bb2c160251363b0617b1755cf7f5daabe3", 0.945, 0.885),
    "peacerep_humanitarian_corridors": Floors("c59ae323a577a6a13e97e2fefadcc8847e3ecec01dc8311788c26e2aff0e8695", 0.94, 0.7),
    "viina_derived_sample": Floors("67c0d3131dbc06e9644f9e76eea89de6f8238de1246927e67ad4e14115ba5648", 0.93, 0.64),
}


@pytest.fixture(scope="module")
def recognizer(gazetteer: Gazetteer) -> Recognizer:
    return default_recognizer(gazetteer)


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _records(shared: Path, name: str, floors: Floors) -> list[dict[str, Any]]:
    content = (shared / "eval" / "data" / f"{name}.jsonl").read_bytes()
    assert hashlib.sha256(content).hexdigest() == floors.sha256, f"{name} is not the file that the floors were set for"
    return [json.loads(line) for line in content.split(b"\n") if line.strip()]


def _is_near(resolution: Resolution, gold: dict[str, Any], limit_km: float, scorer: ModuleType) -> bool:
    place = resolution.place
    if place is None or place.lat is None or place.lon is None:
        return False
    same = bool(gold.get("geonameid")) and place.id == f"geonames:{gold['geonameid']}"
    return same or scorer.km(place.lat, place.lon, gold["lat"], gold["lon"]) <= limit_km


@pytest.mark.parametrize("name", CORPORA)
def test_annotated_news(name: str, shared: Path, gazetteer: Gazetteer, recognizer: Recognizer, scorer: ModuleType) -> None:
    records = [r for r in _records(shared, name, CORPORA[name]) if unicodedata.is_normalized("NFC", r["text"])]
    posts = [Post(id=str(i), source=name, url=r.get("url"), text=r["text"], language="en") for i, r in enumerate(records)]
    found = [group or () for group in recognizer.recognize(posts)]
    right = sum(
        len({(m.start, m.end) for m in group} & {(t["start"], t["end"]) for t in r["toponyms"]})
        for group, r in zip(found, records, strict=True)
    )
    f1 = 2 * right / (sum(map(len, found)) + sum(len({(t["start"], t["end"]) for t in r["toponyms"]}) for r in records))
    gold = [[t for t in r["toponyms"] if t.get("lat") is not None] for r in records]
    asked = [
        [Mention(post_id=post.id, start=t["start"], end=t["end"], text=post.text[t["start"] : t["end"]], confidence=1.0) for t in group]
        for post, group in zip(posts, gold, strict=True)
    ]
    resolved = default_resolver(gazetteer).resolve(posts, asked, found)
    near = [
        _is_near(r, t, REACH_KM, scorer) for group, answers in zip(gold, resolved, strict=True) for t, r in zip(group, answers, strict=True)
    ]
    share = sum(near) / len(near)
    assert (f1 >= CORPORA[name].first, share >= CORPORA[name].second) == (True, True), f"{name}: F1 {f1:.4f}, within reach {share:.4f}"


@pytest.mark.parametrize("name", SLAVIC)
def test_annotated_ukrainian_and_russian(name: str, shared: Path, recognizer: Recognizer) -> None:
    records = [r for r in _records(shared, name, SLAVIC[name]) if unicodedata.is_normalized("NFC", r["text"])]
    posts = [Post(id=str(i), source=name, text=r["text"], language=r["lang"]) for i, r in enumerate(records)]
    found = [{(m.start, m.end) for m in group or () if m.role is not Role.DEMONYM} for group in recognizer.recognize(posts)]
    gold = [{(t["start"], t["end"]) for t in r["toponyms"]} for r in records]
    right = sum(len(given & own) for given, own in zip(found, gold, strict=True))
    f1 = 2 * right / (sum(map(len, found)) + sum(map(len, gold)))
    assert f1 >= SLAVIC[name].first, f"{name}: F1 {f1:.4f}"


@pytest.mark.parametrize("name", ROWS)
def test_rows_with_one_known_place(name: str, shared: Path, gazetteer: Gazetteer, recognizer: Recognizer, scorer: ModuleType) -> None:
    cases = [case for record in _records(shared, name, ROWS[name]) for case in scorer.known_places(name, record)]
    texts = sorted({case[0] for case in cases if unicodedata.is_normalized("NFC", case[0])})
    posts = [Post(id=text[:60], source=name, text=text) for text in texts]
    found = [group or () for group in recognizer.recognize(posts)]
    resolved = dict(zip(texts, default_resolver(gazetteer, home="UA").resolve(posts, found), strict=True))
    told = near = 0
    kept = [case for case in cases if case[0] in resolved]
    for text, start, end, gold in kept:
        hits = [r for r in resolved[text] if start is None or (r.mention.start < end and start < r.mention.end)]
        hits = [r for r in hits if r.mention.role is not Role.DEMONYM]
        told += any(r.place is not None for r in hits)
        near += any(_is_near(r, gold, NEAR_KM, scorer) for r in hits)
    shares = told / len(kept), near / len(kept)
    floors = ROWS[name]
    assert (shares[0] >= floors.first, shares[1] >= floors.second) == (True, True), f"{name}: found {shares[0]:.4f}, near {shares[1]:.4f}"
