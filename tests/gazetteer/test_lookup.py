from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Gazetteer, MatchMethod, PlaceKind
from gazetteer.build import build_index
from gazetteer.codes import Form
from gazetteer.index import open_index
from tests.gazetteer.conftest import ARVENIA, Rows, make_place, names


def ids(gazetteer: Gazetteer, name: str, **scope: object) -> list[str]:
    return [candidate.place.id for candidate in gazetteer.lookup(name, **scope)]  # type: ignore[arg-type]


def test_the_larger_place_comes_first(arvenia: Gazetteer) -> None:
    assert ids(arvenia, "Ivanivka") == ["t:4", "t:2", "t:3"]


def test_rows_are_those_of_the_name(arvenia: Gazetteer) -> None:
    assert {arvenia.place_at(row).id for row in arvenia.rows("Іванівка")} == {"t:2", "t:3", "t:4"}
    assert arvenia.rows("Grombulak") == ()


def test_a_bare_name_means_the_city_before_its_region(arvenia: Gazetteer) -> None:
    assert ids(arvenia, "Belgor")[0] == "t:1"
    assert ids(arvenia, "Belgor region") == ["t:01"]
    assert ids(arvenia, "Belgor province") == ["t:01"]
    assert ids(arvenia, "Tolmin Oblast") == ["t:02"]


@pytest.mark.parametrize("name", ["Ivanivka, Luzhany district", "Ivanivka (Luzhany)"])
def test_qualifiers_narrow(arvenia: Gazetteer, name: str) -> None:
    assert ids(arvenia, name) == ["t:3"]


def test_a_qualifier_that_holds_no_such_place_finds_nothing(arvenia: Gazetteer) -> None:
    assert ids(arvenia, "Oz, Belgor region") == []


def test_within_takes_a_place_an_id_and_a_name(arvenia: Gazetteer) -> None:
    region = arvenia.place("t:02")
    assert region is not None
    assert (
        ids(arvenia, "Ivanivka", within=region)
        == ids(arvenia, "Ivanivka", within="t:02")
        == ids(arvenia, "Ivanivka", within="Tolmin")
        == ["t:4"]
    )
    assert ids(arvenia, "Ivanivka", within="Nowhere") == []


def test_kinds_and_country_narrow(arvenia: Gazetteer) -> None:
    assert ids(arvenia, "Belgor", kinds={PlaceKind.DISTRICT}) == ["t:0101"]
    assert ids(arvenia, "Belgor", country="xa")
    assert ids(arvenia, "Belgor", country="FR") == []


def test_limit_keeps_the_best(arvenia: Gazetteer) -> None:
    assert ids(arvenia, "Ivanivka", limit=1) == ["t:4"]


def test_the_method_says_how_the_name_met(arvenia: Gazetteer) -> None:
    assert arvenia.lookup("Belgor")[0].method is MatchMethod.EXACT
    assert arvenia.lookup("BELGOR")[0].method is MatchMethod.NORMALIZED
    assert arvenia.lookup("St. Ore")[0].place.id == "t:5"


def test_short_names_match_in_their_own_case(arvenia: Gazetteer) -> None:
    assert ids(arvenia, "Oz") == ["t:8"]
    assert ids(arvenia, "OZ", fuzzy=False) == []


def test_a_place_knows_where_it_lies(arvenia: Gazetteer) -> None:
    place = arvenia.place("t:3")
    assert place is not None
    assert (place.admin1, place.admin2, place.country) == ("Belgor Oblast", "Luzhany", "XA")
    assert place.within == ("t:0102", "t:01", "t:xa")
    assert [holder.id for holder in arvenia.ancestors("t:3")] == ["t:0102", "t:01", "t:xa"]
    assert arvenia.place("t:nothing") is None


def test_a_listed_village_gives_way_to_a_located_one(arvenia: Gazetteer) -> None:
    place = arvenia.place("katottg:a")
    assert place is not None
    assert place.id == "t:3"


