"""QGIS projects and styles, written from templates of our own: no QGIS is needed to write them."""
