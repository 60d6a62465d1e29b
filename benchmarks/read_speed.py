"""How fast reading alone is: megabytes of input for each second of CPU time, on inputs made here.

    python benchmarks/read_speed.py [--megabytes 10] [--only TEXT] [--memory]

Each form is read as many documents of some 100 kB, as pages come. Words are drawn with a fixed seed from a small vocabulary; sentences
are of news length (about 20 words). Text comes in several layouts, in English and Ukrainian, with long posts (four paragraphs of three
sentences) and short ones (one paragraph of two), since each post costs some time of its own.

With --memory, instead, the most memory that reading holds at once, for ten documents and for a hundred: one document is held at a time.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geomap.model import Document, Post
from geomap.read import iter_inputs, read_document
from geomap.read.inputs import make_document
from geomap.settings import ReadSettings

VOCABULARY = (
    "the a of in on to and that said for was were by with from after before while about officials rescuers residents river bridge "
    "town village region port station power water shelling strike flood fire people houses killed wounded moved opened closed "
    "Kherson Odesa Kharkiv Valencia Utiel Tuesday Monday January government minister governor mayor ministry report evening morning"
)
UKRAINIAN = (
    "і в у на з що не та до як за про від для це під час після через або рятувальники мешканці річка міст місто село область порт "
    "станція вода обстріл удар повінь пожежа люди будинки загинули поранені відкрито закрито Херсон Одеса Харків вівторок міністр"
)
WORDS = VOCABULARY.split()
DOCUMENT_BYTES = 100_000
PARAGRAPHS, SENTENCES = 4, 3
MINUTES_A_DAY = 1440
RUNS = 5  # whatever else a machine does slows some of them by half


def sentence(rng: random.Random, words: list[str] = WORDS) -> str:
    """Make one sentence of news length."""
    return " ".join(rng.choices(words, k=rng.randint(12, 28))).capitalize() + "."


def post(rng: random.Random) -> tuple[str, list[str]]:
    """Make a headline and paragraphs."""
    headline = " ".join(rng.choices(WORDS, k=8)).capitalize()
    return headline, [" ".join(sentence(rng) for _ in range(SENTENCES)) for _ in range(PARAGRAPHS)]


@dataclass(frozen=True)
class Blog:
    """A live blog as text: what stands at its head, above and below each post (of the time of day), in which words, how long."""

    head: str
    above: Callable[[int, str], list[str]]
    below: tuple[str, ...] = ()
    words: str = VOCABULARY
    paragraphs: int = PARAGRAPHS
    sentences: int = SENTENCES

    def __call__(self, rng: random.Random) -> str:
        """Make one page."""
        words = self.words.split()
        lines = [self.head, ""]
        size = minute = 0
        while size < DOCUMENT_BYTES:
            minute = (minute - rng.randint(1, 20)) % MINUTES_A_DAY
            told = self.above(minute, " ".join(rng.choices(words, k=8)).capitalize())
            for _ in range(self.paragraphs):
                told += [" ".join(sentence(rng, words) for _ in range(self.sentences)), ""]
            told += self.below
            size += sum(len(line.encode()) + 1 for line in told)
            lines += told
        return "\n".join(lines)


def half_day(minute: int, dots: str) -> str:
    """Write a time of day on a clock of twelve hours: 11:49 a.m. with dots, 11.49am without."""
    hour, half = (minute // 60 - 1) % 12 + 1, "p" if minute >= MINUTES_A_DAY // 2 else "a"
    return f"{hour}:{minute % 60:02} {half}.m." if dots else f"{hour}.{minute % 60:02}{half}m"


def cnn(minute: int, headline: str) -> list[str]:
    """Open a post as CNN does."""
    return [f"{half_day(minute, '.')} ET, January {minute % 28 + 1}, 2023", "", headline, "", "From CNN's Ann Lee", ""]


def guardian(minute: int, headline: str) -> list[str]:
    """Open a post as the Guardian does."""
    return [f"{half_day(minute, '')} BST", headline, ""]


def bbc(minute: int, headline: str) -> list[str]:
    """Open a post as the BBC does."""
    return [headline, f"Published at {minute // 60:02}:{minute % 60:02} {minute % 28 + 1} June 2023", "", "Ann Lee", "BBC News, Kyiv", ""]


def bare(minute: int, headline: str) -> list[str]:
    """Open a post with the time alone."""
    return [f"{minute // 60:02}:{minute % 60:02}", headline, ""]


def agency(minute: int, headline: str) -> list[str]:
    """Open a report as an agency does."""
    return [headline, "", f"KYIV. March {minute % 28 + 1} (Interfax-Ukraine) - {headline}.", ""]


SHORT = {"paragraphs": 1, "sentences": 2}
TEXTS = {
    "text, CNN": Blog("Floods: live\n\nBy Ann Lee, CNN\n\nUpdated 11:58 p.m. ET, January 31, 2023", cnn),
    "text, CNN, short": Blog("Floods: live\n\nBy Ann Lee, CNN\n\nUpdated 11:58 p.m. ET, January 31, 2023", cnn, **SHORT),
    "text, Guardian": Blog("Floods\n\nAnn Lee (now)\n\nFirst published on Wed 7 Jun 2023 05.58 BST", guardian, ("Share",)),
    "text, Guardian, short": Blog("Floods\n\nAnn Lee (now)\n\nFirst published on Wed 7 Jun 2023 05.58 BST", guardian, ("Share",), **SHORT),
    "text, BBC": Blog("Floods - BBC News", bbc, ("Copy this link", "")),
    "text, times alone": Blog("Floods\n\n31.01.2023 23:59", bare),
    "text, times alone, short": Blog("Floods\n\n31.01.2023 23:59", bare, **SHORT),
    "text, Ukrainian": Blog("Повінь\n\n31.01.2023 23:59", bare, words=UKRAINIAN),
    "text, agency": Blog("News", agency),
    "text, prose": Blog("A long report", lambda *_: []),
}


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


def table(rng: random.Random) -> str:
    """Make posts as CSV."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("id", "published_at", "title", "text"))
    while out.tell() < DOCUMENT_BYTES:
        headline, paragraphs = post(rng)
        rows.writerow((out.tell(), "2023-01-31T11:49:00Z", headline, "\n\n".join(paragraphs)))
    return out.getvalue()


