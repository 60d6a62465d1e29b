"""RSS, Atom, JSON Feed, Telegram exports and lists of records."""

# ruff: noqa: E501 - feeds are long

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.read.conftest import Reading, parts, times, titles

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Flood news</title><language>en-gb</language>
<item><title>Two hurt in Kherson &amp;amp; Odesa</title><link>https://e.org/2</link><guid>n2</guid><dc:creator>Ann Reed</dc:creator>
<pubDate>Wed, 07 Jun 2023 18:05:00 +0300</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Two were hurt in Kherson&nbsp;port.</p><p>A crane fell.</p>]]></content:encoded></item>
<item><title>Water rises</title><link>https://e.org/1</link><pubDate>Wed, 07 Jun 2023 09:45:00 GMT</pubDate>
<description>&lt;p&gt;Water rose &lt;b&gt;fast&lt;/b&gt; in Oleshky.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Flood news</title>
<entry><title type="html">Water &lt;i&gt;rises&lt;/i&gt;</title><id>tag:e.org,1</id>
<link rel="self" href="https://e.org/self"/><link href="https://e.org/1"/>
<published>2023-06-07T12:00:00+03:00</published><updated>2023-06-07T13:00:00+03:00</updated><author><name>Ann Reed</name></author>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Water rose in Oleshky.</p><p>Boats came.</p></div></content></entry></feed>"""


def test_rss(reading: Reading) -> None:
    result = reading(RSS)
    assert titles(result) == ["Two hurt in Kherson & Odesa", "Water rises"]
    assert times(result) == ["2023-06-07 15:05", "2023-06-07 09:45"]
    first, second = result.posts
    assert parts(first)[1:] == [("paragraph", "Two were hurt in Kherson port."), ("paragraph", "A crane fell.")]
    assert (first.source, first.author, first.url, first.language) == ("Flood news", "Ann Reed", "https://e.org/2", "en")
    assert second.text == "Water rises\n\nWater rose fast in Oleshky."
    assert not result.problems
    assert {post.page_title for post in result.posts} == {"Flood news"}


def test_a_feed_without_a_title_gives_none(reading: Reading) -> None:
    result = reading(RSS.replace("<title>Flood news</title>", ""))
    assert {post.page_title for post in result.posts} == {None}


def test_atom(reading: Reading) -> None:
    (post,) = reading(ATOM).posts
    assert (post.title, post.url, post.author) == ("Water rises", "https://e.org/1", "Ann Reed")
    assert post.text == "Water rises\n\nWater rose in Oleshky.\n\nBoats came."
    assert post.published_at is not None
    assert post.updated_at is not None
    assert (post.published_at.isoformat(), post.updated_at.isoformat()) == ("2023-06-07T09:00:00+00:00", "2023-06-07T10:00:00+00:00")


def test_an_id_outlives_edits_and_a_feed_read_again_adds_nothing(reading: Reading) -> None:
    first = [post.id for post in reading(RSS).posts]
    assert [post.id for post in reading(RSS.replace("Two hurt", "Three hurt").replace("Two were", "Three were")).posts] == first


def test_of_a_feed_that_was_cut_what_is_whole_is_read(reading: Reading) -> None:
    result = reading(RSS[: RSS.index("Water rises")])
    assert titles(result)[0] == "Two hurt in Kherson & Odesa"
    assert any("truncated" in problem.text for problem in result.problems)


def test_entities_are_not_followed(reading: Reading, tmp_path: object) -> None:
    secret = f"{tmp_path}/secret"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("the secret")
    feed = (
        RSS.replace("<rss ", f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{secret}">]><rss ')
        .replace("A crane fell.", "")
        .replace("Short.", "&s; fell.")
    )
    result = reading(feed.replace("Water rises", "Water &s; rises"))
    assert not any("secret" in post.text for post in result.posts)
    assert any("entities" in problem.text for problem in result.problems)


def test_undated_items_and_empty_feeds(reading: Reading) -> None:
    result = reading(RSS.replace("pubDate", "x"))
    assert times(result) == [None, None]
    assert any("2 of 2 items" in problem.text and "`date`" in problem.text for problem in result.problems)
    assert reading("<rss><channel><title>x</title></channel></rss>").problems[0].fatal


def test_json_feed(reading: Reading) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Flood news",
        "items": [
            {
                "id": "2",
                "url": "https://e.org/2",
                "title": "Two hurt",
                "content_html": "<p>Two were hurt.</p>",
                "date_published": "2023-06-07T18:05:00+03:00",
            },
            {"id": "1", "content_text": "Water rose in Oleshky.", "date_published": "2023-06-07T09:45:00Z"},
        ],
    }
    result = reading(json.dumps(feed))
    assert times(result) == ["2023-06-07 15:05", "2023-06-07 09:45"]
    assert [post.text for post in result.posts] == ["Two hurt\n\nTwo were hurt.", "Water rose in Oleshky."]


class TestTelegram:
    MESSAGES = (
        {"id": 1, "type": "service", "date": "2023-06-07T10:00:00", "action": "create_channel"},
        {
            "id": 2,
            "type": "message",
            "date": "2023-06-07T12:00:00",
            "date_unixtime": "1686128400",
            "from": "The Governor",
            "text": [{"type": "bold", "text": "Shelling of Kherson"}, "\n\nTwo were hurt. ", {"type": "link", "text": "https://e.org"}],
        },
        {"id": 3, "type": "message", "date": "2023-06-07T12:30:00", "date_unixtime": "1686130200", "text": "", "photo": "x.jpg"},
        {"id": 4, "type": "message", "date": "2023-06-07T13:00:00", "date_unixtime": "1686132000", "text": "Вода прибуває в Олешках."},
    )

    def test_one_chat(self, reading: Reading) -> None:
        result = reading(json.dumps({"name": "Region", "type": "public_channel", "id": 99, "messages": self.MESSAGES}, indent=1))
        assert times(result) == ["2023-06-07 09:00", "2023-06-07 10:00"]
        assert titles(result) == ["Shelling of Kherson", "Вода прибуває в Олешках."]
        assert (result.posts[0].source, result.posts[0].author, result.posts[1].language) == ("Region", "The Governor", "uk")
        assert [problem.skipped for problem in result.problems] == [("record 2",)]  # a picture without words

    def test_all_chats(self, reading: Reading) -> None:
        chat = {"name": "Region", "id": 99, "messages": self.MESSAGES}
        assert len(reading(json.dumps({"about": "x", "chats": {"list": [chat, {**chat, "id": 100, "name": "Town"}]}})).posts) == 2

    def test_old_exports_tell_local_time(self, reading: Reading) -> None:
        message = {key: value for key, value in self.MESSAGES[3].items() if key != "date_unixtime"}
        text = json.dumps({"name": "Region", "id": 99, "messages": [message]})
        assert times(reading(text, timezone="Europe/Kyiv")) == ["2023-06-07 10:00"]
        assert any("`timezone`" in problem.text for problem in reading(text).problems)

    def test_of_an_export_that_was_cut_what_is_whole_is_read(self, reading: Reading) -> None:
        text = json.dumps({"name": "Region", "id": 99, "messages": self.MESSAGES}, ensure_ascii=False)
        result = reading(text[: text.index("Вода")])
        assert titles(result) == ["Shelling of Kherson"]
        assert any("truncated" in problem.text for problem in result.problems)


TELEGRAM_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head>
<body><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">Region</div></div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">7 June 2023</div></div>
<div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="07.06.2023 12:00:00 UTC+03:00">12:00</div>
<div class="from_name">The Governor</div><div class="text"><strong>Shelling of Kherson</strong><br><br>Two were hurt.</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="07.06.2023 13:00:00 UTC+03:00">13:00</div>
<div class="text">Water rose in Oleshky.</div></div></div>
</div></div></div></body></html>"""


