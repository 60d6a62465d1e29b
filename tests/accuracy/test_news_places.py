"""Names in short news of five languages are found and mean the places of news_places.txt; other words get no pins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gazetteer import Gazetteer, Place
from geomap.model import Post, Resolution, Role
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver

TABLE = Path(__file__).with_name("news_places.txt")
LEAST_RIGHT = 0.9  # of the names
MOST_OTHERS = 4  # pins on words that name no place; half of the sentences without places have names of persons that are towns
LEAST_SURE_RIGHT = 0.97
_MARK = re.compile(r"\[([^\]=]+)=([^\]/]+)(?:/([^\]]+))?\]")


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the place that it means: one of its names, and what holds it."""

    start: int
    end: int
    name: str
    within: str | None


def read_table() -> Iterator[tuple[Post, list[Named]]]:
    language = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            language = line.removeprefix("==").strip()
        elif line and not line.startswith("#"):
            text, names, done = "", [], 0
            for mark in _MARK.finditer(line):
                text += line[done : mark.start()]
                names.append(Named(len(text), len(text) + len(mark[1]), mark[2], mark[3]))
                text, done = text + mark[1], mark.end()
            text += line[done:]
            yield Post(id=text[:40], source=text, text=text, language=language), names


@pytest.fixture(scope="module")
def found(gazetteer: Gazetteer) -> list[tuple[list[Named], tuple[Resolution, ...]]]:
    posts, names = zip(*read_table(), strict=True)
    mentions = [group or () for group in default_recognizer(gazetteer).recognize(posts)]
    return list(zip(names, default_resolver(gazetteer).resolve(posts, mentions), strict=True))


def _names_of(gazetteer: Gazetteer, row: int) -> set[str]:
    return {gazetteer.index.name_text(name) for name in gazetteer.index.names_of(row)} if row >= 0 else set()


def _is_meant(gazetteer: Gazetteer, named: Named, place: Place) -> bool:
    row = gazetteer.index.row_of(place.id)
    if row is None or named.name not in _names_of(gazetteer, row):
        return False
    units = (int(gazetteer.index.columns.admin1[row]), int(gazetteer.index.columns.admin2[row]), row)
    return named.within in (None, place.country) or any(named.within in _names_of(gazetteer, unit) for unit in units)


def _touches(one: Resolution, named: Named) -> bool:
    return one.mention.start < named.end and named.start < one.mention.end


def test_names_mean_their_places(gazetteer: Gazetteer, found: list[tuple[list[Named], tuple[Resolution, ...]]]) -> None:
    right, wrong, sure = 0, [], []
    for names, group in found:
        for named in names:
            pins = [one for one in group if one.place is not None and one.mention.role is not Role.DEMONYM and _touches(one, named)]
            is_right = any(_is_meant(gazetteer, named, one.place) for one in pins if one.place is not None)
            sure += [is_right for one in pins if (one.place_confidence or 0) >= 0.9]
            right += is_right
            if not is_right:
                wrong.append((named.name, named.within, [(one.place.name, one.place.country) for one in pins if one.place is not None]))
    assert right / (right + len(wrong)) >= LEAST_RIGHT, wrong
    assert sum(sure) / len(sure) >= LEAST_SURE_RIGHT, wrong


def test_other_words_get_few_pins(found: list[tuple[list[Named], tuple[Resolution, ...]]]) -> None:
    others = [
        one.mention.text
        for names, group in found
        for one in group
        if one.place is not None and one.mention.role is Role.LITERAL and not any(_touches(one, named) for named in names)
    ]
    assert len(others) <= MOST_OTHERS, others
