"""When the posts that a page marks were published: by their stamps, else by what their times say and the page's own day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from geomap.read.html.moments import Moment
from geomap.read.html.postings import ReadTime
from geomap.read.html.structure import MarkedPost
from geomap.read.plaintext.dating import Dating
from geomap.read.times import Clock, TimeExpression, find_expressions, parse_stamp

_HAS_CLOCK = re.compile(r"\d:\d{2}|T\d{4}|\d{10}")


def date_posts(posts: Sequence[MarkedPost], dating: Callable[[], Dating], header: Callable[[], list[str]], read_time: ReadTime) -> None:
    """Give the drafts of a page their times; ``dating`` and the lines of its ``header`` are asked for where stamps do not tell all."""
    exact = [_exact(post.moment, read_time) for post in posts]
    if all(exact):
        rules, told = None, exact
    else:
        rules = dating()
        whens = [_expression(post.moment, at) for post, at in zip(posts, exact, strict=True)]
        rules.learn(find_expressions("\n".join(header())), whens)
        told = [at or placed for at, placed in zip(exact, rules.of_posts(whens), strict=True)]
    for post, published in zip(posts, told, strict=True):
        post.draft.published_at = published
        post.draft.updated_at = _edited(post, published, rules, read_time)


def _edited(post: MarkedPost, published: datetime | None, rules: Dating | None, read_time: ReadTime) -> datetime | None:
    if post.edit is None or published is None:
        return None
    exact = _exact(post.edit, read_time)
    if exact is not None or rules is None or post.edit.told is None:
        return exact
    return rules.after(post.edit.told, published)


def _exact(moment: Moment, read_time: ReadTime) -> datetime | None:
    """Give the moment that a stamp with a time of day tells."""
    if moment.stamp is None or not _HAS_CLOCK.search(moment.stamp):
        return None
    is_clock_alone = moment.told is not None and parse_stamp(moment.stamp) is None
    return None if is_clock_alone else read_time(moment.stamp)


def _expression(moment: Moment, exact: datetime | None) -> TimeExpression:
    if exact is not None:
        return TimeExpression(clock=Clock(exact.hour, exact.minute, exact.second), day=exact.date(), has_year=True, zone="UTC")
    told = moment.told or TimeExpression()
    day = parse_stamp(moment.stamp) if moment.stamp else None
    return told if day is None or told.day is not None else replace(told, day=day.date(), has_year=True)
