"""Interpret a stream of texts of any length. Results arrive in order while the texts are read.

Prints:
    a1: Vovchansk
    a2: Kherson
    ...
"""

import json

import geomap

nlp = geomap.load(home="UA")
with open("examples/posts.jsonl", encoding="utf-8") as lines:
    for doc in nlp.stream(map(json.loads, lines), batch=500):  # processes=4 uses four processes
        print(f"{doc.post.id}:", ", ".join(found.mention.text for found in doc.mentions))
