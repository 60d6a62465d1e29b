"""Find the places and events of one sentence.

Prints:
    Vovchansk 50.29 36.94 UA
    Shelling/artillery/missile attack in Vovchansk on 2024-05-13
"""

import geomap

nlp = geomap.load(home="UA")
doc = nlp(geomap.Text("Shelling hit Vovchansk on Monday.", published_at="2024-05-14T09:00:00Z"))
for found in doc.mentions:
    if found.place:
        print(found.mention.text, f"{found.place.lat:.2f} {found.place.lon:.2f}", found.place.country)
for event in doc.events:
    print(f"{event.sub_type} in {event.where.name} on {event.when.first_day}")
