"""Who says so: "regional governor Pavlo Kyrylenko", "according to police"."""

from __future__ import annotations

from geomap.events.reading import Reading

LONGEST = 12  # tokens


def attribution_of(reading: Reading) -> str | None:
    """Give the words that name who says what the sentence tells, None where nobody is named."""
    for at in range(len(reading.tokens)):
        if reading.is_in(at, "attribution"):
            return _ahead(reading, at + 1 + reading.is_in(at + 1, "to"))
    for at in range(len(reading.tokens) - 1, -1, -1):
        if reading.is_in(at, "saying"):
            named = _behind(reading, at - 1)
            if named is not None:
                return named
    return None


def _ahead(reading: Reading, start: int) -> str | None:
    end = start
    while end < min(start + LONGEST, len(reading.tokens)) and reading.low(end) not in {",", ".", ";", ":"}:
        end += 1
    return _text(reading, start, end)


def _behind(reading: Reading, at: int) -> str | None:
    while reading.is_in(at, "auxiliaries") or reading.is_in(at, "adverbs"):
        at -= 1
    start = at
    while (
        start >= max(at - LONGEST, 0)
        and reading.low(start) not in {",", ".", ";", ":", '"', "”", "“"}
        and not reading.is_in(start, "clause_openers")
    ):
        start -= 1
    return _text(reading, start + 1, at + 1)


def _text(reading: Reading, start: int, end: int) -> str | None:
    if end <= start or all(len(token.low) < 3 for token in reading.tokens[start:end]):  # noqa: PLR2004 - "he", "it"
        return None
    first, last = reading.tokens[start], reading.tokens[end - 1]
    offset = first.start
    return reading.text[offset - reading.span.start : last.end - reading.span.start]
