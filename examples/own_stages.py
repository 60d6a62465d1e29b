"""Replace stages of the pipeline: here, a recognizer of your own.

Prints:
    Shelling/artillery/missile attack in Lviv
"""

import re

import geomap


class TwoCities:  # any object with this method is a recognizer
    def recognize(self, posts):
        return [tuple(self.mention(post.id, match) for match in re.finditer("Lviv|Kharkiv", post.text)) for post in posts]

    def mention(self, post_id, match):
        return geomap.Mention(post_id=post_id, start=match.start(), end=match.end(), text=match[0], confidence=1.0)


nlp = geomap.load(home="UA").replace(recognizer=TwoCities())
for event in nlp("Shelling hit Lviv, not Odesa.").events:
    print(event.sub_type, "in", event.where.name)
