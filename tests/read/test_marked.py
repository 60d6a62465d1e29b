"""Saved pages whose elements mark the posts, in the ways of many makers."""

# ruff: noqa: E501 - pages are long

from __future__ import annotations

import json

import pytest

from tests.read.conftest import Reading, times, titles

TITLES = ["Bridge in Utiel closed", "Boats reach Paiporta"]
TIMES = ["2024-10-30 15:20", "2024-10-30 14:05"]
WORDS = "Water stands in the streets of the town, the mayor said on Wednesday."
SAID = ["Bridge in Utiel closed\n\n" + WORDS, "Boats reach Paiporta\n\n" + WORDS]
CLOCKS = ("15:20", "14:05")


def page(body: str, *, head: str = "", title: str = "Floods live") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def blog(item: str, *, above: str = "", below: str = "", title: str = "Floods live") -> str:
    """Make a page of two posts; ``item`` names their number, clock, title and milliseconds since 1970."""
    told = zip((1, 2), CLOCKS, TITLES, (1730301600000, 1730297100000), strict=True)
    items = "".join(item.format(n=n, clock=clock, title=headline, words=f"<p>{WORDS}</p>", ms=ms) for n, clock, headline, ms in told)
    return page(f"<main><h1>Floods live</h1>{above}<div class='items'>{items}</div>{below}</main>", title=title)


STAMP = '<time datetime="2024-10-30T{clock}:00Z">{clock}</time>'
POST = f'<article class="post" id="p{{n}}">{STAMP}<h2>{{title}}</h2>{{words}}</article>'
TWEET = '<div class="embed"><article class="tweet"><p>Smoke over the port.</p><time datetime="2024-10-29T08:00:00Z">8:00 AM</time></article></div>'
WAYS = {
    "header with time and headline": f"<article><header>{STAMP}<h3>{{title}}</h3></header><div>{{words}}</div></article>",
    "time below the headline": f'<section class="entry"><h2>{{title}}</h2><p class="meta"><span class="author">Ann Reed</span> {STAMP}</p>{{words}}</section>',
    "time at the end": f'<div class="item"><h2>{{title}}</h2>{{words}}<footer>{STAMP} <a>Permalink</a></footer></div>',
    "siblings": f"{STAMP}<h3>{{title}}</h3>{{words}}",
    "definitions": f"<dt>{STAMP}</dt><dd><h3>{{title}}</h3>{{words}}</dd>",
    "rows": f"<table><tr><td>{STAMP}</td><td><b>{{title}}</b>{{words}}</td></tr></table>",
    "bold headline": f'<div class="post">{STAMP}<p><strong>{{title}}</strong></p>{{words}}</div>',
    "milliseconds": '<div class="live" data-timestamp="{ms}"><div class="clock">17:20</div><h3>{title}</h3>{words}</div>',
    "milliseconds told twice": '<live-post id="{n}" data-posted-date-timestamp="{ms}"><bsp-timestamp data-timestamp="{ms}">1 hour ago</bsp-timestamp><h2>{title}</h2>{words}</live-post>',
    "relative time and edit": '<article id="b{n}"><header><a><time datetime="2024-10-30T{clock}:00.000Z">2h ago</time><span>{clock} GMT</span></a></header><h2>{title}</h2>{words}<footer><span>Updated at <time datetime="2024-10-30T15:40:00Z">15.40 GMT</time></span></footer></article>',
    "hidden words": '<div id="u{n}"><div><span class="screen-reader-text">Published On 30 Oct 2024</span><span>30 Oct 2024 - {clock} GMT</span></div><h2>{title}</h2>{words}</div>',
    "a date of a script": '<article><time datetime="Wed Oct 30 2024 {clock}:00 GMT+0000 (Coordinated Universal Time)">{clock}</time><h2>{title}</h2>{words}</article>',
}  # fmt: skip


