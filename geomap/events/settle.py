"""One post's drafts settled: what is one event, what only sums up others, and of what type each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.events.containment import holds
from geomap.events.draft import DAY_KINDS, SHOWN, SOFT, Draft, group_of
from geomap.events.link import distance
from geomap.events.reading import Hit
from geomap.events.relations import RelationKind
from geomap.events.toll import toll_of
from geomap.events.types import HARM, RUIN, event_types
from geomap.events.when import DAY
from geomap.model import PartKind

SIGNS = frozenset({HARM, RUIN})
HARMLESS = "Disrupted weapons use"  # what is shot down hits nothing
KINDLY = frozenset({"ceremony", "talks"})  # what harms nobody: who was found dead is not buried there
AROUND_KM = 40.0  # "the fighting around X" in a headline sums up what the text tells of villages as far as this
EXACT = frozenset({RelationKind.DISTANCE, RelationKind.BETWEEN})
WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA})
DISASTER = "natural disaster"
BARE_STRIKE = "Shelling/artillery/missile attack"
HARMFUL = frozenset({"explosive", "battle", "disaster", "accident", "unrest"})
GENERIC = frozenset({"Armed clash", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Change to group/activity"})
BESIDE = 8.0  # tokens: a firmer trigger this near to a weak one names the same act
FIRM = 3  # a trigger of this weight names the act


def settle(drafts: Sequence[Draft], page: Counter[str]) -> list[Draft]:
    """Return one post's drafts joined and typed, those that only sum up others left out; ``drafts`` stay as they are.

    ``page`` counts the harmful kinds that all posts of the page tell of.
    """
    typed = _typed([draft.copy() for draft in drafts], page)
    joined = _joined(typed)
    return [draft for draft in joined if not _sums_up(draft, joined)]


# --- types ------------------------------------------------------------------------------------------------------------


def _typed(drafts: Sequence[Draft], page: Counter[str]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        _strengthen(draft, drafts)
        _same_weapon(draft, kept)
        if draft.family == HARM and not draft.counts and draft.hit.trigger.weight == 1:
            continue  # a death spoken of, not told
        if draft.family in SIGNS:
            hit = _act_for(draft, drafts, page)
            if hit is None:
                continue
            draft.hit = hit
        kept.append(draft)
    return kept


def _strengthen(draft: Draft, drafts: Sequence[Draft]) -> None:
    """Let the firmest trigger of the draft's own sentence name the act where its own is weak."""
    if draft.family in SIGNS:
        elsewhere = [other.hit for other in drafts if other.family in KINDLY and other.reading is draft.reading]
        candidates = [hit for hit in draft.support if hit.trigger.kind.family not in SIGNS and hit not in elsewhere]
    elif draft.hit.trigger.weight < FIRM:
        candidates = [
            hit
            for hit in draft.support
            if group_of(hit.trigger.kind.family) == draft.group and hit.trigger.weight >= FIRM and _beside(draft, hit)
        ]
    else:
        return
    best = max(candidates, key=lambda hit: (hit.trigger.weight, -hit.start), default=None)
    if best is not None:
        draft.hit = best


def _same_weapon(draft: Draft, before: Sequence[Draft]) -> None:
    """A bare "strike" is one of the kind that the post has told of, "such a strike" among them."""
    if draft.hit.trigger.kind.sub_type != BARE_STRIKE or draft.hit.trigger.weight >= FIRM:
        return
    named = next(
        (
            other
            for other in reversed(before)
            if other.family == "explosive"
            and other.hit.trigger.weight >= FIRM
            and other.hit.trigger.kind.sub_type != "Disrupted weapons use"
        ),
        None,
    )
    if named is not None:
        draft.hit = replace(draft.hit, trigger=replace(draft.hit.trigger, kind=named.hit.trigger.kind))


def _beside(draft: Draft, hit: Hit) -> bool:
    if hit not in draft.reading.hits or draft.hit not in draft.reading.hits:
        return False  # told by another sentence, whose tokens count from its own start
    return distance(draft.reading, (draft.hit.start, draft.hit.end), (hit.start, hit.end)) < BESIDE


def _act_for(draft: Draft, drafts: Sequence[Draft], page: Counter[str]) -> Hit | None:
    """What did the harm that ``draft`` tells: what its post tells elsewhere, nearest first, else what the page is about."""
    if draft.family == HARM and _of_illness(draft):
        return None
    others = [other for other in drafts if other.family in HARMFUL and other.modality in SHOWN]
    same = [other for other in others if _same_place(other, draft) or _around(other.place, draft.place)]
    pool = same or others
    if pool:
        own = draft.reading.span.part
        best = min(pool, key=lambda other: (abs(other.reading.span.part - own), other.reading.span.part > own))
        return best.hit
    told = bool(draft.counts) if draft.family == HARM else _is_of_disaster(page)
    return page_hit(page, draft) if told else None


def _of_illness(draft: Draft) -> bool:
    """Whether a sentence names an illness: who died of it was not attacked."""
    return any(draft.reading.is_in(at, "illnesses") for at in range(len(draft.reading.tokens)))


def _is_of_disaster(page: Counter[str]) -> bool:
    """Whether a page tells of a disaster above all: what lies in ruins there was ruined by it."""
    return page[DISASTER] > 1 and page[DISASTER] > page.total() / 2


def page_hit(page: Counter[str], draft: Draft) -> Hit | None:
    """Make a trigger of the kind that the page tells most of; None where it tells of nothing that hurts."""
    ranked = [name for name, _ in page.most_common() if name != HARMLESS]
    wide = draft.place is not None and draft.place.kind in WIDE
    if not ranked and draft.counts and not wide and draft.hit.trigger.weight > 1:
        ranked = ["Attack"]
    return replace(draft.hit, trigger=replace(draft.hit.trigger, kind=event_types()[ranked[0]])) if ranked else None


