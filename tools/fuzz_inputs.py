"""The valid inputs that `tools/fuzz.py` damages, by what reads them, and how they are damaged."""

# ruff: noqa: E501, ISC004 - inputs in long lines

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from geomap.export import exporter_for
from tests.export.factory import SQUARE, analysis, event, where
from tests.render.tiles import WHOLE, archive, png, vector_tile


@dataclass(frozen=True, slots=True)
class Valid:
    """A file as it should be; ``name`` says by its suffix what it is."""

    name: str
    content: bytes


MOST_BYTES = 2_000_000  # of a damaged input: repetitions of repetitions would only take long
TROUBLE = (
    b"\xed\xa0\x80", b"\\ud800", b"&#xD800;", b"\x00", b"\xff\xfe", b"NaN", b"1e400", b"9" * 5000, b"0001-01-01T00:00:00", b"9999-12-31",
    b"https://[x", b"charset=idna", b"[" * 3000, b'{"a":' * 3000, b"<div>" * 3000, b"." * 5000, b"\r", b'"', b"\xef\xbb\xbf", b"POINT (1 2)",
    b" 99999999999999999999 people ", b" on 31 February 0000 ", b" 999999999 km north of ", b" between 1 and 1e9 ", b" 25:61 p.m. ",
    b" 1,2,3,4,5,6 and 7 dead in ", b"\xd9\xa0\xd9\xa1", b"\xe2\x80\xae", b" -1 ", b" 0 people killed ",
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
PAGES: tuple[bytes, ...] = (
    b"Night report\n2 May 2023\n\n11:49 a.m. ET\nMill burns\n\nA mill burned in Izium.\n\n10:20 a.m. ET\nRoad closed\n\nThe road is closed.\n",
    b'{"id": 1, "text": "A mill burned in Izium.", "published_at": "2023-05-02T09:00:00Z", "spans": [[17, 22]]}\n{"id": 2, "text": "x"}\n',
    json.dumps({"@context": "https://schema.org", "@type": "LiveBlogPosting", "liveBlogUpdate": [_UPDATE, _UPDATE]}).encode(),
    json.dumps({"type": "FeatureCollection", "features": [_FEATURE, _FEATURE]}).encode(),
    json.dumps([{"id": 1, "date": "03/14/2022", "latitude": "49.9", "longitude": "36.2", "description": "A mill burned."}]).encode(),
    json.dumps({"alpha": [{"message": "A mill burned in Izium.", "date": 1686029400}] * 2}).encode(),
    f"<rss version='2.0'><channel><title>Wire</title>{_ITEM}{_ITEM}</channel></rss>".encode(),
    f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>T</title></head><body><h1>T</h1><article>{_BODY}</article></body></html>".encode(),
    b"id,date,lat,lon,place,text\n1,03/14/2022,49.2,37.3,Izium,A mill burned.\n2,03/01/2022,46.6,31.5,Ochakiv,A shop burned.\n",
    b"Log of May,,\n,,\ndate,title,text\n2023-05-02,Mill,A mill burned in Izium.\n2023-05-03,Shop,A shop burned in Ochakiv.\n",
    b"date,title,text\n2023-05-02,Mill,A mill burned in Izium.\n2023-05-03,Shop,A shop burned in Ochakiv.\n",
    b'<kml xmlns="x"><Placemark><name>Mill</name><TimeStamp><when>2023-05-02</when></TimeStamp><Point><coordinates>37,49</coordinates></Point>'
    b"</Placemark></kml>",
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org/a\r\nContent-Type: application/http\r\nContent-Length: "
    + str(len(_ANSWER)).encode() + b"\r\n\r\n" + _ANSWER + b"\r\n\r\n",
    b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>A mill.</p>\r\n--b--\r\n",
    b"From box@e.org Tue May  2 05:00:00 2023\nFrom: Wire <w@e.org>\nDate: Tue, 02 May 2023 05:00:00 +0300\nSubject: =?utf-8?q?Mill?=\nContent-Type: "
    b"multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nA mill burned=\n in "
    b"Izium.\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+QSBtaWxsIGJ1cm5lZC48L3A+\n--b--\n",
)  # fmt: skip

_FACTS = {"name": "Novi Dvory", "lat": 50.1, "lon": 36.2, "id": "own:1", "aliases": "Dvory|New Yards", "country": "UA", "radius_m": 900}
_AREA = {"type": "Polygon", "coordinates": [[[36, 50], [37, 50], [37, 51], [36, 50]]]}
_GEONAMES = "706483\tKharkiv\tKharkiv\tCharkow,Kharkov\t49.98\t36.25\tP\tPPLA\tUA\t\t07\t\t\t\t1430885\t\t113\tEurope/Kyiv\t2022-01-01"
TABLES = (
    Valid("places.csv", b"name,lat,lon,id,kind,aliases,country,admin,radius_m\nNovi Dvory,50.1,36.2,own:1,settlement,Dvory|New Yards,UA,geonames:706482,900\nOld Yards,50.2,36.3,,district,,,,\n"),
    Valid("places.geojson", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": _FACTS, "geometry": {"type": "Point", "coordinates": [36.2, 50.1]}},
        {"type": "Feature", "properties": {"name": "Yards"}, "geometry": _AREA},
    ]}).encode()),
    Valid("osm.csv", "osm_type,osm_id,place,name,name:uk,lat,lon,country\nnode,1,town,Novi Dvory,Нові Двори,50.1,36.2,UA\nnode,2,village,,Двори,50.2,36.3,\n".encode()),
    Valid("UA.txt", f"{_GEONAMES}\n{_GEONAMES.replace('706483', '706484')}\n".encode()),
    Valid("admin1CodesASCII.txt", b"UA.07\tKharkiv\tKharkiv\t706482\nUA.08\tKherson\tKherson\t706442\n"),
    Valid("countryInfo.txt", b"# ISO\nUA\tUKR\t804\tUP\tUkraine\tKyiv\t603700\t44622516\tEU\t.ua\tUAH\tHryvnia\t380\t#####\t\tuk\t690791\tPL,RU\t\n"),
)  # fmt: skip
ROWS = (
    Valid("rows.csv", b"town,oblast,country\nNovi Dvory,Kharkiv,Ukraine\nOld Yards,,UA\nNowhere,Kharkiv,\n"),
    Valid("rows.csv", b'town;oblast;country\r\n"Novi; Dvory";Kharkiv;Ukraine\r\n'),
)
OVERLAYS = (
    Valid("front.geojson", json.dumps({"type": "FeatureCollection", "name": "Front", "crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "features": [
        {"type": "Feature", "properties": {"name": "Line", "n": 1, "list": [1]}, "geometry": {"type": "LineString", "coordinates": [[36, 50], [37, 51]]}},
        {"type": "Feature", "properties": None, "geometry": {"type": "GeometryCollection", "geometries": [_AREA]}},
    ]}).encode()),
)  # fmt: skip
CORRECTIONS = (
    Valid(
        "corrections.csv",
        b"post,mention,place,type,date,killed,injured\np1,Dvory,geonames:706483,,,,\nA mill,Izium,49.99 36.23,Armed clash,2023-01-30/2023-01-31,2,3\np2,,not a place,,,,\n",
    ),
    Valid("corrections.csv", b"post;mention;place\np1;Dvory;Vovchansk, Kharkiv\n"),
)
_POST = {
    "id": "p1", "source": "Wire", "text": "A mill burned in Izium.", "title": "Mill burns", "author": None, "url": "https://e.org/1",
    "published_at": "2023-05-02T09:00:00+00:00", "updated_at": None, "language": "en", "origin": "https://e.org/live", "parts": [["title", 0, 4]],
}  # fmt: skip
_TRACKED = {"post": _POST, "first_seen": "2023-05-02T09:01:00+00:00", "withdrawn_at": None, "listed": True,
            "edits": [{"seen_at": "2023-05-02T09:02:00+00:00", "title": None, "text": "A mill."}]}  # fmt: skip
