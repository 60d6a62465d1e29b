"""Codes of administrative units: ISO 3166-2 of first-level regions, and the P-codes of Ukraine's oblasts and raions.

P-codes are what humanitarian organizations join tables by. Those of Ukraine are the first digits of KATOTTG codes: UA63 is Kharkiv
Oblast, UA6302 one of its raions.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from gazetteer.errors import SourceError
from gazetteer.model import Place

CODES = "codes.csv"
_OF_COUNTRIES = {"UA": "UA"}  # P-codes of whole countries, by ISO 3166-1 alpha-2
_TABLE = Path(__file__).parent / "data" / CODES


class UnitCodes(NamedTuple):
    """The codes of one unit; None where it has none."""

    iso3166_2: str | None
    pcode: str | None


@cache
def codes_of_units() -> Mapping[str, UnitCodes]:
    """Return the codes of all units by the id of the place, such as "geonames:706483".

    Raises:
        SourceError: The table is missing.
    """
    try:
        with _TABLE.open(encoding="utf-8", newline="") as file:
            return {row["place"]: UnitCodes(row["iso3166_2"] or None, row["pcode"] or None) for row in csv.DictReader(file)}
    except FileNotFoundError as error:
        raise SourceError(f"{_TABLE} is missing; install the package again") from error


def iso3166_2(place: Place | None) -> str | None:
    """Return the ISO 3166-2 code of the region that a place is or lies in; None for a country and where there is none."""
    return None if place is None else _codes_around(place.id, place.within).iso3166_2


def pcode(place: Place | None) -> str | None:
    """Return the P-code of the smallest unit that a place is or lies in and that has one: a raion, else an oblast, else the country."""
    return None if place is None else _codes_around(place.id, place.within).pcode or pcode_of_country(place.country)


def pcode_of_country(country: str | None) -> str | None:
    """Return the P-code of a country by its ISO 3166-1 alpha-2 code; None where places of it have none."""
    return _OF_COUNTRIES.get(country or "")


def units_with(*, iso: str | None, code: str | None) -> tuple[str, ...]:
    """Return the ids of the units that have a P-code or an ISO 3166-2 code, the smaller first.

    Args:
        iso: An ISO 3166-2 code.
        code: A P-code.
    """
    by_pcode, by_iso = _ids_by_code()
    found = (by_pcode.get(code or ""), by_iso.get(iso or ""))
    return tuple(dict.fromkeys(unit for unit in found if unit is not None))


@lru_cache(maxsize=20_000)  # the events of a table lie in few units
def _codes_around(unit: str, within: tuple[str, ...]) -> UnitCodes:
    """Return the first code of either kind of a unit and of those that it lies in, the smallest first."""
    table = codes_of_units()
    found = [table[one] for one in (unit, *within) if one in table]
    return UnitCodes(next((one.iso3166_2 for one in found if one.iso3166_2), None), next((one.pcode for one in found if one.pcode), None))


@cache
def _ids_by_code() -> tuple[Mapping[str, str], Mapping[str, str]]:
    table = codes_of_units()
    return (
        {codes.pcode: unit for unit, codes in table.items() if codes.pcode},
        {codes.iso3166_2: unit for unit, codes in table.items() if codes.iso3166_2},
    )
