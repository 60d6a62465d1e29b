"""How each layer is drawn in QGIS: events by type, by toll or by certainty, areas, regions, circles of precision, the base map."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from geomap.export.base_layers import BORDER, CITY, COAST, LAND, LINES, NAMES, REGION
from geomap.export.gdal import Layer
from geomap.export.qgis import symbols
from geomap.export.qgis.symbols import MANY, MarkerLook, RampStep, Rule, hollow_if_claimed
from geomap.export.spans import count_expression
from geomap.symbology import LOOKS, OTHER, look_of

BY_TYPE, BY_TOLL, BY_CERTAINTY = "by type", "by toll", "by certainty"
EVENT_STYLES = (BY_TYPE, BY_TOLL, BY_CERTAINTY)
PRECISION = "precision"

SEA_COLOUR, LAND_COLOUR, COAST_COLOUR, BORDER_COLOUR, REGION_COLOUR = "#d9e4eb", "#f7f5f0", "#8fa6b3", "#7d756a", "#b9b0a2"
AREA_ALPHA = 22  # of 255: several events of one area lie on each other
REGION_ALPHA = 190
REGION_RAMP = (  # least and most events, colour
    (1, 1, "#fbd9ae"),
    (2, 4, "#f9b878"),
    (5, 9, "#f28b45"),
    (10, 24, "#d95b20"),
    (25, 99, "#b53d12"),
    (100, MANY, "#7a2106"),
)
TOLL_RAMP = (  # least and most killed, colour, size in millimetres; -1 is a toll that is not known
    (-1, -1, "#9aa3aa", "2"),
    (0, 0, "#5e8fb5", "2.4"),
    (1, 4, "#f2a07b", "3.2"),
    (5, 19, "#dd5b47", "4.6"),
    (20, 99, "#b3261e", "6.4"),
    (100, MANY, "#6e0f0a", "9"),
)
CERTAINTY_RAMP = ((0.0, 0.5, "#d3dbe0"), (0.5, 0.75, "#93b5c6"), (0.75, 0.9, "#3f86a8"), (0.9, 1.001, "#0b4f71"))
CLAIMED_LEGEND = "hollow: claimed by one side"
NO_VALUE = "(legend)"  # no event has it: the category is there for the legend
# Rows that are no events of the map: the column that says so, when it does, and what the legend calls them. They are drawn on request.
_HIDDEN = (
    ("change", "(withdrawn)", "\"change\" = 'withdrawn'", "withdrawn since the earlier run"),
    ("shown", "(unsure)", '"shown" = false', "too unsure for the map"),
)
HIDDEN_COLOUR = "#9aa3aa"
PRECISION_NAMES = {
    "1": "exact: within the circle of the place",
    "2": "near: somewhere in the wider circle",
    "3": "region: drawn as an area",
}
# Millimetres on the map of the circle around an event; Web Mercator stretches by 1 / cos(latitude). 3 is drawn as an area.
_STRETCHED = '2000 * coalesce("coordinate_uncertainty_m", 0) / cos(radians("latitude")) / @map_scale'
CIRCLE_WIDTH_MM = f'CASE WHEN "geo_precision" = 3 THEN 0 ELSE {_STRETCHED} END'


def add_renderer(parent: Element, layer: Layer, style: str) -> None:
    """Add how ``layer`` is drawn; ``style`` chooses among the looks of the events."""
    draw = _EVENTS[style] if layer.name == "events" else _RENDERERS[layer.name]
    draw(parent, layer)


def event_types(layer: Layer) -> list[str]:
    """Return the event types that ``layer`` holds, sorted; none for a layer without them."""
    column = layer.columns.named("event_type")
    return sorted({text for text in column.texts if text is not None}) if column else []


def _legend_of_types(layer: Layer) -> dict[str, str]:
    """Return all types, those of the layer first: an event that is given another type in QGIS gets its symbol."""
    return {kind: kind for kind in (*event_types(layer), *LOOKS)}


def hidden_of(layer: Layer) -> dict[str, str]:
    """Return what stands for the rows of ``layer`` that are no events of the map, with the name in the legend; none where all are."""
    return {value: label for column, value, _, label in _HIDDEN if layer.columns.named(column) is not None}


def unless_hidden(layer: Layer, expression: str, *, hidden: str | None = None) -> str:
    """Return an expression that is ``expression`` for the events of the map, for other rows ``hidden`` or what stands for them."""
    known = hidden_of(layer)
    cases = [f"WHEN {condition} THEN {hidden or repr(value)}" for _, value, condition, _ in _HIDDEN if value in known]
    return f"CASE {' '.join(cases)} ELSE {expression} END" if cases else expression


def _by_type(parent: Element, layer: Layer) -> None:
    hidden = hidden_of(layer)

    def draw(held: Element, name: str, kind: str) -> None:
        if kind in hidden:
            symbols.add_marker(held, name, MarkerLook(colour=HIDDEN_COLOUR, size="2.4"))
            return
        if kind == NO_VALUE:
            symbols.add_marker(held, name, MarkerLook(colour=symbols.WHITE, edge="#3c3c3c", edge_width="0.7"))
            return
        look = look_of(kind)
        symbols.add_marker(
            held, name, MarkerLook(colour=look.colour, shape=look.marker, angle=look.angle), computed=hollow_if_claimed(look.colour)
        )

    labels = {**_legend_of_types(layer), NO_VALUE: CLAIMED_LEGEND, **hidden, "": "other"}
    column = unless_hidden(layer, '"event_type"') if hidden else "event_type"
    symbols.categorized(symbols.displaced(parent), column, labels, draw, hidden=hidden)


def _by_toll(parent: Element, layer: Layer) -> None:
    def draw(held: Element, name: str, number: int) -> None:
        _, _, colour, size = TOLL_RAMP[number]
        symbols.add_marker(held, name, MarkerLook(colour=colour, size=size), computed=hollow_if_claimed(colour))

    def label(least: int, most: int) -> str:
        return "no number of killed" if least < 0 else f"{_range(least, most)} killed"

    steps = [RampStep(least - 0.5, most + 0.5, label(least, most)) for least, most, _, _ in TOLL_RAMP]
    killed = unless_hidden(layer, 'coalesce("fatalities", -1)', hidden="NULL")
    symbols.graduated(symbols.displaced(parent), killed, steps, draw)


def _by_certainty(parent: Element, layer: Layer) -> None:
    def draw(held: Element, name: str, number: int) -> None:
        colour = CERTAINTY_RAMP[number][2]
        symbols.add_marker(held, name, MarkerLook(colour=colour, edge="#0b2f42"), computed=hollow_if_claimed(colour))

    steps = [RampStep(least, most, f"{least:.0%} to {min(most, 1.0):.0%}") for least, most, _ in CERTAINTY_RAMP]
    symbols.graduated(symbols.displaced(parent), unless_hidden(layer, '"confidence"', hidden="NULL"), steps, draw)


def _precision(parent: Element, layer: Layer) -> None:
    """Add the circle within which each event lies, drawn to scale."""
    lines = {"1": "solid", "2": "dash", "3": "dot"}
    column = unless_hidden(layer, '"geo_precision"', hidden="NULL") if hidden_of(layer) else "geo_precision"
    symbols.categorized(
        parent, column, PRECISION_NAMES, lambda held, name, value: symbols.add_circle(held, name, CIRCLE_WIDTH_MM, lines[value])
    )


def _areas(parent: Element, layer: Layer) -> None:
    hidden = hidden_of(layer)

    def draw(held: Element, name: str, kind: str) -> None:
        colour = HIDDEN_COLOUR if kind in hidden else look_of(kind).colour
        symbols.add_fill(held, name, symbols.Fill(colour, AREA_ALPHA, edge=colour, dashed=True))

    column = unless_hidden(layer, '"event_type"') if hidden else "event_type"
    symbols.categorized(parent, column, {**_legend_of_types(layer), **hidden, "": "other"}, draw, hidden=hidden)


def _regions(parent: Element, _: Layer) -> None:
    """Shade by the number of events, the same steps for every file so that maps can be laid side by side."""

    def draw(held: Element, name: str, number: int) -> None:
        symbols.add_fill(held, name, symbols.Fill(REGION_RAMP[number][2], REGION_ALPHA, edge="#8a7f74"))

    steps = [RampStep(least - 0.5, most + 0.5, _range(least, most)) for least, most, _ in REGION_RAMP]
    symbols.graduated(parent, count_expression('"events"'), steps, draw)


def _range(least: int, most: int) -> str:
    return f"{least} or more" if most >= MANY else str(least) if least == most else f"{least} to {most}"


def _mentions(parent: Element, _: Layer) -> None:
    symbols.single(parent, lambda held, name: symbols.add_marker(held, name, MarkerLook(colour=OTHER.colour, size="1.6")))


def _land(parent: Element, _: Layer) -> None:
    look = symbols.Fill(LAND_COLOUR, edge=LAND_COLOUR)  # the edge hides the seams between parts
    symbols.single(parent, lambda held, name: symbols.add_fill(held, name, look))


_LINES = (
    (REGION, REGION_COLOUR, "0.2", 9_000_000),
    (COAST, COAST_COLOUR, "0.2", 0),
    (BORDER, BORDER_COLOUR, "0.4", 0),
)


def _lines(parent: Element, _: Layer) -> None:
    def draw(held: Element, name: str, number: int) -> None:
        kind, colour, width, _ = _LINES[number]
        symbols.add_line(held, name, colour, width, dashed=kind == REGION)

    labels = {REGION: "regions", COAST: "coasts", BORDER: "countries"}
    rules = [Rule(condition=f"\"kind\" = '{kind}'", label=labels[kind], largest=1, smallest=smallest) for kind, _, _, smallest in _LINES]
    symbols.ruled(parent, rules, draw)


CITY_STEPS = ((1_000_000, 20_000_000), (200_000, 6_000_000), (50_000, 2_500_000), (0, 900_000))  # people, smallest scale that shows them


def city_rules() -> list[Rule]:
    """Return which cities are shown from which scale on."""
    edges = [people for people, _ in CITY_STEPS]
    rules = []
    for (people, smallest), above in zip(CITY_STEPS, (None, *edges), strict=False):
        upper = "" if above is None else f' AND "population" < {above}'
        condition = f'"kind" = \'{CITY}\' AND "population" >= {people}{upper}'
        rules.append(Rule(condition=condition, label=f"cities from {people:,} people", largest=1, smallest=smallest))
    return rules


def _names(parent: Element, _: Layer) -> None:
    """Draw cities as dots, and nothing for the rest, which QGIS would not name if no rule drew it."""
    nothing = Rule(condition=f"\"kind\" <> '{CITY}'")
    city = MarkerLook(colour="#6d757b", size="1.1", edge=LAND_COLOUR, edge_width="0.1")

    def draw(held: Element, name: str, number: int) -> None:
        symbols.add_marker(held, name, city if number else MarkerLook(colour=LAND_COLOUR, size="0.01", edge_width="0"))

    symbols.ruled(parent, [nothing, *city_rules()], draw)


_EVENTS: dict[str, Callable[[Element, Layer], None]] = {
    BY_TYPE: _by_type,
    BY_TOLL: _by_toll,
    BY_CERTAINTY: _by_certainty,
    PRECISION: _precision,
}
_RENDERERS: dict[str, Callable[[Element, Layer], None]] = {
    "areas": _areas,
    "regions": _regions,
    "mentions": _mentions,
    "places": lambda parent, _: symbols.none(parent),
    LAND: _land,
    LINES: _lines,
    NAMES: _names,
}