@pytest.mark.parametrize("item", WAYS.values(), ids=WAYS)
def test_ways_in_which_posts_are_built(reading: Reading, item: str) -> None:
    result = reading(blog(item))
    assert [post.text for post in result.posts] == SAID
    assert times(result) == TIMES
    assert not result.problems


def test_an_edit_is_no_time_of_publishing(reading: Reading) -> None:
    result = reading(blog(WAYS["relative time and edit"]))
    assert [post.updated_at and f"{post.updated_at:%H:%M}" for post in result.posts] == ["15:40", "15:40"]


@pytest.mark.parametrize(
    "time", ["<time>{clock} GMT</time>", '<time datetime="{clock}">{clock} GMT</time>', '<time datetime="2024-10-30">{clock} GMT</time>']
)
def test_times_without_a_day_take_that_of_the_page(reading: Reading, time: str) -> None:
    result = reading(blog(f"<article>{time}<h2>{{title}}</h2>{{words}}</article>", above="<p>30 October 2024</p>"))
    assert (titles(result), times(result)) == (TITLES, TIMES)
    assert not result.problems


def test_a_clock_without_a_zone_is_on_the_publishers(reading: Reading) -> None:
    item = '<li><article><time class="meta"><span>{clock} 30 Jun 2024</span></time><header><h3>{title}</h3></header>{words}</article></li>'
    assert times(reading(blog(item, title="Floods live - BBC News"))) == ["2024-06-30 14:20", "2024-06-30 13:05"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ('<ul><li><a><time datetime="2024-10-30T15:20:00Z">2h ago</time><div>Bridge closed</div></a></li><li><a><time datetime="2024-10-30T14:05:00Z">3h ago</time><div>Boats</div></a></li></ul>', ""),
        ("", '<section class="related-stories"><article><h3>Old</h3><time datetime="2024-10-01T00:00:00Z">1 October</time><p>A teaser.</p></article></section>'),
        ("", '<aside><article><h3>Old</h3><time datetime="2024-10-01T00:00:00Z">1 October</time><p>A teaser.</p></article></aside>'),
    ],
    ids=["key events", "related", "aside"],
)  # fmt: skip
def test_lists_beside_the_posts_are_none(reading: Reading, above: str, below: str) -> None:
    result = reading(blog(POST, above=above, below=below))
    assert (titles(result), times(result)) == (TITLES, TIMES)


@pytest.mark.parametrize(
    "embed", [TWEET, f"<blockquote>{TWEET}</blockquote>", '<figure><time datetime="2024-10-29T08:00:00Z">Tuesday</time></figure>']
)
def test_what_a_post_quotes_has_times_of_its_own(reading: Reading, embed: str) -> None:
    result = reading(blog(POST.replace("{words}", f"{{words}}{embed}<p>One was hurt.</p>")))
    assert (titles(result), times(result)) == (TITLES, TIMES)
    assert all(post.text.endswith("One was hurt.") for post in result.posts)


def test_an_article_among_teasers_is_one_post(reading: Reading) -> None:
    teasers = "".join(
        f'<article class="card"><h3>Teaser {n}</h3><time datetime="2024-10-0{n}T10:00:00Z">{n} October</time></article>'
        for n in range(1, 6)
    )
    body = f'<main><article><h1>Dam bursts</h1><time datetime="2024-10-30T15:20:00Z">30 October 2024</time>{f"<p>{WORDS}</p>" * 5}</article>{teasers}</main>'
    result = reading(page(body))
    assert (titles(result), times(result)) == (["Dam bursts"], ["2024-10-30 15:20"])
    assert "Teaser" not in result.posts[0].text


def test_a_time_within_a_sentence_is_part_of_it(reading: Reading) -> None:
    sentence = 'It rained on <time datetime="2024-10-29">29 October</time>, when the dam burst, and the water rose all night in the town.'
    result = reading(
        page(f"<main><article><h1>Dam bursts</h1><p>30 October 2024</p><p>{sentence}</p><p>{WORDS}</p><p>{WORDS}</p></article></main>")
    )
    assert "It rained on 29 October, when the dam burst" in result.posts[0].text


