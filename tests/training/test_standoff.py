"""Annotations whose texts are kept elsewhere are read with their texts, or refused in a sentence that says what is missing."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from training.events.gold import read_gold
from training.events.standoff import Corpora, CorpusMissingError

TEXT = "A bus fell into a ravine near Ilam, killing nine. The driver fled."


def _annotation(folder: Path, **changes: Any) -> Path:
    text = TEXT[:50]
    row = {
        "corpus": "papers",
        "doc_id": "7",
        "end": len(text),
        "crc": zlib.crc32(text.encode()),
        "lang": "en",
        "published_at": "2014-05-06T10:00:00Z",
        "events": [{"place": "own:1", "name": [30, 34], "trigger": [2, 17], "types": ["Transport accident"], "map": True}],
        **changes,
    }
    path = folder / "standoff.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def _corpora(folder: Path, text: str = TEXT) -> Corpora:
    document = {"doc_id": 7, "text": text, "title": "Nine killed", "url": "https://papers.example/7"}
    (folder / "papers.jsonl").write_text(json.dumps(document) + "\n", encoding="utf-8")
    return Corpora(folder)


def test_the_post_has_the_text_and_words_of_its_document(tmp_path: Path) -> None:
    (post,) = read_gold(_annotation(tmp_path), _corpora(tmp_path))
    assert post.row["text"] == TEXT[:50]
    assert (post.row["title"], post.row["source"]) == ("Nine killed", "https://papers.example/7")
    assert [(event["name"], event["trigger"]) for event in post.events] == [("Ilam", "bus fell into a")]


def test_without_the_corpora_a_sentence_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissingError, match="--corpora"):
        list(read_gold(_annotation(tmp_path)))
    with pytest.raises(CorpusMissingError, match=r"papers.jsonl is missing"):
        list(read_gold(_annotation(tmp_path), Corpora(tmp_path)))


@pytest.mark.parametrize("changes", [{"doc_id": "8"}, {"crc": 1}, {"end": 40}])
def test_another_document_or_edition_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(CorpusMissingError, match="another edition"):
        list(read_gold(_annotation(tmp_path, **changes), _corpora(tmp_path)))
