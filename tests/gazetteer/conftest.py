"""A tiny invented country, Arvenia (code XA): two regions, three districts, some towns, an island across the antimeridian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from gazetteer import Gazetteer, NameStatus, PlaceKind, PlaceName, SourceInfo
from gazetteer.build import build_index
from gazetteer.sources.base import SourcePlace, SourceReport

ARVENIA = SourceInfo(name="Arvenia", edition="1", licence="CC0", attribution="nobody")


class Rows:
    """A source that holds its rows."""

    def __init__(self, rows: list[SourcePlace], infos: tuple[SourceInfo, ...] = (ARVENIA,)) -> None:
        self.name = "arvenia"
        self.infos = infos
        self.report = SourceReport()
        self._rows = rows

    def rows(self) -> Iterator[SourcePlace]:
        yield from self._rows


def make_place(place_id: str, name: str, lat: float | None = None, lon: float | None = None, **fields: object) -> SourcePlace:
    base = SourcePlace(id=place_id, name=name, kind=PlaceKind.SETTLEMENT, lat=lat, lon=lon, country="XA", source=place_id.partition(":")[0])
    return replace(base, **fields)  # type: ignore[arg-type]


def names(*texts: str, status: NameStatus = NameStatus.ALTERNATE) -> tuple[PlaceName, ...]:
    return tuple(PlaceName(text=text, status=status) for text in texts)


def arvenian_rows() -> list[SourcePlace]:
    west = shapely.box(10, 0, 12, 2).wkb
    region, district, country = PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.COUNTRY
    return [
        make_place("t:xa", "Arvenia", 1, 12, kind=country, population=900_000, names=names("Arvenian", status=NameStatus.DEMONYM)),
        make_place("t:01", "Belgor Oblast", 1, 11, kind=region, admin1_code="01", outline_wkb=west),
        make_place("t:02", "Tolmin", 1, 13, kind=region, admin1_code="02"),
        make_place("t:0101", "Belgor Raion", 1, 11, kind=district, admin1_code="01", admin2_code="0101"),
        make_place("t:0102", "Luzhany", 1.5, 11.5, kind=district, admin1_code="01", admin2_code="0102"),
        make_place("t:1", "Belgor", 1.0, 11.0, population=200_000, admin1_code="01", admin2_code="0101", names=names("Белгор")),
        make_place("t:2", "Ivanivka", 1.1, 11.1, population=900, admin1_code="01", admin2_code="0101", names=names("Іванівка")),
        make_place("t:3", "Ivanivka", 1.5, 11.6, population=400, admin1_code="01", admin2_code="0102", names=names("Іванівка")),
        make_place("t:4", "Ivanivka", 0.9, 13.2, population=3000, admin1_code="02", names=names("Іванівка")),
        make_place("t:5", "Nova Luzhany", 1.0, 13.0, population=5000, admin1_code="02", names=names("Нові Лужани", "Saint Ore")),
        make_place("t:6", "Far Isle", 0.5, 179.9, population=50, admin1_code="02", kind=PlaceKind.TERRAIN),
        make_place("t:7", "Cape Back", 0.5, -179.9, population=50, admin1_code="02"),
        make_place("t:8", "Oz", 0.7, 12.7, population=700, admin1_code="02"),
        make_place("katottg:a", "Ivanivka", admin1_code="01", admin2_code="0102", names=names("Іванівка")),
        make_place("katottg:b", "Hlyboke", admin1_code="01", admin2_code="0101", names=names("Глибоке")),
    ]


@pytest.fixture(scope="session")
def arvenia_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gazetteer") / "arvenia"
    return build_index([Rows(arvenian_rows())], folder, edition="Arvenia 1")


@pytest.fixture(scope="session")
def arvenia(arvenia_folder: Path) -> Gazetteer:
    return Gazetteer.open(arvenia_folder)
