"""The kind of event that a text tells, wherever it was: for rows of tables that give a place and words, and no type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geomap.event_types import UNSPECIFIED, EventType
from geomap.events.lexicon import find_lexicon
from geomap.events.sentence import read_sentence
from geomap.lang import language_of
from geomap.lang.sentences import sentences
from geomap.model import Event, Post


def typed_by_words(events: Iterable[Event]) -> list[Event]:
    """Return events, those of no stated type with the type that their words tell; where no word does, they stay as they are.

    Args:
        events: The events of tables.
    """
    return [_typed(event) if event.sub_type == UNSPECIFIED[1] else event for event in events]


def _typed(event: Event) -> Event:
    told = event.evidence[0]
    kind = _kind_of(told.quote, event.language) or _kind_of(told.title or "", event.language)
    return event if kind is None else replace(event, type=kind.type, sub_type=kind.sub_type, code=kind.code)


def _kind_of(text: str, language: str | None) -> EventType | None:
    """Return the kind of the firmest trigger in a text, of equally firm ones that of the first."""
    post = Post(id="", source="", text=text, language=language)
    words = find_lexicon(language_of(post)) if text else None
    if words is None:
        return None
    found = [trigger for span in sentences(post, words.language) for trigger in read_sentence(text, span, (), words).triggers]
    return max(found, key=lambda trigger: trigger.weight).kind if found else None
