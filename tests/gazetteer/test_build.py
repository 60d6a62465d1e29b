from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, IndexDamagedError, IndexMissingError, NameStatus, PlaceKind, PlaceName, SourceError
from gazetteer.build import build_index
from gazetteer.default import choose_default, compile_shipped, open_default, shipped_folder
from gazetteer.index import ARRAYS, KEYS, MANIFEST, open_index
from gazetteer.sources.base import SourcePlace
from tests.conftest import tries
from tests.gazetteer.conftest import Rows, arvenian_rows, make_place, names


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (ARRAYS, KEYS)}


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, arvenia_folder: Path) -> None:
    folder = build_index([Rows(arvenian_rows())], tmp_path / "again", edition="Arvenia 1")
    assert content(folder) == content(arvenia_folder)


def test_nothing_but_the_index_is_left(tmp_path: Path) -> None:
    build_index([Rows(arvenian_rows())], tmp_path / "index", edition="1")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
    assert {path.name for path in (tmp_path / "index").iterdir()} == {ARRAYS, KEYS, MANIFEST}


def test_a_build_that_fails_leaves_the_old_index(tmp_path: Path) -> None:
    folder = build_index([Rows(arvenian_rows())], tmp_path / "index", edition="old")

    class Broken(Rows):
        def rows(self) -> Iterator[SourcePlace]:
            yield from super().rows()
            raise SourceError("row 16 cannot be read")

    with pytest.raises(SourceError):
        build_index([Broken(arvenian_rows())], folder, edition="new")
    assert Gazetteer.open(folder).edition == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_second_build_replaces_the_first_while_it_is_open(tmp_path: Path) -> None:
    folder = build_index([Rows(arvenian_rows())], tmp_path / "index", edition="old")
    reader = Gazetteer.open(folder)
    build_index([Rows(arvenian_rows()[:3])], folder, edition="new")
    assert len(Gazetteer.open(folder)) == 3
    assert reader.lookup("Ivanivka")


def test_builds_at_the_same_time_leave_a_whole_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    builders = [
        context.Process(target=build_index, args=([Rows(arvenian_rows())], tmp_path / "index"), kwargs={"edition": "1"}) for _ in range(4)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert Gazetteer.open(tmp_path / "index", verify=True).lookup("Belgor")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def build_and_die_while_placing(folder: Path) -> None:
    replace_path = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        if self.parent.name == "new":
            os.kill(os.getpid(), signal.SIGKILL)
        return replace_path(self, target)

    Path.replace = replaced  # type: ignore[method-assign] # in a fork only
    build_index([Rows(arvenian_rows()[:3])], folder, edition="new")


def test_a_build_killed_between_the_old_index_and_the_new_one_is_finished_by_the_next_reader(tmp_path: Path) -> None:
    folder = build_index([Rows(arvenian_rows())], tmp_path / "index", edition="old")
    builder = multiprocessing.get_context("fork").Process(target=build_and_die_while_placing, args=(folder,))
    builder.start()
    builder.join()
    assert builder.exitcode == -signal.SIGKILL
    assert not folder.exists()
    assert Gazetteer.open(folder, verify=True).edition == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_no_index_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="gazetteer build"):
        Gazetteer.open(tmp_path)


@pytest.mark.parametrize("name", [ARRAYS, KEYS, MANIFEST])
@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "gone"])
def test_damage_is_found(tmp_path: Path, name: str, damage: str) -> None:
    folder = build_index([Rows(arvenian_rows())], tmp_path / "index", edition="1")
    path = folder / name
    whole = path.read_bytes()
    middle = len(whole) // 2
    if damage == "gone":
        path.unlink()
    else:
        flipped = whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]
        path.write_bytes({"cut": whole[:middle], "flip": flipped, "empty": b""}[damage])
    with pytest.raises((IndexDamagedError, IndexMissingError)):
        open_index(folder)


def test_a_copied_index_is_as_good(tmp_path: Path, arvenia_folder: Path) -> None:
    for name in (ARRAYS, KEYS, MANIFEST):
        (tmp_path / name).write_bytes((arvenia_folder / name).read_bytes())
    assert Gazetteer.open(tmp_path).lookup("Belgor")


def test_an_index_of_another_format_is_refused(tmp_path: Path, arvenia_folder: Path) -> None:
    for name in (ARRAYS, KEYS, MANIFEST):
        (tmp_path / name).write_bytes((arvenia_folder / name).read_bytes())
    manifest = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "format": 999}), encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="another version"):
        open_index(tmp_path)


