"""Stories: events in the order in which somebody tells them, with a sentence and a view each.

A story is a JSON file that an editing page saves. Files of StoryMapJS (JSON) and tables for TimeMapper (CSV) are read as well: their steps
have a place of their own and need not name an event. All text is plain: markup of StoryMapJS is left out.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from geomap.errors import InputMissingError, UnreadableError
from geomap.render.escape import web_link

FORMAT = "geomap-story"  # the member "format" of a file of geomap's own
MOST_STEPS = 500
MOST_BYTES = 5_000_000
MOST_CHARS = 5_000  # of the text of a step
FIRST_ZOOM, WIDEST_ZOOM, NEAREST_ZOOM = 9.0, 1.0, 18.0
_BREAKS = frozenset({"br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "tr"})
_UNSEEN = frozenset({"script", "style"})
_PAIR = re.compile(r"[(\[]?\s*(-?\d+(?:\.\d+)?)\s*°?\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*°?\s*[)\]]?")

View = tuple[float, float, float]  # zoom, latitude, longitude
Span = tuple[datetime, datetime]  # local, without a zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what it says, the event that it shows, and the view of the map; None for the view of that event, or of all events."""

    text: str
    headline: str | None = None
    date: str | None = None  #: as the file words it
    event: str | None = None  #: an event_id
    at: View | None = None
    time: Span | None = None  #: only events of this time are shown; None for all
    link: str | None = None  #: a picture or a source


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Steps in their order."""

    steps: tuple[Step, ...]
    title: str | None = None
    name: str = ""  #: of its file


def read_story(path: Path) -> Story:
    """Return the story in a file.

    Raises:
        InputError: It is missing, or neither a story of geomap nor one of StoryMapJS or TimeMapper; the text says what is expected.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableError(f"{path}: a story has at most {MOST_BYTES // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path}: it cannot be read as text in UTF-8") from error
    title, steps = _of_table(path, text) if path.suffix.lower() == ".csv" else _of_json(path, text)
    if not steps:
        raise UnreadableError(f"{path}: the story has no steps")
    if len(steps) > MOST_STEPS:
        raise UnreadableError(f"{path}: the story has {len(steps):,} steps; {MOST_STEPS} are the most")
    return Story(steps=tuple(steps), title=title, name=path.name)


def story_payload(story: Story) -> dict[str, Any]:
    """Return what the page's script reads, in plain values."""
    return {
        "title": story.title,
        "steps": [
            {
                "headline": step.headline,
                "text": step.text,
                "date": step.date,
                "event": step.event,
                "at": step.at,
                "time": step.time and [_minutes(moment) for moment in step.time],
                "link": web_link(step.link or ""),
            }
            for step in story.steps
        ],
    }


def _minutes(moment: datetime) -> int:
    """Count minutes as the page counts those of local times."""
    return int(moment.replace(tzinfo=UTC).timestamp()) // 60


def unknown_events(story: Story, known: frozenset[str]) -> tuple[str, ...]:
    """Return one remark for the maker where steps name events that are not on the map."""
    missing = [f"{number} ({step.event})" for number, step in enumerate(story.steps, 1) if step.event and step.event not in known]
    if not missing:
        return ()
    steps = f"step{'s' if len(missing) > 1 else ''} {', '.join(missing[:5])}{' and others' if len(missing) > 5 else ''}"  # noqa: PLR2004
    return (f"{story.name}: {steps} of the story show their text without an event, which is not on the map",)


# --- geomap and StoryMapJS --------------------------------------------------------------------------------------------


def _of_json(path: Path, text: str) -> tuple[str | None, list[Step]]:
    wanted = UnreadableError(f"{path}: give a story saved in an editing page, one of StoryMapJS (JSON) or a table for TimeMapper (CSV)")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{path}: it is not JSON, or it is damaged") from error
    if not isinstance(told, dict):
        raise wanted
    storymap = told.get("storymap")
    if told.get("format") == FORMAT and isinstance(told.get("steps"), list):
        return _words(told.get("title")), [_own(path, number, one) for number, one in enumerate(told["steps"], 1)]
    if isinstance(storymap, dict) and isinstance(storymap.get("slides"), list):
        steps = [_slide(path, number, one) for number, one in enumerate(storymap["slides"], 1)]
        return steps[0].headline if steps else None, steps
    raise wanted


def _mapping(path: Path, number: int, one: object) -> Mapping[str, Any]:
    if not isinstance(one, dict):
        raise UnreadableError(f"{path}: step {number} of the story is not an object")
    return one


