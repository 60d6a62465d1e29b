"""Names of regions that others share, in rows of regions: "Florida and Georgia" are two states, "Armenia and Georgia" two countries.

A name that a country and a region of another country share means the region where it stands in a row with regions of that country, and
with no country. Names that are as likely a city do not tell: "Washington and Georgia" may be two governments. In "Missouri, New York and
Ohio" the city is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from geomap.model import Mention, Role
from geomap.resolve.facts import facts_of
from geomap.resolve.features import STATIC, CandidateSet
from geomap.resolve.names import Names
from geomap.resolve.statements import find_rows, is_unit

_COUNTRY, _REGION, _SETTLEMENT = (KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.SETTLEMENT))
_IS_CAPITAL = STATIC.index("is_capital")
_AND = re.compile(r"(?i:\s+(?:and|or|&|та|і|й|и)\s+)")
_FEWEST_PLAIN = 2
_LOG_TOWN = 5.0  # 100,000 people: in a region of its name it is as likely meant as the region
_LOG_CITY = 6.0  # a million: so it is anywhere


def regions_of_rows(text: str, names: Names) -> dict[int, frozenset[int]]:
    """Return by mention the rows of the index that are left of names that a country and a region share.

    Args:
        text: The text of the document.
        names: Its names.
    """
    meant: dict[int, frozenset[int]] = {}
    for row in (*find_rows(text, names.mentions), *_pairs(text, names.mentions)):
        if any(names.mentions[i].role is not Role.LITERAL for i in row):
            continue
        shared = {i: regions for i in row if (regions := _regions_beside_country(names.found[i]))}
        if shared:
            others = [names.found[i] for i in row if i not in shared]
            meant |= {i: left for i, regions in shared.items() if (left := _in_country_of(regions, others))}
        if not any(is_unit(names.mentions[i], names.hints[i]) for i in row):  # "Kyiv, Lviv Oblast and Sumy Oblast" has a city
            meant |= _beside_plain_regions({i: names.found[i] for i in row if i not in meant})
    return meant


def _beside_plain_regions(row: Mapping[int, CandidateSet | None]) -> dict[int, frozenset[int]]:
    """Return the rows left of names that are a city's as well, in a row in which two names or more can only be regions of one country.

    None where another name of the row is no region of that country.
    """
    regions = {
        i: {(at, country) for at, kind, country, *_ in facts_of(places).cells if kind == _REGION} if places is not None else set()
        for i, places in row.items()
    }
    plain = [
        i for i, places in row.items() if regions[i] and places is not None and not facts_of(places).countries and not _is_city(places)
    ]
    if len(plain) < _FEWEST_PLAIN or len(plain) == len(row):
        return {}
    countries = set.intersection(*({country for _, country in found} for found in regions.values()))
    if len(countries) != 1:
        return {}
    return {i: frozenset(at for at, country in found if country in countries) for i, found in regions.items() if i not in plain}


def _pairs(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Yield the neighbours that "and" joins; two names beside a comma may be a town and its state."""
    for i in range(len(mentions) - 1):
        if _AND.fullmatch(text, mentions[i].end, mentions[i + 1].start):
            yield i, i + 1


def _regions_beside_country(places: CandidateSet | None) -> dict[int, int]:
    """Return the rows of the regions that share their name with the country of another, with the numbers of their countries."""
    if places is None:
        return {}
    cells = facts_of(places).cells
    countries = {country for _, kind, country, *_ in cells if kind == _COUNTRY}
    return {row: country for row, kind, country, *_ in cells if kind == _REGION and country not in countries} if countries else {}


def _in_country_of(regions: dict[int, int], others: Sequence[CandidateSet | None]) -> frozenset[int]:
    """Return those ``regions`` in whose country all other units of the row may lie; none where the row has a country or no such unit."""
    shared: set[int] | None = None
    for places in others:
        if places is None:
            continue
        facts = facts_of(places)
        if any(kind == _COUNTRY for _, kind, *_ in facts.cells):
            return frozenset()
        holding = {country for _, kind, country, *_ in facts.cells if kind == _REGION}
        if holding and not _is_city(places):
            shared = holding if shared is None else shared & holding
    return frozenset(row for row, country in regions.items() if shared and country in shared)


def _is_city(places: CandidateSet) -> bool:
    """Return whether a name of a region means a city as likely: a capital, one of a million people, or a large town in the region."""
    facts = facts_of(places)
    towns = (
        facts.log_people[at] >= (_LOG_TOWN if region in facts.regions else _LOG_CITY)
        for at, (_, kind, _, region, _) in enumerate(facts.cells)
        if kind == _SETTLEMENT
    )
    return bool(places.static[:, _IS_CAPITAL].any()) or any(towns)
