"""Show why a name was resolved to a place: the candidates and the reasons.

Prints:
    Paris -> Paris, US, confidence ...
    ...
"""

import geomap

doc = geomap.geoparse("Floods hit Paris, Texas, and the nearby town of Clarksville.")
for found in doc.mentions:
    if found.place is None:
        continue
    print(f"{found.mention.text} -> {found.place.name}, {found.place.country}, confidence {found.confidence:.2f}")
    for candidate in found.candidates[:3]:
        print("  candidate:", candidate.place.name, candidate.place.admin1, candidate.place.country)
    for reason in found.reasons[:3]:
        print(f"  {reason.weight:+.1f} {reason.text}")
