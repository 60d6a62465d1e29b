"""Each form damaged: cut, in the wrong encoding, nested, huge, at the edges of the calendar. What is whole is read; the rest is said."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.model import Post, Problem
from geomap.read import read_document, read_inputs
from geomap.read.deduplicate import deduplicate
from geomap.read.inputs import make_document
from geomap.settings import ReadSettings
from tests.read import test_archives as archives
from tests.read import test_coded as coded
from tests.read import test_excel as excel
from tests.read import test_layouts as layouts
from tests.read.conftest import Reading, times, titles

EXAMPLES = int(os.environ.get("GEOMAP_EXAMPLES", "150"))  # raise it to search for longer
STAMP = "2023-01-31T11:49:00Z"
POSTS = [{"@type": "BlogPosting", "headline": f"Post {at}", "datePublished": STAMP, "articleBody": "<p>Water rose.</p>"} for at in range(4)]
BLOG = json.dumps({"@type": "LiveBlogPosting", "headline": "Floods", "liveBlogUpdate": POSTS})
ITEMS = "".join(f"<item><title>Fire {at}</title><pubDate>Wed, 07 Jun 2023 18:0{at}:00 GMT</pubDate></item>" for at in range(4))
ENTRIES = [{"id": str(at), "title": f"Fire {at}", "date_published": STAMP} for at in range(4)]
MESSAGES = [{"id": at, "type": "message", "date_unixtime": "1675165740", "text": ["Water ", {"text": f"rose {at}"}]} for at in range(4)]
FEATURE = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [32, 46]}, "properties": {"date": "2023-01-31", "killed": 1}}
WHOLE = {
    "html data": f'<html><head><script type="application/ld+json">{BLOG}</script></head><body><p>Floods.</p></body></html>'.encode(),
    "html article": archives.ARTICLE.encode(),
    "html elements": ("<html><body><main>" + "".join(layouts.ITEM.format(n=n) for n in range(1, 6)) + "</main></body></html>").encode(),
    "microdata": archives.MICRODATA.encode(),
    "rdfa": archives.RDFA.encode(),
    "telegram page": layouts.TELEGRAM.encode(),
    "schema.org": BLOG.encode(),
    "feed": f"<rss><channel><title>A</title>{ITEMS}</channel></rss>".encode(),
    "json feed": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": ENTRIES}).encode(),
    "telegram": json.dumps({"name": "c", "id": 5, "messages": MESSAGES}).encode(),
    "json lines": b'{"id": "1", "text": "Fire", "spans": [[0, 4]]}\n' * 3 + b'{"id": 2, "text": "Water \\u0439"}\n',
    "geojson": json.dumps({"type": "FeatureCollection", "features": [FEATURE] * 4}).encode(),
    "table": ("text,date,url\n" + "Fire in the town,2023-01-31,https://e.org\n" * 4).encode(),
    "acled": coded.ACLED.encode(),
    "ucdp": coded.UCDP.encode(),
    "viina": coded.VIINA.encode(),
    "gdelt": coded.gdelt(code="195", type="4", lat="46.6", lon="32.6").encode() * 3,
    "guardian": layouts.GUARDIAN_US.encode(),
    "bbc": layouts.BBC_2022.encode(),
    "cnn": layouts.CNN_AGO.encode(),
    "al jazeera": layouts.AL_JAZEERA_AGO.encode(),
    "mhtml": archives.mhtml(),
    "warc": archives.record(archives.answer(archives.ARTICLE.encode())) * 2,
    "packed warc": gzip.compress(archives.record(archives.answer(archives.ARTICLE.encode()))) * 2,
}
UNPACKED_AT_ONCE = {"excel": excel.workbook(*excel.POSTS), "parquet": archives.TestParquet.POSTS}


@pytest.mark.parametrize("name", WHOLE)
def test_of_one_that_is_cut_off_what_is_whole_is_read(reading: Reading, name: str) -> None:
    content = WHOLE[name]
    whole = reading(content)
    cut = reading(content[: len(content) * 3 // 4])
    assert whole.posts or whole.events
    assert cut.posts or cut.events
    assert not any(problem.fatal for problem in cut.problems)


@pytest.mark.parametrize("name", UNPACKED_AT_ONCE)
def test_one_that_cannot_be_read_in_part_is_one_sentence(reading: Reading, name: str) -> None:
    content = UNPACKED_AT_ONCE[name]
    assert reading(content).posts
    (problem,) = reading(content[: len(content) * 3 // 4]).problems
    assert problem.fatal
    assert "\n" not in problem.text


@pytest.mark.parametrize(
    ("content", "declares"),
    [
        ('<?xml version="1.0" encoding="windows-1251"?><rss><channel><item><title>Пожежа в Києві</title></item></channel></rss>', True),
        ('<html><head><meta charset="windows-1251"></head><body><h1>Пожежа</h1><p>Пожежа в Києві</p></body></html>', True),
        ("text,date\nПожежа в Києві,2023-01-31\n", False),
        ('{"id": 1, "text": "Пожежа в Києві"}\n', False),
        ("7 червня 2023\n\nПожежа в Києві, рятувальники на місці.\n", False),
    ],
    ids=["feed", "page", "table", "json lines", "text"],
)
def test_the_wrong_encoding(reading: Reading, content: str, *, declares: bool) -> None:
    result = reading(content.encode("cp1251"))
    if declares:
        assert "Пожежа" in result.posts[0].text
    else:
        (problem, *_) = result.problems
        assert not problem.fatal
        assert "it is read as windows-1251" in problem.text
        assert "Пожежа" in result.posts[0].text


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"a":' * 100_000, b'[{"text":' * 100_000, b'{"type":"FeatureCollection","features":' + b"[" * 100_000]
)
def test_json_nested_without_end_is_one_sentence(reading: Reading, content: bytes) -> None:
    (problem,) = reading(content).problems
    assert problem.fatal
    assert "\n" not in problem.text


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with path.open("wb") as file:
        file.truncate(300_000_000)  # takes no room
    (problem,) = read_inputs([str(path)], ReadSettings()).problems
    assert "300 MB is larger than `max_bytes`, 200 MB" in problem.text


def test_external_entities_are_not_followed(reading: Reading, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the word is swordfish")
    told = f'<!DOCTYPE rss [<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b SYSTEM "http://127.0.0.1:9/x">]>'
    result = reading(f"{told}<rss><channel><item><title>Fire &a;&b; in the town</title></item></channel></rss>")
    assert "swordfish" not in result.posts[0].text
    assert any("entities of its own" in problem.text for problem in result.problems)


def test_a_page_with_two_years(reading: Reading) -> None:
    page = (
        "Floods: live\n\nMon 1 Jan 2024 14.00 GMT\nFirst published on Sun 31 Dec 2023 18.00 GMT\n\n"
        "00.20 GMT\nB\nText b, which recalls 3 January 2022.\n\n23.50 GMT\nA\nText a here.\n"
    )
    assert times(reading(page)) == ["2024-01-01 00:20", "2023-12-31 23:50"]


class TestChangedClocks:
    def test_a_time_that_comes_twice(self, reading: Reading) -> None:
        result = reading("Floods\n\n1:30 a.m. ET, November 5, 2023\nB\nText b.\n\n12:30 a.m. ET, November 5, 2023\nA\nText a.\n")
        assert times(result) == ["2023-11-05 05:30", "2023-11-05 04:30"]
        assert ["01:30 on 2023-11-05 came twice" in problem.text for problem in result.problems] == [True]

    def test_a_time_that_is_left_out(self, reading: Reading) -> None:
        page = "Floods\n\n26 березня 2023, 03:30\nB\nТекст другий.\n\n26 березня 2023, 02:50\nA\nТекст перший.\n"
        result = reading(page, timezone="Europe/Kyiv")
        assert times(result) == ["2023-03-26 01:30", "2023-03-26 00:50"]
        assert ["03:30 on 2023-03-26 was left out" in problem.text for problem in result.problems] == [True]

    def test_named_offsets_leave_no_doubt(self, reading: Reading) -> None:
        page = "Floods\nSunday 29 October 2023\n\n01.20 GMT\nC\nText c.\n\n01.50 BST\nB\nText b.\n\n01.10 BST\nA\nText a.\n"
        result = reading(page)
        assert times(result) == ["2023-10-29 01:20", "2023-10-29 00:50", "2023-10-29 00:10"]
        assert titles(result) == ["C", "B", "A"]


@pytest.mark.parametrize("name", ["feed", "json feed", "telegram", "html data", "table"])
def test_posts_without_times_are_read_and_it_is_said(reading: Reading, name: str) -> None:
    content = WHOLE[name].replace(STAMP.encode(), b"").replace(b"2023-01-31", b"").replace(b"pubDate", b"x").replace(b"date_unixtime", b"y")
    result = reading(content)
    assert result.posts
    assert set(times(result)) == {None}
    assert any("`date`" in problem.text for problem in result.problems)
    assert set(times(reading(content, date=date(2023, 2, 1)))) == {"2023-02-01 00:00"}


SEEDS = st.sampled_from([*WHOLE.values(), *UNPACKED_AT_ONCE.values()])
INSERTED = st.sampled_from(
    [
        b"\x00", b"\xff\xfe", b"9" * 400, b"-1", b"NaN", b"1e999", b"\r", b"\xe2\x80\xa8", b"[[[[", b"null", b"<!DOCTYPE", b"&#x110000;",
        b"\xed\xa0\x80", b"0000-00-00", b"31.12.9999 23:59", b"00:00 BST", b"\xcc\x81", b'"', b"</script>", b"\n\n", b"Content-Length: -5",
    ]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A valid input that was cut, changed in a bit, doubled in part, or mixed with another."""
    content = draw(SEEDS)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.integers(1, 80)))
        piece = draw(st.sampled_from(["cut", "flip", "double", "drop", "splice", "insert"]))
        middle = {
            "cut": b"",
            "flip": bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in content[at : at + 1]) + content[at + 1 : end],
            "double": content[at:end] * draw(st.integers(2, 20)),
            "drop": b"",
            "splice": draw(SEEDS)[at:end] + content[at:end],
            "insert": draw(INSERTED) + content[at:end],
        }[piece]
        content = content[:at] + middle + (b"" if piece == "cut" else content[end:])
    return content


@given(damaged())
@settings(deadline=None, max_examples=EXAMPLES)
def test_whatever_is_damaged_ends_in_posts_or_one_sentence(content: bytes) -> None:
    try:
        items = list(read_document(make_document(content, "x"), ReadSettings(max_bytes=50_000_000)))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either this or the items
    else:
        deduplicate([item for item in items if isinstance(item, Post | Problem)])
