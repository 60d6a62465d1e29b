"""Other layouts of the same makers: what their pages look like when copied at another time, from another edition or another device."""

# ruff: noqa: E501 - pages are long

from __future__ import annotations

import pytest

from tests.read.conftest import Reading, times, titles

GUARDIAN_US = """Valley live: river town evacuated as dam fails – as it happened

This live blog is now closed.

Jane Doe (now) and John Roe (earlier)
Tue 6 Jun 2023 19.45 EDT
First published on Tue 6 Jun 2023 00.12 EDT

Key events
6h ago
Summary of the day
9h ago
Kherson residents moved to safety

6.42am EDT
Hundreds moved from Kherson by bus

Officials in Kherson said 1,300 people had been moved from low-lying streets.

Updated at 7.10am EDT

A resident stands in a flooded street in Kherson on Tuesday. Photograph: Ann Lee/AFP/Getty Images

6.20am EDT

The head of the region said water would peak by noon.

Share
Updated at 6.31am EDT

5.58am EDT
Summary

Here is what has happened so far today.
"""
BBC_2022 = """War in the north: districts hit as talks go on

Live Reporting
Edited by Anna Jones and Peter Smith

All times stated are UK

Posted at 10:33 22 Mar 2022
10:33 22 Mar 2022
Mayor says strike hit car park in Podil
The mayor says a strike hit a car park in the Podil district.

Article share tools
Share this post

Posted at 10:12 22 Mar 2022
10:12 22 Mar 2022
Analysis

Slow advance towards Kyiv
Paul Adams

Diplomatic correspondent

Troops have not moved closer to Kyiv, officials in London say.

Copy this link
Posted at 9:45 22 Mar 2022
9:45 22 Mar 2022
BREAKING
Shelling reported in Mykolaiv
Image caption: Rescuers at the scene in Mykolaiv
Image source, Reuters
Officials report shelling in Mykolaiv overnight.
"""
CNN_AGO = """Floods in the south
By Amy Woods, Bill Stone and Carl Young, CNN
Updated 7:41 a.m. ET, June 6, 2023

15 Posts
SORT BY
Latest
52 min ago
Thousands told to leave homes near Kherson
From CNN's Olga Petrenko in Kyiv

About 16,000 people are in the flood zone near Kherson, officials said on Tuesday.

A house is seen under water in Hola Prystan on June 6. Ann Lee/AP

1 hr 8 min ago
Nuclear plant has enough water, agency says
From CNN's Maria Kent in London and Ann Lee in Kyiv

The Zaporizhzhia plant has several sources of water.

Ad Feedback
"""
AL_JAZEERA_AGO = """Floods spread after dam breaks: live news

Published On 7 Jun 2023

11m ago (09:04 GMT)
Rescue goes on in Kherson
Rescue teams in Kherson moved 1,500 people, the interior minister said.

[Photo: Ann Lee/Reuters]

1h ago (08:10 GMT)
Analysis by Marcus Hall
What the flood means for the front

The flood makes a crossing of the Dnieper harder.

2h ago (07:02 GMT)
Drone strike reported in Sumy
One person was wounded in Sumy.

Share
facebook
twitter
"""
SKY = """Floods latest: drones hit port

Wednesday 2 August 2023 16:20, UK

Key points
Drones hit grain stores in Odesa region

15:20:01
Grain stores burn after attack on Izmail

Drones hit grain stores in Izmail, on the border with Romania.

14:05:43

Analysis by Sean Bell, military analyst
Why ports matter

Ports on the Danube have become the main route.

09:30:00
Good morning

Welcome to our coverage.
"""


def test_the_guardian_as_read_in_america(reading: Reading) -> None:
    result = reading(GUARDIAN_US)
    assert titles(result) == ["Hundreds moved from Kherson by bus", "The head of the region said water would peak by noon.", "Summary"]
    assert times(result) == ["2023-06-06 10:42", "2023-06-06 10:20", "2023-06-06 09:58"]
    updates = [post.updated_at and f"{post.updated_at:%H:%M}" for post in result.posts]
    assert updates == ["11:10", "10:31", None]
    assert not any(word in post.text for post in result.posts for word in ("Photograph", "Share", "Key events"))
    assert not result.problems


