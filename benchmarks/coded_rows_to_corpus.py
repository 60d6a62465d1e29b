"""Rows of coded events with one known place each, as a corpus that teaches which place a name means.

    python benchmarks/coded_rows_to_corpus.py SCORER ROWS.jsonl CORPUS.jsonl

SCORER is the script that measures geoparsing; it knows which place each row vouches for. Not every name of a row is annotated, so
the corpus teaches resolution only. Each text counts as a newspaper of its own, so that folds cut through the rows.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Write the corpus and print how many texts and names it has."""
    scorer, rows, corpus = map(Path, sys.argv[1:4])
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    if spec is None or spec.loader is None:
        sys.exit(f"{scorer}: this is not a Python script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    texts: dict[str, dict[tuple[int, int], dict[str, Any]]] = {}
    for line in filter(None, rows.read_bytes().split(b"\n")):
        for text, start, end, gold in module.known_places(rows.stem, json.loads(line)):
            if start is not None:
                texts.setdefault(text, {})[start, end] = {"start": start, "end": end, "lat": gold["lat"], "lon": gold["lon"]}
    with corpus.open("w", encoding="utf-8") as out:
        for text, names in texts.items():
            record = {"text": text, "newspaper": f"{rows.stem}-{text[:40]}", "complete": False, "toponyms": list(names.values())}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    print(f"{corpus}: {len(texts)} texts, {sum(map(len, texts.values()))} names")


if __name__ == "__main__":
    main()
