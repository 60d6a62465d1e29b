"""How the words of a sentence hang together: what governs a place name, where clauses begin, how far apart words stand."""

from __future__ import annotations

from enum import StrEnum

from gazetteer.model import PlaceKind
from geomap.events.ontology import CONSEQUENCES
from geomap.events.sentence import PlaceSpan, Sentence

WALK = 7  # tokens to look back for what governs a name: "in the besieged eastern Ukrainian city of"
NEXT_VERB = 4
SPEAKER = 9  # tokens between who speaks, a place and the verb: "doctors at the children's hospital in X told"
DATELINE = 9  # tokens: a city, a date, an agency in brackets
COSTS = {",": 3.0, ";": 14.0, ":": 12.0, "—": 10.0, "–": 10.0, '"': 2.0, "“": 2.0, "”": 2.0}
BREAK = 9.0  # a word that opens another clause
RELATIVE = 14.0  # "that", "which", "who": what follows is told of the name before them, in passing


class Attachment(StrEnum):
    """How a name hangs on the words around it."""

    AT = "at"
    TOWARD = "toward"
    TO = "to"
    FOR = "for"
    FROM = "from"
    OF_ACT = "of an act"  # "the shelling of X"
    OBJECT = "object"  # "shelled X"
    SUBJECT = "subject"  # "X came under fire"
    BARE = "bare"  # "X missile strike"
    MENTIONED = "mentioned"


def only_named(sentence: Sentence, name: PlaceSpan) -> str | None:  # noqa: C901, PLR0911 - one case a line, in order
    """Return why a name is no site whatever governs it, from what follows it; None: it may be one."""
    after = name.end
    last = sentence.tokens[name.end - 1]
    mention = sentence.tokens and name.resolution.mention
    rest = last.text[mention.end - last.start :] if mention and last.end > mention.end else ""
    if rest.startswith("-") and (name.place is not None or not rest[1:2].isupper()):
        return "compound"  # Kharkiv-based; half of a double name is found only as another place
    low = sentence.low(after)
    if low in sentence.words["clock"]:
        return "clock"
    if answered(sentence, name.start):
        return "answered"
    if low == "'s":
        return _genitive(sentence, after + 1)
    if not sentence.words.compounds:
        return None
    if low in sentence.words["geonouns"] and sentence.is_in(after + 1, "of") and sentence.name_at(after + 2) is not None:
        return "outer"  # "the Kyiv suburb of Brovary"
    if low in sentence.words["bodies"]:
        return "body"  # "Wagner fighters", "the Azov brigade"
    if (
        low in sentence.words["region_nouns"]
        and sentence.is_in(after + 1, "of")
        and sentence.is_in(after + 2, "determiners")
        and sentence.is_in(after + 3, "geonouns")
    ):
        return "part"  # "the Shevchenko district of the city": of the one told of before
    if low in sentence.words["authorities"] or (sentence.is_in(after, "qualifiers") and _authority_soon(sentence, after)):
        return "authority"
    if low in sentence.words["region_nouns"] and (
        sentence.is_in(after + 1, "authorities") or (sentence.is_in(after + 1, "qualifiers") and _authority_soon(sentence, after + 1))
    ):
        return "authority"
    return None


def where_speakers_are(sentence: Sentence, name: PlaceSpan) -> str | None:
    """Return "speaks" where a name only tells where those who speak are, beside another place: "three died in X, medics in Y said"."""
    if _opens_speech(sentence, name):
        return "speaks"
    inside = range(max(0, name.start - SPEAKER), name.start)
    first = next((at for at in reversed(inside) if sentence.is_in(at, "speakers")), None)
    if first is None or not all(_is_of_phrase(sentence, at) for at in range(first + 1, name.start)):
        return None
    verb = name.end
    while verb < min(name.end + SPEAKER, len(sentence.tokens)) and _is_of_phrase(sentence, verb):
        verb += 1
    if not sentence.is_in(verb, "saying"):
        return None
    beside = any(other.literal and not first < other.start < verb for other in sentence.names)
    return "speaks" if beside else None


