"""What saved pages, archives and pasted pages say of their posts beside the words, and what on a page is no post."""

# ruff: noqa: E501 - pages are long

from __future__ import annotations

import json

import pytest

from tests.read.conftest import Reading, parts, times, titles

WORDS = "Water stands in the streets of the town, and boats came to take people from their roofs, the mayor said on Wednesday."


def article(head: str = "", body: str = "", *, html: str = "<html>") -> str:
    text = f"<h1>Floods in Utiel</h1>{body}<p>{WORDS}</p><p>{WORDS.replace('mayor', 'governor')}</p>"
    return f"<!DOCTYPE html>{html}<head><title>Floods in Utiel | The Paper</title>{head}</head><body><main>{text}</main></body></html>"


def meta(**named: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{value}">' for name, value in named.items())


DATED = meta(article_published_time="2024-10-30T15:20:00Z")


def test_the_head_of_a_page_names_address_site_and_language(reading: Reading) -> None:
    head = DATED + meta(og_url="https://e.org/og", og_site_name="The Paper", og_locale="es_ES")
    (post,) = reading(article(head)).posts
    assert (post.url, post.source, post.language) == ("https://e.org/og", "The Paper", "es")
    (canonical,) = reading(article(head + '<link rel="canonical" href="https://e.org/a">', html='<html lang="uk-UA">')).posts
    assert (canonical.url, canonical.language) == ("https://e.org/a", "uk")
    (bare,) = reading(article(DATED)).posts
    assert bare.url is None


def test_the_surest_stamp_of_the_head_dates_the_page(reading: Reading) -> None:
    assert times(reading(article(meta(article_modified_time="2024-10-31T10:00:00Z") + DATED))) == ["2024-10-30 15:20"]
    assert times(reading(article(meta(article_modified_time="2024-10-31T10:00:00Z")))) == ["2024-10-31 10:00"]
    assert times(reading(article('<meta name="date" content="2024-10-30"><meta name="author" content="2024-11-11">'))) == [
        "2024-10-30 00:00"
    ]
    undated = reading(article())
    assert times(undated) == [None]
    assert undated.problems


def data(**fields: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Floods in Utiel", "datePublished": "2024-10-30T15:20:00Z", "articleBody": WORDS} | fields
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"author": "Ann Reed"}, "Ann Reed"),
        ({"author": {"@type": "Person", "name": "Ann Reed"}}, "Ann Reed"),
        ({"author": [{"name": "Ann Reed"}, "Ben Lee"]}, "Ann Reed, Ben Lee"),
        ({"author": "https://e.org/ann"}, None),
        ({"author": [{"url": "https://e.org/ann"}]}, None),
    ],
)
def test_authors_are_named_in_many_ways(reading: Reading, fields: dict[str, object], author: str | None) -> None:
    (post,) = reading(article(data(**fields))).posts
    assert post.author == author
    assert post.text.startswith(f"Floods in Utiel\n\n{WORDS}")


def test_an_article_is_dated_by_its_publication_else_its_making_else_its_edit(reading: Reading) -> None:
    made = {"datePublished": None, "dateCreated": "2024-10-30T14:00:00Z", "dateModified": "2024-10-30T17:00:00Z"}
    for fields, published, updated in (
        ({"dateModified": "2024-10-30T17:00:00Z"}, 15, 17),
        ({"dateModified": "2024-10-30T15:20:00Z"}, 15, None),
        (made, 14, 17),
        ({**made, "dateCreated": None}, 17, 17),
    ):
        (post,) = reading(article(data(**fields))).posts
        assert post.published_at is not None
        assert post.published_at.hour == published
        assert (post.updated_at and post.updated_at.hour) == updated


def test_the_publisher_of_the_data_is_the_source(reading: Reading) -> None:
    (named,) = reading(article(data(publisher={"name": "The Wire"}) + meta(og_site_name="The Paper"))).posts
    (site,) = reading(article(data() + meta(og_site_name="The Paper"))).posts
    (title,) = reading(article(data()).replace(" | The Paper", " | BBC News")).posts
    assert [post.source for post in (named, site, title)] == ["The Wire", "The Paper", "BBC News"]
    (language,) = reading(article(data(inLanguage="es-ES", url="https://e.org/1"), html='<html lang="uk">')).posts
    assert (language.language, language.url) == ("es", "https://e.org/1")


def blog(*updates: dict[str, object], **fields: object) -> str:
    node = {"@type": "LiveBlogPosting", "headline": "Floods live", "liveBlogUpdate": list(updates)} | fields
    return f'<!DOCTYPE html><html><head><title>Live</title><script type="application/ld+json">{json.dumps(node)}</script></head><body><p>x</p></body></html>'


UPDATE = {"@type": "BlogPosting", "headline": "Bridge closed", "articleBody": WORDS, "datePublished": "2024-10-30T15:20:00Z"}


