"""The words and numbers of a sentence: which stand for people, and which numbers count none."""

from __future__ import annotations

from geomap.events.counts.words import CountWords, count_words
from geomap.events.sentence import Number, Sentence

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_DAYS = 31  # of a month
OLDEST = 120  # years
OPENING, CLOSING = frozenset(",("), frozenset(",).;")  # around an age that stands beside a person
DASHES = frozenset("-–—")
MARKS = frozenset(',.;:!?()[]«»"“”„…/|')


class Phrases:
    """Knows of the tokens of one sentence whether they stand for people, end a phrase, or count something else."""

    def __init__(self, sentence: Sentence, cue_tokens: frozenset[int]) -> None:
        self._sentence = sentence
        self._words: CountWords = count_words(sentence.words.language.code)
        self._cues = cue_tokens
        self._articles = bool(sentence.words["articles"].forms)
        self._endings = tuple(self._words["singular_endings"].forms)

    # --- numbers that count no people ---------------------------------------------------------------------------------

    def _counts_no_people(self, number: Number) -> bool:
        """Whether a number is part of a word, a share, a sum of money, an age, a date, a year or a time of day."""
        if self._is_written_otherwise(number) or self._is_of_date(number):
            return True
        return self._tells_age(number) or self._tells_clock(number)

    def _is_written_otherwise(self, number: Number) -> bool:
        sentence = self._sentence
        before, after = sentence.low(number.start - 1), sentence.low(number.end)
        glued = number.end < len(sentence.tokens) and sentence.tokens[number.end].start == sentence.tokens[number.end - 1].end
        if glued and after not in MARKS and not self._is_range(number):
            return True  # "5km", "10-year-old"
        if after in {"%", "°", "№"} or before in {"№", "#", "no", "°"} or sentence.is_in(number.start - 1, "currencies"):
            return True
        return after == "." and sentence.is_in(number.end + 1, "units")

    def _is_of_date(self, number: Number) -> bool:
        sentence, value = self._sentence, number.value or 0
        if sentence.is_in(number.end, "month_names") or (sentence.is_in(number.start - 1, "month_names") and value <= MOST_DAYS):
            return True
        if FIRST_YEAR <= value <= LAST_YEAR and sentence.tokens[number.start].is_number:
            return not self._is_person(number.end) and not sentence.is_in(number.end, "more")
        return False

    def _tells_age(self, number: Number) -> bool:
        """Whether a number tells how old someone is: "a girl of seven", "He was 45 when", "a man, 45, was"."""
        sentence, before = self._sentence, number.start - 1
        if sentence.is_in(before, "ages") or self._is_apposed_age(number):
            return True
        if sentence.is_in(before, "of") and self._is_person(before - 1):
            return not self._is_plural(before - 1) and sentence.low(before - 1) not in sentence.words["groups"]
        if sentence.is_in(before, "of") and sentence.is_in(before - 2, "articles") and sentence.tokens[before - 1].text[:1].isupper():
            return sentence.name_at(before - 1) is None and number.value is not None and number.value <= OLDEST  # "a Syrian of 26"
        if not sentence.is_in(before, "singular_auxiliaries") or number.end in self._cues:
            return False
        return not self._is_person(number.end) and self._ends_phrase(number.end)

    def _is_apposed_age(self, number: Number) -> bool:
        """Whether a number stands between commas or in brackets after one person: "a driver, 31,", "Maria Lopez (62)"."""
        sentence, at = self._sentence, number.start - 2
        apart = sentence.low(number.start - 1) in OPENING and (number.end >= len(sentence.tokens) or sentence.low(number.end) in CLOSING)
        if at < 0 or not apart or not sentence.tokens[number.start].is_number or not 0 < (number.value or 0) <= OLDEST:
            return False
        if sentence.name_at(at) is not None or at in self._cues:
            return False  # "in Izium, 12, most of them children"
        person = self._is_person(at) and not self._is_plural(at)
        return person or (sentence.tokens[at].is_word and sentence.tokens[at].text[0].isupper())

    def _tells_clock(self, number: Number) -> bool:
        sentence = self._sentence
        if sentence.low(number.end) in {"a", "p"} and sentence.low(number.end + 1) == "." and sentence.low(number.end + 2) == "m":
            return True
        return sentence.low(number.start - 1) == "at" and self._ends_phrase(number.end)

    # --- words --------------------------------------------------------------------------------------------------------

    def _ends_phrase(self, at: int) -> bool:
        return at >= len(self._sentence.tokens) or (self._stops(at) and at not in self._cues)

    def _is_range(self, number: Number) -> bool:
        return self._sentence.low(number.end) in DASHES and number.end + 1 in self._sentence.numbers

    def _stops(self, at: int) -> bool:
        """Whether a token ends the phrase that stands for people."""
        sentence = self._sentence
        low = sentence.low(at)
        if at in self._cues or low in MARKS or low in DASHES or low == "'s" or low in self._words["stops"]:
            return True
        number = sentence.numbers.get(at)
        if number is not None and sentence.low(number.end) not in DASHES:
            return True
        classes = sentence.classes_at(at)
        return bool(
            classes & {"prepositions", "of", "auxiliaries", "and", "or", "clause_openers", "relative", "copulas", "articles", "speech"}
        )

    def _is_person(self, at: int) -> bool:
        return self._sentence.is_in(at, "people") or self._sentence.low(at) in self._words["persons"]

    def _is_plural(self, noun: int) -> bool:
        sentence = self._sentence
        low = sentence.low(noun)
        if self._singulars():
            return not self._is_singular(noun)
        return low in sentence.words["plurals"] or (low.endswith("s") and not low.endswith("ss")) or low.endswith(("men", "children"))

    def _is_singular(self, at: int) -> bool:
        """Whether the form of a word for people tells one: it is listed, or has the ending of one that is done something to."""
        low = self._sentence.low(at)
        return low in self._singulars() or (low.endswith(self._endings) and self._is_person(at))

    def _singulars(self) -> frozenset[str]:
        return self._words["singulars"].forms | self._sentence.words["singulars"].forms

    def _is_part(self, at: int) -> bool:
        return self._sentence.low(at) in self._words["part_of"]

    def _told_apart(self, at: int) -> bool:
        """Whether something is said of a part alone: "20 of them hurt", "two of whom later died"."""
        sentence = self._sentence
        while at not in self._cues and (
            sentence.is_in(at, "adverbs") or sentence.is_in(at, "auxiliaries") or sentence.is_in(at, "toll_fillers")
        ):
            at += 1
        return at in self._cues

    def _is_age(self, at: int) -> bool:
        number = self._sentence.numbers.get(at)
        return number is not None and self._sentence.low(number.end) in DASHES and number.end + 1 not in self._sentence.numbers

    def _after_age(self, at: int) -> int:
        """Return the token after "15-year-old", else the next one."""
        number = self._sentence.numbers.get(at)
        if number is not None and self._sentence.low(number.end) in DASHES:
            return number.end + 2
        return at + 1
