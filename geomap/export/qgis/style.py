"""How the layers look in QGIS: markers by event type, areas in the same colours, circles of precision, labels, map tips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from geomap.export.gdal import Layer
from geomap.export.xml import child, data_defined, document, options
from geomap.symbology import OTHER, Look, look_of

MARKER_SIZE_MM = "3.6"
AREA_ALPHA = 60  # of 255: what lies under an area stays readable
CIRCLE_WIDTH_M = 'CASE WHEN "geo_precision" = 3 THEN 0 ELSE 2 * coalesce("coordinate_uncertainty_m", 0) END'  # 3 is drawn as an area
MANY = 1_000_000
REGION_STEPS = (  # least and most events, colour
    (1, 1, "#dfe7ef"),
    (2, 4, "#b3c7dc"),
    (5, 9, "#7fa1c4"),
    (10, 24, "#4a78a8"),
    (25, 99, "#245082"),
    (100, MANY, "#0d2c54"),
)
LABEL_SCALE = "1500000"  # labels show from this scale on: a region on a screen

# A map tip is HTML: everything that comes from a page is escaped, so that text stays text.
_ESCAPED = "replace(replace(replace(coalesce({0}, ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
_TIPS = {
    "events": (
        ("<b>", "sub_event_type", "</b>"),
        ("<br>", "place_name", ""),
        (", ", "event_date", ""),
        ("<p>", "quote", "</p>"),
        ("<i>", "source", "</i>"),
    ),
    "mentions": (("<b>", "mention", "</b>"), (" &rarr; ", "place_name", ""), ("<p>", "sentence", "</p>")),
}
_TIPS["areas"] = _TIPS["events"]
_TIPS["regions"] = (("<b>", "name", "</b>"), ("<br>events: ", "events", ""), ("<br>deaths reported: ", "fatalities", ""))
_TITLES = {"events": "place_name", "areas": "place_name", "mentions": "mention", "posts": "title", "regions": "name"}
_LABELS = {"events": "place_name", "areas": "place_name"}


def style_document(layer: Layer) -> str:
    """Return the style of ``layer`` as a QML document."""
    root = Element("qgis", version="3.22.0", styleCategories="AllStyleCategories", labelsEnabled=labels_enabled(layer))
    add_style(root, layer)
    return document(root, "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'")


def add_style(parent: Element, layer: Layer) -> None:
    """Add renderer, labels, map tip and time settings of ``layer`` to a QML document or to a layer of a project."""
    _add_temporal(parent, layer)
    if layer.geometry_type is not None:
        _RENDERERS[layer.name](parent, event_types(layer))
    _add_labeling(parent, layer)
    child(parent, "layerOpacity", "1")
    child(parent, "previewExpression", f'"{_TITLES[layer.name]}"')
    if layer.name in _TIPS:
        child(parent, "mapTip", map_tip(layer.name))


def event_types(layer: Layer) -> list[str]:
    """Return the event types that ``layer`` holds, sorted; none for a layer without them."""
    column = layer.columns.named("event_type")
    return sorted({text for text in column.texts if text is not None}) if column else []


def labels_enabled(layer: Layer) -> str:
    """Return "1" for a layer with labels, else "0"."""
    return "1" if layer.name in _LABELS else "0"


def map_tip(name: str) -> str:
    """Return the HTML of the map tip, in which QGIS evaluates what stands between [% and %]."""
    return "".join(f"{before}[% {_ESCAPED.format(chr(34) + column + chr(34))} %]{after}" for before, column, after in _TIPS[name])


def _add_temporal(parent: Element, layer: Layer) -> None:
    """Name the columns that hold the time: without them QGIS knows the style but not the time."""
    fields = {"events": ("start_time", "end_time"), "areas": ("start_time", "end_time"), "mentions": ("published_time", "published_time")}
    start, end = fields.get(layer.name, ("", ""))
    temporal = child(
        parent,
        "temporal",
        enabled="1" if start else "0",
        mode="2",  # start and end from fields
        startField=start,
        endField=end,
        limitMode="1" if start == end else "0",  # the end counts only where it is the start as well
        durationField="",
        durationUnit="min",
        fixedDuration="0",
        accumulate="0",
        startExpression="",
        endExpression="",
    )
    fixed = child(temporal, "fixedRange")
    child(fixed, "start")
    child(fixed, "end")


def _marker_renderer(parent: Element, types: Sequence[str]) -> None:
    _categorized(parent, types, lambda symbols, number, kind: _marker(symbols, number, look_of(kind)))


def _area_renderer(parent: Element, types: Sequence[str]) -> None:
    _categorized(parent, types, lambda symbols, number, kind: _fill(symbols, number, look_of(kind).colour))


def _mention_renderer(parent: Element, _: Sequence[str]) -> None:
    renderer = child(parent, "renderer-v2", type="singleSymbol", symbollevels="0", enableorderby="0", forceraster="0", referencescale="-1")
    _marker(child(renderer, "symbols"), "0", Look(OTHER.colour, "circle", "o"), size="1.6")


def _region_renderer(parent: Element, _: Sequence[str]) -> None:
    """Shade by the number of events, the same steps for every file so that maps can be laid side by side."""
    kind = {"type": "graduatedSymbol", "attr": "events", "graduatedMethod": "GraduatedColor"}
    renderer = child(parent, "renderer-v2", **kind, symbollevels="0", forceraster="0")
    ranges, symbols = child(renderer, "ranges"), child(renderer, "symbols")
    for number, (least, most, colour) in enumerate(REGION_STEPS):
        label = f"{least} or more" if most >= MANY else str(least) if least == most else f"{least} to {most}"
        child(ranges, "range", render="true", lower=str(least - 0.5), upper=str(most + 0.5), symbol=str(number), label=label)
        _fill(symbols, str(number), colour, outline="#8a8f94")


def precision_renderer(parent: Element) -> None:
    """Add the circle within which each event lies, drawn to scale."""
    renderer = child(parent, "renderer-v2", type="singleSymbol", symbollevels="0", enableorderby="0", forceraster="0", referencescale="-1")
    symbol = child(child(renderer, "symbols"), "symbol", type="marker", name="0", alpha="1", clip_to_extent="1", force_rhr="0")
    layer = child(symbol, "layer", class_="SimpleMarker", enabled="1", locked="0")
    look = {
        **_marker_options("0,0,0,0", "circle", size="1"),
        "outline_color": "60,60,60,130",
        "outline_style": "dash",
        "size_unit": "RenderMetersInMapUnits",
    }
    _add_options(layer, look)
    data_defined(layer, {"size": CIRCLE_WIDTH_M})


_RENDERERS: dict[str, Callable[[Element, Sequence[str]], None]] = {
    "events": _marker_renderer,
    "areas": _area_renderer,
    "regions": _region_renderer,
    "mentions": _mention_renderer,
}


def _categorized(parent: Element, types: Sequence[str], symbol: Callable[[Element, str, str], None]) -> None:
    renderer = child(
        parent,
        "renderer-v2",
        type="categorizedSymbol",
        attr="event_type",
        symbollevels="0",
        enableorderby="0",
        forceraster="0",
        referencescale="-1",
    )
    categories, symbols = child(renderer, "categories"), child(renderer, "symbols")
    for number, kind in enumerate([*types, ""]):  # the empty value stands for all others
        child(categories, "category", render="true", value=kind, label=kind or "other", symbol=str(number))
        symbol(symbols, str(number), kind)


def _marker(symbols: Element, number: str, look: Look, *, size: str = MARKER_SIZE_MM) -> None:
    symbol = child(symbols, "symbol", type="marker", name=number, alpha="1", clip_to_extent="1", force_rhr="0")
    layer = child(symbol, "layer", class_="SimpleMarker", enabled="1", locked="0")
    _add_options(layer, _marker_options(_rgba(look.colour), look.marker, size=size, angle=look.angle))


def _marker_options(colour: str, shape: str, *, size: str, angle: int = 0) -> dict[str, str]:
    return {
        "name": shape,
        "color": colour,
        "size": size,
        "size_unit": "MM",
        "outline_color": "255,255,255,255",
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "scale_method": "diameter",
        "angle": str(angle),
        "offset": "0,0",
    }


def _fill(symbols: Element, number: str, colour: str, *, outline: str | None = None) -> None:
    symbol = child(symbols, "symbol", type="fill", name=number, alpha="1", clip_to_extent="1", force_rhr="0")
    layer = child(symbol, "layer", class_="SimpleFill", enabled="1", locked="0")
    edge = {"outline_color": _rgba(outline or colour), "outline_style": "solid", "outline_width": "0.4", "outline_width_unit": "MM"}
    _add_options(layer, {"color": _rgba(colour, AREA_ALPHA), "style": "solid", "joinstyle": "bevel", **edge})


def _add_options(layer: Element, values: dict[str, str]) -> None:
    options(layer, values)
    for key, value in values.items():  # QGIS before 3.26 reads these
        child(layer, "prop", k=key, v=value)


def _add_labeling(parent: Element, layer: Layer) -> None:
    if layer.name not in _LABELS:
        return
    settings = child(child(parent, "labeling", type="simple"), "settings", calloutType="simple")
    text = child(
        settings,
        "text-style",
        fieldName=_LABELS[layer.name],
        isExpression="0",
        fontSize="8",
        fontSizeUnit="Point",
        textColor="40,40,40,255",
        textOpacity="1",
    )
    child(text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM", bufferColor="255,255,255,255", bufferOpacity="0.8")
    over_point = "0" if layer.geometry_type != "Point" else "6"  # around the middle of an area, beside a point
    child(settings, "placement", placement=over_point, dist="1", distUnits="MM", offsetType="1", priority="5")  # from the marker's edge
    child(settings, "rendering", drawLabels="1", obstacle="1", scaleVisibility="1", scaleMin="1", scaleMax=LABEL_SCALE)


def _rgba(colour: str, alpha: int = 255) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
