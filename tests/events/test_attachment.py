"""How a name hangs on the words around it, and why a name that is only mentioned is no site."""

from __future__ import annotations

import pytest

from geomap.events.candidates import ArgumentCandidate, candidates
from geomap.events.syntax import clauses, distance
from tests.events.conftest import read

NAMES = {"KYIV": "Kyiv"}


def found(text: str, language: str = "en") -> dict[str, ArgumentCandidate]:
    """The candidates of a sentence by the words that name them."""
    return {one.name.resolution.mention.text: one for one in candidates(read(text, language=language, names=NAMES))}


def fill(count: int) -> str:
    return "xx " * count


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("A Lviv-based charity spoke.", "Lviv", "compound"),
        ("It burned at 3am Kyiv time.", "Kyiv", "clock"),
        ("In retaliation for strikes on Lyman they fired.", "Lyman", "answered"),
        ("Kharkiv's governor spoke.", "Kharkiv", "genitive"),
        ("Kharkiv's old big main market burned.", "Kharkiv", "genitive"),  # the noun is too far off
        ("In the Kyiv suburb of Saltivka a house burned.", "Kyiv", "outer"),
        ("The Lyman brigade attacked.", "Lyman", "body"),
        ("In the Kharkiv district of the city a house burned.", "Kharkiv", "part"),
        ("Kharkiv officials spoke.", "Kharkiv", "authority"),
        ("Kharkiv regional state military administration spoke.", "Kharkiv", "authority"),
        ("Kharkiv region officials spoke.", "Kharkiv", "authority"),
        ("Kharkiv region military administration spoke.", "Kharkiv", "authority"),
        ("KYIV, March 13 (Agency) - Shells hit Odesa.", "KYIV", "dateline"),
        ("KYIV - Shells hit Odesa.", "KYIV", "dateline"),
        ("Kyiv, March 13 - Shells hit Odesa.", "Kyiv", "dateline"),
        ("In Kyiv, the coastguard said a ferry sank off Odesa.", "Kyiv", "speaks"),
        (f"In Kyiv, the coastguard {fill(6)}said a ferry sank off Odesa.", "Kyiv", "speaks"),
        ("Shells hit Odesa, medics in Kyiv said.", "Kyiv", "speaks"),
        ("Shells hit Odesa, medics at the main hospital of Kyiv also said.", "Kyiv", "speaks"),
    ],
)
def test_names_that_are_only_mentioned_whatever_governs_them(text: str, name: str, reason: str) -> None:
    one = found(text)[name]
    assert (one.attachment.value, one.reason) == ("mentioned", reason)
    assert not one.is_site


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kharkiv's main market burned.", "Kharkiv"),
        ("Kharkiv's old main market burned.", "Kharkiv"),
        ("Kharkiv's Saltivka burned.", "Kharkiv"),
        ("In the Kyiv suburb a house burned.", "Kyiv"),
        ("In the Kharkiv district of Saltivka a house burned.", "Saltivka"),
        ("Kharkiv regional state local military administration burned.", "Kharkiv"),  # the office is too far off
        ("Kharkiv region burned.", "Kharkiv"),
        ("Kyiv - Shells hit Odesa.", "Kyiv"),
        ("KYIV, it was said - Shells hit Odesa.", "KYIV"),
        ("In Kyiv, it was said a ferry sank off Odesa.", "Kyiv"),
        ("In Kyiv, the coastguard said a ferry sank.", "Kyiv"),
        ("In Kyiv, the shelled coastguard said a ferry sank off Odesa.", "Kyiv"),
        (f"In Kyiv, the coastguard {fill(8)}said a ferry sank off Odesa.", "Kyiv"),
        ("Shells hit medics in Kyiv.", "Kyiv"),
        ("Medics in Kyiv said shells fell.", "Kyiv"),  # the only place that is named
        ("Shells hit Odesa, medics who live in Kyiv said.", "Kyiv"),
    ],
)
def test_names_that_may_be_sites(text: str, name: str) -> None:
    assert found(text)[name].is_site


