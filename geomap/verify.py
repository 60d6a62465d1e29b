"""Quotations of events looked up again in the documents that they come from: which still stand, and what became of the others."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple

from geomap.model import Event, Evidence, Post, Problem
from geomap.privacy import LEFT_OUT
from geomap.read import DocumentRead

ALIKE = 0.6  # share of characters that two sentences have in common, from which one is taken for an edit of the other
_COMPARED = 40  # passages that are compared character by character
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


class Standing(StrEnum):
    """What became of a quotation."""

    FOUND = "found"  #: it stands where it stood
    MOVED = "moved"  #: it stands elsewhere in its post, or in another post
    CHANGED = "changed"  #: its document is there, and says something else
    MISSING = "missing"  #: its document is not there
    UNQUOTED = "unquoted"  #: the event has no quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A report of an event and what became of its quotation.

    Attributes:
        event: The event.
        told: The report.
        standing: What became of it.
        is_same_document: Whether the document that holds it is the same to the byte.
        now: For a changed quotation the passage that is most like it, where one is; for one that moved its post and offsets.
    """

    event: Event
    told: Evidence
    standing: Standing
    is_same_document: bool = False
    now: str | None = None

    @property
    def stands(self) -> bool:
        """Whether nothing speaks against the quotation."""
        return self.standing in {Standing.FOUND, Standing.UNQUOTED}


class _Passage(NamedTuple):
    """The text of a post, or of the row of a table of events."""

    post_id: str
    text: str
    url: str | None
    sha256: str | None
    is_row: bool


@dataclass(slots=True)
class Documents:
    """The texts of documents, to look quotations up in.

    Attributes:
        problems: What could not be read.
    """

    problems: list[Problem] = field(default_factory=list)
    _passages: list[_Passage] = field(default_factory=list)
    _by_post: defaultdict[str, list[_Passage]] = field(default_factory=lambda: defaultdict(list))
    _by_document: defaultdict[str, list[_Passage]] = field(default_factory=lambda: defaultdict(list))
    _known: set[str] = field(default_factory=set)  # digests and addresses of documents that are there, also as they were

    @classmethod
    def read(cls, documents: Iterable[DocumentRead], recorded: Iterable[str] = (), names: Mapping[str, str] | None = None) -> Documents:
        """Return the texts of documents.

        Args:
            documents: What `geomap.read.iter_inputs` yields.
            recorded: SHA-256 that files had when they were fetched.
            names: Names of the files that were mapped, by their SHA-256.
        """
        held = cls(_known=set(recorded))
        files: set[str] = set()
        for one in documents:
            if one.document is not None:
                held._known |= {one.document.sha256, one.document.origin}
                files.add(PurePath(one.document.origin).name)
            for item in one.items:
                if isinstance(item, Problem):
                    held.problems.append(item)
                else:
                    held._add(_passage(item))
        held._known |= {sha256 for sha256, name in (names or {}).items() if PurePath(name).name in files}
        return held

    def _add(self, passage: _Passage) -> None:
        self._passages.append(passage)
        self._by_post[passage.post_id].append(passage)
        self._by_document[passage.sha256 or ""].append(passage)
        if passage.url is not None:
            self._known.add(passage.url)

    def check(self, event: Event, told: Evidence) -> Checked:
        """Look up the quotation of a report: at its offsets in its document, in its post, in any post; then anywhere."""
        if not told.quote.strip() or told.quote == LEFT_OUT:
            return Checked(event=event, told=told, standing=Standing.UNQUOTED)
        same = self._by_document.get(told.document_sha256 or "", [])
        for passages in (same, self._by_post.get(told.post_id, []), self._passages):
            found = next((one for one in passages if _stands(told, one)), None)
            if found is not None:
                return Checked(event=event, told=told, standing=Standing.FOUND, is_same_document=found.sha256 == told.document_sha256)
        return self._elsewhere(event, told)

    def _elsewhere(self, event: Event, told: Evidence) -> Checked:
        nearest = (*self._by_post.get(told.post_id, ()), *self._by_document.get(told.document_sha256 or "", ()), *self._passages)
        for one in nearest:
            at = one.text.find(told.quote)
            if at >= 0:
                standing = Standing.MOVED if told.offsets is not None else Standing.FOUND  # a file without offsets cannot say where
                return Checked(
                    event=event,
                    told=told,
                    standing=standing,
                    is_same_document=one.sha256 == told.document_sha256,
                    now=f"post {one.post_id}, characters {at} to {at + len(told.quote)}",
                )
        if told.post_id in self._by_post or {told.document_sha256, told.url} & self._known:
            return Checked(event=event, told=told, standing=Standing.CHANGED, now=self._likest(told))
        return Checked(event=event, told=told, standing=Standing.MISSING)

    def _likest(self, told: Evidence) -> str | None:
        """Return the passage that the quotation was most probably edited to; None where none is like it."""
        words = _words(told.quote)
        own = self._by_post.get(told.post_id)
        sentences = [line for one in own or self._passages for line in _SENTENCE_END.split(one.text) if line.strip()]
        shared = sorted(sentences, key=lambda line: -len(words & _words(line)))[:_COMPARED]
        matcher = SequenceMatcher(None, b=told.quote, autojunk=False)
        best, share = None, ALIKE
        for line in shared:
            matcher.set_seq1(line)
            if matcher.real_quick_ratio() >= share and matcher.quick_ratio() >= share and (ratio := matcher.ratio()) >= share:
                best, share = line.strip(), ratio
        return best


