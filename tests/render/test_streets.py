"""Streets in the page: archives are read strictly, tiles are made small, and what fits is said."""

from __future__ import annotations

import gzip
import json
import re
import struct
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmtiles.tile import zxy_to_tileid

from geomap.errors import GeomapError, InputMissingError, UnreadableError
from geomap.render import PageExtras, page_bytes, write_page
from geomap.render.streets import Archive, cut
from geomap.render.streets.archive import tile_number
from geomap.render.streets.cut import _tile, side_of
from geomap.render.streets.protobuf import DamagedError, fields, varint, varints
from geomap.render.streets.vector import thinned
from tests.conftest import tries
from tests.render import factory, tiles
from tests.render.tiles import WHOLE, vector_tile

IZIUM = (49.21, 37.26)
LAND = vector_tile(
    earth=[(3, WHOLE, {"kind": "earth"})],
    roads=[(2, [(0, 2048), (4096, 2048)], {"kind": "highway", "ref": "M 03", "name": "Main"})],
    places=[(1, [(2048, 2048)], {"kind": "locality", "kind_detail": "town", "name": "Ізюм", "name:en": "Izium", "name:uk": "Ізюм"})],
    pois=[(1, [(5, 5)], {"kind": "cafe", "name": "Nowhere near"})],
)


def pyramid(
    content: bytes, to: int, points: tuple[tuple[float, float], ...] = (IZIUM,), ring: int = 1
) -> dict[tuple[int, int, int], bytes]:
    """Tiles around points at every zoom."""
    found = {}
    for zoom in range(to + 1):
        for point in points:
            column, row = _tile(point, zoom)
            for dx in range(-ring, ring + 1):
                for dy in range(-ring, ring + 1):
                    if 0 <= row + dy < 1 << zoom:
                        found[zoom, (column + dx) % (1 << zoom), row + dy] = content
    return found


def streets(page: bytes) -> dict[str, Any]:
    found = re.search(rb'<script type="application/json" id="geomap-streets">(.*?)</script>', page, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


@given(st.integers(0, 20).flatmap(lambda zoom: st.tuples(st.just(zoom), st.integers(0, 2**zoom - 1), st.integers(0, 2**zoom - 1))))
@settings(deadline=None, max_examples=tries(100))
def test_tiles_have_the_numbers_of_the_reference(at: tuple[int, int, int]) -> None:
    assert tile_number(*at) == zxy_to_tileid(*at)


@given(st.lists(st.integers(0, 2**60)))
@settings(deadline=None, max_examples=tries(50))
def test_numbers_come_back(values: list[int]) -> None:
    assert list(varints(b"".join(map(varint, values)))) == values


def test_every_tile_is_found_and_no_other(tmp_path: Path) -> None:
    # So many and so different that there are directories below the root.
    spread = [(column, row) for column in range(512) for row in range(512) if (column * 7919 ^ row * 104729) % 31 == 0]
    contents = {(9, column, row): b"%d %d" % (column, row) + bytes(column * row % 251) for column, row in spread}
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", contents, picture=True))
    assert archive._leaves_size > 0
    for at in list(contents)[::500]:
        assert archive.tile(*at) == contents[at]
    assert archive.tile(9, spread[0][0], spread[0][1] + 1) is None
    assert archive.tile(3, 1, 1) is None


def test_runs_of_one_tile_are_found(tmp_path: Path) -> None:
    archive = Archive(
        tiles.archive(tmp_path / "a.pmtiles", dict.fromkeys([(4, column, row) for column in range(16) for row in range(16)], b"sea"))
    )
    assert archive.tile(4, 7, 9) == b"sea"
    assert archive.tile(5, 0, 0) is None


def test_attribution_is_text(tmp_path: Path) -> None:
    metadata = {
        "name": "My\nmap",
        "attribution": '<a href="https://x.example/"onclick=1>&copy; OpenStreetMap</a> <img src=x onerror=alert(1)>',
    }
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", {(0, 0, 0): LAND}, metadata=metadata))
    assert archive.credit == "© OpenStreetMap"
    assert archive.name == "My map"


def test_of_a_vector_tile_what_is_drawn_is_kept() -> None:
    def kept(zoom: int, language: str) -> bytes:
        return thinned(LAND, zoom=zoom, language=language)

    assert len(kept(5, "en")) < len(LAND)
    assert b"Izium" in kept(5, "en")
    assert "Ізюм".encode() in kept(5, "uk")
    assert b"Nowhere near" not in kept(14, "en")
    assert b"Main" not in kept(5, "en")
    assert b"Main" in kept(14, "en")
    assert {b"land", b"road3", b"place9"} == {dict(fields(layer))[1] for _, layer in fields(kept(5, "en"))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("layer", "geometry", "tags", "role"),
    [
        ("water", 3, {"class": "river"}, b"water"),
        ("landcover", 3, {"class": "wood"}, b"green"),
        ("landuse", 3, {"kind": "residential"}, b"built"),
        ("landuse", 3, {"kind": "military"}, None),
        ("transportation", 2, {"class": "primary"}, b"road2"),
        ("transportation", 2, {"class": "ferry"}, None),
        ("streets", 2, {"kind": "motorway"}, b"road3"),
        ("streets", 2, {"kind": "tram", "rail": True}, b"rail"),
        ("roads", 2, {"kind": "major_road", "kind_detail": "trunk"}, b"road3"),
        ("boundary", 2, {"admin_level": 2}, b"border2"),
        ("boundary", 2, {"admin_level": 2, "maritime": 1}, None),
        ("boundaries", 2, {"kind": "region"}, b"border1"),
        ("place", 1, {"class": "village", "name": "V"}, b"place11"),
        ("place", 1, {"class": "country", "name": "C"}, None),
        ("waterway", 2, {"class": "stream"}, b"stream"),
        ("transportation_name", 2, {"class": "primary", "name": "N"}, b"street"),
        ("housenumber", 1, {"housenumber": "5"}, None),
    ],
)
def test_features_of_three_schemas_have_their_roles(layer: str, geometry: int, tags: dict[str, object], role: bytes | None) -> None:
    points = WHOLE if geometry == 3 else [(5, 5)] if geometry == 1 else [(5, 5), (9, 9)]
    made = thinned(vector_tile(**{layer: [(geometry, points, tags)]}), zoom=14, language="en")
    assert [dict(fields(part))[1] for _, part in fields(made)] == ([] if role is None else [role])  # type: ignore[arg-type]


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=tries(200))
def test_any_bytes_are_a_tile_or_damaged(content: bytes) -> None:
    try:
        made = thinned(content, zoom=14, language="en")
    except DamagedError:
        return
    list(fields(made))


