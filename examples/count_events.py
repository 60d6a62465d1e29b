"""Work with the results in pandas: posts, mentions and events as data frames.

Prints:
    10 posts, 13 mentions, 10 events
    ...
"""

import geomap

result = geomap.run("examples/posts.jsonl", home="UA")
posts, mentions, events = result.to_frames()
print(len(posts), "posts,", len(mentions), "mentions,", len(events), "events")
print(events.groupby("event_date").size().to_string())
print(events.groupby("event_type", observed=True)["fatalities"].sum(min_count=1).to_string())  # <NA>: no post gives a number