def _own(path: Path, number: int, one: object) -> Step:
    told = _mapping(path, number, one)
    at = told.get("at")
    view = _view(*at) if isinstance(at, list) and len(at) == 3 else None  # noqa: PLR2004 - zoom, latitude, longitude
    return Step(
        text=_words(told.get("text")) or "",
        headline=_words(told.get("headline")),
        date=_words(told.get("date")),
        event=_words(told.get("event")),
        at=view,
        time=_span(told.get("time")),
        link=_words(told.get("link")),
    )


def _slide(path: Path, number: int, one: object) -> Step:
    """Return a slide of StoryMapJS; one of the type "overview" shows all events."""
    told = _mapping(path, number, one)
    text, location, media = (part if isinstance(part := told.get(name), dict) else {} for name in ("text", "location", "media"))
    words = [_plain(text.get("text")), _plain(media.get("caption")), _plain(media.get("credit"))]
    overview = told.get("type") == "overview"
    return Step(
        text="\n\n".join(filter(None, words)),
        headline=_plain(text.get("headline")),
        date=_plain(told.get("date")),
        at=None if overview else _view(location.get("zoom") or FIRST_ZOOM, location.get("lat"), location.get("lon")),
        link=_words(media.get("url")) or _words(media.get("link")),
    )


class _Text(HTMLParser):
    """Collects the text of markup, with breaks where it breaks lines."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in _UNSEEN
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _plain(value: object) -> str | None:
    """Return the text of markup, None for no text."""
    if not isinstance(value, str):
        return None
    parser = _Text()
    parser.feed(value)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return _words("\n".join(filter(None, lines)))


def _words(value: object) -> str | None:
    return value.strip()[:MOST_CHARS] or None if isinstance(value, str) else None


def _view(zoom: object, lat: object, lon: object) -> View | None:
    """Return a view, None where a number is missing or no place on Earth."""
    try:
        numbers = [float(value) for value in (zoom, lat, lon)]  # type: ignore[arg-type] # whatever a file holds
    except (TypeError, ValueError):
        return None
    if not all(map(math.isfinite, numbers)) or abs(numbers[1]) > 90 or abs(numbers[2]) > 360:  # noqa: PLR2004 - degrees
        return None
    return min(max(numbers[0], WIDEST_ZOOM), NEAREST_ZOOM), numbers[1], numbers[2]


def _span(value: object) -> Span | None:
    """Return the span of two local times in ISO 8601, None where they are none."""
    try:
        start, end = (datetime.fromisoformat(each).replace(tzinfo=None) for each in value)  # type: ignore[attr-defined] # whatever it is
    except (TypeError, ValueError):
        return None
    return (start, end) if start < end else None


# --- TimeMapper -------------------------------------------------------------------------------------------------------


def _of_table(path: Path, text: str) -> tuple[str | None, list[Step]]:
    """Read a table with the columns of TimeMapper's template; the case of names and what stands between their words do not count."""
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise UnreadableError(f"{path}: it is not a table in CSV") from error
    named = [{re.sub(r"[\W_]", "", name).casefold(): _words(cell) for name, cell in row.items() if name} for row in rows]
    if not named or not {"title", "start"} <= named[0].keys():
        raise UnreadableError(f"{path}: a table for TimeMapper has the columns title, start, description and location")
    return None, list(_rows(named))


def _rows(rows: list[dict[str, str | None]]) -> Iterator[Step]:
    for row in rows:
        if not any(row.values()):
            continue
        words = [row.get("description"), row.get("mediacaption"), row.get("mediacredit"), row.get("source")]
        days = list(dict.fromkeys(filter(None, (row.get("start"), row.get("end")))))
        links = (row.get(name) for name in ("media", "image", "webpage", "url", "sourceurl"))
        yield Step(
            text="\n\n".join(filter(None, map(_plain, words))),
            headline=_plain(row.get("title")),
            date=" – ".join(days) or None,
            at=_located(row.get("location")),
            link=next((link for link in links if link and web_link(link)), None),
        )


def _located(text: str | None) -> View | None:
    """Return the view of a cell: "latitude, longitude", or a point of GeoJSON."""
    if text is None:
        return None
    pair = _PAIR.fullmatch(text)
    if pair is not None:
        return _view(FIRST_ZOOM, pair[1], pair[2])
    try:
        told = json.loads(text)
        lon, lat = told["coordinates"][:2]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return _view(FIRST_ZOOM, lat, lon)