@pytest.mark.parametrize(
    ("text", "name", "attachment", "reason"),
    [
        ("Shells fell in Lyman.", "Lyman", "at", "in"),
        ("Shells fell in the besieged eastern city of Lyman.", "Lyman", "at", "in"),
        ('Shells fell in "Lyman" again.', "Lyman", "at", "in"),
        ("Shells fell in the village Lyman.", "Lyman", "at", "in"),
        ("Shells fell in Kharkiv's Saltivka.", "Saltivka", "at", "in"),
        ("Shells fell in two villages of Sumy region.", "Sumy region", "at", "in"),
        ("Shells fell on the streets of Lyman.", "Lyman", "at", "streets"),
        ("Troops moved towards Lyman.", "Lyman", "toward", "towards"),
        ("Troops moved to Lyman.", "Lyman", "to", "to"),
        ("Troops came from Lyman.", "Lyman", "from", "from"),
        ("Troops left for Lyman.", "Lyman", "mentioned", "for"),
        ("The battle for Lyman went on.", "Lyman", "to", "for"),
        ("The shelling of Lyman went on.", "Lyman", "of an act", "shelling"),
        ("They shelled Lyman.", "Lyman", "object", "shelled"),
        ("They reached Lyman.", "Lyman", "object", "reached"),
        ("Lyman came under fire.", "Lyman", "subject", "subject"),
        ("A Lyman missile strike was heard.", "Lyman", "bare", "missile"),
        ("Residents of Lyman fled.", "Lyman", "at", "residents"),
        ("15% of Lyman slept.", "Lyman", "subject", "subject"),
        ("The governor of Lyman spoke.", "Lyman", "mentioned", "authority"),
        ("The history of Lyman is long.", "Lyman", "mentioned", "of"),
        ("The crowd left Lyman for the coast.", "Lyman", "from", "left"),
        ("The charity, based in Lyman, closed.", "Lyman", "mentioned", "home"),
        ("The war in Ukraine goes on.", "Ukraine", "mentioned", "war"),
        ("He said in Lyman that shells fell.", "Lyman", "mentioned", "speech"),
        ("It was said in Lyman that shells fell.", "Lyman", "at", "in"),
        ("He died in hospital in Kyiv after a strike on Lyman.", "Kyiv", "mentioned", "hospital"),
        ("He died in hospital in Kyiv.", "Kyiv", "at", "in"),
        ("He died of his wounds in hospital in Kyiv.", "Kyiv", "mentioned", "hospital"),
        ("Shells hit many of them in Lyman.", "Lyman", "mentioned", "partly"),
        ("The ministry of defence in Kyiv was silent.", "Kyiv", "mentioned", "authority"),
        ("The police in Kyiv were silent.", "Kyiv", "at", "in"),
        ("A crowd stood outside the ministry in Kyiv.", "Kyiv", "at", "in"),
        ("A crowd stood in front of the ministry in Kyiv.", "Kyiv", "at", "in"),
        ("They fought against Lyman.", "Lyman", "at", "against"),
        ("The minister told Kyiv that shells fell.", "Kyiv", "mentioned", "listener"),
        ("Like Lyman, the port burned.", "Lyman", "mentioned", "comparison"),
        ("A town called Lyman burned.", "Lyman", "mentioned", "name"),
        ("Kyiv has now said that shells fell.", "Kyiv", "mentioned", "speaks"),
        ("Kyiv has now also already said that shells fell.", "Kyiv", "mentioned", "speaks"),
        ("Kyiv has now also already again said that shells fell.", "Kyiv", "subject", "subject"),
        ("The flood swept through Lyman.", "Lyman", "at", "through"),
        ("The road went through Lyman.", "Lyman", "mentioned", "through"),
        ("Shells fell with Lyman in sight.", "Lyman", "mentioned", "with"),
    ],
)
def test_what_governs_a_name(text: str, name: str, attachment: str, reason: str) -> None:
    one = found(text)[name]
    assert (one.attachment.value, one.reason) == (attachment, reason)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Shells hit Lyman, Toretsk and Izium.", [["Lyman", "Toretsk", "Izium"]]),
        ("Shells hit Lyman and the town of Izium.", [["Lyman", "Izium"]]),
        ("Shells hit Lyman, and over in Izium.", [["Lyman"], ["Izium"]]),
        ("Shells hit Lyman, Izium burned.", [["Lyman"], ["Izium"]]),
        ("Shells hit Lyman, Izium, and Sumy.", [["Lyman", "Izium", "Sumy"]]),
        ("Shells hit Lyman and many of the Izium houses.", [["Lyman", "Izium"]]),
        ("Shells hit Lyman and many more of the villages of Izium.", [["Lyman"], ["Izium"]]),
        ("Shells hit Lyman while Izium burned.", [["Lyman"], ["Izium"]]),
    ],
)
def test_names_told_in_one_breath(text: str, groups: list[list[str]]) -> None:
    together: dict[int, list[str]] = {}
    for name, one in found(text).items():
        together.setdefault(one.group, []).append(name)
    assert list(together.values()) == groups


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("Shells hit Izium, a town 110 km southeast of Kharkiv.", ["Kharkiv"]),
        ("Shells hit Izium, which lies near Kharkiv.", ["Kharkiv"]),
        ("Shells hit Izium, which was shelled near Kharkiv.", []),
        ("Shells hit Izium (near Kharkiv) again.", ["Kharkiv"]),
        ("Izium lies south of Kharkiv.", ["Kharkiv"]),
        ("Izium is located near Kharkiv.", ["Kharkiv"]),
        ("Izium is south of Kharkiv.", ["Kharkiv"]),
        ("Izium was shelled near Kharkiv.", []),
        ("Shells hit Lyman in Donetsk region.", ["Donetsk region"]),
        ("Shells hit Lyman in the eastern Donetsk region.", ["Donetsk region"]),
        ("Shells hit Lyman and burned fields in Donetsk region.", []),
        ("Shells hit Saltivka in northern Kharkiv.", ["Kharkiv"]),
        ("Shells hit Saltivka camp in Kharkiv.", ["Kharkiv"]),
        ("Shells hit Saltivka people in Kharkiv.", []),
        ("Shells hit Lyman in Kharkiv.", []),  # too far apart
        ("Shells fell in Stepove, a village 50 km north of Kharkiv.", ["Kharkiv"]),
        ("Shells fell on Tuesday, a village north of Kharkiv burned.", []),
        ("Unlike Izium, the town of Kharkiv was shelled.", []),
        ("Shells fell on the Saltivka camp for people, 15 km south of Kharkiv.", ["Kharkiv"]),
        ("A ferry sank in Lake Svitiaz near Lviv.", ["Lake Svitiaz"]),
        ("A ferry sank in Lake Svitiaz, 20 km west of Lviv.", ["Lake Svitiaz"]),
        ("In Kharkiv, a house burned in the northern suburb of Saltivka.", ["Kharkiv"]),
        ("In Lviv, a house burned in the northern suburb of Saltivka.", []),
        ("Shells fell between Lyman and Izium.", ["Izium"]),
    ],
)
def test_names_that_tell_where_another_place_lies(text: str, described: list[str]) -> None:
    assert [name for name, one in found(text).items() if one.described] == described


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Shells fell ; it burned", [0, 0, 1, 1, 1]),
        ("Shells fell : Kyiv burned", [0, 0, 0, 0, 0]),
        ("Shells fell , and it burned", [0, 0, 0, 1, 1, 1]),
        ("Shells fell and it burned", [0, 0, 0, 0, 0]),
        ("Shells hit Lyman , and in Izium", [0, 0, 0, 0, 0, 0, 0]),
        ("Shells hit Lyman , and in Izium was fire", [0, 0, 0, 0, 1, 1, 1, 1, 1]),
        ("Shells fell while it burned", [0, 0, 1, 1, 1]),
    ],
)
def test_clauses(text: str, numbers: list[int]) -> None:
    assert clauses(read(text)) == numbers


@pytest.mark.parametrize(
    ("text", "first", "second", "away"),
    [
        ("a b c d", (0, 1), (3, 4), 2.0),
        ("a b c d", (3, 4), (0, 1), 2.0),
        ("a b c d", (0, 1), (1, 2), 0.0),
        ("a b c d", (0, 3), (1, 2), 0.0),
        ("a , c d", (0, 1), (2, 3), 4.0),
        ("a ; c d", (0, 1), (2, 3), 15.0),
        ("a while c d", (0, 1), (2, 3), 10.0),
        ("a who c d", (0, 1), (2, 3), 15.0),
    ],
)
def test_distances(text: str, first: tuple[int, int], second: tuple[int, int], away: float) -> None:
    assert distance(read(text), first, second) == away


@pytest.mark.parametrize(
    ("text", "name", "attachment"),
    [
        ("Поранених доставили до лікарні Kyiv.", "Kyiv", "mentioned"),
        ("Ракета влучила до лікарні Kyiv.", "Kyiv", "subject"),
    ],
)
def test_hospitals_that_people_are_taken_to(text: str, name: str, attachment: str) -> None:
    assert found(text, "uk")[name].attachment.value == attachment
