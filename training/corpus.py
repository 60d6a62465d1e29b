"""Annotated texts: JSON Lines of {"text", "url", "toponyms": [{"start", "end", "lat", "lon", "geonameid"}]}.

"newspaper" stands in for "url" where there is none; "complete": false says that not every name is annotated, so that the
text can teach which place a name means, and not which words are names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.folds import fold_of, newspaper_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldName:
    """A name in a text and, where an annotator could tell, where it is."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    place_id: str | None = None  # as the gazetteer writes it: "geonames:713174"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldText:
    """A text, who published it and the names in it."""

    text: str
    newspaper: str
    names: tuple[GoldName, ...]
    complete: bool = True  # every name is annotated: the text can teach what is not a name


def read_corpus(path: Path) -> Iterator[GoldText]:
    """Yield the texts of one corpus."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            names = sorted({_gold_name(name) for name in record["toponyms"]}, key=lambda name: (name.start, name.end))
            newspaper = record.get("newspaper") or newspaper_of(record.get("url"))
            yield GoldText(text=record["text"], newspaper=newspaper, names=tuple(names), complete=record.get("complete", True))


def without_fold(texts: Iterable[GoldText], fold: int, folds: int) -> list[GoldText]:
    """Return the texts of all newspapers that are not of ``fold``."""
    return [text for text in texts if fold_of(text.newspaper, folds) != fold]


def _gold_name(record: dict[str, object]) -> GoldName:
    place = record.get("geonameid")
    lat, lon = record.get("lat"), record.get("lon")
    return GoldName(
        start=int(str(record["start"])),
        end=int(str(record["end"])),
        lat=float(str(lat)) if lat is not None else None,
        lon=float(str(lon)) if lon is not None else None,
        place_id=f"geonames:{place}" if place else None,
    )
