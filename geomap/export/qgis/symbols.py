"""Symbols and renderers of QGIS as XML: markers, lines, fills, and the ways to choose among them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from geomap.export.xml import child, data_defined, options

MARKER_SIZE_MM = "3.6"
CLAIMED = "\"modality\" = 'claimed'"
WHITE = "#ffffff"
MANY = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerLook:
    """How a marker is drawn; sizes are millimetres."""

    colour: str
    shape: str = "circle"
    size: str = MARKER_SIZE_MM
    angle: int = 0
    edge: str = WHITE
    edge_width: str = "0.2"


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is drawn; ``alpha`` is of 255, ``edge`` the colour of its outline, None for none."""

    colour: str
    alpha: int = 255
    edge: str | None = None
    dashed: bool = False


class RampStep(NamedTuple):
    """A step of a ramp, ``least`` to ``most``, with the name that the legend shows."""

    least: float
    most: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of a renderer: which features, in which range of scale denominators, under which name in the legend."""

    condition: str
    label: str = ""
    largest: int = 0
    smallest: int = 0


def rgba(colour: str, alpha: int = 255) -> str:
    """Return a colour "#rrggbb" as QGIS writes it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def add_marker(symbols: Element, name: str, look: MarkerLook, *, computed: Mapping[str, str] | None = None) -> None:
    """Add a marker symbol; ``computed`` are expressions that replace a property for each feature."""
    layer = _symbol_layer(symbols, name, "marker", "SimpleMarker")
    values = {
        "name": look.shape,
        "color": rgba(look.colour),
        "size": look.size,
        "size_unit": "MM",
        "outline_color": rgba(look.edge),
        "outline_style": "solid",
        "outline_width": look.edge_width,
        "outline_width_unit": "MM",
        "scale_method": "diameter",
        "angle": str(look.angle),
        "offset": "0,0",
    }
    _add_options(layer, values)
    if computed:
        data_defined(layer, computed)


def hollow_if_claimed(colour: str) -> dict[str, str]:
    """Return what draws a marker hollow where one side claims the event."""
    return {
        "fillColor": f"if({CLAIMED}, '{rgba(WHITE)}', NULL)",
        "outlineColor": f"if({CLAIMED}, '{rgba(colour)}', NULL)",
        "outlineWidth": f"if({CLAIMED}, 0.7, NULL)",
    }


def add_circle(symbols: Element, name: str, width_mm: str, style: str) -> None:
    """Add an empty circle drawn to scale; ``width_mm`` is the expression of its width, ``style`` that of its line."""
    layer = _symbol_layer(symbols, name, "marker", "SimpleMarker")
    values = {
        "name": "circle",
        "color": "0,0,0,0",
        "size": "3",
        "size_unit": "MM",
        "outline_color": "60,60,60,150",
        "outline_style": style,
        "outline_width": "0.25",
        "outline_width_unit": "MM",
        "scale_method": "diameter",
        "angle": "0",
        "offset": "0,0",
    }
    _add_options(layer, values)
    data_defined(layer, {"size": width_mm})


def add_fill(symbols: Element, name: str, look: Fill) -> None:
    """Add a fill symbol."""
    layer = _symbol_layer(symbols, name, "fill", "SimpleFill")
    style = "no" if look.edge is None else "dash" if look.dashed else "solid"
    edge = {"outline_color": rgba(look.edge or look.colour), "outline_style": style, "outline_width": "0.4", "outline_width_unit": "MM"}
    _add_options(layer, {"color": rgba(look.colour, look.alpha), "style": "solid", "joinstyle": "bevel", **edge})


def add_line(symbols: Element, name: str, colour: str, width_mm: str, *, dashed: bool = False) -> None:
    """Add a line."""
    layer = _symbol_layer(symbols, name, "line", "SimpleLine")
    style = "dash" if dashed else "solid"
    values = {"line_color": rgba(colour), "line_style": style, "line_width": width_mm, "line_width_unit": "MM", "joinstyle": "round"}
    _add_options(layer, {**values, "capstyle": "round"})


