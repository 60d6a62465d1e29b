"""Use the gazetteer as a geocoder for geopandas; nothing is sent over the network.

Prints:
    Lviv, ... POINT (24.02 49.84)
    ...
"""

from geopandas.tools import geocode

from gazetteer.geocoder import LocalGeocoder

found = geocode(["Lviv", "Bakhmut, Donetsk region"], provider=LocalGeocoder)
for address, point in zip(found["address"], found.geometry, strict=True):
    print(address, f"POINT ({point.x:.2f} {point.y:.2f})")
