"""A settled draft made an event: its days, its position, its toll, its evidence and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from geomap.events.actors import actors_of
from geomap.events.attribution import attribution_of
from geomap.events.draft import HAZARD, SHOWN, Draft
from geomap.events.ids import event_id
from geomap.events.modality import attributed
from geomap.events.reading import Reading
from geomap.events.toll import toll_of
from geomap.events.when import Days, days_of, interval, is_background, news_day, zone_of
from geomap.events.where import where_of
from geomap.model import Event, Evidence, Modality, PartKind, Post, Reason, TimeBasis

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

EFFECT_DAYS = 10  # tolls and ruins told so long after a disaster date to the day it struck
WEIGHT_CONFIDENCE = {1: 0.5, 2: 0.7, 3: 0.85, 4: 0.9, 5: 0.9}  # by hand, until they are calibrated on gold
NOON = time(12)
SAID_DAYS = 7  # what was said on Saturday had happened by then
UNSURE = 0.7  # "is unable to verify", "unconfirmed"


@dataclass(frozen=True, slots=True)
class Onset:
    """The day a disaster struck, and the time of the post that tells so."""

    told: datetime
    day: date


def local_time(post: Post, draft: Draft) -> datetime | None:
    """Give the post's time on the clocks at the draft's place, None where the post has none."""
    return None if post.published_at is None else _of_day(post.published_at, zone_of(draft.place))


def stated_days(post: Post, draft: Draft) -> Days | None:
    """Give the days that the draft's own words name, None where they name none."""
    local = local_time(post, draft)
    if draft.time is None or local is None:
        return None
    return days_of(draft.time, local, ahead=draft.modality is Modality.PLANNED)


def date_modality(post: Post, draft: Draft) -> None:
    """Make what lies far back background, and what is still to come a plan."""
    local, days = local_time(post, draft), stated_days(post, draft)
    draft.days = days
    if local is None or days is None or draft.modality not in SHOWN:
        return
    if is_background(days, local.date()):
        draft.modality = Modality.BACKGROUND
    elif days.coming:
        draft.modality = Modality.PLANNED


def telling_of(post: Post, draft: Draft, gazetteer: Gazetteer | None, onsets: Sequence[Onset] = ()) -> Event:
    """Make the event that a draft tells."""
    days = stated_days(post, draft)
    local = local_time(post, draft)
    if days is None and local is not None:
        days = _effect_days(draft, local, onsets) or _default_days(draft, local)
    when = None if days is None else interval(days, zone_of(draft.place))
    reading = draft.reading
    kind = draft.hit.trigger.kind
    toll = toll_of(draft.counts)
    quote = post.text[reading.span.start : reading.span.end]
    trigger = draft.hit.text
    mention = draft.spot.name.resolution.mention
    evidence = Evidence(
        post_id=post.id,
        start=reading.span.start,
        end=reading.span.end,
        quote=quote,
        source=post.source,
        published_at=post.published_at,
        url=post.url,
        title=post.title,
        trigger=trigger,
        toll=toll,
    )
    return Event(
        id=event_id(post.id, quote, f"{mention.start - reading.span.start}:{mention.text}", kind.sub_type),
        type=kind.type,
        sub_type=kind.sub_type,
        code=kind.code,
        when=when,
        where=where_of(draft.spot, gazetteer),
        evidence=(evidence,),
        modality=draft.modality,
        confidence=_confidence(draft),
        actors=actors_of(draft),
        toll=toll,
        attribution=attribution_of(reading),
        language=reading.words.language.code,
        reasons=_reasons(draft, trigger),
    )


def _of_day(published: datetime, where: tzinfo) -> datetime:
    """Give a time in UTC where something happened; of a midnight, as which a day without a clock is read, the noon of its day."""
    local = published.astimezone(where)
    for told in (published, local):
        if told.time() == time.min:
            return datetime.combine(told.date(), NOON, where)
    return local


def _effect_days(draft: Draft, local: datetime, onsets: Sequence[Onset]) -> Days | None:
    """Tolls and ruins of a disaster date to the day it struck, as the page tells it."""
    if draft.family not in HAZARD or (draft.is_onset and not draft.reading.is_in(0, "definite")):
        return None
    days = [onset.day for onset in onsets if timedelta(0) <= local.date() - onset.day <= timedelta(EFFECT_DAYS) and onset.told <= local]
    return Days(max(days), max(days), basis=TimeBasis.RELATIVE) if days else None


def _default_days(draft: Draft, local: datetime) -> Days:
    day = news_day(local)
    if draft.speech_time is not None:
        said = days_of(draft.speech_time, local)
        if said is not None and timedelta(0) <= day - said.first <= timedelta(SAID_DAYS):
            day = said.first
    return Days(day, day, basis=TimeBasis.PUBLISHED)


def _confidence(draft: Draft) -> float:
    resolution = draft.spot.name.resolution
    sure = resolution.mention.confidence * (resolution.confidence if resolution.confidence is not None else 0.5)
    sure *= WEIGHT_CONFIDENCE[min(draft.hit.trigger.weight, 5)]
    doubted = any(_doubts(reading) for reading in (draft.reading, *draft.later))
    return round(sure * (UNSURE if doubted else 1.0), 4)


def _doubts(reading: Reading) -> bool:
    return any(token.low in reading.words["unsure"] for token in reading.tokens)


def _reasons(draft: Draft, trigger: str) -> tuple[Reason, ...]:
    reasons = [
        Reason(text=f"“{trigger}” tells {draft.hit.trigger.kind.sub_type}", weight=float(draft.hit.trigger.weight)),
        Reason(text=f"the place is its site: {draft.spot.reason}", weight=1.0),
    ]
    if draft.time is not None:
        reasons.append(Reason(text="the sentence names the time", weight=1.0))
    if draft.reading.span.kind is PartKind.HEADLINE:
        reasons.append(Reason(text="told by the headline alone", weight=-0.5))
    if attributed(draft.reading):
        reasons.append(Reason(text="attributed to a source", weight=0.0))
    if any(_doubts(reading) for reading in (draft.reading, *draft.later)):
        reasons.append(Reason(text="the post says that it could not be confirmed", weight=-1.0))
    return tuple(reasons)
