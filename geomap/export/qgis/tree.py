"""The layers of a project: the tree that QGIS lists them in, each with its data and style, relations and themes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from geomap.export.base_layers import LAND, LINES, NAMES
from geomap.export.gdal import Layer
from geomap.export.qgis.labels import labels_enabled
from geomap.export.qgis.relations import RELATIONS
from geomap.export.qgis.renderers import BY_CERTAINTY, BY_TOLL, BY_TYPE, EVENT_STYLES, PRECISION
from geomap.export.qgis.style import QML_VERSION, add_style
from geomap.export.xml import child

EVENTS_GROUP, TEXT_GROUP, BASE_GROUP = "Events", "Text", "Base map"
_BASE = ("Names", "Borders", "Land")
_ALWAYS = ("Names of places", "Events", *_BASE)
THEMES: Mapping[str, tuple[tuple[str, ...], str]] = {  # titles of the layers shown, style of the events
    "By type": ((*_ALWAYS, "Precision", "Areas"), BY_TYPE),
    "By toll": ((*_ALWAYS, "Areas"), BY_TOLL),
    "By certainty": ((*_ALWAYS, "Precision", "Areas"), BY_CERTAINTY),
    "By region": (("Regions", *_BASE), BY_TYPE),
}
DEFAULT_THEME = "By type"

WGS_84 = {
    "proj4": "+proj=longlat +datum=WGS84 +no_defs",
    "srsid": "3452",  # QGIS finds a system by this number of its own; without it a project has none
    "srid": "4326",
    "authid": "EPSG:4326",
    "description": "WGS 84",
    "projectionacronym": "longlat",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "true",
}
_WKB = {"Point": "Point", "MultiPolygon": "Polygon", "MultiLineString": "Line", None: "No geometry"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One entry of the layer tree: a layer in one of the looks that it can have."""

    id: str
    title: str
    layer: Layer
    group: str
    style: str = BY_TYPE

    @property
    def is_checked(self) -> bool:
        """Whether the map shows it when the project is opened."""
        return self.title in THEMES[DEFAULT_THEME][0]


def shown_layers(layers: Sequence[Layer]) -> list[Shown]:
    """Return the entries of the tree, the uppermost first."""
    named = {layer.name: layer for layer in layers}
    entries = (
        ("Names of places", "places", EVENTS_GROUP, BY_TYPE),
        ("Events", "events", EVENTS_GROUP, BY_TYPE),
        ("Precision", "events", EVENTS_GROUP, PRECISION),
        ("Areas", "areas", EVENTS_GROUP, BY_TYPE),
        ("Place mentions", "mentions", TEXT_GROUP, BY_TYPE),
        ("Posts", "posts", TEXT_GROUP, BY_TYPE),
        ("Tellings", "tellings", TEXT_GROUP, BY_TYPE),
        ("Days", "days", TEXT_GROUP, BY_TYPE),
        ("Names", NAMES, BASE_GROUP, BY_TYPE),
        ("Borders", LINES, BASE_GROUP, BY_TYPE),
        ("Regions", "regions", BASE_GROUP, BY_TYPE),
        ("Land", LAND, BASE_GROUP, BY_TYPE),
    )
    return [
        Shown(id=f"{name}_{hashlib.sha256(title.encode()).hexdigest()[:12]}", title=title, layer=named[name], group=group, style=style)
        for title, name, group, style in entries
    ]


def source_of(entry: Shown, data_file: str) -> str:
    """Return where the data of an entry are, from the folder of the project."""
    level = "|subset=\"level\" = 'admin1'" if entry.layer.name == "regions" else ""  # a country would lie over its regions
    return f"./{data_file}|layername={entry.layer.name}{level}"


