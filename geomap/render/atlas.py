"""The towns and villages that a page names around its events, packed into a block of a few tens of kilobytes."""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Sequence

from geomap.basemap import encode
from geomap.model import Town
from geomap.render.escape import to_json

UNITS = 1000  # to a degree: 110 m, less than a village is wide
_LEVEL = 9
_GZIP = 16 + zlib.MAX_WBITS  # zlib's way to ask for the header of gzip, which bears no time


def atlas_block(towns: Sequence[Town], language: str) -> str:
    """Return the block of the page, compressed always, as names pack well.

    Towns that stand near each other follow each other, so that the steps between them are short.
    """
    ordered = sorted(towns, key=lambda town: (round(town.lat * 5), town.lon, town.lat, town.name))
    names = [town.names.get(language, town.name) for town in ordered]
    columns = {
        "units": UNITS,
        "name": "\n".join(" ".join(name.split()) for name in names),
        "at": "".join(_steps(ordered)),
        # In hundreds of people; a list of small numbers packs better than anything shorter.
        "people": [None if town.population is None else round(town.population / 100) for town in ordered],
        "exact": "".join(str(int(town.exact)) for town in ordered),
    }
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    packed = packer.compress(to_json(columns).encode()) + packer.flush()
    return f'<script type="application/gzip" id="geomap-atlas">{b64encode(packed).decode()}</script>'


def _steps(towns: Sequence[Town]) -> list[str]:
    """Write the positions as ``encode`` does, but none left out: there is one for each name."""
    written, last = [], (0, 0)
    for town in towns:
        column, row = round(town.lon * UNITS), round(town.lat * UNITS)
        step = ((column - last[0]) / UNITS, (row - last[1]) / UNITS)
        written.append(encode([step], UNITS))
        last = (column, row)
    return written