@given(st.binary(max_size=300), st.integers(0, 126), st.binary(max_size=8))
@settings(deadline=None, max_examples=tries(150))
def test_a_damaged_archive_is_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, at: int, change: bytes
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    whole = tiles.archive(folder / "whole.pmtiles", {(0, 0, 0): LAND}).read_bytes()
    path = folder / "damaged.pmtiles"
    path.write_bytes(whole[:at] + change + whole[at + len(change) :] + tail)
    try:
        made = cut(Archive(path), [IZIUM])
        said = made.note
    except GeomapError as error:
        said = str(error)
    assert "damaged.pmtiles" in said
    assert "\n" not in said


def header(**changes: object) -> bytes:
    """A header of version 3 with a root directory right behind it."""
    root = bytes([0]) if "root" not in changes else changes["root"]
    assert isinstance(root, bytes)
    numbers = [127, len(root), 127, 0, changes.get("leaves", 0), changes.get("leaves_size", 0), 127, 1 << 20, 0, 0, 0]
    packing = (1, changes.get("packing", 1), changes.get("tile_packing", 1), changes.get("kind", 1), 0, changes.get("most", 5))
    return (
        b"PMTiles"
        + bytes([3])
        + struct.pack("<11Q", *numbers)
        + struct.pack("<6B", *packing)
        + struct.pack("<4i", -1800000000, -850000000, 1800000000, 850000000)
        + bytes(9)
        + root
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a PMTiles archive"),
        (b"<!DOCTYPE html>" + bytes(200), "not a PMTiles archive"),
        (b"SQLite format 3\0" + bytes(200), "MBTiles"),
        (b"PMTiles\x02" + bytes(200), "version 2"),
        (b"PM\x01\x00" + bytes(200), "version 1"),
        (b"PMTiles\x03", "cut off"),
        (header(), "holds no tiles"),
        (header(packing=4), "by zstd"),
        (header(tile_packing=3), "by brotli"),
        (header(kind=5), "neither vector tiles"),
        (header(most=99), "zooms 0 to 99"),
        (header(root=b"\xff" * 20), "a number is too long"),
        (header(root=varint(5) + b"\1"), "ends too early"),
        (header(root=varint(2_000_000)), "2,000,000 entries"),
    ],
)
def test_what_is_no_archive_is_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.pmtiles"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=re.escape(words)) as caught:
        Archive(path)
    assert str(caught.value).startswith(f"basemap: {path}: ")
    with pytest.raises(InputMissingError, match="no such file"):
        Archive(tmp_path / "none.pmtiles")
    with pytest.raises(UnreadableError, match="cannot be read"):
        Archive(tmp_path)


