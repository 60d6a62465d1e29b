"""Exchanged names keep their spans, and one name becomes one other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from training.corpus import GoldName, GoldText
from training.swap import Swapper, SwapRates

_POOL = [["Vovchansk", "Lyman", "Izium"], ["Osaka", "Kobe", "Himeji"]]


def _text(text: str, *names: str) -> GoldText:
    spans = [(at, at + len(name)) for name in names for at in range(len(text)) if text.startswith(name, at)]
    return GoldText(text=text, newspaper="paper", names=tuple(GoldName(start=a, end=b) for a, b in sorted(spans)))


def _swapper(seed: int, rates: SwapRates) -> Swapper:
    return Swapper(_POOL, is_demonym=lambda name: name == "Greek", rates=rates, seed=seed)


@given(st.integers(0, 10_000))
@settings(deadline=None)
def test_spans_still_cut_names_and_the_rest_stays(seed: int) -> None:
    text = _text("From Springfield to Dayton and back to Springfield, Daniel Brown said.", "Springfield", "Dayton")
    swapped = _swapper(seed, SwapRates(name=0.7, person=0.5)).swap(text)
    cut = [swapped.text[name.start : name.end] for name in swapped.names]
    assert len(cut) == 3
    assert cut[0] == cut[2]
    assert swapped.text.startswith(f"From {cut[0]} to {cut[1]} and back to {cut[2]}, Daniel ")
    assert swapped.text.endswith(" said.")


def test_the_same_seed_gives_the_same_text() -> None:
    text = _text("Rain in Springfield and Dayton.", "Springfield", "Dayton")
    assert _swapper(5, SwapRates(name=1.0)).swap(text) == _swapper(5, SwapRates(name=1.0)).swap(text)


def test_adjectives_abbreviations_and_units_stay() -> None:
    text = _text("The Greek minister met US officials in Travis County.", "Greek", "US", "Travis County")
    assert _swapper(1, SwapRates(name=1.0, person=0.0)).swap(text) == text


def test_the_names_of_a_text_are_exchanged_for_names_of_one_region() -> None:
    names = ("Springfield", "Dayton", "Salem", "Dover")
    text = _text("Rain in Springfield, Dayton, Salem and Dover.", *names)
    for seed in range(20):
        swapped = _swapper(seed, SwapRates(name=1.0, together=1.0)).swap(text)
        there = {swapped.text[name.start : name.end] for name in swapped.names}
        assert sum(bool(there & set(region)) for region in _POOL) <= 1