def test_a_telegram_chat_exported_as_a_page(reading: Reading) -> None:
    result = reading(TELEGRAM_PAGE)
    assert times(result) == ["2023-06-07 09:00", "2023-06-07 10:00"]
    assert [post.text for post in result.posts] == ["Shelling of Kherson\n\nTwo were hurt.", "Water rose in Oleshky."]
    assert {(post.source, post.author) for post in result.posts} == {("Region", "The Governor")}


def test_a_list_of_records(reading: Reading) -> None:
    records = [{"id": 1, "text": "Water rose in Oleshky.", "date": "2023-06-07"}, {"id": 2, "text": "Boats came."}]
    result = reading(json.dumps(records, indent=1))
    assert times(result) == ["2023-06-07 00:00", None]


INTERFACES = {
    "blocks of a live blog": lambda rows: {"response": {"content": {"webTitle": "Floods", "blocks": {"body": [
        {"id": n, "bodyHtml": f"<p>{text}</p>", "bodyTextSummary": text, "title": title, "firstPublishedDate": stamp, "lastModifiedDate": stamp}
        for n, title, stamp, text in rows]}}}},
    "articles with fields": lambda rows: {"response": {"results": [
        {"id": n, "webPublicationDate": stamp, "webTitle": title, "webUrl": f"https://e.org/{n}", "fields": {"bodyText": text}}
        for n, title, stamp, text in rows]}},
    "articles with sources": lambda rows: {"status": "ok", "articles": [
        {"source": {"id": None, "name": "The Paper"}, "title": title, "description": "Short.", "publishedAt": stamp, "content": text}
        for n, title, stamp, text in rows]},
    "rendered": lambda rows: [
        {"id": n, "date": "2023-06-07T23:00:00", "date_gmt": stamp.rstrip("Z"), "title": {"rendered": title}, "content": {"rendered": text}}
        for n, title, stamp, text in rows],
    "milliseconds": lambda rows: {"posts": [
        {"id": n, "title": title, "timestamp": 1686128700000 + n * 60_000, "text": text} for n, title, stamp, text in rows]},
}  # fmt: skip


