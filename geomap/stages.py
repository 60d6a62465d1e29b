"""What each stage promises. A stage is anything with the one method; stages know nothing of each other.

    document --Reader--> posts --Recognizer--> mentions --Resolver--> resolutions --Extractor--> events --Exporter--> files

Interpretation (recognize, resolve, extract) is pure: the same posts and settings give the same answers in whatever order,
on whatever machine, in whatever time zone. ``recognize``, ``resolve`` and ``extract`` treat each post alone, so posts may be passed in
chunks of any size; the other methods relate posts to each other, so what belongs together is in one call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from geomap.model import Analysis, Document, Event, Mention, Post, Problem, Resolution
from geomap.settings import ReadSettings

E = TypeVar("E")


class Reader(Protocol):
    """One form of input."""

    name: str

    def sniff(self, document: Document) -> float:
        """Say how surely ``document`` is of this form, 0..1, from its content and not its name; cheap."""
        ...

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Yield posts in page order, or the events of a table of them; a part that cannot be read is a Problem among them.

        Raises:
            UnreadableError: none of it can be read.
        """
        ...


class Recognizer(Protocol):
    """Which words name a place."""

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start; () where it names none, None where its language cannot be read.

        What a post gets depends on that post alone, not on the others nor on their order.
        """
        ...


class Resolver(Protocol):
    """Which place each mention means."""

    def resolve(
        self, posts: Sequence[Post], mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None = None
    ) -> list[tuple[Resolution, ...]]:
        """Return one resolution for each mention, in its order, from the text of its own post alone.

        Args:
            posts: Posts in any order; any division of them into calls gives the same resolutions.
            mentions: The mentions to resolve, for each post.
            context: Other names of each post, which help to resolve ``mentions`` and are not answered.
        """
        ...

    def agree(
        self,
        posts: Sequence[Post],
        mentions: Sequence[Sequence[Mention]],
        resolutions: Sequence[tuple[Resolution, ...]],
        context: Sequence[Sequence[Mention]] | None = None,
    ) -> list[tuple[Resolution, ...]]:
        """Return ``resolutions`` after related posts have informed each other: those of one page or of one publisher.

        Args:
            posts: All posts that may be related.
            mentions: As they were passed to ``resolve``.
            resolutions: What ``resolve`` returned for them, in one call or several.
            context: As it was passed to ``resolve``.
        """
        ...


class Extractor(Protocol[E]):
    """Which events posts tell. ``E`` is what an extractor makes of one post, in a form of its own."""

    def extract(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> list[E]:
        """Return what each post tells by itself; no post has a part in what another tells."""
        ...

    def settle(self, posts: Sequence[Post], extracted: Sequence[E]) -> list[tuple[Event, ...]]:
        """Return each post's tellings of every modality, in text order, each with an id of its own.

        A telling depends on the posts of its page (`Post.page_key`), which are all in one call, and on no others.
        """
        ...

    def link(self, posts: Sequence[Post], tellings: Sequence[tuple[Event, ...]]) -> list[tuple[Event, ...]]:
        """Return the tellings with those of one incident under one id."""
        ...

    def merge(self, tellings: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
        """Join the tellings that share an id into incidents with all their evidence, by time and id."""
        ...


class Exporter(Protocol):
    """One format of file."""

    suffix: str

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis`` to ``path``, whole or not at all."""
        ...
