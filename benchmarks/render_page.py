"""How long a page of many events takes to write, how large it is, and how quick it is in Chromium.

Run ``python -m benchmarks.render_page [--shared] [--streamed] [--no-folium] [COUNT ...]`` from the project's root; COUNT is 300 and
100000 unless given. Each event stands at a position of its own, the worst case; with --shared all stand at 4,000 towns. Steps are of the
window, then of all events up to a day; after them the map is moved and zoomed. Each is given as the time that passed, which depends on
what else the machine does, and as CPU time of the page's main thread (on Linux), which hardly does.
Plain folium draws 10,000 of the same points as CircleMarkers in the same run; ratios to it are per event. Times of writing are CPU times,
loading the page's modules apart. Memory is the most that the process held, the events and everything else in it included, and how much of
it there was before the page was written. With --streamed no events are held, but each is made when the page asks for it: the memory is
then that of writing, while the time is mostly that of making events, minutes for a million.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

sys.path.insert(0, str(Path(__file__).parents[1]))

from geomap.model import Analysis, Event
from geomap.render import write_page
from tests.render import factory

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLIUM_EVENTS = 10_000
TRIES = 20
DRAWN = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
MOVES = {
    "a step of the window": "timeline.setPosition(at, at + 1)",
    "with all events": "timeline.setPosition(0, timeline.units - at)",
    "moving the map": "map.panBy([at % 2 ? 120 : -110, 40], { animate: false })",
    "zooming": "map.setZoom(map.getZoom() + (at % 2 ? 1 : -1), { animate: false })",
}


def memory_mb() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page took, and for how many events."""

    events: int
    seconds: float
    megabytes: float

    def against(self, other: Cost) -> str:
        """Say how many times as much ``other`` takes for each event."""
        seconds = other.seconds / other.events / (self.seconds / self.events)
        megabytes = other.megabytes / other.events / (self.megabytes / self.events)
        return f"folium takes {seconds:.0f} times the time and {megabytes:.0f} times the space for each event"


class Streamed(Sequence[Event]):
    """Events that are made when they are asked for, and held by nobody."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Event]:
        return factory.each_distinct(self._count)

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - an event or a slice of them
        return tuple(islice(self, *at.indices(self._count))) if isinstance(at, slice) else next(islice(self, at, None))


def streamed(count: int) -> Analysis:
    """Return an analysis whose events are nowhere in memory."""
    return replace(factory.analysis(()), events=cast("tuple[Event, ...]", Streamed(count)))


def measure(count: int, folder: Path, make: Callable[[int], Analysis]) -> tuple[Path, Cost]:
    """Write a page of ``count`` events and print what it took."""
    analysis = make(count)
    before = memory_mb()
    path = folder / f"{count}.html"
    start = time.process_time()
    write_page(analysis, path)
    cost = Cost(count, time.process_time() - start, path.stat().st_size / 1e6)
    memory = f"peak {memory_mb():.0f} MB ({before:.0f} MB before)"
    print(f"{count} events: written in {cost.seconds:.2f} s of CPU, {cost.megabytes:.2f} MB, {memory}", flush=True)
    return path, cost


def cpu_ms(renderer: int) -> float:
    """The CPU time of the main thread of a process so far; 0 where the system does not tell."""
    told = Path(f"/proc/{renderer}/task/{renderer}/schedstat")
    return int(told.read_text().split()[0]) / 1e6 if told.exists() else 0


def middle_and_worst(times: list[float]) -> str:
    """Say the median of ``times`` and the largest."""
    return f"{sorted(times)[len(times) // 2]:.0f} ms (worst {max(times):.0f})"


def moved(page: Page, renderer: int, change: str) -> str:
    """Make one change many times; say how long it takes until the page has drawn it."""
    passed, worked = [], []
    change_it = f"async (at) => {{ const {{ timeline, map }} = await geomap.ready; {change}; {DRAWN} }}"
    for at in range(1, TRIES + 1):
        start, before = time.perf_counter(), cpu_ms(renderer)
        page.evaluate(change_it, at)
        passed.append(1000 * (time.perf_counter() - start))
        worked.append(cpu_ms(renderer) - before)
    return f"{middle_and_worst(passed)}, CPU {middle_and_worst(worked)}"


def browse(path: Path) -> None:
    """Open the page in Chromium, step the time line, move the map."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    executable = shutil.which("chromium")
    if executable is None:
        print("no Chromium here: not opened")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}).new_page()
        page.set_default_timeout(600_000)
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector(".gm-ready")
        page.evaluate(f"async () => {{ {DRAWN} }}")
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        renderer = max((each for each in processes if each["type"] == "renderer"), key=lambda each: each["cpuTime"])["id"]
        print(f"  usable after {time.perf_counter() - start:.1f} s, CPU {cpu_ms(renderer) / 1000:.1f} s", flush=True)
        for name, change in MOVES.items():
            print(f"  {name}: {moved(page, renderer, change)}", flush=True)
        browser.close()


def plain_folium(analysis: Analysis, path: Path) -> Cost:
    """Draw the same points as folium alone would."""
    import folium  # noqa: PLC0415 - its memory is not the page's

    start = time.process_time()
    drawn = folium.Map()
    for event in analysis.events:
        if event.where.lat is None or event.where.lon is None:
            continue
        folium.CircleMarker([event.where.lat, event.where.lon], popup=event.evidence[0].quote).add_to(drawn)
    drawn.save(path)
    cost = Cost(len(analysis.events), time.process_time() - start, path.stat().st_size / 1e6)
    print(f"plain folium, {cost.events} events: {cost.seconds:.1f} s of CPU, {cost.megabytes:.1f} MB")
    return cost


def main(arguments: list[str]) -> None:
    """Measure each count that is asked for."""
    counts = [int(argument) for argument in arguments if argument.isdigit()] or [300, 100_000]
    make = streamed if "--streamed" in arguments else factory.many if "--shared" in arguments else factory.distinct
    with tempfile.TemporaryDirectory() as temporary:
        costs = []
        for count in counts:
            path, cost = measure(count, Path(temporary), make)
            browse(path)
            costs.append(cost)
        if "--no-folium" in arguments:
            return
        other = plain_folium(factory.many(FOLIUM_EVENTS), Path(temporary) / "folium.html")
        for cost in costs:
            print(f"{cost.events} events: {cost.against(other)}")


if __name__ == "__main__":
    main(sys.argv[1:])
