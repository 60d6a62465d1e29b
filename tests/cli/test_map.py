"""`geomap map` from outside: what it writes, and what it says when it cannot."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "data" / "ukraine-2023-01-31.txt"
Geomap = Callable[..., Done]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one_sentence(done: Done, status: int, *names: str) -> None:
    """Check that the run failed with one line that names the thing, and no traceback."""
    assert done.status == status, done.err
    lines = [line for line in done.err.splitlines() if line.strip()]
    assert len(lines) == 1, done.err
    assert "Traceback" not in done.err
    for name in names:
        assert name in lines[0]


def test_writes_map_events_and_report_and_says_what_to_open(geomap: Geomap, tmp_path: Path) -> None:
    done = geomap("map", PAGE, "-o", tmp_path / "out")
    assert done.status == 0, done.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["events.geojson", "map.html", "report.json", "unresolved.csv"]
    assert "9 posts" in done.out
    assert f"Open {tmp_path / 'out' / 'map.html'}" in done.out


def test_events_have_the_promised_columns_and_utc(geomap: Geomap, tmp_path: Path) -> None:
    geomap("map", PAGE, "-o", tmp_path / "out")
    made: dict[str, Any] = json.loads((tmp_path / "out" / "events.geojson").read_text(encoding="utf-8"))
    assert made["type"] == "FeatureCollection"
    assert "crs" not in made
    assert made["features"]
    columns = {tuple(feature["properties"]) for feature in made["features"]}
    assert len(columns) == 1
    assert "id" not in next(iter(columns))
    for feature in made["features"]:
        properties = feature["properties"]
        assert properties["start_time"].endswith("Z")
        assert properties["quote"]
        if feature["geometry"] is None:
            assert properties["latitude"] is None


def test_two_runs_give_the_same_bytes(geomap: Geomap, tmp_path: Path) -> None:
    for name in ("one", "two"):
        geomap("map", PAGE, "-o", tmp_path / name)
    for name in ("map.html", "events.geojson", "report.json", "unresolved.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_order_and_the_place_of_inputs_do_not_change_the_events(geomap: Geomap, tmp_path: Path) -> None:
    other = ROOT / "data" / "valencia-floods-2024-10-30.txt"
    copies = [write(tmp_path / f"{name}.txt", page.read_bytes()) for name, page in (("a", other), ("b", PAGE))]
    geomap("map", PAGE, other, "-o", tmp_path / "one")
    geomap("map", *copies, "-o", tmp_path / "two")
    assert (tmp_path / "one" / "events.geojson").read_bytes() == (tmp_path / "two" / "events.geojson").read_bytes()


def test_post_times_become_utc(geomap: Geomap, tmp_path: Path) -> None:
    geomap("map", PAGE, "-o", tmp_path / "out")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    times = [post["published_at"] for post in report["posts"]]
    assert len(times) == 9
    assert max(times) == "2023-01-31T16:49:00Z"
    assert min(times) == "2023-01-31T12:10:00Z"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", bytes(range(256)) * 40, "text"),
        ("blank.txt", b" \n\n ", "empty"),
    ],
)
def test_unusable_files_are_told_in_one_sentence(geomap: Geomap, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    page = write(tmp_path / name, content)
    done = geomap("map", page, "-o", tmp_path / "out")
    one_sentence(done, 2, name, says)
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(geomap: Geomap, tmp_path: Path) -> None:
    one_sentence(geomap("map", tmp_path / "nowhere.txt", "-o", tmp_path / "out"), 2, "nowhere.txt")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_nothing_readable_is_named(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    one_sentence(geomap("map", tmp_path / "pages", "-o", tmp_path / "out"), 2, "pages")


def test_a_page_over_the_size_limit_is_refused(geomap: Geomap, tmp_path: Path) -> None:
    one_sentence(geomap("map", PAGE, "-o", tmp_path / "out", "--max-size", "1KB"), 2, PAGE.name, "--max-size")


def test_text_in_another_encoding_is_read_or_named(geomap: Geomap, tmp_path: Path) -> None:
    page = write(
        tmp_path / "old.txt",
        "11:49 a.m. ET, January 31, 2023\n\nОбстріл у Вовчанську\n\nЗагинула людина.".encode("cp1251"),
    )
    done = geomap("map", page, "-o", tmp_path / "out")
    assert done.status in {0, 2}
    assert "Traceback" not in done.err
    if done.status == 2:
        one_sentence(done, 2, "old.txt", "UTF-8")


def test_a_page_without_times_is_mapped_and_said(geomap: Geomap, tmp_path: Path) -> None:
    page = write(tmp_path / "plain.txt", "Shelling in Vovchansk\n\nShelling killed two people in Vovchansk, officials said.\n")
    done = geomap("map", page, "-o", tmp_path / "out")
    assert (tmp_path / "out" / "map.html").exists(), done.err
    assert "--date" in done.err


def test_one_unreadable_input_among_several_is_reported_and_the_rest_is_mapped(geomap: Geomap, tmp_path: Path) -> None:
    empty = write(tmp_path / "empty.txt", b"")
    done = geomap("map", PAGE, empty, "-o", tmp_path / "out")
    one_sentence(done, 1, "empty.txt")
    assert "9 posts" in done.out
    assert (tmp_path / "out" / "map.html").exists()


def test_an_output_folder_that_is_a_file_is_named(geomap: Geomap, tmp_path: Path) -> None:
    taken = write(tmp_path / "taken", b"mine")
    one_sentence(geomap("map", PAGE, "-o", taken), 2, "taken")
    assert taken.read_bytes() == b"mine"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, program_path: str) -> None:
    """A limit on file size fails a write as a full disk does: in the middle."""
    out = tmp_path / "out"
    out.mkdir()
    write(out / "map.html", b"the old map")
    limited = f"ulimit -f 8; trap '' XFSZ; exec geomap map {PAGE} -o {out} --fast"
    environment = {**os.environ, "PATH": program_path}
    done = subprocess.run(["bash", "-c", limited], env=environment, capture_output=True, text=True, check=False)
    one_sentence(Done(done.returncode, done.stdout, done.stderr), 2, str(out))
    assert [path.name for path in out.iterdir()] == ["map.html"]
    assert (out / "map.html").read_bytes() == b"the old map"


def test_hostile_names_do_not_steer_the_terminal(geomap: Geomap, tmp_path: Path) -> None:
    done = geomap("map", tmp_path / "a\x1b[2Jb.txt", "-o", tmp_path / "out")
    assert "\x1b" not in done.err
    assert "\\x1b" in done.err


def test_standard_input_is_a_page(geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.read_bytes())))
    done = geomap("map", "-", "-o", tmp_path / "out")
    assert done.status == 0, done.err
    assert "9 posts" in done.out
    assert "\x1b" not in done.out + done.err  # no colours where there is no terminal


def test_help_shows_examples(geomap: Geomap) -> None:
    for words in (["--help"], ["map", "--help"], ["geoparse", "--help"]):
        done = geomap(*words)
        assert done.status == 0
        assert "Examples:" in done.out


def test_an_unknown_option_is_an_error_of_one_kind(geomap: Geomap) -> None:
    done = geomap("map", "--sideways", PAGE)
    assert done.status == 2
    assert "--sideways" in done.err


@pytest.mark.parametrize(
    ("option", "value"), [("--timezone", "Mars/Olympus"), ("--home", "Ukraine"), ("--formats", "doc"), ("--max-size", "big")]
)
def test_options_that_make_no_sense_say_what_would(geomap: Geomap, tmp_path: Path, option: str, value: str) -> None:
    done = geomap("map", PAGE, "-o", tmp_path / "out", option, value)
    assert done.status == 2
    assert value in done.err
    assert not (tmp_path / "out").exists()


def test_importing_geomap_loads_neither_folium_nor_geopandas() -> None:
    check = "import geomap, geomap.cli, sys; print([m for m in ('folium', 'geopandas', 'pandas', 'shapely', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_is_mapped_again_though_the_map_stands_in_it(geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "page.txt", PAGE.read_bytes())
    files = ("map.html", "events.geojson", "report.json", "unresolved.csv")
    for out in ("out", "."):
        geomap("map", ".", "-o", out)
        first = {name: Path(out, name).read_bytes() for name in files}
        again = geomap("map", ".", "-o", out)
        assert again.status == 0, again.err
        assert again.err == ""
        assert {name: Path(out, name).read_bytes() for name in files} == first
    one_sentence(geomap("map", "out"), 2, "out", "only what geomap wrote")


def test_files_of_an_earlier_run_that_stay_are_named(geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "page.txt", PAGE.read_bytes())
    geomap("map", "page.txt", "-o", "out", "--formats", "csv,geojson")
    write(tmp_path / "out" / "preview.png", b"of an earlier run")
    write(tmp_path / "out" / "own.csv", b"the user's")
    done = geomap("map", "page.txt", "-o", "out")
    assert done.err == "note: out: events.csv, preview.png of an earlier run were not changed; remove the files that you no longer need\n"
    assert (tmp_path / "out" / "preview.png").read_bytes() == b"of an earlier run"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_name_that_is_no_utf_8_is_mapped_and_told(geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    write(tmp_path / os.fsdecode(b"in/page\xff.txt"), PAGE.read_bytes())
    write(tmp_path / os.fsdecode(b"in/bad\xff.pdf"), b"%PDF-1.7 abc")
    done = geomap("map", "in", os.fsdecode(b"gone\xff.txt"), "-o", "out")
    assert done.status == 1, done.err
    told = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [document["origin"] for document in told["documents"]] == ["in/bad\\udcff.pdf", "in/page\\udcff.txt"]
    assert [problem["origin"] for problem in told["problems"]] == ["in/bad\\udcff.pdf", "gone\\udcff.txt"]
    assert geomap("geoparse", os.fsdecode(b"in/page\xff.txt")).status == 0


def test_an_output_folder_that_is_a_file_is_told(geomap: Geomap, tmp_path: Path) -> None:
    write(tmp_path / "out", b"")
    one_sentence(geomap("map", PAGE, "-o", tmp_path / "out"), 2, "out", "it is a file, not a folder")


@pytest.mark.parametrize("day", ["31.01.2023", "2023-13-01", "yesterday"])
def test_a_day_that_is_none_is_told_with_the_way_to_write_it(geomap: Geomap, day: str) -> None:
    done = geomap("map", PAGE, "--date", day)
    assert done.status == 2
    assert f"{day!r} does not match the format '%Y-%m-%d'" in done.err
