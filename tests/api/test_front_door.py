"""What can be typed after `import geomap`."""

from __future__ import annotations

import inspect
import itertools
import json
import logging
import pickle
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

import geomap
from gazetteer import Gazetteer
from geomap import cli
from geomap.errors import InputError, SettingsError
from geomap.model import Post

TEXT = "Shells hit Vovchansk on Monday, killing two people."
PUBLISHED = "2024-05-14T10:00:00Z"


@pytest.fixture(scope="module")
def nlp(gazetteer: Gazetteer) -> geomap.Pipeline:
    return geomap.load(home="UA", gazetteer=gazetteer)


def test_every_public_name_is_listed_and_can_be_loaded() -> None:
    assert dir(geomap) == sorted(geomap.__all__)
    assert {"run", "geoparse", "load", "Pipeline", "Text", "Result"} <= set(dir(geomap))
    for name in geomap.__all__:
        assert getattr(geomap, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        geomap.nothing  # noqa: B018 - the look-up is the test


def test_importing_geomap_loads_nothing_heavy() -> None:
    check = "import geomap, sys; print([m for m in ('numpy', 'pandas', 'folium', 'geopandas', 'shapely', 'click') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "[]\n"


# --- geoparse ---------------------------------------------------------------------------------------------------------


def test_one_text_gives_one_result(nlp: geomap.Pipeline) -> None:
    found = geomap.geoparse(TEXT, pipeline=nlp)
    assert [(one.mention.text, one.place.name if one.place else None) for one in found.mentions] == [("Vovchansk", "Vovchansk")]
    assert [event.toll.fatalities for event in found.events] == [2]
    assert repr(found) == "<Geoparsed 'Shells hit Vovchansk on Monday, killing…': Vovchansk; 1 event>"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        geomap.Text(TEXT),
        {"text": TEXT},
        Post(id="a", source="text", text=TEXT, language="en"),
    ],
)
def test_a_text_may_be_a_string_an_object_a_mapping_or_a_post(text: object, nlp: geomap.Pipeline) -> None:
    assert [one.mention.text for one in nlp(text).mentions] == ["Vovchansk"]


def test_a_generator_is_read_while_results_are_asked_for(nlp: geomap.Pipeline) -> None:
    read: list[int] = []

    def texts() -> Iterator[str]:
        for number in itertools.count():
            read.append(number)
            yield f"Explosions in Lviv, {number}."

    stream = geomap.geoparse(texts(), pipeline=nlp, batch=4)
    first = list(itertools.islice(stream, 3))
    assert [found.post.text[-2] for found in first] == ["0", "1", "2"]
    assert len(read) <= 9


def test_series_and_data_frames_keep_their_index(nlp: geomap.Pipeline) -> None:
    series = geomap.geoparse(pd.Series(["Explosions in Lviv.", "Nothing to see."], index=["x", "y"]), pipeline=nlp)
    assert list(series.index) == ["x", "y"]
    assert [len(found.mentions) for found in series] == [1, 0]
    table = pd.DataFrame({"text": [TEXT, TEXT], "published_at": [pd.Timestamp(PUBLISHED), pd.NaT], "id": [7, 8], "other": [1, 2]})
    both = geomap.geoparse(table, pipeline=nlp)
    assert [found.post.id for found in both] == ["7", "8"]
    assert [bool(found.events[0].when) for found in both] == [True, False]
    assert list(geomap.geoparse(pd.Series([], dtype=object), pipeline=nlp)) == []


def test_a_decomposed_text_gives_offsets_of_the_text_as_given(nlp: geomap.Pipeline) -> None:
    given = unicodedata.normalize("NFD", "Вибухи у Ямполі й у Києві чули вночі.")
    found = nlp(given)
    line = found.to_dict()
    assert line["mentions"]
    for mention in line["mentions"]:
        assert given[mention["start"] : mention["end"]] == mention["text"]
    for resolution in found.mentions:
        assert found.post.text[resolution.mention.start : resolution.mention.end] == resolution.mention.text


