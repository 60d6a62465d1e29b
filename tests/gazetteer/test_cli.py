from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazetteer.cli import cli, main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    monkeypatch.delenv("GEOMAP_GAZETTEER", raising=False)


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    """Run the command line; give exit status, standard output and error."""
    try:
        main([str(argument) for argument in arguments])
        status = 0
    except SystemExit as stop:
        status = int(stop.code or 0)
    return (status, *capsys.readouterr())


def test_lookup_prints_a_table(capsys: Capture, arvenia_folder: Path) -> None:
    status, out, _ = run(capsys, "lookup", "Ivanivka, Luzhany district", "--gazetteer", arvenia_folder)
    assert status == 0
    assert out.splitlines()[0].split()[:2] == ["name", "kind"]
    assert "t:3" in out
    assert "Luzhany, Belgor Oblast" in out


def test_lookup_prints_json_and_reads_the_environment(capsys: Capture, arvenia_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_GAZETTEER", str(arvenia_folder))
    status, out, _ = run(capsys, "lookup", "Ivanivka", "--within", "Tolmin", "--json")
    assert status == 0
    (found,) = map(json.loads, out.splitlines())
    assert (found["id"], found["method"], found["lat"]) == ("t:4", "exact", 0.9)


def test_lookup_without_an_answer_says_so(capsys: Capture, arvenia_folder: Path) -> None:
    status, out, err = run(capsys, "lookup", "Nowhereville", "--gazetteer", arvenia_folder)
    assert (status, out) == (1, "")
    assert "Nowhereville" in err


def test_near_takes_points_south_and_west(capsys: Capture, arvenia_folder: Path) -> None:
    status, out, _ = run(capsys, "near", "0.5", "-179.95", "--km", "40", "--gazetteer", arvenia_folder)
    assert status == 0
    assert [line.split()[-2] for line in out.splitlines()[1:]] == ["t:7", "t:6"]
    status, _, err = run(capsys, "near", "-33.9", "18.4", "--gazetteer", arvenia_folder)
    assert (status, "No place" in err) == (0, True)


def test_info_names_whose_data_it_is(capsys: Capture, arvenia_folder: Path) -> None:
    status, out, _ = run(capsys, "info", "--gazetteer", arvenia_folder)
    assert status == 0
    assert "Arvenia 1: 14 places" in out
    assert "licence: CC0" in out
    _, out, _ = run(capsys, "info", "--json", "--gazetteer", arvenia_folder)
    assert json.loads(out)["sources"][0]["licence"] == "CC0"


def test_check_finds_what_is_wrong(capsys: Capture, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "id,name,lat,lon,country\nx:1,Twinville,10.0,10.0,NG\nx:2,Twinville,10.001,10.001,NG\nx:3,Nullton,0,0,\n", encoding="utf-8"
    )
    status, _, err = run(capsys, "build", "--csv", table, "-o", tmp_path / "own", "--without-shipped")
    assert status == 0, err
    status, out, _ = run(capsys, "check", "--gazetteer", tmp_path / "own")
    assert status == 1
    assert "duplicate: x:" in out
    assert "impossible position: x:3" in out


def test_build_makes_a_gazetteer_and_changes_the_default_only_when_told(capsys: Capture, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("name,lat,lon\nBase Camp,10.0,10.0\n", encoding="utf-8")
    status, out, err = run(capsys, "build", "--csv", table, "-o", tmp_path / "own", "--without-shipped")
    assert status == 0, err
    assert f"--gazetteer {tmp_path / 'own'}" in out
    assert not (tmp_path / "home" / "config").exists()
    run(capsys, "build", "--csv", table, "-o", tmp_path / "own", "--without-shipped", "--default")
    _, out, _ = run(capsys, "lookup", "Base Camp")
    assert "Base Camp" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lookup", "Belgor", "--gazetteer", "nowhere"), "contains no compiled gazetteer"),
        (("lookup", "Belgor", "--kind", "village"), "village"),
        (("near", "91", "0"), "91"),
        (("build", "--geonames", "nowhere.zip", "-o", "out", "--without-shipped"), "nowhere.zip"),
        (("build", "-o", "out", "--without-shipped"), "nothing to build from"),
        (("install", "UKR", "--address", "http://127.0.0.1:9"), "country code"),
        (("nonsense",), "nonsense"),
    ],
)
def test_mistakes_are_one_sentence(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_build_never_overwrites_what_is_no_gazetteer(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-mother.txt").write_text("dear mother", encoding="utf-8")
    table = tmp_path / "own.csv"
    table.write_text("name,lat,lon\nBase Camp,10.0,10.0\n", encoding="utf-8")
    status, _, err = run(capsys, "build", "--csv", table, "-o", tmp_path / "letters", "--without-shipped")
    assert status == 2
    assert "contains no gazetteer" in err
    assert (tmp_path / "letters" / "to-mother.txt").exists()


def test_ctrl_c_leaves_nothing_half_done(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gazetteer.build._write", interrupted)
    table = tmp_path / "own.csv"
    table.write_text("name,lat,lon\nBase Camp,10.0,10.0\n", encoding="utf-8")
    status, _, err = run(capsys, "build", "--csv", table, "-o", tmp_path / "own", "--without-shipped")
    assert status == 130
    assert "nothing is half done" in err
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == ["own.csv"]


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_explains_itself(capsys: Capture, command: str) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    assert out.startswith("Usage: gazetteer")
