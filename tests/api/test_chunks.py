"""What a post says depends on that post alone: a corpus gives the same bytes in any chunks and in any order."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from geomap.lines import geoparse_lines
from geomap.pipeline import Pipeline
from geomap.read import read_inputs
from geomap.settings import ReadSettings, Settings
from tests.conftest import THOROUGH

CORPUS = Path(__file__).parents[1] / "golden" / "corpus.jsonl"


def lines_of(rows: Sequence[str], folder: Path, pipeline: Pipeline) -> list[bytes]:
    """The lines that `geomap geoparse` prints for a file of ``rows``."""
    (folder / "chunk.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with contextlib.chdir(folder):  # the name of the file stands in each event as its source
        parsed = geoparse_lines(read_inputs(["chunk.jsonl"], ReadSettings()), pipeline)
        return list(parsed)


def chunks(rows: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


@pytest.fixture(scope="module")
def pipeline(gazetteer: Gazetteer) -> Pipeline:
    """Without the second look, which takes most of the time; a test of its own reads some rows with it."""
    return Pipeline(gazetteer=gazetteer, settings=Settings(fast=True))


@pytest.fixture(scope="module")
def rows() -> list[str]:
    found = CORPUS.read_text(encoding="utf-8").splitlines()
    assert len(found) == 800
    return found


@pytest.fixture(scope="module")
def whole(rows: list[str], pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    lines = lines_of(rows, tmp_path_factory.mktemp("whole"), pipeline)
    assert sum(len(json.loads(line)["events"]) for line in lines) > 400
    return lines


@pytest.mark.parametrize("size", [100, 1])
def test_chunks_of_any_size_give_the_same_bytes(size: int, rows: list[str], whole: list[bytes], pipeline: Pipeline, tmp_path: Path) -> None:
    step = 1 if size > 1 or THOROUGH else 4  # one at a time takes long
    assert [line for chunk in chunks(rows[::step], size) for line in lines_of(chunk, tmp_path, pipeline)] == whole[::step]


def test_the_reverse_order_gives_the_same_bytes(rows: list[str], whole: list[bytes], pipeline: Pipeline, tmp_path: Path) -> None:
    step = 1 if THOROUGH else 2
    backwards = [line for chunk in chunks(rows[::-step], 10) for line in lines_of(chunk, tmp_path, pipeline)]
    assert backwards == whole[::-step]


def test_chunks_give_the_same_bytes_with_the_second_look(rows: list[str], gazetteer: Gazetteer, tmp_path: Path) -> None:
    pipeline, some = Pipeline(gazetteer=gazetteer), rows[::12]
    together = lines_of(some, tmp_path, pipeline)
    assert [line for row in some[::-1] for line in lines_of([row], tmp_path, pipeline)][::-1] == together
    assert together != lines_of(some, tmp_path, pipeline.replace(settings=Settings(fast=True)))


def test_what_a_row_tells_does_not_depend_on_other_rows(pipeline: Pipeline, tmp_path: Path) -> None:
    texts = ["Two people were killed in Izium on Tuesday, the mayor said.", "A gas blast shook Lviv on Monday.", "Shells fell on Kherson."]
    bare = [json.dumps({"id": n, "text": text, "published_at": "2023-05-10T12:00:00Z"}) for n, text in enumerate(texts)]
    alone = lines_of(bare[:1], tmp_path, pipeline)
    for others in ([], bare[1:2], bare[2:], bare[1:]):
        assert lines_of([bare[0], *others], tmp_path, pipeline)[:1] == alone
    shared = [json.dumps({**json.loads(row), "source": "blog"}) for row in (bare[0], bare[2])]
    kinds = [
        [event["properties"]["sub_event_type"] for line in lines_of(rows, tmp_path, pipeline)[:1] for event in json.loads(line)["events"]]
        for rows in (bare[:1], shared)
    ]
    assert kinds[0] == kinds[1] != []


def test_retellings_within_a_source_share_an_id_and_those_of_other_rows_do_not(pipeline: Pipeline, tmp_path: Path) -> None:
    row = {"text": "Shells fell on Kherson on Tuesday.", "published_at": "2023-05-10T12:00:00Z"}
    again = {"text": "Kherson was shelled on Tuesday, killing one.", "published_at": "2023-05-10T14:00:00Z"}

    def ids(**extra: str) -> list[str]:
        rows = [json.dumps({"id": n, **one, **extra}) for n, one in enumerate((row, again))]
        return [event["properties"]["event_id"] for line in lines_of(rows, tmp_path, pipeline) for event in json.loads(line)["events"]]

    assert len(ids()) == 2
    assert len(set(ids())) == 2
    assert len(set(ids(source="blog"))) == 1


@pytest.mark.parametrize("beat", [False, True])
def test_a_stream_gives_the_same_results_whatever_its_batches(beat: bool, gazetteer: Gazetteer, rows: list[str]) -> None:  # noqa: FBT001 - a parameter of the test
    nlp = Pipeline(gazetteer=gazetteer, settings=Settings(beat=beat, fast=True))
    texts = [json.loads(row) for row in rows[200:260]]
    one, seven = ([found.to_dict() for found in nlp.stream(texts, batch=batch)] for batch in (1, 7))
    assert one == seven
