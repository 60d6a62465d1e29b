"""Use the map as a folium map, and add a layer to it.

Prints:
    out/with-a-circle.html
"""

from pathlib import Path

import folium

import geomap

page = geomap.run("data/valencia-floods-2024-10-30.txt", home="ES").map
folium.Circle([39.47, -0.38], radius=30_000, tooltip="30 km around Valencia").add_to(page)
path = Path("out/with-a-circle.html")
path.parent.mkdir(exist_ok=True)
page.save(path)
print(path.as_posix())
