"""What the gate knows of a place in its sentence and post, without the identity of any word.

Features have names; the value of most is 1. Those of a post are shared by its sentences, those of a sentence by its places, so that each
is weighed once: `post_features`, `sentence_features` and `place_features` add up to what is known of one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gazetteer.model import PlaceKind
from geomap.events.gate.view import NamedPlace, PlainWords, PostView
from geomap.events.mentions import EventMention, SentenceReading
from geomap.events.ontology import ASSERTED
from geomap.events.sentence import Sentence, TriggerMatch

Features = dict[str, float]

NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
BESIDE = 5  # tokens on each side whose classes are features of their own
QUOTES = frozenset('"“”«»„')
STEPS = (0, 1, 2, 5, 10)  # upper ends of the ranges in which small numbers are told apart
UNEVENTFUL = 0.5  # of 1: no word of the sentence is near to any kind of event
MOST_WEIGHT = 3.0  # a trigger's usual full weight
YEAR_DIGITS = 4
_YEAR = re.compile(r"(?:19|20)\d\d")


class _Labels(dict[str, str]):
    """The names of features by classes of words, made once: a text is kept together with its hash."""

    def __init__(self, opening: str) -> None:
        super().__init__()
        self._opening = opening

    def __missing__(self, name: str) -> str:
        label = self[name] = self._opening + name
        return label


_IN_SENTENCE, _BEFORE, _AFTER = _Labels("sentence has "), _Labels("before "), _Labels("after ")
_NEXT = {offset: _Labels(f"{offset} is ") for offset in NEIGHBOURS}


def step(number: float) -> str:
    """Return the range of a count, as part of a feature's name."""
    return next((str(top) for top in STEPS if number <= top), "more")


def away(start: int, end: int, other_start: int, other_end: int) -> int:
    """Return the tokens between two stretches of tokens."""
    return max(0, other_start - end, start - other_end)


def post_features(view: PostView) -> Features:
    """Return what all places of a post share."""
    features: Features = {
        "post sentences " + step(len(view.readings)): 1.0,
        "post places " + step(len(view.times_named)): 1.0,
        "post drafts " + step(len(view.asserted)): 1.0,
    }
    for reading in view.readings:
        for trigger, modality in zip(reading.triggers, reading.modalities, strict=True):
            if trigger.weight > 1 and modality in ASSERTED:
                features["post tells " + trigger.kind.sub_type] = 1.0
    return features


