"""Corrections made by mouse on an editing page, saved there, and applied by `geomap map`: the files say what the page showed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geomap.corrections.history import history
from geomap.corrections.lines import COUNTS, read_fields
from tests.cli.conftest import Done
from tests.edits.pages import write_posts
from tests.render.conftest import Open, Opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Properties = dict[str, dict[str, Any]]
Geomap = Callable[..., Done]
HOSTILE = "<script>window.ran = 1</script>"
SAME = (
    *("event_type", "sub_event_type", "event_date", "event_date_end", "start_time", "end_time", "place_name", "latitude", "longitude"),
    *("geo_method", "modality", "fatalities", "fatalities_low", "injured", "missing"),
)


@dataclass
class Desk:
    """The editing page with what was done on it."""

    page: Page
    done: int = 0
    wanted: Properties = field(default_factory=dict)

    def open(self, event_id: str) -> None:
        self.page.keyboard.press("Escape")
        self.page.evaluate(
            """id => geomap.ready.then(({ panel, model }) => {
              panel.list.node.scrollTop = 80 * Array.from(panel.list.events).findIndex((event) => model.events.id[event] === id);
            })""",
            event_id,
        )
        self.page.locator(f'.gm-row[data-event="{event_id}"]').click()

    def want(self, event_id: str, **values: object) -> None:
        self.wanted.setdefault(event_id, {}).update(values)
        self.done += 1

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f'.gm-desk [name="{name}"]').fill(text)
        self.page.locator(f'.gm-desk [name="{name}"]').blur()

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'.gm-desk [name="{name}"]').select_option(value)

    def click_map(self, x: int, y: int) -> tuple[float, float]:
        self.page.get_by_role("button", name="Choose on the map").click()
        box = self.page.locator(".gm-main").bounding_box()
        assert box
        at = self.page.evaluate(
            "([x, y]) => geomap.ready.then(({ map }) => { const { lat, lng } = map.containerPointToLatLng([x, y]); return [lat, lng]; })",
            [x, y],
        )
        self.page.mouse.click(box["x"] + x, box["y"] + y)
        return at[0], at[1]

    def press(self, name: str) -> None:
        self.page.locator(".gm-desk").get_by_role("button", name=name, exact=True).click()


def properties(path: Path) -> Properties:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {each["properties"]["event_id"]: each["properties"] for each in features}


def shown(page: Page) -> Properties:
    """What the page itself would write of all its events."""
    text = page.evaluate("geomap.ready.then(({ model }) => geomap.geojson(model, model.order))")
    return {each["properties"]["event_id"]: each["properties"] for each in json.loads(text)["features"]}


def saved(page: Page, path: Path) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save corrections").click()
    assert download.value.suggested_filename == "corrections.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def said_before(event: dict[str, Any], column: str) -> str | None:
    """What an event said in a column of corrections."""
    days = list(dict.fromkeys((event["event_date"], event["event_date_end"])))
    said = {
        "type": event["sub_event_type"],
        "name": event["place_name"],
        "date": "/".join(days),
        "modality": event["modality"],
        "same_as": None,
    }
    if column == "place":
        return " ".join(f"{event[name]:.5f}".rstrip("0").rstrip(".") for name in ("latitude", "longitude"))
    if column == "same_as":
        return None
    if column in said:
        return said[column]
    count = event[COUNTS[column]]
    return "none" if count is None else str(count)


def post(id_: str, text: str) -> str:
    return json.dumps({"id": id_, "title": HOSTILE, "text": text, "published_at": "2024-03-05T09:00:00Z"}) + "\n"


def made(geomap: Geomap, folder: Path, *options: object) -> Path:
    if not (folder / "posts.jsonl").exists():
        posts = write_posts(folder / "posts.jsonl", days=4)
        mayor = post("later", "The shelling of Sumy on Monday killed 9 people, the mayor said.")
        odd = post(f"odd {HOSTILE}", f"{HOSTILE} Shelling killed two people in Izium on Monday.")
        posts.write_text(posts.read_text(encoding="utf-8") + mayor + odd, encoding="utf-8")
    done = geomap("map", folder / "posts.jsonl", "-o", folder / "out", *options)
    assert done.status == 0, done.err
    assert "correct" not in done.err
    return folder / "out"


@pytest.fixture
def desk(geomap: Geomap, open_page: Open, tmp_path: Path) -> tuple[Desk, Opened, Properties]:
    out = made(geomap, tmp_path, "--desk")
    opened = open_page((out / "map.html").read_bytes(), viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    opened.page.locator(".gm-desk").wait_for()
    return Desk(opened.page), opened, properties(out / "events.geojson")


def correct_places(desk: Desk, before: Properties, at: Iterator[str]) -> None:
    for number in range(5):
        desk.open(one := next(at))
        lat, lon = desk.click_map(180 + 60 * number, 200 + 40 * number)
        point = {"latitude": pytest.approx(lat, abs=0.005), "longitude": pytest.approx(lon, abs=0.01)}  # a pixel
        desk.want(one, **point, place_name=before[one]["place_name"], geo_method="correction")
    for number in range(3):
        desk.open(one := next(at))
        choices = desk.page.locator('.gm-desk [name="place"] option')
        value = choices.last.get_attribute("value")
        if choices.count() > 2 and value:
            desk.choose("place", value)
            desk.want(one, gazetteer_id=value)
        else:
            desk.fill("position", f"4{number}.5, 3{number}.25")
            desk.fill("name", f"=Mill {number}")
            desk.want(one, latitude=40.5 + number, longitude=30.25 + number, place_name=f"=Mill {number}")


def correct_facts(desk: Desk, at: Iterator[str]) -> None:
    for sub in ("Armed clash", "Air/drone strike", "Flood", "aid"):
        desk.open(one := next(at))
        desk.choose("type", sub)
        desk.want(one, sub_event_type=sub)
    for first, last in (("03-01", "03-01"), ("03-02", "03-04"), ("03-31", "03-31"), ("02-29", "03-01")):
        desk.open(one := next(at))
        desk.fill("first", f"2024-{first}")
        desk.fill("last", f"2024-{last}")
        desk.want(one, event_date=f"2024-{first}", event_date_end=f"2024-{last}")
    for killed, injured in (("0", "4"), ("", "12"), ("1200", ""), ("7", "8")):
        desk.open(one := next(at))
        desk.fill("killed", killed)
        desk.fill("injured", injured)
        desk.want(one, fatalities=int(killed) if killed else None, injured=int(injured) if injured else None)
    for _ in range(3):
        desk.open(one := next(at))
        desk.choose("modality", "reported")
        desk.want(one, modality="reported")


def correct_incidents(desk: Desk, before: Properties, at: Iterator[str]) -> tuple[list[str], list[str], list[str]]:
    """Hide three events, merge two pairs, split two; return the hidden, the merged and the new ones."""
    hidden = [next(at) for _ in range(3)]
    for one in hidden:
        desk.open(one)
        desk.fill("reason", f"a rumour; {HOSTILE}")
        desk.press("Hide: not an event")
        desk.done += 1
    merged: list[str] = []
    new: list[str] = []
    for _ in range(2):
        one, into = next(at), next(at)
        desk.open(one)
        desk.choose("same_as", into)
        desk.press("Merge")
        merged.append(one)
        desk.want(into, **{name: before[into][name] for name in ("sub_event_type", "fatalities", "latitude", "event_date", "place_name")})
    for killed in ("1", "2"):
        desk.open(one := next(at))
        known = set(shown(desk.page))
        desk.press("Split off a second event")
        new += set(shown(desk.page)) - known
        desk.fill("killed", killed)
        desk.want(new[-1], fatalities=int(killed), **{name: before[one][name] for name in ("place_name", "latitude", "quote")})
    return hidden, merged, new


def test_thirty_corrections_made_by_mouse_are_in_the_files(
    geomap: Geomap, desk: tuple[Desk, Opened, Properties], tmp_path: Path, open_page: Open
) -> None:
    at, opened, before = desk
    assert len(before) == 41
    at.page.get_by_label("Your name").fill("A. Analyst")
    one = iter(sorted(before, key=lambda event_id: (before[event_id]["event_date"], before[event_id]["place_name"])))
    correct_places(at, before, one)
    correct_facts(at, one)
    hidden, merged, new = correct_incidents(at, before, one)
    assert at.done == 30
    page_says = shown(at.page)
    rows = saved(at.page, tmp_path / "corrections.csv")
    assert "not saved" not in at.page.locator(".gm-desk-status").first.inner_text()
    assert {(row["author"], row["status"], len(row["corrected_on"])) for row in rows} == {("A. Analyst", "proposed", 10)}
    assert {row["reason"] for row in rows if row["event_id"] in hidden} == {f"a rumour; {HOSTILE}"}
    told = [step for step in history(list(read_fields(tmp_path / "corrections.csv"))) if step.about["event_id"] in before]
    assert len(told) > 20
    assert [step.previous for step in told] == [said_before(before[step.about["event_id"]], step.column) for step in told]
    after = properties(made(geomap, tmp_path, "--corrections", tmp_path / "corrections.csv") / "events.geojson")

    assert set(after) == set(before) - set(hidden) - set(merged) | set(new)
    for event_id, values in at.wanted.items():
        assert {name: after[event_id][name] for name in values} == values, event_id
    for event_id in after:
        assert {name: after[event_id][name] for name in SAME} == {name: page_says[event_id][name] for name in SAME}, event_id
    untouched = set(after) - set(at.wanted)
    assert {one: after[one] for one in untouched} == {one: before[one] for one in untouched}
    opened.assert_quiet()

    # The corrected run as an editing page again: its corrections are in it, and saved with new ones.
    again = made(geomap, tmp_path, "--corrections", tmp_path / "corrections.csv", "--desk") / "map.html"
    second = open_page(again.read_bytes())
    assert f"{len(rows)} earlier corrections" in second.page.locator(".gm-desk-status").first.inner_text()
    second.page.locator(".gm-desk input[type=file]").first.set_input_files(tmp_path / "corrections.csv")
    assert "0 corrections; " in second.page.locator(".gm-desk-status").first.inner_text()
    assert [row["event_id"] for row in saved(second.page, tmp_path / "same.csv")] == [row["event_id"] for row in rows]
    second.assert_quiet()

    # The first page takes the file of its own corrections.
    at.page.evaluate("window.onbeforeunload = null")
    at.page.reload()
    at.page.locator(".gm-desk").wait_for()
    at.page.locator(".gm-desk input[type=file]").first.set_input_files(tmp_path / "corrections.csv")
    at.page.locator(".gm-desk-list li").first.wait_for()
    assert shown(at.page) == page_says
    for _ in range(2):
        at.press("Undo" if at.page.get_by_role("button", name="Undo").is_enabled() else "Redo")
    assert shown(at.page) == page_says
    opened.assert_quiet()
