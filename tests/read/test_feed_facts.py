"""What feeds and JSON say of a post beside its words: language, address, author, publisher, times, and what stands in for them."""

# ruff: noqa: E501 - rows of examples are long

from __future__ import annotations

import json
from datetime import date
from typing import ClassVar

import pytest

from tests.read.conftest import Reading, times

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"{root}><title>{title}</title>{channel}
<entry><title>Water rises</title>{entry}<summary>Water rose in Oleshky overnight.</summary></entry></feed>"""
FULL = "<id>tag:e.org,1</id><link href='https://e.org/1'/><published>2023-06-07T12:00:00Z</published>"


def atom(entry: str = FULL, *, root: str = "", channel: str = "", title: str = "Flood news") -> str:
    return ATOM.format(entry=entry, root=root, channel=channel, title=title)


def test_a_feed_states_its_language_in_an_element_or_an_attribute(reading: Reading) -> None:
    (attribute,) = reading(atom(root=' xml:lang="uk-UA"')).posts
    (element,) = reading(atom(channel="<language>RU</language>")).posts
    (both,) = reading(atom(root=' xml:lang="uk"', channel="<language>ru-ru</language>")).posts
    assert [post.language for post in (attribute, element, both)] == ["uk", "ru", "ru"]
    (neither,) = reading(atom()).posts
    assert neither.language in ("en", None)  # what its words tell


def test_an_item_is_dated_by_its_publication_else_by_its_update(reading: Reading) -> None:
    (both,) = reading(atom("<published>2023-06-07T12:00:00Z</published><updated>2023-06-07T13:00:00Z</updated>")).posts
    (edited,) = reading(atom("<updated>2023-06-07T13:00:00Z</updated>")).posts
    (issued,) = reading(atom("<published>soon</published><issued>2023-06-07T11:00:00Z</issued>")).posts
    assert [post.published_at and post.published_at.hour for post in (both, edited, issued)] == [12, 13, 11]
    assert [post.updated_at and post.updated_at.hour for post in (both, edited, issued)] == [13, None, None]


def test_the_address_is_that_of_the_post_and_not_of_its_feed(reading: Reading) -> None:
    links = "<link rel='self' href='https://e.org/feed'/><link rel='alternate' href='https://e.org/1'/>"
    (post,) = reading(atom(links + "<published>2023-06-07T12:00:00Z</published>")).posts
    assert post.url == "https://e.org/1"
    (text,) = reading(atom("<link> https://e.org/2 </link>")).posts
    assert text.url == "https://e.org/2"
    (only,) = reading(atom("<link rel='enclosure' href='https://e.org/a.mp3'/>")).posts
    assert only.url is None


def test_the_author_is_a_name_or_a_text(reading: Reading) -> None:
    named = "<author><name>Ann Reed</name><email>ann@e.org</email></author>"
    assert reading(atom(named + FULL)).posts[0].author == "Ann Reed"
    assert reading(atom("<author>Ben Lee</author>" + FULL)).posts[0].author == "Ben Lee"
    assert reading(atom()).posts[0].author is None


def test_the_source_is_a_known_publisher_else_the_title_else_the_file(reading: Reading) -> None:
    assert reading(atom(title="Europe | BBC News")).posts[0].source == "BBC News"
    assert reading(atom(title="Flood news")).posts[0].source == "Flood news"
    assert reading(atom(title="")).posts[0].source.endswith("page")


def test_a_publisher_that_is_known_gives_its_clock_to_times_without_a_zone(reading: Reading) -> None:
    entry = "<published>2023-06-07 12:00:00</published>"
    assert times(reading(atom(entry, title="Ukrinform"))) == ["2023-06-07 09:00"]
    assert not reading(atom(entry, title="Ukrinform")).problems
    assert times(reading(atom(entry))) == ["2023-06-07 12:00"]
    assert any("`timezone`" in problem.text for problem in reading(atom(entry)).problems)
    assert times(reading(atom(entry, title="Ukrinform"), timezone="Europe/London")) == ["2023-06-07 11:00"]


def test_the_fullest_of_several_bodies_is_read_and_the_headline_once(reading: Reading) -> None:
    more = (
        "<content type='html'>&lt;p&gt;Water rises&lt;/p&gt;&lt;p&gt;Water rose in Oleshky overnight, and boats came.&lt;/p&gt;</content>"
    )
    (post,) = reading(atom(FULL + more)).posts
    assert post.text == "Water rises\n\nWater rose in Oleshky overnight, and boats came."
    (picture,) = reading(atom(FULL + "<content type='image/png'>" + "iVBORw0KGgo" * 20 + "</content>")).posts
    assert picture.text == "Water rises\n\nWater rose in Oleshky overnight."


def test_the_day_that_is_given_dates_items_without_a_time(reading: Reading) -> None:
    undated = reading(atom("<id>1</id>"))
    assert times(undated) == [None]
    assert any("1 of 1 items" in problem.text for problem in undated.problems)
    dated = reading(atom("<id>1</id>"), date=date(2023, 6, 7))
    assert times(dated) == ["2023-06-07 00:00"]
    assert not dated.problems


ITEM = {"id": "1", "content_text": "Water rose in Oleshky.", "date_published": "2023-06-07T09:45:00Z"}


def feed(*items: dict[str, object], **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Flood news", "items": items} | more)


def test_an_item_of_a_json_feed_speaks_before_its_feed(reading: Reading) -> None:
    other = {**ITEM, "id": "2", "content_text": "Boats came."}
    posts = reading(feed({**ITEM, "language": "uk-UA"}, other, language="RU")).posts
    assert [post.language for post in posts] == ["uk", "ru"]
    (post,) = reading(feed({**ITEM, "external_url": "https://e.org/x"})).posts
    assert (post.url, post.source, post.page_title) == ("https://e.org/x", "Flood news", "Flood news")
    (both,) = reading(feed({**ITEM, "url": "https://e.org/1", "external_url": "https://e.org/x"})).posts
    assert both.url == "https://e.org/1"


def test_an_item_of_a_json_feed_falls_back_on_its_summary_and_its_edit(reading: Reading) -> None:
    (post,) = reading(feed({"id": "1", "summary": "Boats came to Oleshky.", "date_modified": "2023-06-07T10:00:00Z"})).posts
    assert (post.text, times(reading(feed({"id": "1", "summary": "x y", "date_modified": "2023-06-07T10:00:00Z"})))) == (
        "Boats came to Oleshky.",
        ["2023-06-07 10:00"],
    )
    (html,) = reading(feed({**ITEM, "content_html": "<p>Boats <b>came</b>.</p>"})).posts
    assert html.text == "Boats came."
    (twice,) = reading(feed({**ITEM, "title": "Water rises", "content_text": "Water rises\nWater rose in Oleshky."})).posts
    assert twice.text == "Water rises\n\nWater rose in Oleshky."


def test_json_without_a_title_is_named_by_its_file(reading: Reading) -> None:
    (post,) = reading(feed(ITEM, title=" ")).posts
    assert post.source.endswith("page")
    assert post.page_title is None


ROW = {"text": "Water rose in Oleshky, and boats came.", "date": "2023-06-07T09:45:00Z"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"publisher": {"name": "The Paper"}}, "The Paper"),
        ({"source": "The Wire", "publisher": "The Paper"}, "The Wire"),
        ({"source": {"id": 3}, "publisher": "The Paper"}, "The Paper"),
        ({"channel": ["One", "Two"]}, "One, Two"),
        ({"source": "https://e.org"}, None),
        ({}, None),
    ],
)
def test_records_name_their_source_in_many_ways(reading: Reading, fields: dict[str, object], expected: str | None) -> None:
    posts = reading(json.dumps([{**ROW, **fields, "id": n} for n in (1, 2)])).posts
    assert {post.source if expected else post.source.rpartition("/")[2] for post in posts} == {expected or "page"}


def test_records_are_read_by_the_surest_of_their_names(reading: Reading) -> None:
    rows = [
        {"Headline": f"Water rises, part {n}", "name": "x", "Body": "Water rose in Oleshky.", "summary": "Short.", "Published_At": "2023-06-07T09:45:00Z",
         "updated": "2023-06-07T10:45:00Z", "time": "2023-06-08T00:00:00Z", "permalink": f"https://e.org/{n}", "authors": [{"name": "Ann Reed"}, "Ben Lee"]}
        for n in (1, 2)
    ]  # fmt: skip
    first, second = reading(json.dumps({"data": {"items": rows}})).posts
    assert first.text == "Water rises, part 1\n\nWater rose in Oleshky."
    assert (first.url, first.author, second.url) == ("https://e.org/1", "Ann Reed, Ben Lee", "https://e.org/2")
    assert first.published_at is not None
    assert first.updated_at is not None
    assert (first.published_at.hour, first.updated_at.hour, first.published_at.day) == (9, 10, 7)


def test_a_record_that_was_only_edited_is_dated_by_that(reading: Reading) -> None:
    rows = [{"id": n, "text": f"Water rose in Oleshky, part {n}.", "updated_at": "2023-06-07T10:45:00Z", "date": None} for n in (1, 2)]
    assert times(reading(json.dumps(rows))) == ["2023-06-07 10:45"] * 2


def test_the_list_with_the_most_words_is_that_of_the_posts(reading: Reading) -> None:
    tags = [{"text": "floods", "date": "2023-06-07"}, {"text": "boats", "date": "2023-06-07"}, {"text": "dams", "date": "2023-06-07"}]
    rows = [{**ROW, "id": n, "text": f"Part {n}: {ROW['text']}"} for n in (1, 2)]
    posts = reading(json.dumps({"tags": tags, "page": {"items": rows}})).posts
    assert [post.text for post in posts] == [row["text"] for row in rows]
    assert reading(json.dumps([{**ROW, "text": ""}])).problems[0].fatal


class TestTelegram:
    def read(self, reading: Reading, *messages: dict[str, object], **chat: object) -> list[tuple[str, str | None, str | None]]:
        posts = reading(json.dumps({"name": "Region", "id": 9, "messages": messages} | chat)).posts
        return [(post.source.rpartition("/")[2], post.author, post.updated_at and f"{post.updated_at:%H:%M}") for post in posts]

    MESSAGE: ClassVar[dict[str, object]] = {"id": 1, "type": "message", "date": "2023-06-07T12:00:00Z", "text": "Water rose in Oleshky."}

    def test_who_signed_is_named_before_the_channel_that_sent(self, reading: Reading) -> None:
        assert self.read(reading, {**self.MESSAGE, "author": "Ann Reed", "from": "Region"}) == [("Region", "Ann Reed", None)]
        assert self.read(reading, {**self.MESSAGE, "from": "Region"}, name=None) == [("page", "Region", None)]

    def test_an_edit_is_kept_beside_the_time(self, reading: Reading) -> None:
        assert self.read(reading, {**self.MESSAGE, "edited": "2023-06-07T12:40:00Z"}) == [("Region", None, "12:40")]
        assert self.read(reading, {**self.MESSAGE, "edited_unixtime": "1686142800", "edited": "x"}) == [("Region", None, "13:00")]

    def test_calls_and_joins_are_no_posts(self, reading: Reading) -> None:
        assert self.read(reading, self.MESSAGE, {**self.MESSAGE, "id": 2, "type": "service"}, {**self.MESSAGE, "id": 3, "text": []}) == [
            ("Region", None, None)
        ]

    def test_messages_of_two_chats_have_ids_of_their_own(self, reading: Reading) -> None:
        ids = {
            reading(json.dumps({"name": "Region", "id": chat, "messages": [{**self.MESSAGE, "id": number}]})).posts[0].id
            for chat in (9, 10)
            for number in (1, 2)
        }
        assert len(ids) == 4
