"""Replace stages of the pipeline: a recognizer of your own, and additional triggers for events.

Prints:
    infrastructure in Lviv
"""

import re

import geomap


class TwoCities:  # any object with this method is a recognizer
    def recognize(self, posts):
        return [tuple(self.mention(post.id, match) for match in re.finditer("Lviv|Kharkiv", post.text)) for post in posts]

    def mention(self, post_id, match):
        return geomap.Mention(post_id=post_id, start=match.start(), end=match.end(), text=match[0], confidence=1.0)


nlp = geomap.load(home="UA").replace(recognizer=TwoCities(), extractor=geomap.RuleExtractor(tables=["examples/my-triggers.toml"]))
for event in nlp("A blackout was reported in Lviv.").events:
    print(event.sub_type, "in", event.where.name)