def test_directories_that_lead_into_themselves_end(tmp_path: Path) -> None:
    root = bytes([1, 0, 0, 5, 1])  # one entry: a leaf of five bytes at the start of the leaves, which start where the root does
    path = tmp_path / "a.pmtiles"
    path.write_bytes(header(root=root, leaves=127, leaves_size=5))
    with pytest.raises(UnreadableError, match="without end"):
        Archive(path).tile(2, 1, 1)


def test_a_bomb_in_a_tile_does_not_go_off(tmp_path: Path) -> None:
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", {(0, 0, 0): bytes(13_000_000)}))
    with pytest.raises(UnreadableError, match="tile 0/0/0 unpacks to more than 12 MB"):
        archive.tile(0, 0, 0)


def test_pictures_are_what_they_say(tmp_path: Path) -> None:
    assert side_of(tiles.png((1, 2, 3)), "image/png") == 256
    assert side_of(b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x01\x00\x02\x00", "image/jpeg") == 512
    assert side_of(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x01\0\xff\0\0", "image/webp") == 512
    assert side_of(b"<svg onload=alert(1)>" * 4, "image/png") is None
    for content in (b"<svg onload=alert(1)>" * 4, tiles.png((1, 2, 3), side=3000)):
        archive = Archive(tiles.archive(tmp_path / "a.pmtiles", {(0, 0, 0): content}, picture=True))
        with pytest.raises(UnreadableError, match="tile 0/0/0 is not a PNG picture of the size of a tile"):
            cut(archive, [IZIUM])


def test_the_page_bears_the_tiles_around_its_events_and_stays_the_same(tmp_path: Path) -> None:
    far = (-33.9, 151.2)
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", pyramid(LAND, 12, (IZIUM, far)), metadata={"attribution": "© <b>Us</b>"}))
    event = factory.event(1, factory.where(factory.place("Izium", *IZIUM)))
    page = page_bytes(factory.analysis((event,)), extras=PageExtras(basemap=archive))
    found = streets(page)
    assert found["credit"] == "© Us"
    assert found["to"] == 12
    assert len(found["data"]) == 1  # all tiles are alike
    assert "12/{}/{}".format(*_tile(IZIUM, 12)) in found["tiles"]
    assert "12/{}/{}".format(*_tile(far, 12)) not in found["tiles"]
    assert gzip.decompress(b64decode(found["data"][0])) == thinned(LAND, zoom=12, language="en")
    assert page == page_bytes(factory.analysis((event,)), extras=PageExtras(basemap=archive))
    assert b"StreetTiles" in page
    assert b"StreetTiles" not in page_bytes(factory.analysis((event,)))


def test_what_fits_is_taken_and_said(tmp_path: Path) -> None:
    different = {
        at: vector_tile(earth=[(3, WHOLE, {"kind": str(n)})], places=[(1, [(n, n)], {"kind": "locality", "name": f"Place {n} " * 5})])
        for n, at in enumerate(pyramid(LAND, 12))
    }
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", different))
    whole = cut(archive, [IZIUM])
    assert whole.note == f"a.pmtiles: zooms up to 12 of 12 are in the page, {whole.spent / 1e6:.1f} MB"
    part = cut(archive, [IZIUM], budget=whole.spent * 2 // 3)
    assert part.spent <= whole.spent * 2 // 3
    assert "the last only where most events are" in part.note
    assert set(part.tiles) < set(whole.tiles)
    none = cut(archive, [IZIUM], budget=0)
    assert none.payload() is None


def test_events_elsewhere_leave_the_page_without_streets_and_say_so(tmp_path: Path) -> None:
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", {(5, 0, 0): LAND}))
    event = factory.event(1, factory.where(factory.place("Izium", *IZIUM)))
    notes = write_page(factory.analysis((event,)), tmp_path / "map.html", extras=PageExtras(basemap=archive))
    assert len(notes) == 1
    assert "has no tiles where events are" in notes[0]
    assert b"geomap-streets" not in (tmp_path / "map.html").read_bytes()