def sentence_features(view: PostView, number: int, eventful: float) -> Features:
    """Return what all places of the sentence ``number`` share; ``eventful`` is how near its words come to any kind of event."""
    reading = view.readings[number]
    sentence = reading.sentence
    features: Features = {
        "sentence number " + step(number): 1.0,
        "sentence part " + sentence.span.kind.value: 1.0,
        "sentence names " + step(len(sentence.names)): 1.0,
        "sentence length " + step(len(sentence.tokens) // 5): 1.0,
        "sentence language " + sentence.words.language.code: 1.0,
        "sentence triggers " + step(len(reading.triggers)): 1.0,
        f"sentence part {sentence.span.kind.value} triggers {step(len(reading.triggers))}": 1.0,
        "sentence eventful": eventful,
        f"sentence part {sentence.span.kind.value} eventful": eventful,
        f"sentence part {sentence.span.kind.value} uneventful": float(eventful < UNEVENTFUL),
        "sentence counts": float(bool(reading.counts)),
        "sentence times": float(bool(reading.refs)),
        "sentence numbers": float(bool(sentence.numbers)),
        "sentence quotes": float(not QUOTES.isdisjoint([token.low for token in sentence.tokens])),
    }
    for ref in reading.refs:
        features["sentence time " + ref.kind.learned.value] = 1.0
    years = {token.low for token in sentence.tokens if len(token.low) == YEAR_DIGITS and _YEAR.fullmatch(token.low)}
    if years:
        features["sentence year of post"] = float(view.published_year in years)
        features["sentence other year"] = float(view.published_year not in years)
    features |= dict.fromkeys(map(_IN_SENTENCE.__getitem__, view.plain(number).between(0, len(sentence.tokens))), 1.0)
    for trigger, modality in zip(reading.triggers, reading.modalities, strict=True):
        firm = trigger.weight / MOST_WEIGHT
        for label in ("sentence tells " + trigger.kind.sub_type, "sentence tells family " + trigger.family):
            features[label] = max(features.get(label, 0.0), firm)
        features["sentence puts " + modality.value] = 1.0
    if number:
        for trigger in view.readings[0].triggers:
            features["headline tells " + trigger.kind.sub_type] = 1.0
    for where, other in (("before", number - 1), ("after", number + 1)):
        _add_neighbour(features, view, where, other)
    return features


def _add_neighbour(features: Features, view: PostView, where: str, number: int) -> None:
    """Add what the sentence before or after tells: a place can be named beside the sentence that tells what happened there."""
    if not 0 <= number < len(view.readings):
        features[f"no sentence {where}"] = 1.0
        return
    reading = view.readings[number]
    features[f"sentence {where} names " + step(len(reading.sentence.names))] = 1.0
    features[f"sentence {where} triggers " + step(len(reading.triggers))] = 1.0
    features[f"sentence {where} counts"] = float(bool(reading.counts))
    for trigger in reading.triggers:
        features[f"sentence {where} tells family " + trigger.family] = 1.0


def place_features(view: PostView, at: int) -> Features:
    """Return what is known of the place ``at`` (its number in ``view.places``) alone."""
    one = view.places[at]
    reading = view.readings[one.reading]
    features = _of_place(view, at, one)
    _add_position(features, reading.sentence, one)
    _add_words(features, reading.sentence, one, view.plain(one.reading))
    _add_numbers(features, reading, one)
    _add_rules(features, view, reading, one)
    return features


def _of_place(view: PostView, at: int, one: NamedPlace) -> Features:
    mention, confidence = one.name.resolution.mention, one.name.resolution.confidence
    kind, role, identity = one.place.kind.value, mention.role.value, one.place.id
    beside, literal = view.beside[one.reading], view.literal
    inner = view.within.get(identity, frozenset())
    outer = {other for other, held in view.within.items() if identity in held}
    named = view.times_named[identity]
    features: Features = {
        "kind " + kind: 1.0,
        "role " + role: 1.0,
        f"kind {kind} role {role}": 1.0,
        "literal": float(one.name.literal),
        "place confidence": confidence or 0.0,
        "mention confidence": mention.confidence,
        "holds a place of the sentence": float(bool(inner & beside & literal)),
        "holds a place of the post": float(bool(inner & literal)),
        "lies in a place of the sentence": float(bool(outer & beside)),
        "lies in a place of the post": float(bool(outer)),
        "first mention": float(view.first_named[identity] == at),
        "named " + step(named): 1.0,
        "named most": float(named == view.most_named),
        "only place": float(len(view.times_named) == 1),
    }
    if one.place.kind is PlaceKind.COUNTRY:
        features["country among names " + step(len(view.readings[one.reading].sentence.names))] = 1.0
    return features


def _add_position(features: Features, sentence: Sentence, one: NamedPlace) -> None:
    start, end, count = one.name.start, one.name.end, len(sentence.tokens)
    features["order " + step(one.order)] = 1.0
    features["last name"] = float(one.order == len(sentence.names) - 1)
    features["tokens before " + step(start)] = 1.0
    features["tokens after " + step(count - end)] = 1.0
    features["colon before"] = float(any(token.low == ":" for token in sentence.tokens[:start]))
    features["colon after"] = float(sentence.low(end) == ":")


def _add_words(features: Features, sentence: Sentence, one: NamedPlace, plain: PlainWords) -> None:
    start, end, count = one.name.start, one.name.end, len(sentence.tokens)
    for offset in NEIGHBOURS:
        at = start + offset if offset < 0 else end + offset - 1
        if not 0 <= at < count:
            features[f"{offset} is edge"] = 1.0
            continue
        low = sentence.tokens[at].low
        if at in plain.named:
            features[f"{offset} is a name"] = 1.0
        elif low[0].isdigit():
            features[f"{offset} is a number"] = 1.0
        elif not low[0].isalpha():
            features[f"{offset} is {low}"] = 1.0
        else:
            features |= dict.fromkeys(map(_NEXT[offset].__getitem__, plain.classes[at]), 1.0)
    features |= dict.fromkeys(map(_BEFORE.__getitem__, plain.between(max(0, start - BESIDE), start)), 1.0)
    features |= dict.fromkeys(map(_AFTER.__getitem__, plain.between(end, end + BESIDE)), 1.0)


def _add_numbers(features: Features, reading: SentenceReading, one: NamedPlace) -> None:
    start, end = one.name.start, one.name.end
    if reading.counts:
        features["count away " + step(min(away(start, end, count.at, count.end) for count in reading.counts))] = 1.0
    if reading.refs:
        features["time away " + step(min(away(start, end, ref.start, ref.end) for ref in reading.refs))] = 1.0


def _add_rules(features: Features, view: PostView, reading: SentenceReading, one: NamedPlace) -> None:
    argument, trigger = one.argument, one.trigger
    if argument is not None:
        features["attached " + argument.attachment.value] = 1.0
        features["attached by " + _reason(argument.reason)] = 1.0
        features["relation " + (argument.relation.kind.value if argument.relation else "none")] = 1.0
        features["can be a site"] = float(argument.is_site)
        features["described"] = float(argument.described)
    if trigger is not None:
        _add_trigger(features, reading, one, trigger)
    _add_nearest(features, reading, one)
    _add_drafts(features, view, one)


def _reason(reason: str) -> str:
    """Return why a name is no site, "" where the reason is a word of the text."""
    return reason if reason in REASONS else ""


REASONS = frozenset(
    [
        "compound",
        "clock",
        "answered",
        "outer",
        "body",
        "part",
        "authority",
        "speaks",
        "dateline",
        "genitive",
        "hospital",
        "origin",
        "name",
        "office",
        "there",
        "comparison",
    ]
)


def _add_trigger(features: Features, reading: SentenceReading, one: NamedPlace, trigger: TriggerMatch) -> None:
    link = one.argument.attachment.value if one.argument else ""
    features["rules find a trigger"] = 1.0
    features["rules find " + trigger.kind.sub_type] = 1.0
    features["rules find family " + trigger.family] = 1.0
    features[f"rules find family {trigger.family} {link}"] = 1.0
    features[f"rules find weight {trigger.weight} {link}"] = 1.0
    features["rules find weight"] = trigger.weight / MOST_WEIGHT
    modality = reading.modality_of(trigger)
    features["rules find " + modality.value] = 1.0


def _add_nearest(features: Features, reading: SentenceReading, one: NamedPlace) -> None:
    if not reading.triggers:
        return
    start, end = one.name.start, one.name.end
    nearest = min(reading.triggers, key=lambda trigger: away(start, end, trigger.start, trigger.end))
    features["nearest is " + nearest.kind.sub_type] = 1.0
    features["nearest is family " + nearest.family] = 1.0
    features["nearest away " + step(away(start, end, nearest.start, nearest.end))] = 1.0
    features["nearest is " + reading.modality_of(nearest).value] = 1.0
    features["nearest stands " + ("before" if nearest.start < start else "after")] = 1.0
    features[f"nearest wants {nearest.rule.frame} {one.argument.attachment.value if one.argument else ''}"] = 1.0


def _add_drafts(features: Features, view: PostView, one: NamedPlace) -> None:
    shown = [draft for draft in one.drafts if draft.modality in ASSERTED]
    features["rules tell an event"] = float(bool(shown))
    features["rules tell it otherwise"] = float(bool(one.drafts) and not shown)
    for draft in shown:
        features["rules tell " + draft.trigger.kind.sub_type] = 1.0
        features["rules tell family " + draft.family] = 1.0
        features["rules tell weight"] = draft.trigger.weight / MOST_WEIGHT
    asserted = view.asserted
    features["rules tell an event of the place"] = float(any(_is_at(draft, one) for draft in asserted))
    here = view.readings[one.reading].sentence
    features["rules tell in sentence " + step(sum(draft.sentence is here for draft in asserted))] = 1.0


def _is_at(draft: EventMention, one: NamedPlace) -> bool:
    return draft.place is not None and draft.place.id == one.place.id


def joined(*parts: Mapping[str, float]) -> Features:
    """Return the features of several levels as one."""
    return {name: value for part in parts for name, value in part.items() if value}