def telegram(rng: random.Random) -> str:
    """Make a channel as Telegram Desktop exports it."""
    messages: list[dict[str, object]] = []
    while sum(len(str(message)) for message in messages) < DOCUMENT_BYTES:
        _, paragraphs = post(rng)
        messages.append({"id": len(messages), "type": "message", "date_unixtime": "1675165740", "text": "\n\n".join(paragraphs)})
    return json.dumps({"name": "News", "type": "public_channel", "id": 1, "messages": messages})


def archive(rng: random.Random) -> str:
    """Make a web archive of one page."""
    page = html_structure(rng)
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/1\r\nContent-Type: application/http; msgtype=response\r\n"
    )
    return f"{head}Content-Length: {len(answer.encode())}\r\n\r\n{answer}\r\n\r\n"


def measure(make: Callable[[random.Random], str], megabytes: float) -> tuple[float, int]:
    """Give megabytes per second of CPU time, the best of some runs, and the posts read."""
    rng = random.Random(1)  # noqa: S311 - words, not secrets
    documents: list[Document] = []
    size = 0
    while size < megabytes * 1e6:
        documents.append(make_document(make(rng).encode(), f"{len(documents)}"))
        size += len(documents[-1].content)
    best = float("inf")
    for _ in range(RUNS):
        begun = time.process_time()
        posts = sum(isinstance(item, Post) for document in documents for item in read_document(document, ReadSettings()))
        best = min(best, time.process_time() - begun)
    return size / 1e6 / best, posts


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
    parser.add_argument("--only", default="", help="forms with this in their name")
    parser.add_argument("--memory", action="store_true")
    asked = parser.parse_args()
    others = {"JSON Lines": json_lines, "CSV": table, "Telegram": telegram, "web archive": archive}
    forms = {**TEXTS, **others, "HTML, JSON-LD": html_data, "HTML, elements": html_structure}
    for name, make in forms.items():
        if asked.only not in name:
            continue
        if asked.memory:
            print(f"{name:25} {most_memory(make, 10):5.2f} MB for 10 documents, {most_memory(make, 100):5.2f} MB for 100")
            continue
        speed, posts = measure(make, asked.megabytes)
        print(f"{name:25} {speed:6.1f} MB/s  {posts:,} posts")


if __name__ == "__main__":
    main()
