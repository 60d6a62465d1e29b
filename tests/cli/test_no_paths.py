"""No file that geomap writes tells where its input lay, or in whose folder: absolute paths and user names stay out."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geomap.export import FORMATS
from geomap.saved import shown_origin
from tests.cli.conftest import Done
from tests.cli.test_coarsen import contents

Geomap = Callable[..., Done]
USER = "olena.kovalchuk"
WORDS = "Shells hit a mill in Nikopol on Tuesday and wounded two workers."
INPUTS = {
    "bare.html": f"<html><body><p>{WORDS}</p><p>A school two streets away lost its windows.</p></body></html>",
    "notes.txt": WORDS,
    "lines.jsonl": json.dumps({"id": 1, "text": WORDS, "published_at": "3 May"})
    + "\n"
    + json.dumps({"id": 2, "text": f"{WORDS} Grombulak was hit too.", "published_at": "2023-05-03T10:00:00Z"}),
    "rows.csv": f'id,date,text\n1,2023-05-03,"{WORDS} It burned."\n2,,"In Marhanets a drone hit a bus."\n',
    "events.csv": "id,date,lat,lon,town\nX1,2023-05-03,46.62,31.55,Ochakiv\nX2,none,46.62,31.55,Ochakiv\n",
    "feed.xml": f"<rss version='2.0'><channel><item><description>{WORDS} Again.</description></item></channel></rss>",
    "points.geojson": '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"place":"Ochakiv","date":"2023-05-03"},'
    '"geometry":{"type":"Point","coordinates":[31.55,46.62]}}]}',
    "messages.json": json.dumps([{"date": "2023-05-03T10:00:00Z", "message": f"{WORDS} Twice."}]),
    "broken.kml": "<kml><Placemark><name>A</name></Placemark></kml>",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("home") / USER / "news"
    made.mkdir(parents=True)
    for name, content in INPUTS.items():
        (made / name).write_text(content, encoding="utf-8")
    return made


def told(path: Path) -> Iterator[str]:
    """Yield all that a file holds as text, what is packed in it too."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    yield contents(path)


@pytest.mark.parametrize("as_files", [False, True], ids=["a folder", "files"])
def test_no_file_of_a_map_tells_a_folder(geomap: Geomap, folder: Path, tmp_path: Path, as_files: bool) -> None:  # noqa: FBT001 - a parameter
    inputs = sorted(folder.iterdir()) if as_files else [folder]
    options = ("--formats", ",".join(FORMATS), "--min-confidence", "0", "--date", "2023-05-03")
    done = geomap("map", *inputs, "-o", tmp_path / "o", *options)
    assert done.status in (0, 1), done.err
    assert str(folder / "broken.kml") in done.err  # messages name the path as it was given
    written = [path for path in (tmp_path / "o").rglob("*") if path.is_file()]
    assert len(written) >= len(FORMATS)
    for path in written:
        assert not [1 for text in told(path) if USER in text or str(folder.parent.parent) in text], path.name
    report = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))
    assert {one["origin"] for one in report["documents"]} >= set(INPUTS) - {"broken.kml"}
    assert "notes.txt" in {post["source"] for post in report["posts"]} or any(WORDS in str(post["source"]) for post in report["posts"])


def test_neither_geoparse_nor_the_report_tells_a_folder(geomap: Geomap, folder: Path, tmp_path: Path) -> None:
    for name in ("lines.jsonl", "rows.csv", "bare.html"):
        done = geomap("geoparse", folder / name, "--min-confidence", "0", "--date", "2023-05-03")
        assert WORDS.split()[1] in done.out
        assert USER not in done.out
    assert geomap("report", folder / "rows.csv", "-o", tmp_path / "r").status == 0
    written = [path for path in (tmp_path / "r").rglob("*") if path.is_file()]
    assert written
    assert not [path.name for path in written if USER.encode() in path.read_bytes()]


def test_two_files_of_one_name_without_a_publisher_stay_two_pages(geomap: Geomap, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(folder / "bare.html", other / "bare.html")
    (other / "bare.html").write_text(INPUTS["bare.html"].replace("Nikopol", "Marhanets"), encoding="utf-8")
    done = geomap("map", folder / "bare.html", other / "bare.html", "-o", tmp_path / "o", "--date", "2023-05-03")
    assert done.status == 0, done.err
    posts = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))["posts"]
    assert [post["origin"] for post in posts] == ["bare.html", "bare.html"]
    assert len({post["id"] for post in posts}) == 2


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        ("data/page.html", "data/page.html"),
        ("/home/olena/news/page.html", "page.html"),
        ("../../olena/page.html", "page.html"),
        ("~/page.html", "page.html"),
        ("-", "-"),
        ("https://news.example/~olena/live", "https://news.example/~olena/live"),
        ("/", "input"),
    ],
)
def test_what_is_shown_of_an_origin(origin: str, shown: str) -> None:
    assert shown_origin(origin) == shown


def test_neither_a_store_nor_an_export_tells_a_folder(
    geomap: Geomap, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere" / "again").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert geomap("store", "add", "news.gpkg", folder / "rows.csv", folder / "notes.txt", "--date", "2023-05-03", "--fast").status == 0
    assert geomap("map", folder / "events.csv", "-o", "o", "--formats", "gpkg").status == 0
    for suffix in ("gpkg", "qgz", "csv", "kml", "parquet", "fgb", "shp"):
        assert geomap("export", tmp_path / "elsewhere" / "o" / "events.gpkg", "--to", f"again/again.{suffix}").status == 0, suffix
    written = [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]
    assert len(written) >= 10
    for path in written:
        assert not [1 for text in told(path) if USER in text or str(tmp_path) in text], path.name