def test_the_bbc_of_2022(reading: Reading) -> None:
    result = reading(BBC_2022)
    assert titles(result) == ["Mayor says strike hit car park in Podil", "Slow advance towards Kyiv", "Shelling reported in Mykolaiv"]
    assert times(result) == ["2022-03-22 10:33", "2022-03-22 10:12", "2022-03-22 09:45"]
    assert result.posts[1].author == "Paul Adams"
    assert result.posts[2].text == "Shelling reported in Mykolaiv\n\nOfficials report shelling in Mykolaiv overnight."
    assert "share" not in result.posts[0].text


def test_hours_ago_on_a_page_without_a_date_are_said(reading: Reading) -> None:
    page = "Floods: latest\n\n3h ago\nWater peaks in Kherson\nThe water has peaked.\n\n4h ago\nTwo killed\nTwo people were killed.\n"
    result = reading(page)
    assert titles(result) == ["Water peaks in Kherson", "Two killed"]
    assert times(result) == [None, None]
    assert ["`date`" in problem.text for problem in result.problems] == [True]


def test_cnn_with_minutes_ago_and_captions_without_brackets(reading: Reading) -> None:
    result = reading(CNN_AGO)
    assert times(result) == ["2023-06-06 10:49", "2023-06-06 10:33"]
    assert result.posts[0].text.endswith("officials said on Tuesday.")
    assert result.posts[1].author == "From CNN's Maria Kent in London and Ann Lee in Kyiv"
    assert result.posts[1].text.endswith("several sources of water.")


def test_al_jazeera_with_minutes_ago(reading: Reading) -> None:
    result = reading(AL_JAZEERA_AGO)
    assert titles(result) == ["Rescue goes on in Kherson", "What the flood means for the front", "Drone strike reported in Sumy"]
    assert times(result) == ["2023-06-07 09:04", "2023-06-07 08:10", "2023-06-07 07:02"]
    assert result.posts[1].author == "Analysis by Marcus Hall"
    assert result.posts[2].text.endswith("in Sumy.")


def test_sky_with_seconds_on_a_british_clock(reading: Reading) -> None:
    result = reading(SKY)
    assert titles(result) == ["Grain stores burn after attack on Izmail", "Why ports matter", "Good morning"]
    assert times(result) == ["2023-08-02 14:20", "2023-08-02 13:05", "2023-08-02 08:30"]
    assert not result.problems


@pytest.mark.parametrize("page", [GUARDIAN_US, BBC_2022, CNN_AGO, AL_JAZEERA_AGO, SKY])
def test_line_ends_and_odd_spaces_change_nothing(reading: Reading, page: str) -> None:
    plain = reading(page)
    odd = reading(page.replace(" EDT", "\u00a0EDT").replace("Kherson", "Kher\u00adson").replace("\n", "\r\n"))
    assert [(post.text, post.published_at, post.title) for post in odd.posts] == [(p.text, p.published_at, p.title) for p in plain.posts]


def test_reports_with_datelines_end_with_their_editors(reading: Reading) -> None:
    page = (
        "KYIV, March 5 (Reuters) - Shelling killed two people in Kherson, officials said.\n\n"
        "(Reporting by Ann Lee in Kyiv; Editing by Bob Ray)\n\n"
        "ODESA, Ukraine, March 5 (AFP) - A drone fell on a warehouse.\n\n"
        "MOSCOW. March 5 (Interfax) - Drones were shot down over Belgorod, the governor said.\n\n"
        "KHARKIV (AP) — A missile hit a block of flats.\n"
    )
    result = reading(page, date=None)
    assert [post.source for post in result.posts] == ["Reuters", "AFP", "Interfax", "AP"]
    assert not any("Editing" in post.text for post in result.posts)