def check_events(events: Sequence[Event], documents: Documents) -> Iterator[Checked]:
    """Yield each report of each event with what became of its quotation; most files hold the newest report of an event only.

    Args:
        events: The events, as `geomap.export.readback.read_back` returns them.
        documents: The texts that they come from.
    """
    return (documents.check(event, told) for event in events for told in event.evidence)


def summary_of(checked: Sequence[Checked]) -> str:
    """Return one line with the number of quotations of each standing."""
    number = {standing: sum(one.standing is standing for one in checked) for standing in Standing}
    quoted = len(checked) - number[Standing.UNQUOTED]
    parts = [f"{number[Standing.FOUND]:,} of {quoted:,} quotations found"]
    names = {Standing.MOVED: "moved", Standing.CHANGED: "changed", Standing.MISSING: "without their document"}
    parts += [f"{number[standing]:,} {name}" for standing, name in names.items() if number[standing]]
    if number[Standing.UNQUOTED]:
        parts.append(f"{number[Standing.UNQUOTED]:,} events have no quotation")
    return "; ".join(parts)


def as_json(one: Checked) -> str:
    """Return an event and what became of its quotation as a line of JSON."""
    told = one.told
    cells = {
        "event_id": one.event.id,
        "standing": one.standing.value,
        "same_document": one.is_same_document,
        "quote": told.quote,
        "now": one.now,
        "post_id": told.post_id,
        "document_sha256": told.document_sha256,
        "source_url": told.url,
    }
    return json.dumps(cells, ensure_ascii=False)


def as_line(one: Checked) -> str:
    """Return the same as a line for people."""
    told = one.told
    now = {Standing.MOVED: f" (now in {one.now})", Standing.CHANGED: f" (now “{_short(one.now)}”)" if one.now else ""}
    document = f" (document {told.document_sha256 or 'unknown'})" if one.standing is Standing.MISSING else ""
    return f"{one.standing.value}  {one.event.id}  “{_short(told.quote)}”{now.get(one.standing, '')}{document}"


def _short(text: str | None) -> str:
    return " ".join((text or "").split())


def _passage(item: Post | Event) -> _Passage:
    if isinstance(item, Post):
        return _Passage(item.id, item.text, item.url, item.document_sha256, is_row=False)
    told = item.evidence[-1]
    return _Passage(told.post_id, told.quote, told.url, told.document_sha256, is_row=True)


def _stands(told: Evidence, passage: _Passage) -> bool:
    """Whether a quotation stands where it stood; a format with short fields has only its beginning."""
    if passage.is_row:
        return passage.post_id == told.post_id and passage.text.startswith(told.quote)
    return told.offsets is not None and passage.text.startswith(told.quote, told.start)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