def add_tree(root: Element, shown: Sequence[Shown], data_file: str) -> None:
    """Add the tree with its groups; what the default theme shows is checked."""
    tree = child(root, "layer-tree-group", expanded="1", checked="Qt::Checked", name="")
    for group in dict.fromkeys(entry.group for entry in shown):
        members = [entry for entry in shown if entry.group == group]
        checked = "Qt::Checked" if any(entry.is_checked for entry in members) else "Qt::Unchecked"
        branch = child(tree, "layer-tree-group", expanded=str(int(group == EVENTS_GROUP)), checked=checked, name=group)
        for entry in members:
            add_entry(branch, entry, data_file)


def add_entry(branch: Element, entry: Shown, data_file: str) -> None:
    """Add one layer to a group of a tree."""
    child(
        branch,
        "layer-tree-layer",
        id=entry.id,
        name=entry.title,
        source=source_of(entry, data_file),
        providerKey="ogr",
        expanded=str(int(entry.title == "Events")),
        checked="Qt::Checked" if entry.is_checked else "Qt::Unchecked",
    )


def add_layer(parent: Element, entry: Shown, data_file: str, credit: str) -> None:
    """Add a layer with data, style and credit; the events with each of their looks as a style by name."""
    layer, places = entry.layer, has_places(entry.layer)
    made = child(
        parent,
        "maplayer",
        type="vector",
        geometry=_WKB[layer.geometry_type],
        wkbType=layer.geometry_type or "NoGeometry",
        styleCategories="AllStyleCategories",
        labelsEnabled="0" if entry.style == PRECISION else labels_enabled(layer),
        autoRefreshEnabled="0",
        hasScaleBasedVisibilityFlag="0",
        readOnly=str(int(layer.name != "events")),
    )
    child(made, "id", entry.id)
    child(made, "datasource", source_of(entry, data_file))
    child(made, "layername", entry.title)
    child(made, "attribution", credit)
    add_crs(child(made, "srs"), WGS_84)
    child(made, "provider", "ogr", encoding="UTF-8")
    if layer.name == "events" and entry.style != PRECISION:
        manager = child(made, "map-layer-style-manager", current=entry.style)
        for style in EVENT_STYLES:
            named = child(manager, "map-layer-style", name=style)
            if style != entry.style:
                labels = labels_enabled(layer)
                look = child(named, "qgis", version=QML_VERSION, styleCategories="AllStyleCategories", labelsEnabled=labels)
                add_style(look, layer, style, places=places)
    add_style(made, layer, entry.style, places=places)


def has_places(layer: Layer) -> bool:
    """Whether the names of events are written from the layer of places: not where the file is made before its events, as a store is."""
    return len(layer.columns) > 0 or layer.name != "events"


def add_crs(parent: Element, system: Mapping[str, str]) -> None:
    """Add a coordinate reference system."""
    reference = child(parent, "spatialrefsys")
    for tag, text in system.items():
        child(reference, tag, text)


def add_relations(root: Element, shown: Sequence[Shown]) -> None:
    """Add the relations between the layers."""
    first = first_of_each(shown)
    held = child(root, "relations")
    for one in RELATIONS:
        ends = {"referencingLayer": first[one.child].id, "referencedLayer": first[one.parent].id}
        made = child(held, "relation", id=one.id, name=f"{one.title} of {one.parent}", strength="Association", **ends)
        child(made, "fieldRef", referencingField=one.child_column, referencedField=one.parent_column)


def first_of_each(shown: Sequence[Shown]) -> dict[str, Shown]:
    """Return the first entry of each layer by the name of the layer."""
    return {entry.layer.name: entry for entry in reversed(shown)}


def add_themes(root: Element, shown: Sequence[Shown]) -> None:
    """Add the map themes: which layers are shown, the events in which look."""
    presets = child(root, "visibility-presets")
    for name, (titles, style) in THEMES.items():
        preset = child(presets, "visibility-preset", name=name, **{"has-expanded-info": "0"})
        for entry in shown:
            if entry.title in titles:
                named = {"style": style} if entry.title == "Events" else {}
                child(preset, "layer", id=entry.id, visible="1", **named)
