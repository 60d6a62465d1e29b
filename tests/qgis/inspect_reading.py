"""Run by the Python that QGIS belongs to: use a project as a reader does, draw and print it, tell as JSON what was seen.

python3 inspect_reading.py PROJECT FOLDER
"""

import json
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContextUtils,
    QgsLayoutExporter,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt

DPI, METRES_PER_INCH, SIZE = 96, 0.0254, QSize(900, 650)
SEA = "#d9e4eb"


def layer_of(project, name):
    """Give the layer of a name."""
    return project.mapLayersByName(name)[0]


def settings_of(project, theme, extent, days=None):
    """Give the settings by which QGIS draws a theme, and the context of its expressions."""
    themes = project.mapThemeCollection()
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setOutputDpi(DPI)
    settings.setOutputSize(SIZE)
    settings.setBackgroundColor(project.backgroundColor())
    settings.setLayers(themes.mapThemeVisibleLayers(theme))
    settings.setLayerStyleOverrides(themes.mapThemeStyleOverrides(theme))
    settings.setExtent(extent)
    if days:
        settings.setIsTemporal(True)
        start, end = (QDateTime.fromString(f"{day}T00:00:00Z", Qt.ISODate) for day in days)
        settings.setTemporalRange(QgsDateTimeRange(start, end, True, False))  # noqa: FBT003 - QGIS takes them by position
    context = project.createExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    return settings, context


def draw(settings, path):
    """Draw a map into a picture; give how many colours it has and whether the sea is among them."""
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    picture.save(str(path))
    colours = {picture.pixelColor(x, y).name() for x in range(0, SIZE.width(), 3) for y in range(0, SIZE.height(), 3)}
    return {"colours": len(colours), "sea": SEA in colours, "errors": [error.message for error in job.errors()]}


def around(point, scale):
    """Give the part of the world that a picture of a scale shows."""
    half = scale * METRES_PER_INCH / DPI / 2
    width, height = SIZE.width() * half, SIZE.height() * half
    return QgsRectangle(point.x() - width, point.y() - height, point.x() + width, point.y() + height)


def shaded(project, extent, days):
    """Give how many events the ramp counts in each region."""
    layer = layer_of(project, "Regions")
    _, context = settings_of(project, "By region", extent, days)
    wanted = QgsExpression(layer.renderer().classAttribute())
    found = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        context.setFields(layer.fields())
        found[feature["name"]] = wanted.evaluate(context)
    return found


def joined(project):
    """Give how many events have the code of a region, which of them lie outside it, and how many of Ukraine have no P-code."""
    regions = {feature["iso3166_2"]: feature.geometry() for feature in layer_of(project, "Regions").getFeatures()}
    events = list(layer_of(project, "Events").getFeatures())
    with_code = [event for event in events if event["iso3166_2"] in regions]
    outside = [event["place_name"] for event in with_code if not regions[event["iso3166_2"]].intersects(event.geometry())]
    ukraine = [event for event in events if event["country"] == "UA" and event["admin1"]]
    units = [region for region in layer_of(project, "Regions").getFeatures() if region["country"] == "UA"]
    return {"joined": len(with_code), "outside": outside, "without_pcode": sum(not one["pcode"] for one in (*ukraine, *units))}


def opened_posts(project):
    """Follow the relations from events over tellings to posts, and from posts to mentions."""
    relations = project.relationManager().relations()
    followed, posts, mentions = 0, set(), 0
    for event in layer_of(project, "Events").getFeatures():
        for telling in relations["event_tellings"].getRelatedFeatures(event):
            followed += 1
            posts.add(relations["post_tellings"].getReferencedFeature(telling)["post_id"])
    for post in layer_of(project, "Posts").getFeatures():
        mentions += len(list(relations["post_mentions"].getRelatedFeatures(post)))
    return {"tellings": followed, "posts": sorted(map(str, posts)), "mentions": mentions}


def drop_downs(layer):
    """Give what the drop-downs of a layer offer."""
    setups = {field.name(): layer.editorWidgetSetup(number) for number, field in enumerate(layer.fields())}
    offered = {name: setup.config()["map"] for name, setup in setups.items() if setup.type() == "ValueMap"}
    return {name: [value for one in values for value in one.values()] for name, values in offered.items()}


def main():
    """Print one JSON object."""
    application = QgsApplication([], False)  # noqa: FBT003 - QGIS takes it by position
    application.initQgis()
    project, folder = QgsProject.instance(), Path(sys.argv[2])
    opened = project.read(sys.argv[1])
    view = project.viewSettings().defaultViewExtent()
    to_metres = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project)
    first = to_metres.transformBoundingBox(view)
    events = layer_of(project, "Events")
    points = [event.geometry().asPoint() for event in events.getFeatures() if event.hasGeometry()]
    inside = sorted((point for point in points if view.contains(point)), key=lambda point: point.x())
    middle = to_metres.transform(inside[len(inside) // 2])
    layout = project.layoutManager().layouts()[0]
    days = [feature["day"].toString(Qt.ISODate) for feature in layer_of(project, "Days").getFeatures()]
    end = project.timeSettings().temporalRange().end().toString(Qt.ISODate)[:10]
    drawn = {
        "5m": ("By type", around(middle, 5_000_000)),
        "500k": ("By type", around(middle, 500_000)),
        "toll": ("By toll", first),
        "region": ("By region", first),
    }
    seen = {
        "opened": bool(opened),
        "title": project.title(),
        "invalid": [layer.name() for layer in project.mapLayers().values() if not layer.isValid()],
        "view": [view.xMinimum(), view.yMinimum(), view.xMaximum(), view.yMaximum()],
        "in_view": len(inside),
        "credits": sorted({layer.attribution() for layer in project.mapLayers().values()}),
        "aliases": [events.attributeDisplayName(number) for number in range(events.fields().count())],
        "drop_downs": drop_downs(events),
        "relations": sorted(name for name, one in project.relationManager().relations().items() if one.isValid()),
        "tabs": [tab.name() for tab in events.editFormConfig().tabs()],
        "themes": sorted(project.mapThemeCollection().mapThemes()),
        "styles": sorted(events.styleManager().styles()),
        "opened_posts": opened_posts(project),
        "join": joined(project),
        "days": days,
        "pictures": {name: draw(settings_of(project, theme, box)[0], folder / f"{name}.png") for name, (theme, box) in drawn.items()},
        "shaded": shaded(project, first, None),
        "shaded_in_all_days": shaded(project, first, [days[0], end]),
        "shaded_on_first_day": shaded(project, first, [days[0], layer_of(project, "Days").getFeature(1)["next_day"].toString(Qt.ISODate)]),
        "shaded_before": shaded(project, first, ["1900-01-01", "1900-01-02"]),
    }
    atlas = layout.atlas()
    atlas.updateFeatures()
    seen["pages"] = atlas.count()
    result, error = QgsLayoutExporter.exportToPdf(atlas, str(folder / "atlas.pdf"), QgsLayoutExporter.PdfExportSettings())
    seen["pdf"] = [int(result), error]
    print(json.dumps(seen))
    project.clear()
    application.exitQgis()


main()
