"""Which words tell a count."""

from __future__ import annotations

from geomap.events.counts.model import Casualty
from geomap.events.sentence import Number, Sentence

NEAR = 5  # tokens between a number and what happened to those counted, up to which both are one phrase: "three people were killed"


def words_of_count(sentence: Sentence, count: Casualty) -> tuple[int, int]:
    """Return the offsets in the post of the words that tell a count: its number, with what happened to the people if that stands near."""
    start, end = count.at, max(count.end, count.at + 1)
    values = {count.count, count.low, count.high} - {None}
    numbers = [number for number in sentence.numbers.values() if number.value in values]

    def away(number: Number) -> int:
        return max(number.start - end, start - number.end, 0)

    number = min(numbers, key=lambda one: (away(one), one.start), default=None)
    if number is not None and away(number) <= NEAR:
        start, end = min(start, number.start), max(end, number.end)
    elif number is not None:
        start, end = number.start, number.end
    return sentence.tokens[start].start, sentence.tokens[end - 1].end
