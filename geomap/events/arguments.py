"""Which place, which time and which count belong to which trigger of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.model import PlaceKind
from geomap.events.candidates import SITE_ATTACHMENTS, ArgumentCandidate
from geomap.events.counts.model import Casualty
from geomap.events.ontology import CONSEQUENCES, GATHERINGS, HARM, MEETINGS, Harm, TimeKind
from geomap.events.sentence import Sentence, TriggerMatch
from geomap.events.spatial import RelationKind, contains
from geomap.events.syntax import Attachment, answered, clauses, distance
from geomap.events.time_model import AFTER, TimeRef

SiteArgument = tuple[ArgumentCandidate, TriggerMatch]
ASIDE = frozenset({TimeKind.MONTH, TimeKind.YEAR, TimeKind.LAST_YEAR, TimeKind.LONG_AGO, TimeKind.LAST_MONTH})
WEIGHT_IN_TOKENS = 10.0  # what one step of a trigger's weight is worth in tokens of distance
NEXT = 3  # tokens between "Monday's" and what it dates
FARTHEST = 45.0
CONTINENT_M = 700_000.0  # wider than any region of a country that news speak of as one, such as the Donbas


def sites_of(sentence: Sentence, found: Sequence[ArgumentCandidate], triggers: Sequence[TriggerMatch]) -> list[SiteArgument]:
    """Return the places of a sentence at which something happened, each with the trigger that tells what."""
    sites = []
    for candidate in found:
        if not candidate.is_site or _far_country(sentence, candidate):
            continue
        trigger = best_trigger(sentence, candidate, triggers, found)
        if trigger is not None:
            sites.append((candidate, trigger))
    struck = [row for row in sites if _struck_whole(sentence, row, sites)]
    if struck:
        sites = [row for row in sites if row in struck or not any(contains_site(other, [row]) for other, _ in struck)]
    chosen = [row for row in sites if not contains_site(row[0], [other for other in sites if _of_one_kind(row, other)])]
    return [row for row in chosen if not _second_venue(sentence, row, chosen)]


def _of_one_kind(first: SiteArgument, second: SiteArgument) -> bool:
    """Whether both places tell of a meeting or neither does: a speech in the capital says nothing of where the country was hit."""
    return (first[1].family in MEETINGS) == (second[1].family in MEETINGS)


def _struck_whole(sentence: Sentence, row: SiteArgument, sites: Sequence[SiteArgument]) -> bool:
    """Whether a disaster struck a country or region that stands nearer to it than any place within."""
    candidate, trigger = row
    if trigger.family != "disaster" or not contains_site(candidate, sites):
        return False
    return all(
        _away(sentence, candidate, trigger) < _away(sentence, other, trigger)
        for other, _ in sites
        if contains_site(candidate, [(other, trigger)])
    )


def contains_site(candidate: ArgumentCandidate, sites: Sequence[SiteArgument]) -> bool:
    """Whether a country or region is named for the sake of a site within it."""
    return candidate.place is not None and any(other.place is not None and contains(candidate.place, other.place) for other, _ in sites)


def _second_venue(sentence: Sentence, row: SiteArgument, sites: Sequence[SiteArgument]) -> bool:
    """Whether a meeting or a ceremony, which has one venue, has a nearer one than this."""
    candidate, trigger = row
    if trigger.family not in MEETINGS:
        return False
    return any(
        other is not candidate
        and same.family == trigger.family
        and other.group != candidate.group
        and _away(sentence, other, trigger) < _away(sentence, candidate, trigger)
        for other, same in sites
    )


def _far_country(sentence: Sentence, candidate: ArgumentCandidate) -> bool:
    """Whether a country is too wide a site: it is one for visits, for tolls and disasters, and where "across" says so."""
    place = candidate.place
    if place is None or place.kind is not PlaceKind.COUNTRY:
        return False
    if candidate.relation is not None and candidate.relation.kind is RelationKind.BORDER:
        return True
    if sentence.is_in(candidate.name.start - 1, "wide"):
        return False
    return not any(trigger.family in {"disaster", "talks", HARM, "unrest"} for trigger in sentence.triggers)


def _away(sentence: Sentence, candidate: ArgumentCandidate, trigger: TriggerMatch) -> float:
    return distance(sentence, (candidate.name.start, candidate.name.end), (trigger.start, trigger.end))


def best_trigger(
    sentence: Sentence, candidate: ArgumentCandidate, triggers: Sequence[TriggerMatch], found: Sequence[ArgumentCandidate]
) -> TriggerMatch | None:
    """Return the trigger that makes ``candidate`` a site, None where none does; those of its own clause come first."""
    listed = [other for other in found if other.group == candidate.group]
    scored = [(score, trigger) for trigger in triggers if (score := _score(sentence, candidate, trigger, listed)) is not None]
    beside = [trigger for _, trigger in scored if trigger.end == candidate.preposition_at]
    if beside and all(trigger.family == HARM for trigger in beside) and any(trigger.family in GATHERINGS for trigger in triggers):
        return None  # "the funeral of two soldiers killed near X was held in Y"
    if not scored:
        return None
    number = clauses(sentence)
    own = number[candidate.name.start]
    near = [row for row in scored if number[row[1].start] <= own <= number[row[1].end - 1]]
    if not near and own and not any(number[trigger.start] == own for trigger in triggers) and _after_colon(sentence, number, own):
        near = [row for row in scored if number[row[1].start] == own - 1]  # "three were killed in the region: two in A and one in B"
    if not near:
        busy = {number[other.name.start] for other in found if other.is_site and other.group != candidate.group}
        near = [row for row in scored if number[row[1].start] not in busy]
    return max(near, key=lambda row: (row[0], -row[1].start), default=(0.0, None))[1]


def _after_colon(sentence: Sentence, number: Sequence[int], own: int) -> bool:
    first = next(at for at, clause in enumerate(number) if clause == own)
    return sentence.low(first) == ":"


def _score(sentence: Sentence, candidate: ArgumentCandidate, trigger: TriggerMatch, listed: Sequence[ArgumentCandidate]) -> float | None:
    """Return how well ``trigger`` fits ``candidate``, one of the places ``listed`` in one breath, None where it does not."""
    if not accepts(trigger, candidate):
        return None
    away = distance(sentence, (candidate.name.start, candidate.name.end), (trigger.start, trigger.end))
    if away > FARTHEST:  # the last of a long list is as near as the nearest of it
        away = min(distance(sentence, (other.name.start, other.name.end), (trigger.start, trigger.end)) for other in listed)
    if away > FARTHEST:
        return None
    if trigger.family in {"movement", "talks"} and _lies_between(sentence, candidate):
        return None  # on the way, not there; or those who met
    sign = trigger.family in CONSEQUENCES
    return WEIGHT_IN_TOKENS * trigger.weight - away - (WEIGHT_IN_TOKENS if sign else 0.0)


def _lies_between(sentence: Sentence, candidate: ArgumentCandidate) -> bool:
    """Whether a site is "between X and Y", and not the border of the two."""
    if candidate.relation is None or candidate.relation.kind is not RelationKind.BETWEEN:
        return False
    return not any(sentence.is_in(at, "borders") for at in range(candidate.relation.start - 2, candidate.name.start))


def accepts(trigger: TriggerMatch, candidate: ArgumentCandidate) -> bool:
    """Whether a place that hangs so on its sentence can be the site of what ``trigger`` tells."""
    attachments = SITE_ATTACHMENTS["place" if trigger.family in CONSEQUENCES else trigger.rule.frame]
    if candidate.attachment not in attachments:
        return False
    place = candidate.place
    if place is None:
        return True
    if place.kind is PlaceKind.WATER and candidate.attachment is Attachment.TOWARD:
        return trigger.family == "explosive"  # what falls into a river happened on its bank
    if place.kind is PlaceKind.AREA and place.radius_m > CONTINENT_M and candidate.attachment is not Attachment.AT:
        return False  # a union or a continent acts and is acted on; nothing hits the whole of it
    return place.kind is not PlaceKind.COUNTRY or candidate.attachment is not Attachment.SUBJECT


def nearest_time(sentence: Sentence, at: tuple[int, int], refs: Sequence[TimeRef]) -> TimeRef | None:
    """Return the time of what stands at ``at``: the nearest that does not date what was said."""
    own = [ref for ref in refs if not ref.of_speech and not _aside(sentence, at, ref)]
    return min(
        own,
        key=lambda ref: (distance(sentence, (ref.start, ref.end), at) + _genitive(ref, at), ref.start),
        default=None,
    )


def _genitive(ref: TimeRef, at: tuple[int, int]) -> float:
    """Return what a genitive adds to the distance: "Monday's attack" dates the attack and nothing else."""
    if not ref.genitive:
        return 0.0
    return -6.0 if 0 <= at[0] - ref.end <= NEXT else 12.0


def _aside(sentence: Sentence, at: tuple[int, int], ref: TimeRef) -> bool:
    """Whether a time dates something else, told in passing: "the only town that they have held since May", "a week after A was hit"."""
    if ref.kind in AFTER:  # "a week after A was hit": it dates what follows
        return at[0] < ref.end or any(sentence.low(step) in {",", ";"} for step in range(ref.end, at[0]))
    if _of_cause(sentence, at[1], ref.start):
        return True
    if answered(sentence, ref.start) and not answered(sentence, at[0]):
        return True
    if not (ref.since or ref.kind in ASIDE) or ref.start < at[1]:
        return False
    return any(sentence.is_in(step, "relative") or sentence.is_in(step, "clause_openers") for step in range(at[1], ref.start))


def _of_cause(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a time dates what was before something that goes on now: "Protests are under way, following clashes yesterday"."""
    after = next((step for step in range(start, end) if sentence.is_in(step, "followers")), start)
    return any(sentence.is_in(step, "ongoing") for step in range(start, after))


