"""How the time of reading and mapping grows with the length of adversarial inputs; exit status 1 where an exponent is above 1.2.

    python benchmarks/growth.py                  all inputs
    python benchmarks/growth.py --only feed      those whose names contain "feed"

Each input is doubled until it takes a fifth of a second of CPU; from there it is doubled twice more, and the exponent is half of the
binary logarithm of how many times longer the last takes: 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import json
import math
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gazetteer.build import build_index
from gazetteer.errors import GazetteerError
from gazetteer.geocode import _reading
from gazetteer.sources.user import UserSource
from geomap.corrections import Correction, Corrections, read_corrections
from geomap.edits import read_edits
from geomap.errors import GeomapError
from geomap.export import exporter_for
from geomap.export.readback import read_back
from geomap.lang.registry import languages
from geomap.lang.sentences import split
from geomap.model import Analysis, Post
from geomap.pipeline import Pipeline
from geomap.read import read_inputs
from geomap.render.overlay import read_overlay
from geomap.settings import ReadSettings
from geomap.store import Store
from geomap.watch.state import Tracked, merge

SMALLEST, LARGEST = 2_000, 800_000  # characters of the shortest of the three lengths
ENOUGH_S = 0.2  # of the shortest; below, noise and steps are larger than growth
MOST_EXPONENT = 1.2
RUNS = 2
ROW = "of a long report about the town that was hit by shells on Monday"
TOWNS = ("Kharkiv", "Odesa", "Kyiv", "Izium", "Lviv", "Sumy", "Poltava", "Kherson", "Dnipro", "Mykolaiv")
NOON = datetime(2023, 5, 2, 12, tzinfo=UTC)

Make = Callable[[int], str]


def repeated(words: Iterable[str], length: int, joint: str = " ") -> str:
    """Return the words again and again, joined, up to about ``length`` characters."""
    one = joint.join(words) + joint
    return one * max(1, length // len(one))


SENTENCES: dict[str, Make] = {
    "full stops": lambda n: "a " + "." * n,
    "marks": lambda n: "a " + "?!" * (n // 2),
    "ellipses": lambda n: "a " + "…" * n,
    "stops and spaces": lambda n: ". " * (n // 2),
    "spaces after a stop": lambda n: "a." + " " * n,
    "closing quotes": lambda n: 'a."' + '"' * n,
    "initials": lambda n: "A. " * (n // 3),
}
INPUTS: dict[str, Make] = {
    "a long header": lambda n: ",".join(f"c{at}" for at in range(n // 5)) + "\n1,2\n",
    "quotes in a header": lambda n: "a,b," + '{"a":' * (n // 5) + "\nx,y,z\n",
    "open elements": lambda n: "<html>" + "<div>" * (n // 5),
    "boilerplate in boilerplate": lambda n: "<html><body>" + '<div class="sidebar">' * (n // 50) + "<p>some words of text</p>" * (n // 50),
    "character references": lambda n: "<p>" + "&#" * (n // 2),
    "escaped tags": lambda n: "<p>" + "&amp;lt;p" * (n // 9),
    "posts of a live blog": lambda n: "\n\n".join(f"{at % 12 + 1}:{at % 60:02} p.m.\nWords of post {at}" for at in range(n // 30)),
    "times in brackets": lambda n: "(2:15 p.m. " * (n // 11),
    "numbers of lists": lambda n: "1. " * (n // 3),
    "nested JSON": lambda n: '[{"a":' * (n // 6),
    "broken objects": lambda n: '{"a":1 ' * (n // 7),
    "escaped surrogates": lambda n: '[{"text":"' + "\\\\ud800" * (n // 7) + '"}]',
    "equal rows": lambda n: "date,title,text\n" + f"2023-05-02,T,Same words {ROW}\n" * (n // 90),
    "rows of one title": lambda n: "date,title,text\n" + "".join(f"2023-05-02,T,Report {at} {ROW}\n" for at in range(n // 90)),
    "rows of one opening": lambda n: "date,text\n" + "".join(f"2023-05-02,The {ROW} {at}\n" for at in range(n // 80)),
    "equal events": lambda n: "date,lat,lon,place\n" + "2023-05-02,46.6,31.5,Ochakiv\n" * (n // 29),
    "days in sentences": lambda n: "\n".join("May 2 2023 words since 7 October 2023 go on" for _ in range(n // 45)),
    "attributes": lambda n: "<a " + "b " * (n // 2),
    "comments": lambda n: "<html><p>" + "<!-- x " * (n // 7),
    "tables in tables": lambda n: "<html><body>" + "<table><tr><td>words" * (n // 20),
    "paragraphs never closed": lambda n: "<html><body><article>" + "<p>Some words of a long article about the town. " * (n // 48),
    "articles in articles": lambda n: "<html><body>" + "<article><p>Some words of a long article about the town." * (n // 55),
    "bodies in bodies": lambda n: "<html><body>" + '<div itemprop="articleBody"><b>' * (n // 35),
    "postings in postings": lambda n: (
        "<html>" + f'<div itemtype="https://schema.org/BlogPosting"><time datetime="{NOON}">9:00</time> Shells hit.' * (n // 90)
    ),
    "items in items": lambda n: (
        "<html>" + '<div itemscope itemtype="https://schema.org/BlogPosting"><i itemprop="headline">Mill</i>' * (n // 90)
    ),
    "columns in columns": lambda n: (
        "<html>" + '<div class="a">' * (n // 60) + '<div class="b"><p>Some words of a town.</p></div>' * (n // 60)
    ),
    "structured data in scripts": lambda n: "<html>" + '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * (n // 66),
    "stamps of one page": lambda n: "<html><body>" + '<p><time datetime="2023-05-02T09:00Z">9:00</time> Shells hit a mill.</p>' * (n // 70),
    "items of a feed": lambda n: (
        "<rss><channel>"
        + "".join(f"<item><title>Mill {at}</title><description>A mill {at} burned.</description></item>" for at in range(n // 75))
        + "</channel></rss>"
    ),
    "elements in elements of a feed": lambda n: "<rss><channel><item>" + "<a>" * (n // 3),
    "objects in objects": lambda n: '{"@graph":' * (n // 10) + "1" + "}" * (n // 10),
    "keys of an object": lambda n: "[{" + ",".join(f'"k{at}":{at}' for at in range(n // 12)) + "}]",
    "places of a KML file": lambda n: (
        '<kml xmlns="x">' + "<Placemark><name>M</name><Point><coordinates>37,49</coordinates></Point></Placemark>" * (n // 85) + "</kml>"
    ),
    "parts of a web archive": lambda n: (
        "From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        + "--b\nContent-Type: text/html\n\n<p>A mill.</p>\n" * (n // 45)
    ),
    "records of a web archive": lambda n: (
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n\r\n\r\n" * (n // 85)
    ),
    "header lines of a web archive": lambda n: "WARC/1.0\r\n" + "A: b\r\n" * (n // 6),
    "spaces in a title": lambda n: f"Storm live{' ' * n}x\n12 May 2024\n\nShells hit Izium.",
    "marks round a time": lambda n: f"Storm live\n12 May 2024\n\n{'+' * n}\n+++ 14:20 Shells{' ' * n}hit Izium +++",
    "times behind words": lambda n: "Storm live\n12 May 2024\n\n" + repeated(("UPDATE (14:20): Shells hit Izium.",), n, "\n"),
    "times told in nested titles": lambda n: (
        "<html><h1>Live</h1>" + "<div title='12 May 2024, 14:20'>" * (n // 60) + "2 hours ago " * (n // 30)
    ),
    "lines of JSON": lambda n: "".join(f'{{"id": {at}, "text": "A mill burned in Izium, {at}."}}\n' for at in range(n // 50)),
}
TEXTS: dict[str, Make] = {
    "place names": lambda n: repeated(TOWNS, n),
    "place names in a list": lambda n: "Shells hit " + repeated(TOWNS, n, ", "),
    "Ukrainian place names": lambda n: repeated(("Харків", "Одеса", "Ізюм", "Суми", "Львів"), n),
    "capitalized words": lambda n: repeated(("Aaron", "Bell", "Cole", "Dorn", "Ems"), n),
    "one sentence of triggers": lambda n: repeated(("shelling", "killed", "attack", "fire", "strike"), n),
    "tolls": lambda n: "In Izium shelling " + repeated(("killed 3 people and", "injured 12,000 others,"), n),
    "weekdays": lambda n: "Shells hit Izium " + repeated(("on Monday", "on 2 May", "last week"), n),
    "distances": lambda n: repeated(("20 km", "east of", "Kherson", "near"), n),
    "digits": lambda n: "Izium " + "1" * n,
    "digits with commas": lambda n: "Izium " + "1,000," * (n // 6),
    "one word": lambda n: "Shelling hit " + "a" * n,
    "hyphens": lambda n: "Shelling hit A" + "-a" * (n // 2),
    "apostrophes": lambda n: "Shelling hit A" + "'a" * (n // 2),
    "brackets": lambda n: "Shelling hit " + "(" * n,
    "quotation marks": lambda n: "Shelling hit " + '"a ' * (n // 3),
    "stops in an event": lambda n: "Shelling hit Kharkiv " + "." * n,
    "Spanish counts": lambda n: "En Kharkiv " + repeated(("murieron 20 personas", "y resultaron heridas 12", "tras el ataque."), n),
    "French counts": lambda n: "À Kharkiv " + repeated(("l'attaque a tué 20 personnes", "et fait 12 blessés", "lundi."), n),
    "a list of people": lambda n: "In Izium shelling killed " + "a man, 45, a woman, 39, " * (n // 24),
    "regions in a row": lambda n: "Storms hit " + repeated(("Kharkiv and Sumy,", "Odesa, Lviv,"), n),
}
PAGES: dict[str, Make] = {
    "posts about one incident": lambda n: _posts("Shelling hit Kharkiv, officials said in report {}." for _ in range(n // 50)),
    "posts with one text": lambda n: _posts("Shelling hit Kharkiv." for _ in range(n // 50)),
    "posts about many places": lambda n: _posts(f"Shelling hit {TOWNS[at % 10]} in report {{}}." for at in range(n // 50)),
    "posts that deny each other": lambda n: _posts(f"Shelling killed {at} people in Kharkiv, report {{}}." for at in range(n // 50)),
}


def _posts(texts: Iterable[str]) -> str:
    """Return lines of JSON of one source and day."""
    fields = {"source": "Wire", "published_at": "2023-01-31T10:00:00Z"}
    return "".join(f"{json.dumps({'id': at, 'text': text.format(at), **fields})}\n" for at, text in enumerate(texts))


def _header(path: Path) -> object:
    with _reading(path) as reader:
        return reader.fieldnames


FILES: dict[str, tuple[str, Callable[[Path], object], Make]] = {
    "rows of places": (
        "a.csv",
        lambda path: list(UserSource(path).rows()),
        lambda n: "name,lat,lon\n" + "".join(f"M{at},49,37\n" for at in range(n // 12)),
    ),
    "quotes in a header to geocode": ("a.csv", _header, lambda n: '"' * n + "\n1\n"),
    "lines of corrections": ("a.csv", read_corrections, lambda n: "post,place\n" + "p1,not a place\n" * (n // 15)),
    "brackets in an overlay": ("a.geojson", read_overlay, lambda n: '{"type":"Point","coordinates":' + "[" * n),
    "collections in an overlay": ("a.geojson", read_overlay, lambda n: '{"type":"GeometryCollection","geometries":[' * (n // 45)),
    "brackets in events": ("a.geojson", read_back, lambda n: '{"features":' + "[" * n),
    "places of one name": (
        "a.csv",
        lambda path: build_index([UserSource(path)], path.with_name("index"), edition="growth"),
        lambda n: "name,lat,lon\n" + "".join(f"Mill,{49 + at % 99 / 999},{37 + at % 97 / 999}\n" for at in range(n // 25)),
    ),
    "elements in events": ("a.kml", read_back, lambda n: "<kml>" + "<Placemark>" * (n // 11)),
}


@functools.cache
def _pipeline() -> Pipeline:
    return Pipeline()


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    with contextlib.suppress(GeomapError, GazetteerError):  # a refusal; the time until it came counts
        work()
    return time.process_time() - start


def on_file(name: str, read: Callable[[Path], object], text: str) -> float:
    """Return the CPU seconds of reading a text as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return _timed(lambda: read(path))


