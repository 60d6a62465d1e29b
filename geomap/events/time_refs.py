"""Expressions of time in a sentence: "overnight", "in the last 24 hours", "late September 2022", "from March 5 to 8"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.events.day_refs import date_at, is_day, is_of_speech, is_since, may_begin_day, month_at, weekday_at, year_after, year_at
from geomap.events.ontology import TimeKind
from geomap.events.sentence import Sentence
from geomap.events.time_model import AFTER, ANCHORS, CALENDAR, ONLY_RELATED, RELATED, TimeRef

DATELINE = 4  # tokens
BESIDE = 3  # tokens between "ночной" and the act that was at night
WEEK_LINKS = 3  # tokens between a day and its week: "Friday of the last week"
WEEKS = frozenset({TimeKind.LAST_WEEK, TimeKind.PAST_WEEK})
DASHES = frozenset({"-", "–", "—"})


def time_refs(sentence: Sentence, told: TimeRef | None = None) -> list[TimeRef]:
    """Return the time expressions of a sentence by position; none overlap.

    Args:
        sentence: The sentence.
        told: The day that the sentence before it names last, from which "two days earlier" counts.
    """
    found: list[TimeRef] = []
    words, end = sentence.words, 0
    for at, token in enumerate(sentence.tokens):
        begins = at >= end and (words.times.may_begin(token.low) or may_begin_day(sentence, at))
        ref = _at(sentence, at) if begins else None
        if ref is not None:
            found.append(ref)
            end = ref.end
    return _anchored(_joined(sentence, found), told)


def last_day(refs: Sequence[TimeRef]) -> TimeRef | None:
    """Return the day that a sentence names last, None where it names none."""
    return next((ref for ref in reversed(refs) if ref.kind in ANCHORS and not ref.since), None)


def _anchored(refs: Sequence[TimeRef], told: TimeRef | None) -> list[TimeRef]:
    """Return the times, each that counts from another day with that day: one before it in the sentence, else in the one before."""
    anchored: list[TimeRef] = []
    for ref in refs:
        if ref.kind not in RELATED:
            anchored.append(replace(ref, anchor=last_day(anchored)) if ref.kind in AFTER else ref)
            continue
        anchor = last_day(anchored) or told
        if anchor is not None or ref.kind not in ONLY_RELATED:
            anchored.append(replace(ref, anchor=anchor))
    return anchored


def _at(sentence: Sentence, at: int) -> TimeRef | None:
    if sentence.name_at(at) is not None or _in_dateline(sentence, at):
        return None
    for rule in (weekday_at, date_at, _phrase, month_at, year_at):
        ref = rule(sentence, at)
        if ref is not None:
            return None if ref.kind in CALENDAR and _of_birth(sentence, ref) else ref
    return None


def _of_birth(sentence: Sentence, ref: TimeRef) -> bool:
    """Whether a date or year is that of a birth: "born in 1965", "1965 року народження"."""
    return any(sentence.is_in(at, "births") for at in (ref.start - 2, ref.start - 1, ref.end, ref.end + 1))


def _in_dateline(sentence: Sentence, at: int) -> bool:
    """Whether a date belongs to the head of a report: "KYIV, March 13 - "."""
    if at > DATELINE or not sentence.names or sentence.names[0].start > 0:
        return False
    return any(sentence.low(step) in DASHES for step in range(at + 1, at + 4)) and not any(
        sentence.triggers and trigger.start <= at for trigger in sentence.triggers
    )


def _phrase(sentence: Sentence, at: int) -> TimeRef | None:
    matches = sentence.words.times.find_at(sentence.view, at)
    if not matches:
        return None
    match, kind = max(matches, key=lambda row: row[0].end)
    adjective = sentence.is_in(at, "time_adjectives")
    if kind is TimeKind.OVERNIGHT and (_names_day(sentence, match.end) or (adjective and not _is_of_act(sentence, at))):
        return None  # the night is that of the day: "dans la nuit de lundi"; or it is no time: "ночной клуб"
    number = next((sentence.numbers[step].value for step in range(match.start, match.end) if step in sentence.numbers), None)
    return TimeRef(
        kind,
        match.start,
        match.end,
        number,
        night=kind is TimeKind.SAME_DAY and sentence.is_in(match.end - 1, "nights"),
        since=is_since(sentence, at),
        genitive=adjective,
        of_speech=kind not in AFTER and is_of_speech(sentence, at),
    )


def _names_day(sentence: Sentence, at: int) -> bool:
    """Whether the day of a night follows: "dans la nuit de lundi", "overnight to Monday", "в ночь на 6 марта", "ночью в понедельник"."""
    step = at + any(sentence.is_in(at, name) for name in ("prepositions", "of", "night_ends"))
    if step >= len(sentence.tokens):
        return False
    number = sentence.numbers.get(step)
    if number is not None and is_day(number) and _joins(sentence, number.end):  # "du 5 au 6 mars"
        step = number.end + 1
    return sentence.low(step) in sentence.words.weekdays or (step < len(sentence.tokens) and date_at(sentence, step) is not None)


def _is_of_act(sentence: Sentence, at: int) -> bool:
    """Whether an adjective of time stands with the act that it dates: "ночной обстрел", "ataque nocturno"."""
    return any(at < trigger.end + 1 and trigger.start <= at + BESIDE for trigger in sentence.triggers)


def _joined(sentence: Sentence, refs: list[TimeRef]) -> list[TimeRef]:
    """Return the time expressions with days that are told together as one: "March 5 and 6", "9-11 August", "from March 5 to April 2"."""
    joined: list[TimeRef] = []
    for ref in refs:
        if joined and _is_other_end_of_night(sentence, joined[-1], ref):
            continue
        one = _as_one_day(sentence, joined[-1], ref) if joined else None
        if one is not None:
            joined[-1] = one
        elif ref.kind is not TimeKind.DATE:
            joined.append(ref)
        elif joined and _is_end_of(sentence, joined[-1], ref):
            first = joined[-1]
            joined[-1] = replace(ref, start=first.start, first_day=first.day, first_month=first.month, of_speech=first.of_speech)
        else:
            joined.append(_with_last(sentence, ref) or _with_first(sentence, ref) or ref)
    return joined


def _as_one_day(sentence: Sentence, first: TimeRef, second: TimeRef) -> TimeRef | None:
    """Return two expressions that name one day as one: "Tuesday, March 12", "Friday of last week"; None where they do not."""
    between = range(first.end, second.start)
    if first.kind is TimeKind.WEEKDAY and second.kind is TimeKind.DATE and all(_links_day(sentence, step) for step in between):
        return replace(second, start=first.start, night=first.night or second.night, eve=first.eve or second.eve, of_speech=first.of_speech)
    if len(between) > WEEK_LINKS or any(sentence.low(step) in {";", "."} for step in between):
        return None
    day, week = (first, second) if first.kind is TimeKind.WEEKDAY else (second, first)
    if day.kind is not TimeKind.WEEKDAY or week.kind not in WEEKS or sentence.is_in(week.start - 1, "and"):
        return None
    return replace(day, start=first.start, end=second.end, last_week=week.kind is TimeKind.LAST_WEEK, since=first.since)


def _links_day(sentence: Sentence, at: int) -> bool:
    return sentence.low(at) in {",", "("} or sentence.is_in(at, "articles")


def _is_other_end_of_night(sentence: Sentence, first: TimeRef, ref: TimeRef) -> bool:
    """Whether a day is only where the night of the one before it ends: "la noche del lunes al martes", "с понедельника на вторник"."""
    is_next = first.night and ref.kind is TimeKind.WEEKDAY and ref.number == ((first.number or 0) + 1) % 7
    return is_next and ref.start - first.end == 1 and (_joins(sentence, first.end) or sentence.is_in(first.end, "night_ends"))


def _joins(sentence: Sentence, at: int) -> bool:
    return sentence.low(at) in DASHES or sentence.is_in(at, "day_joiners")


def _joiner_before(sentence: Sentence, at: int) -> int:
    """Return where the word stands that joins the day at ``at`` to one before it; an article may follow it: "entre el 5 y el 8"."""
    return at - 2 if sentence.is_in(at - 1, "articles") and sentence.is_in(at - 2, "day_joiners") else at - 1


def _is_end_of(sentence: Sentence, first: TimeRef, ref: TimeRef) -> bool:
    """Whether a day ends the days that the one before it begins; "on 5 March and 8 March" are two days, "between" them are all."""
    joiner = _joiner_before(sentence, ref.start)
    if first.kind is not TimeKind.DATE or first.first_day is not None or joiner != first.end or not _joins(sentence, joiner):
        return False
    return not sentence.is_in(first.end, "and") or _is_between(sentence, first.start)


def _is_between(sentence: Sentence, at: int) -> bool:
    return sentence.is_in(at - 1 - sentence.is_in(at - 1, "articles"), "betweens")


def _with_last(sentence: Sentence, ref: TimeRef) -> TimeRef | None:
    """Return "March 5 and 6" as both days; None where one day only is told: "on March 5 and 6 people"."""
    number = sentence.numbers.get(ref.end + 1)
    if number is None or ref.start in sentence.numbers or ref.year is not None or not _joins(sentence, ref.end):
        return None
    if not is_day(number) or number.value is None or number.value <= (ref.day or 0):
        return None
    year, end = year_after(sentence, number.end)
    following = sentence.low(end)
    if following.isalnum() and not sentence.is_in(end, "prepositions"):
        return None
    return replace(ref, end=end, day=number.value, year=year, first_day=ref.day, first_month=ref.month)


def _with_first(sentence: Sentence, ref: TimeRef) -> TimeRef | None:
    """Return "5 and 6 March" as both days, None where one day only is told."""
    at = _joiner_before(sentence, ref.start)
    number = next((known for known in sentence.numbers.values() if known.end == at), None)
    of_night = number is not None and sentence.is_in(at, "night_ends") and sentence.is_in(number.start - 2, "nights")
    if number is None or ref.start not in sentence.numbers or not (of_night or _joins(sentence, at)):
        return None
    if not is_day(number) or number.value is None or number.value >= (ref.day or 0):
        return None
    before = number.start - 1
    opened = sentence.is_in(before, "prepositions") or sentence.is_in(before, "articles") or sentence.is_in(before, "day_nouns")
    if sentence.low(at) not in DASHES and before >= 0 and not opened:
        return None  # "a man of 5 and 6 March"
    since = sentence.is_in(at, "and") and is_since(sentence, number.start)
    return replace(ref, start=number.start, first_day=number.value, first_month=ref.month, since=since)
