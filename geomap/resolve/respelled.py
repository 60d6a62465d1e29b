"""Places of which a name is another spelling, where a text states in which unit or near which town it lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from geomap.model import Role
from geomap.resolve.facts import COUNTRY, DISTRICT, REGION, distances_km, facts_of
from geomap.resolve.features import CandidateSet
from geomap.resolve.names import Names
from geomap.resolve.statements import Statement, is_unit
from geomap.resolve.told_countries import At, nearest_countries

_LEAST_KM, _TIMES_NEAREST = 10.0, 1.5  # places farther than this from the holder are not meant where another is nearer
_MOST_COUNTRIES = 2  # named nearest to a name that no place bears, in which it is sought
_AROUND_KM = 60.0  # from the seat of a district that was merged, or its centre, to its border


def respelled(names: Names, i: int, told: Sequence[tuple[Statement, CandidateSet]]) -> CandidateSet | None:
    """Return the places that mention ``i`` may spell where the text says that it lies; None where there is none.

    Args:
        names: The names of the document.
        i: The mention.
        told: Statements of where it lies with the places of their holders. The first must hold, the others do as far as they leave any.
    """
    if names.respell is None or names.mentions[i].role is not Role.LITERAL or is_unit(names.mentions[i], names.hints[i]):
        return None
    places = _where_stated(names, i, *told[0])
    for one, holder in told[1:] if places is not None else ():
        others = _where_stated(names, i, one, holder)
        shared = facts_of(places).rows & facts_of(others).rows if places is not None and others is not None else frozenset()
        places = places.only(shared) if places is not None and shared else places
    return places


def _where_stated(names: Names, i: int, one: Statement, holder: CandidateSet) -> CandidateSet | None:
    if names.respell is None:
        return None
    name, units = names.mentions[i].text, facts_of(holder)
    if one.limit_km is None and units.countries:
        return _in_countries(names, i, units.countries)
    if one.limit_km is None and units.regions:
        return names.respell(name, units.regions, None)
    if one.limit_km is None and units.districts:
        inside = names.respell(name, _regions_of(holder, DISTRICT), units.districts)
        if inside is not None:
            return inside
    regions = _regions_of(holder)
    near = names.respell(name, regions, None) if regions else None
    if near is None:
        return None
    km = distances_km(near, holder)
    close = km <= min(one.limit_km or _AROUND_KM, _LEAST_KM + _TIMES_NEAREST * float(km.min()))
    return near.only(near.rows[close].tolist()) if close.any() else None


def countries_of_text(names: Names) -> tuple[list[At], list[At]]:
    """Return where the text names countries, and where it names places of which all lie in one country."""
    named, of_towns = list(names.countries_called), []
    for mention, places in zip(names.mentions, names.found, strict=True):
        if places is not None:
            facts = facts_of(places)
            named += [(mention.start, country) for country in facts.countries]
            of_towns += [(mention.start, country) for country in facts.all_countries if len(facts.all_countries) == 1]
    return named, of_towns


def in_countries_of_text(names: Names, i: int, told: Iterable[Sequence[At]]) -> CandidateSet | None:
    """Return the places that mention ``i``, which no place bears, may spell in the countries that are ``told`` nearest to it.

    Args:
        names: The names of the document.
        i: The mention.
        told: As `countries_of_text` returns them; those that come first are asked first.
    """
    for named in told:
        for country in nearest_countries(named, names.mentions[i].start, _MOST_COUNTRIES):
            places = _in_countries(names, i, frozenset((country,)))
            if places is not None:
                return places
    return None


def _in_countries(names: Names, i: int, countries: frozenset[int]) -> CandidateSet | None:
    name = names.mentions[i].text
    if names.transliterate is None or names.mentions[i].role is not Role.LITERAL or name.isascii():
        return None
    return names.transliterate(name, countries)


def _regions_of(holder: CandidateSet, kind: int | None = None) -> frozenset[int]:
    """Return the regions in which the candidates of a name lie, or those of one kind."""
    chosen = ~np.isin(holder.kinds, (COUNTRY, REGION)) if kind is None else holder.kinds == kind
    return frozenset(holder.numbers[chosen, 3].tolist()) - {-1}
