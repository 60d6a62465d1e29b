"""Codes of administrative units: ISO 3166-2 and P-codes, of the units themselves and of the places in them."""

from __future__ import annotations

import re
from collections import Counter

from gazetteer import Gazetteer, Place, PlaceKind
from gazetteer.unit_codes import codes_of_units, iso3166_2, pcode, units_with

_ISO = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_PCODE = re.compile(r"UA\d{2}(\d{2})?")


def _place(id_: str, *within: str) -> Place:
    return Place(id=id_, name="X", kind=PlaceKind.SETTLEMENT, lat=49.0, lon=36.0, radius_m=1000, country="UA", within=within)


def test_codes_are_well_formed_and_each_stands_once() -> None:
    codes = [*codes_of_units().values()]
    iso, pcodes = [one.iso3166_2 for one in codes if one.iso3166_2], [one.pcode for one in codes if one.pcode]
    assert all(_ISO.fullmatch(code) for code in iso)
    assert all(_PCODE.fullmatch(code) for code in pcodes)
    assert max(Counter(iso).values()) == max(Counter(pcodes).values()) == 1
    assert len(iso) > 3_500


def test_all_oblasts_and_raions_of_ukraine_have_p_codes() -> None:
    codes = [one for one in codes_of_units().values() if one.pcode]
    assert sum(one.iso3166_2 is not None for one in codes) == 27
    assert sum(len(one.pcode or "") == 6 for one in codes) == 136


def test_a_place_has_the_codes_of_what_it_lies_in() -> None:
    town = _place("geonames:1", "geonames:706482", "geonames:690791")
    assert (iso3166_2(town), pcode(town)) == ("UA-63", "UA63")
    assert (iso3166_2(_place("geonames:706482")), pcode(_place("geonames:706482"))) == ("UA-63", "UA63")
    assert (iso3166_2(_place("geonames:690791")), pcode(_place("geonames:690791"))) == (None, "UA")
    assert (iso3166_2(None), pcode(None)) == (None, None)


def test_the_raion_is_told_where_it_is_known() -> None:
    raion = next(unit for unit, codes in codes_of_units().items() if codes.pcode == "UA6302")
    town = _place("geonames:1", raion, "geonames:706482")
    assert (iso3166_2(town), pcode(town)) == ("UA-63", "UA6302")
    assert units_with(iso="UA-63", code="UA6302") == (raion, "geonames:706482")
    assert units_with(iso=None, code=None) == ()


_REGIONS = {("Bavaria", "DE"): "DE-BY", ("Ayeyarwady", "MM"): "MM-07", ("Texas", "US"): "US-TX", ("Crimea", "UA"): "UA-43"}


def test_regions_of_the_shipped_gazetteer_have_their_codes() -> None:
    places = Gazetteer.open()
    for (name, country), code in _REGIONS.items():
        found = places.lookup(name, country=country, kinds=[PlaceKind.REGION])[0].place
        assert iso3166_2(found) == code
    odesa = places.lookup("Odesa", country="UA", kinds=[PlaceKind.SETTLEMENT])[0].place
    assert (iso3166_2(odesa), pcode(odesa)) == ("UA-51", "UA5110")
