"""The match chain: exact, normalized, transliterated, inflected, fuzzy; and which of the matches comes first."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from gazetteer import normalize
from gazetteer.fuzzy import allowed_edits, similar_keys
from gazetteer.index import Index
from gazetteer.model import MatchMethod, NameStatus, PlaceKind
from gazetteer.scope import Scope
from gazetteer.spellings import Form
from gazetteer.spool import KINDS, STATUSES
from gazetteer.translit import languages_of, romanizations

# How well known a place of a kind is, on the scale of the logarithm of a city's people: a country before a city of its name.
_KIND_RANK = {
    PlaceKind.COUNTRY: 9.0,
    PlaceKind.REGION: 6.0,
    PlaceKind.DISTRICT: 4.0,
    PlaceKind.SETTLEMENT: 2.0,
    PlaceKind.NEIGHBORHOOD: 2.5,
    PlaceKind.FACILITY: 3.0,
    PlaceKind.WATER: 3.5,
    PlaceKind.TERRAIN: 3.0,
    PlaceKind.AREA: 4.5,
}
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
_KIND_SCORES = [_KIND_RANK[kind] for kind in KINDS]
_STATUS_SCORES = [_STATUS_RANK[status] for status in STATUSES]
_FORM_SCORES = [_FORM_RANK[form] for form in Form]
_BEHIND = 0.01
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_METHODS = {
    Form.TRANSLITERATED: MatchMethod.TRANSLITERATED,
    Form.INFLECTED: MatchMethod.INFLECTED,
    Form.ADJECTIVE: MatchMethod.INFLECTED,
}
_METHOD_ORDER = tuple(MatchMethod)
_UNIT_KINDS = (PlaceKind.REGION, PlaceKind.DISTRICT)
_ALTERNATIVES = re.compile(r"\s*/\s*")
_WHAT_IT_IS = re.compile(
    r"^(?:(?:urban(?: type)? )?settlement|municipality|hromada|near|outskirts of|у|в|на|під|под|біля|возле|около|до|з|із|від|из|от) "
    r"| (?:urban type settlement|settlement"
    r"|city|town|village|municipality|hromada|community|suburb|area)$"
)


class Match(NamedTuple):
    """A row that a name matched, by which of its names and how."""

    row: int
    name: int
    method: MatchMethod
    similarity: float
    score: float


def find_matches(index: Index, name: str, scope: Scope, *, fuzzy: bool | int) -> list[Match]:
    """Return the matches of ``name`` within ``scope``, best first, by the firmest step of the chain that gives any."""
    found = _of_key(index, normalize.key(name), name, scope)
    for step in (_by_parts, _by_romanization):
        found = found or step(index, name, scope)
    if not found and fuzzy:
        found = _by_similarity(index, name, scope, None if fuzzy is True else fuzzy)
    return sorted(_cities_first(index, found), key=lambda match: (-match.score, match.row))


def _cities_first(index: Index, found: list[Match]) -> list[Match]:
    """Put a unit behind the town of its own name that lies in it: "Zhytomyr" is the city, unless the oblast is said."""
    columns = index.columns
    towns: dict[int, float] = {}
    for match in found:
        if int(columns.kind[match.row]) == _SETTLEMENT:
            for holder in (int(columns.admin1[match.row]), int(columns.admin2[match.row])):
                towns[holder] = max(match.score, towns.get(holder, -math.inf))
    return [match._replace(score=min(match.score, towns[match.row] - _BEHIND)) if match.row in towns else match for match in found]


def _of_key(index: Index, name_key: str | int, surface: str, scope: Scope) -> list[Match]:
    rows, names, forms, statuses = index.postings(name_key)
    open_scope = scope.is_open
    matches = []
    for row, name, form, status in zip(rows.tolist(), names.tolist(), forms.tolist(), statuses.tolist(), strict=True):
        if open_scope or scope.admits(index, row):
            score = prominence(index, row) + _STATUS_SCORES[status] + _FORM_SCORES[form]
            matches.append(Match(row, name, _method(index, name, form, surface), 1.0, score))
    return matches


def _by_parts(index: Index, name: str, scope: Scope) -> list[Match]:
    """Match a name without the words that only say what it is, and each of two names parted by a slash."""
    for part, only_units in _parts(name):
        best: dict[int, Match] = {}
        for match in _of_key(index, part, name, scope):
            if not only_units or KINDS[index.columns.kind[match.row]] in _UNIT_KINDS:
                best.setdefault(match.row, match._replace(method=max(match.method, MatchMethod.NORMALIZED, key=_METHOD_ORDER.index)))
        if best:
            return list(best.values())
    return []


def _parts(name: str) -> list[tuple[str, bool]]:
    """Return keys to try, each with whether only regions and districts may bear it."""
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
    best: dict[int, Match] = {}
    for language in languages_of(name):
        for latin in romanizations(name, language):
            for match in _of_key(index, normalize.key(latin), name, scope):
                best.setdefault(match.row, match._replace(method=MatchMethod.TRANSLITERATED))
    return list(best.values())


def _by_similarity(index: Index, name: str, scope: Scope, most: int | None) -> list[Match]:
    """Match the closest names that have a place in scope; farther ones are no longer looked at."""
    own = normalize.key(name)
    best: dict[int, Match] = {}
    closest: int | None = None
    for key_id, edits in similar_keys(index, own, allowed_edits(own) if most is None else most):
        if closest is not None and edits > closest:
            break
        for match in _of_key(index, key_id, name, scope):
            if match.method is not MatchMethod.INFLECTED:
                similarity = 1 - edits / max(len(own), 1)
                best.setdefault(match.row, match._replace(method=MatchMethod.FUZZY, similarity=similarity))
                closest = edits
    return list(best.values())


def prominence(index: Index, row: int) -> float:
    """Return how well known a place is, about the logarithm of its people; a weak guess that context should overrule."""
    columns = index.columns
    kind = int(columns.kind[row])
    names = math.log10(1 + int(columns.name_count[row]))
    if kind == _SETTLEMENT:
        return math.log10(100 + max(0, int(columns.population[row]))) + names
    return _KIND_SCORES[kind] + names


def _method(index: Index, name: int, form: int, surface: str) -> MatchMethod:
    generated = _METHODS.get(Form(form))
    if generated is not None:
        return generated
    return MatchMethod.EXACT if index.name_text(name) == surface else MatchMethod.NORMALIZED
