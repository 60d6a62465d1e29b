"""Names of documents in groups, and what the words beside them say of each group's candidates."""

from __future__ import annotations

import re

import pytest

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from geomap.model import Mention
from geomap.resolve.batch import LOCAL, Batch, make_batch
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.context import CONTEXT, context_features

_MARK = re.compile(r"\[([^\]]+)\]")


def _batch(gazetteer: Gazetteer, *marked: str, confidence: float = 1.0) -> Batch:
    documents = []
    for one in marked:
        text, mentions, done = "", [], 0
        for mark in _MARK.finditer(one):
            text += one[done : mark.start()]
            name = mark[1]
            mentions.append(Mention(post_id="", start=len(text), end=len(text) + len(name), text=name, confidence=confidence))
            text += name
            done = mark.end()
        documents.append((text + one[done:], mentions))
    batch = make_batch(documents, CandidateFinder(gazetteer))
    assert batch is not None
    return batch


def _kinds(batch: Batch, group: int, feature: str) -> set[PlaceKind]:
    """Return the kinds of the candidates of a group that have a feature."""
    own = slice(int(batch.starts[group]), int(batch.starts[group + 1]))
    has = batch.local[own, LOCAL.index(feature)] > 0
    return {KINDS[kind] for kind in batch.kinds[own][has].tolist()}


@pytest.mark.parametrize(
    ("marked", "groups"),
    [
        ("[Kyiv] and [Kyiv] and [Lviv]", [0, 0, 1]),
        ("the [Luhansk] region; the city of [Luhansk]; [Luhansk]", [0, 1, 2]),
        ("[Kyiv] and [Qwxzvolgrad] and [Lviv]", [0, None, 1]),
        ("[Springfield], [Illinois], and [Springfield], [Massachusetts]", [0, 1, 2, 3]),
        ("[Springfield], [Illinois], and [Springfield], [Illinois]", [0, 1, 0, 1]),
        ("[Springfield], [Illinois]. [Springfield], [Massachusetts]. [Springfield] is old.", [0, 1, 2, 3, 2]),
    ],
)
def test_mentions_of_one_name_are_one_group_unless_the_text_tells_them_apart(
    gazetteer: Gazetteer, marked: str, groups: list[int | None]
) -> None:
    assert _batch(gazetteer, marked).group_of == [groups]


def test_a_group_is_as_sure_as_the_surest_of_its_mentions_and_belongs_to_one_document(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "[Kyiv]", "[Kyiv] and [Lviv]", confidence=0.4)
    assert [group.document for group in batch.groups] == [0, 1, 1]
    assert [group.recognition_confidence for group in batch.groups] == [0.4] * 3
    assert batch.group_starts.tolist() == [0, 1, 3]
    assert [batch.candidates_of(document) for document in range(2)] == [
        slice(0, int(batch.starts[1])),
        slice(int(batch.starts[1]), len(batch)),
    ]


def test_documents_without_a_known_name_make_no_batch(gazetteer: Gazetteer) -> None:
    name = "Qwxzvolgrad"
    mention = Mention(post_id="", start=0, end=len(name), text=name, confidence=1.0)
    assert make_batch([(name, [mention])], CandidateFinder(gazetteer)) is None


def test_relations_hold_within_a_document(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "[Paris], [Texas]. In [Lyon] all sleep.", "[Texas] and [Paris]")
    assert batch.beside.tolist() == [[at == (0, 1) for at in ((row, column) for column in range(5))] for row in range(5)]
    together = {(row, column) for row, column in zip(*batch.together.nonzero(), strict=True)}
    assert together == {(0, 1), (1, 0), (3, 4), (4, 3)}


def test_words_beside_a_name_fit_some_kinds_and_clash_with_others(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "the [Luhansk] region", "the city of [Luhansk]", "[Luhansk]", "[Paris] river")
    assert _kinds(batch, 0, "hint_fits") == {PlaceKind.REGION}
    assert PlaceKind.SETTLEMENT in _kinds(batch, 0, "hint_clashes")
    assert PlaceKind.REGION in _kinds(batch, 1, "hint_clashes")
    assert _kinds(batch, 1, "hint_fits") == {PlaceKind.SETTLEMENT}
    assert _kinds(batch, 2, "hint_fits") == _kinds(batch, 2, "hint_clashes") == set()


