"""Read a page, keep the events of one type, and save map and GeoPackage.

Prints:
    ...
    events.gpkg map.html report.json unresolved.csv
"""

import geomap

nlp = geomap.load(home="UA")
result = geomap.run("data/ukraine-2023-01-31.txt", pipeline=nlp)
print(result)
saved = result.where(type="Battles").save("out/battles", formats=["gpkg"])
print(*sorted(path.name for path in saved.files))
