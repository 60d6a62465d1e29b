"""Annotations of texts that are kept elsewhere: ids, offsets and labels of ours, the text in a corpus that is not part of the project.

A line: {"corpus": file name without ".jsonl", "doc_id", "end", "crc", "lang", "published_at", "events": [...]}. The post is the first
``end`` characters of the document, whose CRC-32 is ``crc``. In an event, "name" and "trigger" are offsets [start, end) into that text, or
null where the words stand in the title.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


class CorpusMissingError(Exception):
    """The corpus of an annotation, or a document of it, is not there or is another edition."""


def is_standoff(row: Mapping[str, Any]) -> bool:
    """Return whether an annotated row has its text elsewhere."""
    return "corpus" in row


class Corpora:
    """Documents by corpus and id, read once.

    Args:
        folder: Holds one JSON Lines file for each corpus, of documents with "doc_id" or "id", "text", and optional "title" and "url".
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Mapping[str, Mapping[str, Any]]] = {}

    def post(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the annotated post of a row, with its text.

        Raises:
            CorpusMissingError: The document is not there, or its text is not the one that was annotated.
        """
        document = self._documents(row["corpus"]).get(str(row["doc_id"]))
        text = document["text"][: row["end"]] if document else ""
        if document is None or zlib.crc32(text.encode()) != row["crc"]:
            message = f"{self._folder}: document {row['doc_id']} of {row['corpus']} is missing or is another edition"
            raise CorpusMissingError(message)
        return {
            "id": f"{row['corpus']}-{row['doc_id']}",
            "source": document.get("url") or f"{row['corpus']}-{row['doc_id']}",
            "lang": row["lang"],
            "published_at": row["published_at"],
            "text": text,
            "events": [{**event, **_words(event, text)} for event in row["events"]],
            **({"title": document["title"]} if document.get("title") else {}),
        }

    def _documents(self, corpus: str) -> Mapping[str, Mapping[str, Any]]:
        if corpus not in self._read:
            path = self._folder / f"{corpus}.jsonl"
            if not path.is_file():
                message = f"{path} is missing: give the folder of the corpora with --corpora"
                raise CorpusMissingError(message)
            with path.open(encoding="utf-8") as lines:
                self._read[corpus] = dict(_by_id(lines))
        return self._read[corpus]


def _by_id(lines: Iterator[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for line in lines:
        document = json.loads(line)
        yield str(document.get("doc_id") or document.get("id")), document


def _words(event: Mapping[str, Any], text: str) -> dict[str, str]:
    return {key: text[slice(*event[key])] if event.get(key) else "" for key in ("name", "trigger")}
