"""Each post is read with the parameters of its newspaper's fold."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from geomap.errors import SettingsError
from geomap.model import Post
from geomap.models import CRF_FILE, RANKER_FILE, parameters_file
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver
from training.folds import FoldRecognizer, FoldResolver, fold_folder, fold_folders, fold_of, newspaper_of

PROJECT = Path(__file__).parents[2]
URLS = ("https://www.one.example/a", "https://two.example/b", "https://three.example/c", None)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Two folds: the parameters that ship, and the same with a resolver that is sure of nothing."""
    for fold in range(2):
        folder = fold_folder(tmp_path / "models", fold)
        folder.mkdir(parents=True)
        for name in (CRF_FILE, RANKER_FILE):
            shutil.copyfile(parameters_file(name), folder / name)
    weights = json.loads((folder / RANKER_FILE).read_text(encoding="utf-8"))
    weights["certainty"] = {"bias": -20.0}
    (folder / RANKER_FILE).write_text(json.dumps(weights), encoding="utf-8")
    return tmp_path / "models"


def test_newspapers_are_hosts_and_all_their_texts_are_in_one_fold() -> None:
    assert [newspaper_of(url) for url in ("https://www.paper.example:80/a?b", "http://paper.example", None)] == ["paper.example"] * 2 + [""]
    assert {fold_of("paper.example", 5) for _ in range(3)} == {fold_of("paper.example", 5)}
    assert {fold_of(f"paper-{number}.example", 5) for number in range(50)} == set(range(5))


def test_each_post_is_read_with_the_parameters_of_its_fold(gazetteer: Gazetteer, models: Path) -> None:
    posts = [Post(id=str(at), source="test", text="Rain fell in Paris and Lyon.", url=url) for at, url in enumerate(URLS)]
    folds = [fold_of(newspaper_of(url), 2) for url in URLS]
    assert set(folds) == {0, 1}
    mentions = [found or () for found in FoldRecognizer(gazetteer, models).recognize(posts)]
    assert mentions == default_recognizer(gazetteer).recognize(posts)
    resolver = FoldResolver(gazetteer, models)
    resolved = resolver.resolve(posts, mentions)
    shipped = default_resolver(gazetteer).resolve(posts, mentions)
    for fold, own, other in zip(folds, resolved, shipped, strict=True):
        assert own == other if fold == 0 else all(found.place is None for found in own)
    assert resolver.agree(posts, mentions, resolved) == resolved


def test_a_fold_that_is_missing_is_named(models: Path) -> None:
    assert fold_folders(models) == [models / "fold-0", models / "fold-1"]
    assert fold_folders(models / "fold-0") == [models / "fold-0"]
    shutil.rmtree(models / "fold-0")
    with pytest.raises(SettingsError, match="fold-0"):
        fold_folders(models)


def test_the_command_prints_lines_of_geoparse(models: Path, tmp_path: Path) -> None:
    lines = tmp_path / "news.jsonl"
    lines.write_text("".join(json.dumps({"id": url, "text": "Rain fell in Paris.", "url": url}) + "\n" for url in URLS), encoding="utf-8")
    command = [sys.executable, "-m", "training", "geoparse", "--models", str(models), str(lines)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in found] == list(URLS)
    assert [line["mentions"][0]["place"] is not None for line in found] == [fold_of(newspaper_of(url), 2) == 0 for url in URLS]
