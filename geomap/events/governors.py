"""How a name hangs on the words before and after it: a preposition, a verb, an office, nothing."""

from __future__ import annotations

from enum import StrEnum

from gazetteer.model import PlaceKind
from geomap.events.reading import Named, Reading
from geomap.events.types import HARM, RUIN

WALK = 7  # tokens to look back for what governs a name: "in the besieged eastern Ukrainian city of"
NEXT_VERB = 4
SPEAKER = 9  # tokens between who speaks, a place and the verb: "doctors at the children's hospital in X told"
DATELINE = 9  # tokens: a city, a date, an agency in brackets


class Link(StrEnum):
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


def only_named(reading: Reading, name: Named) -> str | None:  # noqa: C901, PLR0911 - one case a line, in order
    """Say why a name is no site whatever governs it, from what follows it; None: it may be one."""
    after = name.end
    last = reading.tokens[name.end - 1]
    mention = reading.tokens and name.resolution.mention
    rest = last.text[mention.end - last.start :] if mention and last.end > mention.end else ""
    if rest.startswith("-") and (name.place is not None or not rest[1:2].isupper()):
        return "compound"  # Kharkiv-based; half of a double name is found only as another place
    low = reading.low(after)
    if low in reading.words["clock"]:
        return "clock"
    if answered(reading, name.start):
        return "answered"
    if low == "'s":
        return _genitive(reading, after + 1)
    if not reading.words.compounds:
        return None
    if low in reading.words["geonouns"] and reading.is_in(after + 1, "of") and reading.name_at(after + 2) is not None:
        return "outer"  # "the Kyiv suburb of Brovary"
    if low in reading.words["bodies"]:
        return "body"  # "Wagner fighters", "the Azov brigade"
    if (
        low in reading.words["region_nouns"]
        and reading.is_in(after + 1, "of")
        and reading.is_in(after + 2, "determiners")
        and reading.is_in(after + 3, "geonouns")
    ):
        return "part"  # "the Shevchenko district of the city": of the one told of before
    if low in reading.words["authorities"] or (reading.is_in(after, "qualifiers") and _authority_soon(reading, after)):
        return "authority"
    if low in reading.words["region_nouns"] and (
        reading.is_in(after + 1, "authorities") or (reading.is_in(after + 1, "qualifiers") and _authority_soon(reading, after + 1))
    ):
        return "authority"
    return None


def where_speakers_are(reading: Reading, name: Named) -> str | None:
    """Say so where a name tells where those who speak are, and the sentence names a place beside: "three died in X, medics in Y said"."""
    if _opens_speech(reading, name):
        return "speaks"
    inside = range(max(0, name.start - SPEAKER), name.start)
    first = next((at for at in reversed(inside) if reading.is_in(at, "speakers")), None)
    if first is None or not all(_is_of_phrase(reading, at) for at in range(first + 1, name.start)):
        return None
    verb = name.end
    while verb < min(name.end + SPEAKER, len(reading.tokens)) and _is_of_phrase(reading, verb):
        verb += 1
    if not reading.is_in(verb, "saying"):
        return None
    beside = any(other.literal and not first < other.start < verb for other in reading.names)
    return "speaks" if beside else None


def _opens_speech(reading: Reading, name: Named) -> bool:
    """Whether a sentence opens with where an office speaks: "In X, the coastguard said a ferry had sunk off Y"."""
    if name.start != 1 or not reading.is_in(0, "at") or reading.low(name.end) != ",":
        return False
    first = name.end + 1
    verb = next((at for at in range(first, min(first + SPEAKER, len(reading.tokens))) if reading.is_in(at, "saying")), None)
    if verb is None or any(first <= hit.start < verb for hit in reading.hits):
        return False
    offices = any(reading.is_in(at, "authorities") or reading.is_in(at, "speakers") for at in range(first, verb))
    return offices and any(other.literal and other.start > verb for other in reading.names)


def _is_of_phrase(reading: Reading, at: int) -> bool:
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
    return reading.name_at(at) is not None or reading.low(at) == "'s" or any(reading.is_in(at, kind) for kind in kinds)