def test_a_language_that_is_not_read_is_said_and_not_guessed(nlp: geomap.Pipeline) -> None:
    german = "Bei dem Angriff auf die Stadt sind nach Angaben der Polizei in Berlin zwei Menschen getötet worden."
    found = nlp(german)
    assert (found.is_read, found.mentions, found.events) == (False, (), ())


def test_python_and_the_command_line_give_the_same_answer(
    nlp: geomap.Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [TEXT, "Вибухи пролунали в Харкові.", "Der Angriff auf die Stadt hat nach Angaben der Behörden die Menschen getroffen."]
    rows = [{"id": f"t{n}", "text": text, "published_at": PUBLISHED} for n, text in enumerate(texts)]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["geomap", "geoparse", str(path), "--home", "UA"])
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main()
    printed = capsys.readouterr().out.splitlines()
    found = [json.loads(json.dumps(one.to_dict())) for one in nlp.stream(rows)]
    for line, one in zip(map(json.loads, printed), found, strict=True):
        for event in (*line["events"], *one["events"]):
            event["properties"].pop("source")  # the name of the file, and none
        assert line == one


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (3, "a text is a string, a geomap.Text, a Post or a mapping, not int"),
        ({"words": "x"}, "a row needs the key 'text'; it has words"),
        (geomap.Text(None), "text: it should be a string, not NoneType"),  # type: ignore[arg-type] # what is tested
        (geomap.Text("x", published_at="yesterday"), "published_at: 'yesterday' is not a time in ISO 8601"),
        (geomap.Text("x", published_at=datetime(2024, 1, 1)), "published_at: 2024-01-01T00:00:00 has no time zone"),  # noqa: DTZ001 - what is tested
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(text: object, says: str, nlp: geomap.Pipeline) -> None:
    with pytest.raises(InputError) as caught:
        nlp(text)
    assert str(caught.value).startswith(says)


def test_equal_texts_of_a_stream_do_not_count_as_one_page(nlp: geomap.Pipeline) -> None:
    same = list(nlp.stream([TEXT] * 3))
    assert len({found.post.page for found in same}) == 3
    assert [found.events[0].sub_type for found in same] == [nlp(TEXT).events[0].sub_type] * 3


# --- pipelines --------------------------------------------------------------------------------------------------------


class NoNames:
    """A recognizer that finds no name."""

    def recognize(self, posts: list[Post]) -> list[tuple[geomap.Mention, ...] | None]:
        return [()] * len(posts)


