"""A GeoPackage keeps every telling of an event, also through an export; projects have the title that an export is given."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from geomap.export import exporter_for
from geomap.export.readback import read_back
from geomap.model import Event, Evidence, Toll
from tests.cli.conftest import Done, geomap
from tests.export.factory import NOON, analysis, event

__all__ = ["geomap"]

Geomap = Callable[..., Done]


def retold() -> Event:
    """An event that two posts tell of, the second with a higher toll."""
    made = event(toll=Toll(fatalities=3))
    (first,) = made.evidence
    early = replace(first, trigger="Shelling", title="A title", toll=Toll(fatalities=2), published_at=NOON - timedelta(hours=2))
    late = Evidence(
        post_id="q", start=4, end=30, quote="The toll has risen to three.", source="B", published_at=NOON, toll=Toll(fatalities=3)
    )
    return replace(made, evidence=(early, late))


def test_all_evidence_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    exporter_for("gpkg").write(analysis((retold(), event(1))), path)
    first, second = read_back(path).events
    assert [(told.post_id, told.quote, told.toll.fatalities, told.trigger) for told in first.evidence] == [
        ("p", "Shelling killed two people.", 2, "Shelling"),
        ("q", "The toll has risen to three.", 3, None),
    ]
    assert first.evidence[0].published_at == NOON - timedelta(hours=2)
    assert (first.evidence[0].start, first.evidence[1].start) == (0, 4)
    assert len(second.evidence) == 1


def test_a_quotation_that_somebody_changed_counts(tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    exporter_for("gpkg").write(analysis((retold(),)), path)
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE events SET quote = 'In my words.'")
    (made,) = read_back(path).events
    assert [told.quote for told in made.evidence] == ["Shelling killed two people.", "The toll has risen to three.", "In my words."]


def test_a_file_without_tellings_has_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    exporter_for("gpkg").write(analysis((retold(),)), path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE tellings")
        database.execute("DELETE FROM gpkg_contents WHERE table_name = 'tellings'")
    assert [len(made.evidence) for made in read_back(path).events] == [1]


@pytest.mark.parametrize("target", ["week.gpkg", "week.qgz"])
def test_an_export_keeps_them_and_has_a_title(geomap: Geomap, tmp_path: Path, target: str) -> None:
    exporter_for("gpkg").write(analysis((retold(),)), tmp_path / "events.gpkg")
    done = geomap("export", tmp_path / "events.gpkg", "--to", tmp_path / target, "--title", "A week & a day")
    assert done.status == 0, done.err
    with closing(sqlite3.connect(tmp_path / "week.gpkg")) as database:
        assert database.execute("SELECT post_id, quote FROM tellings ORDER BY fid").fetchall() == [
            ("p", "Shelling killed two people."),
            ("q", "The toll has risen to three."),
        ]
        content = bytes.fromhex(database.execute("SELECT content FROM qgis_projects").fetchone()[0].decode())
    held = (tmp_path / "week.qgz").read_bytes() if target == "week.qgz" else content
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        assert fromstring(archive.read("geomap.qgs")).findtext("title") == "A week & a day"  # noqa: S314 - of our own