def dateline(reading: Reading, name: Named) -> str | None:
    """Say so where a name opens a report: "KYIV, March 13 (Agency) - "."""
    if name.start > 0:
        return None
    for at in range(name.end, min(name.end + DATELINE, len(reading.tokens))):
        low = reading.low(at)
        if low in {"-", "–", "—"}:
            return "dateline" if at > name.end or reading.tokens[0].text.isupper() else None
        named = reading.name_at(at) is not None or at in reading.numbers or low in reading.words.months
        if not (named or low in {",", ".", "(", ")", "/"} or reading.low(at - 1) == "("):
            return None
    return None


def _authority_soon(reading: Reading, at: int) -> bool:
    for step in range(at, at + 4):
        if reading.is_in(step, "authorities"):
            return True
        if not (reading.is_in(step, "qualifiers") or reading.is_in(step, "region_nouns")):
            return False
    return False


def _genitive(reading: Reading, at: int) -> str | None:
    for step in range(at, at + 3):
        if reading.name_at(step) is not None or reading.is_in(step, "site_nouns"):
            return None
        if not (reading.is_in(step, "modifiers") or reading.is_in(step, "geonouns")):
            break
    return "genitive"


def governor(reading: Reading, name: Named, begin: int) -> tuple[Link, str]:
    """Give how ``name`` hangs on its sentence, and the word that says so; ``begin`` is where its phrase begins."""
    at = begin - 1
    steps = 0
    while at >= 0 and steps < WALK:
        steps += 1
        low = reading.low(at)
        owner = reading.name_at(at - 1) if low == "'s" else reading.name_at(at)
        if owner is not None and (low == "'s" or not owner.literal):
            at = owner.start - 1
        elif (
            low in reading.words["modifiers"]
            or low in reading.words["determiners"]
            or low in reading.words["part_adjectives"]
            or low == '"'
        ):
            at -= 1
        elif low in reading.words["of"]:
            head = _head_before_of(reading, at, name)
            if isinstance(head, int):
                at = head
            else:
                return head
        elif _is_ward(reading, at) or (low in reading.words["prepositions"] and _is_ward(reading, at - 1)):
            return Link.MENTIONED, "hospital"
        elif low in reading.words["place_titles"] or (
            (low in reading.words["geonouns"] or low in reading.words["site_nouns"]) and reading.is_in(at - 1, "determiners")
        ):
            at -= 1  # "the village Olenivka"
        elif low in reading.words["prepositions"]:
            return _by_preposition(reading, at, low)
        else:
            break
    return _without_preposition(reading, name, at)


def _is_ward(reading: Reading, at: int) -> bool:
    """Whether a token is the hospital that somebody is taken to: "поранених доставили до лікарні Києва"."""
    taken = reading.is_in(at, "wards") and reading.is_in(at - 1, "prepositions")
    return taken and any(token.low in reading.words["taken"] for token in reading.tokens)


def answered(reading: Reading, at: int) -> bool:
    """Whether token ``at`` stands in what an act answers, told in passing: "in retaliation for the killing of A in B on Monday"."""
    step = at - 1
    while step >= 0 and reading.low(step) not in {",", ";", ":"}:
        if reading.is_in(step, "answers") and reading.is_in(step + 1, "prepositions"):
            return True
        step -= 1
    return False


def _head_before_of(reading: Reading, of: int, name: Named) -> int | tuple[Link, str]:  # noqa: PLR0911 - one case a line, in order
    """What stands before "of": where to go on looking back, or the answer."""
    head = of - 1
    low = reading.low(head)
    if reading.hit_at(head) is not None and low not in reading.words["geonouns"]:
        return Link.OF_ACT, low
    if low in reading.words["authorities"] and low not in reading.words["geonouns"]:
        return Link.MENTIONED, "authority"
    if low in reading.words["shares"]:
        return _before_noun_phrase(reading, head)  # "15% of X was without power"
    if low in reading.words["residents"]:
        return Link.AT, low
    if (
        low in reading.words["geonouns"]
        or low in reading.words["parts"]
        or low in reading.words["bearings"]
        or low in reading.words["site_nouns"]
    ):
        return _before_noun_phrase(reading, head)
    if name.place is not None and name.place.kind is PlaceKind.FACILITY:
        return Link.SUBJECT, low  # "two spans of the bridge"
    return Link.MENTIONED, "of"


def _before_noun_phrase(reading: Reading, head: int) -> int:
    """The token before the noun phrase that ends at ``head``: "in the western Ukrainian city" gives "in"."""
    for at in range(head - 1, max(head - 6, -1), -1):
        if reading.is_in(at, "prepositions") or reading.is_in(at, "of"):
            return at
        if at in reading.numbers or (reading.is_in(at, "determiners") and not reading.is_in(at - 1, "determiners")):
            return at - 1
        if reading.low(at) in {",", ";", ":"}:
            break
    return head - 1


