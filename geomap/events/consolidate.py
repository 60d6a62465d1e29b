"""The event mentions of one post consolidated: which are one event, which only sum up others, and of what type each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.events.counts.toll import toll_of
from geomap.events.mentions import DAY_KINDS, EventMention
from geomap.events.ontology import (
    ASSERTED,
    BARE_STRIKE,
    CONSEQUENCES,
    DISASTER,
    GENERIC_TYPES,
    HARM,
    INTERCEPTED,
    MEETINGS,
    NAMES_ACT,
    PEACEFUL,
    TOLL_CAUSES,
    event_types,
    group_of,
)
from geomap.events.sentence import TriggerMatch
from geomap.events.spatial import WIDE_KINDS, RelationKind, contains
from geomap.events.syntax import distance
from geomap.events.temporal import DAY
from geomap.model import PartKind

AROUND_KM = 40.0  # "the fighting around X" in a headline sums up what the text tells of villages as far as this
EXACT_RELATIONS = frozenset({RelationKind.DISTANCE, RelationKind.BETWEEN})
BESIDE = 8.0  # tokens: a firmer trigger this near to a weak one names the same act


def consolidate(mentions: Sequence[EventMention], page: Counter[str]) -> list[EventMention]:
    """Return one post's mentions joined and typed, those that only sum up others left out; ``mentions`` stay as they are.

    ``page`` counts the harmful kinds that all posts of the page tell of.
    """
    typed = _typed([mention.copy() for mention in mentions], page)
    joined = _joined(typed)
    return [mention for mention in joined if not _sums_up(mention, joined)]


# --- types ------------------------------------------------------------------------------------------------------------


def _typed(mentions: Sequence[EventMention], page: Counter[str]) -> list[EventMention]:
    kept: list[EventMention] = []
    for mention in mentions:
        _strengthen(mention, mentions)
        _same_weapon(mention, kept)
        if mention.family == HARM and not mention.counts and mention.trigger.weight == 1:
            continue  # a death spoken of, not told
        if mention.family in CONSEQUENCES:
            trigger = _act_for(mention, mentions, page)
            if trigger is None:
                continue
            mention.trigger = trigger
        kept.append(mention)
    return kept


def _strengthen(mention: EventMention, mentions: Sequence[EventMention]) -> None:
    """Let the firmest trigger of the mention's own sentence name the act where its own is weak."""
    if mention.family in CONSEQUENCES:
        elsewhere = [other.trigger for other in mentions if other.family in MEETINGS and other.sentence is mention.sentence]
        candidates = [trigger for trigger in mention.support if trigger.family not in CONSEQUENCES and trigger not in elsewhere]
    elif mention.trigger.weight < NAMES_ACT:
        candidates = [
            trigger
            for trigger in mention.support
            if group_of(trigger.family) == mention.group and trigger.weight >= NAMES_ACT and _beside(mention, trigger)
        ]
    else:
        return
    best = max(candidates, key=lambda trigger: (trigger.weight, -trigger.start), default=None)
    if best is not None:
        mention.trigger = best


def _same_weapon(mention: EventMention, before: Sequence[EventMention]) -> None:
    """A bare "strike" is one of the kind that the post has told of, "such a strike" among them."""
    if mention.trigger.kind.sub_type != BARE_STRIKE or mention.trigger.weight >= NAMES_ACT:
        return
    named = next(
        (
            other
            for other in reversed(before)
            if other.family == "explosive" and other.trigger.weight >= NAMES_ACT and other.trigger.kind.sub_type != "Disrupted weapons use"
        ),
        None,
    )
    if named is not None:
        mention.trigger = replace(mention.trigger, rule=replace(mention.trigger.rule, kind=named.trigger.kind))


def _beside(mention: EventMention, trigger: TriggerMatch) -> bool:
    if trigger not in mention.sentence.triggers or mention.trigger not in mention.sentence.triggers:
        return False  # told by another sentence, whose tokens count from its own start
    return distance(mention.sentence, (mention.trigger.start, mention.trigger.end), (trigger.start, trigger.end)) < BESIDE


def _act_for(mention: EventMention, mentions: Sequence[EventMention], page: Counter[str]) -> TriggerMatch | None:
    """What did the harm that ``mention`` tells: what its post tells elsewhere, nearest first, else what the page is about."""
    if mention.family == HARM and _of_illness(mention):
        return None
    others = [other for other in mentions if other.family in TOLL_CAUSES and other.modality in ASSERTED]
    same = [other for other in others if _same_place(other, mention) or _around(other.place, mention.place)]
    pool = same or others
    if pool:
        own = mention.sentence.span.part
        best = min(pool, key=lambda other: (abs(other.sentence.span.part - own), other.sentence.span.part > own))
        return best.trigger
    told = bool(mention.counts) if mention.family == HARM else _is_of_disaster(page)
    return page_trigger(page, mention) if told else None


def _of_illness(mention: EventMention) -> bool:
    """Whether a sentence names an illness: who died of it was not attacked."""
    return any(mention.sentence.is_in(at, "illnesses") for at in range(len(mention.sentence.tokens)))


def _is_of_disaster(page: Counter[str]) -> bool:
    """Whether a page tells of a disaster above all: what lies in ruins there was ruined by it."""
    return page[DISASTER] > 1 and page[DISASTER] > page.total() / 2


def page_trigger(page: Counter[str], mention: EventMention) -> TriggerMatch | None:
    """Return a trigger of the kind that the page tells most of; None where it tells of nothing that hurts."""
    ranked = [name for name, _ in page.most_common() if name != INTERCEPTED]
    wide = mention.place is not None and mention.place.kind in WIDE_KINDS
    if not ranked and mention.counts and not wide and mention.trigger.weight > 1:
        ranked = ["Attack"]
    return replace(mention.trigger, rule=replace(mention.trigger.rule, kind=event_types()[ranked[0]])) if ranked else None


