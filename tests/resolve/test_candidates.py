"""Which places a name may mean: the keys it is looked up under, and what is forgiven in the home country."""

from __future__ import annotations

import numpy as np
import pytest

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from geomap.resolve import candidates
from geomap.resolve.candidates import CandidateFinder, keys_to_try
from geomap.resolve.features import MOST_CANDIDATES, STATIC, CandidateSet


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Kyiv", [("kyiv", False)]),
        ("Kharkiv Oblast", [("kharkiv region", False), ("kharkiv", True)]),
        ("Greater Manchester", [("greater manchester", False), ("manchester", True)]),
        ("Lyman Train Station", [("lyman train station", False), ("lyman", True)]),
        ("Texans", [("texans", False), ("texan", True)]),
        ("Parks", [("parks", False), ("park", True)]),
        ("Laos", [("laos", False)]),
        ("Lake", [("lake", False)]),
        ("LIMA", [("lima", False), ("lima", True)]),
        ("USA", [("USA", False)]),
        ("Travis County", [("travis district", False), ("travis", True), ("travis", True)]),
    ],
)
def test_a_name_is_looked_up_as_written_before_words_are_left_out(name: str, keys: list[tuple[str, bool]]) -> None:
    assert list(keys_to_try(name)) == keys


def _finder(gazetteer: Gazetteer, home: str | None = "UA") -> CandidateFinder:
    return CandidateFinder(gazetteer, home_country=None if home is None else gazetteer.index.strings.index(home))


def _found(gazetteer: Gazetteer, name: str, *, home: str | None = "UA", is_district: bool = False) -> CandidateSet | None:
    return _finder(gazetteer, home).find([(name, PlaceKind.DISTRICT if is_district else None)])[
        name, PlaceKind.DISTRICT if is_district else None
    ]


def _names(gazetteer: Gazetteer, found: CandidateSet | None) -> list[str]:
    return [] if found is None else [gazetteer.place_at(int(row)).name for row in found.rows]


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Kramatrsk", "Kramatorsk"),
        ("Kharkif", "Kharkiv"),  # seven letters: the shortest name that is forgiven
        ("Lymann", None),
        ("Kyiv TV Centre Tower", "Kyiv"),
        ("Odesa Opera Theatre", "Odesa"),
        ("Qwxz TV Centre Tower", None),
        ("Kyiv TV Centre", None),  # no building
        ("Texas TV Centre Tower", None),  # no town of the home country
    ],
)
def test_slips_and_buildings_lead_to_a_town_of_the_home_country(gazetteer: Gazetteer, name: str, town: str | None) -> None:
    assert _names(gazetteer, _found(gazetteer, name)) == ([] if town is None else [town])
    assert _found(gazetteer, name, home=None) is None
    assert _found(gazetteer, name, home="FR") is None


def test_a_slip_makes_candidates_less_similar_and_words_left_out_do_not(gazetteer: Gazetteer) -> None:
    slip, building = _found(gazetteer, "Kharkif"), _found(gazetteer, "Odesa Opera Theatre")
    assert slip is not None
    assert building is not None
    assert (slip.similarity, building.similarity) == (1 - 1 / 7, 1.0)
    stripped = STATIC.index("stripped")
    assert (slip.static[0, stripped], building.static[0, stripped]) == (1.0, 1.0)


@pytest.mark.parametrize(("name", "stripped"), [("Kharkiv", 0.0), ("Kharkiv Train Station", 1.0), ("Kharkiv Municipality", 1.0)])
def test_words_left_out_are_noted(gazetteer: Gazetteer, name: str, stripped: float) -> None:
    found = _found(gazetteer, name, home=None)
    assert found is not None
    assert (found.static[:, STATIC.index("stripped")] == stripped).all()


def test_a_district_is_found_by_the_adjective_only_where_the_text_says_district(gazetteer: Gazetteer) -> None:
    found = _found(gazetteer, "Popasnyansky", is_district=True)
    assert found is not None
    assert set(found.kinds.tolist()) == {KINDS.index(PlaceKind.DISTRICT)}
    assert found.static[0, STATIC.index("stripped")] == 1.0
    assert _found(gazetteer, "Popasnyansky", home=None) is None


def test_of_a_name_with_thousands_of_places_the_best_known_are_kept(gazetteer: Gazetteer) -> None:
    found = _found(gazetteer, "San Antonio")
    assert found is not None
    assert len(found) == MOST_CANDIDATES
    columns, index = gazetteer.index.columns, gazetteer.index
    key_id = index.key_id("san antonio")
    every = np.unique(index.postings(key_id)[0].astype(np.int64))
    left_out = np.setdiff1d(every, found.rows)
    assert len(left_out)
    assert columns.population[left_out].max() <= columns.population[found.rows].min()


def test_candidates_are_the_same_after_the_cache_was_emptied(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_MOST_NAMES", 2)
    finder = _finder(gazetteer)
    first = finder.find([("Paris", None), ("Lyon", None)])["Paris", None]
    found = finder.find([("Paris", None), ("Rome", None)])
    assert found["Paris", None] is first  # still asked for, so it is kept
    assert ("Lyon", None) not in found
    again = finder.find([("Lyon", None)])["Lyon", None]
    assert again is not None
    assert _names(gazetteer, again)[0] == "Lyon" or "Lyon" in _names(gazetteer, again)


def test_candidates_can_be_narrowed_to_some_rows(gazetteer: Gazetteer) -> None:
    found = _found(gazetteer, "Paris")
    assert found is not None
    some = found.rows[[0, 2]]
    narrowed = found.only(some.tolist())
    assert narrowed.rows.tolist() == some.tolist()
    assert narrowed.country.tolist() == found.country[[0, 2]].tolist()
    assert np.array_equal(narrowed.static, found.static[[0, 2]])
    assert narrowed.cache == {}
