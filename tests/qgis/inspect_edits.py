"""Run by the Python that QGIS belongs to: edit the events of a GeoPackage as an analyst does, and print what was done."""

import json
import sys

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

MOVED, RETYPED, DELETED, ADDED = 50, 50, 20, 20
application = QgsApplication([], False)  # noqa: FBT003 - QGIS takes it by position
application.initQgis()
layer = QgsVectorLayer(f"{sys.argv[1]}|layername=events", "events", "ogr")
layer.startEditing()
features = sorted(layer.getFeatures(), key=lambda feature: feature["event_id"])
done = {"moved": {}, "retyped": [], "deleted": [], "added": []}
for number, feature in enumerate(features[:MOVED]):
    lon, lat = 20 + number / 8, 45 + number / 16
    layer.changeGeometry(feature.id(), QgsGeometry.fromPointXY(QgsPointXY(lon, lat)))
    done["moved"][feature["event_id"]] = [lon, lat]
for feature in features[MOVED : MOVED + RETYPED]:
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("sub_event_type"), "Air/drone strike")
    done["retyped"].append(feature["event_id"])
for feature in features[MOVED + RETYPED : MOVED + RETYPED + DELETED]:
    layer.deleteFeature(feature.id())
    done["deleted"].append(feature["event_id"])
for number in range(ADDED):
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(30 + number / 8, 50.5)))
    feature["sub_event_type"], feature["event_date"], feature["place_name"] = "Armed clash", "2024-03-05", f"Mill {number}"
    feature["quote"], feature["source_url"] = f"A clash at mill {number}.", f"https://example.org/{number}"
    layer.addFeature(feature)
    done["added"].append([30 + number / 8, f"Mill {number}"])
if not layer.commitChanges():
    sys.exit("; ".join(layer.commitErrors()))
print(json.dumps(done))
layer = None
application.exitQgis()