def reading_s(text: str) -> float:
    """Return the CPU seconds of reading a text as an input."""
    return on_file("a", lambda path: read_inputs([str(path)], ReadSettings()), text)


def mapping_s(text: str) -> float:
    """Return the CPU seconds of mapping what lines of JSON say."""
    pipeline = _pipeline()
    return on_file("a.jsonl", lambda path: pipeline.analyze(read_inputs([str(path)], ReadSettings())), text)


def telling_s(text: str) -> float:
    """Return the CPU seconds of mapping one text."""
    return mapping_s(f"{json.dumps({'id': 1, 'text': text, 'published_at': '2023-01-31T10:00:00Z'})}\n")


def splitting_s(text: str) -> float:
    """Return the CPU seconds of splitting a text into sentences."""
    english = next(one for one in languages() if one.code == "en")
    return _timed(lambda: list(split(text, 0, len(text), english)))


def watching_s(text: str) -> float:
    """Return the CPU seconds of a watch whose page has no times and says something else in every post."""
    told = [line for line in text.split("\n") if line]
    known = tuple(Tracked(post=Post(id=f"old {at}", source="W", text=line), first_seen=NOON) for at, line in enumerate(told))
    fresh = [Post(id=f"new {at}", source="W", text=line[::-1], published_at=NOON) for at, line in enumerate(told)]
    return _timed(lambda: merge(known, [*fresh, *(one.post for one in known[:1])], NOON))


