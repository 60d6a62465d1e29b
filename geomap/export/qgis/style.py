"""The style of a layer in QGIS, as a QML document or as part of a project: drawing, labels, map tip, time, forms."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from geomap.export.gdal import Layer
from geomap.export.qgis.forms import add_form
from geomap.export.qgis.labels import add_labels, labels_enabled
from geomap.export.qgis.renderers import BY_TYPE, add_renderer
from geomap.export.xml import child, document

QML_VERSION = "3.22.0"


def day_moment(column: str, hour: int, minute: int, second: int) -> str:
    """Return the expression of a moment on the day that a column holds: QGIS does not compare days with moments."""
    return f'make_datetime(year("{column}"), month("{column}"), day("{column}"), {hour}, {minute}, {second})'


# A map tip is HTML: everything that comes from a page is escaped, so that text stays text.
_ESCAPED = "replace(replace(replace(coalesce({0}, ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
_TIPS = {
    "events": (
        ("<b>", "sub_event_type", "</b>"),
        ("<br>", "place_name", ""),
        (", ", "event_date", ""),
        (", ", "modality", ""),
        ("<p>", "quote", "</p>"),
        ("<i>", "source", "</i>"),
    ),
    "mentions": (("<b>", "mention", "</b>"), (" &rarr; ", "place_name", ""), ("<p>", "sentence", "</p>")),
    "regions": (("<b>", "name", "</b>"), ("<br>events: ", "events", ""), ("<br>deaths reported: ", "fatalities", "")),
    "places": (("<b>", "place_name", "</b>"), ("<br>events: ", "events", "")),
}
_TIPS["areas"] = _TIPS["events"]
_TITLES = {
    **dict.fromkeys(("events", "areas", "places"), "place_name"),
    "mentions": "mention",
    "posts": "title",
    "tellings": "quote",
    "days": "day",
}
_DAYS = {"startExpression": day_moment("event_date", 0, 0, 0), "endExpression": day_moment("event_date_end", 23, 59, 59)}
_FROM_FIELDS, _FROM_EXPRESSIONS, _REDRAW = "2", "4", "5"  # modes of QGIS
_TIMES: dict[str, dict[str, str]] = {
    "events": {"mode": _FROM_EXPRESSIONS, **_DAYS},
    "areas": {"mode": _FROM_EXPRESSIONS, **_DAYS},
    "mentions": {"mode": _FROM_FIELDS, "startField": "published_time", "endField": "published_time"},
    "regions": {"mode": _REDRAW},  # the rows stay, what is drawn of them follows the time
    "places": {"mode": _REDRAW},
}


def style_document(layer: Layer, style: str = BY_TYPE, *, places: bool = True) -> str:
    """Return the style of ``layer`` as a QML document.

    Args:
        layer: The layer.
        style: Which look of the events.
        places: Whether a layer of places names the places of events.
    """
    root = Element("qgis", version=QML_VERSION, styleCategories="AllStyleCategories", labelsEnabled=labels_enabled(layer))
    add_style(root, layer, style, places=places)
    return document(root, "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'")


def add_style(parent: Element, layer: Layer, style: str, *, places: bool) -> None:
    """Add renderer, labels, map tip, time settings and form of ``layer`` to a QML document or to a layer of a project."""
    _add_temporal(parent, layer)
    if layer.geometry_type is not None:
        add_renderer(parent, layer, style)
        add_labels(parent, layer, places=places)
    child(parent, "layerOpacity", "1")
    add_form(parent, layer)
    child(parent, "previewExpression", f'"{_TITLES.get(layer.name, "name")}"')
    if layer.name in _TIPS:
        child(parent, "mapTip", map_tip(layer.name))


def map_tip(name: str) -> str:
    """Return the HTML of the map tip, in which QGIS evaluates what stands between [% and %]."""
    return "".join(f"{before}[% {_ESCAPED.format(chr(34) + column + chr(34))} %]{after}" for before, column, after in _TIPS[name])


def _add_temporal(parent: Element, layer: Layer) -> None:
    """Say how a layer follows the time. Events do by local days, so that a day of the temporal controller is that of each place."""
    told = _TIMES.get(layer.name, {})
    fixed = {
        "limitMode": "1",  # the end counts as well
        "durationField": "",
        "durationUnit": "min",
        "fixedDuration": "0",
        "accumulate": "0",
    }
    expected = {"mode": _FROM_FIELDS, "startField": "", "endField": "", "startExpression": "", "endExpression": ""}
    temporal = child(parent, "temporal", enabled=str(int(bool(told))), **{**expected, **told}, **fixed)
    span = child(temporal, "fixedRange")
    child(span, "start")
    child(span, "end")
