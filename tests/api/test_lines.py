"""Lines of long inputs: chunks, processes and runs that go on behind earlier ones change nothing in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from geomap.errors import SettingsError
from geomap.lines import GeoparsedLines, geoparse_lines, line_of
from geomap.pipeline import Pipeline
from geomap.read import RowFiles, open_rows, read_inputs
from geomap.settings import ReadSettings, Settings

ROWS = [
    {"id": "a", "text": "Shells fell on Kherson on Tuesday.", "published_at": "2023-05-10T14:00:00Z", "source": "river desk"},
    {"id": "b", "text": "A flood cut off Lviv.", "published_at": "2023-05-10T12:00:00Z"},
    {"id": "c", "text": "A flood struck Uzhhorod on Sunday.", "published_at": "2023-05-10T12:00:00Z", "source": "west desk"},
    "not json",
    {"id": "a", "text": "Kherson was shelled on Tuesday, killing one.", "published_at": "2023-05-10T12:00:00Z", "source": "river desk"},
    {"id": "d", "text": "x", "spans": [[0, 9]], "source": "river desk"},
    {"id": "b", "text": "Talks were held in Kyiv on Monday.", "published_at": "2023-05-10T12:00:00Z"},
    {"id": "e", "text": "The flood in Uzhhorod killed two people.", "published_at": "2023-05-11T12:00:00Z", "source": "west desk"},
    {"id": "f", "text": "Pasukan menembaki kota itu pada hari Selasa dan dua orang tewas di sana.", "lang": "id"},
]


@pytest.fixture(scope="module")
def pipeline(gazetteer: Gazetteer) -> Pipeline:
    return Pipeline(gazetteer=gazetteer, settings=Settings(fast=True))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in ROWS)
    (tmp_path / "rows.jsonl").write_text(text, encoding="utf-8")
    return "rows.jsonl"


@pytest.fixture
def files(path: str) -> RowFiles:
    found = open_rows([path], ReadSettings())
    assert found is not None
    return found


@pytest.fixture
def together(path: str, pipeline: Pipeline) -> list[bytes]:
    """The lines of all rows that can be used, interpreted and settled in one call."""
    posts = read_inputs([path], ReadSettings()).posts
    return [line_of(found.to_dict()) for found in pipeline.settle(pipeline.interpret(posts)).results]


def used(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if b'"error"' not in line]


@pytest.mark.parametrize("chunk", [1, 2, 500])
def test_rows_of_one_source_settle_together_whatever_the_chunk(
    chunk: int, files: RowFiles, together: list[bytes], pipeline: Pipeline
) -> None:
    with files:
        lines = list(GeoparsedLines(files, pipeline, chunk=chunk))
    assert used(lines) == together
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "c", None, "a", "d", "b", "e", "f"]
    shelled, flooded = ([json.loads(lines[at])["events"][0]["properties"] for at in pair] for pair in ((0, 4), (2, 7)))
    assert len({event["event_id"] for event in shelled}) == 1
    assert len({event["event_id"] for event in flooded}) == 1
    assert [event["post_id"] for event in shelled] == ["a", "a~2"]


def test_rows_in_memory_give_the_same_lines(path: str, files: RowFiles, pipeline: Pipeline) -> None:
    with files:
        lines = list(GeoparsedLines(files, pipeline, chunk=2))
    assert list(geoparse_lines(read_inputs([path], ReadSettings()), pipeline)) == lines


def test_lines_that_are_left_out_change_no_other(files: RowFiles, pipeline: Pipeline) -> None:
    with files:
        whole = list(GeoparsedLines(files, pipeline))
        for skip in range(len(whole) + 1):
            lines = GeoparsedLines(files, pipeline, chunk=3, skip=skip)
            assert list(lines) == whole[skip:]
            assert lines.total == len(whole)


def test_processes_give_the_same_lines(files: RowFiles, together: list[bytes], pipeline: Pipeline) -> None:
    with files:
        assert used(list(GeoparsedLines(files, pipeline, jobs=2, chunk=1))) == together
        with pytest.raises(SettingsError, match="processes: 0 is below 1"):
            GeoparsedLines(files, pipeline, jobs=0)


def test_what_could_not_be_used_is_said_afterwards(files: RowFiles, pipeline: Pipeline) -> None:
    with files:
        lines = GeoparsedLines(files, pipeline)
        list(lines)
    told = [problem.text for problem in lines.problems]
    assert told[0].startswith("rows.jsonl, line 4: not valid JSON")
    assert told[1].startswith("rows.jsonl, line 6: span")
    assert told[2:] == ["1 post in a language that geomap does not read: 1 Indonesian"]


def test_rows_without_a_source_come_out_before_the_input_ends(pipeline: Pipeline, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": f"Report {n}: shells fell on Kherson."}) + "\n" for n in range(40)))
    files = open_rows([str(path)], ReadSettings())
    assert files is not None
    with files:
        lines = GeoparsedLines(files, pipeline, chunk=5)
        read: list[int] = []
        interpret = pipeline.interpret
        pipeline.__dict__["interpret"] = lambda posts: read.append(len(posts)) or interpret(posts)  # type: ignore[func-returns-value]
        try:
            first = next(iter(lines))
        finally:
            del pipeline.__dict__["interpret"]
    assert json.loads(first)["id"] == 0
    assert sum(read) == 1


def test_with_a_beat_all_rows_count_for_each_other(files: RowFiles, path: str, gazetteer: Gazetteer) -> None:
    nlp = Pipeline(gazetteer=gazetteer, settings=Settings(fast=True, beat=True))
    posts = read_inputs([path], ReadSettings()).posts
    with files:
        assert used(list(GeoparsedLines(files, nlp, chunk=1))) == [
            line_of(found.to_dict()) for found in nlp.settle(nlp.interpret(posts)).results
        ]


def test_pages_that_are_read_one_after_the_other_give_what_all_together_give(path: str, gazetteer: Gazetteer) -> None:
    posts = read_inputs([path], ReadSettings()).posts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geomap.pipeline.BATCH_POSTS", 2)
        nlp = Pipeline(gazetteer=gazetteer, settings=Settings(fast=True))
        one_by_one = nlp.read_together(posts)
    assert one_by_one == nlp.settle(nlp.interpret(posts), across_pages=True)
    assert sum(map(len, (result.events for result in one_by_one.results))) >= 5
