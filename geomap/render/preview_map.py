"""The map of the preview: Natural Earth as the page draws it, areas as outlines, events as symbols that do not lie on each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.basemap import asset, decode
from geomap.model import Analysis, Event
from geomap.render.places import AREA_KINDS
from geomap.symbology import look_of

SEA, LAND, COAST, BORDER, REGION, INK, SOFT = "#d9e4eb", "#f7f5f0", "#a9bac5", "#8d8579", "#cdc5b8", "#1b2329", "#55616b"
PIXELS = (800, 630)
REACH = 30  # pixels within which symbols are joined
ROOM = 70  # pixels left around the outermost events
NEAREST_SPAN = 1 / 2**8  # of the world's width: no nearer than a town with its surroundings
MAX_NAMES, MAX_LAT = 14, 85.0
MAIN_SHARE, FAR = 0.6, 16  # as in markers.js: of the events, and degrees around their middle
DETAIL_SPAN = 1 / 2**3  # of the world's width: as on the page, detail is for nearer views
SMALLEST_RING = 4  # points, the last being the first
NAME_HALF = 8  # pixels above and below the middle of a name
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Group:
    """Events drawn as one symbol, in pixels from the lower left."""

    x: float
    y: float
    name: str
    types: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many events it stands for."""
        return self.types.total()


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Return a point in the unit square, north up."""
    sine = math.sin(math.radians(max(-MAX_LAT, min(MAX_LAT, lat))))
    return lon / 360 + 0.5, 0.5 + math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def draw_map(axes: Any, analysis: Analysis, *, names: Mapping[str, str]) -> None:  # noqa: ANN401 - matplotlib is an extra
    """Draw land, areas and events into ``axes``, which become a map without a frame."""
    placed = [event for event in analysis.events if event.where.lat is not None and event.where.lon is not None]
    points = [(event.where.lat or 0.0, event.where.lon or 0.0) for event in placed]
    view = _view([mercator(lon, lat) for lat, lon in _narrow(placed) or points])
    axes.set_axis_off()
    axes.set(xlim=(view[0], view[2]), ylim=(view[1], view[3]))
    axes.add_patch(_rectangle(view, SEA, 0.0))
    _land(axes, view)
    _areas(axes, placed)
    groups = _groups([event for event in placed if not _is_area(event)], view, names)
    taken = _symbols(axes, groups, view)
    _names(axes, [(group.name, group.x, group.y, True) for group in groups] + list(_cities(view)), view, taken)


def _narrow(events: Sequence[Event]) -> list[tuple[float, float]]:
    """Return the points that set the view, places before areas: where most lie in one part of the world, that part, as on the page."""
    found = [(event.where.lat or 0.0, event.where.lon or 0.0) for event in events if not _is_area(event)]
    if not found:
        return found
    lat, lon = sorted(lat for lat, _ in found)[len(found) // 2], sorted(lon for _, lon in found)[len(found) // 2]
    near = [point for point in found if abs(point[0] - lat) < FAR / 2 and abs(point[1] - lon) < FAR]
    return near if len(near) >= MAIN_SHARE * len(found) else found


def _is_area(event: Event) -> bool:
    place = event.where.place
    return event.where.area is not None or bool(place and place.kind in AREA_KINDS)


def _view(points: Sequence[tuple[float, float]]) -> Box:
    """Return the part of the unit square that holds ``points``, with room around, in the shape of the picture."""
    xs, ys = [x for x, _ in points] or [0.05, 0.95], [y for _, y in points] or [0.3, 0.75]
    across = PIXELS[0] / PIXELS[1]
    share = 1 - 2 * ROOM / PIXELS[1]
    height = max((max(ys) - min(ys)) / share, (max(xs) - min(xs)) / across / share, NEAREST_SPAN / across)
    height = min(height, 1 / across)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return x - height * across / 2, y - height / 2, x + height * across / 2, y + height / 2


def _rectangle(box: Box, colour: str, order: float) -> Any:  # noqa: ANN401 - matplotlib is an extra
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - an extra

    return Rectangle((box[0], box[1]), box[2] - box[0], box[3] - box[1], facecolor=colour, edgecolor="none", zorder=order)


def _land(axes: Any, view: Box) -> None:  # noqa: ANN401 - matplotlib is an extra
    world = asset("world.json")
    _fill(axes, _shapes(world["land"], world["units"], view), COAST, 0.1)
    _lines(axes, _shapes(world["border"], world["units"], view), (BORDER, 1.0, 0.2))
    if view[2] - view[0] > DETAIL_SPAN:
        return
    detail = asset("detail.json")
    boxes = [(_cell_box(key, detail["degrees"]), cell) for key, cell in detail["cells"].items()]
    cells = [(box, cell) for box, cell in boxes if _meet(box, view)]
    for box, cell in cells:
        axes.add_patch(_rectangle(box, SEA, 0.3))
        _fill(axes, _shapes(cell["land"], detail["units"], view), LAND, 0.4)
    for order, kind, colour, width in ((0.5, "region", REGION, 0.8), (0.6, "coast", COAST, 0.9), (0.7, "border", BORDER, 1.5)):
        for _, cell in cells:
            _lines(axes, _shapes(cell[kind], detail["units"], view), (colour, width, order))


def _cell_box(key: str, degrees: int) -> Box:
    column, row = (int(part) * degrees for part in key.split(","))
    return (*mercator(column, row), *mercator(column + degrees, row + degrees))


def _shapes(texts: Iterable[str], units: int, view: Box) -> list[list[tuple[float, float]]]:
    shapes = ([mercator(lon, lat) for lon, lat in decode(text, units)] for text in texts)
    return [shape for shape in shapes if len(shape) > 1 and _meet(_box_of(shape), view)]


def _box_of(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


def _fill(axes: Any, rings: list[list[tuple[float, float]]], edge: str, order: float) -> None:  # noqa: ANN401 - matplotlib is an extra
    """Fill rings, the largest first; what lies within an odd number of others is water."""
    from matplotlib.collections import PolyCollection  # noqa: PLC0415 - an extra

    polygons = sorted((shapely.Polygon(ring) for ring in rings if len(ring) >= SMALLEST_RING), key=lambda polygon: -polygon.area)
    if not polygons:
        return
    inner, outer = shapely.STRtree(polygons).query(shapely.point_on_surface(polygons), predicate="intersects")
    depths = Counter(inner[outer < inner].tolist())
    colours = [SEA if depths[row] % 2 else LAND for row in range(len(polygons))]
    outlines = [polygon.exterior.coords for polygon in polygons]
    axes.add_collection(PolyCollection(outlines, facecolors=colours, edgecolors=edge, linewidths=0.8, zorder=order), autolim=False)


def _lines(axes: Any, lines: list[list[tuple[float, float]]], look: tuple[str, float, float]) -> None:  # noqa: ANN401 - matplotlib is an extra
    """Draw lines; ``look`` is colour, width, and what they lie on: later ones above."""
    from matplotlib.collections import LineCollection  # noqa: PLC0415 - an extra

    colour, width, order = look
    axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, zorder=order), autolim=False)


def _areas(axes: Any, events: Sequence[Event]) -> None:  # noqa: ANN401 - matplotlib is an extra
    from matplotlib.patches import Polygon as Patch  # noqa: PLC0415 - an extra

    drawn: dict[bytes, tuple[BaseGeometry, str]] = {}
    for event in events:
        place, area = event.where.place, event.where.area
        if area is not None and not area.is_empty and not (place and place.kind == "country"):
            drawn.setdefault(area.wkb, (area, look_of(event.type).colour))
    for area, colour in drawn.values():
        for part in getattr(area, "geoms", [area]):
            if isinstance(part, shapely.Polygon):
                ring = [mercator(lon, lat) for lon, lat, *_ in part.exterior.coords]
                axes.add_patch(Patch(ring, facecolor=f"{colour}18", edgecolor=colour, linewidth=1.2, linestyle=(0, (4, 3))))


def _groups(events: Sequence[Event], view: Box, names: Mapping[str, str]) -> list[Group]:
    """Join the events at one place, then places whose symbols would lie on each other, the largest keeping its place."""
    places: dict[tuple[float, float], Group] = {}
    scale = PIXELS[0] / (view[2] - view[0])
    for event in events:
        where = event.where
        lon, lat = where.lon or 0.0, where.lat or 0.0
        x, y = mercator(lon, lat)
        name = names.get(where.place.id, where.name) if where.place and where.place.name == where.name else where.name
        group = places.setdefault((round(lat, 4), round(lon, 4)), Group((x - view[0]) * scale, (y - view[1]) * scale, name))
        group.types[event.type] += 1
    joined: list[Group] = []
    for group in sorted(places.values(), key=lambda each: (-each.count, each.x, each.y)):
        near = next((other for other in joined if math.hypot(other.x - group.x, other.y - group.y) < REACH), None)
        if near:
            near.types.update(group.types)
        elif -REACH < group.x < PIXELS[0] + REACH and -REACH < group.y < PIXELS[1] + REACH:
            joined.append(group)
    return joined


def _symbols(axes: Any, groups: Sequence[Group], view: Box) -> list[Box]:  # noqa: ANN401 - matplotlib is an extra
    scale = (view[2] - view[0]) / PIXELS[0]
    for group in reversed(groups):
        kind = min(group.types, key=lambda name: (-group.types[name], name))
        at = (view[0] + group.x * scale, view[1] + group.y * scale)
        colour = look_of(kind).colour
        if group.count == 1:
            axes.plot(*at, marker=look_of(kind).preview_marker, markersize=13, color=colour, markeredgecolor="white", markeredgewidth=1.2)
            continue
        axes.plot(*at, marker="o", markersize=22, color="white", markeredgecolor=colour, markeredgewidth=4)
        text = str(group.count) if group.count < 1000 else f"{group.count // 1000}K"  # noqa: PLR2004 - three digits fit
        axes.text(*at, text, fontsize=9, fontweight="bold", color=INK, ha="center", va="center_baseline", parse_math=False)
    return [(group.x - 18, group.y - 18, group.x + 18, group.y + 18) for group in groups]


def _cities(view: Box) -> Iterator[tuple[str, float, float, bool]]:
    scale = PIXELS[0] / (view[2] - view[0])
    for name, _, lat, lon, *_ in asset("labels.json")["cities"]:
        x, y = mercator(lon, lat)
        yield name, (x - view[0]) * scale, (y - view[1]) * scale, False


def _names(axes: Any, wanted: Sequence[tuple[str, float, float, bool]], view: Box, taken: list[Box]) -> None:  # noqa: ANN401 - matplotlib is an extra
    """Write names right of their points, in order, where there is room: places of events bold, cities of the map light."""
    from matplotlib.patheffects import withStroke  # noqa: PLC0415 - an extra

    scale = (view[2] - view[0]) / PIXELS[0]
    written: set[str] = set()
    for name, x, y, own in wanted:
        text = " ".join("".join(character if character.isprintable() else " " for character in name[:40]).split())
        shift = 19 if own else 6
        box = (x + shift, y - NAME_HALF, x + shift + len(text) * 7.8 + 6, y + NAME_HALF)
        fits = x > 0 and box[2] < PIXELS[0] and NAME_HALF < y < PIXELS[1] - NAME_HALF
        if not fits or text in written or len(written) >= MAX_NAMES or any(_meet(box, other) for other in taken):
            continue
        if not own:
            axes.plot(view[0] + x * scale, view[1] + y * scale, marker="o", markersize=3, color=SOFT)
        at = (view[0] + box[0] * scale, view[1] + y * scale)
        weight, colour = ("bold", INK) if own else ("normal", SOFT)
        drawn = axes.text(*at, text, fontsize=9, fontweight=weight, color=colour, va="center_baseline", parse_math=False)
        drawn.set_path_effects([withStroke(linewidth=3, foreground=LAND)])
        written.add(text)
        taken.append((x - NAME_HALF, *box[1:]))
