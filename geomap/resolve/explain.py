"""Resolutions as what can be shown: which places a name could mean and what spoke for the one chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from gazetteer.model import Candidate
from geomap.model import Reason, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedCandidate:
    """A place that a mention could mean; ``confidence`` is that of the chosen one, None for the others."""

    id: str
    name: str
    kind: str
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    matched: str  # the name that matched, and how
    chosen: bool
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedMention:
    """A mention with its candidates, the best first, and what spoke for the one chosen or for none, the strongest first."""

    start: int
    end: int
    text: str
    role: str
    confidence: float  # that it names a place
    candidates: tuple[ExplainedCandidate, ...]
    reasons: tuple[Reason, ...]

    def as_object(self) -> dict[str, Any]:
        """Return it as plain objects, as JSON has them."""
        return asdict(self)


def explain(resolutions: Iterable[Resolution]) -> Iterator[ExplainedMention]:
    """Yield each resolution as what can be shown of it, in their order."""
    for resolution in resolutions:
        mention = resolution.mention
        yield ExplainedMention(
            start=mention.start,
            end=mention.end,
            text=mention.text,
            role=mention.role.value,
            confidence=mention.confidence,
            candidates=tuple(_candidate(candidate, resolution) for candidate in resolution.candidates),
            reasons=resolution.reasons,
        )


def _candidate(candidate: Candidate, resolution: Resolution) -> ExplainedCandidate:
    place = candidate.place
    chosen = resolution.place is not None and place.id == resolution.place.id
    return ExplainedCandidate(
        id=place.id,
        name=place.name,
        kind=place.kind.value,
        admin1=place.admin1,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        matched=f"{candidate.name.text} ({candidate.method.value})",
        chosen=chosen,
        confidence=resolution.confidence if chosen else None,
    )
