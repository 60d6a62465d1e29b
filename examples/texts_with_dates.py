"""Make a map of texts that a program has in memory. Dates such as "on Monday" depend on the publication time.

Prints:
    2024-05-13 Kherson Air/drone strike
    2024-05-14 Chasiv Yar Armed clash
"""

import geomap

texts = [
    geomap.Text("A drone attack on Kherson killed two people on Monday.", published_at="2024-05-14T09:00:00Z"),
    geomap.Text("Fighting continued in Chasiv Yar on Tuesday.", published_at="2024-05-14T20:00:00Z"),
]
result = geomap.run(texts, output="out/texts", title="Two reports", home="UA")
for event in result.events:
    print(event.when.first_day, event.where.name, event.sub_type)