# --- one event --------------------------------------------------------------------------------------------------------


def _joined(drafts: Sequence[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    ordered = [*(draft for draft in drafts if not draft.headline), *(draft for draft in drafts if draft.headline)]
    for draft in ordered:
        partner = next((other for other in kept if _one_event(other, draft)), None)
        if partner is None:
            kept.append(draft)
        else:
            _absorb(partner, draft)
    return sorted(kept, key=lambda draft: (draft.reading.span.start, draft.spot.name.start))


def _one_event(first: Draft, second: Draft) -> bool:
    if (first.modality in SHOWN) != (second.modality in SHOWN) or (first.modality not in SHOWN and first.modality is not second.modality):
        return False
    return _one_group(first, second) and _same_place(first, second) and _days_agree(first, second)


def _one_group(first: Draft, second: Draft) -> bool:
    """Whether two acts are one: of one group, or an attack and the fire or blackout that it left."""
    groups = {first.group, second.group}
    return len(groups) == 1 or (
        groups == {"conflict", "hazard"} and {first.family, second.family} & {"accident", "infrastructure"} != set()
    )


def _same_place(first: Draft, second: Draft) -> bool:
    if first.place is None or second.place is None:
        return first.spot.name.resolution.mention.text == second.spot.name.resolution.mention.text
    if first.place.id != second.place.id:
        return False
    one, other = first.spot.relation, second.spot.relation
    exact = {relation.kind for relation in (one, other) if relation is not None and relation.kind in EXACT}
    return not exact or (one is not None and other is not None and one.kind == other.kind and one.distance_km == other.distance_km)


def _days_agree(first: Draft, second: Draft) -> bool:
    """Whether two drafts can tell of one time: their days overlap; where one names none, the other's are no more than days back."""
    if first.days is None and second.days is None:
        return True
    if first.days is None or second.days is None:
        named = first.days or second.days
        return named is not None and named.precision == DAY
    return first.days.first <= second.days.last and second.days.first <= first.days.last


def _absorb(draft: Draft, other: Draft) -> None:
    draft.support += [other.hit, *other.support]
    draft.counts += [count for count in other.counts if not (other.headline and any(known.harm is count.harm for known in draft.counts))]
    draft.later.append(other.reading)
    if draft.time is None and other.time is not None and other.time.kind in DAY_KINDS:
        draft.time, draft.days = other.time, other.days
    draft.own_facts = draft.own_facts or other.own_facts
    weaker = (
        draft.hit.trigger.weight < FIRM
        and other.hit.trigger.weight > draft.hit.trigger.weight
        and draft.hit.trigger.kind.sub_type in GENERIC
    )
    consequence = draft.group == "hazard" and other.group == "conflict"
    if weaker or consequence:
        draft.hit = other.hit
    if (
        draft.spot.relation is not None
        and other.spot.relation is None
        and draft.spot.relation.kind not in EXACT
        and other.reading.span.kind is not PartKind.HEADLINE
    ):
        draft.spot = other.spot


# --- what only sums up ------------------------------------------------------------------------------------------------


def _sums_up(draft: Draft, drafts: Sequence[Draft]) -> bool:
    if draft.modality not in SHOWN:
        return False
    others = [
        other for other in drafts if other is not draft and other.modality in SHOWN and other.group == draft.group and not other.headline
    ]
    if draft.headline:
        return _told_below(draft, [other for other in drafts if other is not draft and other.modality in SHOWN and not other.headline])
    if not _is_wide(draft) or draft.own_facts:
        return False
    inner = [other for other in others if not _is_wide(other) and _within(draft, other)]
    return bool(inner) and not _tells_more(draft, inner)


def _tells_more(draft: Draft, inner: Sequence[Draft]) -> bool:
    """Whether a region's toll is more than what is told of all places in it: "2,000 died in the country, 90 in the village"."""
    toll = toll_of(draft.counts)
    most = [toll_of(other.counts) for other in inner]
    return any(
        mine is not None and mine > sum(count or 0 for count in theirs)
        for mine, theirs in (
            (toll.fatalities, [other.fatalities for other in most]),
            (toll.injured, [other.injured for other in most]),
        )
    )


def _told_below(headline: Draft, body: Sequence[Draft]) -> bool:
    """Whether the text tells what its headline sums up."""
    if headline.group in SOFT and any(other.group in SOFT for other in body):
        return True
    if headline.spot.relation is not None and headline.spot.relation.kind is RelationKind.SECTOR:
        return any(other.group == headline.group for other in body)
    return any(_around(headline.place, other.place) for other in body)


def _is_wide(draft: Draft) -> bool:
    if draft.place is not None and draft.place.kind in WIDE:
        return True
    return draft.spot.relation is not None and draft.spot.relation.kind is RelationKind.SECTOR and draft.hit.trigger.weight < FIRM


def _within(draft: Draft, other: Draft) -> bool:
    if draft.place is None or other.place is None:
        return False
    return holds(draft.place, other.place) or (draft.place.kind is not PlaceKind.COUNTRY and draft.place.kind not in WIDE)


def _around(first: Place | None, second: Place | None) -> bool:
    if first is None or second is None:
        return False
    if first.id == second.id or holds(first, second) or holds(second, first):
        return True
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return False
    return point_haversine_km(first.lat, first.lon, second.lat, second.lon) <= AROUND_KM