def _symbol_layer(symbols: Element, name: str, kind: str, class_: str) -> Element:
    symbol = child(symbols, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    return child(symbol, "layer", class_=class_, enabled="1", locked="0")


def _add_options(layer: Element, values: Mapping[str, str]) -> None:
    options(layer, values)
    for key, value in values.items():  # QGIS before 3.26 reads these
        child(layer, "prop", k=key, v=value)


def single(parent: Element, draw: Callable[[Element, str], None]) -> None:
    """Add a renderer with one symbol, which ``draw`` adds under the name that it is given."""
    draw(child(_renderer(parent, "singleSymbol"), "symbols"), "0")


def none(parent: Element) -> None:
    """Add a renderer that draws nothing: of the layer only the labels show."""
    _renderer(parent, "nullSymbol")


def categorized(
    parent: Element,
    column: str,
    labels: Mapping[str, str],
    draw: Callable[[Element, str, str], None],
    *,
    hidden: Collection[str] = (),
) -> None:
    """Add a renderer with one symbol for each value of a column.

    Args:
        parent: The layer, or the renderer that it is embedded in.
        column: The column, or an expression.
        labels: The name of each value in the legend; the value "" stands for all others.
        draw: Adds the symbol, under a name, of a value.
        hidden: The values that are drawn only once they are checked in the legend.
    """
    renderer = _renderer(parent, "categorizedSymbol", attr=column)
    categories, symbols = child(renderer, "categories"), child(renderer, "symbols")
    for number, (value, label) in enumerate(labels.items()):
        child(categories, "category", render=str(value not in hidden).lower(), value=value, label=label, symbol=str(number))
        draw(symbols, str(number), value)


def graduated(parent: Element, expression: str, steps: Sequence[RampStep], draw: Callable[[Element, str, int], None]) -> None:
    """Add a renderer with one symbol for each step of a number, which ``draw`` adds under a name by the number of the step."""
    renderer = _renderer(parent, "graduatedSymbol", attr=expression, graduatedMethod="GraduatedColor")
    ranges, symbols = child(renderer, "ranges"), child(renderer, "symbols")
    for number, step in enumerate(steps):
        edges = {"lower": str(step.least), "upper": str(step.most)}
        child(ranges, "range", render="true", symbol=str(number), label=step.label, **edges)
        draw(symbols, str(number), number)


def ruled(parent: Element, rules: Iterable[Rule], draw: Callable[[Element, str, int], None]) -> None:
    """Add a renderer by rules; ``draw`` adds the symbol, under a name, of the rule of a number."""
    renderer = _renderer(parent, "RuleRenderer")
    held, symbols = child(renderer, "rules", key="rules"), child(renderer, "symbols")
    for number, rule in enumerate(rules):
        scales = {"scalemindenom": str(rule.largest), "scalemaxdenom": str(rule.smallest)} if rule.smallest else {}
        child(held, "rule", key=f"rule {number}", filter=rule.condition, label=rule.label, symbol=str(number), **scales)
        draw(symbols, str(number), number)


def displaced(parent: Element) -> Element:
    """Add a renderer that draws features of one position beside each other, and return it for the renderer that it embeds."""
    look = {
        "placement": "1",  # in rings around the position
        "tolerance": "0.3",
        "toleranceUnit": "MM",
        "circleWidth": "0.15",
        "circleColor": "90,90,90,90",
        "circleRadiusAddition": "0",
        "labelAttributeName": "",
        "maxLabelScaleDenominator": "0",
        "labelDistanceFactor": "0.5",
    }
    renderer = _renderer(parent, "pointDisplacement", **look)
    child(renderer, "labelFontProperties", description="Open Sans,8,-1,5,50,0,0,0,0,0", style="")
    add_marker(renderer, "centerSymbol", MarkerLook(colour="#3c3c3c", size="0.9", edge_width="0"))
    return renderer


def _renderer(parent: Element, kind: str, **attributes: str) -> Element:
    fixed = {"symbollevels": "0", "enableorderby": "0", "forceraster": "0", "referencescale": "-1"}
    return child(parent, "renderer-v2", type=kind, **attributes, **fixed)
