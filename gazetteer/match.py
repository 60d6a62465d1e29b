"""Matching a name: which rows may be returned, the chain from exact to fuzzy matches, and the order of the matches."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

import numpy as np

from gazetteer import normalize
from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.fuzzy import allowed_edits, similar_keys
from gazetteer.index import KIND_NUMBER, Index
from gazetteer.model import MatchMethod, NameStatus, PlaceKind
from gazetteer.sphere import point_haversine_km

_STATUS_RANK = {
    NameStatus.OFFICIAL: 0.0,
    NameStatus.ALTERNATE: -0.5,
    NameStatus.SHORT: -0.5,
    NameStatus.HISTORIC: -0.7,
    NameStatus.COLLOQUIAL: -1.0,
    NameStatus.ABBREVIATION: -0.5,
    NameStatus.TRANSLITERATION: -0.5,
    NameStatus.DEMONYM: -4.0,
}
_FORM_RANK = {
    Form.AS_IS: 0.0,
    Form.UNIT_ADDED: 0.0,
    Form.UNIT_DROPPED: -2.0,
    Form.TRANSLITERATED: -0.5,
    Form.INFLECTED: -2.0,
    Form.ADJECTIVE: -5.0,
}
_COSTS = [[-_FORM_RANK[form] - _STATUS_RANK[status] for status in STATUSES] for form in Form]
_GENERATED = {
    Form.TRANSLITERATED: MatchMethod.TRANSLITERATED,
    Form.INFLECTED: MatchMethod.INFLECTED,
    Form.ADJECTIVE: MatchMethod.INFLECTED,
}
_BEHIND = 0.01
_SETTLEMENT, _REGION, _DISTRICT = (KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.DISTRICT))
_METHODS = [_GENERATED.get(form) for form in Form]
_UNIT_KINDS = (PlaceKind.REGION, PlaceKind.DISTRICT)
_ALTERNATIVES = re.compile(r"\s*/\s*")
_WHAT_IT_IS = re.compile(
    r"^(?:(?:urban(?: type)? )?settlement|municipality|hromada|near|outskirts of|у|в|на|під|под|біля|возле|около|до|з|із|від|из|от) "
    r"| (?:urban type settlement|settlement"
    r"|city|town|village|municipality|hromada|community|suburb|area)$"
)
_UNKNOWN_COUNTRY = -1
_SYLLABIC = "\u2e80"  # from here on a letter is a syllable or a word (East Asian scripts): another one is another name


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A filter over rows. ``within`` are sets of rows: one row of each set must contain the row."""

    kinds: frozenset[int] | None = None
    country: int | None = None
    within: tuple[frozenset[int], ...] = field(default=())

    @classmethod
    def of(cls, index: Index, kinds: Collection[PlaceKind] | None, country: str | None) -> Self:
        """Make a scope of the given kinds and country; a country that the gazetteer does not know admits nothing."""
        number = None
        if country is not None:
            code = country.upper()
            number = index.strings.index(code) if code in index.strings else _UNKNOWN_COUNTRY
        return cls(kinds=None if kinds is None else frozenset(KIND_NUMBER[kind] for kind in kinds), country=number)

    def narrowed(self, holders: Collection[int]) -> Self:
        """Return this scope, and inside one of ``holders`` too."""
        return replace(self, within=(*self.within, frozenset(holders)))

    @property
    def is_open(self) -> bool:
        """Whether every row is admitted."""
        return self.kinds is None and self.country is None and not self.within

    def admits(self, index: Index, row: int) -> bool:
        """Return whether ``row`` is admitted."""
        columns = index.columns
        if self.kinds is not None and int(columns.kind[row]) not in self.kinds:
            return False
        if self.country is not None and int(columns.country[row]) != self.country:
            return False
        return all(_lies_in(index, row, holders) for holders in self.within)


ANYWHERE = Scope()


class Match(NamedTuple):
    """A row that a name matched, by which of its names and how; ``method`` None: see ``method_of``. The best sort first."""

    cost: float
    row: int
    name: int
    form: int
    method: MatchMethod | None = None
    similarity: float = 1.0


def find_matches(index: Index, name: str, scope: Scope, *, fuzzy: bool | int) -> list[Match]:
    """Return the matches of ``name`` within ``scope``, best first, by the firmest step of the chain that gives any."""
    found = _of_key(index, normalize.key(name), scope)
    if not found:
        found = _by_parts(index, name, scope) or _by_romanization(index, name, scope)
    if not found and fuzzy:
        found = _by_similarity(index, name, scope, None if fuzzy is True else fuzzy)
    if len(found) > 1:
        found.sort()
        if index.cells.kind[found[0].row] in (_REGION, _DISTRICT):
            found = sorted(_cities_first(index, found))
    return found


