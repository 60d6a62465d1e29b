"""What geomap prints and writes for fixed inputs is what the committed hashes say; see README.md beside this file."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from geomap.geoparsed import Interpretation
from geomap.model import Post
from geomap.pipeline import Pipeline

TOOL = Path(__file__).parents[2] / "tools" / "golden.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


golden = _load()
INPUTS = dict(golden.inputs())


@pytest.fixture
def interpreted_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the second command take the interpretations that the first one made; return how many posts each call had to interpret.

    An interpretation depends on its post alone, so the outputs are those of two full runs, in half the time.
    """
    known: dict[Post, Interpretation] = {}
    counts: list[int] = []
    interpret = Pipeline.interpret

    def once(pipeline: Pipeline, posts: Sequence[Post]) -> list[Interpretation]:
        new = [post for post in posts if post not in known]
        counts.append(len(new))
        known.update(zip(new, interpret(pipeline, new), strict=True))
        return [known[post] for post in posts]

    monkeypatch.setattr(Pipeline, "interpret", once)
    return counts


@pytest.mark.parametrize("name", INPUTS)
def test_outputs_are_as_recorded(name: str, tmp_path: Path, interpreted_once: list[int]) -> None:
    found = dict(golden.outputs(name, INPUTS[name], tmp_path, run=golden.run_here))
    assert golden.differing(found) == []
    assert interpreted_once[0] > 0
    assert interpreted_once[-1] == 0  # `map` interprets nothing that `geoparse` has not


def test_a_process_of_its_own_prints_the_same(tmp_path: Path) -> None:
    name, page = min(((name, page) for name, page in INPUTS.items() if name.startswith("data/")), key=lambda one: one[1].stat().st_size)
    assert golden.differing(dict(golden.outputs(name, page, tmp_path, maps=False))) == []


def test_every_recorded_output_belongs_to_a_known_kind_of_input() -> None:
    kinds = {name.split("/")[0].split(" ")[0] for name in golden.known_hashes()}
    assert kinds == {"corpus", "data", "cases"}
    assert len(golden.known_hashes()) >= 9


def test_a_changed_output_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "HASHES", tmp_path / "hashes.toml")
    found = {"one geoparse": b"a", "one map.html": b"b", "two geoparse": b"c"}
    golden.write_hashes(found)
    assert golden.differing(found) == []
    assert golden.differing({**found, "one map.html": b"b "}) == ["one map.html"]
    golden.write_hashes({"two geoparse": b"d"})  # an input that is not present keeps its hash
    assert golden.differing(found) == ["two geoparse"]
    assert golden.differing({"three geoparse": b"e"}) == ["three geoparse"]
