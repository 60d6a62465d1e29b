"""A language is added as one folder: it is detected, its places are found, its events extracted, its dates read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import geomap
from gazetteer import Gazetteer
from geomap.errors import SettingsError
from geomap.events.lexicon import lexicon
from geomap.lang import (
    Language,
    detect_language,
    has_language,
    known_language,
    language,
    language_of,
    languages,
    register,
    registry,
    unregister,
)
from geomap.lang.language import SCRIPTS
from geomap.lang.registry import SHIPPED
from geomap.lang.sentences import split
from geomap.model import Event, Post
from geomap.pipeline import Pipeline
from geomap.read import read_inputs
from geomap.read.dates import parse_line
from geomap.read.text.boilerplate import is_byline, is_prompt
from geomap.settings import ReadSettings
from tests.lang.conftest import CODE, TABLES, write_tables

TEXT = "Tolu bombaris zu Kharkiv ke Sumy, 3 marŧu. Tri humi morŧis, mira vask nor."
PUBLISHED = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)


def _events(text: str, gazetteer: Gazetteer, code: str | None) -> tuple[tuple[str, ...] | None, tuple[Event, ...]]:
    post = Post(id="1", source="test", text=text, language=code, published_at=PUBLISHED)
    found = Pipeline(gazetteer=gazetteer)(post)
    names = None if found.resolutions is None else tuple(resolution.mention.text for resolution in found.resolutions)
    return names, tuple(found.events)


@pytest.mark.usefixtures("tolu")
@pytest.mark.parametrize("code", [None, CODE, "qaa-Latn"])
def test_its_places_and_events_are_found(gazetteer: Gazetteer, code: str | None) -> None:
    names, events = _events(TEXT, gazetteer, code)
    assert names == ("Kharkiv", "Sumy")
    assert {(event.sub_type, event.where.name if event.where else None) for event in events} == {
        ("Shelling/artillery/missile attack", "Kharkiv"),
        ("Shelling/artillery/missile attack", "Sumy"),
    }
    assert {event.when.first_day for event in events if event.when} == {date(2024, 3, 3)}
    assert [event.language for event in events] == [CODE, CODE]


def test_before_it_is_added_it_is_not_read(gazetteer: Gazetteer) -> None:
    assert _events(TEXT, gazetteer, CODE) == (None, ())


def test_without_triggers_it_tells_places_only(tmp_path: Path, gazetteer: Gazetteer) -> None:
    register(write_tables(tmp_path / "places", {name: TABLES[name] for name in ("language", "cues")}))
    try:
        assert _events(TEXT, gazetteer, None) == (("Kharkiv", "Sumy"), ())
    finally:
        unregister(CODE)


@pytest.mark.usefixtures("tolu")
def test_it_is_detected_and_the_others_as_before() -> None:
    assert detect_language(TEXT) == CODE
    assert detect_language("The mayor said that two people were hurt in the town.") == "en"
    assert detect_language("Die Stadt wurde nach dem Angriff von der Armee geräumt.") == "de"


@pytest.mark.usefixtures("tolu")
def test_its_dates_are_read_in_time_lines() -> None:
    found = parse_line("Renovita 3 marŧu 2024, 17:42")
    assert found is not None
    assert (found.day, found.label) == (date(2024, 3, 3), "updated")
    ago = parse_line("2 horui apude")
    assert ago is not None
    assert ago.ago is not None


@pytest.mark.usefixtures("tolu")
def test_its_pages_and_tables_are_read(tmp_path: Path) -> None:
    assert all(is_prompt(line) for line in ("Respondi", "Legu ankau pri Kyiv"))
    assert is_byline("Verki Ann Lee")
    table = tmp_path / "posts.csv"
    table.write_text(f'tago,texŧo\n2024-03-10,"{TEXT}"\n', encoding="utf-8")
    (post,) = read_inputs([str(table)], ReadSettings()).posts
    assert (post.text, post.language) == (TEXT, CODE)
    assert post.published_at is not None


def test_what_was_read_before_it_came_is_read_anew(tmp_path: Path) -> None:
    line = "3 marŧu 2024, 17:42"
    assert parse_line(line) is None
    assert detect_language(TEXT) != CODE
    register(write_tables(tmp_path / "tolu", TABLES))
    try:
        assert parse_line(line) is not None
    finally:
        unregister(CODE)
    assert parse_line(line) is None


@pytest.mark.usefixtures("tolu")
def test_sentences_go_on_after_its_abbreviations() -> None:
    text = "Prz. Marno mira. Tolu nor."
    assert [text[start:end] for start, end in split(text, 0, len(text), language(CODE))] == ["Prz. Marno mira.", "Tolu nor."]


@pytest.mark.usefixtures("tolu")
def test_its_triggers_hold_their_examples() -> None:
    words = lexicon(CODE)
    assert [row.yes for row in words.rows] == [("Tolu bombaris zu Kharkiv.",)]


def test_registered_languages_come_last_and_can_be_taken_back(tolu: Language) -> None:
    assert [one.code for one in languages()] == [*SHIPPED, CODE]
    assert language(CODE) == tolu
    assert (tolu.name, tolu.tells_events, tolu.compounds) == ("Tolu", True, False)


def test_a_folder_takes_the_place_of_what_is_only_told_apart(tmp_path: Path, gazetteer: Gazetteer) -> None:
    tables = {"language": 'code = "de"\nscript = "latin"\nrecognizer = "gazetteer"\nwords = "der die und in von nach dem wurde"'}
    text = "Die Stadt Kharkiv wurde nach dem Angriff von der Armee geräumt."
    assert _events(text, gazetteer, None) == (None, ())
    register(write_tables(tmp_path / "de", tables))
    try:
        assert _events(text, gazetteer, None)[0] == ("Kharkiv",)
    finally:
        unregister("de")
    assert not has_language("de")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "should hold language.toml"),
        ('code = "qaa"', "script is missing"),
        ('code = "Q"\nscript = "latin"', "ISO 639"),
        ('code = "qaa"\nscript = "latin"\nrecognizer = "magic"', "crf, gazetteer, inflected"),
        ('code = "qaa"\nscript = "latin"\nabreviations = "dr."', "unknown key 'abreviations'"),
        ('code = "qaa"\nscript = "futhark"', "script should be one of"),
        ("code = ", "not valid TOML"),
    ],
)
def test_a_folder_that_makes_no_sense_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    folder = write_tables(tmp_path / "bad", {} if text is None else {"language": text})
    with pytest.raises(SettingsError, match=message):
        register(folder)
    assert not has_language("qaa")


def test_the_language_of_a_post_is_what_it_says_else_what_its_text_shows() -> None:
    def post(text: str, code: str | None = None) -> Post:
        return Post(id="1", source="test", text=text, language=code)

    assert language_of(post("The mayor said that two people were hurt.", "uk-UA")) == "uk"
    assert language_of(post("Die Stadt wurde nach dem Angriff von der Armee geräumt.")) == "de"
    assert known_language(post("Kyiv 2023")) is None
    assert language_of(post("Kyiv 2023")) == "en"
    assert language_of(post("Харків 2023")) == "uk"
    assert language_of(post("北京发生地震")) == "zh"


def test_german_is_not_read_as_english_whoever_hands_it_in(gazetteer: Gazetteer) -> None:
    text = "Beim Angriff auf die Stadt Kharkiv wurden nach Angaben der Polizei am Montag drei Menschen getötet."
    post = Post(id="1", source="test", text=text)
    assert Pipeline(gazetteer=gazetteer)(post).resolutions is None
    assert geomap.geoparse(text).resolutions is None


def test_scripts_are_checked() -> None:
    assert {one.script for one in languages()} <= set(SCRIPTS)


def test_a_package_offers_a_language_by_an_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_tables(tmp_path / "geomap_tolu", TABLES)
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    point = EntryPoint(name=CODE, value="geomap_tolu", group=registry.GROUP)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point] if group == registry.GROUP else [])
    registry.forget_installed()
    try:
        assert language(CODE).folder == folder
        assert detect_language(TEXT) == CODE
    finally:
        monkeypatch.undo()
        registry.forget_installed()
    assert not has_language(CODE)


def test_a_package_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint(name=CODE, value="no_such_package", group=registry.GROUP)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point])  # noqa: ARG005 - its only argument
    registry.forget_installed()
    try:
        with pytest.raises(SettingsError, match=f"language {CODE!r}"):
            languages()
    finally:
        monkeypatch.undo()
        registry.forget_installed()


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        ("words", '[words]\nprepostions = "zu"', "called 'prepostions'"),
        ("triggers", '[[trigger]]\ntype = "Shellling"\nweight = 3\nframe = "target"\nany = ["bombar*"]', "Shellling"),
        (
            "triggers",
            '[[trigger]]\ntype = "Peaceful protest"\nweight = 3\nframe = "place"\nany = [".. bombar*"]',
            "should start with a word",
        ),
        ("times", 'months = ["janŧu"]', "months should list 12"),
    ],
)
def test_tables_that_make_no_sense_are_named(tmp_path: Path, gazetteer: Gazetteer, table: str, text: str, message: str) -> None:
    register(write_tables(tmp_path / "tolu", TABLES | {table: text}))
    try:
        with pytest.raises(SettingsError, match=message):
            _events(TEXT, gazetteer, CODE)
    finally:
        unregister(CODE)


def test_a_language_that_is_registered_after_the_first_text_is_read(tmp_path: Path) -> None:
    tables = {"language": 'code = "de"\nscript = "latin"\nrecognizer = "gazetteer"\nwords = "der die und in von nach dem wurde"'}
    text = "Die Stadt Kharkiv wurde nach dem Angriff von der Armee geräumt."
    assert not geomap.geoparse(text).is_read
    register(write_tables(tmp_path / "de", tables))
    try:
        assert [found.mention.text for found in geomap.geoparse(text).mentions] == ["Kharkiv"]
    finally:
        unregister("de")
