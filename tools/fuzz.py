"""Damage valid inputs of every form at random and read them: whatever comes out, it must not be a traceback, nor take long.

    python tools/fuzz.py                   2,000 cases
    python tools/fuzz.py --cases 200000    a long run
    python tools/fuzz.py --seed 7 --keep FOLDER   write the inputs that fail into a folder

Each case takes one of the inputs below, applies one to four mutations of bytes (flips, cuts, repetitions, joins with another input,
strings known to be troublesome) and reads it with `geomap.read.read_inputs` under settings that vary too.
"""

# ruff: noqa: E501, ISC004 - inputs in long lines

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

from geomap.read import read_inputs
from geomap.settings import ReadSettings

MOST_SECONDS = 10.0
TROUBLE = (
    b"\xed\xa0\x80", b"\\ud800", b"&#xD800;", b"\x00", b"\xff\xfe", b"NaN", b"1e400", b"9" * 5000, b"0001-01-01T00:00:00", b"9999-12-31",
    b"https://[x", b"charset=idna", b"[" * 3000, b'{"a":' * 3000, b"<div>" * 3000, b"." * 5000, b"\r", b'"', b"\xef\xbb\xbf", b"POINT (1 2)",
)  # fmt: skip
_UPDATE = {
    "@type": "BlogPosting",
    "headline": "Mill burns",
    "articleBody": "A mill burned in Izium.",
    "datePublished": "2023-05-02T09:00:00Z",
}
_FEATURE = {
    "type": "Feature",
    "properties": {"name": "Izium", "date": "2023-05-02"},
    "geometry": {"type": "Point", "coordinates": [37.3, 49.2]},
}
_ITEM = "<item><title>Mill burns</title><description>In Izium.</description><pubDate>Tue, 02 May 2023 05:00:00 GMT</pubDate><guid>1</guid></item>"
_BODY = "".join(f"<p>Paragraph {at} about the mill that burned in Izium on the second of May.</p>" for at in range(6))
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(_BODY.encode(), mtime=0)
CORPUS: tuple[bytes, ...] = (
    b"Night report\n2 May 2023\n\n11:49 a.m. ET\nMill burns\n\nA mill burned in Izium.\n\n10:20 a.m. ET\nRoad closed\n\nThe road is closed.\n",
    b'{"id": 1, "text": "A mill burned in Izium.", "published_at": "2023-05-02T09:00:00Z", "spans": [[17, 22]]}\n{"id": 2, "text": "x"}\n',
    json.dumps({"@context": "https://schema.org", "@type": "LiveBlogPosting", "liveBlogUpdate": [_UPDATE, _UPDATE]}).encode(),
    json.dumps({"type": "FeatureCollection", "features": [_FEATURE, _FEATURE]}).encode(),
    json.dumps([{"id": 1, "date": "03/14/2022", "latitude": "49.9", "longitude": "36.2", "description": "A mill burned."}]).encode(),
    json.dumps({"alpha": [{"message": "A mill burned in Izium.", "date": 1686029400}] * 2}).encode(),
    f"<rss version='2.0'><channel><title>Wire</title>{_ITEM}{_ITEM}</channel></rss>".encode(),
    f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>T</title></head><body><h1>T</h1><article>{_BODY}</article></body></html>".encode(),
    b"id,date,lat,lon,place,text\n1,03/14/2022,49.2,37.3,Izium,A mill burned.\n2,03/01/2022,46.6,31.5,Ochakiv,A shop burned.\n",
    b"date,title,text\n2023-05-02,Mill,A mill burned in Izium.\n2023-05-03,Shop,A shop burned in Ochakiv.\n",
    b'<kml xmlns="x"><Placemark><name>Mill</name><TimeStamp><when>2023-05-02</when></TimeStamp><Point><coordinates>37,49</coordinates></Point>'
    b"</Placemark></kml>",
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org/a\r\nContent-Type: application/http\r\nContent-Length: "
    + str(len(_ANSWER)).encode() + b"\r\n\r\n" + _ANSWER + b"\r\n\r\n",
    b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>A mill.</p>\r\n--b--\r\n",
)  # fmt: skip


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:first] + data[last:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:last] + data[first:last] * chance.choice((1, 2, 20)) + data[last:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TROUBLE) + data[at:]


def _join(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(CORPUS)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _repeat, _insert, _join)


def case(seed: int) -> tuple[bytes, ReadSettings]:
    """Return the input and the settings of one case."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    data = chance.choice(CORPUS)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(MUTATIONS)(data, chance)
    zone, day = chance.choice((None, "Asia/Kolkata", "Pacific/Apia")), chance.choice((None, date(2023, 5, 2)))
    return data, ReadSettings(timezone=zone, date=day, max_bytes=2_000_000)


def failure(data: bytes, settings: ReadSettings) -> str | None:
    """Return what went wrong when an input is read, None where nothing did."""
    with tempfile.NamedTemporaryFile(prefix="fuzz") as file:
        file.write(data)
        file.flush()
        start = time.process_time()
        try:
            read_inputs([file.name], settings)
        except Exception:  # noqa: BLE001 - every exception is a find
            return traceback.format_exc()
    took = time.process_time() - start
    return f"it took {took:.1f} s" if took > MOST_SECONDS else None


def main() -> int:
    """Run the cases; return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first case")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that fail")
    chosen = parser.parse_args()
    failed = 0
    for seed in range(chosen.seed, chosen.seed + chosen.cases):
        data, settings = case(seed)
        wrong = failure(data, settings)
        if wrong is not None:
            failed += 1
            sys.stdout.write(f"case {seed}: {wrong.splitlines()[-1]}\n{wrong}\n")
            if chosen.keep is not None:
                chosen.keep.mkdir(parents=True, exist_ok=True)
                (chosen.keep / f"case-{seed}").write_bytes(data)
    sys.stdout.write(f"{chosen.cases} cases, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
