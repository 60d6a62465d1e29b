"""Saved pages: schema.org data, the page's own structure, plain articles."""

from __future__ import annotations

import json

import pytest

from tests.read.conftest import Reading, parts, times, titles


def posting(number: int, **more: object) -> dict[str, object]:
    return {
        "@type": "BlogPosting",
        "headline": f"Post {number} &amp; more",
        "url": f"https://e.org/live#p{number}",
        "datePublished": f"2023-06-07T1{number}:00:00+03:00",
        "articleBody": f"<p>Water rose in Kherson, part {number}.</p>"
        "<figure><figcaption>A boat</figcaption></figure><ul><li>One</li><li>Two</li></ul>",
        "author": [{"@type": "Person", "name": "Ann Reed"}],
        **more,
    }


def live(*postings: object, **more: object) -> dict[str, object]:
    return {
        "@type": "LiveBlogPosting",
        "headline": "Flood",
        "publisher": {"@type": "Organization", "name": "The Paper"},
        "liveBlogUpdate": postings,
        **more,
    }


def page(*blocks: object, body: str = "<p>Nothing here.</p>") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{block if isinstance(block, str) else json.dumps(block)}</script>' for block in blocks
    )
    start = f"<!DOCTYPE html><html lang='en'><head><title>Flood - The Paper</title>{scripts}</head><body>"
    return f"{start}<nav>Menu Odesa</nav>{body}</body></html>"


