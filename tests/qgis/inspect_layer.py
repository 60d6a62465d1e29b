"""Run by the Python that QGIS belongs to: open vector files as QGIS does and print what each holds as a line of JSON."""

import json
import sys

from qgis.core import QgsApplication, QgsVectorLayer

application = QgsApplication([], False)  # noqa: FBT003 - QGIS takes it by position
application.initQgis()
for path in sys.argv[1:]:
    layer = QgsVectorLayer(path, "events", "ogr")
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