# --- one event --------------------------------------------------------------------------------------------------------


def _joined(mentions: Sequence[EventMention]) -> list[EventMention]:
    kept: list[EventMention] = []
    ordered = [*(mention for mention in mentions if not mention.headline), *(mention for mention in mentions if mention.headline)]
    for mention in ordered:
        partner = next((other for other in kept if _one_event(other, mention)), None)
        if partner is None:
            kept.append(mention)
        else:
            _absorb(partner, mention)
    return sorted(kept, key=lambda mention: (mention.sentence.span.start, mention.site.name.start))


def _one_event(first: EventMention, second: EventMention) -> bool:
    if (first.modality in ASSERTED) != (second.modality in ASSERTED) or (
        first.modality not in ASSERTED and first.modality is not second.modality
    ):
        return False
    return _one_group(first, second) and _same_place(first, second) and _days_agree(first, second)


def _one_group(first: EventMention, second: EventMention) -> bool:
    """Whether two acts are one: of one group, or an attack and the fire or blackout that it left."""
    groups = {first.group, second.group}
    return len(groups) == 1 or (
        groups == {"conflict", "hazard"} and {first.family, second.family} & {"accident", "infrastructure"} != set()
    )


def _same_place(first: EventMention, second: EventMention) -> bool:
    if first.place is None or second.place is None:
        return first.site.name.resolution.mention.text == second.site.name.resolution.mention.text
    if first.place.id != second.place.id:
        return False
    one, other = first.site.relation, second.site.relation
    exact = {relation.kind for relation in (one, other) if relation is not None and relation.kind in EXACT_RELATIONS}
    return not exact or (one is not None and other is not None and one.kind == other.kind and one.distance_km == other.distance_km)


def _days_agree(first: EventMention, second: EventMention) -> bool:
    """Whether two mentions can tell of one time: their days overlap; where one names none, the other's are no more than days back."""
    if first.days is None and second.days is None:
        return True
    if first.days is None or second.days is None:
        named = first.days or second.days
        return named is not None and named.precision == DAY
    return first.days.first <= second.days.last and second.days.first <= first.days.last


def _absorb(mention: EventMention, other: EventMention) -> None:
    mention.support += [other.trigger, *other.support]
    mention.counts += [
        count for count in other.counts if not (other.headline and any(known.harm is count.harm for known in mention.counts))
    ]
    mention.later.append(other.sentence)
    if mention.time is None and other.time is not None and other.time.kind in DAY_KINDS:
        mention.time, mention.days = other.time, other.days
    mention.own_facts = mention.own_facts or other.own_facts
    weaker = (
        mention.trigger.weight < NAMES_ACT
        and other.trigger.weight > mention.trigger.weight
        and mention.trigger.kind.sub_type in GENERIC_TYPES
    )
    consequence = mention.group == "hazard" and other.group == "conflict"
    if weaker or consequence:
        mention.trigger = other.trigger
    if (
        mention.site.relation is not None
        and other.site.relation is None
        and mention.site.relation.kind not in EXACT_RELATIONS
        and other.sentence.span.kind is not PartKind.HEADLINE
    ):
        mention.site = other.site


# --- what only sums up ------------------------------------------------------------------------------------------------


def _sums_up(mention: EventMention, mentions: Sequence[EventMention]) -> bool:
    if mention.modality not in ASSERTED:
        return False
    others = [
        other
        for other in mentions
        if other is not mention and other.modality in ASSERTED and other.group == mention.group and not other.headline
    ]
    if mention.headline:
        return _told_below(
            mention, [other for other in mentions if other is not mention and other.modality in ASSERTED and not other.headline]
        )
    if not _is_wide(mention) or mention.own_facts:
        return False
    inner = [other for other in others if not _is_wide(other) and _within(mention, other)]
    return bool(inner) and not _tells_more(mention, inner)


def _tells_more(mention: EventMention, inner: Sequence[EventMention]) -> bool:
    """Whether a region's toll is more than what is told of all places in it: "2,000 died in the country, 90 in the village"."""
    toll = toll_of(mention.counts)
    most = [toll_of(other.counts) for other in inner]
    return any(
        mine is not None and mine > sum(count or 0 for count in theirs)
        for mine, theirs in (
            (toll.fatalities, [other.fatalities for other in most]),
            (toll.injured, [other.injured for other in most]),
        )
    )


def _told_below(headline: EventMention, body: Sequence[EventMention]) -> bool:
    """Whether the text tells what its headline sums up."""
    if headline.group in PEACEFUL and any(other.group in PEACEFUL for other in body):
        return True
    if headline.site.relation is not None and headline.site.relation.kind is RelationKind.SECTOR:
        return any(other.group == headline.group for other in body)
    return any(_around(headline.place, other.place) for other in body)


def _is_wide(mention: EventMention) -> bool:
    if mention.place is not None and mention.place.kind in WIDE_KINDS:
        return True
    return mention.site.relation is not None and mention.site.relation.kind is RelationKind.SECTOR and mention.trigger.weight < NAMES_ACT


def _within(mention: EventMention, other: EventMention) -> bool:
    if mention.place is None or other.place is None:
        return False
    return contains(mention.place, other.place) or (mention.place.kind is not PlaceKind.COUNTRY and mention.place.kind not in WIDE_KINDS)


def _around(first: Place | None, second: Place | None) -> bool:
    if first is None or second is None:
        return False
    if first.id == second.id or contains(first, second) or contains(second, first):
        return True
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return False
    return point_haversine_km(first.lat, first.lon, second.lat, second.lon) <= AROUND_KM