def test_posts_beside_their_times_are_all_read(reading: Reading) -> None:
    item = "<div class='clock'>{clock} GMT</div><article><h2>{title}</h2>{words}{words}{words}</article>"
    result = reading(blog(item, above="<p>30 October 2024</p>"))
    assert (titles(result), times(result)) == (TITLES, TIMES)


UPDATES = [
    {"@type": "BlogPosting", "headline": title, "datePublished": f"2024-10-30T{clock}:00Z", "articleBody": f"<p>{WORDS}</p>"}
    for title, clock in zip(TITLES, CLOCKS, strict=True)
]
LIVE = {"@type": "LiveBlogPosting", "headline": "Floods live", "liveBlogUpdate": UPDATES}


def data(value: object, *, kind: str = "application/ld+json", body: str = "<p>Nothing.</p>") -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return page(body, head=f'<script type="{kind}">{text}</script>')


@pytest.mark.parametrize(
    "more",
    [
        {"articleBody": [WORDS]},
        {"articleBody": {"@type": "TextObject", "text": WORDS}},
        {"articleBody": f"&lt;p&gt;{WORDS}&lt;/p&gt;"},
        {"articleBody": f"&amp;lt;p&amp;gt;{WORDS}&amp;lt;/p&amp;gt;"},
        {"datePublished": 1730301600000},
        {"datePublished": "1730301600"},
        {"datePublished": "October 30, 2024 3:20 PM GMT"},
        {"datePublished": "Wed, 30 Oct 2024 17:20:00 EET"},
        {"datePublished": None, "dateCreated": "2024-10-30T15:20:00Z"},
    ],
    ids=["list", "object", "escaped", "escaped twice", "milliseconds", "seconds", "as people write it", "mail with a zone", "created"],
)  # fmt: skip
def test_ways_of_writing_an_update(reading: Reading, more: dict[str, object]) -> None:
    result = reading(data({**LIVE, "liveBlogUpdate": [{**UPDATES[0], **more}, UPDATES[1]]}))
    assert [post.text for post in result.posts] == SAID
    assert times(result) == TIMES


@pytest.mark.parametrize("updates", [UPDATES[0], UPDATES[:1]])
def test_a_single_update(reading: Reading, updates: object) -> None:
    assert titles(reading(data({**LIVE, "liveBlogUpdate": updates}))) == TITLES[:1]


def test_two_blogs_in_one_page_and_one_told_twice(reading: Reading) -> None:
    blogs = [{**LIVE, "liveBlogUpdate": [update]} for update in (*UPDATES, UPDATES[0])]
    assert titles(reading(data(blogs))) == TITLES


@pytest.mark.parametrize("end", ["Boats", "WORDS", "14:05"])
def test_data_that_were_cut_give_what_is_whole_and_say_so(reading: Reading, end: str) -> None:
    text = data(LIVE)
    cut = text[: text.rindex(WORDS if end == "WORDS" else end)]
    result = reading(cut)
    assert titles(result) == TITLES[:1]
    assert ["truncated" in problem.text for problem in result.problems] == [True]


def test_stamps_without_a_zone_are_reported(reading: Reading) -> None:
    result = reading(data({**LIVE, "liveBlogUpdate": {**UPDATES[0], "datePublished": "2024-10-30T15:20:00"}}))
    assert ["`timezone`" in problem.text for problem in result.problems] == [True]


def test_a_date_that_can_be_read_two_ways_is_not_guessed(reading: Reading) -> None:
    result = reading(data({**LIVE, "liveBlogUpdate": {**UPDATES[0], "datePublished": "10/11/2024 15:20 GMT"}}))
    assert times(result) == [None]
    assert any("10/11/2024" in problem.text for problem in result.problems)


@pytest.mark.parametrize(
    "listed", [UPDATES[:1], [{key: value for key, value in update.items() if key != "articleBody"} for update in UPDATES]]
)
def test_the_page_fills_what_its_data_leave_out(reading: Reading, listed: list[object]) -> None:
    result = reading(data({**LIVE, "liveBlogUpdate": listed}, body=blog(POST)))
    assert [post.text for post in result.posts] == SAID
    assert times(result) == TIMES


