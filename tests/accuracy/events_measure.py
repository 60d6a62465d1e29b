"""How the events read from the sentences of events_gold.jsonl compare with what stands beside them there."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from geopy.distance import geodesic

from gazetteer.model import Place, PlaceKind
from geomap.events import RuleExtractor
from geomap.model import MAPPED_BY_DEFAULT, Event, Mention, Part, PartKind, Post, Resolution

GOLD = Path(__file__).with_name("events_gold.jsonl")


@dataclass
class Score:
    """Hits, misses and spurious events, and how many figures are right."""

    tally: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, right: str, of: str) -> float:
        return self.tally[right] / max(self.tally[of], 1)

    def f1(self, right: str) -> float:
        return 2 * self.tally[right] / max(self.tally["gold"] + self.tally["read"], 1)


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf8").splitlines()]


def tellings(row: dict[str, Any]) -> tuple[Event, ...]:
    """Read the events of one row, its places given."""
    text = row["text"]
    post = Post(
        id="row",
        source="gold",
        text=text,
        parts=(Part(kind=PartKind.PARAGRAPH, start=0, end=len(text)),),
        published_at=datetime.fromisoformat(row["published"]).astimezone(UTC),
        language=row["lang"],
    )
    resolutions = [resolution_of(text, mention) for mention in row["mentions"]]
    return RuleExtractor().events([post], [resolutions])[0]


def resolution_of(text: str, mention: dict[str, Any], *, at: int = 0) -> Resolution:
    """Give the place that a mention of a row's ``text`` means, where that text stands ``at`` characters into a post."""
    start, end, given = mention["start"], mention["end"], mention["place"]
    kind = PlaceKind(given["kind"])
    radius_m = 5000.0 if kind is PlaceKind.SETTLEMENT else 80_000.0
    place = Place(
        id=f"gold:{given['name']}",
        name=given["name"],
        kind=kind,
        lat=given["lat"],
        lon=given["lon"],
        radius_m=radius_m,
        country=given["country"],
    )
    return Resolution(
        mention=Mention(post_id="row", start=at + start, end=at + end, text=text[start:end], confidence=1.0), place=place, confidence=1.0
    )


def measure(language: str | None = None) -> Score:
    """Score all rows, or those of one language."""
    score = Score()
    for row in rows():
        if language in {None, row["lang"]}:
            _score_row(score, row)
    return score


def _score_row(score: Score, row: dict[str, Any]) -> None:
    told = list(tellings(row))
    shown = [event for event in told if event.modality in MAPPED_BY_DEFAULT]
    wanted = [event for event in row["events"] if "modality" not in event]
    score.tally["read"] += len(shown)
    score.tally["gold"] += len(wanted)
    for gold in wanted:
        match = next((event for event in shown if _at(event, gold)), None)
        if match is None:
            score.wrong.append(f"missed {gold['place']}: {row['text']}")
            continue
        shown.remove(match)
        _score_match(score, match, gold, row["text"])
    score.wrong += [f"spurious {event.sub_type} at {event.where.name}: {row['text']}" for event in shown]
    for gold in row["events"]:
        if "modality" in gold:
            score.tally["off"] += 1
            score.tally["kept off"] += not any(_at(event, gold) for event in told if event.modality in MAPPED_BY_DEFAULT)
            score.tally["modality"] += any(_at(event, gold) and event.modality.value == gold["modality"] for event in told)


def _score_match(score: Score, event: Event, gold: dict[str, Any], text: str) -> None:
    score.tally["place"] += 1
    kind = "types" not in gold or bool({event.sub_type, event.type} & set(gold["types"]))
    days = "first" not in gold or _days(event) == (date.fromisoformat(gold["first"]), date.fromisoformat(gold["last"]))
    score.tally["type"] += kind
    score.tally["all"] += kind and days
    if not kind:
        score.wrong.append(f"type {event.sub_type}: {text}")
    if not days:
        score.wrong.append(f"days {_days(event)}: {text}")
    for name, got in (("killed", event.toll.fatalities), ("injured", event.toll.injured)):
        score.tally["counts"] += 1
        score.tally["counts right"] += got == gold.get(name)
        if got != gold.get(name):
            score.wrong.append(f"{name} {got}: {text}")


def _days(event: Event) -> tuple[date, date] | None:
    return (event.when.first_day, event.when.last_day) if event.when is not None else None


def _at(event: Event, gold: dict[str, Any]) -> bool:
    if event.where.name != gold["place"]:
        return False
    if "lat" not in gold:
        return True
    return geodesic((event.where.lat, event.where.lon), (gold["lat"], gold["lon"])).km <= gold["within_km"]


def report() -> str:
    """Give all figures and mistakes as text."""
    lines = []
    for name in (None, "en", "uk", "ru"):
        result = measure(name)
        shares = " ".join(f"{key} {result.f1(key):.3f}" for key in ("place", "type", "all"))
        kept = f"kept off {result.share('kept off', 'off'):.3f} modality {result.share('modality', 'off'):.3f}"
        others = f"counts {result.share('counts right', 'counts'):.3f} {kept}"
        lines.append(f"{name or 'all'}: {shares} {others}")
    return "\n".join([*lines, *measure().wrong])


if __name__ == "__main__":
    print(report())  # noqa: T201 - run by hand to see the mistakes
