"""Tables to be geocoded whose header is hostile: the delimiter is told by counting, in time in proportion to the header."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from gazetteer.geocode import _dialect


@pytest.mark.parametrize(("header", "delimiter"), [("town,region", ","), ("a;b;c,d", ";"), ("town\tregion", "\t"), ("town|region", "|")])
def test_the_delimiter_is_the_most_frequent_one(tmp_path: Path, header: str, delimiter: str) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\n1\n")
    with (tmp_path / "a.csv").open(newline="") as stream:
        assert _dialect(stream).delimiter == delimiter


def test_a_header_of_quotes_is_read_soon(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("town,region,coun" + '{"a":' * 40_000 + "\n")
    started = time.process_time()
    with (tmp_path / "a.csv").open(newline="") as stream:
        assert _dialect(stream).delimiter == ","
    assert time.process_time() - started < 1
