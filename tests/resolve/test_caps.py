"""How sure an answer may be that nothing supports, or that the sentence speaks against."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from geomap.model import Resolution
from geomap.resolve import default_resolver
from tests.conftest import tries
from tests.resolve.marked import read_marked

_SMALL = 9_000


def _resolve(gazetteer: Gazetteer, marked: str) -> tuple[Resolution, ...]:
    post, mentions = read_marked(marked)
    return default_resolver(gazetteer).resolve([post], [mentions])[0]


@pytest.fixture(scope="module")
def lone_names(gazetteer: Gazetteer) -> list[str]:
    """Return names that one small settlement bears and nothing else."""
    columns = gazetteer.index.columns
    small = (columns.kind == KINDS.index(PlaceKind.SETTLEMENT)) & (columns.population < _SMALL) & (columns.country != 0)
    rows = np.flatnonzero(small)[:: max(1, int(small.sum()) // 400)].tolist()
    names = [gazetteer.index.name_of(row) for row in rows]
    return [name for name in names if name.isascii() and name.isalpha() and len(set(gazetteer.index.postings(key(name))[0].tolist())) == 1]


@settings(max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_lone_small_place_without_support_is_not_sure(gazetteer: Gazetteer, lone_names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(lone_names))
    (found,) = _resolve(gazetteer, f"A fire broke out in [{name}] on Monday.")
    assert found.confidence is None or found.confidence <= 0.6


@settings(max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), country=st.sampled_from(["Japan", "Peru", "Kenya", "Norway"]))
def test_a_small_place_in_another_country_than_the_sentence_names_is_not_sure(
    gazetteer: Gazetteer, lone_names: list[str], data: st.DataObject, country: str
) -> None:
    name = data.draw(st.sampled_from(lone_names))
    named, found = _resolve(gazetteer, f"The government of [{country}] heard of the fire at [{name}].")
    assert named.place is not None
    if found.place is not None and found.confidence is not None and found.place.country != named.place.country:
        assert found.confidence < 0.9


@pytest.mark.parametrize("marked", ["The [<Polish] village of [Przewodow] was struck.", "[Kharkiv] and [Odesa] were hit.", "In [Paris]."])
def test_support_and_fame_are_not_capped(gazetteer: Gazetteer, marked: str) -> None:
    confidence = _resolve(gazetteer, marked)[-1].confidence
    assert confidence is not None
    assert confidence > 0.6
