"""Whether something is said to have happened (reported, claimed, denied, planned, hypothetical, or said not to have), and who says so."""

from __future__ import annotations

from geomap.events.ontology import ARRANGED, HARM, TOLD_OF_LATER
from geomap.events.sentence import Sentence, TriggerMatch
from geomap.model import Modality

NEAR = 4  # tokens before a trigger in which a negation or a modal verb holds for it
PLAN = 9
AFTER = 9  # tokens after a trigger in which "was postponed", "are false" hold for it: "an explosion at the airfield of X are false"
HARD = frozenset({";", ":", "—", "–"})
LONGEST_NAME = 12  # tokens


def modality_of(sentence: Sentence, trigger: TriggerMatch) -> Modality | None:
    """Return how the sentence puts what ``trigger`` tells; None: it says that it did not happen."""
    if _denied(sentence, trigger):
        return Modality.DENIED
    if _negated(sentence, trigger) or _called_off(sentence, trigger):
        return None
    if _hypothetical(sentence, trigger):
        return Modality.HYPOTHETICAL
    if _remembered(sentence, trigger) or _tried(sentence, trigger) or _depicted(sentence, trigger):
        return Modality.BACKGROUND
    if _planned(sentence, trigger):
        return Modality.PLANNED
    return Modality.CLAIMED if attributed(sentence) else Modality.REPORTED


def attributed(sentence: Sentence) -> bool:
    """Whether the sentence says who says so."""
    saying = sentence.words["saying"]
    return any(token.low in saying for token in sentence.tokens)


def _scope(sentence: Sentence, trigger: TriggerMatch) -> range:
    """Tokens before a trigger that can bear on it: back to a hard boundary or a contrast."""
    start = trigger.start
    while start > 0 and sentence.low(start - 1) not in HARD and not sentence.is_in(start - 1, "contrasts"):
        start -= 1
    return range(start, trigger.start)


def _denied(sentence: Sentence, trigger: TriggerMatch) -> bool:
    for at in _scope(sentence, trigger):
        if sentence.is_in(at, "denials"):
            return True
        if sentence.is_in(at, "dismissals") and any(
            sentence.is_in(step, "reports") for step in range(at + 1, min(at + NEAR, trigger.start))
        ):
            return True
    return _report(sentence, trigger) and any(sentence.is_in(at, "untrue") for at in _rest_of_clause(sentence, trigger))


def _report(sentence: Sentence, trigger: TriggerMatch) -> bool:
    """Whether a trigger stands in what reports say: "reports of an explosion at X"."""
    return any(sentence.is_in(at, "reports") for at in range(max(_scope(sentence, trigger).start, trigger.start - NEAR), trigger.start))


def _unconfirmed(sentence: Sentence, trigger: TriggerMatch) -> bool:
    """Whether what reports say is said not to be confirmed: "reports of an explosion at X were not confirmed"."""
    rest = _rest_of_clause(sentence, trigger)
    confirmed = next((at for at in rest if sentence.is_in(at, "confirmed")), None)
    return (
        confirmed is not None and _report(sentence, trigger) and any(sentence.is_in(at, "negations") for at in range(rest.start, confirmed))
    )


def _remembered(sentence: Sentence, trigger: TriggerMatch) -> bool:
    """Whether an act is only remembered: "on the anniversary of the shelling of X"."""
    if trigger.family not in TOLD_OF_LATER:
        return False
    before = range(max(_scope(sentence, trigger).start, trigger.start - PLAN), trigger.start)
    return any(sentence.is_in(at, "remembered") and not _comma_between(sentence, at, trigger.start) for at in before)


def _tried(sentence: Sentence, trigger: TriggerMatch) -> bool:
    """Whether an act is what a court deals with: "the trial of a man accused of stabbing A", "jailed for the killing of B"."""
    if trigger.family not in TOLD_OF_LATER:
        return False
    scope = _scope(sentence, trigger)
    court = next((at for at in reversed(scope) if sentence.is_in(at, "court")), None)
    if court is None or _comma_between(sentence, court, trigger.start):
        return False
    return any(sentence.is_in(at, "court_links") for at in range(max(court + 1, trigger.start - NEAR), trigger.start))


def _depicted(sentence: Sentence, trigger: TriggerMatch) -> bool:
    """Whether an act is told by a work of art: "the film shows the siege of X"."""
    if trigger.family not in TOLD_OF_LATER:
        return False
    for at in range(max(_scope(sentence, trigger).start, trigger.start - PLAN), trigger.start):
        artwork = sentence.is_in(at, "tells") and any(sentence.is_in(step, "artworks") for step in range(max(0, at - NEAR), at))
        if (artwork or sentence.is_in(at, "depicting")) and not _comma_between(sentence, at, trigger.start):
            return True
    return False


def _called_off(sentence: Sentence, trigger: TriggerMatch) -> bool:
    """Whether what was arranged does not take place: "the visit to X was postponed", "he cancelled a trip to X"."""
    if trigger.family not in ARRANGED:
        return False
    before = range(max(_scope(sentence, trigger).start, trigger.start - NEAR), trigger.start)
    if any(sentence.is_in(at, "calling_off") and not _comma_between(sentence, at, trigger.start) for at in before):
        return True
    plain = not sentence.words["being"].forms  # languages that need no "was": "візит до X скасовано"
    return any(sentence.is_in(at, "called_off") and (plain or sentence.is_in(at - 1, "being")) for at in _rest_of_clause(sentence, trigger))