def share_counts(sentence: Sentence, sites: Sequence[ArgumentCandidate], counts: Sequence[Casualty]) -> dict[int, list[Casualty]]:
    """Return each count to the site it stands with: to the one named right after it, else to the nearest."""
    shared: dict[int, list[Casualty]] = {number: [] for number in range(len(sites))}
    if not sites:
        return shared
    for count in counts:
        shared[_nearest_site(sentence, sites, count)].append(count)
    _drop_sums(sentence, sites, shared)
    return shared


def _drop_sums(sentence: Sentence, sites: Sequence[ArgumentCandidate], shared: dict[int, list[Casualty]]) -> None:
    """Leave out what is told in all before its parts: "five were killed: three in A and two in B" tells three of A."""
    colon = next((at for at, token in enumerate(sentence.tokens) if token.low == ":"), None)
    if colon is None:
        return
    for harm in Harm:
        parts = sum(count.harm is harm and count.at > colon for counts in shared.values() for count in counts)
        for number, counts in shared.items() if parts > 1 else ():
            if any(count.harm is harm and colon < count.at <= sites[number].name.start for count in counts):
                shared[number] = [count for count in counts if count.harm is not harm or count.at > colon]


def _nearest_site(sentence: Sentence, sites: Sequence[ArgumentCandidate], count: Casualty) -> int:
    def cost(number: int) -> tuple[float, int]:
        name = sites[number].name
        away = distance(sentence, (name.start, name.end), (count.at, max(count.end, count.at + 1)))
        return (away if name.start >= count.at else away * 1.5 + 2.0, number)

    return min(range(len(sites)), key=cost)