WATCHES = (
    Valid(
        "watch.json",
        json.dumps(
            {"url": "https://e.org/live", "revision": 3, "sha256": "0" * 64, "posts": [_TRACKED], "names": {"p1\x1fx": "e1"}}
        ).encode(),
    ),
)
ANSWERS = (
    Valid("answer", b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "1"\r\nContent-Length: 14\r\n\r\n<p>A mill.</p>'),
    Valid("answer", _ANSWER),
    Valid("answer", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>A \r\n9;x=y\r\nmill.</p>\r\n0\r\nTrailer: 1\r\n\r\n"),
    Valid("answer", b"HTTP/1.1 301 Moved\r\nLocation: /elsewhere?a=b#c\r\nContent-Length: 0\r\n\r\n"),
    Valid("answer", b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy"),
)  # fmt: skip
CACHED = (
    Valid("page.json", json.dumps({"address": "https://e.org/", "url": "https://e.org/", "status": 200, "retrieved_at": "2023-05-02T09:00:00+00:00",
                                   "headers": {"etag": "1"}, "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}).encode()),
    Valid("saved.json", json.dumps({"origin": "https://e.org/", "url": "https://e.org/", "retrieved_at": "2023-05-02T09:00:00+00:00", "media_type": "text/html",
                                    "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "headers": {}}).encode()),
)  # fmt: skip


def packed_table() -> Valid:
    """Return a download of GeoNames."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("UA.txt", f"{_GEONAMES}\n" * 40)
    return Valid("UA.zip", held.getvalue())


def written_events() -> tuple[Valid, ...]:
    """Return the same events as geomap writes them in every format that is read back."""
    made = analysis((event(0), event(1, at=where(50.5, 36.5, area=SQUARE, precision=3)), event(2, at=where(None, None))))
    found = []
    with TemporaryDirectory() as folder:
        for name in ("geojson", "geojsonl", "csv", "kml", "gpkg", "fgb", "parquet", "shp"):
            path = Path(folder) / f"events.{name}"
            exporter_for(name).write(made, path)
            found.append(Valid(path.name, path.read_bytes()))
            if name == "shp":
                found += [Valid(one.name, one.read_bytes()) for one in sorted(Path(folder).glob("events.[ds][bh][fx]"))]
    return tuple(found)


def archives() -> tuple[Valid, ...]:
    """Return an archive of vector tiles and one of pictures."""
    tile = vector_tile(water=[(3, WHOLE, {"kind": "lake"})], roads=[(2, WHOLE[:3], {"kind": "major_road", "name": "A"})])
    with TemporaryDirectory() as folder:
        vector = archive(Path(folder) / "v.pmtiles", {(0, 0, 0): tile, (1, 1, 0): tile}, metadata={"attribution": "<a>Credit</a>"})
        picture = archive(Path(folder) / "p.pmtiles", {(0, 0, 0): png((9, 9, 9)), (1, 1, 0): png((1, 2, 3))}, picture=True)
        return Valid("v.pmtiles", vector.read_bytes()), Valid("p.pmtiles", picture.read_bytes())


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
    other = chance.choice(PAGES)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def _number(data: bytes, chance: random.Random) -> bytes:
    """Put a number that is at a limit of its type over some bytes: lengths and offsets of binary formats."""
    at, size = chance.randrange(len(data) + 1), chance.choice((1, 2, 4, 8))
    value = chance.choice((0, 1, (1 << 8 * size) - 1, 1 << (8 * size - 1), (1 << (8 * size - 1)) - 1))
    return data[:at] + value.to_bytes(size, "little") + data[at + size :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _repeat, _insert, _join, _number)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` after one to four mutations."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(MUTATIONS)(data, chance)
    return data[:MOST_BYTES]
