"""The names of short texts mean the places that stand below them in meant.txt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from geomap.model import Resolution
from geomap.resolve import default_resolver
from tests.resolve.marked import read_marked

TABLE = Path(__file__).with_name("meant.txt")


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield each text of the table with the places of its names."""
    for block in TABLE.read_text(encoding="utf-8").split("\n\n"):
        text, *places = block.strip().splitlines()
        if text.startswith("> "):
            yield text[2:], places


def described(found: Resolution) -> str:
    place = found.place
    if place is None:
        return "none"
    stated = ["stated"] if found.is_stated else []
    return "; ".join([place.name, place.kind.value, place.admin1 or "-", place.country or "-", *stated])


@pytest.mark.parametrize(("text", "places"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_names_mean_what_the_table_says(gazetteer: Gazetteer, text: str, places: list[str]) -> None:
    post, mentions = read_marked(text)
    (found,) = default_resolver(gazetteer).resolve([post], [mentions])
    assert [described(one) for one in found] == places
