"""Resolutions as the rows of a table: which places a name could mean and what spoke for the one chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geomap.model import Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedCandidate:
    """A row: one candidate of one mention. ``place`` columns are empty where the gazetteer has no place of the name."""

    start: int
    end: int
    mention: str
    role: str
    chosen: bool
    confidence: float | None  # of the chosen one
    place_id: str
    place: str
    kind: str
    admin1: str
    country: str
    matched: str  # the name that matched, and how
    reasons: str  # of the chosen one, strongest first, weights in brackets


def explain(resolutions: Iterable[Resolution]) -> Iterator[ExplainedCandidate]:
    """Yield a row for each candidate of each resolution, the best first; one row where there is no candidate."""
    for resolution in resolutions:
        if not resolution.candidates:
            yield _row(resolution, None)
        for number in range(len(resolution.candidates)):
            yield _row(resolution, number)


def _row(resolution: Resolution, number: int | None) -> ExplainedCandidate:
    candidate = None if number is None else resolution.candidates[number]
    place = candidate.place if candidate else None
    chosen = place is not None and place == resolution.place
    first = number in (None, 0)
    mention = resolution.mention
    return ExplainedCandidate(
        start=mention.start,
        end=mention.end,
        mention=mention.text,
        role=mention.role.value,
        chosen=chosen,
        confidence=resolution.confidence if chosen else None,
        place_id=place.id if place else "",
        place=place.name if place else "",
        kind=place.kind.value if place else "",
        admin1=(place.admin1 or "") if place else "",
        country=(place.country or "") if place else "",
        matched=f"{candidate.name.text} ({candidate.method.value})" if candidate else "",
        reasons="; ".join(f"{reason.text} [{reason.weight:+.1f}]" for reason in resolution.reasons) if first else "",
    )