def _opens_speech(sentence: Sentence, name: PlaceSpan) -> bool:
    """Whether a sentence opens with where an office speaks: "In X, the coastguard said a ferry had sunk off Y"."""
    if name.start != 1 or not sentence.is_in(0, "at") or sentence.low(name.end) != ",":
        return False
    first = name.end + 1
    verb = next((at for at in range(first, min(first + SPEAKER, len(sentence.tokens))) if sentence.is_in(at, "saying")), None)
    if verb is None or any(first <= trigger.start < verb for trigger in sentence.triggers):
        return False
    offices = any(sentence.is_in(at, "authorities") or sentence.is_in(at, "speakers") for at in range(first, verb))
    return offices and any(other.literal and other.start > verb for other in sentence.names)


def _is_of_phrase(sentence: Sentence, at: int) -> bool:
    """Whether a token can stand in a phrase such as "at the children's hospital of A in B"."""
    kinds = (
        "prepositions",
        "of",
        "determiners",
        "modifiers",
        "qualifiers",
        "geonouns",
        "site_nouns",
        "hospitals",
        "auxiliaries",
        "adverbs",
    )
    return sentence.name_at(at) is not None or sentence.low(at) == "'s" or any(sentence.is_in(at, kind) for kind in kinds)


def dateline(sentence: Sentence, name: PlaceSpan) -> str | None:
    """Return why not where a name opens a report: "KYIV, March 13 (Agency) - "."""
    if name.start > 0:
        return None
    for at in range(name.end, min(name.end + DATELINE, len(sentence.tokens))):
        low = sentence.low(at)
        if low in {"-", "–", "—"}:
            return "dateline" if at > name.end or sentence.tokens[0].text.isupper() else None
        named = sentence.name_at(at) is not None or at in sentence.numbers or low in sentence.words.months
        if not (named or low in {",", ".", "(", ")", "/"} or sentence.low(at - 1) == "("):
            return None
    return None


def _authority_soon(sentence: Sentence, at: int) -> bool:
    for step in range(at, at + 4):
        if sentence.is_in(step, "authorities"):
            return True
        if not (sentence.is_in(step, "qualifiers") or sentence.is_in(step, "region_nouns")):
            return False
    return False


def _genitive(sentence: Sentence, at: int) -> str | None:
    for step in range(at, at + 3):
        if sentence.name_at(step) is not None or sentence.is_in(step, "site_nouns"):
            return None
        if not (sentence.is_in(step, "modifiers") or sentence.is_in(step, "geonouns")):
            break
    return "genitive"


def attachment_of(sentence: Sentence, name: PlaceSpan, begin: int) -> tuple[Attachment, str]:
    """Return how ``name`` hangs on its sentence, and the word that says so; ``begin`` is where its phrase begins."""
    at = begin - 1
    steps = 0
    while at >= 0 and steps < WALK:
        steps += 1
        low = sentence.low(at)
        owner = sentence.name_at(at - 1) if low == "'s" else sentence.name_at(at)
        if owner is not None and (low == "'s" or not owner.literal):
            at = owner.start - 1
        elif (
            low in sentence.words["modifiers"]
            or low in sentence.words["determiners"]
            or low in sentence.words["part_adjectives"]
            or low == '"'
        ):
            at -= 1
        elif low in sentence.words["of"]:
            head = _head_before_of(sentence, at, name)
            if isinstance(head, int):
                at = head
            else:
                return head
        elif _is_ward(sentence, at) or (low in sentence.words["prepositions"] and _is_ward(sentence, at - 1)):
            return Attachment.MENTIONED, "hospital"
        elif low in sentence.words["place_titles"] or (
            (low in sentence.words["geonouns"] or low in sentence.words["site_nouns"]) and sentence.is_in(at - 1, "determiners")
        ):
            at -= 1  # "the village Olenivka"
        elif low in sentence.words["prepositions"]:
            return _by_preposition(sentence, at, low)
        else:
            break
    return _without_preposition(sentence, name, at)


def _is_ward(sentence: Sentence, at: int) -> bool:
    """Whether a token is the hospital that somebody is taken to: "поранених доставили до лікарні Києва"."""
    taken = sentence.is_in(at, "wards") and sentence.is_in(at - 1, "prepositions")
    return taken and any(token.low in sentence.words["taken"] for token in sentence.tokens)