@pytest.mark.parametrize("made", INTERFACES.values(), ids=INTERFACES)
def test_json_of_other_makes(reading: Reading, made: Callable[[list[tuple[int, str, str, str]]], object]) -> None:
    rows = [(n, f"Post {n}", f"2023-06-07T09:0{5 + n}:00Z", f"Water rose in Oleshky, part {n} of it.") for n in (1, 2)]
    result = reading(json.dumps(made(rows)))
    assert [post.text for post in result.posts] == [f"{title}\n\n{text}" for _, title, _, text in rows]
    assert times(result) == ["2023-06-07 09:06", "2023-06-07 09:07"]


def test_json_without_posts_is_refused(reading: Reading) -> None:
    assert reading(json.dumps({"name": "x", "files": [{"path": "a"}, {"path": "b"}]})).problems[0].fatal


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("Wed, 07 Jun 2023 18:20:00 EEST", "2023-06-07 15:20"),
        ("Ср, 07 Чер 2023 18:20:00 +0300", "2023-06-07 15:20"),
        ("Wednesday, June 7, 2023 - 18:20 EEST", "2023-06-07 15:20"),
        ("2023-06-07 18:20:00 +0300", "2023-06-07 15:20"),
        ("Wed Jun 07 15:20:00 +0000 2023", "2023-06-07 15:20"),
    ],
)
def test_dates_as_feeds_write_them(reading: Reading, stamp: str, moment: str) -> None:
    assert times(reading(RSS.replace("Wed, 07 Jun 2023 18:05:00 +0300", stamp)))[0] == moment


def test_dates_without_a_zone_are_reported(reading: Reading) -> None:
    result = reading(RSS.replace("Wed, 07 Jun 2023 18:05:00 +0300", "2023-06-07 18:05:00"))
    assert times(result)[0] == "2023-06-07 18:05"
    assert any("`timezone`" in problem.text for problem in result.problems)


def test_prompts_to_read_on_are_left_out(reading: Reading) -> None:
    told = '<p>A crane fell. <a href="x">Read more...</a></p><p>The post <a>Two hurt</a> appeared first on <a>The Paper</a>.</p>'
    assert reading(RSS.replace("<p>A crane fell.</p>", told)).posts[0].text.endswith("port.\n\nA crane fell.")


def test_a_sitemap_of_news(reading: Reading) -> None:
    row = (
        "<url><loc>https://e.org/{0}</loc><n:news><n:publication><n:name>P</n:name></n:publication>"
        "<n:publication_date>2023-06-07T0{0}:00:00Z</n:publication_date><n:title>Water rises, part {0}</n:title></n:news></url>"
    )
    result = reading(f'<urlset xmlns="http://s.org/0.9" xmlns:n="http://g.com/0.9">{row.format(2)}{row.format(1)}</urlset>')
    assert (titles(result), times(result)) == (["Water rises, part 2", "Water rises, part 1"], ["2023-06-07 02:00", "2023-06-07 01:00"])
    assert result.posts[0].url == "https://e.org/2"


WEB_MESSAGE = """<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="region/{n}">
<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name"><span>Region</span></a></div>{reply}
<div class="tgme_widget_message_text js-message_text">{text}</div><div class="tgme_widget_message_footer"><span class="tgme_widget_message_views">2.1K</span>
<a class="tgme_widget_message_date" href="https://t.me/region/{n}"><time datetime="2023-06-07T0{n}:00:00+00:00" class="time">0{n}:00</time></a></div></div></div>"""


def test_a_telegram_channel_as_the_web_shows_it(reading: Reading) -> None:
    reply = '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">Shelling</div></a>'
    messages = WEB_MESSAGE.format(n=1, reply="", text="<b>Shelling of Kherson</b><br/><br/>Two were hurt.")
    messages += WEB_MESSAGE.format(n=2, reply=reply, text="Water rose in Oleshky.")
    result = reading(f"<html><head><title>Region – Telegram</title></head><body><main><section>{messages}</section></main></body></html>")
    assert [post.text for post in result.posts] == ["Shelling of Kherson\n\nTwo were hurt.", "Water rose in Oleshky."]
    assert times(result) == ["2023-06-07 01:00", "2023-06-07 02:00"]
    assert {(post.source, post.author) for post in result.posts} == {("Region", "Region")}
    assert result.posts[0].url == "https://t.me/region/1"


def test_one_date_settles_the_order_of_all_in_a_feed(reading: Reading) -> None:
    items = "".join(f"<item><title>Report {day}</title><pubDate>05/{day}/2024 14:20</pubDate></item>" for day in ("13", "12", "11"))
    found = reading(f"<rss><channel><title>F</title>{items}</channel></rss>", timezone="UTC")
    assert times(found) == ["2024-05-13 14:20", "2024-05-12 14:20", "2024-05-11 14:20"]