def storing_s(text: str) -> float:
    """Return the CPU seconds of adding what lines of JSON say to a store."""
    return on_file("a.jsonl", lambda path: Store(path.with_name("a.gpkg"), pipeline=_pipeline()).add(path), text)


def correcting_s(text: str) -> float:
    """Return the CPU seconds of applying as many lines of corrections as there are posts, half by id and half by words."""
    read = [Post(id=f"p{at}", source="W", text=line) for at, line in enumerate(text.split("\n")) if line]
    lines = [Correction(line=at, post=post.id if at % 2 else post.text[:30], type="Armed clash") for at, post in enumerate(read)]
    return _timed(lambda: Corrections(lines=tuple(lines)).correct_places(read, [()] * len(read)))


def editing_s(text: str) -> float:
    """Return the CPU seconds of taking over the same event, added again and again to a GeoPackage."""

    def edited(path: Path) -> object:
        exporter_for("gpkg").write(Analysis(documents=(), posts=(), resolutions=(), tellings=(), events=()), path)
        with closing(sqlite3.connect(path)) as database, database:
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                database.execute(f'DROP TRIGGER "{name}"')
            row = "INSERT INTO events (sub_event_type, latitude, longitude) VALUES ('Armed clash', 49, 37)"
            database.executemany(row, [()] * text.count("\n"))
        return _timed(lambda: read_edits(path))

    with tempfile.TemporaryDirectory() as folder:
        return float(str(edited(Path(folder) / "a.gpkg")))