def test_a_report_with_its_agency_below_the_time(reading: Reading) -> None:
    page = (
        "Army shells Beryslav, man killed\n06.06.2023 14:20\nUkrinform\nIn Beryslav, a man was killed in shelling.\n\n"
        "The region said so on Telegram, Ukrinform reports.\n\nPhoto: illustrative\n\n"
        "While citing and using any materials on the Internet, links to the website are mandatory.\n"
    )
    (post,) = reading(page).posts
    assert (post.source, post.title) == ("Ukrinform", "Army shells Beryslav, man killed")
    assert post.text.split("\n\n")[1:] == [
        "In Beryslav, a man was killed in shelling.",
        "The region said so on Telegram, Ukrinform reports.",
    ]
    assert f"{post.published_at:%H:%M}" == "11:20"  # a Kyiv clock


ITEM = """<div class="lb-item" id="post-{n}"><div class="lb-meta"><span class="lb-time">16860400{n}</span>
<time datetime="2023-06-06T0{n}:26:40.000Z">6 June 2023 0{n}:26</time></div><h2>Post {n}</h2><div class="lb-body"><p>Water rose in town {n}.</p>
<figure><figcaption>Flooded street (Reuters)</figcaption></figure></div><div class="lb-author"><span>Ann Lee</span></div>
<div class="share-bar">Share this post</div></div>"""


@pytest.mark.parametrize("count", [2, 3, 5])
def test_posts_in_one_article_element(reading: Reading, count: int) -> None:
    items = "".join(ITEM.format(n=n) for n in range(count, 0, -1))
    page = (
        f'<html lang="en"><head><title>Floods | The Independent</title></head><body><main><article><h1>Floods</h1><div class="items">{items}</div>'
        "</article><aside><h2>Most read</h2><time datetime='2023-06-01T00:00:00Z'>1 June</time><a>Story</a></aside></main></body></html>"
    )
    result = reading(page)
    assert [post.text for post in result.posts] == [f"Post {n}\n\nWater rose in town {n}." for n in range(count, 0, -1)]
    assert times(result) == [f"2023-06-06 0{n}:26" for n in range(count, 0, -1)]


TELEGRAM = """<html><body><div class="page_wrap"><div class="page_header"><div class="text bold">Channel</div></div><div class="page_body"><div class="history">
<div class="message service" id="message-1"><div class="body details">6 June 2023</div></div>
<div class="message default" id="message12"><div class="body"><div class="pull_right date details" title="06.06.2023 18:05:11 UTC+03:00">18:05</div>
<div class="from_name">Channel</div><div class="text">Ворог обстріляв Херсон.<br>Двоє загиблих.</div><div class="signature details">Press</div></div></div>
<div class="message default joined" id="message13"><div class="body"><div class="pull_right date details" title="06.06.2023 18:25:11 UTC+03:00">18:25</div>
<div class="reply_to details">In reply to <a href="#go_to_message12">this message</a></div><div class="text">Кількість поранених зросла.</div>
<span class="reactions"><span class="count">12</span></span></div></div>
<div class="message default" id="message14"><div class="body"><div class="pull_right date details" title="06.06.2023 19:00:00 UTC+03:00">19:00</div>
<div class="from_name">Channel</div><div class="forwarded body"><div class="from_name">Governor <span class="date details" title="06.06.2023 18:50:00">
06.06.2023 18:50:00</span></div><div class="text">Пошкоджено школу.</div></div></div></div></div></div></div></body></html>"""


def test_telegram_pages_with_replies_and_forwards(reading: Reading) -> None:
    result = reading(TELEGRAM)
    assert [post.text for post in result.posts] == [
        "Ворог обстріляв Херсон.\n\nДвоє загиблих.",
        "Кількість поранених зросла.",
        "Пошкоджено школу.",
    ]
    assert times(result) == ["2023-06-06 15:05", "2023-06-06 15:25", "2023-06-06 16:00"]