class Alarm:
    """An extractor that reports an event wherever a post has a place; made from a gazetteer, as plug-ins are."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._rules = geomap.RuleExtractor(gazetteer)

    def extract(self, posts: list[Post], resolutions: list[tuple[geomap.Resolution, ...]]) -> list[object]:
        return [*self._rules.extract(posts, resolutions)]

    def settle(self, posts: list[Post], extracted: list[object]) -> list[tuple[geomap.Event, ...]]:
        settled = self._rules.settle(posts, extracted)  # type: ignore[arg-type] # its own objects
        return [tuple(replace(event, sub_type="Alarm") for event in events) for events in settled]

    def link(self, posts: list[Post], tellings: list[tuple[geomap.Event, ...]]) -> list[tuple[geomap.Event, ...]]:
        return self._rules.link(posts, tellings)

    def merge(self, tellings: list[tuple[geomap.Event, ...]]) -> tuple[geomap.Event, ...]:
        return tuple(event for told in tellings for event in told)


def test_each_stage_can_be_replaced(nlp: geomap.Pipeline, gazetteer: Gazetteer) -> None:
    silent = nlp.replace(recognizer=NoNames())
    assert silent(TEXT).mentions == ()
    assert repr(silent) == "Pipeline(recognizer=NoNames)"
    assert [one.mention.text for one in nlp(TEXT).mentions] == ["Vovchansk"]
    assert [event.sub_type for event in nlp.replace(extractor=Alarm(gazetteer))(TEXT).events] == ["Alarm"]
    assert silent.settings == nlp.settings


def offer(folder: Path, group: str, name: str, target: str) -> None:
    """Lay an installed distribution with one entry point into ``folder``."""
    info = folder / "alarm_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: alarm-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {target}\n")


def test_an_extractor_can_come_from_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nlp: geomap.Pipeline) -> None:
    offer(tmp_path, "geomap.extractors", "alarm", "tests.api.test_front_door:Alarm")
    monkeypatch.syspath_prepend(tmp_path)
    assert [event.sub_type for event in nlp.replace(extractor="alarm")(TEXT).events] == ["Alarm"]
    with pytest.raises(SettingsError, match=r"extractor: there is no extractor 'other'; installed are alarm"):
        nlp.replace(extractor="other")


def test_a_plug_in_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(tmp_path, "geomap.extractors", "broken", "no_such_module:Thing")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(SettingsError, match=r"plug-in 'broken' of the package alarm-plugin cannot be loaded"):
        geomap.Pipeline(extractor="broken")


def test_a_pipeline_can_be_pickled(nlp: geomap.Pipeline) -> None:
    again = pickle.loads(pickle.dumps(nlp))  # noqa: S301 - our own bytes
    assert again.settings == nlp.settings
    assert again(TEXT).to_dict() == nlp(TEXT).to_dict()


def test_processes_give_the_same_results_in_order(nlp: geomap.Pipeline) -> None:
    texts = [f"Explosions in {name}." for name in ("Lviv", "Odesa", "Kharkiv", "Izium", "Kherson")]
    several = [found.to_dict() for found in nlp.stream(texts, batch=2, processes=2)]
    assert several == [found.to_dict() for found in nlp.stream(texts)]
    with pytest.raises(SettingsError, match="processes: 0 is below 1"):
        nlp.stream(texts, processes=0)


# --- run --------------------------------------------------------------------------------------------------------------


def test_run_names_its_options_and_refuses_others_before_any_work() -> None:
    assert all(one.kind is not inspect.Parameter.VAR_KEYWORD for one in inspect.signature(geomap.run).parameters.values())
    with pytest.raises(TypeError, match="formatz"):
        geomap.run("nowhere.txt", formatz=["geojson"])  # type: ignore[call-overload] # what is tested


@pytest.mark.parametrize(
    ("options", "parameter"),
    [
        ({"formats": ["geojsn"]}, "formats"),
        ({"formats": "geojson"}, "formats"),
        ({"timezone": "Kyiv"}, "timezone"),
        ({"date": "31.01.2023"}, "date"),
        ({"home": "Ukraine"}, "home"),
        ({"modalities": ["rumoured"]}, "modalities"),
        ({"min_confidence": 2}, "min_confidence"),
        ({"coarsen_m": 1}, "coarsen_m"),
        ({"max_bytes": 0}, "max_bytes"),
    ],
)
def test_an_option_that_makes_no_sense_is_named_before_anything_is_read(options: dict[str, object], parameter: str) -> None:
    with pytest.raises(SettingsError) as caught:
        geomap.run("this-file-is-not-there.txt", **options)  # type: ignore[arg-type] # what is tested
    assert caught.value.parameter == parameter
    assert str(caught.value).startswith(f"{parameter}: ")


def test_inputs_may_be_texts_and_files_in_any_mixture(nlp: geomap.Pipeline, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("14 May 2024\n\nA fire broke out in Lutsk on Tuesday.\n", encoding="utf-8")
    text = geomap.Text(TEXT, published_at=datetime(2024, 5, 14, 10, tzinfo=UTC), title="Monday", source="desk")
    result = geomap.run([path, text], geomap.Text("Explosions in Odesa.", published_at=PUBLISHED), pipeline=nlp)
    assert {event.where.name for event in result.events} == {"Lutsk", "Vovchansk", "Odesa"}
    assert {event.evidence[0].source for event in result.events if event.where.name == "Vovchansk"} == {"desk"}
    with pytest.raises(InputError, match="inputs: give at least one"):
        geomap.run(pipeline=nlp)
    with pytest.raises(InputError, match="inputs: an input is a path"):
        geomap.run(7, pipeline=nlp)  # type: ignore[arg-type] # what is tested


def test_the_same_text_twice_is_two_posts_with_ids_of_their_own(nlp: geomap.Pipeline) -> None:
    result = geomap.run([geomap.Text(TEXT, published_at=PUBLISHED)] * 2, pipeline=nlp)
    assert len({post.id for post in result.posts}) == 2
    assert [len(event.evidence) for event in result.events] == [2]


def test_an_option_beside_a_pipeline_counts_before_its_settings(nlp: geomap.Pipeline) -> None:
    text = geomap.Text("The army plans to attack Vovchansk next week.", published_at=PUBLISHED)
    assert len(geomap.run(text, pipeline=nlp).events) == 0
    assert len(geomap.run(text, pipeline=nlp, modalities=["planned"]).events) == 1


def test_a_result_can_be_narrowed_and_saved(nlp: geomap.Pipeline, tmp_path: Path) -> None:
    texts = [geomap.Text(TEXT, published_at=PUBLISHED), geomap.Text("A train derailed near Lyon on Monday.", published_at=PUBLISHED)]
    result = geomap.run(texts, pipeline=nlp)
    there = result.where(country="UA")
    assert [event.where.name for event in there.events] == ["Vovchansk"]
    assert result.where(type=there.events[0].type, min_confidence=0.0).events == there.events
    assert result.where(sub_type="Armed clash").events == ()
    saved = there.save(tmp_path / "out", formats=["csv"])
    assert {path.name for path in saved.files} == {"map.html", "events.csv", "report.json", "unresolved.csv"}
    assert all(path.is_file() for path in saved.files)


def test_a_result_shows_itself_in_one_line_and_as_html(nlp: geomap.Pipeline) -> None:
    result = geomap.run(geomap.Text("<script>alert(1)</script> Shells hit Vovchansk.", published_at=PUBLISHED), pipeline=nlp)
    assert repr(result) == "<Result: 1 posts, 1 mentions, 1 events>"
    html = result._repr_html_()
    assert "<iframe" in html
    assert "<script>alert" not in html
    assert "No events" in geomap.geoparse("Nothing to see.", pipeline=nlp)._repr_html_()


def test_frames_have_types_that_do_not_depend_on_their_rows(nlp: geomap.Pipeline) -> None:
    full = geomap.run(geomap.Text(TEXT, published_at=PUBLISHED), pipeline=nlp).to_frames()
    empty = geomap.run(geomap.Text("Nothing."), pipeline=nlp).to_frames()
    assert [len(frame) for frame in full] == [1, 1, 1]
    assert str(full.events["start_time"].dtype) == "datetime64[us, UTC]"
    assert str(full.events["event_date"].dtype) == "datetime64[us]"
    assert (str(full.events["fatalities"].dtype), full.events["fatalities"][0]) == ("Int64", 2)
    assert full.events["injured"].isna()[0]
    for some, none in zip(full, empty, strict=True):
        assert [str(kind) for kind in some.dtypes] == [str(kind) for kind in none.dtypes]
    assert full.mentions["post_id"][0] == full.posts["post_id"][0]


def test_the_library_logs_what_it_does(nlp: geomap.Pipeline, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="geomap"):
        geomap.run(geomap.Text(TEXT, published_at=PUBLISHED), pipeline=nlp)
    assert "interpreting 1 posts" in caplog.text
