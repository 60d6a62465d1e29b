"""The print layout of a project: map, title, legend, scale and credits on a sheet, as an atlas with a page for each day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from geomap.export.qgis.renderers import SEA_COLOUR
from geomap.export.qgis.style import day_moment
from geomap.export.qgis.symbols import WHITE, Fill, add_fill, add_line, rgba
from geomap.export.qgis.tree import DEFAULT_THEME, Shown, add_entry, first_of_each, source_of
from geomap.export.qgis.view import Box, box_attributes, widened
from geomap.export.xml import child, data_defined

LAYOUT_NAME = "Events by day"
SHEET = (297.0, 210.0)  # A4, in millimetres
MAP_AT = (8.0, 24.0, 211.0, 172.0)  # from the left, from above, width, height
LEGEND_TITLES = ("Events", "Precision", "Areas")
NOTE = "Hollow symbols: claimed by one side. Symbols of one place lie in rings around it."
PAGE, MAP, LEGEND, LABEL, SCALE_BAR = "65638", "65639", "65642", "65641", "65646"  # types of items
LABEL_FONT = "Open Sans,{size},-1,5,{weight},0,0,0,0,0"
Place = tuple[float, float, float, float]


def add_layout(root: Element, shown: Sequence[Shown], data_file: str, view: Box, told: tuple[str, str]) -> None:
    """Add the layout.

    Args:
        root: The project.
        shown: Its layers.
        data_file: The GeoPackage.
        view: What the map shows, in metres.
        told: The title, which stands above, and the credits, which stand below.
    """
    title, credit = told
    layout = child(child(root, "Layouts"), "Layout", name=LAYOUT_NAME, units="mm", printResolution="300", worldFileMap="")
    pages = child(layout, "PageCollection")
    add_fill(pages, "", Fill(WHITE))
    page = _item(pages, PAGE, (0.0, 0.0, *SHEET), background=True)
    add_fill(page, "", Fill(WHITE))
    for size, weight, text, place in (
        ("18", "75", title, (8.0, 5.0, 281.0, 9.0)),
        ("12", "50", _day_text(), (8.0, 14.5, 281.0, 7.0)),
        ("7", "50", NOTE, (222.0, 180.0, 68.0, 16.0)),
        ("7", "50", credit, (8.0, 198.5, 281.0, 9.0)),
    ):
        _add_label(layout, text, place, size=size, weight=weight)
    _add_scale_bar(layout, (222.0, 164.0, 60.0, 14.0))
    _add_legend(layout, [entry for entry in shown if entry.title in LEGEND_TITLES], data_file)
    _add_map(layout, view)
    days = first_of_each(shown)["days"]
    child(
        layout,
        "Atlas",
        enabled="1",
        coverageLayer=days.id,
        coverageLayerName=days.title,
        coverageLayerProvider="ogr",
        coverageLayerSource=source_of(days, data_file),
        pageNameExpression="format_date(\"day\", 'yyyy-MM-dd')",
        filenamePattern="'events-' || @atlas_pagename",
        filterFeatures="0",
        hideCoverage="0",
        sortFeatures="1",
        sortAscending="1",
        sortKey='"day"',
    )


def _day_text() -> str:
    return "[% format_date(\"day\", 'd MMMM yyyy') || ': ' || \"events\" || if(\"events\" = 1, ' event', ' events') %]"


def _item(parent: Element, kind: str, place: Place, *, background: bool = False, **attributes: str) -> Element:
    """Add an item; its identity follows from its place, so that the same input gives the same bytes."""
    left, top, width, height = (f"{edge:g}" for edge in place)
    identity = _identity(kind, place)
    made = child(
        parent,
        "LayoutItem",
        type=kind,
        uuid=identity,
        templateUuid=identity,
        position=f"{left},{top},mm",
        positionOnPage=f"{left},{top},mm",
        size=f"{width},{height},mm",
        referencePoint="0",
        visibility="1",
        opacity="1",
        blendMode="0",
        frame="false",
        background=str(background).lower(),
        excludeFromExports="0",
        positionLock="false",
        itemRotation="0",
        groupUuid="",
        id="",
        outlineWidthM="0.2,mm",
        **attributes,
    )
    for tag, grey in (("FrameColor", "140"), ("BackgroundColor", "255")):
        child(made, tag, red=grey, green=grey, blue=grey, alpha="255")
    return made


def _identity(kind: str, place: Place) -> str:
    return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'geomap layout {kind} {place}')}}}"


def _add_label(layout: Element, text: str, place: Place, *, size: str, weight: str) -> None:
    label = _item(layout, LABEL, place, labelText=text, htmlState="0", halign="1", valign="32", marginX="0", marginY="0", zValue="4")
    child(label, "LabelFont", description=LABEL_FONT.format(size=size, weight=weight), style="")
    child(label, "FontColor", red="27", green="35", blue="41", alpha="255")


def _add_map(layout: Element, view: Box) -> None:
    _, _, width, height = MAP_AT
    made = _item(
        layout,
        MAP,
        MAP_AT,
        background=True,
        followPreset="true",
        followPresetName=DEFAULT_THEME,
        keepLayerSet="false",
        isTemporal="1",
        mapRotation="0",
        drawCanvasItems="true",
        labelMargin="0,mm",
        mapFlags="0",
        zValue="1",
    )
    made.set("frame", "true")
    for channel, part in zip(("red", "green", "blue"), rgba(SEA_COLOUR).split(","), strict=False):
        made[1].set(channel, part)
    times = {"dataDefinedStartDateTime": day_moment("day", 0, 0, 0), "dataDefinedEndDateTime": day_moment("next_day", 0, 0, 0)}
    data_defined(child(made, "LayoutObject"), times, tag="dataDefinedProperties")
    child(made, "Extent", **box_attributes(widened(view, width / height)))
    child(made, "AtlasMap", atlasDriven="0", scalingMode="2", margin="0.1")


def _add_legend(layout: Element, entries: Sequence[Shown], data_file: str) -> None:
    legend = _item(
        layout,
        LEGEND,
        (222.0, 24.0, 68.0, 120.0),
        title="",
        map_uuid=_identity(MAP, MAP_AT),
        legendFilterByMap="1",
        legendFilterByAtlas="0",
        resizeToContents="1",
        columnCount="1",
        symbolWidth="5",
        symbolHeight="3",
        boxSpace="0",
        wrapChar="",
        titleAlignment="1",
        fontColor="#1b2329",
        zValue="3",
    )
    styles = child(legend, "styles")
    sizes: Mapping[str, str] = {"title": "11", "group": "10", "subgroup": "9", "symbolLabel": "8"}
    for name, size in sizes.items():
        style = child(
            styles, "style", name=name, alignment="1", indent="0", marginTop="1.6", marginLeft="2" if name == "symbolLabel" else "0"
        )
        child(style, "styleFont", description=LABEL_FONT.format(size=size, weight="50" if name == "symbolLabel" else "75"), style="")
    tree = child(legend, "layer-tree-group", expanded="1", checked="Qt::Checked", name="")
    for entry in entries:
        add_entry(tree, entry, data_file)


def _add_scale_bar(layout: Element, place: Place) -> None:
    bar = _item(
        layout,
        SCALE_BAR,
        place,
        mapUuid=_identity(MAP, MAP_AT),
        style="Line Ticks Up",
        unitType="km",
        unitLabel="km",
        numMapUnitsPerScaleBarUnit="1",
        numSegments="2",
        numSegmentsLeft="0",
        segmentSizeMode="1",
        minBarWidth="25",
        maxBarWidth="55",
        height="2",
        labelBarSpace="1",
        boxContentSpace="0",
        alignment="0",
        labelVerticalPlacement="0",
        labelHorizontalPlacement="0",
        zValue="5",
    )
    child(bar, "text-style", fontSize="7", fontSizeUnit="Point", textColor="27,35,41,255", textOpacity="1")
    for tag in ("lineSymbol", "divisionLineSymbol", "subdivisionLineSymbol"):
        add_line(child(bar, tag), "", "#1b2329", "0.3")
