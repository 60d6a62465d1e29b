"""The match chain: exact, normalized, transliterated, inflected, fuzzy; and which of the matches comes first."""

from __future__ import annotations

import math
from typing import NamedTuple

from gazetteer import normalize
from gazetteer.index import Index
from gazetteer.model import MatchMethod, NameStatus, PlaceKind
from gazetteer.scope import Scope
from gazetteer.spellings import Form
from gazetteer.spool import KINDS, STATUSES

# How well known a place of a kind is, on the scale of the logarithm of a city's people: a country before a city of its name.
_KIND_RANK = {
    PlaceKind.COUNTRY: 9.0,
    PlaceKind.REGION: 6.0,
    PlaceKind.DISTRICT: 4.0,
    PlaceKind.SETTLEMENT: 2.0,
    PlaceKind.NEIGHBORHOOD: 2.5,
    PlaceKind.FACILITY: 4.0,
    PlaceKind.WATER: 5.0,
    PlaceKind.TERRAIN: 4.0,
    PlaceKind.AREA: 6.5,
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
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_METHODS = {
    Form.TRANSLITERATED: MatchMethod.TRANSLITERATED,
    Form.INFLECTED: MatchMethod.INFLECTED,
    Form.ADJECTIVE: MatchMethod.INFLECTED,
}


class Match(NamedTuple):
    """A row that a name matched, by which of its names and how."""

    row: int
    name: int
    method: MatchMethod
    similarity: float
    score: float


def find_matches(index: Index, name: str, scope: Scope, *, fuzzy: bool) -> list[Match]:
    """Return the matches of ``name`` within ``scope``, best first, by the firmest step of the chain that gives any."""
    own = normalize.key(name)
    found = _of_key(index, own, name, scope)
    if not found:
        head, unit = normalize.core(own)
        if unit is not None:
            found = _of_key(index, head, name, scope)
    del fuzzy
    return sorted(found, key=lambda match: (-match.score, match.row))


def _of_key(index: Index, name_key: str, surface: str, scope: Scope) -> list[Match]:
    rows, names, forms, statuses = index.postings(name_key)
    open_scope = scope.is_open
    matches = []
    for row, name, form, status in zip(rows.tolist(), names.tolist(), forms.tolist(), statuses.tolist(), strict=True):
        if open_scope or scope.admits(index, row):
            score = prominence(index, row) + _STATUS_SCORES[status] + _FORM_SCORES[form]
            matches.append(Match(row, name, _method(index, name, form, surface), 1.0, score))
    return matches


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
