"""A store served by pygeoapi on loopback, asked as clients of OGC API - Features ask."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

import geomap as library
from tests.cli.conftest import Done
from tests.edits.pages import write_posts

pytest.importorskip("pygeoapi", reason="pygeoapi is not installed; `pip install geomap[serve]` brings it")
Geomap = Callable[..., Done]
Ask = Callable[..., tuple[int, dict[str, Any]]]
START_S = 120


PYGEOAPI = Path(sys.executable).with_name("pygeoapi")


def run(*words: object) -> None:
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def served(store: str | Path, folder: Path) -> Iterator[Ask]:
    """Serve a store as docs/how-to/serve-a-store.md says, and give a function that asks for its items."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config, described = folder / "pygeoapi.yml", folder / "openapi.yml"
    run(
        sys.executable, "-m", "geomap", "store", "serve-config", store, "-o", config, "--port", port, "--title", "The war: a 'test' ${HOME}"
    )
    run(PYGEOAPI, "openapi", "generate", config, "--output-file", described)
    files = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(described)}
    command = [sys.executable, "-m", "flask", "--app", "pygeoapi.flask_app:APP", "run", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **files}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, server)
            yield lambda path="/collections/events/items", **asked: answer(base + path, asked)
        finally:
            server.terminate()
            server.wait()


