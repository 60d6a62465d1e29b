"""Saved pages in layouts of news and aid sites: bodies that the data cut short, times above the text, and lists of other pages in it."""

# ruff: noqa: E501 - markup in long lines

from __future__ import annotations

import json

import pytest

from tests.read.conftest import Reading, times, titles

TITLE = "Ferry runs aground off Odesa"
BODY = (
    "A ferry with 40 people on board ran aground in fog off Odesa early on Thursday.",
    "Two passengers were taken to hospital with broken bones, the coast guard said in a statement.",
    "Divers found no leak, and three tugs are to pull the ship free at high water in the evening.",
    "The line to Chornomorsk stays closed until Saturday; buses carry passengers along the shore.",
)
OTHERS = ("Opera house opens its summer season in the park", "What to cook with the first cherries of the year")


def paragraphs(texts: tuple[str, ...] = BODY) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{TITLE} - The Paper</title>{head}</head><body>{body}</body></html>"


def links(tag: str = "li", time: str = "") -> str:
    return "".join(f'<{tag}><h3><a href="/{at}">{text}</a></h3>{time}</{tag}>' for at, text in enumerate(OTHERS))


UPDATES = (("2024-05-12T10:30:00Z", "Tugs arrive", BODY[2:]), ("2024-05-12T08:00:00Z", "Ferry aground", BODY[:2]))


@pytest.mark.parametrize("has_headlines", [True, False])
def test_updates_that_the_data_cut_short_are_completed_from_the_page(reading: Reading, *, has_headlines: bool) -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "datePublished": at,
            "articleBody": f"{' '.join(texts)[:50]}…",
            **({"headline": line} if has_headlines else {}),
        }
        for at, line, texts in UPDATES
    ]
    data = json.dumps(
        {"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Live: the ferry", "liveBlogUpdate": updates}
    )
    shown = "".join(
        f'<article class="live-post"><time datetime="{at}">{at[11:16]}</time>{f"<h2>{line}</h2>" if has_headlines else ""}{paragraphs(texts)}</article>'
        for at, line, texts in UPDATES
    )
    found = reading(page(f"<main><h1>Live: the ferry</h1>{shown}</main>", f'<script type="application/ld+json">{data}</script>'))
    assert times(found) == ["2024-05-12 10:30", "2024-05-12 08:00"]
    assert all(text in post.text for post, (_, _, texts) in zip(found.posts, UPDATES, strict=True) for text in texts)


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="list"><div class="list-title">Other news</div>{links("div", "<bsp-timestamp data-timestamp=1715000000000></bsp-timestamp>")}</div>',
        f"<section><h2>Read next</h2><ul>{links()}</ul></section>",
        f"<ul>{links('li', '<time datetime=2024-05-01T09:00Z>1 May</time>')}</ul>",
    ],
)
def test_a_list_of_other_pages_is_neither_text_nor_time_of_the_article(reading: Reading, box: str) -> None:
    above = '<div class="Page-byline"><stamp-of-page data-timestamp="1715501640000">Published May 12, 2024</stamp-of-page></div>'
    found = reading(page(f"<main><h1>{TITLE}</h1>{above}<div>{paragraphs(BODY[:2])}{box}{paragraphs(BODY[2:])}</div></main>"))
    assert times(found) == ["2024-05-12 08:14"]
    assert all(text in found.posts[0].text for text in BODY)
    assert not any(text in found.posts[0].text for text in OTHERS)


def test_links_that_are_sentences_or_lead_within_the_page_are_text(reading: Reading) -> None:
    told = "".join(f'<li><a href="/{at}">{text}</a></li>' for at, text in enumerate(BODY[1:3]))
    body = f'<article><h1>{TITLE}</h1><p>12 May 2024</p><p>{BODY[0]}</p><div><a href="#what">What is known of the ferry</a></div><ul>{told}</ul><p>{BODY[3]}</p></article>'
    text = reading(page(body)).posts[0].text
    assert all(one in text for one in (*BODY, "What is known of the ferry"))


def test_the_first_publication_in_a_list_of_terms_is_the_time(reading: Reading) -> None:
    terms = (
        '<dl><dt>Format</dt><dd>Report</dd><dt>Posted</dt><dd><time datetime="2024-05-13T06:00:00Z">13 May 2024</time></dd>'
        '<dt>Originally published</dt><dd><time datetime="2024-05-12T00:00:00Z">12 May 2024</time></dd></dl>'
    )
    river = "".join(
        f'<article><h3>{text}</h3><time datetime="2024-05-0{at + 1}T00:00:00Z">{at + 1} May 2024</time></article>'
        for at, text in enumerate(OTHERS)
    )
    main = f"<article><header><h1>{TITLE}</h1><footer>{terms}</footer></header><div>{paragraphs()}</div></article>"
    assert times(reading(page(f"<main>{main}<section>{river}</section></main>"))) == ["2024-05-12 00:00"]


def test_times_in_the_margin_open_posts(reading: Reading) -> None:
    rows = "".join(
        f'<li><aside><a href="#{at}"><span>May 12, 2024 {clock}</span></a></aside><div><h2>{line}</h2>{paragraphs(texts)}</div></li>'
        for at, (clock, (_, line, texts)) in enumerate(zip(("10:30 am", "8:00 am"), UPDATES, strict=True))
    )
    found = reading(page(f"<article><h1>Live: the ferry</h1><ul>{rows}</ul></article>"))
    assert times(found) == ["2024-05-12 10:30", "2024-05-12 08:00"]
    assert titles(found) == ["Tugs arrive", "Ferry aground"]


