"""The tables do what their own examples say."""

from __future__ import annotations

import pytest

from gazetteer.model import Place, PlaceKind
from geomap.events.lexicon import TriggerRow, lexicon
from geomap.events.ontology import event_types
from geomap.events.sentence import read_sentence
from geomap.lang.registry import SHIPPED
from geomap.lang.sentences import SentenceSpan
from geomap.model import Mention, PartKind, Resolution

ROWS = [(language, number, row) for language in SHIPPED for number, row in enumerate(lexicon(language).rows)]
EXAMPLES = [
    pytest.param(language, number, sentence, expected, id=f"{language}-{number}-{row.sub_type}-{sentence[:24]}")
    for language, number, row in ROWS
    for expected, sentences in ((True, row.yes), (False, row.no))
    for sentence in sentences
]


def fires(language: str, number: int, sentence: str) -> bool:
    words = lexicon(language)
    resolutions = []
    end = 0
    for word in sentence.split():
        start = sentence.index(word, end)
        end = start + len(word)
        name = word.strip(".,")
        if start and name[0].isupper() and not name.isupper():
            mention = Mention(post_id="p", start=start, end=start + len(name), text=name, confidence=1.0)
            place = Place(id=f"t:{name}", name=name, kind=PlaceKind.SETTLEMENT, lat=1.0, lon=1.0, radius_m=1.0)
            resolutions.append(Resolution(mention=mention, place=place, confidence=1.0))
    reading = read_sentence(sentence, SentenceSpan(0, len(sentence), PartKind.PARAGRAPH, 0), resolutions, words)
    return any(hit.rule.row == number for hit in reading.triggers)


@pytest.mark.parametrize(("language", "number", "sentence", "expected"), EXAMPLES)
def test_examples_hold(language: str, number: int, sentence: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the case
    assert fires(language, number, sentence) is expected


@pytest.mark.parametrize(
    ("language", "row"), [pytest.param(language, row, id=f"{language}-{number}-{row.sub_type}") for language, number, row in ROWS]
)
def test_each_row_has_examples_both_ways(language: str, row: TriggerRow) -> None:
    assert row.yes, language
    assert row.no, language


def test_acled_is_whole() -> None:
    acled = {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments"}
    assert sum(kind.type in acled for kind in event_types().values()) == 25
    assert {kind.type for kind in event_types().values()} >= acled


@pytest.mark.parametrize("language", ["uk", "ru", "es", "fr"])
def test_other_languages_name_only_kinds_of_words_that_english_knows(language: str) -> None:
    english = set(lexicon("en").words) | {
        "place_titles",
        "singulars",
        "office_holders",
        "surroundings",
        "wards",
        "taken",
        "number_joiners",
        "near_of",
        "last_behind",
        "next_behind",
        "day_nouns",
        "ordinals",
        "time_adjectives",
    }
    assert set(lexicon(language).words) <= english