def test_by_itself_the_name_of_a_region_is_bare_beside_its_town(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "the [Luhansk] region", "[Luhansk]", "[Texas]")
    assert _kinds(batch, 0, "bare_region") == set()
    assert _kinds(batch, 1, "bare_region") == {PlaceKind.REGION}
    assert PlaceKind.SETTLEMENT not in _kinds(batch, 1, "bare_other")


@pytest.mark.parametrize(
    ("marked", "feature", "regions"),
    [
        ("[Springfield], [Illinois]", "held", {"Illinois"}),
        ("In [Illinois] the people of [Springfield] vote.", "sentence_held", {"Illinois"}),
        ("[Illinois] votes. So does [Springfield].", "sentence_held", set()),
        ("[Springfield], [Illinois]", "sentence_held", set()),
    ],
)
def test_a_region_beside_a_name_or_in_its_sentence_holds_its_places(
    gazetteer: Gazetteer, marked: str, feature: str, regions: set[str]
) -> None:
    batch = _batch(gazetteer, marked)
    group = next(at for at, one in enumerate(batch.groups) if one.name == "Springfield")
    own = slice(int(batch.starts[group]), int(batch.starts[group + 1]))
    has = batch.local[own, LOCAL.index(feature)] > 0
    places = [gazetteer.place_at(int(row)) for row in batch.rows[own][has]]
    assert {place.admin1 for place in places if place.country == "US"} == regions


def test_places_that_the_region_beside_the_name_does_not_hold_differ(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "[Springfield], [Illinois]")
    own = slice(0, int(batch.starts[1]))
    held, differs = (batch.local[own, LOCAL.index(name)] > 0 for name in ("held", "holder_differs"))
    assert (differs == ~held).all()
    assert not (batch.local[int(batch.starts[1]) :, LOCAL.index("holder_differs")] > 0).any()


def test_a_country_holds_its_places_but_not_itself(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "[Georgia], [Georgia]", "[Paris], [France]")
    own = batch.candidates_of(1)
    held = batch.local[own, LOCAL.index("held")] > 0
    assert {gazetteer.place_at(int(row)).country for row in batch.rows[own][held]} == {"FR"}
    assert not held[batch.kinds[own] == KINDS.index(PlaceKind.COUNTRY)].any()


def test_other_names_of_a_document_support_candidates(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "[Paris] [Lyon] [France]", "[Paris]")
    p = 1 / (batch.starts[1:] - batch.starts[:-1])[batch.group_index]
    table = context_features(batch, p.astype("float32"))
    first, alone = batch.candidates_of(0), batch.candidates_of(1)
    paris = slice(0, int(batch.starts[1]))
    french = [gazetteer.place_at(int(row)).country == "FR" for row in batch.rows[paris]]
    shares = table[paris, CONTEXT.index("country_share")]
    assert min(shares[at] for at, is_french in enumerate(french) if is_french) > max(
        shares[at] for at, is_french in enumerate(french) if not is_french
    )
    assert (table[first, CONTEXT.index("alone")] == 0).all()
    assert (table[alone, CONTEXT.index("alone")] == 1).all()
    assert (table[alone, : CONTEXT.index("alone")] == 0).all()
    assert (table[:, : CONTEXT.index("near")] <= 1).all()


def test_only_a_name_with_a_region_or_district_among_its_places_holds_by_its_sentence(gazetteer: Gazetteer) -> None:
    batch = _batch(gazetteer, "In [Lyon] and [Paris] it rains.", "In [Texas] and [Paris] it rains.")
    has_units = {group.name: group.candidates.has_units for group in batch.groups}
    assert has_units["Texas"]
    for group in batch.groups:
        kinds = {KINDS[kind] for kind in group.candidates.kinds.tolist()}
        assert group.candidates.has_units == bool(kinds & {PlaceKind.REGION, PlaceKind.DISTRICT})
