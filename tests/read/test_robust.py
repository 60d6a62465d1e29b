"""Whatever comes in, a reader raises nothing but an InputError, and what it yields is sound."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.model import Document, Post
from geomap.read import READERS, read_document
from geomap.read.inputs import make_document
from geomap.settings import ReadSettings
from tests.conftest import tries

SETTINGS = ReadSettings()
PIECES = st.sampled_from(
    [
        "<html>", "<p>", "</p>", "<li>", "<article>", "</article>", "<time datetime='2023-01-01'>", "<h2>", "&nbsp;", "&#0;",
        "&lt;", "<![CDATA[", "]]>", '<script type="application/ld+json">', "</script>",
        '{"@type":"LiveBlogPosting","liveBlogUpdate":[', '{"@type":"BlogPosting","headline":"x"', "}", "]", "<rss><channel>",
        "<item>", "<title>", "</title>", "<pubDate>", "</item>", "<feed>", "<entry>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&a;", '{"id":1,"text":"a"}', '{"messages":[',
        '{"type":"message","text":', '"items":', '{"version":"https://jsonfeed.org/version/1.1",', ",", "null",
        "11:49 a.m. ET, January 31, 2023", "17.42 GMT", "Fri 11 Nov 2022", "00.10 BST", "(14:20 GMT)", "3 hr ago", "29 February",
        "___", "By Ann Lee 4:30 p.m.", "Ann Lee — 5 March 2023, 20:20", "вчора, 18:05", "yesterday at 1:10", "an hour ago", "999 weeks ago",
        "0:33", "@x", "5:12 PM · Mar 5, 2023", "<div data-timestamp='1686151200000'>", "<time datetime='9999-12-31T23:59:59-12:00'>",
        "<time>17:42</time>", '<script id="__NEXT_DATA__" type="application/json">', '{"headline":"x","body":"y","publishedAt":', "1e999",
        "31/12/9999 23:59", "1 January 1900", "From CNN's A B", "Updated at 1.00 GMT", "Photograph: A/AP", "KYIV. March 5 (AP) -",
        "\n", "\n\n", "    ", "• ", "text,date,url\n", "\u0301", "\u00ad", "й", "\r",
    ]
)  # fmt: skip


def check(document: Document) -> None:
    with contextlib.suppress(InputError):
        for item in read_document(document, SETTINGS):
            if isinstance(item, Post):
                assert "\ud800" not in item.text
                assert all(item.text[part.start : part.end].strip() for part in item.parts)
                item.text.encode()


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=tries(150))
def test_any_bytes(content: bytes) -> None:
    check(make_document(content, "x"))


@given(st.lists(PIECES | st.text(max_size=15), max_size=25).map("".join))
@settings(deadline=None, max_examples=tries(300))
def test_any_mixture_of_pages(text: str) -> None:
    check(make_document(text.encode("utf-8", "replace"), "x"))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@given(text=st.lists(PIECES | st.text(max_size=15), max_size=15).map("".join))
@settings(deadline=None, max_examples=tries(60))
def test_a_reader_given_what_it_did_not_ask_for(reader: object, text: str) -> None:
    document = make_document(text.encode("utf-8", "replace"), "x")
    assert 0.0 <= reader.sniff(document) <= 1.0  # type: ignore[attr-defined]
    with contextlib.suppress(InputError):
        list(reader.read(document, SETTINGS))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 100_000 + b"text" + b"</div>" * 100_000,
        b"<html><script type='application/ld+json'>" + b'{"a":' * 50_000 + b"</script><p>Text of the page.</p></html>",
        b"<html><script type='application/ld+json'>" + b"[" * 200_000 + b"</script><p>Text of the page.</p></html>",
        b"<rss><channel>" + b"<item>" * 50_000,
        b"<?xml version='1.0'?><!DOCTYPE lolz ["
        + b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 12))
        + b"]><rss><item><title>&l11;</title></item></rss>",
        b"{" * 100_000,
        b"[" * 100_000,
        b"10:00 GMT\n" * 5_000,
        b"(" * 100_000,
        b"A " * 100_000,
        b"Photograph: A" * 20_000,
        b"a, b and " * 20_000,
        b"<html><body>" + b"<article><p>Some words of a long article about the town. </p><p>More.</p>" * 4_000,
        b"<html>" + b'<div class="a">' * 1_500 + b'<div class="b"><p>Some words of a town.</p></div>' * 3_000,
    ],
    ids=[
        "nested html",
        "nested ld",
        "nested list",
        "nested feed",
        "entity bomb",
        "braces",
        "brackets",
        "times",
        "parentheses",
        "names",
        "credits",
        "and",
        "articles in articles",
        "columns below columns",
    ],
)
def test_hostile_documents_end_soon(content: bytes) -> None:
    check(make_document(content, "x"))


@pytest.mark.parametrize("opening", ["<div>", "<div class='a'>\n"])
def test_text_below_any_depth_is_read(opening: str) -> None:
    page = f"<html><body><p>The river rose.</p>{opening * 50_000}<p>Water came to the town.</p></body></html>"
    (post,) = [item for item in read_document(make_document(page.encode(), "x"), SETTINGS) if isinstance(item, Post)]
    assert post.text == "The river rose.\n\nWater came to the town."
