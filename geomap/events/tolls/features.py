"""What is known of a count and an event that it may belong to, without the identity of any word."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence

from geomap.events.mentions import SentenceReading
from geomap.events.ontology import TimeKind
from geomap.events.spatial import WIDE_KINDS, contains
from geomap.events.syntax import clauses
from geomap.events.tolls.post import Nearness, PostCounts, Told
from geomap.model import PartKind

Features = dict[str, float]

STEPS = (0, 1, 2, 4, 8, 16)
COUNTS = (1, 2, 5, 20, 100, 1000)
PAST = frozenset({TimeKind.MONTH, TimeKind.YEAR, TimeKind.LAST_YEAR, TimeKind.LONG_AGO, TimeKind.LAST_MONTH, TimeKind.PAST_MONTHS})
MOST_SENTENCES = 4
RIGHT_AFTER = 2  # tokens: "in the"
MOST_RIVALS = 10  # counts of the same harm before and after a count that it is compared with
MOST_CROSSED = 20  # sentences between a count and an event that are looked at
FARTHEST = 40.0  # what stands farther is as far
JOINTS = ("prepositions", "and", "clause_openers", "relatives", "auxiliaries", "contrasting", "subset")  # classes of words between
OPENERS = {"(": "parenthesis", ")": "parenthesis", ",": "comma", ":": "colon", ";": "semicolon", "—": "dash", "–": "dash"}


# What says different things of a count in the sentence of the event, of one in the next sentence, and of one farther off.
_BY_WHERE = (
    *("only event", "last event before", "event in headline", "holds another event", "lies in another event"),
    *("event is wide", "likeliest event", "nearest of its harm", "next of its harm", "event names another of its harm", "rival is larger"),
    *("count is total", "told again", "first of its harm", "count beside no trigger", "count beside the family"),
    *("count beside another family", "rules give it", "rules go on", "apart part", "apart names no place", "inside cheapest"),
    *("inside clause", "inside right after", "inside site after", "trigger nearest"),
)
_WHERE = frozenset(
    {
        "inside home",
        "inside elsewhere",
        *(f"apart {side} {gap}" for side in ("after", "before") for gap in range(MOST_SENTENCES + 1)),
    }
)


def step(number: float, tops: Sequence[int] = STEPS) -> str:
    """Return the range that a number lies in, as part of a feature's name."""
    return next((str(top) for top in tops if number <= top), "more")


# --- the count alone --------------------------------------------------------------------------------------------------


def count_features(post: PostCounts, number: int) -> Features:
    """Return what is known of a count."""
    told = post.told[number]
    count, reading = told.count, post.view.readings[told.reading]
    features: Features = {
        "any": 1.0,
        "count " + step(count.count, COUNTS): 1.0,
        "harm " + count.harm.value: 1.0,
        "count in " + reading.sentence.span.kind.value: 1.0,
        "count names " + step(len(reading.sentence.names)): 1.0,
        "count beside the past": float(any(ref.kind in PAST or ref.since for ref in reading.refs)),
        "count beside no trigger": float(not reading.triggers),
    }
    features |= {"count is " + name: 1.0 for name in ("total", "cumulative", "more", "part", "enemy") if getattr(count, name)}
    features |= {"count beside time " + ref.kind.learned.value: 1.0 for ref in reading.refs}
    features |= {"count beside " + modality.value: 1.0 for modality in reading.modalities}
    return features | _among_others(post, number)


def _among_others(post: PostCounts, number: int) -> Features:
    """Return how a count compares with the others of its harm."""
    told = post.told[number]
    others = _rivals(post, number)
    counts = [post.told[other].count for other in others]
    parts = [other.count for other in counts if other.count < told.count.count]
    return {
        "rivals " + step(len(others)): 1.0,
        "rivals in its sentence " + step(sum(post.told[other].reading == told.reading for other in others)): 1.0,
        "rival is larger": float(any(other.count > told.count.count for other in counts)),
        "rival is smaller": float(bool(parts)),
        "rival is a total": float(any(other.total for other in counts)),
        "rivals sum up to it": float(len(parts) > 1 and sum(parts) == told.count.count),
        "told again": float(any(other.count == told.count.count for other in counts)),
        "first of its harm": float(all(other > number for other in others)),
        "last of its harm": float(all(other < number for other in others)),
    }


def _rivals(post: PostCounts, number: int) -> Sequence[int]:
    """Return the counts of the same harm that are told around a count."""
    same = post.by_harm[post.told[number].count.harm]
    at = bisect.bisect_left(same, number)
    return (*same[max(at - MOST_RIVALS, 0) : at], *same[at + 1 : at + 1 + MOST_RIVALS])


