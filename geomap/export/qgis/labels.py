"""What QGIS writes on the map: each place with events once, below it the names of the base map, none over another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from geomap.export.base_layers import COUNTRY, NAMES, REGION
from geomap.export.gdal import Layer
from geomap.export.qgis.renderers import LAND_COLOUR, city_rules
from geomap.export.qgis.symbols import Rule, rgba
from geomap.export.spans import count_expression
from geomap.export.xml import child, data_defined

AROUND, OVER = "6", "1"  # placements: at the best of several positions around the point, over it
POSITIONS = "R,L,TR,BR,TL,BL,TSR,BSR"
RING_MM = 4.6  # width of one ring of displaced markers
SMALLEST = 60_000_000  # of the scale denominators at which places are named


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """How a name is written; ``computed`` are expressions that replace a setting for each feature."""

    column: str
    size: str
    colour: str
    placement: str = AROUND
    italic: bool = False
    bold: bool = False
    spacing: str = "0"
    priority: str = "5"
    distance_mm: str = "1"
    largest: int = 0
    smallest: int = 0
    draws: bool = True
    computed: Mapping[str, str] = field(default_factory=dict)


def add_labels(parent: Element, layer: Layer, *, places: bool) -> None:
    """Add the labels of ``layer``, where it has some; ``places`` says that a layer of places names the places of events."""
    if layer.name == "places":
        _rules(parent, [(Rule(condition='NOT "is_area"'), _place()), (Rule(condition='"is_area"'), _area())])
    elif layer.name == NAMES:
        _rules(parent, _base_names())
    elif layer.name == "events":
        _settings(child(parent, "labeling", type="simple"), _obstacle() if places else _event())


def labels_enabled(layer: Layer) -> str:
    """Return "1" for a layer with labels or obstacles to them, else "0"."""
    return "1" if layer.name in {"places", NAMES, "events"} else "0"


def _place() -> _Text:
    """Name a place beside its markers, of which those of one position lie in rings, if the days shown have an event there."""
    count = count_expression('"events"')
    rings = f"ceil((sqrt(1 + 4 * ({count}) / 3.0) - 1) / 2)"
    distance = f"CASE WHEN ({count}) < 2 THEN 2.2 ELSE 2.4 + {RING_MM} * {rings} END"
    return _Text(
        column="place_name",
        size="8.5",
        colour="#1b2329",
        bold=True,
        priority="8",
        smallest=SMALLEST,
        computed={
            "Show": f"({count}) > 0",
            "LabelDistance": distance,
            "Priority": f"least(10, 6 + ln(1 + ({count})))",
        },
    )


def _area() -> _Text:
    """Name an area beside the marker in it."""
    shown = {"Show": f"({count_expression(chr(34) + 'events' + chr(34))}) > 0"}
    return _Text(
        column="place_name", size="8.5", colour="#3d4a54", italic=True, priority="6", distance_mm="2.2", smallest=SMALLEST, computed=shown
    )


def _event() -> _Text:
    return _Text(column="place_name", size="8", colour="#282828", smallest=1_500_000)


def _obstacle() -> _Text:
    return _Text(column="event_id", size="8", colour="#000000", draws=False)


def _base_names() -> list[tuple[Rule, _Text]]:
    country = _Text(column='upper("name")', size="8", colour="#8a8378", placement=OVER, spacing="2", priority="6")
    region = _Text(column="name", size="7", colour="#9b9286", placement=OVER, italic=True, priority="1")
    city = _Text(column="name", size="7", colour="#6d757b", priority="1", distance_mm="0.8")
    wide = f"\"kind\" = '{COUNTRY}'"
    return [
        (Rule(condition=f'{wide} AND "extent" >= 60', label="large countries", largest=3_000_000, smallest=120_000_000), country),
        (Rule(condition=f'{wide} AND "extent" < 60', label="countries", largest=1_500_000, smallest=30_000_000), country),
        (Rule(condition=f"\"kind\" = '{REGION}'", label="regions", largest=300_000, smallest=6_000_000), region),
        *((rule, city) for rule in city_rules()),
    ]


def _rules(parent: Element, labels: list[tuple[Rule, _Text]]) -> None:
    rules = child(child(parent, "labeling", type="rule-based"), "rules", key="labels")
    for number, (rule, text) in enumerate(labels):
        scales = {"scalemindenom": str(rule.largest), "scalemaxdenom": str(rule.smallest)} if rule.smallest else {}
        _settings(child(rules, "rule", key=f"labels {number}", description=rule.label, filter=rule.condition, **scales), text)


def _settings(parent: Element, text: _Text) -> None:
    settings = child(parent, "settings", calloutType="simple")
    style = child(
        settings,
        "text-style",
        fieldName=text.column,
        isExpression="1" if "(" in text.column else "0",
        fontSize=text.size,
        fontSizeUnit="Point",
        fontItalic=str(int(text.italic)),
        fontWeight="63" if text.bold else "50",
        fontLetterSpacing=text.spacing,
        textColor=rgba(text.colour),
        textOpacity="1",
    )
    buffer = {"bufferDraw": "1", "bufferSize": "0.7", "bufferSizeUnits": "MM", "bufferColor": rgba(LAND_COLOUR), "bufferOpacity": "0.85"}
    child(style, "text-buffer", bufferJoinStyle="128", bufferNoFill="1", **buffer)
    child(
        settings,
        "placement",
        placement=text.placement,
        predefinedPositionOrder=POSITIONS,
        quadOffset="4",
        dist=text.distance_mm,
        distUnits="MM",
        offsetType="0",
        priority=text.priority,
    )
    child(
        settings,
        "rendering",
        drawLabels=str(int(text.draws)),
        obstacle="1",
        obstacleFactor="1",
        scaleVisibility=str(int(bool(text.smallest))),
        scaleMin=str(text.largest),  # QGIS names them by their denominators
        scaleMax=str(text.smallest),
        displayAll="0",
    )
    if text.computed:
        data_defined(settings, text.computed, tag="dd_properties")