@dataclass(frozen=True, slots=True)
class Case:
    """An adversarial input and what is measured on it."""

    name: str
    measure: Callable[[str], float]
    make: Make


def cases() -> list[Case]:
    """Return all inputs."""
    found = [
        Case(name, measure, make)
        for measure, inputs in ((splitting_s, SENTENCES), (reading_s, INPUTS), (telling_s, TEXTS), (mapping_s, PAGES))
        for name, make in inputs.items()
    ]
    found += [Case(name, functools.partial(on_file, file, read), make) for name, (file, read, make) in FILES.items()]
    reports: Make = lambda n: "".join(f"Report {at} {ROW}\n" for at in range(n // 75))  # noqa: E731 - as all other inputs
    found += [Case("posts of a watch", watching_s, reports), Case("posts with a correction each", correcting_s, reports)]
    found += [Case("posts of a store", storing_s, PAGES["posts about one incident"])]
    return [*found, Case("copies of an event", editing_s, lambda n: "\n" * (n // 10))]


def exponent(case: Case) -> tuple[float, list[float]]:
    """Return how the time grows, and the seconds of the three lengths.

    What seems to grow too fast is measured once more from twice the length: a step (another passage, another table) may lie between two
    lengths, and other programs may have taken the processor.
    """
    case.measure(case.make(SMALLEST))  # loads what is needed
    length = SMALLEST
    while length < LARGEST and case.measure(case.make(length)) < ENOUGH_S:
        length *= 2
    found, seconds = _growth(case, length)
    return _growth(case, 2 * length) if found > MOST_EXPONENT else (found, seconds)


def _growth(case: Case, length: int) -> tuple[float, list[float]]:
    seconds = [min(case.measure(case.make(length * times)) for _ in range(RUNS)) for times in (1, 2, 4)]
    return math.log2(max(seconds[2], 1e-9) / max(seconds[0], 1e-9)) / 2, seconds


def main() -> int:
    """Measure every input; return 1 where one grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="WORD", help="only inputs whose names contain this")
    chosen = parser.parse_args()
    gc.set_threshold(100_000, 20, 100)  # as `geomap` does
    measured = [case for case in cases() if chosen.only in case.name]
    too_fast = 0
    for case in measured:
        found, seconds = exponent(case)
        is_over = found > MOST_EXPONENT and seconds[2] > ENOUGH_S
        too_fast += is_over
        sys.stdout.write(f"{case.name:32} {' '.join(f'{one:7.3f}' for one in seconds)} s  exponent {found:5.2f}{'  TOO FAST' * is_over}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(measured)} inputs, {too_fast} grow too fast\n")
    return 1 if too_fast else 0


if __name__ == "__main__":
    raise SystemExit(main())