def test_later_sources_replace_rows_and_add_names(tmp_path: Path) -> None:
    newer = make_place("t:1", "Belhor", 1.01, 11.01, admin1_code="01", admin2_code="0101", names=names("Belgrad-upon-Arven"))
    gazetteer = Gazetteer.open(build_index([Rows(arvenian_rows()), Rows([newer])], tmp_path / "index", edition="1"))
    place = gazetteer.place("t:1")
    assert place is not None
    assert (place.name, place.lat, place.population) == ("Belhor", 1.01, 200_000)  # what the newer does not know stays
    assert [one.place.id for one in gazetteer.lookup("Belgor", kinds={PlaceKind.SETTLEMENT})] == ["t:1"]
    assert [one.place.id for one in gazetteer.lookup("Belgrad-upon-Arven")] == ["t:1"]


def test_openstreetmap_gives_way_to_a_neighbour_of_its_name(tmp_path: Path) -> None:
    double = make_place("osm:node/1", "Belgor", 1.02, 11.02, names=names("Old Belgor"))
    other = make_place("osm:node/2", "Belgor", 1.9, 11.9)
    gazetteer = Gazetteer.open(build_index([Rows([*arvenian_rows(), double, other])], tmp_path / "index", edition="1"))
    assert {one.place.id for one in gazetteer.lookup("Belgor", kinds={PlaceKind.SETTLEMENT})} == {"t:1", "osm:node/2"}
    assert [one.place.id for one in gazetteer.lookup("Old Belgor")] == ["t:1"]


def listed(code: str, name: str, lat: float, lon: float) -> SourcePlace:
    """A settlement of an official list, which knows the region and a rough position."""
    return make_place(f"katottg:{code}", name, lat, lon, admin1_code="01", admin2_code="0101")


def test_a_listed_village_gives_way_to_its_namesake_not_to_a_city_that_once_bore_the_name(tmp_path: Path) -> None:
    city = make_place("t:1", "Donhrad", 1.0, 11.0, admin1_code="01", admin2_code="0101", names=names("Sashivka"))
    village = make_place("t:2", "Sashivka", 1.2, 11.2, admin1_code="01", admin2_code="0101")
    rows = [listed("1", "Sashivka", 1.0, 11.0), listed("2", "Donhrad", 1.0, 11.0)]
    gazetteer = Gazetteer.open(build_index([Rows(rows), Rows([city, village])], tmp_path / "index", edition="1"))
    assert [place.id for place in map(gazetteer.place, ("katottg:1", "katottg:2")) if place] == ["t:2", "t:1"]


def test_a_listed_settlement_that_was_renamed_is_still_found(tmp_path: Path) -> None:
    known = make_place("t:1", "Krasne", 1.0, 11.0, admin1_code="01", admin2_code="0101", names=names("Verbivka"))
    gazetteer = Gazetteer.open(build_index([Rows([listed("1", "Verbivka", 1.1, 11.1)]), Rows([known])], tmp_path / "index", edition="1"))
    assert [candidate.place.id for candidate in gazetteer.lookup("Verbivka")] == ["t:1"]


def test_a_village_does_not_give_way_to_the_town_of_its_name_that_is_listed_itself(tmp_path: Path) -> None:
    town = make_place("t:1", "Bar", 1.0, 11.0, admin1_code="01", admin2_code="0101", parents=("katottg:9",))
    newer = make_place("t:1", "Bar", 1.0, 11.0, admin1_code="01", admin2_code="0101")  # a dump that knows nothing of the list
    gazetteer = Gazetteer.open(build_index([Rows([town, listed("1", "Bar", 1.1, 11.1)]), Rows([newer])], tmp_path / "index", edition="1"))
    assert {candidate.place.id for candidate in gazetteer.lookup("Bar")} == {"t:1", "katottg:1"}


def test_parents_that_hold_each_other_end(tmp_path: Path) -> None:
    rows = [make_place("t:a", "Aaaa", 1, 1, parents=("t:b",)), make_place("t:b", "Bbbb", 1, 1, parents=("t:a",))]
    gazetteer = Gazetteer.open(build_index([Rows(rows)], tmp_path / "index", edition="1"))
    assert gazetteer.ancestors("t:a")[0].id == "t:b"
    assert len(gazetteer.ancestors("t:a")) <= 2


def test_cyrillic_names_are_found_in_other_cases_and_letters(tmp_path: Path) -> None:
    oblast = PlaceName(text="Харківська область", language="uk")
    rows = [
        make_place("t:1", "Bakhmut", 48, 38, country="UA", names=(PlaceName(text="Бахмут", language="uk"),)),
        make_place("t:2", "Kharkiv Oblast", 49, 36, country="UA", kind=PlaceKind.REGION, names=(oblast,)),
        make_place("t:3", "Mykolaiv", 47, 32, country="UA", names=(PlaceName(text="Николаев", language="ru"),)),
    ]
    gazetteer = Gazetteer.open(build_index([Rows(rows)], tmp_path / "index", edition="1"))
    expected = {
        "Бахмутом": ("t:1", "inflected"),
        "під Бахмутом": ("t:1", "inflected"),
        "Харківській області": ("t:2", "inflected"),
        "харківський": ("t:2", "inflected"),
        "Харківщині": ("t:2", "inflected"),
        "Nikolaev": ("t:3", "transliterated"),
        "Nikolayev": ("t:3", "transliterated"),
        "Mykolaev": ("t:3", "fuzzy"),
    }
    found = {name: [(one.place.id, one.method.value) for one in gazetteer.lookup(name)] for name in expected}
    assert found == {name: [answer] for name, answer in expected.items()}


