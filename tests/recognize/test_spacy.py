"""The optional spaCy recognizer: without spaCy, and with a pipeline of rules in place of a model."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geomap.errors import SettingsError
from geomap.model import Post, Role
from geomap.recognize.spacy import SpacyRecognizer


def test_without_spacy_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(SettingsError, match="pip install"):
        SpacyRecognizer("en_core_web_md")


def test_entities_become_mentions(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is an extra")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "GPE", "pattern": "Kyiv"}, {"label": "NORP", "pattern": "French"}, {"label": "ORG", "pattern": "Reuters"}]
    )
    pipeline.to_disk(tmp_path)
    posts = [
        Post(id="1", source="test", text="French aid reached Kyiv, Reuters said."),
        Post(id="2", source="test", text="", language="uk"),
    ]
    found = SpacyRecognizer(str(tmp_path)).recognize(posts)
    assert found[1] is None
    assert [(m.text, m.role) for m in found[0] or ()] == [("French", Role.DEMONYM), ("Kyiv", Role.LITERAL)]
