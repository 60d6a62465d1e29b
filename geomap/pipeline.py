"""The whole way of the data on one page.

document --read--> posts --recognize--> mentions --resolve--> resolutions --extract--> events --export/render--> files, map

`Pipeline` is the only place where the three stages of interpretation are joined. Its two steps are

- `interpret`: what each post says by itself. It depends on that post alone, so posts can be passed in any order and in any chunks;
- `settle`: what the posts of one page say together: which place a repeated name means, what a bare toll belongs to, on which day a
  disaster began, and which tellings are of one incident.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from gazetteer import Gazetteer
from geomap.corrections import Corrections
from geomap.events import GatedExtractor, typed_by_words
from geomap.geoparsed import Geoparsed, Interpretation, Settled, requested_mentions
from geomap.model import Analysis, DataSource, Event, Mention, Post, Resolution
from geomap.pages import following_pages, whole_pages
from geomap.plugins import extractor_named
from geomap.provenance import account_of
from geomap.recognize import default_recognizer
from geomap.regions import at_units, names_of, regions_of, with_country_codes
from geomap.resolve import default_resolver
from geomap.resolve.surroundings import with_surroundings
from geomap.settings import Settings
from geomap.stages import Extractor, Recognizer, Resolver
from geomap.texts import Texts, as_post, as_posts
from geomap.towns import towns_around

if TYPE_CHECKING:
    from geomap.read import ReadResult

BATCH_POSTS = 256  # posts interpreted together in a stream; more saves little time and costs memory


class Pipeline:
    """The stages from posts to events, opened once and used for many texts.

    Example:
        >>> nlp = Pipeline(settings=Settings(home="UA"))
        >>> [event.sub_type for event in nlp("Shells hit Vovchansk on Monday.").events]
        ['Shelling/artillery/missile attack']

    A pipeline can be pickled: it is sent by the paths of its gazetteer and parameters, and opens them again where it arrives.
    """

    def __init__(
        self,
        *,
        gazetteer: Gazetteer | str | Path | None = None,
        settings: Settings | None = None,
        recognizer: Recognizer | None = None,
        resolver: Resolver | None = None,
        extractor: Extractor[Any] | str | None = None,
    ) -> None:
        """Choose the stages; what is None is the stage that ships, opened at its first use.

        Args:
            gazetteer: An opened gazetteer or the folder of one; None takes that of ``settings``, else the one that ships.
            settings: Home country, modalities to show, corrections and so on; None takes the defaults of the command line.
            recognizer: Which words name a place.
            resolver: Which place each name means.
            extractor: Which events are told: an object, or the name of a plug-in in the entry point group ``geomap.extractors``.

        Raises:
            SettingsError: There is no extractor of this name.
        """
        self.settings = settings or Settings()
        self._given: dict[str, Any] = {"recognizer": recognizer, "resolver": resolver, "extractor": extractor}
        self._gazetteer = Gazetteer.open(Path(gazetteer)) if isinstance(gazetteer, str | Path) else gazetteer
        if isinstance(extractor, str):
            extractor_named(extractor)  # refused now, and not after the input was read

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer in which names are looked up."""
        return self._gazetteer if self._gazetteer is not None else Gazetteer.open(self.settings.gazetteer)

    @cached_property
    def recognizer(self) -> Recognizer:
        """The stage that finds place names."""
        given: Recognizer | None = self._given["recognizer"]
        return given if given is not None else default_recognizer(self.gazetteer, models=self.settings.models)

    @cached_property
    def resolver(self) -> Resolver:
        """The stage that finds the place of each name."""
        given: Resolver | None = self._given["resolver"]
        if given is not None:
            return given
        return default_resolver(self.gazetteer, home=self.settings.home, beat=self.settings.beat, models=self.settings.models)

    @cached_property
    def extractor(self) -> Extractor[Any]:
        """The stage that finds events."""
        given: Extractor[Any] | str | None = self._given["extractor"]
        if isinstance(given, str):
            return extractor_named(given)(self.gazetteer)
        return given if given is not None else GatedExtractor(self.gazetteer, tables=self.settings.tables, fast=self.settings.fast)

    @cached_property
    def corrections(self) -> Corrections:
        """The corrections of the file that the settings name; none without one.

        Raises:
            InputMissingError: There is no such file.
            UnreadableError: It is not a file of corrections.
        """
        return Corrections.read(self.settings.corrections, self.gazetteer) if self.settings.corrections else Corrections()

    def replace(
        self,
        *,
        gazetteer: Gazetteer | str | Path | None = None,
        settings: Settings | None = None,
        recognizer: Recognizer | None = None,
        resolver: Resolver | None = None,
        extractor: Extractor[Any] | str | None = None,
    ) -> Self:
        """Return a pipeline with other stages or settings; what is None stays as it is.

        Args:
            gazetteer: As for `Pipeline`.
            settings: As for `Pipeline`.
            recognizer: As for `Pipeline`.
            resolver: As for `Pipeline`.
            extractor: As for `Pipeline`.

        Returns:
            A new pipeline; this one does not change.

        Raises:
            SettingsError: There is no extractor of this name.
        """
        same_gazetteer = gazetteer is None and (settings is None or settings.gazetteer == self.settings.gazetteer)
        return type(self)(
            gazetteer=self.gazetteer if same_gazetteer else gazetteer,
            settings=settings or self.settings,
            recognizer=recognizer or self._given["recognizer"],
            resolver=resolver or self._given["resolver"],
            extractor=extractor or self._given["extractor"],
        )

    def __getstate__(self) -> dict[str, Any]:
        """Return what makes the pipeline again: settings, gazetteer and the stages that were given, not those that ship."""
        return {"settings": self.settings, "_given": self._given, "_gazetteer": self._gazetteer}

    def __repr__(self) -> str:
        """Return one line that names the stages."""
        named = ", ".join(
            f"{name}={stage if isinstance(stage, str) else type(stage).__name__}" for name, stage in self._given.items() if stage
        )
        return f"Pipeline({named})" if named else "Pipeline()"

    # --- the two steps ------------------------------------------------------------------------------------------------

    def interpret(self, posts: Sequence[Post]) -> list[Interpretation]:
        """Return what each post says by itself.

        Args:
            posts: Any number of posts in any order; they are passed together only because that is faster.

        Returns:
            One interpretation for each post, in the same order. Each depends on its own post alone.
        """
        found = self.recognizer.recognize(posts)
        asked = [requested_mentions(post, names or ()) for post, names in zip(posts, found, strict=True)]
        resolved = self.resolver.resolve(posts, asked, [names or () for names in found])
        return self._placed(posts, found, asked, resolved)

    def _placed(
        self,
        posts: Sequence[Post],
        found: Sequence[tuple[Mention, ...] | None],
        asked: Sequence[tuple[Mention, ...]],
        resolved: Sequence[tuple[Resolution, ...]],
    ) -> list[Interpretation]:
        """Return interpretations with the places corrected and what the extractor reads at them."""
        corrected = [self.corrections.correct_places([post], [group]) for post, group in zip(posts, resolved, strict=True)]
        placed = [groups[0] for groups, _ in corrected]
        extracted = self.extractor.extract(posts, placed)
        return [
            Interpretation(post=post, recognized=names, asked=want, resolved=group, placed=there, extracted=told, matched_lines=lines)
            for post, names, want, group, there, told, (_, lines) in zip(
                posts, found, asked, resolved, placed, extracted, corrected, strict=True
            )
        ]

    def settle(self, interpretations: Sequence[Interpretation], *, across_pages: bool = False) -> Settled:
        """Return the posts with their events, as the posts of each page tell them together.

        Args:
            interpretations: What `interpret` returned for all posts of the pages concerned, in any order.
            across_pages: Also give one id to an incident that several pages tell; else ids are shared within a page only, so that the
                result for a page does not depend on which other pages are given.

        Returns:
            The posts with resolutions and events, in the order given.
        """
        agreed = self._agreed(interpretations)
        posts = [one.post for one in agreed]
        tellings = self.extractor.settle(posts, [one.extracted for one in agreed])
        linked = self.extractor.link(posts, tellings) if across_pages else self._linked_within_pages(posts, tellings)
        matched = frozenset[int]().union(*(one.matched_lines for one in agreed))
        return self._results_of(posts, [_answered(one) for one in agreed], (tellings, linked), matched)

    def read_together(self, posts: Sequence[Post]) -> Settled:
        """Return what `interpret` and `settle` across pages return for posts, without holding what each of them says by itself.

        Pages are interpreted and settled one after the other; of each only the places and events are kept, and linked in the end.

        Args:
            posts: All posts, in any order.

        Returns:
            The posts with resolutions and events, in the order given.
        """
        if self.settings.beat:  # each post of a publisher counts for its others
            return self.settle(self.interpret(posts), across_pages=True)
        answered: list[tuple[Resolution, ...] | None] = [None] * len(posts)
        tellings: list[tuple[Event, ...]] = [()] * len(posts)
        matched: set[int] = set()
        for numbers in whole_pages(posts, BATCH_POSTS):
            agreed = self._agreed(self.interpret([posts[at] for at in numbers]))
            told = self.extractor.settle([one.post for one in agreed], [one.extracted for one in agreed])
            for at, one, events in zip(numbers, agreed, told, strict=True):
                answered[at], tellings[at] = _answered(one), events
                matched |= one.matched_lines
        return self._results_of(posts, answered, (tellings, self.extractor.link(posts, tellings)), frozenset(matched))

    def _results_of(
        self,
        posts: Sequence[Post],
        answered: Sequence[tuple[Resolution, ...] | None],
        events: tuple[Sequence[tuple[Event, ...]], Sequence[tuple[Event, ...]]],
        matched: frozenset[int],
    ) -> Settled:
        """Return posts with their places and events, the latter corrected by hand; ``events``: before and after linking."""
        own, linked = events
        corrected, lines = self.corrections.correct_events(posts, linked, [[event.id for event in told] for told in own])
        results = [
            Geoparsed(
                post=post,
                resolutions=resolutions,
                tellings=tuple(told),
                events=tuple(event for event in self._of_modalities(told) if event.confidence >= self.settings.min_confidence),
            )
            for post, resolutions, told in zip(posts, answered, corrected, strict=True)
        ]
        return Settled(results=tuple(results), matched_lines=lines | matched)

    def tellings(self, interpretations: Sequence[Interpretation]) -> Settled:
        """Return the posts with event mentions as `settle` does, each with an id of its own, without incidents and corrections of events.

        Args:
            interpretations: As for `settle`.
        """
        agreed = self._agreed(interpretations)
        tellings = self.extractor.settle([one.post for one in agreed], [one.extracted for one in agreed])
        results = [
            Geoparsed(post=one.post, resolutions=_answered(one), tellings=tuple(told), events=())
            for one, told in zip(agreed, tellings, strict=True)
        ]
        return Settled(results=tuple(results), matched_lines=frozenset().union(*(one.matched_lines for one in agreed)))

    def _of_modalities(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """Return the events of the modalities that the settings show."""
        return tuple(event for event in events if event.modality in self.settings.modalities)

    def _agreed(self, interpretations: Sequence[Interpretation]) -> list[Interpretation]:
        """Let the posts of a page agree on the places of their names; only posts that this changes are extracted again."""
        agreed = self.resolver.agree(
            [one.post for one in interpretations],
            [one.asked for one in interpretations],
            [one.resolved for one in interpretations],
            [one.recognized or () for one in interpretations],
        )
        kept = list(interpretations)
        changed = [at for at, (one, group) in enumerate(zip(interpretations, agreed, strict=True)) if group != one.resolved]
        again = self._placed(
            [kept[at].post for at in changed],
            [kept[at].recognized for at in changed],
            [kept[at].asked for at in changed],
            [agreed[at] for at in changed],
        )
        for at, one in zip(changed, again, strict=True):
            kept[at] = one
        return kept

    def _linked_within_pages(self, posts: Sequence[Post], tellings: Sequence[tuple[Event, ...]]) -> list[tuple[Event, ...]]:
        pages: dict[str, list[int]] = {}
        for at, post in enumerate(posts):
            pages.setdefault(post.page_key, []).append(at)
        linked: list[tuple[Event, ...]] = [()] * len(posts)
        for numbers in pages.values():
            found = self.extractor.link([posts[at] for at in numbers], [tellings[at] for at in numbers])
            for at, events in zip(numbers, found, strict=True):
                linked[at] = events
        return linked

    # --- texts and whole inputs ---------------------------------------------------------------------------------------

    def __call__(self, text: Any) -> Geoparsed:  # noqa: ANN401 - anything that is one text
        """Return the mentions and events of one text.

        Args:
            text: A string, a `geomap.Text`, a `geomap.model.Post`, or a mapping with the keys of a row of JSON Lines.

        Returns:
            The mentions with their places, and the events.

        Raises:
            InputError: It is not a text.
        """
        return self.settle(self.interpret([as_post(text)])).results[0]

    def stream(self, texts: Texts, *, batch: int = BATCH_POSTS, processes: int = 1) -> Iterator[Geoparsed]:
        """Yield the mentions and events of each text, in order, while ``texts`` are still being read.

        Every text is a page of its own unless it names its ``page`` or ``source``; texts of one page should follow each other. The results
        do not depend on ``batch`` or ``processes``. With ``beat`` in the settings all texts are read first, since each publisher's other
        texts count.

        Args:
            texts: Strings, `geomap.Text` objects, posts or mappings; any iterable, also one without end.
            batch: How many texts to interpret together.
            processes: How many processes to use; 1 stays in this one.

        Returns:
            An iterator over one result for each text.

        Raises:
            InputError: An item is not a text.
        """
        posts = as_posts(texts)
        batches = iter([list(posts)]) if self.settings.beat else following_pages(posts, batch)
        if processes == 1:
            return itertools.chain.from_iterable(map(self._results, batches))
        from geomap.workers import map_in_order  # noqa: PLC0415 - processes are started only where they are asked for

        return itertools.chain.from_iterable(map_in_order(self._results, batches, processes=processes))

    def _results(self, posts: Sequence[Post]) -> tuple[Geoparsed, ...]:
        return self.settle(self.interpret(posts)).results

    def analyze(self, read: ReadResult) -> Analysis:
        """Return all that posts and tables tell together; the same posts, gazetteer and settings give the same analysis.

        Args:
            read: What `geomap.read.read_inputs` returned.

        Returns:
            Posts, resolutions and events, before any file is written.
        """
        settled = self.read_together(read.posts)
        coded = with_country_codes(typed_by_words(read.events), self.gazetteer)
        listed, matched = self.corrections.correct_listed(at_units(coded, self.gazetteer))
        added, taken = self.corrections.added()
        told, joined = self.corrections.join([*(one.tellings for one in settled.results), (*listed, *added)])
        events = self.extractor.merge([self._of_modalities(group) for group in told])
        regions = regions_of(events, self.gazetteer)
        return Analysis(
            documents=tuple(read.documents),
            posts=tuple(read.posts),
            resolutions=tuple(one.resolutions for one in settled.results),
            tellings=tuple(one.tellings for one in settled.results),
            events=tuple(event for event in events if event.confidence >= self.settings.min_confidence),
            unsure=tuple(event for event in events if event.confidence < self.settings.min_confidence),
            problems=(*read.problems, *self.corrections.unmet(met := settled.matched_lines | matched | taken | joined)),
            merged=read.merged,
            data_sources=sources_of(self.gazetteer),
            gazetteer_edition=self.gazetteer.edition,
            regions=regions,
            names=names_of(events, regions, self.gazetteer),
            towns=towns_around(events, self.gazetteer),
            run=account_of(read.documents, self.settings, self.gazetteer),
            listed=tuple(listed),
            corrections=self.corrections.told(met),
        )


def _answered(one: Interpretation) -> tuple[Resolution, ...] | None:
    """Return the resolutions of a post; None where its language is not read and no correction places anything in it."""
    return with_surroundings(one.placed) if one.recognized is not None or one.placed else None


def sources_of(gazetteer: Gazetteer) -> tuple[DataSource, ...]:
    """Return the providers of the gazetteer's data, as they must be credited."""
    return tuple(
        DataSource(name=source.name, edition=source.edition, licence=source.licence, attribution=source.attribution, url=source.url)
        for source in gazetteer.sources
    )
