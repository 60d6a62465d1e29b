"""Use the gazetteer alone: look up names, places near a point, and the units that contain a place.

Prints:
    Bilohorivka, Luhansk Oblast (exact)
    Lysychanska hromada > Siverskodonetskyi Raion > Luhansk Oblast > Ukraine > Europe
    0.0 km  Bilohorivka
    ...
"""

from gazetteer import Gazetteer

places = Gazetteer.open()
best = places.lookup("Bilohorivka", within="Luhansk Oblast")[0]
place = best.place
print(f"{place.name}, {place.admin1} ({best.method})")
print(" > ".join(unit.name for unit in places.ancestors(place.id)))
for near, km in places.near(place.lat, place.lon, radius_km=12)[:3]:
    print(f"{km:.1f} km  {near.name}")