RECORDS = [
    {"id": n, "headline": title, "publishedAt": f"2024-10-30T{clock}:00Z", "body": f"<p>{WORDS}</p>"}
    for n, title, clock in zip((1, 2), TITLES, CLOCKS, strict=True)
]
PARTED = [{**record, "body": [{"type": "paragraph", "text": WORDS}]} for record in RECORDS]


@pytest.mark.parametrize("posts", [RECORDS, PARTED, LIVE, json.dumps(LIVE)], ids=["records", "parted", "schema.org", "schema.org as text"])
def test_pages_that_a_script_builds(reading: Reading, posts: object) -> None:
    state = {"props": {"pageProps": {"menu": [{"title": "News", "url": "/"}] * 9, "blog": posts}}}
    result = reading(data(state, kind="application/json", body="<div id='__next'></div>"))
    assert [post.text for post in result.posts] == SAID
    assert times(result) == TIMES


@pytest.mark.parametrize("script", ["window.__STATE__ = {};", "window.__DATA__={};x()", "let a = JSON.parse({})"])
def test_states_that_a_script_assigns(reading: Reading, script: str) -> None:
    state = json.dumps({"blog": {"posts": RECORDS}})
    text = page("<div></div>", head=f"<script>{script.format(json.dumps(state) if 'parse' in script else state)}</script>")
    assert (titles(reading(text)), times(reading(text))) == (TITLES, TIMES)


def test_teasers_in_a_state_are_no_posts_of_an_article(reading: Reading) -> None:
    text = data(
        {"related": RECORDS},
        kind="application/json",
        body=f"<article><h1>Dam bursts</h1><p>30 October 2024</p>{f'<p>{WORDS}</p>' * 9}</article>",
    )
    assert titles(reading(text)) == ["Dam bursts"]


HEADS = {
    "meta": '<meta property="article:published_time" content="2024-10-30T05:00:00Z">',
    "data": f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "Floods live", "datePublished": "2024-10-30T05:00:00Z"})}</script>',
}
THREE = [("00:20", "Rain stops", "2024-10-31 00:20"), ("15:20", TITLES[0], TIMES[0]), ("14:05", TITLES[1], TIMES[1])]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_live_blog_that_calls_itself_an_article(reading: Reading, head: str) -> None:
    items = "".join(f"<p>{clock} GMT</p><h2>{title}</h2><p>{WORDS}</p>" for clock, title, _ in THREE)
    result = reading(page(f"<main><h1>Floods live</h1>{items}</main>", head=head))
    assert (titles(result), times(result)) == ([title for _, title, _ in THREE], [time for _, _, time in THREE])


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_chronology_in_an_article_is_part_of_it(reading: Reading, head: str) -> None:
    items = "".join(f"<h2>{clock}</h2><p>{WORDS}</p>" for clock in ("5:30 a.m.", "6:15 a.m.", "8:00 a.m."))
    result = reading(page(f"<main><article><h1>How the day went</h1><p>{WORDS}</p>{items}</article></main>", head=head))
    assert times(result) == ["2024-10-30 05:00"]


def test_the_year_may_stand_in_a_stamp_of_the_header(reading: Reading) -> None:
    item = "<article><time>{clock} GMT</time><h2>{title}</h2>{words}</article>"
    assert times(reading(blog(item, above='<time datetime="2024-10-30">30 October</time>'))) == TIMES


def test_a_headline_that_is_printed_twice_stays_once(reading: Reading) -> None:
    body = f"<article><h1>Dam bursts</h1><p>30 October 2024</p><p><strong>Dam bursts</strong></p><p>{WORDS}</p><p>More.</p></article>"
    (post,) = reading(page(body)).posts
    assert post.text.startswith(f"Dam bursts\n\n{WORDS}")
