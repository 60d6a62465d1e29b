"""GeoNames' tables: read as they are, refused where they are something else, single rows left out by number."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.sources.base import SourcePlace
from gazetteer.sources.geonames import GeoNamesCountriesSource, GeoNamesSource, GeoNamesUnitsSource, geonames_sources, is_historic, kind_of


def row(**changes: str) -> str:
    cells = {
        "geonameid": "1",
        "name": "Nova",
        "ascii": "Nova",
        "alternates": "Nowa,Нова,nova,NVA",
        "lat": "48.5",
        "lon": "37.9",
        "class": "P",
        "code": "PPL",
        "country": "UA",
        "cc2": "",
        "admin1": "05",
        "admin2": "1402",
        "admin3": "",
        "admin4": "",
        "population": "1200",
        "elevation": "",
        "dem": "100",
        "timezone": "Europe/Kyiv",
        "changed": "2026-01-01",
    }
    return "\t".join((cells | changes).values())


def dump(tmp_path: Path, *rows: str, name: str = "XX.txt") -> Path:
    path = tmp_path / name
    path.write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")
    return path


def read(path: Path) -> list[SourcePlace]:
    return list(GeoNamesSource(path).rows())


def test_a_row(tmp_path: Path) -> None:
    (place,) = read(dump(tmp_path, row()))
    assert place.id == "geonames:1"
    assert (place.name, place.kind, place.lat, place.lon, place.country) == ("Nova", PlaceKind.SETTLEMENT, 48.5, 37.9, "UA")
    assert (place.admin1_code, place.admin2_code, place.population, place.timezone) == ("05", "1402", 1200, "Europe/Kyiv")
    assert [name.text for name in place.names] == ["Nowa", "Нова"]


@pytest.mark.parametrize("suffix", [".txt", ".txt.gz", ".zip"])
def test_packed_or_not(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"XX{suffix}"
    text = f"{row()}\n".encode()
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "about")
            archive.writestr("XX.txt", text)
    else:
        path.write_bytes(gzip.compress(text) if suffix.endswith("gz") else text)
    assert len(read(path)) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"geonameid": "x"}, "id"),
        ({"name": " "}, "no name"),
        ({"lat": "91"}, "latitude"),
        ({"lat": "nan"}, "latitude"),
        ({"lon": ""}, "longitude"),
        ({"lon": "1e9"}, "longitude"),
        ({"country": "Ukraine"}, "country"),
    ],
)
def test_a_bad_row_is_left_out_by_number(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    source = GeoNamesSource(dump(tmp_path, row(), row(**change), row(geonameid="3")))
    assert [place.id for place in source.rows()] == ["geonames:1", "geonames:3"]
    (rejected,) = source.report.rejected
    assert rejected.row == 2
    assert reason in rejected.reason
    assert source.report.accepted == 2


def test_a_short_row_is_left_out(tmp_path: Path) -> None:
    source = GeoNamesSource(dump(tmp_path, row(), "1\tx"))
    assert len(list(source.rows())) == 1
    assert source.report.rejected[0].reason == "2 columns, not 19"


@pytest.mark.parametrize("content", ["name,lat,lon\na,1,2\n", "<html>\n", "\n", "1\t2\t3\n"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "XX.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match="not a GeoNames table"):
        read(path)


def test_a_table_without_any_readable_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no row of it"):
        read(dump(tmp_path, row(lat="?")))


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "UA.txt", "empty"),
        (b"PK\x03\x04 cut off", "UA.zip", "damaged"),
        (b"no archive", "UA.zip", "damaged"),
        (b"\x1f\x8b\x08 cut off", "UA.txt.gz", "damaged"),
        (b"\xff\xfe\x00a", "UA.txt", "not text"),
        (b"1\t\xff\n", "UA.txt", "UTF-8"),
    ],
)
def test_unreadable_files_are_one_sentence(tmp_path: Path, content: bytes, name: str, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="folder"):
        read(tmp_path)


def test_a_zip_of_several_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", row())
        archive.writestr("b.txt", row())
    with pytest.raises(SourceError, match="one table"):
        read(path)


def test_a_zip_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, archive.open("bomb.txt", "w") as member:
        member.write(f"{row()}\n".encode())
        for _ in range(60):
            member.write(b"0" * 1_000_000)
    with pytest.raises(SourceError, match="unpacks to more"):
        read(path)


@pytest.mark.parametrize(
    ("letter", "code", "kind"),
    [
        ("A", "PCLI", PlaceKind.COUNTRY),
        ("A", "ADM1", PlaceKind.REGION),
        ("A", "ADM3", PlaceKind.DISTRICT),
        ("P", "PPLX", PlaceKind.NEIGHBORHOOD),
        ("P", "PPLC", PlaceKind.SETTLEMENT),
        ("S", "AIRB", PlaceKind.FACILITY),
        ("H", "STM", PlaceKind.WATER),
        ("T", "MT", PlaceKind.TERRAIN),
        ("L", "RGN", PlaceKind.AREA),
        ("L", "MILB", PlaceKind.FACILITY),
        ("", "", PlaceKind.AREA),
        ("Q", "NEW", PlaceKind.AREA),
    ],
)
def test_kinds(letter: str, code: str, kind: PlaceKind) -> None:
    assert kind_of(letter, code) is kind


def test_former_units_have_historic_names(tmp_path: Path) -> None:
    (place,) = read(dump(tmp_path, row(**{"class": "A", "code": "ADM2H"})))
    assert is_historic("ADM2H")
    assert place.names[0].status is NameStatus.HISTORIC


def test_alternate_names_with_language_and_flags(tmp_path: Path) -> None:
    table = dump(
        tmp_path,
        "10\t1\tuk\tНовий\t1\t\t\t",
        "11\t2\ten\tOther place\t\t\t\t",
        "12\t1\ten\tNewtown\t\t\t\t1\t1900\t1950",
        "13\t1\ten\tTheNew\t\t\t1\t",
        "14\t1\ten\tNew\t\t1\t\t",
        "15\t1\tlink\thttps://example.org/\t\t\t\t",
        "16\t1\tiata\tNVA\t\t\t\t",
        "17\t1\tabbr\tN.V.\t\t\t\t",
        "18\t1\t\tnowhere in particular\t\t\t\t",
        name="alternateNamesV2.txt",
    )
    (place,) = GeoNamesSource(dump(tmp_path, row(alternates="Nowa,Newtown")), alternates=table).rows()
    told = {name.text: (name.language, name.status) for name in place.names}
    assert told == {
        "Новий": ("uk", NameStatus.OFFICIAL),
        "Newtown": ("en", NameStatus.HISTORIC),
        "TheNew": ("en", NameStatus.COLLOQUIAL),
        "New": ("en", NameStatus.SHORT),
        "N.V.": (None, NameStatus.ABBREVIATION),
        "Nowa": (None, NameStatus.ALTERNATE),
    }


def test_a_wrong_table_of_alternate_names_is_refused(tmp_path: Path) -> None:
    table = dump(tmp_path, "a,b,c", name="alternateNames.txt")
    with pytest.raises(SourceError, match="alternate names"):
        list(GeoNamesSource(dump(tmp_path, row()), alternates=table).rows())


def test_hierarchy(tmp_path: Path) -> None:
    table = dump(tmp_path, "7\t1\t", "8\t1\tADM", "9\t2\tADM", name="hierarchy.txt")
    (place,) = GeoNamesSource(dump(tmp_path, row()), hierarchy=table).rows()
    assert place.parents == ("geonames:8", "geonames:7")


def test_a_wrong_hierarchy_is_refused(tmp_path: Path) -> None:
    table = dump(tmp_path, "seven\t1\t", name="hierarchy.txt")
    with pytest.raises(SourceError, match="hierarchy"):
        list(GeoNamesSource(dump(tmp_path, row()), hierarchy=table).rows())


def test_units(tmp_path: Path) -> None:
    path = dump(
        tmp_path,
        "UA.05\tDonetsk Oblast\tDonetsk Oblast\t709716",
        "UA.05.1402\tBakhmut Raion\tBakhmut Raion\t5",
        "UA.05\tx\ty",
        name="units.txt",
    )
    source = GeoNamesUnitsSource(path)
    region, district = source.rows()
    assert (region.id, region.kind, region.admin1_code, region.admin2_code) == ("geonames:709716", PlaceKind.REGION, "05", None)
    assert (district.kind, district.admin1_code, district.admin2_code, district.lat) == (PlaceKind.DISTRICT, "05", "1402", None)
    assert [rejected.row for rejected in source.report.rejected] == [3]


def test_a_wrong_list_of_units_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="list of units"):
        list(GeoNamesUnitsSource(dump(tmp_path, row())).rows())


def test_countries(tmp_path: Path) -> None:
    cells = [
        "UA",
        "UKR",
        "804",
        "UP",
        "Ukraine",
        "Kyiv",
        "603700",
        "44622516",
        "EU",
        ".ua",
        "UAH",
        "Hryvnia",
        "380",
        "",
        "",
        "uk",
        "690791",
        "PL",
        "",
    ]
    source = GeoNamesCountriesSource(dump(tmp_path, "# comment", "", "\t".join(cells), "nothing", name="countryInfo.txt"))
    (country,) = source.rows()
    assert (country.id, country.kind, country.country, country.population) == ("geonames:690791", PlaceKind.COUNTRY, "UA", 44622516)
    assert country.radius_m == pytest.approx(438_365, abs=1)
    assert source.report.rejected[0].row == 4


def test_a_wrong_country_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="countryInfo"):
        list(GeoNamesCountriesSource(dump(tmp_path, "a\tb")).rows())


def test_files_are_told_by_name_and_ordered(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("UA.zip", "admin1CodesASCII.txt", "alternateNamesV2.zip", "countryInfo.txt", "hierarchy.zip")]
    kinds = [type(source) for source in geonames_sources(paths)]
    assert kinds == [GeoNamesCountriesSource, GeoNamesUnitsSource, GeoNamesSource]


def test_names_without_a_dump_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="dump"):
        geonames_sources([tmp_path / "alternateNamesV2.zip"])
    with pytest.raises(SourceError, match="two tables"):
        geonames_sources([tmp_path / "alternateNames.txt", tmp_path / "alternateNamesV2.txt"])