def _rest_of_clause(sentence: Sentence, trigger: TriggerMatch) -> range:
    """Tokens after a trigger that can bear on it: up to a mark, a contrast or a joined clause."""
    end = trigger.end
    while end < min(trigger.end + AFTER, len(sentence.tokens)) and not (
        sentence.low(end) in HARD
        or sentence.low(end) in {",", "."}
        or sentence.is_in(end, "clause_openers")
        or sentence.is_in(end, "coordinators")
    ):
        end += 1
    return range(trigger.end, end)


def _negated(sentence: Sentence, trigger: TriggerMatch) -> bool:
    if any(sentence.is_in(at, "negations") for at in range(trigger.start + 1, trigger.end)):
        return True
    scope = _scope(sentence, trigger)
    for at in range(max(scope.start, trigger.start - NEAR), trigger.start):
        if sentence.is_in(at, "negations") and not sentence.is_in(at + 1, "only") and not _comma_between(sentence, at, trigger.start):
            return True
    return False


def _comma_between(sentence: Sentence, start: int, end: int) -> bool:
    return any(sentence.low(at) in {",", '"', "”"} for at in range(start, end))


def _planned(sentence: Sentence, trigger: TriggerMatch) -> bool:
    if _to_come(sentence, trigger.end):
        return True
    for at in range(max(_scope(sentence, trigger).start, trigger.start - PLAN), trigger.end):
        if sentence.is_in(at, "futures") and not _past_between(sentence, at + 1, trigger.start):
            return True
        if at < trigger.start and sentence.is_in(at, "calls") and sentence.is_in(at + 1, "for"):
            return True
        if at < trigger.start and sentence.is_in(at, "plans") and _leads_to(sentence, at, trigger.start):
            return True
    return False


def _to_come(sentence: Sentence, at: int) -> bool:
    """Whether what stands before token ``at`` is put into the future: "the talks in X will be held", "evacuations are due to"."""
    while sentence.name_at(at) is not None or sentence.is_in(at, "prepositions") or sentence.is_in(at, "determiners"):
        at += 1
    return sentence.is_in(at, "futures") or (sentence.is_in(at, "being") and sentence.is_in(at + 1, "awaited"))


def _leads_to(sentence: Sentence, at: int, end: int) -> bool:
    """Whether a word of planning governs a trigger: "plans to attack", "due to visit", "a planned visit"."""
    if at == end - 1 or (sentence.is_in(at, "awaited") and sentence.is_in(at + 1, "at")):
        return True
    return any(sentence.is_in(step, "to") for step in range(at + 1, min(at + NEAR, end))) and not _past_between(sentence, at + 1, end)


def _past_between(sentence: Sentence, start: int, end: int) -> bool:
    return any(sentence.is_in(at, "saying") or sentence.low(at) == "," for at in range(start, end))


def _hypothetical(sentence: Sentence, trigger: TriggerMatch) -> bool:
    scope = _scope(sentence, trigger)
    inverted = 0 in scope and sentence.is_in(0, "inverted")  # "Had the missile hit X, ..."
    if inverted or any(sentence.is_in(at, "conditionals") for at in scope) or _unconfirmed(sentence, trigger):
        return True
    for at in range(max(scope.start, trigger.start - NEAR - 1), trigger.start):
        if sentence.is_in(at, "modals") and not (sentence.low(at) == "may" and sentence.tokens[at].text == "May" and at > 0):
            return True
        if sentence.is_in(at, "fears") and trigger.family != HARM and not _past_between(sentence, at + 1, trigger.start):
            return True
    return False


def attribution_of(sentence: Sentence) -> str | None:
    """Return the words that name who says what the sentence tells, None where nobody is named."""
    for at in range(len(sentence.tokens)):
        if sentence.is_in(at, "attribution"):
            return _ahead(sentence, at + 1 + sentence.is_in(at + 1, "to"))
    for at in range(len(sentence.tokens) - 1, -1, -1):
        if sentence.is_in(at, "saying"):
            named = _behind(sentence, at - 1)
            if named is not None:
                return named
    return None


def _ahead(sentence: Sentence, start: int) -> str | None:
    end = start
    while end < min(start + LONGEST_NAME, len(sentence.tokens)) and sentence.low(end) not in {",", ".", ";", ":"}:
        end += 1
    return _words_between(sentence, start, end)


def _behind(sentence: Sentence, at: int) -> str | None:
    while sentence.is_in(at, "auxiliaries") or sentence.is_in(at, "adverbs"):
        at -= 1
    start = at
    while (
        start >= max(at - LONGEST_NAME, 0)
        and sentence.low(start) not in {",", ".", ";", ":", '"', "”", "“"}
        and not sentence.is_in(start, "clause_openers")
    ):
        start -= 1
    return _words_between(sentence, start + 1, at + 1)


def _words_between(sentence: Sentence, start: int, end: int) -> str | None:
    if end <= start or all(len(token.low) < 3 for token in sentence.tokens[start:end]):  # noqa: PLR2004 - "he", "it"
        return None
    first, last = sentence.tokens[start], sentence.tokens[end - 1]
    offset = first.start
    return sentence.text[offset - sentence.span.start : last.end - sentence.span.start]
