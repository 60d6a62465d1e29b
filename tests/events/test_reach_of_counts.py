"""How far a verb reaches for whom it counts, and what stands in its way; ``xx`` is a word that no table knows."""

from __future__ import annotations

import pytest

from geomap.events.counts.model import Casualty
from geomap.events.counts.reading import casualties
from geomap.events.counts.toll import toll_of
from geomap.events.ontology import Harm
from tests.events.conftest import read


def counts(text: str) -> list[tuple[str, int]]:
    return [(told.harm.value, told.count) for told in casualties(read(text))]


def fill(count: int) -> str:
    return "xx " * count


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Five people {fill(30)}died.", [("killed", 5)]),
        (f"Five people {fill(31)}died.", []),
        (f"The blast killed a {fill(5)}man.", [("killed", 1)]),
        (f"{fill(5)}man died.", [("killed", 1)]),
        ("Late On A Grey Cold Wet Day man died.", [("killed", 1)]),
        (f"The death toll {fill(32)}rose to 12.", [("killed", 12)]),
        (f"The death toll {fill(33)}rose to 12.", []),
        (f"The number of {fill(6)}dead rose to 12.", [("killed", 12)]),
        ("Two men were killed xx xx xx and two women were killed.", [("killed", 2), ("killed", 2)]),
    ],
)
def test_reach(text: str, told: list[tuple[str, int]]) -> None:
    assert counts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Never xx five people died.", []),
        ("Never xx xx five people died.", [("killed", 5)]),
        ("Five people came before a man died.", [("killed", 1)]),
        ("Children died.", []),
        ("Man died.", [("killed", 1)]),
        ("Parents died.", [("killed", 2)]),
        ("Two people died, five were hurt.", [("killed", 2), ("injured", 5)]),
        ("A man and a 30-year-old woman were killed.", [("killed", 2)]),
        ("Five people, xx, died.", [("killed", 5)]),
        ("Five people, two of them children, died.", [("killed", 5)]),
        ("Five people; xx died.", []),
        ("Oleh Petrenko was killed.", [("killed", 1)]),
        ("Petrenko was killed.", []),
        ("Oleh Petrenko were killed.", []),
        ("Shells struck five men killing.", []),  # who was killed comes after the word
        ("Shells hit five men and killed the cows.", []),
        ("Shells hit five men and killed cows.", [("killed", 5)]),
        ("Two men were killed 3 hours later.", [("killed", 2)]),
        ("Two men were later killed 3 at a time.", [("killed", 2)]),
        ("The blast has killed 3 men.", [("killed", 3)]),
    ],
)
def test_who_stands_before_the_verb(text: str, told: list[tuple[str, int]]) -> None:
    assert counts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The blast killed men.", []),
        ("The blast killed man.", [("killed", 1)]),
        ("The blast killed, a man said.", []),
        ("It killed: a man fell.", []),
        ("The blast killed some of them.", []),
        ("The blast killed a couple.", [("killed", 2)]),
        ("Two killed five wounded.", [("killed", 2), ("injured", 5)]),
        ("Shelling killed five wounding six.", [("killed", 5), ("injured", 6)]),
        ("The blast killed a man and wounded two.", [("killed", 1), ("injured", 2)]),
        ("Shelling killed a farmer and his two sons.", [("killed", 3)]),
        ("Shelling killed a farmer and cows.", [("killed", 1)]),
        ("Shelling killed a farmer and his dog, and people fled.", [("killed", 1)]),
        ("Shelling killed two men and boys.", [("killed", 2)]),  # how many boys is not told
        ("Shelling killed two men and a boy.", [("killed", 3)]),
        ("Shelling killed at least two men and at least one boy.", [("killed", 3)]),
    ],
)
def test_who_stands_after_the_verb(text: str, told: list[tuple[str, int]]) -> None:
    assert counts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The quake killed 280 people in Turkey and at least 237 in neighbouring Syria.", [("killed", 280), ("killed", 237)]),
        ("The quake killed 280 people in Turkey, 237 in Syria.", [("killed", 280), ("killed", 237)]),
        ("The quake killed 280 people in Turkey then 237 in Syria.", [("killed", 280), ("killed", 237)]),
        ("The quake killed 280 people in Turkey and 237 in tents.", [("killed", 280)]),
        (f"The quake killed 280 people {fill(30)}and 237 in Syria.", [("killed", 280), ("killed", 237)]),
        ("The death toll rose from 12 to 15 and to 20.", [("killed", 20)]),
        ("The death toll rose to 12; to 15 it fell.", [("killed", 12)]),
        ("The death toll stands at 41 of 300.", [("killed", 41)]),
        ("The death toll rose to 12 days.", []),
        ("The number of wounded rose to 12.", [("injured", 12)]),
        ("The number of fatalities rose to 12.", [("killed", 12)]),
        ("The number of tents rose to 12.", []),
        ("Three confirmed deaths.", [("killed", 3)]),
        ("Three newly confirmed deaths.", [("killed", 3)]),
        ("Bodies of three villagers were found.", [("killed", 3)]),
        ("Bodies of three-year-olds were found.", []),
    ],
)
def test_sums_and_nouns(text: str, told: list[tuple[str, int]]) -> None:
    assert counts(text) == told


@pytest.mark.parametrize(
    ("text", "civilian"),
    [
        ("Shelling killed a woman and her husband.", 2),
        ("Shelling killed a woman and a soldier.", None),
        ("A woman and a boy were killed.", 2),
        ("A soldier and a boy were killed.", None),
        ("Three civilian deaths.", 3),
        ("Three deaths among civilians.", 3),
        ("Three deaths among soldiers.", None),
        ("A couple died.", 2),
        ("Three unarmed villagers died.", 3),
    ],
)
def test_civilians(text: str, civilian: int | None) -> None:
    assert toll_of(casualties(read(text))).fatalities_civilian == civilian


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("At least some 12 people died.", 12, None),
        ("At least in this town 12 people died.", None, None),
        ("Up to 12 people died.", None, 12),
        ("Ten or 12 people died.", 10, 12),
        ("Ten men, or 12 people, died.", None, None),
    ],
)
def test_bounds(text: str, low: int | None, high: int | None) -> None:
    told = toll_of(casualties(read(text)))
    assert (told.fatalities_low, told.fatalities_high) == (low, high)


def test_a_total_rules_and_else_the_highest() -> None:
    parts = [Casualty(Harm.KILLED, 0, 1, 5), Casualty(Harm.KILLED, 2, 3, 9, low=9), Casualty(Harm.INJURED, 4, 5, 2, enemy=True)]
    told = toll_of(parts)
    assert (told.fatalities, told.fatalities_low, told.injured, told.losses_claimed) == (9, 9, 2, True)
    assert toll_of([*parts, Casualty(Harm.KILLED, 6, 7, 7, total=True)]).fatalities == 7
    assert not toll_of(parts[:2]).losses_claimed
    assert toll_of([]).fatalities is None
