"""Write 100,000 events in each format, each in a process of its own: CPU and wall seconds, peak memory, size; with QGIS, how long it opens.

    python benchmarks/export_speed.py [--events N] [--qgis] [--formats gpkg,fgb]

What is counted is what `geomap export` and `geomap map` pay for writing the format once they hold the events: loading the format's
modules (GDAL's among them), making its columns, layers, styles and projects, writing, and forcing the file to the disk. Not counted:
Python's own start, and reading or finding the events; --command measures `geomap export` from a GeoJSON file as a whole.
The limits are kept in CPU seconds, which other programs on the machine disturb least. Memory is the most that the process held,
the events and everything else in it included.

The events are made up: points, a hundredth of them regions that share an outline, texts and numbers that differ; one country and
one region to count them in.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely

from gazetteer import Place, PlaceKind
from geomap.export import exporter_for
from geomap.model import Analysis, Event, Evidence, GeoMethod, Mention, Modality, Region, Resolution, TimeBasis, Toll, When, Where

LIMITS_S = {"gpkg": 4.0, "geojson": 3.0, "fgb": 3.0}
LIMIT_MB = 600
FORMATS = ("geojson", "geojsonl", "csv", "gpkg", "fgb", "parquet", "kml")
TYPES = ("Battles", "Explosions/Remote violence", "Protests", "aid", "diplomacy")
FIRST = datetime(2022, 2, 24, tzinfo=UTC)
OUTLINE = shapely.Point(36.0, 49.0).buffer(2.0, quad_segs=100)
REGIONS = (
    Region(id="t:1", name="Country", country="UA", area=OUTLINE),
    Region(id="t:2", name="Region", country="UA", admin1="Region", area=OUTLINE),
)
QGIS = """
import json, sys, time
from qgis.core import QgsApplication, QgsVectorLayer
application = QgsApplication([], False); application.initQgis()
started = time.process_time(); layer = QgsVectorLayer(sys.argv[1], "events", "ogr")
opened = time.process_time(); count = sum(1 for _ in layer.getFeatures())
print(json.dumps({"valid": layer.isValid(), "features": count, "open_s": opened - started, "read_s": time.process_time() - opened}))
"""


def main() -> None:
    """Print one line for each format; status 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--qgis", action="store_true", help="open each file in QGIS (/usr/bin/python3)")
    parser.add_argument("--format", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--command", action="store_true", help="measure the command instead, from a GeoJSON file")
    given = parser.parse_args()
    if given.format:
        print(json.dumps(measure(given.format, given.folder, given.events)))
        return
    names = given.formats.split(",")
    if given.command:
        measure_command(names, given.events)
        return
    passed = [name for name in names if not report(name, given.events, qgis=given.qgis)]
    sys.exit(1 if passed else 0)


def report(name: str, events: int, *, qgis: bool) -> bool:
    """Print the line of a format; say whether it keeps its limits."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--format", name, "--folder", folder, "--events", str(events)]
        seen = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        line = f"{name:9} {seen['cpu_s']:6.2f} s CPU  {seen['wall_s']:6.2f} s wall"
        line += f"  {seen['peak_mb']:5.0f} MB  {seen['bytes'] / 1e6:6.1f} MB written"
        if qgis and name not in {"parquet", "csv", "kml"}:
            path = Path(folder) / f"events.{name}"
            environment = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": folder, "XDG_RUNTIME_DIR": folder}
            source = f"{path}|layername=events" if name == "gpkg" else str(path)
            told = subprocess.run(["/usr/bin/python3", "-c", QGIS, source], check=True, capture_output=True, text=True, env=environment)
            opened = json.loads(told.stdout.splitlines()[-1])
            line += f"  QGIS opens in {opened['open_s']:.2f} s, reads all in {opened['read_s']:.2f} s"
    print(line, flush=True)
    return bool(seen["cpu_s"] <= LIMITS_S.get(name, float("inf")) and seen["peak_mb"] <= LIMIT_MB)


def measure(name: str, folder: Path, count: int) -> dict[str, float]:
    """Write the file once; loading the format's modules counts, making the events does not."""
    made = analysis(count)
    began, started = time.perf_counter(), time.process_time()
    path = folder / f"events.{name}"
    exporter_for(name).write(made, path)
    spent, waited = time.process_time() - started, time.perf_counter() - began
    return {
        "cpu_s": spent,
        "wall_s": waited,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bytes": path.stat().st_size,
    }


def measure_command(names: list[str], count: int) -> None:
    """Print what `geomap export` takes from a GeoJSON file to each format."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "events.geojson"
        exporter_for("geojson").write(analysis(count), source)
        for name in names:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            target = Path(folder) / f"made.{name}"
            command = [sys.executable, "-c", "from geomap.cli import main; main()", "export", source, "--to", target]
            subprocess.run(command, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"{name:9} {spent:6.2f} s CPU in all  {after.ru_maxrss / 1024:5.0f} MB", flush=True)


def analysis(count: int) -> Analysis:
    """Make up events, the same each time."""
    chance = random.Random(8)  # noqa: S311 - places, not secrets
    events = tuple(event(number, chance) for number in range(count))
    return Analysis(documents=(), posts=(), resolutions=(), tellings=(), events=events, regions=REGIONS)


def event(number: int, chance: random.Random) -> Event:
    """Make up one event."""
    start = FIRST + timedelta(hours=number % 8760)
    lat, lon, name = chance.uniform(45, 52), chance.uniform(23, 40), f"Place {number % 5000}"
    place = Place(
        id=f"t:{number % 5000}", name=name, kind=PlaceKind.SETTLEMENT, lat=lat, lon=lon, radius_m=3000, country="UA", admin1="Region"
    )
    mention = Mention(post_id=f"p{number}", start=0, end=len(name), text=name, confidence=0.9)
    quote = f"Shelling killed {number % 7} people in {name} on Tuesday, officials said, and hurt {number}."
    toll = Toll(fatalities=number % 7 or None, injured=number % 11)
    told = Evidence(
        post_id=f"p{number}", start=0, end=len(quote), quote=quote, source="A page", published_at=start, url="https://example.org/1"
    )
    region = number % 100 == 0
    return Event(
        id=f"{number:016x}",
        type=TYPES[number % len(TYPES)],
        sub_type="Shelling/artillery/missile attack",
        code="ASSAULT",
        when=When(
            start=start,
            end=start + timedelta(days=1),
            first_day=start.date(),
            last_day=start.date(),
            precision=1,
            basis=TimeBasis.STATED,
        ),
        where=Where(
            resolution=Resolution(mention=mention, place=place, confidence=0.9),
            lat=lat,
            lon=lon,
            radius_m=3000.0,
            geo_precision=3 if region else 1,
            where_prec=1,
            method=GeoMethod.GAZETTEER,
            name=name,
            area=OUTLINE if region else None,
        ),
        evidence=(told,),
        modality=Modality.REPORTED,
        confidence=0.87654,
        actors=("Military Forces of Russia",),
        toll=toll,
        language="en",
    )


if __name__ == "__main__":
    main()
