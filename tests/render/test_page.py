"""The page as bytes: the same for the same events, whole in itself, with the text of the world as data."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import timedelta
from gzip import decompress
from pathlib import Path
from typing import Any

import folium
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import OutputError, SettingsError
from geomap.model import Analysis, Region
from geomap.render import page_bytes, render_map, write_page
from geomap.render.escape import json_pieces, to_json, web_link
from tests.conftest import tries
from tests.render import factory, hostile

ASSETS = Path(__file__).parents[2] / "geomap" / "render" / "assets"
MOST_OF_A_SAMPLE = 700_000  # bytes


def block(page: bytes, name: str) -> Any:
    found = re.search(rf'<script type="application/(json|gzip)" id="geomap-{name}">(.*?)</script>'.encode(), page, re.DOTALL)
    assert found
    return json.loads(decompress(b64decode(found[2])) if found[1] == b"gzip" else found[2])


def test_two_runs_give_the_same_bytes() -> None:
    assert page_bytes(factory.sample(), title="T") == page_bytes(factory.sample(), title="T")


def test_layers_that_are_added_get_names_that_do_not_change() -> None:
    def drawn() -> str:
        made = render_map(factory.sample())
        group = folium.FeatureGroup(name="Front").add_to(made)
        folium.CircleMarker([49.0, 36.0], popup="here").add_to(group)
        return made.get_root().render()

    assert drawn() == drawn()


def test_rendering_twice_changes_nothing() -> None:
    drawn = render_map(factory.sample())
    assert drawn.get_root().render() == drawn.get_root().render()


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = page_bytes(factory.sample()).decode()
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=", page)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert styles
    assert not [text for text in styles if re.search(r"@import|url\(", text)]


def test_the_policy_allows_the_page_s_own_blocks_and_nothing_else() -> None:
    page = page_bytes(hostile.analysis(), title="<script>x</script>").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    expected = {f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts}
    assert set(rules["script-src"].split()) == expected
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy[1]
    assert page.index("Content-Security-Policy") < page.index("<script")


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_hostile_text_comes_back_as_it_was(text: str) -> None:
    written = to_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert not re.search("[<>&\u2028\u2029]", written)


@given(st.text(), st.text())
@settings(deadline=None, max_examples=tries(200))
def test_any_text_is_inert_and_whole(key: str, text: str) -> None:
    written = to_json([key, text])
    written.encode()
    assert json.loads(written) == [key, text]
    assert "<" not in written


def test_half_a_character_does_not_break_the_page() -> None:
    assert json.loads(to_json("a\ud800b")) == "a\ufffdb"


@pytest.mark.parametrize("url", hostile.LINKS[:-1])
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize("url", ["https://a.example/x?y=1#z", "HTTP://A.example"])
def test_web_addresses_are_links(url: str) -> None:
    assert web_link(url) == url


def test_the_place_is_marked_where_javascript_counts_it() -> None:
    quote = "🚒🚒 in Izium 🚒"
    event = factory.event(1, factory.where(factory.place("Izium", 49.2, 37.2)), quote=quote)
    evidence = block(page_bytes(factory.analysis((event,))), "data")["evidence"]
    ((_, start, end),) = evidence["spans"]
    assert quote.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "Izium"


def test_a_quotation_without_the_place_has_no_mark() -> None:
    event = factory.event(1, factory.where(factory.place("Izium", 49.2, 37.2)), quote="In the town.")
    assert block(page_bytes(factory.analysis((event,))), "data")["evidence"]["spans"] == [[]]


def test_a_place_told_twice_stands_once() -> None:
    data = block(page_bytes(factory.sample()), "data")
    assert data["places"]["name"].count("Kharkiv") == 1
    assert len(data["events"]["id"]) == 7
    assert data["events"]["place"][0] == data["events"]["place"][1]


def test_the_page_bears_the_newest_time_of_its_input() -> None:
    data = block(page_bytes(factory.sample()), "data")
    assert data["made"]["newest"] * 60 == (factory.DAY + timedelta(days=4, hours=7)).timestamp()
    bare = replace(factory.sample(), posts=(), resolutions=(), events=())
    assert block(page_bytes(bare), "data")["made"]["newest"] is None


def test_folders_of_the_maker_are_not_told() -> None:
    page = page_bytes(replace(factory.sample(), documents=(factory.document("/home/someone/secret/page.txt"),)))
    assert b"secret" not in page
    assert b"page.txt" in page


def test_three_hundred_events_weigh_little() -> None:
    assert len(page_bytes(factory.many(300))) <= 680_000


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "maps").glob("*/map.html")), ids=lambda path: path.parent.name)
def test_sample_pages_weigh_little_with_their_atlas(path: Path) -> None:
    assert path.stat().st_size <= MOST_OF_A_SAMPLE
    assert b'id="geomap-atlas"' in path.read_bytes()


def test_a_large_page_is_packed_and_holds_everything() -> None:
    analysis = factory.many(6000)
    page = page_bytes(analysis)
    assert b'type="application/gzip" id="geomap-data"' in page
    assert block(page, "data")["events"]["id"] == [event.id for event in analysis.events]
    assert page == page_bytes(analysis)


def test_no_language_but_those_there_are() -> None:
    with pytest.raises(SettingsError, match="en or uk"):
        page_bytes(factory.sample(), language="../en")


@pytest.mark.parametrize("name", ["texts", "desk"])
def test_both_languages_say_the_same_things(name: str) -> None:
    english, ukrainian = (json.loads((ASSETS / f"{name}.{code}.json").read_text(encoding="utf-8")) for code in ("en", "uk"))
    assert set(english) <= set(ukrainian)

    def slots(text: object) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", json.dumps(text)))

    assert {key for key in english if slots(english[key]) != slots(ukrainian[key])} == set()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist"):
        write_page(factory.sample(), tmp_path / "none" / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_analysis_is_a_page() -> None:
    assert block(page_bytes(factory.analysis(())), "data")["events"]["id"] == []


def test_vendored_files_are_those_that_the_register_names() -> None:
    register = tomllib.loads((ASSETS / "ASSETS.toml").read_text(encoding="utf-8"))
    for asset in register["asset"]:
        assert hashlib.sha256((ASSETS / asset["file"]).read_bytes()).hexdigest() == asset["sha256"], asset["file"]
        assert all(source["licence"] for source in asset["from"])


def decoded(text: str, units: int) -> list[tuple[float, float]]:
    numbers: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            before = numbers[-2] if len(numbers) > 1 else 0
            numbers.append(before + (~(value >> 1) if value & 1 else value >> 1))
            value = shift = 0
    return [(lon / units, lat / units) for lon, lat in zip(numbers[::2], numbers[1::2], strict=True)]


@pytest.mark.parametrize("name", ["world.json", "detail.json"])
def test_no_border_is_drawn_between_crimea_and_the_rest_of_ukraine(name: str) -> None:
    asset = json.loads((ASSETS / name).read_text(encoding="utf-8"))
    lines = asset["border"] if "border" in asset else [line for cell in asset["cells"].values() for line in cell["border"]]
    points = [point for line in lines for point in decoded(line, asset["units"])]
    assert points
    assert not [point for point in points if 32.3 < point[0] < 36.3 and 44.2 < point[1] < 46.4]


def test_land_is_drawn_where_there_is_land() -> None:
    asset = json.loads((ASSETS / "detail.json").read_text(encoding="utf-8"))
    whole = {"6,9", "7,9", "2,10"}  # central and eastern Ukraine, Germany: cells that land fills
    for key in whole:
        lon, lat = (int(part) * asset["degrees"] for part in key.split(","))
        corners = {(lon, lat), (lon + 5, lat), (lon, lat + 5), (lon + 5, lat + 5)}
        found = {point for ring in asset["cells"][key]["land"] for point in decoded(ring, asset["units"])}
        assert len(corners & found) >= 3, key


def test_a_ukrainian_page_has_ukrainian_names_and_keeps_those_of_files() -> None:
    known = replace(factory.place("Izium", 49.2, 37.3), admin1="Kharkiv Oblast", within=("r:1",))
    region = Region(id="r:1", name="Kharkiv Oblast", country="UA", admin1="Kharkiv Oblast", area=shapely.box(35, 48, 38, 50))
    events = (factory.event(1, factory.where(known)), factory.event(2, factory.where(factory.place("Chuhuiv", 49.8, 36.7))))
    names = {"uk": {known.id: "Ізюм", "r:1": "Харківська область"}}
    analysis = factory.analysis(events, regions=(region,), names=names)
    page = page_bytes(analysis, language="uk")
    places = block(page, "data")["places"]
    assert places["name"] == ["Izium", "Chuhuiv"]
    assert places["local"] == {"name": ["Ізюм", "Chuhuiv"], "within": ["Харківська область", "Kharkiv"]}
    assert block(page, "data")["regions"]["name"] == ["Харківська область"]
    assert "local" not in block(page_bytes(analysis), "data")["places"]


def test_a_page_is_written_without_folium_and_what_it_brings(tmp_path: Path) -> None:
    check = (
        "import pathlib, sys; from geomap.render import write_page; from tests.render import factory; "
        f"write_page(factory.sample(), pathlib.Path({str(tmp_path / 'map.html')!r})); "
        "print([name for name in ('folium', 'branca', 'pandas', 'geopandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("analysis", [factory.sample(), hostile.analysis()])
def test_folium_gives_the_page_that_is_written_but_for_blanks(analysis: Analysis) -> None:
    def bare(page: str) -> str:
        return re.sub(r"\s+|'sha256-[^']*'", "", page)

    assert bare(render_map(analysis).get_root().render()) == bare(page_bytes(analysis).decode())


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    )
)
@settings(deadline=None, max_examples=tries(60))
def test_json_in_pieces_is_the_json_of_the_whole(value: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geomap.render.escape.SLICE", 2)
        made = b"".join(json_pieces([("plain", value), ("in turn", iter([("inner", value)])), ("none", iter([]))]))
    assert made.decode() == to_json({"plain": value, "in turn": {"inner": value}, "none": {}})
