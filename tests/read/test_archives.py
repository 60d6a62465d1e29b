"""Pages within other files: MHTML as browsers save, web archives, Parquet tables, and pages marked up in place; whole, cut and hostile."""

# ruff: noqa: E501 - pages and records are long

from __future__ import annotations

import gzip
import quopri
import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.read.conftest import Reading, times, titles

ARTICLE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Flood in the valley</title>
<meta property="article:published_time" content="2023-06-07T09:13:00Z"></head><body><article><h1>Flood in the valley</h1>
<p>Water has come to the town of Besançon, and rescuers took residents from their houses by boat through the night.</p>
<p>The bridge was closed on Tuesday evening after the river rose by two metres within three hours, the mayor said.</p></article></body></html>"""
ADDRESS = "https://news.example.org/flood"


def mhtml(page: str = ARTICLE, *, ends: str = "\r\n", charset: str = "utf-8") -> bytes:
    body = quopri.encodestring(page.encode(charset)).decode()
    lines = [
        "From: <Saved by a browser>", f"Snapshot-Content-Location: {ADDRESS}", "Subject: Flood", "Date: Wed, 7 Jun 2023 10:00:00 -0000",
        "MIME-Version: 1.0", "Content-Type: multipart/related;", '\ttype="text/html";', '\tboundary="----B"', "", "",
        "------B", f"Content-Type: text/html; charset={charset}", "Content-Transfer-Encoding: quoted-printable", f"Content-Location: {ADDRESS}", "",
        body, "------B", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "Content-Location: https://news.example.org/a.png", "",
        "iVBORw0KGgo=", "------B--", "",
    ]  # fmt: skip
    return "\n".join(lines).replace("\r\n", "\n").replace("\n", ends).encode()


def record(body: bytes, *, kind: str = "response", media: str = "application/http; msgtype=response", address: str = ADDRESS) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def answer(page: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]).encode() + page


class TestMhtml:
    @pytest.mark.parametrize("ends", ["\r\n", "\n"])
    @pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
    def test_the_page_is_read_and_its_pictures_are_not(self, reading: Reading, ends: str, charset: str) -> None:
        page = ARTICLE if charset == "utf-8" else ARTICLE.replace('<meta charset="utf-8">', "")
        result = reading(mhtml(page, ends=ends, charset=charset))
        assert (times(result), titles(result)) == (["2023-06-07 09:13"], ["Flood in the valley"])
        assert "Besançon" in result.posts[0].text
        assert result.posts[0].url == ADDRESS
        assert not result.problems

    def test_one_that_is_cut_off(self, reading: Reading) -> None:
        content = mhtml()
        result = reading(content[: content.index(b"bridge")])
        assert "by boat" in result.posts[0].text

    @pytest.mark.parametrize(
        "content",
        [
            mhtml("").replace(b"text/html;", b"text/css;"),
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n",
            b"".join(b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(3_000)),
        ],
        ids=["without a page", "head alone", "parts in parts"],
    )
    def test_one_without_a_page_is_one_sentence(self, reading: Reading, content: bytes) -> None:
        (problem,) = reading(content).problems
        assert problem.fatal
        assert "MHTML" in problem.text


class TestWarc:
    def test_plain_and_packed(self, reading: Reading) -> None:
        feed = b"<rss><channel><title>A</title><item><title>Fire</title><pubDate>Wed, 07 Jun 2023 18:05:00 GMT</pubDate></item></channel></rss>"
        records = [
            record(b"software: x", kind="warcinfo", media="application/warc-fields", address=""),
            record(answer(ARTICLE.encode())),
            record(answer(b"gone", status="404 Not Found"), address="https://e.org/404"),
            record(answer(b"\x89PNG....", kind="image/png"), address="https://e.org/a.png"),
            record(answer(feed, kind="application/rss+xml"), address="https://e.org/feed"),
        ]
        for content in (b"".join(records), b"".join(map(gzip.compress, records))):
            result = reading(content)
            assert titles(result) == ["Flood in the valley", "Fire"]
            assert result.posts[0].url == ADDRESS
            assert {post.origin for post in result.posts} == {result.documents[0].origin}
            (problem,) = result.problems  # of pictures and redirections there is nothing to say
            assert problem.text.endswith("https://e.org/404: the server answered 404 when it was archived")
            assert problem.skipped == ("https://e.org/404",)

    def test_pages_that_are_not_read_are_counted_and_named(self, reading: Reading) -> None:
        revisit = ["WARC/1.0", "WARC-Type: revisit", "WARC-Target-URI: https://e.org/{}", "WARC-Payload-Digest: sha1:{}"]
        first = record(answer(ARTICLE.encode())).replace(b"WARC-Type: response", b"WARC-Type: response\r\nWARC-Payload-Digest: sha1:A")

        def again(name: str, digest: str) -> bytes:
            head = "\r\n".join(revisit).format(name, digest)
            body = answer(b"")
            return f"{head}\r\nContent-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"

        records = [
            first,
            again("same", "A"),
            again("elsewhere", "B"),
            record(answer(b"%PDF-1.4", kind="application/pdf"), address="https://e.org/report.pdf"),
            record(
                answer(b"PK", kind="application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                address="https://e.org/a.docx",
            ),
            record(answer(b"<svg/>", kind="image/svg+xml"), address="https://e.org/logo.svg"),
            record(answer(b"<x xmlns='urn:x'/>", kind="text/xml"), address="https://e.org/odd.xml"),
            record(answer(b"", status="301 Moved"), address="https://e.org/moved"),
            record(answer(b"busy", status="503 Busy"), address="https://e.org/busy"),
            record(answer(b"busy", status="503 Busy"), address="https://e.org/busy2"),
        ]
        result = reading(b"".join(records))
        assert titles(result) == ["Flood in the valley"]
        skipped = [part.removeprefix("https://e.org/") for problem in result.problems for part in problem.skipped]
        assert sorted(skipped) == ["a.docx", "busy", "busy2", "elsewhere", "odd.xml", "report.pdf"]
        assert any("https://e.org/busy and 1 more: the server answered 503" in problem.text for problem in result.problems)

    def test_bodies_in_chunks_packed_and_in_another_encoding(self, reading: Reading) -> None:
        page = ARTICLE.encode()
        chunks = (
            b"".join(b"%x\r\n%s\r\n" % (len(page[at : at + 200]), page[at : at + 200]) for at in range(0, len(page), 200)) + b"0\r\n\r\n"
        )
        latin = ARTICLE.replace('<meta charset="utf-8">', "").encode("latin-1")
        for told in (
            answer(chunks, "Transfer-Encoding: chunked"),
            answer(gzip.compress(page), "Content-Encoding: gzip"),
            answer(latin, kind="text/html; charset=iso-8859-1"),
        ):
            assert "Besançon" in reading(record(told)).posts[0].text

    def test_a_body_packed_in_an_unknown_way_is_said_once_and_the_others_are_read(self, reading: Reading) -> None:
        packed = [record(answer(b"\x0b\x02\x80", "Content-Encoding: br"), address=f"https://news.example/{n}") for n in (1, 2)]
        result = reading(b"".join([packed[0], record(answer(ARTICLE.encode())), packed[1]]))
        assert len(result.posts) == 1
        (said,) = [problem.text for problem in result.problems]
        assert "https://news.example/1 and 1 more" in said
        assert "'br'" in said

    def test_text_of_common_crawl(self, reading: Reading) -> None:
        text = b"Flood\n7 June 2023\n\nWater has come to the town.\n"
        result = reading(record(text, kind="conversion", media="text/plain"))
        assert times(result) == ["2023-06-07 00:00"]

    @pytest.mark.parametrize("packed", [False, True])
    def test_one_that_is_cut_off_gives_what_is_whole(self, reading: Reading, *, packed: bool) -> None:
        pack = gzip.compress if packed else bytes
        second = pack(record(answer(ARTICLE.encode()), address="https://e.org/2"))
        result = reading(pack(record(answer(ARTICLE.encode()))) + second[: len(second) // 2])
        assert len(result.posts) == 1
        assert any("truncated" in problem.text and not problem.fatal for problem in result.problems)
        assert [part for problem in result.problems for part in problem.skipped] == ["https://e.org/2"]

    @pytest.mark.parametrize("packed", [False, True])
    def test_one_cut_off_within_its_only_page_gives_what_there_is_of_it(self, reading: Reading, *, packed: bool) -> None:
        article = ARTICLE.replace("</article>", "".join(f"<p>Boat {n} left {n * 7919 % 1000}.</p>" for n in range(400)) + "</article>")
        whole = record(answer(article.encode()))
        (post,) = reading(gzip.compress(whole)[:-200] if packed else whole[:-500]).posts
        assert "Boat 9 left" in post.text
        assert "Boat 399" not in post.text

    def test_a_bomb_stops_at_the_size_limit(self, reading: Reading) -> None:
        inner = gzip.compress(bytes(20_000_000))
        for content in (gzip.compress(record(answer(bytes(20_000_000)))), record(answer(inner, "Content-Encoding: gzip"))):
            (problem,) = reading(content, max_bytes=1_000_000).problems
            assert problem.fatal
            assert "`max_bytes`, 1 MB" in problem.text

    def test_one_with_nothing_to_read(self, reading: Reading) -> None:
        result = reading(record(answer(b"", status="301 Moved")))
        assert ["contains no page" in problem.text and problem.fatal for problem in result.problems] == [True]


def table(**columns: list[Any]) -> bytes:
    out = BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


class TestParquet:
    POSTS = table(
        text=["Двоє людей загинули в Херсоні.", None],
        published_at=[datetime(2023, 6, 7, 9, 0, tzinfo=UTC), None],
        id=[7.0, None],
        geometry=[b"\x01\x02", None],
        tags=[["a"], []],
    )

    def test_posts(self, reading: Reading) -> None:
        result = reading(self.POSTS)
        assert times(result) == ["2023-06-07 09:00"]
        assert result.posts[0].language == "uk"

    def test_events(self, reading: Reading) -> None:
        coded = table(event_id=["1"], date=["2023-01-31"], latitude=[46.6], longitude=[32.6], event_type=["Battles"])
        (event,) = reading(coded).events
        assert (event.type, event.where.lat) == ("Battles", 46.6)

    def test_broken_ones_are_one_sentence(self, reading: Reading) -> None:
        for content in (b"PAR1", self.POSTS[:-20], self.POSTS[:4] + b"\xff" * 40 + self.POSTS[44:], b"PAR1" + bytes(100) + b"PAR1"):
            (problem,) = reading(content).problems
            assert problem.fatal
            assert "Parquet file is broken" in problem.text

    def test_one_that_unpacks_to_too_much(self, reading: Reading) -> None:
        content = table(text=["word " * 1000 + str(at) for at in range(1000)])
        (problem,) = reading(content, max_bytes=1_000_000).problems
        assert "`max_bytes`, 1 MB" in problem.text

    def test_without_the_extra(self, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        (problem,) = reading(self.POSTS).problems
        assert "pip install 'geomap[parquet]'" in problem.text


MICRODATA = """<html><body><div itemscope itemtype="https://schema.org/LiveBlogPosting"><h1 itemprop="headline">A day of floods</h1>
<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><span itemprop="name">The Valley Times</span></div>
<div id="p2" itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting"><h2 itemprop="headline">Bridge shut</h2>
<meta itemprop="datePublished" content="2023-06-07T11:00:00Z"><div itemprop="articleBody"><p>The bridge was shut.</p><p>Cars turned.</p></div></div>
<div id="p1" itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting"><h2 itemprop="headline">Water rises</h2>
<time itemprop="datePublished" datetime="2023-06-07T10:00:00Z">10:00</time><span itemprop="author" itemscope><b itemprop="name">Ana Roca</b></span>
<div itemprop="articleBody"><p>Water rose by a metre.</p></div></div></div></body></html>"""
RDFA = (
    MICRODATA.replace("itemscope itemtype=", "vocab='https://schema.org/' typeof=").replace("https://schema.org/", "schema:", 8)
    .replace("itemprop", "property").replace('property="author" itemscope', 'property="schema:author" typeof="Person"')
)  # fmt: skip


@pytest.mark.parametrize("page", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_pages_marked_up_in_place(reading: Reading, page: str) -> None:
    result = reading(page)
    assert titles(result) == ["Bridge shut", "Water rises"]
    assert times(result) == ["2023-06-07 11:00", "2023-06-07 10:00"]
    assert [post.text for post in result.posts] == [
        "Bridge shut\n\nThe bridge was shut.\n\nCars turned.",
        "Water rises\n\nWater rose by a metre.",
    ]
    assert (result.posts[1].author, result.posts[1].source) == ("Ana Roca", "The Valley Times")
    assert result.posts[0].page_title == "A day of floods"
    assert not result.problems


def test_items_nested_without_end(reading: Reading) -> None:
    deep = "<div itemscope itemtype='https://schema.org/BlogPosting' itemprop='articleBody'>" * 20_000
    assert reading(f"<html><body>{deep}<p>Water rose by a metre in the town, and the bridge was shut.</p></body></html>").posts
