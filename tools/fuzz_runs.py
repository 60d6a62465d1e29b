"""Targets of `tools/fuzz.py` that damage what lies inside a file: cells of a database, parts of a workbook, texts of whole runs."""

from __future__ import annotations

import atexit
import io
import json
import random
import shutil
import sqlite3
import warnings
import zipfile
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from gazetteer import Gazetteer
from gazetteer.build import build_index
from gazetteer.sources.user import UserSource
from geomap.continued import ContinuedFile
from geomap.edits import is_edited, read_edits
from geomap.errors import GeomapError
from geomap.export import exporter_for
from geomap.model import Problem
from geomap.pipeline import Pipeline
from geomap.read import read_inputs
from geomap.result import write_results
from geomap.settings import ReadSettings, Settings
from geomap.store import Query, Store
from tools.fuzz_inputs import TROUBLE, Valid, damaged, written_events

_CELLS: tuple[object, ...] = (
    None, b"\x00\xff", 0, -1, 2**62, 1e308, float("inf"), "", "[]", "{}", "null", "[" * 3000, "9" * 400, "0001-01-01", "nan",
    *(one.decode("utf-8", "replace") for one in TROUBLE),
)  # fmt: skip
_TOWNS = ("Kharkiv", "Izium", "Sumy", "Odesa")
_DAYS = "2024-03-04T09:00:00Z"
_TOLD = "Shelling of {} on Monday killed {} people and injured 12,000 others 20 km east of Kharkiv, the regional governor said."
_TEXTS = (
    *(_TOLD.format(town, at) for at, town in enumerate(_TOWNS)),
    "Внаслідок обстрілу Харкова 4 березня загинули 3 людини, ще 12 поранено, повідомив голова ОВА.",
    "В результате обстрела Изюма погибли 3 человека, ранены 12, сообщил губернатор в понедельник.",
    "Al menos 20 personas murieron y 12 resultaron heridas en un ataque en Odesa el 4 de marzo.",
    "Une frappe a tué 20 personnes et fait 12 blessés à Soumy lundi, a dit le maire.",
)
_PARTLY = 0.4  # of the cases damage the bytes of the whole file, the others what is in it
_SELDOM = 0.25


def posts_of(texts: tuple[str, ...]) -> bytes:
    """Return lines of JSON, a post each."""
    rows = ({"id": f"p{at}", "text": text, "source": "Wire", "published_at": _DAYS} for at, text in enumerate(texts))
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


@cache
def pipeline() -> Pipeline:
    """Return the stages with a gazetteer of four towns, without the encoder, which takes most of the time."""
    rows = (f"{town},{49 + at / 3:.2f},{35 + at / 3:.2f},UA\n" for at, town in enumerate(_TOWNS))
    places = ("name,lat,lon,country\n" + "".join(rows)).encode()
    return Pipeline(gazetteer=gazetteer_of(places), settings=Settings(fast=True))


