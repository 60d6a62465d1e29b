"""Time lines made plain before a page is cut: names that stand beside times, and times that count back without a number."""

from __future__ import annotations

import re
from itertools import pairwise

from geomap.read.plaintext.noise import is_bare_name, is_byline
from geomap.read.times import MAX_LINE, UNCOUNTED, parse_line

_MIN_POSTS = 3
_MINUTES_A_DAY, _HALF_DAY = 24 * 60, 12 * 60
_has_digit = re.compile(r"\d").search
_NUMERALS = frozenset("0123456789")
_LONGEST_UNCOUNTED = max(map(len, UNCOUNTED))
# A name and a time on one line, parted or glued: "By Ann Lee 4:30 p.m.", "Ann Lee — 5 March 2023, 20:20" and without the dash.
_SIGNED = re.compile(r"(?:[Bb]y|BY)\s[^\d]{3,70}\d|[A-ZÀ-ÞЀ-ЯҐ][^\d|•·—–]{3,60}(?:[|•·—–]|[^\W\d]\d)")
_THEN_SIGNED = re.compile(r"([^|]{0,60}\d[^|]{0,20}?)[\s|•·—–,-]+((?:By|by|BY) \D+)$")  # "March 5, 2023 4:30 p.m. | By Ann Lee"
_STARTS = re.compile(r"(?<=[\s,|•·—–-])[\w(]|(?<=[^\W\d])\d")
_SENTENCE_ENDS = (".", "!", "?", '."', ".”")
_SEPARATORS = " \t,|•·—–-"
_PERSON = re.compile(r"[А-ЯҐЄІЇЁ][\w'’ʼ-]+(?: [А-ЯҐЄІЇЁ][\w'’ʼ-]+){1,2}(?:, [А-ЯҐЄІЇЁ][\w'’ʼ-]+(?: [А-ЯҐЄІЇЁ][\w'’ʼ-]+){1,2})*$")


def plain_times(lines: list[str]) -> tuple[list[str], list[str]]:
    """Give the lines with each time on one of its own, and the names beside them, which are signatures.

    The name goes below its time, to the post that it signs; on pages whose times stand below their posts, above it.
    """
    short = [
        line
        for line in lines
        if len(line) <= MAX_LINE  # most that open with a digit are times alone
        and (" by " in line.lower() if line[0] in _NUMERALS else _is_signed(line) if _has_digit(line) else _is_uncounted(line))
    ]
    if not short:
        return lines, []
    names: list[str] = []
    made: dict[str, list[str]] = {}
    for line in short:
        if _is_uncounted(line):
            made[line] = [UNCOUNTED[line.strip().lower()]]
        elif parted := _parted(line):
            made[line] = [*parted]
            names.append(parted[1])
    if names and _are_last(lines, made):
        made = {line: pieces[::-1] for line, pieces in made.items()}
    return [piece for line in lines for piece in made.get(line, (line,))], names


def _are_last(lines: list[str], made: dict[str, list[str]]) -> bool:
    """Say whether no sentence follows the last of some lines."""
    last = max(at for at, line in enumerate(lines) if line in made)
    return not any(line.endswith(_SENTENCE_ENDS) for line in lines[last + 1 :])


def _is_signed(line: str) -> bool:
    """Say whether a line that holds a digit could hold a name too."""
    return _SIGNED.match(line) is not None or _THEN_SIGNED.match(line) is not None


def _is_uncounted(line: str) -> bool:
    return len(line) <= _LONGEST_UNCOUNTED and line.strip().lower() in UNCOUNTED


def _parted(line: str) -> tuple[str, str] | None:
    """Part a time from the name before it. A name without "By" could be a place, so that its time must tell the day."""
    after = _THEN_SIGNED.match(line)
    if after:
        is_signed = parse_line(after[1]) is not None and is_byline(after[2])
        return (after[1], after[2]) if is_signed else None
    for start in _STARTS.finditer(line):
        told = parse_line(line[start.start() :])
        if told is None:
            continue
        name = line[: start.start()].strip(_SEPARATORS)
        is_name = told.day is not None and (is_bare_name(name) or _PERSON.match(name) is not None)
        is_signed = is_byline(name) if name[:3].lower() == "by " else is_name
        return (line[start.start() :], name) if is_signed and told.has_clock else None
    return None


def tells_by_times(lines: list[str]) -> bool:
    """Say whether a text surely is a live blog: it has several time lines, the newest first, as no article's chronology has."""
    told = [when for line in lines if len(line) <= MAX_LINE and _has_digit(line) and (when := parse_line(line)) is not None]
    clocks = [60 * when.clock.hour + when.clock.minute for when in told if when.clock is not None and when.label is None]
    falls = sum(0 < (earlier - later) % _MINUTES_A_DAY < _HALF_DAY for earlier, later in pairwise(clocks))
    return len(clocks) >= _MIN_POSTS and 2 * falls > len(clocks)
