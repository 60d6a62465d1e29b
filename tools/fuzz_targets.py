"""What reads the damaged inputs of `tools/fuzz.py`: each target takes a file and raises what it must not where it has a fault."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Self, cast

from gazetteer import Gazetteer
from gazetteer.download import DownloadLimits, check_archive
from gazetteer.errors import GazetteerError
from gazetteer.geocode import TableColumns, geocode_table
from gazetteer.sources.base import Source
from gazetteer.sources.geonames import geonames_sources
from gazetteer.sources.osm import OsmSource
from gazetteer.sources.user import UserSource
from gazetteer.spool import Spool
from gazetteer.wire import Wire
from geomap.corrections import read_corrections
from geomap.errors import GeomapError
from geomap.export import exporter_for
from geomap.export.readback import read_back
from geomap.fetch import Fetcher, FetchSettings
from geomap.fetch.cache import Cache
from geomap.model import Document, Post
from geomap.read import read_inputs
from geomap.render.overlay import read_overlay
from geomap.render.streets import Archive
from geomap.render.streets.cut import cut
from geomap.saved import with_metadata
from geomap.settings import ReadSettings
from geomap.watch.state import load, merge, store
from tools import fuzz_runs as runs
from tools.fuzz_inputs import (
    ANSWERS,
    CACHED,
    CORRECTIONS,
    OVERLAYS,
    PAGES,
    ROWS,
    TABLES,
    WATCHES,
    Valid,
    archives,
    packed_table,
    written_events,
)

LONGEST_MESSAGE = 600  # characters: the path, what is wrong, and at most 200 of what is quoted
REFUSALS = (GeomapError, GazetteerError)
_NOON = datetime(2023, 5, 2, 12, tzinfo=UTC)
_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

Reading = Callable[[Path, random.Random], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Inputs and what reads them; ``weight``: how often it has its turn."""

    valid: Sequence[Valid]
    read: Reading
    weight: int = 1


class MessageError(AssertionError):
    """A message quotes more of the input than a reader wants to see."""


def check_message(text: str) -> None:
    """Raise MessageError where a message is too long or of several lines."""
    if len(text) > LONGEST_MESSAGE:
        raise MessageError(f"a message of {len(text)} characters: {text[:300]}")


def read_page(path: Path, chance: random.Random) -> None:
    """Read a page, feed, table, archive or whatever it is."""
    zone, day = chance.choice((None, "Asia/Kolkata", "Pacific/Apia")), chance.choice((None, date(2023, 5, 2)))
    read = read_inputs([str(path)], ReadSettings(timezone=zone, date=day, max_bytes=2_000_000))
    for problem in read.problems:
        check_message(problem.text)


def read_events(path: Path, chance: random.Random) -> None:
    """Read back events and write them again."""
    found = read_back(path)
    target = path.with_name("again.geojson") if chance.random() < 0.5 else path.with_name("again.csv")  # noqa: PLR2004 - one of two
    exporter_for(target.suffix).write(found, target)


def read_streets(path: Path, _: random.Random) -> None:
    """Open an archive of tiles and cut out those of a page."""
    cut(Archive(path), [(50.0, 36.0), (-33.9, 18.4)])


def read_corrected(path: Path, _: random.Random) -> None:
    """Read a file of corrections."""
    read_corrections(path)


def read_drawn(path: Path, _: random.Random) -> None:
    """Read an overlay."""
    read_overlay(path)


def read_places(path: Path, _: random.Random) -> None:
    """Read a table of places as the build of a gazetteer does."""
    if path.name.startswith("osm"):
        sources: list[Source] = [OsmSource(path)]
    else:
        sources = [UserSource(path)] if path.name.startswith("places") else geonames_sources([path])
    with Spool(path.parent) as spool:
        for source in sources:
            for place in source.rows():
                spool.add(place)
            for rejected in source.report.rejected:
                check_message(rejected.reason)
        spool.finish()


