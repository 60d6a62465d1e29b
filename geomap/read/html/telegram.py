"""Chats that Telegram Desktop exported as pages (messages.html): one post for each message with words."""

from __future__ import annotations

import re

from geomap.read.compose import Draft
from geomap.read.html.markup import Element, first_text, lines_of
from geomap.read.html.postings import ReadTime
from geomap.read.plaintext.body import draft_from_lines
from geomap.read.plaintext.layout import Layout

_STAMP = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC([+-]\d{2}:\d{2}))?")


def chat_of(root: Element) -> str | None:
    """Give the name of the exported chat; None where the page is no such export."""
    if _first(root, "page_wrap") is None or _first(root, "history") is None:
        return None
    header = _first(root, "page_header")
    return (first_text(header) if header is not None else "") or "Telegram"


def messages_of(root: Element, layout: Layout, read_time: ReadTime) -> list[Draft]:
    """Make a draft of each message. Messages that one sender sends in a row name the sender once."""
    drafts = []
    sender = None
    for message in root.iter("div"):
        classes = message.get("class", "").split()
        if "message" not in classes or "service" in classes:
            continue
        name, text, date = _first(message, "from_name"), _first(message, "text"), _first(message, "date")
        sender = first_text(name) if name is not None else sender
        if text is None:
            continue
        draft, _ = draft_from_lines(lines_of(text), layout)
        draft.author = sender
        draft.key = f"#{message.get('id')}" if message.get("id") else None
        draft.published_at = read_time(_iso(date.get("title", ""))) if date is not None else None
        drafts.append(draft)
    return drafts


def _iso(stamp: str) -> str:
    found = _STAMP.match(stamp)
    return f"{found[3]}-{found[2]}-{found[1]}T{found[4]}{found[5] or ''}" if found else stamp


def _first(root: Element, name: str) -> Element | None:
    return next((element for element in root.iter("div") if name in element.get("class", "").split()), None)
