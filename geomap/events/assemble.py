"""An event mention made an event: its days, position, toll, actors, evidence, id and confidence."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from geomap.events.actors import actors_of
from geomap.events.counts.toll import toll_of
from geomap.events.geometry import where_of
from geomap.events.mentions import EventMention
from geomap.events.modality import attributed, attribution_of
from geomap.events.ontology import ASSERTED, HAZARD, UNARRANGED
from geomap.events.sentence import Sentence
from geomap.events.spans import quote_spans, toll_quote_of, toll_spans
from geomap.events.temporal import MONTHLY_KINDS, Days, days_of, interval, is_background, month_of, news_day, zone_of
from geomap.model import Event, Evidence, Modality, PartKind, Post, Precision, Reason, TimeBasis

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

EFFECT_DAYS = 10  # tolls and ruins told so long after a disaster date to the day it struck
WEIGHT_CONFIDENCE = {1: 0.6, 2: 0.8, 3: 0.9, 4: 0.95, 5: 0.95}  # by hand, until they are calibrated on gold
NOON = time(12)
SAID_DAYS = 7  # what was said on Saturday had happened by then
UNSURE = 0.7  # "is unable to verify", "unconfirmed"
ID_DIGITS = 16  # hexadecimal digits: 64 bits, so that a million events share none


@dataclass(frozen=True, slots=True)
class Onset:
    """The day a disaster struck, and the time of the post that tells so."""

    told: datetime
    day: date


def local_time(post: Post, mention: EventMention) -> datetime | None:
    """Return the post's time on the clocks at the mention's place, None where the post has none.

    A day of which no time is stated is that day everywhere: its noon is taken; of a month, the noon of its last day.
    """
    published, where = post.published_at, zone_of(mention.place)
    if published is None:
        return None
    match post.published_precision:
        case Precision.TIME:
            local = published.astimezone(where)
            is_day = local.time() == time.min  # as programs write the days of their own country in UTC
            return datetime.combine(local.date(), NOON, where) if is_day else local
        case Precision.DAY:
            return datetime.combine(published.date(), NOON, where)
        case Precision.MONTH:
            return datetime.combine(month_of(published.date()).last, NOON, where)


def stated_days(post: Post, mention: EventMention) -> Days | None:
    """Return the days that the mention's own words name, None where they name none.

    In a post of which only the month is known, days that count from it ("on Tuesday", "yesterday") lie anywhere in the month.
    """
    local = local_time(post, mention)
    if mention.time is None or local is None:
        return None
    if post.published_precision is Precision.MONTH and mention.time.kind not in MONTHLY_KINDS:
        return month_of(local.date())
    over = mention.modality in {*ASSERTED, Modality.BACKGROUND} and mention.family in UNARRANGED
    return days_of(mention.time, local, ahead=mention.modality is Modality.PLANNED, over=over)


def date_modality(post: Post, mention: EventMention) -> None:
    """Set the days of a mention, and make what lies far back background and what is still to come a plan."""
    local, days = local_time(post, mention), stated_days(post, mention)
    mention.days = days
    if local is None or days is None or mention.modality not in ASSERTED:
        return
    told_from = local.date().replace(day=1) if post.published_precision is Precision.MONTH else local.date()
    if is_background(days, told_from):
        mention.modality = Modality.BACKGROUND
    elif days.coming:
        mention.modality = Modality.PLANNED


def event_of(post: Post, mention: EventMention, gazetteer: Gazetteer | None, onsets: Sequence[Onset] = ()) -> Event:
    """Return the event that a mention tells."""
    days = stated_days(post, mention)
    local = local_time(post, mention)
    if days is None and local is not None:
        days = _effect_days(mention, local, onsets) or _default_days(post, mention, local)
    when = None if days is None else interval(days, zone_of(mention.place))
    sentence = mention.sentence
    kind = mention.trigger.kind
    toll = toll_of(mention.counts)
    quote = post.text[sentence.span.start : sentence.span.end]
    name = mention.site.name.resolution.mention
    evidence = Evidence(
        post_id=post.id,
        start=sentence.span.start,
        end=sentence.span.end,
        quote=quote,
        source=post.source,
        published_at=post.published_at,
        published_precision=post.published_precision,
        url=post.url,
        title=post.title,
        trigger=mention.trigger.text,
        toll=toll,
        toll_quote=toll_quote_of(post, mention),
        spans=quote_spans(mention),
        toll_spans=toll_spans(mention),
        document_sha256=post.document_sha256,
        retrieved_at=post.retrieved_at,
    )
    return Event(
        id=event_id(post.id, quote, f"{name.start - sentence.span.start}:{name.text}", kind.sub_type),
        type=kind.type,
        sub_type=kind.sub_type,
        code=kind.code,
        when=when,
        where=where_of(mention.site, gazetteer),
        evidence=(evidence,),
        modality=mention.modality,
        confidence=_confidence(mention),
        actors=tuple(actors_of(sentence)),
        toll=toll,
        attribution=attribution_of(sentence),
        language=sentence.words.language.code,
        reasons=_reasons(mention),
    )


def _effect_days(mention: EventMention, local: datetime, onsets: Sequence[Onset]) -> Days | None:
    """Tolls and ruins of a disaster date to the day it struck, as the page tells it."""
    if mention.family not in HAZARD or (mention.is_onset and not mention.sentence.is_in(0, "definite")):
        return None
    days = [onset.day for onset in onsets if timedelta(0) <= local.date() - onset.day <= timedelta(EFFECT_DAYS) and onset.told <= local]
    return Days(max(days), max(days), basis=TimeBasis.RELATIVE) if days else None


def _default_days(post: Post, mention: EventMention, local: datetime) -> Days:
    if post.published_precision is Precision.MONTH:
        return month_of(local.date())
    day = news_day(local)
    if mention.speech_time is not None:
        said = days_of(mention.speech_time, local)
        if said is not None and timedelta(0) <= day - said.first <= timedelta(SAID_DAYS):
            day = said.first
    return Days(day, day, basis=TimeBasis.PUBLISHED)


def _confidence(mention: EventMention) -> float:
    if mention.probability is not None:
        return round(mention.probability, 4)
    resolution = mention.site.name.resolution
    placed = resolution.confidence if resolution.confidence is not None else 0.5
    # Without a place, that something is told. The mean keeps it on the scale of the gate's probabilities, with which it shares the least
    # confidence to be shown.
    sure = math.sqrt(resolution.mention.confidence * (placed if resolution.place is not None else 1.0))
    sure *= WEIGHT_CONFIDENCE[min(mention.trigger.weight, 5)]
    doubted = any(_doubts(sentence) for sentence in (mention.sentence, *mention.later))
    return round(sure * (UNSURE if doubted else 1.0), 4)


def _doubts(sentence: Sentence) -> bool:
    return any(token.low in sentence.words["unsure"] for token in sentence.tokens)


def _reasons(mention: EventMention) -> tuple[Reason, ...]:
    told = (
        f"“{mention.trigger.text}” expresses" if mention.trigger.text != mention.site.name.resolution.mention.text else "the text expresses"
    )
    reasons = [
        Reason(text=f"{told} the type {mention.trigger.kind.sub_type}", weight=float(mention.trigger.weight)),
        Reason(text=f"the place is the site of the event ({mention.site.reason})", weight=1.0),
    ]
    reasons += [
        Reason(text=f"{'for' if weight > 0 else 'against'} a site: {name}", weight=round(weight, 2)) for name, weight in mention.weighed
    ]
    reasons += [Reason(text=f"its count is {why}", weight=round(share, 2)) for why, share in mention.counted]
    if mention.time is not None:
        who = "the sentence states" if mention.carried is None else "a sentence before states"
        reasons.append(Reason(text=f"{who} the time", weight=1.0))
    if mention.sentence.span.kind is PartKind.HEADLINE:
        reasons.append(Reason(text="only the headline reports it", weight=-0.5))
    if attributed(mention.sentence):
        reasons.append(Reason(text="attributed to a source", weight=0.0))
    if any(_doubts(sentence) for sentence in (mention.sentence, *mention.later)):
        reasons.append(Reason(text="the post says that it could not be confirmed", weight=-1.0))
    return tuple(reasons)


def event_id(post_id: str, quote: str, mention: str, trigger: str) -> str:
    """Return an event's id from its first mention: the post, the words, the name in them and what told it; never the place resolved."""
    content = f"{post_id}\x1f{quote}\x1f{mention}\x1f{trigger}"
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:ID_DIGITS]