# --- the event alone --------------------------------------------------------------------------------------------------


def event_features(post: PostCounts, at: int) -> Features:
    """Return what is known of an event."""
    mention, home = post.mentions[at], post.homes[at]
    others = [other for other in post.owners if other != at]
    place = mention.place
    return {
        "event " + mention.modality.value: 1.0,
        "event at " + (place.kind.value if place is not None else "none"): 1.0,
        "event probability": _chance(post, at),
        f"event probability {int(5 * _chance(post, at))}": 1.0,
        "event in headline": float(mention.headline),
        "event is wide": float(place is not None and place.kind in WIDE_KINDS),
        "event has a time": float(mention.time is not None),
        "only event": float(not others),
        "events " + step(len(post.mentions)): 1.0,
        "likeliest event": float(all(_chance(post, at) >= _chance(post, other) for other in others)),
        "events in its sentence " + step(sum(post.homes[other] == home for other in others)): 1.0,
        "holds another event": float(place is not None and any(_inside(post, at, other) for other in others)),
        "lies in another event": float(place is not None and any(_inside(post, other, at) for other in others)),
    }


def _chance(post: PostCounts, at: int) -> float:
    probability = post.mentions[at].probability
    return 0.5 if probability is None else probability


def _inside(post: PostCounts, outer: int, inner: int) -> bool:
    first, second = post.mentions[outer].place, post.mentions[inner].place
    return first is not None and second is not None and contains(first, second)


# --- both -------------------------------------------------------------------------------------------------------------


def pair_features(post: PostCounts, number: int, at: int) -> Features:
    """Return what is known of a count together with an event."""
    told, mention = post.told[number], post.mentions[at]
    reading, harm = post.view.readings[told.reading], told.count.harm
    same = [one for one in mention.counts if one.harm is harm]
    given = post.is_given(number, at)
    families = {trigger.family for trigger in reading.triggers}
    before = [post.homes[other] for other in post.owners if post.homes[other] <= told.reading]
    features: Features = {
        f"{harm.value} of {mention.trigger.kind.sub_type}": 1.0,
        f"{harm.value} of family {mention.family}": 1.0,
        "rules give it": float(given),
        "rules give it another": float(bool(same) and not given),
        "count beside the family": float(mention.family in families),
        "count beside another family": float(bool(families - {mention.family, "harm", "ruin"})),
        "rules go on": float(any(later is reading.sentence for later in mention.later)),
        "last event before": float(bool(before) and post.homes[at] == max(before)),
    }
    near = post.near(number).get(at)
    features |= _apart(post, told, at) if near is None else _within(post, number, at, near)
    return features | _ranked(post, number, at)


def _ranked(post: PostCounts, number: int, at: int) -> Features:
    """Return whether other counts of the harm stand nearer to the event."""
    mine, reading = _gap(post, number, at), post.told[number].reading
    others = _rivals(post, number)
    gaps = [_gap(post, other, at) for other in others]
    return {
        "nearest of its harm": float(all(mine <= gap for gap in gaps)),
        "next of its harm": float(
            reading >= post.homes[at] and all(not post.homes[at] <= post.told[other].reading < reading for other in others)
        ),
        "event names another of its harm": float(any(at in post.near(other) for other in others)),
    }


def _gap(post: PostCounts, number: int, at: int) -> tuple[int, float]:
    near = post.near(number).get(at)
    return (0, near.cost) if near is not None else (abs(post.told[number].reading - post.homes[at]), 0.0)


# --- in one sentence --------------------------------------------------------------------------------------------------


def _within(post: PostCounts, number: int, at: int, near: Nearness) -> Features:
    told, name = post.told[number], near.name
    sentence = post.sentence(number)
    costs = {other: one for other, one in post.near(number).items() if other != at}
    part = clauses(sentence)
    own = place.id if (place := post.mentions[at].place) is not None else ""
    strange = [other for other in sentence.names if other.literal and other.place is not None and other.place.id != own]
    after = name.start >= told.count.at
    features: Features = {
        "inside": 1.0,
        "inside home" if post.homes[at] == told.reading else "inside elsewhere": 1.0,
        "inside away " + step(near.away): 1.0,
        "inside away": min(near.away, FARTHEST) / 10,
        "inside site after" if after else "inside site before": 1.0,
        "inside right after": float(0 <= name.start - told.count.end <= RIGHT_AFTER),
        "inside clause": float(part[name.start] == part[min(told.count.at, len(part) - 1)]),
        "inside rivals " + step(len(costs)): 1.0,
        "inside nearest": float(all(near.away <= one.away for one in costs.values())),
        "inside cheapest": float(all(near.cost <= one.cost for one in costs.values())),
        "inside not cheapest": float(any(near.cost > one.cost for one in costs.values())),
        "inside strange " + step(len(strange)): 1.0,
    }
    return features | _between(post, number, near) | _beside_trigger(post, number, at)


