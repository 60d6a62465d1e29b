"""Dask: the same results as one process, for rows of any partitions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from gazetteer import Gazetteer
from geomap.errors import InputError
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from geomap.texts import as_posts

pytest.importorskip("dask.dataframe", reason="Dask is not installed; pip install 'geomap[dask]'")
pd = pytest.importorskip("pandas")

import dask  # noqa: E402
import dask.bag  # noqa: E402
import dask.dataframe  # noqa: E402

import geomap.dask  # noqa: E402
from geomap.export.frames import events_frame  # noqa: E402

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "Shells fell on Kherson on Tuesday.", "published_at": "2023-05-10T14:00:00Z", "source": "river desk"},
    {"id": "b", "text": "A flood cut off Lviv.", "published_at": "2023-05-10T12:00:00Z", "source": None},
    {"id": "c", "text": "A flood struck Uzhhorod on Sunday.", "published_at": "2023-05-10T12:00:00Z", "source": "west desk"},
    {"id": "d", "text": "Kherson was shelled on Tuesday, killing one.", "published_at": "2023-05-10T12:00:00Z", "source": "river desk"},
    {"id": "e", "text": "Talks were held in Kyiv on Monday.", "published_at": None, "source": None},
    {"id": "f", "text": "The flood in Uzhhorod killed two people.", "published_at": "2023-05-11T12:00:00Z", "source": "west desk"},
]


@pytest.fixture(autouse=True)
def _in_this_process() -> Iterator[None]:
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.fixture(scope="module")
def nlp(gazetteer: Gazetteer) -> Pipeline:
    return Pipeline(gazetteer=gazetteer, settings=Settings(fast=True))


@pytest.fixture(scope="module")
def expected(nlp: Pipeline) -> list[Any]:
    return list(nlp.settle(nlp.interpret(list(as_posts(ROWS)))).results)


def lines(found: list[Any]) -> list[str]:
    return [json.dumps(one if isinstance(one, dict) else one.to_dict(), ensure_ascii=False) for one in found]


@pytest.mark.parametrize("partitions", [1, 3, 6])
def test_a_bag_gives_the_lines_of_one_process(partitions: int, nlp: Pipeline, expected: list[Any]) -> None:
    bag = dask.bag.from_sequence(ROWS, npartitions=partitions)
    found = geomap.dask.geoparse(bag, pipeline=nlp)
    assert found.npartitions == bag.npartitions
    assert lines(found.compute()) == lines(expected)
    ids = [line["events"][0]["properties"]["event_id"] for line in found.compute()]
    assert ids[0] == ids[3] != ids[1]
    assert ids[2] == ids[5]


def test_sources_that_stand_in_one_partition_are_not_moved(nlp: Pipeline, expected: list[Any]) -> None:
    order = [0, 3, 2, 5, 1, 4]
    bag = dask.bag.from_sequence([ROWS[at] for at in order], npartitions=3)
    found = geomap.dask.geoparse(bag, pipeline=nlp, whole_sources=True)
    assert lines(found.compute()) == lines([expected[at] for at in order])
    assert not [key for key in found.dask if "settled" in str(key)]


def test_a_data_frame_keeps_its_index_and_partitions(nlp: Pipeline, expected: list[Any]) -> None:
    table = pd.DataFrame(ROWS, index=[10, 20, 30, 40, 50, 60]).rename(columns={"text": "words"})
    found = geomap.dask.geoparse(dask.dataframe.from_pandas(table, npartitions=3), text="words", pipeline=nlp)
    computed = found.compute()
    assert list(computed.index) == list(table.index)
    assert {name: str(kind) for name, kind in computed.dtypes.items()} == {name: str(kind) for name, kind in found.dtypes.items()}
    assert [json.loads(cell) for cell in computed["events"]] == [one.to_dict()["events"] for one in expected]
    assert [json.loads(cell) for cell in computed["mentions"]] == [one.to_dict()["mentions"] for one in expected]
    assert computed["published_at"].isna().tolist() == [row["published_at"] is None for row in ROWS]


def test_events_are_those_of_one_process(nlp: Pipeline, expected: list[Any]) -> None:
    table = dask.dataframe.from_pandas(pd.DataFrame(ROWS), npartitions=3)
    found = geomap.dask.events(table, pipeline=nlp).compute().reset_index(drop=True)
    wanted = events_frame([event for one in expected for event in one.events])
    assert len(found) >= 5
    assert (
        found.astype("object").where(found.notna(), None).values.tolist()
        == wanted.astype("object").where(wanted.notna(), None).values.tolist()
    )


def test_by_day_a_source_is_settled_day_by_day(nlp: Pipeline) -> None:
    bag = dask.bag.from_sequence(ROWS, npartitions=2)
    ids = [line["events"][0]["properties"]["event_id"] for line in geomap.dask.geoparse(bag, pipeline=nlp, by_day=True).compute()]
    assert ids[0] == ids[3]
    assert ids[2] != ids[5]


def test_the_graph_grows_with_the_partitions(nlp: Pipeline) -> None:
    """Each partition adds as many tasks as there are groups of sources, and none copies the graph of the others."""
    sizes = []
    for partitions in (64, 128):
        found = geomap.dask.geoparse(dask.bag.from_sequence(ROWS * 64, npartitions=partitions), pipeline=nlp)
        sizes.append(len(found.__dask_graph__()) / found.npartitions)
    assert all(2 * geomap.dask.MOST_GROUPS < size < 2 * geomap.dask.MOST_GROUPS + 8 for size in sizes), sizes


def test_nothing_is_computed_before_it_is_asked_for_and_wrong_data_is_refused_at_once(nlp: Pipeline) -> None:
    bag = dask.bag.from_delayed([dask.delayed(lambda: 1 / 0)()])
    geomap.dask.geoparse(bag, pipeline=nlp)
    with pytest.raises(InputError, match="data: it should be a Dask DataFrame or a Dask Bag, not list"):
        geomap.dask.geoparse(ROWS, pipeline=nlp)
    with pytest.raises(InputError, match="text: there is no column 'words'"):
        geomap.dask.events(dask.dataframe.from_pandas(pd.DataFrame(ROWS), npartitions=1), text="words", pipeline=nlp)


def test_without_dask_it_is_said_what_to_install() -> None:
    text = "import sys; sys.modules['dask'] = None\ntry:\n    import geomap.dask\nexcept geomap.errors.SettingsError as error: print(error)"
    done = subprocess.run([sys.executable, "-c", "import geomap.errors\n" + text], capture_output=True, text=True, check=True)
    assert "pip install 'geomap[dask]'" in done.stdout
