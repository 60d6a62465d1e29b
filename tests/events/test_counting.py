"""Whom a count of killed and hurt takes in: ranges, sums, relatives, ages, and what is counted in words that are not people."""

from __future__ import annotations

import pytest

from tests.events.conftest import Tell
from tests.events.test_toll import toll


def test_a_range_is_as_high_as_its_end_and_both_ends_are_kept() -> None:
    either = toll("Two or three people were killed.")
    assert (either.fatalities, either.fatalities_low, either.fatalities_high) == (3, 2, 3)
    assert toll("Two to four people were wounded.").injured == 4
    assert toll("Between two and five people were killed.").fatalities == 5


def test_words_of_a_limit_set_that_limit_alone() -> None:
    least, most, plain = toll("At least 12 people died."), toll("Up to 12 people died."), toll("About 12 people died.")
    assert [told.fatalities for told in (least, most, plain)] == [12, 12, 12]
    assert [told.fatalities_low for told in (least, most, plain)] == [12, None, None]
    assert [told.fatalities_high for told in (least, most, plain)] == [None, 12, None]
    assert toll("More than 100 soldiers were killed and 200 wounded.").fatalities_low == 100


def test_relatives_and_companions_are_counted_with_whom_they_accompany() -> None:
    assert toll("A woman and her two children were killed.").fatalities == 3
    assert toll("The strike killed a woman and her two children.").fatalities == 3
    assert toll("A couple died in the fire.").fatalities == 2
    hurt = toll("Police said a 45-year-old woman and a 12-year-old boy had been wounded.")
    assert (hurt.injured, hurt.injured_civilian, hurt.fatalities) == (2, 2, None)


def test_a_count_of_some_of_them_is_no_count_of_all() -> None:
    assert toll("About 30 people, most of them children, were wounded.").injured == 30
    assert toll("Six people were injured, two of them seriously.").injured == 6
    assert toll("Among the dead were two children.").fatalities is None
    assert toll("Two people, including a child, were killed and nine, among them a doctor, were hurt.").fatalities == 2


def test_a_new_sum_stands_for_the_old_one_and_for_what_was_added() -> None:
    assert toll("The death toll rose from 12 to 15.").fatalities == 15
    assert toll("Two more bodies were found, bringing the death toll to nine.").fatalities == 9
    assert toll("The number of people wounded in the attack has reached 31.").injured == 31
    assert toll("The number of the dead has risen to eight.").fatalities == 8


def test_who_is_missing_was_neither_killed_nor_hurt() -> None:
    told = toll("The death toll stands at 41, and 20 people are missing.")
    assert (told.fatalities, told.injured) == (41, None)
    assert toll("Nine people are missing.").fatalities is None


@pytest.mark.parametrize(
    ("sentence", "killed"),
    [
        ("He was 45 when he was killed.", None),
        ("On May 5 two men were killed.", 2),
        ("5 May, 3 people died.", 3),
        ("12 km from the town a farmer was killed.", 1),
        ("Ten houses, two of them empty, were damaged and one man was killed.", 1),
        ("The strike killed at least $5m worth of grain.", None),
        ("Dozens were killed.", None),
        ("Not one person was killed.", None),
    ],
)
def test_dates_ages_distances_money_and_houses_are_no_people(sentence: str, killed: int | None) -> None:
    assert toll(sentence).fatalities == killed


def test_none_means_that_nobody_was_harmed() -> None:
    for sentence in ("None of the passengers was hurt.", "No one was killed or wounded.", "There were no deaths."):
        assert (toll(sentence).fatalities, toll(sentence).injured) == (None, None)


def test_harm_may_be_told_without_a_word_of_killing() -> None:
    assert toll("Seven people were taken to hospital.").injured == 7
    told = toll("The shelling left four dead and six injured.")
    assert (told.fatalities, told.injured) == (4, 6)
    assert toll("A girl whose parents died is in a stable condition.").injured == 1


def test_civilians_are_counted_beside_all_and_soldiers_are_not() -> None:
    mixed = toll("Five civilians were killed and two soldiers wounded.")
    assert (mixed.fatalities, mixed.fatalities_civilian, mixed.injured, mixed.injured_civilian) == (5, 5, 2, None)
    assert toll("Two officers and a civilian were killed.").fatalities_civilian is None
    assert not mixed.losses_claimed


def test_places_of_one_sentence_share_its_counts_by_what_stands_beside_them(tell: Tell) -> None:
    def counts(text: str) -> list[tuple[str, int | None, int | None]]:
        return [(event.where.name, event.toll.fatalities, event.toll.injured) for event in tell(text)]

    assert counts("Three people were killed in Kharkiv and two in Sumy.") == [("Kharkiv", 3, None), ("Sumy", 2, None)]
    assert counts("Two people were killed and five wounded in Kharkiv, and three people were wounded in Sumy.") == [
        ("Kharkiv", 2, 5),
        ("Sumy", None, 3),
    ]
    assert counts("An earthquake hit Turkey and Syria on Monday, killing 100 people in Turkey and 50 in Syria.") == [
        ("Turkey", 100, None),
        ("Syria", 50, None),
    ]
    assert counts("Kharkiv mayor: four killed in shelling.") == [("Kharkiv", 4, None)]
