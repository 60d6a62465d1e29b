"""report.json, what a run read, found and left out and why; unresolved.csv, the names without a place, to be filled in as corrections."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geomap.change import ChangeKind, Since
from geomap.export.csv import table_bytes
from geomap.export.features import CONFIDENCE_DIGITS, utc
from geomap.files import write_atomically
from geomap.lang import count_languages, name_of
from geomap.model import Analysis, Document, Event, Merged, Modality, Post, Resolution, Role

CONTEXT_CHARS = 60  # of text on either side of an unresolved name in report.json
SENTENCE_CHARS = 100  # of text on either side of a name in unresolved.csv: about a sentence, by which a reader recognizes the place
MOST_CANDIDATES = 5
CORRECTIONS = ("post", "mention", "place", "type", "date", "killed", "injured")  # the columns of a file of corrections
UNRESOLVED_COLUMNS = (*CORRECTIONS, "times", "quotation", "candidates", "reason", "title", "published_time", "source_url", "origin")


class ReportExporter:
    """Writes the account of a run."""

    suffix = ".json"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the report to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, (json.dumps(report(analysis), ensure_ascii=False, indent=1) + "\n").encode())


def report(analysis: Analysis) -> dict[str, Any]:
    """Return the account of ``analysis`` as plain values, the same for the same input."""
    told: dict[str, Any] = {
        "newest_time": utc(analysis.newest_time),
        "run": None if analysis.run is None else analysis.run.told(),
        "gazetteer_edition": analysis.gazetteer_edition,
        "data_sources": [
            {"name": s.name, "edition": s.edition, "licence": s.licence, "attribution": s.attribution} for s in analysis.data_sources
        ],
        "documents": [_document(document) for document in analysis.documents],
        "problems": [{"origin": p.origin, "text": p.text, "fatal": p.fatal} for p in analysis.problems],
        "counts": counts(analysis),
        "not_read": [{"lang": code, "name": name_of(code), "posts": posts} for code, posts in not_read(analysis).items()],
        "posts": [_post(post) for post in analysis.posts],
        "merged": [_merged(one) for one in analysis.merged],
        "skipped": [{"origin": p.origin, "part": part, "reason": p.text} for p in analysis.problems for part in p.skipped],
        "unresolved": unresolved(analysis),
        "not_mapped": not_mapped(analysis),
        "left_out": [_left_out(event) for event in analysis.unsure],
    }
    if analysis.corrections is not None:
        told["corrections"] = list(analysis.corrections)
    return told if analysis.since is None else {**told, "changes": changes(analysis, analysis.since)}


def changes(analysis: Analysis, since: Since) -> dict[str, Any]:
    """Return what changed since an earlier run: ids of new events, what was said before of revised ones, and those withdrawn."""
    marked = [(event.id, event.change) for event in analysis.events if event.change is not None]
    return {
        "since": since.name,
        "newest_time": utc(since.newest_time),
        "new": [id_ for id_, change in marked if change.kind is ChangeKind.NEW],
        "revised": [{"event_id": id_, "before": dict(change.before)} for id_, change in marked if change.before],
        "withdrawn": [{name: value for name, value in _left_out(event).items() if name != "confidence"} for event in analysis.withdrawn],
        "joined": since.joined,
    }


def counts(analysis: Analysis) -> dict[str, int]:
    """Count posts, places and events, as the summary on the terminal does."""
    answers = [r for group in analysis.resolutions for r in group or () if r.mention.role is Role.LITERAL]
    return {
        "posts": len(analysis.posts),
        "posts_without_time": sum(post.published_at is None for post in analysis.posts),
        "posts_not_read": sum(group is None for group in analysis.resolutions),
        "merged": len(analysis.merged),
        "skipped": sum(len(problem.skipped) for problem in analysis.problems),
        "inputs_not_read": sum(problem.fatal for problem in analysis.problems),
        "mentions": len(answers),
        "places": len({r.place.id for r in answers if r.place and r.is_found}),
        "unresolved": sum(not r.is_found for r in answers),
        "events": len(analysis.events),
        "events_left_out": len(analysis.unsure),
        "events_without_place": sum(event.where.lat is None for event in analysis.events),
        "tellings": sum(len(group) for group in analysis.tellings),
    }


def not_read(analysis: Analysis) -> dict[str, int]:
    """Count the posts that were not read by language, the most frequent first."""
    return count_languages(post for post, group in zip(analysis.posts, analysis.resolutions, strict=True) if group is None)


def unresolved(analysis: Analysis) -> list[dict[str, Any]]:
    """List the names that no place was found for, with the words around them and the reason."""
    return [
        _unresolved(post, resolution)
        for post, group in zip(analysis.posts, analysis.resolutions, strict=True)
        for resolution in group or ()
        if not resolution.is_found and resolution.mention.role is Role.LITERAL and resolution.mention.text  # blurred ones have none
    ]


def not_mapped(analysis: Analysis) -> dict[str, int]:
    """Count the tellings and the events of tables of each modality that were not asked for; those that were not sure enough are no such."""
    shown = {event.id for event in (*analysis.events, *analysis.unsure)}
    told: Counter[Modality] = Counter(
        event.modality for group in (*analysis.tellings, analysis.listed) for event in group if event.id not in shown
    )
    return {modality.value: told[modality] for modality in Modality if told[modality]}


def _left_out(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "sub_event_type": event.sub_type,
        "place_name": event.where.name,
        "confidence": round(event.confidence, CONFIDENCE_DIGITS),
        "post_id": event.evidence[-1].post_id,
        "quote": event.evidence[-1].quote,
    }


def _unresolved(post: Post, resolution: Resolution) -> dict[str, Any]:
    mention = resolution.mention
    around = post.text[max(0, mention.start - CONTEXT_CHARS) : mention.end + CONTEXT_CHARS]
    return {
        "mention": mention.text,
        "reason": "; ".join(reason.text for reason in resolution.reasons) or "nothing fits",
        "post_id": post.id,
        "title": post.title,
        "start": mention.start,
        "end": mention.end,
        "around": " ".join(around.split()),
        "candidates": [
            {"id": c.place.id, "name": c.place.name, "admin1": c.place.admin1, "country": c.place.country} for c in resolution.candidates
        ],
    }


def _document(document: Document) -> dict[str, Any]:
    told = {"origin": document.origin, "bytes": len(document.content), "sha256": document.sha256}
    return told if document.retrieved_at is None else {**told, "retrieved_at": utc(document.retrieved_at)}


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "title": post.title,
        "source": post.source,
        "published_at": utc(post.published_at),
        "published_precision": post.precision,
        "url": post.url,
        "lang": post.language,
        "origin": post.origin,
    }


def _merged(one: Merged) -> dict[str, Any]:
    return {
        "kept_id": one.kept_id,
        "alike": one.alike,
        "origin": one.origin,
        "title": one.title,
        "published_at": utc(one.published_at),
    }


class UnresolvedExporter:
    """Writes the names that no place was found for, one line for each name of each post.

    The lines are those of a file of corrections whose places are still empty: fill in what you know and give the file to
    ``--corrections``, or copy lines from it. The further columns say where the name stands and what it might mean.
    """

    suffix = ".csv"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the names to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, table_bytes([UNRESOLVED_COLUMNS, *_rows(analysis)]))


def _rows(analysis: Analysis) -> Iterator[list[Any]]:
    for post, group in zip(analysis.posts, analysis.resolutions, strict=True):
        named: dict[str, list[Resolution]] = {}
        for resolution in group or ():
            if not resolution.is_found and resolution.mention.role is Role.LITERAL and resolution.mention.text:
                named.setdefault(resolution.mention.text, []).append(resolution)
        for name, told in named.items():
            yield [
                *(post.id, name, *[None] * (len(CORRECTIONS) - 2)),
                *(len(told), _around(post, told[0]), _candidates(told[0]), "; ".join(reason.text for reason in told[0].reasons)),
                *(post.title, utc(post.published_at), post.url, post.origin),
            ]


def _around(post: Post, resolution: Resolution) -> str:
    start, end = resolution.mention.start, resolution.mention.end
    return " ".join(post.text[max(0, start - SENTENCE_CHARS) : end + SENTENCE_CHARS].split())


def _candidates(resolution: Resolution) -> str:
    """Name the places it may be, each with the id to copy."""
    found = [candidate.place for candidate in resolution.candidates[:MOST_CANDIDATES]]
    return "; ".join(", ".join(filter(None, (f"{place.id} {place.name}", place.admin1, place.country))) for place in found)