def answered(sentence: Sentence, at: int) -> bool:
    """Whether token ``at`` stands in what an act answers, told in passing: "in retaliation for the killing of A in B on Monday"."""
    step = at - 1
    while step >= 0 and sentence.low(step) not in {",", ";", ":"}:
        if sentence.is_in(step, "answers") and sentence.is_in(step + 1, "prepositions"):
            return True
        step -= 1
    return False


def _head_before_of(sentence: Sentence, of: int, name: PlaceSpan) -> int | tuple[Attachment, str]:  # noqa: PLR0911 - one case a line, in order
    """What stands before "of": where to go on looking back, or the answer."""
    head = of - 1
    low = sentence.low(head)
    if sentence.trigger_at(head) is not None and low not in sentence.words["geonouns"]:
        return Attachment.OF_ACT, low
    if low in sentence.words["authorities"] and low not in sentence.words["geonouns"]:
        return Attachment.MENTIONED, "authority"
    if low in sentence.words["shares"]:
        return _before_noun_phrase(sentence, head)  # "15% of X was without power"
    if low in sentence.words["residents"]:
        return Attachment.AT, low
    if (
        low in sentence.words["geonouns"]
        or low in sentence.words["parts"]
        or low in sentence.words["bearings"]
        or low in sentence.words["site_nouns"]
    ):
        return _before_noun_phrase(sentence, head)
    if name.place is not None and name.place.kind is PlaceKind.FACILITY:
        return Attachment.SUBJECT, low  # "two spans of the bridge"
    return Attachment.MENTIONED, "of"


def _before_noun_phrase(sentence: Sentence, head: int) -> int:
    """The token before the noun phrase that ends at ``head``: "in the western Ukrainian city" gives "in"."""
    for at in range(head - 1, max(head - 6, -1), -1):
        if sentence.is_in(at, "prepositions") or sentence.is_in(at, "of"):
            return at
        if at in sentence.numbers or (sentence.is_in(at, "determiners") and not sentence.is_in(at - 1, "determiners")):
            return at - 1
        if sentence.low(at) in {",", ";", ":"}:
            break
    return head - 1


def _by_preposition(sentence: Sentence, at: int, low: str) -> tuple[Attachment, str]:  # noqa: C901, PLR0911, PLR0912 - one case a line, in order
    before = sentence.low(at - 1)
    if low in sentence.words["from"]:
        return Attachment.FROM, low
    if before in sentence.words["homes"]:
        return Attachment.MENTIONED, "home"  # "the rights group A, based in X"
    if before in sentence.words["abstract"]:
        return Attachment.MENTIONED, before
    if before in sentence.words["saying"] and sentence.trigger_at(at - 1) is None and not sentence.is_in(at - 2, "being"):
        return Attachment.MENTIONED, "speech"
    elsewhere = len(sentence.names) > 1 or any(token.low in sentence.words["wounds"] for token in sentence.tokens)
    if before in sentence.words["hospitals"] and sentence.is_in(at - 2, "prepositions") and elsewhere:
        return Attachment.MENTIONED, "hospital"  # "died in hospital in X after a strike on Y"
    if before in sentence.words["them"] and sentence.is_in(at - 2, "of"):
        return Attachment.MENTIONED, "partly"
    if low in sentence.words["at"] or low in sentence.words["against"]:
        if _ends_authority(sentence, at - 1):
            return Attachment.MENTIONED, "authority"
        if low in sentence.words["against"] and low not in sentence.words["at"] and before in sentence.words["listeners"]:
            return Attachment.MENTIONED, "listener"
        return Attachment.AT, low
    if low in sentence.words["for"]:
        trigger = next((trigger for trigger in sentence.triggers if trigger.start <= at < trigger.end), None)
        return (Attachment.TO, "for") if trigger is not None else (Attachment.MENTIONED, "for")
    if low in sentence.words["goals"]:
        return Attachment.TO, low
    if low in sentence.words["via"] and before in sentence.words["rushing"]:
        return Attachment.AT, low  # "the flood swept through X"
    if low in sentence.words["toward"]:
        return Attachment.TOWARD, low
    return Attachment.MENTIONED, low