_ROW = st.builds(
    lambda number, name, lat, lon, others: make_place(
        f"t:{number}", name, lat, lon, names=tuple(PlaceName(text=other, status=NameStatus.ALTERNATE) for other in others)
    ),
    st.integers(0, 30),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=3),
)


@given(st.lists(_ROW, min_size=1, max_size=12))
@settings(deadline=None, max_examples=tries(25))
def test_every_name_leads_to_its_place(tmp_path_factory: pytest.TempPathFactory, rows: list[SourcePlace]) -> None:
    gazetteer = Gazetteer.open(build_index([Rows(rows)], tmp_path_factory.mktemp("built") / "index", edition="1"))
    for row in rows:
        for name in (row.name, *(other.text for other in row.names)):
            place = gazetteer.place(row.id)
            assert place is not None
            found = {candidate.place.id for candidate in gazetteer.lookup(name, limit=100, fuzzy=False)}
            assert row.id in found or not any(character.isalnum() for character in name) or "," in name or "(" in name or ";" in name


def test_environment_and_choice_name_the_default(tmp_path: Path, arvenia_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GEOMAP_GAZETTEER", str(arvenia_folder))
    assert open_default().edition == "Arvenia 1"
    monkeypatch.delenv("GEOMAP_GAZETTEER")
    choose_default(arvenia_folder)
    assert open_default().edition == "Arvenia 1"
    choose_default(None)
    assert not list((tmp_path / "config").rglob("default-gazetteer"))


def test_the_shipped_gazetteer_is_compiled_once_and_again_when_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("GEOMAP_GAZETTEER", raising=False)
    monkeypatch.setattr("gazetteer.default.shipped_sources", lambda: ([Rows(arvenian_rows())], ()))
    told: list[str] = []
    folder = open_default(told.append).folder
    assert told
    told.clear()
    open_default(told.append)
    assert told == []
    os.truncate(folder / ARRAYS, 100)
    assert len(open_default(told.append)) == 14
    assert told


def test_compiled_indexes_of_old_versions_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEOMAP_GAZETTEER", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("gazetteer.default.shipped_sources", lambda: ([Rows(arvenian_rows())], ()))
    cache = tmp_path / "geomap" / "gazetteer"
    for age, name in enumerate(("v1-new", "v1-newer", "v1-old", "v1-older")):
        (cache / name).mkdir(parents=True)
        os.utime(cache / name, (1_000_000 - age * (1 if "old" in name else -1),) * 2)
    (cache / "mine").mkdir()
    folder = open_default().folder
    assert {path.name for path in cache.iterdir()} == {folder.name, "v1-newer", "v1-new", "mine"}


def test_the_edition_tells_the_data_and_not_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("gazetteer.default.shipped_sources", lambda: ([Rows(arvenian_rows())], ()))
    compile_shipped(tmp_path / "one")
    before, edition = shipped_folder(), Gazetteer.open(tmp_path / "one").edition
    monkeypatch.setattr("gazetteer.default._COMPILERS", ("normalize",))
    compile_shipped(tmp_path / "two")
    assert shipped_folder() != before
    assert Gazetteer.open(tmp_path / "two").edition == edition


def test_a_city_does_not_bear_the_name_of_its_region(tmp_path: Path) -> None:
    rows = [make_place("t:1", "Belgor", 1.0, 11.0, names=names("Belgorskaja oblast'", "Бєлгорський район", "Old Belgor"))]
    gazetteer = Gazetteer.open(build_index([Rows(rows)], tmp_path / "index", edition="1"))
    assert [len(gazetteer.lookup(name, fuzzy=False)) for name in ("Belgorskaja oblast", "Бєлгорський район", "Old Belgor")] == [0, 0, 1]


def test_a_source_with_too_many_kinds_of_strings_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = make_place("t:0", "Aaaa", 1, 1)

    class Endless(Rows):
        def rows(self) -> Iterator[SourcePlace]:
            for number in range(200):
                yield replace(base, id=f"t:{number}", timezone=f"Zone/{number}")

    monkeypatch.setattr("gazetteer.spool._MOST_STRINGS", 100)
    with pytest.raises(SourceError, match="more than 100"):
        build_index([Endless([])], tmp_path / "index", edition="1")