class TestLinkedData:
    def test_a_live_blog(self, reading: Reading) -> None:
        result = reading(page(live(posting(2), posting(1, dateModified="2023-06-07T12:00:00Z"))))
        first, second = result.posts
        assert titles(result) == ["Post 2 & more", "Post 1 & more"]
        assert times(result) == ["2023-06-07 09:00", "2023-06-07 08:00"]
        assert (first.source, first.author, first.url) == ("The Paper", "Ann Reed", "https://e.org/live#p2")
        assert parts(first)[1:] == [("paragraph", "Water rose in Kherson, part 2."), ("item", "One"), ("item", "Two")]
        assert second.updated_at is not None
        assert {post.page_title for post in result.posts} == {"Flood"}

    def test_a_live_blog_without_a_headline_is_titled_by_its_page(self, reading: Reading) -> None:
        nameless = live(posting(1), posting(2), headline=None)
        assert {post.page_title for post in reading(page(nameless)).posts} == {"Flood - The Paper"}
        tagged = page(nameless).replace("<head>", '<head><meta property="og:title" content="The flood &amp;amp; after">')
        assert {post.page_title for post in reading(tagged).posts} == {"The flood & after"}

    @pytest.mark.parametrize(
        "block",
        [
            {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"}, live(posting(1))]},
            [{"@type": "BreadcrumbList"}, live(posting(1))],
            {"@type": "WebPage", "mainEntity": {**live(posting(1)), "@type": ["LiveBlogPosting", "NewsArticle"]}},
            "<!-- " + json.dumps(live(posting(1))) + " -->",
            "//<![CDATA[\n" + json.dumps(live(posting(1))) + "\n//]]>",
            json.dumps(live(posting(1))) + ";",
            json.dumps(live(posting(1))).replace("]", ",]").replace("}", ",}"),
            json.dumps(live(posting(1))).replace("rose", "rose\n\t"),
        ],
        ids=["graph", "list", "nested", "comment", "cdata", "semicolon", "commas", "raw newline"],
    )
    def test_ways_in_which_it_is_wrapped_and_broken(self, reading: Reading, block: object) -> None:
        result = reading(page("{broken", {"@type": "Organization", "name": "The Paper"}, block))
        assert (titles(result), times(result)) == (["Post 1 & more"], ["2023-06-07 08:00"])

    def test_of_a_block_that_was_cut_what_is_whole_is_read(self, reading: Reading) -> None:
        block = json.dumps(live(posting(3), posting(2), posting(1)))
        assert titles(reading(page(block[: block.rindex("articleBody")]))) == ["Post 3 & more", "Post 2 & more"]

    def test_a_plain_body_with_lines_and_entities(self, reading: Reading) -> None:
        result = reading(page(live(posting(1, articleBody="Two were hurt in Kherson&#39;s port.\n\nA crane fell.\u00ad"))))
        assert parts(result.posts[0])[1:] == [("paragraph", "Two were hurt in Kherson's port."), ("paragraph", "A crane fell.")]

    def test_a_stamp_without_a_zone_is_on_the_publishers_clock(self, reading: Reading) -> None:
        text = page(live(posting(1, datePublished="2023-06-07T12:00:00"))).replace("Flood - The Paper", "Flood - BBC News")
        assert times(reading(text)) == ["2023-06-07 11:00"]
        assert times(reading(text, timezone="Europe/Kyiv")) == ["2023-06-07 09:00"]

    def test_a_stamp_that_cannot_be_read_is_reported(self, reading: Reading) -> None:
        result = reading(page(live(posting(1, datePublished="this morning"))))
        assert times(result) == [None]
        assert any("this morning" in problem.text for problem in result.problems)

    def test_a_news_article_takes_its_text_from_the_page_where_the_data_have_none(self, reading: Reading) -> None:
        data = {
            "@type": "NewsArticle",
            "headline": "Dam burst",
            "datePublished": "2023-06-07T12:00:00Z",
            "publisher": {"name": "The Paper"},
        }
        aside = "<aside>Related: Odesa</aside><p class='caption'>Paris</p>"
        body = f"<article><h1>Dam burst</h1><p>{'Water rose in Kherson. ' * 12}</p>{aside}</article>"
        (post,) = reading(page(data, body=body)).posts
        assert post.title == "Dam burst"
        assert "Water rose in Kherson." in post.text
        assert not any(name in post.text for name in ("Odesa", "Paris", "Menu"))


class TestStructure:
    def test_articles_with_times(self, reading: Reading) -> None:
        body = "".join(
            f'<article id="p{n}"><time datetime="2023-06-07T1{n}:00:00Z">1{n}:00</time><h2>Post {n}</h2>'
            f"<p>Water rose, part {n}.</p><button>Share</button></article>"
            for n in (2, 1)
        )
        result = reading(page(body=body))
        assert (titles(result), times(result)) == (["Post 2", "Post 1"], ["2023-06-07 12:00", "2023-06-07 11:00"])
        assert result.posts[0].text == "Post 2\n\nWater rose, part 2."

    def test_microdata(self, reading: Reading) -> None:
        body = "".join(
            f'<div itemprop="liveBlogUpdate" itemscope itemtype="http://schema.org/BlogPosting"><span><time itemprop="datePublished" '
            f'datetime="2023-06-07T1{n}:00:00Z">x</time></span><h3 itemprop="headline">Post {n}</h3>'
            f'<div itemprop="articleBody"><p>Part {n}.</p></div></div>'
            for n in (2, 1)
        )
        assert times(reading(page(body=body))) == ["2023-06-07 12:00", "2023-06-07 11:00"]

    def test_meta_tags_tell_the_time_of_an_article(self, reading: Reading) -> None:
        text = page(body=f"<main><h1>Dam burst</h1><p>{'Water rose in Kherson. ' * 12}</p></main>").replace(
            "<title>",
            '<meta property="article:published_time" content="2023-06-07T12:00:00Z">'
            '<meta property="og:site_name" content="The Paper"><title>',
        )
        result = reading(text)
        assert times(result) == ["2023-06-07 12:00"]
        assert result.posts[0].source == "The Paper"

    def test_a_page_with_nothing_but_words_goes_by_the_rules_of_text(self, reading: Reading) -> None:
        body = "<h1>Flood live</h1><p>7 June 2023</p><p>12:00 GMT</p><h2>Two</h2><p>Water rose.</p>"
        body += "<p>11:00 GMT</p><h2>One</h2><p>Water came.</p>"
        result = reading(page(body=body))
        assert (titles(result), times(result)) == (["Two", "One"], ["2023-06-07 12:00", "2023-06-07 11:00"])

    def test_scripts_and_styles_are_no_text(self, reading: Reading) -> None:
        (post,) = reading(page(body="<style>p{}</style><p>Water rose in Kherson.</p><script>alert('Odesa')</script>")).posts
        assert "alert" not in post.text
        assert "p{}" not in post.text

    def test_declared_encodings(self, reading: Reading) -> None:
        text = "<html><head><meta charset='windows-1251'><title>Повінь</title></head><body><p>Вода прийшла в Херсон.</p></body></html>"
        assert "Вода прийшла в Херсон." in reading(text.encode("cp1251")).posts[0].text


def test_a_page_without_text(reading: Reading) -> None:
    result = reading("<!DOCTYPE html><html><head></head><body></body></html>")
    assert not result.posts
    assert any(problem.fatal for problem in result.problems)


def test_times_that_scripts_count_since_1970(reading: Reading) -> None:
    item = '<div class="post"><time datetime="{}">5.42pm</time><h2>{}</h2><p>Water rose in the town.</p></div>'
    items = item.format("1730306520", "Bridge closed") + item.format("1730304000000", "Rescue")
    result = reading(f"<html><body><main><h1>Floods</h1>{items}</main></body></html>")
    assert times(result) == ["2024-10-30 16:42", "2024-10-30 16:00"]
    assert not result.problems
