"""Run by the Python that QGIS belongs to: open a project or layer definition, draw it, print what was seen as JSON.

python3 inspect_project.py PROJECT LON LAT [LON LAT ...]
"""

import json
import sys
import tempfile

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDateTimeRange,
    QgsLayerDefinition,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsSymbolLayer,
    QgsUnitTypes,
    QgsVectorLayerTemporalContext,
    QgsVectorLayerTemporalProperties,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage

PIXELS, HALF_WIDTH_M = 200, 20_000
WGS_84 = QgsCoordinateReferenceSystem("EPSG:4326")


def load(path):
    """Open a project, or add a layer definition to an empty one."""
    project = QgsProject.instance()
    if path.endswith(".qlr"):
        project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
        return project, QgsLayerDefinition.loadLayerDefinition(path, project, project.layerTreeRoot())[0]
    return project, project.read(path)


def describe(layer):
    """Tell what a user sees of a layer."""
    temporal = layer.temporalProperties()
    renderer = layer.renderer()
    inner = renderer.embeddedRenderer() if renderer is not None and renderer.type() == "pointDisplacement" else renderer
    categories = {c.value(): c.symbol().color().name() for c in inner.categories()} if hasattr(inner, "categories") else {}
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "features": layer.featureCount(),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "categories": categories,
        "temporal": temporal.isActive(),
        "temporal_expressions": [temporal.startExpression(), temporal.endExpression()],
        "from_days": temporal.mode() == QgsVectorLayerTemporalProperties.ModeFeatureDateTimeStartAndEndFromExpressions,
        "labels": labels_of(layer),
        "circle": circle_of(renderer),
        "tip": layer.mapTipTemplate(),
        "source": layer.source(),
    }


def labels_of(layer):
    """Give the columns or expressions that are written on the map."""
    if not layer.labelsEnabled():
        return []
    settings = [layer.labeling().settings(provider) for provider in layer.labeling().subProviders()]
    return [one.fieldName for one in settings if one.drawLabels]


def circle_of(renderer):
    """Give the expression by which a circle has its size, and the unit of it."""
    categories = renderer.categories() if hasattr(renderer, "categories") else []
    symbol = categories[0].symbol() if categories else None  # held, or QGIS frees what is read below
    marker = symbol.symbolLayer(0) if symbol is not None else None
    if marker is None or marker.layerType() != "SimpleMarker":
        return None
    size = marker.dataDefinedProperties().property(QgsSymbolLayer.PropertySize)
    return [size.expressionString(), QgsUnitTypes.encodeUnit(marker.sizeUnit())] if size else None


def colours_at(project, layer, lon, lat):
    """Draw the layer alone around a point as a PNG and give its colours."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(PIXELS, PIXELS))
    settings.setBackgroundColor(QColor("white"))
    transform = QgsCoordinateTransform(WGS_84, project.crs(), project)
    middle = transform.transform(lon, lat)
    settings.setExtent(
        QgsRectangle(middle.x() - HALF_WIDTH_M, middle.y() - HALF_WIDTH_M, middle.x() + HALF_WIDTH_M, middle.y() + HALF_WIDTH_M)
    )
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    with tempfile.TemporaryDirectory() as folder:
        picture = f"{folder}/drawn.png"
        job.renderedImage().save(picture)
        drawn = QImage(picture)
        return sorted({drawn.pixelColor(x, y).name() for x in range(PIXELS) for y in range(PIXELS)})


def shown_within(layer, start, end):
    """Give the events that the temporal controller leaves for a range."""
    properties = layer.temporalProperties()
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    wanted = QgsDateTimeRange(QDateTime.fromString(start, Qt.ISODate), QDateTime.fromString(end, Qt.ISODate))
    layer.setSubsetString("")
    expression = properties.createFilterString(context, wanted)
    layer.selectByExpression(expression)
    return sorted(feature["event_id"] for feature in layer.selectedFeatures())


def main():
    """Print one JSON object."""
    application = QgsApplication([], False)  # noqa: FBT003 - QGIS takes it by position
    application.initQgis()
    project, opened = load(sys.argv[1])
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    points = [float(word) for word in sys.argv[2:]]
    span = project.timeSettings().temporalRange()
    events = layers["Events"]
    seen = {
        "opened": bool(opened),
        "crs": project.crs().authid(),
        "time": [span.begin().toString(Qt.ISODate), span.end().toString(Qt.ISODate)],
        "absolute": project.readBoolEntry("Paths", "/Absolute")[0],
        "groups": [group.name() for group in project.layerTreeRoot().findGroups()],
        "layers": {name: describe(layer) for name, layer in layers.items()},
        "colours": [colours_at(project, events, lon, lat) for lon, lat in zip(points[::2], points[1::2])],
        "shown_in_all_time": shown_within(events, "1900-01-01T00:00:00Z", "2100-01-01T00:00:00Z"),
        "shown_long_before": shown_within(events, "1900-01-01T00:00:00Z", "1900-01-02T00:00:00Z"),
        "shown_on_first_day": shown_within(events, "2023-01-30T00:00:00Z", "2023-01-30T23:59:59Z"),
    }
    print(json.dumps(seen))
    project.clear()
    application.exitQgis()


main()