def answer(address: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Return the status and the JSON of an answer."""
    try:
        with urllib.request.urlopen(f"{address}?{urllib.parse.urlencode({'f': 'json', **asked})}") as told:  # noqa: S310 - loopback
            return told.status, json.load(told)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            answer(base + "/", {})
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server does not answer")


def names(told: tuple[int, dict[str, Any]]) -> list[str]:
    """Return where the events of an answer happened."""
    status, found = told
    assert status == 200, found
    assert found["numberReturned"] == len(found["features"])
    return sorted(one["properties"]["place_name"] for one in found["features"])


def all_pages(ask: Ask, limit: int) -> list[list[str]]:
    """Follow the links to the next page; return the ids of each page."""
    pages = []
    asked: dict[str, Any] = {"limit": limit}
    while True:
        _, found = ask(**asked)
        pages.append([one["id"] for one in found["features"]])
        following = [link["href"] for link in found["links"] if link["rel"] == "next"]
        if not following:
            return pages
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(following[0]).query))


FILTERS = {  # of CQL, with the number of events that they find
    "fatalities > 9 AND NOT place_name = 'Sumy'": 4,
    "9 < fatalities": 4,
    "fatalities BETWEEN 2 AND 3 OR fatalities IN (4, 11)": 8,
    "fatalities NOT IN (2, 3)": 16,
    "place_name LIKE '%SUM%'": 2,
    "injured IS NULL AND admin1 IS NOT NULL": 20,
    "BBOX(geometry, 34.5, 50.5, 35, 51)": 2,
    "event_date > '2024-03-04'": 10,
    "event_date BEFORE 2024-03-07T12:00:00Z": 10,
    "start_time DURING 2024-03-01T00:00:00Z / 2024-03-05T12:00:00Z": 10,
    "losses_claimed = TRUE": 0,
}
REFUSED = ("fatalities >", "deaths > 2", "fatalities = 'two'", "event_date = 'noon'", "fatalities + 1 > injured", "place_name LIKE 'S%'")


def check_service(ask: Ask) -> None:
    """Ask a store that has `write_posts` of two days, 20 events on 2024-03-04 and 2024-03-07, whatever holds it."""
    assert ask("/conformance")[0] == 200
    assert ask("/collections/events")[1]["title"] == "The war: a 'test' ${HOME}"
    queryables = ask("/collections/events/queryables")[1]["properties"]
    assert queryables["fatalities"]["type"] == "integer"
    assert {"event_date", "sub_event_type", "place_name"} <= set(queryables)
    # bbox
    assert names(ask(bbox="34.5,50.5,35,51")) == ["Sumy", "Sumy"]
    assert names(ask(bbox="0,0,1,1")) == []
    assert ask(bbox="1,2,3")[0] == 400
    # datetime: days of the place, open and closed, with times, months and years
    first = "2024-03-04"
    for asked in (first, f"{first}T10:00:00Z", f"{first}/{first}", f"../{first}", f"/{first}", f"2024-02/{first}"):
        assert len(names(ask(datetime=asked))) == 10, asked
    for asked in ("2024-03", "2024", f"{first}/..", f"{first}/2024-03-07", "../.."):
        assert len(names(ask(datetime=asked))) == 20, asked
    for asked in ("2024-03-05", "2024-03-05/2024-03-06", "2025/..", "../2024-02-29"):
        assert names(ask(datetime=asked)) == [], asked
    for asked in ("noon", "2024-13-01", f"{first}/2024-03-01"):
        assert ask(datetime=asked)[0] == 400, asked
    # columns and words
    assert names(ask(place_name="Sumy", datetime=first)) == ["Sumy"]
    assert names(ask(fatalities="2")) == ["Vovchansk", "Vovchansk"]
    assert names(ask(event_type="Battles")) == []
    assert ask(fatalities="two")[0] == 400
    assert len(names(ask(q="killed 3 PEOPLE"))) == 2
    # all at once
    assert names(ask(bbox="34.5,50.5,35,51", datetime="2024-03-07", sub_event_type="Shelling/artillery/missile attack")) == ["Sumy"]
    # limit and pages
    pages = all_pages(ask, 7)
    assert [len(page) for page in pages] == [7, 7, 6]
    assert len({one for page in pages for one in page}) == 20
    assert ask(limit="3")[1]["numberMatched"] == 20
    assert ask(limit="0")[0] == 400
    hits = ask(resulttype="hits", datetime=first)[1]
    assert (hits["numberMatched"], hits["features"]) == (10, [])
    # filters
    for asked, found in FILTERS.items():
        assert len(names(ask(filter=asked))) == found, asked
    for asked in REFUSED:
        assert ask(filter=asked)[0] == 400, asked
    # order, chosen columns, one item
    ordered = ask(sortby="-fatalities", limit="2")[1]["features"]
    assert [one["properties"]["fatalities"] for one in ordered] == [11, 11]
    (one,) = ask(properties="place_name", skipGeometry="true", limit="1")[1]["features"]
    assert (list(one["properties"]), one["geometry"]) == (["place_name"], None)
    status, item = ask(f"/collections/events/items/{pages[0][0]}")
    assert (status, item["id"], item["geometry"]["type"]) == (200, pages[0][0], "Point")
    assert ask("/collections/events/items/none")[0] == 404


def test_a_geopackage_is_served(tmp_path: Path) -> None:
    store = library.Store(tmp_path / "war.gpkg")
    store.add(write_posts(tmp_path / "posts.jsonl", days=1))
    with served(store.path, tmp_path) as ask:
        assert len(names(ask())) == 10
        store.add(write_posts(tmp_path / "more.jsonl", days=1, first=1))  # served at once
        check_service(ask)


def test_the_configuration(geomap: Geomap, tmp_path: Path) -> None:
    missing = geomap("store", "serve-config", tmp_path / "none.gpkg", "-o", tmp_path / "a.yml")
    assert (missing.status, "there is no such store" in missing.err, (tmp_path / "a.yml").exists()) == (2, True, False)
    library.Store(tmp_path / "war.gpkg").add(write_posts(tmp_path / "posts.jsonl", days=1))
    assert "(10 events)" in geomap("store", "serve-config", tmp_path / "war.gpkg", "-o", tmp_path / "a.yml").out
    again = geomap("store", "serve-config", tmp_path / "war.gpkg", "-o", tmp_path / "a.yml")
    assert (again.status, "--overwrite" in again.err) == (2, True)
    assert geomap("store", "serve-config", tmp_path / "war.gpkg", "-o", tmp_path / "a.yml", "--overwrite").status == 0