def test_a_listed_village_stands_among_its_siblings_and_says_so(arvenia: Gazetteer) -> None:
    place = arvenia.place("katottg:b")
    assert place is not None
    assert place.lat is not None
    assert abs(place.lat - 1.05) < 0.01
    assert place.radius_m >= 3000
    row = arvenia.index.row_of("katottg:b")
    assert row is not None
    assert arvenia.index.columns.approximate[row]


def test_outline_and_its_absence(arvenia: Gazetteer) -> None:
    outline = arvenia.outline("t:01")
    assert outline is not None
    assert outline.bounds == (10.0, 0.0, 12.0, 2.0)
    assert arvenia.outline("t:02") is None


def test_radius_follows_outline_and_people(arvenia: Gazetteer) -> None:
    region, city, village = arvenia.place("t:01"), arvenia.place("t:1"), arvenia.place("t:2")
    assert region is not None
    assert city is not None
    assert village is not None
    assert 110_000 < region.radius_m < 140_000  # a square of 222 km: 49,000 km2
    assert 2000 < village.radius_m < city.radius_m < 12_000


def test_edition_and_sources_are_told(arvenia: Gazetteer) -> None:
    assert arvenia.edition == "Arvenia 1"
    assert arvenia.sources == (ARVENIA,)


def test_scan_finds_all_names_of_a_run(arvenia: Gazetteer) -> None:
    tokens = ["In", "Nova", "Luzhany", ",", "Belgor", "region", ",", "Oz", "oz", "St.", "Ore"]
    found = {" ".join(tokens[hit.start : hit.end]) for hit in arvenia.index.scan(tokens)}
    assert found == {"Nova Luzhany", "Luzhany", "Belgor", "Belgor region", "Oz", "St. Ore"}


def test_scan_takes_a_hyphenated_token_as_one(arvenia: Gazetteer) -> None:
    hits = arvenia.index.scan(["Nova-Luzhany"])
    assert [(hit.start, hit.end) for hit in hits] == [(0, 1)]


def test_postings_tell_form_and_status(arvenia: Gazetteer) -> None:
    index = arvenia.index
    found = {index.id_of(row): Form(form) for row, form in zip(*index.postings("belgor")[::2], strict=True)}
    assert found == {"t:1": Form.AS_IS, "t:01": Form.UNIT_DROPPED, "t:0101": Form.UNIT_DROPPED}
    assert len(index.postings("nowhere").rows) == 0
    assert index.has_prefix("nova l")
    assert not index.has_prefix("nova x")


def test_names_in_other_scripts_are_found_and_do_not_make_a_place_known(tmp_path: Path) -> None:
    other = ("ベルゴル", "بلغور", "בלגור", "벨고르")
    rows = [make_place("t:1", "Belgor", 1.0, 11.0, population=900)]
    rows.append(make_place("t:2", "Tolmin", 2.0, 11.0, population=900, names=names(*other)))
    places = Gazetteer(open_index(build_index([Rows(rows)], tmp_path / "index", edition="1")))
    assert [ids(places, name) for name in other] == [["t:2"]] * len(other)
    assert [name.text for name in places.names("t:2")] == ["Tolmin", *other]
    assert places.index.columns.prominence[0] == places.index.columns.prominence[1]


@pytest.mark.parametrize(("written", "asked"), [("أربيل", "اربیل"), ("کرمان", "كرمان"), ("קִרְיָה", "קריה")])
def test_letters_that_languages_of_a_script_write_differently_are_alike(tmp_path: Path, written: str, asked: str) -> None:
    rows = [make_place("t:1", "Belgor", 1.0, 11.0, names=names(written))]
    assert ids(Gazetteer(open_index(build_index([Rows(rows)], tmp_path / "index", edition="1"))), asked) == ["t:1"]


def test_another_syllable_is_another_name(tmp_path: Path) -> None:
    rows = [make_place("t:1", "Belgor", 1.0, 11.0, names=names("東西南北市", "Северодонск"))]
    places = Gazetteer(open_index(build_index([Rows(rows)], tmp_path / "index", edition="1")))
    assert ids(places, "東西南中市") == []
    assert ids(places, "Северодонсг") == ["t:1"]
