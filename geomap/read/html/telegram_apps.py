"""Telegram chats as saved from the two apps in the browser, web.telegram.org/k and /a.

The first marks messages with time stamps; the other shows the time of day beside each message and the day above the messages of a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from lxml import etree

from geomap.read.compose import PostDraft
from geomap.read.dates import TimeExpression, parse_line
from geomap.read.html.markup import Element, element_lines, element_text
from geomap.read.text.body import draft_from_lines
from geomap.read.text.layout import Layout

_A_MESSAGE, _K_MESSAGE = "message-list-item", "bubble"
_NAMES = ("fullName", "peer-title")
_HEADERS = ("MiddleHeader", "ChatInfo", "topbar", "chat-info")
_SENDERS = ("message-title-name", "sender-title", "name")
# What stands in a message beside its words: the time and the views, what it replies to, previews of pages, reactions, buttons.
_BESIDE = frozenset(
    {
        "MessageMeta", "time", "EmbeddedMessage", "reply", "WebPage", "webpage", "web", "Reactions", "reactions", "reactions-container",
        "message-title", "name", "quick-reaction", "CommentButton", "replies", "InlineButtons", "reply-markup", "message-views",
    }
)  # fmt: skip
_DAYS, _MOST_HEADERS = 7, 10


@dataclass(frozen=True, slots=True)
class AppMessage:
    """A message of a chat.

    Attributes:
        draft: Its text.
        stamp: Its time stamp, None where the app shows times in words.
        when: What the app shows: the time of day and the day above the messages.
    """

    draft: PostDraft
    stamp: str | None
    when: TimeExpression


def app_chat_name(root: Element) -> str | None:
    """Return the name of the chat that an app shows; None where the page is none of an app."""
    if next(_messages(root), None) is None:
        return None
    for header in islice(_of_class(root, *_HEADERS), _MOST_HEADERS):
        name = next(_of_class(header, *_NAMES), None)
        if name is not None and element_text(name):
            return element_text(name)
    return "Telegram"


def app_messages(root: Element, layout: Layout, today: date | None) -> list[AppMessage]:
    """Return the messages that an app shows, in page order.

    Args:
        root: The page.
        layout: Which lines are omitted from the posts.
        today: The day on which the page was saved, for days such as "Yesterday"; None where it is not known.
    """
    found: list[AppMessage] = []
    sender = None
    for message, day in _messages(root):
        name = next(_of_class(message, *_SENDERS), None)
        sender = element_text(name) if name is not None else sender
        body = next(_of_class(message, "text-content", "translatable-message"), None)
        body = next(_of_class(message, "message"), None) if body is None else body
        lines = [] if body is None else element_lines(body, without=set(_of_class(body, *_BESIDE)))
        if not lines:
            continue
        draft, _ = draft_from_lines(lines, layout)
        draft.author = sender
        number = message.get("data-message-id") or message.get("data-mid")
        draft.key = f"#message-{number}" if number else None
        found.append(AppMessage(draft, message.get("data-timestamp"), _when(message, day, today)))
    return found


def _messages(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield each message with the words for its day above it."""
    day = ""
    walker = etree.iterwalk(root, events=("start",), tag="div")
    for _, element in walker:
        classes = (element.get("class") or "").split()
        if "sticky-date" in classes or (_K_MESSAGE in classes and "is-date" in classes):
            day = element_text(element)
        elif (_A_MESSAGE in classes and element.get("data-message-id")) or (_K_MESSAGE in classes and element.get("data-timestamp")):
            yield element, day
            walker.skip_subtree()


def _when(message: Element, day: str, today: date | None) -> TimeExpression:
    shown = next(_of_class(message, "message-time", "time-inner"), None)
    if shown is None:
        return TimeExpression()
    for told in (*(shown.get("title") or "").split("\n")[:1], f"{day}, {_clock(shown)}", _clock(shown)):
        when = parse_line(told)
        if when is not None and when.has_clock:
            return _on_day(when, today)
    return TimeExpression()


def _clock(shown: Element) -> str:
    """Return the time of day beside a message without the word that says that it was edited."""
    words = element_text(shown).split()
    return " ".join(words[next((at for at, word in enumerate(words) if word[:1].isdigit()), 0) :])


def _on_day(when: TimeExpression, today: date | None) -> TimeExpression:
    """Return a time with the day on which it was, where the page tells it from the day on which it was saved."""
    if today is None or when.has_year:
        return when
    day = None
    if when.days_ago is not None:
        day = today - timedelta(days=when.days_ago)
    elif when.day is not None:
        days = (_in_year(when.day, year) for year in (today.year, today.year - 1))
        day = next((one for one in days if one is not None and one <= today), None)
    elif when.weekday is not None:
        day = today - timedelta(days=(today.weekday() - when.weekday) % _DAYS)
    return when if day is None else replace(when, day=day, has_year=True, days_ago=None)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None  # 29 February


def _of_class(root: Element, *names: str) -> Iterator[Element]:
    wanted = frozenset(names)
    return (
        element for element in root.iter() if isinstance(element.tag, str) and not wanted.isdisjoint((element.get("class") or "").split())
    )
