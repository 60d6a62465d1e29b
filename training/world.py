"""Sentences about the world: its large cities named together, from many countries.

Annotated news is mostly local and teaches that names of one text lie in one region. "Protests in Athens, Rome and Dublin" are not in
Georgia, though it has towns of all three names; these texts teach the ranker how much that may weigh.
"""

from __future__ import annotations

import math
import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from training.corpus import GoldName, GoldText

_SENTENCES: list[str] = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))["world"].strip().splitlines()
_SLOT = re.compile(r"\{([WN])\}")
_SENTENCES_OF_TEXT = (1, 1, 2, 3)
_PEOPLE_OF_CITY = 400_000
_PEOPLE_OF_COUNTRY = 1_000_000
_CAPITAL, _CAPITAL_SHARE = "PPLC", 3.0  # how many times as often as other cities capitals are drawn
_SETTLEMENT, _COUNTRY = KINDS.index(PlaceKind.SETTLEMENT), KINDS.index(PlaceKind.COUNTRY)


def world_texts(gazetteer: Gazetteer, count: int, *, seed: int) -> Iterator[GoldText]:
    """Yield ``count`` texts of one to three sentences with the names of cities ({W}) and countries ({N})."""
    draw = random.Random(seed)  # noqa: S311 - reproducible training, no secret
    cities, weights = _cities(gazetteer)
    columns = gazetteer.index.columns
    countries = _plain(gazetteer, np.flatnonzero((columns.kind == _COUNTRY) & (columns.population > _PEOPLE_OF_COUNTRY)).tolist())
    for number in range(count if cities and countries else 0):
        text = ""
        names: list[GoldName] = []
        for template in draw.choices(_SENTENCES, k=draw.choice(_SENTENCES_OF_TEXT)):
            at = 0
            for slot in _SLOT.finditer(template):
                text += template[at : slot.start()]
                row = draw.choices(cities, weights)[0] if slot[1] == "W" else draw.choice(countries)
                names.append(_gold(gazetteer, len(text), row))
                text += gazetteer.index.name_of(row)
                at = slot.end()
            text += template[at:] + " "
        yield GoldText(text=text, newspaper=f"world-{number}", names=tuple(names))


def _cities(gazetteer: Gazetteer) -> tuple[list[int], list[float]]:
    """Return large cities that are the largest of their name, and how often each is drawn: capitals and those of many names more often."""
    index, columns = gazetteer.index, gazetteer.index.columns
    is_capital = columns.feature == (index.strings.index(_CAPITAL) if _CAPITAL in index.strings else -1)
    large = (columns.kind == _SETTLEMENT) & ((columns.population >= _PEOPLE_OF_CITY) | is_capital)
    cities = [row for row in _plain(gazetteer, np.flatnonzero(large).tolist()) if _is_meant(gazetteer, row)]
    return cities, [math.sqrt(columns.name_count[row]) * (_CAPITAL_SHARE if is_capital[row] else 1.0) for row in cities]


def _plain(gazetteer: Gazetteer, rows: list[int]) -> list[int]:
    return [row for row in rows if gazetteer.index.name_of(row).isascii()]


def _is_meant(gazetteer: Gazetteer, row: int) -> bool:
    """Return whether the name by itself means this city: no larger one and no country bears it."""
    columns = gazetteer.index.columns
    rows = np.asarray(gazetteer.index.postings(key(gazetteer.index.name_of(row)))[0])
    kinds = columns.kind[rows]
    return not (kinds == _COUNTRY).any() and bool((columns.population[rows][kinds == _SETTLEMENT] <= columns.population[row]).all())


def _gold(gazetteer: Gazetteer, start: int, row: int) -> GoldName:
    index, columns = gazetteer.index, gazetteer.index.columns
    end = start + len(index.name_of(row))
    return GoldName(start=start, end=end, lat=float(columns.lat[row]), lon=float(columns.lon[row]), place_id=index.id_of(row))
