"""Whether something is said to have happened: reported, claimed, denied, planned, hypothetical; or said not to have."""

from __future__ import annotations

from geomap.events.reading import Hit, Reading
from geomap.events.types import HARM
from geomap.model import Modality

NEAR = 4  # tokens before a trigger in which a negation or a modal verb holds for it
PLAN = 9
AFTER = 9  # tokens after a trigger in which "was postponed", "are false" hold for it: "an explosion at the airfield of X are false"
HARMING = frozenset({"violence", "explosive", "battle", "accident", HARM})
OFF = frozenset({"talks", "ceremony", "unrest", "movement"})  # what is arranged beforehand and can be called off
HARD = frozenset({";", ":", "—", "–"})


def modality_of(reading: Reading, hit: Hit) -> Modality | None:
    """Say how the sentence puts what ``hit`` tells; None: it says that it did not happen."""
    if _denied(reading, hit):
        return Modality.DENIED
    if _negated(reading, hit) or _called_off(reading, hit):
        return None
    if _hypothetical(reading, hit):
        return Modality.HYPOTHETICAL
    if _remembered(reading, hit) or _tried(reading, hit) or _depicted(reading, hit):
        return Modality.BACKGROUND
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
    return _report(reading, hit) and any(reading.is_in(at, "untrue") for at in _rest_of_clause(reading, hit))


def _report(reading: Reading, hit: Hit) -> bool:
    """Whether a trigger stands in what reports say: "reports of an explosion at X"."""
    return any(reading.is_in(at, "reports") for at in range(max(_scope(reading, hit).start, hit.start - NEAR), hit.start))


def _unconfirmed(reading: Reading, hit: Hit) -> bool:
    """Whether what reports say is said not to be confirmed: "reports of an explosion at X were not confirmed"."""
    rest = _rest_of_clause(reading, hit)
    confirmed = next((at for at in rest if reading.is_in(at, "confirmed")), None)
    return confirmed is not None and _report(reading, hit) and any(reading.is_in(at, "negations") for at in range(rest.start, confirmed))


def _remembered(reading: Reading, hit: Hit) -> bool:
    """Whether an act is only remembered: "on the anniversary of the shelling of X"."""
    if hit.trigger.kind.family not in HARMING:
        return False
    before = range(max(_scope(reading, hit).start, hit.start - PLAN), hit.start)
    return any(reading.is_in(at, "remembered") and not _comma_between(reading, at, hit.start) for at in before)


def _tried(reading: Reading, hit: Hit) -> bool:
    """Whether an act is what a court deals with: "the trial of a man accused of stabbing A", "jailed for the killing of B"."""
    if hit.trigger.kind.family not in HARMING:
        return False
    scope = _scope(reading, hit)
    court = next((at for at in reversed(scope) if reading.is_in(at, "court")), None)
    if court is None or _comma_between(reading, court, hit.start):
        return False
    return any(reading.is_in(at, "court_links") for at in range(max(court + 1, hit.start - NEAR), hit.start))


def _depicted(reading: Reading, hit: Hit) -> bool:
    """Whether an act is told by a work of art: "the film shows the siege of X"."""
    if hit.trigger.kind.family not in HARMING:
        return False
    for at in range(max(_scope(reading, hit).start, hit.start - PLAN), hit.start):
        artwork = reading.is_in(at, "tells") and any(reading.is_in(step, "artworks") for step in range(max(0, at - NEAR), at))
        if (artwork or reading.is_in(at, "depicting")) and not _comma_between(reading, at, hit.start):
            return True
    return False


def _called_off(reading: Reading, hit: Hit) -> bool:
    """Whether what was arranged does not take place: "the visit to X was postponed", "he cancelled a trip to X"."""
    if hit.trigger.kind.family not in OFF:
        return False
    before = range(max(_scope(reading, hit).start, hit.start - NEAR), hit.start)
    if any(reading.is_in(at, "calling_off") and not _comma_between(reading, at, hit.start) for at in before):
        return True
    plain = not reading.words["being"].forms  # languages that need no "was": "візит до X скасовано"
    return any(reading.is_in(at, "called_off") and (plain or reading.is_in(at - 1, "being")) for at in _rest_of_clause(reading, hit))


def _rest_of_clause(reading: Reading, hit: Hit) -> range:
    """Tokens after a trigger that can bear on it: up to a mark, a contrast or a joined clause."""
    end = hit.end
    while end < min(hit.end + AFTER, len(reading.tokens)) and not (
        reading.low(end) in HARD
        or reading.low(end) in {",", "."}
        or reading.is_in(end, "clause_openers")
        or reading.is_in(end, "coordinators")
    ):
        end += 1
    return range(hit.end, end)


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
    inverted = 0 in scope and reading.is_in(0, "inverted")  # "Had the missile hit X, ..."
    if inverted or any(reading.is_in(at, "conditionals") for at in scope) or _unconfirmed(reading, hit):
        return True
    for at in range(max(scope.start, hit.start - NEAR - 1), hit.start):
        if reading.is_in(at, "modals") and not (reading.low(at) == "may" and reading.tokens[at].text == "May" and at > 0):
            return True
        if reading.is_in(at, "fears") and hit.trigger.kind.family != HARM and not _past_between(reading, at + 1, hit.start):
            return True
    return False
