"""Where sentences begin and end: never across the parts of a post, and not after abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.model import Part, PartKind, Post

END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s+[\"“«‘'(\[]*[A-ZÀ-ÞА-ЯЁІЇЄҐ\d—–-])|\n+")
LONGEST = 1200  # characters; what has no full stop for longer is a list or noise, and is read in pieces
LAST_WORD = re.compile(r"(\S+)$")
CAPITAL_INITIAL = re.compile(r"^[\"“«(]?[A-ZА-ЯІЇЄҐЁ]\.$")
ABBREVIATIONS = frozenset(
    """mr. mrs. ms. dr. prof. gen. col. lt. maj. capt. sgt. adm. sen. rep. gov. st. mt. ft. no. nos. vs. approx. dept.
    jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. tues. wed. thu. thur. thurs. fri. sat. sun.
    u.s. u.k. u.n. e.g. i.e. etc. inc. ltd. co. bros. jr. sr. a.m. p.m.
    м. с. смт. обл. р-н. вул. ул. г. п. пос. тис. тыс. млн. грн. руб. ім. им. т.д. рр. гг. др. н.""".split()  # noqa: SIM905 - read better so
)
SPLITS_BEFORE_CAPITAL = frozenset({"a.m.", "p.m.", "etc.", "u.s.", "u.k.", "u.n.", "inc.", "ltd.", "co.", "jr.", "sr."})


@dataclass(frozen=True, slots=True)
class Span:
    """One sentence of a post: ``text[start:end]``, the kind and the number of the part that holds it."""

    start: int
    end: int
    kind: PartKind
    part: int


def sentences(post: Post) -> Iterator[Span]:
    """Yield the sentences of ``post`` in text order; a post without parts is one paragraph after its headline."""
    for number, part in enumerate(post.parts or _lines(post)):
        for start, end in split(post.text, part.start, part.end):
            yield Span(start, end, part.kind, number)


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of the sentences within ``text[start:end]``, without the white space around them."""
    begin = start
    for found in END.finditer(text, start, end):
        if found.group()[0] != "\n" and _goes_on(text, begin, found.end()):
            continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, end)


def _goes_on(text: str, begin: int, end: int) -> bool:
    last = LAST_WORD.search(text[max(begin, end - 24) : end])
    if last is None or not last.group().endswith("."):
        return False
    word = last.group().lstrip('"“«(').lower()
    following = text[end : end + 8].lstrip()
    if CAPITAL_INITIAL.match(last.group()):
        return True
    if word in SPLITS_BEFORE_CAPITAL:
        return not following[:1].isupper() or word not in {"a.m.", "p.m."}
    return word in ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _lines(post: Post) -> Iterator[Part]:
    first = True
    for found in re.finditer(r"[^\n]+", post.text):
        headline = first and post.title is not None and found.group().strip() == post.title.strip()
        yield Part(kind=PartKind.HEADLINE if headline else PartKind.PARAGRAPH, start=found.start(), end=found.end())
        first = False
