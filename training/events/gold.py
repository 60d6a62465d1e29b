"""Annotated posts, and which of a post's named places are the sites of its events.

The form is JSON Lines: {"id", "source", "lang", "published_at", "title", "text", "events": [{"place", "lat", "lon", "kind", "types",
"trigger", "map", "radius_km", ...}]}. A post is complete: a place that no event names is the site of none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.events.gate.kinds import kind_names
from geomap.events.gate.view import NamedPlace, PostView
from geomap.events.ontology import fine_kinds
from geomap.model import PartKind, Post
from geomap.read import read_inputs
from geomap.settings import ReadSettings
from training.events.standoff import Corpora, CorpusMissingError, is_standoff

REACH_KM = {"region": 60.0, "natural": 60.0}  # the centre of a region differs between gazetteers
OTHER_REACH_KM = 10.0


@dataclass(frozen=True, slots=True)
class GoldPost:
    """One annotated post; ``post`` is what a reader made of it, None where it is still to be read from its row."""

    file: str
    row: Mapping[str, Any]
    post: Post | None = None

    @property
    def events(self) -> list[Mapping[str, Any]]:
        """The events to show."""
        return [event for event in self.row["events"] if event.get("map") is not False]


@dataclass(slots=True)
class Label:
    """What a named place is: the site of events (the kinds that readers accept for each, best first), of none, or not to be judged."""

    kinds: list[tuple[str, ...]]
    ignored: bool = False


def read_gold(path: Path, corpora: Corpora | None = None) -> Iterator[GoldPost]:
    """Yield the posts of a file: JSON Lines of posts, or an annotated page.

    Args:
        path: The file.
        corpora: Hold the texts of posts whose annotation stands off (`training.events.standoff`).

    Raises:
        CorpusMissingError: A text is kept elsewhere and is not there.
    """
    if path.name.endswith(".gold.json"):
        yield from read_page(path)
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if is_standoff(row):
                if corpora is None:
                    message = f"{path} has its texts elsewhere: give the folder of the corpora with --corpora"
                    raise CorpusMissingError(message)
                row = corpora.post(row)
            yield GoldPost(path.stem, row)


def read_page(path: Path) -> Iterator[GoldPost]:
    """Yield the posts of an annotated page (``*.gold.json``), with the texts that the page's reader gives them.

    The form: {"document": file name, "places": {id: {"name", "lat", "lon", "kind"}}, "posts": [{"title_starts", "published_at",
    "events": [...]}]}. A post whose title the reader does not find is left out.
    """
    gold = json.loads(path.read_text(encoding="utf-8"))
    left = list(read_inputs([str(path.parent / gold["document"])], ReadSettings()).posts)
    for told in gold["posts"]:
        start = _plain(told["title_starts"])
        post = next((post for post in left if _plain(post.title or "").startswith(start)), None)
        if post is None:
            continue
        left.remove(post)
        events = [_placed(event, gold["places"][event["place"]]) for event in told["events"]]
        row = {"text": post.text, "published_at": told["published_at"], "source": path.stem, "events": events}
        yield GoldPost(path.stem, row, post)


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title)).lower()


def _placed(event: Mapping[str, Any], place: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an event of a page with the position of its place, unless it states its own."""
    return {**{key: place[key] for key in ("lat", "lon", "kind", "name")}, **event, "trigger": event.get("trigger") or event.get("snippet")}


def is_at(place: Place, event: Mapping[str, Any]) -> bool:
    """Whether a place is where an event happened: the same, or as near as the kind of place asks."""
    lat, lon = event.get("lat"), event.get("lon")
    known = lat is not None and lon is not None and place.lat is not None and place.lon is not None
    if event.get("radius_km") and known:
        return bool(_km(place, event) <= max(10.0, event["radius_km"]))
    if place.id == event["place"]:
        return True
    if str(event["place"]).startswith("country:"):
        return place.kind is PlaceKind.COUNTRY and place.country == event["place"].removeprefix("country:")
    return bool(known) and _km(place, event) <= REACH_KM.get(event.get("kind", ""), OTHER_REACH_KM)


def _km(place: Place, event: Mapping[str, Any]) -> float:
    return float(point_haversine_km(place.lat or 0.0, place.lon or 0.0, event["lat"], event["lon"]))


def labels_of(view: PostView, text: str, events: Sequence[Mapping[str, Any]]) -> tuple[list[Label], int]:
    """Return a label for each named place of a post, and the number of events with no place to be told at.

    Of several mentions of the place of an event, that which stands best to the words that tell it is the site; the others are ignored.
    """
    labels = [Label([]) for _ in view.places]
    missed = 0
    ignored: set[int] = set()
    for event in events:
        there = [at for at, one in enumerate(view.places) if is_at(one.place, event)]
        if not there:
            missed += 1
            continue
        trigger = event.get("trigger") or ""
        found = text.find(trigger) if trigger else -1
        best = min(there, key=lambda at: _distance(view, view.places[at], at, found, len(trigger)))
        labels[best].kinds.append(tuple(kind for name in event["types"] for kind, _ in fine_kinds(_known(name)) if kind in kind_names()))
        identity = view.places[best].place.id
        ignored |= {at for at in there if at != best} | {at for at, one in enumerate(view.places) if one.place.id == identity}
    for at in ignored:
        labels[at].ignored = not labels[at].kinds
    return labels, missed


def _known(name: str) -> str:
    lower = name.lower()
    return lower if lower in {"diplomacy", "statement", "aid", "humanitarian", "infrastructure", "ceremony"} else name


def _distance(view: PostView, one: NamedPlace, at: int, trigger: int, length: int) -> tuple[int, bool, int, int]:
    """Return how badly a mention stands to the trigger of its event: sentences away, role, characters away, order."""
    mention = one.name.resolution.mention
    sentence = view.readings[one.reading].sentence.span
    if trigger < 0:
        headline = sentence.kind is PartKind.HEADLINE
        return (int(headline), not one.name.literal, int(not one.drafts), at)
    told = next((number for number, other in enumerate(view.readings) if other.sentence.span.start <= trigger < other.sentence.span.end), 0)
    sentences = 0 if one.reading == told else 1 if one.reading == told - 1 else 2
    return (sentences, not one.name.literal, max(0, trigger - mention.end, mention.start - trigger - length), at)
