"""The format of the shipped data: one place per line, tab-separated, and outlines as encoded polylines.

A row has the columns of COLUMNS; an empty cell is None. ``names`` are joined by "|"; one that has a language or a status
reads "uk.o~Київ": the language (may be empty), a dot, the letter of the status, a tilde, the text.

Outlines use the encoded polyline algorithm (Google's, as in many map libraries) with a precision of 0.001 degrees, about
100 m, which is finer than the simplification they went through. Polygons are joined by ";", rings by ",", the shell first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.sources.base import SourcePlace

COLUMNS = (
    "id",
    "name",
    "kind",
    "lat",
    "lon",
    "country",
    "admin1_code",
    "admin2_code",
    "feature_code",
    "population",
    "timezone",
    "radius_m",
    "parents",
    "source",
    "names",
)
OUTLINE_PRECISION = 1000  # units a degree
_LETTERS = {
    NameStatus.OFFICIAL: "o",
    NameStatus.ALTERNATE: "a",
    NameStatus.SHORT: "s",
    NameStatus.HISTORIC: "h",
    NameStatus.COLLOQUIAL: "c",
    NameStatus.ABBREVIATION: "b",
    NameStatus.TRANSLITERATION: "t",
    NameStatus.DEMONYM: "d",
}
_STATUS = {letter: status for status, letter in _LETTERS.items()}
_KINDS = {kind.value: kind for kind in PlaceKind}
_RESERVED = str.maketrans(dict.fromkeys("\t\n\r|~", " "))


def encode_row(place: SourcePlace) -> str:
    """Write ``place`` as one line without its end; the outline is left out."""
    cells = (
        place.id,
        _clean(place.name),
        place.kind.value,
        _degrees(place.lat),
        _degrees(place.lon),
        place.country or "",
        place.admin1_code or "",
        place.admin2_code or "",
        place.feature_code or "",
        "" if place.population is None else str(place.population),
        place.timezone or "",
        "" if place.radius_m is None else str(round(place.radius_m)),
        " ".join(place.parents),
        place.source,
        encode_names(place.names),
    )
    return "\t".join(cells)


def decode_row(line: str) -> SourcePlace:
    """Read one line back; ValueError where it does not have the columns of COLUMNS."""
    id_, name, kind, lat, lon, country, admin1, admin2, feature, population, timezone, radius, parents, source, names = line.split("\t")
    return SourcePlace(
        id=id_,
        name=name,
        kind=_KINDS[kind],
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
        country=country or None,
        source=source,
        admin1_code=admin1 or None,
        admin2_code=admin2 or None,
        feature_code=feature or None,
        population=int(population) if population else None,
        timezone=timezone or None,
        radius_m=float(radius) if radius else None,
        names=decode_names(names),
        parents=tuple(parents.split()) if parents else (),
    )


def encode_names(names: Iterable[PlaceName]) -> str:
    """Write names as the last cell of a row has them."""
    return "|".join(map(_encode_name, names))


def decode_names(text: str) -> tuple[PlaceName, ...]:
    """Read names back from the cell of a row."""
    return tuple(map(_decode_name, text.split("|"))) if text else ()


def encode_outline(polygons: Iterable[Sequence[Sequence[tuple[float, float]]]]) -> str:
    """Write polygons, each its shell and then its holes as closed rings of lon, lat in degrees."""
    return ";".join(",".join(_encode_ring(ring) for ring in rings) for rings in polygons)


def decode_outline(text: str) -> bytes:
    """Return the outline as the well-known binary of a multipolygon, lon, lat in degrees."""
    polygons = [polygon.split(",") for polygon in text.split(";")]
    rings = iter(_decode_rings([ring for polygon in polygons for ring in polygon]))
    packed = [struct.pack("<BII", 1, 3, len(polygon)) + b"".join(next(rings) for _ in polygon) for polygon in polygons]
    return struct.pack("<BII", 1, 6, len(polygons)) + b"".join(packed)


def _clean(text: str) -> str:
    return " ".join(text.translate(_RESERVED).split())


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")


def _encode_name(name: PlaceName) -> str:
    text = _clean(name.text)
    if name.language is None and name.status is NameStatus.ALTERNATE:
        return text
    return f"{name.language or ''}.{_LETTERS[name.status]}~{text}"


def _decode_name(text: str) -> PlaceName:
    mark, tilde, rest = text.partition("~")
    if not tilde:
        return PlaceName(text=text)
    language, _, letter = mark.partition(".")
    return PlaceName(text=rest, language=language or None, status=_STATUS[letter])


def _encode_ring(ring: Sequence[tuple[float, float]]) -> str:
    written: list[str] = []
    before = (0, 0)
    for lon, lat in ring:
        here = (round(lat * OUTLINE_PRECISION), round(lon * OUTLINE_PRECISION))
        written += (_encode_number(here[0] - before[0]), _encode_number(here[1] - before[1]))
        before = here
    return "".join(written)


def _encode_number(number: int) -> str:
    rest = ~(number << 1) if number < 0 else number << 1
    letters = []
    while rest >= 0x20:  # noqa: PLR2004 -- five bits a letter
        letters.append(chr((0x20 | (rest & 0x1F)) + 63))
        rest >>= 5
    letters.append(chr(rest + 63))
    return "".join(letters)


def _decode_rings(texts: list[str]) -> list[bytes]:
    """Decode all rings of an outline at once: group the letters into numbers, undo the zigzag, sum the steps ring by ring."""
    letters = np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8).astype(np.int64) - 63
    last = letters < 0x20  # noqa: PLR2004 -- five bits a letter, the sixth says that more follow
    starts = np.concatenate(([0], np.flatnonzero(last)[:-1] + 1))
    in_number = np.arange(len(letters)) - np.repeat(starts, np.diff(np.append(starts, len(letters))))
    numbers = np.add.reduceat((letters & 0x1F) << (5 * in_number), starts)
    steps = np.where(numbers & 1, ~(numbers >> 1), numbers >> 1).reshape(-1, 2)[:, ::-1]
    sums = np.cumsum(steps, axis=0)
    ends = np.cumsum(last)[np.cumsum([len(text) for text in texts]) - 1] // 2
    return [_ring_wkb(sums[at:end] - (sums[at] - steps[at])) for at, end in zip([0, *ends[:-1]], ends, strict=True)]


def _ring_wkb(points: npt.NDArray[np.int64]) -> bytes:
    return struct.pack("<I", len(points)) + np.ascontiguousarray(points / OUTLINE_PRECISION, dtype="<f8").tobytes()
