"""A user's own trigger tables add events, and mistakes in them are named."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from geomap.errors import InputMissingError, SettingsError, UnreadableError
from geomap.events import RuleExtractor
from tests.events.conftest import make_post, resolve

ROW = '[[trigger]]\ntype = "infrastructure"\nweight = 3\nframe = "place"\nany = ["dimming+"]\nnot = ["dimming+ of hopes"]\n'


def types(extractor: RuleExtractor, text: str, language: str = "en") -> list[str]:
    post = make_post(text, language=language)
    (events,) = extractor.events([post], [resolve(post, {"Харкові": "Kharkiv"})])
    return [event.sub_type for event in events]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(ROW, encoding="utf-8")
    return path


def test_own_triggers_add_to_those_of_the_language(table: Path) -> None:
    text = "Dimmings were reported in Kharkiv."
    assert types(RuleExtractor(), text) == []
    extractor = RuleExtractor(tables=[table])
    assert types(extractor, text) == ["infrastructure"]
    assert types(extractor, "A dimming of hopes was noted in Kharkiv.") == []
    assert types(extractor, "Shells hit Kharkiv.") == types(RuleExtractor(), "Shells hit Kharkiv.")
    assert types(pickle.loads(pickle.dumps(extractor)), text) == ["infrastructure"]  # noqa: S301 - our own bytes


def test_a_table_names_its_language(table: Path) -> None:
    table.write_text('language = "uk"\n' + ROW.replace("dimming+", "притемнення"), encoding="utf-8")
    assert types(RuleExtractor(tables=[str(table)]), "У Харкові сталося притемнення.", "uk") == ["infrastructure"]


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        ("[[trigger", UnreadableError, "own.toml"),
        (ROW.replace("infrastructure", "cake"), SettingsError, "there is no type 'cake'"),
        (ROW.replace('"place"', '"oven"'), SettingsError, "there is no frame 'oven'"),
        (ROW.replace("weight = 3\n", ""), SettingsError, "lacks 'weight'"),
        (ROW.replace('any = ["dimming+"]', 'any = "dimming+"'), SettingsError, "any of a trigger should be a list"),
        ('language = "xx"\n' + ROW, SettingsError, "no rules for events read the language 'xx'"),
    ],
)
def test_mistakes_are_named(table: Path, content: str, error: type[Exception], says: str) -> None:
    table.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=says) as raised:
        RuleExtractor(tables=[table])
    assert getattr(raised.value, "parameter", None) == "tables"


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match=r"none\.toml"):
        RuleExtractor(tables=[tmp_path / "none.toml"])


OWN_TYPE = """
[[type]]
name = "Labour"
sub_types = [{ name = "Walkout", family = "labour" }]

[[trigger]]
type = "Walkout"
weight = 3
frame = "place"
any = ["downed tools"]
"""


def test_own_event_types_are_told_and_linked(tmp_path: Path) -> None:
    path = tmp_path / "labour.toml"
    path.write_text(OWN_TYPE, encoding="utf-8")
    extractor = RuleExtractor(tables=[path])
    posts = [
        make_post(text, id=name) for name, text in (("a", "Miners downed tools in Kharkiv."), ("b", "In Kharkiv, miners downed tools."))
    ]
    told = extractor.events(posts, [resolve(post, {}) for post in posts])
    assert [[(event.type, event.sub_type) for event in events] for events in told] == [[("Labour", "Walkout")]] * 2
    assert len({event.id for events in told for event in events}) == 1
    assert types(RuleExtractor(), "Miners downed tools in Kharkiv.") == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (OWN_TYPE.replace('name = "Walkout", ', ""), "a type needs name and sub_types"),
        (OWN_TYPE.replace('"Walkout"', '"Armed clash"'), "the type 'Armed clash' exists already"),
    ],
)
def test_mistakes_in_own_types_are_named(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "labour.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=says) as raised:
        RuleExtractor(tables=[path])
    assert raised.value.parameter == "tables"
