"""How often pins of each confidence are right, by language: `place_confidence` of resolutions against annotated texts.

    python benchmarks/place_reliability.py lgl.jsonl geowebnews.jsonl headlines.jsonl --work FOLDER [--models FOLDS]

A line of input is either a text all of whose names are annotated ({"text", "toponyms": [{"start", "end", "lat", "lon"}]}) or a text of
which one place is known ({"text", "lang", "lat", "lon"}). Pins are names that are places by themselves: no
adjectives, and no names inside those of organizations. Of the first, each pin is right that overlaps an annotated name within 161 km;
names annotated without coordinates are left out. Of the second only texts with a single settlement count, and it is right within 25
km. With ``--models`` each text is read with parameters that `python -m training fit --folds` trained without its newspaper.

Writes FOLDER/place-reliability.md, a table, and FOLDER/place-reliability.svg.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geoparse_accuracy import REACH_KM, curve, diagram

from gazetteer import Gazetteer, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.model import Mention, Post, Resolution, Role
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver
from geomap.resolve.surroundings import with_surroundings
from training.folds import FoldRecognizer, FoldResolver

CODED_KM = 25.0
SURE = 0.9
Judged = tuple[float, bool]


def read(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield the lines of the files."""
    for path in paths:
        for line in path.read_bytes().split(b"\n"):
            if line.strip():
                yield json.loads(line)


def resolved(
    rows: Sequence[dict[str, Any]], gazetteer: Gazetteer, models: Path | None
) -> Iterator[tuple[str | None, tuple[Resolution, ...]]]:
    """Yield the language of each text and what its names are resolved to."""
    posts = [
        Post(id=str(at), source=str(at), text=row["text"], url=row.get("url"), language=row.get("lang")) for at, row in enumerate(rows)
    ]
    recognizer = FoldRecognizer(gazetteer, models) if models else default_recognizer(gazetteer)
    resolver = FoldResolver(gazetteer, models) if models else default_resolver(gazetteer)
    mentions: list[tuple[Mention, ...]] = [found or () for found in recognizer.recognize(posts)]
    for post, group in zip(posts, resolver.resolve(posts, mentions), strict=True):
        yield post.language, with_surroundings(group)


def judged(row: dict[str, Any], group: Sequence[Resolution]) -> Iterator[Judged]:
    """Yield how sure each pin of a text is, and whether it is right; those that the annotation does not decide are left out."""
    placed = [found for found in group if found.place is not None and found.place.lat is not None and found.mention.role is Role.LITERAL]
    if "toponyms" not in row:
        if len(placed) == 1 and placed[0].place is not None and placed[0].place.kind is PlaceKind.SETTLEMENT:
            yield placed[0].place_confidence or 0.0, is_near(placed[0], row, CODED_KM)
        return
    for found in placed:
        mention = found.mention
        gold = next((name for name in row["toponyms"] if name["start"] < mention.end and mention.start < name["end"]), None)
        if gold is None or gold.get("lat") is not None:
            yield found.place_confidence or 0.0, gold is not None and is_near(found, gold, REACH_KM)


def is_near(found: Resolution, gold: dict[str, Any], reach_km: float) -> bool:
    """Return whether a resolution is the place of the gold, or close enough to it."""
    place = found.place
    if place is None or place.lat is None or place.lon is None:
        return False
    if gold.get("geonameid") and place.id == f"geonames:{gold['geonameid']}":
        return True
    return point_haversine_km(place.lat, place.lon, gold["lat"], gold["lon"]) <= reach_km


def table(by_language: dict[str, list[Judged]]) -> str:
    """Return the table: for each language how many pins there are, how many of them are sure, and how many of those are right."""
    lines = ["| language | pins | sure (0.9 and more) | of them right | mean confidence less share right |", "|---|---|---|---|---|"]
    for language, pins in sorted(by_language.items()):
        sure = [right for confidence, right in pins if confidence >= SURE]
        bias = sum(confidence - right for confidence, right in pins) / len(pins)
        lines.append(f"| {language} | {len(pins)} | {len(sure) / len(pins):.3f} | {sum(sure) / max(1, len(sure)):.3f} | {bias:+.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Judge the texts; write the table and the diagram."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path)
    options = parser.parse_args()
    rows = list(read(options.texts))
    by_language: dict[str, list[Judged]] = defaultdict(list)
    for row, (language, group) in zip(rows, resolved(rows, Gazetteer.open(), options.models), strict=True):
        by_language[language or "en"] += judged(row, group)
    options.work.mkdir(parents=True, exist_ok=True)
    told = table(by_language)
    (options.work / "place-reliability.md").write_text(told + "\n", encoding="utf-8")
    curves = {language: curve(pins) for language, pins in sorted(by_language.items())}
    (options.work / "place-reliability.svg").write_text(diagram(curves, upward="share of right places"), encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
