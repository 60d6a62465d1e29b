"""How far words that deny, plan, doubt or remember bear on what is told; ``xx`` is a word that no table knows."""

from __future__ import annotations

import pytest

from geomap.events.modality import attribution_of, modality_of
from tests.events.conftest import read


def put(text: str, language: str = "en") -> str | None:
    """How a sentence puts what its firmest trigger tells; "" where that is said not to have happened."""
    sentence = read(text, language=language)
    trigger = max(sentence.triggers, key=lambda one: (one.weight, -one.start))
    modality = modality_of(sentence, trigger)
    return modality.value if modality else ""


def fill(count: int) -> str:
    return "xx " * count


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        (f"There was no {fill(3)}shelling of Lyman.", ""),
        (f"There was no {fill(4)}shelling of Lyman.", "reported"),
        ("It was not only shelling of Lyman.", "reported"),
        ("No, it was shelling of Lyman.", "reported"),
        ("There was no rest; shelling of Lyman went on.", "reported"),
        ("They did not rest but shelled Lyman.", "reported"),
        (f"They deny {fill(20)}shelling Lyman.", "denied"),
        ("They deny it; shelling of Lyman went on.", "claimed"),
        ("They dismissed reports of shelling in Lyman.", "denied"),
        ("They dismissed xx xx reports of shelling in Lyman.", "denied"),
        ("They dismissed xx xx xx reports of shelling in Lyman.", "claimed"),
        ("They dismissed the mayor after shelling of Lyman.", "reported"),
        ("Reports of shelling in Lyman are false.", "denied"),
        ("Shelling in Lyman and false words.", "reported"),
        ("Reports of shelling in Lyman, false or not.", "claimed"),
        (f"Reports of shelling in Lyman {fill(6)}false.", "denied"),
        (f"Reports of shelling in Lyman {fill(7)}false.", "claimed"),
        (f"Reports {fill(3)}shelling in Lyman are false.", "denied"),
        (f"Reports {fill(4)}shelling in Lyman are false.", "claimed"),
        ("Reports of shelling in Lyman were not confirmed.", "hypothetical"),
        ("Reports of shelling in Lyman were confirmed.", "claimed"),
        ("The shelling in Lyman was not confirmed.", "claimed"),
    ],
)
def test_denials(text: str, modality: str) -> None:
    assert put(text) == modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        (f"They will {fill(8)}shell hit Lyman.", "planned"),
        (f"They will {fill(9)}shell hit Lyman.", "reported"),
        ("They will come, he said, after shelling Lyman.", "claimed"),
        ("He called for shelling Lyman.", "planned"),
        ("He called it shelling Lyman.", "reported"),
        ("They plan to start shelling Lyman.", "planned"),
        ("They plan xx xx to start shelling Lyman.", "planned"),
        ("They plan xx xx xx to start shelling Lyman.", "reported"),
        ("Planned shelling of Lyman went on.", "planned"),
        ("They plan, to win, shelling of Lyman.", "reported"),
        ("They were due in Lyman for talks in Lyman.", "planned"),
        ("The talks in Lyman will be held.", "planned"),
        ("The talks in Lyman are awaited.", "planned"),
        ("The talks in Lyman are over.", "reported"),
    ],
)
def test_plans(text: str, modality: str) -> None:
    assert put(text) == modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("If it goes on, shelling of Lyman hurts all.", "hypothetical"),
        ("Had they come, shelling of Lyman had stopped.", "hypothetical"),
        ("They had come; had shelling of Lyman stopped.", "reported"),
        (f"They could {fill(3)}start shelling Lyman.", "hypothetical"),
        (f"They could {fill(4)}start shelling Lyman.", "reported"),
        ("On 5 May they began shelling Lyman.", "reported"),
        ("They may begin shelling Lyman.", "hypothetical"),
        ("May they begin shelling Lyman.", "hypothetical"),
        ("Fears of shelling in Lyman grew.", "hypothetical"),
        ("They fear, he said, shelling of Lyman.", "claimed"),
        ("They fear three people were killed in Lyman.", "reported"),  # harm that is feared is told
    ],
)
def test_doubts(text: str, modality: str) -> None:
    assert put(text) == modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("On the anniversary of the shelling of Lyman they met.", "background"),
        (f"On the anniversary {fill(8)}shelling of Lyman.", "background"),
        (f"On the anniversary {fill(9)}shelling of Lyman.", "reported"),
        ("On the anniversary, shelling of Lyman went on.", "reported"),
        ("On the anniversary of the flood in Lyman they met.", "reported"),  # a flood is not remembered so
        ("The trial for shelling of Lyman began.", "background"),
        ("The trial, for shelling of Lyman.", "reported"),
        ("The trial went on during shelling in Lyman.", "reported"),
        ("The film shows shelling of Lyman.", "background"),
        ("The film of his life shows shelling of Lyman.", "background"),
        ("The film of his long life shows shelling of Lyman.", "reported"),
        ("The book depicts shelling of Lyman.", "background"),
        ("The man shows shelling of Lyman.", "reported"),
        ("The visit to Lyman was postponed.", ""),
        ("The visit to Lyman postponed.", "reported"),
        ("He cancelled a visit to Lyman.", ""),
        ("He cancelled it, a visit to Lyman went on.", "reported"),
        ("The shelling of Lyman was postponed.", "reported"),
    ],
)
def test_what_is_remembered_tried_shown_or_called_off(text: str, modality: str) -> None:
    assert put(text) == modality


def test_a_language_without_an_auxiliary_calls_off_without_one() -> None:
    assert put("Візит до Kyiv скасовано.", "uk") == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("According to the mayor, shells fell.", "the mayor"),
        ("Shells fell, according to the mayor of the town.", "the mayor of the town"),
        (f"According to {'xxx ' * 12}yyy, shells fell.", ("xxx " * 12).strip()),
        ("Shells fell, the mayor has also said.", "the mayor"),
        ("Shells fell, it said.", None),
        ("The mayor said it burned, he said.", "The mayor"),
        ("Shells fell because the mayor said.", "the mayor"),
        ("Shells fell.", None),
    ],
)
def test_who_says_so(text: str, named: str | None) -> None:
    assert attribution_of(read(text)) == named
