"""The extractor that ships: the rules read a post, and the learned gate decides which of its places are sites of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from gazetteer import Gazetteer
from geomap.events.assemble import date_modality, local_time
from geomap.events.consolidate import consolidate
from geomap.events.context.shipped import ShippedLook
from geomap.events.extractor import Extracted, RuleExtractor
from geomap.events.gate.carried import carried_time
from geomap.events.gate.decide import SiteDecider
from geomap.events.gate.shipped import shipped_gate
from geomap.events.gate.view import PostView, view_of
from geomap.events.lexicon import find_lexicon
from geomap.events.mentions import EventMention
from geomap.events.tolls.assign import TollAssigner, shipped_tolls
from geomap.lang import language_of
from geomap.model import Post, Resolution

# Languages of the posts that the gate was trained on.
TRAINED = frozenset({"en", "uk", "ru", "es", "fr"})


class GatedExtractor(RuleExtractor):
    """Reads events off resolved posts: rules find times, counts, relations and triggers, the gate decides on sites and kinds.

    The steps are those of `RuleExtractor`. The confidence of an event is the probability of its site. Texts in other languages
    than `TRAINED` are read by the rules alone, and what own triggers (``tables``) tell holds as it is.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, *, tables: Sequence[str | Path] = (), fast: bool = False) -> None:
        """Make an extractor.

        Args:
            gazetteer: As for `RuleExtractor`.
            tables: As for `RuleExtractor`.
            fast: Leave out the second look at places that the gate is unsure of.

        Raises:
            InputMissingError: There is no such file.
            UnreadableError: A file is not TOML.
            SettingsError: A row is not a valid trigger.
        """
        super().__init__(gazetteer, tables=tables)
        self._fast = fast

    def _extracted(self, post: Post, resolutions: Sequence[Resolution]) -> Extracted:
        if language_of(post) not in TRAINED:
            return super()._extracted(post, resolutions)
        view = self.view(post, resolutions)
        if view is None:
            return Extracted((), consolidated=True)
        told = tuple(self._assigner_of(post).assign(view, self.decided(post, view)))
        for mention in told:
            local = local_time(post, mention)
            mention.carried = None if local is None else carried_time(view, mention, local)
            if mention.carried is not None:
                mention.time = mention.carried
                date_modality(post, mention)
        return Extracted(told, consolidated=True)

    def decided(self, post: Post, view: PostView) -> Sequence[EventMention]:
        """Return the event mentions of a post as the gate decides on them, with the counts that the rules give them.

        Args:
            post: The post.
            view: The post as the gate sees it.

        Returns:
            One mention for each event, in the order of the text.
        """
        decided = self._with_own(self._decider_of(post).decide(view), view.drafts, language_of(post))
        for mention in decided:
            if mention.days is None:
                date_modality(post, mention)
        return decided

    def _with_own(self, decided: Sequence[EventMention], drafts: Sequence[EventMention], code: str | None) -> Sequence[EventMention]:
        """Return what is decided, and what the user's own triggers tell: the gate was not trained on those, so they hold as they are."""
        shipped = find_lexicon(code)
        if not self._triggers or shipped is None:
            return decided
        own = [draft for draft in drafts if draft.trigger.rule.row >= len(shipped.rows)]
        places = {draft.place.id for draft in own if draft.place is not None}
        others = [mention for mention in decided if mention.place is None or mention.place.id not in places]
        return sorted([*others, *own], key=lambda mention: mention.site.name.resolution.mention.start)

    def _decider_of(self, post: Post) -> SiteDecider:  # noqa: ARG002 - who measures by folds asks for the post
        """Return the gate that reads a post; measuring by folds chooses another for each."""
        return _shipped_decider(self._fast)

    def _assigner_of(self, post: Post) -> TollAssigner:  # noqa: ARG002 - likewise
        """Return what gives counts to the events of a post."""
        return shipped_tolls()

    def view(self, post: Post, resolutions: Sequence[Resolution]) -> PostView | None:
        """Return a post as the gate sees it.

        Args:
            post: The post.
            resolutions: The resolutions of its mentions, in any order.

        Returns:
            Its sentences, named places and the event mentions of the rules; None where no rules read its language.
        """
        reading = self._read(post, resolutions)
        if reading is None:
            return None
        year = f"{post.published_at.year:04d}" if post.published_at else ""
        return view_of(reading.readings, consolidate(reading.mentions, Counter()), year)


@cache
def _shipped_decider(fast: bool) -> SiteDecider:  # noqa: FBT001 - the key of a cache
    """Return what decides with the parameters that ship; outside the extractor, which is pickled without them."""
    return SiteDecider(shipped_gate(), None if fast else ShippedLook())
