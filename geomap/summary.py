"""The summary of a run, for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from geomap.change import Since
from geomap.export.features import utc
from geomap.export.report import changes, counts, not_mapped, not_read, unresolved
from geomap.lang import unread_sentence
from geomap.model import Analysis, Merged

MOST_NAMES_LISTED = 8


def summary(analysis: Analysis, files: Sequence[Path]) -> Iterator[str]:
    """Yield the lines: posts, places, events, what was left unresolved and why, what to open."""
    n = counts(analysis)
    named = f"{_many(n['mentions'], 'mention')} of {_many(n['places'], 'place')}"
    yield f"{_many(n['posts'], 'post')}, {named}, {_many(n['events'], 'event')} mapped"
    yield from merged_words(analysis.merged)
    if n["skipped"]:
        yield f"{n['skipped']:,} rows, items or pages of the inputs are skipped (report.json lists them and says why)"
    if n["inputs_not_read"]:
        yield f"{_many(n['inputs_not_read'], 'input')} not read (report.json says why)"
    if n["posts_not_read"]:
        yield unread_sentence(not_read(analysis))
    if n["events_without_place"]:
        yield f"{_many(n['events_without_place'], 'event')} without a place: listed, but not drawn"
    if n["events_left_out"]:
        listed = "report.json and the event files" if analysis.unsure[0].shown is False else "report.json"
        yield f"{_many(n['events_left_out'], 'event')} left out with a confidence below --min-confidence (listed in {listed})"
    yield from _left_out(not_mapped(analysis))
    yield from _unresolved(analysis)
    if analysis.since is not None:
        yield changes_words(analysis, analysis.since)
    for path in files:
        if path.suffix == ".html":
            yield f"Open {path}"


def changes_words(analysis: Analysis, since: Since) -> str:
    """Return one line that says how many events are new, revised and withdrawn since an earlier run."""
    told = changes(analysis, since)
    parts = [f"{len(told[name]):,} {name}" for name in ("new", "revised", "withdrawn")]
    joined = f"; {since.joined:,} joined to others" if since.joined else ""
    return f"Since {since.name}{f' ({utc(since.newest_time)})' if since.newest_time else ''}: {', '.join(parts)}{joined}"


def merged_words(merged: Sequence[Merged]) -> Iterator[str]:
    """Yield one line that says how many posts and events were the same as others, and in what; none where there were none."""
    if merged:
        alike = Counter(one.alike for one in merged)
        parts = ", ".join(f"{alike[kind]:,} by {kind}" for kind in ("id", "link", "text") if alike[kind])
        yield f"{len(merged):,} more were the same as others and are left out: {parts} (report.json of geomap map lists them)"


def _left_out(modalities: dict[str, int]) -> Iterator[str]:
    if modalities:
        parts = ", ".join(f"{count} {name}" for name, count in modalities.items())
        yield f"Not on the map: {parts} (--modality shows them)"


def _unresolved(analysis: Analysis) -> Iterator[str]:
    names = Counter((name["mention"], name["reason"]) for name in unresolved(analysis))
    if not names:
        return
    yield f"Names without a place ({sum(names.values())}; all in unresolved.csv):"
    for (mention, reason), count in names.most_common(MOST_NAMES_LISTED):
        yield f"  {mention}: {reason}" + (f" ({count} times)" if count > 1 else "")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