def gazetteer_of(places: bytes) -> Gazetteer:
    """Return a gazetteer of a table of places; its files are removed when this process ends."""
    folder = Path(mkdtemp(prefix="fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "places.csv").write_bytes(places)
    return Gazetteer.open(build_index([UserSource(folder / "places.csv")], folder / "built", edition="fuzz"))


@cache
def made_store() -> Valid:
    """Return a store of some posts."""
    with TemporaryDirectory() as folder:
        page, path = Path(folder) / "a.jsonl", Path(folder) / "war.gpkg"
        page.write_bytes(posts_of(_TEXTS))
        Store(path, pipeline=pipeline()).add(page)
        return Valid("war.gpkg", path.read_bytes())


def read_store(path: Path, chance: random.Random) -> None:
    """Ask a store, make files of it, and add a post to it."""
    _change_cells(path, made_store(), chance)
    with suppress(GeomapError):
        [json.dumps(found, allow_nan=False) for found in Store(path).features(Query(text="people"))]
    with suppress(GeomapError):
        exporter_for("csv").write(Store(path, pipeline=pipeline()).query(), path.with_name("a.csv"))
    if chance.random() < _SELDOM:
        page = path.with_name("b.jsonl")
        page.write_bytes(posts_of((_TOLD.format("Sumy", 7),)))
        Store(path, pipeline=pipeline()).add(page, overwrite=chance.random() < _PARTLY)


def read_edited(path: Path, chance: random.Random) -> None:
    """Take over the edits of a GeoPackage."""
    valid = next(one for one in written_package())
    _change_cells(path, valid, chance)
    with suppress(GeomapError):
        is_edited(path)
    read_edits(path)


@cache
def written_package() -> tuple[Valid, ...]:
    """Return the events of a run as a GeoPackage."""
    return tuple(one for one in written_events() if one.name.endswith(".gpkg"))


def _change_cells(path: Path, valid: Valid, chance: random.Random) -> None:
    """In most cases put ``valid`` at ``path`` and change some of its cells, rows and tables."""
    if chance.random() < _PARTLY:
        return
    path.write_bytes(valid.content)
    with closing(sqlite3.connect(path, isolation_level=None)) as database, suppress(sqlite3.Error):
        triggers = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            database.execute(f'DROP TRIGGER "{name}"')  # they call functions that SQLite lacks
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in tables if not name.startswith(("sqlite", "rtree", "gpkg"))]
        for _ in range(chance.randint(1, 3)):
            table = chance.choice(own if chance.random() < 0.9 else tables)  # noqa: PLR2004 - mostly
            column = chance.choice([row[1] for row in database.execute(f'PRAGMA table_info("{table}")')] or ["x"])
            change = chance.choices(("cell", "rows", "table"), (20, 2, 1))[0]
            statement, values = {
                "cell": (f'UPDATE "{table}" SET "{column}" = ? WHERE rowid % 2 = ?', (chance.choice(_CELLS), chance.randint(0, 1))),  # noqa: S608
                "rows": (f'DELETE FROM "{table}"', ()),  # noqa: S608 - names of the database itself
                "table": (f'DROP TABLE "{table}"', ()),
            }[change]
            with suppress(sqlite3.Error):
                database.execute(statement, values)


@cache
def made_workbook() -> Valid:
    """Return a table of texts as a workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 - an extra

    book = Workbook()
    for row in (("id", "date", "text"), (1, "2023-05-02", "A mill burned in Izium."), (2, 45048, "A shop burned."), (3, True, 1e300)):
        book.active.append(row)  # type: ignore[union-attr]
    held = io.BytesIO()
    book.save(held)
    return Valid("a.xlsx", held.getvalue())


def made_parquet() -> Valid:
    """Return a table of texts in Parquet."""
    from pyarrow import parquet, table  # noqa: PLC0415 - an extra

    held = io.BytesIO()
    parquet.write_table(table({"id": [1, 2], "date": ["2023-05-02", None], "text": ["A mill burned in Izium.", "A shop burned."]}), held)
    return Valid("a.parquet", held.getvalue())


def read_sheet(path: Path, chance: random.Random) -> None:
    """Read a workbook or a table in Parquet; of a workbook mostly one part is damaged, so that the whole can be unpacked."""
    if path.suffix == ".xlsx" and chance.random() > _PARTLY:
        with zipfile.ZipFile(io.BytesIO(made_workbook().content)) as valid, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            bad = chance.choice(valid.namelist())
            for name in valid.namelist():
                content = valid.read(name)
                file.writestr(name, damaged(content, chance) if name == bad else content)
    with warnings.catch_warnings(action="ignore"):  # of openpyxl, of styles and dates
        read = read_inputs([str(path)], ReadSettings(max_bytes=2_000_000))
    _check(read.problems)


def _check(problems: tuple[Problem, ...]) -> None:
    too_long = [problem.text for problem in problems if len(problem.text) > 600]  # noqa: PLR2004 - as fuzz_targets.LONGEST_MESSAGE
    assert not too_long, too_long[0][:300]  # noqa: S101 - a check


def read_run(path: Path, chance: random.Random) -> None:
    """Map damaged texts and write all that a run writes."""
    read = read_inputs([str(path)], ReadSettings(max_bytes=100_000))
    analysis = pipeline().analyze(read)
    if analysis.events:
        write_results(analysis, path.with_name("out"), formats=(chance.choice(("geojson", "csv", "gpkg", "kml", "parquet", "shp")),))
        Store(path.with_name("war.gpkg"), pipeline=pipeline()).add_read(read)


def read_continued(path: Path, _: random.Random) -> None:
    """Go on with a file of lines whose state is damaged."""
    target = path.with_name("lines.jsonl")
    path.replace(target.with_name("lines.jsonl.resume.json"))
    target.with_name("lines.jsonl.part").write_bytes(b'{"id": 1}\n{"id": 2}\n{"i')
    with ContinuedFile(target, "a digest", resume=True) as file:
        file.add(b"{}\n", frozenset({1}))
        file.finish()


STATES = (Valid("state", json.dumps({"made_from": "a digest", "notes": [0, 1]}).encode()),)
TEXTS = tuple(Valid("a.jsonl", posts_of((one, two))) for one, two in zip(_TEXTS, (*_TEXTS[1:], _TEXTS[0]), strict=True))
