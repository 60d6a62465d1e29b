"""How well `geomap geocode` places the Ukraine rows of CIR's Eyes on Russia.

    python benchmarks/gazetteer_geocode_cir.py ROWS.jsonl [GAZETTEER]

Rows have "place", "admin1", "country", "lat", "lon". Prints the share within 25 km, the share of those farther off than
their radius, the share of right answers by method, and with --errors some that are wrong.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.geocode import TableColumns, geocode_rows
from gazetteer.sphere import haversine_km

NEAR_KM = 25.0


def main() -> None:
    """Geocode the rows and print how well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("gazetteer", type=Path, nargs="?")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    lines = options.rows.read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["country"] == "Ukraine" and row["place"]]
    tried, right, beyond, wrong = Counter[str](), Counter[str](), 0, []
    columns = TableColumns(place="place", admin="admin1", country="country")
    for row, found in geocode_rows(rows, Gazetteer.open(options.gazetteer), columns):
        tried[found.method] += 1
        place = found.place
        km = float(haversine_km(row["lat"], row["lon"], place.lat, place.lon)) if place and place.lat is not None else None
        if km is not None and km <= NEAR_KM:
            right[found.method] += 1
            beyond += km * 1000 > place.radius_m
        else:
            answer = place and (place.id, place.name, place.admin1)
            wrong.append((row["place"], row["admin1"], row["lat"], row["lon"], answer, found.method, km and round(km)))
    near, far = right.total() / len(rows), beyond / right.total()
    print(f"{len(rows)} rows, within {NEAR_KM:.0f} km {near:.4f}; of these beyond their radius {far:.4f}")
    for method, count in tried.most_common():
        print(f"  {method}: {count}, right {right[method] / count:.3f}")
    for error in wrong[: options.errors]:
        print("  ", *error)


if __name__ == "__main__":
    main()