def method_of(index: Index, match: Match, surface: str) -> MatchMethod:
    """Return how ``surface`` matched the name of ``match``."""
    method = match.method or _METHODS[match.form]
    if method is not None:
        return method
    return MatchMethod.EXACT if index.name_text(match.name) == surface else MatchMethod.NORMALIZED


def _cities_first(index: Index, found: list[Match]) -> list[Match]:
    """Sort a unit after the town of its own name inside it: "Zhytomyr" is the city, unless the name says oblast."""
    cells = index.cells
    towns: dict[int, float] = {}
    for match in found:
        if cells.kind[match.row] == _SETTLEMENT:
            for holder in (cells.admin1[match.row], cells.admin2[match.row]):
                towns[holder] = min(match.cost, towns.get(holder, math.inf))
    return [match._replace(cost=max(match.cost, towns[match.row] + _BEHIND)) if match.row in towns else match for match in found]


def _of_key(index: Index, name_key: str | int, scope: Scope) -> list[Match]:
    prominence, open_scope = index.cells.prominence, scope.is_open
    return [
        Match(_COSTS[form][status] - prominence[row], row, name, form)
        for row, name, form, status in index.entries(name_key)
        if open_scope or scope.admits(index, row)
    ]


def _by_parts(index: Index, name: str, scope: Scope) -> list[Match]:
    """Match a name without its generic words, or the first known of two names separated by a slash."""
    for part, only_units in _parts(name):
        found = _of_key(index, part, scope)
        if only_units:
            found = [match for match in found if index.kind_of(match.row) in _UNIT_KINDS]
        if found:
            return [match._replace(method=_METHODS[match.form] or MatchMethod.NORMALIZED) for match in found]
    return []


def _parts(name: str) -> list[tuple[str, bool]]:
    """Return keys to try, each with whether only regions and districts may have it."""
    parts: dict[str, bool] = {}
    for half in _ALTERNATIVES.split(name):
        own = normalize.key(half)
        head, unit = normalize.core(own)
        parts.setdefault(head, unit is not None)
        bare = _WHAT_IT_IS.sub("", own)
        if bare:
            parts.setdefault(bare, False)
    return [(part, only_units) for part, only_units in parts.items() if part]


def _by_romanization(index: Index, name: str, scope: Scope) -> list[Match]:
    """Match a Cyrillic name by its spellings in Latin letters."""
    from gazetteer.languages import languages_of, romanizations  # noqa: PLC0415 -- only such names need the tables of languages

    best: dict[int, Match] = {}
    for language in languages_of(name):
        for latin in romanizations(name, language):
            for match in _of_key(index, normalize.key(latin), scope):
                best.setdefault(match.row, match._replace(method=MatchMethod.TRANSLITERATED))
    return list(best.values())


def _by_similarity(index: Index, name: str, scope: Scope, most: int | None) -> list[Match]:
    """Match the closest names that have a place in scope; farther ones are no longer looked at."""
    own = normalize.key(name)
    if own >= _SYLLABIC:
        return []
    best: dict[int, Match] = {}
    closest: int | None = None
    for key_id, edits in similar_keys(index, own, allowed_edits(own) if most is None else most):
        if closest is not None and edits > closest:
            break
        for match in _of_key(index, key_id, scope):
            if match.form < Form.INFLECTED:
                best.setdefault(match.row, match._replace(method=MatchMethod.FUZZY, similarity=1 - edits / max(len(own), 1)))
                closest = edits
    return list(best.values())


def _lies_in(index: Index, row: int, holders: frozenset[int]) -> bool:
    if not holders.isdisjoint(index.ancestors_of(row)):
        return True
    areas = [holder for holder in holders if holder != row and index.kind_of(holder) is PlaceKind.AREA]
    return any(_covers(index, area, row) for area in areas)


def _covers(index: Index, area: int, row: int) -> bool:
    """Return whether an area without members of its own (Donbas) covers a row: by its outline, else by its radius."""
    lat, lon = index.columns.lat, index.columns.lon
    if np.isnan(lat[row]) or np.isnan(lat[area]):
        return False
    wkb = index.outline_wkb(area)
    if wkb is None:
        return bool(point_haversine_km(lat[area], lon[area], lat[row], lon[row]) * 1000 <= index.columns.radius_m[area])
    import shapely  # noqa: PLC0415 -- 30 ms that most look-ups do not need

    return bool(shapely.from_wkb(wkb).covers(shapely.Point(lon[row], lat[row])))
