"""What a watch knows of a page: each post it ever saw, how that changed, and the ids its events were given."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any

from geomap.errors import SettingsError, UnreadableError
from geomap.files import write_atomically
from geomap.model import Part, PartKind, Post, Precision

NAME = "watch.json"
# Two texts this alike are one post edited; live blogs mend words and add sentences, while two posts of a minute share next to none.
ALIKE = 0.6
_COMPARED_CHARS = 2000  # enough to tell; comparing is quadratic
_COMPARED_POSTS = 100  # of one time; pages without times may have thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How a post read before it was edited."""

    seen_at: datetime
    title: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A post that was seen at least once; ``withdrawn_at``: when it was found missing between posts that stayed."""

    post: Post
    first_seen: datetime
    withdrawn_at: datetime | None = None
    listed: bool = True
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that a watch must remember; ``names`` are the ids given to events, by what tells them."""

    url: str
    revision: int = 0
    sha256: str | None = None
    posts: tuple[Tracked, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def merge(known: Sequence[Tracked], posts: Sequence[Post], now: datetime) -> tuple[Tracked, ...]:
    """Return the posts known after a page was read that lists ``posts``: none is ever forgotten.

    Raises:
        UnreadableError: The page shares nothing with what is known and has no times, as pages about a fault have.
    """
    fresh = _recognized(known, posts)
    if known and not fresh.keys() & {one.post.id for one in known} and not any(post.published_at for post in posts):
        raise UnreadableError("the page shows none of the posts known and no times; it is taken for a page about a fault")
    stayed = [one.post.published_at for one in known if one.post.id in fresh and one.post.published_at is not None]
    span = (min(stayed, default=now), max((post.published_at for post in fresh.values() if post.published_at), default=now))
    before = {one.post.id for one in known}
    return (
        *(_seen(one, fresh[one.post.id], now) if one.post.id in fresh else _missing(one, span, now) for one in known),
        *(Tracked(post=post, first_seen=now) for name, post in fresh.items() if name not in before),
    )


def load(folder: Path, url: str) -> State:
    """Read the state in ``folder``, an empty one where there is none.

    Raises:
        SettingsError: The folder holds the watch of another address, or something else by that name.
    """
    path = folder / NAME
    try:
        told = json.loads(path.read_bytes())
        state = State(**{**told, "posts": tuple(_tracked(one) for one in told["posts"])})
    except FileNotFoundError:
        return State(url=url)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SettingsError(f"{path}: this is not the state of a watch; give another folder") from error
    if state.url != url:
        raise SettingsError(f"{folder}: it holds the watch of {state.url}; give another folder")
    return state


def store(state: State, folder: Path) -> None:
    """Write the state into ``folder``, whole or not at all; raise OutputError where that cannot be done."""
    told = {one.name: getattr(state, one.name) for one in fields(state)} | {"posts": [_told(one) for one in state.posts]}
    write_atomically(folder / NAME, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())


def _recognized(known: Sequence[Tracked], posts: Sequence[Post]) -> dict[str, Post]:
    """Return the posts by the ids they had before, also where an edited headline or time gave them another."""
    listed = {post.id for post in posts}
    before = {one.post.id for one in known}
    absent = _Absent(one.post for one in known if one.post.id not in listed)
    found: dict[str, Post] = {}
    for post in map(_plain, posts):
        old = None if post.id in before else absent.take_edited(post)
        name = old.id if old else post.id
        found[name] = replace(post, id=name)
    return found


class _Absent:
    """Posts that are no longer listed, by what an edit leaves as it was: the time or the address."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._kept: defaultdict[tuple[object, ...], dict[str, Post]] = defaultdict(dict)
        for post in posts:
            for trait in _traits(post):
                self._kept[trait][post.id] = post

    def take_edited(self, new: Post) -> Post | None:
        """Return the post of which ``new`` is an edit, which then is absent no longer."""
        near = {old.id: old for trait in _traits(new) for old in islice(self._kept.get(trait, {}).values(), _COMPARED_POSTS)}
        found = next((old for old in near.values() if _is_alike(old, new)), None)
        if found is not None:
            for trait in _traits(found):
                del self._kept[trait][found.id]
        return found


def _traits(post: Post) -> list[tuple[object, ...]]:
    """Return what an edit of a post shares with it."""
    time = (post.source, "time", post.published_at)
    return [time] if post.url is None else [time, (post.source, "address", post.url)]


def _is_alike(old: Post, new: Post) -> bool:
    matcher = SequenceMatcher(None, old.text[:_COMPARED_CHARS], new.text[:_COMPARED_CHARS], autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _seen(one: Tracked, post: Post, now: datetime) -> Tracked:
    old = one.post
    edits = one.edits
    if (old.title, old.text) != (post.title, post.text):
        edits = (*edits, Edit(seen_at=now, title=old.title, text=old.text))
    return replace(one, post=post, edits=edits, listed=True, withdrawn_at=None)


def _missing(one: Tracked, span: tuple[datetime, datetime], now: datetime) -> Tracked:
    """Distinguish a post that was withdrawn from one that only moved off the page's end, or that a stale copy of the page lacks.

    ``span`` holds the times of the oldest post that stayed and of the newest one listed: what is missing between was taken back.
    """
    told = one.post.published_at
    taken_back = told is not None and span[0] < told < span[1]
    return replace(one, listed=False, withdrawn_at=one.withdrawn_at or (now if taken_back else None))


def _plain(post: Post) -> Post:
    return Post(**{one.name: getattr(post, one.name) for one in fields(Post)})


def _told(one: Tracked) -> dict[str, Any]:
    return {
        "post": {name: _value(value) for name, value in _items(one.post)},
        "first_seen": _value(one.first_seen),
        "withdrawn_at": _value(one.withdrawn_at),
        "listed": one.listed,
        "edits": [{name: _value(value) for name, value in _items(edit)} for edit in one.edits],
    }


def _items(thing: Post | Edit) -> Iterator[tuple[str, Any]]:
    return ((one.name, getattr(thing, one.name)) for one in fields(thing))


def _value(value: Any) -> Any:  # noqa: ANN401 - whatever a post holds
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [[part.kind.value, part.start, part.end] for part in value]
    return value


def _tracked(told: Mapping[str, Any]) -> Tracked:
    post = told["post"]
    return Tracked(
        post=Post(
            **{
                **post,
                "parts": tuple(Part(kind=PartKind(kind), start=start, end=end) for kind, start, end in post["parts"]),
                "published_at": _time(post["published_at"]),
                "published_precision": Precision(post.get("published_precision", Precision.TIME)),
                "updated_at": _time(post["updated_at"]),
                "updated_precision": Precision(post.get("updated_precision", Precision.TIME)),
                "retrieved_at": _time(post.get("retrieved_at")),
            }
        ),
        first_seen=datetime.fromisoformat(told["first_seen"]),
        withdrawn_at=_time(told["withdrawn_at"]),
        listed=told["listed"],
        edits=tuple(Edit(**{**edit, "seen_at": datetime.fromisoformat(edit["seen_at"])}) for edit in told["edits"]),
    )


def _time(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
