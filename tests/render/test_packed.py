"""Pages of very many events: packed columns, which a worker unpacks, hold what the columns of other pages hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from geomap.change import Aspect, Before, Change, ChangeKind, Since
from geomap.model import Analysis, Event
from geomap.render import page_bytes, write_page
from geomap.render.packed import NONE, PackedFile
from geomap.render.payload import payload_of
from tests.render import factory
from tests.render.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIMIT = "geomap.render.payload.MAX_WITH_WORDS"
COLUMNS = ("start", "end", "first", "last", "precision", "basis", "modality", "confidence", "attribution", "region")
PLACE = ("name", "lat", "lon", "radius", "kind", "area", "precision", "method", "relation", "within", "country", "zone")
READ = """async () => {
  const { model } = await geomap.ready;
  const { events, places } = model;
  return Array.from({ length: model.count }, (_, event) => ({
    ...Object.fromEntries(%s.map((name) => [name, events[name][event]])),
    place: Object.fromEntries(%s.map((name) => [name, places[name][events.place[event]]])),
    type: model.types[events.type[event]], cast: model.casts[events.cast[event]], toll: geomap.toll(model, events.toll[event]),
    source: geomap.post(model, events.evidence[event]).source, time: geomap.post(model, events.evidence[event]).time,
    spot: model.spotOf[event] < 0 ? null : [model.spots.lat[model.spotOf[event]], model.spots.lon[model.spotOf[event]]],
  }));
}""" % (json.dumps(COLUMNS), json.dumps(PLACE))  # noqa: UP031 - braces are JavaScript's

FIND = """() => geomap.ready.then(({ filters }) => ["izium", "General STAFF", "example wire", "nowhere else"].map((query) => {
  filters.change({ query });
  return filters.shown.length;
}))"""


def _told(analysis: Analysis) -> list[dict[str, Any]]:
    """Return what a page of fewer events holds of each, in the order of time."""
    data = json.loads(json.dumps(dict(_made(payload_of(analysis)))))
    events, places = data["events"], data["places"]
    spoken = []
    for event in range(len(events["id"])):
        place, toll = events["place"][event], events["toll"][event]
        post = data["evidence"]["post"][events["evidence"][event]]
        lat = places["lat"][place]
        spoken.append(
            {name: events[name][event] for name in COLUMNS}
            | {
                "place": {name: places[name][place] for name in PLACE},
                "type": data["types"][events["type"][event]],
                "cast": data["casts"][events["cast"][event]],
                "toll": None if toll is None else {name: column[toll] for name, column in data["tolls"].items()},
                "source": data["posts"]["source"][post],
                "time": data["posts"]["time"][post],
                "spot": None if lat is None else [lat, places["lon"][place]],
            }
        )
    return sorted(spoken, key=lambda one: 10**9 if one["start"] is None else one["start"])


def _made(members: Any) -> Iterator[tuple[str, Any]]:
    for name, value in members:
        yield name, dict(_made(value)) if isinstance(value, Iterator) else value


@pytest.mark.parametrize("refused", [False, True], ids=["in a worker", "where workers are refused"])
def test_packed_events_are_those_of_the_analysis(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, refused: bool
) -> None:
    analysis = factory.analysis((*factory.sample().events, *factory.distinct(40).events))
    expected = _told(analysis)
    monkeypatch.setattr(LIMIT, 6)
    write_page(analysis, tmp_path / "map.html")
    page = browser.new_page(offline=True)
    complaints: list[str] = []
    workers: list[object] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("worker", lambda worker: workers.append(worker))  # noqa: PLW0108 - playwright takes no method of a list
    if refused:
        page.add_init_script("window.Worker = function () { throw new DOMException('no', 'SecurityError'); }")
    page.goto((tmp_path / "map.html").as_uri())
    page.wait_for_selector(".gm-ready")
    assert page.evaluate(READ) == expected
    lists = page.evaluate("geomap.ready.then(({ model }) => [model.events.id.indexOf('7'), [...model.places.name].length])")
    assert lists == [7, len({str(one["place"]) for one in expected})]
    assert page.evaluate(FIND) == [1, 1, len(expected), 0]
    assert len(workers) == (0 if refused else 1)
    assert complaints == []
    page.close()


def test_names_in_blocks_are_searched_and_put_in_order(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block ends within the names that are looked for; the names are put in order beside the page."""
    names = ("Zürich", "Aa", "Bern", "aare", "Bern", "Łódź", "Bernau")
    events = [factory.event(n, factory.where(factory.place(name, 47.0 + n, 8.0)), when=factory.when(n)) for n, name in enumerate(names)]
    monkeypatch.setattr(LIMIT, 1)
    monkeypatch.setattr("geomap.render.packed.TEXTS_TOGETHER", 3)
    opened = open_page(factory.analysis(tuple(events)))
    sought = ["BERN", "zurich", "aa", "\u0142\u00f3dz", "bernau", ""]
    find = FIND.replace('["izium", "General STAFF", "example wire", "nowhere else"]', json.dumps(sought))
    assert opened.page.evaluate(find) == [3, 1, 2, 1, 1, 7]
    opened.page.evaluate("geomap.ORDER.mostCollated = 2")
    opened.page.get_by_label("Order").select_option("place")
    expect(opened.page.locator(".gm-row").first).to_contain_text("Aa")
    assert opened.page.evaluate("geomap.ready.then(({ panel }) => [...panel.list.events])") == [1, 2, 4, 6, 0, 3, 5]
    opened.assert_quiet()


