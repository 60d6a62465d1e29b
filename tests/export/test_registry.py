"""Formats by name: typing errors, missing packages, plug-ins that work and plug-ins that do not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.errors import SettingsError
from geomap.export import FORMATS, check_formats, exporter_for, known_formats
from tests.export.factory import analysis, event

GOOD = """
from geomap.files import write_atomically

class LinesExporter:
    suffix = ".ids"

    def write(self, analysis, path):
        write_atomically(path, "".join(f"{event.id}\\n" for event in analysis.events).encode())
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a distribution with one module and one entry point on sys.path, as an installer would."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def made(distribution: str, module: str, code: str, *, name: str = "ids", value: str | None = None) -> None:
        monkeypatch.delitem(sys.modules, module, raising=False)
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        info = tmp_path / f"{distribution.replace('-', '_')}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n", encoding="utf-8")
        entry = f"[geomap.exporters]\n{name} = {value or f'{module}:LinesExporter'}\n"
        (info / "entry_points.txt").write_text(entry, encoding="utf-8")

    return made


def test_a_plugin_writes_like_the_built_in_formats(install: Install, tmp_path: Path) -> None:
    install("acme-ids", "acme_ids", GOOD)
    assert check_formats(["geojson", "ids"]) == ("geojson", "ids")
    assert set(known_formats()) == {*FORMATS, "ids"}
    exporter = exporter_for(".ids")
    exporter.write(analysis((event(),)), tmp_path / f"events{exporter.suffix}")
    assert (tmp_path / "events.ids").read_text(encoding="utf-8") == "event-0\n"


def test_a_plugin_is_not_imported_before_its_format_is_asked_for(install: Install) -> None:
    install("acme-ids", "acme_ids", GOOD)
    check_formats(["geojson"])
    assert "ids" in known_formats()
    assert "acme_ids" not in sys.modules


def test_a_plugin_does_not_replace_a_built_in_format(install: Install) -> None:
    install("acme-ids", "acme_ids", GOOD, name="csv")
    assert exporter_for("csv").suffix == ".csv"


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("import no_such_package", None, "ModuleNotFoundError"),
        ("def LinesExporter(", None, "SyntaxError"),
        ("raise RuntimeError('no licence')", None, "no licence"),
        ("", None, "AttributeError"),
        ("LinesExporter = 3", None, "TypeError"),
        ("class LinesExporter: suffix = '.ids'", None, "AttributeError"),
        (GOOD.replace('".ids"', '"ids"'), None, "begins with a dot"),
    ],
)
def test_a_broken_plugin_is_one_sentence_that_names_its_distribution(install: Install, code: str, value: str | None, reason: str) -> None:
    install("acme-ids", "acme_ids", code, value=value)
    with pytest.raises(SettingsError) as caught:
        check_formats(["ids"])
    assert caught.value.parameter == "formats"
    assert "acme-ids 1.2" in str(caught.value)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert check_formats(["geojson", "csv"]) == ("geojson", "csv")  # others do not suffer from it


def test_two_plugins_of_one_name_are_refused(install: Install) -> None:
    install("acme-ids", "acme_ids", GOOD)
    install("other-ids", "other_ids", GOOD)
    with pytest.raises(SettingsError, match=r"acme-ids 1\.2 and other-ids 1\.2"):
        check_formats(["ids"])


@pytest.mark.parametrize(("name", "meant"), [("geojsn", "geojson"), ("GPKGG", "gpkg"), (".parquett", "parquet")])
def test_an_unknown_format_comes_with_the_most_similar_and_all_known(name: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=f"^formats: there is no format '{name}'; did you mean {meant}\\?") as caught:
        check_formats(["csv", name])
    assert all(known in str(caught.value) for known in FORMATS)


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.export.registry.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"^formats: the format parquet needs pyarrow.*geomap\[parquet\]"):
        check_formats(["parquet"])


def test_one_text_is_no_list_of_formats() -> None:
    with pytest.raises(SettingsError, match=r"\['geojson'\]"):
        check_formats("geojson")
