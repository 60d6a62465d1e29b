"""JSON Lines read row by row: the same posts as when it is read as a whole, or not at all."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from geomap.read import LineProblem, copy_of, open_rows, read_inputs
from geomap.settings import ReadSettings

PLAIN = b'{"id": 1, "text": "Shelling in Vovchansk", "source": "desk"}\n{"id": 2, "text": "Quiet", "published_at": "2023-05-10T12:00:00"}\n'
FILES = {
    "plain": PLAIN,
    "without a line feed at the end": PLAIN.rstrip(),
    "blank lines": b"\n" + PLAIN.replace(b"\n", b"\r\n \n\n"),
    "byte order mark": b"\xef\xbb\xbf" + PLAIN,
    "bad rows": PLAIN
    + b'not json\n{"id": 3}\n{"id": 4, "text": "x", "source": 5}\n[]\n{"id": 5, "text": "x", "spans": [[0, 9]], "source": "desk"}\n',
    "escaped": PLAIN.replace(b'"source"', b'"\\u0073ource"') + b'{"id": 6, "text": "\\ud83d and caf\\u0065\\u0301"}\n',
    "letters": '{"text": "Обстріл Харкова\u2028вночі"}\n'.encode() * 3,
}


@pytest.fixture(params=[ReadSettings(), ReadSettings(timezone="Europe/Kyiv", date=date(2023, 5, 9))], ids=["default", "zone and day"])
def settings(request: pytest.FixtureRequest) -> ReadSettings:
    found: ReadSettings = request.param
    return found


@pytest.mark.parametrize("name", FILES)
def test_rows_are_the_items_of_the_whole(name: str, settings: ReadSettings, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(FILES[name])
    rows = open_rows([str(path)], settings)
    assert rows is not None
    whole = read_inputs([str(path)], settings).items
    with rows:
        pages, found = list(rows.scan()), list(rows.rows())
    assert [row.item for row in found] == list(whole)
    assert pages == [row.page for row in found]
    told = [(row.item.source if row.item.page is None else None) for row in found if not isinstance(row.item, LineProblem)]
    assert told == [row.page for row in found if not isinstance(row.item, LineProblem)]
    assert any(pages) == (name != "letters")


def test_a_row_that_cannot_be_used_still_belongs_to_its_source(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(FILES["bad rows"])
    rows = open_rows([str(path)], ReadSettings())
    assert rows is not None
    with rows:
        assert list(rows.scan()) == ["desk", None, None, None, None, None, "desk"]


@pytest.mark.parametrize(
    "content",
    [b"Shelling in Vovchansk\n", b"", PLAIN + b'{"id": 3, "text": "caf\xe9"}\n', b"\xff\xfe" + PLAIN.decode().encode("utf-16-le"), b"[]"],
    ids=["text", "empty", "not UTF-8", "UTF-16", "JSON"],
)
def test_anything_else_is_left_to_be_read_as_a_whole(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert open_rows([str(path)], ReadSettings()) is None


def test_what_is_no_plain_file_is_left_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(PLAIN)
    for origins in ([str(tmp_path)], [str(path), str(tmp_path / "absent")], ["https://example.org/a.jsonl"], ["-"]):
        assert open_rows(origins, ReadSettings()) is None
    assert open_rows([str(path)], ReadSettings(max_bytes=len(PLAIN) - 1)) is None
    (tmp_path / "a.jsonl.fetch.json").write_text("{}")
    assert open_rows([str(path)], ReadSettings()) is None


def test_what_is_added_to_a_file_meanwhile_is_left_out_and_the_digest_tells_files_apart(tmp_path: Path) -> None:
    path, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    path.write_bytes(PLAIN)
    other.write_bytes(PLAIN + b" ")
    rows, others = open_rows([str(path)], ReadSettings()), open_rows([str(path), str(other)], ReadSettings())
    assert rows is not None
    assert others is not None
    with rows, others:
        with path.open("ab") as file:
            file.write(PLAIN)
        assert len(list(rows.scan())) == len(list(rows.rows())) == 2
        assert len(list(others.rows())) == 4
        assert rows.digest != others.digest


def test_standard_input_is_copied_up_to_the_limit() -> None:
    with copy_of(io.BytesIO(PLAIN), len(PLAIN)) as copy:
        rows = open_rows(["-"], ReadSettings(), stdin=copy)
        assert rows is not None
        assert [json.loads(line)["id"] for line in PLAIN.splitlines()] == [
            int(row.item.id) for row in rows.rows() if hasattr(row.item, "id")
        ]
    with copy_of(io.BytesIO(PLAIN), 10) as copy:
        assert len(copy.read()) == 11
