"""Titles of digests, which name a place and tell nothing that happened there: examples that annotated posts have too few of."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from training.events.gold import GoldPost

FEWEST_EVENTS = 2  # a digest tells of several
EVERY = 3  # one of so many posts is also read with a title
SEED = 16
TITLES = {
    "en": (
        "{place}: what happened today",
        "Evening summary from {place}",
        "{place} live: latest updates",
        "What we know this morning in {place}",
        "From our newsroom in {place}: the day in brief",
        "The week as seen from {place}",
    ),
    "uk": ("{place}: головне за день", "Вечірній підсумок. {place}", "{place}, ранок: що відомо", "Новини станом на вечір ({place})"),
    "ru": ("{place}: главное за день", "Вечерняя сводка. {place}", "{place}, утро: что известно", "Новости к вечеру ({place})"),
}
PLACES = {
    "en": ("London", "Geneva", "Brussels", "Kyiv", "Warsaw", "Nairobi", "Delhi", "Washington", "Manila", "Beirut", "Paris", "Lagos"),
    "uk": ("Київ", "Одеса", "Львів", "Харків", "Варшава", "Брюссель", "Дніпро", "Лондон"),
    "ru": ("Киев", "Москва", "Одесса", "Харьков", "Минск", "Брюссель", "Алма-Ата", "Лондон"),
}


def with_titles(posts: Sequence[GoldPost]) -> Iterator[GoldPost]:
    """Yield copies of some posts that tell several events, under the title of a digest from a place that they do not name."""
    draw = random.Random(SEED)  # noqa: S311 - reproducible examples, no secret
    for number, post in enumerate(posts):
        row = post.row
        language = row.get("lang", "")
        if number % EVERY or language not in TITLES or row.get("title") or post.post is not None or len(post.events) < FEWEST_EVENTS:
            continue
        places = [place for place in PLACES[language] if place not in row["text"]]
        title = draw.choice(TITLES[language]).format(place=draw.choice(places))
        yield replace(post, row={**row, "title": title})