def _by_preposition(reading: Reading, at: int, low: str) -> tuple[Link, str]:  # noqa: C901, PLR0911, PLR0912 - one case a line, in order
    before = reading.low(at - 1)
    if low in reading.words["from"]:
        return Link.FROM, low
    if before in reading.words["homes"]:
        return Link.MENTIONED, "home"  # "the rights group A, based in X"
    if before in reading.words["abstract"]:
        return Link.MENTIONED, before
    if before in reading.words["saying"] and reading.hit_at(at - 1) is None and not reading.is_in(at - 2, "being"):
        return Link.MENTIONED, "speech"
    elsewhere = len(reading.names) > 1 or any(token.low in reading.words["wounds"] for token in reading.tokens)
    if before in reading.words["hospitals"] and reading.is_in(at - 2, "prepositions") and elsewhere:
        return Link.MENTIONED, "hospital"  # "died in hospital in X after a strike on Y"
    if before in reading.words["them"] and reading.is_in(at - 2, "of"):
        return Link.MENTIONED, "partly"
    if low in reading.words["at"] or low in reading.words["against"]:
        if _ends_authority(reading, at - 1):
            return Link.MENTIONED, "authority"
        if low in reading.words["against"] and low not in reading.words["at"] and before in reading.words["listeners"]:
            return Link.MENTIONED, "listener"
        return Link.AT, low
    if low in reading.words["for"]:
        hit = next((hit for hit in reading.hits if hit.start <= at < hit.end), None)
        return (Link.TO, "for") if hit is not None else (Link.MENTIONED, "for")
    if low in reading.words["goals"]:
        return Link.TO, low
    if low in reading.words["via"] and before in reading.words["rushing"]:
        return Link.AT, low  # "the flood swept through X"
    if low in reading.words["toward"]:
        return Link.TOWARD, low
    return Link.MENTIONED, low


def _ends_authority(reading: Reading, at: int) -> bool:
    """Whether an office or its holder ends at token ``at`` and nothing is told of it: "the ministry of defence", "officials"."""
    hit = reading.hit_at(at)
    if hit is not None and hit.trigger.kind.family not in {HARM, RUIN}:
        return False
    while reading.is_in(at, "qualifiers") or reading.is_in(at, "of"):
        at -= 1
    return reading.is_in(at, "authorities") and not reading.is_in(at, "people") and not _is_premises(reading, at)


def _is_premises(reading: Reading, at: int) -> bool:
    """Whether an office is the building before which something happens: "outside the parliament", "in front of the ministry"."""
    at -= 1
    while reading.is_in(at, "determiners") or reading.is_in(at, "qualifiers"):
        at -= 1
    return reading.is_in(at, "facing") or (reading.is_in(at, "of") and reading.is_in(at - 1, "facing"))


def _without_preposition(reading: Reading, name: Named, at: int) -> tuple[Link, str]:  # noqa: PLR0911 - one case a line, in order
    low = reading.low(at)
    if low in reading.words["listeners"]:
        return Link.MENTIONED, "listener"
    if low in reading.words["office_holders"]:
        return Link.MENTIONED, "authority"
    if low in reading.words["comparatives"]:
        return Link.MENTIONED, "comparison"
    if low in reading.words["naming"]:
        return Link.MENTIONED, "name"
    if _speaks(reading, name):
        return Link.MENTIONED, "speaks"
    if low in reading.words["departures"] and reading.is_in(name.end, "for"):
        return Link.FROM, low
    if reading.hit_at(at) is not None or low in reading.words["transitives"]:
        return Link.OBJECT, low
    following = reading.hit_at(name.end)
    if following is not None and not _verb_like(reading, name.end):
        return Link.BARE, reading.low(name.end)
    return Link.SUBJECT, "subject"


def _verb_like(reading: Reading, at: int) -> bool:
    return reading.is_in(at, "auxiliaries")


def _speaks(reading: Reading, name: Named) -> bool:
    at = name.end
    while at < name.end + NEXT_VERB and (reading.is_in(at, "auxiliaries") or reading.is_in(at, "adverbs")):
        at += 1
    return reading.is_in(at, "speech")
