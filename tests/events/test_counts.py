"""The grammar of counts: who is counted, what happened to them, and what is no count of people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.counts.reading import casualties
from geomap.events.counts.words import count_words
from geomap.events.lexicon import lexicon
from geomap.events.ontology import Harm
from geomap.events.sentence import read_sentence
from geomap.lang.sentences import SentenceSpan
from geomap.model import PartKind


def told(sentence: str, language: str = "en") -> dict[str, int]:
    """Return the highest count of each kind that a sentence states."""
    read = read_sentence(sentence, SentenceSpan(0, len(sentence), PartKind.PARAGRAPH, 0), (), lexicon(language))
    found: dict[str, int] = {}
    for count in casualties(read):
        found[count.harm.value] = max(count.count, found.get(count.harm.value, 0))
    return found


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("A courier was killed and his wife injured.", {"killed": 1, "injured": 1}),
        ("The mayor of the town and two guards were killed.", {"killed": 3}),
        ("Three members of a family died in the fire.", {"killed": 3}),
        ("One woman was killed, another was wounded.", {"killed": 1, "injured": 1}),
        ("A bus overturned, killing him and wounding two others.", {"killed": 1, "injured": 2}),
        ("A 10-year-old boy was killed.", {"killed": 1}),
        ("A man, 45, was killed.", {"killed": 1}),
        ("Maria Lopez, 62, was injured.", {"injured": 1}),
        ("A driver (31) was killed and 12 people were injured.", {"killed": 1, "injured": 12}),
        ("Of the passengers, 12 were killed.", {"killed": 12}),
        ("Two 15-year-old girls were hurt.", {"injured": 2}),
        ("Two hikers, a father and a son, died on the ridge.", {"killed": 2}),
        ("Four of the ten climbers were found dead.", {"killed": 4}),
        ("Nine people were rescued and 14 are missing.", {"rescued": 9, "missing": 14}),
        ("Police detained 47 protesters.", {"arrested": 47}),
        ("More than 4,000 residents were evacuated.", {"displaced": 4000}),
        ("The outbreak made 250 people ill.", {"ill": 250}),
        ("Six people died of their wounds in hospital.", {"killed": 6}),
        ("The quake killed two thousand three hundred people.", {"killed": 2300}),
        ("The blast killed a man and three people injured.", {"killed": 1, "injured": 3}),
        ("The crash killed two men and left a woman injured.", {"killed": 2, "injured": 1}),
        ("Seven people are unaccounted for.", {"missing": 7}),
        ("The quake left 5,000 homeless.", {"displaced": 5000}),
        ("Thirty prisoners were released in the exchange.", {"rescued": 30}),
        ("Six suspects were taken into custody.", {"arrested": 6}),
        ("Some 120 people were hospitalised with food poisoning.", {"ill": 120}),
        ("Four men were shot, two of whom died.", {"injured": 2, "killed": 2}),
        ("Three people were shot, one fatally, early Saturday.", {"injured": 2, "killed": 1}),
        ("3 shot, 1 fatally, at a party", {"injured": 2, "killed": 1}),
        ("Five people were stabbed, two of them fatally.", {"injured": 3, "killed": 2}),
        ("A man was fatally shot on Friday.", {"killed": 1}),
        ("Police fatally shot a man.", {"killed": 1}),
        ("Two men were shot to death in their car.", {"killed": 2}),
        ("A woman was shot in the head and killed.", {"killed": 1}),
        ("A cyclist was struck and killed by a lorry.", {"killed": 1}),
        ("Two officers were shot and a suspect killed.", {"injured": 2, "killed": 1}),
        ("A man was shot and critically wounded.", {"injured": 1}),
        ("Three people had minor injuries.", {"injured": 3}),
        ("None of the 150 passengers was hurt.", {}),
        ("Dozens were injured.", {}),
        ("No one was hurt.", {}),
        ("The storm has died down.", {}),
        ("Lawmakers held a debate on the death penalty for two days.", {}),
        ("The gang threatened to kill two hostages.", {}),
        ("The 12 Harbour Street shop lost power.", {}),
    ],
)
def test_english(sentence: str, counts: dict[str, int]) -> None:
    assert told(sentence) == counts


@pytest.mark.parametrize(
    ("language", "sentence", "counts"),
    [
        ("uk", "Загинув сторож, його дружина поранена.", {"killed": 1, "injured": 1}),
        ("uk", "Двоє загиблих, сімнадцятеро травмованих.", {"killed": 2, "injured": 17}),
        ("uk", "Загинули мати і двоє дітей.", {"killed": 3}),
        ("uk", "Обстріл обійшовся без постраждалих.", {}),
        ("uk", "Двадцять троє військових загинули.", {"killed": 23}),
        ("uk", "Поліція затримала дванадцять учасників мітингу.", {"arrested": 12}),
        ("uk", "Кількість загиблих зросла до дев'яти.", {"killed": 9}),
        ("uk", "Поранення дістали четверо цивільних.", {"injured": 4}),
        ("uk", "Поранені: 3 чоловіки, 2 жінки.", {"injured": 5}),
        ("uk", "Зникли безвісти п'ятеро рибалок.", {"missing": 5}),
        ("uk", "Домівки покинули 2000 людей.", {"displaced": 2000}),
        ("uk", "З полону звільнили 20 військових.", {"rescued": 20}),
        ("uk", "Захворіли 40 школярів.", {"ill": 40}),
        ("uk", "Госпіталізовано з отруєнням 15 дітей.", {"ill": 15}),
        ("ru", "Погиб сторож, его жена ранена.", {"killed": 1, "injured": 1}),
        ("ru", "Десять погибших, около пятидесяти раненых.", {"killed": 10, "injured": 50}),
        ("ru", "Погибли мать и двое детей.", {"killed": 3}),
        ("ru", "Никто не пострадал.", {}),
        ("ru", "Эвакуированы 8 тысяч человек.", {"displaced": 8000}),
        ("ru", "Число погибших выросло до 11.", {"killed": 11}),
        ("ru", "Травмы получили шесть человек, один погиб на месте.", {"injured": 6, "killed": 1}),
        ("ru", "Пропали без вести пятеро рыбаков.", {"missing": 5}),
        ("ru", "Из плена освободили 20 военных.", {"rescued": 20}),
        ("ru", "Полиция задержала трёх мужчин.", {"arrested": 3}),
        ("ru", "Заболели 40 школьников.", {"ill": 40}),
        ("ru", "Госпитализированы с отравлением 15 детей.", {"ill": 15}),
        ("ru", "Тысячи людей вышли на улицы.", {}),
    ],
)
def test_other_languages(language: str, sentence: str, counts: dict[str, int]) -> None:
    assert told(sentence, language) == counts


@settings(deadline=None)
@given(killed=st.integers(1, 999), injured=st.integers(1, 999))
def test_each_harm_gets_its_own_number(killed: int, injured: int) -> None:
    expected = {"killed": killed, "injured": injured}
    assert told(f"{killed} people were killed and {injured} wounded.") == expected
    assert told(f"Погибли {killed} человек, ранены {injured}.", "ru") == expected


def test_a_count_over_months_is_marked() -> None:
    text = "More than 300 people have been killed so far this year."
    read = read_sentence(text, SentenceSpan(0, len(text), PartKind.PARAGRAPH, 0), (), lexicon("en"))
    assert [count.cumulative for count in casualties(read)] == [True]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_harm_has_words(language: str) -> None:
    table = lexicon(language).language.table("counts")
    assert {harm.value for harm in Harm if table.get(harm.value)} == {harm.value for harm in Harm}


def test_a_class_that_no_language_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="no language has a class of words for counts called 'nobodies'"):
        count_words("en")["nobodies"]
