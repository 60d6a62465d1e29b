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
    """One input format. ``name`` identifies it in messages."""

    name: str

    def sniff(self, document: Document) -> float:
        """Return how likely a document is of this format. Called for every document, so it must be fast.

        Args:
            document: A document; its content decides, not its name.

        Returns:
            A number from 0 (certainly not) to 1 (certainly). The reader with the highest number reads the document.
        """
        ...

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Yield the posts of a document in its order, or the events of a table of events.

        Args:
            document: The document.
            settings: What the document does not state, such as the time zone.

        Returns:
            An iterator over posts and events, with a problem for each part that cannot be read.

        Raises:
            UnreadableError: Nothing of the document can be read.
        """
        ...


class Recognizer(Protocol):
    """Toponym recognition: which words name a place."""

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return the mentions of each post. They depend on the post alone, not on the other posts or their order.

        Args:
            posts: Any posts.

        Returns:
            For each post its mentions sorted by start: () if it names no place, None if its language is not supported.
        """
        ...


class Resolver(Protocol):
    """Toponym resolution: which place each mention refers to."""

    def resolve(
        self, posts: Sequence[Post], mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None = None
    ) -> list[tuple[Resolution, ...]]:
        """Return one resolution for each mention, in its order, from the text of its own post alone.

        Args:
            posts: Posts in any order; any division of them into calls gives the same resolutions.
            mentions: The mentions to resolve, for each post.
            context: Other names of each post, which are used as evidence only.

        Returns:
            For each post one resolution for each of its mentions, in the same order.
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

        Returns:
            The resolutions, in the same order.
        """
        ...


class Extractor(Protocol[E]):
    """Event extraction: which events posts report. ``E`` is the type of what `extract` returns for one post."""

    def extract(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> list[E]:
        """Return what each post reports, interpreted without the other posts.

        Args:
            posts: Any posts.
            resolutions: For each post the resolutions of its mentions.

        Returns:
            One object for each post, in a form that only the extractor knows.
        """
        ...

    def settle(self, posts: Sequence[Post], extracted: Sequence[E]) -> list[tuple[Event, ...]]:
        """Return the event mentions of each post. They depend on the posts of the same page, and on no others.

        Args:
            posts: The posts; all posts of a page (`Post.page_key`) must be in one call.
            extracted: For each post what `extract` returned.

        Returns:
            For each post its event mentions of every modality in text order, each with an id of its own.
        """
        ...

    def link(self, posts: Sequence[Post], events: Sequence[tuple[Event, ...]]) -> list[tuple[Event, ...]]:
        """Return the event mentions with one id for each incident.

        Args:
            posts: The posts.
            events: For each post its event mentions, as `settle` returned them.

        Returns:
            The same event mentions; those of one incident have the id of the earliest.
        """
        ...

    def merge(self, events: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
        """Return one event for each id, with the evidence of all its event mentions.

        Args:
            events: Event mentions, in any grouping.

        Returns:
            The events, sorted by time and id.
        """
        ...


class Exporter(Protocol):
    """One output format. ``suffix`` is that of its files, such as ".geojson"."""

    suffix: str

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write an analysis to a file: completely, or not at all.

        Args:
            analysis: What to write.
            path: The file; an existing one is replaced.

        Raises:
            OutputError: The file cannot be written.
        """
        ...
