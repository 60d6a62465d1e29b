"""Mentions of towns and units by adjectives before a noun that several may share: "Сумський і Конотопський райони", "Ізюмського суду".

The model is trained on names, and cuts such lists or takes an adjective for a village that its form equals.
"""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer import Gazetteer
from gazetteer.adjectives import TownAdjectives
from gazetteer.normalize import key
from geomap.lang.called import Called, CalledBy, find_called, name_of
from geomap.lang.facilities import FacilityWords
from geomap.model import Mention, Post, Role

_CONFIDENCE = 0.85  # set by hand, as of facilities
_BODY_CONFIDENCE = 0.6  # as of other adjectives, which tell of what town a text is and are no sites
_PEOPLE_OF_SMALL = 50_000  # of the town of an adjective in small letters


class CalledNames:
    """Finds such mentions in texts of one language."""

    def __init__(self, gazetteer: Gazetteer, words: FacilityWords) -> None:
        self._index = gazetteer.index
        self._towns = TownAdjectives(gazetteer.index)
        self._words = words

    def with_called(self, post: Post, mentions: list[Mention]) -> list[Mention]:
        """Return the mentions with those of such adjectives, in place of others that hold a part of them."""
        for one in find_called(post.text):
            for added in self._mentions(post, one):
                mentions = _with(mentions, added, is_body=one.called is Called.INSTITUTION)
        return mentions

    def _mentions(self, post: Post, one: CalledBy) -> Iterator[Mention]:
        is_body = one.called is Called.INSTITUTION
        if len(one.adjectives) == 1 and one.called in (Called.DISTRICT, Called.PROVINCE):
            return  # a name by itself, which the model reads
        for first, last in one.adjectives:
            if not self._is_named(post.text[first:last], one.called):
                continue
            with_noun = (first, last) == one.adjectives[-1] and one.called is not Called.SECTOR and not is_body
            end = one.end if with_noun else last
            confidence, role = (_BODY_CONFIDENCE, Role.DEMONYM) if is_body else (_CONFIDENCE, Role.LITERAL)
            yield Mention(post_id=post.id, start=first, end=end, text=post.text[first:end], confidence=confidence, role=role)

    def _is_named(self, adjective: str, called: Called) -> bool:
        """Return whether a town or a unit is called by an adjective."""
        small = adjective.lower()
        is_small = adjective[0].islower()
        if self._towns.is_of_country(adjective):
            return False
        if (is_small or called is Called.INSTITUTION) and not self._words.may_be_of_town(small):
            return False
        if called in (Called.DISTRICT, Called.PROVINCE) and not is_small and self._index.entries(key(name_of(adjective, called))):
            return True
        towns = self._towns.find(adjective) if is_small or called is Called.INSTITUTION else self._towns.find_any(adjective)
        return towns is not None and (not is_small or towns.people >= _PEOPLE_OF_SMALL)


def _with(mentions: list[Mention], added: Mention, *, is_body: bool) -> list[Mention]:
    """Return ``mentions`` with ``added``; a longer one that begins with it is left as it is, others that it overlaps are dropped."""
    beside = [one for one in mentions if one.start < added.end and added.start < one.end]
    if any(
        one.start <= added.start and added.end <= one.end and one.role is Role.LITERAL and (one.end > added.end or not is_body)
        for one in beside
    ):
        return mentions
    return [*(one for one in mentions if one not in beside), added]
