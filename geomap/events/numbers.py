"""Numbers in digits and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from geomap.events.lexicon import Lexicon
from geomap.lang.grouped import Token

GROUP = 3  # digits between thousands separators
MULTIPLIERS = frozenset({100, 1000, 1_000_000})
DOZEN = 12


class Number(NamedTuple):
    """A whole number over tokens ``[start, end)``; ``value`` is None for a fraction."""

    start: int
    end: int
    value: int | None


def find_numbers(tokens: Sequence[Token], words: Lexicon) -> dict[int, Number]:
    """Give each number of a sentence by its first token."""
    found: dict[int, Number] = {}
    at = 0
    while at < len(tokens):
        low = tokens[at].low
        if not (low[0].isdigit() or low in words.numbers or "-" in low):
            at += 1
            continue
        number = _number_at(tokens, at, words)
        if number is None:
            at += 1
            continue
        found[at] = number
        at = number.end
    return found


def _number_at(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    if tokens[at].is_number:
        value = digits_value(tokens[at].text)
        end = at + 1
        while value is not None and end < len(tokens) and _is_group(tokens[end], tokens[end - 1]):
            value, end = value * 1000 + int(tokens[end].text), end + 1
        return _multiplied(tokens, Number(at, end, value), words)
    total, end = _words_value(tokens, at, words)
    return Number(at, end, total) if end > at else None


def digits_value(text: str) -> int | None:
    """Read digits with thousands separators: 3,419 and 3.419 are 3419; 7.8 is no whole number."""
    whole, *groups = text.replace(",", ".").split(".")
    if not groups:
        return int(whole) if whole.isdecimal() else None
    if all(len(group) == GROUP and group.isdecimal() for group in groups) and whole.isdecimal() and len(whole) <= GROUP:
        return int(whole + "".join(groups))
    return None


def _is_group(token: Token, before: Token) -> bool:
    spaced = token.start - before.end == 1
    return spaced and token.text.isdecimal() and len(token.text) == GROUP and before.text.isdecimal() and len(before.text) <= GROUP


def _multiplied(tokens: Sequence[Token], number: Number, words: Lexicon) -> Number:
    if number.end < len(tokens):
        factor = words.numbers.get(tokens[number.end].low)
        if factor in MULTIPLIERS and number.value is not None:
            return Number(number.start, number.end + 1, number.value * factor)
    return number


def _words_value(tokens: Sequence[Token], at: int, words: Lexicon) -> tuple[int, int]:
    total = current = 0
    end = at
    while end < len(tokens):
        value = _word_value(tokens[end].low, words)
        if value is None:
            break
        if value in MULTIPLIERS or (value == DOZEN and current and tokens[end].low in words["dozens"]):
            current = max(current, 1) * value
            if value > 100:  # noqa: PLR2004 - thousands and millions close a group
                total, current = total + current, 0
        elif current and value >= current % 100 > 0:
            break
        else:
            current += value
        end += 1
    return total + current, end


def _word_value(low: str, words: Lexicon) -> int | None:
    value = words.numbers.get(low)
    if value is None and "-" in low:
        tens, _, unit = low.partition("-")
        first, second = words.numbers.get(tens), words.numbers.get(unit)
        if first is not None and second is not None and first >= 20 and second < 10:  # noqa: PLR2004 - "forty-three"
            return first + second
    return value
