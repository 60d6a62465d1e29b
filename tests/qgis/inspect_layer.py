"""Run by the Python that QGIS belongs to: open a vector file as QGIS does and print what it holds as JSON."""

import json
import sys

from qgis.core import QgsApplication, QgsVectorLayer

application = QgsApplication([], False)  # noqa: FBT003 - QGIS takes it by position
application.initQgis()
layer = QgsVectorLayer(sys.argv[1], "events", "ogr")
print(
    json.dumps(
        {
            "valid": layer.isValid(),
            "crs": layer.crs().authid(),
            "features": layer.featureCount(),
            "without_geometry": sum(not f.hasGeometry() for f in layer.getFeatures()),
            "fields": {field.name(): field.typeName() for field in layer.fields()},
            "extent": [layer.extent().xMinimum(), layer.extent().yMinimum(), layer.extent().xMaximum(), layer.extent().yMaximum()],
        }
    )
)
layer = None
application.exitQgis()
