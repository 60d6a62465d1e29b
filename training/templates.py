"""Sentences with slots, filled with names of the gazetteer: texts whose names and places are known without an annotator."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, NOTHING, STATUSES
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import core, key
from geomap.similarity import dice_similarity
from training.corpus import GoldName, GoldText

_LISTS = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))
_GIVEN: list[str] = _LISTS["given"].split()
_SURNAMES: list[str] = _LISTS["surnames"].split()
_BODIES: list[str] = _LISTS["bodies"].split()
_SENTENCES_TO_FILL: list[str] = _LISTS["sentences"].strip().splitlines()
_SLOT = re.compile(r"\{([A-Z])\}")
_COUNTRIES = {"UA": 0.7, "RU": 0.08, "SY": 0.08, "TR": 0.07, "IL": 0.03, "SD": 0.02, "GE": 0.02}  # theatres of the news and their shares
_FEWEST_PEOPLE = 1_000_000  # of a country that is drawn
_SENTENCES = (2, 7)  # in one text, fewest and most
_ALONE_SHARE = 0.35  # of texts that are one sentence or caption
_VARIANT_SHARE = 0.4  # of settlements that are spelled another way
_ALIKE = 0.5
_MISSPELT_SHARE = 0.12  # of settlements that are spelled as no gazetteer has them
_PEOPLE_OF_CITY = 50_000
_SEATS_SHARE = 0.6  # of cities that are drawn
_VOWELS = "aeiouy"
_BORROWED_SHARE = 0.35  # of persons who bear the name of a place


@dataclass(frozen=True, slots=True)
class _Region:
    row: int
    seat: int
    settlements: npt.NDArray[np.intp]
    districts: npt.NDArray[np.intp]
    weights: npt.NDArray[np.float64]


class Filler:
    """Fills templates with names of the gazetteer, by a seed."""

    def __init__(self, gazetteer: Gazetteer, *, seed: int) -> None:
        self._index = gazetteer.index
        self._columns = gazetteer.index.columns
        self._random = random.Random(seed)  # noqa: S311 - reproducible training, no secret
        self._regions = {code: self._regions_of(code) for code in _COUNTRIES}
        country = self._columns.kind == KINDS.index(PlaceKind.COUNTRY)
        facility = np.flatnonzero(self._columns.kind == KINDS.index(PlaceKind.FACILITY)).tolist()
        self._landmarks = [row for row in facility if self._index.id_of(row).startswith("landmark:")]
        self._nations = np.flatnonzero(country & (self._columns.population > _FEWEST_PEOPLE)).tolist()

    def texts(self, count: int) -> Iterator[GoldText]:
        """Yield ``count`` texts, each from one region."""
        for number in range(count):
            code = self._random.choices(list(_COUNTRIES), list(_COUNTRIES.values()))[0]
            regions = self._regions[code]
            if regions:
                yield self._text(self._random.choice(regions), regions, number)

    def _text(self, region: _Region, regions: Sequence[_Region], number: int) -> GoldText:
        pieces: list[str] = []
        names: list[GoldName] = []
        length = 0
        favourites = self._settlements(region, 6)
        alone = self._random.random() < _ALONE_SHARE
        for _ in range(1 if alone else self._random.randint(*_SENTENCES)):
            template = self._random.choice(_SENTENCES_TO_FILL)
            at = 0
            for slot in [*_SLOT.finditer(template), None]:
                plain = template[at : slot.start()] if slot else template[at:]
                pieces.append(plain)
                length += len(plain)
                if slot:
                    text, row = self._fill(slot[1], region, regions, favourites)
                    if row is not None:
                        names.append(self._gold(length, text, row))
                    pieces.append(text)
                    length += len(text)
                    at = slot.end()
            pieces.append("" if alone else self._random.choice((" ", " ", "\n\n")))
            length += len(pieces[-1])
        names += _fixed_names("".join(pieces), names)
        return GoldText(text="".join(pieces), newspaper=f"templates-{number}", names=tuple(sorted(names, key=lambda name: name.start)))

    def _gold(self, start: int, text: str, row: int) -> GoldName:
        return GoldName(
            start=start,
            end=start + len(text),
            lat=float(self._columns.lat[row]),
            lon=float(self._columns.lon[row]),
            place_id=self._index.id_of(row),
        )

    def _fill(self, slot: str, region: _Region, regions: Sequence[_Region], favourites: list[int]) -> tuple[str, int | None]:
        """Return a name for ``slot`` and the row it means, None where it is no place."""
        row = self._row_for(slot, region, regions, favourites)
        if row is None:
            return self._no_place(slot, region), None
        if slot == "A":
            return self._demonym(row), row
        name = self._spelling(row) if slot in "SCB" else self._index.name_of(row)
        if slot == "S" and self._random.random() < _MISSPELT_SHARE:
            name = self._misspelt(name)
        return (_short(name) if slot in "ROD" else name.removeprefix("The ")), row

    def _row_for(self, slot: str, region: _Region, regions: Sequence[_Region], favourites: list[int]) -> int | None:
        drawn: dict[str, Callable[[], int]] = {
            "S": lambda: self._random.choice(favourites),
            "R": lambda: region.row,
            "O": lambda: self._random.choice(regions).row,
            "C": lambda: region.seat,
            "B": lambda: self._city(regions),
            "D": lambda: int(self._random.choice(region.districts if len(region.districts) else region.settlements)),
            "F": lambda: self._random.choice(self._landmarks or self._nations),
            "N": lambda: self._random.choice(self._nations),
            "A": lambda: self._random.choice(self._nations),
        }
        return drawn[slot]() if slot in drawn else None

    def _no_place(self, slot: str, region: _Region) -> str:
        draw = self._random
        borrowed = self._index.name_of(self._settlements(region, 1)[0])
        if slot == "X":
            return borrowed if draw.random() < 0.5 else draw.choice(_BODIES)  # noqa: PLR2004 - half and half
        surname = borrowed if draw.random() < _BORROWED_SHARE else draw.choice(_SURNAMES)
        return f"{draw.choice(_GIVEN)} {surname}" if slot == "P" else draw.choice(_SURNAMES)

    def _settlements(self, region: _Region, count: int) -> list[int]:
        return self._random.choices(region.settlements.tolist(), region.weights.tolist(), k=count)

    def _city(self, regions: Sequence[_Region]) -> int:
        """Draw one of the country's cities, the seat of a region before others: the news of a day name those of many regions together."""
        region = self._random.choice(regions)
        if self._random.random() < _SEATS_SHARE:
            return region.seat
        people = self._columns.population[region.settlements]
        return int(self._random.choice([region.seat, *region.settlements[people >= _PEOPLE_OF_CITY].tolist()]))

    def _spelling(self, row: int) -> str:
        """Return the main name, or at times another spelling of it in plain letters: the press writes Borodyanka and Borodianka."""
        main = self._index.name_of(row)
        if self._random.random() >= _VARIANT_SHARE:
            return main
        others = map(self._index.name_text, self._index.names_of(row))
        variants = sorted(
            {name for name in others if name.isascii() and name[0].isupper() and dice_similarity(key(main), key(name)) >= _ALIKE}
        )
        return self._random.choice(variants or [main])

    def _misspelt(self, name: str) -> str:
        """Exchange two vowels for others, so that the gazetteer seldom has the name: what it lacks is named in the news too."""
        letters = list(name)
        vowels = [i for i, letter in enumerate(letters) if i and letter in _VOWELS]
        for i in self._random.sample(vowels, min(2, len(vowels))):
            letters[i] = self._random.choice([vowel for vowel in _VOWELS if vowel != letters[i]])
        return "".join(letters)

    def _demonym(self, row: int) -> str:
        status = STATUSES.index(NameStatus.DEMONYM)
        for name in self._index.names_of(row):
            text = self._index.name_text(name)
            if STATUSES.index(self._index.name_status(name)) == status and text.isascii() and not text.endswith("s"):
                return text
        return self._index.name_of(row)

    def _regions_of(self, code: str) -> list[_Region]:
        columns, strings = self._columns, self._index.strings
        if code not in strings:
            return []
        here = columns.country == strings.index(code)
        found: list[_Region] = []
        for row in np.flatnonzero(here & (columns.kind == KINDS.index(PlaceKind.REGION))).tolist():
            inside = here & (columns.admin1 == row)
            settlements = np.flatnonzero(inside & (columns.kind == KINDS.index(PlaceKind.SETTLEMENT)))
            settlements = settlements[[self._index.name_of(int(s)).isascii() for s in settlements]] if len(settlements) else settlements
            if len(settlements) < 3 or columns.parent[row] == NOTHING:  # noqa: PLR2004 - too few to tell a story
                continue
            seat = int(settlements[np.argmax(columns.population[settlements])])
            districts = np.flatnonzero(inside & (columns.kind == KINDS.index(PlaceKind.DISTRICT)))
            weights = 1.0 + np.sqrt(np.maximum(columns.population[settlements], 0) / 500.0)
            found.append(_Region(row, seat, settlements, districts, weights))
        return found


def _short(name: str) -> str:
    """Return a unit's name without its unit word, in the case it is written in."""
    head, unit = core(key(name))
    return name[: len(head)].strip() if unit is not None and name.lower().startswith(head) else name.rpartition(" ")[0] or name


def _fixed_names(text: str, taken: Sequence[GoldName]) -> list[GoldName]:
    """Annotate the names that templates themselves hold."""
    fixed = re.finditer(r"\b(?:Russian|Kyiv|KYIV|EU|US|UK)\b", text)
    spans = [(name.start, name.end) for name in taken]
    return [GoldName(start=m.start(), end=m.end()) for m in fixed if not any(s < m.end() and m.start() < e for s, e in spans)]
