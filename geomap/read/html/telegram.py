"""Telegram chats as pages: exports of Telegram Desktop (messages.html) and channels on the web (t.me/s/...)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.read.compose import PostDraft
from geomap.read.html.markup import Element, element_lines, element_text
from geomap.read.records import ReadTime
from geomap.read.text.body import draft_from_lines
from geomap.read.text.layout import Layout

_WEB_MESSAGE = "tgme_widget_message"
_STAMP = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC([+-]\d{2}:\d{2}))?")


def chat_name(root: Element) -> str | None:
    """Return the name of the chat; None where the page is not one of Telegram."""
    if _first(root, _WEB_MESSAGE) is not None:
        name = _first(root, "tgme_channel_info_header_title") or _first(root, "tgme_widget_message_owner_name")
        return (element_text(name) if name is not None else "") or "Telegram"
    if _first(root, "page_wrap") is None or _first(root, "history") is None:
        return None
    header = _first(root, "page_header")
    return (element_text(header) if header is not None else "") or "Telegram"


def chat_messages(root: Element, layout: Layout, read_time: ReadTime) -> list[PostDraft]:
    """Return a draft of each message.

    Args:
        root: The page; of several messages in a row of one sender, only the first names the sender.
        layout: Which lines are omitted from the posts.
        read_time: Returns the moment of a time stamp.
    """
    if _first(root, _WEB_MESSAGE) is not None:
        return _web_messages(root, layout, read_time)
    drafts = []
    sender = None
    for message in root.iter("div"):
        classes = message.get("class", "").split()
        if "message" not in classes or "service" in classes:
            continue
        name, text, date = _first(message, "from_name"), _first(message, "text"), _first(message, "date")
        sender = element_text(name) if name is not None else sender
        if text is None:
            continue
        draft, _ = draft_from_lines(element_lines(text), layout)
        draft.author = sender
        draft.key = f"#{message.get('id')}" if message.get("id") else None
        draft.published = read_time(_iso(date.get("title", ""))) if date is not None else None
        drafts.append(draft)
    return drafts


def _web_messages(root: Element, layout: Layout, read_time: ReadTime) -> list[PostDraft]:
    drafts = []
    for message in _all(root, _WEB_MESSAGE):
        texts = [text for text in _all(message, "tgme_widget_message_text") if _of_message(text)]
        if not texts:
            continue
        draft, _ = draft_from_lines([line for text in texts[:1] for line in element_lines(text)], layout)
        name, date = _first(message, "tgme_widget_message_owner_name"), _first(message, "tgme_widget_message_date")
        stamp = next((time.get("datetime") for time in date.iter("time")), None) if date is not None else None
        draft.author = element_text(name) if name is not None else None
        draft.key = draft.url = f"https://t.me/{message.get('data-post')}" if message.get("data-post") else None
        draft.published = read_time(stamp or "")
        drafts.append(draft)
    return drafts


def _of_message(text: Element) -> bool:
    """Return whether a text belongs to the message itself, and not to the message that it replies to."""
    return not any("tgme_widget_message_reply" in (above.get("class") or "").split() for above in text.iterancestors())


def _iso(stamp: str) -> str:
    found = _STAMP.match(stamp)
    return f"{found[3]}-{found[2]}-{found[1]}T{found[4]}{found[5] or ''}" if found else stamp


def _first(root: Element, name: str) -> Element | None:
    return next(_all(root, name), None)


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter("div", "a", "span") if name in (element.get("class") or "").split())