def _ends_authority(sentence: Sentence, at: int) -> bool:
    """Whether an office or its holder ends at token ``at`` and nothing is told of it: "the ministry of defence", "officials"."""
    trigger = sentence.trigger_at(at)
    if trigger is not None and trigger.family not in CONSEQUENCES:
        return False
    while sentence.is_in(at, "qualifiers") or sentence.is_in(at, "of"):
        at -= 1
    return sentence.is_in(at, "authorities") and not sentence.is_in(at, "people") and not _is_premises(sentence, at)


def _is_premises(sentence: Sentence, at: int) -> bool:
    """Whether an office is the building before which something happens: "outside the parliament", "in front of the ministry"."""
    at -= 1
    while sentence.is_in(at, "determiners") or sentence.is_in(at, "qualifiers"):
        at -= 1
    return sentence.is_in(at, "facing") or (sentence.is_in(at, "of") and sentence.is_in(at - 1, "facing"))


def _without_preposition(sentence: Sentence, name: PlaceSpan, at: int) -> tuple[Attachment, str]:  # noqa: PLR0911 - one case a line, in order
    low = sentence.low(at)
    if low in sentence.words["listeners"]:
        return Attachment.MENTIONED, "listener"
    if low in sentence.words["office_holders"]:
        return Attachment.MENTIONED, "authority"
    if low in sentence.words["comparatives"]:
        return Attachment.MENTIONED, "comparison"
    if low in sentence.words["naming"]:
        return Attachment.MENTIONED, "name"
    if _speaks(sentence, name):
        return Attachment.MENTIONED, "speaks"
    if low in sentence.words["departures"] and sentence.is_in(name.end, "for"):
        return Attachment.FROM, low
    if sentence.trigger_at(at) is not None or low in sentence.words["transitives"]:
        return Attachment.OBJECT, low
    following = sentence.trigger_at(name.end)
    if following is not None and not _verb_like(sentence, name.end):
        return Attachment.BARE, sentence.low(name.end)
    return Attachment.SUBJECT, "subject"


def _verb_like(sentence: Sentence, at: int) -> bool:
    return sentence.is_in(at, "auxiliaries")


def _speaks(sentence: Sentence, name: PlaceSpan) -> bool:
    at = name.end
    while at < name.end + NEXT_VERB and (sentence.is_in(at, "auxiliaries") or sentence.is_in(at, "adverbs")):
        at += 1
    return sentence.is_in(at, "speech")


def distance(sentence: Sentence, first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return how far apart two stretches of tokens stand; marks and words that part clauses count more."""
    start, end = (first[1], second[0]) if first[1] <= second[0] else (second[1], first[0])
    if start >= end:
        return 0.0
    if sentence.costs is None:
        sentence.costs = _costs(sentence)
    return sentence.costs[end] - sentence.costs[start]


def _costs(sentence: Sentence) -> list[float]:
    """Return for each token what it costs to come there from the start of the sentence."""
    relative, openers = sentence.words["relative"], sentence.words["clause_openers"]
    costs = [0.0]
    for token in sentence.tokens:
        low = token.low
        extra = RELATIVE if low in relative else BREAK if low in openers else COSTS.get(low, 0.0)
        costs.append(costs[-1] + 1.0 + extra)
    return costs


def clauses(sentence: Sentence) -> list[int]:
    """Return each token the number of its clause: parted by ; : — and by ", and", ", but", "while" before a new statement."""
    if sentence.clauses is not None:
        return sentence.clauses
    numbers: list[int] = []
    number = 0
    for at, token in enumerate(sentence.tokens):
        if (token.low in {";", ":", "—", "–"} and sentence.name_at(at + 1) is None) or _opens_clause(sentence, at):
            number += 1
        numbers.append(number)
    sentence.clauses = numbers
    return numbers


def _opens_clause(sentence: Sentence, at: int) -> bool:
    if sentence.is_in(at, "coordinators") and sentence.low(at - 1) == ",":
        step = at + 1
        while sentence.is_in(step, "prepositions") or sentence.is_in(step, "determiners"):
            step += 1
        return sentence.name_at(step) is None or sentence.is_in(sentence.names[-1].end, "auxiliaries")
    return sentence.is_in(at, "contrasting")
