"""Speed of geoparsing on one core, beside spaCy and flashgeotext where they are installed.

    python benchmarks/geoparse_speed.py TEXTS.jsonl [PYTHON]     one {"text": ...} a line; the time that counts is that of the process

Prints characters per CPU-second in the first pass and in a second one, milliseconds a headline (the first 90 characters of each text,
all in one call), start-up and peak memory. Each peer runs in a process of its own, so that memory is its own; spaCy and flashgeotext
only recognize, and are looked for in the environment of PYTHON.
"""

# ruff: noqa: PLC0415 - each peer is loaded in a process of its own

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

PEERS = ("geomap with events", "geomap", "geomap recognition", "flashgeotext", "spacy")
SPACY_MODEL = "en_core_web_md"
HEADLINE = 90

Run = Callable[[Sequence[str]], int]


def geomap(*, resolve: bool) -> Run:
    """Return geomap's recognition, with or without resolution."""
    from gazetteer import Gazetteer
    from geomap.model import Post
    from geomap.recognize import default_recognizer
    from geomap.resolve import default_resolver

    gazetteer = Gazetteer.open()
    recognizer, resolver = default_recognizer(gazetteer), default_resolver(gazetteer)

    def run(texts: Sequence[str]) -> int:
        posts = [Post(id=str(i), source="benchmark", text=text) for i, text in enumerate(texts)]
        mentions = [found or () for found in recognizer.recognize(posts)]
        if resolve:
            resolver.resolve(posts, mentions)
        return sum(map(len, mentions))

    return run


def geomap_with_events() -> Run:
    """Return all stages as `geomap geoparse` runs them: recognition, resolution and events."""
    from geomap.pipeline import Pipeline

    pipeline = Pipeline()
    return lambda texts: sum(len(result.mentions) for result in pipeline.stream(texts))


def flashgeotext() -> Run:
    """Return flashgeotext's extraction."""
    from flashgeotext.geotext import GeoText
    from loguru import logger

    logger.remove()
    finder = GeoText()
    return lambda texts: sum(len(found) for text in texts for found in finder.extract(input_text=text).values())


def spacy() -> Run:
    """Return a spaCy model's places."""
    import spacy as library

    pipeline = library.load(SPACY_MODEL, exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    labels = {"GPE", "LOC", "FAC"}
    return lambda texts: sum(entity.label_ in labels for document in pipeline.pipe(texts, batch_size=16) for entity in document.ents)


def measure(peer: str, path: Path) -> dict[str, object]:
    """Measure one peer in this process."""
    texts = [unicodedata.normalize("NFC", json.loads(line)["text"]) for line in path.read_bytes().split(b"\n") if line.strip()]
    started = time.process_time()
    makers: dict[str, Callable[[], Run]] = {
        "geomap with events": geomap_with_events,
        "geomap": lambda: geomap(resolve=True),
        "geomap recognition": lambda: geomap(resolve=False),
        "flashgeotext": flashgeotext,
        "spacy": spacy,
    }
    run = makers[peer]()
    run(["The train left Lyon for Paris."])
    ready = time.process_time()
    names = run(texts)
    done = time.process_time()
    run(texts)
    again = time.process_time()
    run([text[:HEADLINE] for text in texts])
    headlines = time.process_time()
    characters = sum(map(len, texts))
    return {
        "peer": peer,
        "names": names,
        "characters_per_cpu_s": round(characters / (done - ready)),
        "characters_per_cpu_s_again": round(characters / (again - done)),
        "ms_per_headline": round(1000 * (headlines - again) / len(texts), 2),
        "start_up_cpu_s": round(ready - started, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Measure all peers, or in their own process the one named."""
    if len(sys.argv) > 2 and sys.argv[1] == "--one":
        if hasattr(os, "sched_setaffinity"):  # one core: threads of libraries that wait for work are no work
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
        return
    others = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    for peer in PEERS:
        python = sys.executable if peer.startswith("geomap") else others
        done = subprocess.run([python, __file__, "--one", peer, sys.argv[1]], capture_output=True, text=True, check=False)
        print(done.stdout.strip() or f"{peer}: {done.stderr.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main()
