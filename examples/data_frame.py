"""Geoparse the texts of a pandas DataFrame. The result is a Series with the same index.

Prints:
    ...
    a2  Kherson                                 1
    ...
"""

import pandas as pd

import geomap

table = pd.read_json("examples/posts.jsonl", lines=True).set_index("id", drop=False)
found = geomap.geoparse(table, pipeline=geomap.load(home="UA"))
table["places"] = found.map(lambda doc: ", ".join(answer.mention.text for answer in doc.mentions))
table["events"] = found.map(lambda doc: len(doc.events))
for name, row in table.iterrows():
    print(f"{name:3} {row.places:40} {row.events}")
