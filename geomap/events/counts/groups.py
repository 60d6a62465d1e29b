"""The people that a sentence counts: "two men", "a 10-year-old girl", "between 20 and 30 fighters", "dozens", "nobody"."""

from __future__ import annotations

from dataclasses import replace

from geomap.events.counts.model import Group
from geomap.events.counts.phrases import DASHES, Phrases
from geomap.events.sentence import Number

FULL_NAME = 2  # words: first name and surname
THINGS = -1  # an end of what counts no people
NOUN_WITHIN = 5  # tokens between a number or an article and the word for people
HEADLINE = 4  # tokens at the start of a headline in which articles are left out


class GroupReader(Phrases):
    """Reads the groups of one sentence from left to right."""

    def groups(self) -> list[Group]:
        """Return the groups in text order; none overlap."""
        found: list[Group] = []
        at = 0
        while at < len(self._sentence.tokens):
            group, at = self._group_at(at)
            if group is None:
                continue
            if found and self._belongs_to(found[-1], group):
                found[-1] = replace(found[-1], end=group.end, person=True, bare=False)  # "nine fans of the singer"
                continue
            found.append(self._as_part(group))
        return found

    def _belongs_to(self, before: Group, group: Group) -> bool:
        """Whether one person only tells whose the people before are."""
        counted = before.numeral and (before.person or (before.bare and group.person))
        start = before.end + 2 if self._sentence.is_in(before.end + 1, "articles") and not group.count else before.end + 1
        return counted and not group.numeral and group.start == start and self._sentence.is_in(before.end, "of")

    def _group_at(self, at: int) -> tuple[Group | None, int]:
        """Return the group at a token, and the token to go on with."""
        sentence, low = self._sentence, self._sentence.low(at)
        number = sentence.numbers.get(at)
        if number is not None:
            group = self._numbered(number)
            return group, max(number.end, group.end if group else 0)
        if low in self._words["nobody"]:
            return Group(start=at, end=at + 1, count=0, person=True), at + 1
        if low in self._words["no"] and not sentence.is_in(at + 1, "quantities"):
            end = self._noun_end(at + 1)
            return Group(start=at, end=max(end, at + 1), count=0, person=True), max(end, at + 1)
        for reader in (self._single, self._vague):
            group = reader(at)
            if group is not None:
                return group, max(group.end, at + 1)
        return None, at + 1

    # --- numbers ------------------------------------------------------------------------------------------------------

    def _numbered(self, number: Number) -> Group | None:
        if number.value is None or self._counts_no_people(number):
            return None
        noun, end = self._noun_after(number.end)
        if end == THINGS:
            return None
        low, high = self._bounds(number)
        none = (number.value == 1 and self._sentence.is_in(number.start - 1, "negations")) or self._is_of_nobody(number)
        group = Group(
            start=number.start,
            end=end,
            count=0 if none else number.value,
            low=low,
            high=high,
            person=noun is not None,
            bare=noun is None and end == number.end,
            thing=noun is None and end > number.end,
            civilian=noun is not None and self._sentence.is_in(noun, "civilians"),
            enemy=noun is not None and self._sentence.is_in(noun, "enemies"),
            numeral=True,
        )
        return self._ranged(number, group)

    def _is_of_nobody(self, number: Number) -> bool:
        """Whether a number tells of how many nobody was: "none of the 150 passengers"; "not one person" is told without it."""
        sentence, before = self._sentence, number.start - 1
        if sentence.is_in(before, "articles"):
            before -= 1
        return sentence.is_in(before, "of") and sentence.low(before - 1) in self._words["nobody"]

    def _noun_after(self, at: int) -> tuple[int | None, int]:
        """Return the word for people that follows a number, and the end of the phrase; an end of -1: it counts things."""
        sentence = self._sentence
        first = at + 1 if sentence.is_in(at, "more") or sentence.low(at) in self._words["another"] else at
        if sentence.is_in(first, "of") and self._is_part(first + 1):
            return None, first + 2
        if sentence.is_in(first, "of") and sentence.is_in(first + 1, "articles") and first + 2 in sentence.numbers:
            return self._noun_after(sentence.numbers[first + 2].end)  # "four of the ten people"
        step = first
        while step < min(at + NOUN_WITHIN, len(sentence.tokens)) and not self._stops(step):
            if self._is_person(step):
                return self._last_person(step)
            if sentence.is_in(step, "units"):
                return None, THINGS
            step = self._after_age(step)
        if step == first:
            return None, at
        return None, THINGS if self._ends_in_thing(first, step) else step

    def _last_person(self, at: int) -> tuple[int, int]:
        """Return the last of the words for people that follow each other: "police officers"."""
        while at + 1 < len(self._sentence.tokens) and self._is_person(at + 1) and at + 1 not in self._cues:
            at += 1
        return at, at + 1

    def _ends_in_thing(self, first: int, end: int) -> bool:
        """Whether the phrase of tokens ``[first, end)`` ends in a word that stands for no people."""
        sentence = self._sentence
        counted = end in self._cues or end == first + 1  # "eleven Ebola cases", "two Danes"
        if self._articles and sentence.tokens[end - 1].text[0].isupper() and sentence.name_at(end - 1) is None and not counted:
            return True  # "10 Market Street"
        return sentence.is_in(end - 1, "units") or sentence.low(end - 1) in self._words["animals"]

    def _bounds(self, number: Number) -> tuple[int | None, int | None]:
        sentence, value = self._sentence, number.value
        for back in range(number.start - 1, max(number.start - 4, -1), -1):
            if not sentence.is_in(back, "quantities"):
                break
            if sentence.is_in(back, "lower_bounds"):
                return value, None
            if sentence.is_in(back, "upper_bounds"):
                return None, value
        return None, None

    def _ranged(self, number: Number, group: Group) -> Group:
        """Take "two or three", "20-30", "between 20 and 30" as one group; the higher number comes second."""
        sentence = self._sentence
        link = sentence.low(number.end)
        between = sentence.low(number.start - 1) in self._words["between"]
        linked = link in DASHES or link in self._words["ranges"] or (between and sentence.is_in(number.end, "and"))
        second = sentence.numbers.get(number.end + 1) if linked else None
        if second is None or second.value is None or number.value is None or second.value <= number.value:
            return group
        upper = self._numbered(second)
        if upper is None or not (upper.person or upper.bare):
            return group
        start = number.start - 1 if between else number.start
        return replace(upper, start=start, low=number.value, high=second.value)

    # --- one ----------------------------------------------------------------------------------------------------------

    def _single(self, at: int) -> Group | None:
        sentence, low = self._sentence, self._sentence.low(at)
        spoken = self._implied(at, low)
        if spoken is not None:
            return spoken
        if not self._articles:
            return self._one_person(at, at) if self._is_singular(at) else None
        if sentence.is_in(at, "articles"):
            return self._after_article(at)
        if self._is_person(at) and at not in self._cues and low not in self._words["reserved"] and not self._is_plural(at):
            return self._one_person(at, at) if self._opens_headline(at) or self._touches_cue(at) else None
        return self._named(at)

    def _implied(self, at: int, low: str) -> Group | None:
        """Read "a couple", "killing him", "another was wounded"."""
        sentence = self._sentence
        implied = sentence.words.numbers_implied.get(low)
        if implied is not None:
            end = at + 3 if sentence.is_in(at + 1, "of") and self._is_person(at + 2) else at + 1
            return Group(start=at, end=end, count=implied, person=True, civilian=sentence.is_in(at, "civilians"), numeral=True)
        if low in self._words["one"] and (at - 1 in self._cues or self._is_killer(at)):
            return Group(start=at, end=at + 1, count=1, person=True)
        if low in self._words["another"] and (self._stops(at + 1) or at + 1 >= len(sentence.tokens)):
            return Group(start=at, end=at + 1, count=1, bare=True, more=True, numeral=True)
        return None

    def _is_killer(self, at: int) -> bool:
        """Whether who did it is counted with the others: "killing two guests and himself"."""
        reflexive = self._sentence.low(at) in self._words["reflexives"]
        return reflexive and self._sentence.is_in(at - 1, "and") and self._ends_phrase(at + 1)

    def _opens_headline(self, at: int) -> bool:
        return at < HEADLINE and not any(self._sentence.is_in(step, "articles") for step in range(at))

    def _touches_cue(self, at: int) -> bool:
        if self._sentence.is_in(at - 1, "and"):
            return True
        after = at + 1
        while self._sentence.is_in(after, "auxiliaries") or self._sentence.is_in(after, "adverbs"):
            after += 1
        return after in self._cues or at - 1 in self._cues or at - 2 in self._cues

    def _after_article(self, at: int) -> Group | None:
        """Read "a man", "the mayor of the town", "his 10-year-old son", "a 62-year-old"."""
        if at + 1 in self._sentence.numbers and not self._is_age(at + 1):
            return None
        noun, end = self._phrase(at + 1)
        if noun is None:
            return self._nameless(at, end)
        site = self._sentence.is_in(end, "site_nouns") or self._sentence.is_in(end, "units")
        return None if site or self._is_plural(noun) else self._one_person(at, noun)

    def _phrase(self, first: int) -> tuple[int | None, int]:
        """Return the last word for people of the phrase that begins at a token, and the token after the phrase."""
        noun, step = None, first
        while step < min(first + NOUN_WITHIN + 2, len(self._sentence.tokens)):
            if self._is_person(step) and step not in self._cues:
                noun, step = step, step + 1
            elif self._sentence.low(step) == "'s":
                noun, step = None, step + 1  # "the lorry's driver"
            elif noun is not None or self._stops(step):
                break
            else:
                step = self._after_age(step)
        return noun, step

    def _nameless(self, at: int, end: int) -> Group | None:
        """Return who is told by a word that is not known to stand for people: "the bricklayer", "a 62-year-old"."""
        sentence, head = self._sentence, end - 1
        if head <= at or sentence.is_in(head, "units") or not sentence.tokens[head].is_word:
            return None
        if sentence.low(head) == "year-old":
            return Group(start=at, end=end, count=1, person=True, civilian=True)
        if sentence.is_in(at - 1, "prepositions") or sentence.is_in(at - 1, "of"):
            return None  # "of the town" is said of nobody
        told = not self._is_plural(head) and sentence.low(head) not in self._words["animals"]
        return Group(start=at, end=end, count=1 if told else None, thing=True)

    def _named(self, at: int) -> Group | None:
        """Take first name and surname for a person: "Oleh Petrenko was killed"."""
        end = at
        while end < len(self._sentence.tokens) and self._is_part_of_name(end):
            end += 1
        return Group(start=at, end=end, count=1, thing=True) if end - at >= FULL_NAME else None

    def _is_part_of_name(self, at: int) -> bool:
        token = self._sentence.tokens[at]
        known = self._is_person(at) or self._sentence.name_at(at) is not None or bool(self._sentence.classes_at(at))
        return token.is_word and token.text[0].isupper() and not token.text.isupper() and not known and at not in self._cues

    def _one_person(self, start: int, noun: int) -> Group | None:
        sentence = self._sentence
        if sentence.low(noun) in self._words["reserved"] or sentence.name_at(noun) is not None:
            return None
        end = noun + 1
        while end < len(sentence.tokens) and (self._is_part_of_name(end) or self._is_of_initial(end)):
            end += 1  # "the driver John F. Smith"
        return Group(
            start=start,
            end=end,
            count=1,
            person=True,
            civilian=sentence.is_in(noun, "civilians"),
            enemy=sentence.is_in(noun, "enemies"),
        )

    def _is_of_initial(self, at: int) -> bool:
        """Whether a token is an initial or its full stop."""
        letter = at - 1 if self._sentence.low(at) == "." else at
        text = self._sentence.tokens[letter].text
        return len(text) == 1 and text.isupper() and self._sentence.low(letter + 1) == "."

    # --- several ------------------------------------------------------------------------------------------------------

    def _vague(self, at: int) -> Group | None:
        low = self._sentence.low(at)
        if low in self._words["vague"] and at not in self._cues:
            end = self._noun_end(at + 1)
            return Group(start=at, end=max(end, at + 1), count=None, person=True)
        if self._articles and self._is_person(at) and at not in self._cues and self._is_plural(at):
            return Group(start=at, end=at + 1, count=None, person=True)
        return None

    def _noun_end(self, at: int) -> int:
        step = at
        while step < min(at + NOUN_WITHIN, len(self._sentence.tokens)) and not self._stops(step):
            step += 1
            if self._is_person(step - 1):
                break
        return step

    # --- of those told before -----------------------------------------------------------------------------------------

    def _as_part(self, group: Group) -> Group:
        """Mark a group that counts some of those told before, or adds to them."""
        sentence = self._sentence
        before = group.start - 1
        more = (
            group.more
            or sentence.is_in(before, "more_before")
            or any(sentence.is_in(at, "more") for at in range(group.start + 1, group.end + 1))
        )
        while sentence.is_in(before, "quantities"):
            more = more or sentence.is_in(before, "more_before")
            before -= 1
        subset = sentence.is_in(before, "subset") or (self._is_part(before) and sentence.is_in(before - 1, "subset"))
        after = group.end
        part = any(self._is_part(at) and sentence.is_in(at - 1, "of") for at in range(group.start + 1, group.end))
        if not part and group.numeral and (sentence.is_in(after, "from") or sentence.is_in(after, "of")) and self._is_part(after + 1):
            part = True
        if part and sentence.low(group.start - 1) == "," and not self._told_apart(group.end):
            subset = True  # "72 people, 20 of them children, ..."
        if sentence.is_in(after, "subset") and self._is_part(after + 1):
            subset = True  # "nine firefighters among them"
        return replace(group, subset=subset, part=part, more=more)
