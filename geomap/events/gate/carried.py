"""The day that a sentence before states holds for one without a day: "Shops burned in X on Friday. In Y, a hotel was looted."."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from geomap.events.gate.view import PostView
from geomap.events.mentions import EventMention, SentenceReading
from geomap.events.ontology import ASSERTED
from geomap.events.sentence import Sentence
from geomap.events.temporal import DAY, days_of
from geomap.events.time_model import ANCHORS, TimeRef
from geomap.model import PartKind

# Chosen on annotated posts: of events without a day whose post names one before, 157 have that day and 65 the day of the post; what lies
# more than three days back is that of something else twice as often as not.
MOST_DAYS_BACK = 3
LABELS = frozenset({":", "-", "–", "—"})


def carried_time(view: PostView, mention: EventMention, local: datetime) -> TimeRef | None:
    """Return the time that an earlier sentence states and that holds for a mention, None where there is none.

    Args:
        view: The post.
        mention: An event mention whose own sentences state no time.
        local: The local time of the post.
    """
    if mention.modality not in ASSERTED or mention.time is not None or mention.speech_time is not None:
        return None
    own = next((number for number, reading in enumerate(view.readings) if reading.sentence is mention.sentence), 0)
    if is_place_alone(view.readings[own].sentence):  # of which the sentence below tells
        return None
    for reading in reversed(view.readings[:own]):
        if _begins_anew(view.readings[own]) or is_place_alone(reading.sentence):
            return None
        told = next((ref for ref in reversed(reading.refs) if _is_of_event(ref, reading)), None)
        if told is not None:
            return told if _is_recent(told, local) else None
        own -= 1
    return None


def is_place_alone(sentence: Sentence) -> bool:
    """Return whether a line is the name of a place and no more: what stands below it is told of that place."""
    named = all(sentence.name_at(step) is not None or not sentence.low(step).isalnum() for step in range(len(sentence.tokens)))
    return named and bool(sentence.names)


def _begins_anew(reading: SentenceReading) -> bool:
    """Whether a sentence begins something of its own: an item of a list, or a line that opens with the place it is about ("Mandera:")."""
    sentence = reading.sentence
    if sentence.span.kind is PartKind.ITEM or sentence.items:
        return True
    first = next(iter(sentence.names), None)
    label = first is not None and first.start == 0 and sentence.low(first.end) in LABELS
    return label or (bool(sentence.tokens) and not sentence.tokens[0].text[0].isalnum())


def _is_of_event(ref: TimeRef, reading: SentenceReading) -> bool:
    """Whether a time dates something that has happened, and not what was said, is planned or has gone on since."""
    planned = bool(reading.triggers) and not any(modality in ASSERTED for modality in reading.modalities)
    return ref.kind in ANCHORS and not (ref.since or ref.of_speech or planned)


def _is_recent(ref: TimeRef, local: datetime) -> bool:
    days = days_of(ref, local, over=True)
    return days is not None and days.precision == DAY and _back(days.last, local) <= MOST_DAYS_BACK and days.last <= local.date()


def _back(day: date, local: datetime) -> int:
    return (local.date() - day) // timedelta(1)
