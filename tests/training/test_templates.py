"""Filled sentences know their names and places, and the same seed fills them alike."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from training.corpus import GoldText
from training.templates import Filler


@pytest.fixture(scope="module")
def texts(gazetteer: Gazetteer) -> list[GoldText]:
    return list(Filler(gazetteer, seed=4).texts(40))


def test_names_are_cut_whole_and_in_order(texts: list[GoldText]) -> None:
    for text in texts:
        assert "{" not in text.text
        end = 0
        for name in text.names:
            assert end <= name.start < name.end <= len(text.text)
            assert text.text[name.start : name.end].strip() == text.text[name.start : name.end]
            end = name.end


def test_located_names_are_places_of_the_gazetteer(texts: list[GoldText], gazetteer: Gazetteer) -> None:
    located = [name for text in texts for name in text.names if name.place_id is not None]
    assert located
    assert all(gazetteer.place(name.place_id or "") is not None for name in located)


def test_the_same_seed_fills_alike(texts: list[GoldText], gazetteer: Gazetteer) -> None:
    assert list(Filler(gazetteer, seed=4).texts(40)) == texts