def _between(post: PostCounts, number: int, near: Nearness) -> Features:
    """Return what stands between a count and a place: the marks, the classes of words, other names and counts."""
    told, name, sentence = post.told[number], near.name, post.sentence(number)
    side = "after" if name.start >= told.count.at else "before"
    start, end = (told.count.end, name.start) if side == "after" else (name.end, told.count.at)
    tokens = range(start, end)
    features: Features = {f"{side} {OPENERS[low]}": 1.0 for low in {sentence.low(at) for at in tokens} & OPENERS.keys()}
    features |= {f"{side} {joint}": 1.0 for joint in JOINTS if any(sentence.is_in(at, joint) for at in tokens)}
    names = sum(start <= other.start < end for other in sentence.names)
    counts = sum(one.reading == told.reading and start <= one.count.at < end for one in post.told)
    features[f"{side} names between " + step(names)] = 1.0
    features[f"{side} counts between " + step(counts)] = 1.0
    return features


def _beside_trigger(post: PostCounts, number: int, at: int) -> Features:
    """Return how near the words that tell the event stand to the count."""
    told, mention = post.told[number], post.mentions[at]
    if post.homes[at] != told.reading:
        return {}
    away = _to_trigger(told, mention.trigger.start, mention.trigger.end)
    others = [
        _to_trigger(told, post.mentions[other].trigger.start, post.mentions[other].trigger.end)
        for other in post.near(number)
        if other != at and post.homes[other] == told.reading
    ]
    return {
        "trigger away " + step(away): 1.0,
        "trigger nearest": float(all(away <= other for other in others)),
        "trigger before": float(mention.trigger.end <= told.count.at),
    }


def _to_trigger(told: Told, start: int, end: int) -> int:
    return max(0, start - told.count.end, told.count.at - end)


# --- across sentences -------------------------------------------------------------------------------------------------


def _apart(post: PostCounts, told: Told, at: int) -> Features:
    mention, home = post.mentions[at], post.homes[at]
    sentence = post.view.readings[told.reading].sentence
    side, gap = "after" if told.reading > home else "before", abs(told.reading - home)
    low, high = sorted((home, told.reading))
    literal = [name for name in sentence.names if name.literal and name.place is not None]
    around = mention.place is not None and any(
        name.place is not None and (contains(name.place, mention.place) or contains(mention.place, name.place)) for name in literal
    )
    between = sum(other != at and low <= post.homes[other] <= high for other in post.owners)
    crossed = post.view.readings[max(low, high - MOST_CROSSED) : high + 1]
    parts = {reading.sentence.span.part for reading in crossed}
    return {
        "apart": 1.0,
        f"apart {side}": 1.0,
        f"apart {side} {min(gap, MOST_SENTENCES)}": 1.0,
        "apart part": float(sentence.span.part == mention.sentence.span.part),
        "apart item": float(PartKind.ITEM in {sentence.span.kind, mention.sentence.span.kind}),
        "apart names a place" if literal else "apart names no place": 1.0,
        "apart names around": float(around),
        "apart names another event": float(_names_another(post, told, at)),
        "apart events between " + step(between): 1.0,
        "apart parts " + step(len(parts) - 1): 1.0,
        "apart places between": float(any(_names_places(reading) for reading in crossed[1:-1])),
        "apart from the headline": float(home == 0 and mention.headline),
    }


def _names_another(post: PostCounts, told: Told, at: int) -> bool:
    place = post.mentions[at].place
    return bool((post.view.beside.get(told.reading, frozenset()) & post.places) - {place.id if place is not None else ""})


def _names_places(reading: SentenceReading) -> bool:
    return any(name.literal and name.place is not None for name in reading.sentence.names)


def joined(*parts: Mapping[str, float]) -> Features:
    """Return features together, without those that are 0, and what some of them say where a count stands so."""
    features = {name: value for part in parts for name, value in part.items() if value}
    where = next((name for name in features if name in _WHERE), "")
    return features | {f"{where} & {name}": 1.0 for name in _BY_WHERE if name in features}
