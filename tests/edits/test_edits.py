"""Edits made in a GeoPackage become corrections, and these give the edited events again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.export.blobs import point_blob
from tests.cli.conftest import Done
from tests.edits.pages import cells, opened, write_posts

Geomap = Callable[..., Done]


@pytest.fixture
def made(geomap: Geomap, tmp_path: Path) -> Path:
    posts = write_posts(tmp_path / "posts.jsonl", days=1)
    assert geomap("map", posts, "-o", tmp_path / "map", "--formats", "gpkg", "-q").status == 0
    return tmp_path / "map" / "events.gpkg"


def edit(path: Path, statement: str, *values: object) -> None:
    with opened(path) as database:
        assert database.execute(statement, values).rowcount > 0


def lines(path: Path) -> list[dict[str, str]]:
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    return [{name: text for name, text in row.items() if text} for row in rows]


def again(geomap: Geomap, made: Path, *words: object) -> Done:
    """Take the edits over and map the same posts with them."""
    fixes = made.parents[1] / "corrections.csv"
    assert geomap("corrections", made, "-o", fixes).status == 0
    posts = made.parents[1] / "posts.jsonl"
    return geomap("map", posts, "-o", made.parents[1] / "again", "--formats", "gpkg", "-q", "--corrections", fixes, *words)


def test_a_file_that_nobody_edited_gives_no_lines(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    done = geomap("corrections", made, "-o", tmp_path / "corrections.csv")
    assert (done.status, lines(tmp_path / "corrections.csv")) == (0, [])
    assert "0 new lines" in done.out


def test_every_edit_comes_back(geomap: Geomap, made: Path) -> None:
    moved, retyped, counted, dated, renamed, deleted, *_ = sorted(cells(made))
    edit(made, "UPDATE events SET geom = ? WHERE event_id = ?", point_blob(-3.25, -33.123457), moved)
    edit(made, "UPDATE events SET sub_event_type = 'Air/drone strike' WHERE event_id = ?", retyped)
    edit(made, "UPDATE events SET fatalities = NULL, injured = 9, displaced = 40, injured_civilian = 4 WHERE event_id = ?", counted)
    edit(made, "UPDATE events SET event_date = '2024-03-02', event_date_end = '2024-03-03' WHERE event_id = ?", dated)
    edit(made, "UPDATE events SET place_name = 'The =market' WHERE event_id = ?", renamed)
    edit(made, "DELETE FROM events WHERE event_id = ?", deleted)
    edit(
        made,
        "INSERT INTO events (geom, sub_event_type, event_date, place_name, fatalities, quote, source, source_url) VALUES (?,?,?,?,?,?,?,?)",
        *(point_blob(36.5, 49.5), "Armed clash", "2024-03-05", "Mill", 3, "Three fell at the mill.", "Courier", "https://example.org/mill"),
    )
    done = again(geomap, made)
    assert done.err == ""
    before, after = cells(made), cells(made.parents[1] / "again" / "events.gpkg")
    assert deleted not in after
    (new,) = set(after) - set(before)
    assert new.startswith("added:")
    told = after[new]
    assert (told["longitude"], told["latitude"], told["sub_event_type"], told["event_type"]) == (36.5, 49.5, "Armed clash", "Battles")
    assert (told["event_date"], told["place_name"], told["fatalities"]) == ("2024-03-05", "Mill", 3)
    assert (told["quote"], told["source"], told["source_url"]) == ("Three fell at the mill.", "Courier", "https://example.org/mill")
    assert (after[moved]["longitude"], after[moved]["latitude"], after[moved]["geo_method"]) == (-3.25, -33.123457, "correction")
    assert after[moved]["place_name"] == before[moved]["place_name"]
    assert (after[retyped]["sub_event_type"], after[retyped]["event_type"]) == ("Air/drone strike", before[retyped]["event_type"])
    assert [after[counted][name] for name in ("fatalities", "injured", "displaced", "injured_civilian")] == [None, 9, 40, 4]
    assert (after[dated]["event_date"], after[dated]["event_date_end"]) == ("2024-03-02", "2024-03-03")
    assert after[renamed]["place_name"] == "The =market"
    untouched = set(before) - {moved, retyped, counted, dated, renamed, None}
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}


def test_lines_say_who_made_them_and_stay_when_more_come(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    first, second, *_ = sorted(cells(made))
    fixes = tmp_path / "corrections.csv"
    edit(made, "UPDATE events SET injured = 1 WHERE event_id = ?", first)
    geomap("corrections", made, "-o", fixes, "--author", "A. Analyst", "--reason", "local press", "--status", "checked")
    edit(made, "UPDATE events SET injured = 2 WHERE event_id = ?", second)
    done = geomap("corrections", made, "-o", fixes)
    told = lines(fixes)
    assert "1 new line)" in done.out
    assert [(one["event_id"], one["injured"], one["status"]) for one in told] == [(first, "1", "checked"), (second, "2", "proposed")]
    assert (told[0]["author"], told[0]["reason"], len(told[0]["corrected_on"])) == ("A. Analyst", "local press", 10)
    assert {"post", "mention"} <= set(told[0])


def test_rejected_lines_are_not_applied(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    first = min(cells(made))
    edit(made, "DELETE FROM events WHERE event_id = ?", first)
    fixes = tmp_path / "corrections.csv"
    geomap("corrections", made, "-o", fixes, "--status", "rejected")
    geomap("map", tmp_path / "posts.jsonl", "-o", tmp_path / "again", "--formats", "gpkg", "-q", "--corrections", fixes)
    assert first in cells(tmp_path / "again" / "events.gpkg")


def test_a_point_counts_before_columns_that_were_left_behind(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    first, second, *_ = sorted(cells(made))
    edit(made, "UPDATE events SET geom = ?, latitude = 1 WHERE event_id = ?", point_blob(30.5, 50.25), first)
    edit(made, "UPDATE events SET latitude = 50.5 WHERE event_id = ?", second)
    done = geomap("corrections", made, "-o", tmp_path / "corrections.csv")
    places = {one["event_id"]: one["place"] for one in lines(tmp_path / "corrections.csv")}
    assert places[first] == "50.25 30.5"
    assert places[second].startswith("50.5 ")
    assert f"{first}: its point and its columns latitude and longitude disagree" in done.err


def test_an_unknown_type_is_refused_with_the_list(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    first = min(cells(made))
    edit(made, "UPDATE events SET sub_event_type = 'Loud noise' WHERE event_id = ?", first)
    done = geomap("corrections", made, "-o", tmp_path / "corrections.csv")
    assert done.status == 2
    assert "'Loud noise' is no sub_event_type" in done.err
    assert "Armed clash" in done.err
    assert not (tmp_path / "corrections.csv").exists()


def test_a_copied_event_is_an_added_one(geomap: Geomap, made: Path) -> None:
    first = min(cells(made))
    names = "event_id, event_type, sub_event_type, event_date, event_date_end, place_name, quote, source, post_id, mention"
    with opened(made) as database:
        database.execute(
            f"INSERT INTO events (geom, {names}) SELECT ?, {names} FROM events WHERE event_id = ?",  # noqa: S608
            (point_blob(31.0, 51.0), first),
        )
    again(geomap, made)
    after = cells(made.parents[1] / "again" / "events.gpkg")
    (new,) = (one for name, one in after.items() if name.startswith("added:"))
    assert (new["longitude"], new["latitude"]) == (31.0, 51.0)
    assert first in after


def test_an_edited_file_is_not_replaced(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    words = ("map", tmp_path / "posts.jsonl", "-o", made.parent, "--formats", "gpkg", "-q")
    assert geomap(*words).status == 0
    edit(made, "DELETE FROM events WHERE event_id = ?", min(cells(made)))
    for refused in (geomap(*words), geomap("export", made.parent / "events.gpkg", "--to", made)):
        assert refused.status == 2
    assert "was edited since geomap wrote it" in geomap(*words).err
    other = tmp_path / "other.geojson"
    assert geomap("export", made, "--to", other).status == 0
    assert "was edited" in geomap("export", other, "--to", made).err
    assert geomap(*words, "--overwrite").status == 0
    assert geomap(*words).status == 0


def test_export_says_where_point_and_columns_disagree(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    first = min(cells(made))
    edit(made, "UPDATE events SET geom = ? WHERE event_id = ?", point_blob(30.5, 50.25), first)
    done = geomap("export", made, "--to", tmp_path / "events.geojson")
    assert f"1 event, first {first}: point and columns latitude and longitude disagree" in done.err
    features = json.loads((tmp_path / "events.geojson").read_text())["features"]
    (feature,) = (one for one in features if one["properties"]["event_id"] == first)
    assert (feature["geometry"]["coordinates"], feature["properties"]["latitude"]) == ([30.5, 50.25], 50.25)


def test_what_has_no_record_is_refused(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    edit(made, "DELETE FROM geomap_written")
    with opened(made) as database:
        database.execute("DROP TABLE geomap_written")
    assert "no record of what geomap wrote" in geomap("corrections", made, "-o", tmp_path / "c.csv").err
    assert "there is no such file" in geomap("corrections", tmp_path / "none.gpkg", "-o", tmp_path / "c.csv").err
    (tmp_path / "text.gpkg").write_text("no database")
    assert geomap("corrections", tmp_path / "text.gpkg", "-o", tmp_path / "c.csv").status == 2


def test_an_edit_back_is_a_new_line(geomap: Geomap, made: Path, tmp_path: Path) -> None:
    first, fixes = min(cells(made)), tmp_path / "corrections.csv"
    for number in (5, 7, 5):
        edit(made, "UPDATE events SET injured = ? WHERE event_id = ?", number, first)
        done = again(geomap, made, "--overwrite")
        assert done.status == 0, done.err
        made.write_bytes((tmp_path / "again" / "events.gpkg").read_bytes())
        assert cells(made)[first]["injured"] == number
    told = [(one["injured"], one["previous"]) for one in lines(fixes)]
    assert told[1:] == [("7", "injured: 5"), ("5", "injured: 7")]
    assert "0 new lines" in geomap("corrections", made, "-o", fixes).out
