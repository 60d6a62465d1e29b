"""How many characters a CPU-second the extractor reads, places given.

    python benchmarks/extract_speed.py CORPUS.jsonl [--documents N]

A document is {"text", "toponyms": [{"start", "end", "lat", "lon"}]}; a toponym without coordinates stays unresolved.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gazetteer.model import Place, PlaceKind
from geomap.events import RuleExtractor
from geomap.model import Mention, Post, Resolution

PUBLISHED = datetime(2023, 1, 31, 12, tzinfo=UTC)


def resolution(post: str, text: str, toponym: dict[str, Any]) -> Resolution:
    """Make a resolution of a toponym that is annotated with its coordinates."""
    start, end = toponym["start"], toponym["end"]
    mention = Mention(post_id=post, start=start, end=end, text=text[start:end], confidence=1.0)
    if toponym.get("lat") is None:
        return Resolution(mention=mention, place=None, confidence=None)
    place = Place(id=f"gold:{start}", name=mention.text, kind=PlaceKind.SETTLEMENT, lat=toponym["lat"], lon=toponym["lon"], radius_m=5000.0)
    return Resolution(mention=mention, place=place, confidence=1.0)


def main() -> None:
    """Read the corpus twice, the first time to load the tables, and print the speed of the second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    args = parser.parse_args()
    with args.corpus.open(encoding="utf8") as lines:
        documents = [json.loads(line) for line in itertools.islice(lines, args.documents)]
    documents = [document for document in documents if unicodedata.is_normalized("NFC", document["text"])]
    posts = [Post(id=str(n), source="corpus", text=d["text"], published_at=PUBLISHED, language="en") for n, d in enumerate(documents)]
    resolutions = [[resolution(post.id, post.text, toponym) for toponym in d["toponyms"]] for post, d in zip(posts, documents, strict=True)]
    RuleExtractor().events(posts[:1], resolutions[:1])
    start = time.process_time()
    told = RuleExtractor().events(posts, resolutions)
    seconds = time.process_time() - start
    characters = sum(len(post.text) for post in posts)
    print(f"{characters:,} characters in {seconds:.2f} s: {characters / seconds:,.0f} a CPU-second; {sum(map(len, told))} events")


if __name__ == "__main__":
    main()
