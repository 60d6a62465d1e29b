"""Whether something is said to have happened: reported, claimed, denied, planned, hypothetical; or said not to have."""

from __future__ import annotations

from geomap.extract.reading import Hit, Reading
from geomap.extract.types import HARM
from geomap.model import Modality

NEAR = 4  # tokens before a trigger in which a negation or a modal verb holds for it
PLAN = 9
HARD = frozenset({";", ":", "—", "–"})


def modality_of(reading: Reading, hit: Hit) -> Modality | None:
    """Say how the sentence puts what ``hit`` tells; None: it says that it did not happen."""
    if _denied(reading, hit):
        return Modality.DENIED
    if _negated(reading, hit):
        return None
    if _hypothetical(reading, hit):
        return Modality.HYPOTHETICAL
    if _planned(reading, hit):
        return Modality.PLANNED
    return Modality.CLAIMED if attributed(reading) else Modality.REPORTED


def attributed(reading: Reading) -> bool:
    """Whether the sentence says who says so."""
    return any(token.low in reading.words["saying"] for token in reading.tokens)


def _scope(reading: Reading, hit: Hit) -> range:
    """Tokens before a trigger that can bear on it: back to a hard boundary or a contrast."""
    start = hit.start
    while start > 0 and reading.low(start - 1) not in HARD and not reading.is_in(start - 1, "contrasts"):
        start -= 1
    return range(start, hit.start)


def _denied(reading: Reading, hit: Hit) -> bool:
    for at in _scope(reading, hit):
        if reading.is_in(at, "denials"):
            return True
        if reading.is_in(at, "dismissals") and any(reading.is_in(step, "reports") for step in range(at + 1, min(at + NEAR, hit.start))):
            return True
    return False


def _negated(reading: Reading, hit: Hit) -> bool:
    if any(reading.is_in(at, "negations") for at in range(hit.start + 1, hit.end)):
        return True
    scope = _scope(reading, hit)
    for at in range(max(scope.start, hit.start - NEAR), hit.start):
        if reading.is_in(at, "negations") and not reading.is_in(at + 1, "only") and not _comma_between(reading, at, hit.start):
            return True
    return False


def _comma_between(reading: Reading, start: int, end: int) -> bool:
    return any(reading.low(at) in {",", '"', "”"} for at in range(start, end))


def _planned(reading: Reading, hit: Hit) -> bool:
    if _to_come(reading, hit.end):
        return True
    for at in range(max(_scope(reading, hit).start, hit.start - PLAN), hit.end):
        if reading.is_in(at, "futures") and not _past_between(reading, at + 1, hit.start):
            return True
        if at < hit.start and reading.is_in(at, "calls") and reading.is_in(at + 1, "for"):
            return True
        if at < hit.start and reading.is_in(at, "plans") and _leads_to(reading, at, hit.start):
            return True
    return False


def _to_come(reading: Reading, at: int) -> bool:
    """Whether what stands before token ``at`` is put into the future: "the talks will be held", "evacuations are due to"."""
    return reading.is_in(at, "futures") or (reading.is_in(at, "being") and reading.is_in(at + 1, "awaited"))


def _leads_to(reading: Reading, at: int, end: int) -> bool:
    """Whether a word of planning governs a trigger: "plans to attack", "due to visit", "a planned visit"."""
    if at == end - 1 or (reading.is_in(at, "awaited") and reading.is_in(at + 1, "at")):
        return True
    return any(reading.is_in(step, "to") for step in range(at + 1, min(at + NEAR, end))) and not _past_between(reading, at + 1, end)


def _past_between(reading: Reading, start: int, end: int) -> bool:
    return any(reading.is_in(at, "saying") or reading.low(at) == "," for at in range(start, end))


def _hypothetical(reading: Reading, hit: Hit) -> bool:
    scope = _scope(reading, hit)
    if any(reading.is_in(at, "conditionals") for at in scope):
        return True
    for at in range(max(scope.start, hit.start - NEAR - 1), hit.start):
        if reading.is_in(at, "modals") and not (reading.low(at) == "may" and reading.tokens[at].text == "May" and at > 0):
            return True
        if reading.is_in(at, "fears") and hit.trigger.kind.family != HARM and not _past_between(reading, at + 1, hit.start):
            return True
    return False