def test_very_many_events_open_in_a_sandboxed_frame(browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(LIMIT, 6)
    write_page(factory.sample(), tmp_path / "map.html")
    (tmp_path / "outer.html").write_text('<iframe src="map.html" sandbox="allow-scripts" width="900" height="700"></iframe>')
    page = browser.new_page(offline=True)
    page.goto((tmp_path / "outer.html").as_uri())
    page.frame_locator("iframe").locator(".gm-ready").wait_for(timeout=20_000)
    page.close()


def test_what_an_earlier_run_said_stands_at_its_event(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = factory.distinct(2).events
    revised = Change(kind=ChangeKind.REVISED, before=(Before(Aspect.PLACE, "Elsewhere"),))
    events = (replace(second, change=revised), replace(first, change=Change(kind=ChangeKind.SAME)))  # against the order of time
    monkeypatch.setattr(LIMIT, 1)
    opened = open_page(factory.analysis(events, since=Since(name="earlier", newest_time=factory.DAY)))
    told = opened.page.evaluate(
        "geomap.ready.then(({ model }) => [model.places.name[model.events.place[1]], " + "model.changes.before['1'].place])"
    )
    assert told == [second.where.name, "Elsewhere"]
    opened.assert_quiet()


class Passed(Sequence[Event]):
    """Events that count how often they are gone through."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events, self.times = events, 0

    def __len__(self) -> int:
        return len(self.events)

    def __iter__(self) -> Iterator[Event]:
        self.times += 1
        return iter(self.events)

    def __getitem__(self, at: Any) -> Any:
        return tuple(islice(self.events, *at.indices(len(self)))) if isinstance(at, slice) else self.events[at]


def test_events_that_nobody_holds_are_gone_through_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for the base map and once for the data: a maker that reads them from a file need not hold them."""
    monkeypatch.setattr(LIMIT, 6)
    events = Passed(factory.distinct(50).events)
    page = page_bytes(replace(factory.analysis(()), events=cast("tuple[Event, ...]", events)))
    assert events.times == 2
    assert page == page_bytes(factory.distinct(50))


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_numbers_are_whole_after_packing(values: list[int]) -> None:
    file = PackedFile()
    told = file.numbers(np.array(values, dtype=np.int32))
    packed = b"".join(file.pieces())
    if "same" in told:
        assert set(values) == {NONE if told["same"] is None else told["same"]}
        return
    length, last, read = told["length"], 0, []
    for row in range(length):
        folded = sum(packed[told["at"] + plane * length + row] << (8 * plane) for plane in range(told["bytes"]))
        value = (folded >> 1) ^ -(folded & 1)
        last = (last + value + 2**31) % 2**32 - 2**31 if told["steps"] else value
        read.append(last)
    assert read == values
    assert ("none" in told) == (NONE in values)