@pytest.mark.parametrize(
    "post",
    [
        '<div class="feed-item"><span class="hour">{clock}</span><a class="ttl" href="/{clock}">{line}</a><div>{text}</div></div>',
        "<details open><summary>{clock} {line}</summary><p>{text}</p></details>",
        "<article><aside><span>2h ago</span><span>May 12, 2024 at {clock}</span></aside><div><h3>{line}</h3><p>{text}</p></div></article>",
        '<div><small title="2024-05-12 {clock} UTC">2 hours ago</small><h3>{line}</h3><p>{text}</p></div>',
        '<div><abbr title="2024-05-12T{clock}:00Z">2 hours ago</abbr><h3>{line}</h3><p>{text}</p></div>',
        '<div><span title="May 12, 2024, {clock} UTC">2 hours ago</span><h3>{line}</h3><p>{text}</p></div>',
    ],
)
def test_times_of_posts_without_an_element_of_their_own(reading: Reading, post: str) -> None:
    told = (("14:20", "Tugs arrive at the ferry", BODY[1]), ("14:05", "Ferry aground in fog", BODY[0]), ("13:50", "Fog lifts", BODY[2]))
    posts = "".join(post.format(clock=clock, line=line, text=text) for clock, line, text in told)
    found = reading(page(f"<h1>Live: the ferry</h1><p>12 May 2024</p>{posts}"))
    assert times(found) == [f"2024-05-12 {clock}" for clock, _, _ in told]
    assert titles(found) == [line for _, line, _ in told]


def test_the_parts_of_a_time_are_set_apart(reading: Reading) -> None:
    time = "<time><span>May 12, 2024</span><span>8:02 AM UTC</span><span>Updated 2 hours ago</span></time>"
    found = reading(page(f"<article><header><h1>{TITLE}</h1>{time}</header>{paragraphs()}</article>"))
    assert times(found) == ["2024-05-12 08:02"]
    assert "2024" not in found.posts[0].text


def test_days_that_head_the_lists_of_a_wiki(reading: Reading) -> None:
    edit = '<span class="mw-editsection">[edit]</span>'
    body = "".join(
        f"<h3>{day}{edit}</h3><ul>{paragraphs((text,)).replace('p>', 'li>')}</ul>"
        for day, text in zip(("12 May", "11 May"), BODY[:2], strict=True)
    )
    found = reading(
        page(f'<h1>Timeline of the strait (May 2024)</h1><div class="mw-parser-output"><p>This timeline covers May 2024.</p>{body}</div>')
    )
    assert times(found) == ["2024-05-12 00:00", "2024-05-11 00:00"]


def test_entries_of_a_log_that_begin_with_a_number_and_spans_of_time(reading: Reading) -> None:
    log = "Police log\nPublished May 14, 2024\n\nSunday, May 12\n\n8:14 a.m. – 1200 block of Main St. A car was stolen.\n\n11:40 a.m. – Riverside Park. A man was bitten by a dog.\n"
    found = reading(log)
    assert times(found) == ["2024-05-12 08:14", "2024-05-12 11:40"]
    assert found.posts[0].text.startswith("1200 block")
    spans = "Alerts\n12 May 2024\n\n14:20-14:40 – Air alert in Lviv, a drone was shot down.\n\n15:05-16:00 – Air alert in Lutsk, the all-clear came late.\n"
    assert times(reading(spans)) == ["2024-05-12 14:20", "2024-05-12 15:05"]


def test_posts_in_elements_of_one_class_are_all_read(reading: Reading) -> None:
    shown = "".join(
        f'<article class="story-post"><div class="post__byline"><span>{clock}, May 12, 2024</span></div><h2>{line}</h2>{paragraphs(texts)}</article>'
        for clock, line, texts in (("10:30 a.m. ET", "Tugs arrive", BODY[1:]), ("9:15 a.m. ET", "Ferry aground", BODY[:1]))
    )
    found = reading(page(f'<section class="live"><h1>Live: the ferry</h1><div>{shown}</div></section>'))
    assert times(found) == ["2024-05-12 14:30", "2024-05-12 13:15"]
    assert BODY[0] in found.posts[1].text


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("5/12/2024", "5/13/2024"), ["2024-05-12 00:00", "2024-05-13 00:00"]),
        (("5/12/2024", "13/12/2024"), ["2024-12-05 00:00", "2024-12-13 00:00"]),
    ],
)
def test_one_day_settles_the_order_of_the_others(reading: Reading, days: tuple[str, ...], read: list[str]) -> None:
    rows = "".join(f"<tr><td>{day}</td><td>{BODY[at]} {BODY[at + 2]}</td></tr>" for at, day in enumerate(days))
    found = reading(page(f"<main><h1>Log</h1><table><tr><th>Date</th><th>Incident</th></tr>{rows}</table></main>"))
    assert times(found) == read
    assert found.problems == ()


def test_chats_with_times_in_brackets(reading: Reading) -> None:
    found = reading(f"[12.05.2024, 07:10:11] Desk: {BODY[0]}\n[12.05.2024, 08:45:00] Desk: {BODY[1]}\n{BODY[2]}\n", timezone="UTC")
    assert times(found) == ["2024-05-12 07:10", "2024-05-12 08:45"]
    assert BODY[2] in found.posts[1].text
