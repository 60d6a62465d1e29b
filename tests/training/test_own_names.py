"""The lists of place names of our own posts: each name stands in its post, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.own_names import UnknownNameError, read_own_names

GOLD = Path("training/gold")


def test_every_name_that_is_listed_stands_in_its_post() -> None:
    texts = read_own_names(GOLD / "own_names.jsonl", ["en", "uk", "ru"])
    assert {language: len(own) for language, own in texts.items()} == {"en": 1367, "uk": 375, "ru": 361}
    assert all(text.text[name.start : name.end].strip() for own in texts.values() for text in own for name in text.names)


def test_the_names_of_posts_for_measuring_are_no_names_for_training() -> None:
    listed = [(GOLD / f"own_names{part}.jsonl").read_text(encoding="utf-8").splitlines() for part in ("", ".held")]
    trained, held = ({json.loads(line)["id"] for line in lines} for lines in listed)
    assert trained
    assert held
    assert not trained & held


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "a", "lang": "en", "names": ["Lviv", "Kyiv"]}, "'Kyiv' does not stand there after the names before it"),
        ({"id": "b", "lang": "en", "names": []}, "there is no post b"),
    ],
)
def test_a_name_that_is_not_there_is_refused(tmp_path: Path, row: dict[str, object], told: str) -> None:
    for name in ("own_posts", "own_short_posts", "own_more_posts", "own_notes", "own_wide_posts"):
        (tmp_path / f"{name}.jsonl").write_text("")
    (tmp_path / "own_posts.jsonl").write_text(json.dumps({"id": "a", "source": "x", "text": "Kyiv called Lviv."}) + "\n")
    (tmp_path / "names.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(UnknownNameError, match=told):
        read_own_names(tmp_path / "names.jsonl", ["en"])