def test_updates_of_a_live_blog_have_addresses_and_ids_of_their_own(reading: Reading) -> None:
    first, second = reading(
        blog({**UPDATE, "url": "https://e.org/live#1"}, {**UPDATE, "url": "https://e.org/live#2", "headline": "Boats"})
    ).posts
    assert (first.url, second.url, first.page_title) == ("https://e.org/live#1", "https://e.org/live#2", "Floods live")
    edited = {**UPDATE, "url": "https://e.org/live#1", "headline": "Bridge closed again", "datePublished": "2024-10-30T16:00:00Z"}
    assert reading(blog(edited)).posts[0].id == first.id
    assert reading(blog({**edited, "url": "https://e.org/live"})).posts[0].id != first.id


def test_an_update_without_a_body_takes_its_description_and_one_without_words_is_none(reading: Reading) -> None:
    bare = {"@type": "BlogPosting", "datePublished": "2024-10-30T15:20:00Z"}
    result = reading(blog({**bare, "description": "Boats came to Utiel."}, bare, {**UPDATE, "articleBody": f"Bridge closed\n{WORDS}"}))
    assert [post.text for post in result.posts] == ["Boats came to Utiel.", f"Bridge closed\n\n{WORDS}"]


LIVE = """Floods live

Updated 18:30 GMT, 30 October 2024

18:00 GMT
Bridge closed

Water stands in the streets.
{more}
17:00 GMT
Boats come

Boats came to Utiel.
"""


@pytest.mark.parametrize(
    "line",
    [
        "Share this",
        "Read more: Floods in Spain",
        "Watch: boats in Utiel",
        "Sign up for our newsletter",
        "Click here to read on",
        "Advertisement",
        "12 comments",
        "©2024 The Paper",
        "https://e.org/a",
        "All rights reserved",
        "A boat in Utiel on October 30. (Ann Reed/Getty Images)",
        "Photograph: Ann Reed/The Paper",
    ],
)
def test_buttons_prompts_and_captions_are_no_text(reading: Reading, line: str) -> None:
    assert [post.text for post in reading(LIVE.format(more=line)).posts] == [post.text for post in reading(LIVE.format(more="")).posts]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell in Madrid on Wednesday.",
        "Read the river wrong, and the bridge is gone, said the mayor.",
        "Watch towers along the river fell on Wednesday.",
        "Sign language was used on television.",
        "Back in Utiel, schools stayed shut.",
    ],
)
def test_sentences_that_begin_like_a_button_stay(reading: Reading, line: str) -> None:
    assert line in reading(LIVE.format(more=f"\n{line}\n")).posts[0].text


def test_items_headings_and_paragraphs_are_told_apart(reading: Reading) -> None:
    more = "\nWhat is known\n• Two bridges are shut.\n- Schools stay closed.\n1. Boats came.\n\nThe river fell overnight.\n"
    post = reading(LIVE.format(more=more)).posts[0]
    assert parts(post) == [
        ("headline", "Bridge closed"),
        ("paragraph", "Water stands in the streets."),
        ("heading", "What is known"),
        ("item", "Two bridges are shut."),
        ("item", "Schools stay closed."),
        ("item", "1. Boats came."),
        ("paragraph", "The river fell overnight."),
    ]
    assert "Two bridges are shut.\nSchools stay closed.\n1. Boats came.\n\nThe river" in post.text


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Updated 18:30 GMT, 30 October 2024", ["2024-10-30 18:00", "2024-10-30 17:00"]),
        ("Updated 00:30 GMT, 31 October 2024", ["2024-10-30 18:00", "2024-10-30 17:00"]),
        ("30 October 2024", ["2024-10-30 18:00", "2024-10-30 17:00"]),
        ("First published 07:00 GMT, 30 October 2024", ["2024-10-30 18:00", "2024-10-30 17:00"]),
        ("Updated 16:30 GMT, 30 October 2024", ["2024-10-29 18:00", "2024-10-29 17:00"]),
    ],
)
def test_the_header_of_a_page_gives_its_posts_their_day(reading: Reading, header: str, expected: list[str]) -> None:
    assert times(reading(LIVE.format(more="").replace("Updated 18:30 GMT, 30 October 2024", header))) == expected


def test_a_zone_that_the_page_names_holds_for_clocks_without_one(reading: Reading) -> None:
    page = LIVE.format(more="").replace("18:30 GMT", "18:30 CET").replace("18:00 GMT", "18:00").replace("17:00 GMT", "17:00")
    assert times(reading(page)) == ["2024-10-30 17:00", "2024-10-30 16:00"]
    bare = page.replace(" CET", "")
    assert times(reading(bare, timezone="America/New_York")) == ["2024-10-30 22:00", "2024-10-30 21:00"]
    assert any("`timezone`" in problem.text for problem in reading(bare).problems)


def test_a_page_without_times_is_one_post_titled_by_its_first_line_or_sentence(reading: Reading) -> None:
    assert titles(reading(f"Floods in Utiel\n\n{WORDS}\n")) == ["Floods in Utiel"]
    long = f"{WORDS[:-1]} {WORDS}"
    (title,) = titles(reading(f"{long}\n\nBoats came.\n"))
    assert title is not None
    assert (len(title) <= 160, title[-1]) == (True, "…")