def read_rows(path: Path, _: random.Random) -> None:
    """Geocode a table."""
    geocode_table(path, path.with_name("done.csv"), _tiny_gazetteer(), TableColumns(place="town", admin="oblast", country="country"))


@cache
def _tiny_gazetteer() -> Gazetteer:
    return runs.gazetteer_of(TABLES[0].content)


def read_watch(path: Path, _: random.Random) -> None:
    """Load the state of a watch, go on from it and store it."""
    state = load(path.parent, "https://e.org/live")
    merge(state.posts, [Post(id="p1", source="Wire", text="A mill burned down.", published_at=_NOON)], _NOON)
    store(state, path.parent)


class _Answering:
    """A socket that has sent a whole answer."""

    def __init__(self, content: bytes) -> None:
        self._left = io.BytesIO(content)

    def settimeout(self, _: float) -> None:
        pass

    def sendall(self, _: bytes) -> None:
        pass

    def recv_into(self, buffer: bytearray) -> int:
        return self._left.readinto(buffer)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def read_answer(path: Path, _: random.Random) -> None:
    """Fetch an address whose server answers with the file."""
    answers = iter((_ROBOTS, path.read_bytes()))

    def connect(_address: tuple[str, int], _timeout_s: float) -> Any:  # noqa: ANN401 - stands for a socket
        content = next(answers, None)
        if content is None:
            raise ConnectionRefusedError("there is no other server")
        return _Answering(content)

    wire = Wire(resolve=lambda *_: ["93.184.216.34"], connect=cast("Any", connect))
    settings = FetchSettings(cache=path.parent / "cache", tries=1, max_bytes=2_000_000)
    Fetcher(settings, wire=wire, sleep=lambda _: None).fetch("http://e.org/live")


def read_cached(path: Path, _: random.Random) -> None:
    """Read what stands beside a fetched page: of the cache, and of a folder of saved pages."""
    name = hashlib.sha256(b"https://e.org/").hexdigest()[:32]
    (path.parent / f"{name}.body").write_bytes(b"a")
    path.replace(path.with_name(f"{name}.json"))
    Cache(path.parent).get("https://e.org/")
    page = path.with_name("page.html")
    path.with_name(f"{name}.json").replace(path.with_name("page.html.fetch.json"))
    with_metadata(Document(origin=str(page), content=b"a", sha256=hashlib.sha256(b"a").hexdigest()), page)


def read_download(path: Path, _: random.Random) -> None:
    """Check a downloaded file of GeoNames, and read it where it is whole."""
    check_archive(path, "UA.txt", DownloadLimits())
    read_places(path, _)


@cache
def targets() -> dict[str, Target]:
    """Return all targets by name."""
    return {
        "pages": Target(valid=[Valid("a", content) for content in PAGES], read=read_page, weight=10),
        "events": Target(valid=written_events(), read=read_events, weight=3),
        "tables of places": Target(valid=TABLES, read=read_places, weight=2),
        "tables to geocode": Target(valid=ROWS, read=read_rows),
        "overlays": Target(valid=OVERLAYS, read=read_drawn),
        "tiles": Target(valid=archives(), read=read_streets, weight=2),
        "corrections": Target(valid=CORRECTIONS, read=read_corrected),
        "watches": Target(valid=WATCHES, read=read_watch),
        "answers": Target(valid=ANSWERS, read=read_answer, weight=2),
        "kept pages": Target(valid=CACHED, read=read_cached),
        "downloads": Target(valid=(packed_table(),), read=read_download),
        "sheets": Target(valid=(runs.made_workbook(), runs.made_parquet()), read=runs.read_sheet, weight=2),
        "stores": Target(valid=(runs.made_store(),), read=runs.read_store),
        "edited files": Target(valid=runs.written_package(), read=runs.read_edited),
        "whole runs": Target(valid=runs.TEXTS, read=runs.read_run),
        "lines to continue": Target(valid=runs.STATES, read=runs.read_continued),
    }
