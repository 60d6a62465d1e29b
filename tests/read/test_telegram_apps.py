"""Chats as saved from the two Telegram apps in the browser: each message with text is a post, with its time."""

# ruff: noqa: E501 - markup in long lines

from __future__ import annotations

from datetime import date

import pytest

from tests.read.conftest import Reading, times

TOLD = (("14:20", "Shells hit a mill in Nikopol."), ("14:35", "The fire is out, nobody was hurt."), ("15:02", "Drones over Poltava."))


def app_a(day: str, *, title: str = "") -> str:
    """A page of web.telegram.org/a; the last message answers the first and was edited."""
    messages = "".join(
        f'<div id="message-{at}" class="Message message-list-item" data-message-id="{at}"><div class="message-content text"><div class="content-inner">'
        f'<div class="message-title"><span class="message-title-name">Front News</span></div>{"<div class=EmbeddedMessage>Shells hit</div>" if at == 2 else ""}'
        f'<div class="text-content with-meta">{text}<span class="MessageMeta"><span class="message-views">12K</span>'
        f'<span class="message-time"{title.replace("CLOCK", clock)}>{"edited " if at == 2 else ""}{clock}</span></span></div></div></div></div>'
        for at, (clock, text) in enumerate(TOLD)
    )
    picture = '<div class="Message message-list-item" data-message-id="9"><div class="media-inner"></div></div>'
    return (
        '<html><head><title>Telegram</title></head><body><div id="LeftColumn"><div class="chat-list">Other chats 16:00</div></div>'
        '<div class="MiddleHeader"><div class="ChatInfo"><h3 class="fullName">Front News</h3></div></div><div class="messages-container">'
        f'<div class="message-date-group"><div class="sticky-date"><span>{day}</span></div>{messages}{picture}</div></div></body></html>'
    )


def app_k() -> str:
    """A page of web.telegram.org/k, whose messages have time stamps."""
    start = 1_715_523_600  # 2024-05-12 14:20 UTC
    messages = "".join(
        f'<div data-mid="{at}" data-timestamp="{start + shift * 60}" class="bubble channel-post is-in"><div class="bubble-content"><div class="message">'
        f'<span class="translatable-message">{text}</span><span class="time"><span class="post-views">12K</span><div class="time-inner" title="12 May">{clock}</div></span>'
        "</div></div></div>"
        for at, ((clock, text), shift) in enumerate(zip(TOLD, (0, 15, 42), strict=True))
    )
    return (
        '<html><body><div class="topbar"><div class="chat-info"><span class="peer-title">Front News</span></div></div><div class="bubbles">'
        f'<div class="bubble service is-date"><div class="bubble-content">May 12</div></div>{messages}</div></body></html>'
    )


WANTED = [f"2024-05-12 {clock}" for clock, _ in TOLD]


@pytest.mark.parametrize(
    ("day", "saved_on"),
    [
        ("May 12, 2024", None),
        ("12 травня 2024 р.", None),
        ("12 мая 2024 г.", None),
        ("May 12", date(2024, 5, 30)),
        ("12 мая", date(2025, 1, 2)),
        ("Yesterday", date(2024, 5, 13)),
        ("Сьогодні", date(2024, 5, 12)),
        ("Sunday", date(2024, 5, 15)),
    ],
)
def test_messages_below_a_day(reading: Reading, day: str, saved_on: date | None) -> None:
    found = reading(app_a(day), date=saved_on, timezone="UTC")
    assert times(found) == WANTED
    assert [(post.text, post.author, post.source) for post in found.posts] == [(text, "Front News", "Front News") for _, text in TOLD]


def test_the_day_that_the_pointer_shows_needs_no_other(reading: Reading) -> None:
    assert times(reading(app_a("May 12", title=' title="May 12, 2024, CLOCK:07"'), timezone="UTC")) == WANTED


def test_a_day_without_a_year_is_asked_for(reading: Reading) -> None:
    found = reading(app_a("May 12"))
    assert times(found) == [None] * len(TOLD)
    assert any("set `date`" in problem.text for problem in found.problems)


def test_messages_with_time_stamps(reading: Reading) -> None:
    found = reading(app_k())
    assert times(found) == WANTED
    assert [post.text for post in found.posts] == [text for _, text in TOLD]
