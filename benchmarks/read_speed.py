"""How fast reading alone is: megabytes of input for each second of CPU time, on inputs made here.

    python benchmarks/read_speed.py [--megabytes 10] [--memory]

With --memory, instead, the most memory that reading holds at once, for ten documents and for a hundred: one document is held at a time.

Each form is read as many documents of some 100 kB, as pages come. Words are drawn with a fixed seed from a small
vocabulary; sentences are of news length (about 20 words), posts of four paragraphs.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from geomap.model import Document, Post
from geomap.read import iter_inputs, read_document
from geomap.read.inputs import document_of
from geomap.settings import ReadSettings

VOCABULARY = (
    "the a of in on to and that said for was were by with from after before while about officials rescuers residents river bridge "
    "town village region port station power water shelling strike flood fire people houses killed wounded moved opened closed "
    "Kherson Odesa Kharkiv Valencia Utiel Tuesday Monday January government minister governor mayor ministry report evening morning"
)
WORDS = VOCABULARY.split()
DOCUMENT_BYTES = 100_000
PARAGRAPHS, SENTENCES = 4, 3


def sentence(rng: random.Random) -> str:
    """Make one sentence of news length."""
    words = rng.choices(WORDS, k=rng.randint(12, 28))
    return " ".join(words).capitalize() + "."


def post(rng: random.Random) -> tuple[str, list[str]]:
    """Make a headline and paragraphs."""
    headline = " ".join(rng.choices(WORDS, k=8)).capitalize()
    return headline, [" ".join(sentence(rng) for _ in range(SENTENCES)) for _ in range(PARAGRAPHS)]


def text_page(rng: random.Random) -> str:
    """Make a live blog as text."""
    lines = ["A day of news: live", "", "Updated 11:58 p.m. ET, January 31, 2023", ""]
    minute = 23 * 60 + 55
    while sum(map(len, lines)) < DOCUMENT_BYTES:
        minute = max(minute - 3, 1)
        headline, paragraphs = post(rng)
        clock = f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02} {'p' if minute >= 720 else 'a'}.m. ET, January 31, 2023"
        lines += [clock, "", headline, "", "From the news desk", ""]
        lines += [piece for paragraph in paragraphs for piece in (paragraph, "")]
    return "\n".join(lines)


def json_lines(rng: random.Random) -> str:
    """Make posts as JSON Lines."""
    lines: list[str] = []
    while sum(map(len, lines)) < DOCUMENT_BYTES:
        headline, paragraphs = post(rng)
        told = {"id": len(lines), "title": headline, "published_at": "2023-01-31T11:49:00Z", "text": "\n\n".join(paragraphs)}
        lines.append(json.dumps(told))
    return "\n".join(lines)


def html_data(rng: random.Random) -> str:
    """Make a page with its posts as JSON-LD, and again in its markup, as publishers do."""
    updates = []
    while sum(len(str(update)) for update in updates) < DOCUMENT_BYTES // 2:
        headline, paragraphs = post(rng)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        updates.append({"@type": "BlogPosting", "headline": headline, "datePublished": "2023-01-31T11:49:00Z", "articleBody": body})
    data = json.dumps({"@type": "LiveBlogPosting", "headline": "A day of news", "liveBlogUpdate": updates})
    articles = "".join(f"<article><h2>{update['headline']}</h2>{update['articleBody']}</article>" for update in updates)
    return f'<!DOCTYPE html><html><head><script type="application/ld+json">{data}</script></head><body>{articles}</body></html>'


def html_structure(rng: random.Random) -> str:
    """Make a page whose posts are told by its elements alone."""
    articles: list[str] = []
    while sum(map(len, articles)) < DOCUMENT_BYTES:
        headline, paragraphs = post(rng)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        articles.append(
            f'<article><h2>{headline}</h2><time datetime="2023-01-31T11:49:00Z">11:49</time><div class="body">{body}</div></article>'
        )
    return f"<!DOCTYPE html><html><head><title>A day of news</title></head><body><main>{''.join(articles)}</main></body></html>"


def measure(make: Callable[[random.Random], str], megabytes: float) -> tuple[float, int]:
    """Give megabytes per second of CPU time, and the posts read."""
    rng = random.Random(1)  # noqa: S311 - words, not secrets
    documents: list[Document] = []
    size = 0
    while size < megabytes * 1e6:
        documents.append(document_of(make(rng).encode(), f"{len(documents)}"))
        size += len(documents[-1].content)
    begun = time.process_time()
    posts = sum(isinstance(item, Post) for document in documents for item in read_document(document, ReadSettings()))
    return size / 1e6 / (time.process_time() - begun), posts


def most_memory(make: Callable[[random.Random], str], count: int) -> float:
    """Give the megabytes that Python held at once, at most, while a folder of ``count`` documents was read."""
    rng = random.Random(1)  # noqa: S311 - words, not secrets
    with tempfile.TemporaryDirectory() as folder:
        for at in range(count):
            (Path(folder) / f"{at:04}").write_text(make(rng), encoding="utf-8")
        tracemalloc.start()
        for _ in iter_inputs([folder], ReadSettings()):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    """Print the figure of each form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--memory", action="store_true")
    asked = parser.parse_args()
    forms = {"text": text_page, "JSON Lines": json_lines, "HTML, JSON-LD": html_data, "HTML, elements": html_structure}
    for name, make in forms.items():
        if asked.memory:
            print(f"{name:15} {most_memory(make, 10):5.2f} MB for 10 documents, {most_memory(make, 100):5.2f} MB for 100")
            continue
        speed, posts = measure(make, asked.megabytes)
        print(f"{name:15} {speed:6.1f} MB/s  {posts:,} posts")


if __name__ == "__main__":
    main()
